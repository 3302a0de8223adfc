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
$ aludel downgrade base
$ aludel revision -m three
$ aludel history
$ aludel heads
"#]]);
    assert_eq!(scene.files(), before);
}

#[test]
fn a_script_without_upgrade_is_refused() {
    let scene = with_script("b2_two.sql", "-- two\n--\n-- revision: b2\n-- revises: a1\n\n-- aludel: downgrade\n");
    let before = scene.files();
    scene.plays(str![[r#"
$ aludel upgrade
"#]]);
    assert_eq!(scene.files(), before);
}

#[test]
fn a_parent_that_no_script_has_is_named() {
    let scene = with_script("b2_two.sql", &GOOD.replace("a1", "b2").replace("base", "zz"));
    let before = scene.files();
    scene.plays(str![[r#"
$ aludel upgrade
$ aludel history
"#]]);
    assert_eq!(scene.files(), before);
}

#[test]
fn two_scripts_of_one_id_are_both_named() {
    let scene = with_script("b2_two.sql", GOOD);
    let before = scene.files();
    scene.plays(str![[r#"
$ aludel upgrade
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
$ aludel upgrade
$ aludel upgrade a1
"#]]);
}

#[test]
fn a_script_for_another_database_is_refused() {
    let text = GOOD.replace("a1", "b2").replace("base", "a1\n-- dialect: oracle");
    let scene = with_script("b2_two.sql", &text);
    scene.plays(str![[r#"
$ aludel upgrade
"#]]);
}

#[test]
fn a_word_that_stands_for_no_revision_or_for_several_is_refused() {
    let scene = with_script("a2_two.sql", &GOOD.replace("a1", "a2").replace("base", "a1"));
    scene.write("migrations/head", "a2\n");
    let before = scene.files();
    scene.plays(str![[r#"
$ aludel upgrade zz
$ aludel upgrade a
$ aludel upgrade a3
$ aludel upgrade +5
$ aludel upgrade -1
$ aludel show zz
$ aludel history -r a2:a1
$ aludel history -r nonsense
$ aludel stamp zz
$ aludel revision -m x --head zz
"#]]);
    assert_eq!(scene.files(), before);
    scene.plays(str![[r#"
$ aludel upgrade a1
$ aludel downgrade zz
$ aludel downgrade -2
$ aludel downgrade a2
$ aludel downgrade +1
$ aludel current
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
$ aludel current --check-heads
$ aludel history -i
$ aludel upgrade
$ aludel check --models schema.json
$ aludel stamp a1
$ aludel downgrade -1
$ aludel current
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
$ aludel check --models schema.sql
"#]]);
}
