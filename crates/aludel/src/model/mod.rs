//! Models: tables declared as Rust structs.
//!
//! [`#[derive(Model)]`](crate::Model) makes a struct with named fields a table, beside `sqlx::FromRow`, serde and
//! whatever else is derived. [`models!`](crate::models) lists the models of an application; [`Models::schema`] is the
//! desired state of its database.
//!
//! ```
//! /// Who may do what.
//! #[derive(aludel::Model)]
//! #[model(table = "roles", comment)]
//! struct Role {
//!     #[model(primary_key, auto_increment)]
//!     id: i32,
//!     #[model(length = 64, unique)]
//!     name: String,
//! }
//!
//! #[derive(aludel::Model)]
//! #[model(table = "users", unique(columns("tenant", "email")))]
//! struct User {
//!     #[model(primary_key, auto_increment)]
//!     id: i32,
//!     tenant: i32,
//!     #[model(length = 254)]
//!     email: String,
//!     #[model(default = true)]
//!     active: bool,
//!     #[model(references = "roles.id", on_delete = "set null")]
//!     role_id: Option<i32>,
//! }
//!
//! let schema = aludel::models![Role, User].schema()?;
//! assert_eq!(schema.table(&"roles".into()).and_then(|table| table.comment.as_deref()), Some("Who may do what."));
//! # Ok::<(), aludel::model::ModelsError>(())
//! ```
//!
//! # Attributes of the struct
//!
//! | In `#[model(...)]` | Meaning |
//! |---|---|
//! | `table = "users"` | the table's name; else the struct's in snake case, not made a plural |
//! | `schema = "auth"` | the namespace it is in |
//! | `comment = "text"`, `comment` | its comment; alone: the first paragraph of the doc comment |
//! | `renamed_from = "people"` | the name it had before |
//! | `primary_key("a", "b")` | the primary key, where the order of the fields is not that of the key |
//! | `primary_key_name = "users_pkey"` | its name; else `pk_users` |
//! | `unique(columns("a", "b"))` | a unique constraint; `name = "uq_x"` names it |
//! | `index(columns("a", "b"))` | an index, with `name`, `unique`, `predicate = "a > 0"`, `include("c")`, `method = "gin"`, `expression = "lower(a)"` |
//! | `check(expr = "a < b")` | a check; `name = "ck_x"` names it |
//! | `foreign_key(columns("a", "b"), references("t.a", "t.b"))` | a foreign key over several columns, with `name`, `on_delete`, `on_update` |
//! | `engine = "MyISAM"`, `charset`, `collation`, `row_format` | of the table, in MySQL and MariaDB |
//! | `strict`, `without_rowid` | sorts of tables in SQLite |
//! | `unlogged` | a table of PostgreSQL that a crash empties |
//! | `with = more_of_users` | a function that says what no attribute can: [`ModelTable::with`] |
//!
//! The columns named are those of the database. What has no name gets the conventional one: `pk_users`,
//! `uq_users_email`, `ix_users_email`, `ck_users_age`, `fk_users_role_id_roles`.
//!
//! # Attributes of a field
//!
//! | In `#[model(...)]` | Meaning |
//! |---|---|
//! | `column = "name"` | the column's name; else the field's |
//! | `type = "citext"` | the column's type, as the database spells it; the field may then be of any type |
//! | `length = 64` | up to so many characters or bytes |
//! | `precision = 10, scale = 2` | the digits of a decimal; for a time `precision` is the digits behind the seconds |
//! | `collation = "nocase"` | how text sorts |
//! | `charset = "latin1"` | the characters that text may have, in MySQL and MariaDB |
//! | `nullable`, `nullable = false` | whether it may be NULL; else it may where the type is an `Option` |
//! | `primary_key` | it is the primary key; on several fields: they are, in their order |
//! | `auto_increment` | the database counts |
//! | `default = 0` | the value of a row that gives none: true, false, a number, text or bytes |
//! | `default_expr = "now()"` | the same as SQL |
//! | `on_update_expr = "CURRENT_TIMESTAMP"` | the value of a row that changes, as SQL, in MySQL and MariaDB |
//! | `generated = "a * b"` | computed from other columns, `stored` (unless said otherwise) or `virtual` |
//! | `unique`, `unique = "group"` | a unique constraint; fields that name one group have one together |
//! | `index`, `index = "group"` | an index, likewise. `unique, index` together are one unique index |
//! | `check = "age >= 0"` | a condition that each row meets |
//! | `references = "roles.id"` | a foreign key; with its schema `"auth.roles.id"` |
//! | `foreign_key = "fk_x"` | its name |
//! | `on_delete = "cascade"`, `on_update` | or `"set null"`, `"set default"`, `"restrict"`, `"no action"` |
//! | `comment = "text"`, `comment` | as for the struct |
//! | `renamed_from = "name"` | the name it had before |
//! | `skip` | it is no column |
//!
//! What can be seen from the attributes and the field's type is checked by the compiler, the rest by
//! [`Models::schema`].

mod checks;
#[macro_use]
mod column_type;
pub(crate) mod declaration;
mod error;
mod models;
mod nearest;
pub(crate) mod nullability;
mod place;
mod references;
mod sql_enum;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use aludel_core::name::ObjectName;
use aludel_core::schema::{Table, TableOptions};
use aludel_core::script::language::TableBuilder;

pub use column_type::ColumnType;
pub use error::{ModelError, ModelsError};
pub use models::Models;
pub use place::Place;
pub use sql_enum::{SqlEnum, UnknownValue};

/// A struct that is a table. Derive it; the attributes are in [`model`](crate::model).
///
/// ```
/// use aludel::Model;
///
/// #[derive(Model)]
/// #[model(table = "users")]
/// struct User {
///     #[model(primary_key, auto_increment)]
///     id: i32,
///     #[model(length = 64, unique, index)]
///     username: String,
/// }
///
/// let table = User::table().table;
/// assert_eq!(table.indexes.iter().next().map(|index| index.name.as_str()), Some("ix_users_username"));
/// ```
pub trait Model {
    /// The table, with what only a model says of it.
    fn table() -> ModelTable;
}

/// A table as a model declares it.
///
/// ```
/// use aludel::schema::{Column, ColumnType, Table};
/// use aludel::model::ModelTable;
///
/// let table = Table::new("users").column(Column::new("name", ColumnType::text()));
/// assert!(ModelTable::new(table).references.is_empty());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelTable {
    /// The table.
    pub table: Table,
    /// Where the model stands.
    pub place: Place,
    /// The name that the table had before.
    pub renamed_from: Option<ObjectName>,
    /// The names that columns had before, by those they have.
    pub renamed_columns: BTreeMap<String, String>,
    /// Where each foreign key stands, by its name.
    pub references: BTreeMap<String, Place>,
    /// The foreign keys that [`with`](Self::with) says, which are taken at their word.
    pub unchecked: BTreeSet<String>,
    /// What is wrong with the model; [`Models::schema`] says it.
    pub errors: Vec<ModelError>,
}

impl ModelTable {
    /// A table that was written by hand, in the place where this is called.
    #[track_caller]
    pub fn new(table: Table) -> Self {
        Self {
            table,
            place: Place::of_caller(),
            renamed_from: None,
            renamed_columns: BTreeMap::new(),
            references: BTreeMap::new(),
            unchecked: BTreeSet::new(),
            errors: Vec::new(),
        }
    }

    /// The same model, with what attributes cannot say, in the words of [`op`](crate::op). A column takes the place of the
    /// one of its name; options and a comment, where they are said, take the place of those before.
    ///
    /// Foreign keys that are said here are not compared with the other models: a database may have some that a new one
    /// would not be given.
    ///
    /// ```
    /// use aludel::model::ModelTable;
    /// use aludel::op::*;
    /// use aludel::schema::Table;
    ///
    /// let rooms = ModelTable::new(Table::new("rooms"))
    ///     .with(table("rooms").column(column("during").raw_type("tstzrange")).exclude(exclude("gist", [("during", "&&")])));
    /// assert_eq!((rooms.table.columns.len(), rooms.table.constraints.len()), (1, 1));
    /// ```
    pub fn with(mut self, more: TableBuilder) -> Self {
        let more = match Table::try_from(more) {
            Ok(more) if more.name == self.table.name => more,
            Ok(more) => {
                let message =
                    format!("`with` says more of \"{}\", and the table is \"{}\"", more.name, self.table.name);
                self.errors.push(ModelError::new(self.place, message));
                return self;
            }
            Err(error) => {
                self.errors.push(ModelError::new(self.place, error.to_string()));
                return self;
            }
        };
        self.unchecked.extend(more.foreign_keys().map(|key| key.name.clone()));
        more.columns.into_iter().for_each(|column| drop(self.table.columns.insert(column)));
        more.constraints.into_iter().for_each(|constraint| drop(self.table.constraints.insert(constraint)));
        more.indexes.into_iter().for_each(|index| drop(self.table.indexes.insert(index)));
        if more.options != TableOptions::default() {
            self.table.options = more.options;
        }
        self.table.comment = more.comment.or(self.table.comment);
        self
    }
}
