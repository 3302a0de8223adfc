//! What somebody has said of a comparison beforehand, as flags.

use std::collections::{BTreeMap, BTreeSet};

use crate::diff::{self, Renames};
use crate::error::{Error, ErrorKind};
use crate::name::ObjectName;
use crate::operation::Operation;
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

impl Place {
    fn is_in(&self, schema: &Schema) -> bool {
        match self {
            Self::Table(table) => schema.tables.contains(table),
            Self::Column(table, column) => {
                schema.table(table).is_some_and(|table| table.columns.contains(column.as_str()))
            }
        }
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

/// What the models say and, on top of it, renames as they are typed. Each of these must be one between the two schemas:
/// whoever typed it meant something.
pub(super) fn renames(words: &[String], said: &Renames, current: &Schema, desired: &Schema) -> Result<Renames, Error> {
    let typed: Vec<Typed<'_>> =
        words.iter().map(|word| Typed::read(word, current, desired)).collect::<Result<_, _>>()?;
    let renames = typed.iter().fold(said.clone(), |renames, one| renames.and(one.rename()));
    let (followed, _) = diff::renames(current, desired, &renames);
    let ignored: Vec<&Typed<'_>> = typed.iter().filter(|one| !one.is_among(&followed)).collect();
    let Some(first) = ignored.first() else { return Ok(renames) };
    let obstacle = ignored.iter().find_map(|one| one.obstacle(&typed, current, desired));
    Err(obstacle.unwrap_or_else(|| {
        let (from, to) = first.words;
        misfit(RENAME, &format!("something else becomes of {from}, or becomes {to}"))
    }))
}

/// A rename as it is typed, and what it names.
struct Typed<'a> {
    words: (&'a str, &'a str),
    from: Place,
    to: Place,
}

impl<'a> Typed<'a> {
    fn read(word: &'a str, current: &Schema, desired: &Schema) -> Result<Self, Error> {
        let words @ (from, to) = halves(word, RENAME)?;
        let absent = || misfit(RENAME, &format!("there is no {}", called(from)));
        let unwanted = || misfit(RENAME, &format!("there shall be no {}", called(to)));
        let from = Place::find(from, current).ok_or_else(absent)?;
        let to = Place::find(to, desired).ok_or_else(unwanted)?;
        match (&from, &to) {
            (Place::Table(_), Place::Table(_)) | (Place::Column(..), Place::Column(..)) => Ok(Self { words, from, to }),
            _ => Err(misfit(RENAME, "one side is a table and the other a column")),
        }
    }

    fn rename(&self) -> Renames {
        match (&self.from, &self.to) {
            (Place::Table(from), Place::Table(to)) => Renames::default().table(from.clone(), to.clone()),
            (Place::Column(_, from), Place::Column(table, to)) => Renames::default().column(table.clone(), from, to),
            _ => Renames::default(),
        }
    }

    /// True where operations rename just this.
    fn is_among(&self, operations: &[Operation]) -> bool {
        let table_is = |old: &ObjectName, new: &ObjectName| {
            let renamed = operations.iter().find_map(|operation| match operation {
                Operation::RenameTable { from, to } if to == new => Some(from),
                _ => None,
            });
            renamed.unwrap_or(new) == old
        };
        operations.iter().any(|operation| match (operation, &self.from, &self.to) {
            (Operation::RenameTable { from, to }, Place::Table(old), Place::Table(new)) => from == old && to == new,
            (Operation::RenameColumn { table, from, to }, Place::Column(owner, old), Place::Column(now, new)) => {
                table == now && from == old && to == new && table_is(owner, now)
            }
            _ => false,
        })
    }

    /// Its old name as the table of its new one would have it.
    fn given_up(&self) -> Place {
        match (&self.from, &self.to) {
            (Place::Column(_, column), Place::Column(table, _)) => Place::Column(table.clone(), column.clone()),
            (from, _) => from.clone(),
        }
    }

    /// Its new name as the table of its old one would have it.
    fn taken(&self) -> Place {
        match (&self.from, &self.to) {
            (Place::Column(table, _), Place::Column(_, column)) => Place::Column(table.clone(), column.clone()),
            (_, to) => to.clone(),
        }
    }

    /// What keeps it from being followed, and what to do.
    fn obstacle(&self, all: &[Self], current: &Schema, desired: &Schema) -> Option<Error> {
        let (from, to) = self.words;
        let (why, help) = if let Some(circle) = self.circle(all) {
            (
                format!("{circle} go round in a circle"),
                format!(
                    "take two revisions: in the first, give what is called {to} now a third name in the models; in the second, the one that it shall have"
                ),
            )
        } else if self.given_up().is_in(desired) && all.iter().all(|other| other.to != self.given_up()) {
            (
                format!("there shall be a {} still", called(from)),
                format!("take {from} out of the models, or leave `--rename {from}={to}` away"),
            )
        } else if self.taken().is_in(current) && all.iter().all(|other| other.from != self.taken()) {
            (
                format!("there is a {} already", called(to)),
                format!("say with another `--rename` how it is called now, or leave `--rename {from}={to}` away"),
            )
        } else {
            return None;
        };
        Some(Error::new(ErrorKind::Usage, format!("a rename fits nothing: {why}")).help(help))
    }

    /// The renames that lead from its new name back to its old one, it first, as they were typed.
    fn circle(&self, all: &[Self]) -> Option<String> {
        let mut words = Vec::new();
        let mut at = self;
        for _ in all {
            words.push(format!("{}={}", at.words.0, at.words.1));
            if at.to == self.given_up() {
                return Some(words.join(" and "));
            }
            at = all.iter().find(|other| other.given_up() == at.to)?;
        }
        None
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Column, ColumnType, Table};

    fn schema(tables: &[(&str, &str)]) -> Schema {
        let column = |name: &str| Column::new(name, ColumnType::integer());
        let table =
            |(name, columns): &(&str, &str)| columns.split(' ').map(column).fold(Table::new(*name), Table::column);
        Schema { tables: tables.iter().map(table).collect(), ..Schema::default() }
    }

    #[track_caller]
    fn refused(words: &[&str], current: &[(&str, &str)], desired: &[(&str, &str)], expected: &[String; 2]) {
        let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
        let error = renames(&words, &Renames::default(), &schema(current), &schema(desired)).unwrap_err();
        assert_eq!(&[error.to_string(), error.help_text().unwrap_or_default().to_owned()], expected);
    }

    #[test]
    fn renames_that_cannot_be_followed_are_refused() {
        let both = [("t", "a b")];
        let circle = |words: &str, first: &str| {
            let help = format!(
                "take two revisions: in the first, give what is called {first} now a third name in the models; in the second, the one that it shall have"
            );
            [format!("a rename fits nothing: {words} go round in a circle"), help]
        };
        refused(&["t.a=t.b", "t.b=t.a"], &both, &both, &circle("t.a=t.b and t.b=t.a", "t.b"));
        refused(&["t=u", "u=t"], &[("t", "a"), ("u", "b")], &[("t", "b"), ("u", "a")], &circle("t=u and u=t", "u"));
        let stays = |column: &str, rename: &str| {
            let help = format!("take {column} out of the models, or leave `--rename {rename}` away");
            [format!("a rename fits nothing: there shall be a column {column} still"), help]
        };
        refused(&["t.a=t.b"], &[("t", "a")], &both, &stays("t.a", "t.a=t.b"));
        refused(&["t.b=t.c", "t.a=t.b"], &both, &[("t", "a b c")], &stays("t.a", "t.a=t.b"));
        let there = [
            "a rename fits nothing: there is a column t.b already".to_owned(),
            "say with another `--rename` how it is called now, or leave `--rename t.a=t.b` away".to_owned(),
        ];
        refused(&["t.a=t.b"], &both, &[("t", "b")], &there);
        let other = |from: &str, to: &str| {
            [format!("a rename fits nothing: something else becomes of {from}, or becomes {to}"), RENAME.1.to_owned()]
        };
        refused(&["t.a=t.c", "t.b=t.c"], &both, &[("t", "c")], &other("t.a", "t.c"));
        refused(&["t.a=u.b"], &[("t", "a"), ("u", "a")], &[("u", "b")], &other("t.a", "u.b"));
    }

    #[test]
    fn a_chain_is_one_rename_after_the_other() {
        let words = ["t.a=t.b".to_owned(), "t.b=t.c".to_owned()];
        let followed = renames(&words, &Renames::default(), &schema(&[("t", "a b")]), &schema(&[("t", "b c")]));
        assert_eq!(followed.unwrap(), Renames::default().column("t", "a", "b").column("t", "b", "c"));
    }
}
