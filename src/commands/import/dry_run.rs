//! `--dry-run`: the plan of an import, as the import itself made it before it was taken back.

use super::Job;
use super::outcome::Outcome;
use crate::commands::deal_sheet;
use crate::commands::failure::Failure;
use crate::domain::catalogue::{Catalogue, Family, Id};
use crate::domain::deal::{Deal, Field};
use crate::domain::label::{Label, Lang};
use crate::intake::header::{Use, letters};
use crate::intake::source::{LeftOut, Source};
use crate::lang::import as plan;
use crate::lang::{said, words};
use crate::render::{self, Format, Layout};
use crate::sheet::{Cell, Column, ColumnKind, Sheet};
use crate::store::{Listed, View};

/// How many new names of a family are named: of those that come by the hundred a few.
fn named(family: Family) -> usize {
    if matches!(family, Family::Event | Family::Sector) { 20 } else { 3 }
}

/// What an import would do.
pub(super) struct Plan {
    outcome: Outcome,
    catalogue: Catalogue,
}

impl Plan {
    /// Looks at what was written, before it is taken back.
    pub(super) fn of(view: View<'_>, outcome: Outcome) -> Result<Self, Failure> {
        let mut catalogue = view.catalogue()?;
        deal_sheet::load_names(view, &mut catalogue)?;
        view.load_items(&mut catalogue, Family::Partner)?;
        Ok(Self { outcome, catalogue })
    }

    /// Shows the plan: each file and its columns, what becomes of the rows, and the first of them.
    pub(super) fn show(&self, job: &Job<'_>) -> Result<(), Failure> {
        let context = job.context;
        let layout = Layout {
            format: Format::Table,
            lang: context.lang,
            width: context.width,
            ascii: context.is_plain,
            unit: None,
            standalone: false,
            for_programs: false,
        };
        let mut sheets = Vec::new();
        for source in &self.outcome.sources {
            sheets.extend([of_file(source, context.lang), of_columns(source, context.lang)]);
        }
        sheets.push(self.of_rows(context.lang));
        sheets.extend(self.of_first(context.lang));
        let mut out = context.console.data();
        for sheet in &sheets {
            render::write(&mut out, layout, sheet)?;
        }
        drop(out);
        self.outcome.tell_details(context);
        context.console.talk(said!("this was a dry run: nothing was written", "这是试运行，未写入任何内容"));
        self.outcome.verdict(job.args.skip_bad)?;
        match self.outcome.refused {
            0 => Ok(()),
            refused => Err(Failure::refused(said!(
                "{refused} of {} rows would be left out",
                "{}行中将有{refused}行不导入",
                self.outcome.rows()
            ))),
        }
    }

    fn of_rows(&self, lang: Lang) -> Sheet {
        let outcome = &self.outcome;
        let none: u64 = outcome.left_out.iter().map(|(_, left_out)| none(left_out)).sum();
        let count = |label: Label, count: u64| {
            (label.in_lang(lang).to_owned(), Cell::Count(i64::try_from(count).unwrap_or(i64::MAX)))
        };
        let mut lines = vec![count(plan::ADDED, outcome.added)];
        for (label, number) in [
            (plan::CHANGED, outcome.changed),
            (plan::SAME, outcome.unchanged),
            (plan::SKIPPED, outcome.skipped),
            (plan::REFUSED, outcome.refused),
            (plan::NONE, none),
        ] {
            lines.extend((number > 0).then(|| count(label, number)));
        }
        for (family, names) in &outcome.new_names {
            let label = format!("{}{}", plan::NEW.in_lang(lang), family.label().in_lang(lang));
            let more = if names.len() > named(*family) { ", …" } else { "" };
            let shown = names[..names.len().min(named(*family))].join(", ");
            lines.push((label, Cell::Text(format!("{} ({shown}{more})", names.len()).into())));
        }
        if outcome.unrated > 0 {
            let unrated = i64::try_from(outcome.unrated).unwrap_or(i64::MAX);
            lines.push((words(lang).without_rate.to_owned(), Cell::Count(unrated)));
        }
        let currency = self.catalogue.base;
        let total = outcome.total.map_or(Cell::Empty, |minor| Cell::Money { minor, currency });
        lines.push(((words(lang).with_unit)(plan::TOTAL.in_lang(lang), currency.code(), ""), total));
        pairs(lines, lang)
    }

    /// The first deals as they would be stored: the fields that any of them has.
    fn of_first(&self, lang: Lang) -> Option<Sheet> {
        let listed = |deal: &Deal| {
            let partner = |id: Id| self.catalogue.current(Family::Partner, id).map(|item| item.name.clone());
            Listed { deal: deal.clone(), partner: deal.partner.and_then(partner), entry: 0, received: None }
        };
        let first: Vec<Listed> = self.outcome.first.iter().map(listed).collect();
        let cell = |field: Field, listed: &Listed| deal_sheet::cell(field, listed, &self.catalogue, lang).into_owned();
        let is_shown = |field: &Field| {
            let follows = matches!(field, Field::Id | Field::Currency | Field::Rate);
            let says = |listed: &Listed| !listed.deal.is_usual(*field) && cell(*field, listed) != Cell::Empty;
            !follows && first.iter().any(says)
        };
        let fields: Vec<Field> = Field::all().filter(is_shown).collect();
        let mut sheet = Sheet::list(deal_sheet::columns(&fields, &self.catalogue, lang));
        sheet.rows = first.iter().map(|listed| fields.iter().map(|field| cell(*field, listed)).collect()).collect();
        (!first.is_empty()).then_some(sheet)
    }
}

fn none(left_out: &LeftOut) -> u64 {
    let LeftOut { blank, totals, headers, examples, notes, .. } = left_out;
    blank + headers + examples + totals.len() as u64 + notes.len() as u64
}

/// What was found out about a file.
fn of_file(source: &Source, lang: Lang) -> Sheet {
    let found = &source.found;
    let mut lines = vec![(plan::FILE, source.name.clone())];
    lines.extend(found.encoding.map(|encoding| (plan::ENCODING, encoding.name().to_owned())));
    lines.extend(found.delimiter.map(|delimiter| {
        (plan::DELIMITER, if delimiter == b'\t' { "tab".to_owned() } else { char::from(delimiter).to_string() })
    }));
    lines.extend(found.sheet.as_ref().map(|(sheet, ..)| (plan::SHEET, sheet.clone())));
    lines.push((plan::HEADER, found.header_line.to_string()));
    if !found.titles.is_empty() {
        lines.push((plan::TITLES, found.titles.len().to_string()));
    }
    lines.extend(source.columns.unit.as_ref().map(|(unit, from)| {
        (plan::UNIT, format!("{} ({})", unit.text, plan::UNIT_FROM[*from as usize].in_lang(lang)))
    }));
    lines.extend(found.date_order.map(|order| (plan::DATE_ORDER, order.name().to_owned())));
    let cells = lines.into_iter().map(|(label, text)| (label.in_lang(lang).to_owned(), Cell::Text(text.into())));
    pairs(cells.collect(), lang)
}

/// Which column becomes which field.
fn of_columns(source: &Source, lang: Lang) -> Sheet {
    let column = |key, label: Label, kind| Column::new(key, label.in_lang(lang), kind);
    let mut sheet = Sheet::list(vec![
        column("column", plan::COLUMN, ColumnKind::Code),
        column("head", plan::HEAD, ColumnKind::Text),
        column("becomes", plan::BECOMES, ColumnKind::Text),
    ]);
    for (at, (used, head)) in source.columns.uses.iter().zip(&source.columns.header).enumerate() {
        let becomes = match used {
            Use::Field(field) => format!("{} ({})", field.name(), field.label().in_lang(lang)),
            Use::Extra | Use::Nameless => plan::KEPT.in_lang(lang).to_owned(),
            Use::Serial | Use::Derived | Use::Reject | Use::Entry => plan::LEFT_OUT.in_lang(lang).to_owned(),
        };
        let texts = [letters(at), head.clone(), becomes];
        sheet.rows.push(texts.into_iter().map(|text| Cell::Text(text.into())).collect());
    }
    sheet
}

/// Labels and cells below each other.
fn pairs(lines: Vec<(String, Cell<'static>)>, lang: Lang) -> Sheet {
    let words = words(lang);
    let text = |key, label| Column::new(key, label, ColumnKind::Text);
    let mut sheet = Sheet::list(vec![text("field", words.field), text("value", words.value)]);
    sheet.rows = lines.into_iter().map(|(label, cell)| vec![Cell::Text(label.into()), cell]).collect();
    sheet
}
