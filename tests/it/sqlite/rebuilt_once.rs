//! A rebuild among other sessions, beside statements outside of transactions, and when the session is lost.

use std::time::Duration;

use aludel_core::connection::Connection;
use aludel_core::exec::{ExecError, Executor, Ledger, Report, Work};
use aludel_core::operation::{Operation, Recorded};
use aludel_core::revision::{Direction, Revision};
use aludel_core::schema::Schema;

use super::kept::{on_sqlite, start, toggled};
use crate::harness::{Counted, Cut, Meanwhile, Moment, TestDatabase, stride, trials};

const USERS: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT); CREATE TABLE log (line);
    CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.note); END;
    INSERT INTO t VALUES (1, 'a'), (2, 'b');";

async fn upgrade(
    database: &TestDatabase,
    connection: &mut dyn Connection,
    expected: Option<&Schema>,
    steps: &[Recorded],
) -> Result<Report, ExecError> {
    let connector = &*database.connector;
    let mut executor = Executor { expected: expected.cloned(), ..Executor::new(connector, Ledger::default()) };
    // A run that was cut off is taken to be under way for that long.
    executor.lock_timeout = Duration::from_millis(100);
    let known = executor.ledger.read(connection).await?;
    let work = Work::new(&Revision::new("ca5e".parse().unwrap(), "a case"), Direction::Upgrade, steps.to_vec());
    executor.run(connection, known.as_ref(), vec![work]).await
}

fn whole(operations: &[Operation]) -> Vec<Recorded> {
    operations.iter().cloned().map(Recorded::Whole).collect()
}

async fn column(connection: &mut dyn Connection, sql: &str) -> Vec<String> {
    let rows = connection.query(sql).await.unwrap_or_else(|error| panic!("{error}\n{sql}"));
    rows.iter().map(|row| row.0[0].to_string()).collect()
}

/// The plan is made on what is there under the lock, not on what was there when somebody last looked.
#[test]
fn what_another_session_adds_between_plan_and_run_is_kept() {
    let meanwhile = "ALTER TABLE t ADD COLUMN extra TEXT DEFAULT 'kept'; CREATE INDEX ix_extra ON t (extra);
        INSERT INTO t VALUES (3, 'c', 'mine')";
    on_sqlite(async |database| {
        for transaction in 1..=4 {
            let mut connection = start(database, USERS).await;
            let (schema, [there, _]) = toggled(&mut *connection).await;
            Executor::new(&*database.connector, Ledger::default()).ensure(&mut *connection).await.unwrap();
            let mut working =
                Meanwhile::new(database.connect().await, database.connect().await, transaction, meanwhile);
            let run = upgrade(database, &mut working, Some(&schema), &whole(&there)).await;
            run.unwrap_or_else(|error| panic!("before transaction {transaction}: {error}"));
            let happened = working.has_happened();
            Box::new(working).close().await.unwrap();
            assert_eq!(happened, transaction <= 2, "one that finds what it needs, and one that runs");
            if happened {
                assert_eq!(column(&mut *connection, "SELECT extra FROM t ORDER BY id").await, ["kept", "kept", "mine"]);
                let indexes = "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = 't'";
                assert_eq!(column(&mut *connection, indexes).await, ["ix_extra"]);
            }
            let refuses = "SELECT \"notnull\" FROM pragma_table_info('t') WHERE name = 'note'";
            assert_eq!(column(&mut *connection, refuses).await, ["1"]);
            connection.close().await.unwrap();
        }
    });
}

#[test]
fn what_another_session_takes_away_between_plan_and_run_stops_the_revision() {
    on_sqlite(async |database| {
        for transaction in [1, 2] {
            let mut connection = start(database, USERS).await;
            let (schema, [there, _]) = toggled(&mut *connection).await;
            Executor::new(&*database.connector, Ledger::default()).ensure(&mut *connection).await.unwrap();
            let meanwhile =
                "DROP TRIGGER tr; ALTER TABLE t DROP COLUMN note; ALTER TABLE t ADD COLUMN other TEXT DEFAULT 'x'";
            let mut working =
                Meanwhile::new(database.connect().await, database.connect().await, transaction, meanwhile);
            let error = upgrade(database, &mut working, Some(&schema), &whole(&there)).await.unwrap_err();
            assert!(error.to_string().contains("t.note"), "{error}");
            Box::new(working).close().await.unwrap();
            assert_eq!(column(&mut *connection, "SELECT other FROM t").await, ["x", "x"]);
            connection.close().await.unwrap();
        }
    });
}

/// Foreign keys are off for all of a revision that makes a table anew, so what else it does is looked at everywhere.
#[test]
fn a_revision_that_changes_rows_too_is_told_that_foreign_keys_are_off() {
    let world = format!(
        "{USERS} CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INTEGER REFERENCES p ON DELETE CASCADE);
        INSERT INTO p VALUES (1), (2); INSERT INTO c VALUES (1);"
    );
    on_sqlite(async |database| {
        let mut connection = start(database, &world).await;
        let (schema, [there, _]) = toggled(&mut *connection).await;
        let with = |sql: &str| {
            let mut steps = vec![Recorded::Execute { sql: sql.into(), undo: None, changes: None }];
            steps.extend(whole(&there));
            steps
        };
        let orphaned = with("DELETE FROM p WHERE id = 1");
        let error = upgrade(database, &mut *database.connect().await, Some(&schema), &orphaned).await.unwrap_err();
        assert!(error.to_string().ends_with("rows refer to rows that are not there: c, 1, p"), "{error}");
        assert_eq!(column(&mut *connection, "SELECT count(*) FROM p").await, ["2"]);
        let harmless = with("DELETE FROM p WHERE id = 2");
        let report = upgrade(database, &mut *database.connect().await, Some(&schema), &harmless).await.unwrap();
        let [warning] = report.warnings.as_slice() else { panic!("{:?}", report.warnings) };
        assert!(
            warning.contains("makes table \"t\" anew and changes rows too: foreign keys are not enforced"),
            "{warning}"
        );
        connection.close().await.unwrap();
    });
}

/// Between the statements of a rebuild the table is not there, and its triggers are in a temporary table.
#[test]
fn a_rebuild_is_whole_or_not_at_all_beside_statements_that_want_no_transaction() {
    on_sqlite(async |database| {
        let steps = |there: &[Operation]| {
            let vacuum = Recorded::Execute { sql: "VACUUM".into(), undo: None, changes: None };
            let mut steps = vec![vacuum.clone()];
            steps.extend(whole(there));
            steps.push(vacuum);
            steps
        };
        let mut connection = start(database, USERS).await;
        let (schema, [there, _]) = toggled(&mut *connection).await;
        let mut counted = Counted::new(database.connect().await);
        upgrade(database, &mut counted, Some(&schema), &steps(&there)).await.unwrap();
        let requests = counted.trips();
        Box::new(counted).close().await.unwrap();
        connection.close().await.unwrap();
        for moment in [Moment::Before, Moment::After] {
            for request in (1..=requests).step_by(stride(requests * 2, trials())) {
                let mut connection = start(database, USERS).await;
                let mut cut = Cut::open(database, request, moment).await;
                drop(upgrade(database, &mut cut, Some(&schema), &steps(&there)).await);
                Box::new(cut).close().await.unwrap();
                let case = format!("{moment:?} {request}");
                assert_eq!(column(&mut *connection, "SELECT note FROM t").await, ["a", "b"], "{case}");
                let triggers = "SELECT name FROM sqlite_schema WHERE type = 'trigger'";
                assert_eq!(column(&mut *connection, triggers).await, ["tr"], "{case}");
                let again = upgrade(database, &mut *database.connect().await, Some(&schema), &steps(&there)).await;
                again.unwrap_or_else(|error| panic!("{case}: {error}"));
                assert_eq!(column(&mut *connection, triggers).await, ["tr"], "{case}");
                let refuses = "SELECT \"notnull\" FROM pragma_table_info('t') WHERE name = 'note'";
                assert_eq!(column(&mut *connection, refuses).await, ["1"], "{case}");
                connection.close().await.unwrap();
            }
        }
    });
}
