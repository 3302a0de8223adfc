//! `current`: where the database stands. `pending`: what is still to be applied to it.

use serde::Serialize;

use super::RevisionInfo;
use crate::connection::Connection;
use crate::environment::{Environment, Scripts};
use crate::error::{Error, ErrorKind};
use crate::exec::LedgerRow;
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
    /// Those of them that no script has.
    pub unknown: Vec<RevisionId>,
}

/// Where the database stands. A file that is missing is a database that nothing is applied to.
///
/// # Errors
/// A database that cannot be reached; with [`CheckHeads::Yes`], one that does not stand at every head.
pub async fn current(environment: &Environment, check: CheckHeads) -> Result<CurrentReport, Error> {
    let scripts = environment.scripts.load()?;
    let mut connection = environment.connect_to_read().await?;
    let rows = read_ledger(environment, &mut *connection).await;
    close(connection).await?;
    let rows = rows?.unwrap_or_default();
    let applied = applied(&rows);
    let unknown = scripts.graph.survey(&applied).unknown;
    let scripts = scripts.remembering(&rows);
    let here = scripts.graph.current(&applied);
    if check == CheckHeads::Yes {
        let missing = scripts.graph.real_heads().into_iter().find(|head| !applied.contains(&head.id));
        if let Some(head) = missing {
            let message = format!("the database is not on every head: \"{}\" is not applied", head.id);
            return Err(Error::new(ErrorKind::Ledger, message).help("run `db upgrade heads`"));
        }
    }
    let revisions = here.into_iter().map(|revision| RevisionInfo::of(&scripts, revision, Some(&applied))).collect();
    Ok(CurrentReport { database: environment.connector.describe(), revisions, unknown })
}

/// The revisions that are not applied yet, in the order in which they would be.
///
/// # Errors
/// A database that cannot be reached.
pub async fn pending(environment: &Environment) -> Result<Vec<RevisionInfo>, Error> {
    let scripts = environment.scripts.load()?;
    let mut connection = environment.connect_to_read().await?;
    let rows = read_ledger(environment, &mut *connection).await;
    close(connection).await?;
    let applied = applied(&rows?.unwrap_or_default());
    let pending = scripts.graph.survey(&applied).pending;
    let revisions = pending.iter().filter_map(|id| scripts.graph.get(id));
    Ok(revisions.map(|revision| RevisionInfo::of(&scripts, revision, Some(&applied))).collect())
}

/// The ledger, ordered by when rows were written where that is known; `None` where there is none.
pub(super) async fn read_ledger(
    environment: &Environment,
    connection: &mut dyn Connection,
) -> Result<Option<Vec<LedgerRow>>, Error> {
    let rows = environment.settings.ledger.read(connection).await?;
    Ok(rows.map(|mut rows| {
        rows.sort_by(|one, other| one.applied_at.cmp(&other.applied_at));
        rows
    }))
}

/// The revisions that a ledger holds.
pub(super) fn applied(rows: &[LedgerRow]) -> Applied {
    rows.iter().map(|row| row.revision.clone()).collect()
}

/// The revisions that are applied and known, each after what it needs.
pub(super) fn in_order(scripts: &Scripts, applied: &Applied) -> Vec<RevisionId> {
    scripts.graph.iter().filter(|revision| applied.contains(&revision.id)).map(|revision| revision.id.clone()).collect()
}

/// Ends a session in order.
pub(super) async fn close(connection: Box<dyn Connection>) -> Result<(), Error> {
    connection.close().await.map_err(|error| Error::caused(ErrorKind::Connection, error.to_string(), error))
}
