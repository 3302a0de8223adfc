//! Primary keys and unique constraints in a script, and what they share with other constraints.

use crate::name::{self, ObjectName};
use crate::schema::{Constraint, Deferral, OnConflict, PrimaryKey, Unique};

/// Says when a constraint is checked: of [`primary_key`], [`unique()`], [`foreign_key`](fn@super::foreign_key) and
/// [`exclude`](fn@super::exclude).
///
/// ```
/// use aludel_core::script::language::*;
///
/// let mut op = Operations::new("postgres");
/// op.create_unique("tasks", unique(["position"]).deferred());
/// assert_eq!(op.finish().recorded.len(), 1);
/// ```
pub trait Deferrable: Sized {
    /// The place where it is kept.
    #[doc(hidden)]
    fn deferral_mut(&mut self) -> &mut Deferral;

    /// With each statement, unless the transaction asks otherwise.
    fn deferrable(mut self) -> Self {
        *self.deferral_mut() = Deferral::Immediate;
        self
    }

    /// At the end of the transaction, unless it asks otherwise.
    fn deferred(mut self) -> Self {
        *self.deferral_mut() = Deferral::Deferred;
        self
    }
}

/// A primary key over columns. Without a name of its own it is called `pk_` and the table.
pub fn primary_key<C: Into<String>>(columns: impl IntoIterator<Item = C>) -> PrimaryKeyBuilder {
    PrimaryKeyBuilder(PrimaryKey::new("", columns))
}

/// What a script says of a primary key. Where nothing but the columns is to be said, an array of them is enough.
///
/// ```
/// use aludel_core::script::language::*;
///
/// let mut op = Operations::new("sqlite");
/// op.create_primary_key("users", ["id"]);
/// op.create_primary_key("roles", primary_key(["id"]).name("roles_pkey"));
/// assert_eq!(op.finish().recorded.len(), 2);
/// ```
#[derive(Clone, Debug)]
pub struct PrimaryKeyBuilder(PrimaryKey);

impl PrimaryKeyBuilder {
    /// Its name.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.0.name = name.into();
        self
    }

    /// Only so many characters, of binary columns bytes, of one of its columns count (MySQL, MariaDB).
    pub fn prefix(mut self, column: &str, length: u32) -> Self {
        self.0 = self.0.prefix(column, length);
        self
    }

    /// What a second row of the same key does (SQLite).
    pub fn on_conflict(mut self, conflict: OnConflict) -> Self {
        self.0.on_conflict = Some(conflict);
        self
    }

    pub(super) fn build(mut self, table: &ObjectName) -> Constraint {
        if self.0.name.is_empty() {
            self.0.name = name::primary_key(table);
        }
        Constraint::PrimaryKey(self.0)
    }
}

impl Deferrable for PrimaryKeyBuilder {
    fn deferral_mut(&mut self) -> &mut Deferral {
        &mut self.0.deferral
    }
}

impl<C: Into<String>, const N: usize> From<[C; N]> for PrimaryKeyBuilder {
    fn from(columns: [C; N]) -> Self {
        primary_key(columns)
    }
}

/// A unique constraint over columns. Without a name of its own it is called `uq_`, the table and the columns.
pub fn unique<C: Into<String>>(columns: impl IntoIterator<Item = C>) -> UniqueBuilder {
    UniqueBuilder(Unique::new("", columns))
}

/// What a script says of a unique constraint. Where nothing but the columns is to be said, an array of them is enough.
///
/// ```
/// use aludel_core::script::language::*;
///
/// let mut op = Operations::new("sqlite");
/// op.create_unique("users", ["email"]);
/// op.create_unique("users", unique(["tenant", "username"]).name("users_login"));
/// assert_eq!(op.finish().recorded.len(), 2);
/// ```
#[derive(Clone, Debug)]
pub struct UniqueBuilder(Unique);

impl UniqueBuilder {
    /// Its name.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.0.name = name.into();
        self
    }

    /// Columns that its index holds besides.
    pub fn include<C: Into<String>>(mut self, columns: impl IntoIterator<Item = C>) -> Self {
        self.0.include = columns.into_iter().map(Into::into).collect();
        self
    }

    /// Two NULLs count as the same (PostgreSQL 15).
    pub fn nulls_not_distinct(mut self) -> Self {
        self.0.nulls_not_distinct = true;
        self
    }

    /// What a second row of the same values does (SQLite).
    pub fn on_conflict(mut self, conflict: OnConflict) -> Self {
        self.0.on_conflict = Some(conflict);
        self
    }

    pub(super) fn build(mut self, table: &ObjectName) -> Constraint {
        if self.0.name.is_empty() {
            self.0.name = name::unique(table, &self.0.columns);
        }
        Constraint::Unique(self.0)
    }
}

impl Deferrable for UniqueBuilder {
    fn deferral_mut(&mut self) -> &mut Deferral {
        &mut self.0.deferral
    }
}

impl<C: Into<String>, const N: usize> From<[C; N]> for UniqueBuilder {
    fn from(columns: [C; N]) -> Self {
        unique(columns)
    }
}
