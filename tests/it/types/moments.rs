//! Days and times of chrono and of time, with all six digits that the databases keep behind the seconds.
//!
//! MySQL's `TIMESTAMP` goes from 1970 to 19 January 2038, which is why the instants here do; the others go further.

use chrono::{DateTime, FixedOffset, Local, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use time::macros::{date, datetime, time};
use time::{Date, OffsetDateTime, PrimitiveDateTime, Time};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn clock(text: &str) -> NaiveTime {
    text.parse().unwrap()
}

fn wall(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn local(text: &str) -> DateTime<Local> {
    instant(text).into()
}

fn fixed(text: &str) -> DateTime<FixedOffset> {
    text.parse().unwrap()
}

columns! {
    times_of_chrono_come_back {
        chrono_date: NaiveDate = [day("1000-01-01"), day("2024-02-29"), day("9999-12-31")]
            on Sqlite "DATE", MySql "DATE", Postgres "date";
        chrono_time: NaiveTime = [clock("00:00:00"), clock("12:30:00.5"), clock("23:59:59.999999")]
            on Sqlite "TIME", MySql "TIME(6)", Postgres "time";
        chrono_wall: NaiveDateTime = [
            wall("1000-01-01T00:00:00"),
            wall("2024-02-29T12:00:00.000001"),
            wall("9999-12-31T23:59:59.999999"),
        ] on Sqlite "DATETIME", MySql "DATETIME(6)", Postgres "timestamp";
        #[model(precision = 0)]
        chrono_seconds: NaiveDateTime = [wall("1000-01-01T00:00:00"), wall("9999-12-31T23:59:59")]
            on Sqlite "DATETIME", MySql "DATETIME", Postgres "timestamp(0)";
        chrono_utc: DateTime<Utc> = [
            instant("1970-01-01T00:00:01Z"),
            instant("2024-02-29T12:00:00.123456Z"),
            instant("2038-01-19T03:14:07.999999Z"),
        ] on Sqlite "TIMESTAMP", MySql "TIMESTAMP(6)", Postgres "timestamptz";
        chrono_local: DateTime<Local> = [local("1970-01-01T00:00:01Z"), local("2024-02-29T12:00:00.123456Z")]
            on Sqlite "TIMESTAMP", MySql "TIMESTAMP(6)", Postgres "timestamptz";
        chrono_fixed: DateTime<FixedOffset> = [fixed("1970-01-01T00:00:01+14:00"), fixed("2024-02-29T12:00:00.123456-05:30")]
            on Sqlite "TIMESTAMP", Postgres "timestamptz";
    }
}

columns! {
    times_of_time_come_back {
        time_date: Date = [date!(1000-01-01), date!(2024-02-29), date!(9999-12-31)]
            on Sqlite "DATE", MySql "DATE", Postgres "date";
        time_time: Time = [time!(00:00), time!(12:30:00.5), time!(23:59:59.999999)]
            on Sqlite "TIME", MySql "TIME(6)", Postgres "time";
        time_wall: PrimitiveDateTime = [
            datetime!(1000-01-01 00:00),
            datetime!(2024-02-29 12:00:00.000001),
            datetime!(9999-12-31 23:59:59.999999),
        ] on Sqlite "DATETIME", MySql "DATETIME(6)", Postgres "timestamp";
        time_offset: OffsetDateTime = [
            datetime!(1970-01-01 00:00:01 UTC),
            datetime!(2024-02-29 12:00:00.123456 -05:30),
            datetime!(2038-01-19 03:14:07.999999 UTC),
        ] on Sqlite "TIMESTAMP", MySql "TIMESTAMP(6)", Postgres "timestamptz";
    }
}
