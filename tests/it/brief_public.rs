//! `deals brief --public`: confidential deals are neither named nor to be worked out.

use serde_json::Value;

use crate::brief::{data, figures, section, text};
use crate::env::Env;

#[test]
fn nothing_that_is_public_names_a_confidential_deal() {
    let env = Env::new();
    env.ok(&["event", "add", "E1", "Expo", "--from", "2019-08-26"]);
    let add = |title: &str, sector: &str, amount: &str, more: &[&str]| {
        let line = ["add", title, "--sector", sector, "--event", "E1", "--signed", "2019-08-26", "--amount", amount];
        env.ok(&[&line[..], more].concat());
    };
    for (title, amount) in [("P1", "100万"), ("P2", "200万"), ("P3", "300万")] {
        add(title, "5G", amount, &["--country", "CN"]);
    }
    let secret = [
        "--confidential",
        "--partner",
        "Hush Ltd",
        "--note",
        "whisper",
        "--country",
        "DE",
        "--start-due",
        "2019-08-26",
    ];
    add("Silent works", "AI", "70亿", &secret);
    add("Open", "AI", "5万", &["--country", "FR"]);
    env.ok(&["receive", "4", "71234567"]);
    for format in ["txt", "md", "html", "json"] {
        for lang in ["en", "zh"] {
            let shown = env.ok(&[
                "brief",
                "--event",
                "E1",
                "--public",
                "--format",
                format,
                "--lang",
                lang,
                "--on",
                "2019-12-31",
            ]);
            for secret in [
                "Hush",
                "Silent",
                "whisper",
                "7,000,000,000",
                "7000000000",
                "70亿",
                "7 billion",
                "7.00",
                "71234567",
                "71.23",
            ] {
                assert!(!shown.contains(secret), "{format} {lang}: {secret}: {shown}");
            }
            assert!(!shown.contains("--as-of"), "{format}");
        }
    }
    let brief = data(&env, &["--event", "E1", "--public", "--on", "2019-12-31"]);
    assert_eq!(figures(&brief, "headline")[0], "5");
    // Every line would tell of the one, so they are one, and no sector or place is named.
    assert_eq!(
        text(&brief, "press"),
        "The 5 projects signed at the Expo cover 2 areas; partners come from China and from 2 countries."
    );
    assert_eq!(section(&brief, "sector"), &Value::Null);
    // Beside the total, amounts of single projects would tell what is left; and the largest is not among them.
    assert_eq!(text(&brief, "flagship"), "The 4 largest projects that may be named are listed.");
    let row = &section(&brief, "flagship")["tables"][0]["table"][0];
    assert!(row["title"] == "P3" && row.get("amount").is_none() && row.get("base_amount").is_none(), "{row}");
    // Nor is it told since when the one is overdue.
    assert_eq!(figures(&brief, "due"), ["1"]);
    assert_eq!(section(&brief, "due")["tables"].as_array().unwrap().len(), 1, "{brief}");
    let points = crate::brief::points(&brief).join("\n");
    assert!(points.contains("Confidential deals are counted (1)") && points.contains("listed one by one"), "{points}");
    assert_eq!(env.run(&["brief", "--public", "--as-of", "entry:2"]).code, 2);
}

/// What a deal is worth cannot be had by taking one table of a briefing from another that its values lie within, nor from a comparison.
#[test]
fn a_confidential_amount_is_not_the_difference_of_two_sums() {
    let env = Env::new();
    env.ok(&["event", "add", "E1", "Expo", "--from", "2019-08-26"]);
    env.ok(&["rate", "add", "USD", "7", "--on", "2019-01-01"]);
    let add = |title: &str, country: &str, amount: &str, more: &[&str]| {
        let line = ["add", title, "--sector", "5G", "--event", "E1", "--signed", "2019-08-26", "--country", country];
        env.ok(&[&line[..], &["--amount", amount], more].concat());
    };
    for (title, country, amount) in
        [("F1", "FR", "10亿"), ("F2", "FR", "10亿"), ("F3", "FR", "10亿"), ("N1", "NL", "100万"), ("N2", "NL", "100万")]
    {
        add(title, country, amount, &[]);
    }
    add("Silent works", "DE", "US$111m", &["--confidential", "--start-due", "2019-09-01"]);
    // 777,000,000 of 3,779,000,000; all but that come to 3,002,000,000.
    let brief = data(&env, &["--event", "E1", "--public", "--on", "2019-12-31"]);
    assert_eq!(figures(&brief, "headline"), ["6", "3779000000.00"]);
    let all = brief.to_string();
    for told in ["3002000000", "777000000", "3000000000", "111000000", "USD", "Germany", "DE\""] {
        assert!(!all.contains(told), "{told}: {all}");
    }
    for (section_name, keys) in
        [("place", ["place", "deals"].as_slice()), ("flagship", &["title", "sector", "partner", "place", "id"])]
    {
        let table = &section(&brief, section_name)["tables"][0]["table"];
        let row = table.get("rows").unwrap_or(table)[0].as_object().unwrap();
        assert_eq!(row.keys().map(String::as_str).collect::<Vec<_>>(), keys, "{section_name}");
    }
    assert_eq!(section(&brief, "size"), &Value::Null);
    let points = crate::brief::points(&brief).join("\n");
    for said in [
        "Tables by size, partner, quarter and month are left out",
        "Amounts of single projects are left out",
        "listed one by one",
    ] {
        assert!(points.contains(said), "{said}: {points}");
    }
    for versus in ["country=FR", "2019-08-26", "E1"] {
        let refused = env.fails(2, &["brief", "--event", "E1", "--public", "--versus", versus]);
        assert!(refused.starts_with("error: --public: compared with a selection of one's own"), "{refused}");
    }
    // Editions lie within years: beside the one there are no amounts by the other, and no periods of which some would be missing.
    env.ok(&["event", "add", "E0", "Old Expo", "--from", "2019-02-01"]);
    for title in ["O1", "O2", "O3"] {
        env.ok(&["add", title, "--sector", "5G", "--event", "E0", "--signed", "2019-02-01", "--amount", "1亿"]);
    }
    env.ok(&["add", "Hushed", "--sector", "5G", "--signed", "2019-02-01", "--amount", "8.88亿", "--confidential"]);
    env.file(
        "times.toml",
        ["event", "year", "quarter", "month", "currency"]
            .map(|show| format!("[[section]]\nshow = \"{show}\"\n"))
            .concat(),
    );
    let brief = data(&env, &["--public", "--template", "times.toml"]);
    let all = brief.to_string();
    for told in ["888000000", "4667000000\",\"share\":1.0},{", "Rates of", "2019-Q1"] {
        assert!(!all.contains(told), "{told}: {all}");
    }
    let keys =
        |name: &str| section(&brief, name)["tables"][0]["table"]["rows"][0].as_object().map(serde_json::Map::len);
    assert_eq!(
        [keys("event"), keys("year"), keys("quarter"), keys("month")],
        [Some(4), Some(2), None, None],
        "{brief}"
    );
    // Without a flagship section it is said as well that lists are not whole.
    let brief = data(&env, &["--event", "E1", "--public", "--flagship", "none", "--on", "2019-12-31"]);
    assert!(crate::brief::points(&brief).join("\n").contains("listed one by one"));
}
