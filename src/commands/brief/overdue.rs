//! What is overdue, and how long the standing lists are.

use chrono::NaiveDate;

use super::BriefArgs;
use crate::commands::context::Context;
use crate::commands::due::{self, Counts};
use crate::commands::failure::Failure;
use crate::domain::catalogue::Catalogue;
use crate::domain::deal::Field;
use crate::domain::dimension::Dimension;
use crate::domain::due::{Due, DueList, Terms};
use crate::domain::filter::Filter;
use crate::domain::stage::Stage;
use crate::lang::{Said, notes as sentences, said};
use crate::report::brief::Overdue;
use crate::store::{Listed, Reading, View};

/// What is said of each.
const FIELDS: [Field; 5] = [Field::Title, Field::Id, Field::Event, Field::Partner, Field::District];

/// How many are listed, where the form does not say.
const LISTED: usize = 10;

/// Looks at every deal once; of those that are overdue only the ones to be listed are kept.
pub(super) fn overdue(
    args: &BriefArgs,
    top: Option<usize>,
    view: View<'_>,
    filter: &Filter,
    (day, catalogue, context): (NaiveDate, &Catalogue, &Context),
    notes: &mut Vec<Said>,
) -> Result<Overdue, Failure> {
    let terms = Terms { today: day, quiet_days: due::QUIET_DAYS };
    let most = top.unwrap_or(LISTED);
    let mut news = view.news(day)?;
    let mut counts = Counts::new(Dimension::Event);
    let (mut deals, mut longest, mut hidden, mut uncertain) = (0_i64, 0_i64, 0_i64, 0_i64);
    let mut listed: Vec<(Due, Listed)> = Vec::new();
    view.each_deal(filter, catalogue.home, Reading::default(), |deal| {
        if !args.counting().adds_deal(deal.deal.relation) {
            return Ok(true);
        }
        let is_uncertain = |stage: Stage| {
            let date = deal.deal.lifecycle.date(stage);
            date.is_some_and(|date| date.first_day() <= day && date.last_day() > day)
        };
        uncertain += i64::from(Stage::DATED.into_iter().any(is_uncertain));
        for due in due::due(&deal, terms, view, &mut news)? {
            counts.add(due.list, &deal, catalogue);
            if due.list == DueList::Overdue {
                deals += 1;
                if args.public && deal.deal.confidential {
                    hidden += 1;
                } else {
                    longest = longest.max(due.days);
                    keep(&mut listed, (due, &deal), most);
                }
            }
        }
        Ok(true)
    })?;
    notes.extend((uncertain > 0 && deals > 0).then(|| sentences::uncertain_stages(uncertain, day)));
    if deals - hidden > i64::try_from(listed.len()).unwrap_or(i64::MAX) {
        let (shown, all) = (listed.len(), deals - hidden);
        notes.push(said!(
            "Of {all} overdue projects the {shown} that are overdue the longest are listed.",
            "逾期项目{all}个，列出其中逾期最长的{shown}个。"
        ));
    }
    let sheet = due::sheet_of(&FIELDS, listed.iter().map(|(due, deal)| (*due, deal)), catalogue, context.lang);
    let lists: Vec<DueList> = DueList::all().collect();
    Ok(Overdue { deals, longest, sheet, lists: counts.sheet(&lists, catalogue, context.lang) })
}

/// Keeps the longest overdue, then those of the least numbers.
fn keep(listed: &mut Vec<(Due, Listed)>, (due, deal): (Due, &Listed), most: usize) {
    let key = |due: &Due, id: i64| (std::cmp::Reverse(due.days), id);
    let at = listed.partition_point(|(other, its)| key(other, its.deal.id) < key(&due, deal.deal.id));
    if at < most {
        listed.insert(at, (due, deal.clone()));
        listed.truncate(most);
    }
}
