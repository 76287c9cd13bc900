//! `deals`: parse, run, print the failure, exit.

use std::process::ExitCode;

/// The exit code of an internal error.
const INTERNAL: i32 = 70;

/// The exit code where a file cannot be read.
const REFUSED: i32 = 1;

fn main() -> ExitCode {
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let file = panic.location().map_or("", |location| location.file());
        if deals::commands::was_reading_workbook() || deals::commands::was_writing_workbook(file) {
            exit_at_once(REFUSED);
        }
        report(panic);
        exit_at_once(INTERNAL);
    }));
    ExitCode::from(deals::commands::run(std::env::args_os()))
}

/// Nothing is to be unwound: a write that is under way is rolled back by the next command.
#[expect(clippy::exit, reason = "an internal error ends the process, on whatever thread it comes")]
fn exit_at_once(code: i32) -> ! {
    std::process::exit(code)
}
