//! `deals`: parse, run, print the failure, exit.

use std::process::ExitCode;

/// The exit code of an internal error.
const INTERNAL: u8 = 70;

fn main() -> ExitCode {
    ExitCode::from(std::panic::catch_unwind(|| deals::commands::run(std::env::args_os())).unwrap_or(INTERNAL))
}
