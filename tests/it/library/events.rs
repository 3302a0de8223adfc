//! The spans and events of a run, as the book promises them to a subscriber of `tracing`.

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aludel::Turn;
use aludel::migrations::EmbeddedScripts;
use aludel_core::exec::{Executor, Ledger, Retry, Stop, Work};
use aludel_core::operation::Recorded;
use aludel_core::revision::{Direction, Limits, Revision};
use aludel_core::script::Embedded;
use aludel_drivers::System;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

use super::*;
use crate::harness::{TestDatabase, on_servers};

/// Keeps the spans and events of our crates, each as a line: its level, its name and its fields.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<String>>>);

/// The fields of one of them.
#[derive(Default)]
struct Fields {
    message: String,
    others: String,
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        match field.name() {
            "message" if self.message.is_empty() => self.message = format!("{value:?}"),
            name => write!(self.others, " {name}={value:?}").unwrap(),
        }
    }
}

impl Heard {
    fn note(&self, level: &Level, name: &str, fields: &Fields) {
        self.0.lock().unwrap().push(format!("{level} {name}{}{}", fields.message, fields.others));
    }

    /// What is heard while something is done, on a thread of its own.
    fn during<F: Future>(work: impl FnOnce() -> F + Send) -> Vec<String> {
        let heard = Self::default();
        let run = || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            tracing::subscriber::with_default(heard.clone(), || drop(runtime.block_on(work())));
        };
        std::thread::scope(|scope| scope.spawn(run).join().unwrap());
        std::mem::take(&mut *heard.0.lock().unwrap())
    }
}

impl Subscriber for Heard {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("aludel")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = Fields::default();
        span.record(&mut fields);
        self.note(span.metadata().level(), &format!("span {}", span.metadata().name()), &fields);
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        self.note(event.metadata().level(), "", &fields);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Checks that these were heard in this order; of a line its beginning is enough.
#[track_caller]
fn heard(lines: &[String], wanted: &[&str]) {
    let mut left = lines.iter();
    for one in wanted {
        assert!(left.any(|line| line.starts_with(one)), "`{one}` is not where it should be in {lines:#?}");
    }
}

async fn fill(db: &mut dyn Connection) -> aludel::op::Result<()> {
    db.execute("INSERT INTO words VALUES (1, 'one')").await?;
    Ok(())
}

async fn nothing(_: Turn, _: &mut dyn Connection) -> aludel::op::Result<()> {
    Ok(())
}

/// A table with a row, of which SQLite makes another one.
static FILLED: [Embedded; 2] = [
    Embedded {
        path: "a1.rs",
        text: "//! fill words\n//!\n//! revision: a1\n//! revises: base\n",
        upgrade: Some(|op| {
            let columns = table("words").column(column("id").integer()).column(column("word").varchar(9).nullable());
            op.create_table(columns);
            op.run("fill", fill);
        }),
        downgrade: None,
    },
    Embedded {
        path: "b2.rs",
        text: "//! demand words\n//!\n//! revision: b2\n//! revises: a1\n",
        upgrade: Some(|op| {
            op.alter_column("words", column("word").varchar(9).not_null());
        }),
        downgrade: None,
    },
];

#[test]
fn a_run_tells_its_revisions_statements_functions_and_hooks() {
    let lines = Heard::during(|| async {
        let scripts = EmbeddedScripts { scripts: &FILLED, ..scripts() };
        let migrate = Migrate::new().scripts(scripts).database(in_memory().await);
        migrate.before_each(nothing).on_progress(|_| {}).upgrade().await.unwrap();
    });
    assert!(lines[0].ends_with(" revisions=2"), "{lines:#?}");
    let wanted = [
        "INFO span run database=\"sqlite:",
        "INFO span revision id=a1 direction=upgrade",
        "INFO start message=\"fill words\"",
        "DEBUG hook place=\"before\"",
        "DEBUG statement sql=\"CREATE TABLE",
        "DEBUG function function=\"fill\"",
        "INFO finish statements=2 duration=",
        "INFO span revision id=b2 direction=upgrade",
        "INFO start message=\"demand words\"",
        "INFO copying table=words rows=1",
        "DEBUG statement sql=",
        "INFO finish statements=",
    ];
    heard(&lines, &wanted);
}

fn work(id: &str, sql: &str) -> Work {
    let revision = Revision::new(id.parse().unwrap(), "some words");
    let sql = sql.to_owned();
    Work::new(&revision, Direction::Upgrade, vec![Recorded::Execute { sql, undo: None, changes: None }])
}

fn executor(database: &TestDatabase) -> Executor<'_> {
    Executor::new(&*database.connector, Ledger::default())
}

#[test]
fn a_run_tells_what_another_process_has_run_and_that_it_was_stopped() {
    on_every_server(async |database| {
        let mut connection = database.connect().await;
        executor(database).ensure(&mut *connection).await.unwrap();
        let before = Ledger::default().read(&mut *connection).await.unwrap();
        let run = || vec![work("a1", "CREATE TABLE words (id INTEGER)")];
        executor(database).run(&mut *connection, before.as_ref(), run()).await.unwrap();
        let lines = Heard::during(|| async {
            let mut connection = database.connect().await;
            executor(database).run(&mut *connection, before.as_ref(), run()).await.unwrap();
            let stop = Stop::new();
            stop.ask();
            let stopped = Executor { stop, ..executor(database) };
            stopped.run(&mut *connection, before.as_ref(), vec![work("b2", "SELECT 1")]).await.unwrap_err();
        });
        heard(&lines, &["INFO another process ran it meanwhile", "INFO stopped as asked kept=0"]);
    });
}

#[test]
fn a_run_tells_that_somebody_was_in_its_way() {
    on_servers(
        |server| server.system() != System::Sqlite,
        async |database| {
            let mut reader = database.connect().await;
            reader.execute("CREATE TABLE words (id INTEGER)").await.unwrap();
            reader.begin().await.unwrap();
            reader.query("SELECT id FROM words").await.unwrap();
            let lines = Heard::during(|| async {
                let limits = Limits { table_lock: Some(Duration::from_millis(200)), ..Limits::default() };
                let retry = Retry { times: 1, within: Duration::from_secs(60) };
                let executor = Executor { limits, retry, ..executor(database) };
                let mut connection = database.connect().await;
                let works = vec![work("a1", "ALTER TABLE words ADD COLUMN word INTEGER")];
                executor.run(&mut *connection, None, works).await.unwrap_err();
            });
            reader.rollback().await.unwrap();
            let told = lines.iter().find(|line| line.starts_with("WARN try again cause=")).unwrap();
            assert!(told.contains(" attempts=1 blockers=["), "{told}");
        },
    );
}
