//! The drivers, on every database.

mod errors;
mod interrupted;
pub(crate) mod pool;
mod pools;
mod scratch;
mod tls;
mod values;

use aludel_core::connection::Connection;

use crate::harness::{Counted, on_every_server};

#[test]
fn transactions_end_as_told() {
    on_every_server(async |database| {
        let mut connection = database.connect().await;
        connection.execute("CREATE TABLE notes (id INTEGER)").await.unwrap();
        connection.begin().await.unwrap();
        assert_eq!(connection.execute("INSERT INTO notes VALUES (1), (2)").await.unwrap(), 2);
        connection.rollback().await.unwrap();
        connection.begin().await.unwrap();
        connection.execute("INSERT INTO notes VALUES (3)").await.unwrap();
        connection.commit().await.unwrap();
        let rows = connection.query("SELECT id FROM notes").await.unwrap();
        assert_eq!(rows.iter().map(|row| row.integer(0)).collect::<Vec<_>>(), [Some(3)]);
        connection.close().await.unwrap();
    });
}

#[test]
fn what_is_open_at_the_end_is_rolled_back() {
    on_every_server(async |database| {
        let mut connection = database.connect().await;
        connection.execute("CREATE TABLE notes (id INTEGER)").await.unwrap();
        connection.begin().await.unwrap();
        connection.execute("INSERT INTO notes VALUES (1)").await.unwrap();
        connection.close().await.unwrap();
        let mut connection = database.connect().await;
        assert_eq!(connection.query("SELECT count(*) FROM notes").await.unwrap()[0].integer(0), Some(0));
    });
}

#[test]
fn one_text_may_have_several_statements() {
    on_every_server(async |database| {
        let mut connection = database.connect().await;
        let script =
            "CREATE TABLE notes (id INTEGER); INSERT INTO notes VALUES (1), (2); DELETE FROM notes WHERE id = 1";
        assert_eq!(connection.execute(script).await.unwrap(), 3);
    });
}

#[test]
fn each_request_is_one_round_trip() {
    on_every_server(async |database| {
        let mut connection = Counted::new(database.connect().await);
        connection.begin().await.unwrap();
        connection.query("SELECT 1").await.unwrap();
        connection.execute("CREATE TABLE notes (id INTEGER)").await.unwrap();
        connection.commit().await.unwrap();
        assert_eq!(connection.trips(), 4, "{}", database.server().label());
    });
}
