//! A connection that is lost at a request.

use std::sync::Arc;

use aludel_core::connection::{BatchError, BoxFuture, Connection, DriverError, DriverErrorKind, Row};
use aludel_core::dialect::Dialect;

use super::{Moment, TestDatabase};

/// A session that ends at a request, counted down.
pub(crate) struct Cut {
    inner: Option<Box<dyn Connection>>,
    dialect: Arc<dyn Dialect>,
    left: usize,
    moment: Moment,
}

impl Cut {
    pub(crate) async fn open(database: &TestDatabase, left: usize, moment: Moment) -> Self {
        let inner = database.connect().await;
        Self { dialect: inner.dialect(), inner: Some(inner), left, moment }
    }

    /// Lets a request through, or ends the session before or after it.
    async fn through<T>(
        &mut self,
        request: impl for<'c> FnOnce(&'c mut dyn Connection) -> BoxFuture<'c, Result<T, DriverError>> + Send,
    ) -> Result<T, DriverError> {
        let lost = || DriverError::new(DriverErrorKind::Lost, "the session was cut");
        self.left = self.left.saturating_sub(1);
        let now = self.left == 0;
        let Some(inner) = &mut self.inner else { return Err(lost()) };
        let outcome = if now && self.moment == Moment::Before { Err(lost()) } else { request(&mut **inner).await };
        if !now {
            return outcome;
        }
        // Closing waits until the server has let go, so that the next run does not meet this one's locks.
        if let Some(inner) = self.inner.take() {
            inner.close().await?;
        }
        Err(lost())
    }
}

impl Connection for Cut {
    fn dialect(&self) -> Arc<dyn Dialect> {
        Arc::clone(&self.dialect)
    }

    fn query<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<Vec<Row>, DriverError>> {
        let sql = sql.to_owned();
        Box::pin(self.through(move |inner| Box::pin(async move { inner.query(&sql).await })))
    }

    fn execute<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<u64, DriverError>> {
        let sql = sql.to_owned();
        Box::pin(self.through(move |inner| Box::pin(async move { inner.execute(&sql).await })))
    }

    fn batch<'a>(&'a mut self, statements: &'a [String]) -> BoxFuture<'a, Result<u64, BatchError>> {
        let statements = statements.to_vec();
        Box::pin(async move {
            let sent = self.through(move |inner| Box::pin(async move { Ok(inner.batch(&statements).await) })).await;
            sent.unwrap_or_else(|error| Err(BatchError { place: 0, error }))
        })
    }

    fn begin(&mut self) -> BoxFuture<'_, Result<(), DriverError>> {
        Box::pin(self.through(|inner| inner.begin()))
    }

    fn commit(&mut self) -> BoxFuture<'_, Result<(), DriverError>> {
        Box::pin(self.through(|inner| inner.commit()))
    }

    fn rollback(&mut self) -> BoxFuture<'_, Result<(), DriverError>> {
        Box::pin(self.through(|inner| inner.rollback()))
    }

    fn close(self: Box<Self>) -> BoxFuture<'static, Result<(), DriverError>> {
        Box::pin(async move {
            match self.inner {
                Some(inner) => inner.close().await,
                None => Ok(()),
            }
        })
    }
}
