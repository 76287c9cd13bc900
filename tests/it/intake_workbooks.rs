//! Workbooks: every kind, typed cells, what they show beside numbers, damaged ones.

use std::fs;
use std::io::{Read as _, Write as _};

use crate::env::{Env, sample};
use crate::intake::{book, imported, listed};

#[test]
fn workbooks_of_every_kind_give_the_same_deals() {
    for name in
        ["converted.ods", "converted.xls", "plain.xlsb", "date-1904.xlsx", "vast-dimension.xlsx", "hidden-first.xlsx"]
    {
        let rows = imported(&[&book(name)], "signed,amount");
        let wanted = [
            "2019-08-26|128000000.00",
            "2019-08-26|35605000.00",
            "2019-08-27|9582500.00",
            "2019-08-27|420000000.00",
            "2019-08-28|7711234.00",
            "2019-08-28|60000000.00",
        ];
        assert_eq!(rows, wanted, "{name}");
    }
    let refs = imported(&[&book("refs.xlsx")], "ref");
    assert!(refs.contains(&"0041".to_owned()) && refs.contains(&"20190043".to_owned()), "{refs:?}");
    let env = Env::new();
    let stderr = env.fails(1, &["import", &book("several-tables.xlsx")]);
    assert!(stderr.contains("several sheets hold tables: `签约项目`, `旧表`"), "{stderr}");
    assert!(stderr.contains("hint: --sheet \"签约项目\" or its number says which"), "{stderr}");
    assert_eq!(imported(&["--sheet", "签约项目", &book("several-tables.xlsx")], "id").len(), 6);
    assert_eq!(imported(&["--sheet", "1", &book("several-tables.xlsx")], "id").len(), 6);
    assert!(env.fails(1, &["import", "--sheet", "x", &book("several-tables.xlsx")]).contains("no sheet is called `x`"));
}

#[test]
fn cells_of_workbooks_are_typed() {
    // As a spreadsheet shows them: 15 digits. The fifth is more than a ledger holds.
    let env = Env::new();
    let stderr = env.run(&["import", "--skip-bad", "--create", "sectors", &book("numbers.xlsx")]).stderr;
    assert!(stderr.contains("numbers.xlsx:6: amount: `123456789012万` is more than 10^15"), "{stderr}");
    assert_eq!(listed(&env, "amount"), ["3000.00", "12041000.00", "10050.00", "40351000.00", "999900.00"]);
    let merged = imported(&[&book("merged-text.xlsx")], "sector,partner,amount");
    assert_eq!(merged.len(), 6);
    assert!(merged[1].starts_with("IC|蓉岭半导体有限公司|"), "{merged:?}");
    let refusals = |name: &str| Env::new().fails(1, &["import", "--create", "sectors", &book(name)]);
    let stderr = refusals("merged-amount.xlsx");
    for line in [2, 3] {
        let said = format!("merged-amount.xlsx:{line}: amount: the cell is merged over several rows from line 2 on");
        assert!(stderr.contains(&said), "{stderr}");
    }
    let stderr = refusals("formulas-no-values.xlsx");
    assert!(
        stderr.contains("formulas-no-values.xlsx:2: amount: the cell holds a formula without a result"),
        "{stderr}"
    );
    let stderr = refusals("errors.xlsx");
    for fault in
        [":2: amount: the cell holds the error #REF!", ":3: amount: the cell holds the error #N/A", ":4: title: "]
    {
        assert!(stderr.contains(fault), "{stderr}");
    }
}

/// What is wrong with a large part is told at once, with a small one where it is needed.
#[test]
fn merged_cells_are_found_in_a_sheet_of_any_size() {
    let wanted = imported(&[&book("merged-text.xlsx")], "sector,partner,amount");
    let mut archive = zip::ZipArchive::new(fs::File::open(book("merged-text.xlsx")).unwrap()).unwrap();
    for size in [0, 200_000, 400_000] {
        let env = Env::new();
        let mut padded = zip::ZipWriter::new(fs::File::create(env.path("padded.xlsx")).unwrap());
        let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        let mut has_merges = 0;
        for at in 0..archive.len() {
            let mut part = archive.by_index(at).unwrap();
            let name = part.name().unwrap().into_owned();
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            has_merges += text.matches("<mergeCells").count();
            padded.start_file(name, stored).unwrap();
            let space = " ".repeat(size);
            padded.write_all(text.replace("<mergeCells", &format!("{space}<mergeCells")).as_bytes()).unwrap();
        }
        padded.finish().unwrap();
        assert_eq!(has_merges, 1);
        env.ok(&["import", "padded.xlsx"]);
        assert_eq!(listed(&env, "sector,partner,amount"), wanted, "{size}");
    }
}

/// All sheets are looked into before the one with the table is read.
#[test]
fn merged_cells_are_those_of_the_sheet_that_is_read() {
    let orders = [["deals", "notes"], ["notes", "deals"]];
    let cases = [("deals", ["Acme", "Acme"]), ("notes", ["Acme", ""])];
    for (order, (merged, partners)) in orders.into_iter().flat_map(|order| cases.map(|case| (order, case))) {
        let env = Env::new();
        let mut book = rust_xlsxwriter::Workbook::new();
        for name in order {
            let sheet = book.add_worksheet();
            sheet.set_name(name).unwrap().write(1, 3, "Acme").unwrap();
            if name == merged {
                sheet.merge_range(1, 3, 2, 3, "Acme", &rust_xlsxwriter::Format::new()).unwrap();
            }
        }
        let deals = book.worksheet_from_name("deals").unwrap();
        for (column, head) in ["title", "signed", "sector", "partner"].iter().enumerate() {
            deals.write(0, u16::try_from(column).unwrap(), *head).unwrap();
        }
        for (row, title) in [(1, "Plant"), (2, "Works")] {
            deals.write(row, 0, title).unwrap().write(row, 1, "2019-08-26").unwrap().write(row, 2, "5G").unwrap();
        }
        book.save(env.path("x.xlsx")).unwrap();
        env.ok(&["import", "x.xlsx"]);
        assert_eq!(listed(&env, "partner"), partners, "{order:?} {merged}");
    }
}

#[test]
fn what_a_workbook_shows_beside_a_number_counts() {
    let read = |head: &str, format: &str, more: &[&str]| {
        let env = Env::new();
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for (column, text) in ["项目名称", "签约日期", "行业", head].iter().enumerate() {
            sheet.write(0, u16::try_from(column).unwrap(), *text).unwrap();
        }
        sheet.write(1, 0, "a").unwrap().write(1, 1, "2019-08-26").unwrap().write(1, 2, "5G").unwrap();
        let format = rust_xlsxwriter::Format::new().set_num_format(format);
        sheet.write_with_format(1, 3, 1250.5, &format).unwrap();
        book.save(env.path("x.xlsx")).unwrap();
        let outcome = env.run(&[&["import", "x.xlsx"], more].concat());
        if outcome.code == 0 { listed(&env, "amount,currency").remove(0) } else { outcome.stderr }
    };
    let usd = ["--set", "currency=USD"];
    assert_eq!(read("amount", "[$USD] #,##0.00", &[]), "1250.50|USD");
    assert_eq!(read("amount", "#,##0.00", &[]), "1250.50|CNY");
    assert_eq!(read("投资额（万元）", "_ ¥* #,##0.00_ ", &[]), "12505000.00|CNY");
    assert_eq!(read("投资额（万元）", "#,##0.0\"万元\"", &[]), "12505000.00|CNY");
    assert_eq!(read("amount", "\"$\"#,##0", &usd), "1250.50|USD");
    for (head, format) in [
        ("amount", "\"$\"#,##0"),
        ("amount", "#,##0\"万元\""),
        ("amount", "0.0%"),
        ("投资额（万元）", "#,##0\"元\""),
        ("投资额（万元）", "[$€-407] 0"),
    ] {
        let stderr = read(head, format, &[]);
        assert!(stderr.contains("x.xlsx:2: amount: the cell shows `"), "{head} {format}: {stderr}");
    }
    assert!(read("amount", "[$€-407] 0", &usd).contains("the cell shows `€` beside `1250.5`"));
}

#[test]
fn hostile_and_damaged_files_end_in_an_error() {
    for (name, said) in [
        ("password.xlsx", "is protected by a password"),
        ("truncated.xlsx", "is damaged and cannot be read"),
        ("string-index.xlsx", "is damaged and cannot be read"),
        ("loop.xls", "is damaged and cannot be read"),
        ("far-cell.xls", "is damaged and cannot be read"),
        ("html.xls", "is a web page or XML, not a table"),
    ] {
        let env = Env::new();
        let stderr = env.fails(1, &["import", &book(name)]);
        assert!(stderr.contains(said) && stderr.contains("hint: "), "{name}: {stderr}");
        assert!(!env.ledger().exists(), "{name}");
    }
    let env = Env::new();
    let mut archive = zip::ZipWriter::new(fs::File::create(env.path("bomb.xlsx")).unwrap());
    let options = zip::write::SimpleFileOptions::default();
    for name in ["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"] {
        archive.start_file(name, options).unwrap();
        let size = if name.ends_with("sheet1.xml") { 100 << 20 } else { 10 };
        std::io::copy(&mut std::io::Read::take(std::io::repeat(b' '), size), &mut archive).unwrap();
    }
    archive.finish().unwrap().flush().unwrap();
    assert!(env.fails(1, &["import", "bomb.xlsx"]).contains("bomb.xlsx: would unpack to many times"));
    env.file("x.xlsx", "no workbook at all \u{fffd}");
    fs::write(env.path("y.xlsx"), [0xff; 600]).unwrap();
    assert!(env.fails(1, &["import", "y.xlsx"]).contains("y.xlsx: is not a workbook"));
    env.file("~$x.xlsx", "x");
    assert!(env.fails(1, &["import", "~$x.xlsx"]).contains("is not a workbook, but what Excel puts beside one"));
    fs::copy(sample("sce-2019-contracts.xlsx"), env.path("x.xlsx")).unwrap();
    let stderr = env.run(&["import", "x.xlsx"]).stderr;
    assert!(stderr.contains("warning: x.xlsx: is open in Excel"), "{stderr}");
}
