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
const NOW: &str = " JOIN receipt AS r ON r.deal_id = d.id";
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
        let mut conditions = if self.as_of.is_none() { Conditions::as_they_stand() } else { Conditions::default() };
        let plain = columns.columns().map(|(used, column, name)| {
            (used, if name == "signed" && grouping.by_arrival { RECEIVED } else { column }.to_owned(), name)
        });
        let band = if columns.has_size() { conditions.band_number(terms.1) } else { String::new() };
        let others = [(columns.has_size(), band, "size_band"), (true, "d.relation".to_owned(), "relation")];
        let used: Vec<_> = plain.into_iter().chain(others).filter(|(used, ..)| *used).collect();
        let selected: Vec<String> = used.iter().map(|(_, column, name)| format!("{column} AS {name}")).collect();
        let grouped: Vec<&str> = used.iter().map(|(_, column, _)| column.as_str()).collect();
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
