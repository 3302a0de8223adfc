//! Several processes that migrate one database at once.

use std::process::Stdio;

use aludel_drivers::System;

use super::binaries::binary;
use super::scene::{Answer, Scene};
use crate::harness::{Pooler, TestDatabase, on_every_server, on_servers, racers};

/// How many revisions are to be run.
const REVISIONS: usize = 50;

/// The id of a revision.
fn id(place: usize) -> String {
    format!("r{place:02}")
}

/// Writes a history; each revision makes a table, which works once, and writes a row.
fn write_history(scene: &Scene, between: impl Fn(usize) -> &'static str) {
    scene.done("aludel init");
    for place in 0..REVISIONS {
        let (id, parent) = (id(place), place.checked_sub(1).map_or("base".to_owned(), id));
        let text = format!(
            "-- {id}\n--\n-- revision: {id}\n-- revises: {parent}\n\n-- aludel: upgrade\n\
             CREATE TABLE t{place} (id INTEGER PRIMARY KEY);\n{}INSERT INTO t{place} VALUES ({place});\n",
            between(place)
        );
        scene.write(&format!("migrations/versions/{id}.sql"), &text);
    }
    scene.done("aludel heads --write");
}

/// Starts `upgrade` many times at once, and expects each process to end well and each revision to be run by one of them.
fn race(scene: &Scene) {
    let start = |_| {
        let mut command = scene.command(&binary("aludel"), &["upgrade".to_owned(), "--json".to_owned()]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let started: Vec<_> = (0..racers()).map(start).collect();
    let mut ran: Vec<String> = Vec::new();
    for child in started {
        let answer = Answer::from(child.wait_with_output().unwrap());
        assert_eq!(answer.exit, 0, "{answer:?}");
        let report: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
        let steps = report["steps"].as_array().unwrap().iter().filter(|step| step["skipped"] == false);
        ran.extend(steps.map(|step| step["revision"].as_str().unwrap().to_owned()));
    }
    ran.sort();
    assert_eq!(ran, (0..REVISIONS).map(id).collect::<Vec<_>>());
    assert_eq!(scene.done("aludel current"), format!("{} (head)\n", id(REVISIONS - 1)));
}

async fn expect_each_row_once(database: &TestDatabase) {
    let mut connection = database.connect().await;
    let counts: Vec<String> = (0..REVISIONS).map(|place| format!("SELECT count(*) FROM t{place}")).collect();
    let rows = connection.query(&counts.join(" UNION ALL ")).await.unwrap();
    assert_eq!(rows.iter().map(|row| row.integer(0)).collect::<Vec<_>>(), vec![Some(1); REVISIONS]);
}

#[test]
fn many_processes_upgrade_at_once_and_each_revision_runs_once() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        write_history(&scene, |_| "");
        race(&scene);
        expect_each_row_once(database).await;
    });
}

/// An index that is built concurrently, in every tenth revision.
fn concurrently(place: usize) -> &'static str {
    if place % 10 == 5 { "CREATE INDEX CONCURRENTLY ON t0 (id);\n" } else { "" }
}

#[test]
fn many_processes_do_not_deadlock_an_index_that_is_built_concurrently() {
    on_servers(
        |server| server.system() == System::Postgres,
        async |database| {
            let scene = Scene::on(database);
            write_history(&scene, concurrently);
            race(&scene);
            expect_each_row_once(database).await;
        },
    );
}

#[test]
fn many_processes_upgrade_at_once_through_a_pooler() {
    on_servers(
        |server| server.system() == System::Postgres,
        async |database| {
            let Some(pooler) = Pooler::start(database) else { return };
            let scene = Scene::on(database).with("ALUDEL_DATABASE_URL", &pooler.url);
            write_history(&scene, |_| "");
            race(&scene);
            expect_each_row_once(database).await;
        },
    );
}

#[test]
fn what_needs_the_lock_of_a_session_is_refused_behind_a_pooler() {
    on_servers(
        |server| server.system() == System::Postgres,
        async |database| {
            let Some(pooler) = Pooler::start(database) else { return };
            let scene = Scene::on(database).with("ALUDEL_DATABASE_URL", &pooler.url);
            write_history(&scene, concurrently);
            let answer = scene.run("aludel upgrade");
            assert_eq!(answer.exit, 1, "{answer:?}");
            assert!(answer.err.contains("a second session could take it too, as behind a pooler"), "{answer:?}");
            assert_eq!(scene.done("aludel current"), format!("{}\n", id(4)), "those before it are applied");
            let direct = scene.with("ALUDEL_DATABASE_URL", database.url.for_client());
            direct.done("aludel upgrade");
            expect_each_row_once(database).await;
        },
    );
}
