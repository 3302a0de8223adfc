//! The ledger: the table of the revisions that are applied.
//!
//! It is made by the first command that writes, from the same planner as every other table, and read in one round trip.

use std::collections::BTreeSet;

use serde::Serialize;

use super::half_done::Halfway;
use super::journal::{Journal, Tail};
use crate::connection::{Connection, DriverError, Row};
use crate::dialect::{Clock, Dialect, PrintedView, rows};
use crate::name::{self, ObjectName};
use crate::operation::Operation;
use crate::revision::RevisionId;
use crate::schema::{Column, ColumnType, Constraint, Literal, LobSize, PrimaryKey, Table, TableOptions};

/// The two tables that are ours in a user's database.
///
/// ```
/// use aludel_core::exec::Ledger;
///
/// let ledger = Ledger::default();
/// assert_eq!((ledger.name.to_string(), ledger.journal.name.to_string()), ("aludel_revisions".into(), "aludel_journal".into()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    /// The name of the ledger.
    pub name: ObjectName,
    /// The journal beside it.
    pub journal: Journal,
}

impl Default for Ledger {
    fn default() -> Self {
        Self { name: "aludel_revisions".into(), journal: Journal { name: "aludel_journal".into() } }
    }
}

/// The columns; those that are read for a run forwards come first.
const COLUMNS: [&str; 10] = [
    "revision",
    "parents",
    "message",
    "checksum",
    "applied_at",
    "duration_ms",
    "applied_by",
    "aludel_version",
    "downgrade",
    "views",
];
/// How many columns a run forwards reads: which revisions are applied, and with which text. The way back may be long.
const BRIEF: usize = 5;

impl Ledger {
    /// The ledger as a table, for the planner.
    ///
    /// Moments are kept as text in RFC 3339, since that reads the same in every client and in every time zone of a session.
    pub fn table(&self, dialect: &dyn Dialect) -> Table {
        let text = || ColumnType::Text { size: LobSize::Long };
        own_table(&self.name, "revision")
            .column(id_column(dialect, "revision"))
            .column(Column::new("parents", text()))
            .column(Column::new("message", text()))
            .column(Column::new("checksum", ColumnType::varchar(255)))
            .column(Column::new("applied_at", ColumnType::varchar(32)))
            .column(Column::new("duration_ms", ColumnType::big_integer()))
            .column(Column::new("applied_by", ColumnType::varchar(255)))
            .column(Column::new("aludel_version", ColumnType::varchar(32)))
            .column(Column::new("downgrade", text()).nullable())
            .column(Column::new("views", text()).nullable())
    }

    /// Reads all of it, ordered by id, with the end of the journal, in one round trip; `None` where there is no such table
    /// yet.
    ///
    /// # Errors
    /// [`LedgerError`] where the database does not answer, or where a row cannot be read. Whether every revision's
    /// parents are there is for [`verify`] to say.
    pub async fn read(&self, connection: &mut dyn Connection) -> Result<Option<Known>, LedgerError> {
        self.read_columns(connection, &COLUMNS).await
    }

    /// The same without what only a way back and people want to know: duration, account, version, downgrade and
    /// views are empty.
    ///
    /// # Errors
    /// As [`Ledger::read`].
    pub async fn read_briefly(&self, connection: &mut dyn Connection) -> Result<Option<Known>, LedgerError> {
        self.read_columns(connection, COLUMNS.get(..BRIEF).unwrap_or(&COLUMNS)).await
    }

    async fn read_columns(
        &self,
        connection: &mut dyn Connection,
        columns: &[&str],
    ) -> Result<Option<Known>, LedgerError> {
        let dialect = connection.dialect();
        let alone = rows::select(&*dialect, &self.name, columns, "revision");
        // The journal comes first: what is written between the two makes its end old, and is noticed under the lock.
        let [tail, divider] = [self.journal.select_tail(&*dialect), rows::select_divider(&*dialect)];
        let both = [tail, divider, alone.clone()].join(";\n");
        let mut answer = connection.query(&both).await;
        if matches!(&answer, Err(error) if dialect.is_missing_table(error)) {
            answer = connection.query(&alone).await;
        }
        match answer {
            Ok(rows) => self.known(&rows).map(Some),
            Err(error) if dialect.is_missing_table(&error) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// What rows of the journal and the ledger say; those of the ledger stand behind the divider, or there is none but them.
    fn known(&self, rows: &[Row]) -> Result<Known, LedgerError> {
        let divider = rows.iter().position(|row| row.0.len() == 1);
        let (journal, ledger) = match divider {
            Some(place) => (rows.get(..place).unwrap_or_default(), rows.get(place + 1..).unwrap_or_default()),
            None => (&[][..], rows),
        };
        let rows = ledger.iter().map(|row| LedgerRow::read(&self.name, row)).collect::<Result<_, _>>()?;
        Ok(Known { rows, tail: Tail::read(journal) })
    }

    /// The operations that make those of the two tables that are missing. The journal comes first, so that where the
    /// ledger is, the journal is too.
    pub(super) fn missing(&self, dialect: &dyn Dialect, journal_exists: bool, ledger_exists: bool) -> Vec<Operation> {
        let mut tables = Vec::new();
        if !journal_exists {
            tables.push(self.journal.table(dialect));
        }
        if !ledger_exists {
            tables.push(self.table(dialect));
        }
        tables.into_iter().map(|table| Operation::CreateTable { table }).collect()
    }

    pub(super) fn insert(&self, dialect: &dyn Dialect, rows: &[LedgerRow]) -> String {
        rows::insert(dialect, &self.name, &COLUMNS, &rows.iter().map(LedgerRow::values).collect::<Vec<_>>())
    }

    /// Adds one row, whose time and duration the clock of a transaction tells.
    pub(super) fn insert_by_clock(&self, dialect: &dyn Dialect, row: &LedgerRow, clock: Clock) -> String {
        let told = |(name, value): (&&str, Literal)| match *name {
            "applied_at" => clock.now.clone(),
            "duration_ms" => clock.elapsed.clone(),
            _ => dialect.literal(&value),
        };
        rows::insert_expressions(dialect, &self.name, &COLUMNS, &[COLUMNS.iter().zip(row.values()).map(told).collect()])
    }

    pub(super) fn delete(&self, dialect: &dyn Dialect, revisions: &[&str]) -> String {
        let revisions: Vec<Literal> = revisions.iter().map(|revision| Literal::text(*revision)).collect();
        rows::delete(dialect, &self.name, "revision", &revisions)
    }

    /// Each id with the ids of its parents.
    pub(super) fn select_parents(&self, dialect: &dyn Dialect) -> String {
        rows::select(dialect, &self.name, &["revision", "parents"], "revision")
    }
}

/// A table of ours, without columns yet. What a database has by default may be a character set without room for the
/// user's words, or an engine without transactions, or rows apart from the index of their key, which makes each of them
/// written twice; dialects that do not know an option leave it out.
pub(super) fn own_table(table: &ObjectName, primary_key: &str) -> Table {
    let options = TableOptions {
        engine: Some("InnoDB".into()),
        charset: Some("utf8mb4".into()),
        collation: Some("utf8mb4_bin".into()),
        without_rowid: true,
        ..TableOptions::default()
    };
    let key = PrimaryKey::new(name::primary_key(table), [primary_key]);
    Table { options, ..Table::new(table) }.constraint(Constraint::PrimaryKey(key))
}

/// A column for ids of revisions: compared byte by byte, and so narrow that 255 characters fit every index.
pub(super) fn id_column(dialect: &dyn Dialect, name: &str) -> Column {
    let [charset, collation] = match dialect.capabilities().exact_text {
        Some(names) => names.map(|name| Some(name.to_owned())),
        None => [None, None],
    };
    Column { charset, collation, ..Column::new(name, ColumnType::varchar(255)) }
}

/// What the ledger and the journal say at one moment.
///
/// ```
/// use aludel_core::exec::Known;
///
/// assert!(Known::default().rows.is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The applied revisions.
    pub rows: Vec<LedgerRow>,
    /// The end of the journal.
    pub(super) tail: Tail,
}

impl Known {
    /// True where a revision is half done, or another process is at work on one.
    pub fn is_half_done(&self) -> bool {
        self.tail.open.is_some()
    }

    /// The revision that is half done, or that another process is at work on.
    pub fn half_done(&self) -> Option<Halfway> {
        self.tail.open.as_ref().map(|open| Halfway::of(open, None))
    }

    /// What the server made of views, whichever revision made them.
    pub(crate) fn printed(&self) -> Vec<PrintedView> {
        self.rows.iter().flat_map(|row| row.views.iter().cloned()).collect()
    }
}

/// One applied revision.
///
/// ```
/// use aludel_core::exec::LedgerRow;
///
/// let row = LedgerRow::new("8f2c1a90b3d4".parse()?, "create users");
/// assert!(row.parents.is_empty() && row.downgrade.is_none());
/// # Ok::<(), aludel_core::revision::BadRevisionId>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerRow {
    /// The revision.
    pub revision: RevisionId,
    /// The revisions that it follows.
    pub parents: Vec<RevisionId>,
    /// Its message.
    pub message: String,
    /// The checksum of its text when it was run; empty where that is not known.
    pub checksum: String,
    /// When it was applied, as in `2026-11-20T09:06:00.125Z`.
    pub applied_at: String,
    /// How long it took.
    pub duration_ms: u64,
    /// Who applied it.
    pub applied_by: String,
    /// The version of Aludel that did.
    pub aludel_version: String,
    /// The way back, as it was when the revision was applied.
    pub downgrade: Option<StoredDowngrade>,
    /// What the server made of its views, where it cannot be asked later.
    pub views: Vec<PrintedView>,
}

impl LedgerRow {
    /// A row with nothing in it but the revision and its message; when, by whom and by what is filled in as it is written.
    pub fn new(revision: RevisionId, message: impl Into<String>) -> Self {
        Self {
            revision,
            parents: Vec::new(),
            message: message.into(),
            checksum: String::new(),
            applied_at: String::new(),
            duration_ms: 0,
            applied_by: String::new(),
            aludel_version: env!("CARGO_PKG_VERSION").to_owned(),
            downgrade: None,
            views: Vec::new(),
        }
    }

    fn values(&self) -> Vec<Literal> {
        let parents: Vec<&str> = self.parents.iter().map(RevisionId::as_str).collect();
        vec![
            Literal::text(self.revision.as_str()),
            Literal::text(serde_json::Value::from(parents).to_string()),
            Literal::text(&*self.message),
            Literal::text(&*self.checksum),
            Literal::text(&*self.applied_at),
            Literal::number(self.duration_ms),
            Literal::text(cut(&self.applied_by, 255)),
            Literal::text(&*self.aludel_version),
            self.downgrade.as_ref().map_or(Literal::Null, |downgrade| Literal::Text(downgrade.to_text())),
            if self.views.is_empty() { Literal::Null } else { Literal::Text(json(&self.views)) },
        ]
    }

    fn read(ledger: &ObjectName, row: &Row) -> Result<Self, LedgerError> {
        let id = row.text(0).unwrap_or_default();
        let damaged = |what: String| LedgerError::damaged(ledger, id, what);
        let text = |place: usize| row.text(place).unwrap_or_default().to_owned();
        Ok(Self {
            revision: id.parse().map_err(|_| damaged("its id is not one".into()))?,
            parents: read_parents(ledger, id, row.text(1))?,
            message: text(2),
            checksum: text(3),
            applied_at: text(4),
            duration_ms: row.integer(5).and_then(|number| number.try_into().ok()).unwrap_or_default(),
            applied_by: text(6),
            aludel_version: text(7),
            downgrade: row
                .text(8)
                .map(StoredDowngrade::from_text)
                .transpose()
                .map_err(|error| damaged(format!("its downgrade cannot be read: {error}")))?,
            views: row.text(9).map(|text| read_views(id, text)).unwrap_or_default(),
        })
    }
}

/// The ids in a `parents` column.
pub(super) fn read_parents(
    ledger: &ObjectName,
    revision: &str,
    text: Option<&str>,
) -> Result<Vec<RevisionId>, LedgerError> {
    serde_json::from_str(text.unwrap_or_default())
        .map_err(|error| LedgerError::damaged(ledger, revision, format!("its parents cannot be read: {error}")))
}

/// What is known of views. Nothing rests on it: what cannot be read is not known.
fn read_views(revision: &str, text: &str) -> Vec<PrintedView> {
    serde_json::from_str(text).unwrap_or_else(|error| {
        tracing::warn!(revision, %error, "cannot read what the ledger knows of views");
        Vec::new()
    })
}

/// The first characters of a text.
pub(super) fn cut(text: &str, longest: usize) -> String {
    text.chars().take(longest).collect()
}

/// The way back from a revision, as the ledger keeps it; used where the file is gone or changed.
///
/// ```
/// use aludel_core::exec::StoredDowngrade;
///
/// let downgrade = StoredDowngrade::Sql("DROP TABLE users".into());
/// assert_eq!(StoredDowngrade::from_text(&downgrade.to_text()).ok(), Some(downgrade));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoredDowngrade {
    /// Whole operations; kept as a JSON array.
    Operations(Vec<Operation>),
    /// The text of a section, the line that opens it included where it says more than the direction.
    Sql(String),
}

impl StoredDowngrade {
    /// The text that the ledger keeps.
    pub fn to_text(&self) -> String {
        match self {
            Self::Operations(operations) => operations_text(operations),
            Self::Sql(sql) => sql.clone(),
        }
    }

    /// What a text of the ledger means: an array is operations, since no SQL statement begins with a bracket.
    ///
    /// # Errors
    /// Where a text that begins with a bracket is not an array of operations.
    pub fn from_text(text: &str) -> Result<Self, serde_json::Error> {
        if text.trim_start().starts_with('[') {
            serde_json::from_str(text).map(Self::Operations)
        } else {
            Ok(Self::Sql(text.to_owned()))
        }
    }
}

/// Operations as a JSON array.
pub(super) fn operations_text(operations: &[Operation]) -> String {
    json(operations)
}

/// A JSON array.
#[expect(clippy::expect_used, reason = "operations and views are plain data, and their maps have text for keys")]
fn json<T: Serialize>(items: &[T]) -> String {
    serde_json::to_string(items).expect("plain data can be written as JSON")
}

/// Checks that the ledger is closed under ancestors.
///
/// # Errors
/// The first row, in the order given, with a parent that has no row.
pub fn verify(ledger: &Ledger, rows: &[LedgerRow]) -> Result<(), LedgerError> {
    let applied: BTreeSet<&RevisionId> = rows.iter().map(|row| &row.revision).collect();
    for row in rows {
        if let Some(missing) = row.parents.iter().find(|parent| !applied.contains(parent)) {
            let what = format!("its parent \"{missing}\" is not in it");
            return Err(LedgerError::damaged(&ledger.name, row.revision.as_str(), what));
        }
    }
    Ok(())
}

/// Why the ledger has no answer.
///
/// ```
/// use aludel_core::exec::LedgerError;
///
/// let error = LedgerError::damaged(&"aludel_revisions".into(), "9a1", "its id is not one");
/// assert_eq!(error.to_string(), "ledger \"aludel_revisions\" is damaged at revision \"9a1\": its id is not one");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    /// The database did not answer as it should.
    #[error("cannot read the ledger: {0}")]
    Driver(#[from] DriverError),
    /// It says something that we never write.
    #[error("ledger \"{ledger}\" is damaged at revision \"{revision}\": {what}")]
    Damaged {
        /// The ledger.
        ledger: ObjectName,
        /// The row, by its id as it stands there.
        revision: String,
        /// What is wrong.
        what: String,
    },
}

impl LedgerError {
    /// A row that says something that we never write.
    pub fn damaged(ledger: &ObjectName, revision: &str, what: impl Into<String>) -> Self {
        Self::Damaged { ledger: ledger.clone(), revision: revision.to_owned(), what: what.into() }
    }

    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Driver(_) => "see what the server says, then run the command again",
            Self::Damaged { .. } => {
                "`stamp` the revision that the database is at: it writes the ledger anew, with all ancestors"
            }
        }
    }
}
