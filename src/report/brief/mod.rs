//! Briefings: which figures they say, and where.
//!
//! Each section is drawn from a [`Report`] of the same deals; its sentences, its table and its chart take their figures from the lines
//! of that report. Notes of all reports stand together once, whatever the form leaves out.

mod sections;
mod template;

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Measure, Provenance, Question, Report, ReportError, Side, compare, heading, of_ledger, selection, sheet};
use crate::brief::{Brief, Section, Source, Table};
use crate::domain::catalogue::{Catalogue, Family, Id};
use crate::domain::dimension::Dimension;
use crate::domain::event::Scope;
use crate::domain::filter::Filter;
use crate::domain::label::Lang;
use crate::domain::money::Money;
use crate::domain::relation::Counting;
use crate::lang::brief::{Chosen, Sum};
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
    /// The event, where the deals are of one alone.
    pub event: Option<Id>,
    /// Whether they are all deals of that event.
    pub is_whole: bool,
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
    /// How many they are, and what they come to.
    pub deals: i64,
    /// See [`Self::deals`].
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
    let writer = Writer { request, view, catalogue };
    let whole = writer.report(&Question { compares: request.before.is_some(), ..writer.by(Dimension::Sector) })?;
    let of_all = writer.whole_notes(&whole)?;
    let mut notes: Vec<String> = Vec::new();
    let mut sections = Vec::new();
    let template = request.template;
    for part in &template.sections {
        let mut section = Section::new(part.show.name(), part.heading.in_lang(request.lang).to_owned());
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
        }
        Ok(report)
    }

    /// The sheet of a report, with its notes.
    fn sheet(&self, report: &Report) -> Sheet {
        sheet(report, self.catalogue, self.request.lang, true)
    }

    fn money(&self, minor: i64) -> Money {
        Money { minor, currency: self.catalogue.base }
    }

    /// What a whole side comes to, as far as it may be told.
    fn whole(&self, report: &Report, side: Side) -> Sum {
        let amount = report.whole(side, Measure::Amount).filter(|_| !report.withholds(side));
        Sum { deals: report.whole(side, Measure::Deals).unwrap_or(0), amount: amount.map(|minor| self.money(minor)) }
    }

    /// What the event is called in a text, where the briefing is of one.
    fn expo(&self) -> Option<String> {
        let event = self.request.event.filter(|_| self.request.is_whole)?;
        let own = self.request.template.expo.as_ref().map(|expo| expo.in_lang(self.request.lang).to_owned());
        Some(own.unwrap_or_else(|| self.event_name(event)))
    }

    /// What the briefing is of, in its title.
    fn subject(&self) -> String {
        let (filter, lang) = (self.request.filter, self.request.lang);
        let event = self.request.event.and_then(|event| self.catalogue.item(Family::Event, event));
        let rest = match event {
            Some(_) => {
                let members = filter.members.iter().filter(|one| one.dimension != Dimension::Event).cloned().collect();
                Filter { members, ..filter.clone() }
            }
            None => filter.clone(),
        };
        let rest = selection(&rest, self.catalogue).in_lang(lang).to_owned();
        let Some(event) = event else {
            let mut chars = rest.chars();
            return match lang {
                Lang::En => chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect()),
                Lang::Zh => format!("{rest}的"),
            };
        };
        let own = self.request.template.expo.as_ref().map(|expo| expo.in_lang(lang));
        let name = own.unwrap_or_else(|| event.label(lang));
        match (self.request.is_whole, lang) {
            (true, _) => name.to_owned(),
            (false, Lang::En) => format!("{name}, {rest}"),
            (false, Lang::Zh) => format!("{name}（{rest}）"),
        }
    }

    /// What an event is called within a sentence.
    fn event_name(&self, event: Id) -> String {
        let Some(item) = self.catalogue.item(Family::Event, event) else { return String::new() };
        let name = item.label(self.request.lang);
        let has_article = name == item.code() || name.to_lowercase().starts_with("the ");
        match self.request.lang {
            Lang::En if !has_article => format!("the {name}"),
            _ => name.to_owned(),
        }
    }

    fn scope_name(&self, scope: Scope) -> String {
        scope.name(self.request.lang).to_owned()
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
        Ok(notes)
    }

    fn finish(self, sections: Vec<Section>, whole: &Report) -> Result<Brief, ReportError> {
        let Self { request, view, catalogue } = self;
        let lang = request.lang;
        let title = request.template.title.in_lang(lang).replace("{expo}", &self.subject());
        let selected = selection(request.filter, catalogue);
        let mut about = vec![words::day(request.day), said!("Counted: {selected}.", "统计范围：{selected:#}。")];
        if let Some(before) = request.before.filter(|_| request.event.is_none()) {
            let selected = selection(before, catalogue);
            about.push(said!("Compared with: {selected}.", "对照范围：{selected:#}。"));
        }
        let origin = heading::origin(&whole.question, catalogue, &request.provenance);
        let used = view.rates_used(request.filter, catalogue.home, request.counting)?;
        let rates = super::notes::rates_used(None, &used, catalogue);
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
