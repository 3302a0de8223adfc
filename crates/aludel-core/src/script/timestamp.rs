//! The time of day as headers and file names have it.

use std::fmt;
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
    fn from(time: SystemTime) -> Self {
        let seconds = |duration: std::time::Duration| i64::try_from(duration.as_secs()).unwrap_or(i64::MAX / 2);
        let epoch = match time.duration_since(UNIX_EPOCH) {
            Ok(after) => seconds(after),
            Err(before) => -seconds(before.duration()),
        };
        let (days, rest) = (epoch.div_euclid(86_400), epoch.rem_euclid(86_400));
        let (year, month, day) = civil(days);
        Self { epoch, year, month, day, hour: rest / 3600, minute: rest / 60 % 60, second: rest % 60 }
    }
}

/// The date of a day, counted from the first of January 1970, in the Gregorian calendar.
///
/// Years are taken to begin in March, so that the day that leap years add is the last one; 400 years have 146,097 days.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
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
