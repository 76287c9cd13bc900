//! `deals sector`.

use insta::assert_snapshot;

use crate::env::Env;

#[test]
fn a_new_ledger_knows_four_sectors_and_learns_others() {
    let env = Env::new();
    assert_snapshot!(env.shows(&["sector", "add", "BIO", "Biomedicine", "--name-zh", "生物医药", "--alias", "biotech"]), @"
    --- stderr
    made a new ledger at ledger.db (base currency CNY, home CN)
    added sector BIO: Biomedicine
    ");
    assert_snapshot!(env.shows(&["sector", "list"]), @"
    ┌──────┬─────────────────────────┬──────────────┬─────────────────────────────────────────────────────────────────────────────────────────────────┐
    │ Code │ Name                    │ Chinese name │ Aliases                                                                                         │
    ├──────┼─────────────────────────┼──────────────┼─────────────────────────────────────────────────────────────────────────────────────────────────┤
    │ 5G   │ 5G                      │ 5G           │ 5G technology; 5G技术; 5G通信; 第五代移动通信                                                   │
    │ AI   │ Artificial intelligence │ 人工智能     │ artificial intelligence (AI); 人工智能（AI）; 人工智能技术                                      │
    │ BIO  │ Biomedicine             │ 生物医药     │ biotech                                                                                         │
    │ IC   │ Integrated circuits     │ 集成电路     │ integrated circuit; integrated circuits (IC); 集成电路（IC）; 集成电路产业                      │
    │ IoT  │ Internet of Things      │ 物联网       │ internet-of-things; internet of things (IoT); the internet of things; 物联网（IoT）; 物联网技术 │
    └──────┴─────────────────────────┴──────────────┴─────────────────────────────────────────────────────────────────────────────────────────────────┘
    ");
    for (name, id) in [("biotech", 5), ("生物医药", 5), ("集成电路", 2), ("the Internet of Things", 4), ("ＡＩ", 3)]
    {
        env.ok(&["add", "Plant", "--sector", name]);
        assert_eq!(env.count("SELECT sector_id FROM deal ORDER BY id DESC LIMIT 1"), id, "{name}");
    }
}

#[test]
fn a_sector_is_renamed_and_its_old_name_still_leads_to_it() {
    let env = Env::new();
    env.ok(&["sector", "edit", "IC", "--name", "Chips", "--name-zh", "芯片", "--alias", "semiconductors"]);
    for name in ["Chips", "芯片", "Integrated circuits", "集成电路", "Semiconductors"] {
        env.ok(&["add", "Plant", "--sector", name]);
    }
    assert_snapshot!(env.shows(&["report", "--lang", "zh"]), @"
    项目按领域统计——全部项目
    金额均折合为人民币，按各项目签约日适用的汇率折算。台账ledger.db，截至第6条记录（2019-08-27）。
    ┌──────┬────────┬────────────┬──────┐
    │ 领域 │ 项目数 │ 金额（元） │ 占比 │
    ├──────┼────────┼────────────┼──────┤
    │ 芯片 │      5 │            │      │
    ├──────┼────────┼────────────┼──────┤
    │ 合计 │      5 │            │      │
    └──────┴────────┴────────────┴──────┘
    5个项目中有5个未列金额，未计入合计。
    ");
    env.ok(&["sector", "edit", "IC", "--remove-alias", "semiconductors"]);
    assert!(env.fails(1, &["add", "Plant", "--sector", "semiconductors"]).contains("no sector matches"));
    assert!(
        env.fails(1, &["sector", "edit", "IC", "--remove-alias", "IC"]).contains("`IC` is not an alias of sector `IC`")
    );
    assert!(
        env.fails(1, &["sector", "edit", "IC", "--alias", "物联网"]).contains("`物联网` is taken by the sector `IoT`")
    );
    assert_snapshot!(env.shows(&["sector", "edit", "IC", "--name", "Chips"]), @"
    --- stderr
    nothing to change: sector IC is so already
    ");
}
