//! `deals partner`: the counterparties.

use clap::{Args, Subcommand};

use super::catalogue::{self, ListArgs, MergeArgs, NameChanges};
use super::context::Context;
use super::failure::Failure;
use crate::domain::catalogue::Family;

/// Partners: the organisations that deals are signed with
///
/// They are made as they come with deals. Two that turn out to be one are merged: deals, filters and reports then show the one
/// that stays, and the other name leads to it.
#[derive(Args, Debug)]
pub(crate) struct PartnerArgs {
    #[command(subcommand)]
    command: PartnerCommand,
}

#[derive(Subcommand, Debug)]
enum PartnerCommand {
    /// List the partners
    List(ListArgs),
    /// Change the names of a partner
    Edit(EditArgs),
    /// Merge partners that are one
    Merge(MergeArgs),
}

#[derive(Args, Debug)]
struct EditArgs {
    /// The partner
    #[arg(value_name = "PARTNER")]
    partner: String,
    #[command(flatten)]
    changes: NameChanges,
}

/// Runs it.
pub(crate) fn run(args: &PartnerArgs, context: &Context) -> Result<(), Failure> {
    let family = Family::Partner;
    match &args.command {
        PartnerCommand::List(args) => catalogue::list(context, family, args),
        PartnerCommand::Edit(args) => {
            let find = |known: &_| catalogue::find(known, family, &args.partner);
            catalogue::edit(context, family, &args.changes, find, |_, _| Ok(()))
        }
        PartnerCommand::Merge(args) => catalogue::merge(context, family, args),
    }
}
