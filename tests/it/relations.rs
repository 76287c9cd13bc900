//! How deals relate to earlier ones, and what reports count by it.

use insta::assert_snapshot;

use crate::env::{Env, csv_rows};

/// One project, signed as an intent, upgraded, signed again, increased, with a second phase; and another.
fn env() -> Env {
    let env = Env::new();
    env.ok(&[
        "add",
        "Plant",
        "--sector",
        "5G",
        "--signed",
        "2018-08-23",
        "--amount",
        "100",
        "--kind",
        "intent",
        "--ref",
        "P-1",
    ]);
    let follow = |title: &str, sector: &str, amount: &str, relation: &str, first: &str| {
        let fields = ["--signed", "2019-08-26", "--amount", amount, "--relation", relation, "--follows", first];
        env.ok(&[&["add", title, "--sector", sector][..], &fields].concat());
    };
    follow("Plant, contract", "5G", "110", "upgrade", "P-1");
    follow("Plant, again", "AI", "110", "续签", "2");
    follow("Plant, more", "5G", "30", "increase", "1");
    follow("Plant II", "IC", "70", "phase", "1");
    env.ok(&["add", "Mill", "--sector", "AI", "--signed", "2019-08-26", "--amount", "5"]);
    env
}

#[test]
fn renewals_and_upgrades_add_nothing_increases_their_amount_and_phases_both() {
    let env = env();
    // 100 + 30; 70; 5.
    assert_snapshot!(env.shows(&["report", "--format", "csv"]), @"
    sector,deals,amount,share
    5G,1,130.00,0.6341
    IC,1,70.00,0.3415
    AI,1,5.00,0.0244
    --- stderr
    Deals that follow earlier ones: neither counted nor added (upgrade 1, renewal 1); added to the amount and not counted (increase 1); `--raw` counts everything.
    ");
    assert_eq!(
        env.ok(&["report", "--raw", "--format", "csv"]),
        "sector,deals,amount,share\n5G,3,240.00,0.5647\nAI,2,115.00,0.2706\nIC,1,70.00,0.1647\n"
    );
    // In 2019 the first signing is out of sight; it still counts where it stands, and nowhere else.
    assert_snapshot!(env.shows(&["report", "--by", "year", "--signed", "2019", "--format", "csv"]), @"
    year,deals,amount,share
    2019,2,105.00,1.0000
    --- stderr
    Deals that follow earlier ones: neither counted nor added (upgrade 1, renewal 1); added to the amount and not counted (increase 1); `--raw` counts everything.
    Of those that are not counted, the first signing lies outside this selection: 2.
    ");
    // The increase of 30 is in the amount, and no deal of which there is an average.
    let averages = env.ok(&["report", "--by", "sector", "--show", "average,largest", "--format", "csv"]);
    assert_eq!(averages, "sector,average,largest\n5G,100.00,100.00\nIC,70.00,70.00\nAI,5.00,5.00\n");
    let cross = env.ok(&["report", "--by", "sector", "--across", "year", "--measure", "amount", "--format", "csv"]);
    assert_eq!(cross, "sector,2018,2019,total\n5G,100.00,30.00,130.00\nIC,,70.00,70.00\nAI,,5.00,5.00\n");
    let versus =
        csv_rows(&env.ok(&["report", "--by", "sector", "--signed", "2019", "--versus", "2018", "--format", "csv"]));
    assert_eq!(
        versus[1..],
        [
            ["IC", "1", "70.00", "0.6667", "0", "", "", ""],
            ["5G", "0", "30.00", "0.2857", "1", "100.00", "-1.0000", "-0.7000"],
            ["AI", "1", "5.00", "0.0476", "0", "", "", ""]
        ]
    );
    // Lists are of all deals.
    assert_eq!(env.ok(&["list", "--format", "csv"]).lines().count(), 7);
}

#[test]
fn explanations_differences_and_files_count_by_the_same_rules() {
    let env = env();
    let explained = env.run(&["report", "--explain", "5G", "--format", "csv"]);
    let titles: Vec<String> = csv_rows(&explained.stdout)[1..].iter().map(|row| row[3].clone()).collect();
    assert_eq!(titles, ["Plant", "Plant, more"]);
    let diff = csv_rows(&env.ok(&["diff", "entry:1", "--format", "csv"]));
    assert_eq!(diff[1][9..], ["1", "100.00"]);
    assert_eq!(diff[diff.len() - 1][9..], ["3", "205.00"]);
    // What becomes a renewal moves out of what is counted.
    env.ok(&["edit", "6", "--relation", "renewal", "--follows", "1"]);
    assert_snapshot!(env.shows(&["diff", "entry:6", "--format", "csv"]), @"
    step,entry,at,who,command,message,ids,deals_change,amount_change,deals,amount
    then,,,,,,,,,3,205.00
    moved_out,7,2019-08-27T00:00:00Z,tester,edit,,6,-1,-5.00,2,200.00
    now,,,,,,,-1,-5.00,2,200.00
    ");
    env.ok(&["edit", "4", "--relation", "new", "--clear", "follows"]);
    let counted = env.ok(&["report", "--format", "csv"]);
    assert_eq!(counted, "sector,deals,amount,share\n5G,2,130.00,0.6500\nIC,1,70.00,0.3500\n");
    env.ok(&["export", "-o", "all.csv"]);
    let files = env.run(&["report", "all.csv", "--format", "csv"]);
    assert_eq!(files.stdout, counted);
    assert!(files.stderr.contains("neither counted nor added (upgrade 1, renewal 2)"), "{}", files.stderr);
}

#[test]
fn what_follows_is_there_and_does_not_come_back_to_itself() {
    let env = env();
    for (args, reason) in [
        (&["edit", "1", "--relation", "phase", "--follows", "3"][..], "--follows: the deal would follow itself"),
        (&["edit", "1", "--relation", "phase", "--follows", "1"], "--follows: the deal would follow itself"),
        (&["edit", "6", "--relation", "phase", "--follows", "99"], "--follows: there is no deal 99"),
        (&["edit", "6", "--relation", "phase", "--follows", "P-9"], "--follows: no deal has the ref `P-9`"),
        (&["edit", "6", "--relation", "phase"], "--follows: is required with the relation `phase`"),
        (&["edit", "6", "--follows", "1"], "--relation: is required with `follows`"),
        (
            &["edit", "6", "--relation", "cousin", "--follows", "1"],
            "`cousin` is no relation (one of new, increase, upgrade, renewal, phase)",
        ),
        (&["add", "x", "--sector", "5G", "--relation", "renewal", "--follows", "77"], "--follows: there is no deal 77"),
        (&["delete", "1"], "deal 1: deal 2 follows it"),
    ] {
        let stderr = env.fails(1, args);
        assert!(stderr.contains(reason), "{args:?}: {stderr}");
    }
    // All of them together may go, and come back.
    env.ok(&["delete", "1-5"]);
    env.ok(&["undo"]);
    env.ok(&["delete", "3"]);
    env.ok(&["delete", "2"]);
    assert_eq!(env.run(&["check"]).code, 0);
    // The entry that made the first is left as long as others follow.
    let stderr = env.run(&["undo", "1"]).stderr;
    assert!(stderr.contains("deal 1 is left as it is"), "{stderr}");
    assert_eq!(env.count("SELECT COUNT(*) FROM deal WHERE id = 1"), 1);
    assert_eq!(env.run(&["check"]).code, 0);
}

#[test]
fn rows_of_a_file_follow_one_another_in_any_order() {
    let env = Env::new();
    env.ok(&["add", "Old", "--sector", "5G", "--ref", "OLD", "--amount", "1"]);
    env.file(
        "x.csv",
        "ref,title,signed,sector,amount,relation,follows\n\
         B,B,2019-02,5G,2,renewal,A\nA,A,2019-01,5G,3,,\nC,C,2019-03,5G,4,increase,OLD\nD,D,2019-03,5G,5,phase,1\n",
    );
    env.ok(&["import", "x.csv"]);
    let links =
        |env: &Env| env.ok(&["list", "--sort", "id", "--columns", "id,title,relation,follows", "--format", "csv"]);
    assert_eq!(
        links(&env),
        "id,title,relation,follows\n1,Old,new,\n2,B,renewal,3\n3,A,new,\n4,C,increase,1\n5,D,phase,1\n"
    );
    // Out and into a new ledger, with the numbers; into another with new ones, which the links go along with.
    env.ok(&["export", "-o", "all.csv"]);
    env.ok(&["import", "--db", "copy.db", "all.csv"]);
    assert_eq!(env.ok(&["export", "--db", "copy.db"]), env.ok(&["export"]));
    env.ok(&["add", "--db", "other.db", "Before", "--sector", "5G"]);
    env.ok(&["import", "--db", "other.db", "--as-new", "all.csv"]);
    let other = env.ok(&["list", "--db", "other.db", "--sort", "id", "--columns", "id,follows", "--format", "csv"]);
    assert_eq!(other, "id,follows\n1,\n2,\n3,4\n4,\n5,2\n6,2\n");
    // What follows nothing, or itself, is refused, and so is what follows that.
    env.file(
        "bad.csv",
        "ref,title,signed,sector,relation,follows\nX,X,2019-02,5G,renewal,Y\nY,Y,2019-01,5G,phase,Z\nZ,Z,2019-01,5G,phase,X\nQ,Q,2019-01,5G,phase,nothing\nR,R,2019-01,5G,phase,Q\nS,S,2019-01,5G,phase,A\n",
    );
    assert_snapshot!(env.shows(&["import", "bad.csv"]), @"
    --- stderr
    bad.csv:5: follows: no deal has the ref `nothing`
    bad.csv:2: follows: the deal would follow itself, or others that lead back to it
    bad.csv:3: follows: the deal would follow itself, or others that lead back to it
    bad.csv:4: follows: the deal would follow itself, or others that lead back to it
    bad.csv:6: follows: no deal has the ref `Q`
    error: 5 of 6 rows cannot be imported, so nothing was written
    hint: correct the lines above, or pass --skip-bad to import the other 1
    --- exit 1
    ");
    assert_eq!(env.count("SELECT COUNT(*) FROM deal"), 5);
    env.fails(1, &["import", "--skip-bad", "--rejects", "rejects.csv", "bad.csv"]);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal"), 6);
    assert_eq!(env.count("SELECT follows_id FROM deal WHERE ref = 'S'"), 3);
    assert_eq!(csv_rows(&std::fs::read_to_string(env.path("rejects.csv")).unwrap()).len(), 6);
    // An update may name what is there.
    env.file("up.csv", "ref,relation,follows\nA,renewal,OLD\n");
    env.ok(&["import", "--match", "ref", "up.csv"]);
    env.file("loop.csv", "ref,relation,follows\nOLD,renewal,B\n");
    assert!(
        env.fails(1, &["import", "--match", "ref", "loop.csv"])
            .contains("loop.csv:2: follows: the deal would follow itself")
    );
    assert_eq!(env.run(&["check"]).code, 0);
}

/// A row that is taken out again because what it follows is nowhere may have been the only one of its partner, district and event.
#[test]
fn names_of_rows_that_are_taken_out_again_are_not_missed() {
    let env = Env::new();
    env.ok(&["add", "There", "--sector", "5G", "--ref", "A-1", "--signed", "2019-01"]);
    env.file(
        "new.csv",
        "ref,title,signed,sector,event,partner,district,relation,follows\n\
         A-1,Double,2019-01,5G,,,,,\n\
         B-1,Good,2019-01,5G,,Acme,,,\n\
         Q,Lost,2019-01,5G,Fair,Brand New Ltd,Nowhere,phase,nothing\n",
    );
    env.file(
        "lost.csv",
        "ref,title,signed,sector,event,partner,district,relation,follows\n\
         Q,Lost,2019-01,5G,Fair,Brand New Ltd,Nowhere,phase,nothing\n\
         B-2,Good,2019-01,5G,,Acme,,,\n",
    );
    for file in ["new.csv", "lost.csv"] {
        let stderr = env.fails(1, &["import", "--skip-bad", "--create", "events", file]);
        assert!(!stderr.contains("made event"), "{stderr}");
    }
    assert_eq!(env.ok(&["list", "--columns", "ref", "--sort", "id", "--format", "csv"]), "ref\nA-1\nB-1\nB-2\n");
    assert_eq!(env.count("SELECT COUNT(*) FROM partner"), 1);
    assert_eq!(env.count("SELECT (SELECT COUNT(*) FROM event) + (SELECT COUNT(*) FROM district)"), 0);
    env.ok(&["check"]);
}

#[test]
fn progress_of_what_is_not_counted_is_said() {
    let env = env();
    let stderr = env.run(&["stage", "started", "3", "--on", "2019-08-27"]).stderr;
    assert!(
        stderr.contains("warning: deal 3 is no further deal (renewal of deal 2), so its stages are not counted"),
        "{stderr}"
    );
    env.ok(&["receive", "3", "9"]);
    env.ok(&["receive", "4", "2"]);
    env.ok(&["stage", "registered", "1", "--on", "2019-01-01"]);
    let outcome = env.run(&["progress", "--by", "sector", "--format", "csv"]);
    let rows = csv_rows(&outcome.stdout);
    // The money of an increase counts with its amount.
    assert_eq!(rows[1], ["5G", "1", "1", "0", "0", "0", "0", "1.0000", "0.0000", "", "130.00", "2.00", "0.0154"]);
    assert!(outcome.stderr.contains("stages of 1, receipts 1."), "{}", outcome.stderr);
    let raw = csv_rows(&env.ok(&["progress", "--by", "kind", "--raw", "--format", "csv"]));
    assert_eq!(raw[1][..4], ["", "5", "1", "1"]);
}

#[test]
fn an_increase_alone_has_no_average() {
    let env = Env::new();
    env.ok(&["add", "Plant", "--sector", "5G", "--signed", "2018"]);
    let more = ["--relation", "increase", "--follows", "1", "--amount", "5"];
    env.ok(&[&["add", "More", "--sector", "5G", "--signed", "2019"][..], &more].concat());
    let by_year = env.ok(&["report", "--by", "year", "--show", "deals,amount,average", "--format", "csv"]);
    assert_eq!(by_year, "year,deals,amount,average\n2018,1,,\n2019,0,5.00,\n");
}

#[test]
fn a_relation_ends_as_a_whole_whichever_part_is_named() {
    for end in [&["--relation", "new"][..], &["--clear", "follows"], &["--clear", "relation"]] {
        let env = env();
        env.ok(&[&["edit", "4"][..], end].concat());
        assert_eq!(env.count("SELECT COUNT(*) FROM deal WHERE id = 4 AND relation IS NULL AND follows_id IS NULL"), 1);
    }
    let env = env();
    env.ok(&["edit", "4", "--ended", "2019-10", "--reason", "no land"]);
    env.ok(&["edit", "4", "--clear", "ended"]);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal WHERE id = 4 AND ended IS NULL AND reason IS NULL"), 1);
}

#[test]
fn what_is_left_out_is_said_of_both_sides_of_stages_and_where_everything_counts() {
    let env = env();
    let versus = env.shows(&["report", "--signed", "2018", "--versus", "signed=2019", "--format", "csv"]);
    assert!(versus.contains("neither counted nor added (upgrade 1, renewal 1)"), "{versus}");
    env.ok(&["stage", "started", "4", "--on", "2019-09-01"]);
    let progress = env.shows(&["progress", "--by", "sector", "--format", "csv"]);
    assert!(progress.contains("stages of 1."), "{progress}");
    let raw = env.shows(&["report", "--by", "sector", "--raw", "--format", "csv"]);
    assert!(raw.contains("Everything is counted, also what follows an earlier signing (`--raw`)."), "{raw}");
    // Deal 4 is the increase; by its relation alone its line moves.
    let entry = env.count("SELECT MAX(id) FROM entry");
    env.ok(&["edit", "4", "--relation", "phase"]);
    let diff = env.ok(&["diff", &format!("entry:{entry}"), "--by", "sector", "--format", "csv"]);
    let line = csv_rows(&diff).into_iter().find(|row| row[0] == "5G").unwrap();
    assert_eq!(line.last().unwrap(), &(entry + 1).to_string(), "{diff}");
}

#[test]
fn an_explanation_says_what_its_commands_list_beside() {
    let env = env();
    env.ok(&["receive", "1", "5"]);
    let said = env.ok(&["report", "--by", "sector", "--show", "amount,received", "--explain", "5G"]);
    assert!(said.contains("The commands list renewals and upgrades as well, which are not counted."), "{said}");
    assert!(said.contains("is listed by `deals export --receipts`"), "{said}");
    let said = env.ok(&["report", "--by", "sector", "--explain", "IC", "--sector", "IC"]);
    assert!(!said.contains("renewals") && !said.contains("export"), "{said}");
}
