//! Random ledgers for the laws of reports, and what their deals come to: added up here row by row in plain integers, so that nothing
//! of the program judges itself.

use std::collections::{BTreeMap, BTreeSet};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::RngSeed;

use crate::env::{Env, csv_rows};

/// Every dimension of reports.
pub(crate) const DIMENSIONS: [&str; 16] = [
    "sector", "country", "region", "place", "origin", "event", "partner", "district", "kind", "venue", "tag",
    "currency", "year", "quarter", "month", "size",
];

/// Every measure, in an order that is not the usual one.
pub(crate) const MEASURES: [&str; 7] = ["largest", "deals", "average", "amount", "countries", "share", "partners"];

const SECTORS: [&str; 4] = ["5G", "IC", "Real estate", "新能源"];
const EVENTS: [&str; 4] = ["", "SCE2018", "SCE2019", "E-3"];
const PARTNERS: [&str; 7] = [
    "",
    "Kestrel, Sons & Co",
    "KESTREL, SONS &CO",
    "Ann \"Ace\" Works",
    "蓉芯科技有限公司",
    "=SUM(A1)",
    "O'Neil_Ltd #1*",
];
const PLACES: [(&str, &str); 16] = [
    ("", ""),
    ("CN", ""),
    ("CN", "CN-SC"),
    ("CN", "CN-GD"),
    ("CN", "CN-CQ"),
    ("HK", ""),
    ("MO", ""),
    ("TW", ""),
    ("GB", ""),
    ("DE", ""),
    ("GE", ""),
    ("US", "Georgia"),
    ("AU", "Victoria"),
    ("CA", "Victoria"),
    ("DE", "巴伐利亚"),
    ("GB", "Tyne, Wear"),
];
const DISTRICTS: [&str; 4] = ["", "两江新区", "Banan Park", "Yubei"];
const KINDS: [&str; 4] = ["", "contract", "framework", "intent"];
const VENUES: [&str; 3] = ["", "on-site", "off-site"];
const TAGS: [&str; 5] = ["flagship", "Flagship", "重点", "世界500强", "KEY"];
/// Currencies with their decimals.
const CURRENCIES: [(&str, u32); 4] = [("CNY", 2), ("USD", 2), ("JPY", 0), ("KWD", 3)];
/// Rates that make halves of a fen of many amounts.
const RATES: [&str; 7] = ["", "0.5", "0.0625", "7.055", "23.5", "0.005", "1"];
/// Amounts that come to a bound of sizes, or to a fen below it; the fifth comes to its bound by rounding half a fen.
const ON_BOUNDS: [(&str, i128, &str); 11] = [
    ("CNY", 100_000_000_000, ""),
    ("CNY", 99_999_999_999, ""),
    ("CNY", 1_000_000_000_000, ""),
    ("JPY", 16_000_000_000, "0.0625"),
    ("KWD", 199_999_999_999, "5"),
    ("USD", 50_000_000_000, "6"),
    ("USD", 49_999_999_999, "6"),
    ("KWD", 250_000_000_000, "20"),
    ("CNY", 499_999_999_999, ""),
    ("USD", 100_000_000_000, "10"),
    ("CNY", 999_999_999_999, ""),
];

/// A deal as it is written into the file that is imported.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) signed: String,
    pub(crate) event: &'static str,
    pub(crate) sector: &'static str,
    pub(crate) partner: &'static str,
    pub(crate) country: &'static str,
    pub(crate) region: &'static str,
    pub(crate) district: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) venue: &'static str,
    pub(crate) tags: Vec<&'static str>,
    pub(crate) currency: &'static str,
    /// Minor units of the currency.
    pub(crate) amount: Option<i128>,
    pub(crate) rate: &'static str,
}

/// What some deals come to, in fen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sums {
    pub(crate) deals: i128,
    pub(crate) priced: i128,
    pub(crate) amount: Option<i128>,
    pub(crate) largest: Option<i128>,
    pub(crate) partners: BTreeSet<String>,
    pub(crate) countries: BTreeSet<&'static str>,
}

/// What the deals of each group come to.
pub(crate) type Groups = BTreeMap<Vec<String>, Sums>;

fn any_value() -> impl Strategy<Value = (&'static str, Option<i128>, &'static str)> {
    let small = (select(&CURRENCIES[..]), prop_oneof![0..40_i128, 0..2_000_000_i128], select(&RATES[..]))
        .prop_map(|((currency, _), amount, rate)| (currency, Some(amount), if currency == "CNY" { "" } else { rate }));
    let absent = select(&CURRENCIES[..]).prop_map(|(currency, _)| (currency, None, ""));
    let on_bounds = select(&ON_BOUNDS[..]).prop_map(|(currency, amount, rate)| (currency, Some(amount), rate));
    prop_oneof![3 => small, 1 => absent, 2 => on_bounds]
}

fn any_date() -> impl Strategy<Value = String> {
    (2018..2020_u32, 1..13_u32, 1..29_u32, 0..8_u32).prop_map(|(year, month, day, precision)| match precision {
        0 => format!("{year}"),
        1 | 2 => format!("{year}-{month:02}"),
        _ => format!("{year}-{month:02}-{day:02}"),
    })
}

fn any_row() -> impl Strategy<Value = Row> {
    let who = (select(&EVENTS[..]), select(&SECTORS[..]), select(&PARTNERS[..]), select(&PLACES[..]));
    let what = (select(&DISTRICTS[..]), select(&KINDS[..]), select(&VENUES[..]), subsequence(&TAGS[..], 0..=3));
    (any_date(), who, what, any_value()).prop_map(|(signed, who, what, (currency, amount, rate))| {
        let (event, sector, partner, (country, region)) = who;
        let (district, kind, venue, tags) = what;
        Row { signed, event, sector, partner, country, region, district, kind, venue, tags, currency, amount, rate }
    })
}

/// The deals of a ledger.
pub(crate) fn any_rows() -> impl Strategy<Value = Vec<Row>> {
    prop_oneof![1 => vec(any_row(), 0..4), 4 => vec(any_row(), 4..=60)]
}

/// Some dimensions, each once, in any order.
pub(crate) fn any_dimensions(so_many: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = Vec<&'static str>> {
    subsequence(&DIMENSIONS[..], so_many).prop_shuffle()
}

/// So many ledgers, the same on every run unless `PROPTEST_RNG_SEED` says otherwise.
pub(crate) fn config(cases: u32) -> ProptestConfig {
    let usual = ProptestConfig::default();
    let rng_seed = if usual.rng_seed == RngSeed::Random { RngSeed::Fixed(2019) } else { usual.rng_seed };
    ProptestConfig { cases, rng_seed, failure_persistence: None, ..usual }
}

/// A room with a ledger of these deals, numbered from 1.
pub(crate) fn ledger(rows: &[Row]) -> Env {
    let env = Env::new();
    if rows.is_empty() {
        env.ok(&["init"]);
        return env;
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    let fields = "title,signed,event,sector,partner,region,country,amount,currency,rate,kind,venue,tags,district";
    writer.write_record(fields.split(',')).unwrap();
    for (at, row) in rows.iter().enumerate() {
        let (title, tags) = (format!("deal {}", at + 1), row.tags.join(";"));
        let amount = row.amount.map_or(String::new(), |amount| decimal(amount, digits(row.currency)));
        writer
            .write_record([
                &title,
                &*row.signed,
                row.event,
                row.sector,
                row.partner,
                row.region,
                row.country,
                &amount,
                row.currency,
                row.rate,
                row.kind,
                row.venue,
                &tags,
                row.district,
            ])
            .unwrap();
    }
    let file = env.file("deals.csv", writer.into_inner().unwrap());
    env.ok(&["import", "--create", "events,sectors", &file]);
    env
}

fn digits(currency: &str) -> u32 {
    CURRENCIES.iter().find(|(code, _)| *code == currency).unwrap().1
}

impl Row {
    /// The base amount in fen.
    pub(crate) fn base(&self) -> Option<i128> {
        let amount = self.amount?;
        if self.currency == "CNY" {
            return Some(amount);
        }
        let (whole, decimals) = self.rate.split_once('.').unwrap_or((self.rate, ""));
        let rate: i128 = format!("{whole}{decimals}").parse().ok()?;
        let places = digits(self.currency) + u32::try_from(decimals.len()).unwrap();
        Some(rounded(amount * rate * 100, 10_i128.pow(places)))
    }

    /// Its values in a dimension: of tags any number, otherwise one, which is empty where it has none.
    ///
    /// A region abroad has its country behind it, after a tab, since another country may have one of the same name.
    pub(crate) fn values(&self, dimension: &str) -> Vec<String> {
        let month = self.signed.get(5..7);
        let value = match dimension {
            "sector" => self.sector.replace(' ', "-"),
            "region" if self.country == "CN" || self.region.is_empty() => self.region.to_owned(),
            "region" => format!("{}\t{}", self.region, self.country),
            "place" if self.country == "CN" => self.region.to_owned(),
            "country" | "place" => self.country.to_owned(),
            "origin" => match self.country {
                "" => "",
                "CN" => "domestic",
                "HK" | "MO" | "TW" => "hmt",
                _ => "overseas",
            }
            .to_owned(),
            "event" => self.event.to_owned(),
            "partner" => same("partner", self.partner),
            "district" => self.district.replace(' ', "-"),
            "kind" => self.kind.to_owned(),
            "venue" => self.venue.to_owned(),
            "tag" if self.tags.is_empty() => String::new(),
            "tag" => {
                return self.tags.iter().map(|tag| same("tag", tag)).collect::<BTreeSet<_>>().into_iter().collect();
            }
            "currency" => self.currency.to_owned(),
            "year" => self.signed[..4].to_owned(),
            "quarter" => month.map_or(String::new(), |month| {
                format!("{}-Q{}", &self.signed[..4], month.parse::<u32>().unwrap().div_ceil(3))
            }),
            "month" => month.map_or(String::new(), |month| format!("{}-{month}", &self.signed[..4])),
            "size" => match self.base() {
                None => "",
                Some(..100_000_000_000) => "0-1bn",
                Some(..300_000_000_000) => "1bn-3bn",
                Some(..500_000_000_000) => "3bn-5bn",
                Some(..1_000_000_000_000) => "5bn-10bn",
                Some(_) => "10bn-up",
            }
            .to_owned(),
            _ => panic!("{dimension}"),
        };
        vec![value]
    }

    /// Its values in several dimensions: more than one if it has several tags and one of them is by tag.
    pub(crate) fn keys(&self, by: &[&str]) -> Vec<Vec<String>> {
        by.iter().fold(vec![Vec::new()], |keys, dimension| {
            let values = self.values(dimension);
            keys.iter()
                .flat_map(|key| values.iter().map(|value| [&key[..], std::slice::from_ref(value)].concat()))
                .collect()
        })
    }
}

impl Sums {
    /// Those of some deals.
    pub(crate) fn of<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Self {
        let mut sums = Self::default();
        rows.into_iter().for_each(|row| sums.add(row));
        sums
    }

    fn add(&mut self, row: &Row) {
        self.deals += 1;
        if let Some(base) = row.base() {
            self.priced += 1;
            self.amount = Some(self.amount.unwrap_or(0) + base);
            self.largest = Some(self.largest.map_or(base, |largest| largest.max(base)));
        }
        self.partners.extend((!row.partner.is_empty()).then(|| same("partner", row.partner)));
        self.countries.extend((!row.country.is_empty()).then_some(row.country));
    }

    /// A measure as programs read it, where the amount of all deals is `whole`.
    pub(crate) fn measure(&self, measure: &str, whole: Option<i128>) -> String {
        match measure {
            "deals" => self.deals.to_string(),
            "amount" => money(self.amount),
            "share" => ratio(self.amount, whole),
            "average" => money(self.amount.map(|amount| rounded(amount, self.priced))),
            "largest" => money(self.largest),
            "partners" => self.partners.len().to_string(),
            "countries" => self.countries.len().to_string(),
            _ => panic!("{measure}"),
        }
    }
}

/// The groups of some deals. By tag a deal is in each of its tags' groups.
pub(crate) fn groups<'a>(rows: impl IntoIterator<Item = &'a Row>, by: &[&str]) -> Groups {
    let mut groups = Groups::new();
    for row in rows {
        row.keys(by).into_iter().for_each(|key| groups.entry(key).or_default().add(row));
    }
    groups
}

/// What is the same of values that are spelled differently. The spelling of partners and tags that is shown may be that of any deal;
/// a region abroad may have behind it what tells it from another of its name.
pub(crate) fn same(dimension: &str, value: &str) -> String {
    let abroad = PLACES.iter().filter(|(country, region)| *country != "CN" && !region.is_empty());
    match dimension {
        "partner" => value.to_lowercase().replace(' ', ""),
        "tag" => value.to_ascii_lowercase(),
        "region" => {
            abroad.map(|(_, region)| *region).find(|region| value.starts_with(region)).unwrap_or(value).to_owned()
        }
        _ => value.to_owned(),
    }
}

/// What is shown of a value: a region without its country.
pub(crate) fn shown(value: &str) -> &str {
    value.split('\t').next().unwrap()
}

/// The lines that the groups come to as programs read them, sorted.
pub(crate) fn lines(groups: &Groups, measures: &[&str], whole: Option<i128>) -> Vec<Vec<String>> {
    let line = |(key, sums): (&Vec<String>, &Sums)| {
        let values = key.iter().map(|value| shown(value).to_owned());
        values.chain(measures.iter().map(|measure| sums.measure(measure, whole))).collect()
    };
    sorted(groups.iter().map(line).collect())
}

/// `part / whole`, rounded half away from zero; `whole` is above zero.
pub(crate) fn rounded(part: i128, whole: i128) -> i128 {
    part.signum() * ((2 * part.abs() + whole) / (2 * whole))
}

/// A ratio to four decimals; empty where there is none.
pub(crate) fn ratio(part: Option<i128>, whole: Option<i128>) -> String {
    match (part, whole) {
        (Some(part), Some(whole)) if whole > 0 => decimal(rounded(part * 10_000, whole), 4),
        _ => String::new(),
    }
}

/// Fen as an exact decimal; empty where there are none.
pub(crate) fn money(fen: Option<i128>) -> String {
    fen.map_or(String::new(), |fen| decimal(fen, 2))
}

/// A whole number of the last decimal as a decimal.
pub(crate) fn decimal(units: i128, decimals: u32) -> String {
    let sign = if units < 0 { "-" } else { "" };
    let digits = format!("{:0least$}", units.abs(), least = decimals as usize + 1);
    let (whole, rest) = digits.split_at(digits.len() - decimals as usize);
    if rest.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

/// The whole number of the last decimal; zero for nothing.
pub(crate) fn units(decimal: &str) -> i128 {
    let digits = decimal.replace(['.', ','], "");
    if digits.is_empty() { 0 } else { digits.parse().unwrap() }
}

pub(crate) fn sorted<T: Ord>(mut all: Vec<T>) -> Vec<T> {
    all.sort();
    all
}

/// The lines of a report in CSV, the head first; values that are the same spelled the same.
pub(crate) fn in_csv(env: &Env, args: &[&str]) -> Vec<Vec<String>> {
    let mut rows = csv_rows(&env.ok(&[&["report", "--format", "csv"], args].concat()));
    let (head, lines) = rows.split_first_mut().unwrap();
    for line in lines {
        line.iter_mut().zip(&*head).for_each(|(cell, head)| *cell = same(head, cell));
    }
    rows
}

/// A report in JSON.
pub(crate) fn in_json(env: &Env, args: &[&str]) -> serde_json::Value {
    serde_json::from_str(&env.ok(&[&["report", "--format", "json"], args].concat())).unwrap()
}

/// An object of JSON as CSV would have it.
pub(crate) fn cells(object: &serde_json::Value) -> Vec<(String, String)> {
    let text = |key: &str, value: &serde_json::Value| match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => same(key, text),
        number if number.to_string().contains('.') => format!("{:.4}", number.as_f64().unwrap()),
        number => number.to_string(),
    };
    object.as_object().unwrap().iter().map(|(key, value)| (key.clone(), text(key, value))).collect()
}

/// The objects of an array of JSON as lines of CSV.
pub(crate) fn json_lines(array: &serde_json::Value) -> Vec<Vec<String>> {
    let line = |object| cells(object).into_iter().map(|(_, cell)| cell).collect();
    array.as_array().unwrap().iter().map(line).collect()
}
