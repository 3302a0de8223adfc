//! Encrypted connections, with servers of our own that have a certificate of our own.

use std::path::Path;
use std::process::{Command, Stdio};

use aludel_core::connection::{DriverError, DriverErrorKind};
use aludel_drivers::{System, connect};
use tempfile::TempDir;
use xtask::servers::{Private, Wishes};

use crate::harness::{Account, TestDatabase, start_server};

/// What a connection is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Link {
    Plain,
    Encrypted,
}

/// A folder with an authority that has signed a certificate for `localhost`, and another one that has not; `None`, after
/// saying so, where there is no program that makes them.
fn certificates() -> Option<TempDir> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("names"), "subjectAltName=DNS:localhost\n").unwrap();
    let authority = |name: &str| {
        format!(
            "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=aludel-{name} -keyout {name}.key -out {name}.pem \
             -addext basicConstraints=critical,CA:TRUE"
        )
    };
    let lines = [
        authority("ca"),
        authority("other"),
        "req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout server.key -out server.csr".to_owned(),
        "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names -out server.pem"
            .to_owned(),
    ];
    for line in lines {
        let mut command = Command::new("openssl");
        command.args(line.split(' ')).current_dir(folder.path()).stdout(Stdio::null()).stderr(Stdio::null());
        let Ok(status) = command.status() else {
            eprintln!("openssl is not installed: nothing is tested with a certificate of our own");
            return None;
        };
        assert!(status.success(), "openssl {line}");
    }
    Some(folder)
}

/// Starts a server that offers encryption, and runs a test on it.
fn on_encrypted(
    name: &str,
    start: fn(&Wishes<'_>) -> Result<Private, String>,
    test: impl AsyncFn(&TestDatabase, &Path),
) {
    let Some(certificates) = certificates() else { return };
    let wishes = Wishes { certificate: Some(certificates.path()), ..Wishes::default() };
    let Some(own) = start_server(name, start, &wishes) else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(async { test(&own.server.database("it").await, certificates.path()).await });
    drop(own.process);
}

/// What a connection is like to whom the server shows its certificate, or why there is none.
async fn link(url: &str) -> Result<Link, DriverError> {
    let mut connection = connect(url).await?;
    let query = match connection.dialect().name() {
        "postgres" => "SELECT CASE WHEN ssl THEN 'ssl' ELSE '' END FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
        _ => "SELECT variable_value FROM performance_schema.session_status WHERE variable_name = 'Ssl_cipher'",
    };
    let query = query.replace(
        "performance_schema",
        if connection.dialect().name() == "mariadb" { "information_schema" } else { "performance_schema" },
    );
    let rows = connection.query(&query).await?;
    let cipher = rows[0].text(0).unwrap_or_default().to_owned();
    connection.close().await?;
    Ok(if cipher.is_empty() { Link::Plain } else { Link::Encrypted })
}

#[track_caller]
fn refused(answer: Result<Link, DriverError>, because: &str, case: &str) {
    let error = answer.expect_err(case);
    assert_eq!(error.kind, DriverErrorKind::Unsafe, "{case}: {error}");
    assert!(error.message.contains(because), "{case}: {error}");
}

/// Each mode, in the words of the database: what is encrypted, what is verified.
async fn modes(database: &TestDatabase, certificates: &Path, words: &Words) {
    let account = Account::new(database, "zitrone").await;
    let local = account.url("zitrone").for_client().to_owned();
    let named = local.replace("127.0.0.1", "localhost");
    let pem = |name: &str| format!("{}={}", words.authority, certificates.join(name).display());
    let [ca, other] = [pem("ca.pem"), pem("other.pem")];
    let (mode, Words { disable, require, verify_ca, verify_full, .. }) = (words.mode, words);

    assert_eq!(link(&local).await, Ok(Link::Encrypted), "on where the server offers it");
    assert_eq!(link(&format!("{local}?{mode}={require}")).await, Ok(Link::Encrypted));
    assert_eq!(link(&format!("{local}?{mode}={verify_ca}&{ca}")).await, Ok(Link::Encrypted));
    assert_eq!(link(&format!("{named}?{mode}={verify_full}&{ca}")).await, Ok(Link::Encrypted));
    assert_eq!(link(&format!("{named}?{}&{ca}", words.implied)).await, Ok(Link::Encrypted));
    refused(link(&format!("{local}?{mode}={verify_full}&{ca}")).await, "not valid for name", "another name");
    refused(link(&format!("{named}?{mode}={verify_full}&{other}")).await, "UnknownIssuer", "another authority");
    refused(link(&format!("{named}?{mode}={verify_ca}")).await, "UnknownIssuer", "an authority that nobody knows");
    refused(link(&format!("{named}?{}&{other}", words.implied)).await, "UnknownIssuer", "implied");
    assert_eq!(link(&format!("{local}?{mode}={disable}")).await, Ok(Link::Plain));
}

/// How a database's URLs say it.
struct Words {
    mode: &'static str,
    authority: &'static str,
    disable: &'static str,
    require: &'static str,
    verify_ca: &'static str,
    verify_full: &'static str,
    /// What verifies where an authority is named.
    implied: &'static str,
}

const POSTGRES: Words = Words {
    mode: "sslmode",
    authority: "sslrootcert",
    disable: "disable",
    require: "require",
    verify_ca: "verify-ca",
    verify_full: "verify-full",
    implied: "sslmode=require",
};

const MYSQL: Words = Words {
    mode: "ssl-mode",
    authority: "ssl-ca",
    disable: "disabled",
    require: "required",
    verify_ca: "verify-ca",
    verify_full: "verify-identity",
    implied: "charset=utf8",
};

#[test]
fn postgres_is_encrypted_and_verified_as_the_url_says() {
    on_encrypted("PostgreSQL", xtask::servers::postgres, async |database, folder| {
        modes(database, folder, &POSTGRES).await
    });
}

#[test]
fn mysql_is_encrypted_and_verified_as_the_url_says() {
    on_encrypted("MySQL", xtask::servers::mysql, async |database, folder| modes(database, folder, &MYSQL).await);
}

#[test]
fn mariadb_is_encrypted_and_verified_as_the_url_says() {
    on_encrypted("MariaDB", xtask::servers::mariadb, async |database, folder| modes(database, folder, &MYSQL).await);
}

/// A server that offers no encryption is spoken to without it, unless the URL insists.
#[test]
fn encryption_that_is_not_offered_is_missed_only_where_it_is_required() {
    let start = |wishes: &Wishes<'_>| xtask::servers::postgres(wishes);
    let Some(own) = start_server("PostgreSQL", start, &Wishes::default()) else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(async {
        let database = own.server.database("it").await;
        assert_eq!(database.server().system(), System::Postgres);
        let url = database.url.for_client();
        assert_eq!(link(url).await, Ok(Link::Plain));
        refused(link(&format!("{url}?sslmode=require")).await, "does not support TLS", "required");
    });
}
