//! A transaction that goes to the server as one text.

use super::error::ExecError;
use super::lock::Patience;
use super::runner::Runner;
use crate::connection::{BatchError, DriverError, DriverErrorKind};

/// Where a transaction stopped. Nothing of it was kept.
#[derive(Debug)]
pub(super) enum Stop {
    /// Somebody else has the lock.
    Locked,
    /// It could not be opened.
    Closed(DriverError),
    /// At a statement, counted from 0; the one after the last is the commit.
    At(usize, DriverError),
}

/// How a transaction takes the lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lock {
    /// For itself.
    Own,
    /// Not at all: the session has it, or opening a transaction takes it.
    Session,
}

/// How a transaction ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// It is committed with its last statement.
    Commit,
    /// It stays open, since the outcome has to be looked at first.
    Open,
}

impl Runner<'_> {
    /// Opens a transaction, runs statements in it and ends it, in one round trip where the driver can. Returns how many
    /// rows the last statement of an open one changed.
    pub(super) async fn transact(&mut self, statements: &[String], lock: Lock, end: End) -> Result<u64, Stop> {
        let mut texts = vec![self.dialect.capabilities().begin.to_owned()];
        if lock == Lock::Own {
            texts.extend(self.dialect.transaction_lock(&self.key).map(|lock| lock.demand));
            texts.extend(self.dialect.limit_transaction(self.limits()));
        }
        let first = texts.len();
        texts.extend(statements.iter().cloned());
        if end == End::Commit {
            texts.push("COMMIT".to_owned());
        }
        let BatchError { place, error } = match self.send_all(&texts).await {
            Ok(changed) => return Ok(changed),
            Err(failed) => failed,
        };
        let lost = error.kind == DriverErrorKind::Lost;
        let within = place.checked_sub(first);
        if within == Some(statements.len()) && error.kind == DriverErrorKind::Busy {
            // Readers of the database hold the commit up, which is tried again.
            return match self.commit().await {
                Ok(()) => Ok(0),
                Err(error) => {
                    self.rollback().await;
                    Err(Stop::At(statements.len(), error))
                }
            };
        }
        if place > 0 && !lost {
            self.rollback().await;
        }
        Err(match within {
            Some(within) => Stop::At(within, error),
            None if !lost && (place > 0 || error.kind == DriverErrorKind::Busy) => Stop::Locked,
            None => Stop::Closed(error),
        })
    }

    /// The same under the lock of the session; where opening a transaction takes the lock, it is waited for.
    pub(super) async fn transact_patiently(&mut self, statements: &[String], end: End) -> Result<u64, Refused> {
        let mut patience = Patience::new(self.executor, self.executor.lock_timeout);
        loop {
            match self.transact(statements, Lock::Session, end).await {
                Ok(changed) => return Ok(changed),
                Err(Stop::Locked) if patience.wait().await => {}
                Err(Stop::Locked) => return Err(Refused::Before(self.locked(&patience).await)),
                Err(Stop::Closed(error)) => return Err(Refused::Before(error.into())),
                Err(Stop::At(place, error)) => return Err(Refused::At(place, error)),
            }
        }
    }
}

/// Why a transaction under the lock of the session came to nothing.
#[derive(Debug)]
pub(super) enum Refused {
    /// It did not begin.
    Before(ExecError),
    /// At a statement, counted from 0; the one after the last is the commit.
    At(usize, DriverError),
}

impl From<Refused> for ExecError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Before(error) => error,
            Refused::At(_, error) => error.into(),
        }
    }
}
