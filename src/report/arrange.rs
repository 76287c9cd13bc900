//! The order of lines: sorting, nesting under subtotals, folding the rest into one line, filling gaps between periods.

use std::cmp::Ordering;

use foldhash::{HashMap, HashMapExt as _};

use super::names::{code_of, name_of};
use super::public;
use super::question::{Question, SortBy};
use super::tagged::Tagged;
use super::tally::{Overflow, Sides, Sums};
use super::{Kind, Line};
use crate::domain::catalogue::Catalogue;
use crate::domain::dimension::{Dimension, Value};
use crate::domain::place::Origin;
use crate::domain::target::Aim;

/// A group on its way to become a line.
type Group = (Vec<Value>, Sides);
type Groups = Vec<Group>;

/// What ordering and folding go by.
#[derive(Clone, Copy)]
pub(super) struct Folding<'a> {
    pub(super) question: &'a Question,
    /// Deals by all of their tags, where tags are folded.
    pub(super) tagged: Option<&'a Tagged>,
    pub(super) catalogue: &'a Catalogue,
}

/// Puts groups in order as the question asks. `above` holds the sums of each group that lines are nested under.
pub(super) fn lines(
    folding: Folding<'_>,
    groups: Groups,
    above: &HashMap<Vec<Value>, Sides>,
) -> Result<Vec<Line>, Overflow> {
    let mut lines = Vec::new();
    let Folding { question, tagged, catalogue } = folding;
    let nest = Nest { question, tagged, above, catalogue };
    if question.is_nested() {
        nest.add(0, groups, &mut lines)?;
    } else {
        let lead = question.by.iter().take_while(|dimension| dimension.is_ordered()).count();
        nest.add_sorted(filled(question, groups), 0..lead, &mut lines)?;
    }
    Ok(lines)
}

/// What nesting goes by.
struct Nest<'a> {
    question: &'a Question,
    tagged: Option<&'a Tagged>,
    above: &'a HashMap<Vec<Value>, Sides>,
    catalogue: &'a Catalogue,
}

impl Nest<'_> {
    /// Adds the groups, which agree in the dimensions before `depth`, each under its subtotal.
    fn add(&self, depth: usize, groups: Groups, lines: &mut Vec<Line>) -> Result<(), Overflow> {
        let own_order = if self.question.by[depth].is_ordered() { depth..depth + 1 } else { depth..depth };
        if depth + 1 == self.question.by.len() {
            return self.add_sorted(groups, own_order, lines);
        }
        let mut under: HashMap<Vec<Value>, Groups> = HashMap::new();
        for group in groups {
            under.entry(group.0[..=depth].to_vec()).or_default().push(group);
        }
        let heads = under.keys().map(|key| (key.clone(), self.above.get(key).cloned().unwrap_or_default())).collect();
        for (values, sums) in self.sorted(heads, own_order) {
            let members = under.remove(&values).unwrap_or_default();
            lines.push(Line { values, kind: Kind::Subtotal, sums, cells: Vec::new(), aim: Aim::default() });
            self.add(depth + 1, members, lines)?;
        }
        Ok(())
    }

    /// Adds groups in their order; beyond the number asked for, they become one line.
    fn add_sorted(&self, groups: Groups, lead: std::ops::Range<usize>, lines: &mut Vec<Line>) -> Result<(), Overflow> {
        let sorted = self.sorted(groups, lead);
        let mut folded = folded(self.question, &sorted, |(_, sums)| &sums.now);
        if self.question.public {
            public::fold(&sorted, &mut folded, |(_, sums)| &sums.now);
        }
        let mut rest = Vec::new();
        let mut rest_sums = Sides::default();
        for (at, (values, sums)) in sorted.into_iter().enumerate() {
            if folded[at] {
                rest_sums.absorb(&sums)?;
                rest.push(values);
            } else {
                lines.push(Line { values, kind: Kind::Group, sums, cells: Vec::new(), aim: Aim::default() });
            }
        }
        if let Some(tagged) = self.tagged.filter(|_| !rest.is_empty()) {
            rest_sums = tagged.sums(0..self.question.by.len(), rest.iter().map(Vec::as_slice))?;
        }
        if let Some(first) = rest.first() {
            let values = if self.question.is_nested() { first[..first.len() - 1].to_vec() } else { Vec::new() };
            lines.push(Line {
                values,
                kind: Kind::Rest(rest),
                sums: rest_sums,
                cells: Vec::new(),
                aim: Aim::default(),
            });
        }
        Ok(())
    }

    /// Sorts groups. The values in `lead` have an order of their own, which comes first.
    fn sorted(&self, groups: Groups, lead: std::ops::Range<usize>) -> Groups {
        let code = |value: &Value| key(value, self.question.sort, self.catalogue);
        let mut keyed: Vec<(Vec<String>, Group)> =
            groups.into_iter().map(|group| (group.0.iter().map(code).collect(), group)).collect();
        keyed.sort_by(|(a_codes, (a, a_sums)), (b_codes, (b, b_sums))| {
            let in_time = || in_own_order(&a[lead.clone()], &b[lead.clone()]);
            let by_measure = || by_measure(self.question.sort, &a_sums.now, &b_sums.now);
            let order = if self.question.sort == SortBy::Usual { in_time() } else { Ordering::Equal };
            order.then_with(by_measure).then_with(|| by_code(a_codes, b_codes)).then_with(|| a.cmp(b))
        });
        keyed.into_iter().map(|(_, group)| group).collect()
    }
}

/// Which of the groups, in whatever order, are beyond the number asked for: the least by amount, or by deals where those are sorted
/// by.
pub(super) fn folded<T>(question: &Question, groups: &[T], sums: impl Fn(&T) -> &Sums) -> Vec<bool> {
    let mut folded = vec![false; groups.len()];
    let Some(top) = question.top.filter(|top| *top < groups.len()) else { return folded };
    let sort = if question.sort == SortBy::Deals { SortBy::Deals } else { SortBy::Amount };
    let mut ranked: Vec<usize> = (0..groups.len()).collect();
    // Stable: where the sums are equal, what comes first in the order stays.
    ranked.sort_by(|a, b| by_measure(sort, sums(&groups[*a]), sums(&groups[*b])));
    for at in ranked.split_off(top) {
        folded[at] = true;
    }
    folded
}

/// Puts the columns of a cross-tab in order: periods, sizes and origins in their own, the rest by amount.
pub(super) fn columns(
    question: &Question,
    dimension: Dimension,
    groups: Vec<(Value, Sums)>,
    catalogue: &Catalogue,
) -> Vec<(Value, Sums)> {
    let own = dimension.is_ordered() || dimension == Dimension::Origin;
    let code = |value: &Value| vec![key(value, question.sort, catalogue)];
    let mut keyed: Vec<(Vec<String>, (Value, Sums))> =
        groups.into_iter().map(|group| (code(&group.0), group)).collect();
    keyed.sort_by(|(a_code, (a, a_sums)), (b_code, (b, b_sums))| {
        let in_own = if own { in_own_order(std::slice::from_ref(a), std::slice::from_ref(b)) } else { Ordering::Equal };
        let sort = if question.sort == SortBy::Usual { SortBy::Amount } else { question.sort };
        in_own
            .then_with(|| by_measure(sort, a_sums, b_sums))
            .then_with(|| by_code(a_code, b_code))
            .then_with(|| a.cmp(b))
    });
    keyed.into_iter().map(|(_, group)| group).collect()
}

/// By amount then deals, or the other way round, the greatest first; by name, not at all.
fn by_measure(sort: SortBy, a: &Sums, b: &Sums) -> Ordering {
    let amount = || b.amount.cmp(&a.amount);
    let deals = || b.deals.cmp(&a.deals);
    match sort {
        SortBy::Usual | SortBy::Amount => amount().then_with(deals),
        SortBy::Deals => deals().then_with(amount),
        SortBy::Name(_) => Ordering::Equal,
    }
}

fn in_own_order(a: &[Value], b: &[Value]) -> Ordering {
    // What is not known to the month, and what has no amount, comes after what has.
    let by_value = |(a, b): (&Value, &Value)| (*a == Value::None).cmp(&(*b == Value::None)).then_with(|| a.cmp(b));
    a.iter().zip(b).map(by_value).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

/// What decides where the sums do not: the code, or the name where that is sorted by.
fn key(value: &Value, sort: SortBy, catalogue: &Catalogue) -> String {
    match (value, sort) {
        (Value::None, _) => String::new(),
        (value, SortBy::Name(Some(lang))) => name_of(value, catalogue, lang).to_lowercase(),
        (value, _) => code_of(value, catalogue).into_owned(),
    }
}

/// By code or name, what has none last.
fn by_code(a: &[String], b: &[String]) -> Ordering {
    let by_code = |(a, b): (&String, &String)| a.is_empty().cmp(&b.is_empty()).then_with(|| a.cmp(b));
    a.iter().zip(b).map(by_code).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

/// The groups, and between the first and the last of quarters or months those that have no deals.
fn filled(question: &Question, mut groups: Groups) -> Groups {
    let [Dimension::Quarter | Dimension::Month] = &*question.by else { return groups };
    if question.top.is_some_and(|top| top < groups.len()) {
        return groups;
    }
    let mut periods: Vec<Value> = groups.iter().map(|(values, _)| values[0].clone()).collect();
    periods.retain(|value| *value != Value::None);
    periods.sort_unstable();
    let mut gaps = Vec::new();
    for pair in periods.windows(2) {
        let between = std::iter::successors(pair[0].next_period(), Value::next_period);
        gaps.extend(between.take_while(|value| *value < pair[1]));
    }
    groups.extend(gaps.into_iter().map(|value| (vec![value], Sides::default())));
    groups
}

/// Sees to it that origins can be ordered as they are listed.
const _: () = assert!((Origin::Domestic as u8) < (Origin::Hmt as u8) && (Origin::Hmt as u8) < (Origin::Overseas as u8));
