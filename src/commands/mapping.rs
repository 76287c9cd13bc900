//! The options that say what a file is: the same on every command that reads files of deals.

use std::path::PathBuf;

use clap::Args;

use super::failure::Failure;
use crate::intake::mapping::{Mapping, MappingFault};
use crate::lang::{Say as _, said};

/// What the files are, where that cannot be found out
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Files")]
pub(crate) struct MappingArgs {
    /// Which column holds a field, by name or letter; several are put together: `signed=Year+Month`; `extra=COLUMN` keeps one aside
    #[arg(long, requires = "files", value_name = "FIELD=COLUMN")]
    map: Vec<String>,
    /// The value of a field in rows that state none: `currency=USD`
    #[arg(long, requires = "files", value_name = "FIELD=VALUE")]
    set: Vec<String>,
    /// The order of day and month where dates can be read in two ways: dmy, mdy or ymd
    #[arg(long, requires = "files", value_name = "ORDER")]
    date_order: Option<String>,
    /// The sign before decimals: point, or comma, as in much of Europe [default: point; asked for in files with semicolons]
    #[arg(long, requires = "files", value_name = "SIGN")]
    decimal: Option<String>,
    /// What becomes of vague amounts (about 5m, 数千万): refuse, or blank, which keeps the words in the note
    #[arg(long, requires = "files", value_name = "WAY")]
    vague: Option<String>,
    /// The sheet of a workbook, by name or number
    #[arg(long, requires = "files", value_name = "NAME|N")]
    sheet: Option<String>,
    /// The line, or row of the sheet, that is the header
    #[arg(long, requires = "files", value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    header_row: Option<u32>,
    /// The encoding of a text: gb18030, big5, utf-16le, … [default: found out among UTF-8, GB18030 and UTF-16]
    #[arg(long, requires = "files", value_name = "NAME")]
    encoding: Option<String>,
    /// What sets cells apart: comma, semicolon, tab, pipe [default: found out]
    #[arg(long, requires = "files", value_name = "SIGN")]
    delimiter: Option<String>,
    /// All of these from a TOML file; options given beside it count first
    #[arg(long, requires = "files", value_name = "FILE.toml")]
    mapping: Option<PathBuf>,
}

impl MappingArgs {
    /// What is said of the files, on the command line and in a mapping file; `unit` is what one of the amount column is.
    pub(crate) fn mapping(&self, unit: Option<&String>) -> Result<Mapping, Failure> {
        let mut said = Mapping { sheet: self.sheet.clone(), header_row: self.header_row, ..Mapping::default() };
        for text in &self.map {
            said.add_map(text).map_err(|fault| of_option("--map", &fault))?;
        }
        for text in &self.set {
            said.add_set(text).map_err(|fault| of_option("--set", &fault))?;
        }
        let each: [(&str, Option<&String>, Setter); 6] = [
            ("--unit", unit, Mapping::set_unit),
            ("--date-order", self.date_order.as_ref(), Mapping::set_date_order),
            ("--decimal", self.decimal.as_ref(), Mapping::set_decimal),
            ("--vague", self.vague.as_ref(), Mapping::set_vague),
            ("--encoding", self.encoding.as_ref(), Mapping::set_encoding),
            ("--delimiter", self.delimiter.as_ref(), Mapping::set_delimiter),
        ];
        for (option, text, set) in each {
            if let Some(text) = text {
                set(&mut said, text).map_err(|fault| of_option(option, &fault))?;
            }
        }
        let Some(path) = &self.mapping else { return Ok(said) };
        let name = path.display();
        let text = std::fs::read_to_string(path)
            .map_err(|error| said!("{name}: cannot be read: {}", "{name}：无法读取：{:#}", error.said()))
            .map_err(|message| Failure::refused(message).at("--mapping"))?;
        let before = Mapping::from_toml(&text)
            .map_err(|fault| Failure::refused(said!("{name}: {}", "{name}：{:#}", fault.said())))?;
        Ok(said.over(before))
    }
}

/// What takes the text of an option.
type Setter = fn(&mut Mapping, &str) -> Result<(), MappingFault>;

fn of_option(option: &str, fault: &MappingFault) -> Failure {
    Failure::usage(fault).at(option)
}
