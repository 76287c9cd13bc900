//! Faults of fields in the words people read, with what to type next.

use super::failure::{Failure, FailureKind, Problem};
use crate::domain::catalogue::{Family, Unknown};
use crate::domain::currency::UnknownCurrency;
use crate::domain::deal::Field;
use crate::domain::fault::{self, Fault};
use crate::domain::filter::FilterFault;
use crate::domain::fold::code_from;
use crate::domain::place::PlaceFault;

/// The faults of a command line, each with its flag.
pub(crate) fn of_command_line(faults: &[Fault]) -> Failure {
    let missing = faults.iter().any(|fault| fault.problem == fault::Problem::Missing);
    let kind = if missing { FailureKind::Usage } else { FailureKind::Refused };
    let problem = |fault: &Fault| {
        let flag = match fault.field {
            Field::Title => "TITLE".to_owned(),
            field => format!("--{}", field.name()),
        };
        let hints = hints(&fault.problem).into_iter().map(Into::into).collect();
        Problem { message: format!("{flag}: {}", fault.problem).into(), hints }
    };
    Failure { kind, problems: faults.iter().map(problem).collect() }
}

/// A fault of a row in one line, with the nearest names.
pub(crate) fn of_row(fault: &Fault) -> String {
    let nearest = match &fault.problem {
        fault::Problem::Unknown(unknown) => nearest(unknown),
        fault::Problem::Place(PlaceFault::UnknownCountry(unknown) | PlaceFault::UnknownRegion(unknown)) => {
            nearest(unknown)
        }
        fault::Problem::Currency(unknown) => unknown.nearest.map(|near| format!("did you mean `{near}`?")),
        _ => None,
    };
    let nearest = nearest.map_or(String::new(), |nearest| format!(" ({nearest})"));
    format!("{}: {}{nearest}", fault.field.name(), fault.problem)
}

/// A filter that is not understood, with its option.
pub(crate) fn of_filter(option: &str, fault: &FilterFault) -> Failure {
    let failure = Failure::refused(format!("--{option}: {fault}"));
    let hints = match fault {
        FilterFault::Unknown(unknown) => of_unknown(unknown, false),
        FilterFault::Place(fault) => of_place(fault),
        FilterFault::RegionAbroad(text) => vec![format!("`--region \"{text}\"` selects by region")],
        FilterFault::HomeIsNoPlace(_) => vec!["`--origin domestic` selects all that comes from home".to_owned()],
        FilterFault::Currency(unknown) => {
            unknown.nearest.map(|near| format!("did you mean `{near}`?")).into_iter().collect()
        }
        FilterFault::Nothing(_) | FilterFault::NoSuch { .. } | FilterFault::Period(_) | FilterFault::Amount(_) => {
            Vec::new()
        }
    };
    hints.into_iter().fold(failure, Failure::hint)
}

/// A name that is not known, where one of the catalogue is looked for.
pub(crate) fn of_name(unknown: &Unknown) -> Failure {
    of_unknown(unknown, false).into_iter().fold(Failure::refused(unknown.to_string()), Failure::hint)
}

/// A currency that is not known.
pub(crate) fn of_currency(unknown: &UnknownCurrency) -> Failure {
    let failure = Failure::refused(unknown.to_string());
    unknown.nearest.into_iter().fold(failure, |failure, near| failure.hint(format!("did you mean `{near}`?")))
}

/// A country or region that is not known or does not fit.
pub(crate) fn of_place_name(fault: &PlaceFault) -> Failure {
    of_place(fault).into_iter().fold(Failure::refused(fault.to_string()), Failure::hint)
}

fn hints(problem: &fault::Problem) -> Vec<String> {
    match problem {
        fault::Problem::Unknown(unknown) => of_unknown(unknown, true),
        fault::Problem::Place(fault) => of_place(fault),
        fault::Problem::Currency(unknown) => {
            let near = unknown.nearest.map(|near| format!("did you mean `{near}`?"));
            vec![near.unwrap_or_else(|| "write the three letters of ISO 4217, such as USD".to_owned())]
        }
        fault::Problem::WhichDay { from, .. } => vec![format!("`--signed {from}` says which day it was")],
        _ => Vec::new(),
    }
}

fn nearest(unknown: &Unknown) -> Option<String> {
    let names: Vec<String> = unknown
        .nearest
        .iter()
        .map(|(code, name)| if *code == name.en { format!("`{code}`") } else { format!("`{code}` ({name})") })
        .collect();
    (!names.is_empty()).then(|| format!("did you mean {}?", names.join(" or ")))
}

/// The nearest names, and how to make a new one or see all.
fn of_unknown(unknown: &Unknown, makes: bool) -> Vec<String> {
    let word = unknown.family.word();
    let text = &unknown.text;
    let code = Some(code_from(text)).filter(|code| !code.is_empty());
    let next = match (unknown.family, code) {
        (Family::Event | Family::Sector, Some(code)) if makes => {
            format!("`deals {word} add {code} \"{text}\"` makes a new one")
        }
        _ => format!("`deals {word} list` shows what there is"),
    };
    nearest(unknown).into_iter().chain([next]).collect()
}

fn of_place(fault: &PlaceFault) -> Vec<String> {
    match fault {
        PlaceFault::UnknownCountry(unknown) => of_unknown(unknown, false),
        PlaceFault::UnknownRegion(unknown) => {
            let near = nearest(unknown);
            let country = "`--country COUNTRY` says where it lies, if it is abroad".to_owned();
            near.into_iter().chain([country]).collect()
        }
        PlaceFault::Group(_) => vec!["name one country, or leave it out and say so in a note".to_owned()],
        PlaceFault::RegionAsCountry { text, .. } => vec![format!("`--region {text}` implies its country")],
        PlaceFault::CountryAsRegion(text) => vec![format!("`--country {text}`")],
        PlaceFault::Elsewhere { .. } => vec!["leave the country out: the region implies it".to_owned()],
        PlaceFault::Ambiguous { .. } => vec!["`--country` says which".to_owned()],
        PlaceFault::NoRegionBelow { .. } => vec!["put the place below it into the note".to_owned()],
    }
}
