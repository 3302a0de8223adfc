//! Names of objects, and the naming convention for constraints and indexes that nobody named.
//!
//! This is the only place that invents a name. Quoting is not done here: that is the dialect's writer.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::digest::{hex, sha256};

/// The longest name, in bytes, that every supported database keeps whole (PostgreSQL's `NAMEDATALEN - 1`).
pub const LONGEST_NAME: usize = 63;

/// The name of a table, enum type, sequence or view, in a namespace or in the connection's default one.
///
/// A dot in a string is part of the name; the namespace is given as the first of a pair. In JSON it is a string, or
/// an object of `namespace` and `name`.
///
/// ```
/// use aludel_core::name::ObjectName;
///
/// assert_eq!(ObjectName::from("users").to_string(), "users");
/// assert_eq!(ObjectName::from(("auth", "users")).to_string(), "auth.users");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub struct ObjectName {
    /// The namespace, called a schema or a database where that is what holds tables; `None` is the connection's default one.
    pub namespace: Option<String>,
    /// The name itself, unquoted, in the case the database keeps.
    pub name: String,
}

/// How a name stands in JSON.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    Plain(String),
    Qualified { namespace: String, name: String },
}

impl From<Written> for ObjectName {
    fn from(written: Written) -> Self {
        match written {
            Written::Plain(name) => name.into(),
            Written::Qualified { namespace, name } => Self { namespace: Some(namespace), name },
        }
    }
}

impl From<ObjectName> for Written {
    fn from(ObjectName { namespace, name }: ObjectName) -> Self {
        match namespace {
            None => Self::Plain(name),
            Some(namespace) => Self::Qualified { namespace, name },
        }
    }
}

impl From<&str> for ObjectName {
    fn from(name: &str) -> Self {
        Self { namespace: None, name: name.to_owned() }
    }
}

impl From<String> for ObjectName {
    fn from(name: String) -> Self {
        Self { namespace: None, name }
    }
}

impl From<&ObjectName> for ObjectName {
    fn from(name: &ObjectName) -> Self {
        name.clone()
    }
}

impl From<(&str, &str)> for ObjectName {
    fn from((namespace, name): (&str, &str)) -> Self {
        Self { namespace: Some(namespace.to_owned()), name: name.to_owned() }
    }
}

impl fmt::Display for ObjectName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.namespace {
            Some(namespace) => write!(f, "{namespace}.{}", self.name),
            None => f.write_str(&self.name),
        }
    }
}

/// The conventional name of a table's primary key: `pk_users`.
pub fn primary_key(table: &ObjectName) -> String {
    shorten(format!("pk_{}", table.name))
}

/// The conventional name of a unique constraint: `uq_users_email`.
pub fn unique(table: &ObjectName, columns: &[String]) -> String {
    shorten(format!("uq_{}_{}", table.name, columns.join("_")))
}

/// The conventional name of an index: `ix_users_email`.
pub fn index(table: &ObjectName, columns: &[String]) -> String {
    shorten(format!("ix_{}_{}", table.name, columns.join("_")))
}

/// The conventional name of a check: `ck_users_age` for a check that stands with a column, else `ck_users_` and a hash
/// of the expression.
pub fn check(table: &ObjectName, columns: &[String], expression: &str) -> String {
    let suffix = if columns.is_empty() { digest(expression) } else { columns.join("_") };
    shorten(format!("ck_{}_{suffix}", table.name))
}

/// The conventional name of an exclusion constraint: `ex_bookings_room_during`.
pub fn exclude(table: &ObjectName, columns: &[String]) -> String {
    shorten(format!("ex_{}_{}", table.name, columns.join("_")))
}

/// The conventional name of a foreign key: `fk_users_role_id_roles`.
pub fn foreign_key(table: &ObjectName, columns: &[String], referred: &ObjectName) -> String {
    shorten(format!("fk_{}_{}_{}", table.name, columns.join("_"), referred.name))
}

/// A name cut to [`LONGEST_NAME`] bytes, its end replaced by a hash of the whole, so that two long names stay two.
///
/// ```
/// use aludel_core::name::{LONGEST_NAME, shorten};
///
/// assert_eq!(shorten("ix_users_email".into()), "ix_users_email");
/// assert_eq!(shorten("x".repeat(80)).len(), LONGEST_NAME);
/// ```
pub fn shorten(name: String) -> String {
    if name.len() <= LONGEST_NAME {
        return name;
    }
    let digest = digest(&name);
    let mut end = LONGEST_NAME - digest.len() - 1;
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    let kept = name.get(..end).unwrap_or_default();
    format!("{kept}_{digest}")
}

/// The first eight hex digits of the SHA-256 of a text.
fn digest(text: &str) -> String {
    hex(sha256(text).into_iter().take(4))
}
