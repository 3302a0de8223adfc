//! The recorder: what `op` is in a script.

use std::collections::BTreeMap;
use std::mem::take;

use super::step::{BoxedStep, Step, boxed};
use crate::dialect;
use crate::name::ObjectName;
use crate::operation::{Operation, Recorded};

/// What a script says its changes to. Nothing happens while it records; what it recorded is completed from the schema,
/// planned and run by others.
///
/// What cannot be meant, such as a foreign key that refers to nothing, is recorded too, and is the error of the command
/// that uses the script.
///
/// ```
/// use aludel_core::script::language::*;
///
/// fn upgrade(op: &mut Operations) {
///     op.add_column("users", column("role_id").integer().nullable());
///     op.create_foreign_key("users", foreign_key(["role_id"]).references("roles", ["id"]).on_delete(SetNull));
/// }
///
/// let mut op = Operations::new("sqlite");
/// upgrade(&mut op);
/// assert_eq!(op.finish().recorded.len(), 2);
/// ```
pub struct Operations {
    dialect: String,
    recorded: Vec<Recorded>,
    functions: BTreeMap<String, BoxedStep>,
}

/// What a script recorded.
///
/// ```
/// use aludel_core::script::language::Operations;
///
/// let recording = Operations::new("sqlite").finish();
/// assert!(recording.recorded.is_empty() && recording.functions.is_empty());
/// ```
pub struct Recording {
    /// What it said, in order.
    pub recorded: Vec<Recorded>,
    /// The functions of `run`, by the names that the recording holds.
    pub functions: BTreeMap<String, BoxedStep>,
}

impl Operations {
    /// An empty recording for a dialect, by its name.
    pub fn new(dialect: impl Into<String>) -> Self {
        Self { dialect: dialect.into(), recorded: Vec::new(), functions: BTreeMap::new() }
    }

    /// What was recorded.
    pub fn finish(self) -> Recording {
        Recording { recorded: self.recorded, functions: self.functions }
    }

    /// True while recording for that dialect, so that a script can say different things to different databases:
    ///
    /// ```
    /// use aludel_core::script::language::*;
    ///
    /// let mut op = Operations::new("postgres");
    /// if op.for_dialect("postgres") {
    ///     op.execute("CREATE EXTENSION citext").undo("DROP EXTENSION citext").changes(|_| {});
    /// }
    /// assert_eq!(op.finish().recorded.len(), 1);
    /// ```
    ///
    /// A name that no dialect has is a mistake in the script.
    pub fn for_dialect(&mut self, name: &str) -> bool {
        match dialect::by_name(name) {
            Some(asked) => asked.name() == self.dialect,
            None => {
                let known = dialect::NAMES.join(", ");
                self.record(Err(format!("`for_dialect(\"{name}\")`: no dialect has that name; they are {known}")));
                false
            }
        }
    }

    /// Gathers changes of one table, its columns, constraints, indexes, options and comment, so that a database that has
    /// to rebuild the table for them does it once:
    ///
    /// ```
    /// use aludel_core::script::language::*;
    ///
    /// let mut op = Operations::new("sqlite");
    /// op.batch("users", |op| {
    ///     op.drop_check("users", "ck_users_age");
    ///     op.drop_column("users", "age");
    /// });
    /// assert_eq!(op.finish().recorded.len(), 1);
    /// ```
    pub fn batch(&mut self, table: impl Into<ObjectName>, changes: impl FnOnce(&mut Self)) {
        let table = table.into();
        let recorded = self.nested("batch", changes).and_then(|operations| of_one_table(table, operations));
        self.record(recorded);
    }

    /// Has steps run outside of the revision's transaction: each statement commits by itself, and those before and after
    /// the block are kept too where one of them fails. It is for what must be committed on the way, such as changes of much
    /// data in pieces; what a database refuses inside a transaction is known and put outside without it.
    ///
    /// ```
    /// use aludel_core::script::language::*;
    ///
    /// let mut op = Operations::new("postgres");
    /// op.add_column("users", column("kind").text().nullable());
    /// op.autocommit(|op| {
    ///     op.execute("CALL fill_kinds()").undo("SELECT 1").changes(|_| {});
    /// });
    /// assert_eq!(op.finish().recorded.len(), 2);
    /// ```
    pub fn autocommit(&mut self, steps: impl FnOnce(&mut Self)) {
        let start = self.recorded.len();
        steps(self);
        let outside = |step| match step {
            Recorded::Outside(_) => step,
            step => Recorded::Outside(Box::new(step)),
        };
        let steps: Vec<Recorded> = self.recorded.drain(start..).map(outside).collect();
        self.recorded.extend(steps);
    }

    /// Runs SQL: one or more statements, as the database takes them.
    ///
    /// What it does to the schema is not known, so that what follows on it cannot be planned without a database, unless
    /// [`changes`](Execute::changes) says so; and it cannot be taken back, unless [`undo`](Execute::undo) says how.
    pub fn execute(&mut self, sql: impl Into<String>) -> Execute<'_> {
        Execute { operations: self, sql: sql.into(), undo: None, changes: None }
    }

    /// Runs a function of the script on the live connection, in the transaction of the revision; see [`Step`]. It changes
    /// data only. The name is what reports call it, and stands once in a script.
    pub fn run(&mut self, name: impl Into<String>, function: impl for<'c> Step<'c>) -> Run<'_> {
        let name = name.into();
        let twice = self.functions.insert(name.clone(), boxed(function)).is_some();
        Run { operations: self, name, offline: None, twice }
    }

    /// Keeps what was said, or what is wrong with it.
    pub(super) fn record(&mut self, said: Result<Recorded, String>) {
        self.recorded.push(said.unwrap_or_else(|reason| Recorded::Invalid { reason }));
    }

    /// Keeps a whole operation.
    pub(super) fn whole(&mut self, operation: Operation) {
        self.recorded.push(Recorded::Whole(operation));
    }

    /// What a closure records, which may be anything but functions.
    fn nested(&self, place: &str, record: impl FnOnce(&mut Self)) -> Result<Vec<Recorded>, String> {
        let mut inner = Self::new(self.dialect.clone());
        record(&mut inner);
        match inner.functions.keys().next() {
            Some(name) => Err(format!("`run(\"{name}\", ..)` stands inside `{place}`: move it behind the `{place}`")),
            None => Ok(inner.recorded),
        }
    }
}

/// A batch, unless it holds anything but changes of its table.
fn of_one_table(table: ObjectName, operations: Vec<Recorded>) -> Result<Recorded, String> {
    let strange = |said: &Recorded| !matches!(said, Recorded::Invalid { .. }) && altered(said) != Some(&table);
    match operations.iter().position(strange) {
        Some(place) => Err(format!(
            "`batch(\"{table}\", ..)` gathers changes of that table alone: move change {} of it out of the batch",
            place + 1
        )),
        None => Ok(Recorded::Batch { table, operations }),
    }
}

/// The table that something alters, if that is all it does.
fn altered(said: &Recorded) -> Option<&ObjectName> {
    match said {
        Recorded::AlterTable { table, .. }
        | Recorded::AddColumn { table, .. }
        | Recorded::DropColumn { table, .. }
        | Recorded::AlterColumn { table, .. }
        | Recorded::DropConstraint { table, .. }
        | Recorded::DropIndex { table, .. }
        | Recorded::Whole(
            Operation::RenameColumn { table, .. }
            | Operation::CreateConstraint { table, .. }
            | Operation::RenameConstraint { table, .. }
            | Operation::CreateIndex { table, .. }
            | Operation::RenameIndex { table, .. },
        ) => Some(table),
        _ => None,
    }
}

/// SQL that a script runs, to say more of it.
///
/// ```
/// use aludel_core::script::language::*;
///
/// let mut op = Operations::new("sqlite");
/// op.execute("UPDATE users SET active = 1").undo("UPDATE users SET active = 0").changes(|_| {});
/// op.execute("CREATE TABLE a AS SELECT 1 AS b").changes(|op| {
///     op.create_table(table("a").column(column("b").integer().nullable()));
/// });
/// assert_eq!(op.finish().recorded.len(), 2);
/// ```
pub struct Execute<'a> {
    operations: &'a mut Operations,
    sql: String,
    undo: Option<String>,
    changes: Option<Result<Vec<Recorded>, String>>,
}

impl Execute<'_> {
    /// The SQL that takes it back; without it, there is no way back.
    pub fn undo(mut self, sql: impl Into<String>) -> Self {
        self.undo = Some(sql.into());
        self
    }

    /// What it does to the schema: what is recorded here is not run, and taken to be true. `changes(|_| {})` says that it
    /// does nothing to the schema, as SQL that changes data only.
    pub fn changes(mut self, record: impl FnOnce(&mut Operations)) -> Self {
        self.changes = Some(self.operations.nested("changes", record));
        self
    }
}

impl Drop for Execute<'_> {
    fn drop(&mut self) {
        let (sql, undo) = (take(&mut self.sql), self.undo.take());
        let recorded = self.changes.take().transpose().map(|changes| Recorded::Execute { sql, undo, changes });
        self.operations.record(recorded);
    }
}

/// A function that a script runs, to say more of it.
///
/// ```
/// use aludel_core::script::language::*;
///
/// async fn fill_slugs(db: &mut dyn Connection) -> Result<()> {
///     db.execute("UPDATE posts SET slug = lower(title)").await?;
///     Ok(())
/// }
///
/// let mut op = Operations::new("sqlite");
/// op.run("fill slugs", fill_slugs).offline("UPDATE posts SET slug = lower(title)");
/// assert_eq!(op.finish().recorded.len(), 1);
/// ```
pub struct Run<'a> {
    operations: &'a mut Operations,
    name: String,
    offline: Option<String>,
    twice: bool,
}

impl Run<'_> {
    /// The SQL that does the same, for scripts that are printed with `--sql`; without it, they stop here.
    pub fn offline(mut self, sql: impl Into<String>) -> Self {
        self.offline = Some(sql.into());
        self
    }
}

impl Drop for Run<'_> {
    fn drop(&mut self) {
        let (name, offline) = (take(&mut self.name), self.offline.take());
        self.operations.record(if self.twice {
            Err(format!("`run(\"{name}\", ..)` stands there twice: give each function a name of its own"))
        } else {
            Ok(Recorded::Whole(Operation::Run { name, offline }))
        });
    }
}
