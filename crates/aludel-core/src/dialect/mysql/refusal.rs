//! Why something cannot be written, before it is known which operation asked.

use crate::operation::Operation;
use crate::plan::Unsupported;

/// What one of the servers cannot do, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) reason: String,
    pub(super) help: String,
}

impl Refusal {
    /// The refusal of an operation.
    pub(super) fn of(self, operation: &Operation) -> Unsupported {
        Unsupported::new(operation, self.reason, self.help)
    }
}

/// A refusal, its reason and its help.
pub(super) fn refuse(reason: impl Into<String>, help: impl Into<String>) -> Refusal {
    Refusal { reason: reason.into(), help: help.into() }
}
