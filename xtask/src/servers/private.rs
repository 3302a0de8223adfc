//! A server of our own: a folder that goes away, a free port, a process that is stopped at the end.

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::find;

/// The unprivileged account that servers run as when we are root.
const ACCOUNT: &str = "nobody";

/// A running server.
pub(crate) struct Private {
    /// Its name and version, in its own words.
    pub(crate) version: String,
    /// The port on the loopback address.
    pub(crate) port: u16,
    /// Its URL, without a database.
    pub(crate) url: String,
    process: Child,
    _folder: TempDir,
}

impl Private {
    /// Waits until the started server answers.
    pub(super) fn started(
        version: String,
        port: u16,
        url: String,
        mut process: Child,
        folder: TempDir,
    ) -> Result<Self, String> {
        const PATIENCE: Duration = Duration::from_secs(60);
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let ended = process.try_wait().ok().flatten();
            if ended.is_some() || start.elapsed() > PATIENCE {
                let log = std::fs::read_to_string(folder.path().join("log")).unwrap_or_default();
                let lines: Vec<&str> = log.lines().rev().take(10).collect();
                let tail: Vec<&str> = lines.into_iter().rev().collect();
                return Err(format!("{version} does not start:\n{}", tail.join("\n")));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(Self { version, port, url, process, _folder: folder })
    }
}

impl Drop for Private {
    fn drop(&mut self) {
        // A server that is asked politely removes its shared memory; one that does not listen is killed.
        let asked = Command::new("kill").args(["-INT", &self.process.id().to_string()]).status();
        let start = Instant::now();
        while asked.is_ok() && start.elapsed() < Duration::from_secs(5) {
            if self.process.try_wait().ok().flatten().is_some() {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// An empty folder that the server's account may write.
pub(super) fn folder() -> Result<TempDir, String> {
    let folder = tempfile::Builder::new().prefix("aludel-server").tempdir().map_err(|error| error.to_string())?;
    if find::is_root() {
        find::run(Command::new("chown").arg(ACCOUNT).arg(folder.path()))?;
    }
    Ok(folder)
}

/// A port that nobody listens on.
pub(super) fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).map_err(|error| format!("no free port: {error}"))?;
    listener.local_addr().map(|address| address.port()).map_err(|error| error.to_string())
}

/// A command that runs as the server's account.
pub(super) fn command(program: &Path) -> Command {
    if !find::is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid", ACCOUNT, "--regid", "nogroup", "--clear-groups", "--"]).arg(program);
    command
}

/// Starts a server in the background, its words kept in the file `log` of its folder.
pub(super) fn spawn(command: &mut Command, folder: &TempDir) -> Result<Child, String> {
    let open = || std::fs::File::options().create(true).append(true).open(folder.path().join("log"));
    let log = open().map_err(|error| error.to_string())?;
    let errors = log.try_clone().map_err(|error| error.to_string())?;
    command.stdin(Stdio::null()).stdout(log).stderr(errors).current_dir(folder.path());
    command.spawn().map_err(|error| format!("cannot start {}: {error}", command.get_program().to_string_lossy()))
}
