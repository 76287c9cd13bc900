//! Measures: what a report says of each group of deals.

use crate::domain::label::{Label, label, named};
use crate::domain::stage::Stage;

/// One measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the table below says what each is")]
pub enum Measure {
    Deals,
    Amount,
    Share,
    Average,
    Largest,
    Partners,
    Countries,
    Signed,
    Registered,
    Started,
    Producing,
    Full,
    Ended,
    RegisteredRate,
    StartedRate,
    ProducingRate,
    Received,
    ReceivedRate,
}

impl Measure {
    /// What a report shows unless told otherwise.
    pub const USUAL: [Self; 3] = [Self::Deals, Self::Amount, Self::Share];

    /// What became of the signed deals.
    pub const PROGRESS: [Self; 12] = [
        Self::Signed,
        Self::Registered,
        Self::Started,
        Self::Producing,
        Self::Full,
        Self::Ended,
        Self::RegisteredRate,
        Self::StartedRate,
        Self::ProducingRate,
        Self::Amount,
        Self::Received,
        Self::ReceivedRate,
    ];

    /// Every measure with its name and the words people read.
    const TABLE: [(Self, &'static str, Label); 18] = [
        // How many deals.
        (Self::Deals, "deals", label("Deals", "项目数")),
        // The sum of their base amounts.
        (Self::Amount, "amount", label("Amount", "金额")),
        // Its part of the sum of all.
        (Self::Share, "share", label("Share", "占比")),
        // The sum by the number of deals that have a base amount.
        (Self::Average, "average", label("Average", "平均金额")),
        // The largest base amount.
        (Self::Largest, "largest", label("Largest", "最大单项")),
        // How many partners there are, each counted once.
        (Self::Partners, "partners", label("Partners", "合作方数")),
        // How many countries and regions they come from, each counted once.
        (Self::Countries, "countries", label("Countries", "国家和地区数")),
        // How many deals, as the first step of what became of them.
        (Self::Signed, "signed", label("Signed", "签约")),
        // How many deals have reached a stage or gone past it, and how many have ended.
        (Self::Registered, "registered", label("Registered", "注册")),
        (Self::Started, "started", label("Started", "开工")),
        (Self::Producing, "producing", label("Producing", "投产")),
        (Self::Full, "full", label("Full capacity", "达产")),
        (Self::Ended, "ended", label("Ended", "终止")),
        // How many of those at an earlier stage have reached a later one: see `rate`.
        (Self::RegisteredRate, "registered_rate", label("Registration rate", "注册率")),
        (Self::StartedRate, "started_rate", label("Start rate", "开工率")),
        (Self::ProducingRate, "producing_rate", label("Production rate", "投产率")),
        // The sum of what was received, in base amounts.
        (Self::Received, "received", label("Received", "到位资金")),
        // Its part of the amount.
        (Self::ReceivedRate, "received_rate", label("Received rate", "资金到位率")),
    ];

    /// Every measure.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::TABLE.into_iter().map(|row| row.0)
    }

    /// The measure of this name, ours or the word for it in either language.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        named(&Self::TABLE, name)
    }

    /// What a table of nothing else is of.
    #[must_use]
    pub fn title(self) -> Label {
        match self {
            Self::Deals => label("Deals", "项目数"),
            Self::Share => label("Share of the amount", "金额占比"),
            Self::Average => label("Average amount", "平均金额"),
            other => other.label(),
        }
    }

    /// The stage whose deals it counts, if it does.
    #[must_use]
    pub fn stage(self) -> Option<Stage> {
        match self {
            Self::Deals | Self::Signed => Some(Stage::Signed),
            Self::Registered => Some(Stage::Registered),
            Self::Started => Some(Stage::Started),
            Self::Producing => Some(Stage::Producing),
            Self::Full => Some(Stage::Full),
            Self::Ended => Some(Stage::Ended),
            _ => None,
        }
    }

    /// Of a rate of stages: the stage that is counted, and the one of which it is a part. Registrations and starts are usually of
    /// what was signed, productions of what was started; `of` takes the place of these where it is an earlier stage.
    #[must_use]
    pub fn rate(self, of: Option<Stage>) -> Option<(Stage, Stage)> {
        let (stage, usual) = match self {
            Self::RegisteredRate => (Stage::Registered, Stage::Signed),
            Self::StartedRate => (Stage::Started, Stage::Signed),
            Self::ProducingRate => (Stage::Producing, Stage::Started),
            _ => return None,
        };
        Some((stage, of.filter(|of| *of < stage).unwrap_or(usual)))
    }

    /// Whether it is of receipts.
    #[must_use]
    pub fn is_of_receipts(self) -> bool {
        matches!(self, Self::Received | Self::ReceivedRate)
    }

    /// Whether it is of stages that deals have reached since.
    #[must_use]
    pub fn is_of_stages(self) -> bool {
        self.rate(None).is_some() || self.stage().is_some_and(|stage| stage != Stage::Signed)
    }

    /// Its name in flags, headers and keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::TABLE[self as usize].1
    }

    /// What people read above its column.
    #[must_use]
    pub fn label(self) -> Label {
        Self::TABLE[self as usize].2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_measure_is_found_by_its_names() {
        for (at, measure) in Measure::all().enumerate() {
            assert_eq!(measure as usize, at);
            for name in [measure.name(), measure.label().en, measure.label().zh] {
                assert_eq!(Measure::named(name), Some(measure));
            }
        }
    }
}
