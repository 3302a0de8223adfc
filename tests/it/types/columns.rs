//! Tables of one Rust type each, and the rows that go there and back.

use std::fmt::Debug;

use sqlx::query::Query;
use sqlx::{AssertSqlSafe, Database, Executor, FromRow, IntoArguments, Pool};

/// A struct that is a table and its row.
pub(crate) trait Written<DB: Database>: for<'r> FromRow<'r, DB::Row> + Debug + PartialEq + Send + Unpin {
    /// Gives the values of the columns `id`, `value` and `maybe` to a statement.
    fn bind<'q>(&'q self, query: Query<'q, DB, DB::Arguments>) -> Query<'q, DB, DB::Arguments>;
}

/// Writes rows, and reads the same ones again.
pub(crate) async fn round_trip<DB, R>(pool: &Pool<DB>, table: &str, rows: &[R])
where
    DB: Database,
    DB::Arguments: IntoArguments<DB>,
    R: Written<DB>,
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
{
    let values = if DB::NAME == "PostgreSQL" { "$1, $2, $3" } else { "?, ?, ?" };
    for row in rows {
        let insert = format!("INSERT INTO {table} (id, value, maybe) VALUES ({values})");
        let written = row.bind(sqlx::query(AssertSqlSafe(insert))).execute(pool).await;
        written.unwrap_or_else(|error| panic!("{table}: {row:?} is not written: {error}"));
    }
    let select = format!("SELECT id, value, maybe FROM {table} ORDER BY id");
    let read: Vec<R> =
        sqlx::query_as(AssertSqlSafe(select)).fetch_all(pool).await.unwrap_or_else(|error| panic!("{table}: {error}"));
    assert_eq!(read, rows, "{table}");
}

/// SQL in small letters, without the quotes of names, which are not the same everywhere.
pub(crate) fn plain(sql: &str) -> String {
    sql.to_lowercase().replace(['`', '"'], "")
}

/// A test for some Rust types, on every server: makes a table for each, writes and reads its values, some of them NULL, and
/// checks the models against the database.
///
/// The module needs [`Written`] in scope. Behind the values stand the clients of sqlx that know the type, each with the column's type there. A type that a client
/// does not know is in [`super::refused`] or [`super::narrow`].
macro_rules! columns {
    ($(#[$test_attribute:meta])* $test:ident { $(
        $(#[$attribute:meta])* $name:ident: $ty:ty = [$($value:expr),+ $(,)?] on $($client:ident $sql:literal),+;
    )+ }) => {
        $(mod $name {
            use super::*;

            #[derive(Clone, Debug, PartialEq, aludel::Model, sqlx::FromRow)]
            pub(super) struct Row {
                #[model(primary_key)]
                id: i32,
                $(#[$attribute])*
                value: $ty,
                $(#[$attribute])*
                maybe: Option<$ty>,
            }

            /// A row for each value, and one that has none where it may.
            pub(super) fn rows() -> Vec<Row> {
                let values: Vec<$ty> = vec![$($value),+];
                let rows = values.iter().cloned().map(Some).chain([None]).zip(0..).map(|(maybe, id)| {
                    let value = maybe.clone().unwrap_or_else(|| values[0].clone());
                    Row { id, value, maybe }
                });
                rows.collect()
            }

            /// The struct's table under the name of the module.
            pub(super) struct Model;

            impl aludel::Model for Model {
                fn table() -> aludel::model::ModelTable {
                    let mut model = <Row as aludel::Model>::table();
                    let key = aludel::schema::PrimaryKey::new(concat!("pk_", stringify!($name)), ["id"]);
                    model.table.name = stringify!($name).into();
                    model.table.constraints = [aludel::schema::Constraint::PrimaryKey(key)].into_iter().collect();
                    model
                }
            }

            $(impl Written<sqlx::$client> for Row {
                fn bind<'q>(
                    &'q self,
                    query: sqlx::query::Query<'q, sqlx::$client, <sqlx::$client as sqlx::Database>::Arguments>,
                ) -> sqlx::query::Query<'q, sqlx::$client, <sqlx::$client as sqlx::Database>::Arguments> {
                    query.bind(self.id).bind(&self.value).bind(&self.maybe)
                }
            })+
        })+

        $(#[$test_attribute])*
        #[test]
        fn $test() {
            use $crate::drivers::pool::Pool;
            $crate::harness::on_every_server(async |database| {
                let pool = Pool::open(database, "SELECT 1").await;
                let mut models = aludel::Models::new();
                $($(if matches!(pool, Pool::$client(_)) {
                    models = models.model::<$name::Model>();
                })+)+
                let created = $crate::types::columns::plain(&$crate::types::create(database, &models).await);
                $($(if let Pool::$client(pool) = &pool {
                    let expected = $crate::types::columns::plain(concat!("value ", $sql, " not null"));
                    assert!(created.contains(&expected), "{}: no {expected:?} in {created}", stringify!($name));
                    $crate::types::columns::round_trip(pool, stringify!($name), &$name::rows()).await;
                })+)+
                $crate::types::expect_clean(database, models).await;
            });
        }
    };
}
