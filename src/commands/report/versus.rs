//! `--versus`: the filters of the deals that those asked for are compared with.

use crate::commands::context::Context;
use crate::commands::failure::Failure;
use crate::commands::faults;
use crate::commands::filters::{FilterArgs, Occasion};
use crate::commands::names;
use crate::domain::catalogue::{Catalogue, Family};
use crate::domain::event::edition_before;
use crate::domain::filter::{Filter, SEPARATORS};
use crate::domain::period::Period;
use crate::lang::said;
use crate::store::View;

/// What is asked for, and what it is to be compared with.
#[derive(Clone, Copy)]
pub(crate) struct Versus<'a> {
    /// The filters of what is asked for.
    pub filters: &'a FilterArgs,
    /// What it is compared with, as it was typed.
    pub texts: &'a [String],
    /// Whether the deals come from files, where an event is any that their rows may name.
    pub of_files: bool,
}

impl Versus<'_> {
    /// The filter that the ledger's deals are compared by, if they are.
    pub(crate) fn of_ledger(
        self,
        view: View<'_>,
        catalogue: &mut Catalogue,
        context: &Context,
    ) -> Result<Option<Filter>, Failure> {
        if self.texts.is_empty() {
            return Ok(None);
        }
        view.load_items(catalogue, Family::Event)?;
        let texts = self.texts.iter().flat_map(|text| std::iter::once(text.as_str()).chain(text.split(SEPARATORS)));
        let texts: Vec<(Family, &str)> = texts.map(|text| (Family::Event, text.trim())).collect();
        view.load_named(catalogue, &texts)?;
        self.compared(catalogue, context)?
            .resolve(view, catalogue, context.today)
            .map(Some)
            .map_err(|failure| failure.at("--versus"))
    }

    /// The filters of what is compared with.
    pub(super) fn compared(self, catalogue: &Catalogue, context: &Context) -> Result<FilterArgs, Failure> {
        let is_filter = |text: &&String| text.contains('=');
        let (replaced, bare): (Vec<&String>, Vec<&String>) = self.texts.iter().partition(is_filter);
        let filters = match bare.as_slice() {
            [] => self.filters.clone(),
            [text] if text.trim().eq_ignore_ascii_case("previous") => previous(self, catalogue, context)?,
            [text] => occasion(self, text, catalogue, context)?,
            [_, second, ..] => {
                return Err(Failure::usage(said!(
                    "--versus: `{second}` is a second thing to compare with; FILTER=VALUE can be repeated",
                    "--versus：只能与一个活动或时期比较，`{second}`多余；“条件=值”可重复"
                )));
            }
        };
        replace(filters, &replaced)
    }
}

/// An event or a period. What is both is taken for an event.
fn occasion(versus: Versus<'_>, text: &str, catalogue: &Catalogue, context: &Context) -> Result<FilterArgs, Failure> {
    let names = |part: &str| part.trim().eq_ignore_ascii_case("none") || catalogue.get(Family::Event, part).is_some();
    let is_event = text.split(SEPARATORS).all(names);
    if !is_event && Period::parse(text, context.today).is_ok() {
        return Ok(versus.filters.at_occasion(None, Some(text.to_owned())));
    }
    // The events of files are met while they are read.
    if is_event || versus.of_files {
        return Ok(versus.filters.at_occasion(Some(text.to_owned()), None));
    }
    let failure = Failure::refused(said!(
        "--versus: `{text}` is neither a known event nor a period",
        "--versus：`{text}`既不是已有的签约活动，也不是时期"
    ));
    let nearest =
        faults::of_name(&catalogue.unknown(Family::Event, text)).problems.into_iter().flat_map(|one| one.hints);
    Err(nearest.fold(failure, Failure::hint))
}

/// The edition or the period before the one that is selected.
fn previous(versus: Versus<'_>, catalogue: &Catalogue, context: &Context) -> Result<FilterArgs, Failure> {
    let unclear = || {
        Failure::refused(said!(
            "--versus previous: no one event or period is selected",
            "--versus previous：未选定单个活动或时期"
        ))
        .hint(said!("`--event EVENT` or `--signed PERIOD` selects one", "用`--event 活动`或`--signed 时期`选定"))
    };
    match versus.filters.occasion() {
        Occasion::Any | Occasion::Several => Err(unclear()),
        Occasion::Event(_) if versus.of_files => Err(Failure::refused(said!(
            "--versus previous: which edition came before is not known from files",
            "--versus previous：从文件中无法得知上一届"
        ))
        .hint(said!("`--versus EVENT` names it", "用`--versus 活动`指明"))),
        Occasion::Event(text) => {
            let id = catalogue.get(Family::Event, text).ok_or_else(unclear)?;
            let code = edition_before(catalogue, id).map(|event| event.code().to_owned()).ok_or_else(|| {
                Failure::refused(said!(
                    "--versus previous: no edition before `{text}` is known",
                    "--versus previous：未找到`{text}`的上一届"
                ))
                .hint(said!(
                    "`--versus EVENT` names one; `deals event list` shows what there is",
                    "用`--versus 活动`指明；`deals event list`列出全部活动"
                ))
            })?;
            Ok(versus.filters.at_occasion(Some(code), None))
        }
        Occasion::Period(text) => {
            let period = Period::parse(text, context.today).ok().and_then(|period| period.previous());
            let period = period.ok_or_else(|| {
                Failure::refused(said!(
                    "--versus previous: `{text}` has an open end, so nothing comes just before it",
                    "--versus previous：`{text}`的一端未定，无法确定上一时期"
                ))
                .hint(said!("`--versus PERIOD` names one", "用`--versus 时期`指明"))
            })?;
            Ok(versus.filters.at_occasion(None, Some(period.to_string())))
        }
    }
}

/// Each FILTER=VALUE, those of one filter together, in place of that filter.
fn replace(mut filters: FilterArgs, replaced: &[&String]) -> Result<FilterArgs, Failure> {
    let mut values: Vec<(String, Vec<String>)> = Vec::new();
    for text in replaced {
        let (name, value) = text.split_once('=').unwrap_or((text, ""));
        let name = names::dimension(name).map_or_else(|| name.trim().to_lowercase(), |one| one.name().to_owned());
        match values.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) => values.push(value.to_owned()),
            None => values.push((name, vec![value.to_owned()])),
        }
    }
    for (name, values) in values {
        filters = filters.replaced(&name, &values).ok_or_else(|| {
            Failure::usage(said!("--versus: there is no filter `{name}`", "--versus：没有筛选条件`{name}`"))
                .hint(said!("`deals report --help` lists the filters", "`deals report --help`列出全部筛选条件"))
        })?;
    }
    Ok(filters)
}
