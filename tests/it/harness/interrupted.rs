//! Futures that are dropped before they are done.

use std::fmt::Debug;
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

/// Polls a future so many times, with a little time between, then drops it. Returns how often it was polled, if it was done
/// before.
pub(crate) async fn drop_after<T, E: Debug>(polls: usize, future: impl Future<Output = Result<T, E>>) -> Option<usize> {
    let mut future = pin!(future);
    for poll in 1..=polls {
        match poll_fn(|context| Poll::Ready(future.as_mut().poll(context))).await {
            Poll::Ready(outcome) => {
                outcome.unwrap();
                return Some(poll);
            }
            Poll::Pending => tokio::time::sleep(Duration::from_micros(300)).await,
        }
    }
    None
}

/// How many runs are cut off on each database; 0 is at every place.
pub(crate) fn trials() -> usize {
    std::env::var("ALUDEL_TEST_TRIALS").ok().and_then(|trials| trials.parse().ok()).unwrap_or(16)
}

/// The step with which so many numbers are spread over a range.
pub(crate) fn stride(range: usize, numbers: usize) -> usize {
    range.checked_div(numbers).unwrap_or(1).max(1)
}
