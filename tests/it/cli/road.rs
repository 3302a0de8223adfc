//! The road from models to a migrated database, and back.

use aludel_core::connection::Value;
use snapbox::str;

use super::scene::Scene;
use super::schemas::{json, roles, users, users_with_roles};
use crate::harness::{TestDatabase, on_every_server};

#[test]
fn models_that_change_become_revisions_that_run_both_ways() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        scene.write("schema.json", &json([roles(), users()]));
        scene.plays(str![[r#"
$ aludel init
$ aludel migrate --models schema.json -m 'create roles and users' --rev-id 8f2c1a90b3d4
$ aludel check --models schema.json
$ aludel upgrade
$ aludel check --models schema.json
$ aludel current
"#]]);
        insert_a_user(database).await;

        scene.write("schema.json", &json([roles(), users_with_roles()]));
        scene.plays(str![[r#"
$ aludel migrate --models schema.json -m 'give users a role' --rev-id 3d41c09a77be
$ aludel upgrade
$ aludel check --models schema.json
$ aludel history
$ aludel downgrade -1
"#]]);
        assert_eq!(count_users(database).await, "1");
        scene.plays(str![[r#"
$ aludel check --models schema.json
$ aludel upgrade +1
$ aludel downgrade base
$ aludel current
$ aludel history -i
$ aludel upgrade
$ aludel migrate --models schema.json -m 'nothing'
"#]]);
    });
}

#[test]
fn revisions_written_by_hand_run_both_ways() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        scene.plays(str![[r#"
$ aludel init
$ aludel revision -m notes --rev-id 8f2c1a90b3d4
"#]]);
        let script = scene.script("8f2c1a90b3d4_notes.sql");
        let text = scene.read(&script);
        let (header, _) = text.split_once("-- aludel: upgrade").unwrap();
        let upgrade = "CREATE TABLE notes (id INTEGER PRIMARY KEY, said VARCHAR(40));\n\
                       INSERT INTO notes VALUES (1, 'it''s; here');";
        scene.write(
            &script,
            &format!("{header}-- aludel: upgrade\n{upgrade}\n\n-- aludel: downgrade\nDROP TABLE notes;\n"),
        );
        scene.plays(str![[r#"
$ aludel upgrade
"#]]);
        assert_eq!(first(database, "SELECT said FROM notes").await, "it's; here");
        scene.plays(str![[r#"
$ aludel downgrade
$ aludel current
$ aludel inspect
"#]]);
    });
}

async fn insert_a_user(database: &TestDatabase) {
    let mut connection = database.connect().await;
    connection.execute("INSERT INTO users (username) VALUES ('ada')").await.unwrap();
    connection.close().await.unwrap();
}

async fn count_users(database: &TestDatabase) -> String {
    first(database, "SELECT COUNT(*) FROM users").await
}

/// The first value that a query returns, as text.
async fn first(database: &TestDatabase, sql: &str) -> String {
    let mut connection = database.connect().await;
    let rows = connection.query(sql).await.unwrap();
    connection.close().await.unwrap();
    match rows.first().and_then(|row| row.0.first()) {
        Some(Value::Integer(number)) => number.to_string(),
        Some(Value::Text(text)) => text.clone(),
        other => panic!("{sql}: {other:?}"),
    }
}
