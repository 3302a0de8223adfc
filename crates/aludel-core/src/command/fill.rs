//! Changes that need a value in every row: the value is filled in before the column demands one.

use super::answers::Fills;
use crate::name::ObjectName;
use crate::operation::Operation;
use crate::schema::Column;

/// A column that demands a value of rows that have none.
pub(super) struct Demand<'a> {
    pub(super) table: &'a ObjectName,
    pub(super) column: &'a str,
    /// True for a column that is added, so that no row has a value yet.
    pub(super) is_new: bool,
}

/// What an operation demands of the rows that are there.
pub(super) fn demand(operation: &Operation) -> Option<Demand<'_>> {
    match operation {
        Operation::AddColumn { table, column } if demands_value(column) && column.default.is_none() => {
            Some(Demand { table, column: &column.name, is_new: true })
        }
        Operation::AlterColumn { table, from, to, .. } if from.nullable && demands_value(to) => {
            Some(Demand { table, column: &to.name, is_new: false })
        }
        _ => None,
    }
}

/// True for a column in which each row must have a value, and the database makes none. A default is for rows to come, and
/// for those that are there when the column is added.
fn demands_value(column: &Column) -> bool {
    !column.nullable && column.generation.is_none()
}

/// The operations with the columns filled before they demand a value: added so that they may be empty, filled, tightened.
/// Columns of one table that follow each other are tightened together, since that may make the table anew.
///
/// The way back is that of the operations as they were: what was filled in goes with the column, or does no harm.
pub(super) fn filled(operations: &[Operation], fills: &Fills) -> Vec<Operation> {
    let mut out = Vec::new();
    let mut late = Late::default();
    for operation in operations {
        if !late.may_wait_for(operation) {
            late.flush(&mut out);
        }
        let value = demand(operation).and_then(|one| fills.get(&(one.table.clone(), one.column.to_owned())));
        match (operation, value) {
            (Operation::AddColumn { table, column }, Some(value)) => {
                let empty = Column { nullable: true, ..column.clone() };
                out.push(Operation::AddColumn { table: table.clone(), column: empty.clone() });
                late.add(table, empty, column, value);
            }
            (Operation::AlterColumn { table, from, to, using }, Some(value)) => {
                let loose = Column { nullable: true, ..to.clone() };
                if *from != loose {
                    let (from, to, using) = (from.clone(), loose.clone(), using.clone());
                    out.push(Operation::AlterColumn { table: table.clone(), from, to, using });
                }
                late.add(table, loose, to, value);
            }
            (operation, _) => out.push(operation.clone()),
        }
    }
    late.flush(&mut out);
    out
}

/// What waits for the other columns of its table.
#[derive(Default)]
struct Late {
    fills: Vec<Operation>,
    tightened: Vec<Operation>,
}

impl Late {
    fn add(&mut self, table: &ObjectName, loose: Column, column: &Column, value: &str) {
        let (name, value) = (column.name.clone(), value.to_owned());
        self.fills.push(Operation::FillColumn { table: table.clone(), column: name, value });
        let to = column.clone();
        self.tightened.push(Operation::AlterColumn { table: table.clone(), from: loose, to, using: None });
    }

    fn may_wait_for(&self, operation: &Operation) -> bool {
        let columns = matches!(operation, Operation::AddColumn { .. } | Operation::AlterColumn { .. });
        columns && self.table().is_none_or(|table| operation.table() == Some(table))
    }

    fn table(&self) -> Option<&ObjectName> {
        self.tightened.first().and_then(Operation::table)
    }

    fn flush(&mut self, out: &mut Vec<Operation>) {
        out.append(&mut self.fills);
        out.append(&mut self.tightened);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{ColumnType, Literal};

    #[test]
    fn columns_are_added_empty_then_filled_then_tightened_together() {
        let kind = Column::new("kind", ColumnType::text());
        let age = Column::new("age", ColumnType::integer());
        let operations = [
            Operation::AddColumn { table: "users".into(), column: kind.clone() },
            Operation::AlterColumn { table: "users".into(), from: age.clone().nullable(), to: age, using: None },
            Operation::AddColumn { table: "roles".into(), column: kind.nullable() },
        ];
        let fill = |column: &str, value: &str| (("users".into(), column.to_owned()), value.to_owned());
        let fills = Fills::from([fill("kind", "'reader'"), fill("age", "0")]);
        let words: Vec<String> = filled(&operations, &fills).iter().map(ToString::to_string).collect();
        let expected = [
            "add column users.kind",
            "fill column users.kind with 'reader'",
            "fill column users.age with 0",
            "alter column users.kind",
            "alter column users.age",
            "add column roles.kind",
        ];
        assert_eq!(words, expected);
        assert_eq!(filled(&operations, &Fills::new()), operations);
    }

    #[test]
    fn a_type_that_changes_with_the_demand_changes_before_the_value_is_filled_in() {
        let from = Column::new("age", ColumnType::text()).nullable();
        let to = Column::new("age", ColumnType::integer());
        let operation = Operation::AlterColumn { table: "users".into(), from, to, using: None };
        let fills = Fills::from([(("users".into(), "age".to_owned()), "0".to_owned())]);
        let words: Vec<String> = filled(&[operation], &fills).iter().map(ToString::to_string).collect();
        assert_eq!(words, ["alter column users.age", "fill column users.age with 0", "alter column users.age"]);
    }

    #[test]
    fn a_column_that_brings_its_own_value_demands_none() {
        let column = Column::new("kind", ColumnType::text());
        let add = |column: Column| Operation::AddColumn { table: "users".into(), column };
        assert!(demand(&add(column.clone())).is_some());
        assert!(demand(&add(column.clone().nullable())).is_none());
        assert!(demand(&add(column.default_value(Literal::text("x")))).is_none());
        assert!(demand(&add(Column::new("id", ColumnType::integer()).auto_increment())).is_none());
    }

    #[test]
    fn a_default_is_no_value_of_a_row_that_is_there() {
        let to = Column::new("kind", ColumnType::text()).default_value(Literal::text("x"));
        let from = to.clone().nullable();
        let operation = Operation::AlterColumn { table: "users".into(), from, to, using: None };
        assert!(demand(&operation).is_some());
        let fills = Fills::from([(("users".into(), "kind".to_owned()), "'y'".to_owned())]);
        let words: Vec<String> = filled(&[operation], &fills).iter().map(ToString::to_string).collect();
        assert_eq!(words, ["fill column users.kind with 'y'", "alter column users.kind"]);
    }
}
