//! Runs that are dropped halfway, on an application's pool.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use aludel_core::exec::ExecErrorKind;

use super::*;
use crate::drivers::pool::Pool;

/// Polls a future so many times, then drops it. True if it was done before.
async fn drop_after(polls: usize, future: impl Future<Output = Result<Report, ExecError>>) -> bool {
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

/// How many polls there are between two that are tried: enough runs, and not too many.
const STRIDE: usize = 3;

#[test]
fn a_run_that_was_dropped_leaves_the_pool_as_it_was_and_the_next_one_goes_on() {
    on_every_server(async |database| {
        let pool = Pool::open(database, "SELECT 1").await;
        let connector = pool.database().connector().unwrap();
        let connector = &*connector;
        let scripts = || operations();
        for polls in (1..).step_by(STRIDE) {
            assert!(polls < 20_000, "it never ends");
            let done = drop_after(polls, upgrade(connector, &scripts())).await;
            let asked = tokio::time::timeout(Duration::from_secs(20), pool.ask("SELECT 'here'")).await;
            assert_eq!(asked.as_deref(), Ok("here"), "the pool of one has its session again, after {polls} polls");
            match upgrade(connector, &scripts()).await {
                Ok(_) => assert_eq!(applied(connector).await, ["a1", "b2"], "after {polls} polls"),
                Err(error) => assert!(matches!(error.kind(), ExecErrorKind::HalfDone(_)), "{error}"),
            }
            for table in ["users", "aludel_revisions", "aludel_journal"] {
                pool.execute(&format!("DROP TABLE IF EXISTS {table}")).await;
            }
            if done {
                return;
            }
        }
    });
}
