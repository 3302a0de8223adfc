//! MySQL and MariaDB.

use std::sync::Arc;

use aludel_core::connection::{BoxFuture, Connection, Connector, DriverError, DriverErrorKind, Value};
use aludel_core::dialect::mysql::{Flavour, MySql as MySqlDialect};
use aludel_core::dialect::{Dialect, Version};
use futures_util::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt};
use sqlx::error::DatabaseError;
use sqlx::mysql::{MySqlConnectOptions, MySqlConnection, MySqlDatabaseError, MySqlRow};
use sqlx::{AssertSqlSafe, ConnectOptions, MySql, MySqlPool, Row, raw_sql};

use crate::client::{Client, Found, Missing, Origin};
use crate::connector::{Database, Source};
use crate::error;
use crate::scratch;
use crate::server::{self, Server};
use crate::url::DatabaseUrl;

/// What opens sessions with a database on a server.
pub(crate) fn open(url: &DatabaseUrl) -> Result<Arc<dyn Connector>, DriverError> {
    let options: MySqlConnectOptions = url.for_client().parse().map_err(error::unreadable)?;
    if options.get_database().is_none() {
        let message = format!("the URL {url} names no database: write its name after the slash");
        return Err(DriverError::new(DriverErrorKind::Url, message));
    }
    Ok(Arc::new(Source::<MySql>::new(options.disable_statement_logging(), url.program())))
}

impl From<MySqlPool> for Database {
    fn from(pool: MySqlPool) -> Self {
        Self(Ok(Arc::new(Source::from(pool))))
    }
}

/// One row about a session.
const FIND: &str = "SELECT VERSION(), @@character_set_client, @@collation_connection, @@character_set_results, \
    @@sql_mode, @@time_zone, @@collation_database";

/// Brings a session to the server's own settings, and the text to UTF-8. Left alone, sqlx adds to `sql_mode` and sets
/// `time_zone`, and a statement would mean something else than in an offline script.
const SETTLE: &str = "SET NAMES utf8mb4, sql_mode = DEFAULT, time_zone = DEFAULT";

impl Client for MySql {
    fn describe(options: &MySqlConnectOptions) -> String {
        let place = match options.get_socket() {
            Some(socket) => format!("{}?socket={}", options.get_database().unwrap_or_default(), socket.display()),
            None => options.get_database().unwrap_or_default().to_owned(),
        };
        format!("mysql://{}@{}:{}/{place}", options.get_username(), options.get_host(), options.get_port())
    }

    /// MySQL and MariaDB are told apart only by asking.
    fn dialect() -> Option<Arc<dyn Dialect>> {
        None
    }

    fn connect(options: &MySqlConnectOptions, _: Missing) -> BoxFuture<'_, Result<MySqlConnection, sqlx::Error>> {
        // `SETTLE` sets these, in the round trip that asks for the version.
        let options =
            options.clone().pipes_as_concat(false).no_engine_substitution(false).timezone(None).set_names(false);
        Box::pin(async move { options.connect().await })
    }

    fn scratch(options: &MySqlConnectOptions) -> BoxFuture<'_, Result<Box<dyn Connection>, DriverError>> {
        Box::pin(scratch::open::<MySql>(options))
    }

    fn find(connection: &mut MySqlConnection, origin: Origin) -> BoxFuture<'_, Result<Found, sqlx::Error>> {
        Box::pin(async move {
            let (find, settle) = match origin {
                Origin::Own => (format!("{FIND}; {SETTLE}"), ""),
                Origin::Pool => (FIND.to_owned(), SETTLE),
            };
            let rows = raw_sql(AssertSqlSafe(find)).fetch_all(connection).await?;
            let row = rows.first().ok_or(sqlx::Error::RowNotFound)?;
            let version = text(row, 0)?.unwrap_or_default();
            let flavour = if version.contains("MariaDB") { Flavour::MariaDb } else { Flavour::MySql };
            let dialect = MySqlDialect::new(flavour, Version::parse(&version));
            Ok(Found {
                dialect: Arc::new(dialect.with_collation(&text(row, 6)?.unwrap_or_default())),
                settle: settle.to_owned(),
                restore: restore(row)?,
                durable: true,
            })
        })
    }

    fn fetch<'a>(
        connection: &'a mut MySqlConnection,
        sql: &'a str,
    ) -> BoxFuture<'a, Result<Vec<MySqlRow>, sqlx::Error>> {
        Box::pin(raw_sql(AssertSqlSafe(sql)).fetch_all(connection))
    }

    fn execute<'a>(connection: &'a mut MySqlConnection, sql: &'a str) -> BoxFuture<'a, Result<u64, sqlx::Error>> {
        Box::pin(async move { Ok(raw_sql(AssertSqlSafe(sql)).execute(connection).await?.rows_affected()) })
    }

    fn each<'a>(connection: &'a mut MySqlConnection, sql: &'a str) -> BoxStream<'a, Result<u64, sqlx::Error>> {
        raw_sql(AssertSqlSafe(sql)).execute_many(connection).map_ok(|result| result.rows_affected()).boxed()
    }

    fn value(row: &MySqlRow, place: usize) -> Result<Value, sqlx::Error> {
        let bytes: Option<Vec<u8>> = row.try_get_unchecked(place)?;
        Ok(bytes.map_or(Value::Null, server::value))
    }

    fn answer(error: &dyn DatabaseError) -> DriverError {
        let number = error.try_downcast_ref::<MySqlDatabaseError>().map_or(0, MySqlDatabaseError::number);
        let kind = match number {
            1045 | 1698 => DriverErrorKind::Refused,
            1044 | 1142 | 1143 | 1227 | 1370 | 1419 => DriverErrorKind::Denied,
            1205 | 1213 | 3572 => DriverErrorKind::Busy,
            1845 | 1846 => DriverErrorKind::Beyond,
            1053 | 1927 | 4031 => DriverErrorKind::Lost,
            _ => DriverErrorKind::Statement,
        };
        DriverError { code: Some(number.to_string()), ..DriverError::new(kind, error.message()) }
    }
}

/// What puts the settings back that a row of [`FIND`] has.
fn restore(row: &MySqlRow) -> Result<String, sqlx::Error> {
    let quoted = |place| {
        text(row, place)
            .map(|text| text.map_or_else(|| "NULL".to_owned(), |text| format!("'{}'", text.replace('\'', "''"))))
    };
    Ok(format!(
        "SET character_set_client = {}, collation_connection = {}, character_set_results = {}, sql_mode = {}, \
         time_zone = {}; DO RELEASE_ALL_LOCKS()",
        quoted(1)?,
        quoted(2)?,
        quoted(3)?,
        quoted(4)?,
        quoted(5)?,
    ))
}

fn text(row: &MySqlRow, place: usize) -> Result<Option<String>, sqlx::Error> {
    row.try_get_unchecked(place)
}

impl Server for MySql {
    const LIKENESS: &'static str =
        "SELECT CONCAT('CHARACTER SET ', @@character_set_database, ' COLLATE ', @@collation_database)";
    const FORCE: &'static str = "";

    fn elsewhere(options: &MySqlConnectOptions, database: &str) -> MySqlConnectOptions {
        options.clone().database(database)
    }
}
