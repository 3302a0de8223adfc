//! What a comparison cannot know by itself, and must not guess.

use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;

use super::answers::Place;
use crate::error::{Error, ErrorKind};
use crate::name::ObjectName;
use crate::operation::Operation;
use crate::schema::{Column, Table};

/// Something that a person has to answer.
///
/// ```
/// use aludel_core::command::Question;
///
/// let question = Question::Renamed { gone: "users.name".into(), candidates: vec!["users.full_name".into()] };
/// assert_eq!(question.to_string(), "users.name is gone, and users.full_name is like it: was it renamed?");
/// assert_eq!(question.flags(), ["--rename users.name=users.full_name", "--drop users.name"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Question {
    /// A table or column is gone, and something like it is new.
    Renamed {
        /// Its name.
        gone: String,
        /// The names that it may have now.
        candidates: Vec<String>,
    },
    /// A column shall have a value in every row, and has none in some.
    Fill {
        /// The column.
        column: String,
        /// How many rows have none; `None` where nobody could look.
        rows: Option<u64>,
    },
}

impl Question {
    /// The flags to choose from.
    pub fn flags(&self) -> Vec<String> {
        match self {
            Self::Renamed { gone, candidates } => {
                let renamed = candidates.iter().map(|new| format!("--rename {gone}={new}"));
                renamed.chain([format!("--drop {gone}")]).collect()
            }
            Self::Fill { column, .. } => vec![format!("--fill {column}=\"'…'\"")],
        }
    }
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Renamed { gone, candidates } => {
                write!(f, "{gone} is gone, and {} is like it: was it renamed?", candidates.join(" or "))
            }
            Self::Fill { column, rows } => {
                let rows = match rows {
                    None => "rows may have none".to_owned(),
                    Some(1) => "1 row has none".to_owned(),
                    Some(rows) => format!("{} rows have none", counted(*rows)),
                };
                write!(f, "{column} must have a value in every row, and {rows}: which one shall it be?")
            }
        }
    }
}

/// A number that was counted no further than somebody wants to know.
pub(super) fn counted(rows: u64) -> String {
    let most = crate::dialect::MOST_COUNTED.unsigned_abs();
    if rows > most { format!("more than {most}") } else { rows.to_string() }
}

/// The error of a command that has questions and nobody to ask.
pub(super) fn unanswered(questions: &[Question]) -> Error {
    let message: Vec<String> = questions.iter().map(Question::to_string).collect();
    let flags: Vec<String> = questions.iter().map(|question| question.flags().join(" or ")).collect();
    let drops = questions.iter().any(|question| matches!(question, Question::Renamed { .. }));
    let all = if drops { "; or `--allow-drop` for all, if the data shall go" } else { "" };
    let help = format!("say which: {}{all}", flags.join("; "));
    Error::new(ErrorKind::Refused, message.join("; ")).help(help)
}

/// What may have been renamed among operations, and was not said to be dropped.
pub(super) fn renamed(operations: &[Operation], drops: &BTreeSet<Place>) -> Vec<Question> {
    let question = |operation: &Operation| match operation {
        Operation::DropTable { table } if !drops.contains(&Place::Table(table.name.clone())) => {
            let candidates = operations.iter().filter_map(|other| match other {
                Operation::CreateTable { table: new } if alike(table, new) => Some(new.name.to_string()),
                _ => None,
            });
            asked(table.name.to_string(), candidates.collect())
        }
        Operation::DropColumn { table, column }
            if !drops.contains(&Place::Column(table.clone(), column.name.clone())) =>
        {
            let candidates = operations.iter().filter_map(|other| match other {
                Operation::AddColumn { table: same, column: new } if same == table && replaces(column, new) => {
                    Some(place(table, &new.name))
                }
                _ => None,
            });
            asked(place(table, &column.name), candidates.collect())
        }
        _ => None,
    };
    operations.iter().filter_map(question).collect()
}

fn asked(gone: String, candidates: Vec<String>) -> Option<Question> {
    (!candidates.is_empty()).then_some(Question::Renamed { gone, candidates })
}

pub(super) fn place(table: &ObjectName, column: &str) -> String {
    format!("{table}.{column}")
}

/// True for tables more than half of whose columns are the same.
fn alike(old: &Table, new: &Table) -> bool {
    let same = |column: &&Column| new.columns.get(column.name.as_str()).is_some_and(|other| other.ty == column.ty);
    let shared = old.columns.iter().filter(same).count();
    shared * 2 > old.columns.len().max(new.columns.len())
}

/// True for a new column that may be the old one under another name: of its type, or of a name that says the same.
fn replaces(old: &Column, new: &Column) -> bool {
    let contains = |long: &str, short: &str| short.len() > 2 && long.contains(short);
    let (old_name, new_name) = (old.name.to_lowercase(), new.name.to_lowercase());
    let computed = |column: &Column| column.generation.is_some() && !column.is_auto_increment();
    computed(old) == computed(new)
        && (old.ty == new.ty || contains(&old_name, &new_name) || contains(&new_name, &old_name))
}
