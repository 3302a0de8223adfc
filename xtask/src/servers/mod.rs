//! Database servers for the tests: named by the environment, or private ones on free ports.

mod find;
mod mariadb;
mod mysql;
mod postgres;
mod private;

use std::io::Read as _;
use std::path::Path;

use crate::Outcome;

pub use mariadb::start as mariadb;
pub use mysql::start as mysql;
pub use postgres::start as postgres;
pub use private::Private;

/// How a private server is started.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wishes<'a> {
    /// Where it is missing and may be installed, it is.
    pub install: bool,
    /// What is committed is there after the server was killed. Without that, it is faster.
    pub durable: bool,
    /// A folder with the files `server.pem` and `server.key`, with which it offers encryption.
    pub certificate: Option<&'a Path>,
}

/// A server that tests can use. A private one stops when this is dropped.
pub enum Server {
    /// The library inside the tests themselves.
    Library,
    /// One that the environment names.
    Named(String),
    /// One that was started here.
    Private(Private),
}

impl Server {
    /// What it is called, with its version where that is known.
    pub fn label(&self) -> String {
        match self {
            Self::Library => "SQLite (in the driver)".to_owned(),
            Self::Named(url) => format!("{} (named by the environment)", without_password(url)),
            Self::Private(server) => format!("{} on port {}", server.version, server.port),
        }
    }

    /// Its URL, if it needs one.
    pub fn url(&self) -> Option<String> {
        match self {
            Self::Library => None,
            Self::Named(url) => Some(url.clone()),
            Self::Private(server) => Some(server.url.clone()),
        }
    }
}

/// The servers that the environment names, or else private ones.
///
/// # Errors
/// One that is not there and cannot be installed, or does not start.
pub fn all() -> Result<Vec<Server>, String> {
    let mut servers = vec![Server::Library];
    if let Ok(urls) = std::env::var("ALUDEL_TEST_URLS") {
        servers.extend(urls.split_whitespace().map(|url| Server::Named(url.to_owned())));
    } else if std::env::var("ALUDEL_TEST_ONLY").as_deref() != Ok("sqlite") {
        let wishes = Wishes { install: true, ..Wishes::default() };
        for start in [postgres, mariadb, mysql] {
            servers.push(Server::Private(start(&wishes)?));
        }
    }
    Ok(servers)
}

/// Installs the pooler that tests of PostgreSQL go through, where it is missing and may be installed; without it those
/// tests say that it is not there.
pub fn pooler() {
    if find::program("pgbouncer", &[]).is_none()
        && let Err(error) = find::install(&["pgbouncer"])
    {
        eprintln!("nothing is tested through a pooler: {error}");
    }
}

/// `cargo xtask servers`: starts them, prints how tests find them, and waits.
///
/// # Errors
/// As [`all`].
pub fn wait() -> Outcome {
    let servers = all()?;
    servers.iter().for_each(|server| println!("{}", server.label()));
    let urls: Vec<String> = servers.iter().filter_map(Server::url).collect();
    println!("export ALUDEL_TEST_URLS='{}'\npress Enter to stop them", urls.join(" "));
    std::io::stdin().read_exact(&mut [0])?;
    Ok(())
}

/// A URL whose password is left out.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let Some((account, place)) = rest.split_once('@') else { return url.to_owned() };
    let user = account.split_once(':').map_or(account, |(user, _)| user);
    format!("{scheme}://{user}@{place}")
}
