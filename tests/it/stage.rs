//! `deals stage`, and the fields of what became of deals.

use insta::assert_snapshot;

use crate::env::{Env, csv_rows, outcome};

/// Three deals, the second with dates.
fn env() -> Env {
    let env = Env::new();
    env.ok(&["add", "Plant", "--sector", "5G", "--signed", "2018-08-23", "--amount", "100"]);
    env.ok(&[
        "add",
        "Works",
        "--sector",
        "IC",
        "--signed",
        "2018-08",
        "--registered",
        "2018-10",
        "--started",
        "2019-03-01",
    ]);
    env.ok(&["add", "Mill", "--sector", "AI", "--signed", "2018-08-24", "--ref", "M-1"]);
    env
}

fn stages(env: &Env) -> Vec<Vec<String>> {
    let columns = "id,stage,registered,started,producing,full,ended,reason";
    let rows = csv_rows(&env.ok(&["list", "--sort", "id", "--columns", columns, "--format", "csv"]));
    rows[1..].to_vec()
}

#[test]
fn stages_are_dates_and_may_be_skipped() {
    let env = env();
    assert_snapshot!(env.shows(&["stage", "producing", "1", "M-1", "--on", "2019-06", "-m", "monthly report"]), @"
    --- stderr
    deal 1: producing 2019-06 (Plant)
    deal 3: producing 2019-06 (Mill)
    ");
    assert_snapshot!(env.shows(&["stage", "终止", "2", "--on", "2019-05-01", "--reason", "no land"]), @"
    --- stderr
    deal 2: ended 2019-05-01, because of: no land (Works)
    ");
    assert_eq!(
        stages(&env),
        [
            ["1", "producing", "", "", "2019-06", "", "", ""],
            ["2", "ended", "2018-10", "2019-03-01", "", "", "2019-05-01", "no land"],
            ["3", "producing", "", "", "2019-06", "", "", ""],
        ]
    );
    // Today, unless said; and once is enough.
    env.ok(&["stage", "full", "1"]);
    assert_eq!(stages(&env)[0][5], "2019-08-27");
    let entries = env.count("SELECT last_entry_id FROM ledger");
    assert_snapshot!(env.shows(&["stage", "full", "1"]), @"
    --- stderr
    nothing to record: 1 had this date already
    ");
    assert_eq!(env.count("SELECT last_entry_id FROM ledger"), entries);
    env.ok(&["undo"]);
    assert_eq!(stages(&env)[0][5], "");
}

#[test]
fn dates_go_forward_and_a_correction_says_so() {
    let env = env();
    assert_snapshot!(env.shows(&["stage", "registered", "1", "--on", "2018-08-22"]), @"
    --- stderr
    error: deal 1: registered: 2018-08-22 is before 2018-08-23, the date of `signed`
    hint: dates go forward; `deals edit 1 --signed DATE` changes the other
    --- exit 1
    ");
    // All that is wrong is told, and nothing is written.
    assert_snapshot!(env.shows(&["stage", "producing", "1-3", "--on", "2019-02-28"]), @"
    --- stderr
    error: deal 2: producing: 2019-02-28 is before 2019-03-01, the date of `started`
    hint: dates go forward; `deals edit 2 --started DATE` changes the other
    --- exit 1
    ");
    assert_eq!(stages(&env)[0][1], "signed");
    assert_snapshot!(env.shows(&["stage", "started", "2", "--on", "2019-04-01"]), @"
    --- stderr
    error: deal 2: started already has the date 2019-03-01
    hint: --correct makes it 2019-04-01
    --- exit 1
    ");
    env.ok(&["stage", "started", "2", "--on", "2019-04-01", "--correct"]);
    assert_eq!(stages(&env)[1][3], "2019-04-01");
    // What is known to the month only may be on the same day.
    env.ok(&["stage", "registered", "1", "--on", "2018-08"]);
    // Nothing goes on after an end, and an end is not before what was reached.
    assert!(env.fails(1, &["stage", "ended", "2", "--on", "2019-03-31"]).contains("before 2019-04-01"));
    env.ok(&["stage", "ended", "2", "--on", "2019-06-30"]);
    assert!(env.fails(1, &["stage", "producing", "2", "--on", "2019-07-01"]).contains("ended: 2019-06-30 is before"));
    assert!(env.fails(2, &["stage", "started", "1", "--reason", "x"]).contains("--reason: only an end has one"));
    assert!(env.fails(2, &["stage", "signed", "1"]).contains("registered, started, producing, full, ended"));
    assert!(env.fails(1, &["stage", "started", "9"]).contains("no deal matches `9`"));
    let stderr = env.run(&["stage", "full", "1", "--on", "2030"]).stderr;
    assert!(stderr.contains("warning: Full capacity: 2030 is in the future"), "{stderr}");
}

#[test]
fn a_stage_that_is_stated_agrees_with_the_dates() {
    let env = Env::new();
    let add =
        |fields: &[&str]| env.run(&[&["add", "Plant", "--sector", "5G", "--signed", "2018-08-23"], fields].concat());
    assert_eq!(add(&["--stage", "started", "--started", "2019-01-01", "--registered", "2018-12"]).code, 0);
    assert_eq!(add(&["--stage", "signed"]).code, 0);
    for (fields, reason) in [
        (&["--stage", "started"][..], "--stage: `started` has no date (the field `started` holds it)"),
        (
            &["--stage", "registered", "--started", "2019"],
            "--stage: `registered` contradicts the dates, which say `started`",
        ),
        (&["--stage", "started", "--started", "2019", "--ended", "2020"], "contradicts the dates, which say `ended`"),
        (
            &["--stage", "dreaming"],
            "--stage: `dreaming` is no stage (one of signed, registered, started, producing, full, ended)",
        ),
        (&["--started", "2018-07"], "--started: 2018-07 is before 2018-08-23, the date of `signed`"),
        (&["--reason", "x"], "--reason: the deal has not ended: `ended` has no date"),
        (&["--start-due", "soon"], "--start_due: `soon` is not a date"),
        (&["--confidential=perhaps"], "--confidential: `perhaps` is neither yes nor no"),
    ] {
        let outcome = add(fields);
        assert_eq!(outcome.code, 1, "{fields:?}");
        assert!(outcome.stderr.contains(reason), "{fields:?}: {}", outcome.stderr);
    }
    assert_eq!(env.count("SELECT COUNT(*) FROM deal"), 2);
    // In a file it is a fault of the row, unless the date of what lacks one is given.
    env.file(
        "x.csv",
        "项目名称,签约日期,领域,项目进展,注册时间,开工时间\n一,2019-01-02,5G,已开工,2019-03-01,\n二,2019-01-03,5G,注册,2019/4/1,\n三,2019-01-04,5G,签约,,2019年5月\n",
    );
    assert_snapshot!(env.shows(&["import", "x.csv"]), @"
    --- stderr
    x.csv:2: stage: `started` has no date (the field `started` holds it)
    x.csv:4: stage: `signed` contradicts the dates, which say `started`
    error: 2 of 3 rows cannot be imported, so nothing was written
    hint: --stage-date DATE is the date of stages that have none in the file
    hint: correct the lines above, or pass --skip-bad to import the other 1
    --- exit 1
    ");
    env.fails(1, &["import", "--stage-date", "2019-06", "--skip-bad", "x.csv"]);
    let rows = csv_rows(&env.ok(&[
        "list",
        "--year",
        "2019",
        "--sort",
        "id",
        "--columns",
        "title,stage,registered,started",
        "--format",
        "csv",
    ]));
    assert_eq!(rows[1..], [["一", "started", "2019-03-01", "2019-06"], ["二", "registered", "2019-04-01", ""]]);
}

#[test]
fn stages_select_and_group_deals() {
    let env = env();
    env.ok(&["stage", "ended", "3", "--on", "2019-01-01"]);
    let ids = |args: &[&str]| {
        let list = env.ok(&[&["list", "--sort", "id", "--columns", "id", "--format", "csv"], args].concat());
        list.lines().skip(1).map(str::to_owned).collect::<Vec<_>>().join(" ")
    };
    for (args, found) in [
        (&["--stage", "signed,ended"][..], "1 3"),
        (&["--stage", "开工"], "2"),
        (&["--stage", "none"], ""),
        (&["--registered", "2018"], "2"),
        (&["--registered", "2018-10-15"], ""),
        (&["--started", "none"], "1 3"),
        (&["--started", "2019-Q1", "--ended", "none"], "2"),
        (&["--ended", "..2018"], ""),
        (&["--producing", "none", "--sector", "5G"], "1"),
    ] {
        assert_eq!(ids(args), found, "{args:?}");
    }
    assert_eq!(
        env.ok(&["report", "--by", "stage", "--format", "csv"]),
        "stage,deals,amount,share\nsigned,1,100.00,1.0000\nstarted,1,,\nended,1,,\n"
    );
    assert!(env.fails(1, &["list", "--stage", "x"]).contains("`x` is no stage (one of signed, registered"));
    // A report that explains itself lists them by the same filter.
    let explained = env.run(&["report", "--by", "sector", "--started", "2019", "--explain"]).stdout;
    assert!(explained.contains("`deals list --started 2019 --sector IC`"), "{explained}");
}

#[test]
fn the_fields_go_out_and_come_back() {
    let env = env();
    env.ok(&[
        "edit",
        "3",
        "--producing",
        "2019-05-05",
        "--full",
        "2019-06",
        "--start-due",
        "2019-01",
        "--production_due",
        "2019-12-31",
    ]);
    env.ok(&[
        "edit",
        "3",
        "--ended",
        "2019-08-01",
        "--reason",
        "sold, and moved",
        "--relation",
        "phase",
        "--follows",
        "1",
        "--confidential",
    ]);
    let all = env.ok(&["export"]);
    for form in ["csv", "jsonl", "xlsx", "csv-excel"] {
        let file = format!("all.{}", if form == "csv-excel" { "csv" } else { form });
        let other = Env::new();
        env.ok(&["export", "--format", form, "-o", &file]);
        std::fs::copy(env.path(&file), other.path(&file)).unwrap();
        other.ok(&["import", &file]);
        assert_eq!(other.ok(&["export"]), all, "{form}");
    }
    // A sheet that comes back changes only what was changed in it, whatever `stage` says beside.
    env.ok(&["export", "--for-update", "-o", "out.csv"]);
    let sheet = std::fs::read_to_string(env.path("out.csv")).unwrap();
    env.file("back.csv", sheet.replace("signed,,,,,,,,,new", "signed,2018-12-01,,,,,,,,new"));
    assert_snapshot!(env.shows(&["import", "--match", "id", "back.csv"]), @"
    --- stderr
    changed 1 deal from back.csv; as in the file already: 2
    ");
    assert_eq!(stages(&env)[0][..3], ["1", "registered", "2018-12-01"]);
    // Cleared again, each by its name.
    env.ok(&["edit", "3", "--clear", "full,ended,reason,start_due,confidential"]);
    assert_eq!(stages(&env)[2], ["3", "producing", "", "", "2019-05-05", "", "", ""]);
    assert!(env.fails(2, &["edit", "3", "--clear", "stage"]).contains("--clear stage: every deal has one"));
    assert!(env.fails(2, &["edit", "3", "--clear", "received"]).contains("--clear received: it follows from others"));
}

#[test]
fn many_are_asked_about() {
    let env = Env::with_samples();
    assert!(env.fails(1, &["stage", "registered", "90-153"]).contains("hint: --yes goes ahead"));
    let said = outcome(env.command(&["stage", "registered", "65-80", "--yes"]).env("DEALS_TODAY", "2019-12-01")).stderr;
    assert!(said.ends_with("recorded of 16 deals in all\n"), "{said}");
}

#[test]
fn a_reason_is_changed_only_where_that_is_asked_for() {
    let env = Env::new();
    env.ok(&["add", "Plant", "--sector", "5G", "--signed", "2019-02-01"]);
    env.ok(&["stage", "ended", "1", "--on", "2019-05-01", "--reason", "no land"]);
    let again = ["stage", "ended", "1", "--on", "2019-05-01", "--reason", "no money"];
    assert!(env.fails(1, &again).contains("the reason is already `no land`"));
    env.ok(&[&again[..], &["--correct"]].concat());
    assert_eq!(env.count("SELECT COUNT(*) FROM deal WHERE reason = 'no money'"), 1);
    // The hint names the date that is in the way, not the one that is being set.
    let said = env.fails(1, &["stage", "producing", "1", "--on", "2019-06-01"]);
    assert!(said.contains("`deals edit 1 --ended DATE`"), "{said}");
}
