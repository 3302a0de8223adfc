//! `ensure-version`: makes the ledger where it is missing.

use serde::Serialize;

use super::run::executor;
use crate::environment::Environment;
use crate::error::Error;

/// What was made.
///
/// ```
/// use aludel_core::command::EnsureVersionReport;
///
/// let report = EnsureVersionReport { database: "sqlite://app.db".into(), created: true };
/// assert!(report.created);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EnsureVersionReport {
    /// The database, its password masked.
    pub database: String,
    /// False where the ledger was there.
    pub created: bool,
}

/// Makes the ledger and the journal where they are missing.
///
/// # Errors
/// A database that cannot be reached, a lock that is not to be had.
pub async fn ensure_version(environment: &Environment) -> Result<EnsureVersionReport, Error> {
    let mut connection = environment.connect_or_create().await?;
    let known = environment.settings.ledger.read(&mut *connection).await;
    let outcome = match known {
        Ok(None) => executor(environment).ensure(&mut *connection).await.map(|()| true).map_err(Error::from),
        Ok(Some(_)) => Ok(false),
        Err(error) => Err(error.into()),
    };
    environment.end(connection).await?;
    Ok(EnsureVersionReport { database: environment.connector.describe(), created: outcome? })
}
