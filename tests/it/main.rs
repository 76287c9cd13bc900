//! The tests of the binary and of the house: one file a command, and what concerns all of them.

mod env;

mod add;
mod country;
mod district;
mod event;
mod export;
mod help;
mod import;
mod init;
mod ledger;
mod list;
mod log;
mod partner;
mod rate;
mod readme;
mod region;
mod report;
mod rules;
mod sector;
mod show;
mod status;
