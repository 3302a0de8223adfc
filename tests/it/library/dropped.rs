//! An upgrade that is dropped, on an application's pool of one session.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use aludel::command::RunReport;
use aludel::{Error, ErrorKind, Migrate};
use aludel_drivers::System;

use super::scripts;
use crate::drivers::pool::Pool;
use crate::harness::on_every_server;

/// Polls a future so many times, then drops it. True if it was done before.
async fn drop_after(polls: usize, future: impl Future<Output = Result<RunReport, Error>>) -> bool {
    let mut future = pin!(future);
    for _ in 0..polls {
        match poll_fn(|context| Poll::Ready(future.as_mut().poll(context))).await {
            Poll::Ready(outcome) => {
                outcome.unwrap();
                return true;
            }
            Poll::Pending => tokio::time::sleep(Duration::from_micros(300)).await,
        }
    }
    false
}

/// Expects the history to be there in full, and to work.
async fn expect_upgraded(pool: &Pool, migrate: &Migrate, polls: usize) {
    assert!(migrate.pending().await.unwrap().is_empty(), "after {polls} polls");
    pool.execute("INSERT INTO users (name, email) VALUES ('ann', 'a@b')").await;
    assert_eq!(pool.ask("SELECT email FROM users").await, "a@b", "after {polls} polls");
}

#[test]
fn an_upgrade_that_was_dropped_leaves_the_pool_usable_and_the_next_one_finishes() {
    on_every_server(async |database| {
        let pool = Pool::open(database, "SELECT 1").await;
        let migrate = Migrate::new().scripts(scripts()).database(pool.database());
        let mut half_done = 0;
        for polls in 1.. {
            assert!(polls < 20_000, "it never ends");
            let done = drop_after(polls, migrate.upgrade()).await;
            let asked = tokio::time::timeout(Duration::from_secs(20), pool.ask("SELECT 'here'")).await;
            assert_eq!(asked.as_deref(), Ok("here"), "the pool of one has its session again, after {polls} polls");
            match migrate.upgrade().await {
                Ok(_) => expect_upgraded(&pool, &migrate, polls).await,
                Err(error) => {
                    // Where each statement commits by itself, one may be under way still when it is asked after.
                    assert_eq!(
                        (error.kind(), database.server().system()),
                        (ErrorKind::HalfDone, System::MySql),
                        "{error}"
                    );
                    half_done += 1;
                }
            }
            for table in ["users", "aludel_revisions", "aludel_journal"] {
                pool.execute(&format!("DROP TABLE IF EXISTS {table}")).await;
            }
            if done {
                eprintln!("{}: {polls} polls, {half_done} half done", database.connector.describe());
                return;
            }
        }
    });
}
