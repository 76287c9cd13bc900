//! `--explain`: the deals behind the lines, and the commands that list them.

use std::collections::HashMap;

use super::ReportArgs;
use crate::commands::context::Context;
use crate::commands::failure::Failure;
use crate::commands::filters::FilterArgs;
use crate::commands::typed::quoted;
use crate::domain::catalogue::{Catalogue, Family};
use crate::domain::deal::Deal;
use crate::domain::dimension::{Dimension, Value};
use crate::domain::filter::Filter;
use crate::domain::label::Lang;
use crate::domain::relation::Counting;
use crate::lang::{Said, notes as sentences, said, words};
use crate::render::visible;
use crate::report::{Explanation, Kind, Line, Placing, Report, Sums, code_of, counted};
use crate::sheet::{Cell, Sheet};
use crate::store::{Grouping, Reading, View};

/// The explanation of lines of a ledger's report.
pub(super) fn of_ledger(
    args: &ReportArgs,
    wanted: &str,
    view: View<'_>,
    (report, filter): (&Report, &Filter),
    catalogue: &Catalogue,
    context: &Context,
) -> Result<Sheet, Failure> {
    let mut behind = Behind::new(report, lines(report, wanted, catalogue)?, catalogue);
    view.each_deal(filter, catalogue.home, Reading::default(), |listed| {
        behind.take(|| Cell::Number(listed.deal.id), &listed.deal, catalogue);
        Ok(true)
    })?;
    let lines = behind.lines.clone();
    let mut sheet = behind.sheet(report, catalogue, (context, args.shows_currency(context)));
    let commands = Commands { args, report, filter, catalogue, view, context };
    for line in lines {
        let label = report.line_label(line, catalogue);
        let said = match commands.lists(line)? {
            Some(command) => sentences::listed_by(&label, &command),
            None => sentences::listed_by_none(&label),
        };
        sheet.notes.push(said.in_lang(context.lang).to_owned());
    }
    let is_again = report.left_out.deals.keys().any(|relation| !report.question.counting.adds_amount(*relation));
    let shows_receipts = report.question.show.iter().any(|measure| measure.is_of_receipts());
    let more = [is_again.then(sentences::listed_again), shows_receipts.then(sentences::receipts_listed_by)];
    sheet.notes.extend(more.into_iter().flatten().map(|note| note.in_lang(context.lang).to_owned()));
    Ok(sheet)
}

/// The explanation of lines of a report of files, whose deals are at hand.
pub(super) fn of_files(
    args: &ReportArgs,
    wanted: &str,
    report: &Report,
    deals: &[(Cell<'static>, Deal)],
    catalogue: &Catalogue,
    context: &Context,
) -> Result<Sheet, Failure> {
    let mut behind = Behind::new(report, lines(report, wanted, catalogue)?, catalogue);
    for (name, deal) in deals {
        behind.take(|| name.clone(), deal, catalogue);
    }
    Ok(behind.sheet(report, catalogue, (context, args.shows_currency(context))))
}

/// The lines that are to be explained: the one that is named, or all for no name and, unless a line is called so, for `total`.
fn lines(report: &Report, name: &str, catalogue: &Catalogue) -> Result<Vec<usize>, Failure> {
    let all = || {
        let is_line = |(_, line): &(usize, &Line)| line.kind != Kind::Subtotal;
        report.lines.iter().enumerate().filter(is_line).map(|(at, _)| at).collect()
    };
    if name.is_empty() {
        return Ok(all());
    }
    let lines = report.lines_named(name, catalogue);
    match lines.as_slice() {
        [] if [Lang::En, Lang::Zh].iter().any(|lang| name.eq_ignore_ascii_case(words(*lang).total)) => Ok(all()),
        [_] => Ok(lines),
        [] => {
            let last = report.lines.len();
            Err(Failure::refused(said!(
                "--explain: the report has no line `{name}`",
                "--explain：报表中没有`{name}`这一行"
            ))
            .hint(said!(
                "name a line by its number, 1 to {last} from the top, or by what stands in it, with commas between",
                "可用行的序号（自上而下1至{last}）指明，或写明行中各项（用逗号隔开）"
            ))
            .hint(said!("FILEs stand before --explain", "文件名应写在`--explain`之前")))
        }
        several => {
            let numbers: Vec<String> = several.iter().map(|at| (at + 1).to_string()).collect();
            let (en, zh) = (numbers.join(", "), numbers.join("、"));
            Err(Failure::refused(Said::new(
                format!("--explain: several lines are called `{name}`: {en}"),
                format!("--explain：有多行名为`{name}`：第{zh}行"),
            ))
            .hint(said!("a line may be named by its number", "可用行的序号指明")))
        }
    }
}

/// The deals behind the lines that are to be explained, as far as they were read.
struct Behind {
    placing: Placing,
    counting: Counting,
    lines: Vec<usize>,
    /// Where each of the lines stands among them.
    places: HashMap<usize, usize>,
    deals: Vec<Vec<(Cell<'static>, Deal)>>,
}

impl Behind {
    fn new(report: &Report, lines: Vec<usize>, catalogue: &Catalogue) -> Self {
        let deals = lines.iter().map(|_| Vec::new()).collect();
        let places = lines.iter().enumerate().map(|(at, line)| (*line, at)).collect();
        let (placing, counting) = (Placing::new(report, catalogue), report.question.counting);
        Self { placing, counting, lines, places, deals }
    }

    fn take(&mut self, name: impl Fn() -> Cell<'static>, deal: &Deal, catalogue: &Catalogue) {
        if !self.counting.adds_amount(deal.relation) {
            return;
        }
        for line in self.placing.lines(deal, catalogue) {
            if let Some(at) = self.places.get(&line) {
                self.deals[*at].push((name(), deal.clone()));
            }
        }
    }

    fn sheet(mut self, report: &Report, catalogue: &Catalogue, (context, has_currency): (&Context, bool)) -> Sheet {
        for deals in &mut self.deals {
            // Stable: equal amounts stay in the order of numbers.
            deals.sort_by_key(|(_, deal)| std::cmp::Reverse(deal.base_amount));
        }
        Explanation { report, lines: self.lines, deals: self.deals }.sheet(catalogue, context.lang, has_currency)
    }
}

/// Options of a command line: names and values.
type Options = Vec<(&'static str, String)>;

/// The commands that list the deals of lines.
struct Commands<'a> {
    args: &'a ReportArgs,
    report: &'a Report,
    filter: &'a Filter,
    catalogue: &'a Catalogue,
    view: View<'a>,
    context: &'a Context,
}

/// How many values of a line of all the rest go into one command.
const MOST_VALUES: usize = 50;

impl Commands<'_> {
    /// The command that lists the deals of a line; none where no few filters give just these.
    fn lists(&self, line: usize) -> Result<Option<String>, Failure> {
        let Some(line) = self.report.lines.get(line) else { return Ok(None) };
        let by = &self.report.question.by;
        let rows = match &line.kind {
            // What is left of very many is no command to type.
            Kind::Rest(rows) if rows.len() > MOST_VALUES => return Ok(None),
            Kind::Rest(rows) => rows.as_slice(),
            Kind::Group | Kind::Subtotal => std::slice::from_ref(&line.values),
        };
        // A subtotal has values of the outer dimensions alone: filters of the inner ones hold for it as well.
        let depth = rows.iter().map(Vec::len).min().unwrap_or_default();
        let own = self.args.filters.options(self.filter, by.get(..depth).unwrap_or(by));
        // Names may be shared: of regions by those of other countries and by countries, of tags by the word for none.
        let is_shared = by.iter().any(|one| matches!(one, Dimension::Tag | Dimension::Region | Dimension::Place))
            || rows.len() > 1
            || line.kind == Kind::Subtotal;
        for narrowed in [false, true] {
            let options = self.options(own.clone(), rows, narrowed);
            // What cannot be shown as it is cannot be typed either.
            if options.iter().any(|(_, text)| visible(text) != *text) {
                return Ok(None);
            }
            if !is_shared || self.gives(&options, &line.sums.now)? {
                return Ok(Some(self.command(options)?));
            }
        }
        Ok(None)
    }

    /// The options that select the values; narrowed, a region is told from others of its name by its country.
    fn options(&self, mut options: Options, rows: &[Vec<Value>], narrowed: bool) -> Options {
        let by = &self.report.question.by;
        let mut pairs: Vec<(&Dimension, &Value)> = Vec::new();
        for pair in rows.iter().flat_map(|row| by.iter().zip(row)) {
            if !pairs.contains(&pair) {
                pairs.push(pair);
            }
        }
        for (dimension, value) in pairs {
            let code = code_of(value, self.catalogue).into_owned();
            let region = match value {
                Value::Item(Family::Region, id) if narrowed => self.catalogue.item(Family::Region, *id),
                _ => None,
            };
            match region.and_then(|region| self.catalogue.item(Family::Country, region.country?)) {
                // The line lies within whatever countries and regions are asked for, so its own say as much.
                Some(country) => {
                    options.retain(|(name, _)| {
                        ![Dimension::Country, Dimension::Region].map(Dimension::name).contains(name)
                    });
                    options.push((Dimension::Region.name(), code));
                    options.push((Dimension::Country.name(), country.code().to_owned()));
                }
                None if *value == Value::None => options.push((dimension.name(), "none".to_owned())),
                None => options.push((dimension.name(), code)),
            }
        }
        options
    }

    /// Whether the options select as many deals of the same sum.
    fn gives(&self, options: &Options, sums: &Sums) -> Result<bool, Failure> {
        let mut filters = FilterArgs::default();
        let mut names: Vec<&str> = options.iter().map(|(name, _)| *name).collect();
        names.dedup();
        for name in names {
            let values: Vec<String> =
                options.iter().filter(|(other, _)| *other == name).map(|(_, value)| value.clone()).collect();
            let Some(more) = filters.replaced(name, &values) else { return Ok(false) };
            filters = more;
        }
        let mut catalogue = self.view.catalogue()?;
        let Ok(filter) = filters.resolve(self.view, &mut catalogue, self.context.today) else { return Ok(false) };
        let ground = (catalogue.home, catalogue.base);
        let groups = self.view.groups(&filter, ground, &Grouping::default())?;
        let found = counted(&groups, self.report.question.counting);
        Ok(found.is_ok_and(|found| found == (sums.deals, sums.amount)))
    }

    fn command(&self, options: Options) -> Result<String, Failure> {
        let ledger = self.context.ledger_named().map(|path| ("db", path.display().to_string()));
        let state = self.args.as_of.option(self.view)?;
        let options = ledger.into_iter().chain(options).chain(state).map(|(name, text)| option(name, &text));
        Ok(["deals", "list"].map(str::to_owned).into_iter().chain(options).collect::<Vec<_>>().join(" "))
    }
}

/// An option as it is typed.
fn option(name: &str, text: &str) -> String {
    let between = if text.starts_with('-') { "=" } else { " " };
    format!("--{name}{between}{}", quoted(text))
}
