//! What sqlx's errors mean to us.

use aludel_core::connection::{DriverError, DriverErrorKind, Value};

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
    use DriverErrorKind::{Denied, Lost, Refused, Statement, Unreachable, Url};

    let by_phase = |opening, open| if phase == Phase::Opening { opening } else { open };
    let kind = match &error {
        sqlx::Error::Database(answer) => {
            let (kind, code) = C::classify(answer.as_ref());
            let kind = match (kind, phase) {
                (Statement | Denied, Phase::Opening) => Refused,
                (kind, _) => kind,
            };
            return DriverError { kind, message: answer.message().to_owned(), code: Some(code) };
        }
        sqlx::Error::Io(_) => by_phase(Unreachable, Lost),
        sqlx::Error::Tls(_) => Refused,
        sqlx::Error::Configuration(_) | sqlx::Error::InvalidArgument(_) => Url,
        sqlx::Error::PoolTimedOut => Unreachable,
        sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => Lost,
        sqlx::Error::Protocol(_) => by_phase(Refused, Lost),
        _ => Statement,
    };
    DriverError::new(kind, words(&error))
}

/// The innermost words of an error, without what sqlx says around them.
fn words(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Io(source) => source.to_string(),
        sqlx::Error::Tls(source) | sqlx::Error::Configuration(source) => source.to_string(),
        sqlx::Error::PoolTimedOut => "the application's pool had no session to spare in time".into(),
        sqlx::Error::PoolClosed => "the application's pool is closed".into(),
        other => other.to_string(),
    }
}

/// A value that a server sent: text where it is UTF-8.
pub(crate) fn text_or_bytes(bytes: Vec<u8>) -> Value {
    String::from_utf8(bytes).map_or_else(|error| Value::Bytes(error.into_bytes()), Value::Text)
}
