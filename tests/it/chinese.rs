//! Talk and errors in Chinese: what every command says with `--lang zh`, and that no English is left in it.

use insta::assert_snapshot;

use crate::env::{Env, Outcome, outcome, sample};

pub(crate) fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Names that are the same in both languages and may stand one after the other: fields, columns of rates, choices.
const NAMES: &str = "id ref title signed event sector partner region country amount currency rate base_amount kind venue tags \
                     stage registered started producing full ended reason start_due production_due received relation \
                     follows confidential district note extra effective source";

/// Three English words one after the other, outside of backticks: the beginning of a sentence.
pub(crate) fn english_run(text: &str) -> Option<String> {
    for plain in text.split('`').step_by(2) {
        let mut run: Vec<&str> = Vec::new();
        for word in plain.split(' ') {
            let is_word = word.len() > 1 && word.chars().all(|c| c.is_ascii_alphabetic());
            if is_word && !NAMES.split(' ').any(|name| name == word) {
                run.push(word);
            } else {
                run.clear();
            }
            if run.len() == 3 {
                return Some(run.join(" "));
            }
        }
    }
    None
}

/// Runs in Chinese; what is said must be Chinese, line by line.
#[track_caller]
fn run(env: &Env, args: &[&str]) -> Outcome {
    let outcome = env.run(&[&["--lang", "zh"], args].concat());
    for line in outcome.stderr.lines() {
        assert!(line.chars().any(is_han), "{args:?}: {line}");
        assert_eq!(english_run(line), None, "{args:?}: {line}");
        assert!(!["error:", "hint:", "warning:"].iter().any(|word| line.starts_with(word)), "{args:?}: {line}");
    }
    outcome
}

/// The same, of what must end with this code; gives what is said.
#[track_caller]
fn says(env: &Env, code: i32, args: &[&str]) -> String {
    let outcome = run(env, args);
    assert_eq!(outcome.code, code, "{args:?}: {}", outcome.stderr);
    outcome.stderr
}

/// What must succeed and say something.
#[track_caller]
fn tells(env: &Env, args: &[&str]) {
    assert_ne!(says(env, 0, args), "", "{args:?}");
}

/// What must fail.
#[track_caller]
fn fails(env: &Env, code: i32, args: &[&str]) {
    assert!(says(env, code, args).contains("错误："), "{args:?}");
}

/// The whole outcome in Chinese, as people see it.
#[track_caller]
fn shows(env: &Env, args: &[&str]) -> String {
    env.shown(&run(env, args))
}

/// An office's first days.
fn begin(env: &Env, say: impl Fn(&[&str])) {
    env.file("rates.csv", "currency,effective,rate,source\nUSD,2019-08-01,7.05,中国银行\nUSD,2019-08-26,7.1,\n");
    env.file("deals.csv", "项目名称,签约日期,领域,合作方,金额（万元）\n芯片封装,2019-08-26,IC,渝州微电子,1200\n");
    say(&["event", "add", "SCE2019", "2019 Smart China Expo", "--name-zh", "2019智博会", "--from", "2019-08-26"]);
    say(&["event", "edit", "SCE2019", "--city", "重庆", "--to", "2019-08-29"]);
    say(&["event", "use", "2019智博会"]);
    say(&["sector", "add", "BIO", "Biomedicine", "--name-zh", "生物医药"]);
    say(&["sector", "edit", "BIO", "--alias", "医药"]);
    say(&["sector", "edit", "BIO", "--alias", "医药"]);
    say(&["district", "add", "LJ", "两江新区"]);
    say(&["district", "edit", "LJ", "--name-zh", "两江"]);
    say(&["country", "edit", "GB", "--name-zh", "大不列颠"]);
    say(&["region", "add", "巴伐利亚", "--country", "德国"]);
    say(&["add", "疫苗基地", "--sector", "生物医药", "--partner", "蜀光药业", "--region", "四川", "--amount", "US$3m"]);
    say(&["add", "二期", "--sector", "5G", "--partner", "蜀光制药", "--signed", "2019-08-30", "--event", "none"]);
    say(&["rate", "import", "rates.csv"]);
    say(&["rate", "import", "rates.csv"]);
    say(&["rate", "add", "EUR", "7.8", "--on", "2019-08-26", "--source", "中国银行"]);
    say(&["partner", "edit", "蜀光药业", "--alias", "蜀光"]);
    say(&["partner", "merge", "蜀光制药", "--into", "蜀光药业"]);
    say(&["district", "add", "BB", "北碚"]);
    say(&["district", "merge", "BB", "--into", "LJ"]);
    say(&["import", "deals.csv"]);
    say(&["import", "deals.csv", "--match", "title,signed", "--set", "district=LJ"]);
    say(&["import", "--dry-run", "deals.csv", "--match", "title"]);
    say(&["event", "use", "none"]);
    say(&["edit", "1", "--note", "x", "--amount", "7", "-m", "y"]);
    say(&["log", "1", "--format", "csv"]);
    say(&["delete", "1"]);
    say(&["undo", "--dry-run", "--format", "csv"]);
    say(&["undo"]);
    say(&["redo"]);
    say(&["list", "--as-of", "entry:1", "--format", "csv"]);
    say(&["undo", "1"]);
}

#[test]
fn every_command_talks_chinese() {
    let env = Env::new();
    tells(&env, &["init", "--db", "other.db", "--base", "USD", "--home", "SG"]);
    begin(&env, |args| tells(&env, args));
    let files = ["sce-2019-signings.gb18030.csv", "sce-2019-contracts.xlsx"].map(sample);
    tells(&env, &["import", &files[0], &files[1]]);
    let tracker = sample("tracker-2005-2019.csv");
    tells(
        &env,
        &[
            "import",
            "--create",
            "sectors,events",
            "--set",
            "title=（无）",
            "--map",
            "title=Transaction Party",
            &tracker,
        ],
    );
    tells(&env, &["report", "--format", "csv"]);
    tells(&env, &["check"]);
    tells(&env, &["report", "--format", "csv", &files[0]]);
    for quiet in [
        &["list"][..],
        &["export"],
        &["log"],
        &["status"],
        &["report"],
        &["event", "list"],
        &["sector", "list"],
        &["district", "list"],
        &["partner", "list"],
        &["country", "list"],
        &["region", "list"],
        &["rate", "list"],
        &["template", "-o", "t.xlsx"],
    ] {
        assert_eq!(says(&env, 0, quiet), "", "{quiet:?}");
    }
}

#[test]
fn data_are_the_same_in_both_languages() {
    let [english, chinese] = ["en", "zh"].map(|lang| {
        let env = Env::new();
        let said = std::cell::RefCell::new(String::new());
        let keep = |args: &[&str]| said.borrow_mut().push_str(&env.run(&[&["--lang", lang], args].concat()).stdout);
        begin(&env, |args| {
            if args[0] != "show" && !args.contains(&"--dry-run") {
                keep(args);
            }
        });
        for args in [
            &["export"][..],
            &["list", "--format", "jsonl"],
            &["report", "--by", "sector,country", "--format", "csv"],
            &["log", "--format", "csv"],
            &["status", "--format", "json"],
        ] {
            keep(args);
        }
        env.normal(&said.into_inner())
    });
    assert!(chinese.contains("芯片封装") && chinese.contains("rate import"), "{chinese}");
    assert_eq!(chinese, english);
}

/// What an office may get wrong after its first days, with the exit code.
const MISTAKES: &[(i32, &[&str])] = &[
    (1, &["list", "--kind", "备忘录"]),
    (1, &["list", "--signed", "someday"]),
    (1, &["list", "--min", "-3"]),
    (1, &["list", "--place", "中国"]),
    (1, &["list", "--place", "巴伐利亚"]),
    (1, &["list", "--sector", "生物医"]),
    (1, &["list", "--event", ","]),
    (1, &["list", "--currency", "USDD"]),
    (1, &["list", "--country", "四川"]),
    (1, &["add", "基地", "--sector", "5G", "--country", "德国", "--region", "四川"]),
    (1, &["add", "基地", "--sector", "5G", "--country", "香港", "--region", "九龙"]),
    (1, &["add", "基地", "--sector", "5G", "--amount", "$3m"]),
    (1, &["add", "基地", "--sector", "5G", "--amount", "US$3m", "--currency", "EUR"]),
    (1, &["add", "基地", "--sector", "5G", "--amount", "1.234"]),
    (1, &["add", "基地", "--sector", "5G", "--amount", "JPY 1.5"]),
    (1, &["add", "基地", "--sector", "5G", "--amount", "1", "--rate", "7"]),
    (1, &["add", "基地", "--sector", "5G", "--amount", "9e99"]),
    (1, &["add", "基地", "--sector", "5G", "--kind", "备忘录", "--venue", "线上"]),
    (1, &["add", "基地", "--sector", "5G", "--partner", " "]),
    (1, &["show", "没有"]),
    (1, &["event", "add", "SCE 2020", "2020"]),
    (1, &["event", "add", "SCE2020", "2020", "--to", "2020-09-01"]),
    (1, &["event", "add", "SCE2020", "2020", "--from", "2020-09-02", "--to", "2020-09-01"]),
    (1, &["event", "add", "SCE2020", " "]),
    (1, &["event", "use", "SCE2020"]),
    (1, &["sector", "add", "BIO", "生物"]),
    (1, &["sector", "add", "NONE", "生物"]),
    (1, &["sector", "edit", "BIO", "--remove-alias", "没有"]),
    (1, &["country", "edit", "火星", "--name-zh", "火星"]),
    (1, &["region", "add", "重庆东", "--country", "CN"]),
    (1, &["region", "add", "九龙", "--country", "HK"]),
    (1, &["rate", "add", "CNY", "1"]),
    (1, &["rate", "import", "deals.csv"]),
    (1, &["init", "--db", "x.db", "--base", "USDD", "--home", "火星"]),
    (2, &["report", "--by", "sector,sector"]),
    (2, &["template"]),
    (2, &["template", "-o", "t.csv"]),
    (1, &["export", "--format", "csv", "-o", "ledger.db"]),
    (1, &["export", "-o", "none/all.csv"]),
    (1, &["list", "--db", "deals.csv"]),
    (1, &["list", "--db", "."]),
];

#[test]
fn what_goes_wrong_is_told_in_chinese() {
    let env = Env::new();
    assert_snapshot!(shows(&env, &["list"]), @"
    --- stderr
    错误：ledger.db：没有台账
    提示：可用`deals add 项目名称 --sector 领域`或`deals import 文件`新建台账并录入首批项目
    提示：可用`deals init`新建空台账；可用`--db 文件`指定另一个台账
    --- exit 1
    ");
    begin(&env, |args| tells(&env, args));
    assert_snapshot!(
        shows(&env, &["add", "生物园", "--sector", "生医", "--amount", "12.5.1", "--signed", "2019-02-30", "--region", "四川盆地"]),
        @r#"
    --- stderr
    错误：--signed：日历上没有`2019-02-30`这一天
    错误：--sector：没有与`生医`相符的领域
    提示：可用`deals sector add 生医 "生医"`新建
    错误：--region：没有与`四川盆地`相符的省份
    提示：是否指`CN-SC`（四川）？
    提示：若在国外，可用`--country 国家`指明所在国家
    错误：--amount：`12.5.1`不是金额（请写作12500或12,500.00）
    --- exit 1
    "#
    );
    assert_snapshot!(shows(&env, &["add"]), @"
    --- stderr
    错误：TITLE：必填
    错误：--sector：必填
    --- exit 2
    ");
    assert_snapshot!(shows(&env, &["show", "999"]), @"
    --- stderr
    错误：没有与`999`相符的项目
    提示：可用`deals list`查看项目编号和合同号
    --- exit 1
    ");
    assert_snapshot!(shows(&env, &["list", "--country", "非洲"]), @"
    --- stderr
    错误：--country：`非洲`是多个国家的统称，不是单个国家或地区
    提示：请写明一个国家或地区，或留空并在备注中说明
    --- exit 1
    ");
    assert_snapshot!(shows(&env, &["list", "--region", "香港"]), @"
    --- stderr
    错误：--region：`香港`是国家或地区，不是省份
    提示：`--country 香港`
    --- exit 1
    ");
    assert_snapshot!(shows(&env, &["init"]), @"
    --- stderr
    错误：ledger.db：已有台账
    提示：可用`--db 文件`另选位置
    --- exit 1
    ");
    assert_snapshot!(shows(&env, &["rate", "add", "USDD", "-1", "--on", "2019-08"]), @"
    --- stderr
    错误：没有与`USDD`相符的币种
    提示：是否指`USD`？
    错误：RATE：`-1`不是汇率（请填一单位该币种折合本位币的数额，如8.68）
    错误：--on：`2019-08`不是完整的日期（请写作2019-08-26）
    --- exit 1
    ");
    assert_snapshot!(shows(&env, &["partner", "merge", "蜀光", "--into", "蜀光药业"]), @"
    --- stderr
    错误：`蜀光`与`蜀光药业`本是同一个
    提示：可用`deals partner list`查看现有名称
    --- exit 1
    ");
    assert_snapshot!(shows(&env, &["report", "missing.csv"]), @"
    --- stderr
    错误：missing.csv：无法读取：没有这个文件或文件夹
    --- exit 1
    ");
    assert_snapshot!(shows(&env, &["export", "-o", "all.docx"]), @"
    --- stderr
    错误：--output：没有与后缀`.docx`对应的格式
    提示：请写入.csv、.json、.jsonl、.txt、.md、.html或.xlsx文件，或用`--format`指定格式
    --- exit 2
    ");
    for (code, args) in MISTAKES {
        fails(&env, *code, args);
    }
}

#[test]
fn what_is_wrong_with_files_is_told_in_chinese() {
    let env = Env::new();
    env.ok(&["add", "一期", "--sector", "5G", "--ref", "甲1", "--signed", "2019-08-26"]);
    let bad = env.file(
        "bad.csv",
        "合同编号,项目名称,签约日期,领域,国别,金额（万元）\n甲1,二期,2019-08-26,5G,,1\n甲2,三期,2019-02-30,生医,非洲,约500万\n\
         甲3,四期,2019-08-26,5G,,数千万,多余\n甲4,五期,2019-08-26,5G,,5\n合计,,,,,6\n",
    );
    assert_snapshot!(shows(&env, &["import", &bad]), @"
    --- stderr
    bad.csv：金额单位为`万元`
    bad.csv:3：sector：没有与`生医`相符的领域
    bad.csv:3：signed：日历上没有`2019-02-30`这一天
    bad.csv:3：country：`非洲`是多个国家的统称，不是单个国家或地区
    bad.csv:3：amount：`约500万`不是确切金额（可用`--vague blank`留空，原文记入备注）
    bad.csv:4：该行有7个单元格，表头有6个
    bad.csv:2：ref：`甲1`已被1号项目占用
    错误：4行中有3行无法导入，因此未写入任何内容
    提示：可用`--create sectors`新建台账中没有的名称
    提示：请改正上述各行，或用`--skip-bad`只导入其余1行
    --- exit 1
    ");
    assert_snapshot!(shows(&env, &["import", "--skip-bad", "--rejects", "rejects.csv", &bad]), @"
    --- stderr
    bad.csv：金额单位为`万元`
    bad.csv:3：sector：没有与`生医`相符的领域
    bad.csv:3：signed：日历上没有`2019-02-30`这一天
    bad.csv:3：country：`非洲`是多个国家的统称，不是单个国家或地区
    bad.csv:3：amount：`约500万`不是确切金额（可用`--vague blank`留空，原文记入备注）
    bad.csv:4：该行有7个单元格，表头有6个
    bad.csv:2：ref：`甲1`已被1号项目占用
    bad.csv：略去合计1行（第6行）
    已从bad.csv导入1个项目；最后一个编号为2
    错误：4行中有3行被拒绝，未导入
    提示：这些行已写入rejects.csv：请改正后导入该文件
    --- exit 1
    ");
    let rejects = std::fs::read_to_string(env.path("rejects.csv")).unwrap();
    assert!(rejects.contains("sector：没有与`生医`相符的领域；signed：日历上没有`2019-02-30`这一天；"), "{rejects}");
    let rates =
        env.file("bad-rates.csv", "currency,effective,rate,source\nUSDD,2019-08,x,\nCNY,2019-08-26,1,\nUSD,2019\n");
    assert_snapshot!(shows(&env, &["rate", "import", &rates]), @"
    --- stderr
    bad-rates.csv:2：currency：没有与`USDD`相符的币种
    bad-rates.csv:2：effective：`2019-08`不是完整的日期（请写作2019-08-26）
    bad-rates.csv:2：rate：`x`不是汇率（请填一单位该币种折合本位币的数额，如8.68）
    bad-rates.csv:3：currency：CNY是本位币，汇率恒为1
    bad-rates.csv:4：该行有2个单元格，表头有4个
    错误：3条汇率中有3条无法读取，因此全部未导入
    提示：请改正上述各行
    --- exit 1
    ");
    let cases: [(&str, &[u8], &[&str]); 14] = [
        ("empty.csv", b"", &[]),
        ("head.csv", "一,二\n1,2\n".as_bytes(), &[]),
        ("quote.csv", "项目名称,签约日期,领域\n\"一,2019-08-26,5G\n".as_bytes(), &[]),
        ("none.csv", "项目名称,签约日期,备注\n一,2019-08-26,x\n".as_bytes(), &[]),
        ("twice.csv", "项目名称,项目名称,签约日期,领域\n一,二,2019-08-26,5G\n".as_bytes(), &[]),
        ("unit.csv", "项目名称,签约日期,领域,投资额\n一,2019-08-26,5G,12\n".as_bytes(), &[]),
        ("dates.csv", "项目名称,签约日期,领域\n一,03/04/2019,5G\n".as_bytes(), &[]),
        ("bytes.csv", b"title,signed,sector\n\xff\xff,2019,5G\n", &[]),
        ("page.xls", b"<html><table></table></html>", &[]),
        ("book.xlsx", b"PK\x03\x04 not a workbook", &[]),
        ("list.json", b"[{\"title\":\"a\"}]", &[]),
        ("map.csv", "甲,签约日期,领域\n一,2019-08-26,5G\n".as_bytes(), &["--map", "title=乙"]),
        ("row.csv", "项目名称,签约日期,领域\n一,2019-08-26,5G\n".as_bytes(), &["--header-row", "9"]),
        ("id.csv", "id,项目名称,签约日期,领域\n9,一,2019-08-26,5G\n".as_bytes(), &[]),
    ];
    for (name, content, args) in cases {
        env.file(name, content);
        fails(&env, 1, &[&["import", name], args].concat());
    }
    env.file("map.toml", "unit = 3\n");
    env.file("key.toml", "units = \"万元\"\n");
    env.file("not.toml", "unit = \n");
    let source = env.file("good.csv", "项目名称,签约日期,领域\n一期工程,2019-08-26,5G\n");
    for (code, option) in [
        (1, ["--mapping", "map.toml"]),
        (1, ["--mapping", "key.toml"]),
        (1, ["--mapping", "not.toml"]),
        (1, ["--mapping", "missing.toml"]),
        (2, ["--map", "title"]),
        (2, ["--map", "sponsor=A"]),
        (2, ["--set", "base_amount=1"]),
        (2, ["--unit", "堆"]),
        (2, ["--date-order", "abc"]),
        (2, ["--decimal", "dot"]),
        (2, ["--encoding", "utf-99"]),
        (2, ["--delimiter", "dot"]),
        (2, ["--vague", "guess"]),
        (2, ["--match", "extra"]),
        (1, ["--save-mapping", "good.csv"]),
        (1, ["--save-mapping", "none/x.toml"]),
    ] {
        fails(&env, code, &["import", &source, option[0], option[1]]);
    }
    tells(&env, &["import", &source]);
    fails(&env, 1, &["import", &source]);
    fails(&env, 1, &["import", &source, "--match", "title", "--on-match", "refuse"]);
    fails(&env, 1, &["import", &source, "--match", "id"]);
    fails(&env, 1, &["import", "none.csv", "good.csv", "--set", "sector=5G", "--skip-bad", "--rejects", "r.csv"]);
}

#[test]
fn the_environment_says_the_language_and_the_parser_stays_english() {
    let env = Env::new();
    for (name, value) in [("DEALS_LANG", "zh"), ("LANG", "zh_CN.UTF-8"), ("LC_ALL", "zh_CN")] {
        let said = outcome(env.command(&["show", "1"]).env(name, value)).stderr;
        assert!(said.starts_with("错误："), "{name}: {said}");
    }
    assert_eq!(env.ok(&["--lang", "zh", "add", "--help"]), env.ok(&["add", "--help"]));
    let parser = |lang| env.fails(2, &["--lang", lang, "list", "--sort", "colour"]);
    assert_eq!(parser("zh"), parser("en"));
    assert_eq!(env.run(&["-q", "--lang", "zh", "init"]).stderr, "");
}
