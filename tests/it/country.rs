//! `deals country`.

use crate::env::{Env, csv_rows};

#[test]
fn countries_are_listed_and_renamed() {
    let env = Env::new();
    env.ok(&["init"]);
    let rows = csv_rows(&env.ok(&["country", "list", "--format", "csv"]));
    assert_eq!((rows.len(), rows[0].join(",").as_str()), (250, "code,name,name_zh,aliases"));
    env.ok(&["country", "edit", "United Kingdom", "--name", "Britain", "--alias", "Albion"]);
    env.ok(&["add", "Plant", "--sector", "5G", "--country", "Albion"]);
    assert!(env.ok(&["report", "--by", "country"]).contains("│ Britain "));
    assert!(
        env.fails(1, &["country", "edit", "GB", "--alias", "France"]).contains("`France` is taken by the country `FR`")
    );
    assert!(env.fails(1, &["country", "edit", "Europe", "--alias", "x"]).contains("is a group of countries"));
}
