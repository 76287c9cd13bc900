//! `deals export`.

use std::fs;

use insta::assert_snapshot;
use proptest::prelude::*;

use crate::env::{Env, csv_rows, sheet};

#[test]
fn many_deals_of_few_partners_have_the_same_names_as_few_of_many() {
    let env = Env::new();
    let partners = ["Acme", "Acme Ltd", "", "风电, \"有限\"公司"];
    let import = |from: usize, to: usize| {
        let rows = (from..to).map(|at| format!("{at},Plant,5G,\"{}\"\n", partners[at % 4].replace('"', "\"\"")));
        let file = env.file("deals.csv", format!("ref,title,sector,partner\n{}", rows.collect::<String>()));
        env.ok(&["import", &file, "--set", "signed=2019-08-26"]);
    };
    let exported = |args: &[&str]| {
        let rows = csv_rows(&env.ok(&[&["export"], args].concat()));
        let at = rows[0].iter().position(|head| head == "partner").unwrap();
        rows[1..].iter().map(|row| row[at].clone()).collect::<Vec<_>>()
    };
    import(0, 4);
    env.ok(&["partner", "merge", "Acme Ltd", "--into", "Acme"]);
    let todays = ["Acme", "Acme", "", "风电, \"有限\"公司"];
    assert_eq!(exported(&[]), todays);
    import(4, 20);
    assert_eq!(exported(&[]), todays.repeat(5));
    // With a filter they are always joined.
    assert_eq!(exported(&["--sector", "5G"]), todays.repeat(5));
    assert_eq!(exported(&["--as-of", "entry:1"]), todays);
}

#[test]
fn a_district_that_was_merged_has_its_name_of_today() {
    let env = Env::new();
    for district in ["North", "South", "North"] {
        env.ok(&["add", "Plant", "--sector", "5G", "--district", district]);
    }
    env.ok(&["district", "merge", "North", "--into", "South"]);
    let rows = csv_rows(&env.ok(&["export"]));
    let at = rows[0].iter().position(|head| head == "district").unwrap();
    let codes: Vec<&str> = rows[1..].iter().map(|row| row[at].as_str()).collect();
    assert_eq!(codes, ["South"; 3]);
}

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
    id,ref,title,signed,event,sector,partner,region,country,amount,currency,rate,kind,venue,tags,stage,registered,started,producing,full,ended,reason,start_due,production_due,relation,follows,confidential,district,note,extra
    1,,Plant,2019-08-27,,5G,,CN-ZJ,CN,1.50,CNY,,intent,,,signed,,,,,,,,,new,,,,,
    ");
    assert_snapshot!(env.ok(&["export", "--format", "json"]), @r#"
    [
    {"id":1,"ref":null,"title":"Plant","signed":"2019-08-27","event":null,"sector":"5G","partner":null,"region":"CN-ZJ","country":"CN","amount":"1.50","currency":"CNY","rate":null,"kind":"intent","venue":null,"tags":null,"stage":"signed","registered":null,"started":null,"producing":null,"full":null,"ended":null,"reason":null,"start_due":null,"production_due":null,"relation":"new","follows":null,"confidential":null,"district":null,"note":null,"extra":null}
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

#[test]
fn a_spreadsheet_gets_csv_that_it_neither_garbles_nor_runs() {
    let env = Env::new();
    env.ok(&["add", "=HYPERLINK(\"x\")", "--ref=-5", "--sector", "5G", "--partner", "@风电, Ltd", "--note", "'+1"]);
    assert_eq!(
        env.ok(&["export", "--format", "csv-excel"]),
        "\u{feff}id,ref,title,signed,event,sector,partner,region,country,amount,currency,rate,kind,venue,tags,stage,registered,started,producing,full,ended,reason,start_due,production_due,relation,follows,confidential,district,note,extra\r\n\
         1,-5,\"'=HYPERLINK(\"\"x\"\")\",2019-08-27,,5G,\"'@风电, Ltd\",,,,CNY,,,,,signed,,,,,,,,,new,,,,''+1,\r\n"
    );
}

#[test]
fn jsonl_has_an_object_a_line_like_those_of_json() {
    let env = Env::with_samples();
    let lines = env.ok(&["export", "--format", "jsonl"]);
    let json: Vec<serde_json::Value> = serde_json::from_str(&env.ok(&["export", "--format", "json"])).unwrap();
    let objects: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(objects, json);
    assert_eq!(env.ok(&["list", "--sector", "none", "--format", "jsonl"]), "");
    env.ok(&["export", "-o", "all.jsonl"]);
    assert_eq!(fs::read_to_string(env.path("all.jsonl")).unwrap(), lines);
}

#[test]
fn a_workbook_of_an_export_has_keys_and_codes_with_real_numbers_and_dates() {
    let env = Env::new();
    let add = |args: &[&str]| env.ok(&[&["add"], args].concat());
    let titles = ["=1+1", "<r>x</r>", "_x0041_ \u{1b}[31m\nb ", "http://example.org"];
    add(&[
        titles[0], "--sector", "5G", "--amount", "US$1.5m", "--region", "Zhejiang", "--kind", "intent", "--ref", "007",
    ]);
    add(&[titles[1], "--sector", "AI", "--signed", "2019-08", "--amount", "12345678901234.56"]);
    add(&[titles[2], "--sector", "IC", "--signed", "2018", "--amount", "1000000000000000"]);
    add(&[titles[3], "--sector", "IoT", "--signed", "1900-01-31", "--currency", "JPY", "--amount", "5000"]);
    env.ok(&["export", "-o", "all.xlsx", "--lang", "zh"]);
    let (name, rows) = sheet(&env.path("all.xlsx"));
    assert_eq!(name, "deals");
    let header = env.ok(&["export"]);
    assert_eq!(rows[0].join(",").replace('*', ""), header.lines().next().unwrap());
    let column = |at: usize| rows[1..].iter().map(|row| row[at].as_str()).collect::<Vec<_>>();
    assert_eq!(column(0), ["1 [0]", "2 [0]", "3 [0]", "4 [0]"]);
    assert_eq!(column(1), ["007", "", "", ""]);
    assert_eq!(column(2), [titles[0], titles[1], titles[2].trim(), titles[3]]);
    assert_eq!(column(3), ["2019-08-27 [yyyy-mm-dd]", "2019-08", "2018", "1900-01-31 [yyyy-mm-dd]"]);
    assert_eq!(column(5), ["5G", "AI", "IC", "IoT"]);
    assert_eq!(column(7), ["CN-ZJ", "", "", ""]);
    assert_eq!(
        column(9),
        ["1500000 [#,##0.00]", "12345678901234.56", "1000000000000000 [#,##0.00]", "5000 [#,##0]"],
        "an amount of sixteen digits is text"
    );
    assert_eq!(column(12), ["intent", "", "", ""]);
}

#[test]
fn the_same_deals_give_the_same_workbook() {
    let env = Env::with_samples();
    env.ok(&["export", "-o", "a.xlsx"]);
    std::thread::sleep(std::time::Duration::from_millis(1100));
    env.ok(&["export", "-o", "b.xlsx"]);
    assert!(fs::read(env.path("a.xlsx")).unwrap() == fs::read(env.path("b.xlsx")).unwrap());
    let piped = env.command(&["export", "--format", "xlsx"]).output().unwrap();
    assert!(piped.stdout == fs::read(env.path("a.xlsx")).unwrap());
}

#[test]
fn what_a_workbook_cannot_hold_is_an_error_and_leaves_no_file() {
    let env = Env::new();
    let file = env.file("x.csv", format!("title,signed,sector,note\na,2019,5G,{}\n", "注".repeat(32_768)));
    env.ok(&["import", &file]);
    let stderr = env.fails(1, &["export", "-o", "all.xlsx"]);
    assert_snapshot!(stderr, @"error: the output cannot be written: a cell of a sheet holds 32,767 characters and row 2 has a longer text; CSV has no such limit");
    assert!(!env.path("all.xlsx").exists());
    env.ok(&["list", "-o", "all.xlsx"]);
}

fn any_text() -> impl Strategy<Value = String> {
    "[ -~\n\r\t,\"“”风电（）\u{1b}\u{202e}é]{0,20}"
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Whatever stands in the text fields comes back, in every form that is read back in.
    #[test]
    fn any_text_survives_the_way_out_and_in(
        rows in proptest::collection::vec((any_text(), any_text(), any_text(), any_text()), 1..6),
    ) {
        let env = Env::new();
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["title", "signed", "sector", "partner", "note", "=外"]).unwrap();
        for (number, (title, partner, note, other)) in rows.iter().enumerate() {
            let partner = if partner.trim().eq_ignore_ascii_case("none") { "" } else { partner };
            let signed = ["2019-08-26", "2019-08", "2019"][number % 3];
            writer.write_record([&format!("{number}{title}"), signed, "5G", partner, note, other]).unwrap();
        }
        env.file("in.csv", writer.into_inner().unwrap());
        env.ok(&["import", "in.csv"]);
        let first = env.ok(&["export"]);
        let titles: Vec<String> = csv_rows(&first)[1..].iter().map(|row| row[2].clone()).collect();
        let given: Vec<String> =
            rows.iter().enumerate().map(|(number, (title, ..))| format!("{number}{title}").trim().to_owned()).collect();
        prop_assert_eq!(titles, given);
        for format in ["csv", "csv-excel", "jsonl", "xlsx"] {
            let (file, db) = (format!("first.{format}"), format!("{format}.db"));
            env.ok(&["export", "--format", format, "-o", &file]);
            env.ok(&["import", "--db", &db, &file]);
            prop_assert_eq!(&first, &env.ok(&["export", "--db", &db]), "{}", format);
        }
    }

    /// A workbook holds every text as it is.
    #[test]
    fn any_text_stands_in_a_workbook_as_it_is(notes in proptest::collection::vec("(_x000D_|<r>|</r>|[ -~\n\r\t“”风电\u{1b}\u{202e}é]){0,8}", 1..6)) {
        let env = Env::new();
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["title", "signed", "sector", "note"]).unwrap();
        for (number, note) in notes.iter().enumerate() {
            writer.write_record([&format!("t{number}"), "2019-08-26", "5G", note]).unwrap();
        }
        env.file("in.csv", writer.into_inner().unwrap());
        env.ok(&["import", "in.csv"]);
        env.ok(&["export", "-o", "out.xlsx"]);
        let of_csv: Vec<String> = csv_rows(&env.ok(&["export"])).into_iter().map(|mut row| row.remove(16)).collect();
        let of_xlsx: Vec<String> = sheet(&env.path("out.xlsx")).1.into_iter().map(|mut row| row.remove(16)).collect();
        prop_assert_eq!(&of_csv[1..], &of_xlsx[1..]);
    }
}

/// Deals go from one thread to another in batches of some hundreds, and not all cells of a batch have as many bytes.
#[test]
fn a_long_ledger_comes_out_deal_by_deal_and_up_to_the_first_that_cannot_be_read() {
    const COUNT: usize = 1300;
    let env = Env::new();
    let typed: Vec<[String; 4]> = (1..=COUNT)
        .map(|number| {
            let note = ["", "备注", "a, \"b\""][number % 3].repeat(number % 5);
            let amount = if number % 4 == 0 { String::new() } else { format!("{number}.50") };
            [format!("R-{number}"), format!("项目{number}"), amount, note]
        })
        .collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["ref", "title", "amount", "note", "signed", "sector"]).unwrap();
    for row in &typed {
        writer.write_record(row.iter().map(String::as_str).chain(["2019-08-26", "5G"])).unwrap();
    }
    env.file("long.csv", writer.into_inner().unwrap());
    env.ok(&["import", "long.csv"]);
    let exported = |stdout: &str| -> Vec<[String; 4]> {
        let rows = csv_rows(stdout);
        let places =
            ["ref", "title", "amount", "note"].map(|name| rows[0].iter().position(|head| head == name).unwrap());
        rows[1..].iter().map(|row| places.map(|at| row[at].clone())).collect()
    };
    assert_eq!(exported(&env.ok(&["export"])), typed);
    env.sqlite()
        .execute_batch("PRAGMA ignore_check_constraints = 1; UPDATE deal SET signed = '2019-13-77' WHERE id = 700")
        .unwrap();
    let broken = env.run(&["export"]);
    assert_eq!((exported(&broken.stdout).as_slice(), broken.code), (&typed[..699], 1));
    assert_eq!(broken.stderr, "error: the Signed of deal 700 cannot be read\n");
}
