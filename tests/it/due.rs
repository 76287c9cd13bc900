//! `deals due`.

use insta::assert_snapshot;

use crate::env::{Env, csv_rows, outcome};

/// On the day of the tests, 2019-08-27: 1 signed 238 days ago, 2 started 88 days ago and late, 3 produces, 4 ended, 5 signed today.
fn env() -> Env {
    let env = Env::new();
    env.ok(&["event", "add", "E1", "Expo"]);
    let add = |title: &str, signed: &str, fields: &[&str]| {
        let all = [&["add", title, "--sector", "5G", "--signed", signed, "--event", "E1"], fields].concat();
        env.ok(&all);
    };
    add("Plant", "2019-01-01", &["--partner", "Acme", "--district", "North", "--ref", "P-1", "--start-due", "2019-07"]);
    add("Works", "2018-12", &["--started", "2019-05-31", "--district", "South", "--production-due", "2019-08-26"]);
    add("Mill", "2018-01-01", &["--registered", "2018-06-01", "--producing", "2019-06-01", "--district", "North"]);
    add("Yard", "2018-01-01", &["--ended", "2018-02-01", "--start-due", "2018-03-01"]);
    add("Dock", "2019-08-27", &["--start-due", "2019-08-27"]);
    env
}

#[test]
fn each_list_has_what_is_due_since_when_and_for_how_long() {
    let env = env();
    assert_snapshot!(env.shows(&["due", "--format", "csv"]), @"
    list,id,ref,title,event,partner,district,since,days
    not-registered,1,P-1,Plant,E1,Acme,North,2019-01-01,238
    not-registered,5,,Dock,E1,,,2019-08-27,0
    not-started,1,P-1,Plant,E1,Acme,North,2019-01-01,238
    not-started,5,,Dock,E1,,,2019-08-27,0
    not-producing,2,,Works,E1,,South,2019-05-31,88
    overdue,1,P-1,Plant,E1,Acme,North,2019-07,27
    overdue,2,,Works,E1,,South,2019-08-26,1
    quiet,1,P-1,Plant,E1,Acme,North,2019-01-01,238
    ");
    assert_snapshot!(env.shows(&["due", "--list", "overdue,未注册", "--district", "North", "--lang", "zh"]), @"
    ┌──────────────┬──────┬────────┬──────────┬──────────┬────────┬──────────┬────────────┬──────┐
    │ 清单         │ 编号 │ 合同号 │ 项目名称 │ 签约活动 │ 合作方 │ 所属区县 │ 起算日期   │ 天数 │
    ├──────────────┼──────┼────────┼──────────┼──────────┼────────┼──────────┼────────────┼──────┤
    │ 已签约未注册 │    1 │ P-1    │ Plant    │ E1       │ Acme   │ North    │ 2019-01-01 │  238 │
    │ 已逾期       │    1 │ P-1    │ Plant    │ E1       │ Acme   │ North    │ 2019-07    │   27 │
    └──────────────┴──────┴────────┴──────────┴──────────┴────────┴──────────┴────────────┴──────┘
    ");
    let quiet = |days: &str| csv_rows(&env.ok(&["due", "--list", "quiet", "--quiet-days", days, "--format", "csv"]));
    assert_eq!(quiet("88").len() - 1, 2, "87 days are news enough for the Mill");
    assert_eq!(quiet("87").len() - 1, 3);
    // The start was 88 days ago.
    assert_eq!(quiet("88")[2][1], "2");
    assert_eq!(quiet("89").len() - 1, 1);
    assert_eq!(env.ok(&["due", "--event", "none", "--format", "csv"]).lines().count(), 1);
    assert_eq!(env.run(&["due"]).code, 0);
    assert!(
        env.fails(2, &["due", "--list", "late"])
            .contains("one of not-registered, not-started, not-producing, overdue, quiet")
    );
}

#[test]
fn news_are_stages_receipts_and_what_somebody_records() {
    let quiet = |env: &Env, day: &str| {
        let mut due = env.command(&["due", "--list", "quiet", "--format", "csv"]);
        let rows = csv_rows(&outcome(due.env("DEALS_TODAY", day)).stdout);
        rows[1..].iter().map(|row| format!("{} {}", row[1], row[7])).collect::<Vec<_>>().join(", ")
    };
    let env = env();
    assert_eq!(quiet(&env, "2020-01-15"), "1 2019-01-01, 2 2019-05-31, 3 2019-06-01, 5 2019-08-27");
    env.ok(&["receive", "1", "5", "--on", "2019-12-01"]);
    env.ok(&["edit", "2", "--note", "waiting for land"]);
    env.ok(&["edit", "5", "--note", "called"]);
    // A rate changes deals for reasons of its own; what was told before it is news all the same.
    env.ok(&["edit", "3", "--amount", "US$5"]);
    env.ok(&["receive", "3", "1", "--on", "2020-12"]);
    let mut rate = env.command(&["rate", "add", "USD", "7", "--on", "2018-01-01"]);
    assert_eq!(outcome(rate.env("DEALS_TODAY", "2020-01-10")).code, 0);
    assert_eq!(quiet(&env, "2020-01-15"), "2 2019-08-27, 3 2019-08-27, 5 2019-08-27");
    env.ok(&["stage", "full", "3", "--on", "2019-07-01"]);
    assert_eq!(quiet(&env, "2020-01-15"), "2 2019-08-27, 5 2019-08-27");
    assert_eq!(quiet(&env, "2020-03-01"), "2 2019-08-27, 5 2019-08-27, 1 2019-12-01");
}

#[test]
fn deals_are_counted_by_a_dimension() {
    let env = env();
    assert_snapshot!(env.shows(&["due", "--by", "district"]), @"
    ┌──────────┬────────────────────────┬─────────────────────┬────────────────────────┬───────────────────┬──────────────┐
    │ District │ Signed, not registered │ Signed, not started │ Started, not producing │ Past its due date │ Without news │
    ├──────────┼────────────────────────┼─────────────────────┼────────────────────────┼───────────────────┼──────────────┤
    │ North    │                      1 │                   1 │                      0 │                 1 │            1 │
    │ South    │                      0 │                   0 │                      1 │                 1 │            0 │
    │ (none)   │                      1 │                   1 │                      0 │                 0 │            0 │
    ├──────────┼────────────────────────┼─────────────────────┼────────────────────────┼───────────────────┼──────────────┤
    │ Total    │                      2 │                   2 │                      1 │                 2 │            1 │
    └──────────┴────────────────────────┴─────────────────────┴────────────────────────┴───────────────────┴──────────────┘
    ");
    assert_snapshot!(env.shows(&["due", "--by", "place", "--list", "overdue,quiet", "--format", "json"]), @r#"
    [
    {"place":null,"overdue":2,"quiet":1}
    ]
    "#);
    env.ok(&["district", "merge", "South", "--into", "North"]);
    assert_eq!(
        env.ok(&["due", "--by", "district", "--format", "csv"]),
        "district,not_registered,not_started,not_producing,overdue,quiet\nNorth,1,1,1,2,1\n,1,1,0,0,0\n"
    );
    // The counts are those of the lists.
    let lines = env.ok(&["due", "--format", "csv"]).lines().count() - 1;
    assert_eq!(lines, 8);
}

#[test]
fn what_follows_a_deal_goes_with_it_and_the_past_is_as_it_was() {
    let env = env();
    env.ok(&[
        "add",
        "Plant again",
        "--sector",
        "5G",
        "--signed",
        "2019-02-01",
        "--relation",
        "renewal",
        "--follows",
        "1",
    ]);
    env.ok(&["add", "Plant II", "--sector", "5G", "--signed", "2019-02-01", "--relation", "phase", "--follows", "1"]);
    let outcome = env.run(&["due", "--list", "not-started", "--format", "csv"]);
    let ids: Vec<String> = csv_rows(&outcome.stdout)[1..].iter().map(|row| row[1].clone()).collect();
    assert_eq!(ids, ["1", "7", "5"]);
    assert_eq!(outcome.stderr, "deals that go with their first signing and are not listed: 1; `--raw` lists them\n");
    assert_eq!(env.ok(&["due", "--list", "not-started", "--raw", "-n", "2", "--format", "csv"]).lines().count(), 3);
    env.ok(&["stage", "started", "1"]);
    let then = env.ok(&["due", "--list", "not-started", "--as-of", "entry:8", "--format", "csv"]);
    assert_eq!(csv_rows(&then).len() - 1, 3);
    assert_eq!(csv_rows(&env.ok(&["due", "--list", "not-started", "--format", "csv"])).len() - 1, 2);
}

#[test]
fn what_is_to_come_has_not_come_and_a_state_has_its_own_day() {
    let env = Env::new();
    let dates = ["--signed", "2019-03-01", "--started", "2019-12-01"];
    env.ok(&[&["add", "Plant", "--sector", "5G", "--amount", "1000"][..], &dates].concat());
    let due = |args: &[&str]| env.ok(&[&["due", "--format", "csv"][..], args].concat());
    // 2019-03-01 is 179 days before 2019-08-27.
    assert!(due(&[]).contains("not-started,1,,Plant,,,,2019-03-01,179\n"), "{}", due(&[]));
    env.ok(&["receive", "1", "1", "--on", "2019-04-05"]);
    env.ok(&["receive", "1", "1", "--on", "2019-12"]);
    env.ok(&["receive", "1", "1", "--on", "2019"]);
    // The year may have been its last day, which is not over; what is to come is no news.
    assert!(!due(&[]).contains("quiet"), "{}", due(&[]));
    env.ok(&["undo"]);
    assert!(due(&[]).contains("quiet,1,,Plant,,,,2019-04-05,144\n"), "{}", due(&[]));
    // The state after an entry of today is that of today; before there was one, nothing is due.
    assert_eq!(due(&["--as-of", "entry:1", "--list", "not-registered"]).lines().count(), 2);
}

#[test]
fn an_undo_gives_back_what_was_due() {
    let env = Env::new();
    env.ok(&["add", "Plant", "--sector", "5G", "--signed", "2019-03-01"]);
    let due = || env.ok(&["due", "--list", "quiet", "--format", "csv"]);
    let before = due();
    assert_eq!(before.lines().count(), 2);
    env.ok(&["edit", "1", "--note", "called"]);
    assert_eq!(due().lines().count(), 1);
    env.ok(&["undo"]);
    assert_eq!(due(), before);
    env.ok(&["redo"]);
    assert_eq!(due().lines().count(), 1);
    env.ok(&["edit", "1", "--note", "called again"]);
    env.ok(&["undo"]);
    assert_eq!(due().lines().count(), 1, "the first call is news still");
}
