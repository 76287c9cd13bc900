//! Deals: writing them, finding them, reading them out in order.

use std::sync::Arc;

use super::conditions::Conditions;
use super::deal_row::{COLUMNS, INSERT, PARTNERS, SELECT, SELECT_OWN, Texts, UPDATE, params, read_deal};
use super::engine::Rows;
use super::error::{Error, Result};
use super::facts::DEALS;
use super::journal::next;
use super::newest::ByDate;
use super::order::{Order, Sort};
use super::partner_names::PartnerNames;
use super::{View, Write};
use crate::domain::catalogue::Id;
use crate::domain::deal::{Deal, Field, WITHHELD};
use crate::domain::filter::Filter;
use crate::domain::relation::DealKey;

const COUNT: &str = "SELECT COUNT(*) AS deals";
const FOUND: &str = "SELECT 1 AS found";
/// Where it is not asked for.
const NOTHING_RECEIVED: &str = "NULL AS received";
const WITHOUT_REF: &str = " WHERE d.ref IS NULL ORDER BY d.id";
const BETWEEN: &str = "SELECT id FROM deal WHERE id BETWEEN $1 AND $2 ORDER BY id";
const WITH_REF: &str = "SELECT id FROM deal WHERE ref = $1";

/// A deal as it is read, with what comes along.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The deal.
    pub deal: Deal,
    /// The name of its partner, today's where it was merged.
    pub partner: Option<String>,
    /// The entry that wrote it as it stands.
    pub entry: i64,
    /// The money received for it in minor units of the base currency; none where there is none, or where it was not asked for.
    pub received: Option<i64>,
}

/// How many deals a batch holds: so few that those on their way stay in the processor's own memory, with the names of partners.
const BATCH: usize = 64;

/// The columns of a deal alone: those of what comes along are behind them.
const OWN: usize = COLUMNS.len() - 2;

/// Deals as they came from the ledger. What they say is made out where there is time for it, which may be on another thread.
#[derive(Debug, Default)]
pub struct Batch {
    rows: Rows<{ COLUMNS.len() }>,
    /// The names of partners, where they do not come along.
    partners: Option<Arc<PartnerNames>>,
    public: bool,
}

impl Batch {
    /// Hands them over as long as `take` says to go on. Says whether it always did.
    pub fn each(&self, mut take: impl FnMut(&Listed) -> bool) -> Result<bool> {
        self.rows.each(|cells| {
            let mut listed = read_deal(cells)?;
            if let Some(partners) = &self.partners {
                listed.partner = listed.deal.partner.and_then(|partner| partners.of(partner)).map(str::to_owned);
            }
            Ok(if self.public { take(&listed.in_public()) } else { take(&listed) })
        })
    }

    /// Forgets them, to be filled again.
    #[must_use]
    pub fn emptied(mut self) -> Self {
        self.rows.clear();
        self
    }
}

impl Listed {
    /// The same as anybody may see it.
    #[must_use]
    pub fn in_public(self) -> Self {
        if !self.deal.confidential {
            return self;
        }
        let deal = self.deal.in_public();
        Self { deal, partner: Some(WITHHELD.to_owned()), received: None, ..self }
    }
}

/// How deals are read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reading {
    /// Their order.
    pub order: Order,
    /// How many at most.
    pub limit: Option<i64>,
    /// Whether the money received for each is wanted as well.
    pub received: bool,
    /// Whether they are as anybody may see them; their order does not tell either what is not shown.
    pub public: bool,
}

impl View<'_> {
    /// Reads out the deals that pass a filter, as long as `take` says to go on.
    pub fn each_deal(
        &self,
        filter: &Filter,
        home: Id,
        reading: Reading,
        mut take: impl FnMut(Listed) -> Result<bool>,
    ) -> Result<()> {
        let (sql, conditions) = self.deals_wanted(filter, home, reading, true)?;
        self.engine.each(&sql, &conditions.params(), COLUMNS, |cells| {
            let listed = read_deal(&cells)?;
            take(if reading.public { listed.in_public() } else { listed })
        })
    }

    /// The same in batches: `hand_over` gets a full one, and gives back one to be filled, or none to stop. Between two deals `goes_on`
    /// is asked as well.
    pub fn each_batch(
        &self,
        filter: &Filter,
        home: Id,
        reading: Reading,
        mut hand_over: impl FnMut(Batch) -> Option<Batch>,
        goes_on: impl Fn() -> bool,
    ) -> Result<()> {
        let partners = self.partners_beside(filter, home, reading)?.map(Arc::new);
        let columns = if partners.is_some() { &COLUMNS[..OWN] } else { &COLUMNS };
        let (sql, conditions) = self.deals_wanted(filter, home, reading, partners.is_none())?;
        let mut batch = Some(Batch::default());
        let read = self.engine.each_row(&sql, &conditions.params(), columns, |row| {
            let Some(filled) = &mut batch else { return Ok(false) };
            if filled.rows.count() == 0 {
                filled.public = reading.public;
                filled.partners.clone_from(&partners);
            }
            filled.rows.push(row);
            if filled.rows.count() == BATCH {
                batch = batch.take().and_then(&mut hand_over);
            }
            Ok(batch.is_some() && goes_on())
        });
        // What was read before a fault is shown, too.
        batch.and_then(hand_over);
        read
    }

    /// The names of partners, where all deals are read in their order, without what comes along.
    fn partners_beside(self, filter: &Filter, home: Id, reading: Reading) -> Result<Option<PartnerNames>> {
        let mut conditions = Conditions::default();
        conditions.filter(filter, home);
        let are_all = conditions.clause().is_empty() && reading.limit.is_none();
        if are_all && reading.order == Order::Number && !reading.received { PartnerNames::few(self) } else { Ok(None) }
    }

    /// The statement that reads deals, with what comes along or alone.
    fn deals_wanted(
        &self,
        filter: &Filter,
        home: Id,
        reading: Reading,
        with_all: bool,
    ) -> Result<(String, Conditions)> {
        let Reading { order, limit, received, public } = reading;
        let by_date = match (order, limit) {
            (Order::Newest, Some(limit)) => self.by_date(filter, home, limit)?,
            _ => None,
        };
        let mut conditions = match order {
            _ if by_date.is_some() => Conditions::by_date(),
            Order::Number => Conditions::as_they_stand(self.deals(), self.lead(filter, home, self.deals())?),
            _ => Conditions::default(),
        };
        let received = received || matches!(order, Order::By(Sort { field: Field::Received, .. }));
        let received = if received { conditions.received(self.as_of) } else { NOTHING_RECEIVED.to_owned() };
        let deals = conditions.deals(self.deals());
        conditions.filter(filter, home);
        if let Some(ByDate { since: Some(signed) }) = by_date {
            conditions.signed_since(&signed);
        }
        let limit = limit.map_or(String::new(), |limit| format!(" LIMIT {limit}"));
        let rest = format!("{}{}{limit}", conditions.clause(), order.clause(public));
        let sql = if with_all {
            format!("{SELECT}, {received}{deals}{PARTNERS}{rest}")
        } else {
            format!("{SELECT_OWN}{deals}{rest}")
        };
        Ok((sql, conditions))
    }

    /// Reads out the deals that have no ref, by number.
    pub fn each_deal_without_ref(&self, mut take: impl FnMut(Deal)) -> Result<()> {
        let sql = format!("{SELECT}, {NOTHING_RECEIVED} FROM deal AS d{PARTNERS}{WITHOUT_REF}");
        self.engine.each(&sql, &[], COLUMNS, |cells| {
            take(read_deal(&cells)?.deal);
            Ok(true)
        })
    }

    /// How many deals pass a filter.
    pub fn count_deals(&self, filter: &Filter, home: Id) -> Result<i64> {
        self.count(|conditions| conditions.filter(filter, home))
    }

    /// How many deals state no amount.
    pub fn count_without_amount(&self) -> Result<i64> {
        self.count(|conditions| conditions.also("d.amount IS NULL"))
    }

    fn count(self, choose: impl FnOnce(&mut Conditions)) -> Result<i64> {
        let mut conditions = Conditions::default();
        let deals = conditions.deals(self.deals());
        choose(&mut conditions);
        let sql = format!("{COUNT}{deals}{}", conditions.clause());
        Ok(self.engine.one(&sql, &conditions.params(), ["deals"], |[deals]| deals.int())?.unwrap_or(0))
    }

    /// Whether an event has any deals.
    pub fn has_deals(&self, event: Id) -> Result<bool> {
        let mut conditions = Conditions::default();
        let deals = conditions.deals(self.deals());
        conditions.equal("d.event_id = {}", event.0.into());
        let sql = format!("{FOUND}{deals}{} LIMIT 1", conditions.clause());
        Ok(self.engine.one(&sql, &conditions.params(), ["found"], |[found]| found.int())?.is_some())
    }

    /// One deal, with what was received for it.
    pub fn deal(&self, key: &DealKey) -> Result<Listed> {
        self.deal_with(key, true)
    }

    /// The same, with the money received for it or without.
    pub(super) fn deal_with(self, key: &DealKey, received: bool) -> Result<Listed> {
        let mut conditions = Conditions::default();
        let received = if received { conditions.received(self.as_of) } else { NOTHING_RECEIVED.to_owned() };
        let deals = conditions.deals(self.deals());
        match key {
            DealKey::Number(number) => conditions.equal("d.id = {}", (*number).into()),
            DealKey::Ref(reference) => conditions.equal("d.ref = {}", reference.as_str().into()),
        }
        let sql = format!("{SELECT}, {received}{deals}{PARTNERS}{}", conditions.clause());
        let found = self.engine.one(&sql, &conditions.params(), COLUMNS, |cells| read_deal(&cells))?;
        found.ok_or_else(|| Error::NoDeal(key.to_string()))
    }

    /// The numbers of the deals from one to another, both included.
    pub fn deals_between(&self, first: i64, last: i64) -> Result<Vec<i64>> {
        self.engine.all(BETWEEN, &[first.into(), last.into()], ["id"], |[id]| id.int())
    }

    /// The number of the deal with this ref.
    pub fn deal_with_ref(&self, reference: &str) -> Result<Option<i64>> {
        self.engine.one(WITH_REF, &[reference.into()], ["id"], |[id]| id.int())
    }
}

impl Write<'_> {
    /// Writes new deals: those without a number get the next ones. Gives back the last number given.
    ///
    /// Each is handed to `told` with its tag and its number; one whose number or ref another one has is left out, and gets none.
    pub fn insert_deals<'a, T>(
        &mut self,
        deals: impl IntoIterator<Item = (T, &'a Deal)>,
        mut told: impl FnMut(T, &'a Deal, Option<i64>),
    ) -> Result<i64> {
        let mut insert = self.engine.bulk(INSERT)?;
        for (tag, deal) in deals {
            let id = if deal.id == 0 { next(self.last_deal)? } else { deal.id };
            let texts = Texts::of(deal);
            match insert.run(&params(deal, id, self.entry, &texts)) {
                Ok(_) => {
                    self.note_references(deal);
                    self.last_deal = self.last_deal.max(id);
                    self.deals += 1;
                    self.changed = true;
                    told(tag, deal, Some(id));
                }
                Err(Error::Taken(_)) => told(tag, deal, None),
                Err(error) => return Err(error),
            }
        }
        Ok(self.last_deal)
    }

    /// Writes a deal anew; what it was before is kept.
    pub fn update_deal(&mut self, deal: &Deal) -> Result<()> {
        self.keep_past(&DEALS, deal.id)?;
        let texts = Texts::of(deal);
        let mut params = params(deal, deal.id, self.entry, &texts);
        // The number comes last in the statement.
        params.rotate_left(1);
        self.engine.execute(UPDATE, &params)?;
        self.note_references(deal);
        self.deals += 1;
        self.changed = true;
        Ok(())
    }

    fn note_references(&mut self, deal: &Deal) {
        if let Some(references) = &mut self.references {
            references.note(deal);
        }
    }

    /// Takes a deal out; what it was is kept.
    pub fn delete_deal(&mut self, id: i64) -> Result<()> {
        self.delete_receipts(id)?;
        self.keep_past(&DEALS, id)?;
        self.delete_row(id)?;
        self.deals += 1;
        self.changed = true;
        Ok(())
    }

    pub(super) fn delete_row(&self, id: i64) -> Result<()> {
        self.engine.execute(DEALS.delete, &[id.into()])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::catalogue::Family;
    use crate::domain::dimension::{Dimension, Value};
    use crate::domain::filter::Members;
    use crate::domain::place::CHINA;
    use crate::store::engine::Engine;
    use crate::store::migrations;

    /// How the newest deals are found, in a ledger without any.
    fn plan(members: &[(Dimension, &[Value])]) -> String {
        plan_at(None, members)
    }

    /// The same as of an entry, with what was received for them.
    fn plan_at(as_of: Option<i64>, members: &[(Dimension, &[Value])]) -> String {
        let engine = Engine::in_memory().unwrap();
        migrations::create(&engine).unwrap();
        let view = View { engine: &engine, as_of };
        let members =
            members.iter().map(|(dimension, any_of)| Members { dimension: *dimension, any_of: any_of.to_vec() });
        let filter = Filter { members: members.collect(), ..Filter::default() };
        let reading = Reading { order: Order::Newest, limit: Some(50), received: as_of.is_some(), public: false };
        let (sql, conditions) = view.deals_wanted(&filter, CHINA, reading, as_of.is_some()).unwrap();
        let explain = format!("EXPLAIN QUERY PLAN {sql}");
        let detail = engine.all(&explain, &conditions.params(), ["detail"], |[detail]| Ok(detail.text()?.to_owned()));
        detail.unwrap().join("; ")
    }

    /// Rather than to read all that there were for each deal.
    #[test]
    fn former_receipts_are_found_by_their_deals() {
        let plan = plan_at(Some(1), &[]);
        assert!(plan.contains("SEARCH receipt USING INDEX receipt_by_deal (deal_id=?)"), "{plan}");
    }

    #[test]
    fn what_was_received_by_an_entry_is_what_stood_then() {
        let engine = Engine::in_memory().unwrap();
        engine.enforce_foreign_keys(false).unwrap();
        migrations::create(&engine).unwrap();
        let deal = "INSERT INTO deal (id, entry_id, sector_id, currency_id, signed, title) VALUES ($1, 1, 1, 156, '2019-08-26', 'Plant')";
        for number in [1_i64, 2] {
            engine.execute(deal, &[number.into()]).unwrap();
        }
        let receipt = "INSERT INTO receipt (entry_id, deal_id, currency_id, amount, base_amount, received) \
                       VALUES ($1, 1, 156, $2, $2, '2020-06-30')";
        for (entry, amount) in [(1_i64, 5_i64), (2, 7), (3, 11)] {
            engine.execute(receipt, &[entry.into(), amount.into()]).unwrap();
        }
        let past = "INSERT INTO receipt_past (id, entry_id, deal_id, currency_id, amount, base_amount, received, until_entry_id) \
                    VALUES ($1, 1, 1, 156, $2, $2, '2020-06-30', $3)";
        for (number, amount, until) in [(101_i64, 13_i64, 3_i64), (102, 17, 2)] {
            engine.execute(past, &[number.into(), amount.into(), until.into()]).unwrap();
        }
        let received = |as_of: Option<i64>, deal: i64| {
            let view = View { engine: &engine, as_of };
            view.deal(&DealKey::Number(deal)).unwrap().received
        };
        assert_eq!(
            [1, 2, 3].map(|entry| received(Some(entry), 1)),
            [Some(5 + 13 + 17), Some(5 + 7 + 13), Some(5 + 7 + 11)]
        );
        assert_eq!([received(None, 1), received(None, 2), received(Some(2), 2)], [Some(23), None, None]);
    }

    #[test]
    fn the_newest_of_some_years_are_found_in_their_order() {
        use Dimension as D;
        let (years, country) = ([Value::Year(2015), Value::Year(2018)], [Value::Item(Family::Country, Id(826))]);
        let by_date = "SEARCH d USING INDEX deal_by_signed (signed>? AND signed<?)";
        assert_eq!(plan(&[(D::Year, &years)]), by_date);
        assert_eq!(plan(&[(D::Year, &years[..1])]), by_date);
        assert_eq!(plan(&[(D::Kind, &[Value::None]), (D::Year, &years)]), by_date);
        let of_country = plan(&[(D::Country, &country), (D::Year, &years)]);
        assert_eq!(of_country, "SEARCH d USING INDEX deal_by_country (country_id=? AND signed>? AND signed<?)");
    }
}
