//! The newest deals that pass a filter: whether they are found along the index of dates.

use super::View;
use super::conditions::{Conditions, Part};
use super::error::Result;
use super::lead::is_of_date;
use super::versions::Deals;
use crate::domain::catalogue::Id;
use crate::domain::dimension::{Dimension, Value};
use crate::domain::filter::{Filter, Members};

/// The signing that so many deals come after.
const SINCE: &str = "SELECT signed FROM deal ORDER BY signed DESC, id DESC LIMIT 1 OFFSET $1";

/// Among how many of the newest deals those that are wanted are looked for first.
const NEWEST: i64 = 10_000;

/// The index of dates is the way.
pub(super) struct ByDate {
    /// The signing from which on there are as many as are wanted, where that is known.
    pub(super) since: Option<String>,
}

/// Whether an index leads to what a filter asks for in the order of signing: there is one for a country, an event, a partner.
fn leads_in_order(filter: &Filter) -> bool {
    use Dimension as D;
    filter.members.iter().any(|members| match *members.any_of {
        // The index of partners leaves out the deals that have none.
        [Value::None] => matches!(members.dimension, D::Country | D::Event),
        [_] => matches!(members.dimension, D::Country | D::Event | D::Partner),
        _ => false,
    })
}

/// Whether one leads to it in another order.
fn leads_astray(filter: &Filter) -> bool {
    let has_index = |members: &Members| {
        use Dimension as D;
        matches!(members.dimension, D::Sector | D::Country | D::Event | D::Partner | D::Place | D::Origin)
    };
    filter.members.iter().any(has_index)
}

impl View<'_> {
    /// Whether so many of the newest deals that pass a filter are best found by date: not where another index has them in that order, or
    /// leads to few.
    pub(super) fn by_date(self, filter: &Filter, home: Id, limit: i64) -> Result<Option<ByDate>> {
        if self.as_of.is_some() || leads_in_order(filter) {
            return Ok(None);
        }
        let since = self.among_the_newest(filter, home, limit)?;
        let is_by_date = since.is_some() || self.is_of_a_time(filter, home)?;
        Ok(is_by_date.then_some(ByDate { since }))
    }

    /// From which signing on there are as many deals as are wanted that pass the filter, if those are among the newest of all: then
    /// they are found there, whereas an index of another column would lead to all that pass, to be sorted.
    fn among_the_newest(self, filter: &Filter, home: Id, limit: i64) -> Result<Option<String>> {
        if limit > NEWEST || !leads_astray(filter) {
            return Ok(None);
        }
        let since = self.engine.one(SINCE, &[NEWEST.into()], ["signed"], |[signed]| Ok(signed.text()?.to_owned()))?;
        let Some(since) = since else { return Ok(None) };
        let mut conditions = Conditions::by_date();
        conditions.filter(filter, home);
        conditions.signed_since(&since);
        let are_fewer = self.count_few(&conditions, limit - 1)?.is_some();
        Ok((!are_fewer).then_some(since))
    }

    /// Whether the filter asks for a time of the signing, and no other part of it leads to fewer deals.
    fn is_of_a_time(self, filter: &Filter, home: Id) -> Result<bool> {
        let is_of_time = |members: &Members| is_of_date(members.dimension);
        if filter.signed.is_none() && !filter.members.iter().any(is_of_time) {
            return Ok(false);
        }
        if filter.members.iter().all(is_of_time) {
            return Ok(true);
        }
        let lead = self.lead(filter, home, Deals::Now)?;
        Ok(lead.is_none_or(|lead| {
            lead.0.iter().all(|part| match part {
                Part::Members(at) => is_of_time(&filter.members[*at]),
                Part::Signed(_) => true,
            })
        }))
    }
}
