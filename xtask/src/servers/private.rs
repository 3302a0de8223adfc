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
pub struct Private {
    /// Its name and version, in its own words.
    pub version: String,
    /// The port on the loopback address.
    pub port: u16,
    /// Its URL, without a database.
    pub url: String,
    command: Command,
    process: Child,
    folder: TempDir,
}

/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(60);

impl Private {
    /// Starts a server in the background, its words kept in the file `log` of its folder, and waits until it answers.
    pub(super) fn start(
        version: String,
        (scheme, account): (&str, &str),
        port: u16,
        mut command: Command,
        folder: TempDir,
    ) -> Result<Self, String> {
        let open = || std::fs::File::options().create(true).append(true).open(folder.path().join("log"));
        let log = open().map_err(|error| error.to_string())?;
        let errors = log.try_clone().map_err(|error| error.to_string())?;
        command.stdin(Stdio::null()).stdout(log).stderr(errors).current_dir(folder.path());
        // In a folder that several share, MariaDB removes the temporary tables of the others as it starts.
        command.env("TMPDIR", folder.path());
        let process = spawn(&mut command)?;
        let url = format!("{scheme}://{account}@127.0.0.1:{port}/");
        let mut server = Self { version, port, url, command, process, folder };
        server.wait()?;
        Ok(server)
    }

    /// Ends it at once, as a machine does that loses its power; but what was written is on the disk.
    pub fn kill(&mut self) {
        // A server of many processes: those that are left would end by themselves, but later.
        let children = children_of(self.process.id());
        drop(self.process.kill());
        drop(self.process.wait());
        if !children.is_empty() {
            drop(Command::new("kill").arg("-KILL").args(children).stderr(Stdio::null()).status());
        }
    }

    /// Starts it again, on the same port and with the same data.
    ///
    /// # Errors
    /// Where it does not start; what it said.
    pub fn restart(&mut self) -> Result<(), String> {
        let begin = Instant::now();
        loop {
            self.process = spawn(&mut self.command)?;
            match self.wait() {
                // It can take a moment until everything is free that the one before has used.
                Err(_) if begin.elapsed() < PATIENCE => std::thread::sleep(Duration::from_millis(100)),
                outcome => return outcome,
            }
        }
    }

    /// Waits until it listens.
    fn wait(&mut self) -> Result<(), String> {
        let begin = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            let ended = self.process.try_wait().ok().flatten();
            if ended.is_some() || begin.elapsed() > PATIENCE {
                let log = std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
                let lines: Vec<&str> = log.lines().rev().take(10).collect();
                let tail: Vec<&str> = lines.into_iter().rev().collect();
                return Err(format!("{} does not start:\n{}", self.version, tail.join("\n")));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(())
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

/// The certificate of a folder and its key, copied to where nobody but the server may read them.
pub(super) fn certificate_in(certificate: &Path, folder: &TempDir) -> Result<[String; 2], String> {
    let keep = |name: &str| {
        let copy = folder.path().join(name);
        std::fs::copy(certificate.join(name), &copy).map_err(|error| format!("{name}: {error}"))?;
        find::run(Command::new("chmod").arg("600").arg(&copy))?;
        if find::is_root() {
            find::run(Command::new("chown").arg(ACCOUNT).arg(&copy))?;
        }
        Ok::<_, String>(copy.display().to_string())
    };
    Ok([keep("server.pem")?, keep("server.key")?])
}

fn spawn(command: &mut Command) -> Result<Child, String> {
    command.spawn().map_err(|error| format!("cannot start {}: {error}", command.get_program().to_string_lossy()))
}

/// The numbers of the processes that one has started, where the system says so.
fn children_of(parent: u32) -> Vec<String> {
    let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let is_child = |number: &String| {
        let stat = std::fs::read_to_string(format!("/proc/{number}/stat")).unwrap_or_default();
        // Behind the name in parentheses, which may have any character in it, stand the state and the parent.
        let behind = stat.rsplit_once(')').map(|(_, behind)| behind).unwrap_or_default();
        behind.split_whitespace().nth(1) == Some(parent.to_string().as_str())
    };
    entries.filter_map(|entry| entry.file_name().into_string().ok()).filter(is_child).collect()
}
