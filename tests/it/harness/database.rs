//! One database of a test.

use std::sync::Arc;

use aludel_core::connection::{Connection, Connector};
use aludel_drivers::{DatabaseUrl, System, connector};
use tempfile::TempDir;

use super::{Server, blocking};

/// An empty database of its own for a test, gone when it is dropped, also by a panic.
pub(crate) struct TestDatabase {
    /// Where it is.
    pub(crate) url: DatabaseUrl,
    /// What opens sessions with it.
    pub(crate) connector: Arc<dyn Connector>,
    server: &'static Server,
    name: String,
    /// The folder of SQLite's file, gone with it.
    _folder: Option<TempDir>,
}

impl TestDatabase {
    pub(super) async fn new(server: &'static Server, name: &str) -> Self {
        let mut random = [0; 6];
        getrandom::fill(&mut random).unwrap();
        let suffix: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
        let name = format!("aludel_{name}_{suffix}");
        let (url, folder) = if server.system() == System::Sqlite {
            let folder = tempfile::tempdir().unwrap();
            (server.url(&format!("{}/{name}.db", folder.path().display())), Some(folder))
        } else {
            let mut admin = connector(&server.admin_url()).unwrap().connect().await.unwrap();
            admin.execute(&format!("CREATE DATABASE {name}")).await.unwrap();
            if server.system() == System::Postgres && !server.durable {
                // Nobody waits for the disk of a test.
                admin.execute(&format!("ALTER DATABASE {name} SET synchronous_commit = off")).await.unwrap();
            }
            admin.close().await.unwrap();
            (server.url(&name), None)
        };
        let connector = connector(&url).unwrap();
        if folder.is_some() {
            connector.connect_or_create().await.unwrap().close().await.unwrap();
        }
        Self { url, connector, server, name, _folder: folder }
    }

    /// The server that it is on.
    pub(crate) fn server(&self) -> &'static Server {
        self.server
    }

    /// A new session with it.
    pub(crate) async fn connect(&self) -> Box<dyn Connection> {
        self.connector.connect().await.unwrap()
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let force = match self.server.system() {
            System::Sqlite => return,
            System::MySql => "",
            System::Postgres => "WITH (FORCE)",
        };
        let dropped = blocking(async {
            let mut admin = connector(&self.server.admin_url())?.connect().await?;
            admin.execute(&format!("DROP DATABASE IF EXISTS {} {force}", self.name)).await
        });
        // A second panic while the first unwinds would end the process without a word.
        if !std::thread::panicking() {
            dropped.unwrap();
        }
    }
}
