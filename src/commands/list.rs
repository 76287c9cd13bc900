//! `deals list`: deals, the newest signing first.

use clap::Args;

use super::as_of::AsOfArgs;
use super::console::SCREENFUL;
use super::context::Context;
use super::deal_sheet::{self, Selection, Source};
use super::failure::Failure;
use super::filters::FilterArgs;
use super::names;
use super::output::OutputArgs;
use crate::domain::deal::Field;
use crate::domain::dimension::{Dimension, Value};
use crate::domain::filter::{Filter, Members};
use crate::lang::said;
use crate::render::Format;
use crate::store::{Order, Sort};

/// List deals, the newest signing first
#[derive(Args, Debug)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    filters: FilterArgs,
    #[command(flatten)]
    as_of: AsOfArgs,
    /// Sort by a field, upwards or downwards
    #[arg(long, value_name = "FIELD[:asc|:desc]", value_parser = parse_sort, help_heading = "Output")]
    sort: Option<Sort>,
    /// Show at most so many; a terminal shows 50 unless this says more
    #[arg(short = 'n', long, value_name = "N", value_parser = clap::value_parser!(i64).range(0..), help_heading = "Output")]
    limit: Option<i64>,
    /// As anybody may see it: confidential deals without partner, title, note and amount
    #[arg(long, help_heading = "Output")]
    public: bool,
    /// Show these fields
    #[arg(long, value_name = "FIELD,…", value_delimiter = ',', value_parser = names::field, help_heading = "Output")]
    columns: Vec<Field>,
    #[command(flatten)]
    output: OutputArgs,
}

/// What people see unless columns are named.
const TABLE: [Field; 7] =
    [Field::Id, Field::Signed, Field::Title, Field::Sector, Field::Partner, Field::Country, Field::Amount];

/// As many deals are read before they are written, to need no names but theirs.
const FEW: i64 = 100;

/// Whether the newest deals that pass a filter come one behind the other, or after a look at those of other sectors between them.
fn comes_in_order(filter: &Filter) -> bool {
    use Dimension as D;
    let is_one = |members: &Members| {
        matches!(members.dimension, D::Sector | D::Country | D::Event | D::Partner)
            && matches!(*members.any_of, [Value::Item(..)])
    };
    let is_led = matches!(&*filter.members, [] | [_]) && filter.members.iter().all(is_one);
    is_led && Filter { members: Vec::new(), ..filter.clone() }.is_everything()
}

fn parse_sort(text: &str) -> Result<Sort, String> {
    let (field, way) = text.split_once(':').unwrap_or((text, "asc"));
    let descending = match way {
        "asc" => false,
        "desc" => true,
        _ => return Err("the way is asc or desc".to_owned()),
    };
    Ok(Sort { field: names::field(field)?, descending })
}

/// Runs it.
pub(crate) fn run(args: &ListArgs, context: &Context) -> Result<(), Failure> {
    args.as_of.check_not_public(args.public)?;
    let store = args.as_of.open(context)?;
    let view = store.view();
    let mut catalogue = view.catalogue()?;
    let filter = args.filters.resolve(view, &mut catalogue, context.today)?;
    let filter = if args.public { deal_sheet::in_public(filter, context) } else { filter };
    let layout = args.output.layout(context, Format::Table)?;
    let fields: Vec<Field> = match (&*args.columns, layout.format.is_for_people()) {
        // A workbook may be read by programs as well, which do not see the form of a number.
        ([], true) if layout.format == Format::Xlsx => TABLE.into_iter().chain([Field::Currency]).collect(),
        ([], true) => TABLE.to_vec(),
        ([], _) => Field::all().collect(),
        (named, _) => named.to_vec(),
    };
    let is_screen = layout.format == Format::Table && args.output.is_screen(context);
    let limit = args.limit.or(is_screen.then_some(SCREENFUL.into()));
    let order = args.sort.map_or(Order::Newest, Order::By);
    let all = if is_screen && args.limit.is_none() { view.count_deals(&filter, catalogue.home)? } else { 0 };
    let selection =
        Selection { filter: &filter, order, limit, fields: &fields, with_entry: false, public: args.public };
    let source = if limit.is_some_and(|limit| limit <= FEW) {
        if args.as_of.is_now() && order == Order::Newest && comes_in_order(&filter) {
            store.read_in_passing()?;
        }
        let deals = deal_sheet::read_few(view, &mut catalogue, &selection)?;
        store.let_go();
        Source::Read(deals)
    } else {
        deal_sheet::load_names(view, &mut catalogue)?;
        Source::Whole(Box::new(store))
    };
    let shown = deal_sheet::write_deals(context, &args.output, layout, (source, &catalogue), &selection)?;
    if all > shown {
        context.console.talk(said!(
            "{shown} of {all} deals; `-n {all}` shows all",
            "共{all}个项目，显示{shown}个；可用`-n {all}`全部显示"
        ));
    }
    Ok(())
}
