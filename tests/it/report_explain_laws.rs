//! A law of `deals report --explain` on random ledgers: the deals under each line add up to it, and the command that is printed for
//! it lists just these deals.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use proptest::prelude::*;
use proptest::sample::select;

use crate::env::{Env, csv_rows, outcome};
use crate::report_ledgers::{
    DIMENSIONS, Row, any_dimensions, any_rows, config, in_csv, in_json, json_lines, ledger, money, shown, sorted, units,
};

/// Filters that a line's own must be joined with.
const FILTERS: [&[&str]; 10] = [
    &[],
    &[],
    &["--event", "none"],
    &["--country", "AU,CA"],
    &["--country", "none", "--country", "CA"],
    &["--region", "Victoria"],
    &["--tag", "flagship"],
    &["--origin", "overseas"],
    &["--min", "1", "--max", "5bn"],
    &["--signed", "2018"],
];

/// What each command prints, run by a shell that finds `deals` on its path.
fn printed(env: &Env, commands: &[String]) -> Vec<String> {
    if !env.path("bin").exists() {
        fs::create_dir(env.path("bin")).unwrap();
        symlink(env!("CARGO_BIN_EXE_deals"), env.path("bin/deals")).unwrap();
    }
    let script: Vec<String> = commands.iter().map(|command| format!("{command} || exit; echo --")).collect();
    let mut shell = Command::new("sh");
    shell.envs(env.command(&[]).get_envs().filter_map(|(key, value)| Some((key, value?))));
    shell.args(["-c", &script.join("\n")]).current_dir(env.path("."));
    shell.env("PATH", format!("{}:/usr/bin:/bin", env.path("bin").display()));
    let outcome = outcome(&mut shell);
    assert_eq!(outcome.code, 0, "{commands:?}: {}", outcome.stderr);
    outcome.stdout.split_terminator("--\n").map(str::to_owned).collect()
}

/// The numbers of the deals that such a command lists.
fn listed(env: &Env, commands: &[Option<String>]) -> Vec<Option<Vec<i128>>> {
    let asked: Vec<String> =
        commands.iter().flatten().map(|command| format!("{command} --format csv --columns id")).collect();
    let mut printed = printed(env, &asked).into_iter();
    let ids = |text: String| sorted(csv_rows(&text)[1..].iter().map(|row| units(&row[0])).collect());
    commands.iter().map(|command| command.as_ref().and_then(|_| printed.next().map(ids))).collect()
}

/// Holds the explanation of a report against the report, the ledger's rows and what the printed commands list.
fn check(env: &Env, rows: &[Row], by: &[&str], more: &[&str]) {
    let by_text = by.join(",");
    let args = [&["--by", &by_text], more].concat();
    let plain = in_json(env, &[&args[..], &["--show", "deals,amount"]].concat());
    let explained = in_json(env, &[&args[..], &["--explain"]].concat());
    let lines = json_lines(&plain["rows"]);
    let mut deals = in_csv(env, &[&args[..], &["--explain"]].concat()).into_iter().peekable();
    let head = deals.next().unwrap();
    let notes: Vec<&str> = explained["notes"].as_array().unwrap().iter().map(|note| note.as_str().unwrap()).collect();
    // What the report itself notes stands before the commands of its lines.
    let (of_report, notes) = notes.split_at(notes.len() - lines.len());
    if lines.len() > 1 {
        assert!(plain["notes"].as_array().unwrap().iter().eq(of_report), "{args:?}: {of_report:?}");
    }
    let command = |note: &&str| Some(note.rsplit_once(": `")?.1.strip_suffix('`')?.to_owned());
    let commands: Vec<Option<String>> = notes.iter().map(command).collect();
    let listed = listed(env, &commands);
    // By currency there is no second column of that name.
    let (id, base) = (by.len(), head.len() - 1);
    assert_eq!((&*head[id], &*head[base]), ("id", "base_amount"));
    for (at, line) in lines.iter().enumerate() {
        let (values, figures) = line.split_at(by.len());
        let so_many: usize = figures[0].parse().unwrap();
        let mut behind = Vec::new();
        // The deals stand under their lines in the order of the lines, two of which may look the same.
        while behind.len() < so_many && deals.peek().is_some_and(|deal| deal[..id] == *values) {
            behind.extend(deals.next());
        }
        let place = format!("{args:?}: {values:?}");
        assert_eq!(behind.len(), so_many, "{place}");
        let ids: Vec<i128> = behind.iter().map(|deal| units(&deal[id])).collect();
        let amounts = behind.iter().map(|deal| &deal[base]).filter(|amount| !amount.is_empty());
        let sum = amounts.map(|amount| units(amount)).reduce(|sum, amount| sum + amount);
        assert_eq!(money(sum), figures[1], "{place}");
        let is_rest = values.contains(&"(rest)".to_owned());
        for (number, deal) in ids.iter().zip(&behind) {
            let row = &rows[usize::try_from(number - 1).unwrap()];
            let keys = row.keys(by);
            let is_of_line = |key: &Vec<String>| key.iter().map(|value| shown(value)).eq(values.iter());
            assert!(is_rest || keys.iter().any(is_of_line), "{place}: {number}");
            assert_eq!(deal[base], money(row.base()), "{place}: {number}");
        }
        // No filters say a pair of values or another, one of two regions of a name, or a tag and another.
        let may_be_unsaid =
            (is_rest && (by.len() > 1 || by == ["region"])) || (by.contains(&"tag") && more.contains(&"--tag"));
        assert!(listed[at].is_some() || may_be_unsaid, "{place}: {}", notes[at]);
        if let Some(listed) = &listed[at] {
            // Behind a folded line of tags a deal may stand for several of them.
            let behind: BTreeSet<i128> = ids.into_iter().collect();
            assert_eq!(*listed, behind.into_iter().collect::<Vec<_>>(), "{place}: {}", notes[at]);
        }
    }
    assert_eq!(deals.next(), None, "{args:?}");
}

proptest! {
    #![proptest_config(config(12))]

    #[test]
    fn the_deals_behind_each_line_add_up_to_it_and_are_those_that_are_listed(rows in any_rows()) {
        let env = ledger(&rows);
        for by in DIMENSIONS {
            check(&env, &rows, &[by], &[]);
        }
    }

    #[test]
    fn so_do_those_of_folded_lines_and_under_filters(
        rows in any_rows(),
        by in prop_oneof![2 => any_dimensions(1..=2), 1 => Just(vec!["region"]), 1 => Just(vec!["tag"])],
        filter in select(&FILTERS[..]),
        top in select(vec![None, Some("1"), Some("3")]),
    ) {
        // A filter finds the names that stand in the ledger.
        if filter.contains(&"--region") && !rows.iter().any(|row| row.region == "Victoria") {
            return Ok(());
        }
        let env = ledger(&rows);
        let top = top.map_or(vec![], |top| vec!["--top", top]);
        check(&env, &rows, &by, &[filter, &top].concat());
    }
}

/// A ledger of deals with these fields.
fn ledger_of(deals: &str) -> Env {
    let env = Env::new();
    let file = env.file("deals.csv", format!("title,signed,sector,country,region,amount,tags\n{deals}"));
    env.ok(&["import", &file]);
    env
}

/// The numbers of the deals that the command printed for a line lists.
fn listed_for(env: &Env, line: &str, args: &[&str]) -> Option<Vec<i128>> {
    let json = in_json(env, &[args, &["--explain", line]].concat());
    let note = json["notes"][0].as_str().unwrap().to_owned();
    let command = note.rsplit_once(": `").map(|(_, command)| command.trim_end_matches('`').to_owned());
    listed(env, &[command]).remove(0)
}

/// A line goes by what programs and people read of it, in both languages; the total by its word unless a line is called so.
#[test]
fn lines_go_by_what_stands_in_them() {
    let env = ledger_of("a,2019,5G,DE,,4,total\nb,2019,IC,FR,,2,x\nc,2019,IC,GB,,1,\nd,2019,IC,CN,,8,\n");
    assert_eq!(listed_for(&env, "total", &["--by", "tag"]), Some(vec![1]));
    let deals_of = |by: &str, more: &[&str]| {
        let rows = in_csv(&env, &[&["--by", by][..], more].concat());
        let at = rows[0].iter().position(|head| head == "id").unwrap();
        rows[1..].iter().map(|row| row[at].clone()).collect::<Vec<_>>().join(" ")
    };
    for total in ["total", "合计"] {
        assert_eq!(deals_of("country", &["--explain", total]), "4 1 2 3");
    }
    for rest in ["(rest)", "others", "Others (3)", "其他", "其他（3）"] {
        assert_eq!(deals_of("country", &["--top", "1", "--explain", rest]), "1 2 3", "{rest}");
    }
    let nested = ["--subtotals", "--top", "1", "--explain"];
    for rest in ["IC,(rest)", "IC,others", "IC,others (2)", "集成电路、其他", "Integrated circuits, 其他（2）"]
    {
        assert_eq!(deals_of("sector,country", &[&nested[..], &[rest]].concat()), "2 3", "{rest}");
    }
}

#[test]
fn the_command_of_a_subtotal_keeps_the_filters_of_its_inner_dimension() {
    let env = ledger_of("a,2019,5G,DE,,4,\nb,2019,5G,FR,,8,\nc,2019,5G,GB,,16,\n");
    let args = ["--by", "sector,country", "--country", "DE,GB", "--subtotals"];
    assert_eq!(listed_for(&env, "1", &args), Some(vec![1, 3]));
    assert_eq!(listed_for(&env, "5G,GB", &args), Some(vec![3]));
}

#[test]
fn a_deal_with_two_folded_tags_is_behind_what_it_adds_to() {
    let env = ledger_of("a,2019,5G,,,4,x;y\nb,2019,5G,,,8,z\n");
    let args = ["--by", "tag", "--top", "1"];
    assert_eq!(in_csv(&env, &args)[2][..3], ["(rest)", "1", "4.00"]);
    let explained = in_csv(&env, &[&args[..], &["--explain", "(rest)"]].concat());
    assert_eq!(explained[1..].iter().map(|deal| units(&deal[8])).sum::<i128>(), 400);
}

#[test]
fn a_folded_region_is_not_one_of_the_same_name_that_is_shown() {
    let env = ledger_of("a,2019,5G,AU,Victoria,9,\nb,2019,5G,CA,Victoria,1,\nc,2019,5G,DE,Bavaria,1,\n");
    let listed = listed_for(&env, "(rest)", &["--by", "region", "--top", "1"]);
    assert!(listed.is_none() || listed == Some(vec![2, 3]), "{listed:?}");
}

#[test]
fn the_country_of_a_region_narrows_what_is_filtered_by_country() {
    let env = ledger_of("a,2019,5G,AU,Victoria,9,\nb,2019,5G,CA,Victoria,1,\n");
    assert_eq!(listed_for(&env, "1", &["--by", "region", "--country", "AU,CA"]), Some(vec![1]));
}

#[test]
fn a_tag_called_none_is_a_tag() {
    let env = ledger_of("a,2019,5G,,,9,none\nb,2019,5G,,,1,\n");
    assert_eq!(in_csv(&env, &["--by", "tag"])[1..], [["none", "1", "9.00", "0.9000"], ["", "1", "1.00", "0.1000"]]);
    let listed = listed_for(&env, "1", &["--by", "tag"]);
    assert!(listed.is_none() || listed == Some(vec![1]), "{listed:?}");
}

#[test]
fn a_region_at_home_is_not_the_country_of_its_name() {
    let env = Env::new();
    env.ok(&["init", "--home", "US"]);
    let file =
        env.file("deals.csv", "title,signed,sector,country,region,amount\na,2019,5G,US,Georgia,9\nb,2019,5G,GE,,1\n");
    env.ok(&["import", &file]);
    assert_eq!(listed_for(&env, "1", &["--by", "place"]), Some(vec![1]));
}

/// The deals of an explanation have a currency of their own beside the one that they are grouped by.
#[test]
fn deals_by_currency_stand_in_json_under_their_lines() {
    let env = ledger_of("a,2019,5G,,,9,\nb,2019,5G,,,US$1,\n");
    let json = in_json(&env, &["--by", "currency", "--top", "1", "--explain"]);
    let texts = json["rows"].to_string();
    assert!(texts.contains("(rest)"), "{texts}");
}
