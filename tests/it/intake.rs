//! Files as they come: encodings, delimiters, workbooks, foreign headers, units, and what is refused of them.

use std::fs;

use insta::assert_snapshot;

use crate::env::{Env, csv_rows, repository, sample};

const HEADER: &str = "项目名称,签约日期,行业,投资额（万元）\n";

pub(crate) fn book(name: &str) -> String {
    repository().join("tests/fixtures/books").join(name).display().to_string()
}

/// What a file imports as: the given columns of its deals, by number.
#[track_caller]
pub(crate) fn imported(args: &[&str], columns: &str) -> Vec<String> {
    let env = Env::new();
    env.ok(&[&["import", "--create", "sectors"], args].concat());
    listed(&env, columns)
}

pub(crate) fn listed(env: &Env, columns: &str) -> Vec<String> {
    let text = env.ok(&["list", "--sort", "id", "--columns", columns, "--format", "csv"]);
    csv_rows(&text)[1..].iter().map(|row| row.join("|")).collect()
}

/// The same for a text.
#[track_caller]
fn of_text(text: &str, more: &[&str], columns: &str) -> Vec<String> {
    let env = Env::new();
    let file = env.file("x.csv", text);
    env.ok(&[&["import", "--create", "sectors", &file], more].concat());
    listed(&env, columns)
}

/// What a text is refused with.
#[track_caller]
fn refused(text: impl AsRef<[u8]>, more: &[&str]) -> String {
    let env = Env::new();
    let file = env.file("x.csv", text);
    let stderr = env.fails(1, &[&["import", &file], more].concat());
    assert!(!env.ledger().exists(), "something was written");
    stderr
}

/// Counts and sums worked out by the script that makes the samples.
#[test]
fn the_samples_of_other_offices_go_in_whole() {
    let env = Env::new();
    env.ok(&["import", &sample("sce-2019-signings.gb18030.csv")]);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal"), 30);
    assert_eq!(env.count("SELECT SUM(amount) FROM deal"), 3_689_205_000_000);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal WHERE amount IS NULL"), 1);
    assert_eq!(
        env.count("SELECT SUM(amount) FROM deal_readable JOIN deal USING (id) WHERE sector = 'IC'"),
        2_355_765_000_000
    );
    assert_eq!(env.count("SELECT COUNT(*) FROM deal_readable WHERE region = 'CN-GD'"), 4);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal_readable WHERE country = 'US' AND region IS NULL"), 2);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal_readable WHERE sector = 'AI' AND tags = 'IoT'"), 1);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal WHERE title LIKE '%𠮷%' OR title LIKE '%㐂%'"), 2);
    let env = Env::new();
    env.ok(&["import", &sample("sce-2019-contracts.xlsx")]);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal"), 25);
    assert_eq!(env.count("SELECT SUM(amount) FROM deal WHERE currency_id = 156"), 975_838_455_000);
    assert_eq!(env.count("SELECT SUM(amount) FROM deal WHERE currency_id = 840"), 5_050_000_000);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal WHERE ref LIKE '0%'"), 15);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal_readable WHERE venue = 'on-site'"), 12);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal_readable WHERE kind = 'framework'"), 3);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal WHERE signed = '2019-08-27'"), 7);
    let env = Env::new();
    let title = ["--map", "title=Transaction Party", "--set", "title=Unnamed"];
    env.ok(&[&["import", "--create", "sectors", &sample("tracker-2005-2019.csv")][..], &title].concat());
    assert_eq!(env.count("SELECT COUNT(*) FROM deal WHERE currency_id = 840"), 42);
    assert_eq!(env.count("SELECT SUM(amount) FROM deal"), 4_955_250_000_000);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal WHERE title = 'Unnamed'"), 3);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal WHERE length(signed) = 7 AND region_id IS NULL"), 42);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal WHERE extra LIKE '%\"Region\":\"Europe\"%'"), 15);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal WHERE extra LIKE '%\"Share Size\"%'"), 33);
}

#[test]
fn the_plan_is_shown_and_nothing_is_done() {
    let env = Env::new();
    fs::copy(sample("sce-2019-signings.gb18030.csv"), env.path("signings.csv")).unwrap();
    assert_snapshot!(env.shows(&["import", "--dry-run", "signings.csv"]), @"
    ┌───────────────────────┬────────────────────────────┐
    │ Field                 │ Value                      │
    ├───────────────────────┼────────────────────────────┤
    │ File                  │ signings.csv               │
    │ Encoding              │ GB18030                    │
    │ Delimiter             │ ,                          │
    │ Header in line        │ 3                          │
    │ Rows above the header │ 2                          │
    │ Unit of amounts       │ 亿元 (as a row above says) │
    └───────────────────────┴────────────────────────────┘
    ┌────────┬──────────┬─────────────────────┐
    │ Column │ Head     │ Becomes             │
    ├────────┼──────────┼─────────────────────┤
    │ A      │ 序号     │ (left out)          │
    │ B      │ 项目名称 │ title (Title)       │
    │ C      │ 签约日期 │ signed (Signed)     │
    │ D      │ 所属行业 │ sector (Sector)     │
    │ E      │ 投资方   │ partner (Partner)   │
    │ F      │ 来源地   │ country (Country)   │
    │ G      │ 投资总额 │ amount (Amount)     │
    │ H      │ 所属区县 │ district (District) │
    │ I      │ 备注     │ note (Note)         │
    └────────┴──────────┴─────────────────────┘
    ┌────────────────────────────────────┬────────────────────────────────────────────────────────────────────────┐
    │ Field                              │ Value                                                                  │
    ├────────────────────────────────────┼────────────────────────────────────────────────────────────────────────┤
    │ Rows that are new deals            │ 30                                                                     │
    │ Rows that are no deals             │ 2                                                                      │
    │ New: District                      │ 10 (两江新区, 渝北区, 高新区, …)                                       │
    │ New: Partner                       │ 30 (蓉岭半导体有限公司, 钱澜智行科技有限公司, 鹏砾通信技术有限公司, …) │
    │ Sum of new and changed deals (CNY) │ 36,892,050,000.00                                                      │
    └────────────────────────────────────┴────────────────────────────────────────────────────────────────────────┘
    ┌──────────────────────────────┬────────────┬─────────────────────────┬──────────────────────┬───────────┬─────────┬──────────────────────┬───────────────────┬──────────┬──────────┬──────────────────────┐
    │ Title                        │ Signed     │ Sector                  │ Partner              │ Region    │ Country │               Amount │ Base amount (CNY) │ District │ Note     │ Other columns        │
    ├──────────────────────────────┼────────────┼─────────────────────────┼──────────────────────┼───────────┼─────────┼──────────────────────┼───────────────────┼──────────┼──────────┼──────────────────────┤
    │ 8英寸功率器件晶圆生产线      │ 2019-08-26 │ Integrated circuits     │ 蓉岭半导体有限公司   │ Sichuan   │ China   │ CNY 8,650,000,000.00 │  8,650,000,000.00 │ 两江新区 │ 重点项目 │                      │
    │ 智能网联汽车计算平台研发中心 │ 2019-08-26 │ Artificial intelligence │ 钱澜智行科技有限公司 │ Zhejiang  │ China   │ CNY 1,236,000,000.00 │  1,236,000,000.00 │ 渝北区   │          │                      │
    │ 5G小基站射频模组产业化       │ 2019-08-26 │ 5G                      │ 鹏砾通信技术有限公司 │ Guangdong │ China   │   CNY 880,000,000.00 │    880,000,000.00 │ 高新区   │          │ 来源地: 广东省深圳市 │
    │ 工业物联网感知终端制造基地   │ 2019-08-26 │ Internet of Things      │ 秦岫传感技术有限公司 │ Shaanxi   │ China   │   CNY 525,000,000.00 │    525,000,000.00 │ 北碚区   │          │ 来源地: 陕西-西安    │
    │ 㐂来智慧社区服务平台         │ 2019-08-26 │ Artificial intelligence │ 京澜语义科技有限公司 │ Beijing   │ China   │   CNY 180,000,000.00 │    180,000,000.00 │ 南岸区   │          │                      │
    └──────────────────────────────┴────────────┴─────────────────────────┴──────────────────────┴───────────┴─────────┴──────────────────────┴───────────────────┴──────────┴──────────┴──────────────────────┘
    --- stderr
    signings.csv: read as GB18030
    signings.csv: the header is line 3; rows above it passed over: 2
    signings.csv: amounts are counted in `亿元`
    signings.csv: columns that number the rows and are left out: `序号`
    signings.csv: blank rows passed over: 1
    signings.csv: rows of totals left out: 1 (line 34)
    sector cells that name several, of which the first was taken and the rest are tags: 1
    places of which words were left over and are kept as `extra`: 7
    this was a dry run: nothing was written
    ");
    assert!(!env.ledger().exists());
    let names: Vec<_> = fs::read_dir(env.path(".")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 1, "{names:?}");
    let bad = env.file("bad.csv", format!("{HEADER}a,2019,5G,1\nb,soon,5G,2\n"));
    let outcome = env.run(&["import", "--dry-run", &bad]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.stdout.contains("Rows refused"), "{}", outcome.stdout);
    assert!(outcome.stderr.contains("bad.csv:3: signed: `soon` is not a date"), "{}", outcome.stderr);
}

#[test]
fn every_encoding_and_delimiter_and_line_end_gives_the_same_deals() {
    let text = "项目名称,签约日期,行业,投资额（万元）,备注\n\"智能,工厂\",2019-08-26,5G,\"1,200.5\",\"两\n行\"\n风电,2019/8/27,IC,30,\n";
    let wanted = ["智能,工厂|2019-08-26|5G|12005000.00|两\n行", "风电|2019-08-27|IC|300000.00|"];
    let encoded = |text: &str, encoding: &str| -> Vec<u8> {
        match encoding {
            "utf-8" => text.into(),
            "utf-8 with a mark" => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            "gb18030" => encoding_rs::GB18030.encode(text).0.into_owned(),
            "utf-16le" => [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect(),
            _ => [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect(),
        }
    };
    for encoding in ["utf-8", "utf-8 with a mark", "gb18030", "utf-16le", "utf-16be"] {
        for delimiter in [",", ";", "\t", "|"] {
            let quoted = text.replace("\"智能,工厂\"", "\u{1}").replace("\"1,200.5\"", "\u{2}").replace(',', delimiter);
            let text = quoted.replace('\u{1}', "\"智能,工厂\"").replace('\u{2}', "\"1,200.5\"");
            let env = Env::new();
            env.ok(&["import", &env.file("x.csv", encoded(&text, encoding))]);
            assert_eq!(listed(&env, "title,signed,sector,amount,note"), wanted, "{encoding} {delimiter:?}");
        }
    }
    for end in ["\r\n", "\r"] {
        let rows = of_text(&text.replace('\n', end), &[], "title,amount");
        assert_eq!(rows, ["智能,工厂|12005000.00", "风电|300000.00"], "{end:?}");
    }
    let env = Env::new();
    let gb = encoding_rs::GB18030.encode(text).0.into_owned();
    let stderr = env.run(&["import", &env.file("x.csv", gb)]).stderr;
    assert!(stderr.contains("x.csv: read as GB18030"), "{stderr}");
}

#[test]
fn what_fits_no_encoding_is_refused_with_its_line() {
    let with = |bytes: &[u8]| [HEADER.as_bytes(), bytes].concat();
    let latin = refused(with(b"Montr\xe9al plant,2019-08-26,5G,1\n"), &[]);
    assert!(
        latin.contains("x.csv:2: is neither UTF-8 nor GB18030 text") || latin.contains("x.csv:2: is UTF-8 text but"),
        "{latin}"
    );
    let mut damaged = with("智能制造基地项目二期,2019-08-26,5G,1\n".as_bytes());
    damaged.remove(HEADER.len() + 4);
    assert!(refused(&damaged, &[]).contains("x.csv:2: is UTF-8 text but for some bytes"));
    assert!(refused(b"t\0i\0t\0l\0e\0,\0s\0i\0g\0n\0e\0d\0", &[]).contains("hint: --encoding utf-16le"));
    let big5 = encoding_rs::BIG5.encode("項目名稱,簽約日期,行業\n智慧工廠,2019-08-26,5G\n").0.into_owned();
    let env = Env::new();
    let file = env.file("x.csv", big5);
    let map = ["--map", "title=項目名稱", "--map", "signed=簽約日期", "--map", "sector=行業"];
    env.ok(&[&["import", "--encoding", "big5", &file][..], &map].concat());
    assert_eq!(listed(&env, "title"), ["智慧工廠"]);
    assert!(env.fails(2, &["import", "--encoding", "klingon", &file]).contains("`klingon` is not an encoding"));
    assert!(env.fails(1, &["import", "--encoding", "utf-8", &file]).contains("x.csv:1: is not UTF-8 text"));
}

#[test]
fn the_table_is_found_and_what_is_no_deal_is_left_out() {
    let env = Env::new();
    let text = "2019签约项目汇总表,,,,\n单位：亿元,,,,\n\n序号,项目名称,签约日期,行业,投资额\n1,a,2019-08-26,5G,1.5\n2,b,2019-08-26,5G,待定\n\
                小计,,,,1.5\n,,,,\n序号,项目名称,签约日期,行业,投资额\n3,合计,2019-08-27,IC,2\n合计,,,,3.6\n4,,,,\n注：金额含土地,,,,\n,,,,\n";
    let file = env.file("x.csv", text);
    assert_snapshot!(env.shows(&["import", &file]), @"
    --- stderr
    x.csv: the header is line 4; rows above it passed over: 2
    x.csv: amounts are counted in `亿元`
    x.csv: columns that number the rows and are left out: `序号`
    made a new ledger at ledger.db (base currency CNY, home CN)
    x.csv: blank rows passed over: 3
    x.csv: rows that repeat the header left out: 1
    x.csv: rows of totals left out: 2 (line 7, 11)
    x.csv:13: taken for a note, not a deal: 注：金额含土地
    warning: x.csv:11: the total says 3.6, the rows above add up to 3.5
    imported 3 deals from x.csv; the last number is 3
    ");
    assert_eq!(listed(&env, "title,amount"), ["a|150000000.00", "b|", "合计|200000000.00"]);
    let two = "项目名称,签约日期,行业,投资总额,\n,,,内资（万元）,外资（万美元）\na,2019-08-26,5G,5,\n";
    let stderr = refused(two, &[]);
    assert!(
        stderr.contains("line 2 goes on with the header of the line before") && stderr.contains("hint: --header-row 2"),
        "{stderr}"
    );
    let map = ["--header-row", "2", "--map", "title=A", "--map", "signed=B", "--map", "sector=C", "--map", "amount=D"];
    assert_eq!(of_text(two, &map, "title,amount"), ["a|50000.00"]);
    // The same header twice is no second row of it.
    let again = "title,signed,sector\ntitle,signed,sector\na,2019,5G\n";
    assert_eq!(of_text(again, &[], "title"), ["a"]);
    // Without a day or a partner to tell by, a name that begins as a total does is still a name.
    let names = of_text("项目名称,行业\n总计量检测中心,5G\n累计算力平台,5G\n", &["--set", "signed=2019"], "title");
    assert_eq!(names, ["总计量检测中心", "累计算力平台"]);
    assert_eq!(of_text("[Draft] projects,,\ntitle,signed,sector\na,2019,5G\n", &[], "title"), ["a"]);
    assert_eq!(of_text("x,y\ntitle,signed,sector\na,2019,5G\n", &["--header-row", "2"], "title"), ["a"]);
    assert!(
        refused("title,signed,sector\na,2019,5G\n", &["--header-row", "7"])
            .contains("there is no row 7 to be the header")
    );
}

#[test]
fn units_come_from_header_title_or_cells_or_are_asked_for() {
    let amount = |text: &str, more: &[&str]| of_text(text, more, "amount,currency");
    let with = |head: &str, cell: &str| format!("项目名称,签约日期,行业,{head}\na,2019,5G,\"{cell}\"\n");
    for (head, cell, wanted) in [
        ("投资额（万元）", "1,200", "12000000.00|CNY"),
        ("合同金额(亿元)", "3.5", "350000000.00|CNY"),
        ("\"Investment (USD m)\"", "12.5", "12500000.00|USD"),
        ("Quantity in Millions", "250", "250000000.00|CNY"),
        ("投资总额", "1200（万元）", "12000000.00|CNY"),
        ("投资总额", "￥1,200.00", "1200.00|CNY"),
        ("投资总额", "1.2亿美元", "120000000.00|USD"),
        ("amount", "1200", "1200.00|CNY"),
        ("投资额（万美元）", "3.5亿", "350000000.00|USD"),
        ("\"Investment (USD m)\"", "1.2bn", "1200000000.00|USD"),
    ] {
        assert_eq!(amount(&with(head, cell), &[]), [wanted], "{head} {cell}");
    }
    assert_eq!(amount(&with("投资总额", "1200"), &["--unit", "万元"]), ["12000000.00|CNY"]);
    let stderr = refused(with("投资总额", "1200"), &[]);
    assert!(
        stderr.contains(
            "x.csv:2: amount: `1200` has no unit: neither the header, nor a row above it, nor the cell says one"
        ),
        "{stderr}"
    );
    assert!(stderr.contains("hint: --unit 元, 万元, 亿元, million"), "{stderr}");
    let both = format!("单位：亿元,,,\n{}", with("投资额（万元）", "1"));
    assert!(refused(&both, &[]).contains("two units are stated: 万元 and 亿元 (--unit says which)"));
    // A head that is mapped states its unit as well, and one that is not is pointed at.
    let mapped = ["--map", "amount=D"];
    assert_eq!(amount(&with("\"Contracted FDI (US$ m)\"", "500"), &mapped), ["500000000.00|USD"]);
    assert_eq!(amount(&with("实际利用外资（万美元）", "500"), &mapped), ["5000000.00|USD"]);
    let env = Env::new();
    let file = env.file("x.csv", with("实际利用外资（万美元）", "500"));
    let stderr = env.run(&["import", "--dry-run", &file]).stderr;
    assert!(
        stderr.contains("warning: x.csv: no column is read as amount")
            && stderr.contains("--map \"amount=实际利用外资（万美元）\""),
        "{stderr}"
    );
    // A sign that several currencies share is asked about; the sign of the column's own currency says nothing new.
    assert!(refused(with("Value ($m)", "5"), &[]).contains("`$m`: `$` may be USD, HKD, SGD"));
    assert_eq!(amount(&with("Value ($m)", "5"), &["--set", "currency=HKD"]), ["5000000.00|HKD"]);
    assert_eq!(amount(&with("Value ($m)", "$1,750"), &["--unit", "USD m"]), ["1750000000.00|USD"]);
    // A row above counts whatever the head is called.
    assert_eq!(amount("单位：万元,,,\nTitle,Signed,Sector,Amount\na,2019,5G,100\n", &[]), ["1000000.00|CNY"]);
    assert!(refused(with("Investment (all)", "5"), &[]).contains("has no unit"));
    let usd = "项目名称,签约日期,行业,投资额（万元）,币种\na,2019,5G,5,USD\n";
    assert_eq!(amount(usd, &[]), ["50000.00|USD"]);
    assert!(
        refused(with("投资额（万元）", "500美元"), &[])
            .contains("`500美元` and the unit of its column, 万元, do not go together")
    );
    let two = "项目名称,签约日期,行业,投资总额,合同金额（万元）\na,2019,5G,1,2\n";
    assert!(refused(two, &[]).contains("two columns for amount: `投资总额` and `合同金额（万元）`"));
    assert_eq!(amount(two, &["--map", "amount=E"]), ["20000.00|CNY"]);
}

#[test]
fn decimal_commas_are_asked_about_where_they_are_likely() {
    let text = |cell: &str| format!("Title;Date signed;Sector;Amount (EUR m)\na;26.08.2019;AI;{cell}\n");
    for cell in ["2,500", "2.500"] {
        let stderr = refused(text(cell), &[]);
        assert!(
            stderr.contains(&format!("amount: `{cell}` can be read in two ways: thousands or decimals")),
            "{stderr}"
        );
    }
    let amount = |cell: &str, sign: &str| of_text(&text(cell), &["--decimal", sign], "amount");
    assert_eq!(amount("2,500", "comma"), ["2500000.00"]);
    assert_eq!(amount("2,500", "point"), ["2500000000.00"]);
    assert_eq!(amount("1.250,5", "comma"), ["1250500000.00"]);
    assert_eq!(of_text(&text("12,5"), &["--decimal", "comma"], "amount"), ["12500000.00"]);
    assert!(refused(text("12,5"), &[]).contains("`12,5` is not an amount"));

    // What a file holds as a number has no thousands.
    let env = Env::new();
    let number = r#"{"Title":"a","Signed":"2019","Sector":"AI","Investment (USD m)":2.125}"#;
    env.ok(&["import", "--decimal", "comma", &env.file("x.jsonl", number)]);
    assert_eq!(listed(&env, "amount"), ["2125000.00"]);
}

#[test]
fn a_currency_that_a_header_names_is_never_left_out() {
    let text = |header: &str, cells: &str| format!("Title,Signed,Sector,{header}\na,2019,AI,{cells}\n");
    for header in ["Investment (kr m)", "投资额（泰铢/万）", "投资额（泰铢 百万）", "Capital cost kr m"]
    {
        let stderr = refused(text(header, "5"), &["--map", "amount=D"]);
        assert!(stderr.contains("--unit"), "{header}: {stderr}");
    }
    let amount = |header: &str, cells: &str| of_text(&text(header, cells), &["--map", "amount=D"], "amount,currency");
    assert_eq!(amount("Investment (Usd m)", "5"), ["5000000.00|USD"]);
    assert_eq!(amount("Deal price (EUR) in millions", "5"), ["5000000.00|EUR"]);
    assert_eq!(amount("Investment (US $ m)", "5"), ["5000000.00|USD"]);
    assert_eq!(amount("Investment ($m),Currency", "5,AUD"), ["5000000.00|AUD"]);
    let stderr = refused(text("Investment ($m),Currency", "5,"), &[]);
    assert!(stderr.contains("x.csv:2: currency: `$m`"), "{stderr}");
}

#[test]
fn columns_without_a_name_or_with_the_name_of_another_keep_their_cells() {
    let text = ",Title,Signed,Sector,Phase,Phase,Phase (F)\n20231107,a,2019,AI,x,y,z\n";
    let extra = r#"{"A":"20231107","Phase":"x","Phase (F) (F)":"y","Phase (F)":"z"}"#;
    let kept = of_text(text, &[], "extra");
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    assert_eq!(json(&kept[0]), json(extra));
}

#[test]
fn rows_of_totals_are_known_by_what_they_count() {
    for total in ["合计12个项目", "合计金额", "合计金额（万元）", "Total (2 projects)"] {
        let text = format!("Title,Signed,Sector,Investment (USD m)\na,2019,AI,5\nb,2019,AI,7\n{total},,,12\n");
        assert_eq!(of_text(&text, &[], "amount"), ["5000000.00", "7000000.00"], "{total}");
    }
}

#[test]
fn the_code_of_a_country_is_no_region_of_it() {
    let place = |cells: &str| {
        of_text(
            &format!("Project name,Date signed,Industry,Partner country,State\na,2019,AI,{cells}\n"),
            &[],
            "country,region",
        )
    };
    assert_eq!(place("Germany,DE"), ["DE|"]);
    assert_eq!(place("Singapore,SG"), ["SG|"]);
    assert_eq!(place("USA,CA"), ["US|CA"]);
    let alone = "Project name,Date signed,Industry,State\na,2019,AI,CA\n";
    assert!(refused(alone, &["--create", "sectors"]).contains("region: `CA`"), "California is not Canada");
}

#[test]
fn what_programs_for_data_leave_behind_is_no_data() {
    let text = ",title,signed,sector,partner,tags,amount\n0,a,2019-08-26 00:00:00,AI,NaN,<NA>,5\n1,a,2019-08-26 00:00:00,AI,nan,,5\n";
    assert!(refused(text, &[]).contains("x.csv:3: title: the same as line 2 in every field"));
    assert_eq!(of_text(text, &["--allow-duplicates"], "title,signed,partner,tags,extra"), ["a|2019-08-26|||"; 2]);
    assert!(refused("title,signed,sector\nNaN,2019,AI\n", &[]).contains("x.csv:2: title: is required"));
    let parts = "Title,Year,Month,Day,Sector\na,2019.0,8.0,26.0,AI\n";
    assert_eq!(of_text(parts, &[], "signed"), ["2019-08-26"]);
}

#[test]
fn vague_amounts_are_refused_or_kept_in_the_note() {
    let text = format!("{HEADER}a,2019,5G,数千万\nb,2019,5G,\"14,342,000+\"\nc,2019,5G,undisclosed\n");
    let stderr = refused(&text, &[]);
    assert!(stderr.contains("x.csv:2: amount: `数千万` is not an exact amount"), "{stderr}");
    assert!(stderr.contains("x.csv:3: amount: `14,342,000+` is not an exact amount"), "{stderr}");
    assert!(stderr.contains("error: 2 of 3 rows"), "{stderr}");
    assert_eq!(of_text(&text, &["--vague", "blank"], "title,amount,note"), ["a||数千万", "b||14,342,000+", "c||"]);
    assert!(refused(format!("{HEADER}a,2019,5G,\"(1,200)\"\n"), &[]).contains("it is below zero"));
}

#[test]
fn day_and_month_are_decided_by_the_file_or_asked_for() {
    let with = |dates: &[&str]| {
        let rows = dates.iter().enumerate().map(|(row, date)| format!("t{row},{date},5G\n"));
        format!("项目名称,签约日期,行业\n{}", rows.collect::<String>())
    };
    assert_eq!(of_text(&with(&["03/04/2019", "26/08/2019"]), &[], "signed"), ["2019-04-03", "2019-08-26"]);
    assert_eq!(of_text(&with(&["03/04/2019", "08/26/2019"]), &[], "signed"), ["2019-03-04", "2019-08-26"]);
    let stderr = refused(with(&["03/04/2019"]), &[]);
    assert!(
        stderr.contains("x.csv:2: signed: `03/04/2019`: whether day or month comes first is not clear from the file"),
        "{stderr}"
    );
    assert_eq!(of_text(&with(&["03/04/2019"]), &["--date-order", "mdy"], "signed"), ["2019-03-04"]);
    assert!(refused(with(&["03/04/2019", "26/08/2019", "08/26/2019"]), &[]).contains("error: 3 of 3 rows"));
    let ways = ["2019年8月26日", "20190826", "26 Aug 2019", "Aug-19", "2005年", "43703", "2019-08-26 00:00:00"];
    let wanted = ["2019-08-26", "2019-08-26", "2019-08-26", "2019-08", "2005", "2019-08-26", "2019-08-26"];
    assert_eq!(of_text(&with(&ways), &[], "signed"), wanted);
    // A fault quotes what stands in the file.
    let stderr = refused(with(&["25/04/2019", "04/25/2019"]), &["--date-order", "dmy"]);
    assert!(stderr.contains("x.csv:3: signed: `04/25/2019` is not a day of the calendar"), "{stderr}");
    let stderr = refused(with(&["2019.1"]), &[]);
    assert!(stderr.contains("`2019.1` is January, or October whose zero a spreadsheet cut off"), "{stderr}");
    let no_month = "Project,Year,Month,Day,Industry\na,2019,,5,5G\n";
    assert!(refused(no_month, &[]).contains("signed: `2019 ? 5` is not a date"));
    let apart = "Project,Year,Month,Industry\na,2005,January,5G\nb,2019,8,5G\n";
    assert_eq!(of_text(apart, &[], "signed"), ["2005-01", "2019-08"]);
}

#[test]
fn places_and_sectors_of_several_words_are_taken_apart() {
    let text = "项目名称,签约日期,行业,来源地\na,2019,AI、IoT,陕西-西安\nb,2019,5G/IoT,广东省深圳市\nc,2019,IC,北美洲-美国\nd,2019,IC,亚特兰蒂斯\n";
    let stderr = refused(text, &[]);
    assert!(stderr.contains("x.csv:5: country: no country matches `亚特兰蒂斯`"), "{stderr}");
    let homonym = "Project,Date,Industry,Origin\na,2019,5G,\"San Jose, CA\"\n";
    assert!(refused(homonym, &[]).contains("no country matches `San Jose, CA`"));
    let good = text.replace("亚特兰蒂斯", "新加坡");
    assert_eq!(
        of_text(&good, &[], "sector,region,country,tags,extra"),
        [
            "AI|CN-SN|CN|IoT|{\"来源地\":\"陕西-西安\"}",
            "5G|CN-GD|CN|IoT|{\"来源地\":\"广东省深圳市\"}",
            "IC||US||{\"来源地\":\"北美洲-美国\"}",
            "IC||SG||",
        ]
    );
}

#[test]
fn columns_that_fit_nothing_are_kept_with_the_deal() {
    let env = Env::new();
    let file = env.file("x.csv", "title,signed,sector,期数,,Sponsor\na,2019,5G,二期,stray,\nb,2019,5G,,,Acme\n");
    let stderr = env.run(&["import", &file]).stderr;
    assert!(
        stderr.contains("x.csv: columns that fit no field and are kept with the deals as `extra`: `期数`, `Sponsor`"),
        "{stderr}"
    );
    assert_eq!(listed(&env, "extra"), ["{\"期数\":\"二期\",\"E\":\"stray\"}", "{\"Sponsor\":\"Acme\"}"]);
    assert!(env.ok(&["show", "1"]).contains("期数: 二期; E: stray"));
    assert!(env.ok(&["show", "1", "--format", "json"]).contains("\"extra\":{\"期数\":\"二期\",\"E\":\"stray\"}"));
    env.ok(&["export", "-o", "out.csv"]);
    env.ok(&["import", "--db", "other.db", "out.csv"]);
    assert_eq!(env.ok(&["export", "--db", "other.db"]), env.ok(&["export"]));
    let twice = of_text("title,signed,sector,Phase,Phase\na,2019,5G,one,two\n", &[], "extra");
    assert_eq!(twice, ["{\"Phase\":\"one\",\"Phase (E)\":\"two\"}"]);
    assert!(refused("title,signed,sector,extra\na,2019,5G,x\n", &[]).contains("`x` is not a JSON object of texts"));
}

#[test]
fn the_users_say_is_kept_for_next_month() {
    let env = Env::new();
    let july = env.file("july.csv", "Name,When,Money,Region\nPlant,03/07/2019,12,Asia\n");
    let map = ["--map", "title=Name", "--map", "signed=When", "--map", "amount=c", "--map", "extra=Region"];
    let set = ["--set", "sector=5G", "--set", "currency=USD", "--unit", "million", "--date-order", "dmy"];
    env.ok(&[&["import", "--dry-run", "--save-mapping", "office.toml", &july][..], &map, &set].concat());
    assert!(!env.ledger().exists());
    assert_snapshot!(fs::read_to_string(env.path("office.toml")).unwrap(), @r#"
    date-order = "dmy"
    unit = "million"

    [map]
    amount = "c"
    extra = ["Region"]
    signed = "When"
    title = "Name"

    [set]
    currency = "USD"
    sector = "5G"
    "#);
    let august = env.file("august.csv", "Name,When,Money,Region\nPark,03/08/2019,1.5,Asia\n");
    env.ok(&["import", "--mapping", "office.toml", &july, &august]);
    assert_eq!(
        listed(&env, "title,signed,sector,amount,currency,extra"),
        [
            "Plant|2019-07-03|5G|12000000.00|USD|{\"Region\":\"Asia\"}",
            "Park|2019-08-03|5G|1500000.00|USD|{\"Region\":\"Asia\"}",
        ]
    );
    let moved = env.file("moved.csv", "Title,When,Money\nPark,03/08/2019,1.5\n");
    assert!(
        env.fails(1, &["import", "--mapping", "office.toml", &moved])
            .contains("--map title=Name: there is no column `Name`")
    );
    assert!(env.fails(2, &["import", "--map", "sponsor=A", &july]).contains("--map: no field is called `sponsor`"));
    assert!(env.fails(2, &["import", "--unit", "lots", &july]).contains("--unit: `lots` is not a unit"));
}

#[test]
fn a_mapping_that_is_saved_fits_the_file_it_came_from() {
    let env = Env::new();
    let file = env.file("x.csv", "title,signed,sector,amount\na,2019,5G,100\n");
    env.ok(&["import", "--dry-run", "--save-mapping", "m.toml", &file]);
    env.ok(&["import", "--mapping", "m.toml", &file]);
    assert_eq!(listed(&env, "amount"), ["100.00"]);
    assert!(env.fails(1, &["import", "--save-mapping", &file, &file]).contains("--save-mapping: x.csv is read from"));
}

#[test]
fn several_files_go_in_together_or_not_at_all() {
    let env = Env::new();
    let good = env.file("a.csv", format!("{HEADER}a,2019,5G,1\n"));
    let bad = env.file("b.csv", format!("{HEADER}b,soon,5G,1\n"));
    assert!(env.fails(1, &["import", &good, &bad]).contains("b.csv:2: signed: `soon` is not a date"));
    assert!(!env.ledger().exists());
    env.ok(&["import", &good, &sample("sce-2019-contracts.xlsx")]);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal"), 26);
    assert_eq!(env.count("SELECT COUNT(*) FROM entry"), 1);
}

#[test]
fn what_the_template_hands_out_comes_back_without_its_example() {
    for lang in ["en", "zh"] {
        let env = Env::new();
        env.ok(&["template", "-o", "t.xlsx", "--lang", lang]);
        let outcome = env.run(&["import", "t.xlsx"]);
        assert_eq!(outcome.code, 0, "{}", outcome.stderr);
        assert!(outcome.stderr.contains("t.xlsx: worked examples left out: 1"), "{}", outcome.stderr);
        assert!(!env.ledger().exists());
    }
}

#[test]
fn a_report_reads_the_same_files() {
    let env = Env::new();
    assert_eq!(
        env.ok(&["report", &sample("sce-2019-signings.gb18030.csv"), "--format", "csv"]),
        "sector,deals,amount,share\nIC,8,23557650000.00,0.6386\nAI,10,7150000000.00,0.1938\n5G,6,4871320000.00,0.1320\n\
         IoT,6,1313080000.00,0.0356\n"
    );
}
