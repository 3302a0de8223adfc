//! A private PostgreSQL.

use std::path::PathBuf;

use super::private::{Private, certificate_in, command, folder, free_port};
use super::{Wishes, find};

/// Starts one.
///
/// # Errors
/// Where it is not installed, or does not start.
pub fn start(wishes: &Wishes<'_>) -> Result<Private, String> {
    let (initdb, postgres) = find::or_install(programs, "postgresql", wishes)?;
    let (folder, port) = (folder()?, free_port()?);
    let data = folder.path().join("data");
    let mut make = command(&initdb);
    make.args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "-D"]);
    find::run(make.arg(&data).current_dir(folder.path()))?;
    let mut server = command(&postgres);
    server.arg("-D").arg(&data).arg("-k").arg(folder.path()).args(["-h", "127.0.0.1", "-p", &port.to_string()]);
    let mut settings = vec!["max_connections=200".to_owned(), "max_locks_per_transaction=256".to_owned()];
    if !wishes.durable {
        settings.extend(["fsync=off", "full_page_writes=off"].map(str::to_owned));
    }
    if let Some(certificate) = wishes.certificate {
        let [pem, key] = certificate_in(certificate, &folder)?;
        settings.extend(["ssl=on".to_owned(), format!("ssl_cert_file={pem}"), format!("ssl_key_file={key}")]);
    }
    for setting in &settings {
        server.args(["-c", setting]);
    }
    let version = format!("PostgreSQL {}", find::version_number(&postgres));
    Private::start(version, ("postgres", "postgres"), port, server, folder)
}

fn programs() -> Option<(PathBuf, PathBuf)> {
    let folders = find::folders_below("/usr/lib/postgresql", "bin");
    let postgres = find::program("postgres", &folders)?;
    Some((postgres.with_file_name("initdb"), postgres))
}
