//! `deals`: parse, run, print the failure, exit.

use std::process::ExitCode;

/// The exit code of an internal error.
const INTERNAL: i32 = 70;

fn main() -> ExitCode {
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        report(panic);
        exit_at_once();
    }));
    ExitCode::from(deals::commands::run(std::env::args_os()))
}

/// Nothing is to be unwound: a write that is under way is rolled back by the next command.
#[expect(clippy::exit, reason = "an internal error ends the process, on whatever thread it comes")]
fn exit_at_once() -> ! {
    std::process::exit(INTERNAL)
}
