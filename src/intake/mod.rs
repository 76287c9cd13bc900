//! Intake: bytes to rows to new deals. Knows the domain, not the store.
//!
//! # The way of a file
//! - [`input`]: a file that can be read from its beginning more than once.
//! - [`encoding`], [`csv`], [`ahead`], [`workbook`], [`json`] → [`table`]: rows of texts.
//! - [`mapping`]: what the user says of it.
//! - [`header`], [`heads`], [`names`], [`mod@unit`]: which column holds which field, and in what unit.
//! - [`opening`], [`source`], [`totals`]: what a file is, where the table stands, and which rows are deals.
//! - [`cells`], [`dates`], [`amounts`], [`places`], `beside`: the cells of a row as fields.
//! - [`plan`]: deals, or what is wrong with a row.
//!
//! Rows stream: memory does not grow with the file, but for short hashes of refs and of deals without one.

pub mod ahead;
pub mod amounts;
mod beside;
pub mod cells;
pub mod csv;
pub mod dates;
pub mod encoding;
pub mod header;
pub mod heads;
pub mod input;
pub mod json;
pub mod kinds;
pub mod mapping;
pub mod names;
pub mod opening;
pub mod places;
pub mod plan;
pub mod rates;
pub mod source;
pub mod table;
pub mod totals;
pub mod unit;
pub mod workbook;
