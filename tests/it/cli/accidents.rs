//! What happens in the middle of a revision of ten statements: the process is killed, its connection is cut, the server is
//! killed. Then the command is typed again.

use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use aludel_core::connection::Connection;
use aludel_drivers::System;
use xtask::servers::{Private, Wishes};

use super::binaries::binary;
use super::scene::{Scene, words};
use crate::harness::{Moment, Proxy, TestDatabase, blocking, on_servers, start_server, stride, trials};

/// How many tables the revision makes, each with a row.
const TABLES: usize = 5;

/// Ten statements each way; on PostgreSQL with indexes that cannot be built in a transaction.
fn write_history(scene: &Scene, system: System) {
    scene.done("aludel init");
    let concurrently = system == System::Postgres;
    let up: String = (0..TABLES)
        .map(|table| {
            let index = format!("CREATE INDEX CONCURRENTLY ix{table} ON t{table} (id);\n");
            let index = if concurrently { index } else { String::new() };
            format!("CREATE TABLE t{table} (id INTEGER PRIMARY KEY);\nINSERT INTO t{table} VALUES ({table});\n{index}")
        })
        .collect();
    let down: String = (0..TABLES)
        .map(|table| {
            let index = if concurrently { format!("DROP INDEX CONCURRENTLY ix{table};\n") } else { String::new() };
            format!("{index}DELETE FROM t{table};\nDROP TABLE t{table};\n")
        })
        .collect();
    let header = "-- ten statements\n--\n-- revision: a1\n-- revises: base\n\n";
    let text = format!("{header}-- aludel: upgrade\n{up}\n-- aludel: downgrade\n{down}");
    scene.write("migrations/versions/a1.sql", &text);
    scene.done("aludel heads --write");
}

fn start(scene: &Scene, line: &str, url: &str) -> Child {
    let mut command = scene.command(&binary("aludel"), &words(line));
    command.env("ALUDEL_DATABASE_URL", url).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// Runs a command, in which something happens at a request. Returns how many requests there were, where nothing did.
fn run_with(
    scene: &Scene,
    database: &TestDatabase,
    line: &str,
    stop: Option<(usize, Moment)>,
    happens: &mut dyn FnMut(&mut Child),
) -> Option<usize> {
    let proxy = Proxy::open(database, stop);
    let mut child = start(scene, line, &proxy.url);
    loop {
        if let Ok(go_on) = proxy.reached.recv_timeout(Duration::from_millis(5)) {
            happens(&mut child);
            drop(go_on);
            child.wait().unwrap();
            return None;
        }
        if child.try_wait().unwrap().is_some() {
            return proxy.counted.recv_timeout(Duration::from_secs(10)).ok();
        }
    }
}

/// Types the command again until it is done; what is in doubt is looked at and settled, as the message says.
async fn type_again(scene: &Scene, database: &TestDatabase, line: &str, case: &str) -> usize {
    let mut settled = 0;
    loop {
        let answer = scene.run(line);
        if answer.exit == 0 {
            return settled;
        }
        assert_eq!(answer.exit, 6, "{case}: {answer:?}");
        assert!(answer.err.contains("`aludel repair --done`"), "{case}: {answer:?}");
        let state = scene.json("aludel repair --json");
        let doubt = &state["half_done"]["in_doubt"];
        assert_eq!(doubt["outcome"], "unclear", "{case}: {state}");
        let sql = doubt["sql"].as_str().unwrap();
        let table = words(sql)[2].clone();
        let exists = is_there(&mut *database.connect().await, &table).await;
        let done = exists == sql.starts_with("CREATE");
        scene.done(if done { "aludel repair --done" } else { "aludel repair --not-done" });
        settled += 1;
        assert!(settled < 3, "{case}: {sql}");
    }
}

async fn is_there(connection: &mut dyn Connection, table: &str) -> bool {
    connection.query(&format!("SELECT 1 FROM {table}")).await.is_ok()
}

async fn check(database: &TestDatabase, is_up: bool, case: &str) {
    let mut connection = database.connect().await;
    for table in 0..TABLES {
        let name = format!("t{table}");
        if is_up {
            let rows = connection.query(&format!("SELECT id FROM {name}")).await.unwrap();
            let ids: Vec<_> = rows.iter().map(|row| row.integer(0)).collect();
            assert_eq!(ids, [Some(i64::try_from(table).unwrap())], "{case}");
        } else {
            assert!(!is_there(&mut *connection, &name).await, "{case}");
        }
    }
    if is_up && connection.dialect().name() == "postgres" {
        let rows = connection.query("SELECT indexrelid FROM pg_index WHERE NOT indisvalid").await.unwrap();
        assert!(rows.is_empty(), "{case}");
    }
    connection.close().await.unwrap();
}

/// Lets something happen at requests spread over both directions, and types the command again each time. Returns how often
/// something happened.
async fn everywhere(
    database: &TestDatabase,
    trials: usize,
    happens: &mut dyn FnMut(&mut Child),
    is_over: &mut dyn FnMut(),
) -> usize {
    let scene = Scene::on(database);
    write_history(&scene, database.server().system());
    let mut happened = 0;
    for (there, back, is_up) in [(UP, DOWN, true), (DOWN, UP, false)] {
        let (line, again) = (there, format!("aludel {there}"));
        let back = format!("aludel {back}");
        scene.done(&back);
        let requests = run_with(&scene, database, line, None, &mut |_| {}).unwrap();
        scene.done(&back);
        let moments = [Moment::Before, Moment::During, Moment::After];
        let cases: Vec<_> = (1..=requests).flat_map(|request| moments.map(|moment| (request, moment))).collect();
        for (request, moment) in cases.iter().step_by(stride(cases.len() * 2, trials)) {
            let case = format!("{line}, request {request} of {requests}, {moment:?}");
            happened += usize::from(run_with(&scene, database, line, Some((*request, *moment)), happens).is_none());
            is_over();
            type_again(&scene, database, &again, &case).await;
            check(database, is_up, &case).await;
            scene.done(&back);
        }
        scene.done(&again);
    }
    happened
}

/// The command lines there and back.
const UP: &str = "upgrade --lock-timeout 20";
const DOWN: &str = "downgrade base --lock-timeout 20";

fn report(database: &TestDatabase, happened: usize, what: &str) {
    println!("{}: {happened} times {what}, and nothing lost", database.server().label());
    assert!(happened > 0, "{what}: never");
}

#[test]
fn a_killed_process_leaves_what_the_next_one_finishes_or_asks_about() {
    on_servers(
        |server| server.system() != System::Sqlite,
        async |database| {
            let mut kill = |child: &mut Child| {
                child.kill().unwrap();
                child.wait().unwrap();
            };
            let killed = everywhere(database, trials(), &mut kill, &mut || {}).await;
            report(database, killed, "the process was killed");
        },
    );
}

#[test]
fn a_connection_that_is_cut_leaves_what_the_next_one_finishes_or_asks_about() {
    on_servers(
        |server| server.system() != System::Sqlite,
        async |database| {
            let cut = everywhere(database, trials(), &mut |_| {}, &mut || {}).await;
            report(database, cut, "the connection was cut");
        },
    );
}

/// On SQLite nobody stands between; the process is killed after some part of the time that it takes.
#[test]
fn a_killed_process_leaves_a_file_that_the_next_one_finishes() {
    on_servers(
        |server| server.system() == System::Sqlite,
        async |database| {
            let scene = Scene::on(database);
            write_history(&scene, System::Sqlite);
            let parts = u32::try_from(trials().max(1)).unwrap();
            for (there, back, is_up) in [(UP, DOWN, true), (DOWN, UP, false)] {
                let (again, back) = (format!("aludel {there}"), format!("aludel {back}"));
                scene.done(&back);
                let begin = Instant::now();
                scene.done(&again);
                let time = begin.elapsed();
                scene.done(&back);
                for part in 1..=parts {
                    let case = format!("{there}, part {part} of {parts}");
                    let mut child = start(&scene, there, database.url.for_client());
                    thread::sleep(time * part / parts);
                    drop(child.kill());
                    child.wait().unwrap();
                    type_again(&scene, database, &again, &case).await;
                    check(database, is_up, &case).await;
                    scene.done(&back);
                }
                scene.done(&again);
            }
            report(database, 2 * parts as usize, "the process was killed");
        },
    );
}

/// A server of our own is killed, and started again.
fn a_server_is_killed(name: &str, start: fn(&Wishes<'_>) -> Result<Private, String>) {
    let Some(mut own) = start_server(name, start, &Wishes { durable: true, ..Wishes::default() }) else { return };
    let (server, process) = (own.server, &mut own.process);
    let is_down = std::cell::Cell::new(false);
    let process = std::cell::RefCell::new(process);
    let run = async {
        let database = server.database("it").await;
        let mut kill = |_: &mut Child| {
            process.borrow_mut().kill();
            is_down.set(true);
        };
        let mut restart = || {
            if is_down.take() {
                process.borrow_mut().restart().unwrap();
                blocking(server.answers());
            }
        };
        // It takes seconds until a server is there again.
        let trials = if trials() == 0 { 0 } else { trials().div_ceil(4) };
        let killed = everywhere(&database, trials, &mut kill, &mut restart).await;
        report(&database, killed, "the server was killed");
    };
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap().block_on(run);
}

#[test]
fn a_killed_postgres_leaves_what_the_next_one_finishes_or_asks_about() {
    a_server_is_killed("PostgreSQL", xtask::servers::postgres);
}

#[test]
fn a_killed_mariadb_leaves_what_the_next_one_finishes_or_asks_about() {
    a_server_is_killed("MariaDB", xtask::servers::mariadb);
}

#[test]
fn a_killed_mysql_leaves_what_the_next_one_finishes_or_asks_about() {
    a_server_is_killed("MySQL", xtask::servers::mysql);
}
