//! Looks at the data: how many rows stand in the way of what a revision is to do.

use std::collections::{BTreeMap, BTreeSet};

use super::compare::Comparison;
use super::fill::{self, Demand};
use super::question::{self, Question};
use crate::connection::Connection;
use crate::dialect::{Dialect, count_rows, count_rows_without, obstacles};
use crate::name::ObjectName;
use crate::operation::Operation;
use crate::schema::Constraint;

/// The columns that need a value in rows that are there; `connection` is `None` where nobody can look.
pub(super) async fn demands(
    comparison: &Comparison,
    fills: &super::answers::Fills,
    mut connection: Option<&mut dyn Connection>,
) -> Vec<Question> {
    let names = OldNames::of(&comparison.operations);
    let mut questions = Vec::new();
    for operation in &comparison.operations {
        let Some(demand) = fill::demand(operation) else { continue };
        if fills.contains_key(&(demand.table.clone(), demand.column.to_owned())) {
            continue;
        }
        let rows = match &mut connection {
            Some(connection) => missing(&mut **connection, &*comparison.dialect, &demand, &names).await,
            None => None,
        };
        if rows != Some(0) {
            questions.push(Question::Fill { column: question::place(demand.table, demand.column), rows });
        }
    }
    questions
}

/// How many rows have no value in a column; `None` where that cannot be seen.
async fn missing(
    connection: &mut dyn Connection,
    dialect: &dyn Dialect,
    demand: &Demand<'_>,
    names: &OldNames<'_>,
) -> Option<u64> {
    let table = names.table(demand.table);
    let query = if demand.is_new {
        count_rows(dialect, table)
    } else {
        count_rows_without(dialect, table, names.column(demand.table, demand.column))
    };
    count(connection, dialect, &query).await
}

/// Rows that stand in the way, in words. What cannot be asked, such as of a table that is only being made, is left out.
pub(super) async fn in_the_way(comparison: &Comparison, connection: &mut dyn Connection) -> Vec<String> {
    let names = OldNames::of(&comparison.operations);
    let mut found = Vec::new();
    for operation in &comparison.operations {
        let Some(now) = names.as_of_now(operation) else { continue };
        let Some(obstacle) = obstacles(&*comparison.dialect, &now) else { continue };
        let rows = count(connection, &*comparison.dialect, &obstacle.query).await.unwrap_or(0);
        if rows > 0 {
            found.push(format!("{operation}: {} in the way, {}", question::counted(rows), obstacle.what));
        }
    }
    found
}

async fn count(connection: &mut dyn Connection, dialect: &dyn Dialect, query: &str) -> Option<u64> {
    match connection.query(query).await {
        Ok(rows) => rows.first()?.integer(0)?.try_into().ok(),
        Err(error) if dialect.is_missing_table(&error) => Some(0),
        Err(_) => None,
    }
}

/// What tables and columns are called before the operations run, and which are not there yet.
struct OldNames<'a> {
    new: BTreeSet<(&'a ObjectName, &'a str)>,
    tables: BTreeMap<&'a ObjectName, &'a ObjectName>,
    columns: BTreeMap<(&'a ObjectName, &'a str), &'a str>,
}

impl<'a> OldNames<'a> {
    fn of(operations: &'a [Operation]) -> Self {
        let mut names = Self { new: BTreeSet::new(), tables: BTreeMap::new(), columns: BTreeMap::new() };
        for operation in operations {
            match operation {
                Operation::RenameTable { from, to } => {
                    names.tables.insert(to, from);
                }
                Operation::RenameColumn { table, from, to } => {
                    names.columns.insert((table, to), from);
                }
                Operation::AddColumn { table, column } => {
                    names.new.insert((table, &column.name));
                }
                _ => {}
            }
        }
        names
    }

    /// An operation with the names that the database has now; `None` where it speaks of what is not there, or in a text of
    /// what has another name. A database may take such a name for text, and count what nobody meant.
    fn as_of_now(&self, operation: &Operation) -> Option<Operation> {
        let mut now = operation.clone();
        match &mut now {
            Operation::CreateConstraint { table, constraint } => {
                if let Constraint::Check(check) = &*constraint
                    && self.changed(table).any(|column| check.expression.contains(column))
                {
                    return None;
                }
                constraint.columns_mut().into_iter().try_for_each(|column| self.restore(table, column))?;
                *table = self.table(table).clone();
            }
            Operation::CreateIndex { table, index } => {
                index.columns_mut().into_iter().try_for_each(|column| self.restore(table, column))?;
                *table = self.table(table).clone();
            }
            Operation::AlterColumn { table, from, .. } => {
                self.restore(table, &mut from.name)?;
                *table = self.table(table).clone();
            }
            _ => {}
        }
        Some(now)
    }

    /// The columns of a table that are not there yet, or not under that name.
    fn changed(&self, table: &ObjectName) -> impl Iterator<Item = &str> {
        let new = self.new.iter().filter(move |(of, _)| *of == table).map(|(_, column)| *column);
        new.chain(self.columns.keys().filter(move |(of, _)| *of == table).map(|(_, column)| *column))
    }

    fn restore(&self, table: &ObjectName, column: &mut String) -> Option<()> {
        if self.new.contains(&(table, column.as_str())) {
            return None;
        }
        *column = self.column(table, column).to_owned();
        Some(())
    }

    fn table<'b>(&self, name: &'b ObjectName) -> &'b ObjectName
    where
        'a: 'b,
    {
        self.tables.get(name).copied().unwrap_or(name)
    }

    fn column<'b>(&self, table: &ObjectName, column: &'b str) -> &'b str
    where
        'a: 'b,
    {
        let renamed =
            |((of, to), from): (&(&ObjectName, &str), &&'a str)| (*of == table && *to == column).then_some(*from);
        self.columns.iter().find_map(renamed).unwrap_or(column)
    }
}
