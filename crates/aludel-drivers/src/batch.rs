//! Several statements as one text.

use aludel_core::connection::{BatchError, DriverError};
use futures_util::TryStreamExt;

use crate::client::Client;
use crate::error::{self, Phase};

/// Statements that are sent together.
pub(crate) struct Text {
    sql: String,
    /// Where each statement ends, in characters.
    ends: Vec<usize>,
}

impl Text {
    pub(crate) fn of(statements: &[String]) -> Self {
        let (mut sql, mut ends, mut end) = (String::new(), Vec::new(), 0);
        for statement in statements {
            // A comment at the end of a statement would hide a semicolon in its line.
            let separator = if statement.contains(['-', '#']) { "\n;\n" } else { ";\n" };
            sql.push_str(statement);
            sql.push_str(separator);
            end += statement.chars().count() + separator.len();
            ends.push(end);
        }
        Self { sql, ends }
    }

    /// Sends it, and returns how many rows the last statement changed.
    pub(crate) async fn send<C: Client>(
        &self,
        connection: &mut C::Connection,
    ) -> Result<Result<u64, BatchError>, sqlx::Error> {
        let (mut done, mut last) = (0, 0);
        let mut results = C::each(connection, &self.sql);
        loop {
            match results.try_next().await {
                Ok(Some(changed)) => (done, last) = (done + 1, changed),
                Ok(None) => return Ok(Ok(last)),
                Err(error) => {
                    return Ok(Err(self.blamed(done, error::translate::<C>(error, Phase::Open))));
                }
            }
        }
    }

    /// What failed, with its place in the statement that it is in.
    fn blamed(&self, done: usize, error: DriverError) -> BatchError {
        let place = self.failed(done, error.position);
        let begin = place.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        let position = error.position.and_then(|position| position.checked_sub(begin)).filter(|position| *position > 0);
        BatchError { place, error: DriverError { position, ..error } }
    }

    /// The statement that failed: the one after those that are done, or a later one, since a server may read the whole
    /// text before it begins.
    fn failed(&self, done: usize, position: Option<usize>) -> usize {
        let there = position.map_or(0, |position| self.ends.partition_point(|end| *end < position));
        done.max(there).min(self.ends.len().saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use aludel_core::connection::DriverErrorKind;

    use super::*;

    fn text() -> Text {
        Text::of(&["é -- x".to_owned(), "b".to_owned(), "c".to_owned()])
    }

    #[test]
    fn a_comment_does_not_hide_what_follows() {
        assert_eq!(text().sql, "é -- x\n;\nb;\nc;\n");
    }

    #[test]
    fn a_failure_is_where_the_server_says_and_never_before_what_is_done() {
        let text = text();
        assert_eq!([1, 9, 10, 12, 13, 99].map(|position| text.failed(0, Some(position))), [0, 0, 1, 1, 2, 2]);
        assert_eq!((text.failed(1, None), text.failed(2, Some(1)), text.failed(7, None)), (1, 2, 2));
    }
    #[test]
    fn a_position_is_one_within_its_statement() {
        let text = text();
        let at = |done, position| {
            let error = DriverError { position, ..DriverError::new(DriverErrorKind::Statement, "no") };
            let blamed = text.blamed(done, error);
            (blamed.place, blamed.error.position)
        };
        assert_eq!([at(0, Some(2)), at(0, Some(10)), at(0, None)], [(0, Some(2)), (1, Some(1)), (0, None)]);
        assert_eq!(at(2, Some(1)), (2, None), "it is before what is done");
    }
}
