//! Types that a client of sqlx does not know, and columns that a database does not have.

use aludel::{Model, Models, models};
use aludel_core::plan::PlanError;
use aludel_drivers::System;
use chrono::{DateTime, FixedOffset};
use rust_decimal::Decimal;
use sqlx::{MySql, Postgres, Sqlite, Type, TypeInfo};

use super::planned;
use super::probe::{Known, Otherwise as _};
use crate::harness::{on_every_server, on_servers};

/// Where sqlx comes to know one of these, its column belongs among those that come back.
#[test]
fn what_sqlx_does_not_know() {
    const { assert!(!Known::<u64, Sqlite>::YES) };
    const { assert!(!Known::<Decimal, Sqlite>::YES) };
    const { assert!(!Known::<DateTime<FixedOffset>, MySql>::YES) };
    const { assert!(!Known::<u8, Postgres>::YES) };
    const { assert!(!Known::<u16, Postgres>::YES) };
    const { assert!(!Known::<u32, Postgres>::YES) };
    const { assert!(!Known::<u64, Postgres>::YES) };
    const { assert!(Known::<u64, MySql>::YES && Known::<u32, Sqlite>::YES && Known::<Decimal, Postgres>::YES) };
    assert_eq!(<i8 as Type<Postgres>>::type_info().name(), "\"CHAR\"", "which is one character and no number");
}

#[derive(Model)]
struct Huge {
    size: u64,
}

#[derive(Model)]
struct Price {
    price: Decimal,
}

#[derive(Model)]
struct Named {
    #[model(index)]
    name: String,
}

/// Expects planning to be refused on these servers, with what to write instead, and to go well on the others.
#[track_caller]
fn refused(models: impl Fn() -> Models, systems: &[System], help: &str) {
    on_every_server(async |database| {
        let system = database.server().system();
        match planned(database, &models()).await {
            Ok(_) => assert!(!systems.contains(&system), "it is planned"),
            Err(PlanError::Unsupported(error)) => {
                assert!(systems.contains(&system) && error.help.contains(help), "{error}; {}", error.help);
            }
            Err(error) => panic!("{error}"),
        }
    });
}

#[test]
fn a_column_that_a_database_does_not_have_is_refused_with_what_to_write() {
    refused(|| models![Huge], &[System::Sqlite, System::Postgres], "signed 64-bit integer (`i64`)");
    refused(|| models![Price], &[System::MySql], "precision = 12, scale = 2");
    refused(|| models![Named], &[System::MySql], "length");
}

#[test]
fn text_with_a_length_is_indexed_everywhere() {
    #[derive(Model)]
    struct Named {
        #[model(index, length = 191)]
        name: String,
    }
    on_servers(|_| true, async |database| drop(planned(database, &models![Named]).await.unwrap()));
}
