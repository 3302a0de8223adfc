//! What stands between a process and its server, and stops at a request.

use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use aludel_drivers::System;

use super::{Moment, TestDatabase};

/// Stands between a process and its server, counts what the process sends, and stops at one of these requests.
pub(crate) struct Proxy {
    /// The database of the test, through it.
    pub(crate) url: String,
    /// One word when the place is reached; with it, the sender that lets the connection end.
    pub(crate) reached: Receiver<Sender<()>>,
    /// How many requests there were, once the session is over.
    pub(crate) counted: Receiver<usize>,
}

impl Proxy {
    /// One that stops at a request, counted from 1.
    pub(crate) fn open(database: &TestDatabase, stop: Option<(usize, Moment)>) -> Self {
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
        if let Some((_, moment)) = now {
            if moment == Moment::After {
                // What the server says is not passed on any more; to half of a greeting it says nothing.
                server.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
                let _ = self::read(server, &mut buffer);
            }
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

/// Says that the place is reached, and waits until something has happened.
fn hold(tell: &Sender<Sender<()>>) {
    let (go, gone) = channel();
    if tell.send(go).is_ok() {
        let _ = gone.recv();
    }
}
