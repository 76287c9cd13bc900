//! `deals show`.

use insta::assert_snapshot;

use crate::env::Env;

#[test]
fn a_deal_is_shown_whole_by_number_or_ref() {
    let env = Env::with_samples();
    assert_snapshot!(env.shows(&["show", "SCE2019-028"]), @"
    ┌───────────────────┬────────────────────────────────────────────┐
    │ Field             │ Value                                      │
    ├───────────────────┼────────────────────────────────────────────┤
    │ No.               │ 92                                         │
    │ Ref               │ SCE2019-028                                │
    │ Title             │ 晶圆测试探针卡项目                         │
    │ Signed            │ 2019-08-26                                 │
    │ Event             │ SCE2019                                    │
    │ Sector            │ Integrated circuits                        │
    │ Partner           │ 竹墘精密測試股份有限公司                   │
    │ Region            │                                            │
    │ Country           │ Taiwan                                     │
    │ Amount            │ USD 8,843,275.00                           │
    │ Currency          │ USD                                        │
    │ Rate              │ 7.055                                      │
    │ Base amount (CNY) │ 62,389,305.13                              │
    │ Kind              │ Contract                                   │
    │ Venue             │                                            │
    │ Tags              │                                            │
    │ Stage             │ Signed                                     │
    │ Registered        │                                            │
    │ Started           │                                            │
    │ Producing         │                                            │
    │ Full capacity     │                                            │
    │ Ended             │                                            │
    │ Reason for ending │                                            │
    │ Start due         │                                            │
    │ Production due    │                                            │
    │ Received (CNY)    │                                            │
    │ Relation          │ New                                        │
    │ Follows           │                                            │
    │ Confidential      │                                            │
    │ District          │ 沙坪坝区                                   │
    │ Note              │                                            │
    │ Other columns     │                                            │
    │ Entry 2           │ 2019-08-27 00:00, tester, import: recorded │
    └───────────────────┴────────────────────────────────────────────┘
    ");
    assert_snapshot!(env.shows(&["show", "124", "--format", "json"]), @r#"{"id":124,"ref":"SCE2019-060","title":"Optical transceivers for 5G fronthaul: assembly and test line","signed":"2019-08-26","event":"SCE2019","sector":"5G","partner":"Kestrelmoor Photonics Ltd","region":"England","country":"GB","amount":"38500000.00","currency":"GBP","rate":"8.663","base_amount":"333525500.00","kind":"contract","venue":null,"tags":null,"stage":"signed","registered":null,"started":null,"producing":null,"full":null,"ended":null,"reason":null,"start_due":null,"production_due":null,"received":null,"relation":"new","follows":null,"confidential":null,"district":"北碚区","note":null,"extra":null}"#);
    assert_snapshot!(env.shows(&["show", "SCE2019-001", "--lang", "zh"]), @"
    ┌────────────────┬──────────────────────────────────────────────┐
    │ 字段           │ 内容                                         │
    ├────────────────┼──────────────────────────────────────────────┤
    │ 编号           │ 65                                           │
    │ 合同号         │ SCE2019-001                                  │
    │ 项目名称       │ 12英寸功率半导体晶圆制造与封装测试一体化基地 │
    │ 签约日期       │ 2019-08-26                                   │
    │ 签约活动       │ SCE2019                                      │
    │ 领域           │ 集成电路                                     │
    │ 合作方         │ 瀛岫半导体制造集团有限公司                   │
    │ 省份           │ 上海                                         │
    │ 国别（地区）   │ 中国                                         │
    │ 金额           │ CNY 36,000,000,000.00                        │
    │ 币种           │ CNY                                          │
    │ 汇率           │                                              │
    │ 折合金额（元） │ 36,000,000,000.00                            │
    │ 协议类型       │ 合同                                         │
    │ 签约地点       │                                              │
    │ 标签           │                                              │
    │ 项目进展       │ 签约                                         │
    │ 注册日期       │                                              │
    │ 开工日期       │                                              │
    │ 投产日期       │                                              │
    │ 达产日期       │                                              │
    │ 终止日期       │                                              │
    │ 终止原因       │                                              │
    │ 预计开工       │                                              │
    │ 预计投产       │                                              │
    │ 到位资金（元） │                                              │
    │ 签约关系       │ 新签                                         │
    │ 原项目         │                                              │
    │ 保密           │                                              │
    │ 所属区县       │ 两江新区                                     │
    │ 备注           │ flagship; paid in over four phases           │
    │ 其他栏目       │                                              │
    │ 第2条记录      │ 2019-08-27 00:00，tester，import：录入       │
    └────────────────┴──────────────────────────────────────────────┘
    ");
    env.ok(&["add", "digits", "--sector", "5G", "--ref", "77"]);
    assert!(env.ok(&["show", "ref:77", "--format", "csv"]).contains("digits"));
    assert!(!env.ok(&["show", "77", "--format", "csv"]).contains("digits"));
}

#[test]
fn what_is_not_there_is_not_found() {
    let env = Env::with_samples();
    assert_snapshot!(env.shows(&["show", "999"]), @"
    --- stderr
    error: no deal matches `999`
    hint: `deals list` shows their numbers and refs
    --- exit 1
    ");
    assert!(env.fails(1, &["show", "nothing"]).contains("no deal matches `nothing`"));
}

/// A change from one partner to another is told although they have become one since.
#[test]
fn the_history_tells_of_what_was_merged() {
    let env = Env::new();
    env.ok(&["add", "a", "--sector", "AI", "--partner", "P1", "--district", "North"]);
    env.ok(&["add", "b", "--sector", "AI", "--partner", "P2", "--district", "South"]);
    env.ok(&["edit", "1", "--partner", "P2", "--district", "South"]);
    env.ok(&["partner", "merge", "P1", "--into", "P2"]);
    env.ok(&["district", "merge", "North", "--into", "South"]);
    assert!(env.ok(&["show", "1"]).contains("edit: Partner P1 → P2; District North → South"));
    let log = env.ok(&["log", "3", "--format", "csv"]);
    assert!(log.contains("partner,P1,P2\n") && log.contains("district,North,South\n"), "{log}");
}

#[test]
fn the_history_ends_what_people_read() {
    let env = Env::new();
    env.ok(&["add", "Plant", "--sector", "5G", "--amount", "100", "--partner", "Acme"]);
    env.ok(&["edit", "1", "--amount", "130", "--clear", "partner", "-m", "as signed"]);
    env.ok(&["delete", "1"]);
    env.ok(&["undo"]);
    assert_snapshot!(env.shows(&["show", "1"]), @"
    ┌───────────────────┬────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────┐
    │ Field             │ Value                                                                                                                                  │
    ├───────────────────┼────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────┤
    │ No.               │ 1                                                                                                                                      │
    │ Ref               │                                                                                                                                        │
    │ Title             │ Plant                                                                                                                                  │
    │ Signed            │ 2019-08-27                                                                                                                             │
    │ Event             │                                                                                                                                        │
    │ Sector            │ 5G                                                                                                                                     │
    │ Partner           │                                                                                                                                        │
    │ Region            │                                                                                                                                        │
    │ Country           │                                                                                                                                        │
    │ Amount            │ CNY 130.00                                                                                                                             │
    │ Currency          │ CNY                                                                                                                                    │
    │ Rate              │                                                                                                                                        │
    │ Base amount (CNY) │ 130.00                                                                                                                                 │
    │ Kind              │                                                                                                                                        │
    │ Venue             │                                                                                                                                        │
    │ Tags              │                                                                                                                                        │
    │ Stage             │ Signed                                                                                                                                 │
    │ Registered        │                                                                                                                                        │
    │ Started           │                                                                                                                                        │
    │ Producing         │                                                                                                                                        │
    │ Full capacity     │                                                                                                                                        │
    │ Ended             │                                                                                                                                        │
    │ Reason for ending │                                                                                                                                        │
    │ Start due         │                                                                                                                                        │
    │ Production due    │                                                                                                                                        │
    │ Received (CNY)    │                                                                                                                                        │
    │ Relation          │ New                                                                                                                                    │
    │ Follows           │                                                                                                                                        │
    │ Confidential      │                                                                                                                                        │
    │ District          │                                                                                                                                        │
    │ Note              │                                                                                                                                        │
    │ Other columns     │                                                                                                                                        │
    │ Entry 1           │ 2019-08-27 00:00, tester, add: recorded                                                                                                │
    │ Entry 2           │ 2019-08-27 00:00, tester, edit (as signed): Partner Acme → (none); Amount CNY 100.00 → CNY 130.00; Base amount CNY 100.00 → CNY 130.00 │
    │ Entry 3           │ 2019-08-27 00:00, tester, delete: deleted                                                                                              │
    │ Entry 4           │ 2019-08-27 00:00, tester, undo of entry 3: brought back                                                                                │
    └───────────────────┴────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────┘
    ");
    let markdown = env.normal(&env.ok(&["show", "1", "--format", "md", "--lang", "zh"]));
    assert_snapshot!(markdown.lines().rev().take(4).collect::<Vec<_>>().join("\n"), @"
    | 第4条记录      | 2019-08-27 00:00，tester，undo（第3条记录）：恢复                                                                                    |
    | 第3条记录      | 2019-08-27 00:00，tester，delete：删除                                                                                               |
    | 第2条记录      | 2019-08-27 00:00，tester，edit（as signed）：合作方：Acme → （无）；金额：CNY 100.00 → CNY 130.00；折合金额：CNY 100.00 → CNY 130.00 |
    | 第1条记录      | 2019-08-27 00:00，tester，add：录入                                                                                                  |
    ");
    // For programs the fields alone; as of then the history of then.
    assert!(!env.ok(&["show", "1", "--format", "json"]).contains("history"));
    assert!(!env.ok(&["show", "1", "--as-of", "entry:1"]).contains("Entry 2"));
}
