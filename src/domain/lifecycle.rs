//! How the stages, the relation and the flags of a draft are settled.

use super::date::PartialDate;
use super::deal::Field;
use super::draft::{Draft, Faults, Terms};
use super::fault::Problem;
use super::flag;
use super::relation::{DealKey, Relation};
use super::stage::{Lifecycle, Stage};

impl Draft<'_> {
    /// The dates of stages, and the stage where that is written as well: it must be the one that the dates say.
    pub(super) fn lifecycle(
        &self,
        signed: Option<PartialDate>,
        terms: &Terms<'_>,
        faults: &mut Faults,
    ) -> Option<Lifecycle> {
        let mut date = |field: Field| {
            let date = self.get(field).map(PartialDate::parse).transpose();
            faults.note(field, date)
        };
        let mut lifecycle = Lifecycle::default();
        let mut is_whole = true;
        for stage in Stage::DATED {
            match date(stage.field()) {
                Some(date) => lifecycle.set(stage, date),
                None => is_whole = false,
            }
        }
        let (start_due, production_due) = (date(Field::StartDue), date(Field::ProductionDue));
        let stage = self.get(Field::Stage);
        let stage = stage.map(|text| Stage::parse(text).ok_or_else(|| Problem::NoStage(text.to_owned()))).transpose();
        let stage = faults.note(Field::Stage, stage);
        if !is_whole {
            return None;
        }
        let agreed = agree(stage?, &mut lifecycle, terms.stage_date);
        faults.note(Field::Stage, agreed)?;
        if let Some(signed) = signed {
            for wrong in lifecycle.out_of_order(signed) {
                let problem = Problem::Before { date: wrong.date, than: wrong.earlier.field(), then: wrong.after };
                faults.push(wrong.stage.field(), problem);
            }
        }
        lifecycle.reason = self.get(Field::Reason).map(str::to_owned);
        if lifecycle.reason.is_some() && lifecycle.date(Stage::Ended).is_none() {
            faults.push(Field::Reason, Problem::NotEnded);
        }
        (lifecycle.start_due, lifecycle.production_due) = (start_due?, production_due?);
        Some(lifecycle)
    }

    /// How the deal relates to an earlier one. Either says nothing without the other.
    pub(super) fn relation(&self, faults: &mut Faults) -> Option<(Relation, Option<DealKey>)> {
        let relation = self.get(Field::Relation).map_or(Ok(Relation::New), |text| {
            Relation::parse(text).ok_or_else(|| Problem::NoRelation(text.to_owned()))
        });
        let relation = faults.note(Field::Relation, relation)?;
        let follows = self.get(Field::Follows).filter(|text| !text.eq_ignore_ascii_case("none")).map(DealKey::parse);
        match (relation, &follows) {
            (Relation::New, Some(_)) => faults.push(Field::Relation, Problem::NoRelationGiven),
            (Relation::New, None) | (_, Some(_)) => {}
            (relation, None) => faults.push(Field::Follows, Problem::FollowsNothing(relation)),
        }
        Some((relation, follows))
    }

    /// Whether the deal is confidential.
    pub(super) fn confidential(&self) -> Result<bool, Problem> {
        self.get(Field::Confidential)
            .map_or(Ok(false), |text| flag::parse(text).ok_or_else(|| Problem::NoFlag(text.to_owned())))
    }
}

/// Sees to it that the dates say the stage that is written; where that lacks its date alone, it takes the one that is given.
fn agree(stage: Option<Stage>, lifecycle: &mut Lifecycle, given: Option<PartialDate>) -> Result<(), Problem> {
    let is = lifecycle.stage();
    match stage {
        Some(stage) if stage == is => Ok(()),
        None => Ok(()),
        Some(stage) if is == Stage::Ended || stage < is => Err(Problem::OtherStage { stage, is }),
        Some(stage) => {
            lifecycle.set(stage, Some(given.ok_or(Problem::StageWithoutDate(stage))?));
            Ok(())
        }
    }
}
