//! Plans: the statements for some operations, in the order in which they are sent.
//!
//! The planner keeps the order of the script. It only gathers neighbours that change one table, so that a dialect that
//! has to rebuild the table does so once. It talks to no database.

mod build;

use crate::name::ObjectName;
use crate::operation::{ApplyError, Operation};
use crate::schema::Schema;

pub use build::plan;

/// What will be sent for some operations.
///
/// ```
/// use aludel_core::dialect;
/// use aludel_core::operation::Operation;
/// use aludel_core::plan::plan;
/// use aludel_core::schema::{Column, ColumnType, Schema, Table};
///
/// let sqlite = dialect::by_name("sqlite").expect("it is one of them");
/// let table = Table::new("users").column(Column::new("name", ColumnType::text()));
/// let plan = plan(&*sqlite, &Schema::default(), &[Operation::CreateTable { table }])?;
/// assert_eq!(plan.statements.len(), 1);
/// # Ok::<(), aludel_core::plan::PlanError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The statements, in order.
    pub statements: Vec<Statement>,
    /// The schema after them; `None` where an opaque operation hides it.
    pub after: Option<Schema>,
    /// Settings of the session that must hold from before the transaction until after it: each the query that reads the
    /// value, the statement that sets it, and the statement that puts the usual value back.
    pub settings: Vec<Setting>,
    /// What must not get worse while the statements run.
    pub guards: Vec<Guard>,
    /// The tables that are made anew from what the schema says of them, so that what it cannot say would be lost.
    pub rebuilt: Vec<ObjectName>,
}

impl Plan {
    /// The statements for somebody who sends them one by one: the settings first and taken back at the end, where the
    /// executor sees to them itself.
    pub fn script(&self) -> Vec<Statement> {
        let last = self.statements.last().map_or(0, |statement| statement.operation);
        let set = self.settings.iter().map(|setting| Statement::new(setting.set.clone(), 0));
        let restored = Setting::restored(&self.settings).map(|restore| Statement::new(restore, last));
        set.chain(self.statements.iter().cloned()).chain(restored).collect()
    }
}

/// One statement of a plan.
///
/// ```
/// use aludel_core::plan::{Placement, Statement};
///
/// let statement = Statement::new("DROP TABLE users", 0);
/// assert_eq!(statement.placement, Placement::Inside);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The text, without a semicolon at its end.
    pub sql: String,
    /// The end of that text which only says how far the server may go, where there is one.
    pub bounds: String,
    /// The place in the list of the operation that it is for.
    pub operation: usize,
    /// Where it runs.
    pub placement: Placement,
    /// What data it can lose, in words.
    pub loss: Option<String>,
    /// What it is for, where that is more than the text says.
    pub comment: Option<String>,
    /// The name of the function to run in its place; then `sql` is what does the same offline, or empty.
    pub run: Option<String>,
    /// The query that says more where the statement fails: one text, such as how many values are in the way.
    pub explain: Option<String>,
    /// What it copies, where that may take long.
    pub copied: Option<Copied>,
}

impl Statement {
    /// A statement that runs inside the revision's transaction.
    pub fn new(sql: impl Into<String>, operation: usize) -> Self {
        Self {
            sql: sql.into(),
            bounds: String::new(),
            operation,
            placement: Placement::Inside,
            loss: None,
            comment: None,
            run: None,
            explain: None,
            copied: None,
        }
    }

    /// What it does, without how far the server may go: a run that is gone on with may say another thing about that.
    pub fn essence(&self) -> &str {
        self.sql.strip_suffix(self.bounds.as_str()).unwrap_or(&self.sql)
    }
}

/// The rows that a statement copies.
///
/// ```
/// use aludel_core::plan::Copied;
///
/// let copied = Copied { table: "users".into(), count: "SELECT count(*) FROM users".into() };
/// assert_eq!(copied.table.name, "users");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Of which table.
    pub table: ObjectName,
    /// The query for how many they are.
    pub count: String,
}

/// Where a statement runs.
///
/// ```
/// use aludel_core::plan::Placement;
///
/// assert_ne!(Placement::Inside, Placement::Outside);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// In the revision's transaction, if the database can have one.
    Inside,
    /// In one transaction with the statement before it, also where the revision has none.
    Joined,
    /// Outside of any transaction.
    Outside,
}

/// A setting of the session that a plan needs.
///
/// ```
/// use aludel_core::plan::Setting;
///
/// let setting = Setting {
///     set: "PRAGMA foreign_keys = OFF".into(),
///     verify: "PRAGMA foreign_keys".into(),
///     expected: "0".into(),
///     restore: "PRAGMA foreign_keys = ON".into(),
///     usual: false,
/// };
/// assert_eq!(Setting::restored(&[setting]).collect::<Vec<_>>(), ["PRAGMA foreign_keys = ON"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Sets it.
    pub set: String,
    /// Reads it: one row, one value.
    pub verify: String,
    /// The value, as text, without which the plan must not run.
    pub expected: String,
    /// Puts the other value back; sent only where the setting was not the expected one before.
    pub restore: String,
    /// Whether the expected value is the usual one, so that a text, which cannot ask for the one before, puts nothing back.
    pub usual: bool,
}

impl Setting {
    /// What puts settings back at the end of a text.
    pub fn restored(settings: &[Self]) -> impl Iterator<Item = &str> {
        settings.iter().rev().filter(|setting| !setting.usual).map(|setting| setting.restore.as_str())
    }
}

/// Something that must not get worse while a plan runs: a query whose rows are violations. Rows that it returned before
/// do not count.
///
/// ```
/// use aludel_core::plan::Guard;
///
/// let guard = Guard {
///     query: "PRAGMA foreign_key_check(users)".into(),
///     thorough: Some("PRAGMA foreign_key_check".into()),
///     message: "rows refer to nothing".into(),
/// };
/// assert_eq!(guard.where_data_changes().query, "PRAGMA foreign_key_check");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guard {
    /// Returns a row for each violation.
    pub query: String,
    /// The same for all that a revision could break which changes data by itself too, where that is more.
    pub thorough: Option<String>,
    /// What a new row means.
    pub message: String,
}

impl Guard {
    /// The guard of a revision that changes data by itself too.
    pub fn where_data_changes(self) -> Self {
        Self { query: self.thorough.unwrap_or(self.query), thorough: None, ..self }
    }
}

/// What a dialect writes statements into.
///
/// ```
/// use aludel_core::plan::Statements;
///
/// let mut out = Statements::default();
/// out.push("DROP TABLE users");
/// assert_eq!(out.statements().len(), 1);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statements {
    statements: Vec<Statement>,
    settings: Vec<Setting>,
    guards: Vec<Guard>,
    rebuilt: Vec<ObjectName>,
    operation: usize,
    later: Vec<Operation>,
    view_comes_back: bool,
}

impl Statements {
    /// None yet, for operations that these follow.
    pub(crate) fn before(later: &[Operation]) -> Self {
        Self { later: later.to_vec(), ..Self::default() }
    }

    /// The operations that follow on a change of an enum type: some databases want its values committed before they are
    /// used. Nothing for other operations.
    pub fn later(&self) -> &[Operation] {
        &self.later
    }

    /// None yet, for the operation that drops a view which a later one makes again, or for that later one.
    pub(crate) fn of_view_that_comes_back() -> Self {
        Self { view_comes_back: true, ..Self::default() }
    }

    /// True where the operation drops a view which a later one of the plan makes again, or is that later one.
    pub fn view_comes_back(&self) -> bool {
        self.view_comes_back
    }

    /// Adds a statement that runs inside the revision's transaction.
    pub fn push(&mut self, sql: impl Into<String>) {
        self.add(Statement::new(sql, self.operation));
    }

    /// Adds a statement; the operation it is for is filled in.
    pub fn add(&mut self, statement: Statement) {
        self.statements.push(Statement { operation: self.operation, ..statement });
    }

    /// Asks for a setting of the session; the same one twice is once.
    pub fn require(&mut self, setting: Setting) {
        if !self.settings.contains(&setting) {
            self.settings.push(setting);
        }
    }

    /// Asks for a guard; the same one twice is once.
    pub fn guard(&mut self, guard: Guard) {
        if !self.guards.contains(&guard) {
            self.guards.push(guard);
        }
    }

    /// Says that a table is made anew.
    pub fn rebuilds(&mut self, table: &ObjectName) {
        if !self.rebuilt.contains(table) {
            self.rebuilt.push(table.clone());
        }
    }

    /// Joins the statements since the first of these into one transaction.
    pub fn join_since(&mut self, first: usize) {
        let inside = |statement: &&mut Statement| statement.placement == Placement::Inside;
        let joined = self.statements.iter_mut().skip(first.saturating_add(1)).filter(inside);
        joined.for_each(|statement| statement.placement = Placement::Joined);
    }

    /// Says which operation, by its place among those handed to [`Dialect::plan`], the next statements are for.
    ///
    /// [`Dialect::plan`]: crate::dialect::Dialect::plan
    pub fn for_operation(&mut self, place: usize) {
        self.operation = place;
    }

    /// What was added.
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// The settings asked for.
    pub fn settings(&self) -> &[Setting] {
        &self.settings
    }

    /// The guards asked for.
    pub fn guards(&self) -> &[Guard] {
        &self.guards
    }

    /// The tables that are made anew.
    pub fn rebuilt(&self) -> &[ObjectName] {
        &self.rebuilt
    }
}

/// What a database cannot do, found before anything is sent.
///
/// ```
/// use aludel_core::plan::Unsupported;
///
/// let error = Unsupported::new("create sequence tickets", "there are no sequences here", "use a table instead");
/// assert_eq!(error.to_string(), "cannot create sequence tickets: there are no sequences here");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot {operation}: {reason}")]
pub struct Unsupported {
    /// The operation, in words.
    pub operation: String,
    /// Why not.
    pub reason: String,
    /// What to write instead.
    pub help: String,
}

impl Unsupported {
    /// What a database cannot do.
    pub fn new(operation: impl ToString, reason: impl Into<String>, help: impl Into<String>) -> Self {
        Self { operation: operation.to_string(), reason: reason.into(), help: help.into() }
    }
}

/// Why some operations have no plan.
///
/// ```
/// use aludel_core::plan::{PlanError, Unsupported};
///
/// let error = PlanError::from(Unsupported::new("do it", "it cannot be done", "do something else"));
/// assert_eq!(error.to_string(), "cannot do it: it cannot be done");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// The database cannot do it.
    #[error(transparent)]
    Unsupported(#[from] Unsupported),
    /// An operation does not fit the schema that those before it leave.
    #[error("{operation} does not fit: {error}")]
    Apply {
        /// The operation, in words.
        operation: String,
        /// Why.
        error: ApplyError,
    },
    /// An operation follows on one whose effect on the schema is not known.
    #[error("{operation} follows on SQL that may have changed the schema")]
    Opaque {
        /// The operation, in words.
        operation: String,
    },
}

/// The operation that an error is about.
pub(crate) fn misfit(operation: &Operation, error: ApplyError) -> PlanError {
    PlanError::Apply { operation: operation.to_string(), error }
}
