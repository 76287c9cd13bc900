//! The spine, timed: report, brief, list, add, import, undo, diff and export as whole commands.
//!
//! `cargo bench --bench spine` runs it; `benches/pieces.rs` times what they are made of. What other programs take for the same work is
//! in `benches/peers/run`.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use divan::Bencher;

fn main() {
    divan::main();
}

/// Rows of deals over four sectors, twelve countries and five years, the same every time.
fn rows(count: u64) -> String {
    const SECTORS: [&str; 4] = ["5G", "IC", "AI", "IoT"];
    const PLACES: [(&str, &str, &str); 12] = [
        ("CN", "CN-SC", "CNY"),
        ("CN", "CN-ZJ", "CNY"),
        ("CN", "CN-GD", "CNY"),
        ("CN", "CN-BJ", "CNY"),
        ("CN", "CN-SH", "CNY"),
        ("CN", "", "CNY"),
        ("GB", "", "CNY"),
        ("DE", "Bavaria", "EUR"),
        ("SG", "", "CNY"),
        ("US", "", "USD"),
        ("JP", "", "JPY"),
        ("HK", "", "CNY"),
    ];
    let mut text = String::from("ref,title,signed,sector,partner,region,country,amount,currency,rate,kind,district\n");
    let mut seed = 20_190_826_u64;
    let mut next = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    for number in 0..count {
        let sector = SECTORS[usize::try_from(next(4)).unwrap_or(0)];
        let (country, region, currency) = PLACES[usize::try_from(next(12)).unwrap_or(0)];
        let (year, month, day) = (2015 + next(5), 1 + next(12), 1 + next(28));
        let rate = if currency == "CNY" { "" } else { "7.0550" };
        let (partner, amount) = (next(5000), next(1_000_000_000) + 10_000);
        let _ = writeln!(
            text,
            "R{number:07},智能制造 project {number},{year}-{month:02}-{day:02},{sector},Partner {partner} Ltd,{region},\
             {country},{amount},{currency},{rate},contract,两江新区"
        );
    }
    text
}

/// A folder with a file of rows and a ledger of them, made once for each size.
struct Place {
    _folder: tempfile::TempDir,
    csv: PathBuf,
    ledger: PathBuf,
}

fn place(size: u64) -> &'static Place {
    static SMALL: OnceLock<Place> = OnceLock::new();
    static LARGE: OnceLock<Place> = OnceLock::new();
    let cell = if size <= 1_000 { &SMALL } else { &LARGE };
    cell.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder for the bench");
        let (csv, ledger) = (folder.path().join("deals.csv"), folder.path().join("ledger.db"));
        std::fs::write(&csv, rows(size)).expect("a file of rows");
        let place = Place { _folder: folder, csv, ledger };
        deals(&place.ledger, &["import", &place.csv.to_string_lossy()]);
        place
    })
}

/// Runs the command, which must succeed.
fn deals(ledger: &std::path::Path, args: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_deals"));
    command.arg("--db").arg(ledger).args(args).stdout(Stdio::null()).stderr(Stdio::null());
    assert!(command.status().is_ok_and(|status| status.success()), "{args:?}");
}

const SIZES: [u64; 2] = [1_000, 100_000];

#[divan::bench(args = SIZES)]
fn report_by_sector(bencher: Bencher, size: u64) {
    let place = place(size);
    bencher.bench(|| deals(&place.ledger, &["report", "--by", "sector"]));
}

#[divan::bench(args = SIZES)]
fn report_by_sector_and_country(bencher: Bencher, size: u64) {
    let place = place(size);
    bencher.bench(|| deals(&place.ledger, &["report", "--by", "sector,country"]));
}

#[divan::bench(args = SIZES)]
fn report_of_a_country(bencher: Bencher, size: u64) {
    let place = place(size);
    bencher.bench(|| deals(&place.ledger, &["report", "--country", "CN", "--by", "year"]));
}

#[divan::bench(args = SIZES)]
fn report_across(bencher: Bencher, size: u64) {
    let place = place(size);
    bencher.bench(|| deals(&place.ledger, &["report", "--by", "country", "--across", "year", "--measure", "amount"]));
}

#[divan::bench(args = SIZES)]
fn report_versus(bencher: Bencher, size: u64) {
    let place = place(size);
    bencher.bench(|| deals(&place.ledger, &["report", "--by", "sector", "--signed", "2019", "--versus", "previous"]));
}

#[divan::bench(args = SIZES)]
fn report_from_file(bencher: Bencher, size: u64) {
    let place = place(size);
    bencher.bench(|| deals(&place.ledger, &["report", &place.csv.to_string_lossy()]));
}

#[divan::bench(args = SIZES)]
fn brief(bencher: Bencher, size: u64) {
    let place = place(size);
    let document = place.ledger.with_extension("docx");
    bencher.bench(|| deals(&place.ledger, &["brief", "-o", &document.to_string_lossy()]));
}

#[divan::bench(args = SIZES)]
fn list_newest_of_a_country(bencher: Bencher, size: u64) {
    let place = place(size);
    bencher.bench(|| deals(&place.ledger, &["list", "--country", "Britain", "-n", "50"]));
}

/// A copy of the ledger with one deal changed after the import.
fn corrected(place: &Place, name: &str) -> PathBuf {
    let copy = place.ledger.with_extension(name);
    std::fs::copy(&place.ledger, &copy).expect("a copy of the ledger");
    deals(&copy, &["edit", "7", "--amount", "1.2亿"]);
    copy
}

#[divan::bench(args = SIZES)]
fn report_as_of_the_import(bencher: Bencher, size: u64) {
    let copy = corrected(place(size), "as-of.db");
    bencher.bench(|| deals(&copy, &["report", "--by", "sector", "--as-of", "entry:1"]));
}

#[divan::bench(args = SIZES)]
fn diff_since_the_import(bencher: Bencher, size: u64) {
    let copy = corrected(place(size), "diff.db");
    bencher.bench(|| deals(&copy, &["diff", "entry:1"]));
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn undo_of_the_import(bencher: Bencher, size: u64) {
    let place = place(size);
    let copy = place.ledger.with_extension("undo.db");
    bencher
        .with_inputs(|| {
            std::fs::copy(&place.ledger, &copy).expect("a copy of the ledger");
        })
        .bench_values(|()| deals(&copy, &["undo"]));
}

#[divan::bench(args = SIZES)]
fn add(bencher: Bencher, size: u64) {
    let place = place(size);
    let copy = place.ledger.with_extension("add.db");
    std::fs::copy(&place.ledger, &copy).expect("a copy of the ledger");
    bencher.bench(|| deals(&copy, &["add", "Plant", "--sector", "5G", "--amount", "1.2亿", "--region", "四川"]));
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn import(bencher: Bencher, size: u64) {
    let place = place(size);
    import_anew(bencher, &place.ledger, &place.csv);
}

/// The same deals as others send them: Chinese heads, amounts in 万元, GB18030.
#[divan::bench(args = SIZES, sample_count = 5)]
fn import_foreign_text(bencher: Bencher, size: u64) {
    let place = place(size);
    let text = std::fs::read_to_string(&place.csv).expect("a file of rows");
    let (_, rest) = text.split_once('\n').expect("a header");
    let head = "合同编号,项目名称,签约日期,所属行业,投资方,省份,国别,投资总额（万元）,币种,汇率,协议类型,所属区县\n";
    let foreign = place.csv.with_extension("gb.csv");
    let text = format!("{head}{rest}");
    std::fs::write(&foreign, encoding_rs::GB18030.encode(&text).0).expect("a file of rows");
    import_anew(bencher, &place.ledger, &foreign);
}

/// The same deals from a workbook.
#[divan::bench(args = SIZES, sample_count = 5)]
fn import_workbook(bencher: Bencher, size: u64) {
    let place = place(size);
    let book = place.csv.with_extension("xlsx");
    deals(&place.ledger, &["export", "-o", &book.to_string_lossy()]);
    import_anew(bencher, &place.ledger, &book);
}

fn import_anew(bencher: Bencher, ledger: &std::path::Path, file: &std::path::Path) {
    let fresh = ledger.with_extension("import.db");
    bencher
        .with_inputs(|| {
            let _ = std::fs::remove_file(&fresh);
        })
        .bench_values(|()| deals(&fresh, &["import", &file.to_string_lossy()]));
}

#[divan::bench(args = SIZES, sample_count = 20)]
fn export(bencher: Bencher, size: u64) {
    let place = place(size);
    bencher.bench(|| deals(&place.ledger, &["export"]));
}
