//! The command line, as somebody types it: the standalone `aludel` and the application of `examples/blog`.
//!
//! A transcript holds what is typed and what is answered. `SNAPSHOTS=overwrite` writes what is answered now.

mod accidents;
mod altering;
mod answers;
mod applications;
pub(crate) mod binaries;
mod book;
mod damage;
mod dry_run;
mod existing;
mod exits;
mod flags;
mod folders;
mod graph;
mod halfway;
mod json;
mod kinds;
mod ledger;
mod limits;
mod merges;
mod names;
mod offline;
mod programs;
mod race;
mod recorded;
mod refusals;
mod repair;
mod road;
pub(crate) mod scene;
mod schemas;
mod secrets;
mod settings;
mod signals;
mod sources;
mod statements;
mod teams;
mod urls;
