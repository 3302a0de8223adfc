//! `stamp`: writes the ledger and runs nothing.

use serde::Serialize;

use super::ledger;
use super::run::executor;
use crate::connection::Connection;
use crate::environment::{Environment, Scripts};
use crate::error::Error;
use crate::exec::LedgerRow;
use crate::revision::{Applied, Held, RevisionId, Symbol};

/// What to stamp.
///
/// ```
/// use aludel_core::command::StampOptions;
///
/// assert_eq!(StampOptions { revisions: vec!["head".into()], purge: false }.revisions.len(), 1);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StampOptions {
    /// Words for the revisions that the database stands at.
    pub revisions: Vec<String>,
    /// Whether what the ledger holds goes first, unread: the way out where it holds revisions that no script has.
    pub purge: bool,
}

/// What the ledger holds after a stamp.
///
/// ```
/// use aludel_core::command::StampedReport;
///
/// fn is_at_base(report: &StampedReport) -> bool {
///     report.current.is_empty()
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StampedReport {
    /// The database, its password masked.
    pub database: String,
    /// The revisions that it stands at.
    pub current: Vec<RevisionId>,
    /// What came in.
    pub added: Vec<RevisionId>,
    /// What went out.
    pub removed: Vec<String>,
}

/// Writes into the ledger that the database stands at some revisions: they and all of their ancestors.
///
/// # Errors
/// A word that leads nowhere, a database that cannot be reached, a lock that is not to be had.
pub async fn stamp(environment: &Environment, options: &StampOptions) -> Result<StampedReport, Error> {
    let symbols: Vec<Symbol> = options.revisions.iter().map(|word| word.parse()).collect::<Result<_, _>>()?;
    let scripts = environment.scripts.load()?;
    let mut connection = match environment.connect().await? {
        None => {
            // A word that leads nowhere is found before a database is made.
            scripts.graph.stamp(&Applied::default(), &symbols, Held::Keep)?;
            environment.connect_or_create().await?
        }
        Some(connection) => connection,
    };
    let outcome = write(environment, &scripts, &symbols, options, &mut *connection).await;
    environment.end(connection).await?;
    outcome
}

async fn write(
    environment: &Environment,
    scripts: &Scripts,
    symbols: &[Symbol],
    options: &StampOptions,
    connection: &mut dyn Connection,
) -> Result<StampedReport, Error> {
    let held = if options.purge { Held::Purge } else { Held::Keep };
    let known = match ledger::read(environment, connection).await.map(|known| known.map(|known| known.rows)) {
        // What cannot be read is purged all the same.
        Err(_) if options.purge => Some(Vec::new()),
        other => other?,
    };
    let before: Applied = ledger::applied(known.as_deref().unwrap_or_default());
    let stamped = scripts.graph.stamp(&before, symbols, held)?;
    let dialect = connection.dialect().name();
    let rows = stamped.applied.iter().filter_map(|id| row(scripts, id, dialect).transpose());
    let rows = rows.collect::<Result<_, _>>()?;
    let report = executor(environment).stamp(connection, known.as_deref(), rows).await?;
    Ok(StampedReport {
        database: environment.connector.describe(),
        current: stamped.heads,
        added: report.added,
        removed: report.removed,
    })
}

/// The row of a revision that was not run here.
pub(super) fn row(scripts: &Scripts, id: &RevisionId, dialect: &str) -> Result<Option<LedgerRow>, Error> {
    let Some(revision) = scripts.graph.get(id) else { return Ok(None) };
    let downgrade = match scripts.downgrade(id, dialect)? {
        Some(crate::exec::Downgrade::Stored(stored)) => Some(stored),
        Some(crate::exec::Downgrade::Recorded(_)) | None => None,
    };
    Ok(Some(LedgerRow {
        parents: revision.revises.clone(),
        checksum: scripts.checksum(id).unwrap_or_default().to_owned(),
        downgrade,
        ..LedgerRow::new(id.clone(), revision.message.clone())
    }))
}
