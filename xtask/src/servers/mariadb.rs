//! A private MariaDB.

use std::path::PathBuf;

use super::find;
use super::private::{Private, command, folder, free_port, spawn};

/// Starts one, installing it where that is possible.
pub(super) fn start() -> Result<Private, String> {
    let (install_db, mariadbd) = match programs() {
        Some(programs) => programs,
        None => {
            find::install(&["mariadb-server"])?;
            programs().ok_or("MariaDB was installed, but its programs cannot be found")?
        }
    };
    let (folder, port) = (folder()?, free_port()?);
    let data = folder.path().join("data");
    let mut make = command(&install_db);
    make.args(["--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db"]);
    find::run(make.arg(format!("--datadir={}", data.display())).current_dir(folder.path()))?;
    let mut server = command(&mariadbd);
    server.args(["--no-defaults", "--bind-address=127.0.0.1", "--innodb-flush-log-at-trx-commit=0"]);
    // As the packages of all systems configure it; the program's own default is Latin 1.
    server.arg("--character-set-server=utf8mb4");
    server.args(["--skip-log-bin", "--max-connections=300"]).arg(format!("--port={port}"));
    server.arg(format!("--datadir={}", data.display()));
    server.arg(format!("--socket={}", folder.path().join("socket").display()));
    let process = spawn(&mut server, &folder)?;
    let url = format!("mysql://root@127.0.0.1:{port}/");
    Private::started(format!("MariaDB {}", find::version_number(&mariadbd)), port, url, process, folder)
}

fn programs() -> Option<(PathBuf, PathBuf)> {
    Some((find::program("mariadb-install-db", &[])?, find::program("mariadbd", &[])?))
}
