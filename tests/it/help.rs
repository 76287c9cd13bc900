//! The reference of all `--help` texts, so that a change of wording shows in review.

use insta::assert_snapshot;

use crate::env::Env;

const COMMANDS: [&[&str]; 55] = [
    &[],
    &["add"],
    &["import"],
    &["edit"],
    &["delete"],
    &["template"],
    &["list"],
    &["show"],
    &["report"],
    &["brief"],
    &["export"],
    &["stage"],
    &["receive"],
    &["progress"],
    &["due"],
    &["target"],
    &["target", "set"],
    &["target", "list"],
    &["target", "clear"],
    &["log"],
    &["diff"],
    &["undo"],
    &["redo"],
    &["check"],
    &["backup"],
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
    &["district", "list"],
    &["district", "edit"],
    &["district", "merge"],
    &["partner"],
    &["partner", "list"],
    &["partner", "edit"],
    &["partner", "merge"],
    &["country"],
    &["country", "list"],
    &["country", "edit"],
    &["region"],
    &["region", "add"],
    &["region", "list"],
    &["rate"],
    &["rate", "add"],
    &["rate", "list"],
    &["rate", "import"],
    &["init"],
    &["status"],
];

/// The commands below one, as its help lists them.
fn subcommands(env: &Env, command: &[&str]) -> Vec<String> {
    let help = env.ok(&[command, &["--help"]].concat());
    let listed = |line: &&str| line.starts_with("  ") && line.as_bytes().get(2).is_some_and(u8::is_ascii_lowercase);
    let has_commands = help.contains("<COMMAND>");
    help.lines()
        .filter(|_| has_commands)
        .filter(listed)
        .map(|line| line.split_whitespace().next().unwrap().to_owned())
        .collect()
}

#[test]
fn the_help_reads_as_reviewed() {
    let env = Env::new();
    let mut reference = String::new();
    for command in COMMANDS {
        for known in subcommands(&env, command) {
            let path = [command, &[&*known]].concat();
            assert!(COMMANDS.contains(&&*path), "{path:?} is not in the reference");
        }
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
