//! `--explain`: the deals behind the lines, and the commands that list them.

use std::collections::HashMap;

use super::ReportArgs;
use super::args::Lines;
use crate::commands::context::Context;
use crate::commands::failure::Failure;
use crate::domain::catalogue::{Catalogue, Family, Item};
use crate::domain::deal::Deal;
use crate::domain::dimension::{Dimension, Value};
use crate::domain::filter::Filter;
use crate::domain::fold::place_key;
use crate::lang::{report as sentences, said};
use crate::report::{Explanation, Kind, Placing, Report, code_of};
use crate::sheet::{Cell, Sheet};
use crate::store::{Order, View};

/// The explanation of lines of a ledger's report.
pub(super) fn of_ledger(
    args: &ReportArgs,
    wanted: Lines<'_>,
    view: View<'_>,
    (report, filter): (&Report, &Filter),
    catalogue: &Catalogue,
    context: &Context,
) -> Result<Sheet, Failure> {
    let mut behind = Behind::new(report, lines(report, wanted, catalogue)?, catalogue);
    view.each_deal(filter, catalogue.home, Order::Number, None, |listed| {
        behind.take(|| Cell::Number(listed.deal.id), &listed.deal, catalogue);
        Ok(true)
    })?;
    let lines = behind.lines.clone();
    let mut sheet = behind.sheet(report, catalogue, (context, args.shows_currency(context)));
    for line in lines {
        let label = report.line_label(line, catalogue);
        let said = match list_command(args, report, line, filter, catalogue, context) {
            Some(command) => sentences::listed_by(&label, &command),
            None => sentences::listed_by_none(&label),
        };
        sheet.notes.push(said.in_lang(context.lang).to_owned());
    }
    Ok(sheet)
}

/// The explanation of lines of a report of files, whose deals are at hand.
pub(super) fn of_files(
    args: &ReportArgs,
    wanted: Lines<'_>,
    report: &Report,
    deals: Vec<(Cell<'static>, Deal)>,
    catalogue: &Catalogue,
    context: &Context,
) -> Result<Sheet, Failure> {
    let mut behind = Behind::new(report, lines(report, wanted, catalogue)?, catalogue);
    for (name, deal) in deals {
        behind.take(|| name.clone(), &deal, catalogue);
    }
    Ok(behind.sheet(report, catalogue, (context, args.shows_currency(context))))
}

/// The lines that are to be explained: the one that is named, or all.
fn lines(report: &Report, wanted: Lines<'_>, catalogue: &Catalogue) -> Result<Vec<usize>, Failure> {
    let Lines::Named(name) = wanted else { return Ok((0..report.lines.len()).collect()) };
    let line = report.line_named(name, catalogue).ok_or_else(|| {
        Failure::refused(said!("--explain: the report has no line `{name}`", "--explain：报表中没有`{name}`这一行"))
            .hint(said!(
                "name a line by its number, or by the codes or names of its values with commas between them",
                "可用行的序号，或其代码、名称（多个维度用逗号隔开）指明"
            ))
    })?;
    Ok(vec![line])
}

/// The deals behind the lines that are to be explained, as far as they were read.
struct Behind {
    placing: Placing,
    lines: Vec<usize>,
    /// Where each of the lines stands among them.
    places: HashMap<usize, usize>,
    deals: Vec<Vec<(Cell<'static>, Deal)>>,
}

impl Behind {
    fn new(report: &Report, lines: Vec<usize>, catalogue: &Catalogue) -> Self {
        let deals = lines.iter().map(|_| Vec::new()).collect();
        let places = lines.iter().enumerate().map(|(at, line)| (*line, at)).collect();
        Self { placing: Placing::new(report, catalogue), lines, places, deals }
    }

    fn take(&mut self, name: impl Fn() -> Cell<'static>, deal: &Deal, catalogue: &Catalogue) {
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

/// The command that lists the deals of a line; none where no filters give just these.
fn list_command(
    args: &ReportArgs,
    report: &Report,
    line: usize,
    filter: &Filter,
    catalogue: &Catalogue,
    context: &Context,
) -> Option<String> {
    let by = &report.question.by;
    // A deal may have two tags, so one more tag is one more condition, which no filter can say.
    let filters_by_tag = filter.members.iter().any(|members| members.dimension == Dimension::Tag);
    if filters_by_tag && by.contains(&Dimension::Tag) {
        return None;
    }
    let line = report.lines.get(line)?;
    let rows = match (&line.kind, &**by) {
        (Kind::Rest(rows), [_]) if rows.len() <= MOST_VALUES => rows.as_slice(),
        // What is left of several dimensions is no product of values, and what is left of many is no command to type.
        (Kind::Rest(_), _) => return None,
        (Kind::Group | Kind::Subtotal, _) => std::slice::from_ref(&line.values),
    };
    let mut options = args.filters.options(filter, by);
    for (dimension, value) in rows.iter().flat_map(|row| by.iter().zip(row)) {
        let text = if *value == Value::None { "none".to_owned() } else { code_of(value, catalogue).into_owned() };
        options.push((dimension.name(), text));
        match countries(*dimension, value, catalogue).as_slice() {
            [] | [_] => {}
            [own, ..] if rows.len() == 1 => {
                // The line lies within whatever countries are asked for, so its own says as much.
                options.retain(|(name, _)| *name != Dimension::Country.name());
                options.push((Dimension::Country.name(), own.clone()));
            }
            _ => return None,
        }
    }
    let mut words = vec!["deals".to_owned(), "list".to_owned()];
    let ledger = context.ledger_named().map(|path| ("db", path.display().to_string()));
    words.extend(ledger.into_iter().chain(options).map(|(name, text)| option(name, &text)));
    Some(words.join(" "))
}

/// How many values of a line of all the rest go into one command.
const MOST_VALUES: usize = 50;

/// The countries that have a region of this name, its own first. Those of China have codes, which are found in one alone.
fn countries(dimension: Dimension, value: &Value, catalogue: &Catalogue) -> Vec<String> {
    let (Dimension::Region, Value::Item(family, id)) = (dimension, value) else { return Vec::new() };
    let Some(own) = catalogue.item(*family, *id).filter(|region| region.code.is_none()) else { return Vec::new() };
    let same = |region: &&Item| region.id != own.id && place_key(&region.name) == place_key(&own.name);
    let others = catalogue.items(Family::Region).filter(same);
    let code = |region: &Item| Some(catalogue.item(Family::Country, region.country?)?.code().to_owned());
    std::iter::once(own).chain(others).filter_map(code).collect()
}

/// An option as it is typed.
fn option(name: &str, text: &str) -> String {
    let between = if text.starts_with('-') { "=" } else { " " };
    format!("--{name}{between}{}", quoted(text))
}

/// A word as a shell takes it.
fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ',' | ':' | '/' | '+' | '=');
    if !text.is_empty() && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_a_shell_would_break_them() {
        assert_eq!(
            ["SCE2019", "2019-08..", "智能", "A & B", "O'Neil", ""].map(quoted),
            ["SCE2019", "2019-08..", "智能", "'A & B'", "'O'\\''Neil'", "''"]
        );
    }
}
