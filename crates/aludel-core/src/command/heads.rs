//! `heads` and `branches`: where the history ends, and where it parts.

use super::RevisionInfo;
use crate::environment::{Environment, Scripts};
use crate::error::Error;
use crate::revision::RevisionId;

/// Which heads.
///
/// ```
/// use aludel_core::command::HeadsOptions;
///
/// assert!(!HeadsOptions::default().resolve_dependencies);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HeadsOptions {
    /// Leaves out those that another revision depends on.
    pub resolve_dependencies: bool,
}

/// The revisions that no other one follows.
///
/// # Errors
/// A folder that cannot be read.
pub fn heads(environment: &Environment, options: HeadsOptions) -> Result<Vec<RevisionInfo>, Error> {
    let scripts = environment.scripts.load()?;
    let heads = if options.resolve_dependencies { scripts.graph.real_heads() } else { scripts.graph.heads() };
    Ok(RevisionInfo::list(&scripts, heads, None))
}

/// The revisions that several others follow.
///
/// # Errors
/// A folder that cannot be read.
pub fn branches(environment: &Environment) -> Result<Vec<RevisionInfo>, Error> {
    let scripts = environment.scripts.load()?;
    let points = scripts.graph.branch_points();
    Ok(RevisionInfo::list(&scripts, points, None))
}

/// Rewrites the file `head` from the revisions that are there, and returns what it says then.
///
/// # Errors
/// Damaged scripts, a folder that cannot be read or written.
pub fn write_heads(environment: &Environment) -> Result<Vec<RevisionInfo>, Error> {
    environment.scripts.folder.demand()?;
    let scripts = environment.scripts.load()?;
    scripts.demand_sound()?;
    environment.scripts.folder.write_heads(&ids_of_heads(&scripts))?;
    heads(environment, HeadsOptions::default())
}

/// The ids of the heads, in the order in which the file `head` has them.
pub(super) fn ids_of_heads(scripts: &Scripts) -> Vec<RevisionId> {
    let mut ids: Vec<RevisionId> = scripts.graph.heads().into_iter().map(|revision| revision.id.clone()).collect();
    ids.sort();
    ids
}
