//! How long the statements of a revision may wait, how long they may take, and how far they may go.

use std::time::Duration;

use super::Altering;

/// Limits of the statements of a revision. What is `None` is left to whoever else says something, and in the end to the
/// server; a time of zero is no limit.
///
/// ```
/// use std::time::Duration;
///
/// use aludel_core::revision::Limits;
///
/// let of_revision = Limits { table_lock: Some(Duration::ZERO), ..Limits::default() };
/// assert_eq!(of_revision.or(Limits::usual()).table_lock, Some(Duration::ZERO));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// How long a statement waits for a table, or a row, that somebody else uses.
    pub table_lock: Option<Duration>,
    /// How long a statement may take.
    pub statement: Option<Duration>,
    /// How far the server may go to alter a table.
    pub altering: Altering,
}

impl Limits {
    /// Those of a run of which nobody has said anything: a statement waits five seconds, since all who come after it wait
    /// behind it, and takes as long as the server lets it.
    pub fn usual() -> Self {
        Self { table_lock: Some(Duration::from_secs(5)), ..Self::default() }
    }

    /// These, and where they say nothing the others.
    #[must_use]
    pub fn or(self, others: Self) -> Self {
        Self {
            table_lock: self.table_lock.or(others.table_lock),
            statement: self.statement.or(others.statement),
            altering: self.altering.or(others.altering),
        }
    }
}

/// The longest that all databases can count.
const LONGEST: Duration = Duration::from_secs(24 * 24 * 60 * 60);

/// Reads a limit: `5s`, `500ms`, `2min`, a bare number of seconds, or `off`.
///
/// ```
/// use std::time::Duration;
///
/// use aludel_core::revision::read_limit;
///
/// assert_eq!(read_limit("1m 30s"), Ok(Duration::from_secs(90)));
/// assert_eq!(read_limit("5"), read_limit("5s"));
/// assert_eq!(read_limit("off"), Ok(Duration::ZERO));
/// assert!(read_limit("soon").is_err());
/// ```
///
/// # Errors
/// [`BadLimit`] for anything else, and for more than 24 days.
pub fn read_limit(text: &str) -> Result<Duration, BadLimit> {
    let bad = || BadLimit(text.to_owned());
    let limit = match text.trim() {
        "off" => Duration::ZERO,
        seconds if seconds.bytes().all(|byte| byte.is_ascii_digit()) => {
            Duration::from_secs(seconds.parse().map_err(|_| bad())?)
        }
        words => humantime::parse_duration(words).map_err(|_| bad())?,
    };
    if limit <= LONGEST { Ok(limit) } else { Err(bad()) }
}

/// A limit as [`read_limit`] reads it.
pub(crate) fn limit_text(limit: Duration) -> String {
    if limit.is_zero() { "off".to_owned() } else { humantime::format_duration(limit).to_string() }
}

/// A text that is no limit.
///
/// ```
/// use aludel_core::revision::read_limit;
///
/// let error = read_limit("soon").unwrap_err();
/// assert_eq!(error.to_string(), "\"soon\" is no length of time of at most 24 days");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no length of time of at most 24 days")]
pub struct BadLimit(String);

impl BadLimit {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        "write it as `5s`, `500ms` or `2min`, or `off` for no limit"
    }
}
