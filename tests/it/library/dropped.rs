//! An upgrade that is dropped, on an application's pool of one session.

use std::time::Duration;

use aludel::{ErrorKind, Migrate};
use aludel_drivers::System;

use super::scripts;
use crate::drivers::pool::Pool;
use crate::harness::{drop_after, on_every_server, stride, trials};

/// Expects the history to be there in full, and to work.
async fn expect_upgraded(pool: &Pool, migrate: &Migrate, polls: usize) {
    assert!(migrate.pending().await.unwrap().is_empty(), "after {polls} polls");
    pool.execute("INSERT INTO users (name, email) VALUES ('ann', 'a@b')").await;
    assert_eq!(pool.ask("SELECT email FROM users").await, "a@b", "after {polls} polls");
}

async fn clear(pool: &Pool) {
    for table in ["users", "aludel_revisions", "aludel_journal"] {
        pool.execute(&format!("DROP TABLE IF EXISTS {table}")).await;
    }
}

#[test]
fn an_upgrade_that_was_dropped_leaves_the_pool_usable_and_the_next_one_finishes() {
    on_every_server(async |database| {
        let pool = Pool::open(database, "SELECT 1").await;
        let migrate = Migrate::new().scripts(scripts()).database(pool.database());
        let all = drop_after(usize::MAX, migrate.upgrade()).await.unwrap();
        clear(&pool).await;
        for polls in (1..all).step_by(stride(all, trials())) {
            drop_after(polls, migrate.upgrade()).await;
            let asked = tokio::time::timeout(Duration::from_secs(20), pool.ask("SELECT 'here'")).await;
            assert_eq!(asked.as_deref(), Ok("here"), "the pool of one has its session again, after {polls} polls");
            match migrate.upgrade().await {
                Ok(_) => expect_upgraded(&pool, &migrate, polls).await,
                // Where each statement commits by itself, the outcome of one may be known to nobody.
                Err(error) => {
                    assert_eq!((error.kind(), database.server().system()), (ErrorKind::HalfDone, System::MySql));
                }
            }
            clear(&pool).await;
        }
    });
}
