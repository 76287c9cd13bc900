//! The forms of a report for documents: Markdown, HTML, a page, a workbook.

use insta::assert_snapshot;

use crate::env::{Env, sheet};

/// A ledger whose names try to be markup, formulas and terminal codes.
fn nasty() -> Env {
    let env = Env::new();
    env.ok(&["sector", "add", "X", "<script>alert(1)</script> & | *bold* \"q\"", "--name-zh", "领域|<b>甲</b>"]);
    env.ok(&["add", "t", "--sector", "X", "--amount", "3", "--partner", "=1+1 \u{1b}[31m"]);
    env.ok(&["add", "u", "--sector", "5G", "--amount", "1", "--partner", "[link](http://x) `code` <i>"]);
    env
}

#[test]
fn markdown_is_a_table_with_its_heading_and_notes() {
    let env = Env::with_samples();
    assert_snapshot!(env.ok(&["report", "--by", "origin,sector", "--subtotals", "--top", "1", "--format", "md"]), @"
    **Deals by origin, sector: all deals**

    Amounts are in CNY, each converted at the rate in force on its signing day. Ledger ledger.db, last entry 2 of 2019-08-27.

    | Origin                       | Sector                  |   Deals | Amount (CNY bn) |       Share |
    | :--------------------------- | :---------------------- | ------: | --------------: | ----------: |
    | **Domestic**                 |                         | **106** |      **161.15** |  **95.8 %** |
    |                              | Integrated circuits     |      27 |           85.74 |      51.0 % |
    |                              | others (3)              |      79 |           75.41 |      44.8 % |
    | **Overseas**                 |                         |  **39** |        **6.37** |   **3.8 %** |
    |                              | Integrated circuits     |      12 |            3.45 |       2.1 % |
    |                              | others (3)              |      27 |            2.92 |       1.7 % |
    | **Hong Kong, Macao, Taiwan** |                         |   **8** |        **0.70** |   **0.4 %** |
    |                              | Artificial intelligence |       3 |            0.28 |       0.2 % |
    |                              | others (3)              |       5 |            0.42 |       0.3 % |
    | **Total**                    |                         | **153** |      **168.22** | **100.0 %** |

    - 8 of 153 deals state no amount and are not in the sum.
    - Figures are rounded one by one, so the lines as shown do not add up to the total (Share: 100.1 %, total 100.0 %).
    - Figures are rounded one by one, so the lines as shown do not add up to the subtotal above them in 1 of 3 groups.
    ");
    assert_snapshot!(env.ok(&["report", "--lang", "zh", "--chart", "--format", "md"]), @"
    **项目按领域统计——全部项目**

    金额均折合为人民币，按各项目签约日适用的汇率折算。台账ledger.db，截至第2条记录（2019-08-27）。

    | 领域     |  项目数 | 金额（亿元） |       占比 | 金额（亿元）         |
    | :------- | ------: | -----------: | ---------: | :------------------- |
    | 集成电路 |      41 |       892.71 |      53.1% | ████████████████████ |
    | 人工智能 |      52 |       400.45 |      23.8% | █████████            |
    | 5G       |      26 |       239.63 |      14.2% | █████▍               |
    | 物联网   |      34 |       149.36 |       8.9% | ███▍                 |
    | **合计** | **153** | **1,682.16** | **100.0%** |                      |

    - 153个项目中有8个未列金额，未计入合计。
    - 各数均单独四舍五入，各行相加与合计略有出入（金额各行相加为1,682.15，合计为1,682.16）。
    ");
    assert_snapshot!(nasty().ok(&["report", "--by", "sector,partner", "--format", "md"]), @r#"
    **Deals by sector, partner: all deals**

    Amounts are in CNY, each converted at the rate in force on its signing day. Ledger ledger.db, last entry 3 of 2019-08-27.

    | Sector                                                      | Partner                             | Deals | Amount (CNY) |       Share |
    | :---------------------------------------------------------- | :---------------------------------- | ----: | -----------: | ----------: |
    | &lt;script&gt;alert(1)&lt;/script&gt; &amp; \| \*bold\* "q" | =1+1 ␛\[31m                         |     1 |         3.00 |      75.0 % |
    | 5G                                                          | \[link\](http://x) `code` &lt;i&gt; |     1 |         1.00 |      25.0 % |
    | **Total**                                                   |                                     | **2** |     **4.00** | **100.0 %** |
    "#);
}

#[test]
fn html_is_a_table_with_caption_scopes_and_exact_figures() {
    let env = Env::with_samples();
    assert_snapshot!(env.ok(&["report", "--event", "SCE2019", "--format", "html"]), @r#"
    <div class="deals-report" lang="en">
    <table class="deals">
    <caption><strong class="title">Deals by sector: event SCE2019</strong><br><span class="about">Amounts are in CNY, each converted at the rate in force on its signing day. Ledger ledger.db, last entry 2 of 2019-08-27.</span></caption>
    <thead>
    <tr><th scope="col" class="name">Sector</th><th scope="col" class="figure" style="text-align:right">Deals</th><th scope="col" class="figure" style="text-align:right">Amount (CNY bn)</th><th scope="col" class="figure" style="text-align:right">Share</th></tr>
    </thead>
    <tbody>
    <tr><th scope="row" class="name">Integrated circuits</th><td class="figure" style="text-align:right" data-value="24">24</td><td class="figure" style="text-align:right" data-value="69431811675.93">69.43</td><td class="figure" style="text-align:right" data-value="0.5418">54.2 %</td></tr>
    <tr><th scope="row" class="name">Artificial intelligence</th><td class="figure" style="text-align:right" data-value="29">29</td><td class="figure" style="text-align:right" data-value="27344356826.45">27.34</td><td class="figure" style="text-align:right" data-value="0.2134">21.3 %</td></tr>
    <tr><th scope="row" class="name">5G</th><td class="figure" style="text-align:right" data-value="17">17</td><td class="figure" style="text-align:right" data-value="19922415932.10">19.92</td><td class="figure" style="text-align:right" data-value="0.1555">15.5 %</td></tr>
    <tr><th scope="row" class="name">Internet of Things</th><td class="figure" style="text-align:right" data-value="19">19</td><td class="figure" style="text-align:right" data-value="11455608130.75">11.46</td><td class="figure" style="text-align:right" data-value="0.0894">8.9 %</td></tr>
    </tbody>
    <tfoot>
    <tr class="total"><th scope="row" class="name">Total</th><td class="figure" style="text-align:right" data-value="89">89</td><td class="figure" style="text-align:right" data-value="128154192565.23">128.15</td><td class="figure" style="text-align:right" data-value="1.0000">100.0 %</td></tr>
    </tfoot>
    </table>
    <ul class="notes">
    <li>5 of 89 deals state no amount and are not in the sum.</li>
    <li>Figures are rounded one by one, so the lines as shown do not add up to the total (Share: 99.9 %, total 100.0 %).</li>
    </ul>
    </div>
    "#);
    assert_snapshot!(env.ok(&["report", "--by", "origin,kind", "--subtotals", "--chart", "--lang", "zh", "--format", "html", "--event", "SCE2018"]), @r#"
    <div class="deals-report" lang="zh-CN">
    <table class="deals">
    <caption><strong class="title">项目按资金来源、协议类型统计——签约活动为SCE2018</strong><br><span class="about">金额均折合为人民币，按各项目签约日适用的汇率折算。台账ledger.db，截至第2条记录（2019-08-27）。</span></caption>
    <thead>
    <tr><th scope="col" class="name">资金来源</th><th scope="col" class="name">协议类型</th><th scope="col" class="figure" style="text-align:right">项目数</th><th scope="col" class="figure" style="text-align:right">金额（亿元）</th><th scope="col" class="figure" style="text-align:right">占比</th><th scope="col" class="bar" aria-hidden="true">金额（亿元）</th></tr>
    </thead>
    <tbody>
    <tr class="subtotal"><th scope="row" class="name">内地</th><td class="name"></td><td class="figure" style="text-align:right" data-value="44">44</td><td class="figure" style="text-align:right" data-value="38711490221.05">387.11</td><td class="figure" style="text-align:right" data-value="0.9663">96.6%</td><td class="bar" aria-hidden="true"></td></tr>
    <tr><td class="name"></td><th scope="row" class="name">合同</th><td class="figure" style="text-align:right" data-value="42">42</td><td class="figure" style="text-align:right" data-value="38711490221.05">387.11</td><td class="figure" style="text-align:right" data-value="0.9663">96.6%</td><td class="bar" aria-hidden="true"><div class="bar" style="width:100.0%;height:0.8em;background:#3b6ea5"></div></td></tr>
    <tr><td class="name"></td><th scope="row" class="name">框架协议</th><td class="figure" style="text-align:right" data-value="2">2</td><td class="figure" style="text-align:right"></td><td class="figure" style="text-align:right"></td><td class="bar" aria-hidden="true"></td></tr>
    <tr class="subtotal"><th scope="row" class="name">国外</th><td class="name"></td><td class="figure" style="text-align:right" data-value="17">17</td><td class="figure" style="text-align:right" data-value="1209581879.53">12.10</td><td class="figure" style="text-align:right" data-value="0.0302">3.0%</td><td class="bar" aria-hidden="true"></td></tr>
    <tr><td class="name"></td><th scope="row" class="name">合同</th><td class="figure" style="text-align:right" data-value="13">13</td><td class="figure" style="text-align:right" data-value="1068129629.53">10.68</td><td class="figure" style="text-align:right" data-value="0.0267">2.7%</td><td class="bar" aria-hidden="true"><div class="bar" style="width:2.8%;height:0.8em;background:#3b6ea5"></div></td></tr>
    <tr><td class="name"></td><th scope="row" class="name">意向</th><td class="figure" style="text-align:right" data-value="4">4</td><td class="figure" style="text-align:right" data-value="141452250.00">1.41</td><td class="figure" style="text-align:right" data-value="0.0035">0.4%</td><td class="bar" aria-hidden="true"><div class="bar" style="width:0.4%;height:0.8em;background:#3b6ea5"></div></td></tr>
    <tr class="subtotal"><th scope="row" class="name">港澳台</th><td class="name"></td><td class="figure" style="text-align:right" data-value="3">3</td><td class="figure" style="text-align:right" data-value="140291000.00">1.40</td><td class="figure" style="text-align:right" data-value="0.0035">0.4%</td><td class="bar" aria-hidden="true"></td></tr>
    <tr><td class="name"></td><th scope="row" class="name">合同</th><td class="figure" style="text-align:right" data-value="3">3</td><td class="figure" style="text-align:right" data-value="140291000.00">1.40</td><td class="figure" style="text-align:right" data-value="0.0035">0.4%</td><td class="bar" aria-hidden="true"><div class="bar" style="width:0.4%;height:0.8em;background:#3b6ea5"></div></td></tr>
    </tbody>
    <tfoot>
    <tr class="total"><th scope="row" class="name">合计</th><td class="name"></td><td class="figure" style="text-align:right" data-value="64">64</td><td class="figure" style="text-align:right" data-value="40061363100.58">400.61</td><td class="figure" style="text-align:right" data-value="1.0000">100.0%</td><td class="bar" aria-hidden="true"></td></tr>
    </tfoot>
    </table>
    <ul class="notes">
    <li>64个项目中有3个未列金额，未计入合计。</li>
    <li>各数均单独四舍五入，各行相加与合计略有出入（金额各行相加为400.60，合计为400.61；占比各行相加为100.1%，合计为100.0%）。</li>
    <li>各数均单独四舍五入，3组中有1组各行相加与该组小计略有出入。</li>
    </ul>
    </div>
    "#);
    let nasty = nasty();
    for lang in ["en", "zh"] {
        let html = nasty.ok(&["report", "--by", "sector,partner", "--format", "html", "--standalone", "--lang", lang]);
        for raw in ["<script", "<b>", "<i>", "\u{1b}", "\"q\""] {
            assert!(!html.contains(raw), "{raw}");
        }
    }
}

#[test]
fn a_page_asks_nothing_of_anybody() {
    let env = Env::with_samples();
    env.ok(&["report", "--standalone", "-o", "page.html", "--lang", "zh"]);
    let page = std::fs::read_to_string(env.path("page.html")).unwrap();
    assert!(page.starts_with("<!doctype html>\n<html lang=\"zh-CN\">"));
    assert!(page.contains("<title>项目按领域统计——全部项目</title>"));
    assert!(page.contains("default-src 'none'") && page.contains("@media print") && page.contains("size: A4"));
    for word in ["<script", "http:", "https:", "url(", "@import", "<link", "<img"] {
        assert!(!page.contains(word), "{word}");
    }
    let fragment = env.ok(&["report", "--format", "html", "--lang", "zh"]);
    assert!(page.contains(fragment.trim_end()) && fragment.starts_with("<div class=\"deals-report\" lang=\"zh-CN\">"));
    assert_snapshot!(env.shows(&["report", "--standalone"]), @"
    --- stderr
    error: --standalone: only HTML can be a whole page
    hint: `--format html` or `-o FILE.html`
    --- exit 2
    ");
}

#[test]
fn a_workbook_has_its_heading_subtotals_and_the_unit_that_is_asked_for() {
    let env = Env::with_samples();
    let rows = |name: &str| {
        let (_, rows) = sheet(&env.path(name));
        rows.iter().map(|row| row.join(" | ").trim_end().to_owned()).collect::<Vec<_>>().join("\n")
    };
    env.ok(&[
        "report",
        "--by",
        "origin,kind",
        "--subtotals",
        "--unit",
        "yi",
        "--chart",
        "--lang",
        "zh",
        "-o",
        "a.xlsx",
    ]);
    assert_snapshot!(rows("a.xlsx"), @"
    *项目按资金来源、协议类型统计——全部项目 |  |  |  |
    金额均折合为人民币，按各项目签约日适用的汇率折算。台账ledger.db，截至第2条记录（2019-08-27）。 |  |  |  |
     |  |  |  |
    *资金来源 | *协议类型 | *项目数 | *金额（亿元） | *占比
    *内地 | * | *106 [#,##0] | *1611.4649491035 [#,##0.00] | *0.95797617689113 [0.0%]
     | 合同 | 100 [#,##0] | 1606.8649491035 [#,##0.00] | 0.9552415903175 [0.0%]
     | 意向 | 2 [#,##0] | 4.6 [#,##0.00] | 0.00273458657363 [0.0%]
     | 框架协议 | 4 [#,##0] |  |
    *国外 | * | *39 [#,##0] | *63.6535895033 [#,##0.00] | *0.0378404893955 [0.0%]
     | 合同 | 31 [#,##0] | 58.8716620033 [#,##0.00] | 0.03499775140907 [0.0%]
     | 意向 | 7 [#,##0] | 4.7819275 [#,##0.00] | 0.00284273798643 [0.0%]
     | 框架协议 | 1 [#,##0] |  |
    *港澳台 | * | *8 [#,##0] | *7.0370180513 [#,##0.00] | *0.00418333371337 [0.0%]
     | 合同 | 6 [#,##0] | 4.3205280513 [#,##0.00] | 0.00256844739132 [0.0%]
     | 意向 | 2 [#,##0] | 2.71649 [#,##0.00] | 0.00161488632205 [0.0%]
    *合计 | * | *153 [#,##0] | *1682.1555566581 [#,##0.00] | *1 [0.0%]
     |  |  |  |
    153个项目中有8个未列金额，未计入合计。 |  |  |  |
    ");
    env.ok(&["report", "--event", "SCE2019", "--versus", "SCE2018", "-o", "b.xlsx"]);
    assert_snapshot!(rows("b.xlsx"), @"
    *Deals by sector: now event SCE2019; before event SCE2018 |  |  |  |  |  |  |
    Amounts are in CNY, each converted at the rate in force on its signing day. Ledger ledger.db, last |  |  |  |  |  |  |
    entry 2 of 2019-08-27. |  |  |  |  |  |  |
     |  |  |  |  |  |  |
    *Sector | *Deals before | *Deals now | *Change in deals | *Amount before (CNY) | *Amount now (CNY) | *Change in amount | *Share
    Integrated circuits | 17 [#,##0] | 24 [#,##0] | 0.41176470588235 [+#,##0.0%;-#,##0.0%;0.0%] | 19839679750 [#,##0.00] | 69431811675.93 [#,##0.00] | 2.49964377201855 [+#,##0.0%;-#,##0.0%;0.0%] | 0.541783380521 [0.0%]
    Artificial intelligence | 23 [#,##0] | 29 [#,##0] | 0.26086956521739 [+#,##0.0%;-#,##0.0%;0.0%] | 12700921879.78 [#,##0.00] | 27344356826.45 [#,##0.00] | 1.15294268284435 [+#,##0.0%;-#,##0.0%;0.0%] | 0.21337075501866 [0.0%]
    5G | 9 [#,##0] | 17 [#,##0] | 0.88888888888889 [+#,##0.0%;-#,##0.0%;0.0%] | 4040787250 [#,##0.00] | 19922415932.1 [#,##0.00] | 3.93033032909614 [+#,##0.0%;-#,##0.0%;0.0%] | 0.15545660686801 [0.0%]
    Internet of Things | 15 [#,##0] | 19 [#,##0] | 0.26666666666667 [+#,##0.0%;-#,##0.0%;0.0%] | 3479974220.8 [#,##0.00] | 11455608130.75 [#,##0.00] | 2.29186580241865 [+#,##0.0%;-#,##0.0%;0.0%] | 0.08938925759233 [0.0%]
    *Total | *64 [#,##0] | *89 [#,##0] | *0.390625 [+#,##0.0%;-#,##0.0%;0.0%] | *40061363100.58 [#,##0.00] | *128154192565.23 [#,##0.00] | *2.19894738088367 [+#,##0.0%;-#,##0.0%;0.0%] | *1 [0.0%]
     |  |  |  |  |  |  |
    5 of 89 deals state no amount and are not in the sum. |  |  |  |  |  |  |
    Of the 64 deals before, 3 have no base amount and are not in its sum. |  |  |  |  |  |  |
    Whether the two count the same signings is not known: no scope is stated for SCE2018, SCE2019; |  |  |  |  |  |  |
    `deals event edit SCE2018 --scope all` (or on-site) states it. |  |  |  |  |  |  |
    ");
}

#[test]
fn lists_come_in_the_forms_of_documents_as_well() {
    let env = Env::with_samples();
    assert_snapshot!(env.ok(&["list", "--country", "CH", "--format", "md"]), @"
    | No. | Signed     | Title                                          | Sector                  | Partner                 | Country     |            Amount |
    | --: | :--------- | :--------------------------------------------- | :---------------------- | :---------------------- | :---------- | ----------------: |
    |  80 | 2019-08-26 | Pick-and-place robot heads, joint laboratory   | Artificial intelligence | Albisried Robotik AG    | Switzerland | EUR 13,800,000.00 |
    |  43 | 2018-08-24 | Robotics teaching laboratories, three colleges | Artificial intelligence | Thurmatt Lehrtechnik AG | Switzerland |  EUR 2,748,315.00 |
    ");
    env.ok(&["list", "-o", "l.html"]);
    let html = std::fs::read_to_string(env.path("l.html")).unwrap();
    assert_eq!(html.matches("<tr>").count(), 154);
    assert!(env.ok(&["show", "1", "--format", "html"]).contains("<td class=\"name\">SCE2018-001</td>"));
    assert!(env.ok(&["log", "--format", "md"]).contains("| rate import |"));
    assert!(env.ok(&["sector", "list", "--format", "md", "--lang", "zh"]).contains("集成电路"));
}
