//! How far MySQL and MariaDB may go to alter a table: what needs more is refused, and a header allows it.

use aludel::migrations::EmbeddedScripts;
use aludel::op::{Connection, Operations, Typed as _, column, table};
use aludel::{Algorithm, Altering, Migrate, TableLock};
use aludel_core::command::{self, RunOptions};
use aludel_core::script::Embedded;
use aludel_drivers::System;

use crate::harness::{TestDatabase, on_every_server, on_servers};

fn make(op: &mut Operations) {
    for name in ["notes", "sizes"] {
        op.create_table(
            table(name).column(column("id").integer()).column(column("size").integer()).primary_key(["id"]),
        );
    }
}

/// A change that no server copies a table for, and one that both do.
fn change(op: &mut Operations) {
    op.add_column("notes", column("word").varchar(9).nullable());
    op.alter_column("sizes", column("size").varchar(20));
}

fn change_back(op: &mut Operations) {
    op.alter_column("sizes", column("size").integer());
    op.drop_column("notes", "word");
}

const fn history(header: &'static str) -> [Embedded; 2] {
    [
        Embedded {
            path: "a1.rs",
            text: "//! make\n//!\n//! revision: a1\n//! revises: base\n",
            upgrade: Some(make),
            downgrade: Some(|op| {
                op.drop_table("sizes");
                op.drop_table("notes");
            }),
        },
        Embedded { path: "b2.rs", text: header, upgrade: Some(change), downgrade: Some(change_back) },
    ]
}

static SILENT: [Embedded; 2] = history("//! change\n//!\n//! revision: b2\n//! revises: a1\n");
static STRICT: [Embedded; 2] =
    history("//! change\n//!\n//! revision: b2\n//! revises: a1\n//! algorithm: inplace\n//! lock: none\n");
static LENIENT: [Embedded; 2] = history("//! change\n//!\n//! revision: b2\n//! revises: a1\n//! algorithm: default\n");

fn migrate(database: &TestDatabase, scripts: &'static [Embedded]) -> Migrate {
    let directory = "no folder";
    let scripts = EmbeddedScripts { directory, locations: &[], manifest_directory: "", file: file!(), scripts };
    Migrate::new().scripts(scripts).database(database.url.for_client())
}

/// The type of the column that is changed, then the journal of the revision.
async fn seen(connection: &mut dyn Connection) -> Vec<String> {
    let ty = "SELECT data_type FROM information_schema.columns WHERE table_schema = DATABASE() \
              AND table_name = 'sizes' AND column_name = 'size'";
    let journal =
        "SELECT CONCAT(COALESCE(number, '-'), ' ', state) FROM aludel_journal WHERE revision = 'b2' ORDER BY id";
    let mut words = Vec::new();
    for query in [ty, journal] {
        let rows = connection.query(query).await.unwrap();
        words.extend(rows.iter().map(|row| row.text(0).unwrap().to_owned()));
    }
    words
}

#[test]
fn a_copy_is_refused_and_a_changed_header_lets_the_same_revision_go_on() {
    on_servers(
        |server| server.system() == System::MySql,
        async |database| {
            let label = database.server().label();
            let error = migrate(database, &STRICT).upgrade().await.unwrap_err();
            let message = error.to_string();
            assert!(message.contains("statement 2 failed: ALGORITHM=INPLACE is not supported"), "{label}: {message}");
            assert!(message.contains("(1846)"), "{label}: {message}");
            let help = error.help_text().unwrap();
            assert!(help.starts_with("statement 1 stays done: "), "{label}: {help}");
            assert!(help.contains("`algorithm: default` in the header"), "{label}: {help}");

            let mut connection = database.connect().await;
            let before = seen(&mut *connection).await;
            assert_eq!(before, ["int", "1 intent", "1 done", "2 intent", "2 failed"], "{label}");
            // The statement that is done was sent with other words at its end, and is not sent again.
            migrate(database, &LENIENT).upgrade().await.unwrap();
            let after = seen(&mut *connection).await;
            assert_eq!(after[..5], ["varchar", "1 intent", "1 done", "2 intent", "2 failed"], "{label}");
            assert_eq!(after[5..7], ["2 intent", "2 done"], "{label}");

            let error = migrate(database, &STRICT).downgrade("a1").await.unwrap_err().to_string();
            assert!(error.contains("statement 1 failed: ALGORITHM=INPLACE is not supported"), "{label}: {error}");
            migrate(database, &LENIENT).downgrade("base").await.unwrap();
        },
    );
}

#[test]
fn code_says_it_for_all_revisions_and_a_header_goes_before_it() {
    on_servers(
        |server| server.system() == System::MySql,
        async |database| {
            let label = database.server().label();
            let unlocked = || Altering::new(None, Some(TableLock::None)).unwrap();
            let migrate = |scripts| migrate(database, scripts).altering(unlocked());
            let error = migrate(&SILENT).upgrade().await.unwrap_err().to_string();
            assert!(error.contains("LOCK=NONE is not supported"), "{label}: {error}");
            migrate(&LENIENT).upgrade().await.unwrap();
        },
    );
}

#[test]
fn other_databases_have_no_such_choice() {
    on_every_server(async |database| {
        let plan = |altering: Altering| async move {
            let migrate = migrate(database, &SILENT).altering(altering);
            let planned = command::plan_upgrade(&migrate.environment(), &RunOptions::to("head")).await.unwrap();
            planned.into_iter().flat_map(|step| step.statements).map(|statement| statement.sql).collect::<Vec<_>>()
        };
        let (free, copied) =
            (plan(Altering::default()).await, plan(Altering::new(Some(Algorithm::Copy), None).unwrap()));
        let expected = free.iter().map(|sql| match database.server().system() {
            System::MySql if sql.starts_with("ALTER TABLE") => format!("{sql}, ALGORITHM=COPY"),
            _ => sql.clone(),
        });
        assert_eq!(copied.await, expected.collect::<Vec<_>>(), "{}", database.server().label());
    });
}
