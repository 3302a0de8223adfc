//! Where the database stands, as the ledger and the journal say it under the lock.

use std::collections::BTreeMap;

use super::error::{ExecError, ExecErrorKind, HalfDone};
use super::journal::{OpenRun, Tail};
use super::ledger::read_parents;
use super::{Direction, Known, Ledger, LedgerError, Work};
use crate::connection::Connection;
use crate::revision::RevisionId;

/// What is applied, and where the journal ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Position {
    /// The end of the journal.
    pub(super) tail: Tail,
    /// The applied revisions with their parents.
    pub(super) applied: BTreeMap<RevisionId, Vec<RevisionId>>,
}

/// What is to be done about a revision, now that the lock is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    /// Run it.
    Run,
    /// Go on with it where another run of it stopped.
    Resume(OpenRun),
    /// Somebody else ran it meanwhile.
    Skip,
}

impl From<&Known> for Position {
    fn from(known: &Known) -> Self {
        let applied = known.rows.iter().map(|row| (row.revision.clone(), row.parents.clone())).collect();
        Self { tail: known.tail.clone(), applied }
    }
}

impl Position {
    /// Reads it; the ledger only where the journal says that something has happened since `known`.
    pub(super) async fn read(
        connection: &mut dyn Connection,
        ledger: &Ledger,
        known: Option<Self>,
    ) -> Result<Self, ExecError> {
        let dialect = connection.dialect();
        let tail = read_tail(connection, ledger).await?;
        if let Some(known) = known
            && known.tail.last == tail.last
        {
            return Ok(Self { tail, ..known });
        }
        let query = ledger.select_parents(&*dialect);
        let mut applied = BTreeMap::new();
        for row in connection.query(&query).await.map_err(LedgerError::Driver)? {
            let id = row.text(0).unwrap_or_default();
            let revision = id.parse().map_err(|_| LedgerError::damaged(&ledger.name, id, "its id is not one"))?;
            applied.insert(revision, read_parents(&ledger.name, id, row.text(1))?);
        }
        Ok(Self { tail, applied })
    }

    /// What is to be done about a revision.
    ///
    /// A revision that is half done must be finished before any other is run, and in the direction in which it was begun.
    pub(super) fn decide(&self, work: &Work) -> Result<Decision, ExecError> {
        if let Some(open) = &self.tail.open {
            return match open.is_of(work) {
                true => Ok(Decision::Resume(open.clone())),
                false => Err(HalfDone::in_the_way(open).into()),
            };
        }
        let applied = self.applied.contains_key(&work.revision);
        match work.direction {
            Direction::Upgrade if applied => Ok(Decision::Skip),
            Direction::Upgrade => match work.parents.iter().find(|parent| !self.applied.contains_key(parent)) {
                Some(parent) => Err(moved(work, format!("its parent \"{parent}\" is not applied any more"))),
                None => Ok(Decision::Run),
            },
            Direction::Downgrade if !applied => Ok(Decision::Skip),
            Direction::Downgrade => match self.applied.iter().find(|(_, parents)| parents.contains(&work.revision)) {
                Some((child, _)) => Err(moved(work, format!("\"{child}\", which follows it, is applied"))),
                None => Ok(Decision::Run),
            },
        }
    }

    /// What holds after a revision was run.
    pub(super) fn advance(&mut self, work: &Work) {
        self.tail.open = None;
        match work.direction {
            Direction::Upgrade => self.applied.insert(work.revision.clone(), work.parents.clone()),
            Direction::Downgrade => self.applied.remove(&work.revision),
        };
    }
}

/// The end of the journal.
pub(super) async fn read_tail(connection: &mut dyn Connection, ledger: &Ledger) -> Result<Tail, LedgerError> {
    let query = ledger.journal.select_tail(&*connection.dialect());
    Ok(Tail::read(&connection.query(&query).await?))
}

fn moved(work: &Work, what: String) -> ExecError {
    ExecErrorKind::Moved { revision: work.revision.clone(), direction: work.direction, what }.into()
}
