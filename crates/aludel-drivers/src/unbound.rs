//! The way to no database, for commands that need none.

use std::time::{Duration, SystemTime};

use aludel_core::connection::{BoxFuture, Connection, Connector, DriverError};

/// A connector that leads nowhere: it knows time and chance, and says why there is no database.
pub(crate) struct Unbound(pub(crate) DriverError);

impl Unbound {
    fn nowhere(&self) -> BoxFuture<'_, Result<Box<dyn Connection>, DriverError>> {
        Box::pin(async { Err(self.0.clone()) })
    }
}

impl Connector for Unbound {
    fn describe(&self) -> String {
        "no database".to_owned()
    }

    fn connect(&self) -> BoxFuture<'_, Result<Box<dyn Connection>, DriverError>> {
        self.nowhere()
    }

    fn connect_or_create(&self) -> BoxFuture<'_, Result<Box<dyn Connection>, DriverError>> {
        self.nowhere()
    }

    fn scratch(&self) -> BoxFuture<'_, Result<Box<dyn Connection>, DriverError>> {
        self.nowhere()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(duration))
    }

    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn random(&self, buffer: &mut [u8]) {
        crate::connector::random(buffer);
    }
}
