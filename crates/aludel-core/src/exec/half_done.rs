//! A revision that is half done, as `repair` shows it.

use super::error::HalfDone;
use super::journal::{Entry, OpenRun};

/// What is known of a revision that is half done.
///
/// ```
/// use aludel_core::exec::Halfway;
///
/// fn is_clear(halfway: &Halfway) -> bool {
///     halfway.doubt.is_none()
/// }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Halfway {
    /// The revision, as the journal has it.
    pub revision: String,
    /// Which way it was run.
    pub direction: String,
    /// When it was begun.
    pub at: String,
    /// The statements that are done, in order.
    pub done: Vec<JournaledStatement>,
    /// The statement that was sent and whose outcome is not known.
    pub doubt: Option<JournaledStatement>,
    /// What a look at the database says of that statement.
    pub found: Option<Found>,
}

/// One statement, as the journal has it.
///
/// ```
/// use aludel_core::exec::JournaledStatement;
///
/// let statement = JournaledStatement { number: 1, sql: "DROP TABLE users".into() };
/// assert_eq!(statement.number, 1);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournaledStatement {
    /// Its number within the revision, from 1.
    pub number: u32,
    /// How it begins.
    pub sql: String,
}

/// What became of a statement in doubt.
///
/// ```
/// use aludel_core::exec::Found;
///
/// assert_ne!(Found::Done, Found::NotDone);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// It took effect.
    Done,
    /// It did not, or can run again without harm.
    NotDone,
    /// Neither can be said; what was found, in words.
    Unclear(String),
}

/// A person's word on a statement in doubt.
///
/// ```
/// use aludel_core::exec::Verdict;
///
/// assert_ne!(Verdict::Done, Verdict::NotDone);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It took effect.
    Done,
    /// It did not.
    NotDone,
}

impl Halfway {
    /// In words, for those who only read: whether somebody is at work on it is not looked into.
    pub(crate) fn said(&self) -> String {
        let Self { revision, direction, at, .. } = self;
        format!("the {direction} of revision \"{revision}\", begun {at}, is half done or under way")
    }

    /// Why it cannot be gone on with where no script has it.
    pub(crate) fn without_script(&self) -> HalfDone {
        let number = u32::try_from(self.done.len()).unwrap_or(u32::MAX).saturating_add(1);
        let (revision, direction) = (self.revision.clone(), self.direction.clone());
        let half_done = HalfDone { revision, direction, number, sql: None, reason: String::new(), help: String::new() };
        half_done.without_script()
    }

    pub(super) fn of(open: &OpenRun, found: Option<Found>) -> Self {
        Self {
            revision: open.revision.clone(),
            direction: open.direction.clone(),
            at: open.since.clone(),
            done: open.done.iter().map(JournaledStatement::of).collect(),
            doubt: open.doubt.as_ref().map(JournaledStatement::of),
            found,
        }
    }
}

impl JournaledStatement {
    fn of(entry: &Entry) -> Self {
        Self { number: entry.number.unwrap_or_default(), sql: entry.sql.clone().unwrap_or_default() }
    }
}
