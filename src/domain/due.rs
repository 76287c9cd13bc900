//! The standing lists of what is due: 已签约未注册 signed and not registered, 已签约未开工 signed and not started, 已开工未投产 started and
//! not producing, past their due date, and without any news for long.
//!
//! Deals that have ended or are at full capacity are on none. A date known to the month or year counts from its last day on,
//! so that no deal is said to be later than it is.

use chrono::NaiveDate;

use super::choice::{Choice, choice};
use super::date::PartialDate;
use super::deal::Deal;
use super::label::label;
use super::stage::Stage;

/// A list of deals of which something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DueList {
    /// Signed and not registered.
    NotRegistered,
    /// Signed and not started.
    NotStarted,
    /// Started and not producing.
    NotProducing,
    /// Past the date on which it was to start or to produce.
    Overdue,
    /// Without any news for long.
    Quiet,
}

impl DueList {
    /// Every list with its number, its code, its words and other spellings.
    const TABLE: [Choice<Self>; 5] = [
        (
            Self::NotRegistered,
            1,
            "not-registered",
            label("Signed, not registered", "已签约未注册"),
            &["not_registered", "未注册"],
        ),
        (Self::NotStarted, 2, "not-started", label("Signed, not started", "已签约未开工"), &["not_started", "未开工"]),
        (
            Self::NotProducing,
            3,
            "not-producing",
            label("Started, not producing", "已开工未投产"),
            &["not_producing", "未投产"],
        ),
        (Self::Overdue, 4, "overdue", label("Past its due date", "已逾期"), &["逾期"]),
        (Self::Quiet, 5, "quiet", label("Without news", "久无进展"), &["无进展"]),
    ];
}

choice!(DueList);

/// By what is found out what is due.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// The day it is.
    pub today: NaiveDate,
    /// After how many days without news a deal is quiet.
    pub quiet_days: i64,
}

/// Something that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The list.
    pub list: DueList,
    /// Since when.
    pub since: PartialDate,
    /// For how many days.
    pub days: i64,
}

impl Terms {
    /// What is due of a deal, in the order of the lists; `news` is when it was last heard of, beside the dates of the deal itself.
    #[must_use]
    pub fn due(self, deal: &Deal, news: Option<PartialDate>) -> Vec<Due> {
        // What is to come has not come yet; a month that has begun may hold the day.
        let has = |stage: &Stage| deal.lifecycle.date(*stage).is_some_and(|date| date.first_day() <= self.today);
        let reached = Stage::REACHED.into_iter().rfind(has).unwrap_or(Stage::Signed);
        if has(&Stage::Ended) || reached == Stage::Full {
            return Vec::new();
        }
        let started = deal.lifecycle.date(Stage::Started).filter(|_| reached == Stage::Started);
        let missed =
            |due: Option<PartialDate>, stage: Stage| due.filter(|due| reached < stage && due.last_day() < self.today);
        let overdue =
            [missed(deal.lifecycle.start_due, Stage::Started), missed(deal.lifecycle.production_due, Stage::Producing)];
        let quiet = self.last_news(deal, news).filter(|news| self.days_since(*news) >= self.quiet_days);
        let since = [
            (DueList::NotRegistered, Some(deal.signed).filter(|_| reached < Stage::Registered)),
            (DueList::NotStarted, Some(deal.signed).filter(|_| reached < Stage::Started)),
            (DueList::NotProducing, started),
            (DueList::Overdue, overdue.into_iter().flatten().min_by_key(|due| due.last_day())),
            (DueList::Quiet, quiet),
        ];
        let due = |(list, since): (DueList, Option<PartialDate>)| {
            let since = since?;
            Some(Due { list, since, days: self.days_since(since) })
        };
        since.into_iter().filter_map(due).collect()
    }

    /// The last date, up to today, of which something is known of a deal.
    fn last_news(self, deal: &Deal, news: Option<PartialDate>) -> Option<PartialDate> {
        let stages = Stage::DATED.into_iter().filter_map(|stage| deal.lifecycle.date(stage));
        let dates = std::iter::once(deal.signed).chain(stages).chain(news);
        dates.filter(|date| date.first_day() <= self.today).max_by_key(|date| date.last_day())
    }

    fn days_since(self, date: PartialDate) -> i64 {
        (self.today - date.last_day()).num_days().max(0)
    }
}
