//! The bridge as a sheet: the total then, each step with its entries and the level after it, the total now; or by dimension.

use std::collections::HashMap;

use super::Line;
use super::bridge::{Bridge, Figures, Moved, Step};
use super::sheet::{dimension_cells, dimension_column, money, shape};
use super::tally::{Overflow, Sums};
use crate::domain::catalogue::Catalogue;
use crate::domain::label::{Lang, label};
use crate::lang::history::written;
use crate::lang::{bridge as words, words as common};
use crate::sheet::{Cell, Column, ColumnKind, Shape, Sheet};
use crate::store::Entry;

/// What people read of the entries and deals of a bridge.
pub struct Told<'a> {
    /// The entries, by number.
    pub entries: &'a HashMap<i64, Entry>,
    /// The titles of some of the deals, by number.
    pub titles: &'a HashMap<i64, String>,
    /// When an entry was written, as people tell it.
    pub when: &'a dyn Fn(&str) -> String,
}

impl Bridge {
    /// The steps from the total then to the total now.
    pub fn sheet(
        &self,
        told: &Told<'_>,
        catalogue: &Catalogue,
        lang: Lang,
        for_people: bool,
    ) -> Result<Sheet, Overflow> {
        let steps = Steps { told, catalogue, lang, for_people };
        let mut sheet = Sheet::list(steps.columns());
        sheet.rows.push(steps.level("then", words::THEN.in_lang(lang), None, self.then));
        let (mut level, mut grown, mut last) = (self.then, Figures::default(), None);
        for ((step, entry), moved) in &self.steps {
            (level, grown) = (level.plus(moved.by)?, grown.plus(moved.by)?);
            sheet.rows.push(steps.step(*step, *entry, moved, level, last == Some(*step)));
            last = Some(*step);
        }
        sheet.rows.push(steps.level("now", words::NOW.in_lang(lang), Some(grown), self.now));
        if for_people {
            sheet.subtotals = [0, sheet.rows.len() - 1].into();
            // What does not fit beside stands below.
            sheet.shape = Shape::Report { by: vec!["step"], across: None, currency: catalogue.base };
            sheet.lead = 2;
        }
        Ok(sheet)
    }

    /// What was and what is in each line, the change, and the entries behind it.
    #[must_use]
    pub fn sheet_of_lines(&self, catalogue: &Catalogue, lang: Lang, for_people: bool) -> Option<Sheet> {
        let (report, entries) = self.lines.as_ref()?;
        let mut columns: Vec<Column> = report.question.by.iter().map(|one| dimension_column(*one, lang)).collect();
        let count = |key, label| Column::new(key, label, ColumnKind::Count).adding_up();
        let amount = |key, label| Column::new(key, label, ColumnKind::Whole(catalogue.base)).adding_up();
        columns.extend([
            count("deals_before", words::DEALS_THEN.in_lang(lang)),
            count("deals", words::DEALS_NOW.in_lang(lang)),
            count("deals_change", words::DEALS_CHANGE.in_lang(lang)).signed(),
            amount("amount_before", words::AMOUNT_THEN.in_lang(lang)),
            amount("amount", words::AMOUNT_NOW.in_lang(lang)),
            amount("amount_change", words::AMOUNT_CHANGE.in_lang(lang)).signed(),
            Column::new("entries", words::ENTRIES.in_lang(lang), ColumnKind::Text),
        ]);
        let figures = |before: &Sums, now: &Sums| {
            let change = now.amount.unwrap_or(0) - before.amount.unwrap_or(0);
            [
                Cell::Count(before.deals),
                Cell::Count(now.deals),
                Cell::Count(now.deals - before.deals),
                money(before.amount, catalogue),
                money(now.amount, catalogue),
                money(Some(change), catalogue),
            ]
        };
        let row = |(line, entries): (&Line, &std::collections::BTreeSet<i64>)| {
            let mut cells = dimension_cells(report, line, false, catalogue, lang);
            cells.extend(figures(&line.sums.before, &line.sums.now));
            cells.push(Cell::text(Some(ranges(entries.iter().copied())).filter(|text| !text.is_empty())));
            cells
        };
        let mut total = vec![Cell::Text(common(lang).total.into())];
        total.resize(report.question.by.len(), Cell::Empty);
        total.extend(figures(&report.total.before, &report.total.now));
        total.push(Cell::Empty);
        let rows = report.lines.iter().zip(entries).map(row).collect();
        let lead = report.question.by.len();
        let sheet = Sheet { rows, lead, total: Some(total), ..Sheet::list(columns) };
        let shape = if for_people { shape(report, catalogue.base) } else { Shape::List };
        Some(Sheet { shape, ..sheet })
    }
}

/// Lays steps out in columns.
struct Steps<'a> {
    told: &'a Told<'a>,
    catalogue: &'a Catalogue,
    lang: Lang,
    for_people: bool,
}

/// How many deals of a step people see by title.
pub const TITLED: usize = 3;
/// How many runs of numbers people see.
const RUNS: usize = 12;

impl Steps<'_> {
    fn columns(&self) -> Vec<Column> {
        let lang = self.lang;
        let text = |key, label: &'static str| Column::new(key, label, ColumnKind::Text);
        let mut columns =
            vec![text("step", words::STEP.in_lang(lang)), Column::new("entry", common(lang).entry, ColumnKind::Count)];
        if self.for_people {
            columns.push(text("who", words::WRITTEN.in_lang(lang)));
        } else {
            columns.extend([
                Column::new("at", common(lang).at, ColumnKind::Code),
                text("who", common(lang).who),
                text("command", common(lang).command),
                text("message", common(lang).message),
            ]);
        }
        let amount = |key, label: &'static str| Column::new(key, label, ColumnKind::Whole(self.catalogue.base));
        columns.extend([
            text("ids", words::WHICH.in_lang(lang)),
            Column::new("deals_change", words::DEALS_CHANGE.in_lang(lang), ColumnKind::Count).signed(),
            amount("amount_change", words::AMOUNT_CHANGE.in_lang(lang)).signed(),
            Column::new("deals", common(lang).deals, ColumnKind::Count),
            amount("amount", common(lang).amount),
        ]);
        columns
    }

    /// The total of a state, and by how much it has grown.
    fn level(
        &self,
        code: &'static str,
        name: &'static str,
        grown: Option<Figures>,
        level: Figures,
    ) -> Vec<Cell<'static>> {
        let mut cells = vec![Cell::Named { code: code.into(), name: name.into() }];
        cells.resize(self.columns().len() - 4, Cell::Empty);
        cells.extend(grown.map_or([Cell::Empty, Cell::Empty], |grown| self.figures(grown)));
        cells.extend(self.figures(level));
        cells
    }

    fn figures(&self, figures: Figures) -> [Cell<'static>; 2] {
        [Cell::Count(figures.deals), money(Some(figures.amount), self.catalogue)]
    }

    /// A step that one entry has made; people read its name once.
    fn step(&self, step: Step, entry: i64, moved: &Moved, level: Figures, again: bool) -> Vec<Cell<'static>> {
        let name = if again { "" } else { step.label().in_lang(self.lang) };
        let mut cells = vec![Cell::Named { code: step.code().into(), name: name.into() }, Cell::Number(entry)];
        let entry = self.told.entries.get(&entry);
        let text = |get: fn(&Entry) -> Option<String>| Cell::text(entry.and_then(get));
        if self.for_people {
            let written = entry.map(|entry| written(entry, &(self.told.when)(&entry.at)));
            cells.push(Cell::text(written.map(|written| written.in_lang(self.lang).to_owned())));
        } else {
            cells.extend([
                text(|entry| Some(entry.at.clone())),
                text(|entry| Some(entry.who.clone())),
                text(|entry| Some(entry.command.clone())),
                text(|entry| entry.message.clone()),
            ]);
        }
        cells.push(Cell::Text(self.which(moved).into()));
        cells.extend([moved.by, level].into_iter().flat_map(|figures| self.figures(figures)));
        cells
    }

    /// The deals of a step: few by number and title, many as runs of numbers.
    fn which(&self, moved: &Moved) -> String {
        let all = || ranges(moved.deals.iter().copied());
        if !self.for_people {
            return all();
        }
        if moved.deals.len() <= TITLED {
            let titled = |id: &i64| match self.told.titles.get(id) {
                Some(title) => format!("{id} {title}"),
                None => id.to_string(),
            };
            return moved.deals.iter().map(titled).collect::<Vec<_>>().join(label("; ", "；").in_lang(self.lang));
        }
        let all = all();
        let mut runs = all.split(' ');
        let shown: Vec<&str> = runs.by_ref().take(RUNS).collect();
        if runs.next().is_none() { shown.join(" ") } else { format!("{} …", shown.join(" ")) }
    }
}

/// Numbers in ascending order as runs: `3 7-9 12`.
fn ranges(numbers: impl Iterator<Item = i64>) -> String {
    let mut runs: Vec<(i64, i64)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => runs.push((number, number)),
        }
    }
    let run = |(first, last): &(i64, i64)| if first == last { first.to_string() } else { format!("{first}-{last}") };
    runs.iter().map(run).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_follow_each_other_are_one_run() {
        assert_eq!(ranges([1, 2, 3, 5, 8, 9].into_iter()), "1-3 5 8-9");
        assert_eq!(ranges(std::iter::empty()), "");
    }
}
