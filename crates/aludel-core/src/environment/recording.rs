//! What a script says for one direction, recorded for a dialect.

use std::collections::BTreeMap;

use super::{Functions, LoadedScript, Scripts};
use crate::error::{Error, ErrorKind};
use crate::exec::{Downgrade, StoredDowngrade, Transaction};
use crate::operation::Recorded;
use crate::revision::{Direction, Revision, RevisionId};
use crate::script::language::{Operations, Recording};
use crate::script::{Body, Embedded, Section};

/// What a script says for one direction.
///
/// ```
/// use aludel_core::environment::Said;
///
/// fn says_nothing(said: &Said) -> bool {
///     said.recording.recorded.is_empty()
/// }
/// ```
pub struct Said {
    /// What it recorded, with the functions it runs.
    pub recording: Recording,
    /// Whether it asks for a transaction.
    pub transaction: Transaction,
}

impl Scripts {
    /// What a revision says for a direction, on a dialect.
    ///
    /// # Errors
    /// A script for another dialect, one without that direction, one that the binary does not hold as it stands.
    pub fn record(&self, id: &RevisionId, direction: Direction, dialect: &str) -> Result<Said, Error> {
        let missing = || Error::new(ErrorKind::Graph, format!("there is no script of revision \"{id}\""));
        match self.get(id).ok_or_else(missing)? {
            LoadedScript::Remembered(row) => match (&row.downgrade, direction) {
                (Some(stored), Direction::Downgrade) => Ok(remembered(stored)),
                _ => Err(missing().help("restore its file, or stamp past it")),
            },
            LoadedScript::Script { functions, .. } => {
                let revision = self.graph.get(id).ok_or_else(missing)?;
                for_dialect(revision, dialect)?;
                if !matches!(functions, Functions::None) {
                    return recorded(revision, functions, direction, dialect);
                }
                let section = match (self.read(revision)?.body, direction) {
                    (Body::Sql { upgrade, .. }, Direction::Upgrade) => Some(upgrade),
                    (Body::Sql { downgrade, .. }, Direction::Downgrade) => downgrade,
                    (Body::Rust, _) => None,
                };
                section.as_ref().map(section_said).ok_or_else(|| no_way_back(revision))
            }
        }
    }

    /// What a revision says for its upgrade, and the way back from it for the ledger to keep; a file is read once for both.
    ///
    /// # Errors
    /// As [`Scripts::record`].
    pub fn record_upgrade(&self, id: &RevisionId, dialect: &str) -> Result<(Said, Option<Downgrade>), Error> {
        if let (Some(LoadedScript::Script { functions: Functions::None, .. }), Some(revision)) =
            (self.get(id), self.graph.get(id))
        {
            for_dialect(revision, dialect)?;
            if let Body::Sql { upgrade, downgrade } = self.read(revision)?.body {
                return Ok((section_said(&upgrade), downgrade.as_ref().map(stored)));
            }
        }
        Ok((self.record(id, Direction::Upgrade, dialect)?, self.downgrade(id, dialect)?))
    }

    /// The way back from a revision, for the ledger to keep; `None` where the script has none.
    ///
    /// # Errors
    /// A file that cannot be read any more.
    pub fn downgrade(&self, id: &RevisionId, dialect: &str) -> Result<Option<Downgrade>, Error> {
        match (self.get(id), self.graph.get(id)) {
            (Some(LoadedScript::Remembered(row)), _) => Ok(row.downgrade.clone().map(Downgrade::Stored)),
            (Some(LoadedScript::Script { functions: Functions::None, .. }), Some(revision)) => {
                Ok(match self.read(revision)?.body {
                    Body::Sql { downgrade, .. } => downgrade.as_ref().map(stored),
                    Body::Rust => None,
                })
            }
            (Some(LoadedScript::Script { .. }), _) => {
                let said = self.record(id, Direction::Downgrade, dialect).ok();
                Ok(said.map(|said| Downgrade::Recorded(said.recording.recorded)))
            }
            (None, _) => Ok(None),
        }
    }
}

/// A section as the ledger keeps it: with its opening line where that says more than the direction.
fn stored(section: &Section) -> Downgrade {
    let Section { sql, transaction, .. } = section;
    Downgrade::from(&*if *transaction { sql.clone() } else { format!("{WITHOUT_TRANSACTION}\n{sql}") })
}

/// The opening line of a section that runs outside of transactions.
const WITHOUT_TRANSACTION: &str = "-- aludel: downgrade transaction=off";

/// What a way back says that only the ledger remembers.
pub fn remembered(stored: &StoredDowngrade) -> Said {
    match stored {
        StoredDowngrade::Operations(operations) => {
            let recorded = operations.iter().cloned().map(Recorded::Whole).collect();
            Said { recording: recording(recorded), transaction: Transaction::On }
        }
        StoredDowngrade::Sql(sql) => {
            let transaction = if sql.starts_with(WITHOUT_TRANSACTION) { Transaction::Off } else { Transaction::On };
            Said { recording: executing(sql), transaction }
        }
    }
}

fn section_said(section: &Section) -> Said {
    let transaction = if section.transaction { Transaction::On } else { Transaction::Off };
    Said { recording: executing(&section.sql), transaction }
}

fn executing(sql: &str) -> Recording {
    let execute = |sql: &str| Recorded::Execute { sql: sql.to_owned(), undo: None, changes: None };
    recording(Some(sql).filter(|sql| !sql.trim().is_empty()).map(execute).into_iter().collect())
}

fn recording(recorded: Vec<Recorded>) -> Recording {
    Recording { recorded, functions: BTreeMap::new() }
}

fn recorded(revision: &Revision, functions: &Functions, direction: Direction, dialect: &str) -> Result<Said, Error> {
    let embedded = compiled(revision, functions)?;
    let function = match direction {
        Direction::Upgrade => embedded.upgrade,
        Direction::Downgrade => embedded.downgrade,
    };
    let Some(function) = function else { return Err(no_way_back(revision)) };
    let mut op = Operations::new(dialect);
    function(&mut op);
    Ok(Said { recording: op.finish(), transaction: Transaction::On })
}

fn compiled(revision: &Revision, functions: &Functions) -> Result<Embedded, Error> {
    let place = place(revision);
    match functions {
        Functions::Compiled(embedded) => Ok(*embedded),
        Functions::Changed => {
            Err(Error::new(ErrorKind::Script, format!("{place} has changed since this program was built"))
                .help("build the program again: `cargo build`"))
        }
        Functions::Missing | Functions::None => {
            Err(Error::new(ErrorKind::Script, format!("{place} is not compiled into this program")).help(
                "run it from the application that it belongs to: `cargo run -- db …`; if this is it, build it again",
            ))
        }
    }
}

fn for_dialect(revision: &Revision, dialect: &str) -> Result<(), Error> {
    match &revision.dialect {
        Some(only) if only != dialect => {
            Err(Error::new(ErrorKind::Script, format!("{} is for {only}, not for {dialect}", place(revision)))
                .help("write its twin for this database, or take the line `dialect:` out if it fits both"))
        }
        _ => Ok(()),
    }
}

fn no_way_back(revision: &Revision) -> Error {
    Error::new(ErrorKind::Script, format!("{} says no way back", place(revision)))
        .help("write its downgrade, or stamp the revision below it if the database is there already")
}

/// The file of a revision, or its id.
fn place(revision: &Revision) -> String {
    match &revision.path {
        Some(path) => path.display().to_string(),
        None => format!("revision \"{}\"", revision.id),
    }
}
