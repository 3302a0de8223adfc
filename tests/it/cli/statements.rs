//! Statements that fail: where, in which words, and what is left.

use aludel_drivers::System;
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
        scene.write("migrations/head", "b2\n");
        let answer = scene.run("aludel upgrade");
        assert_eq!(answer.exit, 1, "{answer:?}");
        for part in ["b2_two.sql", "statement 2", "nowhere"] {
            assert!(answer.err.contains(part), "{part}: {}", answer.err);
        }
        assert!(scene.done("aludel current").starts_with("a1\n"));
    });
}

#[test]
fn a_revision_without_a_way_back_says_so() {
    let scene = Scene::new().with("DATABASE_URL", "sqlite://app.db");
    scene.done("aludel init");
    scene.write("migrations/versions/a1_one.sql", GOOD);
    scene.plays(str![[r#"
$ aludel upgrade
database sqlite://app.db
upgrade <base> -> a1, one ([MS] ms)
! warning: the file migrations/head names nothing, and the scripts end at a1: rewrite it with `aludel heads --write`
$ aludel downgrade
! error: migrations/versions/a1_one.sql says no way back
!   help: write its downgrade, or stamp the revision below it if the database is there already
exit 1
$ aludel current
a1 (head)
! warning: the file migrations/head names nothing, and the scripts end at a1: rewrite it with `aludel heads --write`

"#]]);
}

#[test]
fn a_dry_run_prints_what_would_run_and_runs_nothing() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        scene.done("aludel init");
        scene.write("migrations/versions/a1_one.sql", &format!("{GOOD}\n-- aludel: downgrade\nDROP TABLE a;\n"));
        scene.write("migrations/head", "a1\n");
        let planned = scene.json("aludel upgrade --dry-run --json");
        let by_itself = database.server().system() == System::MySql;
        assert_eq!(planned[0]["undo"], if by_itself { "downgrade" } else { "rollback" });
        assert_eq!(planned[0]["statements"][0]["effects"], serde_json::Value::Null);
        if by_itself {
            let told = "-- upgrade a1, one\n-- each statement is kept by itself; the way back undoes them\n-- what this locks is not \
                        known\nCREATE TABLE a (id INTEGER PRIMARY KEY);\n\n";
            assert_eq!(scene.done("aludel upgrade --dry-run"), told);
            assert_eq!(scene.done("aludel current"), "");
            return;
        }
        scene.plays(str![[r#"
$ aludel upgrade --dry-run
-- upgrade a1, one
-- one transaction: all of it is kept, or nothing
-- what this locks is not known
CREATE TABLE a (id INTEGER PRIMARY KEY);

$ aludel current
$ aludel downgrade --dry-run base
-- nothing to do
$ aludel upgrade -q
$ aludel downgrade --dry-run
-- downgrade a1, one
-- one transaction: all of it is kept, or nothing
-- what this locks is not known
DROP TABLE a;

$ aludel current
a1 (head)

"#]]);
    });
}

#[test]
fn a_failure_in_sqlite_leaves_nothing_of_its_revision() {
    let scene = Scene::new().with("DATABASE_URL", "sqlite://app.db");
    scene.done("aludel init");
    scene.write("migrations/versions/a1_one.sql", GOOD);
    scene.write("migrations/versions/b2_two.sql", FAILING);
    scene.plays(str![[r#"
$ aludel upgrade
! database sqlite://app.db
! upgrade a1, one
! error: cannot upgrade revision "b2" (migrations/versions/b2_two.sql): statement 2 failed: no such table: nowhere (1)
!     INSERT INTO nowhere VALUES (1)
!   help: mend the script or the data and run the command again: nothing of this revision was kept
exit 1
$ aludel current
a1
! warning: the file migrations/head names nothing, and the scripts end at b2: rewrite it with `aludel heads --write`
$ aludel inspect --sql
CREATE TABLE "a" (
    "id" INTEGER NOT NULL,
    CONSTRAINT "pk_a" PRIMARY KEY ("id")
);
$ aludel upgrade --json
{
  "error": {
    "help": "mend the script or the data and run the command again: nothing of this revision was kept",
    "kind": "statement",
    "message": "cannot upgrade revision \"b2\" (migrations/versions/b2_two.sql): statement 2 failed: no such table: nowhere (1)\n    INSERT INTO nowhere VALUES (1)"
  }
}
exit 1

"#]]);
}

#[test]
fn what_is_wrong_is_shown_however_long_the_statement_is() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        scene.done("aludel init");
        let column = |letter: char, number: i32| format!("    {letter}{number} INTEGER,\n");
        let columns = |letter: char| (1..40).map(|number| column(letter, number)).collect::<String>();
        let (before, after) = (columns('c'), columns('d'));
        let wrong = format!("CREATE TABLE a (\n{before}    wrong INTEGER NOT nil,\n{after}    last INTEGER\n)");
        let query = format!("SELECT {}one two three, {} 1", "1, ".repeat(200), "1, ".repeat(200));
        for (statement, part) in [(&wrong, "    wrong INTEGER NOT nil,\n"), (&query, "one two three,")] {
            scene.write(
                "migrations/versions/a1_one.sql",
                &GOOD.replace("CREATE TABLE a (id INTEGER PRIMARY KEY)", statement),
            );
            let answer = scene.run("aludel upgrade");
            assert_eq!(answer.exit, 1, "{answer:?}");
            let (_, shown) = answer.err.split_once("\n    ").unwrap();
            assert!(shown.contains(part) && shown.contains('…') && shown.lines().count() < 20, "{part}: {shown}");
        }
    });
}
