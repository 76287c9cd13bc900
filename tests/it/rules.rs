//! The rules of the house, as tests.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::chinese::{english_run, is_han};
use crate::env::{Env, repository};

/// Every Rust file under a folder, with its path from the repository and its text.
fn files(folder: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = vec![repository().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path.strip_prefix(repository()).unwrap().to_str().unwrap().replace('\\', "/");
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "{folder}");
    found
}

/// The files under `src` that hold one of the words, apart from those excepted.
fn holding(words: &[&str], except: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (name, text) in files("src") {
        for word in words {
            if text.contains(word) && !except.iter().any(|except| name.starts_with(except)) {
                found.push(format!("{name}: {word}"));
            }
        }
    }
    found
}

#[test]
fn sql_stands_only_in_the_store_and_rusqlite_only_in_its_engine() {
    let sql = ["\"SELECT ", "\"INSERT ", "\"UPDATE ", "\"DELETE ", "\"CREATE ", "\"PRAGMA ", "ORDER BY"];
    assert_eq!(holding(&sql, &["src/store/"]), [""; 0]);
    assert_eq!(holding(&["rusqlite"], &["src/store/engine/"]), [""; 0]);
}

#[test]
fn queries_use_no_double_quoted_strings_and_no_star() {
    for (name, text) in files("src/store") {
        let statements = text.split("#[cfg(test)]").next().unwrap();
        assert!(!statements.contains("SELECT *") && !statements.contains("\\\""), "{name}");
    }
    let schema = fs::read_to_string(repository().join("schema.sql")).unwrap();
    let code: Vec<&str> = schema.lines().map(|line| line.split("--").next().unwrap_or("")).collect();
    assert!(!code.join("\n").contains('"'));
    assert!(!schema.contains("TRIGGER"));
}

#[test]
fn imports_run_one_way() {
    let may_use: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("domain", &["domain"][..]),
        ("store", &["domain", "store"]),
        ("intake", &["domain", "intake"]),
        ("lang", &["domain", "store", "intake", "lang"]),
        ("sheet.rs", &["domain", "sheet"]),
        ("brief.rs", &["domain", "lang", "sheet"]),
        ("report", &["domain", "store", "lang", "sheet", "brief", "report"]),
        ("render", &["domain", "lang", "sheet", "brief", "render"]),
        ("commands", &["domain", "store", "intake", "lang", "sheet", "brief", "report", "render", "commands"]),
    ]);
    let mut seen = 0;
    for (name, text) in files("src") {
        let room = name.trim_start_matches("src/").split('/').next().unwrap();
        let Some(allowed) = may_use.get(room) else {
            assert!(matches!(room, "lib.rs" | "main.rs"), "{name} is in no room of the house");
            continue;
        };
        for (at, _) in text.match_indices("crate::") {
            let used: String = text[at + 7..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            assert!(allowed.contains(&used.as_str()), "{name} uses {used}");
            seen += 1;
        }
    }
    assert!(seen > 50, "the imports were not found");
}

#[test]
fn clock_environment_and_terminal_are_asked_at_the_edge_alone() {
    let edge = ["src/commands/context.rs", "src/main.rs"];
    assert_eq!(holding(&["Local::now", "Utc::now", "SystemTime", "Instant", "env::var", "args_os"], &edge), [""; 0]);
    // A release asks no C library about accounts, and for a home folder only where a variable tells it.
    assert_eq!(holding(&["User::from", "etcetera", "home_dir"], &["src/commands/account.rs"]), [""; 0]);
    assert_eq!(holding(&["println!", "eprintln!", "print!(", "dbg!"], &[]), [""; 0]);
    assert_eq!(holding(&["io::stdout", "io::stderr"], &["src/commands/console.rs"]), [""; 0]);
    assert_eq!(holding(&["process::exit"], &["src/main.rs"]), [""; 0]);
    assert_eq!(holding(&["rust_xlsxwriter"], &["src/render/"]), [""; 0]);
    assert_eq!(
        holding(&["clap", "comfy_table"], &["src/commands/", "src/render/table.rs", "src/lib.rs", "src/domain/mod.rs"]),
        [""; 0]
    );
}

#[test]
fn every_file_says_what_it_is_for() {
    for folder in ["src", "tests/it", "benches"] {
        for (name, text) in files(folder) {
            assert!(text.starts_with("//! "), "{name}");
        }
    }
}

#[test]
fn nothing_is_left_lying_about() {
    for folder in ["src", "tests/it", "benches"] {
        for (name, text) in files(folder) {
            if name.ends_with("rules.rs") {
                continue;
            }
            for word in ["TODO", "FIXME", "todo!", "unimplemented!", "#[allow(", "#[ignore"] {
                assert!(!text.contains(word), "{name}: {word}");
            }
            assert!(!Path::new(&name).file_stem().unwrap().to_str().unwrap().contains("util"), "{name}");
        }
    }
}

#[test]
fn files_stay_small() {
    for (name, text) in files("src") {
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap().lines().count();
        assert!(code <= 450, "{name} has {code} lines: are there two rooms in it?");
    }
}

#[test]
fn every_path_that_the_guides_name_is_there() {
    let mut seen = 0;
    for guide in ["README.md", "CONTRIBUTING.md"] {
        let text = fs::read_to_string(repository().join(guide)).unwrap();
        for path in text.split('`').skip(1).step_by(2) {
            let folder = path.split('/').next().unwrap();
            let is_ours = path.contains('/') && ["benches", "samples", "scripts", "src", "tests"].contains(&folder);
            if is_ours && !path.contains(char::is_whitespace) && !path.contains("NAME") && !path.contains("-N.") {
                assert!(repository().join(path).exists(), "{guide}: {path}");
                seen += 1;
            }
        }
    }
    assert!(seen > 20, "only {seen} paths were found");
}

/// The commands, from the help itself.
fn commands() -> Vec<String> {
    let help = Env::new().ok(&["--help"]);
    let is_command =
        |line: &&str| line.starts_with("  ") && !line.trim_start().starts_with('-') && !line.starts_with("   ");
    help.lines().filter(is_command).map(|line| line.split_whitespace().next().unwrap().to_owned()).collect()
}

#[test]
fn every_command_has_a_file_a_test_and_a_place_in_the_readme() {
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    let commands = commands();
    assert!(commands.len() >= 16, "{commands:?}");
    for command in &commands {
        let file = repository().join(format!("src/commands/{command}.rs"));
        let folder = repository().join(format!("src/commands/{command}/mod.rs"));
        let source = fs::read_to_string(&file).or_else(|_| fs::read_to_string(&folder)).unwrap();
        assert!(source.starts_with(&format!("//! `deals {command}`")), "{command}");
        assert!(repository().join(format!("tests/it/{command}.rs")).is_file(), "{command}");
        assert!(readme.contains(&format!("`{command}`")), "{command} is not in the README");
    }
}

#[test]
fn the_map_names_every_room() {
    let map = fs::read_to_string(repository().join("src/lib.rs")).unwrap();
    let modules: Vec<&str> = map.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert!(modules.len() >= 8);
    for module in modules {
        assert!(map.contains(&format!("//! - [`{module}`]")), "{module}");
    }
}

/// The text of the literal that begins at the first quote, and what comes after it.
fn literal(text: &str) -> (String, &str) {
    let (_, mut rest) = text.split_once('"').unwrap();
    let mut read = String::new();
    loop {
        let mut chars = rest.chars();
        match chars.next().unwrap() {
            '"' => return (read, chars.as_str()),
            '\\' if chars.as_str().starts_with('\n') => rest = chars.as_str().trim_start(),
            '\\' => {
                read.extend(chars.next());
                rest = chars.as_str();
            }
            other => {
                read.push(other);
                rest = chars.as_str();
            }
        }
    }
}

/// The values that a format string takes, and its text without them.
fn placeholders(format: &str) -> (BTreeSet<String>, String) {
    let (mut names, mut text, mut counted) = (BTreeSet::new(), String::new(), 0);
    let mut rest = format;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap();
        let name = name.trim_end_matches(":#");
        text.push_str(before);
        rest = after;
        names.insert(if name.is_empty() { counted.to_string() } else { name.to_owned() });
        counted += usize::from(name.is_empty());
    }
    text.push_str(rest);
    (names, text)
}

#[test]
fn every_sentence_says_the_same_in_both_languages() {
    let mut sentences = 0;
    for (name, text) in files("src") {
        for (at, call) in text.match_indices("said!(") {
            let (english, rest) = literal(&text[at + call.len()..]);
            let (chinese, rest) = literal(rest);
            let place = format!("{name}: {english}");
            let ((takes, words), (takes_zh, words_zh)) = (placeholders(&english), placeholders(&chinese));
            assert!(!english.chars().any(is_han) || english.contains("元"), "{place}");
            let has_words = words.split('`').step_by(2).any(|text| text.contains(|c: char| c.is_ascii_alphabetic()));
            assert!(words_zh.chars().any(is_han) || !has_words, "{place} | {chinese}");
            assert_eq!(takes, takes_zh, "{place} | {chinese}");
            assert!(!chinese.ends_with(['.', ',']), "{place} | {chinese}");
            assert_eq!(chinese.ends_with('。'), english.ends_with('.'), "{place} | {chinese}");
            assert_eq!(english_run(&words_zh), None, "{place} | {chinese}");
            // A sentence within a sentence is printed in Chinese only if it is asked for.
            let nested = rest.split(')').next().unwrap().contains(".said(");
            assert!(!nested || chinese.contains(":#}"), "{place} | {chinese}");
            sentences += 1;
        }
    }
    assert!(sentences > 150, "{sentences}");
}
