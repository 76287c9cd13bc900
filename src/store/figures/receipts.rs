//! Figures of receipts: what was received for deals, by what the deals have in common.

use super::super::View;
use super::super::error::Result;
use super::super::filter::Conditions;
use super::super::versions::Deals;
use super::statement::GroupBy;
use super::{Group, Grouping, Receipts, read_common};
use crate::domain::catalogue::Id;
use crate::domain::currency::Currency;
use crate::domain::filter::Filter;

const MEASURES: &str = "COUNT(*) AS receipts, COUNT(r.base_amount) AS rated, \
                        CAST(SUM(r.base_amount) AS BIGINT) AS base_amount";
const NOW: &str = " JOIN receipt AS r ON r.deal_id = d.id";
const AS_OF: &str = " JOIN (SELECT deal_id, base_amount, received FROM receipt WHERE entry_id <= {} UNION ALL SELECT deal_id, \
                     base_amount, received FROM receipt_past WHERE until_entry_id > {} AND entry_id <= {}) AS r \
                     ON r.deal_id = d.id";
/// The day on which money came, in place of that of the signing.
const RECEIVED: &str = "r.received || ''";

const COLUMNS: [&str; 20] = [
    "sector_id",
    "country_id",
    "region_id",
    "event_id",
    "partner_id",
    "district_id",
    "kind",
    "venue",
    "tags",
    "currency_id",
    "signed",
    "stage",
    "confidential",
    "size_band",
    "reached",
    "has_ended",
    "relation",
    "receipts",
    "rated",
    "base_amount",
];

impl View<'_> {
    /// What was received for the deals that pass a filter, in groups without deals, up to the day of the progress that is
    /// asked for.
    pub fn receipt_groups(&self, filter: &Filter, terms: (Id, Currency), grouping: &Grouping) -> Result<Vec<Group>> {
        let columns = GroupBy::of(grouping);
        // The size of a deal is that of its contract, whatever came of it.
        let mut conditions = Conditions::default();
        let (mut selected, mut grouped) = (Vec::new(), Vec::new());
        for (used, column, name) in columns.columns(Deals::AsOf(0)) {
            let column = if name == "signed" && grouping.by_arrival { RECEIVED } else { column };
            selected.push(format!("{} AS {name}", if used { column } else { "NULL" }));
            grouped.extend(used.then_some(column));
        }
        let has_size = columns.has_size();
        let band = if has_size { conditions.band_number(terms.1) } else { "NULL".to_owned() };
        selected.push(format!("{band} AS size_band, NULL AS reached, NULL AS has_ended, d.relation AS relation"));
        grouped.extend(has_size.then_some("size_band"));
        grouped.push("d.relation");
        let deals = conditions.deals(self.deals());
        let receipts = match self.as_of {
            Some(entry) => conditions.of_entry(AS_OF, entry),
            None => NOW.to_owned(),
        };
        conditions.filter(filter, terms.0);
        if let Some(day) = grouping.progress.and_then(|progress| progress.on) {
            conditions.received_by(day);
        }
        let sql = format!(
            "SELECT {}, {MEASURES}{deals}{receipts}{} GROUP BY {}",
            selected.join(", "),
            conditions.clause(),
            grouped.join(", ")
        );
        self.engine.all(&sql, &conditions.params(), COLUMNS, |cells| {
            let [common @ .., receipts, rated, base_amount] = cells;
            let (count, rated, base_amount) = (receipts.int()?, rated.int()?, base_amount.opt_int()?);
            Ok(Group {
                receipts: Receipts { count, rated, base_amount },
                ..Group::nothing(read_common(common, terms.1)?)
            })
        })
    }
}
