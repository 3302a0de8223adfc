//! Runs that are dropped halfway, on an application's pool.

use std::time::Duration;

use super::*;
use crate::drivers::pool::Pool;
use crate::harness::drop_after;

async fn clear(pool: &Pool) {
    for table in ["users", "aludel_revisions", "aludel_journal"] {
        pool.execute(&format!("DROP TABLE IF EXISTS {table}")).await;
    }
}

#[test]
fn a_run_that_was_dropped_leaves_the_pool_as_it_was_and_the_next_one_goes_on() {
    on_every_server(async |database| {
        let pool = Pool::open(database, "SELECT 1").await;
        let connector = pool.database().connector().unwrap();
        let connector = &*connector;
        let all = drop_after(usize::MAX, upgrade(connector, &operations())).await.unwrap();
        clear(&pool).await;
        for polls in (1..all).step_by(stride(all, trials())) {
            drop_after(polls, upgrade(connector, &operations())).await;
            let asked = tokio::time::timeout(Duration::from_secs(20), pool.ask("SELECT 'here'")).await;
            assert_eq!(asked.as_deref(), Ok("here"), "the pool of one has its session again, after {polls} polls");
            upgrade(connector, &operations()).await.unwrap_or_else(|error| panic!("after {polls} polls: {error}"));
            assert_eq!(applied(connector).await, ["a1", "b2"], "after {polls} polls");
            clear(&pool).await;
        }
    });
}
