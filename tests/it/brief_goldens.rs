//! The forms of `deals brief` as they were accepted: of a small ledger, and of the samples.

use std::fs;
use std::path::Path;

use crate::brief_forms::{FORMS, parts};
use crate::env::{Env, repository};

/// A document or workbook as text: its parts one after the other; what is packed within it by its name alone.
fn as_text(path: &Path) -> String {
    let is_packed = path.extension().is_some_and(|ending| ending == "docx" || ending == "xlsx");
    if !is_packed {
        return fs::read_to_string(path).unwrap();
    }
    let of_part = |(name, content): (String, Vec<u8>)| match String::from_utf8(content) {
        Ok(text) => format!("== {name}\n{}\n", text.replace("><", ">\n<")),
        Err(_) => format!("== {name}\n(packed)\n"),
    };
    parts(path).into_iter().map(of_part).collect()
}

/// Holds a file against the one that was accepted, or accepts it.
fn accepted(made: &Path, golden: &Path, test: &str) -> Result<(), String> {
    if std::env::var_os("ACCEPT").is_some() && std::env::var_os("CI").is_none() {
        fs::create_dir_all(golden.parent().unwrap()).unwrap();
        // Where it stands as parts, it can be read.
        let is_parts = golden.extension().is_some_and(|ending| ending == "parts");
        fs::write(golden, if is_parts { as_text(made).into_bytes() } else { fs::read(made).unwrap() }).unwrap();
        return Ok(());
    }
    let [is, was] = [as_text(made), if golden.exists() { as_text(golden) } else { String::new() }];
    if is == was {
        return Ok(());
    }
    let line = is.lines().zip(was.lines()).position(|(is, was)| is != was);
    let line = line.unwrap_or_else(|| is.lines().count().min(was.lines().count()));
    let at = |text: &str| text.lines().nth(line).unwrap_or("(nothing)").to_owned();
    let name = golden.strip_prefix(repository()).unwrap().display().to_string();
    Err(format!(
        "{name}, line {}:\n  was {}\n  is  {}\nread the change, then accept it with\n  ACCEPT=1 cargo test --test it -- brief_goldens::{test}\n",
        line + 1,
        at(&was),
        at(&is)
    ))
}

/// A small ledger in every form and both languages.
#[test]
fn each_form_is_as_it_was_accepted() {
    let env = Env::new();
    env.ok(&[
        "event",
        "add",
        "E2",
        "Second Expo",
        "--name-zh",
        "第二届博览会",
        "--from",
        "2019-08-26",
        "--scope",
        "all",
    ]);
    let published = ["--published-deals", "2", "--published-amount", "3亿", "--source", "press"];
    env.ok(
        &[
            &[
                "event",
                "add",
                "E1",
                "First Expo",
                "--name-zh",
                "第一届博览会",
                "--from",
                "2018-08-23",
                "--scope",
                "all",
            ][..],
            &published,
        ]
        .concat(),
    );
    env.ok(&["rate", "add", "GBP", "8.663", "--on", "2019-08-01", "--source", "made up"]);
    env.file(
        "rows.csv",
        "ref,title,signed,event,sector,partner,region,country,amount,currency,venue,registered,started,start_due,district\n\
         R-1,Chip plant,2019-08-26,E2,IC,Alpha,CN-SC,CN,1234567890.12,CNY,on-site,2019-08-27,,2019-08-26,两江新区\n\
         R-2,传感器项目,2019-08-26,E2,IoT,Beta,CN-ZJ,CN,98765432.10,CNY,on-site,,,,两江新区\n\
         R-3,Antenna works,2019-08-26,E2,5G,Gamma Ltd,,GB,12748650.25,GBP,off-site,,,,\n\
         R-4,Study <one> & \"two\",2019-08-27,E2,AI,Delta,,HK,,HKD,off-site,,,,沙坪坝区\n",
    );
    env.ok(&["import", "rows.csv"]);
    env.ok(&["receive", "R-1", "1亿", "--on", "2019-08-27"]);
    let mut changed = Vec::new();
    for lang in ["en", "zh"] {
        for form in FORMS {
            let name = format!("brief.{lang}.{form}");
            env.ok(&["brief", "--event", "E2", "--lang", lang, "--on", "2019-09-30", "-o", &name]);
            let parts = if matches!(form, "docx" | "xlsx") { ".parts" } else { "" };
            let golden = repository().join("tests/golden").join(format!("{name}{parts}"));
            changed.extend(accepted(&env.path(&name), &golden, "each_form_is_as_it_was_accepted").err());
        }
    }
    assert!(changed.is_empty(), "{}", changed.join("\n"));
}

/// The briefings among the samples are what the samples give.
#[test]
fn the_briefings_of_the_samples_are_those_of_the_samples() {
    let env = Env::with_editions();
    let mut changed = Vec::new();
    for lang in ["en", "zh"] {
        for form in ["docx", "html", "txt"] {
            let name = format!("sce-2019-brief.{lang}.{form}");
            env.ok(&["brief", "--event", "SCE2019", "--lang", lang, "-o", &name]);
            let golden = repository().join("samples").join(&name);
            changed.extend(
                accepted(&env.path(&name), &golden, "the_briefings_of_the_samples_are_those_of_the_samples").err(),
            );
        }
    }
    assert!(changed.is_empty(), "{}", changed.join("\n"));
}
