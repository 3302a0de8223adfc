//! A connection during whose work somebody else does something.

use std::sync::Arc;

use aludel_core::connection::{BatchError, BoxFuture, Connection, DriverError, Row};
use aludel_core::dialect::Dialect;

/// A connection before one of whose transactions another one runs a script.
pub(crate) struct Meanwhile {
    inner: Box<dyn Connection>,
    other: Box<dyn Connection>,
    script: String,
    /// The transaction before which it is run, counted down.
    left: usize,
}

impl Meanwhile {
    /// Runs the script over the other connection before the transaction of that number.
    pub(crate) fn new(inner: Box<dyn Connection>, other: Box<dyn Connection>, left: usize, script: &str) -> Self {
        Self { inner, other, script: script.to_owned(), left }
    }

    /// True where the script was run.
    pub(crate) fn has_happened(&self) -> bool {
        self.left == 0
    }
}

impl Connection for Meanwhile {
    fn dialect(&self) -> Arc<dyn Dialect> {
        self.inner.dialect()
    }

    fn query<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<Vec<Row>, DriverError>> {
        self.inner.query(sql)
    }

    fn execute<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<u64, DriverError>> {
        self.inner.execute(sql)
    }

    fn batch<'a>(&'a mut self, statements: &'a [String]) -> BoxFuture<'a, Result<u64, BatchError>> {
        self.inner.batch(statements)
    }

    fn begin(&mut self) -> BoxFuture<'_, Result<(), DriverError>> {
        Box::pin(async {
            if self.left == 1 {
                self.other.execute(&self.script).await?;
            }
            self.left = self.left.saturating_sub(1);
            self.inner.begin().await
        })
    }

    fn commit(&mut self) -> BoxFuture<'_, Result<(), DriverError>> {
        self.inner.commit()
    }

    fn rollback(&mut self) -> BoxFuture<'_, Result<(), DriverError>> {
        self.inner.rollback()
    }

    fn close(self: Box<Self>) -> BoxFuture<'static, Result<(), DriverError>> {
        Box::pin(async move {
            self.other.close().await?;
            self.inner.close().await
        })
    }
}
