//! Limits of a session's statements.

use std::time::Duration;

/// How limits are set for a session and taken back.
///
/// ```
/// use aludel_core::dialect;
/// use aludel_core::revision::Limits;
///
/// let mysql = dialect::by_name("mysql").expect("it is one of them");
/// let limits = mysql.limit_session(Limits::usual()).expect("something is said");
/// assert!(limits.set.concat().contains("lock_wait_timeout = 5"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionLimits {
    /// The statements that remember what was there and set the limits.
    pub set: Vec<String>,
    /// The statements that put back what was there.
    pub restore: Vec<String>,
}

/// A limit in whole milliseconds, as far as a number of 31 bits goes; 0 is none.
pub(super) fn milliseconds(limit: Duration) -> u64 {
    if limit.is_zero() { 0 } else { u64::try_from(limit.as_millis()).unwrap_or(u64::MAX).clamp(1, i32::MAX as u64) }
}

/// A limit in whole seconds, never less than it is; 0 is none.
pub(super) fn seconds(limit: Duration) -> u64 {
    milliseconds(limit).div_ceil(1000)
}
