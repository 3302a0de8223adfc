//! The wish that a run stops.

use std::fmt;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Poll, Waker};

use super::error::{ExecError, ExecErrorKind};
use super::runner::Runner;

/// Stops a run after the statement at hand: ask, and the run ends with an error that says how far it came.
///
/// A transaction that is open is rolled back; what commits by itself stays, and the journal knows it. A wait for another
/// process ends at once. All clones are one.
///
/// ```
/// use aludel_core::exec::Stop;
///
/// let stop = Stop::new();
/// let at_the_signal = stop.clone();
/// at_the_signal.ask();
/// assert!(stop.is_asked());
/// ```
#[derive(Clone, Default)]
pub struct Stop(Arc<Shared>);

#[derive(Default)]
struct Shared {
    asked: AtomicBool,
    wakers: Mutex<Vec<Waker>>,
}

impl Stop {
    /// Not asked yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks for it. This cannot be taken back.
    pub fn ask(&self) {
        self.0.asked.store(true, Ordering::SeqCst);
        let wakers = std::mem::take(&mut *self.0.wakers.lock().unwrap_or_else(PoisonError::into_inner));
        wakers.into_iter().for_each(Waker::wake);
    }

    /// True once it was asked for.
    pub fn is_asked(&self) -> bool {
        self.0.asked.load(Ordering::SeqCst)
    }

    /// Waits until it is asked for.
    pub(super) async fn asked(&self) {
        poll_fn(|context| {
            let mut wakers = self.0.wakers.lock().unwrap_or_else(PoisonError::into_inner);
            // Looked at under the lock: who asks after this finds the waker.
            if self.is_asked() {
                return Poll::Ready(());
            }
            if !wakers.iter().any(|waker| waker.will_wake(context.waker())) {
                wakers.push(context.waker().clone());
            }
            Poll::Pending
        })
        .await;
    }

    /// What comes of something that takes back nothing where it is left in the middle, unless a stop is asked for before.
    ///
    /// # Errors
    /// That the run was stopped, before its first revision.
    pub(crate) async fn unless_asked<T>(&self, work: impl Future<Output = T>) -> Result<T, ExecError> {
        let (mut work, mut asked) = (pin!(work), pin!(self.asked()));
        poll_fn(|context| match work.as_mut().poll(context) {
            Poll::Ready(done) => Poll::Ready(Ok(done)),
            Poll::Pending => {
                asked.as_mut().poll(context).map(|()| Err(ExecErrorKind::Stopped { next: None, kept: 0 }.into()))
            }
        })
        .await
    }
}

impl fmt::Debug for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Stop").field(&self.is_asked()).finish()
    }
}

impl Runner<'_> {
    /// Goes on only where nobody wants the run to stop.
    pub(super) fn go_on(&self) -> Result<(), ExecError> {
        if !self.executor.stop.is_asked() {
            return Ok(());
        }
        let kept = self.kept;
        tracing::info!(kept, "stopped as asked");
        Err(ExecErrorKind::Stopped { next: self.turn.clone(), kept }.into())
    }
}
