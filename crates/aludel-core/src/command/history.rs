//! `history`: the revisions, newest first.

use super::{RevisionInfo, ledger};
use crate::environment::Environment;
use crate::error::Error;
use crate::revision::{Applied, Point, Range, Symbol};

/// What part of the history, and how.
///
/// ```
/// use aludel_core::command::HistoryOptions;
///
/// assert!(!HistoryOptions::default().indicate_current);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoryOptions {
    /// From where to where; all of it unless given.
    pub range: Range,
    /// Whether to ask the database where it stands.
    pub indicate_current: bool,
}

/// The revisions of a range, newest first. The database is asked only where the range or the options need it.
///
/// # Errors
/// A range that leads nowhere, a database that cannot be reached.
pub async fn history(environment: &Environment, options: &HistoryOptions) -> Result<Vec<RevisionInfo>, Error> {
    let mut scripts = environment.scripts.load()?;
    let names_current =
        |symbol: &Option<Symbol>| symbol.as_ref().is_some_and(|symbol| *symbol.point() == Point::Current);
    let asks = options.indicate_current || names_current(&options.range.lower) || names_current(&options.range.upper);
    let mut known = None;
    if asks {
        let rows = ledger::ask(environment).await?;
        known = Some(ledger::applied(&rows));
        scripts = scripts.remembering(&rows);
    }
    let revisions = scripts.graph.history(&options.range, known.as_ref().unwrap_or(&Applied::default()))?;
    Ok(RevisionInfo::list(&scripts, revisions, known.as_ref()))
}
