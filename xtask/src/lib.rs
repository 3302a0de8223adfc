//! What the project's own tasks and its tests share: database servers.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a task reports to the person who runs it")]

pub mod servers;

/// What a task may end with.
pub type Outcome = Result<(), Box<dyn std::error::Error>>;
