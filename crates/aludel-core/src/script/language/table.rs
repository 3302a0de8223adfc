//! New tables in a script.

use super::check::{CheckBuilder, ExcludeBuilder};
use super::column::ColumnBuilder;
use super::foreign_key::ForeignKeyBuilder;
use super::index::IndexBuilder;
use super::keys::{PrimaryKeyBuilder, UniqueBuilder};
use crate::name::ObjectName;
use crate::operation::{CompleteError, TableSpec};
use crate::schema::{Constraint, Schema, Table, TableOptions};

/// A new table, for [`Operations::create_table`](super::Operations::create_table). A table of another namespace is
/// `table(("auth", "users"))`.
pub fn table(name: impl Into<ObjectName>) -> TableBuilder {
    TableBuilder { spec: TableSpec::new(name), mistake: None }
}

/// What a script says of a new table.
///
/// ```
/// use aludel_core::script::language::*;
///
/// let mut op = Operations::new("sqlite");
/// op.create_table(
///     table("users")
///         .column(column("id").integer().auto_increment())
///         .column(column("username").varchar(64))
///         .column(column("role_id").integer().nullable())
///         .primary_key(["id"])
///         .foreign_key(foreign_key(["role_id"]).references("roles", ["id"]).on_delete(SetNull))
///         .index(index(["username"]).unique())
///         .comment("people who can sign in"),
/// );
/// assert_eq!(op.finish().recorded.len(), 1);
/// ```
#[derive(Clone, Debug)]
pub struct TableBuilder {
    spec: TableSpec,
    mistake: Option<String>,
}

impl TableBuilder {
    /// One more column.
    pub fn column(mut self, column: ColumnBuilder) -> Self {
        match column.build() {
            Ok(column) => self.spec.columns.push(column),
            Err(mistake) => self.mistake = Some(mistake),
        }
        self
    }

    /// Its primary key: `primary_key(["id"])`.
    pub fn primary_key(self, key: impl Into<PrimaryKeyBuilder>) -> Self {
        let constraint = key.into().build(&self.spec.name);
        self.constraint(constraint)
    }

    /// One more unique constraint: `unique(["email"])`.
    pub fn unique(self, unique: impl Into<UniqueBuilder>) -> Self {
        let constraint = unique.into().build(&self.spec.name);
        self.constraint(constraint)
    }

    /// One more foreign key.
    pub fn foreign_key(mut self, key: ForeignKeyBuilder) -> Self {
        match key.build(&self.spec.name) {
            Ok(constraint) => self.constraint(constraint),
            Err(mistake) => {
                self.mistake = Some(mistake);
                self
            }
        }
    }

    /// One more check: `check("age >= 0")`.
    pub fn check(self, check: impl Into<CheckBuilder>) -> Self {
        let constraint = check.into().build(&self.spec.name);
        self.constraint(constraint)
    }

    /// One more exclusion constraint.
    pub fn exclude(self, exclude: ExcludeBuilder) -> Self {
        let constraint = exclude.build(&self.spec.name);
        self.constraint(constraint)
    }

    /// One more index: `index(["email"])`, `index(index(["email"]).unique())`.
    pub fn index(mut self, index: impl Into<IndexBuilder>) -> Self {
        self.spec.indexes.push(index.into().build(&self.spec.name));
        self
    }

    /// What only some databases say of a table.
    pub fn options(mut self, options: TableOptionsBuilder) -> Self {
        self.spec.options = options.0;
        self
    }

    /// What people are told of it.
    pub fn comment(mut self, comment: impl Into<String>) -> Self {
        self.spec.comment = Some(comment.into());
        self
    }

    fn constraint(mut self, constraint: Constraint) -> Self {
        self.spec.constraints.push(constraint);
        self
    }

    pub(super) fn build(self) -> Result<TableSpec, String> {
        match self.mistake {
            Some(mistake) => Err(format!("table \"{}\": {mistake}", self.spec.name)),
            None => Ok(self.spec),
        }
    }
}

/// A table that no script makes. An enum type of its columns has its values said there.
///
/// # Errors
/// A column without a type, something that is said twice or cannot be meant.
impl TryFrom<TableBuilder> for Table {
    type Error = CompleteError;

    fn try_from(builder: TableBuilder) -> Result<Self, CompleteError> {
        Schema::default().complete_table(builder.build().map_err(CompleteError::Invalid)?)
    }
}

/// What only some databases say of a table; the others leave it aside.
pub fn table_options() -> TableOptionsBuilder {
    TableOptionsBuilder(TableOptions::default())
}

/// What a script says of a table's options.
///
/// ```
/// use aludel_core::script::language::*;
///
/// let mut op = Operations::new("sqlite");
/// op.create_table(table("tags").column(column("name").text()).options(table_options().strict()));
/// op.alter_table_options("posts", table_options().engine("InnoDB").charset("utf8mb4"));
/// assert_eq!(op.finish().recorded.len(), 2);
/// ```
#[derive(Clone, Debug)]
pub struct TableOptionsBuilder(pub(super) TableOptions);

impl TableOptionsBuilder {
    /// The storage engine (MySQL, MariaDB).
    pub fn engine(mut self, engine: impl Into<String>) -> Self {
        self.0.engine = Some(engine.into());
        self
    }

    /// The character set that columns get (MySQL, MariaDB).
    pub fn charset(mut self, charset: impl Into<String>) -> Self {
        self.0.charset = Some(charset.into());
        self
    }

    /// The collation that columns get (MySQL, MariaDB).
    pub fn collation(mut self, collation: impl Into<String>) -> Self {
        self.0.collation = Some(collation.into());
        self
    }

    /// How rows are laid out (MySQL, MariaDB).
    pub fn row_format(mut self, format: impl Into<String>) -> Self {
        self.0.row_format = Some(format.into());
        self
    }

    /// Values must be of their column's type (SQLite).
    pub fn strict(mut self) -> Self {
        self.0.strict = true;
        self
    }

    /// The primary key is the row's place (SQLite).
    pub fn without_rowid(mut self) -> Self {
        self.0.without_rowid = true;
        self
    }

    /// A crash empties it (PostgreSQL).
    pub fn unlogged(mut self) -> Self {
        self.0.unlogged = true;
        self
    }
}
