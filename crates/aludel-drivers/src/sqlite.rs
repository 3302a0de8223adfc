//! SQLite.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use aludel_core::connection::{BoxFuture, Connection, Connector, DriverError, DriverErrorKind, Value};
use aludel_core::dialect::{Dialect, Version, sqlite::Sqlite as SqliteDialect};
use futures_util::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt};
use sqlx::error::DatabaseError;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteRow};
use sqlx::{AssertSqlSafe, ConnectOptions, Row, Sqlite, SqlitePool, TypeInfo, ValueRef, raw_sql};

use crate::client::{Client, Found, Missing, Origin};
use crate::connector::{self, Database, Source};
use crate::error::{self, Phase};
use crate::url::DatabaseUrl;

/// What opens sessions with a file.
pub(crate) fn open(url: &DatabaseUrl) -> Result<Arc<dyn Connector>, DriverError> {
    let options: SqliteConnectOptions = url.for_client().parse().map_err(error::unreadable)?;
    Ok(Arc::new(Source::<Sqlite>::new(options.disable_statement_logging(), url.program())))
}

impl From<SqlitePool> for Database {
    fn from(pool: SqlitePool) -> Self {
        Self(Ok(Arc::new(Source::from(pool))))
    }
}

/// One row about a session: the library, the main database's file, and the settings that a rebuild of a table or a run
/// of several revisions changes.
/// The last column reads the file, so that one which is no database is found at once.
const FIND: &str = "SELECT sqlite_version(), \
    (SELECT file FROM pragma_database_list WHERE name = 'main'), \
    (SELECT foreign_keys FROM pragma_foreign_keys), \
    (SELECT legacy_alter_table FROM pragma_legacy_alter_table), \
    (SELECT journal_mode FROM pragma_journal_mode), \
    (SELECT count(*) FROM sqlite_schema)";

/// How many rows wait for us at most. The library works on a thread of its own; with few, each row would wake one of the
/// two threads and put the other to sleep.
const ROWS: usize = 4096;

impl Client for Sqlite {
    fn describe(options: &SqliteConnectOptions) -> String {
        format!("sqlite://{}", options.get_filename().display())
    }

    fn dialect() -> Option<Arc<dyn Dialect>> {
        Some(Arc::new(SqliteDialect::newest()))
    }

    fn connect(
        options: &SqliteConnectOptions,
        missing: Missing,
    ) -> BoxFuture<'_, Result<SqliteConnection, sqlx::Error>> {
        // Who waits longer for a lock asks again, so that the time it wants to wait is its own to say.
        let options = options
            .clone()
            .create_if_missing(missing == Missing::Create)
            .busy_timeout(Duration::from_secs(1))
            .row_buffer_size(ROWS);
        Box::pin(async move { options.connect().await })
    }

    fn scratch(_: &SqliteConnectOptions) -> BoxFuture<'_, Result<Box<dyn Connection>, DriverError>> {
        Box::pin(async {
            let options = SqliteConnectOptions::new().disable_statement_logging();
            Ok(Box::new(connector::own::<Self>(&options, Missing::Refuse).await?) as Box<dyn Connection>)
        })
    }

    fn explain(error: sqlx::Error, options: &SqliteConnectOptions) -> DriverError {
        let mut error = error::translate::<Self>(error, Phase::Opening);
        let path = std::path::absolute(options.get_filename()).unwrap_or_else(|_| options.get_filename().to_owned());
        (error.kind, error.message) = match error.kind {
            DriverErrorKind::Unreachable => cannot_open(&path, &error.message),
            kind => (kind, format!("\"{}\": {}", path.display(), error.message)),
        };
        error
    }

    fn find(connection: &mut SqliteConnection, _: Origin) -> BoxFuture<'_, Result<Found, sqlx::Error>> {
        Box::pin(async move {
            let row = raw_sql(FIND).fetch_one(connection).await?;
            let version: &str = row.try_get(0)?;
            let file: Option<&str> = row.try_get(1)?;
            let (foreign_keys, legacy): (i64, i64) = (row.try_get(2)?, row.try_get(3)?);
            let journal: &str = row.try_get(4)?;
            Ok(Found {
                dialect: Arc::new(SqliteDialect::new(Version::parse(version))),
                settle: String::new(),
                restore: format!(
                    "PRAGMA foreign_keys = {foreign_keys}; PRAGMA legacy_alter_table = {legacy}; \
                     PRAGMA writable_schema = OFF; PRAGMA main.journal_mode = {journal}"
                ),
                // A database in memory, or a temporary one, has no file.
                durable: file.is_some_and(|file| !file.is_empty()),
            })
        })
    }

    fn fetch<'a>(
        connection: &'a mut SqliteConnection,
        sql: &'a str,
    ) -> BoxFuture<'a, Result<Vec<SqliteRow>, sqlx::Error>> {
        Box::pin(raw_sql(AssertSqlSafe(sql)).fetch_all(connection))
    }

    fn execute<'a>(connection: &'a mut SqliteConnection, sql: &'a str) -> BoxFuture<'a, Result<u64, sqlx::Error>> {
        Box::pin(async move { Ok(raw_sql(AssertSqlSafe(sql)).execute(connection).await?.rows_affected()) })
    }

    fn each<'a>(connection: &'a mut SqliteConnection, sql: &'a str) -> BoxStream<'a, Result<u64, sqlx::Error>> {
        raw_sql(AssertSqlSafe(sql)).execute_many(connection).map_ok(|result| result.rows_affected()).boxed()
    }

    fn value(row: &SqliteRow, place: usize) -> Result<Value, sqlx::Error> {
        let value = row.try_get_raw(place)?;
        if value.is_null() {
            return Ok(Value::Null);
        }
        let storage = value.type_info().into_owned();
        match storage.name() {
            "INTEGER" => row.try_get_unchecked(place).map(Value::Integer),
            "REAL" => row.try_get_unchecked(place).map(Value::Float),
            "TEXT" => row.try_get_unchecked(place).map(Value::Text).or_else(|_| bytes(row, place)),
            _ => bytes(row, place),
        }
    }

    fn answer(error: &dyn DatabaseError) -> DriverError {
        let code = error.code().unwrap_or_default().into_owned();
        // The lowest byte is the primary result code; the rest of an extended one only refines it.
        let kind = match code.parse::<i32>().map(|code| code & 0xFF) {
            Ok(5 | 6) => DriverErrorKind::Busy,
            Ok(3 | 8 | 23) => DriverErrorKind::Denied,
            Ok(14) => DriverErrorKind::Unreachable,
            Ok(10) => DriverErrorKind::Lost,
            _ => DriverErrorKind::Statement,
        };
        DriverError { kind, message: error.message().to_owned(), code: Some(code) }
    }
}

fn bytes(row: &SqliteRow, place: usize) -> Result<Value, sqlx::Error> {
    row.try_get_unchecked(place).map(Value::Bytes)
}

/// Why the file at a path cannot be opened, by what is there.
fn cannot_open(path: &Path, message: &str) -> (DriverErrorKind, String) {
    use DriverErrorKind::{Missing, Unreachable};

    let shown = path.display();
    match path.parent() {
        _ if path.is_dir() => (Unreachable, format!("\"{shown}\" is a folder, not a database file")),
        _ if path.exists() => {
            let advice = "look at the permissions of the file and its folder";
            (Unreachable, format!("cannot open \"{shown}\": {message}; {advice}"))
        }
        Some(folder) if !folder.is_dir() => {
            (Unreachable, format!("there is no folder \"{}\" for the database file: create it first", folder.display()))
        }
        Some(folder) if folder.parent().is_none() => {
            let advice = "three slashes begin at the root, two, as in `sqlite://app.db`, at the current folder";
            (Missing, format!("there is no database file \"{shown}\": {advice}"))
        }
        _ => (Missing, format!("there is no database file \"{shown}\"")),
    }
}
