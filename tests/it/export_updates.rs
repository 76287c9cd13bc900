//! `deals export --for-update`, and the sheets that come back.

use std::fs;

use insta::assert_snapshot;

use crate::env::{Env, csv_rows};

/// A ledger of three deals of two districts, handed out as files.
fn handed_out() -> Env {
    let env = Env::new();
    env.file(
        "deals.csv",
        "ref,title,signed,sector,partner,district,amount,currency,note\n\
         A,Plant,2019-08-26,5G,Acme,North,100,CNY,\n\
         B,Works,2019-08-26,IC,Beta,North,US$50,USD,first draft\n\
         C,Mill,2019,AI,,South,,CNY,\n",
    );
    env.ok(&["rate", "add", "USD", "7", "--on", "2019-01-01"]);
    env.ok(&["import", "deals.csv"]);
    env.ok(&["export", "--for-update", "--split", "district", "-o", "out"]);
    env
}

/// Changes a file as somebody in the district would.
fn write_over(env: &Env, name: &str, changes: &[(&str, &str)]) {
    let mut text = fs::read_to_string(env.path(name)).unwrap();
    for (was, is) in changes {
        assert_eq!(text.matches(was).count(), 1, "{was} in {text}");
        text = text.replace(was, is);
    }
    fs::write(env.path(name), text).unwrap();
}

fn notes_and_amounts(env: &Env) -> String {
    env.ok(&["list", "--sort", "id", "--format", "csv", "--columns", "id,title,amount,base_amount,note"])
}

#[test]
fn each_district_gets_its_file_with_the_entry_of_each_row() {
    let env = handed_out();
    assert_snapshot!(fs::read_to_string(env.path("out/North.csv")).unwrap(), @"
    id,ref,title,signed,event,sector,partner,region,country,amount,currency,rate,kind,venue,tags,stage,registered,started,producing,full,ended,reason,start_due,production_due,relation,follows,confidential,district,note,extra,entry
    1,A,Plant,2019-08-26,,5G,Acme,,,100.00,CNY,,,,,signed,,,,,,,,,new,,,North,,,2
    2,B,Works,2019-08-26,,IC,Beta,,,50.00,USD,7,,,,signed,,,,,,,,,new,,,North,first draft,,2
    ");
    assert_eq!(csv_rows(&fs::read_to_string(env.path("out/South.csv")).unwrap()).len(), 2);
    env.ok(&["edit", "3", "--clear", "district"]);
    assert_snapshot!(env.shows(&["export", "--for-update", "--split", "district", "-o", "again", "--format", "xlsx"]), @"
    --- stderr
    wrote deals: 3, into files: 2, in again
    ");
    let mut names: Vec<_> = fs::read_dir(env.path("again")).unwrap().map(|file| file.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["North.xlsx", "none.xlsx"]);
    assert!(env.fails(2, &["export", "--split", "district"]).contains("--output"));
    assert!(env.fails(2, &["export", "--split", "title", "-o", "x"]).contains("split by district"));
}

#[test]
fn only_cells_that_were_changed_in_the_sheet_are_taken_from_it() {
    let env = handed_out();
    env.ok(&["edit", "1", "--amount", "120", "-m", "corrected here meanwhile"]);
    write_over(&env, "out/North.csv", &[("first draft", "second draft"), ("Plant", "Plant, phase 1")]);
    write_over(&env, "out/North.csv", &[("Plant, phase 1", "\"Plant, phase 1\"")]);
    assert_snapshot!(env.shows(&["import", "--match", "id", "out/North.csv", "out/South.csv"]), @"
    --- stderr
    changed 2 deals from out/North.csv, out/South.csv; as in the file already: 1
    ");
    assert_snapshot!(notes_and_amounts(&env), @r#"
    id,title,amount,base_amount,note
    1,"Plant, phase 1",120.00,120.00,
    2,Works,50.00,350.00,second draft
    3,Mill,,,
    "#);
    let entries = env.count("SELECT MAX(id) FROM entry");
    assert_snapshot!(env.shows(&["import", "--match", "id", "out/North.csv", "out/South.csv"]), @"
    --- stderr
    changed 0 deals from out/North.csv, out/South.csv; as in the file already: 3
    ");
    assert_eq!(env.count("SELECT MAX(id) FROM entry"), entries, "a sheet that comes back twice changes nothing");
    // A cell that was emptied is emptied, and a new amount takes the rate of its day.
    env.ok(&["export", "--for-update", "--split", "district", "-o", "out"]);
    write_over(&env, "out/North.csv", &[("second draft", ""), ("50.00", "60.00")]);
    env.ok(&["rate", "add", "USD", "8", "--on", "2019-02-01"]);
    env.ok(&["import", "--match", "id", "out/North.csv"]);
    assert_eq!(env.count("SELECT base_amount FROM deal WHERE id = 2 AND note IS NULL"), 48_000);
}

#[test]
fn a_cell_that_was_changed_on_both_sides_is_a_conflict() {
    let env = handed_out();
    env.ok(&["edit", "1", "--amount", "120", "--note", "same"]);
    env.ok(&["edit", "2", "--sector", "AI"]);
    write_over(&env, "out/North.csv", &[("100.00", "130.00"), ("first draft", "theirs")]);
    let file = fs::read_to_string(env.path("out/North.csv")).unwrap();
    let before = notes_and_amounts(&env);
    assert_snapshot!(env.shows(&["import", "--match", "id", "out/North.csv"]), @"
    --- stderr
    out/North.csv:2: amount: was `100.00`, is `130.00` in the file and `120.00` in the ledger
    error: 1 of 2 rows cannot be imported, so nothing was written
    hint: --theirs takes what the file says where both have changed a cell, --ours what the ledger says
    hint: correct line 2, or pass --skip-bad to import the other 1
    --- exit 1
    ");
    assert_eq!(notes_and_amounts(&env), before);
    assert_snapshot!(env.shows(&["import", "--match", "id", "--ours", "out/North.csv", "-m", "ours"]), @"
    --- stderr
    changed 1 deal from out/North.csv; as in the file already: 1
    rows changed on both sides, kept as in the ledger: 1
    ");
    assert_eq!(env.count("SELECT amount FROM deal WHERE id = 1"), 12_000);
    assert_eq!(
        env.count("SELECT COUNT(*) FROM deal WHERE note = 'theirs' AND sector_id = 3"),
        1,
        "no conflict, so taken"
    );
    env.ok(&["undo"]);
    env.ok(&["import", "--match", "id", "--theirs", "out/North.csv"]);
    assert_eq!(env.count("SELECT amount FROM deal WHERE id = 1"), 13_000);
    assert_eq!(fs::read_to_string(env.path("out/North.csv")).unwrap(), file);
}

#[test]
fn a_workbook_comes_back_as_it_went() {
    let env = Env::with_samples();
    env.ok(&["export", "--for-update", "-o", "all.xlsx", "--event", "SCE2019"]);
    let unchanged = env.run(&["import", "--match", "id", "all.xlsx"]);
    assert_eq!(unchanged.code, 0, "{}", unchanged.stderr);
    assert!(unchanged.stderr.contains("as in the file already: 89"), "{}", unchanged.stderr);
    assert_eq!(env.count("SELECT MAX(id) FROM entry"), 2);
    // Names may be changed meanwhile: the sheet still says what it said.
    env.ok(&["partner", "edit", "Kestrelmoor Photonics Ltd", "--name", "Kestrelmoor Group"]);
    env.ok(&["district", "edit", "北碚区", "--name", "Beibei"]);
    let renamed = env.run(&["import", "--match", "id", "all.xlsx"]);
    assert!(renamed.stderr.contains("as in the file already: 89"), "{}", renamed.stderr);
}

#[test]
fn rows_that_name_no_version_are_refused() {
    let env = handed_out();
    write_over(&env, "out/South.csv", &[(",2\n", ",soon\n")]);
    assert!(
        env.fails(1, &["import", "--match", "id", "out/South.csv"])
            .contains("entry: `soon` is not the number of an entry")
    );
    write_over(&env, "out/South.csv", &[(",soon\n", ",1\n")]);
    assert!(
        env.fails(1, &["import", "--match", "id", "out/South.csv"])
            .contains("entry: there was no deal 3 after entry 1")
    );
    write_over(&env, "out/South.csv", &[(",1\n", ",9\n")]);
    let stderr = env.fails(1, &["import", "--match", "id", "out/South.csv"]);
    assert!(stderr.contains("entry: there is no entry 9 in this ledger"), "{stderr}");
}

/// Amount and currency are one quantity, and so are country and region: no mixture of both sides comes out.
#[test]
fn what_belongs_together_is_taken_together() {
    let env = handed_out();
    env.ok(&["edit", "1", "--amount", "US$10"]);
    write_over(&env, "out/North.csv", &[("100.00,CNY", "20.00,CNY")]);
    assert_snapshot!(env.shows(&["import", "--match", "id", "out/North.csv"]), @"
    --- stderr
    out/North.csv:2: amount: was `100.00`, is `20.00` in the file and `10.00` in the ledger
    out/North.csv:2: currency: was `CNY`, is `CNY` in the file and `USD` in the ledger
    error: 1 of 2 rows cannot be imported, so nothing was written
    hint: --theirs takes what the file says where both have changed a cell, --ours what the ledger says
    hint: correct line 2, or pass --skip-bad to import the other 1
    --- exit 1
    ");
    env.ok(&["import", "--match", "id", "--theirs", "out/North.csv"]);
    assert_eq!(env.count("SELECT base_amount FROM deal WHERE id = 1 AND currency_id = 156"), 2_000);
    // An emptied currency is no currency; an emptied country follows from the region.
    write_over(&env, "out/North.csv", &[("50.00,USD,7", "50.00,,7")]);
    assert!(env.fails(1, &["import", "--match", "id", "--theirs", "out/North.csv"]).contains(":3: currency: is blank"));
    let env = Env::new();
    env.ok(&["add", "Plant", "--sector", "5G", "--region", "四川"]);
    env.ok(&["export", "--for-update", "-o", "all.csv"]);
    write_over(&env, "all.csv", &[("CN-SC,CN", "CN-SC,")]);
    assert!(env.run(&["import", "--match", "id", "all.csv"]).stderr.contains("as in the file already: 1"));
    assert_eq!(env.count("SELECT country_id FROM deal"), 156);
}

#[test]
fn an_emptied_rate_takes_that_of_the_day_once() {
    let env = handed_out();
    env.ok(&["rate", "add", "USD", "8", "--on", "2019-08-01"]);
    write_over(&env, "out/North.csv", &[("USD,7,", "USD,,")]);
    env.ok(&["import", "--match", "id", "out/North.csv"]);
    assert_eq!(env.count("SELECT base_amount FROM deal WHERE id = 2"), 40_000);
    assert!(env.run(&["import", "--match", "id", "out/North.csv"]).stderr.contains("as in the file already: 2"));
}

#[test]
fn the_entry_counts_however_the_deals_are_found() {
    let env = handed_out();
    env.ok(&["edit", "2", "--note", "newer", "--amount", "60"]);
    let before = notes_and_amounts(&env);
    write_over(&env, "out/North.csv", &[("id,ref", "No.,ref")]);
    for found in [&["--match", "id", "--map", "id=No."][..], &["--match", "ref", "--map", "id=No."]] {
        env.ok(&[&["import", "out/North.csv"], found].concat());
        assert_eq!(notes_and_amounts(&env), before, "{found:?}");
    }
}

#[test]
fn a_deal_that_was_deleted_since_is_in_the_way_of_its_changes_alone() {
    let env = handed_out();
    env.ok(&["delete", "1"]);
    assert!(env.run(&["import", "--match", "id", "out/North.csv"]).stderr.contains("as in the file already: 2"));
    write_over(&env, "out/North.csv", &[("100.00", "130.00"), ("first draft", "second")]);
    assert_snapshot!(env.shows(&["import", "--match", "id", "out/North.csv"]), @"
    --- stderr
    out/North.csv:2: id: deal 1 was deleted by entry 3 (`deals undo 3` brings it back), and changed in the file: amount, currency
    error: 1 of 2 rows cannot be imported, so nothing was written
    hint: --theirs takes what the file says where both have changed a cell, --ours what the ledger says
    hint: correct line 2, or pass --skip-bad to import the other 1
    --- exit 1
    ");
    env.ok(&["import", "--match", "id", "--ours", "out/North.csv"]);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal WHERE note = 'second'"), 1);
}

#[test]
fn names_that_make_one_file_name_make_several_files() {
    let env = Env::new();
    for partner in ["A/B", "A:B", "A-B-2"] {
        env.ok(&["add", partner, "--sector", "5G", "--partner", partner]);
    }
    env.ok(&["export", "--split", "partner", "-o", "out"]);
    let mut rows = Vec::new();
    for file in fs::read_dir(env.path("out")).unwrap() {
        rows.extend(csv_rows(&fs::read_to_string(file.unwrap().path()).unwrap()).into_iter().skip(1));
    }
    assert_eq!(rows.len(), 3, "{rows:?}");
}

/// A ref that was changed in the ledger alone is none of the sheet's business.
#[test]
fn a_ref_that_nobody_changed_in_the_sheet_is_no_fault() {
    let env = handed_out();
    env.ok(&["edit", "1", "--ref", "Z"]);
    env.ok(&["edit", "2", "--ref", "A"]);
    write_over(&env, "out/North.csv", &[("Plant", "Plant 2")]);
    env.ok(&["import", "--match", "id", "out/North.csv"]);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal WHERE title = 'Plant 2' AND ref = 'Z'"), 1);
}
