//! The exit codes that others act on.

use std::process::Stdio;
use std::time::{Duration, Instant};

use aludel_core::connection::Connection;
use aludel_drivers::System;

use super::binaries::binary;
use super::scene::{Answer, Scene, words};
use super::schemas::{json, roles};
use crate::harness::{TestDatabase, on_every_server, on_servers};

#[test]
fn a_difference_or_a_pending_revision_is_3() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        scene.write("schema.json", &json([roles()]));
        scene.done("aludel init");
        let exit = |line| scene.run(line).exit;
        assert_eq!(exit("aludel check --models schema.json"), 3);
        assert_eq!(exit("aludel diff --to schema.json"), 3);
        scene.done("aludel migrate --models schema.json -m one");
        assert_eq!(exit("aludel check --models schema.json"), 3);
        scene.done("aludel upgrade");
        assert_eq!(exit("aludel check --models schema.json"), 0);
        assert_eq!(exit("aludel diff --to schema.json"), 0);
    });
}

#[test]
fn a_lock_that_is_not_to_be_had_is_5() {
    on_every_server(async |database| {
        let scene = slow(database);
        let mut holder = database.connect().await;
        let mut running = if database.server().system() == System::Sqlite {
            holder.execute("BEGIN IMMEDIATE").await.unwrap();
            None
        } else {
            let mut command = scene.command(&binary("aludel"), &words("upgrade"));
            let running = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
            until_it_sleeps(&mut *holder, database).await;
            Some(running)
        };
        let answer = scene.run("aludel upgrade --lock-timeout 1 --json");
        assert_eq!(answer.exit, 5, "{answer:?}");
        let document: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
        assert_eq!(document["error"]["kind"], "locked");
        match running.take() {
            Some(running) => assert_eq!(Answer::from(running.wait_with_output().unwrap()).exit, 0),
            None => assert!(holder.execute("ROLLBACK").await.is_ok()),
        }
        holder.close().await.unwrap();
    });
}

/// A folder with a revision that takes a while on a server.
fn slow(database: &TestDatabase) -> Scene {
    let scene = Scene::on(database);
    let sleep = match database.server().system() {
        System::Sqlite => "SELECT 1",
        System::MySql => "DO SLEEP(6)",
        System::Postgres => "SELECT pg_sleep(6)",
    };
    scene.done("aludel init");
    scene.write(
        "migrations/versions/a1.sql",
        &format!("-- one\n--\n-- revision: a1\n-- revises: base\n\n-- aludel: upgrade\n{sleep};\n"),
    );
    scene
}

/// Waits until the slow statement runs in the database.
async fn until_it_sleeps(connection: &mut dyn Connection, database: &TestDatabase) {
    let name = database.url.database().unwrap();
    let sessions = match database.server().system() {
        System::Postgres => {
            format!(
                "SELECT pid FROM pg_stat_activity WHERE datname = '{name}' AND query LIKE '%pg_sleep(6)%' AND pid <> pg_backend_pid()"
            )
        }
        _ => format!("SELECT id FROM information_schema.processlist WHERE db = '{name}' AND info LIKE 'DO SLEEP%'"),
    };
    let start = Instant::now();
    while connection.query(&sessions).await.unwrap().is_empty() {
        assert!(start.elapsed() < Duration::from_secs(30), "the revision never ran");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Where a statement commits by itself, a revision that stopped in its midst goes on where it stopped; one whose script
/// was edited meanwhile is for a person to look at.
#[test]
fn a_revision_that_is_half_done_and_cannot_go_on_is_6() {
    on_servers(
        |server| server.system() == System::MySql,
        async |database| {
            let scene = Scene::on(database);
            let script = |first: &str, second: &str| {
                format!(
                    "-- one\n--\n-- revision: a1\n-- revises: base\n\n-- aludel: upgrade\n\
                     CREATE TABLE {first} (id INTEGER PRIMARY KEY);\nINSERT INTO {second} VALUES (1);\n"
                )
            };
            scene.done("aludel init");
            scene.write("migrations/versions/a1.sql", &script("a", "nowhere"));
            assert_eq!(scene.run("aludel upgrade").exit, 1);
            assert_eq!(scene.done("aludel current"), "");
            scene.write("migrations/versions/a1.sql", &script("b", "b"));
            let answer = scene.run("aludel upgrade");
            assert_eq!(answer.exit, 6, "{answer:?}");
            scene.write("migrations/versions/a1.sql", &script("a", "a"));
            scene.done("aludel upgrade");
            assert_eq!(scene.done("aludel current"), "a1 (head)\n");
        },
    );
}
