//! Moments as text.

use std::fmt::Write as _;
use std::time::{Duration, SystemTime};

/// A moment as in `2026-11-20T09:06:00.125Z`: text that sorts by time, and reads the same in every client and time zone.
///
/// A clock outside of the years 1970 to 9999 is taken to be unset.
pub(super) fn rfc3339(moment: SystemTime) -> String {
    let mut text = String::new();
    let written = write!(text, "{}", humantime::format_rfc3339_millis(moment.max(SystemTime::UNIX_EPOCH)));
    if written.is_ok() { text } else { rfc3339(SystemTime::UNIX_EPOCH) }
}

/// The time between two moments; none where the clock was set back.
pub(super) fn between(start: SystemTime, end: SystemTime) -> Duration {
    end.duration_since(start).unwrap_or_default()
}

/// A time in whole milliseconds.
pub(super) fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_to_the_millisecond() {
        let moment = SystemTime::UNIX_EPOCH + Duration::from_micros(1_795_165_560_125_900);
        assert_eq!(rfc3339(moment), "2026-11-20T09:06:00.125Z");
        assert_eq!(rfc3339(SystemTime::UNIX_EPOCH), "1970-01-01T00:00:00.000Z");
        assert_eq!(rfc3339(SystemTime::UNIX_EPOCH - Duration::from_secs(1)), "1970-01-01T00:00:00.000Z");
        assert_eq!(rfc3339(SystemTime::UNIX_EPOCH + Duration::from_secs(1 << 40)), "1970-01-01T00:00:00.000Z");
    }

    #[test]
    fn a_clock_that_is_set_back_gives_no_time() {
        assert_eq!(between(SystemTime::now(), SystemTime::UNIX_EPOCH), Duration::ZERO);
    }
}
