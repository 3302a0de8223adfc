//! An application's pool, whatever its client.

use std::time::Duration;

use aludel_drivers::{Database, System};
use sqlx::mysql::MySqlPoolOptions;
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::SqlitePoolOptions;
use sqlx::{AssertSqlSafe, Executor, MySqlPool, PgPool, Row, SqlitePool, raw_sql};

use crate::harness::TestDatabase;

/// A pool of one session.
#[derive(Clone)]
pub(crate) enum Pool {
    Sqlite(SqlitePool),
    MySql(MySqlPool),
    Postgres(PgPool),
}

impl Pool {
    /// Opens one; `setup` runs in each of its sessions.
    pub(crate) async fn open(database: &TestDatabase, setup: &'static str) -> Self {
        macro_rules! open {
            ($options:ident) => {
                $options::new()
                    .max_connections(1)
                    .acquire_timeout(Duration::from_secs(10))
                    .after_connect(move |session, _| Box::pin(async move { session.execute(setup).await.map(drop) }))
                    .connect(database.url.for_client())
                    .await
                    .unwrap()
            };
        }
        match database.server().system() {
            System::Sqlite => Self::Sqlite(open!(SqlitePoolOptions)),
            System::MySql => Self::MySql(open!(MySqlPoolOptions)),
            System::Postgres => Self::Postgres(open!(PgPoolOptions)),
        }
    }

    /// The pool as it is handed to us.
    pub(crate) fn database(&self) -> Database {
        match self {
            Self::Sqlite(pool) => pool.clone().into(),
            Self::MySql(pool) => pool.clone().into(),
            Self::Postgres(pool) => pool.clone().into(),
        }
    }

    /// What the application sees in the first column of the first row.
    pub(crate) async fn ask(&self, sql: &str) -> String {
        let sql = AssertSqlSafe(sql);
        match self {
            Self::Sqlite(pool) => raw_sql(sql).fetch_one(pool).await.unwrap().get_unchecked(0),
            Self::MySql(pool) => raw_sql(sql).fetch_one(pool).await.unwrap().get_unchecked(0),
            Self::Postgres(pool) => raw_sql(sql).fetch_one(pool).await.unwrap().get_unchecked(0),
        }
    }

    /// The application's own work.
    pub(crate) async fn execute(&self, sql: &str) {
        let sql = AssertSqlSafe(sql);
        match self {
            Self::Sqlite(pool) => drop(raw_sql(sql).execute(pool).await.unwrap()),
            Self::MySql(pool) => drop(raw_sql(sql).execute(pool).await.unwrap()),
            Self::Postgres(pool) => drop(raw_sql(sql).execute(pool).await.unwrap()),
        }
    }
}
