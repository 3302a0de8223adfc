//! What became of an operation whose outcome is not known, by what is there now.

use super::resume::{shape, tell};
use crate::dialect::{Dialect, align};
use crate::diff::{Renames, diff};
use crate::operation::{Operation, invert_all};
use crate::schema::Schema;

/// What became of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Finding {
    /// It did not run, or does no harm if it runs again.
    NotDone,
    /// It ran.
    Done,
    /// Neither can be said; what was found, in words.
    Unclear(String),
}

/// Compares what is there with the schema before some operations, and with the one after them.
///
/// Both are made from what is there: with the operations done and taken back, and the other way round. An operation carries
/// the whole of what it makes and drops, so that the first equals what is there only before it, and the second only after it.
/// Where both do, the operations change nothing that could be seen, and may run again.
pub(super) fn probe(dialect: &dyn Dialect, now: &Schema, operations: &[Operation]) -> Finding {
    let shapes: Vec<Operation> = operations.iter().flat_map(shape).collect();
    if shapes.is_empty() {
        return Finding::Unclear("what it does is nothing that could be looked up".to_owned());
    }
    let told = tell(dialect, now, &shapes);
    let (before, after) = (there_and_back(now, &shapes), back_and_there(&told, &shapes));
    match (differs(dialect, now, before), differs(dialect, &told, after)) {
        (None, _) => Finding::NotDone,
        (Some(_), None) => Finding::Done,
        (Some(before), Some(after)) => {
            Finding::Unclear(format!("it cannot have been left as it was: {before}; nor is it done: {after}"))
        }
    }
}

/// The schema, had the operations been done and taken back.
fn there_and_back(now: &Schema, shapes: &[Operation]) -> Result<Schema, String> {
    let inverse = invert_all(shapes).map_err(|error| error.to_string())?;
    fold(now, shapes.iter().chain(&inverse))
}

/// The schema, had the operations been taken back and done again.
fn back_and_there(now: &Schema, shapes: &[Operation]) -> Result<Schema, String> {
    let inverse = invert_all(shapes).map_err(|error| error.to_string())?;
    fold(now, inverse.iter().chain(shapes))
}

fn fold<'o>(schema: &Schema, mut operations: impl Iterator<Item = &'o Operation>) -> Result<Schema, String> {
    let mut schema = schema.clone();
    operations.try_for_each(|operation| schema.apply(operation)).map_err(|error| error.to_string())?;
    Ok(schema)
}

/// In what a schema is not what it should be, in words.
fn differs(dialect: &dyn Dialect, now: &Schema, wanted: Result<Schema, String>) -> Option<String> {
    let wanted = match wanted {
        Ok(wanted) => wanted,
        Err(what) => return Some(what),
    };
    let now = align(dialect, now, &wanted, &Schema::default());
    let missing: Vec<String> =
        diff(&now, &wanted, &Renames::default()).iter().map(|operation| format!("`{operation}`")).collect();
    (!missing.is_empty()).then(|| format!("that would take {}", missing.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::by_name;
    use crate::schema::{Column, ColumnType, EnumType, Table};

    fn table() -> Table {
        Table::new("t").column(Column::new("a", ColumnType::integer()))
    }

    fn with(tables: &[Table]) -> Schema {
        let mut schema = Schema::default();
        tables.iter().cloned().for_each(|table| drop(schema.tables.insert(table)));
        schema
    }

    fn found(now: &Schema, operation: Operation) -> Finding {
        probe(&*by_name("mysql").expect("it is one of them"), now, &[operation])
    }

    #[test]
    fn what_makes_something_is_done_where_that_is_there_as_it_says() {
        let create = || Operation::CreateTable { table: table() };
        assert_eq!(found(&with(&[]), create()), Finding::NotDone);
        assert_eq!(found(&with(&[table()]), create()), Finding::Done);
        let other = table().column(Column::new("b", ColumnType::integer()));
        let Finding::Unclear(what) = found(&with(&[other]), create()) else { panic!("it is another table") };
        assert!(what.contains("table \"t\" exists already") && what.contains("drop column"), "{what}");
    }

    #[test]
    fn what_drops_something_is_done_where_that_is_gone() {
        let drop = || Operation::DropTable { table: table() };
        assert_eq!(found(&with(&[table()]), drop()), Finding::NotDone);
        assert_eq!(found(&with(&[]), drop()), Finding::Done);
    }

    #[test]
    fn what_changes_something_is_told_by_what_it_is_now() {
        let column = |ty| Column::new("a", ty);
        let alter = || Operation::AlterColumn {
            table: "t".into(),
            from: column(ColumnType::integer()),
            to: column(ColumnType::text()),
            using: None,
        };
        assert_eq!(found(&with(&[table()]), alter()), Finding::NotDone);
        assert_eq!(found(&with(&[Table::new("t").column(column(ColumnType::text()))]), alter()), Finding::Done);
        let third = Table::new("t").column(column(ColumnType::Boolean));
        assert!(matches!(found(&with(&[third]), alter()), Finding::Unclear(_)));
        let rename = || Operation::RenameColumn { table: "t".into(), from: "a".into(), to: "b".into() };
        let renamed = Table::new("t").column(Column::new("b", ColumnType::integer()));
        assert_eq!(found(&with(&[table()]), rename()), Finding::NotDone);
        assert_eq!(found(&with(&[renamed]), rename()), Finding::Done);
    }

    #[test]
    fn a_type_that_the_database_does_not_keep_is_told_by_the_script() {
        let mood = EnumType::new("mood", ["good", "bad"]);
        let typed = table().column(Column::new("mood", mood.column_type()));
        let operations = [Operation::CreateEnum { enum_type: mood }, Operation::CreateTable { table: typed.clone() }];
        let dialect = by_name("mysql").expect("it is one of them");
        assert_eq!(probe(&*dialect, &with(&[]), &operations), Finding::NotDone);
        assert_eq!(probe(&*dialect, &with(&[typed]), &operations), Finding::Done);
    }

    #[test]
    fn of_sql_as_it_stands_nothing_can_be_said() {
        let execute = Operation::Execute { sql: "CALL p()".into(), undo: None, changes: None };
        assert!(matches!(found(&with(&[]), execute), Finding::Unclear(_)));
    }
}
