//! A private MySQL.
//!
//! Debian's stable release has none. There, the packages of its unstable release are unpacked, with the libraries that
//! they need, into a folder of the build; nothing is installed into the system.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::private::{Private, certificate_in, command, folder, free_port};
use super::{Wishes, find};

/// Starts one, unpacking it where that is wished for and possible.
///
/// # Errors
/// Where it is not installed, or does not start.
pub fn start(wishes: &Wishes<'_>) -> Result<Private, String> {
    let server = match Server::find() {
        Some(server) => server,
        None if !wishes.install => return Err("MySQL is not installed".to_owned()),
        None => {
            unpack(&unpacked())?;
            Server::find().ok_or("MySQL was unpacked, but its server cannot be found")?
        }
    };
    let (folder, port) = (folder()?, free_port()?);
    let data = folder.path().join("data");
    let mut make = server.command(&data);
    find::run(make.arg("--initialize-insecure").current_dir(folder.path()))?;
    let mut run = server.command(&data);
    run.args(["--bind-address=127.0.0.1", "--mysqlx=OFF", "--skip-log-bin", "--max-connections=300"]);
    if !wishes.durable {
        run.args(["--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=OFF"]);
    }
    run.arg(format!("--port={port}"));
    run.arg(format!("--socket={}", folder.path().join("socket").display()));
    run.arg(format!("--pid-file={}", folder.path().join("pid").display()));
    if let Some(certificate) = wishes.certificate {
        let [pem, key] = certificate_in(certificate, &folder)?;
        run.arg(format!("--ssl-cert={pem}")).arg(format!("--ssl-key={key}"));
    }
    Private::start(server.version(), ("mysql", "root"), port, run, folder)
}

/// Where an unpacked server stands: a folder that outlives builds, outside of which nothing is changed.
fn unpacked() -> PathBuf {
    let named = std::env::var_os("ALUDEL_MYSQL_HOME").map(PathBuf::from);
    named.unwrap_or_else(|| std::env::temp_dir().join("aludel-mysql-unpacked"))
}

/// A server program: the system's own, or one that was unpacked with the libraries of another release.
enum Server {
    System(PathBuf),
    Unpacked(PathBuf),
}

impl Server {
    fn find() -> Option<Self> {
        let system = find::program("mysqld", &[]).filter(|path| !find::version(path).contains("MariaDB"));
        let unpacked = unpacked().join("root");
        system
            .map(Self::System)
            .or_else(|| unpacked.join("usr/sbin/mysqld").is_file().then_some(Self::Unpacked(unpacked)))
    }

    fn command(&self, data: &Path) -> Command {
        let mut command = match self {
            Self::System(program) => command(program),
            Self::Unpacked(root) => {
                let mut command = command(&root.join("usr/lib64/ld-linux-x86-64.so.2"));
                command.arg("--library-path").arg(root.join("usr/lib/x86_64-linux-gnu"));
                command.arg(root.join("usr/sbin/mysqld"));
                command
            }
        };
        command.arg("--no-defaults");
        if let Self::Unpacked(root) = self {
            command.arg(format!("--basedir={}", root.join("usr").display()));
            command.arg(format!("--lc-messages-dir={}", root.join("usr/share/mysql").display()));
        }
        command.arg("--secure-file-priv=NULL").arg(format!("--datadir={}", data.display()));
        command
    }

    fn version(&self) -> String {
        let mut command = self.command(Path::new("unused"));
        let output = command.arg("--version").output();
        let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
        let number = text.split_whitespace().skip_while(|word| *word != "Ver").nth(1).unwrap_or("of unknown version");
        format!("MySQL {number}")
    }
}

/// Unpacks the packages of Debian's unstable release, from the package source that the system uses already.
fn unpack(home: &Path) -> Result<(), String> {
    let source = package_source().ok_or("install MySQL's server program `mysqld` and run this again")?;
    eprintln!("unpacking a MySQL server");
    let make = |path: PathBuf| std::fs::create_dir_all(path).map_err(|error| error.to_string());
    for folder in ["apt/lists/partial", "apt/cache/archives/partial", "root"] {
        make(home.join(folder))?;
    }
    let write = |name: &str, text: &str| std::fs::write(home.join("apt").join(name), text);
    write("status", "").map_err(|error| error.to_string())?;
    let line = format!("deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] {source} sid main\n");
    write("sources.list", &line).map_err(|error| error.to_string())?;
    find::run(apt(home).arg("update"))?;
    find::run(apt(home).args(["-y", "-d", "install", "mysql-server-core"]))?;
    let archives = std::fs::read_dir(home.join("apt/cache/archives")).map_err(|error| error.to_string())?;
    for package in
        archives.flatten().map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|e| e == "deb"))
    {
        find::run(Command::new("dpkg-deb").arg("-x").arg(package).arg(home.join("root")))?;
    }
    find::run(Command::new("chmod").args(["-R", "a+rX"]).arg(home))
}

/// `apt-get` with lists and a cache of its own.
fn apt(home: &Path) -> Command {
    let mut command = Command::new("apt-get");
    let home = home.join("apt");
    let option = |name: &str, path: &Path| format!("-o{name}={}", path.display());
    command.arg(option("Dir::Etc::sourcelist", &home.join("sources.list")));
    command.arg("-oDir::Etc::sourceparts=/dev/null");
    command.arg(option("Dir::State::Lists", &home.join("lists")));
    command.arg(option("Dir::Cache", &home.join("cache")));
    command.arg(option("Dir::State::status", &home.join("status")));
    command.args(["-oAPT::Install-Recommends=0", "-oAPT::Sandbox::User=root", "-qq"]);
    command
}

/// The address of the package source that a Debian system uses; `None` elsewhere, or where we may not ask it.
fn package_source() -> Option<String> {
    if !find::is_root() || find::program("dpkg-deb", &[]).is_none() {
        return None;
    }
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let deb822 = read("/etc/apt/sources.list.d/debian.sources");
    let address = deb822.lines().find_map(|line| line.strip_prefix("URIs:")).map(|uri| uri.trim().to_owned());
    address.or_else(|| {
        let list = read("/etc/apt/sources.list");
        let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<String>>();
        let lines = list.lines().map(words).filter(|words| !words.iter().any(|word| word.contains("security")));
        lines.filter(|words| words.first().is_some_and(|word| word == "deb")).find_map(|words| words.get(1).cloned())
    })
}
