//! Briefings: which figures they say, and where.
//!
//! Each section is drawn from a [`Report`] of the same deals; its sentences, its table and its chart take their figures from the lines
//! of that report. Notes of all reports stand together once, whatever the form leaves out.

mod aftermath;
mod headline;
mod press;
mod tables;
mod template;

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Provenance, Question, Report, ReportError, compare, heading, of_ledger, selection, sheet};
use crate::brief::{Brief, Section, Source, Table};
use crate::domain::catalogue::{Catalogue, Family, Id};
use crate::domain::deal::DealKind;
use crate::domain::dimension::{Dimension, Value};
use crate::domain::filter::Filter;
use crate::domain::label::Lang;
use crate::domain::money::Money;
use crate::domain::relation::Counting;
use crate::lang::brief::{self as prose, Chosen};
use crate::lang::{Said, notes as sentences, report as words, said};
use crate::sheet::Sheet;
use crate::store::View;

pub use template::{Part, Show, Template};

/// What a briefing is of.
#[derive(Debug)]
pub struct Request<'a> {
    /// Its form.
    pub template: &'a Template,
    /// Its language.
    pub lang: Lang,
    /// Its day.
    pub day: NaiveDate,
    /// The deals.
    pub filter: &'a Filter,
    /// What they are compared with.
    pub before: Option<&'a Filter>,
    /// Whether they are compared even if they count different signings.
    pub forced: bool,
    /// The deals of this and earlier editions, of which it is said what became.
    pub editions: &'a Filter,
    /// Whether deals count by how they relate to earlier ones.
    pub counting: Counting,
    /// Whether anybody may see it.
    pub public: bool,
    /// The deals that stand out.
    pub flagship: Option<Flagship>,
    /// What is overdue.
    pub overdue: Option<Overdue>,
    /// What the caller has to say of what it left out.
    pub notes: Vec<Said>,
    /// The ledger: its file and its last entry.
    pub provenance: Provenance,
    /// The command that prints it again.
    pub again: Option<String>,
}

/// The deals that stand out.
#[derive(Clone, Debug)]
pub struct Flagship {
    /// How they were chosen.
    pub chosen: Chosen,
    /// How many they are.
    pub deals: i64,
    /// How many of them have no amount.
    pub unpriced: i64,
    /// What they come to; none where that may not be told.
    pub amount: Option<i64>,
    /// They themselves.
    pub sheet: Sheet,
}

/// What is overdue.
#[derive(Clone, Debug)]
pub struct Overdue {
    /// How many deals.
    pub deals: i64,
    /// For how many days the longest.
    pub longest: i64,
    /// Those that are the longest, one a line.
    pub sheet: Sheet,
    /// How many deals of each event are on each of the standing lists.
    pub lists: Sheet,
}

/// Puts a briefing together.
pub fn brief(request: &Request<'_>, view: View<'_>, catalogue: &Catalogue) -> Result<Brief, ReportError> {
    let mut writer = Writer { request, view, catalogue, hides: false };
    let whole = writer.report(&Question { compares: request.before.is_some(), ..writer.by(Dimension::Sector) })?;
    writer.hides = request.public && whole.total.now.confidential.0 > 0;
    let of_all = writer.whole_notes(&whole)?;
    let mut notes: Vec<String> = Vec::new();
    let mut sections = Vec::new();
    let template = request.template;
    for part in &template.sections {
        let heading = prose::title(part.heading.in_lang(request.lang), &writer.subject(), request.lang);
        let mut section = Section::new(part.show.name(), heading);
        match part.show {
            Show::Headline => writer.headline(&whole, &mut section),
            Show::Press => writer.press(&whole, &mut section)?,
            Show::By(dimension) => writer.by_dimension(dimension, part.top, &mut section)?,
            Show::Flagship => writer.flagship(&whole, &mut section),
            Show::Progress => writer.progress(&mut section)?,
            Show::Due => writer.overdue(&mut section),
            Show::Notes => {}
        }
        gather(&mut section, (&mut notes, &of_all), request.lang);
        sections.push(section);
    }
    let mut all = of_all;
    all.extend(notes);
    all.extend(request.notes.iter().map(|note| note.in_lang(request.lang).to_owned()));
    let mut said = BTreeSet::new();
    all.retain(|note| said.insert(note.clone()));
    // What was left out is said even where the form has no place for it.
    let at = sections.iter().position(|section| section.key == Show::Notes.name()).unwrap_or_else(|| {
        sections.push(Section::new(Show::Notes.name(), Show::Notes.heading().in_lang(request.lang).to_owned()));
        sections.len() - 1
    });
    sections[at].points = all;
    sections.retain(|section| !section.is_empty());
    writer.finish(sections, &whole)
}

/// Takes the notes of the tables of a section, named after it where they are not of all; those on how figures are rounded come with
/// their form.
fn gather(section: &mut Section, (notes, of_all): (&mut Vec<String>, &[String]), lang: Lang) {
    let colon = if lang == Lang::Zh { "：" } else { ": " };
    for Table { sheet, .. } in &mut section.tables {
        sheet.heading.clear();
        let own = sheet.notes.drain(..).filter(|note| !of_all.contains(note));
        notes.extend(own.map(|note| format!("{}{colon}{note}", section.heading)));
    }
}

/// What the sections are written from.
struct Writer<'a> {
    request: &'a Request<'a>,
    view: View<'a>,
    catalogue: &'a Catalogue,
    /// Whether there are deals of which it must not tell.
    hides: bool,
}

impl Writer<'_> {
    /// The question of a section.
    fn by(&self, dimension: Dimension) -> Question {
        let Request { counting, public, .. } = *self.request;
        Question { counting, public, ..Question::by(&[dimension]) }
    }

    /// The report that answers it, of the deals that the briefing is of, compared with others where it asks for that.
    fn report(&self, question: &Question) -> Result<Report, ReportError> {
        let Request { filter, before, forced, .. } = *self.request;
        let before = before.filter(|_| question.compares);
        let mut report = of_ledger(self.view, self.catalogue, question, filter, before)?;
        if let Some(before) = before {
            let recorded = compare::recorded(self.view, [filter, before])?;
            report.compare([filter, before], &recorded, self.catalogue, forced);
            report.count_overlap([filter, before], self.view, self.catalogue.home)?;
        }
        Ok(report)
    }

    /// The sheet of a report, with its notes.
    fn sheet(&self, report: &Report) -> Sheet {
        sheet(report, self.catalogue, self.request.lang, true)
    }

    fn lang(&self) -> Lang {
        self.request.lang
    }

    fn money(&self, minor: i64) -> Money {
        Money { minor, currency: self.catalogue.base }
    }

    /// What the event is called in a text, where the briefing is of all its deals and no others.
    fn expo(&self) -> Option<String> {
        let event = self.request.filter.only_event().filter(|_| self.request.filter.is_whole_event())?;
        let own = self.request.template.expo.as_ref().map(|expo| expo.in_lang(self.request.lang).to_owned());
        Some(own.unwrap_or_else(|| self.event_name(event)))
    }

    /// What the briefing is of, in its title.
    fn subject(&self) -> String {
        let (filter, lang) = (self.request.filter, self.request.lang);
        let Some(event) = filter.only_event().and_then(|event| self.catalogue.item(Family::Event, event)) else {
            let selected = selection(filter, self.catalogue);
            return prose::subject(None, (!filter.is_everything()).then_some(selected.in_lang(lang)), lang);
        };
        let members = filter.members.iter().filter(|one| one.dimension != Dimension::Event).cloned().collect();
        let rest = selection(&Filter { members, ..filter.clone() }, self.catalogue);
        let own = self.request.template.expo.as_ref().map(|expo| expo.in_lang(lang));
        let name = own.unwrap_or_else(|| event.label(lang));
        prose::subject(Some(name), (!filter.is_whole_event()).then_some(rest.in_lang(lang)), lang)
    }

    /// What an event is called within a sentence.
    fn event_name(&self, event: Id) -> String {
        let item = self.catalogue.item(Family::Event, event);
        item.map_or(String::new(), |item| prose::event(item.label(self.request.lang), item.code(), self.request.lang))
    }

    /// What is to be said of the deals as a whole.
    fn whole_notes(&self, whole: &Report) -> Result<Vec<String>, ReportError> {
        let mut notes = self.sheet(whole).notes;
        if self.request.before.is_none() {
            let recorded = compare::recorded(self.view, [self.request.filter])?;
            let absent = compare::absent(self.request.filter, &recorded);
            let said = absent.into_iter().filter_map(|event| super::of_absent_event(event, self.catalogue));
            notes.extend(said.map(|note| note.in_lang(self.request.lang).to_owned()));
        }
        if self.hides && self.request.template.dimensions().any(|one| tables::WITHHELD.contains(&one)) {
            notes.push(sentences::withheld_dimensions().in_lang(self.request.lang).to_owned());
        }
        let kinds = self.report(&self.by(Dimension::Kind))?;
        let deals = |kind: DealKind| {
            let lines = kinds.lines.iter().filter(|line| line.values.first() == Some(&Value::Kind(kind)));
            lines.map(|line| line.sums.now.deals).sum::<i64>()
        };
        let [framework, intent] = [DealKind::Framework, DealKind::Intent].map(deals);
        let note = (framework + intent > 0).then(|| sentences::no_contracts(framework, intent));
        notes.extend(note.map(|note| note.in_lang(self.request.lang).to_owned()));
        Ok(notes)
    }

    fn finish(self, sections: Vec<Section>, whole: &Report) -> Result<Brief, ReportError> {
        let Self { request, view, catalogue, hides } = self;
        let lang = request.lang;
        let title = prose::title(request.template.title.in_lang(lang), &self.subject(), lang);
        let selected = selection(request.filter, catalogue);
        let mut about = vec![words::day(request.day), said!("Scope: {selected}.", "统计范围：{selected:#}。")];
        let is_edition = |before: &&Filter| self.event_before().is_some() && before.is_whole_event();
        if let Some(before) = request.before.filter(|before| !is_edition(before)) {
            let selected = selection(before, catalogue);
            about.push(said!("Compared with: {selected}.", "对照范围：{selected:#}。"));
        }
        let origin = heading::origin(&whole.question, catalogue, &request.provenance);
        // In public no rate tells when a confidential deal was signed, and in what.
        let rates = if hides {
            Vec::new()
        } else {
            let used = view.rates_used(request.filter, catalogue.home, request.counting)?;
            super::notes::rates_used(None, &used, catalogue)
        };
        let foot = rates.iter().fold(origin, |text, more| said!("{text} {more}", "{text:#}{more:#}"));
        let mut foot = vec![foot];
        foot.extend(request.again.as_ref().map(|command| sentences::printed_again(command)));
        let (ledger, entry) = match &request.provenance {
            Provenance::Ledger { name, entry } => (name.clone(), entry.as_ref().map(|(entry, _)| *entry)),
            Provenance::Files(names) => (names.join(", "), None),
        };
        let again = request.again.clone();
        let in_lang = |said: &Said| said.in_lang(lang).to_owned();
        Ok(Brief {
            lang,
            title,
            about: about.iter().map(in_lang).collect(),
            sections,
            foot: foot.iter().map(in_lang).collect(),
            source: Source { day: request.day, currency: catalogue.base, ledger, entry, again },
        })
    }
}
