//! What a run would make of a revision that is half done.

use serde::Serialize;

use super::repair::{DoubtState, StatementState};
use crate::exec::{Foreseen, HalfDone};

/// Where a revision stands that is half done, and what a run would make of it.
///
/// ```
/// use aludel_core::command::Outlook;
///
/// fn goes_on(outlook: &Outlook) -> bool {
///     outlook.stops.is_none()
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outlook {
    /// When it was begun.
    pub at: String,
    /// The statements that are done.
    pub done: Vec<StatementState>,
    /// The statement whose outcome is not known.
    pub in_doubt: Option<DoubtState>,
    /// The number of the statement that a run would go on with; `None` where it would stop, or none is left.
    pub goes_on_with: Option<u32>,
    /// Why a run would stop.
    pub stops: Option<Obstruction>,
}

/// Why a revision that is half done cannot be gone on with, or taken back.
///
/// ```
/// use aludel_core::command::Obstruction;
///
/// let stops = Obstruction { message: "its script was changed".into(), help: "put it back".into() };
/// assert_eq!(stops.help, "put it back");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Obstruction {
    /// What stands in the way.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl Outlook {
    pub(super) fn of(foreseen: &Foreseen) -> Self {
        let Foreseen { halfway, stop, rest } = foreseen;
        let obstruction = |stop: &HalfDone| Obstruction { message: stop.to_string(), help: stop.help.clone() };
        let next = rest.as_ref().filter(|rest| stop.is_none() && rest.is_left()).map(|rest| rest.passed + 1);
        Self {
            at: halfway.at.clone(),
            done: halfway.done.iter().map(StatementState::of).collect(),
            in_doubt: DoubtState::of(halfway),
            goes_on_with: next.and_then(|number| u32::try_from(number).ok()),
            stops: stop.as_ref().map(obstruction),
        }
    }
}
