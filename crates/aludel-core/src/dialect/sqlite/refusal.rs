//! Why a piece of SQL cannot be written, before it is known which operation asked for it.

use crate::operation::Operation;
use crate::plan::Unsupported;

/// What SQLite cannot do, and what to do instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    reason: String,
    help: String,
}

impl Refusal {
    pub(super) fn new(reason: impl Into<String>, help: impl Into<String>) -> Self {
        Self { reason: reason.into(), help: help.into() }
    }

    /// The same refusal of something inside: `column "tags": there are no arrays`.
    pub(super) fn within(self, what: &str, name: &str) -> Self {
        Self { reason: format!("{what} \"{name}\": {}", self.reason), ..self }
    }

    /// The error of the operation that asked for it.
    pub(super) fn of(self, operation: &Operation) -> Unsupported {
        Unsupported::new(operation, self.reason, self.help)
    }
}
