//! Files of exchange rates: `currency,effective,rate,source`.

use std::path::Path;

use chrono::NaiveDate;

use super::header::HeaderFault;
use super::opening;
use super::table::FileFault;
use crate::domain::currency::{Currency, UnknownCurrency};
use crate::domain::date::{DateFault, parse_day};
use crate::domain::rate::{Rate, RateFault};

/// One rate of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateLine {
    /// The currency.
    pub currency: Currency,
    /// The first day it is in force.
    pub effective: NaiveDate,
    /// Units of the base currency for one of the currency.
    pub rate: Rate,
    /// Where it comes from.
    pub source: Option<String>,
}

/// A fault of a row of rates.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RateProblem {
    /// More or fewer cells than the header.
    #[error("the row has {cells} cells, the header has {columns}")]
    Ragged {
        /// The cells of the row.
        cells: usize,
        /// The columns of the header.
        columns: usize,
    },
    /// Not a currency.
    #[error("currency: {0}")]
    Currency(UnknownCurrency),
    /// The base currency needs none.
    #[error("currency: {0} is the base currency, whose rate is 1")]
    Base(Currency),
    /// Not a day.
    #[error("effective: {0}")]
    Effective(DateFault),
    /// Not a rate.
    #[error("rate: {0}")]
    Rate(RateFault),
}

/// What came of a file of rates.
#[derive(Debug, Default)]
pub struct RateFile {
    /// The rates, in the order of their lines.
    pub rates: Vec<RateLine>,
    /// The faults, each with its line.
    pub faults: Vec<(u32, RateProblem)>,
}

impl RateFile {
    /// How many rows have faults.
    #[must_use]
    pub fn refused(&self) -> usize {
        let mut lines: Vec<u32> = self.faults.iter().map(|(line, _)| *line).collect();
        lines.dedup();
        lines.len()
    }
}

/// Why a file is no file of rates.
#[derive(Debug, thiserror::Error)]
pub enum RateFileFault {
    /// It cannot be read.
    #[error(transparent)]
    File(#[from] FileFault),
    /// Its header is not that of rates.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Header(Vec<HeaderFault>),
}

/// The columns of such a file; the last may be missing.
pub const COLUMNS: [&str; 4] = ["currency", "effective", "rate", "source"];

/// Reads a file of rates whole; they are few.
pub fn read(path: &Path, base: Currency) -> Result<RateFile, RateFileFault> {
    let (header, mut rows) = opening::open_plain(path, &COLUMNS)?;
    let header: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
    let places = places(&header).map_err(RateFileFault::Header)?;
    let mut file = RateFile::default();
    while rows.advance()? {
        let row = rows.row();
        if row.is_blank() {
            continue;
        }
        if row.cells.len() != header.len() {
            file.faults.push((row.line, RateProblem::Ragged { cells: row.cells.len(), columns: header.len() }));
            continue;
        }
        let cell = |column: usize| places[column].and_then(|at| row.cells.get(at)).unwrap_or_default().trim();
        match rate_line([cell(0), cell(1), cell(2), cell(3)], base) {
            Ok(rate) => file.rates.push(rate),
            Err(faults) => file.faults.extend(faults.into_iter().map(|fault| (row.line, fault))),
        }
    }
    Ok(file)
}

fn places(header: &[String]) -> Result<[Option<usize>; 4], Vec<HeaderFault>> {
    let mut faults = Vec::new();
    for (at, name) in header.iter().enumerate() {
        if !COLUMNS.iter().any(|column| column.eq_ignore_ascii_case(name)) {
            faults.push(HeaderFault::Unknown(name.clone()));
        } else if header[..at].iter().any(|other| other.eq_ignore_ascii_case(name)) {
            faults.push(HeaderFault::Twice(name.clone()));
        }
    }
    let places = COLUMNS.map(|column| header.iter().position(|name| name.eq_ignore_ascii_case(column)));
    let missing = COLUMNS.iter().zip(places).filter(|(column, place)| place.is_none() && **column != "source");
    faults.extend(missing.map(|(column, _)| HeaderFault::Missing { field: column, near: None }));
    if faults.is_empty() { Ok(places) } else { Err(faults) }
}

fn rate_line([currency, effective, rate, source]: [&str; 4], base: Currency) -> Result<RateLine, Vec<RateProblem>> {
    let currency = Currency::parse(currency)
        .map_err(RateProblem::Currency)
        .and_then(|currency| if currency == base { Err(RateProblem::Base(base)) } else { Ok(currency) });
    let effective = parse_day(effective).map_err(RateProblem::Effective);
    let rate = Rate::parse(rate).map_err(RateProblem::Rate);
    match (currency, effective, rate) {
        (Ok(currency), Ok(effective), Ok(rate)) => {
            let source = Some(source.to_owned()).filter(|source| !source.is_empty());
            Ok(RateLine { currency, effective, rate, source })
        }
        (currency, effective, rate) => {
            Err([currency.err(), effective.err(), rate.err()].into_iter().flatten().collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<RateFile, RateFileFault> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rates.csv");
        std::fs::write(&path, text).unwrap();
        super::read(&path, Currency::CNY)
    }

    #[test]
    fn rates_are_read_and_every_fault_is_found() {
        let text = "Currency,effective,rate,source\nGBP,2019-08-26,8.68,a bank\nGPB,2019-02-30,x,\nCNY,2019-01-01,1,\nUSD,2019,7\n";
        let file = read(text).unwrap();
        assert_eq!(file.rates.len(), 1);
        assert_eq!((file.rates[0].currency.code(), file.rates[0].source.as_deref()), ("GBP", Some("a bank")));
        assert_eq!(file.faults.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [3, 3, 3, 4, 5]);
        assert!(matches!(read("currency,rate\n"), Err(RateFileFault::Header(_))));
        assert_eq!(read("currency;effective;rate\nGBP;2019-08-26;8.68\n").unwrap().rates.len(), 1);
    }
}
