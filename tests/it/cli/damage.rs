//! Scripts that cannot be read or do not fit together, and ledgers that know more than the scripts.

use snapbox::str;

use super::scene::Scene;
use crate::harness::on_every_server;

const GOOD: &str = "-- one\n--\n-- revision: a1\n-- revises: base\n\n-- aludel: upgrade\nCREATE TABLE a (id INTEGER);\n\n\
                    -- aludel: downgrade\nDROP TABLE a;\n";

/// A folder with one good script, and another one.
fn with_script(name: &str, text: &str) -> Scene {
    let scene = Scene::new().with("DATABASE_URL", "sqlite://app.db");
    scene.done("aludel init");
    scene.write("migrations/versions/a1_one.sql", GOOD);
    scene.write(&format!("migrations/versions/{name}"), text);
    scene
}

#[test]
fn a_broken_header_stops_what_writes_and_is_shown_by_what_lists() {
    let scene = with_script("b2_two.sql", "-- two\n--\n-- revises: a1\n\n-- aludel: upgrade\nSELECT 1;\n");
    let before = scene.files();
    scene.plays(str![[r#"
$ aludel upgrade
! error: migrations/versions/b2_two.sql:3: the header has no `revision:`
!   help: add a line `revision: <id>`, with twelve hex digits of your choice
exit 1
$ aludel downgrade base
! error: migrations/versions/b2_two.sql:3: the header has no `revision:`
!   help: add a line `revision: <id>`, with twelve hex digits of your choice
exit 1
$ aludel revision -m three
! error: migrations/versions/b2_two.sql:3: the header has no `revision:`
!   help: add a line `revision: <id>`, with twelve hex digits of your choice
exit 1
$ aludel history
<base> -> a1 (head), one
! warning: migrations/versions/b2_two.sql:3: the header has no `revision:`
$ aludel heads
a1 (head)
! warning: migrations/versions/b2_two.sql:3: the header has no `revision:`

"#]]);
    assert_eq!(scene.files(), before);
}

#[test]
fn a_script_without_upgrade_is_refused() {
    let scene = with_script("b2_two.sql", "-- two\n--\n-- revision: b2\n-- revises: a1\n\n-- aludel: downgrade\n");
    let before = scene.files();
    scene.plays(str![[r#"
$ aludel upgrade
! error: migrations/versions/b2_two.sql:5: there is no section "upgrade"
!   help: put a line `-- aludel: upgrade` above the statements
exit 1

"#]]);
    assert_eq!(scene.files(), before);
}

#[test]
fn a_parent_that_no_script_has_is_named() {
    let scene = with_script("b2_two.sql", &GOOD.replace("a1", "b2").replace("base", "zz"));
    let before = scene.files();
    scene.plays(str![[r#"
$ aludel upgrade
! error: revision "b2" (migrations/versions/b2_two.sql) revises "zz", but no script has that id
!   help: restore the script of "zz", or change `revises` in migrations/versions/b2_two.sql
exit 1
$ aludel history
zz -> b2 (head), one
<base> -> a1 (head), one
! warning: revision "b2" (migrations/versions/b2_two.sql) revises "zz", but no script has that id

"#]]);
    assert_eq!(scene.files(), before);
}

#[test]
fn two_scripts_of_one_id_are_both_named() {
    let scene = with_script("b2_two.sql", GOOD);
    let before = scene.files();
    scene.plays(str![[r#"
$ aludel upgrade
! error: 2 scripts have the revision id "a1": "a1" (migrations/versions/a1_one.sql), "a1" (migrations/versions/b2_two.sql)
!   help: give migrations/versions/b2_two.sql another `revision`
exit 1

"#]]);
    assert_eq!(scene.files(), before);
}

#[test]
fn a_script_of_rust_is_listed_and_not_run() {
    let text = "//! two\n//!\n//! revision: b2\n//! revises: a1\n\nuse aludel::op::*;\n\n\
                pub fn upgrade(op: &mut Operations) {}\n";
    let scene = with_script("b2_two.rs", text);
    scene.plays(str![[r#"
$ aludel history
a1 -> b2 (head), two
<base> -> a1, one
! warning: the file migrations/head names nothing, and the scripts end at b2: rewrite it with `aludel heads --write`
$ aludel upgrade
! error: migrations/versions/b2_two.rs is not compiled into this program
!   help: run it from the application that it belongs to: `cargo run -- db …`; if this is it, build it again
exit 1
$ aludel upgrade a1
database sqlite://app.db
upgrade <base> -> a1, one ([MS] ms)
! warning: the file migrations/head names nothing, and the scripts end at b2: rewrite it with `aludel heads --write`

"#]]);
}

#[test]
fn a_script_for_another_database_is_refused() {
    let text = GOOD.replace("a1", "b2").replace("base", "a1\n-- dialect: oracle");
    let scene = with_script("b2_two.sql", &text);
    scene.plays(str![[r#"
$ aludel upgrade
! error: migrations/versions/b2_two.sql:5: no dialect is called "oracle"
!   help: write one of sqlite, postgres, mysql, mariadb, or take the line out
exit 1

"#]]);
}

#[test]
fn a_word_that_stands_for_no_revision_or_for_several_is_refused() {
    let scene = with_script("a2_two.sql", &GOOD.replace("a1", "8f2c1a90b3d4").replace("base", "a1"));
    scene
        .write("migrations/versions/a3_three.sql", &GOOD.replace("a1", "8f2c1a90ffff").replace("base", "8f2c1a90b3d4"));
    scene.write("migrations/head", "8f2c1a90ffff\n");
    let before = scene.files();
    scene.plays(str![[r#"
$ aludel upgrade zz
! error: no revision or label is called "zz", nor does one begin so
!   help: run `aludel history` to see all revisions
exit 1
$ aludel upgrade 8f2c
! error: "8f2c" is the beginning of 2 ids and labels: "8f2c1a90b3d4", "8f2c1a90ffff"
!   help: type more of it, or run `aludel history` to see all revisions
exit 1
$ aludel upgrade 8f2c1a90ee
! error: no revision or label is called "8f2c1a90ee", nor does one begin so
!   help: type `8f2c1a90b3d4` or `8f2c1a90ffff` if that was meant, or run `aludel history` to see all revisions
exit 1
$ aludel upgrade +5
! error: "+5" goes too far: only 3 steps can be taken
!   help: run `aludel history` to see what there is
exit 1
$ aludel upgrade -1
! error: "-1" counts downwards, and an upgrade goes up
!   help: run `aludel downgrade -1` to go down
exit 1
$ aludel show 8f2
! error: "8f2" is the beginning of 2 ids and labels: "8f2c1a90b3d4", "8f2c1a90ffff"
!   help: type more of it, or run `aludel history` to see all revisions
exit 1
$ aludel show current
$ aludel history -r head:a1
! error: "head:a1" is no range: "8f2c1a90ffff" does not lie below the end of it
!   help: give the older revision first, as in `aludel history -r base:head`
exit 1
$ aludel history -r nonsense
! error: "nonsense" is no range of revisions
!   help: write the range as `start:end`, `start:` or `:end`, as in `aludel history -r base:head`
exit 1
$ aludel stamp zz
! error: no revision or label is called "zz", nor does one begin so
!   help: run `aludel history` to see all revisions
exit 1
$ aludel revision -m x --head zz
! error: no revision or label is called "zz", nor does one begin so
!   help: run `aludel history` to see all revisions
exit 1
$ aludel downgrade zz
! error: no revision or label is called "zz", nor does one begin so
!   help: run `aludel history` to see all revisions
exit 1
$ aludel downgrade -1
! error: "-1" starts from what is applied, and nothing is applied there
!   help: run `aludel current` to see what is applied
exit 1

"#]]);
    assert_eq!(scene.files(), before);
    scene.plays(str![[r#"
$ aludel upgrade a1
database sqlite://app.db
upgrade <base> -> a1, one ([MS] ms)
$ aludel downgrade zz
! error: no revision or label is called "zz", nor does one begin so
!   help: run `aludel history` to see all revisions
exit 1
$ aludel downgrade -2
! error: "-2" goes too far: only 1 step can be taken
!   help: run `aludel history` to see what there is
exit 1
$ aludel downgrade 8f2c1a90b
! error: cannot downgrade to "8f2c1a90b": revision "8f2c1a90b3d4" is not applied
!   help: run `aludel current` to see what is applied, or `aludel upgrade 8f2c1a90b3d4` if the database should come to it
exit 1
$ aludel downgrade +1
! error: "+1" counts upwards, which only upgrade and the end of a range do
!   help: give steps such as `-1`, or the id of a revision as `aludel history` shows it
exit 1
$ aludel current
a1

"#]]);
}

#[test]
fn a_ledger_that_names_a_revision_without_a_script() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        scene.done("aludel init");
        scene.write("migrations/versions/a1_one.sql", GOOD);
        scene.write(
            "migrations/versions/b2_two.sql",
            &GOOD.replace("a1", "b2").replace("base", "a1").replace(" a ", " b "),
        );
        scene.write("migrations/head", "b2\n");
        scene.write("schema.json", &super::schemas::json([super::schemas::roles()]));
        scene.done("aludel upgrade");
        std::fs::remove_file(scene.path("migrations/versions/b2_two.sql")).unwrap();
        scene.write("migrations/head", "a1\n");
        scene.plays(str![[r#"
$ aludel current
b2 (head)
! warning: no script has revision "b2", which is applied
$ aludel current --check-heads
! error: the database is ahead: revision "b2" is applied, and no script has it
!   help: get the script, or take it back with `aludel downgrade -1`
exit 1
$ aludel history -i
a1 -> b2 (head) (current), one
<base> -> a1, one
$ aludel upgrade
database [DATABASE]
nothing to do
! warning: the database is ahead: no script has revision "b2", applied here
$ aludel check --models schema.json
! error: the database is ahead: revision "b2" is applied, and no script has it
!   help: get the script, or take it back with `aludel downgrade -1`
exit 1
$ aludel stamp a1
! error: a revision is applied to this database, but no script has its id: "b2"
!   help: check out the scripts that this database was upgraded with, or run `aludel stamp --purge heads` if its schema is already that of the heads
exit 1
$ aludel downgrade -1
database [DATABASE]
downgrade b2 -> a1, one ([MS] ms)
! warning: revision "b2" is taken back as the ledger remembers it
$ aludel current
a1 (head)

"#]]);
    });
}

#[test]
fn an_applied_script_that_was_edited_is_said_to() {
    let scene = with_script("b2_two.sql", &GOOD.replace("a1", "b2").replace("base", "a1").replace(" a ", " b "));
    scene.write("migrations/head", "b2\n");
    scene.write("schema.sql", "CREATE TABLE a (id INTEGER);\nCREATE TABLE b (id INTEGER);\n");
    scene.done("aludel upgrade");
    scene.write("migrations/versions/a1_one.sql", &GOOD.replace("DROP TABLE a", "DROP TABLE  a"));
    scene.plays(str![[r#"
$ aludel upgrade
database sqlite://app.db
nothing to do
! warning: migrations/versions/a1_one.sql was edited after it was applied
$ aludel check --models schema.sql
no changes: the models and the database agree
! warning: migrations/versions/a1_one.sql was edited after it was applied
exit 3

"#]]);
}
