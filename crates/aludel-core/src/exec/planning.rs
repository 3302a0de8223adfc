//! Plans a revision piece by piece: what a script says is made whole and planned up to the next operation whose effect
//! only the database knows.

use std::collections::VecDeque;
use std::ops::Range;

use super::error::{ExecError, ExecErrorKind};
use super::{Direction, Work};
use crate::dialect::Dialect;
use crate::operation::{CompleteError, Operation, Recorded};
use crate::plan::{Placement, Plan, PlanError, Statement, plan};
use crate::revision::RevisionId;
use crate::schema::Schema;

/// What is still to be planned of a revision.
pub(crate) struct Planning {
    recorded: VecDeque<Recorded>,
    revision: RevisionId,
    direction: Direction,
}

/// Operations that are planned together. An opaque one is the last.
pub(crate) struct Piece {
    pub(crate) operations: Vec<Operation>,
    pub(crate) plan: Plan,
    /// The schema after them if an opaque one changes nothing; `None` where it was not known before.
    pub(crate) folded: Option<Schema>,
}

impl Planning {
    pub(crate) fn new(work: &Work) -> Self {
        Self {
            recorded: work.recorded.iter().cloned().collect(),
            revision: work.revision.clone(),
            direction: work.direction,
        }
    }

    /// True where the next step means something only on the schema before it. SQL as it stands and functions do not, so
    /// that a revision of these alone is run without any inspection.
    pub(super) fn needs_schema(&self) -> bool {
        self.recorded.front().is_some_and(|step| !stands_alone(step))
    }

    /// True where nothing is left.
    pub(super) fn is_over(&self) -> bool {
        self.recorded.is_empty()
    }

    /// The next piece; `None` at the end. Without a schema it goes as far as no schema is needed.
    pub(crate) fn next(&mut self, dialect: &dyn Dialect, schema: Option<&Schema>) -> Result<Option<Piece>, ExecError> {
        let before = schema.cloned().unwrap_or_default();
        let mut folded = before.clone();
        let mut operations = Vec::new();
        let outside = self.recorded.front().is_some_and(is_outside);
        let goes_on = |step: &Recorded| is_outside(step) == outside && (schema.is_some() || stands_alone(step));
        while let Some(step) = self.recorded.pop_front_if(|step| goes_on(step)) {
            let operation = folded.complete(step).map_err(|error| self.cannot_complete(error))?;
            let opaque = operation.is_opaque();
            if !opaque {
                let misfit = |error| PlanError::Apply { operation: operation.to_string(), error };
                folded.apply(&operation).map_err(misfit).map_err(|error| self.cannot_plan(error))?;
            }
            operations.push(operation);
            if opaque {
                break;
            }
        }
        if operations.is_empty() {
            return Ok(None);
        }
        let mut plan = plan(dialect, &before, &operations).map_err(|error| self.cannot_plan(error))?;
        plan.after = plan.after.filter(|_| schema.is_some());
        if outside {
            let of_script = |statement: &&mut Statement| {
                let operation = operations.get(statement.operation);
                matches!(operation, Some(Operation::Execute { .. } | Operation::Run { .. }))
            };
            let by_themselves = plan.statements.iter_mut().filter(of_script);
            by_themselves.for_each(|statement| statement.placement = Placement::Outside);
        }
        if dialect.capabilities().transactional_ddl {
            join(&operations, &mut plan.statements, outside);
        }
        Ok(Some(Piece { operations, plan, folded: schema.is_some().then_some(folded) }))
    }

    fn cannot_complete(&self, error: CompleteError) -> ExecError {
        ExecErrorKind::Complete { revision: self.revision.clone(), direction: self.direction, error }.into()
    }

    pub(super) fn cannot_plan(&self, error: PlanError) -> ExecError {
        ExecErrorKind::Plan { revision: self.revision.clone(), direction: self.direction, error }.into()
    }
}

impl Piece {
    /// The operations that a statement of the plan is for: those from its own up to that of a later statement, and before
    /// the first all that need no statement.
    pub(super) fn operations_of(&self, statement: usize) -> &[Operation] {
        self.operations.get(self.places_of(statement)).unwrap_or_default()
    }

    /// The places of these operations.
    pub(crate) fn places_of(&self, statement: usize) -> Range<usize> {
        let own = |statement: usize| self.plan.statements.get(statement).map_or(0, |statement| statement.operation);
        let first = if own(statement) == own(0) { 0 } else { own(statement) };
        let later = self.plan.statements.iter().skip(statement).map(|statement| statement.operation);
        let end = later.filter(|it| *it > own(statement)).min().unwrap_or(self.operations.len());
        first..end
    }

    /// The statements by their places, those together that share a transaction whatever the others do.
    pub(super) fn transactions(&self) -> impl Iterator<Item = Range<usize>> {
        let starts = |statement: &Statement| statement.placement != Placement::Joined;
        let statements = &self.plan.statements;
        let chunks = statements.chunk_by(move |_, next| !starts(next));
        chunks.scan(0, |first, chunk| {
            let range = *first..*first + chunk.len();
            *first = range.end;
            Some(range)
        })
    }

    /// The operations that the journal notes with a statement. Of several statements of a text that somebody wrote the
    /// first stands for all of them, and none is noted with the others: the text may be long.
    pub(super) fn noted(&self, statement: usize) -> &[Operation] {
        let own = |statement: usize| self.plan.statements.get(statement).map(|statement| statement.operation);
        let goes_on = statement.checked_sub(1).is_some_and(|before| own(before) == own(statement));
        if goes_on && self.is_one_of_several(statement) { &[] } else { self.operations_of(statement) }
    }

    /// True for one of several statements of a text that somebody wrote.
    pub(super) fn is_one_of_several(&self, statement: usize) -> bool {
        let Some(one) = self.plan.statements.get(statement) else { return false };
        let same = self.plan.statements.iter().filter(|other| other.operation == one.operation).count();
        same > 1 && matches!(self.operations.get(one.operation), Some(Operation::Execute { .. }))
    }
}

/// Joins what one transaction can hold, so that where a revision cannot be one, a failure leaves nothing away that an
/// operation would have made again. What somebody wants outside of transactions shares them only within an operation.
fn join(operations: &[Operation], statements: &mut [Statement], outside: bool) {
    let mut before = None;
    for statement in statements {
        let can_join =
            statement.placement != Placement::Outside && operations.get(statement.operation).is_some_and(is_typed);
        let belongs = before.is_some_and(|before| !outside || before == statement.operation);
        if can_join && belongs {
            statement.placement = Placement::Joined;
        }
        before = can_join.then_some(statement.operation);
    }
}

/// True for an operation whose statements mean the same within a transaction of their own.
pub(super) fn is_typed(operation: &Operation) -> bool {
    !matches!(operation, Operation::Execute { .. } | Operation::Run { .. })
}

/// The operations of a way back, for the ledger, on the schema before it. A function is left out, or replaced by what it
/// says does the same. `None` where one of them has no meaning on that schema, or the schema is not known and must be.
pub(super) fn complete_all(recorded: &[Recorded], before: Option<&Schema>) -> Option<Vec<Operation>> {
    let mut schema = before.cloned();
    let mut operations = Vec::new();
    for step in recorded {
        let operation = match (&schema, step) {
            (_, Recorded::Whole(Operation::Run { offline, .. })) => {
                let offline =
                    offline.clone().map(|sql| Operation::Execute { sql, undo: None, changes: Some(Vec::new()) });
                operations.extend(offline);
                continue;
            }
            (Some(schema), step) => schema.complete(step.clone()).ok()?,
            (None, step) if stands_alone(step) => Schema::default().complete(step.clone()).ok()?,
            (None, _) => return None,
        };
        // What follows on an opaque operation is made whole on what is known, and is checked when it is run.
        if let Some(schema) = &mut schema
            && !operation.is_opaque()
        {
            schema.apply(&operation).ok()?;
        }
        operations.push(operation);
    }
    Some(operations)
}

/// True for a step that a script wants outside of transactions.
pub(super) fn is_outside(step: &Recorded) -> bool {
    matches!(step, Recorded::Outside(_))
}

/// True for a step that means the same on every schema.
pub(super) fn stands_alone(step: &Recorded) -> bool {
    match step {
        Recorded::Execute { changes: None, .. } => true,
        Recorded::Whole(operation) => {
            matches!(operation, Operation::Execute { changes: None, .. } | Operation::Run { .. })
        }
        Recorded::Outside(step) => stands_alone(step),
        Recorded::CreateTable(_)
        | Recorded::DropTable { .. }
        | Recorded::AlterTable { .. }
        | Recorded::AddColumn { .. }
        | Recorded::DropColumn { .. }
        | Recorded::AlterColumn { .. }
        | Recorded::DropConstraint { .. }
        | Recorded::DropIndex { .. }
        | Recorded::DropEnum { .. }
        | Recorded::AlterEnum { .. }
        | Recorded::DropSequence { .. }
        | Recorded::AlterSequence { .. }
        | Recorded::DropView { .. }
        | Recorded::AlterView { .. }
        | Recorded::Execute { changes: Some(_), .. }
        | Recorded::Batch { .. }
        | Recorded::Invalid { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::revision::Revision;

    #[test]
    fn of_several_statements_of_a_text_the_first_stands_for_all_in_the_journal() {
        let dialect = crate::dialect::by_name("sqlite").unwrap();
        let revision = Revision::new("a1".parse().unwrap(), "two tables");
        let sql = "CREATE TABLE a (id INTEGER); CREATE TABLE b (id INTEGER)".to_owned();
        let work = Work::new(&revision, Direction::Upgrade, vec![Recorded::Execute { sql, undo: None, changes: None }]);
        let piece = Planning::new(&work).next(&*dialect, None).unwrap().unwrap();
        assert_eq!((piece.noted(0).len(), piece.noted(1).len()), (1, 0));
        assert_eq!((piece.operations_of(0).len(), piece.operations_of(1).len()), (1, 1));
    }
}
