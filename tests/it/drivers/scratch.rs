//! Scratch databases.

use aludel_drivers::System;

use crate::harness::{TestDatabase, on_every_server};

#[test]
fn a_scratch_database_is_empty_and_gone_when_closed() {
    on_every_server(async |database| {
        database.connect().await.execute("CREATE TABLE notes (id INTEGER)").await.unwrap();
        let mut scratch = database.connector.scratch().await.unwrap();
        scratch.execute("CREATE TABLE notes (other INTEGER)").await.unwrap();
        assert_eq!(scratch.query("SELECT other FROM notes").await.unwrap(), []);
        let name = name(database, &mut *scratch).await;
        assert!(exists(database, &name).await);
        scratch.close().await.unwrap();
        assert!(!exists(database, &name).await || database.server().system() == System::Sqlite);
    });
}

#[test]
fn a_scratch_database_that_is_only_dropped_goes_too() {
    on_every_server(async |database| {
        let mut scratch = database.connector.scratch().await.unwrap();
        let name = name(database, &mut *scratch).await;
        drop(scratch);
        for _ in 0..200 {
            if database.server().system() == System::Sqlite || !exists(database, &name).await {
                return;
            }
            database.connector.sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!("{name} is still there");
    });
}

#[test]
fn a_scratch_database_is_like_the_one_beside_it() {
    on_every_server(async |database| {
        let (change, shown) = match database.server().system() {
            System::Sqlite => return,
            System::MySql => ("ALTER DATABASE CHARACTER SET latin1 COLLATE latin1_bin", "SELECT @@collation_database"),
            System::Postgres => (
                "SELECT 1",
                "SELECT pg_encoding_to_char(encoding), datcollate FROM pg_database WHERE datname = current_database()",
            ),
        };
        let mut connection = database.connect().await;
        connection.execute(change).await.unwrap();
        let mut scratch = database.connector.scratch().await.unwrap();
        assert_eq!(scratch.query(shown).await.unwrap(), connection.query(shown).await.unwrap());
        scratch.close().await.unwrap();
    });
}

async fn name(database: &TestDatabase, scratch: &mut dyn aludel_core::connection::Connection) -> String {
    let sql = match database.server().system() {
        System::Sqlite => return "memory".into(),
        System::MySql => "SELECT DATABASE()",
        System::Postgres => "SELECT current_database()",
    };
    scratch.query(sql).await.unwrap()[0].text(0).unwrap().to_owned()
}

async fn exists(database: &TestDatabase, name: &str) -> bool {
    let catalog = match database.server().system() {
        System::Sqlite => return true,
        System::MySql => "information_schema.schemata WHERE schema_name",
        System::Postgres => "pg_database WHERE datname",
    };
    let rows = database.connect().await.query(&format!("SELECT 1 FROM {catalog} = '{name}'")).await.unwrap();
    !rows.is_empty()
}
