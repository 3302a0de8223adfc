//! `heads` and `branches`: where the history ends, and where it parts.

use serde::Serialize;

use super::RevisionInfo;
use super::revision::head_file;
use super::warning;
use crate::environment::{Environment, Scripts};
use crate::error::Error;
use crate::revision::{GraphError, Mention, RevisionId};

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

/// Whether a history ends in one place, and the file `head` says so.
///
/// ```
/// use aludel_core::command::HeadsCheck;
///
/// fn exit(check: &HeadsCheck) -> u8 {
///     if check.problems.is_empty() { 0 } else { 3 }
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeadsCheck {
    /// The heads.
    pub heads: Vec<RevisionInfo>,
    /// What is not as it should be, and what to do about it; empty where all is well.
    pub problems: Vec<String>,
}

/// Looks whether there is at most one head and the file `head` names it, as a continuous integration should before two
/// branches that both add a revision come together.
///
/// # Errors
/// Damaged scripts, a folder that is not there or cannot be read.
pub fn check_heads(environment: &Environment, options: HeadsOptions) -> Result<HeadsCheck, Error> {
    environment.scripts.folder.demand()?;
    let scripts = environment.scripts.load()?;
    scripts.demand_sound()?;
    let found = if options.resolve_dependencies { scripts.graph.real_heads() } else { scripts.graph.heads() };
    let mut problems = Vec::new();
    let with_help = |error: &Error| format!("{error}: {}", error.help_text().unwrap_or_default());
    if found.len() > 1 {
        let heads = found.iter().map(|revision| Mention::from(*revision)).collect();
        let several = GraphError::SeveralHeads { symbol: "head".to_owned(), heads };
        problems.push(with_help(&several.into()));
    }
    problems.extend(warning::of_file_names(environment, &scripts));
    match head_file(environment, &scripts) {
        Ok(Some(_)) => {}
        Ok(None) => {
            let path = environment.scripts.folder.path().join("head");
            problems.push(format!("there is no file {}: write it with `db heads --write`", path.display()));
        }
        Err(error) => problems.push(with_help(&error)),
    }
    Ok(HeadsCheck { heads: RevisionInfo::list(&scripts, found, None), problems })
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
