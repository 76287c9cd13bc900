//! Likely doubles: deals of one partner, under today's names, with one amount and nearly one title. What is recorded as following an
//! earlier deal is known to be like it.
//!
//! The database sorts them so that deals of one partner and amount come together, and only those are compared. Where there are very
//! many of them they are compared in parts, in the order of their titles, so that the time grows with the deals alone.

use std::mem;

use super::super::View;
use super::super::error::Result;
use super::{Flaws, Wrong};
use crate::domain::double::TitleKey;

/// Deals without a partner come along, to be passed over: without them the engine would go by the index of partners, and read the
/// deals in no order, which takes twice as long.
const BY_PARTNER: &str = "SELECT d.id, COALESCE(p.successor_id, p.id) AS partner, d.currency_id, d.amount, d.title \
                          FROM deal AS d LEFT JOIN partner AS p ON p.id = d.partner_id \
                          WHERE d.follows_id IS NULL \
                          ORDER BY partner, d.currency_id, d.amount, d.title, d.id";

/// How many deals are compared with one another.
const PART: usize = 64;

/// Finds them; each is told with the first deal that it is like. Deals without an amount are alike in that.
pub(super) fn likely(view: View<'_>, flaws: &mut Flaws) -> Result<()> {
    let (mut part, mut key) = (Vec::new(), (0, 0, None));
    view.engine.each(BY_PARTNER, &[], ["id", "title", "partner", "currency_id", "amount"], |cells| {
        let [id, title, partner, currency, amount] = cells;
        let Some(partner) = partner.opt_int()? else { return Ok(true) };
        let next = (partner, currency.int()?, amount.opt_int()?);
        if mem::replace(&mut key, next) != next || part.len() == PART {
            compare(&mut part, flaws);
        }
        part.push((id.int()?, title.text()?.to_owned()));
        Ok(true)
    })?;
    compare(&mut part, flaws);
    Ok(())
}

/// Compares a part, and empties it.
fn compare(part: &mut Vec<(i64, String)>, flaws: &mut Flaws) {
    if part.len() > 1 {
        part.sort_unstable();
        let keys: Vec<TitleKey> = part.iter().map(|(_, title)| TitleKey::of(title)).collect();
        for (at, (id, _)) in part.iter().enumerate() {
            if let Some(first) = keys[..at].iter().position(|key| key.is_near(&keys[at])) {
                let (other, title) = part[first].clone();
                flaws.add(*id, Wrong::Double { other, title });
            }
        }
    }
    part.clear();
}
