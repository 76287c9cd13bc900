//! The words of the bridge between two states of a ledger.

use super::{Said, report, said};
use crate::domain::label::{Label, label};
use crate::domain::money::Money;

/// The heads of its columns.
pub const STEP: Label = label("Step", "步骤");
/// See [`STEP`].
pub const WRITTEN: Label = label("Written", "记录情况");
/// See [`STEP`].
pub const WHICH: Label = label("Which deals", "涉及项目");
/// See [`STEP`].
pub const DEALS_CHANGE: Label = label("± Deals", "项目数变动");
/// See [`STEP`].
pub const AMOUNT_CHANGE: Label = label("± Amount", "金额变动");
/// See [`STEP`].
pub const DEALS_THEN: Label = label("Deals then", "当时项目数");
/// See [`STEP`].
pub const DEALS_NOW: Label = label("Deals now", "现项目数");
/// See [`STEP`].
pub const AMOUNT_THEN: Label = label("Amount then", "当时金额");
/// See [`STEP`].
pub const AMOUNT_NOW: Label = label("Amount now", "现金额");
/// See [`STEP`].
pub const ENTRIES: Label = label("Entries", "相关记录");

/// The first and the last line.
pub const THEN: Label = label("Total then", "当时合计");
/// See [`THEN`].
pub const NOW: Label = label("Total now", "现合计");

/// A state of the ledger, by its last entry and the day of that.
#[must_use]
pub fn state(entry: Option<(i64, &str)>) -> Said {
    match entry {
        Some((entry, day)) => said!("entry {entry} of {day}", "第{entry}条记录（{day}）"),
        None => said!("the empty ledger", "空台账"),
    }
}

/// What is told: of which deals, between which states.
#[must_use]
pub fn title(selection: &Said, from: &Said, to: &Said) -> Said {
    said!("What moved from {from} to {to}: {selection}", "自{from:#}至{to:#}的变动——{selection:#}")
}

/// From how much to how much.
#[must_use]
pub fn summary((deals_then, then): (i64, Money), (deals_now, now): (i64, Money)) -> Said {
    let (deals_then, deals_now) = (report::so_many_deals(deals_then), report::so_many_deals(deals_now));
    let (then, now) = (report::amount(then), report::amount(now));
    said!(
        "{deals_then}, {then}, have become {deals_now}, {now}.",
        "由{deals_then:#}、{then:#}变为{deals_now:#}、{now:#}。"
    )
}

/// Changes that moved no figure.
#[must_use]
pub fn note_idle(changes: i64) -> Said {
    said!("Changes of deals that moved neither count nor amount: {changes}.", "未影响项目数和金额的修改：{changes}处。")
}

/// Nothing moved.
#[must_use]
pub fn note_nothing() -> Said {
    said!("Nothing moved.", "没有变动。")
}

/// By tag a deal is in several lines.
#[must_use]
pub fn note_tags() -> Said {
    said!(
        "A deal counts under each of its tags, so the lines add up to more than the total.",
        "一个项目计入其每个标签，因此各行之和大于合计。"
    )
}
