//! Builds a plan.

use std::collections::{BTreeMap, BTreeSet};

use super::{Plan, PlanError, Statements, misfit};
use crate::dialect::Dialect;
use crate::operation::Operation;
use crate::schema::Schema;

/// The statements that turn `before` into what `operations` say, in this dialect.
///
/// # Errors
/// [`PlanError`] for what the database cannot do, for an operation that does not fit the schema before it, and for one
/// that follows on an opaque one: what comes after that is planned when it has run.
pub fn plan(dialect: &dyn Dialect, before: &Schema, operations: &[Operation]) -> Result<Plan, PlanError> {
    let mut schema = Some(before.clone());
    let mut plan = Plan::default();
    let mut first = 0;
    let back = coming_back(operations);
    for group in groups(operations) {
        let current = schema.as_ref().ok_or_else(|| opaque(group))?;
        let mut out = match group {
            [Operation::AlterEnum { .. }] => Statements::before(operations.get(first + 1..).unwrap_or_default()),
            _ if back.contains(&first) => Statements::of_view_that_comes_back(),
            _ => Statements::default(),
        };
        dialect.plan(current, group, &mut out)?;
        add_new(&mut plan.settings, out.settings());
        add_new(&mut plan.guards, out.guards());
        add_new(&mut plan.rebuilt, out.rebuilt());
        plan.statements.extend(out.statements().iter().cloned().map(|mut statement| {
            statement.operation += first;
            statement
        }));
        schema = fold(schema, group)?;
        first += group.len();
    }
    plan.after = schema;
    Ok(plan)
}

/// The places at which a view goes that comes back later, and those at which it does.
fn coming_back(operations: &[Operation]) -> BTreeSet<usize> {
    let (mut away, mut back) = (BTreeMap::new(), BTreeSet::new());
    for (place, operation) in operations.iter().enumerate() {
        match operation {
            Operation::DropView { view } => drop(away.insert(&view.name, place)),
            Operation::CreateView { view } => {
                back.extend(away.remove(&view.name).into_iter().flat_map(|gone| [gone, place]));
            }
            _ => {}
        }
    }
    back
}

fn add_new<T: Clone + PartialEq>(all: &mut Vec<T>, some: &[T]) {
    for one in some {
        if !all.contains(one) {
            all.push(one.clone());
        }
    }
}

/// Neighbours that change one table that is there already, together; each other operation alone.
fn groups(operations: &[Operation]) -> impl Iterator<Item = &[Operation]> {
    operations.chunk_by(|one, next| alters(one).is_some() && alters(one) == alters(next))
}

/// The table that an operation alters in place.
fn alters(operation: &Operation) -> Option<&crate::name::ObjectName> {
    match operation {
        Operation::CreateTable { .. } | Operation::DropTable { .. } | Operation::RenameTable { .. } => None,
        other => other.table(),
    }
}

/// The schema after some operations; `None` after an opaque one.
fn fold(mut schema: Option<Schema>, operations: &[Operation]) -> Result<Option<Schema>, PlanError> {
    for operation in operations {
        if operation.is_opaque() {
            return Ok(None);
        }
        if let Some(schema) = &mut schema {
            schema.apply(operation).map_err(|error| misfit(operation, error))?;
        }
    }
    Ok(schema)
}

fn opaque(group: &[Operation]) -> PlanError {
    PlanError::Opaque { operation: group.first().map(ToString::to_string).unwrap_or_default() }
}
