//! Likely doubles: deals of one partner, under today's names, with one amount and nearly one title.
//!
//! The database sorts them so that deals of one partner and amount come together, and only those are compared. Where there are very
//! many of them they are compared in parts, in the order of their titles, so that the time grows with the deals alone.

use super::super::View;
use super::super::error::Result;
use super::{Flaws, Wrong};
use crate::domain::double::TitleKey;

/// Deals without an amount are alike in that.
const ALIKE: &str = "SELECT d.id, d.title, t.partner, t.currency_id, t.amount FROM (SELECT COALESCE(p.successor_id, \
                     p.id) AS partner, d.currency_id, COALESCE(d.amount, -1) AS amount FROM deal AS d JOIN partner \
                     AS p ON p.id = d.partner_id GROUP BY COALESCE(p.successor_id, p.id), d.currency_id, \
                     COALESCE(d.amount, -1) HAVING COUNT(*) > 1) AS t JOIN partner AS p ON COALESCE(p.successor_id, \
                     p.id) = t.partner JOIN deal AS d ON d.partner_id = p.id AND d.currency_id = t.currency_id AND \
                     COALESCE(d.amount, -1) = t.amount ORDER BY t.partner, t.currency_id, t.amount, d.title, d.id";

/// How many deals are compared with one another.
const PART: usize = 64;

/// Finds them; each is told with the first deal that it is like.
pub(super) fn likely(view: View<'_>, flaws: &mut Flaws) -> Result<()> {
    let (mut part, mut key) = (Vec::new(), (0, 0, 0));
    view.engine.each(ALIKE, &[], ["id", "title", "partner", "currency_id", "amount"], |cells| {
        let [id, title, partner, currency, amount] = cells;
        let next = (partner.int()?, currency.int()?, amount.int()?);
        if next != key || part.len() == PART {
            compare(&mut part, flaws);
        }
        key = next;
        part.push((id.int()?, title.text()?.to_owned()));
        Ok(true)
    })?;
    compare(&mut part, flaws);
    Ok(())
}

/// Compares a part, and empties it.
fn compare(part: &mut Vec<(i64, String)>, flaws: &mut Flaws) {
    part.sort_unstable();
    let keys: Vec<TitleKey> = part.iter().map(|(_, title)| TitleKey::of(title)).collect();
    for (at, (id, _)) in part.iter().enumerate() {
        if let Some(first) = keys[..at].iter().position(|key| key.is_near(&keys[at])) {
            let (other, title) = part[first].clone();
            flaws.add(*id, Wrong::Double { other, title });
        }
    }
    part.clear();
}
