//! What is wrong with a script.

use std::path::{Path, PathBuf};

/// What is wrong with a script: where, what, and what to write instead.
///
/// ```
/// use std::path::Path;
///
/// use aludel_core::script::Script;
///
/// let error = Script::read(Path::new("versions/a.rs"), "//! create users\n//!\n//! revision: a\n").unwrap_err();
/// assert_eq!(error.to_string(), "versions/a.rs:3: the header does not say what the revision follows on");
/// assert_eq!(error.help, "add a line `revises: base`, or the id of the revision before it in place of `base`");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}:{line}: {problem}", path.display())]
pub struct ScriptError {
    /// The file.
    pub path: PathBuf,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub problem: String,
    /// What to write instead.
    pub help: String,
}

/// What is wrong in a line of a file that is not known here.
pub(super) struct Problem {
    pub(super) line: usize,
    pub(super) problem: String,
    pub(super) help: String,
}

impl Problem {
    pub(super) fn new(line: usize, problem: impl Into<String>, help: impl Into<String>) -> Self {
        Self { line, problem: problem.into(), help: help.into() }
    }

    pub(super) fn of(self, path: &Path) -> ScriptError {
        ScriptError { path: path.to_owned(), line: self.line, problem: self.problem, help: self.help }
    }
}
