//! The drivers, on every database.

use aludel_core::connection::{Connection, Value};

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
        let rows = connection.query("SELECT id, NULL, 'é' FROM notes").await.unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].integer(0), &rows[0].0[1], rows[0].text(2)), (Some(3), &Value::Null, Some("é")));
        connection.close().await.unwrap();
    });
}

#[test]
fn each_request_is_one_round_trip() {
    on_every_server(async |database| {
        let mut connection = Counted::new(database.connect().await);
        connection.begin().await.unwrap();
        connection.query("SELECT 1").await.unwrap();
        connection.commit().await.unwrap();
        assert_eq!(connection.trips(), 3, "{}", database.server().label());
    });
}
