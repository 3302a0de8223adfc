//! `show`: all there is to say of some revisions.

use super::RevisionInfo;
use super::current::{applied, close, read_ledger};
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
        let mut connection = environment.connect_to_read().await?;
        let rows = read_ledger(environment, &mut *connection).await;
        close(connection).await?;
        let rows = rows?.unwrap_or_default();
        known = Some(applied(&rows));
        scripts = scripts.remembering(&rows);
    }
    let revisions = scripts.graph.resolve(&symbol, known.as_ref().unwrap_or(&Applied::default()))?;
    Ok(revisions.into_iter().map(|revision| RevisionInfo::of(&scripts, revision, known.as_ref())).collect())
}
