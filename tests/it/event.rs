//! `deals event`.

use insta::assert_snapshot;

use crate::env::Env;

#[test]
fn events_are_added_changed_and_listed() {
    let env = Env::new();
    assert_snapshot!(env.shows(&[
        "event", "add", "SCE2019", "2019 Smart China Expo", "--name-zh", "2019中国国际智能产业博览会", "--city", "Chongqing",
        "--from", "2019-08-26", "--to", "2019-08-29", "--alias", "智博会2019",
    ]), @"
    --- stderr
    made a new ledger at ledger.db (base currency CNY, home CN)
    added event SCE2019: 2019 Smart China Expo
    ");
    env.ok(&["event", "add", "GALA", "Gala", "--from", "2019-05-01"]);
    env.ok(&["event", "edit", "智博会2019", "--to", "2019-08-30", "--city", "重庆", "--name", "Smart China Expo 2019"]);
    assert_snapshot!(env.shows(&["event", "list"]), @"
    ┌─────────┬───────────────────────┬────────────────────────────┬──────┬────────────┬────────────┬───────┬─────────────────┬────────────────────────┬────────┬───────────────────────────────────┐
    │ Code    │ Name                  │ Chinese name               │ City │ From       │ To         │ Scope │ Published deals │ Published amount (CNY) │ Source │ Aliases                           │
    ├─────────┼───────────────────────┼────────────────────────────┼──────┼────────────┼────────────┼───────┼─────────────────┼────────────────────────┼────────┼───────────────────────────────────┤
    │ GALA    │ Gala                  │                            │      │ 2019-05-01 │ 2019-05-01 │       │                 │                        │        │                                   │
    │ SCE2019 │ Smart China Expo 2019 │ 2019中国国际智能产业博览会 │ 重庆 │ 2019-08-26 │ 2019-08-30 │       │                 │                        │        │ 2019 Smart China Expo; 智博会2019 │
    └─────────┴───────────────────────┴────────────────────────────┴──────┴────────────┴────────────┴───────┴─────────────────┴────────────────────────┴────────┴───────────────────────────────────┘
    ");
    assert_snapshot!(env.shows(&["event", "list", "--format", "csv"]), @"
    code,name,name_zh,city,from,to,scope,published_deals,published_amount,source,aliases
    GALA,Gala,,,2019-05-01,2019-05-01,,,,,
    SCE2019,Smart China Expo 2019,2019中国国际智能产业博览会,重庆,2019-08-26,2019-08-30,,,,,2019 Smart China Expo; 智博会2019
    ");
    let change: String = env
        .sqlite()
        .query_row("SELECT after FROM catalogue_change WHERE table_name = 'event' ORDER BY id DESC", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert!(change.contains("\"last_day\":\"2019-08-30\""), "{change}");
    env.ok(&["add", "Plant", "--sector", "5G", "--event", "2019 smart china expo", "--signed", "2019"]);
    assert_eq!(env.count("SELECT event_id FROM deal"), 1);
}

#[test]
fn events_that_cannot_be_are_refused() {
    let env = Env::new();
    env.ok(&["event", "add", "GALA", "Gala"]);
    assert!(env.fails(1, &["event", "add", "gala", "Other"]).contains("`gala` is taken by the event `GALA` (Gala)"));
    assert!(env.fails(1, &["event", "add", "a b", "Other"]).contains("`a b` is not a code"));
    assert!(env.fails(1, &["event", "add", "none", "Other"]).contains("`none` is not a code"));
    assert!(env.fails(1, &["event", "add", "X", " "]).contains("the name of the event is blank"));
    assert!(
        env.fails(1, &["event", "add", "X", "X", "--from", "2019-08-02", "--to", "2019-08-01"])
            .contains("--to: the event would end")
    );
    assert!(env.fails(1, &["event", "add", "X", "X", "--to", "2019-08-01"]).contains("--from: is required with --to"));
    assert!(env.fails(1, &["event", "use", "SCE2020"]).contains("no event matches `SCE2020`"));
    assert!(env.fails(1, &["event", "edit", "SCE2020", "--name", "x"]).contains("no event matches `SCE2020`"));
    assert_eq!(env.count("SELECT COUNT(*) FROM event"), 1);
}

#[test]
fn the_default_event_is_set_and_ended() {
    let env = Env::new();
    env.ok(&["event", "add", "GALA", "Gala"]);
    assert_snapshot!(env.shows(&["event", "use", "gala"]), @"
    --- stderr
    deals that name no event are now of GALA (Gala)
    ");
    assert_snapshot!(env.shows(&["event", "use", "none"]), @"
    --- stderr
    deals that name no event have none
    ");
    assert_eq!(env.count("SELECT COUNT(*) FROM ledger WHERE default_event_id IS NULL"), 1);
}
