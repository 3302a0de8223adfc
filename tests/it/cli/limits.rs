//! Limits of statements: where they are said, and what is said when they are over.

use aludel_drivers::System;
use snapbox::str;

use super::scene::Scene;
use crate::harness::on_every_server;

fn write_history(scene: &Scene, header: &str) {
    scene.done("aludel init");
    let first =
        "-- make\n--\n-- revision: a1\n-- revises: base\n\n-- aludel: upgrade\nCREATE TABLE notes (id INTEGER);\n";
    scene.write("migrations/versions/a1.sql", first);
    let second = format!(
        "-- change\n--\n-- revision: b2\n-- revises: a1\n{header}\n-- aludel: upgrade\nALTER TABLE notes ADD word INTEGER;\n"
    );
    scene.write("migrations/versions/b2.sql", &second);
    scene.done("aludel heads --write");
}

#[test]
fn a_table_in_use_ends_with_exit_code_5_and_tells_who_uses_it() {
    on_every_server(async |database| {
        let label = database.server().label();
        let scene = Scene::on(database);
        write_history(&scene, "-- table_lock_timeout: 300ms\n");
        scene.done("aludel upgrade a1");
        let mut reader = database.connect().await;
        reader.begin().await.unwrap();
        if database.server().system() == System::Sqlite {
            // Somebody who reads, which is what `begin` does not say there.
            reader.rollback().await.unwrap();
            reader.execute("BEGIN").await.unwrap();
        }
        reader.query("SELECT id FROM notes").await.unwrap();
        let answer = scene.run("aludel upgrade --retries 1 --retry-time 1min");
        assert_eq!(answer.exit, 5, "{label}: {answer:?}");
        assert!(answer.err.contains("waiting: revision \"b2\" is tried again, after 1 try: "), "{label}: {answer:?}");
        assert!(answer.err.contains("\n  tried 2 times in "), "{label}: {answer:?}");
        assert!(answer.err.contains("with a longer `--table-lock-timeout` if need be"), "{label}: {answer:?}");
        let known = database.server().system() != System::Sqlite;
        assert_eq!(answer.err.contains("in the way: "), known, "{label}: {answer:?}");
        let json = scene.run("aludel upgrade --retries 0 --json");
        assert!(json.err.is_empty() && json.out.contains("\"kind\": \"locked\""), "{label}: {json:?}");
        reader.rollback().await.unwrap();
        scene.done("aludel upgrade");
    });
}

#[test]
fn limits_that_make_no_sense() {
    let scene = Scene::new();
    write_history(&scene, "");
    let script = scene.read("migrations/versions/b2.sql");
    let bad = script.replace("-- revises: a1\n", "-- revises: a1\n-- statement_timeout: soon\n");
    scene.write("migrations/versions/b2.sql", &bad);
    scene.write("bad.toml", "retry_time = \"never\"\n");
    scene.plays(str![[r#"
$ aludel upgrade --url sqlite://app.db
! error: migrations/versions/b2.sql:5: "soon" is no length of time of at most 24 days
!   help: write it as `5s`, `500ms` or `2min`, or `off` for no limit
exit 1
$ aludel upgrade --table-lock-timeout soon
! error: invalid value 'soon' for '--table-lock-timeout <TIME>': "soon" is no length of time of at most 24 days: write it as `5s`, `500ms` or `2min`, or `off` for no limit
! 
! For more information, try '--help'.
exit 2
$ aludel history --config bad.toml
! error: `retry_time` in the configuration file: "never" is no length of time of at most 24 days
!   help: write it as `5s`, `500ms` or `2min`, or `off` for no limit
exit 2

"#]]);
}
