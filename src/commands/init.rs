//! `deals init`: a new ledger with settings of its own.

use clap::Args;

use super::context::Context;
use super::failure::Failure;
use super::faults;
use crate::domain::catalogue::Family;
use crate::domain::currency::Currency;
use crate::domain::place::{self, CHINA};
use crate::domain::world;
use crate::lang::said;
use crate::store::{Settings, Store};

/// Make an empty ledger, with another base currency or home country if need be
///
/// The first `add` or `import` makes one by itself, with CNY and China. Neither can be changed later: every base amount and origin
/// rests on them.
#[derive(Args, Debug)]
pub(crate) struct InitArgs {
    /// The currency that amounts are added up in
    #[arg(long, value_name = "CUR", default_value = "CNY")]
    base: String,
    /// The country whose deals are domestic
    #[arg(long, value_name = "CC", default_value = "CN")]
    home: String,
}

/// Runs it.
pub(crate) fn run(args: &InitArgs, context: &Context) -> Result<(), Failure> {
    let world = world::catalogue(Currency::CNY, CHINA);
    let base = Currency::parse(&args.base).map_err(|unknown| faults::of_currency(&unknown).at("--base"));
    let home = place::country(&world, &args.home).map_err(|fault| faults::of_place_name(&fault).at("--home"));
    let (base, home) = match (base, home) {
        (Ok(base), Ok(home)) => (base, home),
        (Err(mut base), Err(home)) => {
            base.problems.extend(home.problems);
            return Err(base);
        }
        (Err(one), _) | (_, Err(one)) => return Err(one),
    };
    let path = context.ledger()?;
    Store::create(&path, &Settings { base, home }, context.patience)?;
    let home = world.item(Family::Country, home).map_or("", |home| home.code());
    context.console.talk(said!(
        "made a new ledger at {} (base currency {base}, home {home})",
        "已新建台账：{}（本位币{base}，本国{home}）",
        path.display()
    ));
    context.warn_of_place(&path);
    Ok(())
}
