//! Revisions and the graph over them. Pure: it knows no file, no database and no clock.
//!
//! Revisions go in, in any order; what comes out are answers: what a word such as `billing@head` stands for, which
//! revisions an upgrade or a downgrade runs and in which order, what a ledger holds after a stamp, what belongs to a range of
//! the history, what a new revision may follow, and what is wrong with the scripts.

mod altering;
mod applied;
mod build;
mod cycle;
mod downgrade;
mod drawing;
mod error;
mod graph;
mod heads;
mod help;
mod history;
mod id;
mod label;
mod limits;
mod lineage;
mod mention;
mod names;
mod new;
mod node;
mod order;
mod path;
mod rebase;
mod resolve;
#[expect(clippy::module_inception, reason = "the subject of the file is one revision")]
mod revision;
mod stamp;
mod suggest;
mod symbol;
#[cfg(test)]
mod tests;
mod upgrade;
mod walk;

pub use altering::{Algorithm, Altering, BadAltering, TableLock};
pub use applied::{Applied, Survey};
pub use drawing::{Cell, Drawing, Drawn, Row};
pub use error::GraphError;
pub use graph::{RevisionGraph, Standing};
pub use id::{BadRevisionId, RevisionId};
pub(crate) use limits::limit_text;
pub use limits::{BadLimit, Limits, read_limit};
pub use mention::Mention;
pub use new::Splice;
pub use path::{Direction, Step, Target};
pub use rebase::{Rebase, Reparented};
pub use revision::Revision;
pub use stamp::{Held, Stamped};
pub use symbol::{BadRange, BadSymbol, Point, Range, Symbol};
