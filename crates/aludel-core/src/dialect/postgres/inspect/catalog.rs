//! The catalogue as the queries answer it.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::dialect::InspectError;

/// All that is read.
pub(super) struct Catalog {
    pub(super) namespaces: Vec<Namespace>,
    pub(super) enum_types: Vec<Enum>,
    pub(super) sequences: Vec<Sequence>,
    pub(super) tables: Vec<Table>,
    pub(super) columns: Vec<Column>,
    pub(super) constraints: Vec<Constraint>,
    pub(super) indexes: Vec<Index>,
    pub(super) views: Vec<View>,
    pub(super) notes: Vec<Note>,
}

impl Catalog {
    /// Reads the answers, in the order of the queries.
    pub(super) fn read<'a>(mut answers: impl Iterator<Item = &'a str>) -> Result<Self, InspectError> {
        Ok(Self {
            namespaces: next(&mut answers, "namespaces")?,
            enum_types: next(&mut answers, "enum types")?,
            sequences: next(&mut answers, "sequences")?,
            tables: next(&mut answers, "tables")?,
            columns: next(&mut answers, "columns")?,
            constraints: next(&mut answers, "constraints")?,
            indexes: next(&mut answers, "indexes")?,
            views: next(&mut answers, "views")?,
            notes: next(&mut answers, "notes")?,
        })
    }
}

fn next<'a, T: DeserializeOwned>(
    answers: &mut impl Iterator<Item = &'a str>,
    what: &str,
) -> Result<Vec<T>, InspectError> {
    let unread = |reason: String| InspectError::Definition { object: format!("the catalogue of {what}"), reason };
    let answer = answers.next().ok_or_else(|| unread("the server did not answer".to_owned()))?;
    serde_json::from_str(answer).map_err(|error| unread(error.to_string()))
}

#[derive(Deserialize)]
pub(super) struct Namespace {
    pub(super) name: String,
}

#[derive(Deserialize)]
pub(super) struct Enum {
    pub(super) namespace: String,
    pub(super) name: String,
    pub(super) in_scope: bool,
    pub(super) values: Vec<String>,
    pub(super) comment: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Sequence {
    pub(super) namespace: String,
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) ty: String,
    #[serde(flatten)]
    pub(super) numbers: Numbers,
    pub(super) comment: Option<String>,
}

/// How the numbers of a sequence run; the catalogue always says all of it.
#[derive(Deserialize)]
pub(super) struct Numbers {
    pub(super) start: i64,
    pub(super) increment: i64,
    pub(super) minimum: i64,
    pub(super) maximum: i64,
    pub(super) cache: i64,
    pub(super) cycle: bool,
}

#[derive(Deserialize)]
pub(super) struct Table {
    pub(super) id: i64,
    pub(super) namespace: String,
    pub(super) name: String,
    pub(super) unlogged: bool,
    pub(super) comment: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Column {
    pub(super) table: i64,
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) ty: String,
    pub(super) enum_namespace: Option<String>,
    pub(super) enum_name: Option<String>,
    pub(super) is_array: bool,
    pub(super) nullable: bool,
    pub(super) expression: Option<String>,
    pub(super) generated: String,
    pub(super) identity: String,
    pub(super) sequence: Option<OwnedSequence>,
    pub(super) collation: Option<String>,
    pub(super) comment: Option<String>,
}

/// The sequence that a column owns.
#[derive(Deserialize)]
pub(super) struct OwnedSequence {
    pub(super) is_default: bool,
    #[serde(flatten)]
    pub(super) numbers: Numbers,
}

#[derive(Deserialize)]
pub(super) struct Constraint {
    pub(super) table: i64,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) columns: Option<Vec<String>>,
    pub(super) include: Option<Vec<String>>,
    pub(super) nulls_not_distinct: bool,
    pub(super) referred_namespace: Option<String>,
    pub(super) referred_table: Option<String>,
    pub(super) referred_columns: Option<Vec<String>>,
    pub(super) on_delete: String,
    pub(super) on_update: String,
    pub(super) match_type: String,
    pub(super) deferrable: bool,
    pub(super) deferred: bool,
    pub(super) valid: bool,
    pub(super) enforced: bool,
    pub(super) no_inherit: bool,
    pub(super) expression: Option<String>,
    pub(super) method: Option<String>,
    pub(super) predicate: Option<String>,
    pub(super) elements: Option<Vec<Element>>,
    pub(super) sets_some_columns: bool,
    pub(super) is_temporal: bool,
}

/// One part of an exclusion constraint.
#[derive(Deserialize)]
pub(super) struct Element {
    pub(super) target: String,
    pub(super) operator: String,
}

#[derive(Deserialize)]
pub(super) struct Index {
    pub(super) table: i64,
    pub(super) name: String,
    pub(super) unique: bool,
    pub(super) valid: bool,
    pub(super) method: String,
    pub(super) nulls_not_distinct: bool,
    pub(super) predicate: Option<String>,
    pub(super) options: Option<Vec<String>>,
    pub(super) parts: Vec<Part>,
    pub(super) include: Option<Vec<String>>,
    pub(super) comment: Option<String>,
}

/// One part of an index: a column or an expression.
#[derive(Deserialize)]
pub(super) struct Part {
    pub(super) column: Option<String>,
    pub(super) expression: Option<String>,
    pub(super) collation: Option<String>,
    pub(super) class: Option<String>,
    pub(super) descending: bool,
    pub(super) nulls_first: bool,
}

#[derive(Deserialize)]
pub(super) struct View {
    pub(super) id: i64,
    pub(super) namespace: String,
    pub(super) name: String,
    pub(super) materialized: bool,
    pub(super) query: String,
    pub(super) depends_on: Option<Vec<Name>>,
    pub(super) comment: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Name {
    pub(super) namespace: String,
    pub(super) name: String,
}

#[derive(Deserialize)]
pub(super) struct Note {
    pub(super) namespace: String,
    pub(super) name: String,
    pub(super) part: Option<String>,
    pub(super) reason: String,
}
