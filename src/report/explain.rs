//! Explaining figures: under each line the deals that make it up, with what each adds.

use std::collections::HashMap;

use super::names::{code_of, told_apart};
use super::notes::notes;
use super::sheet::{dimension_cells, dimension_column, money, shape};
use super::tagged::in_small_letters;
use super::tally::current;
use super::{Kind, Line, Report, Source};
use crate::domain::catalogue::{Catalogue, Id};
use crate::domain::deal::{Deal, Field};
use crate::domain::dimension::{Dimension, Facts, Value};
use crate::domain::filter::SEPARATORS;
use crate::domain::label::Lang;
use crate::domain::money::Money;
use crate::lang::{Said, report as sentences, words};
use crate::sheet::{Cell, Column, ColumnKind, REST, Sheet};

/// In which line of a report a deal stands.
#[derive(Debug)]
pub struct Placing {
    by: Vec<Dimension>,
    home: Id,
    lines: HashMap<Vec<Value>, usize>,
    subtotals: HashMap<Vec<Value>, usize>,
}

impl Placing {
    /// That of a report.
    #[must_use]
    pub fn new(report: &Report, catalogue: &Catalogue) -> Self {
        let (mut lines, mut subtotals) = (HashMap::new(), HashMap::new());
        for (at, line) in report.lines.iter().enumerate() {
            match &line.kind {
                Kind::Group => drop(lines.insert(in_small_letters(&line.values), at)),
                Kind::Rest(rows) => lines.extend(rows.iter().map(|row| (in_small_letters(row), at))),
                Kind::Subtotal => drop(subtotals.insert(in_small_letters(&line.values), at)),
            }
        }
        Self { by: report.question.by.clone(), home: catalogue.home, lines, subtotals }
    }

    /// The lines that a deal stands in, subtotals among them: of lines one, but by tag one for each of its tags that is not folded.
    #[must_use]
    pub fn lines(&self, deal: &Deal, catalogue: &Catalogue) -> Vec<usize> {
        let facts = Facts::of(deal, catalogue.base);
        let mut key: Vec<Value> =
            self.by.iter().map(|dimension| current(dimension.value(&facts, self.home), catalogue)).collect();
        let mut lines = Vec::new();
        let tag = self.by.iter().position(|dimension| *dimension == Dimension::Tag);
        match tag.zip(facts.tags.as_ref()) {
            None => self.add(&key, &mut lines),
            Some((tag, tags)) => {
                for name in tags.iter() {
                    key[tag] = Value::Tag(name.to_ascii_lowercase().into());
                    self.add(&key, &mut lines);
                }
            }
        }
        lines
    }

    /// Adds the line of these values, and those that it is nested under, each once.
    fn add(&self, key: &[Value], lines: &mut Vec<usize>) {
        let above = (1..key.len()).filter_map(|depth| self.subtotals.get(&key[..depth]));
        for line in self.lines.get(key).into_iter().chain(above) {
            if !lines.contains(line) {
                lines.push(*line);
            }
        }
    }
}

/// The deals behind some lines of a report.
#[derive(Debug)]
pub struct Explanation<'a> {
    /// The report.
    pub report: &'a Report,
    /// The lines that are explained, by their place.
    pub lines: Vec<usize>,
    /// The deals of each of them, and how each is called: a number, or its place in a file.
    pub deals: Vec<Vec<(Cell<'static>, Deal)>>,
}

impl Report {
    /// The lines that people may mean: that of a number, counted from the top with subtotals, or those that are called so, by the
    /// codes or the names of their values.
    #[must_use]
    pub fn lines_named(&self, text: &str, catalogue: &Catalogue) -> Vec<usize> {
        let wanted = |text: &str| text.trim().to_lowercase();
        let parts: Vec<String> = text.split(SEPARATORS).map(wanted).collect();
        let whole = wanted(text);
        let called = |at: usize, line: &Line| {
            let label = self.line_label(at, catalogue);
            let labels = [Lang::En, Lang::Zh].map(|lang| label.in_lang(lang).to_lowercase());
            if labels.contains(&whole) {
                return true;
            }
            let fits = |((value, dimension), part): ((&Value, &Dimension), &String)| {
                let names = [Lang::En, Lang::Zh].map(|lang| shown(value, *dimension, catalogue, lang).to_lowercase());
                let code = code_of(value, catalogue).to_lowercase();
                names.contains(part) || code == *part || (*value == Value::None && part == "none")
            };
            let values = line.values.iter().zip(&self.question.by);
            match &line.kind {
                Kind::Rest(rows) => {
                    let Some((rest, above)) = parts.split_last() else { return false };
                    let is_above = above.len() == line.values.len() && values.zip(above).all(fits);
                    is_above && is_rest(rest, rows.len())
                }
                Kind::Group | Kind::Subtotal => {
                    let is_whole = line.values.len() == 1 && values.clone().zip([&whole]).all(fits);
                    is_whole || (line.values.len() == parts.len() && values.zip(&parts).all(fits))
                }
            }
        };
        let named: Vec<usize> =
            self.lines.iter().enumerate().filter(|(at, line)| called(*at, line)).map(|(at, _)| at).collect();
        if !named.is_empty() {
            return named;
        }
        let number = text.trim().parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        number.filter(|at| *at < self.lines.len()).into_iter().collect()
    }

    /// What people read of a line: its values.
    #[must_use]
    pub fn line_label(&self, line: usize, catalogue: &Catalogue) -> Said {
        let label = |lang: Lang, between: &str| {
            let Some(line) = self.lines.get(line) else { return String::new() };
            let values = line.values.iter().zip(&self.question.by);
            let mut names: Vec<String> =
                values.map(|(value, dimension)| shown(value, *dimension, catalogue, lang)).collect();
            if let Kind::Rest(rows) = &line.kind {
                names.push(sentences::rest(rows.len()).in_lang(lang).to_owned());
            }
            names.join(between)
        };
        Said::new(label(Lang::En, ", "), label(Lang::Zh, "、"))
    }
}

/// Whether the text, in small letters, is what programs or people read of all the rest: `(rest)`, `others (3)`, `其他`.
fn is_rest(text: &str, groups: usize) -> bool {
    let said = sentences::rest(groups);
    let is_said = |said: &str| said == text || said.split(['(', '（']).next().map(str::trim_end) == Some(text);
    text == REST || [Lang::En, Lang::Zh].iter().any(|lang| is_said(said.in_lang(*lang)))
}

fn shown(value: &Value, dimension: Dimension, catalogue: &Catalogue, lang: Lang) -> String {
    if *value == Value::None { words(lang).none.to_owned() } else { told_apart(value, dimension, catalogue, lang) }
}

impl Explanation<'_> {
    /// Lays it out: a subtotal for each line, below it its deals, the largest first. Where amounts show their currency there is no
    /// column for it.
    #[must_use]
    pub fn sheet(&self, catalogue: &Catalogue, lang: Lang, has_currency: bool) -> Sheet {
        let by = &self.report.question.by;
        let mut columns: Vec<Column> = by.iter().map(|dimension| dimension_column(*dimension, lang)).collect();
        let field = |field: Field, kind| Column::new(field.name(), field.label().in_lang(lang), kind);
        columns.extend([
            match self.report.source {
                Source::Ledger => field(Field::Id, ColumnKind::Count),
                Source::Files => Column::new("source", words(lang).source, ColumnKind::Text),
            },
            field(Field::Ref, ColumnKind::Text),
            field(Field::Title, ColumnKind::Text),
            field(Field::Signed, ColumnKind::Code),
            field(Field::Amount, ColumnKind::Exact),
            field(Field::Currency, ColumnKind::Code),
            field(Field::Rate, ColumnKind::Code),
            field(Field::BaseAmount, ColumnKind::Whole(catalogue.base)).adding_up(),
        ]);
        let lead = by.len() + 1;
        let mut sheet = Sheet { shape: shape(self.report, catalogue.base), lead, ..Sheet::list(columns) };
        for (at, deals) in self.lines.iter().zip(&self.deals) {
            let Some(line) = self.report.lines.get(*at) else { continue };
            let cells = dimension_cells(self.report, line, false, catalogue, lang);
            sheet.subtotals.insert(sheet.rows.len());
            let sums = &line.sums.now;
            sheet.rows.push(cells.iter().cloned().chain(sum(sums.deals, sums.amount, catalogue, lang)).collect());
            for (name, deal) in deals {
                let said_above = cells.iter().map(|cell| match cell {
                    Cell::Named { code, .. } => Cell::Named { code: code.clone(), name: "".into() },
                    _ => Cell::Empty,
                });
                sheet.rows.push(said_above.chain(facts(name.clone(), deal, catalogue)).collect());
            }
        }
        if !has_currency || by.contains(&Dimension::Currency) {
            let at = by.len() + CURRENCY;
            sheet.columns.remove(at);
            sheet.rows.iter_mut().for_each(|row| drop(row.remove(at)));
        }
        if self.lines.len() > 1 {
            sheet.notes = notes(self.report, catalogue, lang);
            let total = &self.report.total.now;
            let mut cells = vec![Cell::Text(words(lang).total.into())];
            cells.resize(by.len(), Cell::Empty);
            cells.extend(sum(total.deals, total.amount, catalogue, lang));
            if !has_currency || by.contains(&Dimension::Currency) {
                cells.remove(by.len() + CURRENCY);
            }
            sheet.total = Some(cells);
        }
        sheet
    }
}

/// The place of the currency among the columns of deals.
const CURRENCY: usize = 5;

/// What the deals of a line come to, in the columns of deals.
fn sum(deals: i64, amount: Option<i64>, catalogue: &Catalogue, lang: Lang) -> [Cell<'static>; 8] {
    let said = sentences::so_many_deals(deals).in_lang(lang).to_owned();
    let mut cells = [const { Cell::Empty }; 8];
    // Programs count the deals themselves.
    cells[2] = Cell::Named { code: "".into(), name: said.into() };
    cells[7] = money(amount, catalogue);
    cells
}

fn facts(name: Cell<'static>, deal: &Deal, catalogue: &Catalogue) -> [Cell<'static>; 8] {
    let amount = deal.money().map_or(Cell::Empty, |Money { minor, currency }| Cell::Money { minor, currency });
    [
        name,
        Cell::text(deal.reference.clone()),
        Cell::text(Some(deal.title.clone())),
        Cell::Date(deal.signed),
        amount,
        Cell::text(Some(deal.currency.code())),
        Cell::text(deal.rate.map(|rate| rate.to_string())),
        money(deal.base_amount, catalogue),
    ]
}
