//! Database URLs: what people write, made into what sqlx reads. Pure; nothing is opened, and no client is needed.
//!
//! The password is kept, and never shown.

mod client;
#[cfg(test)]
mod fuzz;
mod parameter;
mod program;
#[cfg(test)]
mod tests;

use std::fmt;

use aludel_core::connection::{DriverError, DriverErrorKind};
use aludel_core::mask;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Where a database is, and who asks.
///
/// The URLs of sqlx mean what they mean to sqlx, and those with a driver part what they mean to SQLAlchemy. Shown, it
/// has `***` for the password.
///
/// ```
/// use aludel_drivers::{DatabaseUrl, System};
///
/// let url = DatabaseUrl::parse("mysql+pymysql://root:lemon@127.0.0.1:3306/shop?charset=utf8")?;
/// assert_eq!((url.system(), url.database()), (System::MySql, Some("shop")));
/// assert_eq!(url.to_string(), "mysql+pymysql://root:***@127.0.0.1:3306/shop?charset=utf8");
/// # Ok::<(), aludel_core::connection::DriverError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl {
    system: System,
    /// As it was given.
    given: String,
    /// As sqlx reads it.
    client: String,
    database: Option<String>,
}

/// The systems that there are clients for. MariaDB has the client of MySQL.
///
/// ```
/// use aludel_drivers::System;
///
/// assert_eq!(System::MySql.to_string(), "MySQL");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    /// SQLite.
    Sqlite,
    /// MySQL or MariaDB.
    MySql,
    /// PostgreSQL.
    Postgres,
}

/// The parts that a URL can be made of; [`DatabaseUrl::from_parts`] escapes them.
///
/// ```
/// use aludel_drivers::{DatabaseUrl, UrlParts};
///
/// let parts = UrlParts { scheme: "postgres", user: "shop", password: "p@ss/word", host: "db", database: "shop", ..UrlParts::default() };
/// let url = DatabaseUrl::from_parts(&parts)?;
/// assert_eq!(url.for_client(), "postgres://shop:p%40ss%2Fword@db/shop");
/// # Ok::<(), aludel_core::connection::DriverError>(())
/// ```
#[derive(Clone, Copy, Default)]
pub struct UrlParts<'a> {
    /// The scheme, as [`DatabaseUrl::parse`] takes it.
    pub scheme: &'a str,
    /// The user. Empty for the client's default.
    pub user: &'a str,
    /// The password. Empty for none.
    pub password: &'a str,
    /// The host, or the path of a socket. Empty for `localhost`.
    pub host: &'a str,
    /// The port, unless it is the usual one.
    pub port: Option<u16>,
    /// The database; for SQLite the path of the file.
    pub database: &'a str,
}

impl DatabaseUrl {
    /// Reads a URL.
    ///
    /// # Errors
    /// A scheme that we don't know, a database in memory, and what cannot be understood. No message has the password.
    pub fn parse(text: &str) -> Result<Self, DriverError> {
        let given = text.trim();
        let (scheme, rest) = given.split_once(':').ok_or_else(|| refuse(NO_SCHEME))?;
        let scheme = scheme.to_ascii_lowercase();
        let (name, driver) =
            scheme.split_once('+').map_or((scheme.as_str(), None), |(name, driver)| (name, Some(driver)));
        let system = match name {
            "sqlite" => System::Sqlite,
            "mysql" | "mariadb" => System::MySql,
            "postgres" | "postgresql" => System::Postgres,
            // What is no scheme may be half of a password.
            other if !other.chars().all(|c| c.is_ascii_alphanumeric()) => return Err(refuse(NO_SCHEME)),
            other => return Err(refuse(format!("\"{other}\" is no database that we know: {SCHEMES}"))),
        };
        let client = match (system, driver) {
            (System::Sqlite, None) => client::sqlite(rest.strip_prefix("//").unwrap_or(rest))?,
            (System::Sqlite, Some(_)) => client::sqlite_of_sqlalchemy(rest)?,
            (System::MySql, _) => client::server("mysql", rest, parameter::mysql)?,
            (System::Postgres, _) => client::server("postgres", rest, parameter::postgres)?,
        };
        Ok(Self { system, given: given.to_owned(), client: client.url, database: client.database })
    }

    /// Makes a URL of its parts, each escaped as it has to be.
    ///
    /// # Errors
    /// As [`DatabaseUrl::parse`].
    pub fn from_parts(parts: &UrlParts<'_>) -> Result<Self, DriverError> {
        let UrlParts { scheme, user, password, host, port, database } = *parts;
        if scheme.split('+').next() == Some("sqlite") {
            return Self::parse(&format!("sqlite://{}", database.replace('%', "%25").replace('?', "%3F")));
        }
        let password = if password.is_empty() { String::new() } else { format!(":{}", escape(password)) };
        let user = match format!("{}{password}", escape(user)) {
            user if user.is_empty() => user,
            user => format!("{user}@"),
        };
        let socket = if scheme.starts_with("postgres") { "host" } else { "socket" };
        let (host, query) = match host {
            "" => ("localhost".to_owned(), String::new()),
            path if path.starts_with('/') => ("localhost".to_owned(), format!("?{socket}={}", escape(path))),
            address if address.contains(':') => (format!("[{}]", address.trim_matches(['[', ']'])), String::new()),
            name => (escape(name), String::new()),
        };
        let port = port.map(|port| format!(":{port}")).unwrap_or_default();
        Self::parse(&format!("{scheme}://{user}{host}{port}/{}{query}", escape(database)))
    }

    /// The system that it leads to.
    pub fn system(&self) -> System {
        self.system
    }

    /// The database that it names; for SQLite the path of the file. `None` leaves it to the server.
    pub fn database(&self) -> Option<&str> {
        self.database.as_deref()
    }

    /// The URL as it was given, with `***` for the password.
    pub fn masked(&self) -> String {
        match self.system {
            // What stands before the parameters is a path, whatever is in it.
            System::Sqlite => match self.given.split_once('?') {
                Some((path, query)) => format!("{path}?{}", mask::parameters(query)),
                None => self.given.clone(),
            },
            System::MySql | System::Postgres => mask::url(&self.given),
        }
    }

    /// The URL as sqlx reads it, so that an application can open the same database. It holds the password.
    pub fn for_client(&self) -> &str {
        &self.client
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DatabaseUrl").field(&self.masked()).finish()
    }
}

impl std::str::FromStr for DatabaseUrl {
    type Err = DriverError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Debug for UrlParts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { scheme, user, password: _, host, port, database } = self;
        f.debug_struct("UrlParts")
            .field("scheme", scheme)
            .field("user", user)
            .field("host", host)
            .field("port", port)
            .field("database", database)
            .finish_non_exhaustive()
    }
}

impl System {
    /// The Cargo feature that brings its client.
    pub fn feature(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::MySql => "mysql",
            Self::Postgres => "postgres",
        }
    }
}

impl fmt::Display for System {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::MySql => "MySQL",
            Self::Postgres => "PostgreSQL",
        })
    }
}

const SCHEMES: &str = "a URL begins with `sqlite:`, `mysql:`, `mariadb:`, `postgres:` or `postgresql:`";
const NO_SCHEME: &str = "this is no database URL: it begins with what it leads to, as in `sqlite://app.db`, \
    `mysql://user:***@host/database` or `postgres://user:***@host/database`";

fn refuse(message: impl Into<String>) -> DriverError {
    DriverError::new(DriverErrorKind::Url, message)
}

/// Everything that is not a letter or a digit is escaped, but for what never has a meaning in a URL.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

fn escape(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string()
}
