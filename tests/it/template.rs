//! `deals template`.

use std::fs;
use std::io::Read;

use calamine::{Reader, Xlsx};
use insta::assert_snapshot;

use crate::env::{Env, sheet};

/// A file inside the workbook, which is a zip archive.
fn part(env: &Env, name: &str) -> String {
    let mut archive = zip::ZipArchive::new(fs::File::open(env.path("t.xlsx")).unwrap()).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The lists of the second sheet, each below its head.
fn lists(env: &Env) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = calamine::open_workbook(env.path("t.xlsx")).unwrap();
    let cells = book.worksheet_range_at(1).unwrap().unwrap();
    let width = cells.width();
    let column = |at: usize| cells.rows().map(|row| row[at].to_string()).filter(|text| !text.is_empty()).collect();
    (0..width).map(column).filter(|column: &Vec<String>| !column.is_empty()).collect()
}

#[test]
fn heads_and_example_are_in_the_language_without_a_ledger_too() {
    let env = Env::new();
    assert_eq!(env.shows(&["template", "-o", "t.xlsx", "--lang", "zh"]), "");
    let (name, rows) = sheet(&env.path("t.xlsx"));
    assert_eq!(name, "项目");
    assert_eq!(
        rows[0].join(" "),
        "合同编号 *项目名称 *签约日期 签约活动 *领域 合作方 国别（地区） 省份 金额（万元） 币种 协议类型 签约地点 标签 注册日期 开工日期 投产日期 达产日期 终止日期 终止原因 预计开工 预计投产 签约关系 原项目 保密 所属区县 备注"
    );
    assert_snapshot!(rows[1].join(" | "), @"示例 | 5G智能工厂项目 | 2019-08-26 [yyyy-mm-dd] |  | 5G | 示例通信有限公司 | 中国 | 安徽 | 12000 [#,##0.00##] | CNY | 合同 | 现场 | 重点项目；首台套 |  |  |  |  |  |  | 2020-03-01 [yyyy-mm-dd] | 2021-10-01 [yyyy-mm-dd] |  |  |  | 示例区 | 本行为示例，导入时不计入。");
    env.ok(&["template", "-o", "t.xlsx"]);
    let (name, rows) = sheet(&env.path("t.xlsx"));
    assert_eq!(name, "deals");
    assert_eq!(
        rows[0].join(" "),
        "Ref *Title *Signed Event *Sector Partner Country Region Amount Currency Kind Venue Tags Registered Started Producing Full capacity Ended Reason for ending Start due Production due Relation Follows Confidential District Note"
    );
    assert_snapshot!(rows[1].join(" | "), @"EXAMPLE | 5G smart factory | 2019-08-26 [yyyy-mm-dd] |  | 5G | Example Telecom Ltd | China | Anhui | 120000000 [#,##0.00##] | CNY | Contract | On site | flagship; first in the field |  |  |  |  |  |  | 2020-03-01 [yyyy-mm-dd] | 2021-10-01 [yyyy-mm-dd] |  |  |  | Example Park | This row is an example: it is left out when the file is imported.");
    assert_eq!(rows.len(), 2);
    assert!(!env.ledger().exists());
}

#[test]
fn each_column_checks_a_thousand_rows() {
    let env = Env::new();
    env.ok(&["template", "-o", "t.xlsx"]);
    let sheet = part(&env, "xl/worksheets/sheet1.xml");
    let rules: Vec<&str> = sheet.split("<dataValidation ").skip(1).collect();
    assert_eq!(rules.len(), 26);
    let rule = |letter: &str| {
        let range = format!("sqref=\"{letter}2:{letter}1002\"");
        *rules.iter().find(|rule| rule.contains(&range)).unwrap()
    };
    // 1900-01-01 is day 1 of a spreadsheet, 2100-12-31 day 73415.
    for (letter, parts) in [
        ("C", &["type=\"date\"", "errorStyle=\"warning\"", ">1<", ">73415<"][..]),
        ("E", &["type=\"list\"", "'lists'!$E$2:$E$5"]),
        ("G", &["type=\"list\"", "'lists'!$G$2:$G$250"]),
        ("I", &["type=\"decimal\"", "operator=\"greaterThanOrEqual\"", ">0<"]),
        ("K", &["type=\"list\"", "'lists'!$K$2:$K$4"]),
        ("L", &["type=\"list\"", "'lists'!$L$2:$L$3"]),
        ("N", &["type=\"date\"", "errorStyle=\"warning\""]),
        ("V", &["type=\"list\"", "'lists'!$V$2:$V$6"]),
        ("X", &["type=\"list\"", "'lists'!$X$2:$X$3"]),
        ("B", &["prompt=\"Required. What the project is called.\""]),
    ] {
        for part in parts {
            assert!(rule(letter).contains(part), "{letter}: {part}: {}", rule(letter));
        }
    }
    assert!(part(&env, "xl/workbook.xml").contains("name=\"lists\" sheetId=\"2\" state=\"hidden\""));
}

#[test]
fn the_lists_are_those_of_the_ledger_and_import_understands_them() {
    let env = Env::with_samples();
    env.ok(&["sector", "add", "BIO", "<r>Bio, \"medicine\"</r>", "--name-zh", "生物医药"]);
    env.ok(&["event", "use", "SCE2019"]);
    for lang in ["en", "zh"] {
        env.ok(&["template", "-o", "t.xlsx", "--lang", lang]);
        let lists = lists(&env);
        let [events, sectors, countries, regions, currencies, ..] = &lists[..] else { panic!("{lists:?}") };
        assert_eq!(lists.len(), 9);
        assert_eq!((events.len() - 1, events[1].as_str()), (2, "SCE2019"));
        assert!(sectors.contains(&if lang == "en" { "<r>Bio, \"medicine\"</r>" } else { "生物医药" }.to_owned()));
        assert_eq!(countries.len() - 1, 249);
        // China's come first; those of other countries that the samples name cannot stand alone.
        let regions = &regions[..32];
        assert_eq!(regions[31], if lang == "en" { "Zhejiang" } else { "浙江" });
        assert_eq!(currencies[1], "CNY");
        let mut rows = csv::Writer::from_writer(Vec::new());
        rows.write_record(["title", "signed", "sector", "event", "country", "region", "currency", "kind"]).unwrap();
        let at = |list: &[String], row: usize| list[1 + row % (list.len() - 1)].clone();
        for row in 0..249 {
            let title = format!("t{row}");
            let (country, region) = (at(countries, row), at(regions, row));
            let kind = at(&lists[5], row);
            let (sector, event, currency) = (at(sectors, row), at(events, row), at(currencies, row));
            for (country, region) in [(country.as_str(), ""), ("", region.as_str())] {
                rows.write_record([&title, "2019", &sector, &event, country, region, &currency, &kind]).unwrap();
            }
        }
        env.file("picked.csv", rows.into_inner().unwrap());
        env.ok(&["import", "--allow-duplicates", "picked.csv"]);
    }
}

#[test]
fn a_template_needs_a_file_that_is_a_workbook() {
    let env = Env::new();
    assert_snapshot!(env.shows(&["template"]), @"
    --- stderr
    error: --output: a template needs a file
    hint: `deals template -o deals.xlsx`
    --- exit 2
    ");
    assert_snapshot!(env.shows(&["template", "-o", "t.csv"]), @"
    --- stderr
    error: --output: t.csv is no name of a workbook
    hint: `deals template -o deals.xlsx`
    --- exit 2
    ");
    env.ok(&["template", "-o", "t.xlsx"]);
    let piped = env.command(&["template", "-o", "-"]).output().unwrap();
    assert!(piped.stdout == fs::read(env.path("t.xlsx")).unwrap());
}
