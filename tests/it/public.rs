//! Confidential deals, and what anybody may see.

use insta::assert_snapshot;

use crate::env::Env;

const SECRETS: [&str; 6] = ["Hush", "Silent", "whisper", "70,000", "70000", "7.00"];

fn env() -> Env {
    let env = Env::new();
    for (title, amount) in [("P1", "100万"), ("P2", "200万"), ("P3", "300万")] {
        env.ok(&["add", title, "--sector", "5G", "--amount", amount]);
    }
    let secret = ["--confidential", "--partner", "Hush Ltd", "--note", "whisper", "--amount", "7万"];
    env.ok(&[&["add", "Silent works", "--sector", "AI"][..], &secret].concat());
    env.ok(&["add", "Open", "--sector", "AI", "--amount", "5万"]);
    env.ok(&["add", "Small", "--sector", "IC", "--amount", "1万"]);
    env.ok(&["receive", "4", "70000"]);
    env
}

#[test]
fn nothing_that_is_public_names_a_confidential_deal() {
    let env = env();
    env.ok(&["import", "--match", "id", &env.file("extra.csv", "id,ref,Parent\n4,,Hush Holdings\n")]);
    for args in [
        &["list"][..],
        &["list", "--format", "csv"],
        &["list", "--sort", "amount:desc", "--format", "json"],
        &["show", "4"],
        &["show", "4", "--format", "json"],
        &["export"],
        &["export", "--format", "jsonl"],
        &["export", "--receipts"],
        &["report", "--format", "csv"],
        &["report", "--by", "partner"],
        &["report", "--by", "size", "--format", "csv"],
        &["report", "--by", "sector", "--show", "average,share"],
    ] {
        let outcome = env.run(&[args, &["--public"]].concat());
        assert_eq!(outcome.code, 0, "{args:?}: {}", outcome.stderr);
        for secret in SECRETS {
            assert!(!outcome.stdout.contains(secret), "{args:?}: {secret}: {}", outcome.stdout);
        }
    }
    let shown = env.ok(&[
        "list",
        "--public",
        "--sort",
        "id",
        "--columns",
        "id,title,partner,amount,note,confidential",
        "--format",
        "csv",
    ]);
    assert!(shown.contains("\n4,—,—,,—,yes\n") && shown.contains("\n5,Open,,50000.00,,\n"), "{shown}");
    // The order does not tell either: what is hidden comes last, whichever way.
    for way in ["asc", "desc"] {
        let sorted =
            env.ok(&["list", "--public", "--sort", &format!("amount:{way}"), "--columns", "id", "--format", "csv"]);
        assert!(sorted.ends_with("\n4\n"), "{way}: {sorted}");
    }
    // Who asks for what is hidden gets none.
    for filter in [
        &["--text", "Silent"][..],
        &["--partner", "Hush Ltd"],
        &["--min", "6万", "--max", "8万"],
        &["--size", "0-1bn", "--sector", "AI"],
    ] {
        let outcome = env.run(&[&["list", "--public", "--columns", "id", "--format", "csv"], filter].concat());
        assert!(!outcome.stdout.contains("\n4\n"), "{filter:?}: {}", outcome.stdout);
        assert_eq!(outcome.stderr, "confidential deals are left out: these filters would tell of them\n");
    }
    assert_eq!(env.ok(&["list", "--public", "--sector", "AI", "--format", "csv"]).lines().count(), 3);
    // Within the office everything is there.
    assert!(env.ok(&["show", "4"]).contains("Silent works"));
    env.ok(&["edit", "4", "--confidential=no"]);
    assert!(env.ok(&["list", "--public"]).contains("Silent works"));
}

#[test]
fn amounts_stand_only_inside_sums_of_three() {
    let env = env();
    // AI would be of two, so it is folded with the least of the others: 7 + 5 + 1.
    assert_snapshot!(env.shows(&["report", "--public", "--format", "csv"]), @"
    sector,deals,amount,share
    5G,3,6000000.00,0.9788
    (rest),3,130000.00,0.0212
    --- stderr
    Confidential deals are counted (1); lines of fewer than three deals with amounts that hold one are folded together.
    ");
    assert_snapshot!(env.shows(&["report", "--public", "--sector", "AI", "--lang", "zh"]), @"
    项目按领域统计——领域为人工智能
    金额均折合为人民币，按各项目签约日适用的汇率折算。台账ledger.db，截至第7条记录（2019-08-27）。
    ┌───────────┬────────┬────────────┬──────┐
    │ 领域      │ 项目数 │ 金额（元） │ 占比 │
    ├───────────┼────────┼────────────┼──────┤
    │ 其他（1） │      2 │            │      │
    ├───────────┼────────┼────────────┼──────┤
    │ 合计      │      2 │            │      │
    └───────────┴────────┴────────────┴──────┘
    保密项目已计入项目数（1个）；项目过少，不显示金额。
    ");
    env.ok(&["add", "Open too", "--sector", "AI", "--amount", "2万"]);
    assert_eq!(env.ok(&["report", "--public", "--format", "csv"]), env.ok(&["report", "--format", "csv"]));
    for (args, reason) in [
        (&["report", "--public", "--show", "largest"][..], "--public: `largest` tells the amount of one deal"),
        (&["report", "--public", "--show", "received"], "--public: `received` tells"),
        (&["report", "--public", "--by", "tag"], "--public: by tag a deal stands in several lines"),
        (&["report", "--public", "--explain"], "cannot be used with"),
        (&["export", "--public", "--split", "partner", "-o", "out"], "--split: files named after partners"),
    ] {
        let stderr = env.fails(2, args);
        assert!(stderr.contains(reason), "{args:?}: {stderr}");
    }
}

/// One confidential deal of 77 with two increases: three amounts, and one deal.
#[test]
fn increases_hide_nobody() {
    let env = Env::new();
    env.ok(&["add", "Silent", "--sector", "AI", "--amount", "77", "--confidential"]);
    for title in ["More", "Still more"] {
        let follows = ["--relation", "increase", "--follows", "1", "--amount", "1", "--confidential"];
        env.ok(&[&["add", title, "--sector", "AI"][..], &follows].concat());
    }
    for title in ["P1", "P2", "P3"] {
        env.ok(&["add", title, "--sector", "5G", "--amount", "100"]);
    }
    let report = env.ok(&["report", "--public", "--by", "sector", "--show", "deals,amount", "--format", "csv"]);
    assert_eq!(report, "sector,deals,amount\n(rest),4,379.00\n");
}

#[test]
fn what_was_not_confidential_once_is_so_now_and_what_is_left_out_is_said() {
    let env = env();
    for args in [&["list"][..], &["show", "4"], &["export"], &["report"]] {
        let said = env.fails(2, &[args, &["--public", "--as-of", "entry:3"]].concat());
        assert!(said.contains("--public: only the ledger as it stands"), "{said}");
    }
    let report = env.ok(&["report", "--public", "--min", "1", "--format", "json"]);
    assert!(report.contains("without confidential deals"), "{report}");
}
