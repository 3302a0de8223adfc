//! Statements that fail: where, in which words, and what is left.

use snapbox::str;

use super::scene::Scene;
use crate::harness::on_every_server;

const FAILING: &str = "-- two\n--\n-- revision: b2\n-- revises: a1\n\n-- aludel: upgrade\n\
                       CREATE TABLE b (id INTEGER PRIMARY KEY);\nINSERT INTO nowhere VALUES (1);\n";
const GOOD: &str = "-- one\n--\n-- revision: a1\n-- revises: base\n\n-- aludel: upgrade\n\
                    CREATE TABLE a (id INTEGER PRIMARY KEY);\n";

#[test]
fn a_failing_statement_is_named_with_its_file_its_number_and_the_servers_words() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        scene.done("aludel init");
        scene.write("migrations/versions/a1_one.sql", GOOD);
        scene.write("migrations/versions/b2_two.sql", FAILING);
        let answer = scene.run("aludel upgrade");
        let is_transactional = database.connect().await.dialect().name() != "mysql";
        assert_eq!(answer.exit, 1, "{answer:?} {is_transactional}");
        for part in ["b2_two.sql", "statement 2", "nowhere"] {
            assert!(answer.err.contains(part), "{part}: {}", answer.err);
        }
        assert_eq!(scene.done("aludel current"), "a1\n");
    });
}

#[test]
fn a_revision_without_a_way_back_says_so() {
    let scene = Scene::new().with("DATABASE_URL", "sqlite://app.db");
    scene.done("aludel init");
    scene.write("migrations/versions/a1_one.sql", GOOD);
    scene.plays(str![[r#"
$ aludel upgrade
$ aludel downgrade
$ aludel current
"#]]);
}

#[test]
fn a_failure_in_sqlite_leaves_nothing_of_its_revision() {
    let scene = Scene::new().with("DATABASE_URL", "sqlite://app.db");
    scene.done("aludel init");
    scene.write("migrations/versions/a1_one.sql", GOOD);
    scene.write("migrations/versions/b2_two.sql", FAILING);
    scene.plays(str![[r#"
$ aludel upgrade
$ aludel current
$ aludel inspect --sql
$ aludel upgrade --json
"#]]);
}
