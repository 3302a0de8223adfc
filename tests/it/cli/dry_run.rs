//! What a dry run says of a revision that is half done.

use aludel_core::connection::Connection;
use aludel_core::dialect::LockKey;
use snapbox::str;

use super::halfway::{killed, script};
use super::scene::Scene;
use crate::harness::on_every_server;

/// A revision that stops at its third statement, and one after it.
fn halfway(scene: &Scene) {
    scene.done("aludel init");
    scene.write("migrations/versions/a1.sql", &script("INSERT INTO nowhere VALUES (1)"));
    scene.write(
        "migrations/versions/b2.sql",
        "-- two\n--\n-- revision: b2\n-- revises: a1\n\n-- aludel: upgrade\nCREATE TABLE u (id INTEGER);\n",
    );
    scene.done("aludel heads --write");
    assert_eq!(scene.run("aludel upgrade").exit, 1);
}

/// All that the ledger and the journal hold.
async fn written(connection: &mut dyn Connection) -> String {
    let ledger = connection.query("SELECT revision FROM aludel_revisions ORDER BY revision").await.unwrap();
    let journal = connection.query("SELECT id, state, at FROM aludel_journal ORDER BY id").await.unwrap();
    format!("{ledger:?} {journal:?}")
}

/// The plan of `b2`, which is one transaction where there can be one.
fn without_undo(shown: &str) -> String {
    let is_undo = |line: &&str| line.starts_with("-- one transaction") || line.starts_with("-- each statement is kept");
    shown.lines().filter(|line| !is_undo(line)).map(|line| format!("{line}\n")).collect()
}

#[test]
fn it_says_where_a_run_goes_on() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        halfway(&scene);
        let mut connection = database.connect().await;
        let before = written(&mut *connection).await;
        let planned = scene.json("aludel upgrade --dry-run --json");
        let first = &planned[0];
        assert_eq!((&first["revision"], &first["direction"]), (&"a1".into(), &"upgrade".into()));
        assert_eq!(first["half_done"]["done"].as_array().unwrap().len(), 2);
        assert_eq!(first["half_done"]["goes_on_with"], 3);
        assert_eq!((&first["half_done"]["stops"], &first["half_done"]["in_doubt"]), (&NULL, &NULL));
        assert_eq!((&first["undo"], &first["estimate"]), (&"downgrade".into(), &false.into()));
        assert_eq!((&planned[1]["half_done"], &planned[1]["estimate"]), (&NULL, &true.into()));
        let shown = without_undo(&scene.done("aludel upgrade --dry-run"));
        let since = first["half_done"]["at"].as_str().unwrap();
        let expected = format!(
            "-- upgrade a1, one\n-- half done since {since}: statements 1 to 2 are done\n-- a run goes on with statement 3\n\
             -- what this locks is not known\nINSERT INTO nowhere VALUES (1);\nINSERT INTO t VALUES (3);\n\n\
             -- upgrade b2, two\n-- an estimate: what runs before it may leave another schema\n\
             -- what this locks is not known\nCREATE TABLE u (id INTEGER);\n\n"
        );
        assert_eq!(shown, expected);
        assert_eq!(written(&mut *connection).await, before);
        scene.write("migrations/versions/a1.sql", &script("INSERT INTO t VALUES (2)"));
        scene.done("aludel upgrade");
        assert_eq!(scene.done("aludel upgrade --dry-run"), "-- nothing to do\n");
    });
}

const NULL: serde_json::Value = serde_json::Value::Null;

#[test]
fn it_says_where_a_run_stops_and_what_to_do() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        halfway(&scene);
        let mut connection = database.connect().await;
        killed(&mut *connection, "2020-01-01T00:00:00.000Z").await;
        let before = written(&mut *connection).await;
        let planned = scene.json("aludel upgrade --dry-run --json");
        let half_done = &planned[0]["half_done"];
        assert_eq!((&half_done["goes_on_with"], &half_done["in_doubt"]["number"]), (&NULL, &3.into()));
        assert_eq!((&planned[0]["estimate"], &planned[1]["estimate"]), (&true.into(), &true.into()));
        let shown = without_undo(&scene.done("aludel upgrade --dry-run"));
        let error = scene.json_error("aludel upgrade --json", 6);
        assert_eq!((&half_done["stops"]["message"], &half_done["stops"]["help"]), (&error["message"], &error["help"]));
        let what = "what it does is nothing that could be looked up";
        let expected = format!(
            "-- upgrade a1, one\n-- half done since 2020-01-01T00:00:00.000Z: statements 1 to 2 are done\n\
             -- statement 3 is in doubt: INSERT INTO nowhere VALUES (1)\n--   {what}\n-- a run stops here with exit code 6:\n\
             --   the upgrade of revision \"a1\" is half done: statement 3 was sent, and its outcome is not known: {what}\n\
             --       INSERT INTO nowhere VALUES (1)\n--   help: look whether statement 3 took effect; then say \
             `aludel repair --done` or `aludel repair --not-done`, and run the command again\n\
             -- an estimate: what runs before it may leave another schema\n-- what this locks is not known\n\
             INSERT INTO t VALUES (3);\n\n-- upgrade b2, two\n-- an estimate: what runs before it may leave another schema\n\
             -- what this locks is not known\nCREATE TABLE u (id INTEGER);\n\n"
        );
        assert_eq!(shown, expected);
        assert_eq!(written(&mut *connection).await, before);
    });
}

#[test]
fn it_waits_for_a_process_that_may_be_at_work() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        halfway(&scene);
        let mut connection = database.connect().await;
        let dialect = connection.dialect();
        // As if it were writing all the time.
        killed(&mut *connection, "2999-01-01T00:00:00.000Z").await;
        let answer = scene.run("aludel upgrade --dry-run --lock-timeout 1");
        let has_lock = dialect.session_lock(&LockKey { database: String::new(), ledger: "l".into() }).is_some();
        assert_eq!(answer.exit, if has_lock { 0 } else { 5 }, "{answer:?}");
        assert_eq!(answer.err.contains("was not freed within 1 s"), !has_lock, "{answer:?}");
    });
}

#[test]
fn it_says_that_a_run_the_other_way_or_of_another_script_stops() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        halfway(&scene);
        for target in ["-1", "base", "a1"] {
            let stopped = scene.run(&format!("aludel downgrade {target}"));
            assert!(stopped.exit == 6 && stopped.err.contains("must be finished before anything else"), "{stopped:?}");
            let planned = scene.done(&format!("aludel downgrade {target} --dry-run"));
            assert!(planned.contains("-- a run stops here with exit code 6:\n"), "{planned}");
        }
        assert_eq!(scene.run("aludel downgrade zz").exit, 1, "a revision that is not there");
        scene.plays(str![[r#"
$ aludel downgrade base --dry-run
-- upgrade a1, one
-- half done since [WHEN]: statements 1 to 2 are done
-- a run stops here with exit code 6:
--   the upgrade of revision "a1" is half done: it must be finished before anything else is run
--   help: run the upgrade again as far as this revision: it goes on with statement 3


"#]]);
        scene.write(
            "migrations/versions/a1.sql",
            &script("INSERT INTO t VALUES (2)").replace("VALUES (1)", "VALUES (11)"),
        );
        scene.plays(str![[r#"
$ aludel upgrade --dry-run
-- upgrade a1, one
-- half done since [WHEN]: statements 1 to 2 are done
-- a run stops here with exit code 6:
--   the upgrade of revision "a1" is half done: its script was changed meanwhile: statement 2 is not the one that ran
--   help: put the script back as it was and run the command again; or finish the rest by hand and `stamp a1`, or take back what is done and `stamp` the revision before it


"#]]);
    });
}
