//! What a deal is and what can be said of it: money, dates, places, names, filters.
//!
//! No clap, no SQL, no printing, no clock: everything here can be worked out from its arguments.

pub mod amount_text;
pub mod catalogue;
mod choice;
pub mod currency;
pub mod date;
pub mod deal;
pub mod dimension;
pub mod double;
pub mod draft;
pub mod due;
pub mod event;
pub mod extra;
pub mod family;
pub mod fault;
pub mod filter;
pub mod flag;
pub mod fold;
pub mod guard;
mod item;
pub mod label;
mod lifecycle;
pub mod money;
pub mod name;
pub mod period;
pub mod place;
pub mod rate;
pub mod receipt;
pub mod relation;
pub mod size;
pub mod stage;
pub mod suggest;
pub mod tags;
pub mod target;
pub mod world;
