//! What somebody has said of a comparison beforehand, as flags.

use std::collections::{BTreeMap, BTreeSet};

use crate::diff::Renames;
use crate::error::{Error, ErrorKind};
use crate::name::ObjectName;
use crate::schema::Schema;

/// Answers to what a comparison may have to ask, as they are typed.
///
/// ```
/// use aludel_core::command::{Against, CompareOptions};
///
/// let options = CompareOptions { renames: vec!["users=people".into()], ..CompareOptions::default() };
/// assert_eq!(options.against, Against::Database);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CompareOptions {
    /// The desired schema, in place of the environment's.
    pub models: Option<String>,
    /// What the desired schema is compared with.
    pub against: Against,
    /// Renames, as `users.name=users.full_name` or `users=people`.
    pub renames: Vec<String>,
    /// What is dropped and was not renamed, as `users.name` or `users`.
    pub drops: Vec<String>,
    /// Values for columns that must have one in every row, as `users.kind='reader'`; the right side is SQL.
    pub fills: Vec<String>,
    /// Whether more than half of the tables may be dropped, and what may have been renamed.
    pub mass_drop: MassDrop,
}

/// What the desired schema is compared with.
///
/// ```
/// use aludel_core::command::Against;
///
/// assert_eq!(Against::default(), Against::Database);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Against {
    /// The database, pending revisions counted as if they were applied.
    #[default]
    Database,
    /// What the revisions make of nothing; no database is looked at.
    Scripts,
}

/// Whether more than half of the tables may be dropped.
///
/// ```
/// use aludel_core::command::MassDrop;
///
/// assert_eq!(MassDrop::default(), MassDrop::Refuse);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MassDrop {
    /// They may.
    Allow,
    /// They may not: a list of models that lost its entries looks just so.
    #[default]
    Refuse,
}

/// A table, or a column of one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Table(ObjectName),
    Column(ObjectName, String),
}

impl Place {
    /// What a word names in a schema, dots and all.
    pub(super) fn find(word: &str, schema: &Schema) -> Option<Self> {
        let mut tables = schema.tables.iter();
        tables.find_map(|table| match word.strip_prefix(&table.name.to_string())? {
            "" => Some(Self::Table(table.name.clone())),
            rest => {
                let column = rest.strip_prefix('.').filter(|column| table.columns.contains(*column))?;
                Some(Self::Column(table.name.clone(), column.to_owned()))
            }
        })
    }
}

/// Values for columns, by table and column.
pub(super) type Fills = BTreeMap<(ObjectName, String), String>;

impl CompareOptions {
    /// Refuses what has not the form of an answer, before anything is opened.
    pub(super) fn demand_formed(&self) -> Result<(), Error> {
        self.renames.iter().try_for_each(|word| halves(word, RENAME).map(drop))?;
        self.fills.iter().try_for_each(|word| halves(word, FILL).map(drop))
    }

    /// The renames, each of which must fit both schemas: whoever typed one meant something.
    pub(super) fn renames(&self, current: &Schema, desired: &Schema) -> Result<Renames, Error> {
        renames(&self.renames, current, desired)
    }

    /// What was dropped and not renamed.
    pub(super) fn drops(&self, current: &Schema) -> Result<BTreeSet<Place>, Error> {
        let found = |word: &String| {
            Place::find(word, current).ok_or_else(|| misfit(DROP, &format!("there is no {}", called(word))))
        };
        self.drops.iter().map(found).collect()
    }

    /// The values for columns of the desired schema.
    pub(super) fn fills(&self, desired: &Schema) -> Result<Fills, Error> {
        let mut fills = Fills::new();
        for word in &self.fills {
            let (column, value) = halves(word, FILL)?;
            match Place::find(column, desired) {
                Some(Place::Column(table, column)) => fills.insert((table, column), value.to_owned()),
                Some(Place::Table(_)) | None => {
                    return Err(misfit(FILL, &format!("there shall be no column {column}")));
                }
            };
        }
        Ok(fills)
    }
}

/// Renames as they are typed, found in the schemas before and after.
pub(super) fn renames(words: &[String], current: &Schema, desired: &Schema) -> Result<Renames, Error> {
    let mut renames = Renames::default();
    for word in words {
        let (from, to) = halves(word, RENAME)?;
        let absent = || misfit(RENAME, &format!("there is no {}", called(from)));
        let unwanted = || misfit(RENAME, &format!("there shall be no {}", called(to)));
        let old = Place::find(from, current).ok_or_else(absent)?;
        renames = match (old, Place::find(to, desired).ok_or_else(unwanted)?) {
            (Place::Table(from), Place::Table(to)) => renames.table(from, to),
            (Place::Column(_, from), Place::Column(table, to)) => renames.column(table, from, to),
            (Place::Table(_), Place::Column(..)) | (Place::Column(..), Place::Table(_)) => {
                return Err(misfit(RENAME, "one side is a table and the other a column"));
            }
        };
    }
    Ok(renames)
}

/// How an answer is written: its name, and what to type.
struct Form(&'static str, &'static str);

const RENAME: Form =
    Form("rename", "write `--rename users=people` for a table, `--rename users.name=users.full_name` for a column");
const DROP: Form = Form("drop", "write `--drop users` for a table, `--drop users.name` for a column");
const FILL: Form = Form("fill", "write `--fill users.kind=\"'reader'\"`: a column, and its value as SQL");

fn halves(word: &str, Form(name, help): Form) -> Result<(&str, &str), Error> {
    match word.split_once('=') {
        Some((left, right)) if !left.trim().is_empty() && !right.trim().is_empty() => Ok((left.trim(), right.trim())),
        _ => Err(Error::new(ErrorKind::Usage, format!("\"{word}\" is no {name}")).help(help)),
    }
}

fn misfit(Form(name, help): Form, why: &str) -> Error {
    Error::new(ErrorKind::Usage, format!("a {name} fits nothing: {why}")).help(help)
}

/// What a word is meant to name, going by its dots.
fn called(word: &str) -> String {
    if word.contains('.') { format!("column {word}") } else { format!("table {word}") }
}
