//! Figures of receipts: what was received for deals, by what the deals have in common.

use super::super::View;
use super::super::conditions::Conditions;
use super::super::error::Result;
use super::statement::GroupBy;
use super::{COMMON, Group, Grouping, Receipts, read_common};
use crate::domain::catalogue::Id;
use crate::domain::currency::Currency;
use crate::domain::filter::Filter;

const MEASURES: &str = "COUNT(*) AS receipts, COUNT(r.base_amount) AS rated, \
                        CAST(SUM(r.base_amount) AS BIGINT) AS base_amount";
/// The deals first where something leads to them, and else the receipts: never all deals in the order of the groups, here and there.
const DEALS_FIRST: &str = " FROM deal AS d CROSS JOIN receipt AS r";
const RECEIPTS_FIRST: &str = " FROM receipt AS r CROSS JOIN deal AS d";
const IS_OF_DEAL: &str = "r.deal_id = d.id";
const AS_OF: &str = " JOIN (SELECT deal_id, base_amount, received FROM receipt WHERE entry_id <= {} UNION ALL SELECT deal_id, \
                     base_amount, received FROM receipt_past WHERE until_entry_id > {} AND entry_id <= {}) AS r \
                     ON r.deal_id = d.id";
/// The month in which money came, in place of that of the signing.
const RECEIVED: &str = "SUBSTR(r.received, 1, 7)";

const MEASURED: [&str; 3] = ["receipts", "rated", "base_amount"];

impl View<'_> {
    /// What was received for the deals that pass a filter, in groups without deals, up to the day of the progress that is
    /// asked for.
    pub fn receipt_groups(&self, filter: &Filter, terms: (Id, Currency), grouping: &Grouping) -> Result<Vec<Group>> {
        let columns = GroupBy::of(grouping);
        // The size of a deal is that of its contract, whatever came of it.
        let lead = self.lead(filter, terms.0, self.deals())?;
        let is_led = lead.is_some();
        let mut conditions = Conditions::as_they_stand(self.deals(), lead);
        let plain = columns.columns().map(|(used, column, name)| {
            (used, if name == "signed" && grouping.by_arrival { RECEIVED } else { column }.to_owned(), name)
        });
        let band = if columns.has_size() { conditions.band_number(terms.1) } else { String::new() };
        let others = [(columns.has_size(), band, "size_band"), (true, "d.relation".to_owned(), "relation")];
        let used: Vec<_> = plain.into_iter().chain(others).filter(|(used, ..)| *used).collect();
        let selected: Vec<String> = used.iter().map(|(_, column, name)| format!("{column} AS {name}")).collect();
        let grouped: Vec<&str> = used.iter().map(|(_, column, _)| column.as_str()).collect();
        let from = match (self.as_of, is_led) {
            (Some(entry), _) => conditions.deals(self.deals()) + &conditions.of_entry(AS_OF, entry),
            (None, true) => DEALS_FIRST.to_owned(),
            (None, false) => RECEIPTS_FIRST.to_owned(),
        };
        if self.as_of.is_none() {
            conditions.also(IS_OF_DEAL);
        }
        conditions.filter(filter, terms.0);
        if let Some(day) = grouping.progress.and_then(|progress| progress.on) {
            conditions.received_by(day);
        }
        let sql = format!(
            "SELECT {}, {MEASURES}{from}{} GROUP BY {}",
            selected.join(", "),
            conditions.clause(),
            grouped.join(", ")
        );
        let names: Vec<&str> = used.iter().map(|(.., name)| *name).chain(MEASURED).collect();
        let places: Vec<usize> =
            used.iter().filter_map(|(.., name)| COMMON.iter().position(|common| common == name)).collect();
        let mut groups = Vec::new();
        self.engine.each_row(&sql, &conditions.params(), &names, |row| {
            let [receipts, rated, base_amount] = [0, 1, 2].map(|at| row.cell(places.len() + at));
            let (count, rated, base_amount) = (receipts.int()?, rated.int()?, base_amount.opt_int()?);
            groups.push(Group {
                receipts: Receipts { count, rated, base_amount },
                ..Group::nothing(read_common(row, &places, terms.1)?)
            });
            Ok(true)
        })?;
        Ok(groups)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::catalogue::Family;
    use crate::domain::deal::DealKind;
    use crate::domain::dimension::{Dimension, Value};
    use crate::domain::filter::Members;
    use crate::domain::place::CHINA;
    use crate::store::engine::Engine;
    use crate::store::migrations;

    /// Whether the deals come first or the receipts.
    #[test]
    fn what_was_received_for_few_deals_and_for_many_adds_up() {
        let engine = Engine::in_memory().unwrap();
        engine.enforce_foreign_keys(false).unwrap();
        migrations::create(&engine).unwrap();
        // Every tenth deal is of event 7, and of sector 2; every third is of kind 1. Of each fifth some money came twice, and waits for a
        // rate at the second time.
        for number in 1..=40_i64 {
            let every = |nth: i64| number % nth == 0;
            let deal = "INSERT INTO deal (id, entry_id, sector_id, event_id, kind, currency_id, signed, title) \
                        VALUES ($1, 1, $2, $3, $4, 156, '2019-08-26', 'Plant')";
            let (sector, event) = if every(10) { (2_i64, Some(7_i64)) } else { (1, None) };
            let kind = every(3).then_some(1_i64);
            engine.execute(deal, &[number.into(), sector.into(), event.into(), kind.into()]).unwrap();
            let receipt = "INSERT INTO receipt (entry_id, deal_id, currency_id, amount, base_amount, received) \
                           VALUES (1, $1, 156, $2, $3, '2020-06-30')";
            for base_amount in [Some(number), None].into_iter().filter(|_| every(5)) {
                engine.execute(receipt, &[number.into(), number.into(), base_amount.into()]).unwrap();
            }
        }
        let view = View { engine: &engine, as_of: None };
        let grouping = Grouping { by: vec![Dimension::Sector], ..Grouping::default() };
        let received = |dimension: Dimension, value: Value| {
            let filter = Filter { members: vec![Members { dimension, any_of: vec![value] }], ..Filter::default() };
            let groups = view.receipt_groups(&filter, (CHINA, Currency::CNY), &grouping).unwrap();
            let told = |Group { common, receipts, .. }: &Group| {
                (common.facts.sector.map(|sector| sector.0), receipts.count, receipts.rated, receipts.base_amount)
            };
            groups.iter().map(told).collect::<Vec<_>>()
        };
        // 10, 20, 30, 40.
        let of_event = received(Dimension::Event, Value::Item(Family::Event, Id(7)));
        assert_eq!(of_event, [(Some(2), 8, 4, Some(100))]);
        // 15; 30.
        let of_kind = received(Dimension::Kind, Value::Kind(DealKind::Contract));
        assert_eq!(of_kind, [(Some(1), 2, 1, Some(15)), (Some(2), 2, 1, Some(30))]);
    }
}
