//! Constraints: primary key, unique, foreign key, check, exclusion.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Object;
use crate::name::ObjectName;

/// One constraint of a table. Each has a name; one that nobody named has the conventional name.
///
/// ```
/// use aludel_core::schema::{Constraint, ConstraintKind, Unique};
///
/// let constraint = Constraint::Unique(Unique::new("uq_users_email", ["email"]));
/// assert_eq!((constraint.name(), constraint.kind()), ("uq_users_email", ConstraintKind::Unique));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Constraint {
    /// What tells the rows apart; one for each table.
    PrimaryKey(PrimaryKey),
    /// No two rows have the same values.
    Unique(Unique),
    /// Values that stand in another table.
    ForeignKey(ForeignKey),
    /// A condition that each row meets.
    Check(Check),
    /// No two rows relate to each other so.
    Exclude(Exclude),
}

/// The kinds of constraint.
///
/// ```
/// use aludel_core::schema::ConstraintKind;
///
/// assert_eq!(ConstraintKind::ForeignKey.to_string(), "foreign key");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConstraintKind {
    /// See [`PrimaryKey`].
    PrimaryKey,
    /// See [`Unique`].
    Unique,
    /// See [`ForeignKey`].
    ForeignKey,
    /// See [`Check`].
    Check,
    /// See [`Exclude`].
    Exclude,
}

impl fmt::Display for ConstraintKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PrimaryKey => "primary key",
            Self::Unique => "unique constraint",
            Self::ForeignKey => "foreign key",
            Self::Check => "check",
            Self::Exclude => "exclusion constraint",
        })
    }
}

/// What tells the constraints of a table apart: the kind and the name, of a primary key the kind alone.
pub type ConstraintKey = (ConstraintKind, String);

impl Constraint {
    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Self::PrimaryKey(constraint) => &constraint.name,
            Self::Unique(constraint) => &constraint.name,
            Self::ForeignKey(constraint) => &constraint.name,
            Self::Check(constraint) => &constraint.name,
            Self::Exclude(constraint) => &constraint.name,
        }
    }

    /// The same constraint under another name.
    pub fn renamed(mut self, name: impl Into<String>) -> Self {
        let place = match &mut self {
            Self::PrimaryKey(constraint) => &mut constraint.name,
            Self::Unique(constraint) => &mut constraint.name,
            Self::ForeignKey(constraint) => &mut constraint.name,
            Self::Check(constraint) => &mut constraint.name,
            Self::Exclude(constraint) => &mut constraint.name,
        };
        *place = name.into();
        self
    }

    /// Its kind.
    pub fn kind(&self) -> ConstraintKind {
        match self {
            Self::PrimaryKey(_) => ConstraintKind::PrimaryKey,
            Self::Unique(_) => ConstraintKind::Unique,
            Self::ForeignKey(_) => ConstraintKind::ForeignKey,
            Self::Check(_) => ConstraintKind::Check,
            Self::Exclude(_) => ConstraintKind::Exclude,
        }
    }

    /// The columns of its own table that it names outside of expressions.
    pub fn columns(&self) -> Vec<&str> {
        match self {
            Self::PrimaryKey(constraint) => constraint.columns.iter().map(String::as_str).collect(),
            Self::Unique(constraint) => {
                constraint.columns.iter().chain(&constraint.include).map(String::as_str).collect()
            }
            Self::ForeignKey(constraint) => constraint.columns.iter().map(String::as_str).collect(),
            Self::Check(_) | Self::Exclude(_) => Vec::new(),
        }
    }

    /// The columns of its own table that it names, to change in place.
    pub fn columns_mut(&mut self) -> Vec<&mut String> {
        match self {
            Self::PrimaryKey(constraint) => constraint.columns.iter_mut().collect(),
            Self::Unique(constraint) => constraint.columns.iter_mut().chain(&mut constraint.include).collect(),
            Self::ForeignKey(constraint) => constraint.columns.iter_mut().collect(),
            Self::Check(_) | Self::Exclude(_) => Vec::new(),
        }
    }

    /// The key of a constraint of that kind and name.
    pub fn key_of(kind: ConstraintKind, name: &str) -> ConstraintKey {
        match kind {
            ConstraintKind::PrimaryKey => (kind, String::new()),
            ConstraintKind::Unique | ConstraintKind::ForeignKey | ConstraintKind::Check | ConstraintKind::Exclude => {
                (kind, name.to_owned())
            }
        }
    }
}

impl Object for Constraint {
    type Key = ConstraintKey;

    fn key(&self) -> ConstraintKey {
        Self::key_of(self.kind(), self.name())
    }
}

fn names<S: Into<String>>(columns: impl IntoIterator<Item = S>) -> Vec<String> {
    columns.into_iter().map(Into::into).collect()
}

/// A primary key.
///
/// ```
/// use aludel_core::schema::PrimaryKey;
///
/// assert_eq!(PrimaryKey::new("pk_users", ["id"]).columns, ["id"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrimaryKey {
    /// Its name. MySQL knows one name only, `PRIMARY`, and SQLite none.
    pub name: String,
    /// Its columns, in their order.
    pub columns: Vec<String>,
    /// How many characters, of binary ones bytes, of each column count (MySQL, MariaDB); `None` is all of them. Empty
    /// where every column counts as a whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prefix_lengths: Vec<Option<u32>>,
    /// When it is checked.
    #[serde(default, skip_serializing_if = "Deferral::is_never")]
    pub deferral: Deferral,
    /// What a second row of the same key does (SQLite).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_conflict: Option<OnConflict>,
}

impl PrimaryKey {
    /// A primary key over columns.
    pub fn new<S: Into<String>>(name: impl Into<String>, columns: impl IntoIterator<Item = S>) -> Self {
        Self {
            name: name.into(),
            columns: names(columns),
            prefix_lengths: Vec::new(),
            deferral: Deferral::Never,
            on_conflict: None,
        }
    }

    /// The same key, of one of whose columns only the beginning counts.
    #[must_use]
    pub fn prefix(mut self, column: &str, length: u32) -> Self {
        if let Some(place) = self.columns.iter().position(|name| name == column) {
            self.prefix_lengths.resize(self.columns.len(), None);
            self.prefix_lengths.get_mut(place).into_iter().for_each(|prefix| *prefix = Some(length));
        }
        self
    }

    /// Each column, with how much of it counts.
    pub fn parts(&self) -> impl Iterator<Item = (&str, Option<u32>)> {
        let lengths = self.prefix_lengths.iter().copied().chain(std::iter::repeat(None));
        self.columns.iter().map(String::as_str).zip(lengths)
    }
}

/// A unique constraint.
///
/// ```
/// use aludel_core::schema::Unique;
///
/// assert!(!Unique::new("uq_users_email", ["email"]).nulls_not_distinct);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unique {
    /// Its name.
    pub name: String,
    /// Its columns, in their order.
    pub columns: Vec<String>,
    /// Columns that its index holds besides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    /// True where two NULLs count as the same (PostgreSQL 15).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub nulls_not_distinct: bool,
    /// When it is checked.
    #[serde(default, skip_serializing_if = "Deferral::is_never")]
    pub deferral: Deferral,
    /// What a second row of the same values does (SQLite).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_conflict: Option<OnConflict>,
}

impl Unique {
    /// A unique constraint over columns.
    pub fn new<S: Into<String>>(name: impl Into<String>, columns: impl IntoIterator<Item = S>) -> Self {
        Self {
            name: name.into(),
            columns: names(columns),
            include: Vec::new(),
            nulls_not_distinct: false,
            deferral: Deferral::Never,
            on_conflict: None,
        }
    }
}

/// A foreign key.
///
/// ```
/// use aludel_core::schema::{ForeignKey, ReferentialAction};
///
/// let mut constraint = ForeignKey::new("fk_users_role_id_roles", ["role_id"], "roles", ["id"]);
/// constraint.on_delete = ReferentialAction::SetNull;
/// assert_eq!(constraint.referred_table.name, "roles");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForeignKey {
    /// Its name.
    pub name: String,
    /// The columns of its own table.
    pub columns: Vec<String>,
    /// The table referred to.
    pub referred_table: ObjectName,
    /// The columns referred to, as many as `columns`.
    pub referred_columns: Vec<String>,
    /// What happens when the row referred to is deleted.
    #[serde(default, skip_serializing_if = "ReferentialAction::is_no_action")]
    pub on_delete: ReferentialAction,
    /// What happens when the key referred to changes.
    #[serde(default, skip_serializing_if = "ReferentialAction::is_no_action")]
    pub on_update: ReferentialAction,
    /// What NULLs in a composite key mean.
    #[serde(default, skip_serializing_if = "MatchType::is_simple")]
    pub match_type: MatchType,
    /// When it is checked.
    #[serde(default, skip_serializing_if = "Deferral::is_never")]
    pub deferral: Deferral,
    /// Whether the rows that are there already meet it.
    #[serde(default, skip_serializing_if = "Validity::is_enforced")]
    pub validity: Validity,
}

impl ForeignKey {
    /// A foreign key without actions.
    pub fn new<S: Into<String>, R: Into<String>>(
        name: impl Into<String>,
        columns: impl IntoIterator<Item = S>,
        referred_table: impl Into<ObjectName>,
        referred_columns: impl IntoIterator<Item = R>,
    ) -> Self {
        Self {
            name: name.into(),
            columns: names(columns),
            referred_table: referred_table.into(),
            referred_columns: names(referred_columns),
            on_delete: ReferentialAction::NoAction,
            on_update: ReferentialAction::NoAction,
            match_type: MatchType::Simple,
            deferral: Deferral::Never,
            validity: Validity::Enforced,
        }
    }
}

/// A check.
///
/// ```
/// use aludel_core::schema::Check;
///
/// assert_eq!(Check::new("ck_users_age", "age >= 0").expression, "age >= 0");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// Its name.
    pub name: String,
    /// The condition, as it was written, without outer parentheses.
    pub expression: String,
    /// Whether it holds, and for which rows.
    #[serde(default, skip_serializing_if = "Validity::is_enforced")]
    pub validity: Validity,
    /// True where tables that inherit do not get it (PostgreSQL).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub no_inherit: bool,
}

impl Check {
    /// A check that holds for all rows.
    pub fn new(name: impl Into<String>, expression: impl Into<String>) -> Self {
        Self { name: name.into(), expression: expression.into(), validity: Validity::Enforced, no_inherit: false }
    }
}

/// An exclusion constraint (PostgreSQL).
///
/// ```
/// use aludel_core::schema::{Deferral, Exclude, ExcludeElement};
///
/// let element = ExcludeElement { target: "during".into(), operator: "&&".into() };
/// let constraint = Exclude {
///     name: "ex_bookings_during".into(),
///     method: "gist".into(),
///     elements: vec![element],
///     include: vec![],
///     predicate: None,
///     deferral: Deferral::Never,
/// };
/// assert_eq!(constraint.elements.len(), 1);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exclude {
    /// Its name.
    pub name: String,
    /// The index method behind it.
    pub method: String,
    /// What is compared, and how.
    pub elements: Vec<ExcludeElement>,
    /// Columns that its index holds besides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    /// The rows that it concerns, as SQL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub predicate: Option<String>,
    /// When it is checked.
    #[serde(default, skip_serializing_if = "Deferral::is_never")]
    pub deferral: Deferral,
}

/// One part of an exclusion constraint.
///
/// ```
/// use aludel_core::schema::ExcludeElement;
///
/// assert_eq!(ExcludeElement { target: "room".into(), operator: "=".into() }.operator, "=");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExcludeElement {
    /// A column or expression with its operator class and order, as SQL.
    pub target: String,
    /// The operator, as SQL.
    pub operator: String,
}

/// What a foreign key does when the row that it refers to goes or changes.
///
/// ```
/// use aludel_core::schema::ReferentialAction;
///
/// assert_eq!(ReferentialAction::default(), ReferentialAction::NoAction);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferentialAction {
    /// Refuses, at the end of the statement or transaction.
    #[default]
    NoAction,
    /// Refuses at once.
    Restrict,
    /// Deletes or changes the referring rows too.
    Cascade,
    /// Sets the referring columns to NULL.
    SetNull,
    /// Sets the referring columns to their defaults.
    SetDefault,
}

impl ReferentialAction {
    fn is_no_action(&self) -> bool {
        *self == Self::NoAction
    }
}

/// What NULLs in a composite foreign key mean.
///
/// ```
/// use aludel_core::schema::MatchType;
///
/// assert_eq!(MatchType::default(), MatchType::Simple);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchType {
    /// One NULL, and nothing is checked.
    #[default]
    Simple,
    /// All NULL or none.
    Full,
    /// What is not NULL is checked.
    Partial,
}

impl MatchType {
    fn is_simple(&self) -> bool {
        *self == Self::Simple
    }
}

/// When a constraint is checked.
///
/// ```
/// use aludel_core::schema::Deferral;
///
/// assert_eq!(Deferral::default(), Deferral::Never);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deferral {
    /// With each statement, always.
    #[default]
    Never,
    /// With each statement, unless the transaction asks otherwise.
    Immediate,
    /// At the end of the transaction, unless it asks otherwise.
    Deferred,
}

impl Deferral {
    fn is_never(&self) -> bool {
        *self == Self::Never
    }
}

/// Whether a constraint holds, and for which rows.
///
/// ```
/// use aludel_core::schema::Validity;
///
/// assert_eq!(Validity::default(), Validity::Enforced);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Validity {
    /// For all rows.
    #[default]
    Enforced,
    /// For rows written since (PostgreSQL `NOT VALID`).
    NotValid,
    /// For none (MySQL `NOT ENFORCED`).
    NotEnforced,
}

impl Validity {
    fn is_enforced(&self) -> bool {
        *self == Self::Enforced
    }
}

/// What a row that breaks a constraint does (SQLite `ON CONFLICT`).
///
/// ```
/// use aludel_core::schema::OnConflict;
///
/// assert_ne!(OnConflict::Ignore, OnConflict::Replace);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnConflict {
    /// Rolls the transaction back.
    Rollback,
    /// Takes the statement back; what a constraint does unless told otherwise.
    Abort,
    /// Stops the statement and keeps what it did.
    Fail,
    /// Leaves the row out.
    Ignore,
    /// Deletes the rows in the way.
    Replace,
}
