//! Aludel's way to SQLite, MySQL, MariaDB and PostgreSQL: the two traits of `aludel_core::connection`, over sqlx.
//!
//! Statements go by the simple protocol, as the text that an offline script would have; nothing is prepared. Sessions
//! of our own and sessions from an application's pool behave the same.

#![cfg_attr(
    not(any(feature = "sqlite", feature = "mysql", feature = "postgres")),
    expect(dead_code, reason = "without a client nothing can be opened, and only URLs are left")
)]

mod batch;
mod client;
mod connector;
mod error;
#[cfg(feature = "mysql")]
mod mysql;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(any(feature = "mysql", feature = "postgres"))]
mod scratch;
#[cfg(any(feature = "mysql", feature = "postgres"))]
mod server;
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
        System::Sqlite => sqlite::open(url),
        #[cfg(feature = "mysql")]
        System::MySql => mysql::open(url),
        #[cfg(feature = "postgres")]
        System::Postgres => postgres::open(url),
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

#[cfg(all(test, not(any(feature = "sqlite", feature = "mysql", feature = "postgres"))))]
mod tests {
    use super::*;

    #[test]
    fn a_missing_client_is_named_with_its_feature() {
        let message = |url| connector(&DatabaseUrl::parse(url).unwrap()).err().map(|error| error.message);
        let expected = "this build has no client for MySQL: `cargo add aludel --features mysql` brings it";
        assert_eq!(message("mariadb://root:lemon@db/shop").as_deref(), Some(expected));
    }
}
