//! `deals report --explain`: the deals behind the figures, and the command that lists them.

use insta::assert_snapshot;

use crate::env::{Env, csv_rows, sample};

#[test]
fn a_line_is_explained_by_its_deals_which_add_up_to_it() {
    let env = Env::with_samples();
    assert_snapshot!(env.shows(&["report", "--by", "origin", "--event", "SCE2018", "--explain", "hmt"]), @"
    Deals by origin: event SCE2018
    Amounts are in CNY, each converted at the rate in force on its signing day. Ledger ledger.db, last entry 2 of 2019-08-27.
    ┌──────────────────────────┬─────┬─────────────┬─────────────────────────────────┬────────────┬───────────────────┬───────┬───────────────────┐
    │ Origin                   │ No. │ Ref         │ Title                           │ Signed     │            Amount │ Rate  │ Base amount (CNY) │
    ├──────────────────────────┼─────┼─────────────┼─────────────────────────────────┼────────────┼───────────────────┼───────┼───────────────────┤
    │ Hong Kong, Macao, Taiwan │     │             │ 3 deals                         │            │                   │       │    140,291,000.00 │
    │                          │  58 │ SCE2018-058 │ 供应链金融风控平台              │ 2018-08-24 │ HKD 95,000,000.00 │ 0.869 │     82,555,000.00 │
    │                          │  57 │ SCE2018-057 │ Car-park guidance, twelve sites │ 2018-08-24 │ HKD 38,000,000.00 │ 0.869 │     33,022,000.00 │
    │                          │  48 │ SCE2018-048 │ 测试座与治具生产项目            │ 2018-08-24 │  USD 3,600,000.00 │ 6.865 │     24,714,000.00 │
    └──────────────────────────┴─────┴─────────────┴─────────────────────────────────┴────────────┴───────────────────┴───────┴───────────────────┘
    Hong Kong, Macao, Taiwan: `deals list --event SCE2018 --origin hmt`
    ");
    assert_snapshot!(env.shows(&["report", "--by", "origin", "--event", "SCE2018", "--explain", "港澳台", "--lang", "zh"]), @"
    项目按资金来源统计——签约活动为SCE2018
    金额均折合为人民币，按各项目签约日适用的汇率折算。台账ledger.db，截至第2条记录（2019-08-27）。
    ┌──────────┬──────┬─────────────┬─────────────────────────────────┬────────────┬───────────────────┬───────┬────────────────┐
    │ 资金来源 │ 编号 │ 合同号      │ 项目名称                        │ 签约日期   │              金额 │ 汇率  │ 折合金额（元） │
    ├──────────┼──────┼─────────────┼─────────────────────────────────┼────────────┼───────────────────┼───────┼────────────────┤
    │ 港澳台   │      │             │ 3个项目                         │            │                   │       │ 140,291,000.00 │
    │          │   58 │ SCE2018-058 │ 供应链金融风控平台              │ 2018-08-24 │ HKD 95,000,000.00 │ 0.869 │  82,555,000.00 │
    │          │   57 │ SCE2018-057 │ Car-park guidance, twelve sites │ 2018-08-24 │ HKD 38,000,000.00 │ 0.869 │  33,022,000.00 │
    │          │   48 │ SCE2018-048 │ 测试座与治具生产项目            │ 2018-08-24 │  USD 3,600,000.00 │ 6.865 │  24,714,000.00 │
    └──────────┴──────┴─────────────┴─────────────────────────────────┴────────────┴───────────────────┴───────┴────────────────┘
    港澳台：`deals list --event SCE2018 --origin hmt`
    ");
    assert_snapshot!(env.shows(&["report", "--by", "origin", "--event", "SCE2018", "--explain", "3", "--format", "csv"]), @r#"
    origin,id,ref,title,signed,amount,currency,rate,base_amount
    hmt,58,SCE2018-058,供应链金融风控平台,2018-08-24,95000000.00,HKD,0.869,82555000.00
    hmt,57,SCE2018-057,"Car-park guidance, twelve sites",2018-08-24,38000000.00,HKD,0.869,33022000.00
    hmt,48,SCE2018-048,测试座与治具生产项目,2018-08-24,3600000.00,USD,6.865,24714000.00
    --- stderr
    Hong Kong, Macao, Taiwan: `deals list --event SCE2018 --origin hmt`
    "#);
    assert_snapshot!(env.ok(&["report", "--by", "origin", "--event", "SCE2018", "--explain", "3", "--format", "json"]), @r#"
    {"by":["origin"],"currency":"CNY","rows":[
    {"origin":"hmt","id":58,"ref":"SCE2018-058","title":"供应链金融风控平台","signed":"2018-08-24","amount":"95000000.00","currency":"HKD","rate":"0.869","base_amount":"82555000.00"},
    {"origin":"hmt","id":57,"ref":"SCE2018-057","title":"Car-park guidance, twelve sites","signed":"2018-08-24","amount":"38000000.00","currency":"HKD","rate":"0.869","base_amount":"33022000.00"},
    {"origin":"hmt","id":48,"ref":"SCE2018-048","title":"测试座与治具生产项目","signed":"2018-08-24","amount":"3600000.00","currency":"USD","rate":"6.865","base_amount":"24714000.00"}
    ],"subtotals":[{"origin":"hmt","id":null,"ref":null,"title":null,"signed":null,"amount":null,"currency":null,"rate":null,"base_amount":"140291000.00"}],"total":null,"notes":["Hong Kong, Macao, Taiwan: `deals list --event SCE2018 --origin hmt`"],"heading":["Deals by origin: event SCE2018","Amounts are in CNY, each converted at the rate in force on its signing day. Ledger ledger.db, last entry 2 of 2019-08-27."]}
    "#);
}

#[test]
fn every_line_is_explained_and_a_total_stands_below() {
    let env = Env::with_samples();
    let filters = ["--event", "SCE2018", "--country", "DE,JP"];
    assert_snapshot!(env.ok(&[&["report", "--by", "country", "--explain"][..], &filters].concat()), @"
    Deals by country: event SCE2018; country Germany or Japan
    Amounts are in CNY, each converted at the rate in force on its signing day. Ledger ledger.db, last entry 2 of 2019-08-27.
    ┌─────────┬─────┬─────────────┬────────────────────────────────────────────────────┬────────────┬───────────────────┬─────────┬───────────────────┐
    │ Country │ No. │ Ref         │ Title                                              │ Signed     │            Amount │ Rate    │ Base amount (CNY) │
    ├─────────┼─────┼─────────────┼────────────────────────────────────────────────────┼────────────┼───────────────────┼─────────┼───────────────────┤
    │ Germany │     │             │ 4 deals                                            │            │                   │         │    418,481,000.00 │
    │         │  10 │ SCE2018-010 │ MEMS microphone pilot line                         │ 2018-08-23 │ EUR 27,500,000.00 │ 7.975   │    219,312,500.00 │
    │         │  56 │ SCE2018-056 │ Camera and radar calibration for driver assistance │ 2018-08-24 │ EUR 11,300,000.00 │ 7.935   │     89,665,500.00 │
    │         │  45 │ SCE2018-045 │ Antenna measurement chambers                       │ 2018-08-24 │  EUR 8,600,000.00 │ 7.935   │     68,241,000.00 │
    │         │  42 │ SCE2018-042 │ Heat meters for office buildings                   │ 2018-08-24 │  EUR 5,200,000.00 │ 7.935   │     41,262,000.00 │
    │ Japan   │     │             │ 2 deals                                            │            │                   │         │    155,067,000.00 │
    │         │  41 │ SCE2018-041 │ Precision stages for wafer inspection              │ 2018-08-24 │ JPY 1,580,000,000 │ 0.06105 │     96,459,000.00 │
    │         │  53 │ SCE2018-053 │ Packing robots for pickles and hot-pot seasoning   │ 2018-08-24 │   JPY 960,000,000 │ 0.06105 │     58,608,000.00 │
    ├─────────┼─────┼─────────────┼────────────────────────────────────────────────────┼────────────┼───────────────────┼─────────┼───────────────────┤
    │ Total   │     │             │ 6 deals                                            │            │                   │         │    573,548,000.00 │
    └─────────┴─────┴─────────────┴────────────────────────────────────────────────────┴────────────┴───────────────────┴─────────┴───────────────────┘
    Germany: `deals list --event SCE2018 --country DE`
    Japan: `deals list --event SCE2018 --country JP`
    ");
    // A column of a cross-tab is one more dimension of the lines; the rest is a line as any other.
    let across =
        env.ok(&[&["report", "--by", "country", "--across", "sector", "--explain", "--format", "csv"][..], &filters]
            .concat());
    assert_eq!(csv_rows(&across)[0][..3], ["country", "sector", "id"]);
    let rest = env.ok(&["report", "--by", "country", "--event", "SCE2018", "--top", "6", "--explain", "(rest)"]);
    assert!(
        rest.contains("`deals list --event SCE2018 --country GB --country FR --country TW --country CH`"),
        "{rest}"
    );
}

#[test]
fn nested_lines_and_their_subtotals_are_explained() {
    let env = Env::with_samples();
    let asked = ["report", "--by", "origin,sector", "--subtotals", "--top", "2", "--event", "SCE2018"];
    let explain = |line: &str| env.ok(&[&asked[..], &["--explain", line, "--format", "csv"]].concat());
    // The first line is the subtotal of what comes from home, the fourth what is folded below it.
    assert_eq!(explain("1"), explain("domestic"));
    assert_eq!(csv_rows(&explain("1")).len(), 1 + 44);
    assert_eq!(explain("4"), explain("domestic,(rest)"));
    let rest = env.ok(&[&asked[..], &["--explain", "4"]].concat());
    assert!(rest.contains("`deals list --event SCE2018 --origin domestic --sector "), "{rest}");
    let all = csv_rows(&env.ok(&[&asked[..], &["--explain", "--format", "csv"]].concat()));
    assert_eq!(all.len(), 1 + 64);
}

#[test]
fn lines_of_one_name_are_asked_about() {
    let env = Env::new();
    env.ok(&["add", "a", "--sector", "5G", "--country", "AU", "--region", "Victoria", "--amount", "1"]);
    env.ok(&["add", "b", "--sector", "5G", "--country", "CA", "--region", "Victoria", "--amount", "2"]);
    assert_snapshot!(env.shows(&["report", "--by", "region", "--explain", "victoria"]), @"
    --- stderr
    error: --explain: several lines are called `victoria`: 1, 2
    hint: a line may be named by its number
    --- exit 1
    ");
    let second = env.ok(&["report", "--by", "region", "--explain", "Victoria, Australia"]);
    assert!(second.ends_with("`deals list --region Victoria --country AU`\n"), "{second}");
}

#[test]
fn deals_of_files_are_told_by_their_lines() {
    let env = Env::new();
    let (rates, file) = (sample("rates.csv"), sample("sce-2018.csv"));
    let asked = ["report", &file, "--rates", &rates, "--by", "origin", "--explain", "hmt"];
    assert_snapshot!(env.ok(&asked).replace(&file, "sce-2018.csv"), @"
    Deals by origin: all deals
    Amounts are in CNY, each converted at the rate in force on its signing day. From sce-2018.csv.
    ┌──────────────────────────┬─────────────────┬─────────────┬─────────────────────────────────┬────────────┬───────────────────┬───────┬───────────────────┐
    │ Origin                   │ Source          │ Ref         │ Title                           │ Signed     │            Amount │ Rate  │ Base amount (CNY) │
    ├──────────────────────────┼─────────────────┼─────────────┼─────────────────────────────────┼────────────┼───────────────────┼───────┼───────────────────┤
    │ Hong Kong, Macao, Taiwan │                 │             │ 3 deals                         │            │                   │       │    140,291,000.00 │
    │                          │ sce-2018.csv:59 │ SCE2018-058 │ 供应链金融风控平台              │ 2018-08-24 │ HKD 95,000,000.00 │ 0.869 │     82,555,000.00 │
    │                          │ sce-2018.csv:58 │ SCE2018-057 │ Car-park guidance, twelve sites │ 2018-08-24 │ HKD 38,000,000.00 │ 0.869 │     33,022,000.00 │
    │                          │ sce-2018.csv:49 │ SCE2018-048 │ 测试座与治具生产项目            │ 2018-08-24 │  USD 3,600,000.00 │ 6.865 │     24,714,000.00 │
    └──────────────────────────┴─────────────────┴─────────────┴─────────────────────────────────┴────────────┴───────────────────┴───────┴───────────────────┘
    ");
    let whole = csv_rows(&env.ok(&[&asked[..6], &["--explain", "--format", "csv"]].concat()));
    assert_eq!(whole.len(), 65);
    assert_eq!(whole[0], ["origin", "source", "ref", "title", "signed", "amount", "currency", "rate", "base_amount"]);
}

#[test]
fn what_no_line_is_called_is_said() {
    let env = Env::with_samples();
    assert_snapshot!(env.shows(&["report", "--explain", "5"]), @"
    --- stderr
    error: --explain: the report has no line `5`
    hint: name a line by its number, 1 to 4 from the top, or by what stands in it, with commas between
    hint: FILEs stand before --explain
    --- exit 1
    ");
    assert_snapshot!(env.shows(&["report", "--by", "origin,sector", "--explain", "domestic,6G", "--lang", "zh"]), @"
    --- stderr
    错误：--explain：报表中没有`domestic,6G`这一行
    提示：可用行的序号（自上而下1至12）指明，或写明行中各项（用逗号隔开）
    提示：文件名应写在`--explain`之前
    --- exit 1
    ");
    // The named ledger goes into the command, and words that a shell would break are quoted.
    let by_partner =
        env.ok(&["--db", "ledger.db", "report", "--by", "partner", "--explain", "Kestrelmoor Photonics Ltd"]);
    assert!(
        by_partner.ends_with("`deals list --db ledger.db --partner 'Kestrelmoor Photonics Ltd'`\n"),
        "{by_partner}"
    );
}
