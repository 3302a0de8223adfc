//! Checks and exclusion constraints in a script.

use super::index::words;
use super::keys::Deferrable;
use crate::name::{self, ObjectName};
use crate::schema::{Check, Constraint, Deferral, Exclude, ExcludeElement, Validity};

/// A condition, as SQL, that each row meets. Without a name of its own it is called `ck_`, the table and a hash.
pub fn check(expression: impl Into<String>) -> CheckBuilder {
    CheckBuilder(Check::new("", expression))
}

/// What a script says of a check. Where nothing but the condition is to be said, its text is enough.
///
/// ```
/// use aludel_core::script::language::*;
///
/// let mut op = Operations::new("sqlite");
/// op.create_check("users", "age >= 0");
/// op.create_check("users", check("length(email) > 2").name("ck_users_email"));
/// assert_eq!(op.finish().recorded.len(), 2);
/// ```
#[derive(Clone, Debug)]
pub struct CheckBuilder(Check);

impl CheckBuilder {
    /// Its name.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.0.name = name.into();
        self
    }

    /// Not checked for the rows that are there already (PostgreSQL `NOT VALID`).
    pub fn not_valid(mut self) -> Self {
        self.0.validity = Validity::NotValid;
        self
    }

    /// Not checked at all (MySQL `NOT ENFORCED`).
    pub fn not_enforced(mut self) -> Self {
        self.0.validity = Validity::NotEnforced;
        self
    }

    /// Tables that inherit do not get it (PostgreSQL).
    pub fn no_inherit(mut self) -> Self {
        self.0.no_inherit = true;
        self
    }

    pub(super) fn build(mut self, table: &ObjectName) -> Constraint {
        if self.0.name.is_empty() {
            self.0.name = name::check(table, &[], &self.0.expression);
        }
        Constraint::Check(self.0)
    }
}

impl From<&str> for CheckBuilder {
    fn from(expression: &str) -> Self {
        check(expression)
    }
}

impl From<String> for CheckBuilder {
    fn from(expression: String) -> Self {
        check(expression)
    }
}

/// An exclusion constraint (PostgreSQL): an index method, and what is compared with which operator, as in
/// `exclude("gist", [("room", "="), ("during", "&&")])`. Without a name of its own it is called `ex_`, the table and the
/// columns.
pub fn exclude<T: Into<String>, O: Into<String>>(
    method: impl Into<String>,
    elements: impl IntoIterator<Item = (T, O)>,
) -> ExcludeBuilder {
    let element = |(target, operator): (T, O)| ExcludeElement { target: target.into(), operator: operator.into() };
    ExcludeBuilder(Exclude {
        name: String::new(),
        method: method.into(),
        elements: elements.into_iter().map(element).collect(),
        include: Vec::new(),
        predicate: None,
        deferral: Deferral::Never,
    })
}

/// What a script says of an exclusion constraint.
///
/// ```
/// use aludel_core::script::language::*;
///
/// let mut op = Operations::new("postgres");
/// op.create_exclude("bookings", exclude("gist", [("room", "="), ("during", "&&")]).predicate("NOT cancelled"));
/// assert_eq!(op.finish().recorded.len(), 1);
/// ```
#[derive(Clone, Debug)]
pub struct ExcludeBuilder(Exclude);

impl ExcludeBuilder {
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

    /// The rows that it concerns, as SQL.
    pub fn predicate(mut self, sql: impl Into<String>) -> Self {
        self.0.predicate = Some(sql.into());
        self
    }

    pub(super) fn build(mut self, table: &ObjectName) -> Constraint {
        if self.0.name.is_empty() {
            self.0.name = conventional_exclude(table, &self.0);
        }
        Constraint::Exclude(self.0)
    }
}

/// The name that an exclusion constraint has where the script gives none.
pub(in crate::script) fn conventional_exclude(table: &ObjectName, exclude: &Exclude) -> String {
    let columns: Vec<String> = exclude.elements.iter().map(|element| words(&element.target)).collect();
    name::exclude(table, &columns)
}

impl Deferrable for ExcludeBuilder {
    fn deferral_mut(&mut self) -> &mut Deferral {
        &mut self.0.deferral
    }
}
