//! `current`: where the database stands. `pending`: what is still to be applied to it.

use serde::Serialize;

use super::compare::half_done;
use super::{RevisionInfo, ledger};
use crate::environment::{Environment, Scripts};
use crate::error::{Error, ErrorKind};
use crate::exec::Halfway;
use crate::revision::{Applied, RevisionId};

/// Whether every head must be applied.
///
/// ```
/// use aludel_core::command::CheckHeads;
///
/// assert_ne!(CheckHeads::Yes, CheckHeads::No);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckHeads {
    /// It must.
    Yes,
    /// It need not.
    No,
}

/// Where a database stands.
///
/// ```
/// use aludel_core::command::CurrentReport;
///
/// fn is_new(report: &CurrentReport) -> bool {
///     report.revisions.is_empty()
/// }
/// ```
#[derive(Clone, Debug, Serialize)]
pub struct CurrentReport {
    /// The database, its password masked.
    pub database: String,
    /// The revisions that it stands at.
    pub revisions: Vec<RevisionInfo>,
    /// That a revision is half done or under way, in words.
    pub half_done: Option<String>,
    /// Those of them that no script has.
    pub unknown: Vec<RevisionId>,
    /// Revisions that are applied without something that they need, in words.
    pub holes: Vec<String>,
}

/// Where the database stands. A file that is missing is a database that nothing is applied to.
///
/// # Errors
/// A database that cannot be reached; with [`CheckHeads::Yes`], one that does not stand at every head.
pub async fn current(environment: &Environment, check: CheckHeads) -> Result<CurrentReport, Error> {
    let (scripts, known) = environment.scripts.load_beside(ledger::ask(environment)).await;
    let (scripts, known) = (scripts?, known?);
    let applied = ledger::applied(&known.rows);
    let survey = scripts.graph.survey(&applied);
    let unknown = survey.unknown;
    let holes = survey.holes.iter().map(|hole| format!("{hole}: {}", hole.help())).collect();
    let scripts = scripts.remembering(&known.rows);
    let here = scripts.graph.current(&applied);
    let halfway = known.half_done();
    if check == CheckHeads::Yes {
        demand_heads(&scripts, &applied, unknown.first(), halfway.as_ref())?;
    }
    let listed = RevisionInfo::list(&scripts, here, Some(&applied)).into_iter();
    Ok(CurrentReport {
        database: environment.connector.describe(),
        revisions: listed.map(|info| info.marked(halfway.as_ref())).collect(),
        half_done: halfway.as_ref().map(|halfway| format!("{}: `db repair` shows it", halfway.said())),
        unknown,
        holes,
    })
}

/// Refuses a database that does not stand at every head, and at nothing else.
fn demand_heads(
    scripts: &Scripts,
    applied: &Applied,
    unknown: Option<&RevisionId>,
    halfway: Option<&Halfway>,
) -> Result<(), Error> {
    if let Some(halfway) = halfway {
        return Err(half_done(halfway));
    }
    if let Some(unknown) = unknown {
        let message = format!("the database is ahead: revision \"{unknown}\" is applied, and no script has it");
        return Err(
            Error::new(ErrorKind::Ledger, message).help("get the script, or take it back with `db downgrade -1`")
        );
    }
    match scripts.graph.real_heads().into_iter().find(|head| !applied.contains(&head.id)) {
        Some(head) => {
            let message = format!("the database is not on every head: \"{}\" is not applied", head.id);
            Err(Error::new(ErrorKind::Ledger, message).help("run `db upgrade heads`"))
        }
        None => Ok(()),
    }
}

/// The revisions that are not applied yet, in the order in which they would be.
///
/// # Errors
/// A database that cannot be reached.
pub async fn pending(environment: &Environment) -> Result<Vec<RevisionInfo>, Error> {
    let scripts = environment.scripts.load()?;
    let applied = ledger::applied(&ledger::ask(environment).await?.rows);
    let pending = scripts.graph.survey(&applied).pending;
    let revisions = pending.iter().filter_map(|id| scripts.graph.get(id));
    Ok(RevisionInfo::list(&scripts, revisions, Some(&applied)))
}
