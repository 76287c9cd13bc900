//! The reference of all `--help` texts, so that a change of wording shows in review.

use insta::assert_snapshot;

use crate::env::Env;

const COMMANDS: [&[&str]; 34] = [
    &[],
    &["add"],
    &["import"],
    &["list"],
    &["show"],
    &["report"],
    &["export"],
    &["log"],
    &["event"],
    &["event", "add"],
    &["event", "list"],
    &["event", "edit"],
    &["event", "use"],
    &["sector"],
    &["sector", "add"],
    &["sector", "list"],
    &["sector", "edit"],
    &["district"],
    &["district", "add"],
    &["district", "edit"],
    &["district", "merge"],
    &["partner"],
    &["partner", "edit"],
    &["partner", "merge"],
    &["country"],
    &["country", "edit"],
    &["region"],
    &["region", "add"],
    &["rate"],
    &["rate", "add"],
    &["rate", "list"],
    &["rate", "import"],
    &["init"],
    &["status"],
];

#[test]
fn the_help_reads_as_reviewed() {
    let env = Env::new();
    let mut reference = String::new();
    for command in COMMANDS {
        let args = [command, &["--help"]].concat();
        reference.push_str(&format!("## deals {}\n\n{}\n", args.join(" "), env.ok(&args)));
    }
    insta::with_settings!({ prepend_module_to_snapshot => false }, { assert_snapshot!("help", reference) });
}

#[test]
fn a_wrong_command_line_exits_with_2_and_suggests() {
    let env = Env::new();
    assert!(env.fails(2, &["reprot"]).contains("'report'"));
    assert!(env.fails(2, &["add", "x", "--secter", "5G"]).contains("'--sector'"));
    assert_eq!(env.run(&[]).code, 2);
    assert!(env.ok(&["--version"]).starts_with("deals 0."));
}
