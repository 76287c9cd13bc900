//! The commands: one file each, whose doc comment is its help. Here they are listed, grouped and run; nothing else.

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

use clap::{Command, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::domain::label::Lang;
use crate::intake::workbook;
use crate::lang::said;
use crate::render::is_of_library;
use console::Console;
use context::Context;
use failure::Failure;

/// A ledger of signed projects: record them, import them, report them by sector and place.
#[derive(Parser, Debug)]
#[command(name = "deals", version, disable_help_subcommand = true)]
struct Cli {
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
    #[command(subcommand)]
    command: Commands,
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

#[derive(Subcommand, Debug)]
enum Commands {
    Add(Box<add::AddArgs>),
    Import(Box<import::ImportArgs>),
    Edit(Box<edit::EditArgs>),
    Delete(delete::DeleteArgs),
    Template(template::TemplateArgs),
    List(list::ListArgs),
    Show(show::ShowArgs),
    Report(Box<report::ReportArgs>),
    Brief(Box<brief::BriefArgs>),
    Export(export::ExportArgs),
    Stage(stage::StageArgs),
    Receive(receive::ReceiveArgs),
    Progress(Box<progress::ProgressArgs>),
    Due(Box<due::DueArgs>),
    Log(log::LogArgs),
    Diff(Box<diff::DiffArgs>),
    Undo(undo::UndoArgs),
    Redo(redo::RedoArgs),
    Check(check::CheckArgs),
    Backup(backup::BackupArgs),
    Event(event::EventArgs),
    Sector(sector::SectorArgs),
    District(district::DistrictArgs),
    Partner(partner::PartnerArgs),
    Country(country::CountryArgs),
    Region(region::RegionArgs),
    Rate(rate::RateArgs),
    Target(target::TargetArgs),
    Init(init::InitArgs),
    Status(status::StatusArgs),
}

/// The commands as `--help` groups them.
const GROUPS: [(&str, &[&str]); 6] = [
    ("Record", &["add", "import", "edit", "delete", "template"]),
    ("Look", &["list", "show", "report", "brief", "export"]),
    ("Follow up", &["stage", "receive", "progress", "due", "target"]),
    ("Trust", &["log", "diff", "undo", "redo", "check", "backup"]),
    ("Names", &["event", "sector", "district", "partner", "country", "region", "rate"]),
    ("Set up", &["init", "status"]),
];

/// The language of this run, for what is said when it breaks off.
static LANG: OnceLock<Lang> = OnceLock::new();

/// Runs a command line. Gives the exit code.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let matches = match command().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => {
            let code = u8::try_from(error.exit_code()).unwrap_or(2);
            // Help goes to stdout, which may have been closed by a pager: no failure.
            let _ = error.print();
            return code;
        }
    };
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return u8::try_from(error.exit_code()).unwrap_or(2);
        }
    };
    let choice = match cli.color {
        ColorArg::Auto => anstream::ColorChoice::Auto,
        ColorArg::Always => anstream::ColorChoice::Always,
        ColorArg::Never => anstream::ColorChoice::Never,
    };
    let lang = match cli.lang {
        Some(LangArg::En) => Lang::En,
        Some(LangArg::Zh) => Lang::Zh,
        None => context::language(),
    };
    let lang = *LANG.get_or_init(|| lang);
    let patience = Duration::from_secs(cli.wait.into());
    let outcome = Context::new(Console::new(cli.quiet, choice, lang), cli.db, lang, patience)
        .and_then(|context| dispatch(cli.command, &context));
    match outcome {
        Ok(()) => 0,
        Err(failure) => {
            Console::new(cli.quiet, choice, lang).failure(&failure);
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

fn dispatch(command: Commands, context: &Context) -> Result<(), Failure> {
    match command {
        Commands::Add(args) => add::run(&args, context),
        Commands::Import(args) => import::run(&args, context),
        Commands::Edit(args) => edit::run(&args, context),
        Commands::Delete(args) => delete::run(&args, context),
        Commands::Template(args) => template::run(&args, context),
        Commands::List(args) => list::run(&args, context),
        Commands::Show(args) => show::run(&args, context),
        Commands::Report(args) => report::run(&args, context),
        Commands::Brief(args) => brief::run(&args, context),
        Commands::Export(args) => export::run(&args, context),
        Commands::Stage(args) => stage::run(&args, context),
        Commands::Receive(args) => receive::run(&args, context),
        Commands::Progress(args) => progress::run(&args, context),
        Commands::Due(args) => due::run(&args, context),
        Commands::Log(args) => log::run(&args, context),
        Commands::Diff(args) => diff::run(&args, context),
        Commands::Undo(args) => undo::run(&args, context),
        Commands::Redo(args) => redo::run(&args, context),
        Commands::Check(args) => check::run(&args, context),
        Commands::Backup(args) => backup::run(&args, context),
        Commands::Event(args) => event::run(&args, context),
        Commands::Sector(args) => sector::run(&args, context),
        Commands::District(args) => district::run(&args, context),
        Commands::Partner(args) => partner::run(&args, context),
        Commands::Country(args) => country::run(&args, context),
        Commands::Region(args) => region::run(&args, context),
        Commands::Rate(args) => rate::run(&args, context),
        Commands::Target(args) => target::run(&args, context),
        Commands::Init(args) => init::run(&args, context),
        Commands::Status(args) => status::run(&args, context),
    }
}

/// The command line, with its commands grouped in the help.
pub(crate) fn command() -> Command {
    let command = Cli::command();
    let about = |name: &str| command.find_subcommand(name).and_then(Command::get_about).map(ToString::to_string);
    let line = |name: &&str| format!("  {name:<10} {}\n", about(name).unwrap_or_default());
    let group = |(group, names): (&str, &[&str])| format!("\n{group}:\n{}", names.iter().map(line).collect::<String>());
    let groups: String = GROUPS.into_iter().map(group).collect();
    let template = format!("{{about}}\n\n{{usage-heading}} {{usage}}\n{groups}\n{{options}}");
    command.help_template(template)
}
