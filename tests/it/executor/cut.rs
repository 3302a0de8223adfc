//! The session is lost at every request, before and after it reaches the server; then the command is run again.

use super::*;
use crate::harness::{Cut, Moment, TestDatabase};

fn scripts() -> [Script; 2] {
    let [create, mut changes] = operations();
    changes.upgrade.insert(0, execute("INSERT INTO users (name) VALUES ('ann')"));
    changes.downgrade.push(execute("DELETE FROM users WHERE name = 'ann'"));
    [create, changes]
}

/// Takes everything away again.
async fn clear(database: &TestDatabase) {
    let mut connection = database.connect().await;
    for table in ["users", "aludel_revisions", "aludel_journal"] {
        connection.execute(&format!("DROP TABLE IF EXISTS {table}")).await.unwrap();
    }
    connection.close().await.unwrap();
}

/// Cuts a run at requests spread over it; the next run finishes each time. Returns how often that was.
async fn cut_everywhere(database: &TestDatabase, direction: Direction, moment: Moment) -> usize {
    let mut finished = 0;
    let connector = &*database.connector;
    prepare(database, direction).await;
    let mut counted = Counted::new(database.connect().await);
    run(connector, &mut counted, &scripts(), direction).await.unwrap();
    let requests = counted.trips();
    Box::new(counted).close().await.unwrap();
    clear(database).await;
    for request in (1..=requests).step_by(stride(requests * 4, trials())) {
        prepare(database, direction).await;
        let mut connection = Cut::open(database, request, moment).await;
        // A request that only gives the lock back is not missed.
        drop(run(connector, &mut connection, &scripts(), direction).await);
        let again = match direction {
            Direction::Upgrade => upgrade(connector, &scripts()).await,
            Direction::Downgrade => downgrade(connector, &scripts()).await,
        };
        let case = format!("{direction} {moment:?} {request}");
        again.unwrap_or_else(|error| panic!("{case}: {error}"));
        check(database, direction, &case).await;
        finished += 1;
        clear(database).await;
    }
    finished
}

/// What a run begins with.
async fn prepare(database: &TestDatabase, direction: Direction) {
    if direction == Direction::Downgrade {
        upgrade(&*database.connector, &scripts()).await.unwrap();
    }
}

/// All is there once, or all is gone.
async fn check(database: &TestDatabase, direction: Direction, case: &str) {
    let mut connection = database.connect().await;
    let applied = applied(&*database.connector).await;
    if direction == Direction::Upgrade {
        assert_eq!(applied, ["a1", "b2"], "{case}");
        assert_eq!(column(&mut *connection, "SELECT name FROM users WHERE email IS NULL").await, ["ann"], "{case}");
    } else {
        assert!(applied.is_empty() && tables(&mut *connection).await.is_empty(), "{case}");
    }
    connection.close().await.unwrap();
}

#[test]
fn a_run_that_was_cut_is_finished_by_the_next() {
    on_every_server(async |database| {
        for direction in [Direction::Upgrade, Direction::Downgrade] {
            for moment in [Moment::Before, Moment::After] {
                assert!(cut_everywhere(database, direction, moment).await > 0);
            }
        }
    });
}
