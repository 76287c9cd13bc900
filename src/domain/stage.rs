//! The lifecycle of a deal: what became of it after the signing, as dates.
//!
//! 签约 signed → 注册 registered → 开工 started → 投产 producing → 达产 full capacity, and 终止 ended, which may come at any time. A
//! stage may be skipped: a deal that started counts as registered. Dates go forward from the signing on; what is known to the
//! month only is before another date if no day of it can be on or after that.

use chrono::NaiveDate;

use super::choice::{Choice, choice};
use super::date::PartialDate;
use super::deal::Field;
use super::label::label;

/// How far a deal has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// Signed, and nothing else.
    Signed,
    /// The project company is registered.
    Registered,
    /// Construction has started.
    Started,
    /// It produces.
    Producing,
    /// It produces what was planned.
    Full,
    /// It was ended, however far it had come.
    Ended,
}

impl Stage {
    /// Every stage with its number, its code, its words and other spellings.
    const TABLE: [Choice<Self>; 6] = [
        (Self::Signed, 1, "signed", label("Signed", "签约"), &["已签约"]),
        (
            Self::Registered,
            2,
            "registered",
            label("Registered", "注册"),
            &["已注册", "注册登记", "公司注册", "已落户", "incorporated"],
        ),
        (
            Self::Started,
            3,
            "started",
            label("Started", "开工"),
            &["已开工", "动工", "已动工", "开工建设", "在建", "建设中", "under construction", "broke ground"],
        ),
        (
            Self::Producing,
            4,
            "producing",
            label("Producing", "投产"),
            &["已投产", "竣工投产", "建成投产", "投产运营", "in production", "operating"],
        ),
        (Self::Full, 5, "full", label("Full capacity", "达产"), &["已达产", "达产达效", "at full capacity"]),
        (
            Self::Ended,
            6,
            "ended",
            label("Ended", "终止"),
            &["已终止", "终止合作", "解约", "已解约", "terminated", "cancelled", "canceled"],
        ),
    ];

    /// The stages that are reached one after the other, once signed.
    pub const REACHED: [Self; 4] = [Self::Registered, Self::Started, Self::Producing, Self::Full];

    /// The stages that have a date of their own.
    pub const DATED: [Self; 5] = [Self::Registered, Self::Started, Self::Producing, Self::Full, Self::Ended];

    /// The field that holds its date.
    #[must_use]
    pub fn field(self) -> Field {
        match self {
            Self::Signed => Field::Signed,
            Self::Registered => Field::Registered,
            Self::Started => Field::Started,
            Self::Producing => Field::Producing,
            Self::Full => Field::Full,
            Self::Ended => Field::Ended,
        }
    }
}

choice!(Stage);

/// What became of a deal, and what is expected of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Lifecycle {
    /// The dates of [`Stage::DATED`], where they are known.
    dates: [Option<PartialDate>; 5],
    /// Why it ended.
    pub reason: Option<String>,
    /// When it is to start.
    pub start_due: Option<PartialDate>,
    /// When it is to produce.
    pub production_due: Option<PartialDate>,
}

/// A date that is before the one it must follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfOrder {
    /// The stage whose date it is.
    pub stage: Stage,
    /// The date.
    pub date: PartialDate,
    /// The stage that came before.
    pub earlier: Stage,
    /// The date of that.
    pub after: PartialDate,
}

impl Lifecycle {
    /// When a stage was reached, where that is known; never of the signing, which the deal holds.
    #[must_use]
    pub fn date(&self, stage: Stage) -> Option<PartialDate> {
        self.dates[Self::place(stage)?]
    }

    /// Sets or clears the date of a stage.
    pub fn set(&mut self, stage: Stage, date: Option<PartialDate>) {
        if let Some(place) = Self::place(stage) {
            self.dates[place] = date;
        }
    }

    fn place(stage: Stage) -> Option<usize> {
        (stage as usize).checked_sub(1)
    }

    /// The furthest stage that was reached, whether or not the deal has ended.
    #[must_use]
    pub fn reached(&self) -> Stage {
        self.reached_by(None)
    }

    /// The same, of what is dated up to a day; a month or year counts once it is over.
    #[must_use]
    pub fn reached_by(&self, day: Option<NaiveDate>) -> Stage {
        let is_reached = |stage: &Stage| self.date(*stage).is_some_and(|date| is_by(date, day));
        Stage::REACHED.into_iter().rfind(is_reached).unwrap_or(Stage::Signed)
    }

    /// Whether it had ended by a day.
    #[must_use]
    pub fn ended_by(&self, day: Option<NaiveDate>) -> bool {
        self.date(Stage::Ended).is_some_and(|date| is_by(date, day))
    }

    /// Where it stands: ended, or the furthest stage that was reached.
    #[must_use]
    pub fn stage(&self) -> Stage {
        if self.date(Stage::Ended).is_some() { Stage::Ended } else { self.reached() }
    }

    /// Every date that is before one that it must follow, of a deal signed on this date.
    #[must_use]
    pub fn out_of_order(&self, signed: PartialDate) -> Vec<OutOfOrder> {
        let mut wrong = Vec::new();
        // The latest so far: what is after it is after all before it.
        let mut last = (Stage::Signed, signed);
        for stage in Stage::DATED {
            let Some(date) = self.date(stage) else { continue };
            let (earlier, after) = last;
            if date.last_day() < after.first_day() {
                wrong.push(OutOfOrder { stage, date, earlier, after });
            } else if date.first_day() >= after.first_day() {
                last = (stage, date);
            }
        }
        wrong
    }
}

fn is_by(date: PartialDate, day: Option<NaiveDate>) -> bool {
    day.is_none_or(|day| date.last_day() <= day)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::date::parse_day;

    fn date(text: &str) -> PartialDate {
        PartialDate::parse(text).unwrap()
    }

    fn lifecycle(dates: &[(Stage, &str)]) -> Lifecycle {
        let mut lifecycle = Lifecycle::default();
        for (stage, text) in dates {
            lifecycle.set(*stage, Some(date(text)));
        }
        lifecycle
    }

    #[test]
    fn a_stage_that_was_skipped_counts_as_reached_and_an_end_keeps_what_was() {
        let started = lifecycle(&[(Stage::Started, "2020-03"), (Stage::Ended, "2021-05-01")]);
        assert_eq!((started.reached(), started.stage()), (Stage::Started, Stage::Ended));
        let day = |text| Some(parse_day(text).unwrap());
        assert_eq!(started.reached_by(day("2020-03-30")), Stage::Signed);
        assert_eq!(started.reached_by(day("2020-03-31")), Stage::Started);
        assert_eq!((started.ended_by(day("2021-04-30")), started.ended_by(day("2021-05-01"))), (false, true));
        assert_eq!(Lifecycle::default().stage(), Stage::Signed);
    }

    #[test]
    fn dates_go_forward_as_far_as_they_are_known() {
        let wrong = |dates: &[(Stage, &str)]| -> Vec<(Stage, Stage)> {
            let found = lifecycle(dates).out_of_order(date("2019-08-26"));
            found.into_iter().map(|wrong| (wrong.stage, wrong.earlier)).collect()
        };
        assert_eq!(wrong(&[(Stage::Registered, "2019-08"), (Stage::Started, "2019")]), []);
        assert_eq!(wrong(&[(Stage::Registered, "2019-08-25")]), [(Stage::Registered, Stage::Signed)]);
        assert_eq!(wrong(&[(Stage::Ended, "2019-07")]), [(Stage::Ended, Stage::Signed)]);
        let crossed = [(Stage::Registered, "2020-05"), (Stage::Producing, "2020-04-30"), (Stage::Full, "2020-05-01")];
        assert_eq!(wrong(&crossed), [(Stage::Producing, Stage::Registered)]);
        // What is known to the year alone takes back no bound.
        let vague = [(Stage::Registered, "2020-06-01"), (Stage::Started, "2020"), (Stage::Producing, "2020-05-01")];
        assert_eq!(wrong(&vague), [(Stage::Producing, Stage::Registered)]);
    }

    proptest! {
        /// Whatever the dates are, a later day has reached at least as much.
        #[test]
        fn what_was_reached_stays_reached(months in proptest::collection::vec(proptest::option::of(1_u32..13), 5)) {
            let mut lifecycle = Lifecycle::default();
            for (stage, month) in Stage::DATED.into_iter().zip(months) {
                lifecycle.set(stage, month.map(|month| date(&format!("2020-{month:02}"))));
            }
            let mut last = Stage::Signed;
            for month in 1..=12 {
                let reached = lifecycle.reached_by(Some(date(&format!("2020-{month:02}")).last_day()));
                prop_assert!(reached >= last);
                last = reached;
            }
            prop_assert_eq!(last, lifecycle.reached());
        }
    }
}
