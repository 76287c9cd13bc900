//! The commands: one file each, whose doc comment is its help. Here they are listed, grouped and run; nothing else.

mod account;
mod add;
mod as_of;
mod backup;
mod brief;
mod catalogue;
mod change;
mod check;
mod console;
mod context;
mod country;
mod deal_keys;
mod deal_sheet;
mod delete;
mod diff;
mod differences;
mod district;
mod due;
mod edit;
mod event;
mod export;
mod failure;
mod faults;
mod fields;
mod file_faults;
mod filters;
mod history_sheet;
mod import;
mod init;
mod list;
mod log;
mod mapping;
mod names;
mod output;
mod partner;
mod progress;
mod rate;
mod receive;
mod redo;
mod region;
mod report;
mod rows;
mod sector;
mod show;
mod stage;
mod status;
mod surroundings;
mod target;
mod telling;
mod template;
mod typed;
mod undo;

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::Duration;

use clap::{Args, Command, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::domain::label::Lang;
use crate::intake::workbook;
use crate::lang::said;
use crate::render::is_of_library;
use console::Console;
use context::Context;
use failure::Failure;

/// A ledger of signed projects: record them, import them, report them by sector and place.
#[derive(Parser, Debug)]
#[command(name = NAME, version, disable_help_subcommand = true)]
struct Cli {
    #[command(flatten)]
    general: General,
    #[command(subcommand)]
    command: Commands,
}

/// The program.
const NAME: &str = "deals";

/// The options that every command takes, before or behind its name.
#[derive(Args, Debug)]
struct General {
    /// The ledger: a file [default: `DEALS_DB`, `db` in the config file, ledger.db in the data folder]
    #[arg(long, value_name = "LEDGER", global = true, help_heading = "General")]
    db: Option<PathBuf>,
    /// The language of output, talk and errors [default: `DEALS_LANG`, `LC_ALL`, `LC_MESSAGES`, `LANG`]
    #[arg(long, value_name = "LANG", global = true, help_heading = "General")]
    lang: Option<LangArg>,
    /// When to use colours
    #[arg(long, value_name = "WHEN", global = true, default_value = "auto", help_heading = "General")]
    color: ColorArg,
    /// Say nothing but errors on stderr
    #[arg(short, long, global = true, help_heading = "General")]
    quiet: bool,
    /// How long to wait for another program that is writing
    #[arg(long, value_name = "SECONDS", global = true, default_value_t = 5, help_heading = "General")]
    wait: u32,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum LangArg {
    En,
    Zh,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ColorArg {
    Auto,
    Always,
    Never,
}

/// The commands as `--help` groups them: each is a module with its arguments and its `run`.
macro_rules! commands {
    ($($group:literal: $($variant:ident($module:ident::$args:ident)),+;)+) => {
        #[derive(Subcommand, Debug)]
        enum Commands {
            $($($variant(Box<$module::$args>),)+)+
        }

        const GROUPS: &[(&str, &[&str])] = &[$(($group, &[$(stringify!($module)),+])),+];

        /// The command line of one command alone; none if no command is called so.
        fn alone(name: &str) -> Option<Command> {
            let command = match name {
                $($(stringify!($module) => $module::$args::augment_args(Command::new(stringify!($module))),)+)+
                _ => return None,
            };
            let general = General::augment_args(Command::new(NAME).disable_help_subcommand(true));
            Some(general.subcommand_required(true).subcommand(command))
        }

        fn dispatch(command: &Commands, context: &Context) -> Result<(), Failure> {
            match command {
                $($(Commands::$variant(args) => $module::run(args, context),)+)+
            }
        }
    };
}

commands! {
    "Record": Add(add::AddArgs), Import(import::ImportArgs), Edit(edit::EditArgs), Delete(delete::DeleteArgs),
        Template(template::TemplateArgs);
    "Look": List(list::ListArgs), Show(show::ShowArgs), Report(report::ReportArgs), Brief(brief::BriefArgs),
        Export(export::ExportArgs);
    "Follow up": Stage(stage::StageArgs), Receive(receive::ReceiveArgs), Progress(progress::ProgressArgs), Due(due::DueArgs),
        Target(target::TargetArgs);
    "Trust": Log(log::LogArgs), Diff(diff::DiffArgs), Undo(undo::UndoArgs), Redo(redo::RedoArgs), Check(check::CheckArgs),
        Backup(backup::BackupArgs);
    "Names": Event(event::EventArgs), Sector(sector::SectorArgs), District(district::DistrictArgs),
        Partner(partner::PartnerArgs), Country(country::CountryArgs), Region(region::RegionArgs), Rate(rate::RateArgs);
    "Set up": Init(init::InitArgs), Status(status::StatusArgs);
}

/// The language of this run, for what is said when it breaks off.
static LANG: OnceLock<Lang> = OnceLock::new();

/// Runs a command line. Gives the exit code.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let Cli { general, command } = match parsed(&arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let code = u8::try_from(error.exit_code()).unwrap_or(2);
            // Help goes to stdout, which may have been closed by a pager: no failure.
            let _ = error.print();
            return code;
        }
    };
    let choice = match general.color {
        ColorArg::Auto => anstream::ColorChoice::Auto,
        ColorArg::Always => anstream::ColorChoice::Always,
        ColorArg::Never => anstream::ColorChoice::Never,
    };
    let lang = match general.lang {
        Some(LangArg::En) => Lang::En,
        Some(LangArg::Zh) => Lang::Zh,
        None => context::language(),
    };
    let lang = *LANG.get_or_init(|| lang);
    let patience = Duration::from_secs(general.wait.into());
    let outcome = Context::new(Console::new(general.quiet, choice, lang), general.db, lang, patience)
        .and_then(|context| dispatch(&command, &context));
    match outcome {
        Ok(()) => 0,
        Err(failure) => {
            Console::new(general.quiet, choice, lang).failure(&failure);
            failure.exit_code()
        }
    }
}

/// Whether this thread was reading a workbook when it panicked: then the workbook is damaged in a way that the library does not
/// expect, which is said.
#[must_use]
pub fn was_reading_workbook() -> bool {
    let thread = std::thread::current();
    let Some(name) = thread.name().and_then(|name| name.strip_prefix(workbook::THREAD)) else { return false };
    let failure = Failure::refused(said!("{name}: is damaged and cannot be read", "{name}：已损坏，无法读取"))
        .hint(file_faults::save_anew());
    let lang = *LANG.get_or_init(context::language);
    Console::new(false, anstream::ColorChoice::Auto, lang).failure(&failure);
    true
}

/// Whether a workbook was being written when this source file panicked: then its temporary files cannot be, which is said.
#[must_use]
pub fn was_writing_workbook(file: &str) -> bool {
    if !is_of_library(file) {
        return false;
    }
    let folder = std::env::temp_dir();
    let failure = Failure::refused(said!(
        "the workbook cannot be written: temporary files in {} cannot be",
        "无法写出工作簿：{}中无法写入临时文件",
        folder.display()
    ))
    .hint(said!("make room there, or name another folder in `TMPDIR`", "请在该文件夹腾出空间，或用`TMPDIR`另选文件夹"));
    let lang = *LANG.get_or_init(context::language);
    Console::new(false, anstream::ColorChoice::Auto, lang).failure(&failure);
    true
}

/// Parses a command line. What the others take is left alone as long as all is well with the one that is named, which is most of what
/// a short command takes to start.
fn parsed(arguments: &[OsString]) -> Result<Cli, clap::Error> {
    let named = arguments.iter().skip(1).find_map(|argument| alone(argument.to_str()?));
    let mut matches = match named.map(|command| command.try_get_matches_from(arguments)) {
        Some(Ok(matches)) => matches,
        // Help, and what is wrong, is told with all commands in view.
        Some(Err(_)) | None => command().try_get_matches_from(arguments)?,
    };
    Cli::from_arg_matches_mut(&mut matches)
}

/// The command line, with its commands grouped in the help.
pub(crate) fn command() -> Command {
    let command = Cli::command();
    let about = |name: &str| command.find_subcommand(name).and_then(Command::get_about).map(ToString::to_string);
    let line = |name: &&str| format!("  {name:<10} {}\n", about(name).unwrap_or_default());
    let group =
        |(group, names): &(&str, &[&str])| format!("\n{group}:\n{}", names.iter().map(line).collect::<String>());
    let groups: String = GROUPS.iter().map(group).collect();
    let template = format!("{{about}}\n\n{{usage-heading}} {{usage}}\n{groups}\n{{options}}");
    command.help_template(template)
}
