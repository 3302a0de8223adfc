//! Runs revisions: each once, under a lock, wholly or exactly so far, and written down.
//!
//! Work comes in as what scripts recorded; it is made whole, planned and sent here, one revision after the other, and the
//! ledger moves with it. The ledger says which revisions are applied, the journal what was run and how it went. Nothing
//! here writes SQL for the user's tables, and exactly one module, `send`, sends statements of a plan.

mod apart;
mod back;
mod claim;
mod clock;
mod conclude;
mod course;
mod doubt;
mod earlier;
mod error;
mod excerpt;
mod executor;
mod foresee;
mod guards;
mod half_done;
mod hooks;
mod journal;
mod ledger;
mod limit;
mod lock;
mod noted;
mod offline;
mod once;
mod planning;
mod position;
mod probe;
mod progress;
mod proof;
mod repair;
mod report;
mod resume;
mod retry;
mod runner;
mod seen;
mod send;
mod session;
mod settings;
mod single;
mod stamp;
mod stop;
#[cfg(test)]
mod tests;
mod together;
mod transact;
mod views;
mod waiting;
mod whole;
mod work;

pub use error::{ExecError, ExecErrorKind, Failure, HalfDone};
pub use executor::Executor;
pub(crate) use foresee::Foreseen;
pub use half_done::{Found, Halfway, JournaledStatement, Verdict};
pub use hooks::{Hook, HookFailure, Hooks};
pub use journal::Journal;
pub use ledger::{Known, Ledger, LedgerError, LedgerRow, StoredDowngrade, verify};
pub(crate) use limit::within;
pub(crate) use offline::{Gathering, OfflineRun};
pub(crate) use planning::{Piece, Planning};
pub use progress::{Observer, Progress, Turn};
pub use report::{Report, StampReport, StepReport};
pub use retry::{Blocked, Retry};
pub use stop::Stop;
pub use work::{Downgrade, Functions, Transaction, Work};

use crate::revision::Direction;
