//! Reports: which numbers, never layout.
//!
//! Groups of deals, from the store's queries or one by one from files, are added up by the values of their dimensions; every deal
//! falls into exactly one group, so the parts add up to the total.

mod sheet;

use std::cmp::Ordering;
use std::collections::HashMap;

use crate::domain::catalogue::{Catalogue, Family, Id};
use crate::domain::currency::Currency;
use crate::domain::dimension::{Dimension, Value};
use crate::domain::filter::Filter;
use crate::store::{self, Group, Unrated, View};

pub use sheet::{code_of, name_of, sheet};

/// What a group of deals comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// How many deals.
    pub deals: i64,
    /// How many of them have a base amount.
    pub priced: i64,
    /// The sum of base amounts, in minor units; none if no deal has one.
    pub amount: Option<i64>,
}

/// The sum would not fit in an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a sum of amounts is larger than can be counted")]
pub struct Overflow;

impl Sums {
    fn add(&mut self, group: &Group) -> Result<(), Overflow> {
        self.deals += group.deals;
        self.priced += group.priced;
        self.amount = match (self.amount, group.base_amount) {
            (Some(sum), Some(more)) => Some(sum.checked_add(more).ok_or(Overflow)?),
            (sum, more) => sum.or(more),
        };
        Ok(())
    }
}

/// One line of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The value in each dimension.
    pub values: Vec<Value>,
    /// What its deals come to.
    pub sums: Sums,
}

/// What a report is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortBy {
    /// Periods in their own order, everything else by amount, then deals, both downwards, then code.
    #[default]
    Usual,
    /// By number of deals, downwards.
    Deals,
    /// By amount, downwards.
    Amount,
    /// By code.
    Name,
}

/// Where the deals of a report come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// From a ledger.
    Ledger,
    /// Straight from files.
    Files,
}

/// A report.
#[derive(Clone, Debug)]
pub struct Report {
    /// Where its deals come from.
    pub source: Source,
    /// The dimensions.
    pub by: Vec<Dimension>,
    /// Its lines.
    pub lines: Vec<Line>,
    /// The total of all lines.
    pub total: Sums,
    /// Deals with an amount but no rate, by currency.
    pub unrated: Vec<Unrated>,
    /// Rows of files that were left out.
    pub refused: i64,
}

/// Adds up groups of deals.
#[derive(Debug)]
pub struct Tally {
    by: Vec<Dimension>,
    home: Id,
    lines: HashMap<Vec<Value>, Sums>,
    total: Sums,
    key: Vec<Value>,
    tags: HashMap<String, Box<str>>,
}

impl Tally {
    /// An empty one.
    #[must_use]
    pub fn new(by: &[Dimension], home: Id) -> Self {
        Self {
            by: by.to_vec(),
            home,
            lines: HashMap::new(),
            total: Sums::default(),
            key: Vec::new(),
            tags: HashMap::new(),
        }
    }

    /// Adds a group. What was merged counts as its successor.
    pub fn add(&mut self, group: &Group, catalogue: &Catalogue) -> Result<(), Overflow> {
        if group.deals == 0 {
            return Ok(());
        }
        self.key.clear();
        for dimension in &self.by {
            self.key.push(current(dimension.value(&group.facts, self.home), catalogue));
        }
        self.total.add(group)?;
        let tag = self.by.iter().position(|dimension| *dimension == Dimension::Tag);
        let Some((tag, tags)) = tag.zip(group.facts.tags.as_ref()) else { return self.add_line(group) };
        for name in tags.iter() {
            // The spelling that comes first stands for all.
            let spelling = self.tags.entry(name.to_ascii_lowercase()).or_insert_with(|| name.into());
            self.key[tag] = Value::Tag(spelling.clone());
            self.add_line(group)?;
        }
        Ok(())
    }

    fn add_line(&mut self, group: &Group) -> Result<(), Overflow> {
        if let Some(sums) = self.lines.get_mut(&self.key) {
            return sums.add(group);
        }
        let mut sums = Sums::default();
        sums.add(group)?;
        self.lines.insert(self.key.clone(), sums);
        Ok(())
    }

    /// The report, its lines in order.
    #[must_use]
    pub fn finish(self, catalogue: &Catalogue, sort: SortBy, source: Source, unrated: Vec<Unrated>) -> Report {
        let mut keyed: Vec<(Vec<String>, Line)> = self
            .lines
            .into_iter()
            .map(|(values, sums)| {
                let codes = values.iter().map(|value| code_of(value, catalogue).into_owned()).collect();
                (codes, Line { values, sums })
            })
            .collect();
        let periods = self.by.iter().take_while(|dimension| dimension.is_period()).count();
        keyed.sort_by(|a, b| {
            let by_codes = || in_order(&a.0, &b.0).then_with(|| a.1.values.cmp(&b.1.values));
            order(&a.1, &b.1, sort, periods).then_with(by_codes)
        });
        let lines = keyed.into_iter().map(|(_, line)| line).collect();
        Report { source, by: self.by, lines, total: self.total, unrated, refused: 0 }
    }
}

/// The report of the deals of a ledger that pass a filter.
pub fn of_ledger(
    view: View<'_>,
    catalogue: &Catalogue,
    filter: &Filter,
    by: &[Dimension],
    sort: SortBy,
) -> Result<Report, ReportError> {
    let mut tally = Tally::new(by, catalogue.home);
    for group in view.groups(filter, catalogue.home, by)? {
        tally.add(&group, catalogue)?;
    }
    let unrated = view.unrated(filter, catalogue.home)?;
    Ok(tally.finish(catalogue, sort, Source::Ledger, unrated))
}

/// Why a report cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The ledger cannot be read.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// A sum is too large.
    #[error(transparent)]
    Overflow(#[from] Overflow),
}

/// What stands for a value today.
fn current(value: Value, catalogue: &Catalogue) -> Value {
    match value {
        Value::Item(family @ (Family::Partner | Family::District), id) => {
            Value::Item(family, catalogue.current(family, id).map_or(id, |item| item.id))
        }
        other => other,
    }
}

/// Periods that come first among the dimensions lead the order; then amount, then deals, the greatest first.
fn order(a: &Line, b: &Line, sort: SortBy, periods: usize) -> Ordering {
    let amount = || b.sums.amount.cmp(&a.sums.amount);
    let deals = || b.sums.deals.cmp(&a.sums.deals);
    match sort {
        SortBy::Usual => in_time(&a.values[..periods], &b.values[..periods]).then_with(amount).then_with(deals),
        SortBy::Deals => deals().then_with(amount),
        SortBy::Amount => amount().then_with(deals),
        SortBy::Name => Ordering::Equal,
    }
}

fn in_time(a: &[Value], b: &[Value]) -> Ordering {
    // What is not known to the month comes after what is.
    let by_period = |(a, b): (&Value, &Value)| (*a == Value::None).cmp(&(*b == Value::None)).then_with(|| a.cmp(b));
    a.iter().zip(b).map(by_period).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

/// By code, what has none last.
fn in_order(a: &[String], b: &[String]) -> Ordering {
    let by_code = |(a, b): (&String, &String)| a.is_empty().cmp(&b.is_empty()).then_with(|| a.cmp(b));
    a.iter().zip(b).map(by_code).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

/// Counts deals that wait for a rate, by currency.
#[derive(Debug, Default)]
pub struct Waiting {
    by_currency: std::collections::BTreeMap<Currency, i64>,
}

impl Waiting {
    /// Counts one.
    pub fn add(&mut self, currency: Currency) {
        *self.by_currency.entry(currency).or_default() += 1;
    }

    /// The counts, in the order of the codes.
    #[must_use]
    pub fn finish(self) -> Vec<Unrated> {
        let mut counts: Vec<Unrated> =
            self.by_currency.into_iter().map(|(currency, deals)| Unrated { currency, deals }).collect();
        counts.sort_by_key(|unrated| unrated.currency.code());
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::date::SigningDate;
    use crate::domain::dimension::Facts;
    use crate::domain::place::CHINA;
    use crate::domain::world;

    fn group(sector: i64, signed: &str, base_amount: Option<i64>) -> Group {
        let signed = Some(SigningDate::parse(signed).unwrap());
        let facts = Facts { sector: Some(Id(sector)), signed, ..Facts::default() };
        Group { facts, deals: 1, priced: i64::from(base_amount.is_some()), base_amount }
    }

    fn report(by: &[Dimension], groups: &[Group], sort: SortBy) -> Vec<(Vec<String>, i64, Option<i64>)> {
        let catalogue = world::catalogue(Currency::CNY, CHINA);
        let mut tally = Tally::new(by, CHINA);
        for group in groups {
            tally.add(group, &catalogue).unwrap();
        }
        let report = tally.finish(&catalogue, sort, Source::Ledger, Vec::new());
        assert_eq!(report.lines.iter().map(|line| line.sums.deals).sum::<i64>(), report.total.deals);
        let codes = |line: &Line| line.values.iter().map(|value| code_of(value, &catalogue).into_owned()).collect();
        report.lines.iter().map(|line| (codes(line), line.sums.deals, line.sums.amount)).collect()
    }

    #[test]
    fn lines_go_by_amount_then_deals_then_code() {
        let groups = [
            group(1, "2019", Some(5)),
            group(2, "2019", Some(9)),
            group(3, "2019", None),
            group(4, "2019", Some(5)),
            group(4, "2019", None),
        ];
        let codes = |sort| {
            report(&[Dimension::Sector], &groups, sort).into_iter().map(|line| line.0[0].clone()).collect::<Vec<_>>()
        };
        assert_eq!(codes(SortBy::Usual), ["IC", "IoT", "5G", "AI"]);
        assert_eq!(codes(SortBy::Deals), ["IoT", "IC", "5G", "AI"]);
        assert_eq!(codes(SortBy::Name), ["5G", "AI", "IC", "IoT"]);
    }

    #[test]
    fn periods_keep_their_order_and_the_undated_come_last() {
        let groups = [group(1, "2019-09-01", Some(9)), group(1, "2018", Some(99)), group(1, "2019-08-26", Some(1))];
        let lines = report(&[Dimension::Month], &groups, SortBy::Usual);
        let codes: Vec<&str> = lines.iter().map(|line| line.0[0].as_str()).collect();
        assert_eq!(codes, ["2019-08", "2019-09", ""]);
        let lines = report(&[Dimension::Year, Dimension::Sector], &groups, SortBy::Usual);
        assert_eq!(lines[0].0, ["2018", "5G"]);
        let years = [group(1, "2018", Some(9)), group(1, "2017", Some(1))];
        let lines = report(&[Dimension::Month, Dimension::Year], &years, SortBy::Usual);
        assert_eq!(lines.iter().map(|line| line.0[1].as_str()).collect::<Vec<_>>(), ["2017", "2018"]);
    }

    #[test]
    fn sums_that_do_not_fit_are_an_error() {
        let catalogue = world::catalogue(Currency::CNY, CHINA);
        let mut tally = Tally::new(&[Dimension::Sector], CHINA);
        tally.add(&group(1, "2019", Some(i64::MAX)), &catalogue).unwrap();
        assert_eq!(tally.add(&group(2, "2019", Some(1)), &catalogue), Err(Overflow));
    }
}
