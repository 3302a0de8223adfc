//! `show`: all there is to say of some revisions.

use super::{RevisionInfo, ledger};
use crate::environment::Environment;
use crate::error::Error;
use crate::revision::{Applied, Point, Symbol};

/// The revisions that a word stands for; none for `base`. The database is asked for `current` only.
///
/// # Errors
/// A word that leads nowhere.
pub async fn show(environment: &Environment, word: &str) -> Result<Vec<RevisionInfo>, Error> {
    let mut scripts = environment.scripts.load()?;
    let symbol: Symbol = word.parse()?;
    let mut known = None;
    if *symbol.point() == Point::Current {
        let rows = ledger::ask(environment).await?.rows;
        known = Some(ledger::applied(&rows));
        scripts = scripts.remembering(&rows);
    }
    let revisions = scripts.graph.resolve(&symbol, known.as_ref().unwrap_or(&Applied::default()))?;
    Ok(RevisionInfo::list(&scripts, revisions, known.as_ref()))
}
