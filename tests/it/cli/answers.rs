//! What a comparison cannot know: asked, answered by flags, and looked up in the data.

use aludel_core::connection::Value;
use aludel_core::schema::{Column, ColumnType, Constraint, Generation, Literal, PrimaryKey, Storage, Table, Unique};
use snapbox::str;

use super::scene::Scene;
use super::schemas::{json, users};
use crate::harness::{TestDatabase, on_every_server};

fn people() -> Table {
    Table::new("people")
        .column(Column::new("id", ColumnType::integer()))
        .column(Column::new("name", ColumnType::varchar(50)))
        .column(Column::new("age", ColumnType::integer()).nullable())
        .constraint(Constraint::PrimaryKey(PrimaryKey::new("pk_people", ["id"])))
}

/// The table made by a revision that is applied, with two rows in it.
async fn with_two_people(scene: &Scene, database: &TestDatabase) {
    scene.write("schema.json", &json([people()]));
    scene.done("aludel init");
    scene.done("aludel migrate --models schema.json -m one --rev-id a1");
    scene.done("aludel upgrade");
    execute(database, "INSERT INTO people (id, name, age) VALUES (1, 'ada', NULL), (2, 'ada', 7)").await;
}

async fn execute(database: &TestDatabase, sql: &str) {
    let mut connection = database.connect().await;
    connection.execute(sql).await.unwrap();
    connection.close().await.unwrap();
}

async fn texts(database: &TestDatabase, sql: &str) -> Vec<String> {
    let mut connection = database.connect().await;
    let rows = connection.query(sql).await.unwrap();
    connection.close().await.unwrap();
    rows.iter().map(|row| row.0.iter().map(Value::to_string).collect::<Vec<_>>().join("|")).collect()
}

#[test]
fn a_column_that_needs_a_value_gets_one_from_whoever_knows_it() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        with_two_people(&scene, database).await;
        let mut wanted = people().column(Column::new("kind", ColumnType::varchar(10)));
        wanted.columns.modify("age", |age| age.nullable = false);
        scene.write("schema.json", &json([wanted]));
        let before = scene.files();
        scene.plays(str![[r#"
$ aludel migrate --models schema.json -m two
! error: people.kind must have a value in every row, and 2 rows have none: which one shall it be?; people.age must have a value in every row, and 1 row has none: which one shall it be?
!   help: say which: --fill people.kind="'…'"; --fill people.age="'…'"
exit 1
$ aludel migrate --models schema.json -m two --fill people.kind
! error: "people.kind" is no fill
!   help: write `--fill users.kind="'reader'"`: a column, and its value as SQL
exit 2
$ aludel migrate --models schema.json -m two --fill people.nothing=1
! error: a fill fits nothing: there shall be no column people.nothing
!   help: write `--fill users.kind="'reader'"`: a column, and its value as SQL
exit 2

"#]]);
        assert_eq!(scene.files(), before, "nothing is written while a question is open");
        scene.plays(str![[r#"
$ aludel migrate --models schema.json -m two --rev-id b2 --fill people.kind=upper(name) --fill people.age=40+2
  ~ table people
    + column kind: varchar(10), null
    ~ column kind is filled with upper(name)
    ~ column age is filled with 40+2
    ~ column kind: null -> not null
    ~ column age: null -> not null
wrote migrations/versions/[WHEN]-b2_two.sql
$ aludel upgrade
database [DATABASE]
upgrade a1 -> b2, two ([MS] ms)
$ aludel check --models schema.json
no changes: the models and the database agree

"#]]);
        let rows = texts(database, "SELECT id, age, kind FROM people ORDER BY id").await;
        assert_eq!(rows, ["1|42|ADA", "2|7|ADA"]);
        scene.done("aludel downgrade -1");
        assert_eq!(texts(database, "SELECT id, age FROM people ORDER BY id").await, ["1|42", "2|7"]);
        execute(database, "UPDATE people SET age = NULL WHERE id = 2").await;
        scene.done("aludel upgrade");
        assert_eq!(texts(database, "SELECT age FROM people ORDER BY id").await, ["42", "42"]);
    });
}

#[test]
fn where_no_row_needs_a_value_none_is_asked_for() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        with_two_people(&scene, database).await;
        execute(database, "DELETE FROM people").await;
        let default = Column::new("rank", ColumnType::integer()).default_value(Literal::number(1));
        let mut wanted = people().column(Column::new("kind", ColumnType::varchar(10))).column(default);
        wanted.columns.modify("age", |age| age.nullable = false);
        scene.write("schema.json", &json([wanted]));
        scene.plays(str![[r#"
$ aludel migrate --models schema.json -m two --rev-id b2
  ~ table people
    + column kind: varchar(10)
    + column rank: 32-bit integer, default 1
    ~ column age: null -> not null
wrote migrations/versions/[WHEN]-b2_two.sql
$ aludel upgrade
database [DATABASE]
upgrade a1 -> b2, two ([MS] ms)
$ aludel check --models schema.json
no changes: the models and the database agree

"#]]);
    });
}

#[test]
fn rows_that_stand_in_the_way_are_counted() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        with_two_people(&scene, database).await;
        let unique = Constraint::Unique(Unique::new("uq_people_name", ["name"]));
        let extra = Column::new("extra", ColumnType::integer()).nullable();
        let mut wanted = people().column(extra).constraint(unique);
        wanted.columns.modify("name", |name| name.ty = ColumnType::varchar(2));
        scene.write("schema.json", &json([wanted]));
        scene.plays(str![[r#"
$ aludel migrate --models schema.json -m two --rev-id b2
  ~ table people
    + column extra: 32-bit integer, null
    ~ column name: varchar(50) -> varchar(2)
    + unique constraint uq_people_name (name)
wrote migrations/versions/[WHEN]-b2_two.sql
loses data: changes people.name from varchar(50) to varchar(2): values that do not fit are refused or cut
! warning: alter column people.name: 2 in the way, values of people.name longer than 2
! warning: create unique constraint uq_people_name on people: 1 in the way, values of (name) that people has more than once

"#]]);
    });
}

#[test]
fn what_was_renamed_and_what_was_dropped_can_be_said_of_each() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        with_two_people(&scene, database).await;
        let table = Table::new("people")
            .column(Column::new("id", ColumnType::integer()))
            .column(Column::new("full_name", ColumnType::varchar(50)))
            .column(Column::new("height", ColumnType::integer()).nullable())
            .constraint(Constraint::PrimaryKey(PrimaryKey::new("pk_people", ["id"])));
        scene.write("schema.json", &json([table]));
        scene.plays(str![[r#"
$ aludel migrate --models schema.json -m two
! error: people.age is gone, and people.height is like it: was it renamed?; people.name is gone, and people.full_name is like it: was it renamed?
!   help: say which: --rename people.age=people.height or --drop people.age; --rename people.name=people.full_name or --drop people.name; or `--allow-drop` for all, if the data shall go
exit 1
$ aludel migrate --models schema.json -m two --drop people.age
! error: people.name is gone, and people.full_name is like it: was it renamed?
!   help: say which: --rename people.name=people.full_name or --drop people.name; or `--allow-drop` for all, if the data shall go
exit 1
$ aludel migrate --models schema.json -m two --drop people.nothing
! error: a drop fits nothing: there is no column people.nothing
!   help: write `--drop users` for a table, `--drop users.name` for a column
exit 2
$ aludel migrate --models schema.json -m two --drop people.age --rename people.name=people.full_name --rev-id b2
  ~ table people
    ~ column name is renamed to full_name
    + column height: 32-bit integer, null
    - column age with its values
wrote migrations/versions/[WHEN]-b2_two.sql
loses data: drops column people.age and every value in it
$ aludel upgrade
database [DATABASE]
upgrade a1 -> b2, two ([MS] ms)
$ aludel check --models schema.json
no changes: the models and the database agree

"#]]);
        let rows = texts(database, "SELECT full_name, height FROM people ORDER BY id").await;
        assert_eq!(rows, ["ada|NULL", "ada|NULL"]);
    });
}

#[test]
fn models_are_compared_with_scripts_without_a_database() {
    let scene = Scene::new().with("ALUDEL_DATABASE_URL", "sqlite://nowhere.db");
    scene.write("schema.json", &json([users()]));
    scene.plays(str![[r#"
$ aludel init -q
$ aludel migrate --models schema.json -m one --rev-id a1 --against scripts
  + table users (id, username)
wrote migrations/versions/[WHEN]-a1_one.sql
$ aludel check --models schema.json --against scripts
no changes: the models and the database agree

"#]]);
    let mut wanted = users();
    wanted.columns.insert(Column::new("kind", ColumnType::varchar(10)));
    scene.write("schema.json", &json([wanted]));
    scene.plays(str![[r#"
$ aludel check --models schema.json --against scripts
the models and the database differ:
  ~ table users
    + column kind: varchar(10)
exit 3
$ aludel migrate --models schema.json -m two --against scripts
! error: users.kind must have a value in every row, and rows may have none: which one shall it be?
!   help: say which: --fill users.kind="'…'"
exit 1
$ aludel check --models schema.json --against scripts --dialect oracle
! error: no dialect is called "oracle"
!   help: name one of sqlite, postgres, mysql, mariadb
exit 2

"#]]);
    assert!(!scene.files().contains(&"nowhere.db".to_owned()));
}

#[test]
fn a_server_that_nobody_reaches_is_not_needed_to_compare_with_scripts() {
    let scene = Scene::new().with("ALUDEL_DATABASE_URL", "postgres://nobody@127.0.0.1:1/nowhere");
    scene.write("schema.json", &json([users()]));
    scene.plays(str![[r#"
$ aludel init -q
$ aludel check --models schema.json --against scripts
the models and the database differ:
  + table users (id, username)
exit 3

"#]]);
}

#[test]
fn what_a_pattern_leaves_out_is_neither_made_nor_dropped() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        let mut log = people();
        log.name = "audit_log".into();
        log.constraints = [Constraint::PrimaryKey(PrimaryKey::new("pk_audit_log", ["id"]))].into_iter().collect();
        scene.write("schema.json", &json([people(), log.clone()]));
        scene.done("aludel init");
        scene.done("aludel migrate --models schema.json -m one --rev-id a1");
        scene.done("aludel upgrade");
        scene.write("aludel.toml", "exclude = [\"audit_*\"]\n");
        scene.write("schema.json", &json([people()]));
        scene.plays(str![[r#"
$ aludel check --models schema.json
no changes: the models and the database agree

"#]]);
        scene.write("aludel.toml", "include = [\"audit_*\"]\n");
        scene.write("schema.json", &json([log]));
        scene.plays(str![[r#"
$ aludel check --models schema.json
no changes: the models and the database agree

"#]]);
    });
}

#[test]
fn a_command_is_run_on_each_new_script() {
    let scene = Scene::new();
    scene.done("aludel init");
    scene.write("aludel.toml", "after_write = \"rm -v\"\n");
    scene.done("aludel revision -m one --rev-id a1");
    assert!(!scene.files().iter().any(|file| file.ends_with("a1_one.sql")), "{:?}", scene.files());
    let scene = Scene::new().with("ALUDEL_AFTER_WRITE", "no-such-program --flag");
    scene.plays(str![[r#"
$ aludel init -q
$ aludel revision -m one --rev-id a1
! error: migrations/versions/[WHEN]-a1_one.sql is written, but `no-such-program --flag` failed on it: No such file or directory (os error 2)
!   help: mend the script or `after_write`; the revision stays as it is
exit 2

"#]]);
    assert!(scene.files().iter().any(|file| file.ends_with("a1_one.sql")), "{:?}", scene.files());
}

#[test]
fn a_column_that_becomes_a_computed_one_loses_what_was_written() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        with_two_people(&scene, database).await;
        let mut wanted = people();
        let computed = Generation::Expression { sql: "id * 2".into(), storage: Storage::Stored };
        wanted.columns.modify("age", |age| age.generation = Some(computed));
        scene.write("schema.json", &json([wanted]));
        scene.plays(str![[r#"
$ aludel check --models schema.json
the models and the database differ:
  ~ table people
    ~ column age: written -> generated as id * 2
loses data: computes column people.age from now on: every value in it goes
exit 3
$ aludel migrate --models schema.json -m two --rev-id b2
  ~ table people
    ~ column age: written -> generated as id * 2
wrote migrations/versions/[WHEN]-b2_two.sql
loses data: computes column people.age from now on: every value in it goes
! warning: alter column people.age: 1 in the way, values of people.age that are lost
$ aludel upgrade
database [DATABASE]
upgrade a1 -> b2, two ([MS] ms)
$ aludel check --models schema.json
no changes: the models and the database agree

"#]]);
        assert!(scene.read(&scene.script("b2_two.sql")).contains("-- loses data: "));
        assert_eq!(texts(database, "SELECT age FROM people ORDER BY id").await, ["2", "4"]);
    });
}

#[test]
fn a_default_is_no_value_of_rows_that_have_none() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        with_two_people(&scene, database).await;
        let mut wanted = people();
        let age = Column::new("age", ColumnType::integer()).default_value(Literal::number(1));
        wanted.columns.modify("age", |column| *column = age);
        scene.write("schema.json", &json([wanted]));
        scene.plays(str![[r#"
$ aludel migrate --models schema.json -m two
! error: people.age must have a value in every row, and 1 row has none: which one shall it be?
!   help: say which: --fill people.age="'…'"
exit 1
$ aludel migrate --models schema.json -m two --rev-id b2 --fill people.age=9
  ~ table people
    ~ column age: no default -> default 1
    ~ column age is filled with 9
    ~ column age: null -> not null
wrote migrations/versions/[WHEN]-b2_two.sql
$ aludel upgrade
database [DATABASE]
upgrade a1 -> b2, two ([MS] ms)
$ aludel check --models schema.json
no changes: the models and the database agree

"#]]);
        assert_eq!(texts(database, "SELECT age FROM people ORDER BY id").await, ["9", "7"]);
    });
}

#[test]
fn renames_follow_one_another_and_those_in_a_circle_are_refused() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        with_two_people(&scene, database).await;
        scene.plays(str![[r#"
$ aludel migrate --models schema.json -m two --rename people.name=people.age --rename people.age=people.name
! error: a rename fits nothing: people.name=people.age and people.age=people.name go round in a circle
!   help: take two revisions: in the first, give what is called people.age now a third name in the models; in the second, the one that it shall have
exit 2
$ aludel migrate --models schema.json -m two --rename people.name=people.age
! error: a rename fits nothing: there shall be a column people.name still
!   help: take people.name out of the models, or leave `--rename people.name=people.age` away
exit 2

"#]]);
        let table = Table::new("people")
            .column(Column::new("id", ColumnType::integer()))
            .column(Column::new("age", ColumnType::varchar(60)))
            .column(Column::new("years", ColumnType::integer()).nullable())
            .constraint(Constraint::PrimaryKey(PrimaryKey::new("pk_people", ["id"])));
        scene.write("schema.json", &json([table]));
        scene.plays(str![[r#"
$ aludel migrate --models schema.json -m two --rev-id b2 --rename people.name=people.age --rename people.age=people.years
  ~ table people
    ~ column age is renamed to years
    ~ column name is renamed to age
    ~ column age: varchar(50) -> varchar(60)
wrote migrations/versions/[WHEN]-b2_two.sql
$ aludel upgrade
database [DATABASE]
upgrade a1 -> b2, two ([MS] ms)
$ aludel check --models schema.json
no changes: the models and the database agree
$ aludel downgrade -1
database [DATABASE]
downgrade b2 -> a1, two ([MS] ms)

"#]]);
        assert_eq!(texts(database, "SELECT name, age FROM people ORDER BY id").await, ["ada|NULL", "ada|7"]);
    });
}
