//! PostgreSQL.
//!
//! Sessions are in UTC and write dates as ISO does, whatever the server's own settings are: sqlx says so when it opens one,
//! and PostgreSQL does not tell what its own would have been. Offline scripts have to say the same.

use std::sync::Arc;

use aludel_core::connection::{BoxFuture, Connection, Connector, DriverError, DriverErrorKind, Value};
use aludel_core::dialect::{Dialect, Version, postgres::Postgres as PostgresDialect};
use futures_util::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt};
use sqlx::error::DatabaseError;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgDatabaseError, PgErrorPosition, PgRow};
use sqlx::{AssertSqlSafe, ConnectOptions, PgPool, Postgres, Row, ValueRef, raw_sql};

use crate::client::{Client, Found, Missing, Origin};
use crate::connector::{Database, Source};
use crate::error;
use crate::scratch;
use crate::server::{self, Server};
use crate::url::DatabaseUrl;

/// What opens sessions with a database on a server. What the URL leaves out comes from where libpq takes it: `PGPASSWORD`
/// and its like, and the password file.
pub(crate) fn open(url: &DatabaseUrl) -> Result<Arc<dyn Connector>, DriverError> {
    let options: PgConnectOptions = url.for_client().parse().map_err(error::unreadable)?;
    Ok(Arc::new(Source::<Postgres>::new(options.disable_statement_logging(), url.program())))
}

impl From<PgPool> for Database {
    fn from(pool: PgPool) -> Self {
        Self(Ok(Arc::new(Source::from(pool))))
    }
}

impl Client for Postgres {
    fn describe(options: &PgConnectOptions) -> String {
        let database = options.get_database().unwrap_or_default();
        let place = match options.get_socket() {
            Some(socket) => format!("{database}?host={}", socket.display()),
            None => database.to_owned(),
        };
        format!("postgres://{}@{}:{}/{place}", options.get_username(), options.get_host(), options.get_port())
    }

    fn dialect() -> Option<Arc<dyn Dialect>> {
        Some(Arc::new(PostgresDialect::newest()))
    }

    fn connect(options: &PgConnectOptions, _: Missing) -> BoxFuture<'_, Result<PgConnection, sqlx::Error>> {
        // Poolers refuse this one as a startup parameter, and since PostgreSQL 12 it changes nothing.
        let options = options.clone().extra_float_digits(None);
        // So that others see who holds a lock.
        let options = match options.get_application_name() {
            Some(_) => options,
            None => options.application_name("aludel"),
        };
        Box::pin(async move { options.connect().await })
    }

    fn scratch(options: &PgConnectOptions) -> BoxFuture<'_, Result<Box<dyn Connection>, DriverError>> {
        Box::pin(scratch::open::<Postgres>(options))
    }

    fn find(connection: &mut PgConnection, origin: Origin) -> BoxFuture<'_, Result<Found, sqlx::Error>> {
        Box::pin(async move {
            let (settle, restore) = match origin {
                Origin::Own => (String::new(), String::new()),
                Origin::Pool => settings(connection).await?,
            };
            let number = match connection.server_version_num() {
                Some(number) => number,
                None => {
                    let row = raw_sql("SHOW server_version_num").fetch_one(connection).await?;
                    row.try_get_unchecked::<String, _>(0)?.parse().unwrap_or_default()
                }
            };
            let dialect = Arc::new(PostgresDialect::new(Version(number / 10_000, number % 10_000, 0)));
            Ok(Found { dialect, settle, restore, durable: true })
        })
    }

    fn fetch<'a>(connection: &'a mut PgConnection, sql: &'a str) -> BoxFuture<'a, Result<Vec<PgRow>, sqlx::Error>> {
        Box::pin(raw_sql(AssertSqlSafe(sql)).fetch_all(connection))
    }

    fn execute<'a>(connection: &'a mut PgConnection, sql: &'a str) -> BoxFuture<'a, Result<u64, sqlx::Error>> {
        Box::pin(async move { Ok(raw_sql(AssertSqlSafe(sql)).execute(connection).await?.rows_affected()) })
    }

    fn each<'a>(connection: &'a mut PgConnection, sql: &'a str) -> BoxStream<'a, Result<u64, sqlx::Error>> {
        raw_sql(AssertSqlSafe(sql)).execute_many(connection).map_ok(|result| result.rows_affected()).boxed()
    }

    fn position(error: &dyn DatabaseError) -> Option<usize> {
        match error.try_downcast_ref::<PgDatabaseError>()?.position()? {
            PgErrorPosition::Original(position) => Some(position),
            PgErrorPosition::Internal { .. } => None,
        }
    }

    fn value(row: &PgRow, place: usize) -> Result<Value, sqlx::Error> {
        let value = row.try_get_raw(place)?;
        if value.is_null() {
            return Ok(Value::Null);
        }
        value.as_bytes().map(|bytes| server::value(bytes.to_vec())).map_err(sqlx::Error::Decode)
    }

    fn answer(error: &dyn DatabaseError) -> DriverError {
        let code = error.code().unwrap_or_default().into_owned();
        let kind = match code.as_str() {
            "28000" | "28P01" => DriverErrorKind::Refused,
            "57P03" => DriverErrorKind::Unreachable,
            "42501" => DriverErrorKind::Denied,
            "55P03" | "40P01" => DriverErrorKind::Busy,
            "57P01" | "57P02" | "57P05" => DriverErrorKind::Lost,
            code if code.starts_with("08") => DriverErrorKind::Lost,
            _ => DriverErrorKind::Statement,
        };
        let known = error.try_downcast_ref::<PgDatabaseError>();
        let more = [known.and_then(PgDatabaseError::detail), known.and_then(PgDatabaseError::hint)];
        let message = std::iter::once(error.message()).chain(more.into_iter().flatten()).collect::<Vec<_>>().join("; ");
        DriverError { code: Some(code), ..DriverError::new(kind, message) }
    }
}

/// What brings a pool's session to the settings that sqlx gives to each session that it opens, and what puts back the
/// ones that it has. PostgreSQL does not tell what the server's own would be.
async fn settings(connection: &mut PgConnection) -> Result<(String, String), sqlx::Error> {
    let find = "SELECT current_setting('TimeZone'), current_setting('DateStyle')";
    let row = raw_sql(find).fetch_one(connection).await?;
    let (zone, style): (String, String) = (row.try_get_unchecked(0)?, row.try_get_unchecked(1)?);
    let unlock = "SELECT pg_advisory_unlock_all()";
    if (zone.as_str(), style.as_str()) == ("UTC", "ISO, MDY") {
        return Ok((String::new(), unlock.to_owned()));
    }
    let set =
        |zone: &str, style: &str| format!("SET TimeZone TO '{}'; SET DateStyle TO '{style}'", zone.replace('\'', "''"));
    Ok((set("UTC", "ISO, MDY"), format!("{}; {unlock}", set(&zone, &style))))
}

impl Server for Postgres {
    const LIKENESS: &'static str = "SELECT format('TEMPLATE template0 ENCODING %L LC_COLLATE %L LC_CTYPE %L', \
        pg_encoding_to_char(encoding), datcollate, datctype) FROM pg_database WHERE datname = current_database()";
    const FORCE: &'static str = "WITH (FORCE)";

    fn elsewhere(options: &PgConnectOptions, database: &str) -> PgConnectOptions {
        options.clone().database(database)
    }
}
