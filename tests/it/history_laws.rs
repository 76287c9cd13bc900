//! Laws of history on random lists of writes: as many undos give back the same ledger, as many redos return it; the ledger as of any
//! entry is the one that was there then; what `diff` tells adds up.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::env::{Env, csv_rows};
use crate::undo::state;

/// A write, as its command line; `{}` stands for the number of a deal.
fn any_write() -> impl Strategy<Value = Vec<String>> {
    let pick = |texts: &'static [&'static str]| proptest::sample::select(texts);
    let amount = pick(&["5", "US$3", "€7.50", "0", "120", "JP¥100"]);
    let add = (
        pick(&["5G", "IC", "AI"]),
        amount.clone(),
        pick(&["CN", "DE", "HK"]),
        pick(&["P", "Q", "R Ltd"]),
        pick(&["", "N", "S"]),
    )
        .prop_map(|(sector, amount, country, partner, district)| {
            let mut line = vec![
                "add",
                "Plant",
                "--sector",
                sector,
                "--amount",
                amount,
                "--country",
                country,
                "--partner",
                partner,
            ];
            line.extend(if district.is_empty() { vec![] } else { vec!["--district", district] });
            line
        });
    let edit = prop_oneof![
        amount.prop_map(|amount| vec!["--amount", amount]),
        pick(&["2018-03-01", "2019-08-26"]).prop_map(|day| vec!["--signed", day]),
        pick(&["5G", "IC"]).prop_map(|sector| vec!["--sector", sector]),
        pick(&["GB", "US"]).prop_map(|country| vec!["--country", country]),
        pick(&["A", "B"]).prop_map(|reference| vec!["--ref", reference]),
        Just(vec!["--clear", "amount"]),
        (pick(&["increase", "upgrade", "renewal", "phase"]), pick(&["1", "2", "3", "A"]))
            .prop_map(|(relation, first)| vec!["--relation", relation, "--follows", first]),
        Just(vec!["--relation", "new", "--clear", "follows"]),
        Just(vec!["--confidential"]),
        Just(vec!["--clear", "started"]),
    ]
    .prop_map(|fields| [vec!["edit", "{}"], fields].concat());
    let after = prop_oneof![
        (pick(&["registered", "started", "producing", "ended"]), pick(&["2019-09", "2020-01-31", "2021"]))
            .prop_map(|(stage, day)| vec!["stage", stage, "{}", "--on", day]),
        (pick(&["3", "US$2", "€1"]), pick(&["2019-09-30", "2020"]))
            .prop_map(|(amount, day)| vec!["receive", "{}", amount, "--on", day]),
        Just(vec!["receive", "{}", "--total", "4", "--currency", "CNY", "--on", "2021-01-01", "--correct"]),
        Just(vec!["import", "--receipts", "receipts.csv"]),
        (pick(&["USD", "EUR"]), pick(&["6", "8"])).prop_map(|(currency, rate)| vec![
            "rate",
            "add",
            currency,
            rate,
            "--on",
            "2019-01-01",
            "--refix"
        ]),
        (pick(&["5G", "IC"]), pick(&["3", "9"]))
            .prop_map(|(sector, deals)| vec!["target", "set", "--event", "E", "--sector", sector, "--deals", deals]),
        Just(vec!["target", "clear", "--event", "E", "--sector", "5G"]),
    ];
    let other = prop_oneof![
        Just(vec!["import", "rows.csv"]),
        Just(vec!["import", "--match", "ref", "--allow-duplicates", "rows.csv"]),
        (pick(&["USD", "EUR", "JPY"]), pick(&["7", "0.5"])).prop_map(|(currency, rate)| vec![
            "rate",
            "add",
            currency,
            rate,
            "--on",
            "2018-01-01"
        ]),
        pick(&["BIO", "NEV"]).prop_map(|code| vec!["sector", "add", code, code]),
        Just(vec!["sector", "edit", "5G", "--name", "Fifth generation"]),
        Just(vec!["event", "add", "E", "Expo", "--from", "2019-08-26"]),
        Just(vec!["event", "use", "E"]),
        Just(vec!["partner", "merge", "P", "--into", "Q"]),
        Just(vec!["district", "merge", "N", "--into", "S"]),
        Just(vec!["partner", "edit", "Q", "--alias", "Queue"]),
        Just(vec!["partner", "edit", "P", "--name", "Beta"]),
        Just(vec!["partner", "edit", "Beta", "--remove-alias", "P"]),
        Just(vec!["add", "Yard", "--sector", "5G", "--partner", "Beta", "--district", "Real & estate"]),
        Just(vec!["add", "Yard", "--sector", "5G", "--partner", "P", "--district", "Real estate"]),
        Just(vec!["region", "add", "Bay", "--country", "DE"]),
    ];
    let write = prop_oneof![4 => add, 4 => edit, 2 => Just(vec!["delete", "{}"]), 4 => after, 3 => other, 1 => Just(vec!["undo"]), 1 => Just(vec!["redo"])];
    (write, 1..6_i64)
        .prop_map(|(line, deal)| line.into_iter().map(|word| word.replace("{}", &deal.to_string())).collect())
}

/// What does not go by names, which are always those of today.
fn facts(env: &Env, as_of: &[&str]) -> String {
    let fields = "id,ref,title,signed,sector,country,amount,currency,rate,base_amount,stage,registered,started,producing,ended,\
                  received,relation,follows,confidential";
    let list = [&["list", "--sort", "id", "--format", "csv", "--columns", fields][..], as_of].concat();
    let reports = ["sector", "country", "currency,month"];
    let reports = reports.map(|by| env.ok(&[&["report", "--by", by, "--format", "csv"][..], as_of].concat()));
    let progress = env.ok(&[&["progress", "--by", "sector", "--format", "csv"][..], as_of].concat());
    let raw = env.ok(&[&["report", "--by", "stage", "--raw", "--format", "csv"][..], as_of].concat());
    let receipts = env.ok(&[&["export", "--receipts"][..], as_of].concat());
    env.ok(&list) + &reports.concat() + &progress + &raw + &receipts
}

/// Each step leads from the level before it to its own, and the first and last levels are the totals that were and are there.
fn moves_add_up(env: &Env, from: i64, to: i64) -> Result<(), TestCaseError> {
    let [from, to] = [from, to].map(|entry| format!("entry:{entry}"));
    for filter in [&[][..], &["--sector", "5G,IC"], &["--country", "DE", "--min", "4"]] {
        let total = |as_of: &str| {
            let report = env.ok(&[&["report", "--by", "kind", "--format", "json", "--as-of", as_of], filter].concat());
            let report: serde_json::Value = serde_json::from_str(&report).unwrap();
            let amount = report["total"]["amount"].as_str().unwrap_or("0.00").to_owned();
            (report["total"]["deals"].to_string(), amount)
        };
        let rows = csv_rows(&env.ok(&[&["diff", &from, &to, "--format", "csv"], filter].concat()));
        let cents = |text: &str| text.replace('.', "").parse::<i64>().unwrap();
        let (first, last) = (&rows[1], &rows[rows.len() - 1]);
        prop_assert_eq!((first[9].clone(), first[10].clone()), total(&from));
        prop_assert_eq!((last[9].clone(), last[10].clone()), total(&to));
        let (mut deals, mut amount) = (first[9].parse::<i64>().unwrap(), cents(&first[10]));
        for row in &rows[2..rows.len() - 1] {
            deals += row[7].parse::<i64>().unwrap();
            amount += cents(&row[8]);
            prop_assert_eq!((deals, amount), (row[9].parse().unwrap(), cents(&row[10])));
            prop_assert!(deals >= 0, "{:?}", rows);
        }
        prop_assert_eq!((deals, amount), (last[9].parse().unwrap(), cents(&last[10])));
    }
    Ok(())
}

fn last_entry(env: &Env) -> i64 {
    env.count("SELECT last_entry_id FROM ledger")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn undos_give_back_redos_return_and_every_entry_can_be_looked_at_again(
        writes in proptest::collection::vec(any_write(), 8..16),
    ) {
        let env = Env::new();
        env.ok(&["init"]);
        env.file("receipts.csv", "ref,date,amount\nA,2019-12-31,2\nA,2020-06-30,1\n");
        env.file("rows.csv", "ref,title,signed,sector,partner,amount\nA,Works,2019-08,IC,S,11\nC,Mill,2018,AI,P,13\n");
        let (empty, mut then) = (state(&env), BTreeMap::from([(0, facts(&env, &[]))]));
        for write in &writes {
            let args: Vec<&str> = write.iter().map(String::as_str).collect();
            let before = last_entry(&env);
            let outcome = env.run(&args);
            prop_assert!(outcome.code < 2, "{args:?}: {}", outcome.stderr);
            let after = last_entry(&env);
            prop_assert!(after - before <= i64::from(outcome.code == 0), "{args:?}");
            then.insert(after, facts(&env, &[]));
        }
        for (from, to) in then.keys().zip(then.keys().skip(3)).step_by(3) {
            moves_add_up(&env, *from, *to)?;
        }
        let full = state(&env);
        let mut undone = 0;
        while env.run(&["undo"]).code == 0 {
            undone += 1;
        }
        prop_assert_eq!(state(&env), empty, "{:?}", &writes);
        for _ in 0..undone {
            env.ok(&["redo"]);
        }
        prop_assert_eq!(state(&env), full, "{:?}", &writes);
        for (entry, facts_then) in &then {
            prop_assert_eq!(&facts(&env, &["--as-of", &format!("entry:{entry}")]), facts_then, "{:?}", &writes);
        }
        prop_assert_eq!(env.run(&["check"]).code, 0);
    }

    /// Whatever is taken back in whatever order, the ledger stays sound, no two names are one, and no deal is of a name that cannot
    /// be found.
    #[test]
    fn undone_in_any_order_a_ledger_stays_sound(
        writes in proptest::collection::vec(prop_oneof![
            3 => any_write(),
            1 => (1..12_i64).prop_map(|entry| vec!["undo".to_owned(), entry.to_string()]),
        ], 8..20),
    ) {
        let env = Env::new();
        env.ok(&["init"]);
        env.file("receipts.csv", "ref,date,amount\nA,2019-12-31,2\nA,2020-06-30,1\n");
        env.file("rows.csv", "ref,title,signed,sector,partner,amount\nA,Works,2019-08,IC,S,11\nC,Mill,2018,AI,P,13\n");
        for write in &writes {
            let args: Vec<&str> = write.iter().map(String::as_str).collect();
            let outcome = env.run(&args);
            prop_assert!(outcome.code < 2, "{args:?}: {}", outcome.stderr);
            let check = env.run(&["check", "--format", "csv"]);
            prop_assert_eq!(check.code, 0, "{}{} after {:?} of {:?}", check.stdout, check.stderr, args, &writes);
            let names = "SELECT COUNT(*) FROM partner WHERE successor_id IS NULL AND retired IS NULL";
            let distinct = names.replace('*', "DISTINCT name");
            prop_assert_eq!(env.count(names), env.count(&distinct), "{:?}", &writes);
        }
    }
}
