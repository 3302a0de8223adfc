//! The way to no database, for commands that need none.

use std::time::{Duration, SystemTime};

use aludel_core::connection::{BoxFuture, Connection, Connector, DriverError, DriverErrorKind};

/// A connector that leads nowhere: it knows time and chance, and says that no database was named.
pub(crate) struct Unbound;

fn nowhere<'a>() -> BoxFuture<'a, Result<Box<dyn Connection>, DriverError>> {
    Box::pin(async { Err(DriverError::new(DriverErrorKind::Url, "no database is named")) })
}

impl Connector for Unbound {
    fn describe(&self) -> String {
        "no database".to_owned()
    }

    fn connect(&self) -> BoxFuture<'_, Result<Box<dyn Connection>, DriverError>> {
        nowhere()
    }

    fn connect_or_create(&self) -> BoxFuture<'_, Result<Box<dyn Connection>, DriverError>> {
        nowhere()
    }

    fn scratch(&self) -> BoxFuture<'_, Result<Box<dyn Connection>, DriverError>> {
        nowhere()
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
