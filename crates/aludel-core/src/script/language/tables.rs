//! Tables and what belongs to them, as `op` says it.

use super::check::{CheckBuilder, ExcludeBuilder};
use super::column::ColumnBuilder;
use super::foreign_key::ForeignKeyBuilder;
use super::index::IndexBuilder;
use super::keys::{PrimaryKeyBuilder, UniqueBuilder};
use super::operations::Operations;
use super::table::{TableBuilder, TableOptionsBuilder};
use crate::name::ObjectName;
use crate::operation::{ColumnSpec, Operation, Recorded, TableChange};
use crate::schema::{Constraint, ConstraintKind};

/// Tables.
impl Operations {
    /// Makes a table with its constraints and indexes; see [`table`](fn@super::table).
    pub fn create_table(&mut self, table: TableBuilder) {
        self.record(table.build().map(Recorded::CreateTable));
    }

    /// Drops a table with all that is in it.
    pub fn drop_table(&mut self, table: impl Into<ObjectName>) {
        self.record(Ok(Recorded::DropTable { table: table.into() }));
    }

    /// Gives a table another name. Its constraints and indexes keep theirs.
    pub fn rename_table(&mut self, from: impl Into<ObjectName>, to: impl Into<ObjectName>) {
        self.whole(Operation::RenameTable { from: from.into(), to: to.into() });
    }

    /// Gives a table these options, and takes away those that are not said.
    pub fn alter_table_options(&mut self, table: impl Into<ObjectName>, options: TableOptionsBuilder) {
        self.record(Ok(Recorded::AlterTable { table: table.into(), change: TableChange::Options(options.0) }));
    }

    /// Gives a table a comment, or another one.
    pub fn alter_table_comment(&mut self, table: impl Into<ObjectName>, comment: impl Into<String>) {
        let change = TableChange::Comment(Some(comment.into()));
        self.record(Ok(Recorded::AlterTable { table: table.into(), change }));
    }

    /// Takes the comment of a table away.
    pub fn drop_table_comment(&mut self, table: impl Into<ObjectName>) {
        self.record(Ok(Recorded::AlterTable { table: table.into(), change: TableChange::Comment(None) }));
    }
}

/// Columns.
impl Operations {
    /// Adds a column: `op.add_column("users", column("bio").text().nullable())`.
    pub fn add_column(&mut self, table: impl Into<ObjectName>, column: ColumnBuilder) {
        self.record(column.build().map(|column| Recorded::AddColumn { table: table.into(), column }));
    }

    /// Drops a column with all that is in it.
    pub fn drop_column(&mut self, table: impl Into<ObjectName>, column: impl Into<String>) {
        self.record(Ok(Recorded::DropColumn { table: table.into(), column: column.into() }));
    }

    /// Changes what is said of a column, and keeps the rest:
    ///
    /// ```
    /// use aludel_core::script::language::*;
    ///
    /// let mut op = Operations::new("postgres");
    /// op.alter_column("users", column("email").varchar(120).not_null());
    /// op.alter_column("users", column("age").integer()).using("age::integer");
    /// assert_eq!(op.finish().recorded.len(), 2);
    /// ```
    pub fn alter_column(&mut self, table: impl Into<ObjectName>, column: ColumnBuilder) -> AlterColumn<'_> {
        AlterColumn { operations: self, said: Some((table.into(), column.build())), using: None }
    }

    /// Gives a column another name.
    pub fn rename_column(&mut self, table: impl Into<ObjectName>, from: impl Into<String>, to: impl Into<String>) {
        self.whole(Operation::RenameColumn { table: table.into(), from: from.into(), to: to.into() });
    }
}

/// A column that a script alters, to say more of it.
///
/// ```
/// use aludel_core::script::language::*;
///
/// let mut op = Operations::new("postgres");
/// op.alter_column("users", column("age").integer()).using("age::integer");
/// assert_eq!(op.finish().recorded.len(), 1);
/// ```
pub struct AlterColumn<'a> {
    operations: &'a mut Operations,
    said: Option<(ObjectName, Result<ColumnSpec, String>)>,
    using: Option<String>,
}

impl AlterColumn<'_> {
    /// How the values before become values after, as SQL over the column (PostgreSQL). It says nothing of the way back, so
    /// the downgrade is written by hand.
    pub fn using(mut self, sql: impl Into<String>) -> Self {
        self.using = Some(sql.into());
        self
    }
}

impl Drop for AlterColumn<'_> {
    fn drop(&mut self) {
        if let Some((table, column)) = self.said.take() {
            let using = self.using.take();
            self.operations.record(column.map(|column| Recorded::AlterColumn { table, column, using }));
        }
    }
}

/// Constraints.
impl Operations {
    /// Makes a primary key: `op.create_primary_key("users", ["id"])`.
    pub fn create_primary_key(&mut self, table: impl Into<ObjectName>, key: impl Into<PrimaryKeyBuilder>) {
        let table = table.into();
        self.create_constraint(Ok(key.into().build(&table)), table);
    }

    /// Drops the primary key.
    pub fn drop_primary_key(&mut self, table: impl Into<ObjectName>) {
        self.drop_constraint(table.into(), ConstraintKind::PrimaryKey, String::new());
    }

    /// Makes a unique constraint: `op.create_unique("users", ["email"])`.
    pub fn create_unique(&mut self, table: impl Into<ObjectName>, unique: impl Into<UniqueBuilder>) {
        let table = table.into();
        self.create_constraint(Ok(unique.into().build(&table)), table);
    }

    /// Drops the unique constraint of that name.
    pub fn drop_unique(&mut self, table: impl Into<ObjectName>, name: impl Into<String>) {
        self.drop_constraint(table.into(), ConstraintKind::Unique, name.into());
    }

    /// Makes a foreign key; see [`foreign_key`](fn@super::foreign_key).
    pub fn create_foreign_key(&mut self, table: impl Into<ObjectName>, key: ForeignKeyBuilder) {
        let table = table.into();
        self.create_constraint(key.build(&table), table);
    }

    /// Drops the foreign key of that name.
    pub fn drop_foreign_key(&mut self, table: impl Into<ObjectName>, name: impl Into<String>) {
        self.drop_constraint(table.into(), ConstraintKind::ForeignKey, name.into());
    }

    /// Makes a check: `op.create_check("users", "age >= 0")`.
    pub fn create_check(&mut self, table: impl Into<ObjectName>, check: impl Into<CheckBuilder>) {
        let table = table.into();
        self.create_constraint(Ok(check.into().build(&table)), table);
    }

    /// Drops the check of that name.
    pub fn drop_check(&mut self, table: impl Into<ObjectName>, name: impl Into<String>) {
        self.drop_constraint(table.into(), ConstraintKind::Check, name.into());
    }

    /// Makes an exclusion constraint; see [`exclude`](fn@super::exclude).
    pub fn create_exclude(&mut self, table: impl Into<ObjectName>, exclude: ExcludeBuilder) {
        let table = table.into();
        self.create_constraint(Ok(exclude.build(&table)), table);
    }

    /// Drops the exclusion constraint of that name.
    pub fn drop_exclude(&mut self, table: impl Into<ObjectName>, name: impl Into<String>) {
        self.drop_constraint(table.into(), ConstraintKind::Exclude, name.into());
    }

    /// Gives a constraint another name: `op.rename_constraint("users", ConstraintKind::Check, "ck_old", "ck_new")`.
    pub fn rename_constraint(
        &mut self,
        table: impl Into<ObjectName>,
        kind: ConstraintKind,
        from: impl Into<String>,
        to: impl Into<String>,
    ) {
        self.whole(Operation::RenameConstraint { table: table.into(), kind, from: from.into(), to: to.into() });
    }

    fn create_constraint(&mut self, constraint: Result<Constraint, String>, table: ObjectName) {
        let create = |constraint| Recorded::Whole(Operation::CreateConstraint { table, constraint });
        self.record(constraint.map(create));
    }

    fn drop_constraint(&mut self, table: ObjectName, kind: ConstraintKind, name: String) {
        self.record(Ok(Recorded::DropConstraint { table, kind, name }));
    }
}

/// Indexes.
impl Operations {
    /// Makes an index: `op.create_index("users", ["email"])`; see [`index`](fn@super::index).
    pub fn create_index(&mut self, table: impl Into<ObjectName>, index: impl Into<IndexBuilder>) {
        let table = table.into();
        let index = index.into().build(&table);
        self.whole(Operation::CreateIndex { table, index });
    }

    /// Drops the index of that name.
    pub fn drop_index(&mut self, table: impl Into<ObjectName>, name: impl Into<String>) {
        self.record(Ok(Recorded::DropIndex { table: table.into(), name: name.into() }));
    }

    /// Gives an index another name.
    pub fn rename_index(&mut self, table: impl Into<ObjectName>, from: impl Into<String>, to: impl Into<String>) {
        self.whole(Operation::RenameIndex { table: table.into(), from: from.into(), to: to.into() });
    }
}
