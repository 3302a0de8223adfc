//! What must not get worse while a revision runs.

use std::collections::BTreeMap;

use super::Work;
use super::error::ExecErrorKind;
use crate::connection::{Connection, DriverError, Row};
use crate::plan::Guard;

/// The guards of a revision, each with the violations that were there before, and how often.
#[derive(Debug, Default)]
pub(super) struct Guards {
    watched: Vec<(Guard, BTreeMap<String, usize>)>,
}

/// A row that was not there before.
#[derive(Debug)]
pub(super) struct Violation {
    /// What it means.
    pub(super) message: String,
    /// Its values.
    pub(super) row: String,
}

impl Violation {
    /// The error of a revision of which so many statements stay done.
    pub(super) fn of(self, work: &Work, kept: u32) -> ExecErrorKind {
        ExecErrorKind::Guard {
            revision: work.revision.clone(),
            direction: work.direction,
            message: self.message,
            violation: self.row,
            kept,
        }
    }
}

impl Guards {
    /// Notes what is wrong already, for guards that are not watched yet.
    pub(super) async fn watch(&mut self, connection: &mut dyn Connection, guards: &[Guard]) -> Result<(), DriverError> {
        for guard in guards {
            if self.watched.iter().any(|(watched, _)| watched == guard) {
                continue;
            }
            let mut before = BTreeMap::new();
            for row in connection.query(&guard.query).await? {
                *before.entry(shown(&row)).or_default() += 1;
            }
            self.watched.push((guard.clone(), before));
        }
        Ok(())
    }

    /// Looks again, and returns the first violation that is there more often than before.
    pub(super) async fn check(self, connection: &mut dyn Connection) -> Result<Option<Violation>, DriverError> {
        for (guard, mut before) in self.watched {
            for row in connection.query(&guard.query).await? {
                let row = shown(&row);
                match before.get_mut(&row) {
                    Some(left) if *left > 0 => *left -= 1,
                    Some(_) | None => return Ok(Some(Violation { message: guard.message, row })),
                }
            }
        }
        Ok(None)
    }
}

fn shown(row: &Row) -> String {
    row.0.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
