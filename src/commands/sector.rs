//! `deals sector`: the fields of industry.

use clap::{Args, Subcommand};

use super::catalogue::{self, Coded, ListArgs, NameChanges, NewNames};
use super::context::Context;
use super::failure::Failure;
use crate::domain::catalogue::Family;

/// Sectors: codes, names in both languages, aliases
#[derive(Args, Debug)]
pub(crate) struct SectorArgs {
    #[command(subcommand)]
    command: SectorCommand,
}

#[derive(Subcommand, Debug)]
enum SectorCommand {
    /// Add a sector
    Add(AddArgs),
    /// List the sectors
    List(ListArgs),
    /// Change the names of a sector; its code is fixed
    Edit(EditArgs),
}

#[derive(Args, Debug)]
struct AddArgs {
    #[command(flatten)]
    coded: Coded,
    #[command(flatten)]
    names: NewNames,
}

#[derive(Args, Debug)]
struct EditArgs {
    /// The sector
    #[arg(value_name = "SECTOR")]
    sector: String,
    #[command(flatten)]
    changes: NameChanges,
}

/// Runs it.
pub(crate) fn run(args: &SectorArgs, context: &Context) -> Result<(), Failure> {
    let family = Family::Sector;
    match &args.command {
        SectorCommand::Add(args) => {
            catalogue::add(context, family, (Some(&args.coded.code), &args.coded.name), &args.names, |_, _| Ok(()))
        }
        SectorCommand::List(args) => catalogue::list(context, family, args),
        SectorCommand::Edit(args) => {
            let find = |known: &_| catalogue::find(known, family, &args.sector);
            catalogue::edit(context, family, &args.changes, find, |_, _| Ok(()))
        }
    }
}
