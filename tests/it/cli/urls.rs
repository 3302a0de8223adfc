//! Databases that are named wrongly, in another tool's words, or are not there.

use aludel_drivers::{DatabaseUrl, System};
use snapbox::str;
use xtask::servers::Wishes;

use super::scene::Scene;
use crate::harness::{Account, on_servers, start_server};

#[test]
fn a_url_that_leads_nowhere_is_said_to() {
    let scene = Scene::new();
    scene.done("aludel init");
    let before = scene.files();
    scene.plays(str![[r#"
$ aludel upgrade
! error: no database is named
!   help: name one with `--url`, `ALUDEL_DATABASE_URL` or `Migrate::database`; where the program names none, with `DATABASE_URL` or `url` in aludel.toml
exit 1
$ aludel upgrade --url oracle://localhost/shop
! error: "oracle" is no database that we know: a URL begins with `sqlite:`, `mysql:`, `mariadb:`, `postgres:` or `postgresql:`
!   help: name one with `--url`, `ALUDEL_DATABASE_URL` or `Migrate::database`; where the program names none, with `DATABASE_URL` or `url` in aludel.toml
exit 1
$ aludel upgrade --url nonsense
! error: this is no database URL: it begins with what it leads to, as in `sqlite://app.db`, `mysql://user:***@host/database` or `postgres://user:***@host/database`
!   help: name one with `--url`, `ALUDEL_DATABASE_URL` or `Migrate::database`; where the program names none, with `DATABASE_URL` or `url` in aludel.toml
exit 1
$ aludel upgrade --url sqlite::memory:
! error: a database in memory is gone when its session ends, so that no other could see it: name a file, as in `sqlite://app.db`, or hand over the application's own pool
!   help: name one with `--url`, `ALUDEL_DATABASE_URL` or `Migrate::database`; where the program names none, with `DATABASE_URL` or `url` in aludel.toml
exit 1
$ aludel upgrade --url sqlite://missing/folder/app.db
! error: there is no folder "[FOLDER]/missing/folder" for the database file: create it first (14)
!   help: see that the path in the URL is the right one
exit 1
$ aludel upgrade --url sqlite://migrations/README.md
! error: "[FOLDER]/migrations/README.md": file is not a database (26)
!   help: see that the path in the URL is the right one
exit 1
$ aludel upgrade --url postgres://ada:secret@127.0.0.1:1/shop
! warning: the password in `--url` can be read in the list of processes while this runs: name the database by ALUDEL_DATABASE_URL
! error: cannot reach postgres://ada@127.0.0.1:1/shop: Connection refused (os error 111)
!   help: see that the server runs and the URL is right
exit 1
$ aludel upgrade --url mysql://ada:secret@127.0.0.1:1/shop
! warning: the password in `--url` can be read in the list of processes while this runs: name the database by ALUDEL_DATABASE_URL
! error: cannot reach mysql://ada@127.0.0.1:1/shop: Connection refused (os error 111)
!   help: see that the server runs and the URL is right
exit 1
$ aludel upgrade --url postgres://ada:secret@nowhere.invalid/shop
! warning: the password in `--url` can be read in the list of processes while this runs: name the database by ALUDEL_DATABASE_URL
! error: cannot reach postgres://ada@nowhere.invalid:5432/shop: failed to lookup address information: Name or service not known
!   help: see that the server runs and the URL is right
exit 1

"#]]);
    assert_eq!(scene.files(), before);
}

#[test]
fn commands_that_need_no_database_do_not_look_at_its_url() {
    let scene = Scene::new().with("DATABASE_URL", "oracle://localhost/shop");
    scene.plays(str![[r#"
$ aludel init -q
$ aludel revision -q -m x --rev-id 8f2c1a90b3d4
$ aludel history
<base> -> 8f2c1a90b3d4 (head), x
$ aludel list-templates
rust - Revisions in Rust, for any database, compiled into the application.
sql - Revisions in SQL, for one database, run from disk.
$ aludel current
! error: "oracle" is no database that we know: a URL begins with `sqlite:`, `mysql:`, `mariadb:`, `postgres:` or `postgresql:`
!   help: name one with `--url`, `ALUDEL_DATABASE_URL` or `Migrate::database`; where the program names none, with `DATABASE_URL` or `url` in aludel.toml
exit 1

"#]]);
}

#[test]
fn a_missing_file_is_made_by_commands_that_write() {
    for line in ["upgrade", "stamp", "ensure-version", "downgrade base"] {
        let scene = Scene::new().with("DATABASE_URL", "sqlite://app.db");
        scene.done("aludel init");
        scene.done("aludel revision -m x");
        scene.done(&format!("aludel {line}"));
        assert!(scene.files().contains(&"app.db".to_owned()), "{line}");
    }
}

#[test]
fn a_missing_file_is_not_made_where_there_is_nothing_to_run() {
    let scene = Scene::new().with("DATABASE_URL", "sqlite://app.db");
    scene.done("aludel init");
    let before = scene.files();
    scene.plays(str![[r#"
$ aludel upgrade
database sqlite://app.db
nothing to do
! warning: there are no revisions yet: `aludel migrate` writes the first one

"#]]);
    assert_eq!(scene.files(), before);
}

#[test]
fn a_missing_file_is_not_made_by_commands_that_read() {
    let scene = Scene::new().with("DATABASE_URL", "sqlite://app.db");
    scene.write("schema.sql", "CREATE TABLE notes (id INTEGER PRIMARY KEY);\n");
    scene.done("aludel init");
    scene.done("aludel revision -m x --rev-id 8f2c1a90b3d4");
    let before = scene.files();
    scene.plays(str![[r#"
$ aludel current
$ aludel history -i
<base> -> 8f2c1a90b3d4 (head), x
$ aludel show current
$ aludel upgrade --dry-run
-- upgrade 8f2c1a90b3d4, x

$ aludel inspect
{
  "tables": []
}
$ aludel inspect sqlite://app.db
! error: there is no database file "[FOLDER]/app.db" (14)
!   help: see that the path is right; `aludel upgrade` makes the file
exit 1
$ aludel diff --to empty
no difference
$ aludel current --check-heads
! error: the database is not on every head: "8f2c1a90b3d4" is not applied
!   help: run `aludel upgrade heads`
exit 1

"#]]);
    assert_eq!(scene.files(), before);
}

#[test]
fn a_sqlite_url_means_what_the_application_opens() {
    let scene = Scene::new();
    scene.done("aludel init");
    scene.done("aludel revision -m nothing");
    std::fs::create_dir(scene.path("folder")).unwrap();
    let absolute = scene.path("absolute.db");
    for url in [
        "sqlite://relative.db".to_owned(),
        "sqlite:short.db".to_owned(),
        "sqlite://folder/in.db".to_owned(),
        format!("sqlite://{}", absolute.display()),
        "sqlite+pysqlite:///alchemy.db".to_owned(),
        "sqlite://a%20blank.db".to_owned(),
    ] {
        scene.done(&format!("aludel upgrade --url {url}"));
    }
    let files = scene.files();
    let databases: Vec<_> = files.iter().filter(|file| file.ends_with(".db")).collect();
    assert_eq!(databases, ["a blank.db", "absolute.db", "alchemy.db", "folder/in.db", "relative.db", "short.db"]);
}

#[test]
fn urls_in_sqlalchemys_spelling_lead_to_the_same_database() {
    on_servers(
        |server| server.system() != System::Sqlite,
        async |database| {
            let scene = Scene::on(database);
            scene.done("aludel init");
            scene.done("aludel revision -m x --rev-id 8f2c1a90b3d4");
            scene.done("aludel upgrade");
            let (scheme, rest) = database.url.for_client().split_once(':').unwrap();
            let url = match scheme {
                "mysql" => format!("mysql+pymysql:{rest}?charset=utf8"),
                _ => format!("postgresql+psycopg2:{rest}"),
            };
            assert_eq!(scene.done(&format!("aludel current --url {url}")), "8f2c1a90b3d4 (head)\n");
        },
    );
}

#[test]
fn a_wrong_password_is_said_without_it() {
    on_servers(
        |server| server.system() == System::MySql,
        async |database| {
            let name = database.url.database().unwrap();
            let user = &name[name.len() - 12..];
            let mut admin = database.connect().await;
            admin.execute(&format!("CREATE USER '{user}'@'%' IDENTIFIED BY 'right'")).await.unwrap();
            let (_, after) = database.url.for_client().split_once('@').unwrap();
            let url = DatabaseUrl::parse(&format!("mysql://{user}:wrong@{after}")).unwrap();
            let scene = Scene::new().with("DATABASE_URL", url.for_client());
            scene.done("aludel init");
            let answer = scene.run("aludel upgrade");
            admin.execute(&format!("DROP USER '{user}'@'%'")).await.unwrap();
            admin.close().await.unwrap();
            assert_eq!((answer.exit, answer.out.as_str()), (1, ""), "{answer:?}");
            assert!(answer.err.contains("Access denied"), "{answer:?}");
            assert!(!answer.err.contains("wrong"), "{answer:?}");
        },
    );
}

/// A server of our own, since those that tests use may trust everybody.
#[test]
fn a_wrong_password_is_said_without_it_where_the_server_asks_for_one() {
    let Some(own) = start_server("PostgreSQL", xtask::servers::postgres, &Wishes::default()) else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(async {
        let database = own.server.database("it").await;
        let account = Account::new(&database, "right").await;
        let mut admin = database.connect().await;
        let file = admin.query("SHOW hba_file").await.unwrap()[0].text(0).unwrap().to_owned();
        let rules = format!("('host all {} all scram-sha-256'), ('host all all all trust')", account.name);
        admin.execute(&format!("COPY (VALUES {rules}) TO '{file}'")).await.unwrap();
        admin.query("SELECT pg_reload_conf()").await.unwrap();
        let wrong = account.url("wrong");
        // The server reads its rules a little later.
        for _ in 0..500 {
            if aludel_drivers::connect(wrong.for_client()).await.is_err() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        let scene = Scene::new().with("DATABASE_URL", wrong.for_client());
        scene.done("aludel init");
        let answer = scene.run("aludel upgrade");
        assert_eq!((answer.exit, answer.out.as_str()), (1, ""), "{answer:?}");
        assert!(answer.err.contains("refuses us: password authentication failed"), "{answer:?}");
        assert!(answer.err.contains("that user, password and database are right"), "{answer:?}");
        assert!(!answer.err.contains("wrong"), "{answer:?}");
        let right = account.url("right");
        scene.with("DATABASE_URL", right.for_client()).done("aludel upgrade");
        admin.close().await.unwrap();
    });
}
