//! What a client has to be told to take as it stands, and what a script demands of the tables that it makes anew.

use aludel::migrations::EmbeddedScripts;
use aludel::op::{Typed as _, check, column, table};
use aludel_core::command::{self, RunOptions};
use aludel_core::script::Embedded;
use aludel_drivers::System;

use super::{client, left};
use crate::harness::{on_every_server, on_servers};

/// Revisions that stand outside of transactions, hold bodies with semicolons, and make a table anew.
static SCRIPTS: [Embedded; 3] = [
    Embedded {
        path: "a1.rs",
        text: "//! create users\n//!\n//! revision: a1\n//! revises: base\n",
        upgrade: Some(|op| {
            op.create_table(
                table("notes")
                    .column(column("id").integer())
                    .column(column("name").varchar(20))
                    .column(column("n").integer()),
            );
            if op.for_dialect("postgres") {
                op.execute(
                    "CREATE FUNCTION bump() RETURNS trigger AS $$ BEGIN NEW.n := NEW.n + 1; RETURN NEW; END $$ LANGUAGE plpgsql;
                     CREATE TRIGGER bump BEFORE INSERT ON notes FOR EACH ROW EXECUTE FUNCTION bump()",
                )
                .undo("SELECT 1")
                .changes(|_| {});
            } else if op.for_dialect("sqlite") {
                op.execute(
                    "CREATE TRIGGER bump AFTER INSERT ON notes BEGIN UPDATE notes SET n = n + 1; SELECT CASE 1 WHEN 1 THEN 2 END; END",
                )
                .undo("SELECT 1")
                .changes(|_| {});
            } else {
                op.execute("CREATE TRIGGER bump BEFORE INSERT ON notes FOR EACH ROW BEGIN SET NEW.n = NEW.n + 1; END")
                    .undo("SELECT 1")
                    .changes(|_| {});
            }
            op.bulk_insert("notes", ["id", "name", "n"], [(1, "a", 1)]);
        }),
        downgrade: Some(|op| op.drop_table("notes")),
    },
    Embedded {
        path: "b2.rs",
        text: "//! outside\n//!\n//! revision: b2\n//! revises: a1\n",
        upgrade: Some(|op| {
            if op.for_dialect("postgres") {
                op.execute("CREATE INDEX CONCURRENTLY by_name ON notes (name)").undo("SELECT 1").changes(|_| {});
            } else if op.for_dialect("sqlite") {
                op.execute("PRAGMA wal_checkpoint").undo("SELECT 1").changes(|_| {});
            }
        }),
        downgrade: Some(|_| {}),
    },
    Embedded {
        path: "c3.rs",
        text: "//! check\n//!\n//! revision: c3\n//! revises: b2\n",
        upgrade: Some(|op| op.create_check("notes", check("n > 0").name("ck_notes_n"))),
        downgrade: Some(|op| op.drop_check("notes", "ck_notes_n")),
    },
];

fn scripts() -> EmbeddedScripts {
    EmbeddedScripts { directory: "no folder", locations: &[], manifest_directory: "", file: file!(), scripts: &SCRIPTS }
}

#[test]
fn bodies_with_semicolons_and_statements_outside_of_transactions_are_taken_as_they_stand() {
    on_every_server(async |online| {
        let offline = online.server().database("offline").await;
        let here = super::environment(online, scripts()).await;
        let there = super::environment(&offline, scripts()).await;
        let up = command::upgrade_script(&there, &RunOptions::to("head")).await.unwrap();
        let Some((went_well, said)) = client(&*offline.connector, &up.script) else { return };
        assert!(went_well, "{}: {said}", online.server().label());
        command::upgrade(&here, &RunOptions::to("head")).await.unwrap();
        let whole = left(online).await;
        assert_eq!(left(&offline).await, whole);
        assert_eq!(whole.rows.len(), 2);
        let down = command::downgrade_script(&there, &RunOptions::to("head:base")).await.unwrap();
        let (went_well, said) = client(&*offline.connector, &down.script).unwrap();
        assert!(went_well, "{}: {said}", online.server().label());
        command::downgrade(&here, &RunOptions::to("base")).await.unwrap();
        assert_eq!(left(&offline).await, left(online).await);
    });
}

#[test]
fn a_table_that_is_not_as_the_revisions_have_it_is_not_made_anew() {
    on_servers(
        |server| server.system() == System::Sqlite,
        async |database| {
            let environment = super::environment(database, scripts()).await;
            command::upgrade(&environment, &RunOptions::to("b2")).await.unwrap();
            let mut connection = database.connect().await;
            connection.execute("ALTER TABLE notes ADD COLUMN by_hand TEXT").await.unwrap();
            connection.close().await.unwrap();
            let before = left(database).await;
            let up = command::upgrade_script(&environment, &RunOptions::to("b2:head")).await.unwrap();
            let Some((went_well, said)) = client(&*database.connector, &up.script) else { return };
            assert!(!went_well && said.contains("table notes is not as the revisions make it"), "{said}");
            assert_eq!(left(database).await, before);
        },
    );
}

/// A revision that adds a value to an enum type and writes it.
static ENUM: [Embedded; 1] = [Embedded {
    path: "a1.rs",
    text: "//! moods\n//!\n//! revision: a1\n//! revises: base\n",
    upgrade: Some(|op| {
        op.execute("CREATE TYPE mood AS ENUM ('good'); CREATE TABLE notes (id integer, name mood, n integer)")
            .undo("SELECT 1")
            .changes(|_| {});
        op.execute("ALTER TYPE mood ADD VALUE 'bad'; INSERT INTO notes VALUES (1, 'bad', 1)")
            .undo("SELECT 1")
            .changes(|_| {});
    }),
    downgrade: Some(|_| {}),
}];

#[test]
fn a_value_that_is_used_only_once_committed_is_committed_first() {
    on_servers(
        |server| server.system() == System::Postgres,
        async |database| {
            let scripts = EmbeddedScripts { scripts: &ENUM, ..scripts() };
            let environment = super::environment(database, scripts).await;
            let up = command::upgrade_script(&environment, &RunOptions::to("head")).await.unwrap();
            let Some((went_well, said)) = client(&*database.connector, &up.script) else { return };
            assert!(went_well, "{said}");
            assert_eq!(left(database).await.rows.len(), 2);
        },
    );
}
