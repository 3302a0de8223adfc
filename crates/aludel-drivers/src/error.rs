//! What sqlx's errors mean to us.

use aludel_core::connection::{DriverError, DriverErrorKind};

use crate::client::Client;

/// How far a session was when something went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// It was being opened: whatever the server says then, it does not let us in.
    Opening,
    /// It was open.
    Open,
}

/// An error of sqlx in our terms, in the server's own words.
pub(crate) fn translate<C: Client>(error: sqlx::Error, phase: Phase) -> DriverError {
    use DriverErrorKind::{Denied, Lost, Refused, Statement, Unreachable, Unsafe};

    let by_phase = |opening, open| if phase == Phase::Opening { opening } else { open };
    let kind = match &error {
        sqlx::Error::Database(answer) => {
            let position = C::position(answer.as_ref());
            let answer = C::answer(answer.as_ref());
            let kind = match (answer.kind, phase) {
                (Statement | Denied, Phase::Opening) => Refused,
                (kind, _) => kind,
            };
            return DriverError { kind, position, ..answer };
        }
        sqlx::Error::Io(source) if is_of_tls(source) => by_phase(Unsafe, Lost),
        sqlx::Error::Io(_) => by_phase(Unreachable, Lost),
        sqlx::Error::Tls(_) => Unsafe,
        sqlx::Error::Configuration(_) => by_phase(Refused, Statement),
        sqlx::Error::PoolTimedOut => Unreachable,
        sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => Lost,
        sqlx::Error::Protocol(_) => by_phase(Refused, Lost),
        _ => Statement,
    };
    DriverError::new(kind, words(&error))
}

/// That a client cannot make sense of a URL.
pub(crate) fn unreadable(error: sqlx::Error) -> DriverError {
    DriverError::new(DriverErrorKind::Url, format!("the URL cannot be understood: {}", words(&error)))
}

/// True for what the two sides could not agree on, such as a certificate that nobody vouches for.
fn is_of_tls(error: &std::io::Error) -> bool {
    error.kind() == std::io::ErrorKind::InvalidData
}

/// The innermost words of an error, without what sqlx says around them.
fn words(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Configuration(source) => match source.downcast_ref() {
            Some(inner) => words(inner),
            None => source.to_string(),
        },
        sqlx::Error::Io(source) => source.to_string(),
        sqlx::Error::Tls(source) => source.to_string(),
        sqlx::Error::Protocol(what) => format!("the other side does not speak as expected: {}", without_source(what)),
        sqlx::Error::PoolTimedOut => "the application's pool had no session to spare in time".to_owned(),
        sqlx::Error::PoolClosed => "the application's pool is closed".to_owned(),
        other => other.to_string(),
    }
}

/// What sqlx says, without the place in its own source at the end, as in `… (sqlx_postgres::connection::tls:95)`.
fn without_source(what: &str) -> &str {
    match what.rsplit_once(" (") {
        Some((said, source)) if source.starts_with("sqlx") && source.contains("::") && source.ends_with(')') => said,
        _ => what,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_the_source_of_others_are_left_out() {
        let said = "unexpected response from SSLRequest: 0x64";
        assert_eq!(without_source(&format!("{said} (sqlx_postgres::connection::tls:95)")), said);
        for whole in ["unknown plugin (ed25519)", "no (sqlx_core::error:1) end", said] {
            assert_eq!(without_source(whole), whole);
        }
    }
}
