//! `--explain`: the deals behind the lines, and the commands that list them.

use super::ReportArgs;
use super::args::Lines;
use crate::commands::context::Context;
use crate::commands::failure::Failure;
use crate::domain::catalogue::{Catalogue, Family};
use crate::domain::deal::Deal;
use crate::domain::dimension::{Dimension, Value};
use crate::domain::filter::Filter;
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
    catalogue: &mut Catalogue,
    context: &Context,
) -> Result<Sheet, Failure> {
    // By partner or district what was merged stands under its successor.
    for family in [Family::Partner, Family::District] {
        if report.question.by.iter().any(|dimension| dimension.family() == Some(family)) {
            view.load_items(catalogue, family)?;
        }
    }
    let mut deals = Vec::new();
    view.each_deal(filter, catalogue.home, Order::Number, None, |listed| {
        deals.push((Cell::Number(listed.deal.id), listed.deal));
        Ok(true)
    })?;
    let lines = lines(report, wanted, catalogue)?;
    let mut sheet = sheet(report, &lines, deals, catalogue, (context, args.shows_currency(context)));
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
    let lines = lines(report, wanted, catalogue)?;
    Ok(sheet(report, &lines, deals, catalogue, (context, args.shows_currency(context))))
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

fn sheet(
    report: &Report,
    lines: &[usize],
    deals: Vec<(Cell<'static>, Deal)>,
    catalogue: &Catalogue,
    (context, has_currency): (&Context, bool),
) -> Sheet {
    let placing = Placing::new(report, catalogue);
    let mut behind: Vec<Vec<(Cell<'static>, Deal)>> = lines.iter().map(|_| Vec::new()).collect();
    for (name, deal) in deals {
        for line in placing.lines(&deal, catalogue) {
            if let Some(at) = lines.iter().position(|wanted| *wanted == line) {
                behind[at].push((name.clone(), deal.clone()));
            }
        }
    }
    for deals in &mut behind {
        // Stable: equal amounts stay in the order of numbers.
        deals.sort_by_key(|(_, deal)| std::cmp::Reverse(deal.base_amount));
    }
    Explanation { report, lines: lines.to_vec(), deals: behind }.sheet(catalogue, context.lang, has_currency)
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
    let mut options = args.filters.options(filter, by);
    match (&line.kind, &**by) {
        (Kind::Rest(rows), [dimension]) => {
            for row in rows {
                options.extend(value_options(*dimension, row.first()?, catalogue));
            }
            // Several tags select a deal that has one of them, but it may stand in a line above as well.
            if *dimension == Dimension::Region && rows.len() > 1 {
                options.retain(|(name, _)| *name != Dimension::Country.name());
            }
        }
        (Kind::Rest(_), _) => return None,
        (Kind::Group | Kind::Subtotal, by) => {
            for (dimension, value) in by.iter().zip(&line.values) {
                options.extend(value_options(*dimension, value, catalogue));
            }
        }
    }
    let mut words = vec!["deals".to_owned(), "list".to_owned()];
    words.extend(
        context.ledger_named().into_iter().flat_map(|path| ["--db".to_owned(), quoted(&path.display().to_string())]),
    );
    words.extend(options.into_iter().flat_map(|(name, text)| [format!("--{name}"), quoted(&text)]));
    Some(words.join(" "))
}

/// The options that select a value. A region abroad is told from others of its name by its country.
fn value_options(dimension: Dimension, value: &Value, catalogue: &Catalogue) -> Vec<(&'static str, String)> {
    let text = if *value == Value::None { "none".to_owned() } else { code_of(value, catalogue).into_owned() };
    let mut options = vec![(dimension.name(), text)];
    if let (Dimension::Region, Value::Item(family, id)) = (dimension, value) {
        let region = catalogue.item(*family, *id).filter(|region| region.code.is_none());
        let country = region.and_then(|region| catalogue.item(Family::Country, region.country?));
        options.extend(country.map(|country| (Dimension::Country.name(), country.code().to_owned())));
    }
    options
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
