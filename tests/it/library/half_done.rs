//! Operations of which some are done: what a dry run plans, and how they are taken back.

mod kinds;

use std::time::{Duration, Instant};

use aludel::Migrate;
use aludel::migrations::EmbeddedScripts;
use aludel::op::{Typed as _, column, table};
use aludel_core::command::{Repair, RunOptions, plan_downgrade, plan_upgrade, repair};
use aludel_core::revision::Limits;
use aludel_core::script::Embedded;
use aludel_drivers::System;

use super::scripts;
use crate::harness::{on_every_server, on_servers};

/// The second stops at its third statement, as long as there is no table `words`.
static SCRIPTS: [Embedded; 3] = [
    Embedded {
        path: "a1.rs",
        text: "//! one\n//!\n//! revision: a1\n//! revises: base\n",
        upgrade: Some(|op| op.create_table(table("one").column(column("id").integer()))),
        downgrade: None,
    },
    Embedded {
        path: "b2.rs",
        text: "//! two\n//!\n//! revision: b2\n//! revises: a1\n//! table_lock_timeout: 1s\n",
        upgrade: Some(|op| {
            op.autocommit(|op| {
                op.create_table(table("two").column(column("id").integer()));
                op.add_column("one", column("word").varchar(9).nullable());
                op.execute("INSERT INTO words VALUES (1)").changes(|_| {});
                op.add_column("two", column("word").varchar(9).nullable());
            });
        }),
        downgrade: Some(|op| {
            op.drop_table("two");
            op.drop_column("one", "word");
        }),
    },
    Embedded {
        path: "c3.rs",
        text: "//! three\n//!\n//! revision: c3\n//! revises: b2\n",
        upgrade: Some(|op| {
            op.add_column("two", column("size").integer().nullable());
            op.add_column("two", column("weight").integer().nullable());
        }),
        downgrade: Some(|op| {
            op.drop_column("two", "weight");
            op.drop_column("two", "size");
        }),
    },
];

#[test]
fn a_dry_run_plans_the_rest_on_what_is_done() {
    on_every_server(async |database| {
        let scripts = EmbeddedScripts { scripts: &SCRIPTS, ..scripts() };
        let migrate = Migrate::new().scripts(scripts).database(database.url.for_client());
        migrate.upgrade().await.unwrap_err();
        let planned = plan_upgrade(&migrate.environment(), &RunOptions::to("head")).await.unwrap();
        let [rest, later] = &*planned else { panic!("{planned:?}") };
        let half_done = rest.half_done.as_ref().unwrap();
        assert_eq!((half_done.goes_on_with, half_done.done.len(), &half_done.stops), (Some(3), 2, &None));
        assert_eq!((rest.estimate, later.estimate, &later.half_done), (false, false, &None));
        let [words, add] = &*rest.statements else { panic!("{rest:?}") };
        assert!(words.sql == "INSERT INTO words VALUES (1)" && add.sql.contains("two"), "{rest:?}");

        let seen = repair(&migrate.environment(), &Repair::Show).await.unwrap().half_done.unwrap();
        assert_eq!((seen.no_way_back, seen.to_come.len()), (None, 2), "each of its operations has an inverse");

        let mut connection = database.connect().await;
        connection.execute("CREATE TABLE words (id INTEGER)").await.unwrap();
        let report = migrate.upgrade().await.unwrap();
        let sent: Vec<_> = report.steps.iter().map(|step| step.statements).collect();
        assert_eq!(sent, [rest.statements.len(), later.statements.len()], "what was planned is what was run");
        let back = plan_downgrade(&migrate.environment(), &RunOptions::to("a1")).await.unwrap();
        assert!(back.iter().all(|step| step.half_done.is_none() && !step.statements.is_empty()), "{back:?}");
    });
}

#[test]
fn what_is_taken_back_keeps_to_the_limits_of_its_revision() {
    on_servers(
        |server| server.system() != System::Sqlite,
        async |database| {
            let scripts = EmbeddedScripts { scripts: &SCRIPTS, ..scripts() };
            let migrate = Migrate::new().scripts(scripts).database(database.url.for_client());
            migrate.upgrade().await.unwrap_err();
            let mut environment = migrate.environment();
            environment.settings.limits = Limits { table_lock: Some(Duration::from_secs(120)), ..Limits::default() };
            let mut reader = database.connect().await;
            reader.begin().await.unwrap();
            reader.query("SELECT id FROM one").await.unwrap();
            let start = Instant::now();
            let error = repair(&environment, &Repair::Back).await.unwrap_err();
            assert!(start.elapsed() < Duration::from_secs(60), "{:?}: {error}", start.elapsed());
            assert!(error.to_string().contains("statement 2 was not taken back: `ALTER TABLE"), "{error}");
            assert!(error.help_text().unwrap().contains("say `db repair --back` again"), "{error:?}");
            reader.rollback().await.unwrap();
            let report = repair(&environment, &Repair::Back).await.unwrap();
            assert_eq!((report.taken_back.as_deref(), &report.half_done), (Some("b2"), &None));
        },
    );
}
