//! Processes that are killed in the middle of a revision of ten statements; then the command is typed again.

use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use aludel_core::connection::Connection;
use aludel_drivers::System;

use super::binaries::binary;
use super::scene::{Scene, words};
use crate::harness::{TestDatabase, on_every_server, stride, trials};

/// When the process is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moment {
    /// Before a request reaches the server.
    Before,
    /// After the server has answered it.
    After,
}

/// How many tables the revision makes, each with a row.
const TABLES: usize = 5;

/// Stands between a process and its server, counts what the process sends, and stops at one of these requests.
struct Proxy {
    url: String,
    /// One word when the place is reached; with it, the sender that lets the connection end.
    reached: Receiver<Sender<()>>,
    /// How many requests there were, once the session is over.
    counted: Receiver<usize>,
}

impl Proxy {
    /// One that stops at a request, counted from 1.
    fn open(database: &TestDatabase, stop: Option<(usize, Moment)>) -> Self {
        let url = database.url.for_client();
        let (scheme, rest) = url.split_once("://").unwrap();
        let (place, name) = rest.rsplit_once('/').unwrap();
        let (account, address) = place.rsplit_once('@').map_or(("", place), |(account, address)| (account, address));
        let usual = if database.server().system() == System::Postgres { 5432 } else { 3306 };
        let address = if address.contains(':') { address.to_owned() } else { format!("{address}:{usual}") };
        let account = if account.is_empty() { String::new() } else { format!("{account}@") };
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("{scheme}://{account}{}/{name}", listener.local_addr().unwrap());
        let (tell, reached) = channel();
        let (count, counted) = channel();
        thread::spawn(move || serve(&listener, &address, stop, &tell, &count));
        Self { url, reached, counted }
    }
}

/// Serves every session; the first one is the one that is counted, since others only prove its lock.
fn serve(
    listener: &TcpListener,
    address: &str,
    stop: Option<(usize, Moment)>,
    tell: &Sender<Sender<()>>,
    count: &Sender<usize>,
) {
    for (place, client) in listener.incoming().enumerate() {
        let (Ok(client), Ok(server)) = (client, TcpStream::connect(address)) else { return };
        let (tell, count) = (tell.clone(), count.clone());
        let stop = stop.filter(|_| place == 0);
        thread::spawn(move || {
            let requests = pass(&client, &server, stop, &tell);
            if place == 0 {
                let _ = count.send(requests);
            }
        });
    }
}

/// Passes on what both say until one of them has enough. Returns how many requests there were.
fn pass(client: &TcpStream, server: &TcpStream, stop: Option<(usize, Moment)>, tell: &Sender<Sender<()>>) -> usize {
    let mut requests = 0;
    let back = stop.is_none().then(|| pipe(server, client));
    let mut buffer = vec![0; 1 << 20];
    loop {
        // Where a request is to be stopped, answers are passed on one by one, before the next request.
        if stop.is_some() && !wait(client, server, &mut buffer) {
            break;
        }
        let Some(read) = read(client, &mut buffer) else { break };
        requests += 1;
        let now = stop.filter(|(at, _)| *at == requests);
        if now.is_some_and(|(_, moment)| moment == Moment::Before) {
            hold(tell);
            break;
        }
        if write(server, &buffer[..read]).is_none() {
            break;
        }
        if now.is_some() {
            // What the server says is not passed on any more; to half of a greeting it says nothing.
            server.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
            let _ = self::read(server, &mut buffer);
            hold(tell);
            break;
        }
    }
    drop((client.shutdown(Shutdown::Both), server.shutdown(Shutdown::Both)));
    drop(back.map(thread::JoinHandle::join));
    requests
}

/// Passes answers on until the client says something; false where one of them is gone.
fn wait(client: &TcpStream, server: &TcpStream, buffer: &mut [u8]) -> bool {
    let short = Some(Duration::from_millis(2));
    client.set_read_timeout(short).unwrap();
    server.set_read_timeout(short).unwrap();
    let outcome = loop {
        match client.peek(&mut [0]) {
            Ok(0) => break false,
            Ok(_) => break true,
            Err(error) if is_patience(&error) => {}
            Err(_) => break false,
        }
        match std::io::Read::read(&mut &*server, buffer) {
            Ok(0) => break false,
            Ok(read) if write(client, &buffer[..read]).is_none() => break false,
            Ok(_) => {}
            Err(error) if is_patience(&error) => {}
            Err(_) => break false,
        }
    };
    client.set_read_timeout(None).unwrap();
    server.set_read_timeout(None).unwrap();
    outcome
}

fn is_patience(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut)
}

fn read(mut from: &TcpStream, buffer: &mut [u8]) -> Option<usize> {
    std::io::Read::read(&mut from, buffer).ok().filter(|read| *read > 0)
}

fn write(mut to: &TcpStream, bytes: &[u8]) -> Option<()> {
    std::io::Write::write_all(&mut to, bytes).ok()
}

fn pipe(from: &TcpStream, to: &TcpStream) -> thread::JoinHandle<()> {
    let (mut from, mut to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
    thread::spawn(move || drop((std::io::copy(&mut from, &mut to), to.shutdown(Shutdown::Both))))
}

/// Says that the place is reached, and waits until the process is dead.
fn hold(tell: &Sender<Sender<()>>) {
    let (go, gone) = channel();
    if tell.send(go).is_ok() {
        let _ = gone.recv();
    }
}

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

/// Runs a command and kills it at a request. Returns how many requests there were, where it came to its end.
fn kill_at(scene: &Scene, database: &TestDatabase, line: &str, stop: Option<(usize, Moment)>) -> Option<usize> {
    let proxy = Proxy::open(database, stop);
    let mut child = start(scene, line, &proxy.url);
    loop {
        if let Ok(go) = proxy.reached.recv_timeout(Duration::from_millis(5)) {
            child.kill().unwrap();
            child.wait().unwrap();
            drop(go);
            return None;
        }
        if child.try_wait().unwrap().is_some() {
            return proxy.counted.recv_timeout(Duration::from_secs(10)).ok();
        }
    }
}

/// Kills a command after some part of the time that it takes.
fn kill_after(scene: &Scene, database: &TestDatabase, line: &str, time: Duration) {
    let mut child = start(scene, line, database.url.for_client());
    thread::sleep(time);
    drop(child.kill());
    child.wait().unwrap();
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

#[test]
fn a_killed_process_leaves_what_the_next_one_finishes_or_asks_about() {
    on_every_server(async |database| {
        let system = database.server().system();
        let scene = Scene::on(database);
        write_history(&scene, system);
        let (up, down) = ("aludel upgrade --lock-timeout 20", "aludel downgrade base --lock-timeout 20");
        let (typed_up, typed_down) = ("upgrade --lock-timeout 20", "downgrade base --lock-timeout 20");
        for (typed, again, other, is_up) in [(typed_up, up, down, true), (typed_down, down, up, false)] {
            scene.done(other);
            let begin = Instant::now();
            let places = if system == System::Sqlite {
                scene.done(again);
                trials().max(1)
            } else {
                kill_at(&scene, database, typed, None).unwrap()
            };
            let time = begin.elapsed();
            scene.done(other);
            let mut killed = 0;
            let moments =
                if system == System::Sqlite { &[Moment::Before][..] } else { &[Moment::Before, Moment::After] };
            for place in (1..=places).step_by(stride(places * 4, trials())) {
                for moment in moments {
                    let case = format!("{typed}, request {place} of {places}, {moment:?}");
                    if system == System::Sqlite {
                        let part = u32::try_from(place).unwrap();
                        kill_after(&scene, database, typed, time * part / u32::try_from(places).unwrap());
                    } else {
                        killed += usize::from(kill_at(&scene, database, typed, Some((place, *moment))).is_none());
                    }
                    type_again(&scene, database, again, &case).await;
                    check(database, is_up, &case).await;
                    scene.done(other);
                }
            }
            assert!(killed > 0 || system == System::Sqlite, "{typed}: no process was killed");
            scene.done(again);
        }
    });
}
