//! What `repair` shows of a revision that is half done, and how it settles it.

use snapbox::str;

use super::halfway::{killed, script};
use super::scene::Scene;
use super::schemas;
use crate::harness::on_every_server;

/// A revision that stops at its third statement.
fn halfway(scene: &Scene) {
    scene.done("aludel init");
    scene.write("migrations/versions/a1.sql", &script("INSERT INTO nowhere VALUES (1)"));
    scene.done("aludel heads --write");
    scene.plays(str![[r#"
$ aludel repair
database [DATABASE]
no revision is half done
$ aludel repair --finish
! error: no revision is half done in [DATABASE]
!   help: run `aludel current` to see where the database stands
exit 1
$ aludel repair --done
! error: no revision is half done in [DATABASE]
!   help: run `aludel current` to see where the database stands
exit 1
$ aludel repair --back
! error: no revision is half done in [DATABASE]
!   help: run `aludel current` to see where the database stands
exit 1

"#]]);
    let stopped = scene.run("aludel upgrade");
    assert_eq!(stopped.exit, 1);
    assert!(stopped.err.starts_with("database ") && stopped.err.contains("\nerror: cannot upgrade"), "{stopped:?}");
}

#[test]
fn the_rest_is_run_once_the_script_is_mended() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        halfway(&scene);
        let state = scene.json("aludel repair --json")["half_done"].clone();
        assert_eq!((&state["revision"], &state["direction"]), (&"a1".into(), &"upgrade".into()));
        assert_eq!(state["done"].as_array().unwrap().len(), 2);
        assert_eq!((&state["in_doubt"], &state["to_come"][0]["number"]), (&serde_json::Value::Null, &3.into()));
        let shown = scene.done("aludel repair");
        assert!(shown.contains("  2 done INSERT INTO t VALUES (1)\n  3 to come INSERT INTO nowhere"), "{shown}");
        let why = "statement 1 cannot be taken back: it is SQL, and nothing says what takes this one statement back\n";
        assert!(shown.contains(&format!("\n{why}say `aludel repair --finish` to run the rest; or finish")), "{shown}");
        assert!(!shown.contains("--back"), "{shown}");
        let back = scene.run("aludel repair --back");
        assert_eq!(back.exit, 6, "{back:?}");
        assert!(back.err.contains(&format!("is half done: {why}")), "{back:?}");
        let settled = scene.run("aludel repair --done");
        assert!(settled.exit == 6 && settled.err.contains("no statement of it is in doubt"), "{settled:?}");
        assert!(settled.err.contains("`aludel repair --finish`") && !settled.err.contains("--back"), "{settled:?}");
        let help = state["no_way_back"]["help"].as_str().unwrap();
        assert!(help.starts_with("say `aludel repair --finish`"), "{help}");
        scene.write("migrations/versions/a1.sql", &script("INSERT INTO t VALUES (2)"));
        scene.plays(str![[r#"
$ aludel repair --finish
database [DATABASE]
upgrade <base> -> a1, one ([MS] ms)
no revision is half done
$ aludel current
a1 (head)

"#]]);
        let mut connection = database.connect().await;
        let rows = connection.query("SELECT id FROM t ORDER BY id").await.unwrap();
        assert_eq!(rows.iter().map(|row| row.integer(0)).collect::<Vec<_>>(), [Some(1), Some(2), Some(3)]);
    });
}

#[test]
fn what_cannot_be_finished_is_not_told_to_be() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        halfway(&scene);
        let changed = script("INSERT INTO t VALUES (2)").replace("(id INTEGER)", "(id BIGINT)");
        scene.write("migrations/versions/a1.sql", &changed);
        let changed = "its script was changed meanwhile: statement 1 is not the one that ran";
        same_everywhere(&scene, changed, "put the script back as it was");
        std::fs::remove_file(scene.path("migrations/versions/a1.sql")).unwrap();
        same_everywhere(&scene, "no script has this revision any more", "get the script back");
    });
}

/// Every command says the same of what is half done: that this stands in the way, and what to do.
#[track_caller]
fn same_everywhere(scene: &Scene, what: &str, help: &str) {
    for line in ["upgrade", "repair --finish"] {
        let stopped = scene.run(&format!("aludel {line}"));
        assert_eq!(stopped.exit, 6, "{line}: {stopped:?}");
        assert!(stopped.err.contains(&format!("\"a1\" is half done: {what}\n  help: {help}")), "{line}: {stopped:?}");
    }
    let shown = scene.done("aludel repair");
    assert!(shown.contains(&format!("\"a1\" is half done: {what}\n")), "{shown}");
    assert!(shown.contains(&format!("\n{help}")) && !shown.contains("--finish"), "{shown}");
    let state = scene.json("aludel repair --json")["half_done"].clone();
    assert_eq!(state["unplanned"]["help"], state["no_way_back"]["help"]);
    let planned = scene.done("aludel upgrade --dry-run");
    assert!(planned.contains(&format!("\"a1\" is half done: {what}\n--   help: {help}")), "{planned}");
}

#[test]
fn sql_in_doubt_waits_for_a_word() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        halfway(&scene);
        let mut connection = database.connect().await;
        killed(&mut *connection, "2020-01-01T00:00:00.000Z").await;
        let again = scene.run("aludel upgrade");
        assert_eq!(again.exit, 6, "{again:?}");
        assert!(again.err.contains("statement 3 was sent, and its outcome is not known: "), "{again:?}");
        let shown = scene.done("aludel repair");
        assert!(shown.contains("  3 in doubt INSERT INTO nowhere"), "{shown}");
        assert!(shown.ends_with("`aludel repair --not-done`, then `aludel repair --finish`\n"), "{shown}");
        let settled = scene.done("aludel repair --done");
        assert!(settled.contains("the upgrade of a1 is half done since 2020-01-01T00:00:00.000Z:\n"), "{settled}");
        scene.done("aludel upgrade");
        let rows = connection.query("SELECT id FROM t ORDER BY id").await.unwrap();
        assert_eq!(rows.iter().map(|row| row.integer(0)).collect::<Vec<_>>(), [Some(1), Some(3)]);
    });
}

#[test]
fn what_only_reads_says_it_too() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        halfway(&scene);
        scene.write("schema.json", &schemas::json([schemas::roles()]));
        scene.plays(str![[r#"
$ aludel current
! warning: the upgrade of revision "a1", begun [WHEN], is half done or under way: `aludel repair` shows it
$ aludel current -c
! error: the upgrade of revision "a1", begun [WHEN], is half done or under way
!   help: finish it with `aludel upgrade`; `aludel repair` shows what is done
exit 6
$ aludel history -i
<base> -> a1 (head) (upgrade half done), one
$ aludel history
<base> -> a1 (head), one
$ aludel check --models schema.json
pending not applied yet: a1
! warning: the upgrade of revision "a1", begun [WHEN], is half done or under way: whether the models differ from the database is seen once it is finished; `aludel repair` shows it
exit 3
$ aludel migrate --models schema.json -m two
! error: the upgrade of revision "a1", begun [WHEN], is half done or under way
!   help: finish it with `aludel upgrade`; `aludel repair` shows what is done
exit 6

"#]]);
        let history = scene.json("aludel history -i --json");
        assert_eq!((&history[0]["is_current"], &history[0]["half_done"]), (&false.into(), &"upgrade".into()));
        assert_eq!(scene.json("aludel current --json"), serde_json::json!([]), "the database does not stand at it");
        let checked = scene.run("aludel check --models schema.json --json");
        let report: serde_json::Value = serde_json::from_str(&checked.out).unwrap();
        assert_eq!((checked.exit, &report["compared"], &report["pending"][0]), (3, &false.into(), &"a1".into()));
        let warning = report["warnings"][0].as_str().unwrap();
        assert!(warning.ends_with("; `aludel repair` shows it"), "{warning}");
        scene.write("migrations/versions/a1.sql", &script("INSERT INTO t VALUES (2)"));
        scene.done("aludel upgrade");
        assert_eq!(scene.done("aludel current"), "a1 (head)\n");
        assert_eq!(scene.json("aludel history -i --json")[0].get("half_done"), None);
    });
}

#[test]
fn statements_that_are_shown_in_part_say_so() {
    let scene = Scene::new().with("DATABASE_URL", "sqlite://app.db");
    scene.done("aludel init");
    scene.write("migrations/versions/a1.sql", &script("INSERT INTO nowhere\nVALUES (1)"));
    scene.done("aludel heads --write");
    assert_eq!(scene.run("aludel upgrade").exit, 1);
    let shown = scene.done("aludel repair");
    assert!(shown.contains("  2 done INSERT INTO t VALUES (1)\n  3 to come INSERT INTO nowhere …\n"), "{shown}");
}

#[test]
fn an_edited_script_is_accepted_as_it_is() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        scene.done("aludel init");
        scene.write("migrations/versions/a1.sql", &script("INSERT INTO t VALUES (2)"));
        scene.done("aludel heads --write");
        scene.done("aludel upgrade");
        scene.write("migrations/versions/a1.sql", &script("INSERT INTO t VALUES (22)"));
        scene.plays(str![[r#"
$ aludel repair
database [DATABASE]
no revision is half done
edited: migrations/versions/a1.sql was edited after it was applied
say `aludel repair --accept` if the present text is the right one
$ aludel repair --accept
database [DATABASE]
accepted a1 as it is now
no revision is half done
$ aludel upgrade
database [DATABASE]
nothing to do

"#]]);
        scene.done("aludel downgrade base");
        let refused = scene.run("aludel repair --accept a1");
        assert!(refused.exit == 2 && refused.err.contains("revision \"a1\" is not applied"), "{refused:?}");
    });
}
