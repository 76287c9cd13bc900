//! Explaining figures: under each line the deals that make it up, with what each adds.

use std::collections::HashMap;

use super::names::{code_of, name_of};
use super::sheet::{dimension_cells, dimension_column, money, shape};
use super::tally::current;
use super::{Kind, Line, Report, Source};
use crate::domain::catalogue::{Catalogue, Id};
use crate::domain::deal::{Deal, Field};
use crate::domain::dimension::{Dimension, Facts, Value};
use crate::domain::label::Lang;
use crate::domain::money::Money;
use crate::lang::{Said, report as sentences, words};
use crate::sheet::{Cell, Column, ColumnKind, Sheet};

/// In which line of a report a deal stands.
#[derive(Debug)]
pub struct Placing {
    by: Vec<Dimension>,
    home: Id,
    lines: HashMap<Vec<Value>, usize>,
}

impl Placing {
    /// That of a report.
    #[must_use]
    pub fn new(report: &Report, catalogue: &Catalogue) -> Self {
        let mut lines = HashMap::new();
        for (at, line) in report.lines.iter().enumerate() {
            match &line.kind {
                Kind::Group => drop(lines.insert(folded(line.values.clone()), at)),
                Kind::Rest(rows) => lines.extend(rows.iter().map(|row| (folded(row.clone()), at))),
                Kind::Subtotal => {}
            }
        }
        Self { by: report.question.by.clone(), home: catalogue.home, lines }
    }

    /// The lines that a deal stands in: by tag there may be several, otherwise one.
    #[must_use]
    pub fn lines(&self, deal: &Deal, catalogue: &Catalogue) -> Vec<usize> {
        let facts = Facts::of(deal, catalogue.base);
        let mut key: Vec<Value> =
            self.by.iter().map(|dimension| current(dimension.value(&facts, self.home), catalogue)).collect();
        let tag = self.by.iter().position(|dimension| *dimension == Dimension::Tag);
        let Some((tag, tags)) = tag.zip(facts.tags.as_ref()) else {
            return self.lines.get(&key).copied().into_iter().collect();
        };
        let mut lines = Vec::new();
        for name in tags.iter() {
            key[tag] = Value::Tag(name.to_ascii_lowercase().into());
            lines.extend(self.lines.get(&key).filter(|line| !lines.contains(*line)).copied());
        }
        lines
    }
}

/// Values under which tags are found without regard to case.
fn folded(values: Vec<Value>) -> Vec<Value> {
    let fold = |value| match value {
        Value::Tag(tag) => Value::Tag(tag.to_ascii_lowercase().into()),
        other => other,
    };
    values.into_iter().map(fold).collect()
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
    /// The line that people mean: its number, counted from 1 without subtotals, or the codes or names of its values.
    #[must_use]
    pub fn line_named(&self, text: &str, catalogue: &Catalogue) -> Option<usize> {
        let lines = || (0..).zip(&self.lines).filter(|(_, line)| line.kind != Kind::Subtotal);
        let wanted = |text: &str| text.trim().to_lowercase();
        let parts: Vec<String> = text.split([',', '，', '、']).map(wanted).collect();
        let whole = vec![wanted(text)];
        let called = |line: &Line, parts: &[String]| {
            let fits = |(value, part): (&Value, &String)| {
                let names = [Lang::En, Lang::Zh].map(|lang| name_of(value, catalogue, lang).to_lowercase());
                let none = [Lang::En, Lang::Zh].map(|lang| words(lang).none);
                let is_none = *value == Value::None && (part == "none" || none.contains(&part.as_str()));
                is_none || code_of(value, catalogue).to_lowercase() == *part || names.contains(part)
            };
            let is_rest = matches!(line.kind, Kind::Rest(_)) && parts == [super::sheet::REST];
            let is_group = line.kind == Kind::Group && line.values.len() == parts.len();
            is_rest || (is_group && line.values.iter().zip(parts).all(fits))
        };
        let by_name = lines().find(|(_, line)| called(line, &whole) || called(line, &parts));
        let by_number = || text.trim().parse::<usize>().ok().and_then(|number| lines().nth(number.checked_sub(1)?));
        by_name.or_else(by_number).map(|(at, _)| at)
    }

    /// What people read of a line: its values.
    #[must_use]
    pub fn line_label(&self, line: usize, catalogue: &Catalogue) -> Said {
        let label = |lang: Lang, between: &str| {
            let Some(line) = self.lines.get(line) else { return String::new() };
            let mut names: Vec<String> = line.values.iter().map(|value| shown(value, catalogue, lang)).collect();
            if let Kind::Rest(rows) = &line.kind {
                names.push(sentences::rest(rows.len()).in_lang(lang).to_owned());
            }
            names.join(between)
        };
        Said::new(label(Lang::En, ", "), label(Lang::Zh, "、"))
    }
}

fn shown(value: &Value, catalogue: &Catalogue, lang: Lang) -> String {
    if *value == Value::None { words(lang).none.to_owned() } else { name_of(value, catalogue, lang).into_owned() }
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
            let cells = dimension_cells(self.report, line, catalogue, lang);
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
        if !has_currency {
            let at = by.len() + CURRENCY;
            sheet.columns.remove(at);
            sheet.rows.iter_mut().for_each(|row| drop(row.remove(at)));
        }
        if self.lines.len() > 1 {
            let total = &self.report.total.now;
            let mut cells = vec![Cell::Text(words(lang).total.into())];
            cells.resize(by.len(), Cell::Empty);
            cells.extend(sum(total.deals, total.amount, catalogue, lang));
            if !has_currency {
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
