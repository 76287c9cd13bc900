//! The tests of the binary and of the house: one file a command, and what concerns all of them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::format_push_string, reason = "the speed of a test's text does not matter")]

mod env;

mod add;
mod as_of;
mod backup;
mod check;
mod check_flaws;
mod chinese;
mod country;
mod crashes;
mod delete;
mod diff;
mod district;
mod edit;
mod event;
mod export;
mod export_updates;
mod help;
mod history_laws;
mod hostile;
mod import;
mod import_updates;
mod init;
mod intake;
mod intake_workbooks;
mod ledger;
mod list;
mod log;
mod partner;
mod rate;
mod readme;
mod redo;
mod region;
mod report;
mod report_explain;
mod report_explain_laws;
mod report_files;
mod report_form_laws;
mod report_forms;
mod report_laws;
mod report_ledgers;
mod report_selection_laws;
mod report_shapes;
mod report_sql;
mod report_units;
mod report_versus;
mod rules;
mod sector;
mod several;
mod show;
mod status;
mod template;
mod undo;
mod upgrade;
mod who;
