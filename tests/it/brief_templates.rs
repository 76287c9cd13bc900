//! The form of `deals brief`: which sections, headings and lengths, as people write it.

use crate::brief::{data, section, text};
use crate::env::Env;

#[test]
fn the_form_is_the_users() {
    let env = Env::with_editions();
    let usual = env.ok(&["brief", "--print-template"]);
    env.file("usual.toml", &usual);
    let plain = env.ok(&["brief", "--event", "SCE2019", "--format", "md"]);
    let same = env.ok(&["brief", "--event", "SCE2019", "--format", "md", "--template", "usual.toml"]);
    assert_eq!(same.replace(" --template usual.toml", ""), plain);
    env.file(
        "own.toml",
        "title = { en = \"Morning note on {expo}\", zh = \"{expo}晨报\" }\nexpo = { en = \"the expo\", zh = \"智博会\" }\n\
         [[section]]\nshow = \"sector\"\nheading = \"Industries\"\ntop = 2\n\
         [[section]]\nshow = \"headline\"\n[[section]]\nshow = \"district\"\ntop = 3\n",
    );
    let brief = data(&env, &["--event", "SCE2019", "--template", "own.toml"]);
    assert_eq!(brief["title"], "Morning note on the expo");
    let sections: Vec<(&str, &str)> = brief["sections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|section| (section["section"].as_str().unwrap(), section["heading"].as_str().unwrap()))
        .collect();
    assert_eq!(
        sections,
        [("sector", "Industries"), ("headline", "Overview"), ("district", "By district"), ("notes", "Notes")]
    );
    let rows = section(&brief, "sector")["tables"][0]["table"]["rows"].as_array().unwrap();
    assert_eq!(rows.iter().map(|row| row["sector"].as_str().unwrap()).collect::<Vec<_>>(), ["IC", "AI", "(rest)"]);
    assert!(text(&brief, "headline").ends_with("were signed at the expo. That is 39.1 % more projects than at the 2018 Smart China Expo (64 projects worth CNY 40.06 billion), and the total value is up 219.9 %."), "{brief}");
    assert!(
        text(&data(&env, &["--event", "SCE2019", "--template", "own.toml", "--lang", "zh"]), "headline")
            .starts_with("智博会共签约项目89个")
    );
    // A heading may name the event as well; without a title there is the usual one.
    env.file(
        "bare.toml",
        "[[section]]\nshow = \"headline\"\nheading = { en = \"{expo} at a glance\", zh = \"概览\" }\n",
    );
    let brief = data(&env, &["--event", "SCE2019", "--template", "bare.toml"]);
    assert_eq!(section(&brief, "headline")["heading"], "2019 Smart China Expo at a glance");
    assert_eq!(data(&env, &["--template", "bare.toml"])["title"], "Briefing on the projects signed");
    // In the config folder it needs no option.
    std::fs::create_dir_all(env.path(".config/deals")).unwrap();
    std::fs::rename(env.path("own.toml"), env.path(".config/deals/brief.toml")).unwrap();
    assert_eq!(data(&env, &["--event", "SCE2019"])["title"], "Morning note on the expo");
}

#[test]
fn everything_that_is_wrong_with_a_form_is_said_at_once() {
    let env = Env::new();
    env.ok(&["init"]);
    env.file(
        "wrong.toml",
        "titel = \"x\"\nnames = 0\nroughly = 1\nexpo = { en = \"x\" }\n[[section]]\nshow = \"sectors\"\n[[section]]\nshow = \"sector\"\ntop = \
         \"3\"\n[[section]]\nshow = \"sector\"\ncolour = 1\n[[section]]\nheading = \"x\"\n",
    );
    insta::assert_snapshot!(env.shows(&["brief", "--template", "wrong.toml"]), @r#"
    --- stderr
    error: wrong.toml: `expo` is neither a text nor one for each language (`{ en = "…", zh = "…" }`)
    error: wrong.toml: `roughly` is neither true nor false
    error: wrong.toml: `names` is no number from 1 to 1000
    error: wrong.toml: no section is called `sectors` (one of headline, press, flagship, progress, due, notes, sector, country, region, place, origin, event, partner, district, kind, venue, tag, stage, currency, year, quarter, month, size)
    error: wrong.toml: `top` is no number from 1 to 1000
    error: wrong.toml: `colour` means nothing here (one of show, heading, top)
    error: wrong.toml: a section does not say what it shows (`show = "sector"`)
    error: wrong.toml: `titel` means nothing here (one of title, expo, roughly, names, section)
    error: wrong.toml: section `sector` comes twice
    hint: `deals brief --print-template` shows the usual one
    --- exit 1
    "#);
    insta::assert_snapshot!(env.shows(&["brief", "--template", "wrong.toml", "--lang", "zh"]), @r#"
    --- stderr
    错误：wrong.toml：`expo`须为文本，或中英文各一（`{ en = "…", zh = "…" }`）
    错误：wrong.toml：`roughly`须为true或false
    错误：wrong.toml：`names`须为1至1000的整数
    错误：wrong.toml：没有名为`sectors`的节（可用：headline、press、flagship、progress、due、notes、sector、country、region、place、origin、event、partner、district、kind、venue、tag、stage、currency、year、quarter、month、size）
    错误：wrong.toml：`top`须为1至1000的整数
    错误：wrong.toml：`colour`在此没有含义（可用：show, heading, top）
    错误：wrong.toml：有一节未写明内容（`show = "sector"`）
    错误：wrong.toml：`titel`在此没有含义（可用：title, expo, roughly, names, section）
    错误：wrong.toml：`sector`一节重复
    提示：`deals brief --print-template`显示默认模板
    --- exit 1
    "#);
    env.file("broken.toml", "title = \"x\"\n[[section\n");
    assert!(env.fails(1, &["brief", "--template", "broken.toml"]).starts_with("error: broken.toml:2: "));
    assert!(env.fails(1, &["brief", "--template", "gone.toml"]).contains("gone.toml: "));
    env.file("blank.toml", "expo = \"\"\n[[section]]\nshow = \"sector\"\nheading = { en = \" \", zh = \"x\" }\n");
    let refused = env.fails(1, &["brief", "--template", "blank.toml"]);
    assert!(
        refused.contains("`expo` is neither a text") && refused.contains("`heading` is neither a text"),
        "{refused}"
    );
    env.file("empty.toml", "");
    assert!(env.fails(1, &["brief", "--template", "empty.toml"]).contains("`section` is not a list of sections"));
}

/// How many lines a table has does not change what is said of it.
#[test]
fn a_short_table_is_told_of_in_full() {
    let env = Env::with_editions();
    env.file("short.toml", "[[section]]\nshow = \"place\"\ntop = 1\n[[section]]\nshow = \"sector\"\ntop = 1\n");
    let (short, whole) =
        (data(&env, &["--event", "SCE2019", "--template", "short.toml"]), data(&env, &["--event", "SCE2019"]));
    for name in ["place", "sector"] {
        assert_eq!(text(&short, name), text(&whole, name));
    }
    assert_eq!(section(&short, "sector")["tables"][0]["table"]["rows"].as_array().unwrap().len(), 2);
    env.file("wrong.toml", "[[section]]\nshow = \"size\"\ntop = 1\n");
    assert!(env.fails(1, &["brief", "--template", "wrong.toml"]).contains("`top` means nothing for `size`"));
}
