//! What an earlier run did of a revision that is half done, held against what its script says now.

use super::error::{ExecError, ExecErrorKind, HalfDone};
use super::journal::OpenRun;
use super::noted::hash;
use crate::plan::Statement;

impl OpenRun {
    /// True where the statement of that number is done. It must be the one that the script says.
    pub(super) fn has_done(&self, number: u32, statement: &Statement) -> Result<bool, ExecError> {
        let entry = number.checked_sub(1).and_then(|place| self.done.get(place as usize));
        match entry {
            Some(entry) if entry.hash.as_ref() == Some(&hash(statement)) => Ok(true),
            Some(_) => Err(HalfDone::changed(self, format!("statement {number} is not the one that ran")).into()),
            None => Ok(false),
        }
    }

    /// True where all statements up to that number are done.
    pub(super) fn reaches(&self, number: u32) -> bool {
        number as usize <= self.done.len()
    }

    /// Checks that all that is done was found in a script of so many statements.
    pub(super) fn demand_no_more_than(&self, statements: u32) -> Result<(), ExecError> {
        match self.done.len() {
            ran if ran > statements as usize => {
                Err(HalfDone::changed(self, format!("{ran} statements ran, and the script has {statements}")).into())
            }
            _ => Ok(()),
        }
    }

    /// A script that cannot be planned any more behind that statement, though more is done, is not the script that ran.
    pub(super) fn explain(&self, number: u32, error: ExecError) -> ExecError {
        match error.kind() {
            ExecErrorKind::Complete { .. } | ExecErrorKind::Plan { .. } if (number as usize) < self.done.len() => {
                HalfDone::changed(self, error.to_string()).into()
            }
            _ => error,
        }
    }
}
