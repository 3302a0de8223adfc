//! A row that leaves a column out has the model's default there.

use aludel::{Model, models};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use serde_json::{Value, json};
use sqlx::FromRow;
use uuid::Uuid;

use super::values::Mood;
use super::{create, expect_clean};
use crate::drivers::pool::Pool;
use crate::harness::on_every_server;

#[derive(Debug, PartialEq, Model, FromRow)]
struct Literals {
    #[model(primary_key)]
    id: i32,
    #[model(default = true)]
    yes: bool,
    #[model(default = false)]
    no: bool,
    #[model(default = -7)]
    whole: i16,
    #[model(default = -9223372036854775808)]
    lowest: i64,
    #[model(default = 0.1)]
    single: f32,
    #[model(default = -1.5e-9)]
    double: f64,
    #[model(length = 64, default = "it's \"😀\" \\ `x`\n")]
    short: String,
    #[model(default = "it's \"😀\" \\ `x`\n")]
    long: String,
    #[model(length = 8, default = "")]
    empty: String,
    #[model(length = 8, default = "007")]
    maybe: Option<String>,
    #[model(length = 8, default = b"\x00\xff'\\")]
    some_bytes: Vec<u8>,
    #[model(default = b"\x00\xff'\\")]
    many_bytes: Vec<u8>,
    #[model(default = "2024-02-29")]
    day: NaiveDate,
    #[model(default = "12:30:00.5")]
    clock: NaiveTime,
    #[model(default = "2024-02-29 12:30:00.000001")]
    wall: NaiveDateTime,
    #[model(default = "67e55044-10b1-426f-9247-bb680e5fe0c8")]
    identifier: Uuid,
    #[model(default = r#"{"it's": ["😀", null]}"#)]
    json: Value,
    #[model(default = "very_happy")]
    mood: Option<Mood>,
}

impl Literals {
    fn expected() -> Self {
        let odd = || String::from("it's \"😀\" \\ `x`\n");
        Self {
            id: 1,
            yes: true,
            no: false,
            whole: -7,
            lowest: i64::MIN,
            single: 0.1,
            double: -1.5e-9,
            short: odd(),
            long: odd(),
            empty: String::new(),
            maybe: Some("007".into()),
            some_bytes: b"\x00\xff'\\".to_vec(),
            many_bytes: b"\x00\xff'\\".to_vec(),
            day: "2024-02-29".parse().unwrap(),
            clock: "12:30:00.5".parse().unwrap(),
            wall: "2024-02-29T12:30:00.000001".parse().unwrap(),
            identifier: "67e55044-10b1-426f-9247-bb680e5fe0c8".parse().unwrap(),
            json: json!({"it's": ["😀", null]}),
            mood: Some(Mood::VeryHappy),
        }
    }
}

#[derive(Debug, Model, FromRow)]
struct Expressions {
    #[model(primary_key)]
    id: i32,
    #[model(default_expr = "CURRENT_TIMESTAMP")]
    instant: DateTime<Utc>,
    #[model(default_expr = "CURRENT_TIMESTAMP")]
    wall: NaiveDateTime,
    #[model(default_expr = "CURRENT_TIMESTAMP", precision = 0)]
    seconds: Option<NaiveDateTime>,
    #[model(default_expr = "CURRENT_DATE")]
    day: NaiveDate,
    #[model(default_expr = "1 + 2 * 3")]
    sum: i32,
    #[model(default_expr = "upper('x')", length = 8)]
    text: String,
}

impl Expressions {
    /// What the clock said, and the rest.
    fn check(&self) {
        let now = Utc::now();
        let moments = [self.instant.naive_utc(), self.wall, self.seconds.unwrap()];
        for moment in moments {
            assert!((now.naive_utc() - moment).abs() < TimeDelta::minutes(5), "{self:?}, and it is {now}");
        }
        assert!((now.date_naive() - self.day).num_days().abs() <= 1, "{self:?}");
        assert_eq!((self.id, self.sum, self.text.as_str()), (1, 7, "X"));
    }
}

/// The first row of a table, read by the struct that declares it.
macro_rules! first {
    ($pool:expr, $sql:literal) => {
        match $pool {
            Pool::Sqlite(pool) => sqlx::query_as($sql).fetch_one(pool).await.unwrap(),
            Pool::MySql(pool) => sqlx::query_as($sql).fetch_one(pool).await.unwrap(),
            Pool::Postgres(pool) => sqlx::query_as($sql).fetch_one(pool).await.unwrap(),
        }
    };
}

#[test]
fn a_literal_default_is_what_a_row_has() {
    on_every_server(async |database| {
        create(database, &models![Literals]).await;
        let pool = Pool::open(database, "SELECT 1").await;
        pool.execute("INSERT INTO literals (id) VALUES (1)").await;
        let read: Literals = first!(&pool, "SELECT * FROM literals");
        assert_eq!(read, Literals::expected());
        expect_clean(database, models![Literals]).await;
    });
}

#[test]
fn a_default_expression_is_computed_for_each_row() {
    on_every_server(async |database| {
        create(database, &models![Expressions]).await;
        let pool = Pool::open(database, "SELECT 1").await;
        pool.execute("INSERT INTO expressions (id) VALUES (1)").await;
        let read: Expressions = first!(&pool, "SELECT * FROM expressions");
        read.check();
        expect_clean(database, models![Expressions]).await;
    });
}
