//! Rows in a script.

use super::Operations;
use crate::name::ObjectName;
use crate::operation::{Operation, Recorded};
use crate::schema::Literal;

/// The values of one row: a tuple, or an array of values of one type.
///
/// ```
/// use aludel_core::script::language::*;
///
/// let mut op = Operations::new("sqlite");
/// op.insert_rows("roles", ["id", "name"], [(1, "admin"), (2, "reader")]);
/// op.insert_rows("tags", ["name"], [["new"], ["old"]]);
/// op.insert_rows("notes", ["id", "text"], [[literal(1), literal(Null)], [literal(2), literal("two")]]);
/// assert_eq!(op.finish().recorded.len(), 3);
/// ```
pub trait Values {
    /// The values, in order.
    fn values(self) -> Vec<Literal>;
}

impl<T: Into<Literal>> Values for Vec<T> {
    fn values(self) -> Vec<Literal> {
        self.into_iter().map(Into::into).collect()
    }
}

impl<T: Into<Literal>, const N: usize> Values for [T; N] {
    fn values(self) -> Vec<Literal> {
        self.into_iter().map(Into::into).collect()
    }
}

/// The longest tuple that is a row.
pub(in crate::script) const LONGEST_TUPLE: usize = 16;

macro_rules! tuples {
    ($($name:ident)*) => {
        tuples!(@each [] $($name)*);
    };
    (@each [$($done:ident)*]) => {};
    (@each [$($done:ident)*] $next:ident $($rest:ident)*) => {
        impl<$($done: Into<Literal>,)* $next: Into<Literal>> Values for ($($done,)* $next,) {
            #[expect(non_snake_case, reason = "the types name the values")]
            fn values(self) -> Vec<Literal> {
                let ($($done,)* $next,) = self;
                vec![$($done.into(),)* $next.into()]
            }
        }
        tuples!(@each [$($done)* $next] $($rest)*);
    };
}

tuples!(A B C D E F G H I J K L M N O P);

impl Operations {
    /// Writes rows: `op.insert_rows("roles", ["id", "name"], [(1, "admin"), (2, "reader")])`. What takes it back deletes
    /// the rows that have just these values.
    pub fn insert_rows<C: Into<String>, R: Values>(
        &mut self,
        table: impl Into<ObjectName>,
        columns: impl IntoIterator<Item = C>,
        rows: impl IntoIterator<Item = R>,
    ) {
        let recorded = lined_up(table, columns, rows)
            .map(|(table, columns, rows)| Recorded::Whole(Operation::InsertRows { table, columns, rows }));
        self.record(recorded);
    }

    /// [`insert_rows`](Operations::insert_rows), under the name that it has in Alembic.
    pub fn bulk_insert<C: Into<String>, R: Values>(
        &mut self,
        table: impl Into<ObjectName>,
        columns: impl IntoIterator<Item = C>,
        rows: impl IntoIterator<Item = R>,
    ) {
        self.insert_rows(table, columns, rows);
    }

    /// Deletes the rows that have just these values.
    pub fn delete_rows<C: Into<String>, R: Values>(
        &mut self,
        table: impl Into<ObjectName>,
        columns: impl IntoIterator<Item = C>,
        rows: impl IntoIterator<Item = R>,
    ) {
        let recorded = lined_up(table, columns, rows)
            .map(|(table, columns, rows)| Recorded::Whole(Operation::DeleteRows { table, columns, rows }));
        self.record(recorded);
    }

    /// Gives a column a value, an expression of SQL, in the rows that have none, so that it can be made NOT NULL:
    ///
    /// ```
    /// use aludel_core::script::language::*;
    ///
    /// let mut op = Operations::new("sqlite");
    /// op.add_column("users", column("kind").text().nullable());
    /// op.fill_column("users", "kind", "'reader'");
    /// op.alter_column("users", column("kind").not_null());
    /// assert_eq!(op.finish().recorded.len(), 3);
    /// ```
    pub fn fill_column(&mut self, table: impl Into<ObjectName>, column: impl Into<String>, value: impl Into<String>) {
        let (table, column, value) = (table.into(), column.into(), value.into());
        self.record(Ok(Recorded::Whole(Operation::FillColumn { table, column, value })));
    }
}

type Rows = (ObjectName, Vec<String>, Vec<Vec<Literal>>);

/// The rows, each of which has as many values as there are columns.
fn lined_up<C: Into<String>, R: Values>(
    table: impl Into<ObjectName>,
    columns: impl IntoIterator<Item = C>,
    rows: impl IntoIterator<Item = R>,
) -> Result<Rows, String> {
    let table = table.into();
    let columns: Vec<String> = columns.into_iter().map(Into::into).collect();
    let rows: Vec<Vec<Literal>> = rows.into_iter().map(Values::values).collect();
    let odd = rows.iter().enumerate().find(|(_, row)| row.len() != columns.len());
    match odd {
        Some((place, row)) => {
            let (row, number, count) = (row.len(), place + 1, columns.len());
            Err(format!("row {number} for table \"{table}\" has {row} values, and there are {count} columns"))
        }
        None => Ok((table, columns, rows)),
    }
}
