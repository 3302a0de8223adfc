//! A password is in no answer, no file and no table, whatever is typed.

use std::net::TcpListener;

use aludel_drivers::System;

use super::scene::{Answer, Scene};
use super::schemas::{json, roles, users};
use crate::harness::{Account, TestDatabase, on_servers};

/// With all that a URL has to have escaped, and a quote.
const PASSWORD: &str = "zitrone@/:?#%&='ß";

/// What is nowhere but in the password, escaped or not.
const SECRET: &str = "zitrone";

/// What a day brings, from the first command to the last.
const DAY: [&str; 29] = [
    "init",
    "list-templates",
    "migrate --models one.json -m one --rev-id a1",
    "upgrade --dry-run",
    "upgrade --sql --dialect DIALECT",
    "upgrade",
    "upgrade",
    "current",
    "history -i",
    "heads --check",
    "show head",
    "migrate --models two.json -m two --rev-id b2",
    "upgrade",
    "check --models two.json",
    "check --models one.json --drop users",
    "diff --from URL --to two.json",
    "diff --from scripts --to URL --scratch URL",
    "inspect",
    "inspect URL",
    "inspect --sql URL",
    "check --models URL",
    "downgrade -1 --dry-run",
    "downgrade -1",
    "stamp head",
    "stamp base",
    "repair",
    "repair --accept",
    "ensure-version",
    "branches",
];

/// What is typed by mistake, or cannot work; each of them fails.
const MISTAKES: [&str; 17] = [
    "rebase URL --dry-run",
    "upgrade URL",
    "downgrade URL",
    "show URL",
    "history -r URL:head",
    "stamp URL",
    "upgrade --ur URL",
    "URL",
    "upgrade --lock-timeout URL",
    "inspect URL.sql",
    "diff --from URL.json --to empty",
    "migrate -m x --models URL?sslmode=none",
    "upgrade --url URL&ssl-mode=none&sslmode=none",
    "upgrade --url oracleURL",
    "upgrade --sql --dialect URL",
    "upgrade --config URL",
    "check --models empty",
];

/// One way of saying a URL, and what it is in a file and in a variable.
struct Way<'a> {
    url: &'a str,
    scene: Scene,
}

#[track_caller]
fn hides(line: &str, shown: &str) {
    assert!(!shown.contains(SECRET), "{line}\n{shown}");
}

impl Way<'_> {
    /// Types a line, for people and as JSON, with all there is to say; nothing of it is the password.
    fn types(&self, line: &str) -> [Answer; 2] {
        ["-vv", "-vv --json"].map(|flags| {
            let line =
                format!("aludel {flags} {}", line.replace("URL", &format!("'{}'", self.url.replace('\'', "%27"))));
            let answer = self.scene.run(&line);
            hides(&line, &answer.out);
            hides(&line, &answer.err);
            answer
        })
    }
}

#[test]
fn a_password_is_in_no_answer_no_file_and_no_table() {
    on_servers(
        |server| server.system() != System::Sqlite,
        async |database| {
            let account = Account::new(database, PASSWORD).await;
            let dialect = database.connect().await.dialect().name();
            let escaped = account.url(PASSWORD).for_client().to_owned();
            let scene = Scene::new().with("ALUDEL_DATABASE_URL", &escaped);
            let way = Way { url: &escaped, scene };
            way.scene.write("one.json", &json([roles()]));
            way.scene.write("two.json", &json([roles(), users()]));
            for line in DAY {
                let [people, _] = way.types(&line.replace("DIALECT", dialect));
                assert!([0, 3].contains(&people.exit), "{line}: {people:?}");
            }
            for line in MISTAKES {
                for answer in way.types(line) {
                    assert_ne!(answer.exit, 0, "{line}: {answer:?}");
                }
            }
            for file in way.scene.files() {
                hides(&file, &way.scene.read(&file));
            }
            hides("the two tables", &tables(database).await);
        },
    );
}

/// All that is in the ledger and in the journal.
async fn tables(database: &TestDatabase) -> String {
    let mut connection = database.connect().await;
    let mut text = String::new();
    for table in ["aludel_revisions", "aludel_journal"] {
        let rows = connection.query(&format!("SELECT * FROM {table}")).await.unwrap();
        text.extend(rows.iter().flat_map(|row| row.0.iter().map(|value| format!("{value}\n"))));
    }
    connection.close().await.unwrap();
    assert!(text.contains("stamp"), "{text}");
    text
}

#[test]
fn every_place_that_may_hold_a_password_is_read_and_not_shown() {
    on_servers(
        |server| server.system() != System::Sqlite,
        async |database| {
            let account = Account::new(database, PASSWORD).await;
            let url = account.url(PASSWORD).for_client().to_owned();
            let quoted = format!("'{}'", url.replace('\'', "%27"));
            let scenes = [
                ("upgrade", Scene::new().with("DATABASE_URL", &url), ""),
                ("upgrade", Scene::new(), "aludel.toml"),
                ("upgrade", Scene::new(), ".env"),
                (&format!("upgrade --url {quoted}"), Scene::new(), ""),
            ];
            for (line, scene, file) in scenes {
                let texts =
                    [("aludel.toml", format!("url = \"{url}\"\n")), (".env", format!("DATABASE_URL=\"{url}\"\n"))];
                texts.iter().filter(|(name, _)| *name == file).for_each(|(name, text)| scene.write(name, text));
                let way = Way { url: &url, scene };
                way.scene.done("aludel init --format sql");
                for answer in way.types(line) {
                    assert_eq!(answer.exit, 0, "{line} {file}: {answer:?}");
                }
                let warned = way.scene.run(&format!("aludel {line}")).err;
                assert_eq!(warned.contains("list of processes"), line.contains("--url"), "{warned}");
            }
        },
    );
}

#[test]
fn whoever_is_kept_out_is_told_so_without_the_password() {
    on_servers(
        |server| server.system() != System::Sqlite,
        async |database| {
            let account = Account::new(database, PASSWORD).await;
            let wrong = account.url("zitrone that is none").for_client().to_owned();
            let place = account.place();
            let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
            let urls = [
                wrong.clone(),
                wrong.replace(&place, &closed.to_string()),
                wrong.replace(&place, "nowhere.invalid"),
                format!("{wrong}_of_nobody"),
                format!("{wrong}?sslmode=verify-full&ssl-mode=verify-identity"),
                format!("{wrong}?sslrootcert=nowhere&ssl-ca=nowhere&sslmode=verify-ca&ssl-mode=verify-ca"),
            ];
            for url in &urls {
                let way = Way { url, scene: Scene::new().with("ALUDEL_DATABASE_URL", url) };
                way.scene.done("aludel init");
                for line in [
                    "upgrade",
                    "current",
                    "inspect URL",
                    "upgrade --url URL",
                    "diff --from empty --to empty --scratch URL",
                ] {
                    way.types(line);
                }
            }
        },
    );
}

#[cfg(unix)]
#[test]
fn the_clients_of_databases_get_a_password_by_a_variable() {
    use std::os::unix::fs::PermissionsExt as _;

    let given = [
        ("psql", "PGPASSWORD", "postgres://ann:zitrone%40@db:1/shop?sslmode=require"),
        ("psql", "PGPASSWORD", "postgres://db:1/shop?user=ann&password=zitrone%40&sslmode=require"),
        ("mysql", "MYSQL_PWD", "mysql://ann:zitrone%40@db:1/shop?ssl-ca=ca.pem"),
    ];
    for (program, variable, url) in given {
        let scene = Scene::new();
        let path = format!("{}:{}", scene.path("bin").display(), std::env::var("PATH").unwrap());
        let scene = scene.with("PATH", &path).with("ALUDEL_DATABASE_URL", url);
        let file = format!("bin/{program}");
        scene.write(&file, &format!("#!/bin/sh\necho \"$@\"\necho \"${variable}\" > password\n"));
        std::fs::set_permissions(scene.path(&file), std::fs::Permissions::from_mode(0o755)).unwrap();
        let arguments = scene.done("aludel shell");
        hides("shell", &arguments);
        assert!(arguments.contains("shop") && arguments.contains("--port=1"), "{arguments}");
        assert_eq!(scene.read("password"), "zitrone@\n");
    }
}
