//! The group as clap sees it: its flags before and after the name of a command.
//!
//! A flag that may be repeated cannot be one of clap's global ones: of values on both sides of the name, clap keeps those
//! behind it alone. So every command has its own `-x`, and both lists are taken together here.

use clap::{Arg, ArgAction, ArgMatches, Args, Command as Clap, Error, FromArgMatches};

use super::Db;
use super::args::{Command, Global};

/// The group, as it is derived.
#[derive(Args)]
struct Derived {
    #[command(flatten)]
    global: Box<Global>,
    #[command(subcommand)]
    command: Box<Command>,
}

/// The id of the `-x` behind the name of a command.
const BEHIND: &str = "aludel_x_behind";

impl Args for Db {
    fn augment_args(command: Clap) -> Clap {
        with_x_behind(Derived::augment_args(command))
    }

    fn augment_args_for_update(command: Clap) -> Clap {
        with_x_behind(Derived::augment_args_for_update(command))
    }
}

fn with_x_behind(command: Clap) -> Clap {
    let help = "A value for templates and for functions that revisions run; may be given several times";
    let x = Arg::new(BEHIND).short('x').value_name("KEY=VALUE").action(ArgAction::Append).help(help);
    command.mut_subcommands(|command| command.arg(x.clone()))
}

impl FromArgMatches for Db {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        Ok(grouped(Derived::from_arg_matches(matches)?, matches))
    }

    fn from_arg_matches_mut(matches: &mut ArgMatches) -> Result<Self, Error> {
        let all = matches.clone();
        Ok(grouped(Derived::from_arg_matches_mut(matches)?, &all))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }

    fn update_from_arg_matches_mut(&mut self, matches: &mut ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches_mut(matches)?;
        Ok(())
    }
}

fn grouped(derived: Derived, matches: &ArgMatches) -> Db {
    let Derived { mut global, command } = derived;
    let behind = matches.subcommand().and_then(|(_, matches)| matches.get_many::<String>(BEHIND));
    global.x.extend(behind.into_iter().flatten().cloned());
    Db { global, command }
}
