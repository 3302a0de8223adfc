//! A connection that counts its round trips.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aludel_core::connection::{BatchError, BoxFuture, Connection, DriverError, Row};
use aludel_core::dialect::Dialect;

/// Counts the round trips of a connection.
pub(crate) struct Counted {
    inner: Box<dyn Connection>,
    trips: Arc<AtomicUsize>,
}

impl Counted {
    /// Counts from now on.
    pub(crate) fn new(inner: Box<dyn Connection>) -> Self {
        Self { inner, trips: Arc::default() }
    }

    /// The round trips so far.
    pub(crate) fn trips(&self) -> usize {
        self.trips.load(Ordering::Relaxed)
    }

    fn count(&mut self) -> &mut dyn Connection {
        self.trips.fetch_add(1, Ordering::Relaxed);
        self.inner.as_mut()
    }
}

impl Connection for Counted {
    fn dialect(&self) -> Arc<dyn Dialect> {
        self.inner.dialect()
    }

    fn query<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<Vec<Row>, DriverError>> {
        self.count().query(sql)
    }

    fn execute<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<u64, DriverError>> {
        self.count().execute(sql)
    }

    fn batch<'a>(&'a mut self, statements: &'a [String]) -> BoxFuture<'a, Result<u64, BatchError>> {
        self.count().batch(statements)
    }

    fn begin(&mut self) -> BoxFuture<'_, Result<(), DriverError>> {
        self.count().begin()
    }

    fn commit(&mut self) -> BoxFuture<'_, Result<(), DriverError>> {
        self.count().commit()
    }

    fn rollback(&mut self) -> BoxFuture<'_, Result<(), DriverError>> {
        self.count().rollback()
    }

    fn close(self: Box<Self>) -> BoxFuture<'static, Result<(), DriverError>> {
        self.inner.close()
    }
}
