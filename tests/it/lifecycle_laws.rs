//! Laws of what became of deals, on random ledgers: the counts of stages never rise along the lifecycle, rates lie within what their
//! denominators allow, and with the counting rules on the parts are the total.

use proptest::prelude::*;
use serde_json::Value;

use crate::env::Env;

/// A row: sector, days between signing and the stages, whether each is known, relation, amount, received in hundredths of it.
type Row = (usize, [Option<u8>; 5], usize, Option<u16>, u8);

fn any_row() -> impl Strategy<Value = Row> {
    let stages = proptest::array::uniform5(proptest::option::weighted(0.5, 0_u8..28));
    (0..4_usize, stages, 0..8_usize, proptest::option::weighted(0.8, 0_u16..900), 0..150_u8)
}

const SECTORS: [&str; 4] = ["5G", "AI", "IC", "IoT"];
/// Most deals are first signings.
const RELATIONS: [&str; 8] = ["", "", "", "", "increase", "upgrade", "renewal", "phase"];

/// The deals as CSV, each stage in a later month than the one before; and what came for them.
fn files(rows: &[Row]) -> (String, String) {
    let mut deals =
        String::from("id,title,signed,sector,amount,registered,started,producing,full,ended,relation,follows,kind\n");
    let mut receipts = String::from("id,date,amount\n");
    for (at, (sector, stages, relation, amount, received)) in rows.iter().enumerate() {
        let id = at + 1;
        let date =
            |month: usize| stages[month].map_or(String::new(), |day| format!("2019-{:02}-{:02}", month + 2, day + 1));
        let relation = if at == 0 { "" } else { RELATIONS[*relation] };
        let follows = if relation.is_empty() { String::new() } else { (at / 2 + 1).to_string() };
        let dates: Vec<String> = (0..5).map(date).collect();
        let amount = amount.map_or(String::new(), |amount| amount.to_string());
        let kind = ["", "contract", "intent"][at % 3];
        deals.push_str(&format!(
            "{id},t{id},2019-01-15,{},{amount},{},{relation},{follows},{kind}\n",
            SECTORS[*sector],
            dates.join(",")
        ));
        if *received > 100 {
            receipts.push_str(&format!("{id},2019-{:02}-01,{received}\n", received % 12 + 1));
        }
    }
    (deals, receipts)
}

fn count(row: &Value, key: &str) -> i64 {
    row[key].as_i64().unwrap()
}

fn cents(value: &Value) -> i64 {
    value.as_str().map_or(0, |text| text.replace('.', "").parse().unwrap())
}

const STAGES: [&str; 5] = ["signed", "registered", "started", "producing", "full"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn counts_never_rise_rates_are_parts_and_parts_are_the_total(rows in proptest::collection::vec(any_row(), 1..40)) {
        let env = Env::new();
        let (deals, receipts) = files(&rows);
        env.file("deals.csv", deals);
        env.file("receipts.csv", receipts);
        env.ok(&["import", "--allow-duplicates", "deals.csv"]);
        env.ok(&["import", "--receipts", "receipts.csv"]);
        let reached = |row: &Row, stage: usize| row.1[stage..4].iter().any(Option::is_some);
        let counts = |row: &(usize, &Row)| row.0 == 0 || matches!(RELATIONS[row.1.2], "" | "phase");
        let counted: Vec<&Row> = rows.iter().enumerate().filter(counts).map(|(_, row)| row).collect();
        for (by, on) in [("sector", None), ("kind,stage", None), ("sector", Some("2019-04-14")), ("month", None)] {
            let mut args = vec!["progress", "--by", by, "--format", "json"];
            args.extend(on.iter().flat_map(|on| ["--on", on]));
            let report: Value = serde_json::from_str(&env.ok(&args)).unwrap();
            let lines = report["rows"].as_array().unwrap();
            for row in lines.iter().chain([&report["total"]]) {
                for pair in STAGES.windows(2) {
                    prop_assert!(count(row, pair[0]) >= count(row, pair[1]), "{row}");
                }
                prop_assert!(count(row, "ended") <= count(row, "signed"), "{row}");
                for rate in ["registered_rate", "started_rate", "producing_rate"] {
                    prop_assert!(row[rate].is_null() || (0.0..=1.0).contains(&row[rate].as_f64().unwrap()), "{row}");
                }
            }
            for key in STAGES.iter().chain(&["ended"]) {
                prop_assert_eq!(lines.iter().map(|row| count(row, key)).sum::<i64>(), count(&report["total"], key), "{}", key);
            }
            for key in ["amount", "received"] {
                prop_assert_eq!(lines.iter().map(|row| cents(&row[key])).sum::<i64>(), cents(&report["total"][key]), "{}", key);
            }
            if on.is_none() {
                // Counted here by other means.
                prop_assert_eq!(count(&report["total"], "signed"), i64::try_from(counted.len()).unwrap());
                for (stage, key) in STAGES[1..].iter().enumerate() {
                    let number = counted.iter().filter(|row| reached(row, stage)).count();
                    prop_assert_eq!(count(&report["total"], key), i64::try_from(number).unwrap(), "{}", key);
                }
            }
        }
        // What a report counts and adds, and with `--raw`.
        let total = |args: &[&str]| {
            let report: Value = serde_json::from_str(&env.ok(&[&["report", "--format", "json"], args].concat())).unwrap();
            (count(&report["total"], "deals"), cents(&report["total"]["amount"]))
        };
        let adds = |row: &(usize, &Row)| row.0 == 0 || !matches!(RELATIONS[row.1.2], "upgrade" | "renewal");
        let amount: i64 = rows.iter().enumerate().filter(adds).filter_map(|(_, row)| row.3).map(|one| i64::from(one) * 100).sum();
        prop_assert_eq!(total(&[]), (i64::try_from(counted.len()).unwrap(), amount));
        let all: i64 = rows.iter().filter_map(|row| row.3).map(|one| i64::from(one) * 100).sum();
        prop_assert_eq!(total(&["--raw"]), (i64::try_from(rows.len()).unwrap(), all));
        // The same straight from the file.
        prop_assert_eq!(total(&["deals.csv"]), total(&[]));
        prop_assert_eq!(env.run(&["check"]).code, 0);
    }
}
