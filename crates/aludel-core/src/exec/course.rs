//! How far a run by single statements has come, and which are next.

use std::ops::Range;
use std::time::SystemTime;

use super::Work;
use super::error::ExecError;
use super::guards::Guards;
use super::journal::{Entry, OpenRun};
use super::noted::noted;
use super::planning::Piece;
use super::settings::Settings;
use crate::plan::Statement;
use crate::schema::{Objects, Schema, View};

/// What a run by single statements has come to.
pub(super) struct Course {
    /// What an earlier run had done.
    pub(super) before: Option<OpenRun>,
    pub(super) settings: Settings,
    pub(super) guards: Guards,
    /// The views that it makes and alters, those of an earlier run too.
    pub(super) views: Objects<View>,
    /// The last statement that is done, counted from 1.
    pub(super) number: u32,
    /// Those that an earlier run did, since the last one that was sent by this run.
    pub(super) skipped: Vec<String>,
    /// How many were sent by this run.
    pub(super) sent: u32,
    pub(super) start: SystemTime,
}

/// A statement that is next.
pub(super) struct Step<'p> {
    /// Its place in its piece.
    pub(super) place: usize,
    /// Its number in the revision, counted from 1.
    pub(super) number: u32,
    pub(super) statement: &'p Statement,
    /// What the journal says of it once it is done, but for when.
    pub(super) entry: Entry,
}

impl Course {
    pub(super) fn new(before: Option<OpenRun>, start: SystemTime) -> Self {
        Self {
            before,
            settings: Settings::default(),
            guards: Guards::default(),
            views: Objects::default(),
            number: 0,
            skipped: Vec::new(),
            sent: 0,
            start,
        }
    }

    /// The statements at some places, without those that an earlier run did.
    pub(super) fn steps<'p>(
        &mut self,
        work: &Work,
        piece: &'p Piece,
        places: Range<usize>,
    ) -> Result<Vec<Step<'p>>, ExecError> {
        let mut steps = Vec::new();
        for (place, statement) in piece.plan.statements.iter().enumerate().skip(places.start).take(places.len()) {
            self.number += 1;
            let number = self.number;
            if self.before.as_ref().map(|open| open.has_done(number, statement)).transpose()?.unwrap_or(false) {
                self.skipped.push(statement.sql.clone());
                continue;
            }
            let entry = noted(work, number, statement, piece.noted(place));
            steps.push(Step { place, number, statement, entry });
        }
        Ok(steps)
    }

    /// Checks that all that an earlier run did was found in the script.
    pub(super) fn demand_complete(&self) -> Result<(), ExecError> {
        self.before.as_ref().map_or(Ok(()), |open| open.demand_no_more_than(self.number))
    }

    /// The schema after a piece. What an earlier run did was there when the database was inspected.
    pub(super) fn schema_after(&self, piece: &Piece) -> Option<Schema> {
        match &self.before {
            Some(open) if open.reaches(self.number) => piece.folded.clone(),
            Some(_) | None => piece.plan.after.clone(),
        }
    }

    /// The error of a script that cannot be planned any further.
    pub(super) fn explain(&self, error: ExecError) -> ExecError {
        match &self.before {
            Some(open) => open.explain(self.number, error),
            None => error,
        }
    }
}
