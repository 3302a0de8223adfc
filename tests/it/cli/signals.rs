//! Ctrl-C, typed once and twice.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use aludel_drivers::System;

use super::binaries::binary;
use super::scene::{Answer, Scene, words};
use crate::harness::{TestDatabase, on_every_server, on_servers};

/// Three statements, of which the second takes some time, and another revision.
fn write_history(scene: &Scene, slow: &str) {
    scene.done("aludel init");
    let first = format!("CREATE TABLE one (id INTEGER);\n{slow};\nCREATE TABLE two (id INTEGER);\n");
    for (id, parent, sql) in [("a1", "base", first.as_str()), ("b2", "a1", "CREATE TABLE three (id INTEGER);\n")] {
        let text = format!("-- {id}\n--\n-- revision: {id}\n-- revises: {parent}\n\n-- aludel: upgrade\n{sql}");
        scene.write(&format!("migrations/versions/{id}.sql"), &text);
    }
    scene.done("aludel heads --write");
    // From then on, nothing but a revision takes the lock.
    scene.done("aludel ensure-version");
}

/// A statement that takes so long, more or less.
fn slow(database: &TestDatabase, seconds: u32) -> String {
    match database.server().system() {
        System::Postgres => format!("SELECT pg_sleep({seconds})"),
        System::MySql => format!("DO SLEEP({seconds})"),
        System::Sqlite => {
            let steps = seconds * 5_000_000;
            format!(
                "INSERT INTO one WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {steps}) \
                 SELECT max(i) FROM n"
            )
        }
    }
}

/// Waits until the statement is at work.
async fn wait_for(database: &TestDatabase) {
    let start = Instant::now();
    loop {
        let mut connection = database.connect().await;
        let at_work = match database.server().system() {
            System::Sqlite => {
                connection.execute("PRAGMA busy_timeout = 0").await.unwrap();
                connection.execute("BEGIN IMMEDIATE; ROLLBACK").await.is_err()
            }
            System::Postgres => {
                let query =
                    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'";
                !connection.query(query).await.unwrap().is_empty()
            }
            System::MySql => {
                let query = "SELECT 1 FROM information_schema.processlist WHERE db = DATABASE() AND info LIKE '%DO SLEEP%' \
                             AND id <> CONNECTION_ID()";
                !connection.query(query).await.unwrap().is_empty()
            }
        };
        connection.close().await.unwrap();
        if at_work {
            return;
        }
        assert!(start.elapsed() < Duration::from_secs(30), "it never began");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

fn start(scene: &Scene) -> Child {
    let mut command = scene.command(&binary("aludel"), &words("aludel upgrade")[1..]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn interrupt(child: &Child, signal: &str) {
    assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
}

#[cfg(unix)]
#[test]
fn the_first_stops_after_the_statement_at_hand_and_the_next_run_goes_on() {
    for signal in ["-INT", "-TERM"] {
        on_every_server(async |database| {
            let label = database.server().label();
            let scene = Scene::on(database);
            write_history(&scene, &slow(database, 1));
            let child = start(&scene);
            wait_for(database).await;
            interrupt(&child, signal);
            let answer = Answer::from(child.wait_with_output().unwrap());
            assert_eq!(answer.exit, 130, "{label}: {answer:?}");
            assert!(answer.err.contains("stopping after the statement at hand"), "{label}: {answer:?}");
            let by_itself = database.server().system() == System::MySql;
            let how = if by_itself {
                "error: stopped as asked within the upgrade of revision \"a1\": 2 of its statements stay done"
            } else {
                "upgrade a1, a1\nerror: stopped as asked before the upgrade of revision \"b2\""
            };
            assert!(answer.err.contains(how), "{label}: {answer:?}");
            let current = scene.done("aludel current");
            assert_eq!(current, if by_itself { "" } else { "a1\n" }, "{label}");
            scene.done("aludel upgrade");
            assert_eq!(scene.done("aludel current"), "b2 (head)\n", "{label}");
            let mut connection = database.connect().await;
            for table in ["one", "two", "three"] {
                connection.query(&format!("SELECT id FROM {table}")).await.unwrap();
            }
        });
    }
}

#[cfg(unix)]
#[test]
fn the_second_stops_at_once() {
    on_every_server(async |database| {
        let label = database.server().label();
        let scene = Scene::on(database);
        write_history(&scene, &slow(database, 4));
        let child = start(&scene);
        wait_for(database).await;
        interrupt(&child, "-INT");
        thread::sleep(Duration::from_millis(200));
        let asked = Instant::now();
        interrupt(&child, "-INT");
        let answer = Answer::from(child.wait_with_output().unwrap());
        assert_eq!(answer.exit, 130, "{label}: {answer:?}");
        assert!(asked.elapsed() < Duration::from_secs(2), "{label}: {:?}", asked.elapsed());
        assert!(answer.err.contains("stopped at once"), "{label}: {answer:?}");
    });
}

#[cfg(unix)]
#[test]
fn a_server_that_does_not_answer_is_not_waited_for() {
    on_servers(
        |server| server.system() == System::Sqlite,
        async |database| {
            let scene = Scene::on(database);
            write_history(&scene, "SELECT 1");
            for scheme in ["mysql", "postgres"] {
                let silent = TcpListener::bind("127.0.0.1:0").unwrap();
                let url = format!("{scheme}://root@{}/x", silent.local_addr().unwrap());
                let mut command = scene.command(&binary("aludel"), &["upgrade".into(), "--url".into(), url]);
                let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
                let _open = silent.accept().unwrap();
                interrupt(&child, "-INT");
                let asked = Instant::now();
                let answer = Answer::from(child.wait_with_output().unwrap());
                assert_eq!(answer.exit, 130, "{scheme}: {answer:?}");
                assert!(asked.elapsed() < Duration::from_secs(10), "{scheme}: {:?}", asked.elapsed());
            }
        },
    );
}
