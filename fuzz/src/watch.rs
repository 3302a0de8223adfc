//! Sees whether a thread comes to the end of what it does.

use std::sync::Mutex;
use std::time::{Duration, Instant};

/// What a thread is at, and since when.
#[derive(Default)]
pub(crate) struct Watch(Mutex<Option<(u64, Instant)>>);

impl Watch {
    /// The thread begins with the text of a number.
    pub(crate) fn begins(&self, number: u64) {
        if let Ok(mut at) = self.0.lock() {
            *at = Some((number, Instant::now()));
        }
    }

    /// The number of the text that it is at for longer than that.
    pub(crate) fn is_late(&self, patience: Duration) -> Option<u64> {
        let at = *self.0.lock().ok()?;
        at.filter(|(_, since)| since.elapsed() > patience).map(|(number, _)| number)
    }
}
