//! The commands: each chains the arrows of the data path and returns what it did. Printing is somebody else's.

mod autogenerate;
mod check;
mod compare;
mod current;
mod damage;
mod diff;
mod ensure_version;
mod heads;
mod history;
mod info;
mod init;
mod inspect;
mod ledger;
mod merge;
mod revision;
mod run;
mod show;
mod stamp;
mod warning;

pub use autogenerate::{MassDrop, migrate};
pub use check::{CheckReport, check};
pub use compare::{CompareOptions, Comparison};
pub use current::{CheckHeads, CurrentReport, current, pending};
pub use damage::damage;
pub use diff::{DiffOptions, Difference, diff};
pub use ensure_version::{EnsureVersionReport, ensure_version};
pub use heads::{HeadsOptions, branches, heads, write_heads};
pub use history::{History, HistoryOptions, history};
pub use info::RevisionInfo;
pub use init::{InitOptions, InitReport, TEMPLATES, Template, init};
pub use inspect::{Inspected, WithSql, inspect};
pub use merge::{MergeOptions, merge};
pub use revision::{RevisionOptions, RevisionReport, revision};
pub use run::{Planned, RunOptions, RunReport, StepDone, downgrade, plan_downgrade, plan_upgrade, upgrade};
pub use show::show;
pub use stamp::{StampOptions, StampedReport, stamp};
