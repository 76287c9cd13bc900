//! `deals import` onto deals that the ledger has: by number, by ref, by other fields.

use insta::assert_snapshot;

use crate::env::{Env, csv_rows};
use crate::import::HEADER;

#[test]
fn deals_are_changed_by_number() {
    let env = Env::new();
    env.ok(&["rate", "add", "USD", "7", "--on", "2019-01-01"]);
    env.ok(&["rate", "add", "USD", "8", "--on", "2019-09-01"]);
    for title in ["one", "two", "three"] {
        env.ok(&["add", title, "--sector", "5G", "--amount", "US$10", "--country", "US", "--signed", "2019-08-26"]);
    }
    let file = env.file(
        "x.csv",
        "id,title,signed,country\n1,one,2019-09-02,US\n2,zwei,2019-08-26,Germany\n3,three,2019-08-26,US\n",
    );
    assert_snapshot!(env.shows(&["import", "--match", "id", &file, "-m", "as the office wrote"]), @"
    --- stderr
    changed 2 deals from x.csv; as in the file already: 1
    took the rate of their day, for a new amount, currency or date: 1
    warning: signing dates in the future: 1
    ");
    let rows =
        csv_rows(&env.ok(&["list", "--sort", "id", "--columns", "title,country,rate,base_amount", "--format", "csv"]));
    assert_eq!(
        rows[1..],
        [["one", "US", "8", "80.00"], ["zwei", "DE", "7", "70.00"], ["three", "US", "7", "70.00"]]
            .map(|row| row.map(str::to_owned).to_vec())
    );
    // What they were is kept, closed by the entry that changed them.
    assert_eq!(env.count("SELECT COUNT(*) FROM deal_past WHERE until_entry_id = 6"), 2);
    assert_eq!(env.count("SELECT entry_id FROM deal WHERE id = 3"), 5);
    let unknown = env.file("y.csv", "id,title\n9,nobody\n");
    assert!(env.fails(1, &["import", "--match", "id", &unknown]).contains("y.csv:2: id: there is no deal 9"));
    let again = env.run(&["import", "--match", "id", &file]);
    assert!(again.stderr.contains("changed 0 deals from x.csv; as in the file already: 3"), "{}", again.stderr);
    assert_eq!(env.count("SELECT COUNT(*) FROM entry"), 6);
}

#[test]
fn deals_changed_by_number_keep_what_the_file_does_not_name() {
    let env = Env::new();
    env.ok(&["add", "a", "--sector", "5G", "--region", "Sichuan", "--amount", "US$5", "--rate", "7"]);
    let change = |name: &str, text: &str| env.run(&["import", "--match", "id", &env.file(name, text)]);
    let place = || env.ok(&["list", "--columns", "region,country,amount,currency,rate", "--format", "csv"]);
    assert!(change("a.csv", "id,country\n1,中国\n").stderr.contains("changed 0 deals"));
    assert!(place().ends_with("CN-SC,CN,5.00,USD,7\n"));
    assert!(change("b.csv", "id,country\n1,GB\n").stderr.contains("changed 1 deal "));
    assert!(place().ends_with("\n,GB,5.00,USD,7\n"), "a region goes with its country");
    let refused = change("c.csv", "id,region\n1,Sichuan\n");
    assert!(refused.stderr.contains("`Sichuan` lies in China, not in United Kingdom"), "{}", refused.stderr);
    let twice = change("d.csv", "id,title\n1,b\n1,c\n");
    assert!(twice.stderr.contains("d.csv:3: id: `1` is already taken by line 2"), "{}", twice.stderr);
    assert_eq!(change("e.csv", "id,currency\n1,CNY\n").code, 0);
    assert!(place().ends_with("\n,GB,5.00,CNY,\n"));
    env.ok(&["rate", "add", "EUR", "8", "--on", "2019-01-01"]);
    let anew = change("f.csv", "id,currency\n1,EUR\n");
    assert!(
        anew.stderr.contains("took the rate of their day, for a new amount, currency or date: 1"),
        "{}",
        anew.stderr
    );
    assert_eq!(env.count("SELECT base_amount FROM deal"), 4_000);
}

#[test]
fn files_with_and_without_numbers_do_not_mix() {
    let env = Env::new();
    let (with, without) =
        (env.file("a.csv", "id,title,signed,sector\n1,a,2019,5G\n"), env.file("b.csv", format!("{HEADER}b,2019,5G\n")));
    for files in [[&with, &without], [&without, &with]] {
        assert!(
            env.fails(1, &["import", files[0], files[1]]).contains("a.csv: has a column `id`, another file has none")
        );
    }
    env.ok(&["import", "--as-new", &with, &without]);
}

#[test]
fn deals_are_matched_by_ref_or_by_other_fields() {
    let env = Env::new();
    let first = env.file(
        "first.csv",
        "ref,title,signed,sector,partner,amount,note,tags\nA-1,one,2019-08-26,5G,Acme,10,keep,x\nA-2,two,2019-08-26,IC,Acme,20,,\n",
    );
    env.ok(&["import", &first]);
    let again = env.file("again.csv", "ref,title,signed,sector,amount,note\nA-1,one,2019-08-26,5G,11,\nA-2,two,2019-08-26,IC,20,\nA-3,three,2019-08-27,AI,30,new\n");
    assert_snapshot!(env.shows(&["import", "--match", "ref", &again]), @"
    --- stderr
    changed 1 deal from again.csv; added: 1; as in the file already: 1
    ");
    let rows = || {
        let text = env.ok(&["list", "--sort", "id", "--columns", "id,ref,amount,note,tags", "--format", "csv"]);
        csv_rows(&text)[1..].iter().map(|row| row.join("|")).collect::<Vec<_>>()
    };
    assert_eq!(rows(), ["1|A-1|11.00|keep|x", "2|A-2|20.00||", "3|A-3|30.00|new|"]);
    env.ok(&["import", "--match", "ref", "--blank", "clear", &again]);
    assert_eq!(rows()[0], "1|A-1|11.00||x");
    let by = env.file("by.csv", "title,partner,signed,amount\none,ACME,2019/8/26,12\nfour,Acme,2019-08-26,1\n");
    let stderr = env.fails(1, &["import", "--match", "title,partner,signed", &by]);
    assert!(stderr.contains("by.csv:3: sector: is required"), "{stderr}");
    env.ok(&["import", "--match", "title,partner,signed", "--set", "sector=5G", &by]);
    assert_eq!(rows(), ["1|A-1|12.00||x", "2|A-2|20.00||", "3|A-3|30.00|new|", "4||1.00||"]);
    let stderr = env.run(&["import", "--match", "ref", "--on-match", "skip", &again]).stderr;
    assert!(stderr.contains("there already and skipped: 3"), "{stderr}");
    assert_eq!(rows()[0], "1|A-1|12.00||x");
    let stderr = env.fails(1, &["import", "--match", "ref", "--on-match", "refuse", &again]);
    assert!(stderr.contains("again.csv:2: ref: deal 1 matches"), "{stderr}");
    let several = env.file("several.csv", "signed,note\n2019-08-26,z\n");
    let stderr = env.fails(1, &["import", "--match", "signed", &several]);
    assert!(stderr.contains("several.csv:2: signed: several deals match: 1, 2, 4"), "{stderr}");
    let twice = env.file("twice.csv", "title,partner,signed,sector\nnine,New,2019,5G\nnine,New,2019,5G\n");
    env.ok(&[
        "import",
        "--match",
        "title,partner,signed",
        &env.file("nine.csv", "title,partner,signed,sector\nnine,New,2019,5G\n"),
    ]);
    let stderr = env.fails(1, &["import", "--match", "title,partner,signed", &twice]);
    assert!(stderr.contains("twice.csv:3: title: `nine, New, 2019` is already taken by line 2"), "{stderr}");
    assert_eq!(env.count("SELECT COUNT(*) FROM deal_past WHERE id = 1"), 3);
}

#[test]
fn a_match_never_writes_to_another_number() {
    let env = Env::new();
    for title in ["Alpha", "Beta"] {
        env.ok(&["add", title, "--sector", "5G", "--partner", "Acme", "--signed", "2019-08-26", "--ref", title]);
    }
    let file =
        env.file("x.csv", "id,title,signed,sector,partner,note\n2,Alpha,2019-08-26,5G,Acme,hello\n9,New,2019,5G,,\n");
    env.ok(&["import", "--match", "title,partner,signed", &file]);
    let rows = env.ok(&["list", "--sort", "id", "--columns", "id,title,note", "--format", "csv"]);
    assert_eq!(rows, "id,title,note\n1,Alpha,hello\n2,Beta,\n3,New,\n");
    assert_eq!(env.ok(&["add", "next", "--sector", "5G"]), "4\n");
    let twice = env.file("twice.csv", "ref,title,signed,sector\nX,One,2019,5G\nX,Two,2019,5G\n");
    let stderr = env.fails(1, &["import", "--match", "ref", &twice]);
    assert!(stderr.contains("twice.csv:3: ref: `X` is already taken by line 2"), "{stderr}");
}

#[test]
fn an_update_does_not_change_the_currency_by_a_unit() {
    let env = Env::new();
    env.ok(&["add", "a", "--sector", "5G", "--ref", "U", "--amount", "US$100"]);
    let stderr = env.fails(1, &["import", "--match", "ref", &env.file("x.csv", "合同号,投资额（万元）\nU,200\n")]);
    assert!(stderr.contains("x.csv:2: amount: the deal is in USD, the column is counted in 万元"), "{stderr}");
    env.ok(&["import", "--match", "ref", "--set", "currency=USD", "x.csv"]);
    assert_eq!(env.count("SELECT amount FROM deal WHERE currency_id = 840"), 200_000_000);
}

#[test]
fn an_update_keeps_tags_and_rates_that_the_file_says_nothing_of() {
    let env = Env::new();
    env.ok(&["add", "a", "--sector", "AI", "--ref", "R", "--amount", "US$100", "--rate", "7", "--tags", "flagship"]);
    env.ok(&["import", "--match", "ref", &env.file("s.csv", "ref,sector\nR,AI、IoT\n")]);
    env.ok(&["import", "--match", "ref", &env.file("a.csv", "ref,amount\nR,150\n")]);
    let row = env.ok(&["list", "--columns", "tags,amount,rate,base_amount", "--format", "csv"]);
    assert_eq!(row, "tags,amount,rate,base_amount\nflagship;IoT,150.00,7,1050.00\n");
}
