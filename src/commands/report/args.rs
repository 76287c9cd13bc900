//! The options of `deals report`, and what they ask.

use std::path::PathBuf;

use clap::Args;

use super::Versus;
use crate::commands::as_of::AsOfArgs;
use crate::commands::context::Context;
use crate::commands::failure::Failure;
use crate::commands::filters::FilterArgs;
use crate::commands::mapping::MappingArgs;
use crate::commands::names;
use crate::commands::output::OutputArgs;
use crate::domain::dimension::Dimension;
use crate::domain::filter::SEPARATORS;
use crate::domain::label::Lang;
use crate::domain::relation::Counting;
use crate::intake;
use crate::lang::{Said, said};
use crate::render::{Format, Layout, Unit};
use crate::report::{Measure, Question, SortBy};

/// Count deals and add up their base amounts, by sector unless said otherwise
///
/// With FILEs the report is of them and touches no ledger: events and sectors are taken as they come, the base currency is CNY,
/// home is China. Every omission is told in a note.
#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "one for each flag")]
pub(crate) struct ReportArgs {
    /// Files to report on instead of the ledger: CSV, workbooks, JSON lines; `-` for stdin
    #[arg(value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// Group by one or more of: sector country region place origin event partner district kind venue tag stage currency year quarter month size
    #[arg(long, value_name = "DIM,…", default_value = "sector", hide_default_value = true)]
    by: Vec<String>,
    /// Nest the lines, each group under its subtotal
    #[arg(long, conflicts_with = "across")]
    subtotals: bool,
    /// Make a cross-tab: a column for each value of this dimension
    #[arg(long, value_name = "DIM")]
    across: Option<String>,
    /// What the cross-tab counts: deals, amount, share or average [default: deals]
    #[arg(long, value_name = "MEASURE", requires = "across")]
    measure: Option<String>,
    /// Compare with an event, a period, `previous` (the edition or period before), or the same deals but for FILTER=VALUE; can be repeated
    #[arg(long, value_name = "WITH", conflicts_with = "across")]
    versus: Vec<String>,
    /// Show the change even where the two are known to count different signings
    #[arg(long, requires = "versus")]
    pub(super) force_compare: bool,
    /// What to show of each line: deals, amount, share, average, largest, partners, countries, received, or what `deals progress`
    /// shows [default: deals, amount, share]
    #[arg(long, value_name = "MEASURE,…", conflicts_with = "across")]
    show: Vec<String>,
    /// Show so many lines, and columns of a cross-tab, and fold the rest into one
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    top: Option<u32>,
    /// Sort by deals or amount, the greatest first, or by name [default: periods and sizes in their order, the rest by amount]
    #[arg(long, value_name = "WHAT")]
    sort: Option<String>,
    /// Show the deals behind each line, or behind one, by its number, code or name
    #[arg(long, value_name = "LINE", num_args = 0..=1, default_missing_value = "", conflicts_with_all = ["versus", "chart"])]
    explain: Option<String>,
    /// What anybody may see: amounts of confidential deals only inside sums of three deals or more, smaller lines folded into one
    #[arg(long, conflicts_with_all = ["across", "subtotals", "versus", "explain", "targets", "files"])]
    pub(super) public: bool,
    /// Show the targets of `deals target`, what was done, and the completion
    #[arg(long, conflicts_with_all = ["across", "subtotals", "versus", "explain", "files"])]
    pub(super) targets: bool,
    /// Count and add everything: also what was signed before, by way of increase, upgrade or renewal
    #[arg(long)]
    pub(super) raw: bool,
    /// List the rates that were used
    #[arg(long)]
    pub(super) show_rates: bool,
    /// Draw bars beside the lines, in forms for people
    #[arg(long)]
    chart: bool,
    /// Show amounts in yuan, thousand, million, billion, wan (万元), yi (亿元) or auto; where FILEs do not say what their amounts are in, this says it
    #[arg(long, value_name = "UNIT")]
    unit: Vec<String>,
    /// Rates for the FILEs: currency,effective,rate,source
    #[arg(long, value_name = "FILE", requires = "files")]
    pub(super) rates: Option<PathBuf>,
    /// Leave out rows of FILEs that cannot be read, and say how many (exit code 1)
    #[arg(long, requires = "files")]
    pub(super) skip_bad: bool,
    #[command(flatten)]
    pub(super) mapping: MappingArgs,
    #[command(flatten)]
    pub(super) filters: FilterArgs,
    #[command(flatten)]
    pub(super) as_of: AsOfArgs,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

impl ReportArgs {
    /// What is compared with.
    pub(super) fn versus(&self) -> Versus<'_> {
        Versus { filters: &self.filters, texts: &self.versus, of_files: !self.files.is_empty() }
    }

    /// What is asked; people read it in a language.
    pub(super) fn question(&self, lang: Option<Lang>) -> Result<Question, Failure> {
        let by = dimensions("--by", &self.by)?;
        let across = match &self.across {
            None => None,
            Some(text) => Some(dimension("--across", text)?),
        };
        check_twice("--by", &by)?;
        let crossed = self.crossed()?;
        if let Some(across) = across.filter(|across| by.contains(across)) {
            let name = across.name();
            return Err(Failure::usage(said!(
                "--across: `{name}` is a dimension of the lines already",
                "--across：`{name}`已用于各行"
            )));
        }
        let show = self.measures()?;
        if let Some(measure) = show.iter().find(|measure| self.public && is_of_one(**measure)) {
            let name = measure.name();
            return Err(Failure::usage(said!(
                "--public: `{name}` tells the amount of one deal, or of what came for few",
                "--public：`{name}`会显示单个项目的金额，或少数项目的到位资金"
            )));
        }
        if self.public && by.contains(&Dimension::Tag) {
            return Err(Failure::usage(said!(
                "--public: by tag a deal stands in several lines, which tell of one another",
                "--public：按标签统计时同一项目出现在多行，各行可相互推算"
            )));
        }
        let question = Question {
            across: across.map(|across| (across, crossed)),
            show,
            sort: self.sort(lang)?,
            top: self.top.map(|top| top as usize),
            subtotals: self.subtotals,
            compares: !self.versus.is_empty(),
            public: self.public,
            targets: self.targets,
            counting: if self.raw { Counting::Raw } else { Counting::ByRule },
            ..Question::by(&by)
        };
        Ok(if self.explain.is_some() { explained(question) } else { question })
    }

    fn measures(&self) -> Result<Vec<Measure>, Failure> {
        let mut measures = Vec::new();
        for text in parts(&self.show) {
            let measure = measure("--show", text, &Measure::all().collect::<Vec<_>>())?;
            if !measures.contains(&measure) {
                measures.push(measure);
            }
        }
        Ok(if measures.is_empty() { Measure::USUAL.to_vec() } else { measures })
    }

    fn crossed(&self) -> Result<Measure, Failure> {
        let possible = [Measure::Deals, Measure::Amount, Measure::Share, Measure::Average];
        self.measure.as_deref().map_or(Ok(Measure::Deals), |text| measure("--measure", text, &possible))
    }

    fn sort(&self, lang: Option<Lang>) -> Result<SortBy, Failure> {
        let Some(text) = self.sort.as_deref().map(str::trim) else { return Ok(SortBy::Usual) };
        if text.eq_ignore_ascii_case("name") || text == "名称" {
            return Ok(SortBy::Name(lang));
        }
        match measure("--sort", text, &[Measure::Deals, Measure::Amount]) {
            Ok(Measure::Deals) => Ok(SortBy::Deals),
            Ok(_) => Ok(SortBy::Amount),
            Err(_) => Err(Failure::usage(said!(
                "--sort: `{text}` is nothing to sort by (one of deals, amount, name)",
                "--sort：不能按`{text}`排序（可用：deals、amount、name）"
            ))),
        }
    }

    /// What one of the amount column of FILEs is, where that is said.
    pub(super) fn unit_of_files(&self) -> Result<Option<&String>, Failure> {
        let mut units = self.unit.iter().filter(|unit| !is_shown_unit(unit));
        let (unit, more) = (units.next(), units.next());
        match (unit, more) {
            (Some(unit), None) if self.files.is_empty() => {
                let names: Vec<&str> = Unit::names().collect();
                let (en, zh) = (names.join(", "), names.join("、"));
                Err(Failure::usage(Said::new(
                    format!("--unit: `{unit}` is no unit to show amounts in (one of {en}, auto)"),
                    format!("--unit：`{unit}`不是可用的显示单位（可用：{zh}、auto）"),
                )))
            }
            _ if self.unit.len() > 2 => Err(Failure::usage(said!(
                "--unit: given more than twice (what the amounts of FILEs are in, and in what they are shown)",
                "--unit：最多给出两次（先为文件的金额单位，后为显示单位）"
            ))),
            (_, Some(more)) => Err(Failure::usage(said!(
                "--unit: `{more}` is a second unit of the files",
                "--unit：文件的金额单位重复：`{more}`"
            ))),
            (unit, None) => Ok(unit),
        }
    }

    /// The first word that may say in which unit amounts are shown, or as well what the amounts of FILEs are in.
    pub(super) fn ambiguous_unit(&self) -> Option<&String> {
        let is_of_files = |unit: &&String| intake::unit::Unit::parse(unit).is_some();
        self.unit.iter().filter(|unit| is_shown_unit(unit)).find(is_of_files)
    }

    /// The unit that amounts are shown in; `taken`, one of the words themselves, says something else.
    pub(super) fn shown_unit(&self, taken: Option<&String>) -> Option<Unit> {
        let is_taken = |unit: &String| taken.is_some_and(|taken| std::ptr::eq(taken, unit));
        let mut shown = self.unit.iter().filter(|unit| is_shown_unit(unit) && !is_taken(unit));
        shown.next_back().and_then(|unit| Unit::named(unit))
    }

    /// The layout, with what a report asks of it.
    pub(super) fn layout(&self, context: &Context) -> Result<Layout, Failure> {
        let layout = self.output.layout(context, Format::Table)?;
        if self.chart && !layout.format.is_for_people() {
            return Err(Failure::usage(said!(
                "--chart: forms for programs hold no pictures",
                "--chart：供程序读取的格式不含图形"
            ))
            .hint(said!("`--format table`, `md`, `html` or `xlsx`", "`--format table`、`md`、`html`或`xlsx`")));
        }
        Ok(Layout { unit: self.shown_unit(None), ..layout })
    }

    /// Whether the currency of deals stands in a column of its own, as programs need it.
    pub(super) fn shows_currency(&self, context: &Context) -> bool {
        let format = self.layout(context).map(|layout| layout.format);
        !matches!(format, Ok(Format::Table | Format::Markdown | Format::Html))
    }

    /// The line that is to be explained, if any; empty for all.
    pub(super) fn explains(&self) -> Option<&str> {
        self.explain.as_deref()
    }

    /// Whether bars are drawn.
    pub(super) fn has_chart(&self) -> bool {
        self.chart
    }
}

/// Whether a measure tells of deals one by one.
fn is_of_one(measure: Measure) -> bool {
    measure == Measure::Largest || measure.is_of_receipts()
}

/// Where deals are listed line by line, a column is one more dimension of the lines.
fn explained(question: Question) -> Question {
    Question { by: question.dimensions(), across: None, ..question }
}

fn measure(option: &str, text: &str, possible: &[Measure]) -> Result<Measure, Failure> {
    Measure::named(text).filter(|measure| possible.contains(measure)).ok_or_else(|| {
        let names: Vec<&str> = possible.iter().copied().map(Measure::name).collect();
        let (en, zh) = (names.join(", "), names.join("、"));
        Failure::usage(Said::new(
            format!("{option}: `{text}` is no measure (one of {en})"),
            format!("{option}：`{text}`不是统计指标（可用：{zh}）"),
        ))
    })
}

fn is_shown_unit(text: &str) -> bool {
    text.eq_ignore_ascii_case("auto") || Unit::named(text).is_some()
}

fn parts(texts: &[String]) -> impl Iterator<Item = &str> {
    texts.iter().flat_map(|text| text.split(SEPARATORS)).map(str::trim)
}

pub(crate) fn dimensions(option: &str, texts: &[String]) -> Result<Vec<Dimension>, Failure> {
    parts(texts).map(|text| dimension(option, text)).collect()
}

fn dimension(option: &str, text: &str) -> Result<Dimension, Failure> {
    names::dimension(text).ok_or_else(|| {
        let names: Vec<&str> = Dimension::all().map(Dimension::name).collect();
        let (en, zh) = (names.join(", "), names.join("、"));
        Failure::usage(Said::new(
            format!("{option}: `{text}` is no dimension (one of {en})"),
            format!("{option}：`{text}`不是统计维度（可用：{zh}）"),
        ))
    })
}

fn check_twice(option: &str, dimensions: &[Dimension]) -> Result<(), Failure> {
    for (at, dimension) in dimensions.iter().enumerate() {
        if dimensions[..at].contains(dimension) {
            let name = dimension.name();
            return Err(Failure::usage(said!("{option}: `{name}` is named twice", "{option}：`{name}`重复")));
        }
    }
    Ok(())
}
