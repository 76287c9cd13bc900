//! `deals export`.

use std::fs;

use insta::assert_snapshot;
use proptest::prelude::*;

use crate::env::{Env, csv_rows};

#[test]
fn what_is_exported_and_imported_is_the_same_to_the_byte() {
    let env = Env::with_samples();
    env.ok(&["add", "a \"quoted\", title\nof two lines", "--sector", "AI", "--region", "CN-HK", "--note", " 备注 "]);
    env.ok(&["partner", "merge", "Kestrelmoor Photonics Ltd", "--into", "Vercombe Capteurs SAS"]);
    env.ok(&["export", "-o", "first.csv"]);
    let other = ["--db", "other.db"];
    env.ok(&[&["import", "--create", "events,sectors", "first.csv"][..], &other].concat());
    env.ok(&[&["export", "-o", "second.csv"][..], &other].concat());
    let read = |name: &str| fs::read_to_string(env.path(name)).unwrap();
    assert_eq!(read("first.csv"), read("second.csv"));
    assert_eq!(csv_rows(&read("first.csv")).len(), 1 + 154);
    let by = ["report", "--by", "sector,place,currency", "--format", "csv"];
    assert_eq!(env.ok(&by), env.ok(&[&by[..], &other].concat()));
}

#[test]
fn fields_come_in_their_order_without_the_base_amount() {
    let env = Env::new();
    env.ok(&["add", "Plant", "--sector", "5G", "--amount", "1.5", "--kind", "intent", "--region", "Zhejiang"]);
    assert_snapshot!(env.ok(&["export"]), @"
    id,ref,title,signed,event,sector,partner,region,country,amount,currency,rate,kind,district,note
    1,,Plant,2019-08-27,,5G,,CN-ZJ,CN,1.50,CNY,,intent,,
    ");
    assert_snapshot!(env.ok(&["export", "--format", "json"]), @r#"
    [
    {"id":1,"ref":null,"title":"Plant","signed":"2019-08-27","event":null,"sector":"5G","partner":null,"region":"CN-ZJ","country":"CN","amount":"1.50","currency":"CNY","rate":null,"kind":"intent","district":null,"note":null}
    ]
    "#);
    assert_eq!(env.ok(&["export", "--sector", "AI"]).lines().count(), 1);
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let env = Env::new();
    env.ok(&["add", "Plant", "--sector", "5G"]);
    env.file("out.csv", "what was there");
    assert!(env.fails(1, &["export", "-o", "nowhere/out.csv"]).contains("nowhere/out.csv: cannot be written"));
    assert!(env.fails(2, &["export", "-o", "out.pages"]).contains("no form goes with the ending `.pages`"));
    env.ok(&["export", "-o", "out.csv"]);
    assert!(fs::read_to_string(env.path("out.csv")).unwrap().starts_with("id,ref,title"));
    let names: Vec<_> = fs::read_dir(env.path(".")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
}

fn any_text() -> impl Strategy<Value = String> {
    "[ -~\n\r\t,\"“”风电（）\u{1b}\u{202e}é]{0,20}"
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Whatever stands in the text fields comes back.
    #[test]
    fn any_text_survives_the_way_out_and_in(rows in proptest::collection::vec((any_text(), any_text(), any_text()), 1..6)) {
        let env = Env::new();
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["title", "signed", "sector", "partner", "note"]).unwrap();
        for (title, partner, note) in &rows {
            let partner = if partner.trim().eq_ignore_ascii_case("none") { "" } else { partner };
            writer.write_record([&format!("t{title}"), "2019-08-26", "5G", partner, note]).unwrap();
        }
        env.file("in.csv", writer.into_inner().unwrap());
        env.ok(&["import", "in.csv"]);
        let first = env.ok(&["export"]);
        env.file("first.csv", &first);
        env.ok(&["import", "--db", "other.db", "first.csv"]);
        prop_assert_eq!(&first, &env.ok(&["export", "--db", "other.db"]));
        let titles: Vec<String> = csv_rows(&first)[1..].iter().map(|row| row[2].clone()).collect();
        let given: Vec<String> = rows.iter().map(|(title, ..)| format!("t{title}").trim().to_owned()).collect();
        prop_assert_eq!(titles, given);
    }
}
