//! A private pgbouncer in transaction mode.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use super::TestDatabase;

/// A pooler that lends a session of the server to a client for one transaction; ended when it is dropped.
pub(crate) struct Pooler {
    /// The database of the test, through it.
    pub(crate) url: String,
    process: Child,
    _folder: TempDir,
}

impl Pooler {
    /// Starts one before the server of a test's database; `None`, after saying so, where there is no such program.
    pub(crate) fn start(database: &TestDatabase) -> Option<Self> {
        let Some(program) = program() else {
            eprintln!("pgbouncer is not installed: nothing is tested through it");
            return None;
        };
        let (place, name) = database.url.for_client().split_once("://").unwrap().1.rsplit_once('/').unwrap();
        let name = name.split('?').next().unwrap();
        let (account, address) = place.rsplit_once('@').unwrap_or(("postgres", place));
        let (user, password) = account.split_once(':').unwrap_or((account, ""));
        let (host, server_port) = address.rsplit_once(':').unwrap_or((address, "5432"));
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let folder = tempfile::Builder::new().prefix("aludel_pooler").tempdir().unwrap();
        let file = folder.path().join("pgbouncer.ini");
        let password = if password.is_empty() { String::new() } else { format!(" password={password}") };
        let text = format!(
            "[databases]\n* = host={host} port={server_port} user={user}{password}\n\n[pgbouncer]\n\
             listen_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = any\npool_mode = transaction\n\
             max_client_conn = 200\ndefault_pool_size = 4\n"
        );
        fs::write(&file, text).unwrap();
        let mut command = Command::new(program);
        if is_root() {
            // It does not run as root, and whom it becomes has to read the file.
            readable(&folder, &file);
            command.args(["-u", "nobody"]);
        }
        let process = command.arg(&file).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let pooler = Self { url: format!("postgres://{user}@127.0.0.1:{port}/{name}"), process, _folder: folder };
        for _ in 0..200 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Some(pooler);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("pgbouncer does not answer on port {port}");
    }
}

impl Drop for Pooler {
    fn drop(&mut self) {
        // It may have ended already.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

fn program() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain([PathBuf::from("/usr/sbin")]);
    folders.map(|folder| folder.join("pgbouncer")).find(|program| program.is_file())
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output();
    output.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

fn readable(folder: &TempDir, file: &Path) {
    for (path, mode) in [(folder.path(), "755"), (file, "644")] {
        assert!(Command::new("chmod").arg(mode).arg(path).status().unwrap().success());
    }
}
