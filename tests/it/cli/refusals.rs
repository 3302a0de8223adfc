//! What is not done before somebody has said that it shall be.

use aludel_core::schema::{Column, ColumnType};
use snapbox::str;

use super::scene::Scene;
use super::schemas::{json, numbered, roles, users};
use crate::harness::on_every_server;

/// A database with tables, and a folder that knows of them.
fn with_tables() -> Scene {
    let scene = Scene::new().with("DATABASE_URL", "sqlite://app.db");
    scene.write("schema.json", &json([roles(), users(), numbered("notes")]));
    scene.done("aludel init");
    scene.done("aludel migrate --models schema.json -m one --rev-id a1");
    scene.done("aludel upgrade");
    scene
}

#[test]
fn a_run_without_models_is_refused() {
    let scene = with_tables();
    scene.write("empty.json", &json([]));
    scene.write("empty.sql", "");
    scene.write("broken.json", "{\"tables\": 1}");
    let before = scene.files();
    scene.plays(str![[r#"
$ aludel migrate -m two
$ aludel check
$ aludel revision --autogenerate -m two
$ aludel migrate --models empty -m two
$ aludel migrate --models empty.json -m two
$ aludel migrate --models empty.sql -m two
$ aludel migrate --models broken.json -m two
$ aludel migrate --models nowhere.json -m two
$ aludel migrate --models models -m two
$ aludel migrate --models nonsense -m two
"#]]);
    assert_eq!(scene.files(), before);
}

#[test]
fn dropping_more_than_half_of_the_tables_is_refused() {
    let scene = with_tables();
    scene.write("schema.json", &json([roles()]));
    let before = scene.files();
    scene.plays(str![[r#"
$ aludel migrate --models schema.json -m two
"#]]);
    assert_eq!(scene.files(), before);
    scene.plays(str![[r#"
$ aludel migrate --models schema.json -m two --allow-drop --rev-id b2
"#]]);
}

#[test]
fn a_column_that_may_have_been_renamed_is_asked_about() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        scene.write("schema.json", &json([users()]));
        scene.done("aludel init");
        scene.done("aludel migrate --models schema.json -m one");
        scene.done("aludel upgrade");
        let renamed = numbered("users").column(Column::new("login", ColumnType::varchar(64)));
        scene.write("schema.json", &json([renamed]));
        let before = scene.files();
        scene.plays(str![[r#"
$ aludel migrate --models schema.json -m two
"#]]);
        assert_eq!(scene.files(), before);
        let mut connection = database.connect().await;
        connection.execute("INSERT INTO users (username) VALUES ('ada')").await.unwrap();
        scene.plays(str![[r#"
$ aludel migrate --models schema.json -m two --rename users.username=users.login --rev-id b2
$ aludel upgrade
$ aludel check --models schema.json
"#]]);
        let rows = connection.query("SELECT login FROM users").await.unwrap();
        assert_eq!(rows.len(), 1);
        connection.close().await.unwrap();
    });
}

#[test]
fn a_table_that_may_have_been_renamed_is_asked_about() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        scene.write("schema.json", &json([users()]));
        scene.done("aludel init");
        scene.done("aludel migrate --models schema.json -m one");
        scene.done("aludel upgrade");
        let mut people = users();
        people.name = "people".into();
        scene.write("schema.json", &json([people]));
        scene.plays(str![[r#"
$ aludel migrate --models schema.json -m two
$ aludel migrate --models schema.json -m two --rename users
$ aludel migrate --models schema.json -m two --rename nobody=people
$ aludel migrate --models schema.json -m two --rename users=people --rev-id b2
$ aludel upgrade
$ aludel check --models schema.json
"#]]);
    });
}
