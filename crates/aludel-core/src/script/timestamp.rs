//! The time of day as headers and file names have it.

use std::fmt;
use std::time::SystemTime;

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
    fn from(time: SystemTime) -> Self {
        // A clock outside of the years that have four digits is taken to be unset.
        let moment = jiff::Timestamp::try_from(time).unwrap_or_default();
        let utc = moment.to_zoned(jiff::tz::TimeZone::UTC);
        Self {
            epoch: moment.as_second(),
            year: utc.year().into(),
            month: utc.month().into(),
            day: utc.day().into(),
            hour: utc.hour().into(),
            minute: utc.minute().into(),
            second: utc.second().into(),
        }
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
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;

    #[test]
    fn leap_days_and_years_before_1970() {
        let days = |days: i64| {
            let distance = Duration::from_secs(days.unsigned_abs() * 86_400);
            let time = if days < 0 { UNIX_EPOCH - distance } else { UNIX_EPOCH + distance };
            Timestamp::from(time).to_string().split_once('T').expect("there is one").0.to_owned()
        };
        assert_eq!(days(-1), "1969-12-31");
        assert_eq!(days(11_016), "2000-02-29");
        assert_eq!(days(11_017), "2000-03-01");
        assert_eq!(days(47_540), "2100-02-28");
        assert_eq!(days(47_541), "2100-03-01");
        assert_eq!(days(20_454), "2026-01-01");
    }
}
