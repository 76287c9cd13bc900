//! `deals district`: parks, districts and units on the home side.

use clap::{Args, Subcommand};

use super::catalogue::{self, ListArgs, MergeArgs, NameChanges, NewNames};
use super::context::Context;
use super::failure::Failure;
use crate::domain::catalogue::Family;

/// Districts: the parks, districts and units that host projects
///
/// They are made as they come with deals. Two that turn out to be one are merged: deals, filters and reports then show the one
/// that stays, and the other name leads to it.
#[derive(Args, Debug)]
pub(crate) struct DistrictArgs {
    #[command(subcommand)]
    command: DistrictCommand,
}

#[derive(Subcommand, Debug)]
enum DistrictCommand {
    /// Add a district
    Add(AddArgs),
    /// List the districts
    List(ListArgs),
    /// Change the names of a district
    Edit(EditArgs),
    /// Merge districts that are one
    Merge(MergeArgs),
}

#[derive(Args, Debug)]
struct AddArgs {
    /// Its code: letters, digits, `-`, `_` and `.`
    #[arg(value_name = "CODE")]
    code: String,
    /// Its name [default: its code]
    #[arg(value_name = "NAME")]
    name: Option<String>,
    #[command(flatten)]
    names: NewNames,
}

#[derive(Args, Debug)]
struct EditArgs {
    /// The district
    #[arg(value_name = "DISTRICT")]
    district: String,
    #[command(flatten)]
    changes: NameChanges,
}

/// Runs it.
pub(crate) fn run(args: &DistrictArgs, context: &Context) -> Result<(), Failure> {
    let family = Family::District;
    match &args.command {
        DistrictCommand::Add(args) => {
            let name = args.name.as_deref().unwrap_or(&args.code);
            catalogue::add(context, family, (Some(&args.code), name), &args.names, |_, _| Ok(()))
        }
        DistrictCommand::List(args) => catalogue::list(context, family, args),
        DistrictCommand::Edit(args) => {
            let find = |known: &_| catalogue::find(known, family, &args.district);
            catalogue::edit(context, family, &args.changes, find, |_, _| Ok(()))
        }
        DistrictCommand::Merge(args) => catalogue::merge(context, family, args),
    }
}
