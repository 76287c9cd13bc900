//! Deals as rows of a sheet: one cell a field.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{channel, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread::Builder;

use super::context::Context;
use super::failure::Failure;
use super::output::OutputArgs;
use crate::domain::catalogue::{Catalogue, Family, Id, Item};
use crate::domain::date::PartialDate;
use crate::domain::deal::{Deal, Field};
use crate::domain::filter::Filter;
use crate::domain::flag;
use crate::domain::label::Lang;
use crate::domain::money::Money;
use crate::domain::stage::Stage;
use crate::intake::names::ENTRY;
use crate::lang::{said, words};
use crate::render::{self, Layout};
use crate::sheet::{Cell, Column, ColumnKind, Sheet};
use crate::store::{self, Batch, Listed, Order, Reading, Store, View};

/// Which deals are written, in which order, and what of each.
pub(crate) struct Selection<'a> {
    /// What they must pass.
    pub filter: &'a Filter,
    /// Their order.
    pub order: Order,
    /// How many at most.
    pub limit: Option<i64>,
    /// The fields.
    pub fields: &'a [Field],
    /// Whether the entry that wrote a deal comes behind them.
    pub with_entry: bool,
    /// Whether they are as anybody may see them.
    pub public: bool,
}

impl Selection<'_> {
    fn reading(&self) -> Reading {
        let Self { order, limit, fields, public, .. } = *self;
        Reading { order, limit, received: fields.contains(&Field::Received), public }
    }
}

/// Where the deals come from.
pub(crate) enum Source<'a> {
    /// A ledger that is let go once they are read, so that whoever reads a table in a pager keeps nobody from writing.
    Whole(Box<Store>),
    /// A ledger that is read from again.
    Part(View<'a>),
    /// They were read before.
    Read(Vec<Listed>),
}

/// How many batches of deals may wait between two threads.
const QUEUE: usize = 4;

impl Source<'_> {
    /// Hands over the deals as long as `take` says to go on. Those of a whole ledger are read on a thread beside this one, where one can
    /// be made.
    fn each(
        self,
        (filter, home, reading): (&Filter, Id, Reading),
        mut take: impl FnMut(&Listed) -> bool,
    ) -> store::Result<()> {
        let store = match self {
            Self::Read(deals) => {
                deals.iter().all(take);
                return Ok(());
            }
            Self::Part(view) => return view.each_deal(filter, home, reading, |listed| Ok(take(&listed))),
            Self::Whole(store) => Mutex::new(store),
        };
        let goes_on = AtomicBool::new(true);
        let (sender, receiver) = sync_channel::<Batch>(QUEUE);
        let (spent, emptied) = channel();
        let read = {
            let (store, goes_on) = (&store, &goes_on);
            move || {
                let store = store.lock().unwrap_or_else(PoisonError::into_inner);
                let hand_over = |batch| sender.send(batch).ok().map(|()| emptied.try_recv().unwrap_or_default());
                store.view().each_batch(filter, home, reading, hand_over, || goes_on.load(Ordering::Relaxed))
            }
        };
        std::thread::scope(|scope| {
            let Ok(reader) = Builder::new().spawn_scoped(scope, read) else {
                let store = store.lock().unwrap_or_else(PoisonError::into_inner);
                return store.view().each_deal(filter, home, reading, |listed| Ok(take(&listed)));
            };
            let mut shown = Ok(true);
            for batch in &receiver {
                shown = batch.each(&mut take);
                if !matches!(shown, Ok(true)) {
                    break;
                }
                // The reader may have come to its end by now.
                let _ = spent.send(batch.emptied());
            }
            goes_on.store(false, Ordering::Relaxed);
            drop(receiver);
            let read = reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            // Why nobody listens any more is for the caller to say.
            if shown? { read } else { Ok(()) }
        })
    }
}

/// What deals anybody may see are selected by: a filter that asks for what is not shown of confidential ones leaves them out.
pub(crate) fn in_public(filter: Filter, context: &Context) -> Filter {
    if !filter.tells_of_confidential() {
        return filter;
    }
    context.console.talk(said!(
        "confidential deals are left out: these filters would tell of them",
        "不含保密项目：所用筛选条件会透露其内容"
    ));
    Filter { open_only: true, ..filter }
}

/// Writes deals one by one as they are read. Gives how many.
pub(crate) fn write_deals(
    context: &Context,
    output: &OutputArgs,
    layout: Layout,
    (source, catalogue): (Source<'_>, &Catalogue),
    selection: &Selection<'_>,
) -> Result<i64, Failure> {
    let Selection { filter, fields, with_entry, .. } = *selection;
    let mut columns = columns(fields, catalogue, context.lang);
    columns.extend(with_entry.then(|| Column::new(ENTRY, words(context.lang).entry, ColumnKind::Count)));
    let sheet = Sheet::list(columns);
    let names = if matches!(source, Source::Whole(_)) { Names::of_many(catalogue) } else { Names::of(catalogue) };
    let mut count = 0;
    output.with_sink(context, |out| -> Result<(), Failure> {
        let mut renderer = render::begin(out, layout, &sheet)?;
        let mut written = Ok(());
        source.each((filter, catalogue.home, selection.reading()), |listed| {
            count += 1;
            written = renderer.row_of(fields.len() + usize::from(with_entry), &|at| match fields.get(at) {
                Some(field) => cell_of(*field, listed, &names, context.lang),
                None => Cell::Number(listed.entry),
            });
            written.is_ok()
        })?;
        written?;
        Ok(renderer.finish(None, &[])?)
    })?;
    Ok(count)
}

/// The fields that need names beside the partner's, which comes along with the deal.
const NAMED: [(Field, Family); 5] = [
    (Field::Event, Family::Event),
    (Field::Sector, Family::Sector),
    (Field::District, Family::District),
    (Field::Country, Family::Country),
    (Field::Region, Family::Region),
];

/// Takes in the names that [`cell`] looks up.
pub(crate) fn load_names(view: View<'_>, catalogue: &mut Catalogue) -> crate::store::Result<()> {
    NAMED.iter().try_for_each(|(_, family)| view.load_items(catalogue, *family))
}

/// Reads a few deals, and takes in no names but theirs.
pub(crate) fn read_few(
    view: View<'_>,
    catalogue: &mut Catalogue,
    selection: &Selection<'_>,
) -> crate::store::Result<Vec<Listed>> {
    let Selection { filter, fields, .. } = *selection;
    let mut deals = Vec::new();
    view.each_deal(filter, catalogue.home, selection.reading(), |listed| {
        deals.push(listed);
        Ok(true)
    })?;
    for (field, family) in NAMED.into_iter().filter(|(field, _)| fields.contains(field)) {
        let ids: BTreeSet<Id> = deals.iter().filter_map(|listed| item_of(&listed.deal, field)).collect();
        for id in ids {
            view.load_item(catalogue, family, id)?;
        }
    }
    Ok(deals)
}

fn item_of(deal: &Deal, field: Field) -> Option<Id> {
    match field {
        Field::Event => deal.event,
        Field::Sector => Some(deal.sector),
        Field::District => deal.district,
        Field::Country => deal.country,
        Field::Region => deal.region,
        _ => None,
    }
}

/// The columns of some fields.
pub(crate) fn columns(fields: &[Field], catalogue: &Catalogue, lang: Lang) -> Vec<Column> {
    let kind = |field: Field| match field {
        Field::Amount => ColumnKind::Exact,
        Field::BaseAmount | Field::Received => ColumnKind::Whole(catalogue.base),
        Field::Id => ColumnKind::Count,
        Field::Currency | Field::Event | Field::Rate | Field::Follows => ColumnKind::Code,
        date if date.is_date() => ColumnKind::Code,
        _ => ColumnKind::Text,
    };
    fields.iter().map(|field| Column::new(field.name(), field.label().in_lang(lang), kind(*field))).collect()
}

/// The names of items by number.
struct Names<'a> {
    catalogue: &'a Catalogue,
    /// Those with small numbers by family, where many deals are named.
    near: Option<[Vec<Option<&'a Item>>; NAMED.len()]>,
}

impl<'a> Names<'a> {
    /// How many of a family are near at most.
    const NEAR: usize = 4096;

    fn of(catalogue: &'a Catalogue) -> Self {
        Self { catalogue, near: None }
    }

    fn of_many(catalogue: &'a Catalogue) -> Self {
        Self { catalogue, near: Some(NAMED.map(|(_, family)| catalogue.by_number(family, Self::NEAR))) }
    }

    fn item(&self, family: Family, id: Id) -> Option<&'a Item> {
        let near = self.near.as_ref().and_then(|near| {
            let at = NAMED.iter().position(|(_, named)| *named == family)?;
            near[at].get(usize::try_from(id.0).ok()?)
        });
        near.copied().unwrap_or_else(|| self.catalogue.current(family, id))
    }
}

/// What a deal has in a field.
pub(crate) fn cell<'a>(field: Field, listed: &'a Listed, catalogue: &'a Catalogue, lang: Lang) -> Cell<'a> {
    cell_of(field, listed, &Names::of(catalogue), lang)
}

fn cell_of<'a>(field: Field, listed: &'a Listed, names: &Names<'a>, lang: Lang) -> Cell<'a> {
    let deal = &listed.deal;
    let item = |family: Family, id: Option<Id>| match id.and_then(|id| names.item(family, id)) {
        Some(item) => Cell::Named { code: item.code().into(), name: item.label(lang).into() },
        None => Cell::Empty,
    };
    match field {
        Field::Id => Cell::Number(deal.id),
        Field::Ref => Cell::text(deal.reference.as_deref()),
        Field::Title => Cell::text(Some(deal.title.as_str())),
        Field::Signed => Cell::Date(deal.signed),
        Field::Event => match item(Family::Event, deal.event) {
            // Codes are how people speak of events.
            Cell::Named { code, .. } => Cell::Text(code),
            other => other,
        },
        Field::Sector => item(Family::Sector, Some(deal.sector)),
        Field::Partner => Cell::text(listed.partner.as_deref()),
        Field::Region => item(Family::Region, deal.region),
        Field::Country => item(Family::Country, deal.country),
        Field::Amount => match deal.money() {
            Some(Money { minor, currency }) => Cell::Money { minor, currency },
            None => Cell::Empty,
        },
        Field::Currency => Cell::text(Some(deal.currency.code())),
        Field::Rate => Cell::text(deal.rate.map(|rate| rate.to_string())),
        Field::BaseAmount => in_base(deal.base_amount, names.catalogue),
        Field::Kind => match deal.kind {
            Some(kind) => Cell::Named { code: kind.code().into(), name: kind.name(lang).into() },
            None => Cell::Empty,
        },
        Field::Venue => match deal.venue {
            Some(venue) => Cell::Named { code: venue.code().into(), name: venue.name(lang).into() },
            None => Cell::Empty,
        },
        Field::Tags => deal.tags.as_ref().map_or(Cell::Empty, |tags| Cell::Words(tags.as_str().into())),
        Field::Stage => {
            let stage = deal.lifecycle.stage();
            Cell::Named { code: stage.code().into(), name: stage.name(lang).into() }
        }
        Field::Registered => date(deal.lifecycle.date(Stage::Registered)),
        Field::Started => date(deal.lifecycle.date(Stage::Started)),
        Field::Producing => date(deal.lifecycle.date(Stage::Producing)),
        Field::Full => date(deal.lifecycle.date(Stage::Full)),
        Field::Ended => date(deal.lifecycle.date(Stage::Ended)),
        Field::Reason => Cell::text(deal.lifecycle.reason.as_deref()),
        Field::StartDue => date(deal.lifecycle.start_due),
        Field::ProductionDue => date(deal.lifecycle.production_due),
        Field::Received => in_base(listed.received, names.catalogue),
        Field::Relation => Cell::Named { code: deal.relation.code().into(), name: deal.relation.name(lang).into() },
        Field::Follows => deal.follows.as_ref().map_or(Cell::Empty, |key| Cell::text(Some(key.to_string()))),
        Field::Confidential if deal.confidential => {
            Cell::Named { code: flag::YES.into(), name: words(lang).yes.into() }
        }
        Field::Confidential => Cell::Empty,
        Field::District => item(Family::District, deal.district),
        Field::Note => Cell::text(deal.note.as_deref()),
        Field::Extra => deal.extra.as_ref().map_or(Cell::Empty, |extra| Cell::Pairs(extra.as_json().into())),
    }
}

fn in_base(minor: Option<i64>, catalogue: &Catalogue) -> Cell<'static> {
    minor.map_or(Cell::Empty, |minor| Cell::Money { minor, currency: catalogue.base })
}

fn date(date: Option<PartialDate>) -> Cell<'static> {
    date.map_or(Cell::Empty, Cell::Date)
}
