//! The ledger, as commands read it.

use crate::connection::Connection;
use crate::environment::{Environment, Scripts};
use crate::error::Error;
use crate::exec::{Known, LedgerRow};
use crate::revision::{Applied, Direction, RevisionId};

/// Opens the database to read its ledger and the end of its journal; nothing where there is none.
pub(super) async fn ask(environment: &Environment) -> Result<Known, Error> {
    let mut connection = environment.connect_to_read().await?;
    let known = read(environment, &mut *connection).await;
    environment.end(connection).await?;
    Ok(known?.unwrap_or_default())
}

/// The ledger and the end of the journal, the rows in the order in which they were written where that is known; `None`
/// where there is none.
pub(super) async fn read(environment: &Environment, connection: &mut dyn Connection) -> Result<Option<Known>, Error> {
    Ok(environment.settings.ledger.read(connection).await?.map(as_written))
}

/// The same, and of each row only what a run in a direction has use for.
pub(super) async fn read_for(
    direction: Direction,
    environment: &Environment,
    connection: &mut dyn Connection,
) -> Result<Option<Known>, Error> {
    match direction {
        Direction::Upgrade => Ok(environment.settings.ledger.read_briefly(connection).await?.map(as_written)),
        Direction::Downgrade => read(environment, connection).await,
    }
}

fn as_written(mut known: Known) -> Known {
    known.rows.sort_by(|one, other| one.applied_at.cmp(&other.applied_at));
    known
}

/// The revisions that a ledger holds.
pub(super) fn applied(rows: &[LedgerRow]) -> Applied {
    rows.iter().map(|row| row.revision.clone()).collect()
}

/// The revisions that are applied and known, each after what it needs.
pub(super) fn in_order(scripts: &Scripts, applied: &Applied) -> Vec<RevisionId> {
    scripts.graph.iter().filter(|revision| applied.contains(&revision.id)).map(|revision| revision.id.clone()).collect()
}
