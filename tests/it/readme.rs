//! The README's tour, run as it stands: each `$` line of its console blocks, in order, with what it prints below.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use crate::env::{Env, outcome, repository};

#[test]
fn the_tour_prints_what_the_readme_says() {
    let env = Env::new();
    symlink(repository().join("samples"), env.path("samples")).unwrap();
    fs::create_dir(env.path("bin")).unwrap();
    symlink(env!("CARGO_BIN_EXE_deals"), env.path("bin/deals")).unwrap();
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    let mut ran = 0;
    for block in readme.split("```console\n").skip(1) {
        let block = block.split("```").next().unwrap();
        for step in block.split("$ ").skip(1) {
            let (line, expected) = step.split_once('\n').unwrap();
            let mut shell = Command::new("sh");
            shell.envs(env.command(&[]).get_envs().filter_map(|(key, value)| Some((key, value?))));
            shell.args(["-c", &format!("{line} 2>&1")]).current_dir(env.path("."));
            shell.env("PATH", format!("{}:/usr/bin:/bin", env.path("bin").display()));
            let printed = env.normal(&outcome(&mut shell).stdout);
            assert_eq!(printed, expected, "$ {line}");
            ran += 1;
        }
    }
    assert!(ran >= 10, "the tour was not found");
}

#[test]
fn the_two_commands_of_a_fresh_machine_are_there() {
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    let ci = fs::read_to_string(repository().join(".ci/run")).unwrap();
    assert!(
        readme.contains("\ncargo run --release -- report --by sector --rates samples/rates.csv samples/sce-2019.csv\n")
    );
    assert!(readme.contains("\ncargo test\n"));
    assert!(ci.contains("cargo test"));
}
