//! A private MariaDB.

use std::path::PathBuf;

use super::private::{Private, certificate_in, command, folder, free_port};
use super::{Wishes, find};

/// Starts one.
///
/// # Errors
/// Where it is not installed, or does not start.
pub fn start(wishes: &Wishes<'_>) -> Result<Private, String> {
    let (install_db, mariadbd) = find::or_install(programs, "mariadb-server", wishes)?;
    let (folder, port) = (folder()?, free_port()?);
    let data = folder.path().join("data");
    let mut make = command(&install_db);
    make.args(["--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db"]);
    make.arg(format!("--datadir={}", data.display())).env("TMPDIR", folder.path());
    find::run(make.current_dir(folder.path()))?;
    let mut server = command(&mariadbd);
    server.args(["--no-defaults", "--bind-address=127.0.0.1"]);
    if !wishes.durable {
        server.arg("--innodb-flush-log-at-trx-commit=0");
    }
    // As the packages of all systems configure it; the program's own default is Latin 1.
    server.arg("--character-set-server=utf8mb4");
    server.args(["--skip-log-bin", "--max-connections=300"]).arg(format!("--port={port}"));
    server.arg(format!("--datadir={}", data.display()));
    server.arg(format!("--socket={}", folder.path().join("socket").display()));
    if let Some(certificate) = wishes.certificate {
        let [pem, key] = certificate_in(certificate, &folder)?;
        server.arg(format!("--ssl-cert={pem}")).arg(format!("--ssl-key={key}"));
    }
    let version = format!("MariaDB {}", find::version_number(&mariadbd));
    Private::start(version, ("mysql", "root"), port, server, folder)
}

fn programs() -> Option<(PathBuf, PathBuf)> {
    Some((find::program("mariadb-install-db", &[])?, find::program("mariadbd", &[])?))
}
