//! `merge`: joins several heads into one.

use serde::Serialize;

use super::heads::ids_of_heads;
use super::overlap::{Clashes, Overlap};
use super::revision::{RevisionOptions, RevisionReport, empty};
use crate::environment::Environment;
use crate::error::Error;
use crate::revision::{RevisionId, Splice, Symbol};

/// Which heads, and what the merge is like.
///
/// ```
/// use aludel_core::command::{Clashes, MergeOptions, RevisionOptions};
///
/// let new = RevisionOptions::new("merge");
/// let options = MergeOptions { revisions: vec!["heads".into()], new, clashes: Clashes::Refuse };
/// assert_eq!(options.revisions, ["heads"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeOptions {
    /// Words for the heads.
    pub revisions: Vec<String>,
    /// The rest; its heads do not count.
    pub new: RevisionOptions,
    /// Whether sides that do not fit together may be joined.
    pub clashes: Clashes,
}

/// A merge that was written.
///
/// ```
/// use aludel_core::command::MergeReport;
///
/// fn is_harmless(report: &MergeReport) -> bool {
///     report.overlap.clashes.is_empty() && report.overlap.unseen.is_empty()
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MergeReport {
    /// The script.
    #[serde(flatten)]
    pub written: RevisionReport,
    /// What it joins.
    pub revises: Vec<RevisionId>,
    /// What the sides both touch.
    #[serde(flatten)]
    pub overlap: Overlap,
}

/// Writes a script that follows several heads and does nothing.
///
/// # Errors
/// Fewer than two heads, sides that do not fit together, and as [`revision`](super::revision).
pub fn merge(environment: &Environment, options: &MergeOptions) -> Result<MergeReport, Error> {
    environment.scripts.folder.demand()?;
    let scripts = environment.scripts.load()?;
    // The file `head` is not looked at: a conflict in it is what a merge mends.
    scripts.demand_sound()?;
    // All heads, those too that others depend on: `head` stands for several as long as these are there.
    let every = || ids_of_heads(&scripts).iter().map(ToString::to_string).collect::<Vec<_>>();
    let words = if options.revisions == ["heads"] { every() } else { options.revisions.clone() };
    let symbols: Vec<Symbol> = words.iter().map(|word| word.parse()).collect::<Result<_, _>>()?;
    let splice = if options.new.splice { Splice::Allow } else { Splice::Refuse };
    let revises = scripts.graph.parents_for_merge(&symbols, splice)?;
    let overlap = Overlap::of(&scripts, &revises);
    overlap.demand(options.clashes)?;
    let heads = revises.iter().map(ToString::to_string).collect();
    let written = empty(environment, &scripts, &RevisionOptions { heads, splice: true, ..options.new.clone() })?;
    Ok(MergeReport { written, revises, overlap })
}
