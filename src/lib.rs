//! A ledger of signed projects: record them, import them, report them by sector and place.
//!
//! # The map of the house
//! - [`domain`]: what a deal is: money, dates, places, names, filters. No clap, no SQL, no printing, no clock.
//! - [`store`]: the ledger, a SQLite file; the only folder that knows SQL. `schema.sql` is its data model.
//! - [`intake`]: bytes to rows to new deals: encodings, CSV, workbooks, heads, units, cells. Knows the domain only.
//! - [`report`]: which numbers, never layout.
//! - [`sheet`]: a typed table between reports and renderers.
//! - [`brief`]: a briefing of sentences and such tables, between the two as well.
//! - [`render`]: layout, never numbers: one file a format. Knows sheets, not the store.
//! - [`lang`]: the words and sentences in English and Chinese.
//! - [`commands`]: one file a command: its doc comment is its help, its arguments, one function.
//!
//! Imports run one way: domain ← store ← report → brief, sheet ← render ← commands ← main; `lang` knows `domain`, `store` and `intake`, none
//! of which knows it. `tests/it/rules.rs` holds this.

pub mod brief;
pub mod commands;
pub mod domain;
pub mod intake;
pub mod lang;
pub mod render;
pub mod report;
pub mod sheet;
pub mod store;
