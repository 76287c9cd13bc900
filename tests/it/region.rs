//! `deals region`.

use crate::env::{Env, csv_rows};

#[test]
fn regions_abroad_are_added_and_those_of_china_are_known() {
    let env = Env::new();
    env.ok(&["region", "add", "Bavaria", "--country", "Germany", "--name-zh", "巴伐利亚", "--alias", "Bayern"]);
    env.ok(&["add", "Plant", "--sector", "5G", "--region", "bayern"]);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal WHERE country_id = 276"), 1);
    let rows = csv_rows(&env.ok(&["region", "list", "--format", "csv"]));
    assert_eq!(rows.len(), 33);
    assert!(rows.contains(&["", "Bavaria", "巴伐利亚", "DE", "Bayern"].map(str::to_owned).to_vec()), "{rows:?}");
    assert!(
        env.fails(1, &["region", "add", "Chongqing East", "--country", "China"])
            .contains("China's divisions are all known")
    );
    assert!(env.fails(1, &["region", "add", "Kowloon", "--country", "HK"]).contains("takes no region"));
    assert!(
        env.fails(1, &["region", "add", "BAYERN", "--country", "DE"])
            .contains("`BAYERN` is taken by the region `Bavaria`")
    );
    assert!(env.ok(&["report", "--by", "region"]).contains("Bavaria, Germany"));
}
