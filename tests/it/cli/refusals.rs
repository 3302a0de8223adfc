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
! error: there are no models to compare with
!   help: give `models![..]` to `Migrate::models`, or name a source with `--models`
exit 1
$ aludel check
! warning: there are no models to compare with, so that no table was compared: give `models![..]` to `Migrate::models`, or name a source with `--models`
exit 3
$ aludel revision --autogenerate -m two
! error: there are no models to compare with
!   help: give `models![..]` to `Migrate::models`, or name a source with `--models`
exit 1
$ aludel migrate --models empty -m two
! error: empty holds not one table, so every table would be dropped
!   help: see that it is the right source
exit 1
$ aludel migrate --models empty.json -m two
! error: empty.json holds not one table, so every table would be dropped
!   help: see that it is the right source
exit 1
$ aludel migrate --models empty.sql -m two
! error: empty.sql holds not one table, so every table would be dropped
!   help: see that it is the right source
exit 1
$ aludel migrate --models broken.json -m two
! error: broken.json: invalid type: integer `1`, expected a sequence at line 1 column 12
!   help: write such a file with `inspect --json`
exit 2
$ aludel migrate --models nowhere.json -m two
! error: cannot read nowhere.json: No such file or directory (os error 2)
!   help: see that the path is right
exit 2
$ aludel migrate --models models -m two
! error: `--models models` names itself
!   help: give `models![..]` to `Migrate::models`, or name a source with `--models`
exit 2
$ aludel migrate --models nonsense -m two
! error: this is no database URL: it begins with what it leads to, as in `sqlite://app.db`, `mysql://user:***@host/database` or `postgres://user:***@host/database`
!   help: name one with `--url`, `ALUDEL_DATABASE_URL` or `Migrate::database`; where the program names none, with `DATABASE_URL` or `url` in aludel.toml
exit 1

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
! error: this would drop 2 of 3 tables: notes, users
!   help: see that no model is missing from `models![..]`; if they shall go, say `--allow-drop`
exit 1

"#]]);
    assert_eq!(scene.files(), before);
    scene.plays(str![[r#"
$ aludel migrate --models schema.json -m two --allow-drop --rev-id b2
  - table notes with all its rows
  - table users with all its rows
wrote migrations/versions/[WHEN]-b2_two.sql
loses data: drops table notes and every row in it
loses data: drops table users and every row in it

"#]]);
}

#[test]
fn a_column_that_may_have_been_renamed_is_asked_about() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        scene.write("schema.json", &json([users()]));
        scene.done("aludel init");
        scene.done("aludel migrate --models schema.json -m one --rev-id a1");
        scene.done("aludel upgrade");
        let renamed = numbered("users").column(Column::new("login", ColumnType::varchar(64)));
        scene.write("schema.json", &json([renamed]));
        let before = scene.files();
        scene.plays(str![[r#"
$ aludel migrate --models schema.json -m two
! error: users.username is gone, and users.login is like it: was it renamed?
!   help: say which: --rename users.username=users.login or --drop users.username; or `--allow-drop` for all, if the data shall go
exit 1

"#]]);
        assert_eq!(scene.files(), before);
        let mut connection = database.connect().await;
        connection.execute("INSERT INTO users (username) VALUES ('ada')").await.unwrap();
        scene.plays(str![[r#"
$ aludel migrate --models schema.json -m two --rename users.username=users.login --rev-id b2
  ~ table users
    ~ column username is renamed to login
wrote migrations/versions/[WHEN]-b2_two.sql
$ aludel upgrade
database [DATABASE]
upgrade a1 -> b2, two ([MS] ms)
$ aludel check --models schema.json
no changes: the models and the database agree

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
        scene.done("aludel migrate --models schema.json -m one --rev-id a1");
        scene.done("aludel upgrade");
        let mut people = users();
        people.name = "people".into();
        scene.write("schema.json", &json([people]));
        scene.plays(str![[r#"
$ aludel migrate --models schema.json -m two
! error: users is gone, and people is like it: was it renamed?
!   help: say which: --rename users=people or --drop users; or `--allow-drop` for all, if the data shall go
exit 1
$ aludel migrate --models schema.json -m two --rename users
! error: "users" is no rename
!   help: write `--rename users=people` for a table, `--rename users.name=users.full_name` for a column
exit 2
$ aludel migrate --models schema.json -m two --rename nobody=people
! error: a rename fits nothing: there is no table nobody
!   help: write `--rename users=people` for a table, `--rename users.name=users.full_name` for a column
exit 2
$ aludel migrate --models schema.json -m two --rename users=people --rev-id b2
  ~ table users is renamed to people
wrote migrations/versions/[WHEN]-b2_two.sql
$ aludel upgrade
database [DATABASE]
upgrade a1 -> b2, two ([MS] ms)
$ aludel check --models schema.json
no changes: the models and the database agree

"#]]);
    });
}
