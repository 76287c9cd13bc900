//! Faults of fields in the words people read, with what to type next.

use super::failure::{Failure, FailureKind, Problem};
use crate::domain::catalogue::{Family, Unknown};
use crate::domain::currency::{Currency, UnknownCurrency};
use crate::domain::deal::Field;
use crate::domain::fault::{self, Fault};
use crate::domain::filter::FilterFault;
use crate::domain::fold::code_from;
use crate::domain::label::label;
use crate::domain::name::Name;
use crate::domain::place::PlaceFault;
use crate::lang::{Said, Say as _, said};

/// The faults of a command line, each with its flag.
pub(crate) fn of_command_line(faults: &[Fault]) -> Failure {
    let missing = faults.iter().any(|fault| fault.problem == fault::Problem::Missing);
    let kind = if missing { FailureKind::Usage } else { FailureKind::Refused };
    let problem = |fault: &Fault| {
        let flag = match fault.field {
            Field::Title => "TITLE".to_owned(),
            field => format!("--{}", field.name()),
        };
        let message = said!("{flag}: {}", "{flag}：{:#}", fault.problem.said());
        Problem { message, hints: hints(&fault.problem) }
    };
    Failure { kind, problems: faults.iter().map(problem).collect() }
}

/// A fault of a row in one line, with the nearest names.
pub(crate) fn of_row(fault: &Fault) -> Said {
    let nearest = match &fault.problem {
        fault::Problem::Unknown(unknown) => nearest(unknown),
        fault::Problem::Place(PlaceFault::UnknownCountry(unknown) | PlaceFault::UnknownRegion(unknown)) => {
            nearest(unknown)
        }
        fault::Problem::Currency(unknown) => unknown.nearest.map(did_you_mean),
        _ => None,
    };
    let (field, problem) = (fault.field.name(), fault.problem.said());
    match nearest {
        Some(nearest) => said!("{field}: {problem} ({nearest})", "{field}：{problem:#}（{nearest:#}）"),
        None => said!("{field}: {problem}", "{field}：{problem:#}"),
    }
}

/// A filter that is not understood, with its option.
pub(crate) fn of_filter(option: &str, fault: &FilterFault) -> Failure {
    let failure = Failure::refused(said!("--{option}: {}", "--{option}：{:#}", fault.said()));
    let hints = match fault {
        FilterFault::Unknown(unknown) => of_unknown(unknown, false),
        FilterFault::Place(fault) => of_place(fault),
        FilterFault::RegionAbroad(text) => {
            vec![said!("`--region \"{text}\"` selects by region", "可用`--region \"{text}\"`按省份筛选")]
        }
        FilterFault::HomeIsNoPlace(_) => vec![said!(
            "`--origin domestic` selects all that comes from home",
            "可用`--origin domestic`筛选来自本国的全部项目"
        )],
        FilterFault::Currency(unknown) => unknown.nearest.map(did_you_mean).into_iter().collect(),
        FilterFault::Nothing(_)
        | FilterFault::NoSuch { .. }
        | FilterFault::Period(_)
        | FilterFault::NotThatPeriod { .. }
        | FilterFault::Amount(_) => Vec::new(),
    };
    hints.into_iter().fold(failure, Failure::hint)
}

/// A name that is not known, where one of the catalogue is looked for.
pub(crate) fn of_name(unknown: &Unknown) -> Failure {
    of_unknown(unknown, false).into_iter().fold(Failure::refused(unknown), Failure::hint)
}

/// A currency that is not known.
pub(crate) fn of_currency(unknown: &UnknownCurrency) -> Failure {
    unknown.nearest.map(did_you_mean).into_iter().fold(Failure::refused(unknown), Failure::hint)
}

/// A country or region that is not known or does not fit.
pub(crate) fn of_place_name(fault: &PlaceFault) -> Failure {
    of_place(fault).into_iter().fold(Failure::refused(fault), Failure::hint)
}

fn hints(problem: &fault::Problem) -> Vec<Said> {
    match problem {
        fault::Problem::Unknown(unknown) => of_unknown(unknown, true),
        fault::Problem::Place(fault) => of_place(fault),
        fault::Problem::Currency(unknown) => vec![unknown.nearest.map_or_else(
            || said!("write the three letters of ISO 4217, such as USD", "请写ISO 4217的三个字母代码，如USD"),
            did_you_mean,
        )],
        fault::Problem::WhichDay { from, .. } => {
            vec![said!("`--signed {from}` says which day it was", "可用`--signed {from}`指明是哪一天")]
        }
        _ => Vec::new(),
    }
}

fn did_you_mean(near: Currency) -> Said {
    said!("did you mean `{near}`?", "是否指`{near}`？")
}

fn nearest(unknown: &Unknown) -> Option<Said> {
    let told = |(code, name): &(String, Name)| match Said::from(name) {
        _ if *code == name.en => Said::same(format!("`{code}`")),
        name => said!("`{code}` ({name})", "`{code}`（{name:#}）"),
    };
    let names: Vec<Said> = unknown.nearest.iter().map(told).collect();
    let names = Said::joined(&names, label(" or ", "或"));
    (!unknown.nearest.is_empty()).then(|| said!("did you mean {names}?", "是否指{names:#}？"))
}

/// The nearest names, and how to make a new one or see all.
fn of_unknown(unknown: &Unknown, makes: bool) -> Vec<Said> {
    let word = unknown.family.word();
    let text = &unknown.text;
    let code = Some(code_from(text)).filter(|code| !code.is_empty());
    let next = match (unknown.family, code) {
        (Family::Event | Family::Sector, Some(code)) if makes => said!(
            "`deals {word} add {code} \"{text}\"` makes a new one",
            "可用`deals {word} add {code} \"{text}\"`新建"
        ),
        _ => said!("`deals {word} list` shows what there is", "可用`deals {word} list`查看现有名称"),
    };
    nearest(unknown).into_iter().chain([next]).collect()
}

fn of_place(fault: &PlaceFault) -> Vec<Said> {
    match fault {
        PlaceFault::UnknownCountry(unknown) => of_unknown(unknown, false),
        PlaceFault::UnknownRegion(unknown) => {
            let country = said!(
                "`--country COUNTRY` says where it lies, if it is abroad",
                "若在国外，可用`--country 国家`指明所在国家"
            );
            nearest(unknown).into_iter().chain([country]).collect()
        }
        PlaceFault::Group(_) => vec![said!(
            "name one country, or leave it out and say so in a note",
            "请写明一个国家或地区，或留空并在备注中说明"
        )],
        PlaceFault::RegionAsCountry { text, .. } => {
            vec![said!("`--region {text}` implies its country", "可用`--region {text}`，国别随之确定")]
        }
        PlaceFault::CountryAsRegion(text) => vec![Said::same(format!("`--country {text}`"))],
        PlaceFault::Elsewhere { .. } => {
            vec![said!("leave the country out: the region implies it", "请不填国别：国别由省份确定")]
        }
        PlaceFault::Ambiguous { .. } => vec![said!("`--country` says which", "可用`--country`指明是哪一个")],
        PlaceFault::NoRegionBelow { .. } => {
            vec![said!("put the place below it into the note", "下级地名请写入备注")]
        }
    }
}
