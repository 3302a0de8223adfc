//! How types that sqlx does not know are read all the same: through a wider type that it knows.

use aludel::{Model, models};
use rust_decimal::Decimal;
use sqlx::FromRow;
use sqlx::types::Text;

use super::values::Mood;
use super::{create, expect_clean};
use crate::drivers::pool::Pool;
use crate::harness::on_every_server;

#[derive(Debug, PartialEq, Model, FromRow)]
struct Narrow {
    #[model(primary_key)]
    id: i32,
    #[sqlx(try_from = "i16")]
    signed_8: i8,
    #[sqlx(try_from = "i16")]
    unsigned_8: u8,
    #[sqlx(try_from = "i32")]
    unsigned_16: u16,
    #[sqlx(try_from = "i64")]
    unsigned_32: u32,
    #[model(type = "numeric(20, 0)")]
    #[sqlx(try_from = "Decimal")]
    unsigned_64: u64,
}

/// PostgreSQL has neither 8 bits nor numbers without a sign, and the next wider column.
#[test]
fn narrow_numbers_are_read_from_the_next_wider_column() {
    on_every_server(async |database| {
        let Pool::Postgres(pool) = Pool::open(database, "SELECT 1").await else { return };
        create(database, &models![Narrow]).await;
        let row = Narrow {
            id: 1,
            signed_8: i8::MIN,
            unsigned_8: u8::MAX,
            unsigned_16: u16::MAX,
            unsigned_32: u32::MAX,
            unsigned_64: u64::MAX,
        };
        sqlx::query("INSERT INTO narrow VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(row.id)
            .bind(i16::from(row.signed_8))
            .bind(i16::from(row.unsigned_8))
            .bind(i32::from(row.unsigned_16))
            .bind(i64::from(row.unsigned_32))
            .bind(Decimal::from(row.unsigned_64))
            .execute(&pool)
            .await
            .unwrap();
        let read: Narrow = sqlx::query_as("SELECT * FROM narrow").fetch_one(&pool).await.unwrap();
        assert_eq!(read, row);
        expect_clean(database, models![Narrow]).await;
    });
}

#[derive(Debug, PartialEq, Model, FromRow)]
struct Moody {
    #[model(primary_key)]
    id: i32,
    #[sqlx(try_from = "String")]
    mood: Mood,
    before: Option<Mood>,
}

/// sqlx 0.9 takes an enum of MySQL for one of its own only where the column may be NULL: else the server's flags for the
/// column are not the very ones that it compares with.
#[test]
fn an_enum_of_mysql_is_read_from_text() {
    on_every_server(async |database| {
        let Pool::MySql(pool) = Pool::open(database, "SELECT 1").await else { return };
        let created = create(database, &models![Moody]).await;
        assert!(created.contains(r#"ENUM('sad', 'it''s "ok"', 'very_happy') NOT NULL"#), "{created}");
        let row = Moody { id: 1, mood: Mood::Ok, before: Some(Mood::VeryHappy) };
        let insert = sqlx::query("INSERT INTO moody VALUES (?, ?, ?)").bind(row.id).bind(row.mood).bind(row.before);
        insert.execute(&pool).await.unwrap();
        let read: Moody = sqlx::query_as("SELECT * FROM moody").fetch_one(&pool).await.unwrap();
        assert_eq!(read, row);
        let direct = sqlx::query_scalar::<_, Mood>("SELECT mood FROM moody").fetch_one(&pool).await;
        assert!(direct.is_err(), "sqlx has learnt it: move it to `values`");
        expect_clean(database, models![Moody]).await;
    });
}

#[derive(Debug, PartialEq, Model, FromRow)]
struct Exact {
    #[model(primary_key)]
    id: i32,
    #[model(type = "text")]
    price: Text<Decimal>,
}

/// SQLite's numbers are floating, so a decimal keeps all of its digits only as text, and sqlx reads it no other way.
#[test]
fn a_decimal_is_text_in_sqlite() {
    on_every_server(async |database| {
        let Pool::Sqlite(pool) = Pool::open(database, "SELECT 1").await else { return };
        create(database, &models![Exact]).await;
        let row = Exact { id: 1, price: Text("0.1234567890123456789012345678".parse().unwrap()) };
        let insert = sqlx::query("INSERT INTO exact VALUES (?, ?)").bind(row.id).bind(&row.price);
        insert.execute(&pool).await.unwrap();
        let read: Exact = sqlx::query_as("SELECT * FROM exact").fetch_one(&pool).await.unwrap();
        assert_eq!(read, row);
        expect_clean(database, models![Exact]).await;
    });
}
