//! `deals due`: what is to be asked about: the standing lists.

use std::collections::BTreeMap;
use std::rc::Rc;

use chrono::NaiveDate;
use clap::Args;

use super::as_of::AsOfArgs;
use super::console::SCREENFUL;
use super::context::{Context, day_of};
use super::deal_sheet;
use super::failure::Failure;
use super::filters::FilterArgs;
use super::output::OutputArgs;
use super::report::dimensions;
use crate::domain::catalogue::{Catalogue, Family};
use crate::domain::date::{PartialDate, parse_day};
use crate::domain::deal::Field;
use crate::domain::dimension::{Dimension, Facts, Value};
use crate::domain::due::{Due, DueList, Terms};
use crate::domain::label::{Label, Lang, label};
use crate::domain::relation::Counting;
use crate::lang::{said, words};
use crate::render::Format;
use crate::report::{code_of, name_of};
use crate::sheet::{Cell, Column, ColumnKind, Shape, Sheet};
use crate::store::{self, Listed, News, Reading, View};

/// List what is due: signed and not registered, signed and not started, started and not producing, past the due date, without news
///
/// Deals that have ended or are at full capacity are on no list, and renewals, upgrades and increases go with their first signing. Days
/// are counted from the signing, the start, the missed due date or the last news: a signing, a stage, a receipt, a change by `edit`,
/// `stage` or `import`. Of a month or year they are counted from its last day on.
#[derive(Args, Debug)]
pub(crate) struct DueArgs {
    /// Show these lists: not-registered, not-started, not-producing, overdue, quiet
    #[arg(long, value_name = "LIST,…", value_delimiter = ',', value_parser = parse_list)]
    list: Vec<DueList>,
    /// After how many days without news a deal is quiet
    #[arg(long, value_name = "N", default_value_t = QUIET_DAYS, value_parser = clap::value_parser!(i64).range(1..))]
    quiet_days: i64,
    /// Count the deals of each list by a dimension: district, sector, event, …
    #[arg(long, value_name = "DIM")]
    by: Option<String>,
    /// Deals that were signed before, by way of increase, upgrade or renewal, as well
    #[arg(long)]
    raw: bool,
    /// Show at most so many; a terminal shows 50 unless this says more
    #[arg(short = 'n', long, value_name = "N", conflicts_with = "by", help_heading = "Output")]
    limit: Option<usize>,
    #[command(flatten)]
    filters: FilterArgs,
    #[command(flatten)]
    as_of: AsOfArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// After how many days without news a deal is quiet, unless that is said.
pub(crate) const QUIET_DAYS: i64 = 90;

fn parse_list(text: &str) -> Result<DueList, String> {
    DueList::parse(text).ok_or_else(|| {
        let codes: Vec<&str> = DueList::all().map(DueList::code).collect();
        format!("one of {}", codes.join(", "))
    })
}

/// The fields of a line between the list and its days.
const FIELDS: [Field; 6] = [Field::Id, Field::Ref, Field::Title, Field::Event, Field::Partner, Field::District];

const LIST: Label = label("List", "清单");
const SINCE: Label = label("Since", "起算日期");
const DAYS: Label = label("Days", "天数");

/// Runs it.
pub(crate) fn run(args: &DueArgs, context: &Context) -> Result<(), Failure> {
    let by = match &args.by {
        None => None,
        Some(text) => match *dimensions("--by", std::slice::from_ref(text))? {
            [one] => Some(one),
            _ => return Err(Failure::usage(said!("--by: one dimension", "--by：只能按一个维度统计"))),
        },
    };
    let store = args.as_of.open(context)?;
    let view = store.view();
    let mut catalogue = view.catalogue()?;
    let filter = args.filters.resolve(view, &mut catalogue, context.today)?;
    deal_sheet::load_names(view, &mut catalogue)?;
    if by == Some(Dimension::Partner) {
        view.load_items(&mut catalogue, Family::Partner)?;
    }
    let counting = if args.raw { Counting::Raw } else { Counting::ByRule };
    let terms = Terms { today: args.as_of.today(view, context)?, quiet_days: args.quiet_days };
    let (mut found, mut related) = (Found { lines: Vec::new(), counts: by.map(Counts::new) }, 0);
    let mut news = view.news(terms.today)?;
    view.each_deal(&filter, catalogue.home, Reading::default(), |listed| {
        if counting.adds_deal(listed.deal.relation) {
            let due = due(&listed, terms, view, &mut news)?;
            found.take(listed, due.into_iter().filter(|due| args.shows(due.list)), &catalogue);
        } else {
            related += 1;
        }
        Ok(true)
    })?;
    let mut sheet = found.sheet(args, &catalogue, context)?;
    drop(store);
    let layout = args.output.layout(context, Format::Table)?;
    if related > 0 {
        let note = said!(
            "deals that go with their first signing and are not listed: {related}; `--raw` lists them",
            "归入首次签约、未单独列出的项目：{related}个；可用`--raw`列出"
        );
        if layout.shows_notes() {
            sheet.notes.push(note.in_lang(context.lang).to_owned());
        } else {
            context.console.talk(note);
        }
    }
    args.output.write_as(context, layout, &sheet)
}

impl DueArgs {
    fn shows(&self, list: DueList) -> bool {
        self.list.is_empty() || self.list.contains(&list)
    }
}

/// What is due of a deal.
pub(crate) fn due(listed: &Listed, terms: Terms, view: View<'_>, news: &mut News) -> store::Result<Vec<Due>> {
    let last = view.last_news(listed.deal.id, news)?;
    let changed: Option<NaiveDate> = last.changed.as_deref().and_then(|at| parse_day(&day_of(at)).ok());
    let changed = changed.map(PartialDate::of_day);
    let news = [last.received, changed].into_iter().flatten().filter(|date| date.first_day() <= terms.today);
    Ok(terms.due(&listed.deal, news.max_by_key(|date| date.last_day())))
}

/// What is due of all deals.
struct Found {
    lines: Vec<(Due, Rc<Listed>)>,
    counts: Option<Counts>,
}

impl Found {
    fn take(&mut self, listed: Listed, due: impl Iterator<Item = Due>, catalogue: &Catalogue) {
        let listed = Rc::new(listed);
        for due in due {
            match &mut self.counts {
                Some(counts) => counts.add(due.list, &listed, catalogue),
                None => self.lines.push((due, Rc::clone(&listed))),
            }
        }
    }

    fn sheet(self, args: &DueArgs, catalogue: &Catalogue, context: &Context) -> Result<Sheet, Failure> {
        match self.counts {
            Some(counts) => {
                let lists: Vec<DueList> = DueList::all().filter(|list| args.shows(*list)).collect();
                Ok(counts.sheet(&lists, catalogue, context.lang))
            }
            None => listed(self.lines, args, catalogue, context),
        }
    }
}

/// The lines, list by list, the longest due first.
fn listed(
    mut lines: Vec<(Due, Rc<Listed>)>,
    args: &DueArgs,
    catalogue: &Catalogue,
    context: &Context,
) -> Result<Sheet, Failure> {
    let lang = context.lang;
    lines.sort_by_key(|(due, listed)| (due.list, std::cmp::Reverse(due.days), listed.deal.id));
    let layout = args.output.layout(context, Format::Table)?;
    let is_screen = layout.format == Format::Table && args.output.is_screen(context);
    let (all, limit) = (lines.len(), args.limit.or(is_screen.then_some(SCREENFUL.into())).unwrap_or(usize::MAX));
    lines.truncate(limit);
    if args.limit.is_none() && all > lines.len() {
        let shown = lines.len();
        context.console.talk(said!(
            "{shown} of {all} lines; `-n {all}` shows all",
            "共{all}行，显示{shown}行；可用`-n {all}`全部显示"
        ));
    }
    let mut sheet = sheet_of(&FIELDS, lines.iter().map(|(due, listed)| (*due, &**listed)), catalogue, lang);
    let list =
        |(due, _): &(Due, Rc<Listed>)| Cell::Named { code: due.list.code().into(), name: due.list.name(lang).into() };
    sheet.columns.insert(0, Column::new("list", LIST.in_lang(lang), ColumnKind::Text));
    sheet.rows.iter_mut().zip(&lines).for_each(|(row, line)| row.insert(0, list(line)));
    Ok(sheet)
}

/// What is due, line by line.
pub(crate) fn sheet_of<'a>(
    fields: &[Field],
    lines: impl Iterator<Item = (Due, &'a Listed)>,
    catalogue: &Catalogue,
    lang: Lang,
) -> Sheet {
    let mut columns = deal_sheet::columns(fields, catalogue, lang);
    columns.push(Column::new("since", SINCE.in_lang(lang), ColumnKind::Code));
    columns.push(Column::new("days", DAYS.in_lang(lang), ColumnKind::Count));
    let mut sheet = Sheet::list(columns);
    for (due, listed) in lines {
        let cell = |field: &Field| deal_sheet::cell(*field, listed, catalogue, lang).into_owned();
        let mut row: Vec<Cell<'static>> = fields.iter().map(cell).collect();
        row.extend([Cell::Date(due.since), Cell::Count(due.days)]);
        sheet.rows.push(row);
    }
    sheet
}

/// How many deals of each list there are by the values of a dimension.
pub(crate) struct Counts {
    by: Dimension,
    groups: BTreeMap<Value, [i64; 5]>,
}

impl Counts {
    pub(crate) fn new(by: Dimension) -> Self {
        Self { by, groups: BTreeMap::new() }
    }

    pub(crate) fn add(&mut self, list: DueList, listed: &Listed, catalogue: &Catalogue) {
        let facts = Facts::of(&listed.deal.clone().under_todays_names(catalogue), catalogue.base);
        let values = match (&facts.tags, self.by) {
            (Some(tags), Dimension::Tag) => tags.iter().map(|tag| Value::Tag(tag.into())).collect(),
            _ => vec![self.by.value(&facts, catalogue.home)],
        };
        for value in values {
            self.groups.entry(value).or_default()[list as usize] += 1;
        }
    }

    /// The most first; what has no value last.
    pub(crate) fn sheet(self, lists: &[DueList], catalogue: &Catalogue, lang: Lang) -> Sheet {
        let mut columns = vec![Column::new(self.by.name(), self.by.label().in_lang(lang), ColumnKind::Text)];
        columns.extend(
            lists
                .iter()
                .map(|list| Column::new(list.code().replace('-', "_"), list.name(lang), ColumnKind::Count).adding_up()),
        );
        let mut sheet = Sheet::list(columns);
        sheet.shape = Shape::List;
        let mut groups: Vec<(Value, [i64; 5])> = self.groups.into_iter().collect();
        let code = |value: &Value| code_of(value, catalogue).into_owned();
        groups.sort_by_cached_key(|(value, counts)| {
            (*value == Value::None, std::cmp::Reverse(counts.iter().sum::<i64>()), code(value))
        });
        for (value, counts) in &groups {
            let mut row = vec![match value {
                Value::None => Cell::NoValue,
                value => {
                    Cell::Named { code: code(value).into(), name: name_of(value, catalogue, lang).into_owned().into() }
                }
            }];
            row.extend(lists.iter().map(|list| Cell::Count(counts[*list as usize])));
            sheet.rows.push(row);
        }
        if !groups.is_empty() && self.by != Dimension::Tag {
            let sum = |list: &DueList| groups.iter().map(|(_, counts)| counts[*list as usize]).sum();
            let total = std::iter::once(Cell::Text(words(lang).total.into()));
            sheet.total = Some(total.chain(lists.iter().map(|list| Cell::Count(sum(list)))).collect());
        }
        sheet
    }
}
