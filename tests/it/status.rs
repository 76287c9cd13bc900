//! `deals status`.

use insta::assert_snapshot;

use crate::env::Env;

#[test]
fn status_says_which_ledger_and_what_it_lacks() {
    let env = Env::with_samples();
    env.ok(&["add", "waits", "--sector", "5G", "--amount", "CHF 5"]);
    env.ok(&["event", "use", "SCE2019", "-m", "the expo begins"]);
    assert_snapshot!(env.shows(&["status"]), @"
    ┌──────────────────────┬──────────────────────┐
    │ Field                │ Value                │
    ├──────────────────────┼──────────────────────┤
    │ Ledger               │ ledger.db            │
    │ Base currency        │ CNY                  │
    │ Home                 │ CN                   │
    │ Default event        │ SCE2019              │
    │ Deals                │ 154                  │
    │ Without amount       │ 8                    │
    │ Without rate         │ 1                    │
    │ Waiting for rates of │ CHF 1                │
    │ Last entry           │ 4                    │
    │ When (UTC)           │ 2019-08-27T00:00:00Z │
    │ Who                  │ tester               │
    │ Command              │ event use            │
    └──────────────────────┴──────────────────────┘
    ");
    assert_snapshot!(env.shows(&["status", "--format", "json", "--lang", "zh"]), @r#"{"ledger":"ledger.db","base_currency":"CNY","home":"CN","default_event":"SCE2019","deals":154,"without_amount":8,"without_rate":1,"waiting_for":"CHF 1","last_entry":4,"at":"2019-08-27T00:00:00Z","who":"tester","command":"event use"}"#);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal WHERE amount IS NULL"), 8);
}

#[test]
fn an_empty_ledger_has_a_status() {
    let env = Env::new();
    env.ok(&["init", "--base", "EUR", "--home", "德国"]);
    assert_snapshot!(env.shows(&["status"]), @"
    ┌──────────────────────┬───────────┐
    │ Field                │ Value     │
    ├──────────────────────┼───────────┤
    │ Ledger               │ ledger.db │
    │ Base currency        │ EUR       │
    │ Home                 │ DE        │
    │ Default event        │           │
    │ Deals                │ 0         │
    │ Without amount       │ 0         │
    │ Without rate         │ 0         │
    │ Waiting for rates of │           │
    │ Last entry           │           │
    │ When (UTC)           │           │
    │ Who                  │           │
    │ Command              │           │
    └──────────────────────┴───────────┘
    ");
}

#[test]
fn a_sum_too_large_to_count_does_not_concern_the_status() {
    let env = Env::new();
    let rows = (0..93).map(|row| format!("a{row},2019,5G,1000000000000000\n")).collect::<Vec<_>>().concat();
    let file = env.file("x.csv", format!("title,signed,sector,amount\n{rows}"));
    env.ok(&["import", &file]);
    assert!(env.ok(&["status", "--format", "json"]).contains("\"deals\":93"));
}

#[test]
fn a_ledger_in_a_folder_of_a_sync_program_is_warned_of() {
    let env = Env::new();
    let at = ["--db", "Dropbox/ledger.db"];
    assert_snapshot!(env.shows(&[&["init"][..], &at].concat()), @"
    --- stderr
    made a new ledger at Dropbox/ledger.db (base currency CNY, home CN)
    warning: the ledger is in a folder of Dropbox, which may replace it while it is written: keep it elsewhere, and let Dropbox have what `deals export` and `deals backup` write
    ");
    assert!(
        env.run(&["add", "Plant", "--sector", "5G", "--db", "坚果云/l.db", "--lang", "zh"])
            .stderr
            .contains("台账位于`Nutstore (坚果云)`的文件夹")
    );
    let added = env.run(&[&["add", "Plant", "--sector", "5G"][..], &at].concat());
    assert!(!added.stderr.contains("warning"), "said once, and by status");
    std::fs::copy(env.path("Dropbox/ledger.db"), env.path("Dropbox/ledger (Li's conflicted copy 2019-08-26).db"))
        .unwrap();
    let status = env.run(&[&["status", "--format", "json"][..], &at].concat());
    assert_eq!((status.code, status.stdout.lines().count()), (0, 1));
    assert_snapshot!(status.stderr, @"
    warning: the ledger is in a folder of Dropbox, which may replace it while it is written: keep it elsewhere, and let Dropbox have what `deals export` and `deals backup` write
    warning: a sync program left copies beside the ledger, which may hold deals that it lacks: `ledger (Li's conflicted copy 2019-08-26).db`; `deals --db COPY log` shows what was written to one
    ");
    std::fs::create_dir(env.path(".stfolder")).unwrap();
    env.ok(&["add", "Plant", "--sector", "5G"]);
    assert!(env.run(&["status"]).stderr.contains("the ledger is in a folder of Syncthing"));
    assert_eq!(env.run(&["status", "-q"]).stderr, "");
}
