//! The time, as a statement can tell it.

/// What time it is inside a transaction that is sent as one text, when nobody can look at a clock between its statements.
///
/// ```
/// use std::time::SystemTime;
///
/// use aludel_core::dialect;
///
/// let clock = dialect::by_name("sqlite").and_then(|dialect| dialect.clock(SystemTime::UNIX_EPOCH));
/// assert!(clock.is_some_and(|clock| clock.now.contains("strftime")));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    /// An expression: the present as text, as in `2026-11-20T09:06:00.125Z`.
    pub now: String,
    /// An expression: the whole milliseconds since the transaction began.
    pub elapsed: String,
}
