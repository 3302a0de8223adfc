//! Two futures at once, without a runtime.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

/// Runs a future to its end, and another one beside it for as long as that takes.
pub(super) async fn alongside<T>(work: impl Future<Output = T>, beside: impl Future<Output = ()>) -> T {
    let (mut work, mut beside) = (pin!(work), pin!(beside));
    let mut over = false;
    poll_fn(|context| {
        if let Poll::Ready(value) = work.as_mut().poll(context) {
            return Poll::Ready(value);
        }
        over = over || beside.as_mut().poll(context).is_ready();
        Poll::Pending
    })
    .await
}

/// Waits until the first of two is over.
pub(super) async fn either(one: impl Future<Output = ()>, other: impl Future<Output = ()>) {
    let (mut one, mut other) = (pin!(one), pin!(other));
    poll_fn(|context| {
        let over = one.as_mut().poll(context).is_ready() || other.as_mut().poll(context).is_ready();
        if over { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}
