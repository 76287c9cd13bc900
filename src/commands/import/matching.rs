//! `--match`: rows whose deals are there already change them, are passed over, or are refused.
//!
//! Only what the file has columns for is changed. Each deal is written out as `export` would, the cells of the file are laid over
//! it, and the result goes the way of every draft, so that what is refused there is refused here. A row whose deal is not there is a
//! new one, unless it is sought by its number.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use super::outcome::Outcome;
use super::rejects::Rejects;
use super::returned::{Returned, Side, Taken as Came};
use super::{Blank, Job, OnMatch, Stop, load};
use crate::commands::change::{Changed, Over, text_of};
use crate::commands::context::check_interrupt;
use crate::commands::failure::Failure;
use crate::commands::fields;
use crate::commands::rows::{self, FileRow, RefusedRow};
use crate::domain::catalogue::{Catalogue, Family};
use crate::domain::currency::Currency;
use crate::domain::date::PartialDate;
use crate::domain::deal::{Deal, DealKind, Field, Venue};
use crate::domain::draft::{Draft, Terms};
use crate::domain::fault::{Fault, Other, Problem};
use crate::domain::filter::Filter;
use crate::domain::flag;
use crate::domain::money::Money;
use crate::domain::place;
use crate::domain::rate::Rate;
use crate::domain::relation::{DealKey, Relation};
use crate::domain::stage::Stage;
use crate::domain::tags::Tags;
use crate::intake::cells::{CellReader, Prepared};
use crate::intake::plan::{Plan, Spot};
use crate::intake::source::{Source, SourceRow};
use crate::lang::{Said, said};
use crate::store::{Error, Listed, Reading, Write};

pub(super) fn run(
    job: &Job<'_>,
    write: &mut Write<'_>,
    mut sources: Vec<Source>,
    mut rejects: Option<&mut Rejects>,
) -> Result<Outcome, Stop> {
    let (args, context) = (job.args, job.context);
    let mut catalogue = write.view().catalogue()?;
    write.view().load_all(&mut catalogue)?;
    load::say_default_event(job, &sources, &catalogue);
    let rates = write.view().rates(None)?;
    let terms = args.terms(&rates, context);
    let names: Vec<String> = sources.iter().map(|source| source.name.clone()).collect();
    let index = Index::of(write, &catalogue, &args.r#match)?;
    let mut matching =
        Matching { job, index, claimed: HashMap::new(), plan: Plan::new(catalogue, terms), terms, conflicts: 0 };
    if !args.allow_duplicates {
        matching.plan.refuse_doubles();
        write.view().each_deal_without_ref(|deal| matching.plan.know(&deal))?;
    }
    let (mut outcome, mut reader) = (Outcome::nothing(), CellReader::new(job.mapping));
    let progress = context.console.progress();
    for (source, name) in sources.iter_mut().zip(&names) {
        matching.plan.use_default_event(!source.columns.has(Field::Event));
        while let Some(row) = rows::next_row(name, source, &mut reader, &matching.plan.catalogue)? {
            check_interrupt()?;
            progress.add(1);
            let cells = job.keeps_cells.then(|| rows::cells_to_correct(&row.source));
            match matching.take(write, name, row)? {
                Ok(change) => outcome.count(&change, job),
                Err(refused) => {
                    let refused = RefusedRow { cells, ..refused };
                    outcome.refuse(&refused, &names, context);
                    if let Some(rejects) = &mut rejects {
                        rejects.add(&refused)?;
                    }
                }
            }
        }
        outcome.left_out.push((name.clone(), source.left_out.clone()));
    }
    outcome.told = reader.told;
    outcome.conflicts = matching.conflicts;
    outcome.sources = sources;
    // Rows that were refused may have left names behind that no deal uses.
    write.add_made_in_use(&mut matching.plan.catalogue)?;
    outcome.take_names(&matching.plan.catalogue);
    Ok(outcome)
}

/// What became of a row.
enum Change {
    /// Its deal was as in the file.
    None,
    /// Its deal was passed over.
    Skipped,
    /// It is a new deal, of this number.
    Added(i64, Box<Deal>),
    /// Its deal was changed to this.
    To { deal: Box<Deal>, rated_anew: bool },
}

impl Outcome {
    fn count(&mut self, change: &Change, job: &Job<'_>) {
        match change {
            Change::None => self.unchanged += 1,
            Change::Skipped => self.skipped += 1,
            Change::Added(last, deal) => {
                self.added += 1;
                self.last = *last;
                self.note(deal, job.context);
            }
            Change::To { deal, rated_anew } => {
                self.changed += 1;
                self.rated_anew += u64::from(*rated_anew);
                self.note(deal, job.context);
            }
        }
    }
}

/// What a row of the files has claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Claim {
    /// A deal.
    Deal(i64),
    /// The fields by which deals are found, as a short hash.
    Key(u64),
}

/// Where the deals of the ledger are found.
enum Index {
    /// By number, asked for one by one.
    Number,
    /// By ref, asked for one by one.
    Ref,
    /// By other fields, of which a short hash is kept.
    Fields(Vec<Field>, RandomState, HashMap<u64, Vec<i64>>),
}

impl Index {
    fn of(write: &Write<'_>, catalogue: &Catalogue, fields: &[Field]) -> Result<Self, Stop> {
        match fields {
            [Field::Id] => return Ok(Self::Number),
            [Field::Ref] => return Ok(Self::Ref),
            _ => {}
        }
        let (hasher, mut deals): (_, HashMap<u64, Vec<i64>>) = (RandomState::new(), HashMap::new());
        write.view().each_deal(&Filter::default(), catalogue.home, Reading::default(), |listed| {
            let texts: Vec<String> = fields.iter().map(|field| text_of(*field, &listed, catalogue)).collect();
            deals.entry(hasher.hash_one(texts)).or_default().push(listed.deal.id);
            Ok(true)
        })?;
        Ok(Self::Fields(fields.to_vec(), hasher, deals))
    }
}

/// What a row of a file has in a field, as `export` writes it; none where what it says is not known, so that no deal can have it.
pub(super) fn text_in(field: Field, draft: &Draft<'_>, catalogue: &Catalogue) -> Option<String> {
    let Some(text) = draft.get(field).filter(|text| !text.is_empty()) else { return Some(String::new()) };
    let item = |family: Family| {
        let id = catalogue.get(family, text)?;
        catalogue.item(family, id).map(|item| item.code().to_owned())
    };
    match field {
        Field::Event => item(Family::Event),
        Field::Sector => item(Family::Sector),
        Field::District => item(Family::District),
        Field::Partner => item(Family::Partner),
        Field::Country => item(Family::Country),
        Field::Region => {
            let place = place::settle(catalogue, draft.get(Field::Country), Some(text)).ok()?.known_region()?;
            catalogue.item(Family::Region, place).map(|item| item.code().to_owned())
        }
        Field::Amount => {
            let given = draft.get(Field::Currency).map(Currency::parse).transpose().ok()?;
            Some(Money::parse(text, given, catalogue.base).ok()?.plain())
        }
        Field::Currency => Some(Currency::parse(text).ok()?.code().to_owned()),
        Field::Kind => Some(DealKind::parse(text)?.code().to_owned()),
        Field::Venue => Some(Venue::parse(text)?.code().to_owned()),
        Field::Tags => Some(Tags::parse(text)?.to_string()),
        Field::Rate => Some(Rate::parse(text).ok()?.to_string()),
        Field::Signed
        | Field::Registered
        | Field::Started
        | Field::Producing
        | Field::Full
        | Field::Ended
        | Field::StartDue
        | Field::ProductionDue => Some(PartialDate::parse(text).ok()?.to_string()),
        Field::Stage => Some(Stage::parse(text)?.code().to_owned()),
        Field::Relation => Some(Relation::parse(text)?.code().to_owned()),
        Field::Confidential => Some(if flag::parse(text)? { flag::YES.to_owned() } else { String::new() }),
        Field::Id
        | Field::Ref
        | Field::Title
        | Field::BaseAmount
        | Field::Received
        | Field::Follows
        | Field::Reason
        | Field::Note
        | Field::Extra => Some(text.to_owned()),
    }
}

/// What rows are matched with.
struct Matching<'a, 'b> {
    job: &'b Job<'b>,
    index: Index,
    /// What rows have claimed, with their lines.
    claimed: HashMap<Claim, Spot>,
    plan: Plan<'a>,
    terms: Terms<'a>,
    /// How many rows had cells that were changed on both sides.
    conflicts: u64,
}

type Taken = Result<Change, RefusedRow>;

impl Matching<'_, '_> {
    /// Changes, passes over or adds the deal of one row, or says why the row is refused.
    fn take(&mut self, write: &mut Write<'_>, name: &str, row: FileRow<'_>) -> Result<Taken, Failure> {
        let spot = row.source.spot;
        let read = match row.read {
            Ok(read) => read,
            Err(refused) => return Ok(Err(refused)),
        };
        if let Some(failure) = rows::without_unit(name, spot, &read.faults) {
            return Err(failure);
        }
        let refused = |field: Field, problem: Problem| Ok(Err(RefusedRow::faulty(spot, &[Fault { field, problem }])));
        let draft = read.draft();
        let field = self.job.args.r#match.first().copied().unwrap_or(Field::Id);
        let found = match self.find(write, &draft, spot)? {
            Ok(found) => found,
            Err(Problem::NoDeal(number)) if row.source.columns.entry().is_some() => {
                let taken = self.deleted_since(write, number, &row.source, &draft)?;
                return Ok(taken.map_err(|row| RefusedRow { spot, ..row }));
            }
            Err(problem) => return refused(field, problem),
        };
        let Some(number) = found else { return self.add(write, spot, &read) };
        if let Some(first) = self.claimed.insert(Claim::Deal(number), spot) {
            let text = draft.get(field).map_or_else(|| number.to_string(), str::to_owned);
            let by = first.told_in(spot);
            return refused(field, Problem::Taken { text, by });
        }
        match self.job.args.on_match.unwrap_or_default() {
            OnMatch::Update => self.change(write, number, &row.source, &read),
            OnMatch::Skip => Ok(Ok(Change::Skipped)),
            OnMatch::Refuse => refused(field, Problem::Matches(number)),
        }
        .map(|taken| taken.map_err(|row: RefusedRow| RefusedRow { spot, ..row }))
    }

    /// The number of the deal of a row, if it is there.
    fn find(
        &mut self,
        write: &Write<'_>,
        draft: &Draft<'_>,
        spot: Spot,
    ) -> Result<Result<Option<i64>, Problem>, Failure> {
        match &self.index {
            Index::Number => {
                let Some(text) = draft.get(Field::Id) else { return Ok(Err(Problem::Missing)) };
                let Ok(number) = text.parse() else { return Ok(Err(Problem::NoNumber(text.to_owned()))) };
                match write.view().deal(&DealKey::Number(number)) {
                    Ok(_) => Ok(Ok(Some(number))),
                    Err(Error::NoDeal(_)) => Ok(Err(Problem::NoDeal(number))),
                    Err(error) => Err(error.into()),
                }
            }
            Index::Ref => match draft.get(Field::Ref) {
                Some(text) => Ok(Ok(write.view().deal_with_ref(text)?)),
                None => Ok(Ok(None)),
            },
            Index::Fields(fields, hasher, deals) => {
                let catalogue = &mut self.plan.catalogue;
                let alike = draft.get(Field::Partner).filter(|_| self.terms.same_partners);
                let alike = alike.and_then(|text| catalogue.recall_loosely(text));
                let alike = alike.and_then(|id| catalogue.item(Family::Partner, id)).map(|item| item.name.clone());
                let text = |field: &Field| match (field, &alike) {
                    (Field::Partner, Some(name)) => Some(name.clone()),
                    _ => text_in(*field, draft, catalogue),
                };
                let texts: Option<Vec<String>> = fields.iter().map(text).collect();
                // What names a partner that is new, or nothing at all, has no deal yet.
                let Some(texts) = texts.filter(|texts| texts.iter().any(|text| !text.is_empty())) else {
                    return Ok(Ok(None));
                };
                let key = hasher.hash_one(&texts);
                let found = deals.get(&key).map_or(&[][..], Vec::as_slice);
                if let [_, _, ..] = found {
                    let numbers: Vec<String> = found.iter().map(ToString::to_string).collect();
                    return Ok(Err(Problem::Several(numbers.join(", "))));
                }
                if let Some(first) = self.claimed.insert(Claim::Key(key), spot) {
                    let (text, by) = (texts.join(", "), first.told_in(spot));
                    return Ok(Err(Problem::Taken { text, by }));
                }
                Ok(Ok(found.first().copied()))
            }
        }
    }

    /// A row whose deal was deleted after it was sent out: nothing to do, unless something was changed in it.
    fn deleted_since(
        &mut self,
        write: &Write<'_>,
        number: i64,
        row: &SourceRow<'_>,
        file: &Draft<'_>,
    ) -> Result<Taken, Failure> {
        let sent = match sent(write, number, row)? {
            Ok(sent) => sent,
            Err(reason) => return Ok(Err(RefusedRow::because(vec![reason]))),
        };
        let returned = Returned { file, columns: row.columns, sent: &sent, now: &sent };
        let fields = returned.taken(None, &self.plan.catalogue).fields;
        match self.job.args.side() {
            _ if fields.is_empty() => return Ok(Ok(Change::None)),
            Some(Side::Ours) => return Ok(Ok(Change::Skipped)),
            _ => {}
        }
        self.conflicts += 1;
        let by = write.view().entries_of(number)?.last().copied().unwrap_or(0);
        let names: Vec<&str> = fields.into_iter().map(Field::name).collect();
        let (en, zh) = (names.join(", "), names.join("、"));
        Ok(Err(RefusedRow::because(vec![Said::new(
            format!(
                "id: deal {number} was deleted by entry {by} (`deals undo {by}` brings it back), and changed in the file: {en}"
            ),
            format!("id：{number}号项目已由第{by}条记录删除（可用`deals undo {by}`恢复），而文件中改动了：{zh}"),
        )])))
    }

    fn add(&mut self, write: &mut Write<'_>, spot: Spot, read: &Prepared<'_>) -> Result<Taken, Failure> {
        let mut deal = match self.plan.settle(spot, read) {
            Ok(deal) => Deal { id: 0, ..deal },
            Err(faults) => return Ok(Err(RefusedRow::faulty(spot, &faults))),
        };
        if let Some(key) = &deal.follows {
            match write.view().number_of(key)? {
                Ok(first) => deal.follows = Some(DealKey::Number(first)),
                Err(problem) => return Ok(Err(RefusedRow::faulty(spot, &[Fault { field: Field::Follows, problem }]))),
            }
        }
        let mut is_taken = false;
        let last = write.insert_deals([((), &deal)], |(), _, id| is_taken = id.is_none())?;
        if is_taken {
            let text = deal.reference.clone().unwrap_or_default();
            let problem = Problem::Taken { text, by: Other::SomeDeal };
            return Ok(Err(RefusedRow::faulty(spot, &[Fault { field: Field::Ref, problem }])));
        }
        self.claimed.insert(Claim::Deal(last), spot);
        Ok(Ok(Change::Added(last, Box::new(deal))))
    }

    fn change(
        &mut self,
        write: &mut Write<'_>,
        number: i64,
        row: &SourceRow<'_>,
        read: &Prepared<'_>,
    ) -> Result<Taken, Failure> {
        let (mut file, columns) = (read.draft(), row.columns);
        let refused = |faults: &[Fault]| Ok(Err(RefusedRow::faulty(Spot { file: 0, line: 0 }, faults)));
        let listed = write.view().deal(&DealKey::Number(number))?;
        if let Some(unit) = read.loose_unit.clone().filter(|_| listed.deal.currency != Currency::CNY) {
            let problem = Problem::OtherUnit { deal: listed.deal.currency, unit };
            return refused(&[Fault { field: Field::Amount, problem }]);
        }
        let mut clears = self.job.args.blank == Some(Blank::Clear);
        let mut has: Box<dyn Fn(Field) -> bool> = Box::new(|field| columns.has(field));
        if columns.entry().is_some() {
            let sent = match sent(write, number, row)? {
                Ok(sent) => sent,
                Err(reason) => return Ok(Err(RefusedRow::because(vec![reason]))),
            };
            let side = self.job.args.side();
            let returned = Returned { file: &file, columns, sent: &sent, now: &listed };
            let Came { fields, conflicts } = returned.taken(side, &self.plan.catalogue);
            self.conflicts += u64::from(!conflicts.is_empty());
            if side.is_none() && !conflicts.is_empty() {
                return Ok(Err(RefusedRow::because(conflicts)));
            }
            if fields.contains(&Field::Currency) && file.get(Field::Currency).is_none() {
                return refused(&[Fault { field: Field::Currency, problem: Problem::Blank }]);
            }
            Field::all().filter(|field| !fields.contains(field)).for_each(|field| file.clear(field));
            // Who empties a cell means it, unless told otherwise.
            clears = self.job.args.blank != Some(Blank::Keep);
            has = Box::new(move |field| fields.contains(&field));
        }
        if let Some(fault) = fields::ref_taken(write.view(), &file, Some(number))? {
            return refused(&[fault]);
        }
        let follows = match fields::follows(write.view(), &file, Some(number))? {
            Ok(follows) => follows,
            Err(fault) => return refused(&[fault]),
        };
        if let Some(first) = &follows {
            file.set(Field::Follows, first);
        }
        let over = Over { cells: &file, faults: &read.faults, has: &*has, clears, moves: false };
        let Changed { deal, rated_anew, .. } = match over.deal(&listed, &mut self.plan.catalogue, &self.terms) {
            Ok(Some(changed)) => changed,
            Ok(None) => return Ok(Ok(Change::None)),
            Err(faults) => return refused(&faults),
        };
        write.update_deal(&deal)?;
        Ok(Ok(Change::To { deal: Box::new(deal), rated_anew }))
    }
}

/// The deal as it was sent out, after the entry that the row names.
fn sent(write: &Write<'_>, number: i64, row: &SourceRow<'_>) -> Result<Result<Listed, Said>, Failure> {
    let text = row.columns.entry().and_then(|at| row.raw.cells.get(at)).unwrap_or_default().trim();
    let Ok(entry) = text.parse() else {
        return Ok(Err(said!("entry: `{text}` is not the number of an entry", "entry：`{text}`不是记录编号")));
    };
    // The file may be of another ledger, or of this one before an older copy took its place.
    if !(1..write.entry()).contains(&entry) {
        return Ok(Err(said!("entry: there is no entry {entry} in this ledger", "entry：本台账中没有第{entry}条记录")));
    }
    match write.view().as_of(entry).deal(&DealKey::Number(number)) {
        Ok(sent) => Ok(Ok(sent)),
        Err(Error::NoDeal(_)) => Ok(Err(said!(
            "entry: there was no deal {number} after entry {entry}",
            "entry：第{entry}条记录之后没有{number}号项目"
        ))),
        Err(error) => Err(error.into()),
    }
}
