//! What a script says: often less than the whole operation.

use super::Operation;
use crate::name::ObjectName;
use crate::schema::{
    Column, ColumnType, Constraint, ConstraintKind, DefaultValue, EnumType, Generation, Index, Objects, Sequence,
    TableOptions, View,
};

/// One step of a script, as it was said; [`Schema::complete`](crate::schema::Schema::complete) makes it whole.
///
/// ```
/// use aludel_core::operation::{Operation, Recorded};
/// use aludel_core::schema::{Schema, Table};
///
/// let mut schema = Schema::default();
/// schema.tables.insert(Table::new("users"));
/// let whole = schema.complete(Recorded::DropTable { table: "users".into() });
/// assert_eq!(whole, Ok(Operation::DropTable { table: Table::new("users") }));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// An operation that a script says in full.
    Whole(Operation),
    /// Makes a table.
    CreateTable(TableSpec),
    /// Drops the table of that name.
    DropTable {
        /// The table.
        table: ObjectName,
    },
    /// Changes what is said of a table and keeps the rest.
    AlterTable {
        /// The table.
        table: ObjectName,
        /// What changes.
        change: TableChange,
    },
    /// Adds a column.
    AddColumn {
        /// The table.
        table: ObjectName,
        /// The column.
        column: ColumnSpec,
    },
    /// Drops the column of that name.
    DropColumn {
        /// The table.
        table: ObjectName,
        /// The column.
        column: String,
    },
    /// Changes what is said of a column and keeps the rest.
    AlterColumn {
        /// The table.
        table: ObjectName,
        /// What changes.
        column: ColumnSpec,
        /// How the values before become values after, as SQL.
        using: Option<String>,
    },
    /// Drops the constraint of that kind and name.
    DropConstraint {
        /// The table.
        table: ObjectName,
        /// The kind.
        kind: ConstraintKind,
        /// The name; of no use for a primary key.
        name: String,
    },
    /// Drops the index of that name.
    DropIndex {
        /// The table.
        table: ObjectName,
        /// The index.
        name: String,
    },
    /// Drops the enum type of that name.
    DropEnum {
        /// The type.
        name: ObjectName,
    },
    /// Makes the enum type of that name like this one.
    AlterEnum {
        /// The type after.
        to: EnumType,
    },
    /// Drops the sequence of that name.
    DropSequence {
        /// The sequence.
        name: ObjectName,
    },
    /// Makes the sequence of that name like this one.
    AlterSequence {
        /// The sequence after.
        to: Sequence,
    },
    /// Drops the view of that name.
    DropView {
        /// The view.
        name: ObjectName,
    },
    /// Makes the view of that name like this one.
    AlterView {
        /// The view after.
        to: View,
    },
    /// Runs SQL and says what it does to the schema.
    Execute {
        /// One or more statements.
        sql: String,
        /// The SQL that takes it back.
        undo: Option<String>,
        /// What it does to the schema; `None` is not known.
        changes: Option<Vec<Recorded>>,
    },
    /// Several changes of one table.
    Batch {
        /// The table.
        table: ObjectName,
        /// The changes, in order.
        operations: Vec<Recorded>,
    },
    /// A step that is run outside of transactions, each of its statements by itself.
    Outside(Box<Recorded>),
    /// Something that cannot be meant; completing it is the error that says why.
    Invalid {
        /// Why.
        reason: String,
    },
}

/// What a script says of a table that it makes.
///
/// ```
/// use aludel_core::operation::TableSpec;
///
/// assert!(TableSpec::new("users").columns.is_empty());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableSpec {
    /// Its name.
    pub name: ObjectName,
    /// Its columns.
    pub columns: Vec<ColumnSpec>,
    /// Its constraints.
    pub constraints: Vec<Constraint>,
    /// Its indexes.
    pub indexes: Vec<Index>,
    /// Its options.
    pub options: TableOptions,
    /// Its comment.
    pub comment: Option<String>,
}

impl TableSpec {
    /// A table of which nothing is said yet.
    pub fn new(name: impl Into<ObjectName>) -> Self {
        Self {
            name: name.into(),
            columns: Vec::new(),
            constraints: Vec::new(),
            indexes: Vec::new(),
            options: TableOptions::default(),
            comment: None,
        }
    }
}

/// What a script changes of a table as a whole.
///
/// ```
/// use aludel_core::operation::TableChange;
///
/// assert_ne!(TableChange::Comment(None), TableChange::Comment(Some("people".into())));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableChange {
    /// The comment after.
    Comment(Option<String>),
    /// The options after.
    Options(TableOptions),
}

/// What a script says of a column. Of a new column, what is not said has the usual default (NOT NULL, no default value);
/// of one that is altered, what is not said stays.
///
/// ```
/// use aludel_core::operation::ColumnSpec;
///
/// assert_eq!(ColumnSpec::new("email").nullable, None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnSpec {
    /// Its name.
    pub name: String,
    /// Its type. A named enum type may leave its values out.
    pub ty: Option<ColumnType>,
    /// Whether it may be NULL.
    pub nullable: Option<bool>,
    /// Its default; `Some(None)` takes it away.
    pub default: Option<Option<DefaultValue>>,
    /// Where its values come from; `Some(None)` takes that away.
    pub generation: Option<Option<Generation>>,
    /// The value that each change of the row sets; `Some(None)` takes it away.
    pub on_update: Option<Option<String>>,
    /// Its character set; `Some(None)` is the table's.
    pub charset: Option<Option<String>>,
    /// Its collation; `Some(None)` is the usual one.
    pub collation: Option<Option<String>>,
    /// Whether `SELECT *` leaves it out.
    pub invisible: Option<bool>,
    /// Its comment; `Some(None)` takes it away.
    pub comment: Option<Option<String>>,
}

impl ColumnSpec {
    /// A column of which nothing is said yet.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ty: None,
            nullable: None,
            default: None,
            generation: None,
            on_update: None,
            charset: None,
            collation: None,
            invisible: None,
            comment: None,
        }
    }

    /// What a script has to say to make this column.
    pub fn of(column: &Column) -> Self {
        let said = |value: &Option<String>| value.clone().map(Some);
        Self {
            name: column.name.clone(),
            ty: Some(column.ty.clone()),
            nullable: column.nullable.then_some(true),
            default: column.default.clone().map(Some),
            generation: column.generation.clone().map(Some),
            on_update: said(&column.on_update),
            charset: said(&column.charset),
            collation: said(&column.collation),
            invisible: column.invisible.then_some(true),
            comment: said(&column.comment),
        }
    }

    /// What a script has to say to make the one column of the other, of the same name.
    pub fn change(from: &Column, to: &Column) -> Self {
        fn said<T: PartialEq + Clone>(from: &T, to: &T) -> Option<T> {
            (from != to).then(|| to.clone())
        }
        Self {
            name: to.name.clone(),
            ty: said(&from.ty, &to.ty),
            nullable: said(&from.nullable, &to.nullable),
            default: said(&from.default, &to.default),
            generation: said(&from.generation, &to.generation),
            on_update: said(&from.on_update, &to.on_update),
            charset: said(&from.charset, &to.charset),
            collation: said(&from.collation, &to.collation),
            invisible: said(&from.invisible, &to.invisible),
            comment: said(&from.comment, &to.comment),
        }
    }
}

impl Recorded {
    /// What a script has to say for an operation, where the schema before is known.
    pub fn of(operation: &Operation) -> Self {
        use Operation as Op;
        match operation.clone() {
            Op::CreateTable { table } => Self::CreateTable(TableSpec {
                name: table.name,
                columns: table.columns.iter().map(ColumnSpec::of).collect(),
                constraints: table.constraints.into_iter().collect(),
                indexes: table.indexes.into_iter().collect(),
                options: table.options,
                comment: table.comment,
            }),
            Op::DropTable { table } => Self::DropTable { table: table.name },
            Op::AlterTableOptions { table, to, .. } => Self::AlterTable { table, change: TableChange::Options(to) },
            Op::AlterTableComment { table, to, .. } => Self::AlterTable { table, change: TableChange::Comment(to) },
            Op::AddColumn { table, column } => Self::AddColumn { table, column: ColumnSpec::of(&column) },
            Op::DropColumn { table, column } => Self::DropColumn { table, column: column.name },
            Op::AlterColumn { table, from, to, using } => {
                Self::AlterColumn { table, column: ColumnSpec::change(&from, &to), using }
            }
            Op::DropConstraint { table, constraint } => {
                Self::DropConstraint { table, kind: constraint.kind(), name: constraint.name().to_owned() }
            }
            Op::DropIndex { table, index } => Self::DropIndex { table, name: index.name },
            Op::DropEnum { enum_type } => Self::DropEnum { name: enum_type.name },
            Op::AlterEnum { to, .. } => Self::AlterEnum { to },
            Op::DropSequence { sequence } => Self::DropSequence { name: sequence.name },
            Op::AlterSequence { to, .. } => Self::AlterSequence { to },
            Op::DropView { view } => Self::DropView { name: view.name },
            Op::AlterView { to, .. } => Self::AlterView { to },
            Op::Execute { sql, undo, changes } => {
                Self::Execute { sql, undo, changes: changes.map(|changes| changes.iter().map(Self::of).collect()) }
            }
            Op::Batch { table, operations } => {
                Self::Batch { table, operations: operations.iter().map(Self::of).collect() }
            }
            whole @ (Op::CreateNamespace { .. }
            | Op::DropNamespace { .. }
            | Op::RenameTable { .. }
            | Op::RenameColumn { .. }
            | Op::CreateConstraint { .. }
            | Op::RenameConstraint { .. }
            | Op::CreateIndex { .. }
            | Op::RenameIndex { .. }
            | Op::CreateEnum { .. }
            | Op::RenameEnum { .. }
            | Op::CreateSequence { .. }
            | Op::CreateView { .. }
            | Op::InsertRows { .. }
            | Op::DeleteRows { .. }
            | Op::Run { .. }) => Self::Whole(whole),
        }
    }
}

/// Constraints or indexes said of a new table, each once.
pub(super) fn once<T: crate::schema::Object>(objects: Vec<T>) -> Result<Objects<T>, T::Key> {
    let mut collected = Objects::default();
    for object in objects {
        if let Some(twice) = collected.insert(object) {
            return Err(twice.key());
        }
    }
    Ok(collected)
}
