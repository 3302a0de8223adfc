//! What the command line gives to the functions of a script.

use std::sync::Arc;

use super::Extras;
use super::language::BoxedStep;
use crate::connection::{BatchError, BoxFuture, Connection, DriverError, Row};
use crate::dialect::Dialect;

/// A function that finds the values of `-x` and the word of `--tag` at its connection.
pub fn given(step: BoxedStep, extras: Arc<Extras>) -> BoxedStep {
    Box::new(move |connection| Box::pin(async move { step(&mut giving(connection, &extras)).await }))
}

/// A connection that tells the values of `-x` and the word of `--tag`.
pub(crate) fn giving<'a>(connection: &'a mut dyn Connection, extras: &'a Extras) -> impl Connection + 'a {
    Given { connection, extras }
}

/// A connection, and what the command line gives besides.
struct Given<'a> {
    connection: &'a mut dyn Connection,
    extras: &'a Extras,
}

impl Connection for Given<'_> {
    fn dialect(&self) -> Arc<dyn Dialect> {
        self.connection.dialect()
    }

    fn query<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<Vec<Row>, DriverError>> {
        self.connection.query(sql)
    }

    fn execute<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<u64, DriverError>> {
        self.connection.execute(sql)
    }

    fn batch<'a>(&'a mut self, statements: &'a [String]) -> BoxFuture<'a, Result<u64, BatchError>> {
        self.connection.batch(statements)
    }

    fn begin(&mut self) -> BoxFuture<'_, Result<(), DriverError>> {
        self.connection.begin()
    }

    fn commit(&mut self) -> BoxFuture<'_, Result<(), DriverError>> {
        self.connection.commit()
    }

    fn rollback(&mut self) -> BoxFuture<'_, Result<(), DriverError>> {
        self.connection.rollback()
    }

    fn close(self: Box<Self>) -> BoxFuture<'static, Result<(), DriverError>> {
        // The session is not ours to end.
        Box::pin(async { Ok(()) })
    }

    fn x(&self, key: &str) -> Option<&str> {
        self.extras.x.get(key).map(String::as_str)
    }

    fn tag(&self) -> Option<&str> {
        self.extras.tag.as_deref()
    }
}
