//! Aludel's way to SQLite, MySQL, MariaDB and PostgreSQL: the two traits of `aludel_core::connection`, over sqlx.
//!
//! Statements go by the simple protocol, as the text that an offline script would have; nothing is prepared. Sessions
//! of our own and sessions from an application's pool behave the same: [`session`] says how.

mod client;
mod connector;
mod error;
#[cfg(feature = "mysql")]
mod mysql;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(any(feature = "mysql", feature = "postgres"))]
mod scratch;
mod session;
#[cfg(feature = "sqlite")]
mod sqlite;
mod unbound;
mod url;

pub use connector::{Database, connect, connector};
pub use url::{DatabaseUrl, System, UrlParts};

use std::sync::Arc;

use aludel_core::connection::{Connector, DriverError};

/// What opens sessions with a server or a file of one system, if this build has the client for it.
fn open(url: &DatabaseUrl) -> Result<Arc<dyn Connector>, DriverError> {
    match url.system() {
        #[cfg(feature = "sqlite")]
        System::Sqlite => sqlite::connector(url),
        #[cfg(feature = "mysql")]
        System::MySql => mysql::connector(url),
        #[cfg(feature = "postgres")]
        System::Postgres => postgres::connector(url),
        #[cfg(not(all(feature = "sqlite", feature = "mysql", feature = "postgres")))]
        other => Err(no_client(other)),
    }
}

#[cfg(not(all(feature = "sqlite", feature = "mysql", feature = "postgres")))]
fn no_client(system: System) -> DriverError {
    let feature = system.feature();
    let message = format!("this build has no client for {system}: `cargo add aludel --features {feature}` brings it");
    DriverError::new(aludel_core::connection::DriverErrorKind::Url, message)
}
