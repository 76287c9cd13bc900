//! `deals region`: provinces and states.

use clap::{Args, Subcommand};

use super::catalogue::{self, ListArgs, NewNames};
use super::context::Context;
use super::country;
use super::failure::Failure;
use crate::domain::catalogue::Family;
use crate::domain::name::Name;
use crate::domain::place::{CHINA, HMT};
use crate::lang::{Said, said};

/// Regions: China's divisions, and those of other countries as they come
#[derive(Args, Debug)]
pub(crate) struct RegionArgs {
    #[command(subcommand)]
    command: RegionCommand,
}

#[derive(Subcommand, Debug)]
enum RegionCommand {
    /// Add a region of a country that is not China
    Add(AddArgs),
    /// List the regions
    List(ListArgs),
}

#[derive(Args, Debug)]
struct AddArgs {
    /// Its name
    #[arg(value_name = "NAME")]
    name: String,
    /// The country it lies in
    #[arg(long, value_name = "COUNTRY")]
    country: String,
    #[command(flatten)]
    names: NewNames,
}

/// Runs it.
pub(crate) fn run(args: &RegionArgs, context: &Context) -> Result<(), Failure> {
    match &args.command {
        RegionCommand::Add(args) => {
            catalogue::add(context, Family::Region, (None, &args.name), &args.names, |known, region| {
                let country = country::find(known, &args.country)?;
                if country.id == CHINA {
                    return Err(Failure::refused(said!(
                        "China's divisions are all known",
                        "中国的省级行政区划均已收录"
                    ))
                    .hint(said!(
                        "`deals region list` shows them with their spellings",
                        "可用`deals region list`查看各省份及其写法"
                    )));
                }
                if HMT.contains(&country.id) {
                    let name = Said::from(&Name::from(&country));
                    return Err(Failure::refused(said!("{name} takes no region below it", "{name:#}之下不分省份")));
                }
                region.country = Some(country.id);
                Ok(())
            })
        }
        RegionCommand::List(args) => catalogue::list(context, Family::Region, args),
    }
}
