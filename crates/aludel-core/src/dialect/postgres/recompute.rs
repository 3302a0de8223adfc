//! Columns whose values are computed in another way: made anew where they cannot be altered. Nothing is lost, since
//! nobody wrote the values.

use super::expression::mentions;
use super::plan::Planner;
use super::{Postgres, Refusal, view};
use crate::name::ObjectName;
use crate::operation::Operation;
use crate::schema::{Column, Constraint, Generation, Index, IndexTarget, Storage, Table};

impl Postgres {
    /// True for an operation that makes a computed column anew.
    pub(super) fn computes_anew(self, operation: &Operation) -> bool {
        matches!(operation, Operation::AlterColumn { from, to, .. } if self.must_compute_anew(from, to))
    }

    /// True for a column that stays computed, but in a way that cannot be altered.
    pub(super) fn must_compute_anew(self, from: &Column, to: &Column) -> bool {
        match (computed(from), computed(to)) {
            (Some((one, Storage::Stored)), Some((other, Storage::Stored))) => {
                one != other && !self.can_change_expressions()
            }
            (Some(from), Some(to)) => from != to,
            _ => false,
        }
    }
}

fn computed(column: &Column) -> Option<(&str, Storage)> {
    match &column.generation {
        Some(Generation::Expression { sql, storage }) => Some((sql, *storage)),
        Some(Generation::AutoIncrement | Generation::Serial | Generation::Identity(_)) | None => None,
    }
}

impl Planner<'_> {
    /// Drops a computed column and adds it again, with what needs it.
    pub(super) fn compute_anew(&mut self, table: &ObjectName, from: &Column, to: &Column) -> Result<(), Refusal> {
        let before = self.before;
        let name = &from.name;
        let refers = |other: &&Table| {
            let to_it =
                |key: &crate::schema::ForeignKey| key.referred_table == *table && key.referred_columns.contains(name);
            other.foreign_keys().any(to_it)
        };
        if let Some(other) = before.tables.iter().find(refers) {
            return Err(Refusal::new(
                format!("\"{name}\" has to be made anew, and a foreign key of \"{}\" refers to it", other.name),
                "drop the foreign key before and create it again after",
            ));
        }
        let found = before.table(table);
        let constraints: Vec<&Constraint> =
            found.iter().flat_map(|table| &table.constraints).filter(|one| needs(one, name)).collect();
        let indexes: Vec<&Index> =
            found.iter().flat_map(|table| &table.indexes).filter(|one| holds(one, name)).collect();
        self.without_views(
            |view| view::reads_column(view, table, name),
            |planner| {
                indexes.iter().for_each(|index| planner.drop_index(table, index));
                constraints.iter().for_each(|constraint| planner.drop_constraint(table, constraint));
                planner.push(planner.alter_table(table).keyword("DROP COLUMN").ident(name));
                planner.add_column(table, to)?;
                for constraint in &constraints {
                    planner.create_constraint(table, constraint)?;
                }
                indexes.iter().try_for_each(|index| planner.create_index(table, index))
            },
        )
    }
}

/// True for a constraint that goes with the column.
fn needs(constraint: &Constraint, column: &str) -> bool {
    match constraint {
        Constraint::Check(check) => mentions(&check.expression, column),
        Constraint::Exclude(exclude) => {
            let targets = exclude.elements.iter().map(|element| &element.target);
            exclude.include.iter().any(|name| name == column)
                || targets.chain(&exclude.predicate).any(|sql| mentions(sql, column))
        }
        Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::ForeignKey(_) => {
            constraint.columns().contains(&column)
        }
    }
}

/// True for an index that goes with the column.
fn holds(index: &Index, column: &str) -> bool {
    let expressions = index.parts.iter().filter_map(|part| match &part.target {
        IndexTarget::Column(_) => None,
        IndexTarget::Expression(sql) => Some(sql),
    });
    index.columns().contains(&column) || expressions.chain(&index.predicate).any(|sql| mentions(sql, column))
}
