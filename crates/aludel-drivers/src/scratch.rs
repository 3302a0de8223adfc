//! Scratch databases on servers: made under a random name, and dropped when their session ends.

use std::sync::Arc;

use aludel_core::connection::{BatchError, BoxFuture, Connection, DriverError, Row};
use aludel_core::dialect::Dialect;

use crate::client::{Missing, Options};
use crate::connector;
use crate::server::Server;

/// Opens a session with a new database on the same server.
pub(crate) async fn open<C: Server>(options: &Options<C>) -> Result<Box<dyn Connection>, DriverError> {
    let name = random_name();
    let mut outside = Box::new(connector::own::<C>(options, Missing::Refuse).await?);
    let rows = outside.query(C::LIKENESS).await?;
    let likeness = rows.first().and_then(|row| row.text(0)).unwrap_or_default();
    outside.execute(&format!("CREATE DATABASE {name} {likeness}")).await?;
    let disposal =
        Disposal { outside: Some(outside), statement: format!("DROP DATABASE IF EXISTS {name} {}", C::FORCE) };
    let inside = Box::new(connector::own::<C>(&C::elsewhere(options, &name), Missing::Refuse).await?);
    Ok(Box::new(Scratch { inside, disposal }))
}

fn random_name() -> String {
    let mut bytes = [0; 8];
    connector::random(&mut bytes);
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("aludel_scratch_{digits}")
}

/// A session inside a scratch database.
struct Scratch {
    inside: Box<dyn Connection>,
    disposal: Disposal,
}

impl Connection for Scratch {
    fn dialect(&self) -> Arc<dyn Dialect> {
        self.inside.dialect()
    }

    fn query<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<Vec<Row>, DriverError>> {
        self.inside.query(sql)
    }

    fn execute<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<u64, DriverError>> {
        self.inside.execute(sql)
    }

    fn batch<'a>(&'a mut self, statements: &'a [String]) -> BoxFuture<'a, Result<u64, BatchError>> {
        self.inside.batch(statements)
    }

    fn begin(&mut self) -> BoxFuture<'_, Result<(), DriverError>> {
        self.inside.begin()
    }

    fn commit(&mut self) -> BoxFuture<'_, Result<(), DriverError>> {
        self.inside.commit()
    }

    fn rollback(&mut self) -> BoxFuture<'_, Result<(), DriverError>> {
        self.inside.rollback()
    }

    fn close(self: Box<Self>) -> BoxFuture<'static, Result<(), DriverError>> {
        Box::pin(async move {
            let Self { inside, mut disposal } = *self;
            let ended = inside.close().await;
            disposal.run().await?;
            ended
        })
    }
}

/// What drops a scratch database, at the latest when it is dropped itself.
struct Disposal {
    /// The session that made the database; gone once it has dropped it.
    outside: Option<Box<dyn Connection>>,
    statement: String,
}

impl Disposal {
    async fn run(&mut self) -> Result<(), DriverError> {
        // Stays in its place until the statement is through, so that a future that is dropped here has not lost it.
        if let Some(outside) = &mut self.outside {
            outside.execute(&self.statement).await?;
        }
        match self.outside.take() {
            Some(outside) => outside.close().await,
            None => Ok(()),
        }
    }
}

impl Drop for Disposal {
    fn drop(&mut self) {
        let Some(mut outside) = self.outside.take() else { return };
        let statement = std::mem::take(&mut self.statement);
        // Without a runtime there is no way left; the name tells people what it was.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            drop(runtime.spawn(async move { outside.execute(&statement).await }));
        }
    }
}
