//! The time of day as headers and file names have it.

use std::fmt::{self, Write as _};
use std::time::{SystemTime, UNIX_EPOCH};

/// A moment in UTC, to the second.
///
/// ```
/// use std::time::{Duration, UNIX_EPOCH};
///
/// use aludel_core::script::Timestamp;
///
/// let moment = Timestamp::from(UNIX_EPOCH + Duration::from_secs(1_795_165_560));
/// assert_eq!(moment.to_string(), "2026-11-20T09:06:00Z");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timestamp {
    /// Seconds since 1970.
    pub epoch: i64,
    /// The year.
    pub year: i64,
    /// The month, from 1.
    pub month: i64,
    /// The day, from 1.
    pub day: i64,
    /// The hour, from 0.
    pub hour: i64,
    /// The minute.
    pub minute: i64,
    /// The second.
    pub second: i64,
}

impl From<SystemTime> for Timestamp {
    /// A clock outside of the years 1970 to 9999 is taken to be unset.
    fn from(time: SystemTime) -> Self {
        let time = time.max(UNIX_EPOCH);
        let mut text = String::new();
        if write!(text, "{}", humantime::format_rfc3339_seconds(time)).is_err() {
            return Self::from(UNIX_EPOCH);
        }
        let mut numbers = text.split(|c: char| !c.is_ascii_digit()).map(|number| number.parse().unwrap_or(0));
        let mut next = || numbers.next().unwrap_or(0);
        let seconds = time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let (year, month, day, hour, minute, second) = (next(), next(), next(), next(), next(), next());
        Self { epoch: i64::try_from(seconds).unwrap_or_default(), year, month, day, hour, minute, second }
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { epoch: _, year, month, day, hour, minute, second } = self;
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn leap_days_and_clocks_that_are_unset() {
        let days = |days: i64| {
            let distance = Duration::from_secs(days.unsigned_abs() * 86_400);
            let time = if days < 0 { UNIX_EPOCH - distance } else { UNIX_EPOCH + distance };
            Timestamp::from(time).to_string().split_once('T').expect("there is one").0.to_owned()
        };
        assert_eq!(days(-1), "1970-01-01");
        assert_eq!(days(11_016), "2000-02-29");
        assert_eq!(days(11_017), "2000-03-01");
        assert_eq!(days(47_540), "2100-02-28");
        assert_eq!(days(47_541), "2100-03-01");
        assert_eq!(days(20_454), "2026-01-01");
        assert_eq!(days(1 << 40), "1970-01-01");
    }
}
