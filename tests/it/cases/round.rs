//! One case on one server, there and back.

use aludel_core::connection::Connection;
use aludel_core::operation::{Operation, invert_all};
use aludel_core::revision::Direction;
use aludel_core::schema::Schema;

use super::file::OnServer;
use crate::harness::TestDatabase;
use crate::rounds::{Columns, Sight, common, compare, contents, create, emptied, run, statements, written};
use crate::witness::difference;

/// Two databases of one server: one that is changed, one that is built directly.
pub(super) struct Round<'a> {
    changed: &'a TestDatabase,
    direct: &'a TestDatabase,
}

impl<'a> Round<'a> {
    pub(super) fn new(changed: &'a TestDatabase, direct: &'a TestDatabase) -> Self {
        Self { changed, direct }
    }

    /// Runs a case, or says what is wrong.
    pub(super) async fn run(&mut self, case: &OnServer) -> Result<(), String> {
        let mut connection = emptied(self.changed).await;
        let start = self.build(&mut *connection, &case.before).await.map_err(|error| format!("before: {error}"))?;
        execute(&mut *connection, &case.rows).await.map_err(|error| format!("rows: {error}"))?;
        let desired = match self.desired(case).await {
            Ok(desired) => desired,
            Err(error) => return refused(case, &error).map_err(|error| format!("after: {error}")),
        };
        let dialect = connection.dialect();
        let renames = renames(case);
        let operations = compare(&*dialect, start.schema(), desired.schema(), &renames);
        let said = || statements(&*dialect, start.schema(), &operations);
        expected(&case.operations, &operations.iter().map(|one| format!("{one}\n")).collect::<String>())?;
        expected(&case.statements, &said())?;
        if operations.is_empty() {
            return Err("no difference is found".into());
        }
        let in_both = common(&written(start.schema()), &start_of(desired.schema(), &renames));
        let kept = without(&in_both, &case.changed);
        let before = contents(&mut *connection, &kept).await;
        connection.close().await.unwrap();

        // There.
        if let Err(error) = run(self.changed, start.schema(), &operations, Direction::Upgrade).await {
            let untouched = self.look().await;
            return refused(case, &format!("{error}\n{}", said())).and_then(|()| same(&start, &untouched, "refused"));
        }
        if case.refused.is_some() {
            return Err(format!("it is not refused\n{}", said()));
        }
        let there = self.look().await;
        let left = compare(&*dialect, there.schema(), desired.schema(), &[]);
        if !left.is_empty() {
            return Err(format!("a difference is left: {left:#?}\n{}", said()));
        }
        same(&desired, &there, "built directly, and changed").map_err(|error| format!("{error}\n{}", said()))?;
        let mut connection = self.changed.connect().await;
        let after = contents(&mut *connection, &renamed(&kept, &renames)).await;
        if before != after {
            return Err(format!("the rows are others: {before:#?}, then {after:#?}\n{}", said()));
        }

        // And back.
        execute(&mut *connection, case.between.as_deref().unwrap_or_default()).await?;
        connection.close().await.unwrap();
        let inverse = invert_all(&operations).map_err(|error| error.to_string())?;
        let said = || statements(&*dialect, desired.schema(), &inverse);
        let folded = folded(start.schema(), &operations);
        let back = run(self.changed, &folded, &inverse, Direction::Downgrade).await;
        back.map_err(|error| format!("down: {error}\n{}", said()))?;
        let again = self.look().await;
        let left = compare(&*dialect, again.schema(), start.schema(), &[]);
        if !left.is_empty() {
            return Err(format!("down: a difference is left: {left:#?}\n{}", said()));
        }
        same(&start, &again, "at the start, and taken back").map_err(|error| format!("{error}\n{}", said()))?;
        let kept = without(&common(&kept, start.schema()), &case.lost);
        let mut connection = self.changed.connect().await;
        let again = contents(&mut *connection, &kept).await;
        if case.between.is_none() && case.lost.is_empty() && before != again {
            return Err(format!("down: the rows are others: {before:#?}, then {again:#?}\n{}", said()));
        }
        connection.close().await.unwrap();
        Ok(())
    }

    async fn look(&self) -> Sight {
        let mut connection = self.changed.connect().await;
        let sight = Sight::of(self.changed, &mut *connection).await;
        connection.close().await.unwrap();
        sight
    }

    async fn build(&self, connection: &mut dyn Connection, text: &str) -> Result<Sight, String> {
        if text.trim_start().starts_with('{') {
            create(connection, &schema(text)).await?;
        } else {
            execute(connection, text).await?;
        }
        Ok(Sight::of(self.changed, connection).await)
    }

    /// What shall be: built directly, and seen there.
    async fn desired(&self, case: &OnServer) -> Result<Sight, String> {
        let mut connection = emptied(self.direct).await;
        let mut sight = self.build(&mut *connection, &case.after).await?;
        connection.close().await.unwrap();
        if case.after.trim_start().starts_with('{') {
            sight.inspection.schema = schema(&case.after);
        }
        Ok(sight)
    }
}

fn schema(text: &str) -> Schema {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

async fn execute(connection: &mut dyn Connection, script: &str) -> Result<(), String> {
    for statement in connection.dialect().split(script).unwrap() {
        connection.execute(statement).await.map_err(|error| format!("{error}\n{statement}"))?;
    }
    Ok(())
}

fn folded(start: &Schema, operations: &[Operation]) -> Schema {
    let mut schema = start.clone();
    operations.iter().for_each(|operation| schema.apply(operation).unwrap());
    schema
}

/// The refusal must be one that the case tells of.
fn refused(case: &OnServer, error: &str) -> Result<(), String> {
    let Some(words) = &case.refused else { return Err(error.to_owned()) };
    match words.lines().map(str::trim).find(|words| !error.contains(words)) {
        None => Ok(()),
        Some(words) => Err(format!("it is refused, but not with \"{words}\": {error}")),
    }
}

fn expected(wanted: &Option<String>, found: &str) -> Result<(), String> {
    match wanted {
        Some(wanted) if wanted.trim() != found.trim() => Err(format!("expected:\n{wanted}\nfound:\n{found}")),
        Some(_) | None => Ok(()),
    }
}

/// Both see the same.
fn same(one: &Sight, other: &Sight, what: &str) -> Result<(), String> {
    let lines = difference(&one.witness, &other.witness);
    if lines.is_empty() {
        Ok(())
    } else {
        Err(format!("the witness tells apart what is {what}:\n{}", lines.join("\n")))
    }
}

fn renames(case: &OnServer) -> Vec<Operation> {
    let rename = |word: &String| {
        let (from, to) = word.split_once('=').unwrap();
        match (from.split_once('.'), to.split_once('.')) {
            (Some((_, from)), Some((table, to))) => {
                Operation::RenameColumn { table: table.into(), from: from.into(), to: to.into() }
            }
            _ => Operation::RenameTable { from: from.into(), to: to.into() },
        }
    };
    case.renames.iter().map(rename).collect()
}

/// The desired schema under the names of the start.
fn start_of(desired: &Schema, renames: &[Operation]) -> Schema {
    let mut schema = desired.clone();
    for rename in renames.iter().rev() {
        schema.apply(&rename.invert().unwrap()).unwrap();
    }
    schema
}

/// The columns under their new names.
fn renamed(columns: &Columns, renames: &[Operation]) -> Columns {
    let mut columns = columns.clone();
    for rename in renames {
        match rename {
            Operation::RenameTable { from, to } => {
                if let Some(names) = columns.remove(from) {
                    columns.insert(to.clone(), names);
                }
            }
            Operation::RenameColumn { table, from, to } => {
                let names = columns.get_mut(table).into_iter().flatten();
                names.filter(|name| *name == from).for_each(|name| name.clone_from(to));
            }
            _ => {}
        }
    }
    columns
}

/// Without the columns that are told, as `table.column`.
fn without(columns: &Columns, told: &[String]) -> Columns {
    let is_told = |table: &str, column: &str| told.iter().any(|one| *one == format!("{table}.{column}"));
    let mut columns = columns.clone();
    for (table, names) in &mut columns {
        names.retain(|column| !is_told(&table.name, column));
    }
    columns
}
