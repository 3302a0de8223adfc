//! What goes wrong, by kind.

use std::time::Duration;

use aludel_core::connection::{Connection, DriverError, DriverErrorKind};
use aludel_drivers::{DatabaseUrl, System, connect, connector};

use crate::harness::{TestDatabase, on_every_server, on_servers};

#[test]
fn a_missing_file_is_only_created_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("app.db");
    let url = DatabaseUrl::parse(&format!("sqlite://{}", file.display())).unwrap();
    let connector = connector(&url).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let error = refused(connector.connect().await);
        let expected = format!("there is no database file \"{}\"", file.display());
        assert_eq!((error.kind, error.message), (DriverErrorKind::Missing, expected));
        assert!(!file.exists());
        connector.connect_or_create().await.unwrap().close().await.unwrap();
        assert!(file.exists());
        connector.connect().await.unwrap().close().await.unwrap();
    });
}

#[test]
fn a_file_that_cannot_be_opened_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("notes.txt");
    std::fs::write(&text, "not a database, however long this text may be ".repeat(100)).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let error = |path: &str| {
        let url = DatabaseUrl::parse(&format!("sqlite://{}/{path}", folder.path().display())).unwrap();
        let connector = connector(&url).unwrap();
        let error = runtime.block_on(async { refused(connector.connect_or_create().await) });
        (error.kind, error.message)
    };
    let (kind, message) = error("nowhere/app.db");
    assert_eq!(kind, DriverErrorKind::File);
    assert!(message.contains("there is no folder") && message.ends_with("create it first"), "{message}");
    let (kind, message) = error("");
    assert_eq!(kind, DriverErrorKind::File);
    assert!(message.ends_with("is a folder, not a database file"), "{message}");
    let (kind, message) = error("notes.txt");
    assert_eq!(kind, DriverErrorKind::File);
    assert!(message.ends_with("notes.txt\": file is not a database"), "{message}");
}

#[test]
fn three_slashes_are_explained() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let error = refused(runtime.block_on(connect("sqlite:///no_such_aludel.db")));
    assert!(error.message.contains("three slashes begin at the root"), "{error}");
}

#[test]
fn a_server_that_is_not_there_is_unreachable() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for (url, shown) in [
        ("postgres://shop:lemon@127.0.0.1:1/shop", "cannot reach postgres://shop@127.0.0.1:1/shop: "),
        ("mysql://shop:lemon@127.0.0.1:1/shop", "cannot reach mysql://shop@127.0.0.1:1/shop: "),
        ("postgres://shop:lemon@nowhere.invalid/shop", "cannot reach postgres://shop@nowhere.invalid:5432/shop: "),
    ] {
        let error = refused(runtime.block_on(connect(url)));
        assert_eq!(error.kind, DriverErrorKind::Unreachable, "{error}");
        assert!(error.message.starts_with(shown) && !error.message.contains("lemon"), "{error}");
    }
}

/// A clock that jumps ahead whenever nothing else is left to do spares us the wait.
#[tokio::test(start_paused = true)]
async fn a_server_that_never_answers_is_unreachable() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let place = silent.local_addr().unwrap();
    for scheme in ["postgres", "mysql"] {
        let error = refused(connect(&format!("{scheme}://shop:lemon@{place}/shop")).await);
        let expected = format!("cannot reach {scheme}://shop@{place}/shop: no answer within 30 seconds");
        assert_eq!((error.kind, error.message), (DriverErrorKind::Unreachable, expected));
    }
}

#[test]
fn a_url_without_a_database_is_refused_where_the_server_has_no_default() {
    let error = connector(&DatabaseUrl::parse("mysql://root:lemon@127.0.0.1/").unwrap()).err().unwrap();
    let expected = "the URL mysql://root:***@127.0.0.1/ names no database: write its name after the slash";
    assert_eq!((error.kind, error.message.as_str()), (DriverErrorKind::Url, expected));
}

#[test]
fn what_a_client_cannot_read_in_a_url_is_named() {
    for (url, said) in [
        ("mysql://db/shop?ssl-mode=perhaps", "unknown value \"PERHAPS\" for `ssl_mode`"),
        ("postgres://db/shop?sslmode=perhaps", "unknown value \"perhaps\" for `ssl_mode`"),
        ("sqlite://app.db?color=blue", "unknown query parameter `color` while parsing connection URL"),
    ] {
        let error = connector(&DatabaseUrl::parse(url).unwrap()).err().unwrap();
        assert_eq!(
            (error.kind, error.message),
            (DriverErrorKind::Url, format!("the URL cannot be understood: {said}"))
        );
    }
}

#[test]
fn an_unknown_database_or_user_is_refused() {
    on_servers(
        |server| server.system() != System::Sqlite,
        async |database| {
            let url = database.url.for_client();
            let name = database.url.database().unwrap();
            let error = refused(connect(&url.replace(name, "aludel_no_such")).await);
            assert_eq!(error.kind, DriverErrorKind::Refused);
            assert!(["3D000", "1049"].contains(&error.code.as_deref().unwrap()), "{error}");

            let (user, _) = url.split_once("://").unwrap().1.split_once('@').unwrap();
            let error = refused(connect(&url.replace(&format!("//{user}@"), "//aludel_nobody:lemon@")).await);
            assert_eq!(error.kind, DriverErrorKind::Refused, "{error}");
            assert!(["28000", "28P01", "1045", "1698"].contains(&error.code.as_deref().unwrap()), "{error}");
            assert!(!error.message.contains("lemon"), "{error}");
        },
    );
}

#[test]
fn a_wrong_password_is_refused_and_a_missing_right_denied() {
    on_servers(
        |server| server.system() == System::MySql,
        async |database| {
            let user = User::new(database).await;
            let mut session = connect(&user.url("le/mon")).await.unwrap();
            let error = session.execute("CREATE TABLE notes (id INTEGER)").await.unwrap_err();
            assert_eq!((error.kind, error.code.as_deref()), (DriverErrorKind::Denied, Some("1142")), "{error}");
            let error = session.execute("CREATE DATABASE aludel_denied").await.unwrap_err();
            assert_eq!((error.kind, error.code.as_deref()), (DriverErrorKind::Denied, Some("1044")), "{error}");
            session.close().await.unwrap();
            let error = refused(connect(&user.url("orange")).await);
            assert_eq!((error.kind, error.code.as_deref()), (DriverErrorKind::Refused, Some("1045")), "{error}");
            assert!(!error.message.contains("orange"), "{error}");
            user.drop().await;
        },
    );
    on_servers(
        |server| server.system() == System::Postgres,
        async |database| {
            let mut session = database.connect().await;
            session.execute("CREATE TABLE notes (id INTEGER); SET ROLE pg_monitor").await.unwrap();
            let error = session.query("SELECT id FROM notes").await.unwrap_err();
            assert_eq!((error.kind, error.code.as_deref()), (DriverErrorKind::Denied, Some("42501")), "{error}");
        },
    );
}

/// A user of MySQL who may only read.
struct User<'a> {
    database: &'a TestDatabase,
    name: String,
}

impl<'a> User<'a> {
    async fn new(database: &'a TestDatabase) -> Self {
        let schema = database.url.database().unwrap();
        let name = schema.replace("aludel_it", "aludel");
        let script = format!("CREATE USER {name} IDENTIFIED BY 'le/mon'; GRANT SELECT ON {schema}.* TO {name}");
        database.connect().await.execute(&script).await.unwrap();
        Self { database, name }
    }

    fn url(&self, password: &str) -> String {
        let url = self.database.url.for_client().replace("//root@", "//USER@");
        url.replace("USER", &format!("{}:{}", self.name, password.replace('/', "%2F")))
    }

    async fn drop(self) {
        self.database.connect().await.execute(&format!("DROP USER {}", self.name)).await.unwrap();
    }
}

#[test]
fn a_refused_statement_has_the_servers_words_and_code() {
    on_every_server(async |database| {
        let mut session = database.connect().await;
        let error = session.query("SELECT * FROM no_such_table").await.unwrap_err();
        assert_eq!(error.kind, DriverErrorKind::Statement);
        assert!(error.message.contains("no_such_table"), "{error}");
        assert!(["1", "42P01", "1146"].contains(&error.code.as_deref().unwrap()), "{error}");
        session.query("SELECT 1").await.unwrap();
    });
}

#[test]
fn a_refused_row_is_named() {
    on_servers(
        |server| server.system() == System::Postgres,
        async |database| {
            let mut session = database.connect().await;
            session.execute("CREATE TABLE notes (id INTEGER); INSERT INTO notes VALUES (7), (7)").await.unwrap();
            let error = session.execute("CREATE UNIQUE INDEX once ON notes (id)").await.unwrap_err();
            let expected = "could not create unique index \"once\"; Key (id)=(7) is duplicated. (23505)";
            assert_eq!(error.to_string(), expected);
        },
    );
}

#[test]
fn a_lock_that_another_holds_is_busy() {
    on_every_server(async |database| {
        let (impatient, update) = match database.server().system() {
            System::Sqlite => ("PRAGMA busy_timeout = 10", "UPDATE notes SET id = 3"),
            System::MySql => ("SET innodb_lock_wait_timeout = 1", "UPDATE notes SET id = 3"),
            System::Postgres => ("SET lock_timeout = 10", "UPDATE notes SET id = 3"),
        };
        let (mut holder, mut waiter) = (database.connect().await, database.connect().await);
        holder.execute("CREATE TABLE notes (id INTEGER); INSERT INTO notes VALUES (1)").await.unwrap();
        holder.begin().await.unwrap();
        holder.execute("UPDATE notes SET id = 2").await.unwrap();
        waiter.execute(impatient).await.unwrap();
        let error = waiter.execute(update).await.unwrap_err();
        assert_eq!(error.kind, DriverErrorKind::Busy, "{error}");
    });
}

#[test]
fn a_session_that_the_server_ends_is_lost() {
    on_servers(
        |server| server.system() != System::Sqlite,
        async |database| {
            let (mut session, mut other) = (database.connect().await, database.connect().await);
            let mysql = database.server().system() == System::MySql;
            let number = if mysql { "SELECT CONNECTION_ID()" } else { "SELECT pg_backend_pid()" };
            let number = session.query(number).await.unwrap()[0].integer(0).unwrap();
            let end = if mysql { format!("KILL {number}") } else { format!("SELECT pg_terminate_backend({number})") };
            other.execute(&end).await.unwrap();
            tokio::time::sleep(Duration::from_millis(200)).await;
            let error = session.query("SELECT 1").await.unwrap_err();
            assert_eq!(error.kind, DriverErrorKind::Lost, "{error}");
        },
    );
}

fn refused(outcome: Result<Box<dyn Connection>, DriverError>) -> DriverError {
    outcome.err().expect("an error")
}
