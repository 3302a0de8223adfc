//! A private PostgreSQL.

use std::path::PathBuf;

use super::find;
use super::private::{Private, command, folder, free_port, spawn};

/// Starts one, installing it where that is possible.
pub(super) fn start() -> Result<Private, String> {
    let (initdb, postgres) = match programs() {
        Some(programs) => programs,
        None => {
            find::install(&["postgresql"])?;
            programs().ok_or("PostgreSQL was installed, but its programs cannot be found")?
        }
    };
    let (folder, port) = (folder()?, free_port()?);
    let data = folder.path().join("data");
    let mut make = command(&initdb);
    make.args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "-D"]);
    find::run(make.arg(&data).current_dir(folder.path()))?;
    let mut server = command(&postgres);
    server.arg("-D").arg(&data).arg("-k").arg(folder.path()).args(["-h", "127.0.0.1", "-p", &port.to_string()]);
    for setting in ["fsync=off", "full_page_writes=off", "max_connections=200", "max_locks_per_transaction=256"] {
        server.args(["-c", setting]);
    }
    let process = spawn(&mut server, &folder)?;
    let url = format!("postgres://postgres@127.0.0.1:{port}/");
    Private::started(format!("PostgreSQL {}", find::version_number(&postgres)), port, url, process, folder)
}

fn programs() -> Option<(PathBuf, PathBuf)> {
    let folders = find::folders_below("/usr/lib/postgresql", "bin");
    let postgres = find::program("postgres", &folders)?;
    Some((postgres.with_file_name("initdb"), postgres))
}
