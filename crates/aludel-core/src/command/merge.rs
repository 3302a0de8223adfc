//! `merge`: joins several heads into one.

use super::heads::ids_of_heads;
use super::revision::{RevisionOptions, RevisionReport, empty};
use crate::environment::Environment;
use crate::error::Error;
use crate::revision::{Splice, Symbol};

/// Which heads, and what the merge is like.
///
/// ```
/// use aludel_core::command::{MergeOptions, RevisionOptions};
///
/// let options = MergeOptions { revisions: vec!["heads".into()], new: RevisionOptions::new("merge") };
/// assert_eq!(options.revisions, ["heads"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeOptions {
    /// Words for the heads.
    pub revisions: Vec<String>,
    /// The rest; its heads do not count.
    pub new: RevisionOptions,
}

/// Writes a script that follows several heads and does nothing.
///
/// # Errors
/// Fewer than two heads, and as [`revision`](super::revision).
pub fn merge(environment: &Environment, options: &MergeOptions) -> Result<RevisionReport, Error> {
    environment.scripts.folder.demand()?;
    let scripts = environment.scripts.load()?;
    // The file `head` is not looked at: a conflict in it is what a merge mends.
    scripts.demand_sound()?;
    // All heads, those too that others depend on: `head` stands for several as long as these are there.
    let every = || ids_of_heads(&scripts).iter().map(ToString::to_string).collect::<Vec<_>>();
    let words = if options.revisions == ["heads"] { every() } else { options.revisions.clone() };
    let symbols: Vec<Symbol> = words.iter().map(|word| word.parse()).collect::<Result<_, _>>()?;
    let splice = if options.new.splice { Splice::Allow } else { Splice::Refuse };
    let parents = scripts.graph.parents_for_merge(&symbols, splice)?;
    let heads = parents.iter().map(ToString::to_string).collect();
    empty(environment, &scripts, &RevisionOptions { heads, ..options.new.clone() })
}
