//! `deals country`: countries, whose names an office may change.

use clap::{Args, Subcommand};

use super::catalogue::{self, ListArgs, NameChanges};
use super::context::Context;
use super::failure::Failure;
use super::faults;
use crate::domain::catalogue::{Catalogue, Family, Item};
use crate::domain::place;
use crate::lang::said;

/// Countries and territories of ISO 3166-1: their names and aliases
#[derive(Args, Debug)]
pub(crate) struct CountryArgs {
    #[command(subcommand)]
    command: CountryCommand,
}

#[derive(Subcommand, Debug)]
enum CountryCommand {
    /// List the countries
    List(ListArgs),
    /// Change the names of a country
    Edit(EditArgs),
}

#[derive(Args, Debug)]
struct EditArgs {
    /// The country
    #[arg(value_name = "COUNTRY")]
    country: String,
    #[command(flatten)]
    changes: NameChanges,
}

/// Runs it.
pub(crate) fn run(args: &CountryArgs, context: &Context) -> Result<(), Failure> {
    match &args.command {
        CountryCommand::List(args) => catalogue::list(context, Family::Country, args),
        CountryCommand::Edit(args) => {
            let find = |known: &Catalogue| find(known, &args.country);
            catalogue::edit(context, Family::Country, &args.changes, find, |_, _| Ok(()))
        }
    }
}

/// Finds a country, or says what else was named.
pub(crate) fn find(known: &Catalogue, text: &str) -> Result<Item, Failure> {
    let id = place::country(known, text).map_err(|fault| faults::of_place_name(&fault))?;
    let country = known.item(Family::Country, id).cloned();
    country.ok_or_else(|| Failure::refused(said!("no country matches `{text}`", "没有与`{text}`相符的国家或地区")))
}
