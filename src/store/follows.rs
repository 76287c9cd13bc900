//! Which deals follow which: renewals, upgrades, increases and phases of earlier ones.

use super::conditions::Conditions;
use super::deals::Listed;
use super::error::{Error, Result};
use super::{View, Write};
use crate::domain::catalogue::Id;
use crate::domain::currency::Currency;
use crate::domain::fault::Problem;
use crate::domain::filter::Filter;
use crate::domain::relation::DealKey;

const FOLLOWED_BY: &str = "SELECT follows_id FROM deal WHERE id = $1";
const FOLLOWERS: &str = "SELECT id FROM deal WHERE follows_id = $1 ORDER BY id";
const FOLLOW: &str = "UPDATE deal SET follows_id = $1 WHERE id = $2";
const IS_AGAIN: &str = "d.relation IN (3, 4)";
const IS_THERE: &str = "SELECT id FROM deal WHERE id = $1";

impl View<'_> {
    /// The number of the deal that a key names.
    pub fn number_of(&self, key: &DealKey) -> Result<std::result::Result<i64, Problem>> {
        let (found, problem) = match key {
            DealKey::Number(number) => {
                let found = self.engine.one(IS_THERE, &[(*number).into()], ["id"], |[id]| id.int())?;
                (found, Problem::NoDeal(*number))
            }
            DealKey::Ref(reference) => (self.deal_with_ref(reference)?, Problem::NoRef(reference.clone())),
        };
        Ok(found.ok_or(problem))
    }

    /// The deals that follow a deal.
    pub fn followers(&self, deal: i64) -> Result<Vec<i64>> {
        self.engine.all(FOLLOWERS, &[deal.into()], ["id"], |[id]| id.int())
    }

    /// Whether a deal comes back to itself by way of the deals that it would follow, `first` at first.
    pub fn would_loop(&self, deal: i64, first: i64) -> Result<bool> {
        let mut at = Some(first);
        // In a damaged ledger others may go in a circle, of which this deal is no part.
        for _ in 0..MOST_LINKS {
            match at {
                Some(other) if other == deal => return Ok(true),
                Some(other) => {
                    at = self.engine.one(FOLLOWED_BY, &[other.into()], ["follows_id"], |[id]| id.opt_int())?.flatten();
                }
                None => return Ok(false),
            }
        }
        Ok(false)
    }
}

impl View<'_> {
    /// How many deals pass a filter and are not counted, being renewals or upgrades, of which the first signing does not pass it.
    pub fn first_outside(&self, filter: &Filter, (home, base): (Id, Currency)) -> Result<i64> {
        let mut conditions = Conditions::as_they_stand(self.deals(), self.lead(filter, home, self.deals())?);
        let deals = conditions.deals(self.deals());
        conditions.filter(filter, home);
        conditions.also(IS_AGAIN);
        let sql = format!("SELECT d.follows_id{deals}{}", conditions.clause());
        let firsts = self.engine.all(&sql, &conditions.params(), ["follows_id"], |[id]| id.opt_int())?;
        let mut outside = 0;
        for first in firsts {
            let first = first.map_or(Ok(None), |first| self.first_signing(first))?;
            let passes = |first: Listed| filter.matches(&first.deal, first.partner.as_deref(), (home, base));
            outside += i64::from(!first.is_some_and(passes));
        }
        Ok(outside)
    }

    /// The deal that a renewal or upgrade is counted with: by way of those that it follows, the first that counts itself.
    fn first_signing(self, mut id: i64) -> Result<Option<Listed>> {
        for _ in 0..MOST_LINKS {
            let listed = match self.deal_with(&DealKey::Number(id), false) {
                Ok(listed) => listed,
                Err(Error::NoDeal(_)) => return Ok(None),
                Err(error) => return Err(error),
            };
            match listed.deal.follows.as_ref().and_then(DealKey::number) {
                Some(first) if !listed.deal.relation.adds_amount() => id = first,
                _ => return Ok(Some(listed)),
            }
        }
        Ok(None)
    }
}

/// No project is signed so often.
const MOST_LINKS: usize = 10_000;

impl Write<'_> {
    /// Has a deal that this entry wrote follow another.
    pub fn follow(&mut self, deal: i64, first: i64) -> Result<()> {
        self.engine.execute(FOLLOW, &[first.into(), deal.into()])?;
        Ok(())
    }

    /// Takes out a deal that this entry wrote, as if it had never been.
    pub fn withdraw_deal(&mut self, id: i64) -> Result<()> {
        self.delete_row(id)?;
        self.deals -= 1;
        Ok(())
    }
}
