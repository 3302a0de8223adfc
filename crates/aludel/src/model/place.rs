//! Where a model stands in the code, for messages.

use std::fmt;
use std::panic::Location;

/// A line of a source file, as the compiler names it.
///
/// ```
/// use aludel::model::Place;
///
/// assert_eq!(Place { file: "src/models.rs", line: 12 }.to_string(), "src/models.rs:12");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file.
    pub file: &'static str,
    /// The line, counted from one.
    pub line: u32,
}

impl Place {
    /// Where the function that is marked with `#[track_caller]` was called.
    #[track_caller]
    pub(crate) fn of_caller() -> Self {
        let caller = Location::caller();
        Self { file: caller.file(), line: caller.line() }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}
