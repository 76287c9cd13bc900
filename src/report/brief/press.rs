//! The text for the press: which fields, and where the partners come from.

use super::Writer;
use crate::brief::Section;
use crate::domain::catalogue::{Catalogue, Family};
use crate::domain::dimension::{Dimension, Value};
use crate::domain::place::{HMT, Origin, is_territory};
use crate::lang::brief::{self as prose, Names, Press};
use crate::report::names::{code_of, name_of};
use crate::report::{Kind, Line, Question, Report, ReportError};

impl Writer<'_> {
    /// Writes it.
    pub(super) fn press(&self, whole: &Report, section: &mut Section) -> Result<(), ReportError> {
        let deals = whole.total.now.deals;
        if deals == 0 {
            return Ok(());
        }
        let (template, catalogue, lang) = (self.request.template, self.catalogue, self.lang());
        // In public small lines are folded: their names are not told, and yet they count.
        let names = |said: Vec<&Value>, folded: usize, most: usize| {
            let all = said.len() + folded;
            let said = said.into_iter().take(most).map(|value| name_of(value, catalogue, lang).into_owned());
            Names { said: said.collect(), all }
        };
        let places = self.report(&self.by(Dimension::Place))?;
        let all_folded = folded(&places);
        let of_origin = |wanted: Origin| {
            let is_there = |value: &&Value| origin(value, catalogue) == Some(wanted);
            let said: Vec<&Value> = named(&places).into_iter().filter(is_there).collect();
            (said, all_folded.iter().copied().filter(is_there).count())
        };
        let [at_home, mut hmt, abroad] = [Origin::Domestic, Origin::Hmt, Origin::Overseas].map(of_origin);
        // In the order in which they are always said.
        hmt.0.sort_by_key(|value| HMT.iter().position(|id| **value == Value::Item(Family::Country, *id)));
        // How many deals are of home, and how many of a place there, is no secret.
        let of_home = |dimension: Dimension| -> Result<i64, ReportError> {
            let report = self.report(&Question { public: false, ..self.by(dimension) })?;
            let is_there =
                |line: &&Line| line.values.first().and_then(|value| origin(value, catalogue)) == Some(Origin::Domestic);
            Ok(report.lines.iter().filter(is_there).map(|line| line.sums.now.deals).sum())
        };
        let is_home_partly_known = of_home(Dimension::Origin)? > of_home(Dimension::Place)?;
        let countries = abroad.0.iter().chain(all_folded.iter());
        let press = Press {
            expo: self.expo(),
            deals,
            sectors: names(named(whole), folded(whole).len(), template.names + 1),
            home: name_of(&Value::Item(Family::Country, catalogue.home), catalogue, lang).into_owned(),
            at_home: names(at_home.0.clone(), at_home.1, template.names),
            is_home_partly_known,
            hmt: if hmt.1 > 0 { vec![prose::hmt(lang)] } else { names(hmt.0, 0, usize::MAX).said },
            has_territories: countries.into_iter().any(|value| is_territory(&code_of(value, catalogue))),
            abroad: names(abroad.0.clone(), abroad.1, template.names),
            roughly: template.roughly,
        };
        section.paragraphs.push(prose::press(&press, lang));
        Ok(())
    }
}

/// Where a place or an origin is.
fn origin(value: &Value, catalogue: &Catalogue) -> Option<Origin> {
    match value {
        Value::Item(Family::Region, _) => Some(Origin::Domestic),
        Value::Origin(origin) => Some(*origin),
        Value::Item(Family::Country, id) => Some(Origin::of(*id, catalogue.home)),
        _ => None,
    }
}

/// The values that have deals and lines of their own.
pub(super) fn named(report: &Report) -> Vec<&Value> {
    let lines = report.lines.iter().filter(|line| line.kind == Kind::Group && line.sums.now.deals > 0);
    lines.filter_map(|line| line.values.last()).filter(|value| **value != Value::None).collect()
}

/// Those that were folded into one line.
fn folded(report: &Report) -> Vec<&Value> {
    let rests = report.lines.iter().filter_map(|line| match &line.kind {
        Kind::Rest(rows) => Some(rows.iter().filter_map(|row| row.first())),
        Kind::Group | Kind::Subtotal => None,
    });
    rests.flatten().filter(|value| **value != Value::None).collect()
}
