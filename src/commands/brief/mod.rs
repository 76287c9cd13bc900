//! `deals brief`: the written briefing of an event or of any selection of deals.

mod flagship;
mod overdue;
mod template;

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use super::as_of::AsOfArgs;
use super::context::Context;
use super::failure::Failure;
use super::filters::{FilterArgs, Occasion};
use super::names;
use super::output::OutputArgs;
use super::report::{Versus, provenance};
use super::typed::quoted;
use super::{deal_sheet, output};
use crate::brief::Brief;
use crate::domain::catalogue::{Catalogue, Family, Id, Item};
use crate::domain::dimension::{Dimension, Value};
use crate::domain::event::editions_before;
use crate::domain::filter::{Filter, Members};
use crate::domain::label::Lang;
use crate::domain::relation::Counting;
use crate::lang::said;
use crate::render::brief::{self as render, Format};
use crate::report::Provenance;
use crate::report::brief::{Request, Show, Template, brief};
use crate::store::View;
use flagship::{Choice, parse_choice};

/// Write the briefing of an event, or of any selection of deals: text, tables and charts in one document
///
/// It says how many projects, how much, against the last edition; a text for the press; where the money comes from, sectors, places and
/// sizes; the flagship projects; what became of this and earlier editions; what is overdue. Compared with is the last edition before it that counts the same signings, recorded or as it was published. What was left out is
/// said in notes. At its foot stand the ledger, its last entry and the command that prints the same briefing again.
#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "one for each flag")]
pub(crate) struct BriefArgs {
    /// Compare with an event, a period, `previous` or FILTER=VALUE, as `report` does, or with `none` [default: the last edition that
    /// counts the same signings]
    #[arg(long, value_name = "WITH")]
    versus: Vec<String>,
    /// Show the change even where the two are known to count different signings
    #[arg(long)]
    force_compare: bool,
    /// The projects that stand out: `largest:N`, `tag:TAG`, or numbers, ranges and refs with commas between, or `none`
    #[arg(long, value_name = "WHICH", default_value = "largest:5", value_parser = parse_choice)]
    flagship: Choice,
    /// The day of the briefing, from which is counted what is overdue [default: today, or the day of --as-of]
    #[arg(long, value_name = "DATE", value_parser = names::day)]
    on: Option<NaiveDate>,
    /// What anybody may see: confidential deals are counted and not named, and their amounts stand inside sums of three or more
    #[arg(long)]
    public: bool,
    /// Count and add everything: also what was signed before, by way of increase, upgrade or renewal
    #[arg(long)]
    raw: bool,
    /// The form: which sections, in which order, under which headings [default: brief.toml in the config folder, else the usual one]
    #[arg(long, value_name = "FILE")]
    template: Option<PathBuf>,
    /// Print the usual form, to be changed
    #[arg(long)]
    print_template: bool,
    #[command(flatten)]
    filters: FilterArgs,
    #[command(flatten)]
    as_of: AsOfArgs,
    /// The form: txt for a message, md, html, docx, xlsx for people, json for programs
    #[arg(long, value_name = "FORMAT", help_heading = "Output")]
    format: Option<FormatArg>,
    /// Write to a file, `-` for stdout; without --format its ending chooses the form
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FormatArg {
    Txt,
    Md,
    Html,
    Docx,
    Xlsx,
    Json,
}

/// Runs it.
pub(crate) fn run(args: &BriefArgs, context: &Context) -> Result<(), Failure> {
    let sink = OutputArgs::to(args.output.clone().unwrap_or_else(|| PathBuf::from("-")));
    if args.print_template {
        return sink.with_sink(context, |out| out.write_all(template::USUAL.as_bytes()));
    }
    let format = args.format(&sink, context)?;
    args.as_of.check_not_public(args.public)?;
    if args.public && args.versus.iter().any(|text| !text.trim().eq_ignore_ascii_case(NONE)) {
        return Err(Failure::usage(said!(
            "--public: compared with a selection of one's own, sums tell of what makes the difference; the last edition may be compared with",
            "--public：与自选范围比较会透露差额所含项目，只能与上一届比较"
        )));
    }
    let template = template::template(args.template.as_deref())?;
    sink.check_inputs(args.template.as_slice())?;
    if args.public && template.sections.iter().any(|part| part.show == Show::By(Dimension::Tag)) {
        return Err(Failure::usage(said!(
            "--public: by tag a deal stands in several lines, which tell of one another",
            "--public：按标签统计时同一项目出现在多行，各行可相互推算"
        )));
    }
    let brief = written(args, &template, context)?;
    sink.with_sink(context, |out| render::write(out, format, &brief))
}

impl BriefArgs {
    /// The form: as asked for, else by the ending of the file, else the text of a message.
    fn format(&self, sink: &OutputArgs, context: &Context) -> Result<Format, Failure> {
        let ending =
            self.output.as_deref().and_then(Path::extension).map(|ending| ending.to_string_lossy().to_lowercase());
        let format = match (self.format, ending.as_deref()) {
            (Some(FormatArg::Txt), _) | (None, None | Some("txt")) => Format::Text,
            (Some(FormatArg::Md), _) | (None, Some("md")) => Format::Markdown,
            (Some(FormatArg::Html), _) | (None, Some("html" | "htm")) => Format::Html,
            (Some(FormatArg::Docx), _) | (None, Some("docx")) => Format::Docx,
            (Some(FormatArg::Xlsx), _) | (None, Some("xlsx")) => Format::Xlsx,
            (Some(FormatArg::Json), _) | (None, Some("json")) => Format::Json,
            (None, Some(other)) => {
                return Err(output::no_form(other).hint(said!(
                    "write to .docx, .html, .md, .txt, .xlsx or .json, or say which with --format",
                    "请写入.docx、.html、.md、.txt、.xlsx或.json文件，或用`--format`指定格式"
                )));
            }
        };
        if matches!(format, Format::Docx | Format::Xlsx) && sink.is_screen(context) {
            return Err(Failure::usage(said!(
                "--format: a document is nothing for a terminal",
                "--format：文档不能显示在终端上"
            ))
            .hint(said!("`-o FILE.docx` writes a file", "可用`-o 文件.docx`写入文件")));
        }
        Ok(format)
    }

    fn counting(&self) -> Counting {
        if self.raw { Counting::Raw } else { Counting::ByRule }
    }
}

/// Puts it together.
fn written(args: &BriefArgs, template: &Template, context: &Context) -> Result<Brief, Failure> {
    let store = args.as_of.open(context)?;
    let view = store.view();
    let mut catalogue = view.catalogue()?;
    let filter = args.filters.resolve(view, &mut catalogue, context.today)?;
    let filter = if args.public { deal_sheet::in_public(filter, context) } else { filter };
    deal_sheet::load_names(view, &mut catalogue)?;
    if template.sections.iter().any(|part| part.show == Show::By(Dimension::Partner)) {
        view.load_items(&mut catalogue, Family::Partner)?;
    }
    let event = filter.only_event();
    let compared = compared(args, event, view, &mut catalogue, context)?;
    let day = match args.on {
        Some(day) => day,
        None => args.as_of.today(view, context)?,
    };
    let editions = editions(&filter, event, &catalogue);
    let mut notes = Vec::new();
    let shows = |show: Show| template.sections.iter().find(|part| part.show == show);
    let hides = args.public && has_confidential(view, &filter, &catalogue)?;
    let hides_any = hides || args.public && has_confidential(view, &editions, &catalogue)?;
    if hides_any && (shows(Show::Flagship).is_some() || shows(Show::Due).is_some()) {
        notes.push(said!(
            "Confidential deals are not among the projects that are listed one by one.",
            "逐一列出的项目不含保密项目。"
        ));
    }
    let flagship = match shows(Show::Flagship) {
        Some(_) => flagship::flagship(args, view, &filter, (&catalogue, context, hides), &mut notes)?,
        None => None,
    };
    let overdue = match shows(Show::Due) {
        Some(part) => Some(overdue::overdue(args, part.top, view, &editions, (day, &catalogue, context), &mut notes)?),
        None => None,
    };
    let provenance = provenance(&store)?;
    let again = again(args, &filter, &compared, (day, &provenance), context);
    let request = Request {
        template,
        lang: context.lang,
        day,
        filter: &filter,
        before: compared.filter.as_ref(),
        forced: args.force_compare,
        editions: &editions,
        counting: args.counting(),
        public: args.public,
        flagship,
        overdue,
        notes,
        provenance,
        again,
    };
    Ok(brief(&request, view, &catalogue)?)
}

/// Whether any of the deals is confidential.
fn has_confidential(view: View<'_>, filter: &Filter, catalogue: &Catalogue) -> Result<bool, Failure> {
    let open = Filter { open_only: true, ..filter.clone() };
    Ok(view.count_deals(filter, catalogue.home)? > view.count_deals(&open, catalogue.home)?)
}

/// What is compared with, and how that is typed so that it means the same tomorrow.
struct Compared {
    filter: Option<Filter>,
    typed: Vec<String>,
}

fn compared(
    args: &BriefArgs,
    event: Option<Id>,
    view: View<'_>,
    catalogue: &mut Catalogue,
    context: &Context,
) -> Result<Compared, Failure> {
    let nothing = Compared { filter: None, typed: vec![NONE.to_owned()] };
    if args.versus.iter().any(|text| text.trim().eq_ignore_ascii_case(NONE)) {
        return Ok(nothing);
    }
    // A part of the days of an event has no like in another.
    let is_of_event = matches!(args.filters.occasion(), Occasion::Event(_));
    let texts = match event {
        Some(event) if args.versus.is_empty() && is_of_event => {
            edition_alike(event, view, catalogue)?.into_iter().collect()
        }
        _ => args.versus.clone(),
    };
    if texts.is_empty() {
        return Ok(nothing);
    }
    let versus = Versus { filters: &args.filters, texts: &texts, of_files: false };
    let Some(filter) = versus.of_ledger(view, catalogue, context)? else { return Ok(nothing) };
    let filter = if args.public { deal_sheet::in_public(filter, context) } else { filter };
    let written_out = |text: &String| {
        let event = filter.only_event().and_then(|event| catalogue.item(Family::Event, event));
        match (text.contains('='), event, filter.signed) {
            (true, ..) | (_, None, None) => text.clone(),
            (_, Some(event), None) => event.code().to_owned(),
            (_, _, Some(period)) => period.to_string(),
        }
    };
    let typed = texts.iter().map(written_out).collect();
    Ok(Compared { filter: Some(filter), typed })
}

/// Nothing is compared with.
const NONE: &str = "none";

/// The last edition before an event that counts the same signings and of which something is known; where none does, the last one of
/// which anything is known, of which it is then said that it is not alike.
fn edition_alike(event: Id, view: View<'_>, catalogue: &Catalogue) -> Result<Option<String>, Failure> {
    let scope = catalogue.item(Family::Event, event).and_then(|event| event.scope);
    let mut last = None;
    for edition in editions_before(catalogue, event) {
        if edition.published.is_empty() && !view.has_deals(edition.id)? {
            continue;
        }
        if scope.is_none() || edition.scope == scope {
            return Ok(Some(edition.code().to_owned()));
        }
        last = last.or_else(|| Some(edition.code().to_owned()));
    }
    Ok(last)
}

/// The same deals of this and all earlier editions.
fn editions(filter: &Filter, event: Option<Id>, catalogue: &Catalogue) -> Filter {
    let Some(event) = event else { return filter.clone() };
    let before = editions_before(catalogue, event).map(|item: &Item| item.id);
    let any_of = std::iter::once(event).chain(before).map(|id| Value::Item(Family::Event, id)).collect();
    let others = filter.members.iter().filter(|members| members.dimension != Dimension::Event).cloned();
    let of_editions = Members { dimension: Dimension::Event, any_of };
    Filter { members: others.chain([of_editions]).collect(), ..filter.clone() }
}

/// The command that prints it again. What is public is so of the ledger as it stands, so that this is not to be had again.
fn again(
    args: &BriefArgs,
    filter: &Filter,
    compared: &Compared,
    (day, provenance): (NaiveDate, &Provenance),
    context: &Context,
) -> Option<String> {
    let Provenance::Ledger { entry: Some((entry, _)), .. } = provenance else { return None };
    if args.public {
        return None;
    }
    let mut words = vec!["deals brief".to_owned()];
    let mut option = |name: &str, value: &str| {
        // What begins with a dash would be taken for an option.
        let between = if value.starts_with('-') { "=" } else { " " };
        words.push(format!("--{}{between}{}", name.replace('_', "-"), quoted(value)));
    };
    if let Some(ledger) = context.ledger_named() {
        option("db", &ledger.to_string_lossy());
    }
    for (name, value) in args.filters.options(filter, &[]) {
        option(name, &value);
    }
    compared.typed.iter().for_each(|text| option("versus", text));
    option("flagship", &args.flagship.to_string());
    if let Some(file) = &args.template {
        option("template", &file.to_string_lossy());
    }
    option("as-of", &format!("entry:{entry}"));
    option("on", &day.to_string());
    option("lang", if context.lang == Lang::Zh { "zh" } else { "en" });
    words.extend(args.raw.then(|| "--raw".to_owned()));
    words.extend(args.force_compare.then(|| "--force-compare".to_owned()));
    Some(words.join(" "))
}
