//! `deals check`: ledgers that are sound, what is only a warning, and how problems are told. `check_flaws` breaks ledgers.

use std::fs;
use std::sync::OnceLock;

use insta::assert_snapshot;

use crate::chinese::{english_run, is_han};
use crate::env::{Env, csv_rows, outcome, sample};
use crate::upgrade::older;

/// The ledger of an office: samples, a deal that got its rate later, one that a file changed, partners and districts that were merged.
pub(crate) fn office() -> Env {
    static LEDGER: OnceLock<Vec<u8>> = OnceLock::new();
    let bytes = LEDGER.get_or_init(|| {
        let env = Env::with_samples();
        env.ok(&["add", "Watch works", "--sector", "IC", "--amount", "CHF 5.55", "--partner", "Acme", "--ref", "W1"]);
        env.ok(&["rate", "add", "CHF", "7.013", "--on", "2019-01-01"]);
        env.file("new.csv", "id,title,signed,sector,region\n5,A new title,2018-08-23,5G,四川\n");
        env.ok(&["import", "--match", "id", "new.csv"]);
        env.ok(&["add", "Clock works", "--sector", "IC", "--partner", "Acme Holdings", "--district", "North"]);
        env.ok(&["partner", "merge", "Acme", "--into", "Acme Holdings"]);
        env.ok(&["partner", "edit", "Acme Holdings", "--name", "Acme"]);
        env.ok(&["district", "add", "S", "South"]);
        env.ok(&["district", "merge", "North", "--into", "S"]);
        fs::read(env.ledger()).unwrap()
    });
    let env = Env::new();
    fs::write(env.ledger(), bytes).unwrap();
    env
}

/// The number of entries of that ledger.
pub(crate) const ENTRIES: i64 = 10;

/// Breaks a ledger by other means, which check nothing.
pub(crate) fn breaks(env: &Env, sql: &str) {
    let off = "PRAGMA foreign_keys = 0; PRAGMA ignore_check_constraints = 1; PRAGMA writable_schema = 1;";
    env.sqlite().execute_batch(&format!("{off} {sql}")).unwrap();
}

/// The rows of a check: kind, severity, deal, problem, hint.
#[track_caller]
pub(crate) fn checked(env: &Env, code: i32) -> Vec<Vec<String>> {
    let before = fs::read(env.ledger()).unwrap();
    let outcome = env.run(&["check", "--format", "csv"]);
    assert_eq!(outcome.code, code, "{}{}", outcome.stdout, outcome.stderr);
    assert_eq!(outcome.stderr.contains("error: ledger.db is not sound"), code == 3, "{}", outcome.stderr);
    assert!(fs::read(env.ledger()).unwrap() == before, "a check writes nothing");
    csv_rows(&outcome.stdout).split_off(1)
}

/// Breaks the office's ledger; the check must find these kinds with these deals, each once, and nothing else.
#[track_caller]
pub(crate) fn finds(sql: &str, wanted: &[(&str, &str)]) -> String {
    let env = office();
    breaks(&env, sql);
    let rows = checked(&env, 3);
    let problems: Vec<_> = rows.iter().filter(|row| row[1] == "problem").collect();
    let found: Vec<(&str, &str)> = problems.iter().map(|row| (&*row[0], &*row[2])).collect();
    assert_eq!(found, wanted, "{sql}: {rows:?}");
    for row in csv_rows(&env.run(&["check", "--format", "csv", "--lang", "zh"]).stdout).split_off(1) {
        for text in &row[3..] {
            assert!(text.chars().any(is_han) && english_run(text).is_none(), "{text}");
        }
    }
    problems.iter().map(|row| row[3..].join(" | ") + "\n").collect::<Vec<_>>().concat()
}

#[test]
fn a_sound_ledger_is_sound() {
    let env = office();
    assert_snapshot!(env.shows(&["check", "-n", "1"]), @"
    ┌────────┬──────────┬──────┬───────────────────────────────────────────┬─────────────────────────────────────────────────┐
    │ Check  │ Severity │ Deal │ Problem                                   │ Way out                                         │
    ├────────┼──────────┼──────┼───────────────────────────────────────────┼─────────────────────────────────────────────────┤
    │ Future │ Warning  │  146 │ signed 2019-08-28, which is still to come │ if it is a slip, `deals edit 146 --signed DATE` │
    └────────┴──────────┴──────┴───────────────────────────────────────────┴─────────────────────────────────────────────────┘
    --- stderr
    future: 7 more are not listed; `-n 8` lists them
    ledger.db is sound: 155 deals, 10 entries; warnings: 8
    ");
    // On a later day nothing is left to be told.
    let later = outcome(env.command(&["check"]).env("DEALS_TODAY", "2020-01-01"));
    assert_snapshot!(env.shown(&later), @"
    --- stderr
    ledger.db is sound: 155 deals, 10 entries
    ");
    assert_eq!(env.count("SELECT COUNT(*) FROM deal"), 155);
    assert_eq!(env.count("SELECT COUNT(*) FROM entry"), ENTRIES);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal_past"), 2);
}

#[test]
fn samples_and_updates_of_samples_are_sound() {
    let env = Env::new();
    let tracker = ["import", "--create", "sectors,events", "--set", "title=none", "--map", "title=Transaction Party"];
    env.ok(&[&tracker[..], &[&sample("tracker-2005-2019.csv")]].concat());
    env.ok(&["import", &sample("sce-2019-signings.gb18030.csv"), &sample("sce-2019-contracts.xlsx")]);
    env.ok(&["rate", "import", &sample("rates.csv")]);
    checked(&env, 0);
    env.file("all.csv", env.ok(&["export"]).replace("Energy", "Green energy"));
    env.ok(&["import", "--create", "sectors", "--match", "id", "all.csv"]);
    assert!(env.count("SELECT COUNT(*) FROM deal_past") > 10);
    checked(&env, 0);
}

#[test]
fn what_is_edited_deleted_undone_and_done_again_is_sound() {
    let env = office();
    env.ok(&["edit", "5-9", "--kind", "intent"]);
    env.ok(&["edit", "154", "--amount", "CHF 7"]);
    env.ok(&["delete", "3", "4", "154"]);
    checked(&env, 0);
    for command in ["undo", "undo", "redo", "redo", "undo", "undo", "undo", "undo", "undo", "undo"] {
        env.ok(&[command]);
        checked(&env, 0);
    }
    assert!(env.count("SELECT COUNT(*) FROM entry WHERE undoes IS NOT NULL") >= 8);
    // The import of the samples, with all the names that it made.
    let env = Env::with_samples();
    for (command, deals) in [("undo", 0), ("redo", 153)] {
        env.ok(&[command]);
        assert_eq!(env.count("SELECT COUNT(*) FROM deal"), deals);
        checked(&env, 0);
    }
}

#[test]
fn what_can_be_mended_is_mended_by_what_the_hint_says() {
    for (sql, command) in [
        ("UPDATE deal SET base_amount = 3893 WHERE id = 154", &["edit", "154", "--rate", "7.013"][..]),
        ("UPDATE deal SET amount = 7, base_amount = 8, currency_id = 156 WHERE id = 5", &["edit", "5", "--rate", "1"]),
        ("UPDATE deal SET country_id = 276 WHERE id = 5", &["edit", "5", "--country", "CN"]),
        ("UPDATE deal SET country_id = NULL WHERE id = 5", &["edit", "5", "--region", "CN-SC"]),
        ("DELETE FROM district_alias WHERE key = 'south'", &["district", "edit", "S", "--alias", "South"]),
        ("UPDATE deal SET started = '2018-08-01' WHERE id = 3", &["edit", "3", "--started", "2018-11"]),
        ("UPDATE deal SET started = '2018-08-01' WHERE id = 3", &["edit", "3", "--clear", "started"]),
        ("UPDATE deal SET reason = 'no land' WHERE id = 3", &["edit", "3", "--ended", "2019-02"]),
        ("UPDATE deal SET reason = 'no land' WHERE id = 3", &["edit", "3", "--clear", "reason"]),
        ("UPDATE deal SET relation = 2 WHERE id = 3", &["edit", "3", "--follows", "1"]),
        ("UPDATE deal SET relation = 2 WHERE id = 3", &["edit", "3", "--relation", "new"]),
        ("UPDATE deal SET follows_id = 1 WHERE id = 3", &["edit", "3", "--clear", "follows"]),
        (
            "UPDATE deal SET relation = 2, follows_id = 3 WHERE id = 3",
            &["edit", "3", "--relation", "new", "--clear", "follows"],
        ),
        ("UPDATE deal SET relation = 2, follows_id = 3 WHERE id = 3", &["edit", "3", "--follows", "2"]),
    ] {
        let env = office();
        breaks(&env, sql);
        checked(&env, 3);
        env.ok(command);
        checked(&env, 0);
    }
}

#[test]
fn an_empty_ledger_is_sound() {
    let env = Env::new();
    assert!(env.fails(1, &["check"]).contains("there is no ledger at ledger.db"));
    env.ok(&["init", "--base", "JPY", "--home", "SG"]);
    assert_snapshot!(env.shows(&["check"]), @"
    --- stderr
    ledger.db is sound: 0 deals, 0 entries
    ");
    assert_eq!(env.ok(&["check", "--format", "json"]), "[]\n");
    assert_eq!(env.ok(&["check", "--format", "csv"]), "check,severity,deal,problem,hint\n");
    env.ok(&["add", "Plant", "--sector", "5G"]);
    assert!(env.run(&["check"]).stderr.contains("ledger.db is sound: 1 deal, 1 entry\n"));
    assert_eq!(env.run(&["check", "-q"]).stderr, "");
}

/// To compare two very long titles letter by letter would take minutes.
#[test]
fn very_long_titles_are_compared_at_once() {
    let env = Env::new();
    for end in ["a", "b"] {
        let title = "x".repeat(200_000) + end;
        let file = env.file("x.csv", format!("title,signed,sector,partner,amount\n{title},2019,5G,Acme,5\n"));
        env.ok(&["import", &file]);
    }
    assert!(checked(&env, 0).is_empty());
}

#[test]
fn likely_doubles_are_warnings() {
    let env = Env::new();
    let add = |title: &str, partner: &str, amount: &str| {
        env.ok(&["add", title, "--sector", "5G", "--partner", partner, "--amount", amount]);
    };
    add("Smart factory in Chongqing", "Acme", "5m");
    add("smart FACTORY, in  Chongqing", "Acme", "5m");
    add("Smart factroy in Chongqing", "Acme Ltd", "5m");
    add("Smart factory in Chongqing", "Acme", "6m");
    add("Smart factory in Chongqing", "Acme", "USD 5m");
    add("Smart factory in Chongqing", "Other", "5m");
    add("Smart factory in Chongqing 2", "Acme", "5m");
    add("智能工厂（一期）", "Acme", "5m");
    add("智能工厂（二期）", "Acme", "5m");
    for _ in 0..2 {
        env.ok(&["add", "Framework", "--sector", "5G", "--partner", "Other"]);
        env.ok(&["add", "Nameless", "--sector", "5G", "--amount", "1"]);
    }
    let doubles = || {
        let rows = checked(&env, 0);
        assert!(rows.iter().all(|row| row[0] == "double" && row[1] == "warning"), "{rows:?}");
        rows.into_iter().map(|row| row[2].clone()).collect::<Vec<_>>()
    };
    assert_eq!(doubles(), ["2", "12"]);
    // Under the names of today.
    env.ok(&["partner", "merge", "Acme Ltd", "--into", "Acme"]);
    assert_eq!(doubles(), ["2", "3", "12"]);
    assert_snapshot!(env.shows(&["check", "--format", "md"]), @"
    | Check         | Severity | Deal | Problem                                                                                  | Way out                                  |
    | :------------ | :------- | ---: | :--------------------------------------------------------------------------------------- | :--------------------------------------- |
    | Likely double | Warning  |    2 | likely the same as deal 1: same partner, same amount, title `Smart factory in Chongqing` | if it is, `deals delete 2` takes it out  |
    | Likely double | Warning  |    3 | likely the same as deal 1: same partner, same amount, title `Smart factory in Chongqing` | if it is, `deals delete 3` takes it out  |
    | Likely double | Warning  |   12 | likely the same as deal 10: same partner, same amount, title `Framework`                 | if it is, `deals delete 12` takes it out |
    --- stderr
    ledger.db is sound: 13 deals, 14 entries; warnings: 3
    ");
    assert_snapshot!(env.shows(&["check", "-n", "1", "--format", "json", "--lang", "zh"]), @r#"
    [
    {"check":"double","severity":"warning","deal":2,"problem":"疑与1号项目重复：合作方和金额相同，项目名称为`Smart factory in Chongqing`","hint":"若确系重复，可用`deals delete 2`删除"}
    ]
    --- stderr
    疑似重复：另有2项未列出，可用`-n 3`全部列出
    ledger.db：台账完好，13个项目，14条记录；提醒3项
    "#);
}

#[test]
fn what_is_not_listed_is_counted() {
    let env = office();
    breaks(&env, "UPDATE deal SET base_amount = base_amount + 1 WHERE base_amount IS NOT NULL");
    let wrong = env.count("SELECT COUNT(*) FROM deal WHERE base_amount IS NOT NULL");
    let few = env.run(&["check", "--format", "jsonl"]).stdout;
    assert_eq!(few.matches("\"base-amount\"").count(), 20);
    let outcome = env.run(&["check", "-n", "3", "--format", "jsonl"]);
    assert_eq!(outcome.stdout.matches("\"base-amount\"").count(), 3);
    let more = format!("base-amount: {} more are not listed; `-n {wrong}` lists them", wrong - 3);
    assert!(outcome.stderr.contains(&more), "{}", outcome.stderr);
    assert!(outcome.stderr.contains(&format!("problems {wrong}, warnings 8")), "{}", outcome.stderr);
    let all = env.run(&["check", "-n", "1000", "--format", "jsonl"]).stdout;
    assert_eq!(i64::try_from(all.matches("\"base-amount\"").count()), Ok(wrong));
}

#[test]
fn problems_are_told_in_chinese_and_kept_in_a_file() {
    let env = office();
    breaks(&env, "UPDATE deal SET base_amount = 3893, kind = 9 WHERE id = 154; DROP INDEX deal_by_event");
    assert_snapshot!(env.shows(&["check", "-n", "1", "--lang", "zh"]), @"
    ┌──────────┬──────┬──────┬────────────────────────────────────────────────┬───────────────────────────────────────────────────────────────────────────────────────────────────────┐
    │ 检查项   │ 程度 │ 项目 │ 问题                                           │ 处理办法                                                                                              │
    ├──────────┼──────┼──────┼────────────────────────────────────────────────┼───────────────────────────────────────────────────────────────────────────────────────────────────────┤
    │ 表结构   │ 问题 │      │ 缺少索引`deal_by_event`                        │ 可用`deals export -o deals.csv`和`deals --db 新台账 import deals.csv`按同样的项目重建台账（不含历史） │
    │ 无法读取 │ 问题 │  154 │ 协议类型无法读取：`9`                          │ 请改用最近一份完好的副本；`deals backup 文件`可生成副本                                               │
    │ 折合金额 │ 问题 │  154 │ 折合金额为CNY 38.93，按金额和汇率应为CNY 38.92 │ 可用`deals edit 154 --rate 7.013`重新折算                                                             │
    │ 日期未到 │ 提醒 │  146 │ 签约日期2019-08-28尚未到来                     │ 若系笔误，可用`deals edit 146 --signed 日期`更正                                                      │
    └──────────┴──────┴──────┴────────────────────────────────────────────────┴───────────────────────────────────────────────────────────────────────────────────────────────────────┘
    --- stderr
    日期未到：另有7项未列出，可用`-n 8`全部列出
    错误：ledger.db：台账有问题3项，提醒8项
    提示：修复之前请先另存一份文件
    --- exit 3
    ");
    assert_snapshot!(env.shows(&["check", "-n", "1", "--format", "json"]), @r#"
    [
    {"check":"schema","severity":"problem","deal":null,"problem":"the index `deal_by_event` is missing","hint":"`deals export -o deals.csv` and `deals --db NEW import deals.csv` make a new ledger of the same deals, without their history"},
    {"check":"unreadable","severity":"problem","deal":154,"problem":"`kind` cannot be read: `9`","hint":"take the last sound copy; `deals backup FILE` makes one"},
    {"check":"base-amount","severity":"problem","deal":154,"problem":"the base amount is CNY 38.93, but amount and rate give CNY 38.92","hint":"`deals edit 154 --rate 7.013` works it out anew"},
    {"check":"future","severity":"warning","deal":146,"problem":"signed 2019-08-28, which is still to come","hint":"if it is a slip, `deals edit 146 --signed DATE`"}
    ]
    --- stderr
    future: 7 more are not listed; `-n 8` lists them
    error: ledger.db is not sound: problems 3, warnings 8
    hint: put a copy of the file aside before you mend it
    --- exit 3
    "#);
    // What is to be typed says which ledger where the command line did.
    fs::rename(env.ledger(), env.path("our deals.db")).unwrap();
    let named = env.run(&["--db", "our deals.db", "check", "--format", "csv"]);
    assert!(named.stdout.contains("`deals --db 'our deals.db' edit 154 --rate 7.013` works"), "{}", named.stdout);
    fs::rename(env.path("our deals.db"), env.ledger()).unwrap();
    let outcome = env.run(&["check", "-o", "found.csv"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (3, ""));
    assert!(
        fs::read_to_string(env.path("found.csv")).unwrap().starts_with("check,severity,deal,problem,hint\nschema,")
    );
}

#[test]
fn sums_too_large_to_count_are_a_warning() {
    let env = Env::new();
    let rows = (0..93).map(|row| format!("a{row},2019,5G,1000000000000000\n")).collect::<Vec<_>>().concat();
    let file = env.file("x.csv", format!("title,signed,sector,amount\n{rows}"));
    env.ok(&["import", &file]);
    let rows = checked(&env, 0);
    assert_eq!(rows[0][..4], ["total", "warning", "", "a sum of amounts is larger than can be counted"]);
}

#[test]
fn an_older_ledger_is_checked_as_it_is_read() {
    let older = older();
    assert!(!older.is_empty());
    for (version, env) in older {
        let outcome = env.run(&["check", "--format", "csv"]);
        assert_eq!(outcome.code, 0, "{version}: {}{}", outcome.stdout, outcome.stderr);
        assert_eq!(env.count("PRAGMA user_version"), version);
    }
}
