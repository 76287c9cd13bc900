//! Who writes, and when the config file is read.

use std::fs;
use std::process::{Command, Stdio};

use crate::env::{Env, Outcome, csv_rows, outcome};

const ADD: [&str; 4] = ["add", "Plant", "--sector", "5G"];

/// Runs without `DEALS_USER`, where the config file says this.
fn with_config(env: &Env, config: &str, args: &[&str], variables: &[(&str, &str)]) -> Outcome {
    fs::create_dir_all(env.path(".config/deals")).unwrap();
    fs::write(env.path(".config/deals/config.toml"), config).unwrap();
    outcome(env.command(args).env_remove("DEALS_USER").envs(variables.iter().copied()))
}

fn last_writer(env: &Env) -> String {
    env.sqlite().query_row("SELECT who FROM entry ORDER BY id DESC LIMIT 1", [], |row| row.get(0)).unwrap()
}

#[test]
fn who_writes_is_the_variable_else_the_config_file_else_the_system() {
    let env = Env::new();
    let everywhere = [("DEALS_USER", "from the variable"), ("USER", "from the system")];
    for (config, variables, who) in [
        ("user = \"王芳\"", &everywhere[..], "from the variable"),
        ("user = \" 王芳 \"", &everywhere[1..], "王芳"),
        ("", &everywhere[1..], "from the system"),
        ("", &[("LOGNAME", "logged in")], "logged in"),
    ] {
        let added = with_config(&env, config, &ADD, variables);
        assert_eq!((added.code, last_writer(&env).as_str()), (0, who), "{}", added.stderr);
    }
    // Where no variable names one, the system's list of users does.
    let user = Command::new("id").arg("-un").output().unwrap();
    assert_eq!(with_config(&env, "", &ADD, &[]).code, 0);
    assert_eq!(last_writer(&env), String::from_utf8(user.stdout).unwrap().trim());
}

#[test]
fn without_a_home_folder_that_of_the_account_or_the_folders_named_are_taken() {
    let env = Env::new();
    let without_home = |args: &[&str], variables: &[(&str, &str)]| {
        let mut command = env.command(args);
        for name in ["HOME", "DEALS_USER", "DEALS_DB"] {
            command.env_remove(name);
        }
        outcome(command.envs(variables.iter().copied()))
    };
    let at = |name: &str| env.path(name).display().to_string();
    fs::create_dir_all(env.path("settings/deals")).unwrap();
    fs::write(env.path("settings/deals/config.toml"), "user = \"王芳\"").unwrap();
    let (settings, data) = (at("settings"), at("data"));
    for home in [&[][..], &[("HOME", "")]] {
        let named = [&[("XDG_CONFIG_HOME", &*settings), ("XDG_DATA_HOME", &*data)], home].concat();
        let added = without_home(&ADD, &named);
        assert_eq!((added.code, env.path("data/deals/ledger.db").exists()), (0, true), "{}", added.stderr);
        let told = without_home(&["log", "--format", "csv"], &named).stdout;
        assert!(csv_rows(&told).last().unwrap().contains(&"王芳".to_owned()), "{told}");
    }
    // Folders that are not named begin at the home folder of the account.
    let home = Command::new("bash").args(["-c", "eval echo ~$(id -un)"]).output().unwrap();
    let home = String::from_utf8(home.stdout).unwrap();
    let missing = without_home(&["list"], &[("XDG_DATA_HOME", "not/from/the/root")]);
    let ledger = format!("{}/.local/share/deals/ledger.db", home.trim());
    assert!(missing.code == 1 && missing.stderr.contains(&ledger), "{}", missing.stderr);
}

#[test]
fn a_config_file_that_is_wrong_is_said_where_it_is_needed_alone() {
    let env = Env::new();
    env.ok(&ADD);
    for (config, says) in [
        ("user = 5", "config.toml: `user` is not a name in quotes"),
        ("user = \"  \"", "config.toml: `user` is not a name in quotes"),
        ("user = ", "config.toml: "),
    ] {
        let refused = with_config(&env, config, &ADD, &[]);
        assert!(refused.code == 1 && refused.stderr.contains(says), "{}", refused.stderr);
        assert_eq!(with_config(&env, config, &["list"], &[]).code, 0);
        assert_eq!(with_config(&env, config, &["event", "list", "--db", "ledger.db"], &[]).code, 0);
    }
    assert_eq!(env.count("SELECT COUNT(*) FROM entry"), 1);
    assert_eq!(with_config(&env, "user = ", &ADD, &[("DEALS_USER", "named")]).code, 0);
}

#[test]
fn the_config_file_is_read_once() {
    let env = Env::new();
    fs::create_dir_all(env.path(".config/deals")).unwrap();
    let pipe = env.path(".config/deals/config.toml");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    // Who reads a pipe a second time waits for ever.
    let mut add = env.command(&ADD);
    let mut add = add
        .env_remove("DEALS_USER")
        .env_remove("DEALS_DB")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    fs::write(&pipe, format!("db = \"{}\"\nuser = \"once\"\n", env.ledger().display())).unwrap();
    for _ in 0..1000 {
        if add.try_wait().unwrap().is_some() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let ended = add.try_wait().unwrap();
    add.kill().unwrap_or_default();
    assert!(ended.is_some_and(|ended| ended.success()), "it is read again");
    assert_eq!(last_writer(&env), "once");
}
