//! The pieces that long files and large ledgers pass through, each by itself: to find which of them has become slower.
//!
//! `cargo bench --bench pieces` runs it; `benches/spine.rs` times whole commands.

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use deals::domain::catalogue::{Catalogue, Family};
use deals::domain::currency::Currency;
use deals::domain::date::{PartialDate, parse_day};
use deals::domain::dimension::Dimension;
use deals::domain::draft::Terms;
use deals::domain::filter::Filter;
use deals::domain::label::Lang;
use deals::domain::money::Money;
use deals::domain::place::CHINA;
use deals::domain::rate::Rates;
use deals::domain::world;
use deals::intake::cells::CellReader;
use deals::intake::input::Input;
use deals::intake::mapping::Mapping;
use deals::intake::plan::Plan;
use deals::intake::source::Source;
use deals::render::{self, Format, Layout};
use deals::sheet::{Cell, Column, ColumnKind, Sheet};
use deals::store::{Grouping, Store};
use divan::Bencher;
use divan::counter::ItemsCount;

fn main() {
    divan::main();
}

#[divan::bench(args = ["1250000.00", "1,250,000.00", "3.5亿", "1200万元", "US$3m", "１２００万"])]
fn amount(text: &str) -> i64 {
    Money::parse(text, None, Currency::CNY).map_or(0, |money| money.minor)
}

#[divan::bench(args = ["2019-08-26", "2019-08", "2019/8/6", "26 August 2019", "2019年8月26日"])]
fn date(text: &str) -> Option<u16> {
    PartialDate::parse(text).ok().map(PartialDate::year)
}

/// Names as they are looked up the first time; later they are remembered as they were written.
#[divan::bench(args = [(Family::Country, "Britain"), (Family::Country, "ＧＢ"), (Family::Country, "德国"), (Family::Sector, "5g"), (Family::Region, "四川省")])]
fn name(bencher: Bencher, (family, text): (Family, &str)) {
    let catalogue = world::catalogue(Currency::CNY, CHINA);
    let find = |family, text| match family {
        Family::Region => catalogue.region(CHINA, text),
        family => catalogue.get(family, text),
    };
    assert!(find(family, text).is_some());
    bencher.bench_local(|| find(black_box(family), black_box(text)));
}

/// A file of so many rows of deals, all of them good.
fn file(folder: &Path, rows: usize) -> PathBuf {
    let mut text =
        String::from("ref,title,signed,sector,partner,region,country,amount,currency,kind,venue,registered\n");
    for number in 0..rows {
        let (sector, province) = (["5G", "IC", "AI", "IoT"][number % 4], ["CN-SC", "CN-ZJ", "CN-GD"][number % 3]);
        let (year, month, day) = (2015 + number % 5, 1 + number % 12, 1 + number % 28);
        let _ = writeln!(
            text,
            "R{number:06},智能制造项目{number}号,{year}-{month:02}-{day:02},{sector},Partner {} Ltd,{province},CN,\
             {number}250000.00,CNY,contract,on-site,{}-01-15",
            number % 500,
            year + 1
        );
    }
    let path = folder.join("deals.csv");
    std::fs::write(&path, text).expect("a file of rows");
    path
}

const ROWS: usize = 10_000;

/// From bytes to deals: decoding, cells, names, amounts, dates, and what holds across rows.
#[divan::bench(sample_count = 20)]
fn rows_of_csv_to_deals(bencher: Bencher) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = file(folder.path(), ROWS);
    let (mapping, rates) = (Mapping::default(), Rates::default());
    let terms = Terms {
        rates: &rates,
        today: parse_day("2020-01-01").expect("a day"),
        day_from_event: false,
        use_default_event: false,
        make_events: false,
        make_sectors: false,
        same_partners: false,
        stage_date: None,
    };
    bencher.counter(ItemsCount::new(ROWS)).bench_local(|| {
        let input = Arc::new(Input::open(&path).expect("a file"));
        let mut source = Source::open(0, &input, &mapping, &[]).expect("a table");
        let mut reader = CellReader::new(&mapping);
        let mut plan = Plan::new(world::catalogue(Currency::CNY, CHINA), terms);
        let mut settled = 0;
        while let Some(row) = source.next_row().expect("a row") {
            let spot = row.spot;
            let prepared = reader.prepare(row, &plan.catalogue);
            settled += usize::from(plan.settle(spot, &prepared).is_ok());
        }
        assert_eq!(settled, ROWS);
    });
}

/// Counts and sums of a ledger: along an index, and from the deals as they stand.
#[divan::bench(args = ["sector", "sector,country", "region", "year", "partner"])]
fn figures(bencher: Bencher, by: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, ledger) = (file(folder.path(), ROWS), folder.path().join("ledger.db"));
    let import =
        Command::new(env!("CARGO_BIN_EXE_deals")).arg("-q").arg("--db").arg(&ledger).arg("import").arg(path).status();
    assert!(import.is_ok_and(|status| status.success()));
    let store = Store::open(&ledger, Duration::ZERO).expect("a ledger");
    let dimensions = by.split(',').map(|name| Dimension::all().find(|dimension| dimension.name() == name));
    let grouping =
        Grouping { by: dimensions.map(|found| found.expect("a dimension")).collect(), ..Grouping::default() };
    bencher.counter(ItemsCount::new(ROWS)).bench_local(|| {
        let groups = store.view().groups(&Filter::default(), (CHINA, Currency::CNY), &grouping).expect("figures");
        assert_eq!(groups.iter().map(|group| group.deals).sum::<i64>(), 10_000);
    });
}

/// A list of a hundred deals in each form.
#[divan::bench(args = [Format::Table, Format::Csv, Format::Json, Format::Markdown, Format::Html, Format::Xlsx])]
fn render(bencher: Bencher, format: Format) {
    let columns = vec![
        Column::new("id", "No.", ColumnKind::Count),
        Column::new("title", "Title", ColumnKind::Text),
        Column::new("signed", "Signed", ColumnKind::Code),
        Column::new("amount", "Amount", ColumnKind::Exact),
    ];
    let sheet = Sheet::list(columns);
    let layout = Layout {
        format,
        lang: Lang::En,
        width: Some(100),
        ascii: false,
        unit: None,
        standalone: false,
        for_programs: false,
    };
    let signed = PartialDate::parse("2019-08-26").expect("a date");
    let rows: Vec<[Cell<'_>; 4]> = (0..100)
        .map(|number| {
            let title = Cell::Text(format!("智能制造 project {number}").into());
            let amount = Cell::Money { minor: 125_000_000 + number, currency: Currency::CNY };
            [Cell::Number(number), title, Cell::Date(signed), amount]
        })
        .collect();
    bencher.counter(ItemsCount::new(rows.len())).bench_local(|| {
        let mut out = Vec::new();
        let mut renderer = render::begin(&mut out, layout, &sheet).expect("a renderer");
        for row in &rows {
            renderer.row(row).expect("a row");
        }
        renderer.finish(None, &[]).expect("an end");
        assert!(out.len() > 1_000);
    });
}

/// Names are looked up as long as there are rows, so that a catalogue must not become slower as it grows.
#[divan::bench(args = [100, 10_000])]
fn partner_among(bencher: Bencher, partners: usize) {
    let mut catalogue: Catalogue = world::catalogue(Currency::CNY, CHINA);
    for number in 0..partners {
        catalogue.make(Family::Partner, &format!("Partner {number} Ltd"));
    }
    let mut number = 0;
    bencher.bench_local(|| {
        number = (number + 7) % partners;
        catalogue.recall(Family::Partner, black_box(&format!("Partner {number} Ltd")))
    });
}
