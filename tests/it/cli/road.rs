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
made migrations/versions/.gitkeep
made migrations/script.sql.jinja
made migrations/README.md
made migrations/head
$ aludel migrate --models schema.json -m 'create roles and users' --rev-id 8f2c1a90b3d4
  + table roles (id, name)
  + table users (id, username)
wrote migrations/versions/[WHEN]-8f2c1a90b3d4_create_roles_and_users.sql
$ aludel check --models schema.json
pending not applied yet: 8f2c1a90b3d4
! warning: revision "8f2c1a90b3d4" runs SQL: whether the models differ from the database is seen after `aludel upgrade`
exit 3
$ aludel upgrade
database [DATABASE]
upgrade <base> -> 8f2c1a90b3d4, create roles and users ([MS] ms)
$ aludel check --models schema.json
no changes: the models and the database agree
$ aludel current
8f2c1a90b3d4 (head)

"#]]);
        insert_a_user(database).await;

        scene.write("schema.json", &json([roles(), users_with_roles()]));
        scene.plays(str![[r#"
$ aludel migrate --models schema.json -m 'give users a role' --rev-id 3d41c09a77be
  ~ table users
    + column email: varchar(120), null
    + column role_id: 32-bit integer, null
    + unique constraint uq_users_email (email)
    + index ix_users_role_id (role_id)
    + foreign key fk_users_role_id_roles (role_id) -> roles (id)
wrote migrations/versions/[WHEN]-3d41c09a77be_give_users_a_role.sql
$ aludel upgrade
database [DATABASE]
upgrade 8f2c1a90b3d4 -> 3d41c09a77be, give users a role ([MS] ms)
$ aludel check --models schema.json
no changes: the models and the database agree
$ aludel history
8f2c1a90b3d4 -> 3d41c09a77be (head), give users a role
<base> -> 8f2c1a90b3d4, create roles and users
$ aludel downgrade -1
database [DATABASE]
downgrade 3d41c09a77be -> 8f2c1a90b3d4, give users a role ([MS] ms)

"#]]);
        assert_eq!(count_users(database).await, "1");
        scene.plays(str![[r#"
$ aludel check --models schema.json
pending not applied yet: 3d41c09a77be
! warning: revision "3d41c09a77be" runs SQL: whether the models differ from the database is seen after `aludel upgrade`
exit 3
$ aludel upgrade +1
database [DATABASE]
upgrade 8f2c1a90b3d4 -> 3d41c09a77be, give users a role ([MS] ms)
$ aludel downgrade base
database [DATABASE]
downgrade 3d41c09a77be -> 8f2c1a90b3d4, give users a role ([MS] ms)
downgrade 8f2c1a90b3d4 -> <base>, create roles and users ([MS] ms)
$ aludel current
$ aludel history -i
8f2c1a90b3d4 -> 3d41c09a77be (head), give users a role
<base> -> 8f2c1a90b3d4, create roles and users
$ aludel upgrade
database [DATABASE]
upgrade <base> -> 8f2c1a90b3d4, create roles and users ([MS] ms)
upgrade 8f2c1a90b3d4 -> 3d41c09a77be, give users a role ([MS] ms)
$ aludel migrate --models schema.json -m 'nothing'
no changes: the models and the database agree

"#]]);
    });
}

#[test]
fn revisions_written_by_hand_run_both_ways() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        scene.plays(str![[r#"
$ aludel init
made migrations/versions/.gitkeep
made migrations/script.sql.jinja
made migrations/README.md
made migrations/head
$ aludel revision -m notes --rev-id 8f2c1a90b3d4
wrote migrations/versions/[WHEN]-8f2c1a90b3d4_notes.sql

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
database [DATABASE]
upgrade <base> -> 8f2c1a90b3d4, notes ([MS] ms)

"#]]);
        assert_eq!(first(database, "SELECT said FROM notes").await, "it's; here");
        scene.plays(str![[r#"
$ aludel downgrade
database [DATABASE]
downgrade 8f2c1a90b3d4 -> <base>, notes ([MS] ms)
$ aludel current
$ aludel inspect
{
  "tables": []
}

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
