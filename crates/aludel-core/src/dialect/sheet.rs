//! What a server is asked to print: expressions in the surroundings in which they stand.

use crate::name::ObjectName;
use crate::schema::{Column, Exclude};

/// The surroundings of some expressions, and the expressions.
///
/// ```
/// use aludel_core::dialect::{Phrase, Sheet, Surroundings};
/// use aludel_core::schema::{Column, ColumnType};
///
/// let columns = vec![Column::new("age", ColumnType::integer())];
/// let sheet = Sheet {
///     object: "users".into(),
///     surroundings: Surroundings::Columns(columns),
///     phrases: vec![Phrase::Check("age >= 0".into())],
/// };
/// assert_eq!(sheet.phrases.len(), 1);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The table or view that they belong to.
    pub object: ObjectName,
    /// The columns that they may name.
    pub surroundings: Surroundings,
    /// The expressions.
    pub phrases: Vec<Phrase>,
}

/// Where the columns come from that an expression may name.
///
/// ```
/// use aludel_core::dialect::Surroundings;
///
/// assert_ne!(Surroundings::OfView, Surroundings::Columns(vec![]));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Surroundings {
    /// These, of which only name, type and collation are said.
    Columns(Vec<Column>),
    /// Those of the view, as it is in the database.
    OfView,
}

/// One expression, by where it stands: a server prints it in the words of that place.
///
/// ```
/// use aludel_core::dialect::Phrase;
///
/// assert_ne!(Phrase::Check("true".into()), Phrase::Value("true".into()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phrase {
    /// The default or the generating expression of a column.
    Column(Column),
    /// A check.
    Check(String),
    /// An expression of any type: a part of an index, or its predicate.
    Value(String),
    /// A whole exclusion constraint.
    Exclude(Exclude),
    /// The query of a view.
    Query(String),
}
