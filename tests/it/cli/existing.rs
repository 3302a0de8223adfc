//! `inspect --rust` and `inspect -o`: what is printed, what is written, and how a database that is there gets its first
//! revision.

use snapbox::str;

use super::scene::Scene;
use super::schemas::{json, roles, users};
use crate::harness::on_every_server;
use crate::rounds::run_script;

#[test]
fn models_are_printed_or_written() {
    let scene = Scene::new().with("ALUDEL_DATABASE_URL", "sqlite://app.db");
    scene.write("one.json", &json([roles()]));
    scene.plays(str![[r#"
$ aludel inspect one.json --rust
//! The tables of a database (sqlite), as `inspect --rust` found them. A check against that
//! database finds no difference; what is changed here becomes the next revision.

use aludel::Model;

/// All of them, for `Migrate::models`.
pub fn models() -> aludel::Models {
    aludel::models![Role]
}

#[derive(Debug, Clone, Model)]
#[model(table = "roles")]
pub struct Role {
    #[model(primary_key, auto_increment)]
    pub id: i32,
    #[model(length = 64)]
    pub name: String,
}
$ aludel inspect one.json --rust -o src/models.rs
wrote src/models.rs
$ aludel inspect one.json --rust -o src/models.rs
! error: src/models.rs exists already
!   help: name another file, or replace this one with `--force`
exit 1
$ aludel inspect one.json --rust -o src/models.rs --force --json
{
  "notes": [],
  "path": "src/models.rs"
}
$ aludel inspect one.json --sql -o schema.sql
wrote schema.sql
$ aludel inspect one.json -o two.json -q
$ aludel inspect one.json --time-crate time
! error: the following required arguments were not provided:
!   --rust
! 
! Usage: aludel inspect --rust --time-crate <CRATE> <SOURCE>
! 
! For more information, try '--help'.
exit 2
$ aludel inspect one.json --rust --sql
! error: the argument '--rust' cannot be used with '--sql'
! 
! Usage: aludel inspect --rust <SOURCE>
! 
! For more information, try '--help'.
exit 2

"#]]);
    assert_eq!(scene.read("src/models.rs"), scene.done("aludel inspect one.json --rust"));
    assert_eq!(scene.read("schema.sql"), scene.done("aludel inspect one.json --sql"));
    assert_eq!(scene.read("two.json"), scene.done("aludel inspect one.json"));
    assert_eq!(scene.json("aludel inspect one.json --rust --json")["text"], scene.read("src/models.rs"));
    assert_eq!(scene.files(), ["one.json", "schema.sql", "src/models.rs", "two.json"]);
}

#[test]
fn a_file_that_cannot_be_written_leaves_nothing_behind() {
    let scene = Scene::new().with("ALUDEL_DATABASE_URL", "sqlite://app.db");
    scene.write("one.json", &json([roles()]));
    scene.write("models.rs/in_the_way", "");
    let answer = scene.run("aludel inspect one.json --rust -o models.rs --force");
    assert_eq!(answer.exit, 1, "{answer:?}");
    assert!(answer.err.starts_with("error: cannot write models.rs: "), "{answer:?}");
    assert_eq!(scene.files(), ["models.rs/in_the_way", "one.json"]);
}

#[test]
fn a_database_that_is_there_gets_its_first_revision() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        scene.write("one.json", &json([roles(), users()]));
        let mut connection = database.connect().await;
        assert_eq!(run_script(&mut *connection, &scene.done("aludel inspect one.json --sql")).await, [""; 0]);
        connection.close().await.unwrap();

        scene.done("aludel inspect -o there.json");
        scene.done("aludel init");
        let check = "aludel check --models there.json";
        assert_eq!(scene.done(check), "no changes: the models and the database agree\n");
        scene.done("aludel migrate --models there.json --against scripts -m baseline");
        scene.done("aludel stamp head");
        assert_eq!(scene.done(check), "no changes: the models and the database agree\n");
        assert!(scene.done("aludel current").contains("(head)"));
    });
}
