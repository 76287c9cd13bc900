//! English.

use super::{Words, count};

pub(super) const WORDS: Words = Words {
    sheet: "deals",
    total: "Total",
    none: "(none)",
    deals: "Deals",
    amount: "Amount",
    share: "Share",
    number: "No.",
    at: "When (UTC)",
    who: "Who",
    command: "Command",
    message: "Message",
    undoes: "Undoes",
    code: "Code",
    name: "Name",
    name_zh: "Chinese name",
    city: "City",
    from: "From",
    to: "To",
    aliases: "Aliases",
    scope: "Scope",
    published_deals: "Published deals",
    published_amount: "Published amount",
    effective: "Effective",
    source: "Source",
    field: "Field",
    value: "Value",
    entry: "Entry",
    ledger: "Ledger",
    base_currency: "Base currency",
    home: "Home",
    default_event: "Default event",
    last_entry: "Last entry",
    without_amount: "Without amount",
    without_rate: "Without rate",
    waiting_for: "Waiting for rates of",
    check: "Check",
    severity: "Severity",
    problem: "Problem",
    warning: "Warning",
    hint: "Way out",
    deal: "Deal",
    yes: "Yes",
    no: "No",
    filter: "Filter",
    shown_of: "{shown} of {all} rows; totals are of all",
    with_unit: |label, currency, unit| {
        if unit.is_empty() { format!("{label} ({currency})") } else { format!("{label} ({currency} {unit})") }
    },
    note_without_amount: |some, all| {
        let (state, are) = if some == 1 { ("states", "is") } else { ("state", "are") };
        format!("{} of {} {state} no amount and {are} not in the sum.", count(some), signings(all))
    },
    note_without_rate: |some, all, currencies, remedy| {
        let (wait, are) = if some == 1 { ("waits", "is") } else { ("wait", "are") };
        format!(
            "{} of {} {wait} for a rate ({currencies}) and {are} not in the sum; {remedy}.",
            count(some),
            signings(all),
        )
    },
    rate_to_ledger: |currency| format!("`deals rate add {currency} RATE --on DATE` adds one"),
    rate_to_files: "`--rates FILE` gives them",
    note_several_tags: "A deal counts under each of its tags and once in the total, so the parts come to more than the total.",
    note_refused: |rows| format!("Rows of the files that could not be read and are left out: {}.", count(rows)),
};

/// Deals, and the increases that are added to them.
fn signings((deals, increases): (i64, i64)) -> String {
    let deals = format!("{} deals", count(deals));
    match increases {
        0 => deals,
        1 => format!("{deals} and 1 increase"),
        many => format!("{deals} and {} increases", count(many)),
    }
}
