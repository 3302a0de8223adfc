//! `history`: the revisions, newest first, one after the other, so that ten thousand of them are never in memory at once
//! as text.

use std::collections::BTreeSet;

use super::{RevisionInfo, ledger};
use crate::environment::{Environment, Scripts};
use crate::error::Error;
use crate::exec::{Halfway, Known};
use crate::revision::{Drawn, Point, Range, RevisionId, Symbol};

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

/// The revisions of a range.
///
/// ```
/// use aludel_core::command::History;
///
/// fn messages(history: &History) -> Vec<String> {
///     history.iter().map(|info| info.message).collect()
/// }
/// ```
#[derive(Debug)]
pub struct History {
    scripts: Scripts,
    ids: Vec<RevisionId>,
    current: Option<BTreeSet<RevisionId>>,
    half_done: Option<Halfway>,
}

impl History {
    /// The revisions, newest first.
    pub fn iter(&self) -> impl Iterator<Item = RevisionInfo> {
        self.ids.iter().filter_map(|id| self.info(id))
    }

    /// The same branch by branch, each with its part of the picture.
    pub fn drawn(&self) -> impl Iterator<Item = (RevisionInfo, Drawn<'_>)> {
        self.scripts.graph.draw(&self.ids).filter_map(|drawn| Some((self.info(drawn.id)?, drawn)))
    }

    fn info(&self, id: &RevisionId) -> Option<RevisionInfo> {
        let info = RevisionInfo::of(&self.scripts, self.scripts.graph.get(id)?, self.current.as_ref());
        Some(info.marked(self.half_done.as_ref()))
    }
}

/// The revisions of a range. The database is asked only where the range or the options need it.
///
/// # Errors
/// A range that leads nowhere, a database that cannot be reached.
pub async fn history(environment: &Environment, options: &HistoryOptions) -> Result<History, Error> {
    let mut scripts = environment.scripts.load()?;
    let names_current =
        |symbol: &Option<Symbol>| symbol.as_ref().is_some_and(|symbol| *symbol.point() == Point::Current);
    let asks = options.indicate_current || names_current(&options.range.lower) || names_current(&options.range.upper);
    let mut known = Known::default();
    if asks {
        known = ledger::ask(environment).await?;
        scripts = scripts.remembering(&known.rows);
    }
    let applied = ledger::applied(&known.rows);
    let revisions = scripts.graph.history(&options.range, &applied)?;
    let ids = revisions.into_iter().map(|revision| revision.id.clone()).collect();
    let current = asks.then(|| RevisionInfo::current(&scripts, &applied));
    Ok(History { scripts, ids, current, half_done: known.half_done() })
}
