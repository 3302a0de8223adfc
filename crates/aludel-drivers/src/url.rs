//! Database URLs: what people write, made into what sqlx reads. Pure; nothing is opened, and no client is needed.
//!
//! The password is kept, and never shown.

mod parameter;
#[cfg(test)]
mod tests;

use std::fmt;

use ::url::Url;
use ::url::form_urlencoded::Serializer;
use aludel_core::connection::{DriverError, DriverErrorKind};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

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
            other => return Err(refuse(format!("\"{other}\" is no database that we know: {SCHEMES}"))),
        };
        let (client, database) = match (system, driver) {
            (System::Sqlite, None) => sqlite(rest.strip_prefix("//").unwrap_or(rest))?,
            (System::Sqlite, Some(_)) => sqlite_of_sqlalchemy(rest)?,
            (System::MySql, _) => server("mysql", rest, parameter::mysql)?,
            (System::Postgres, _) => server("postgres", rest, parameter::postgres)?,
        };
        Ok(Self { system, given: given.to_owned(), client, database })
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
            System::Sqlite => self.given.clone(),
            System::MySql | System::Postgres => mask(&self.given),
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
    `mysql://user:password@host/database` or `postgres://user:password@host/database`";

fn refuse(message: impl Into<String>) -> DriverError {
    DriverError::new(DriverErrorKind::Url, message)
}

/// What follows the scheme, as sqlx takes it: a path, escaped, and parameters.
fn sqlite(rest: &str) -> Result<(String, Option<String>), DriverError> {
    let (path, parameters) = rest.split_once('?').unwrap_or((rest, ""));
    if path.contains(":memory:") || parameters.split('&').any(|parameter| parameter == "mode=memory") {
        return Err(refuse(
            "a database in memory is gone when its session ends, so that no other could see it: \
             name a file, as in `sqlite://app.db`, or hand over the application's own pool",
        ));
    }
    if path.is_empty() {
        return Err(refuse(
            "the URL names no file: write `sqlite://app.db`, or `sqlite:///folder/app.db` from the root",
        ));
    }
    let file =
        percent_decode_str(path).decode_utf8().map_err(|_| refuse("the path in the URL is not UTF-8"))?.into_owned();
    Ok((format!("sqlite://{rest}"), Some(file)))
}

/// What follows the scheme, as SQLAlchemy takes it: the third slash is none of the path, nothing is escaped, and most
/// parameters are for Python's driver.
fn sqlite_of_sqlalchemy(rest: &str) -> Result<(String, Option<String>), DriverError> {
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let (path, parameters) = rest.split_once('?').unwrap_or((rest, ""));
    let path = match path.strip_prefix('/') {
        Some(path) => path.replace('%', "%25"),
        None if path.is_empty() => ":memory:".to_owned(),
        None => return Err(refuse("with a driver part, the path comes after three slashes, or four from the root")),
    };
    let kept = parameters
        .split('&')
        .filter(|parameter| ["mode=", "cache=", "immutable="].iter().any(|known| parameter.starts_with(known)));
    let kept = kept.collect::<Vec<_>>().join("&");
    sqlite(&if kept.is_empty() { path } else { format!("{path}?{kept}") })
}

/// What follows the scheme of a server's URL, its parameters put into sqlx's words.
fn server(
    scheme: &str,
    rest: &str,
    parameter: fn(&str, &str) -> Option<(String, String)>,
) -> Result<(String, Option<String>), DriverError> {
    let example = format!("write `{scheme}://user:password@host/database`");
    let Some(rest) = rest.strip_prefix("//") else {
        return Err(refuse(format!("the URL has no server: {example}")));
    };
    let (authority, after) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    if after.split('=').next().is_some_and(|before_values| before_values.contains('@')) {
        return Err(refuse(ESCAPE));
    }
    let mut url = Url::parse(&format!("{scheme}://{}{after}", with_host(authority)))
        .map_err(|error| refuse(format!("the URL cannot be understood: {error}; {example}")))?;
    let mut query = Serializer::new(String::new());
    let mut database = decode(url.path().trim_start_matches('/'))?;
    for (key, value) in url.query_pairs() {
        if let Some((key, value)) = parameter(&key, &value) {
            if key == "dbname" {
                database.clone_from(&value);
            }
            query.append_pair(&key, &value);
        }
    }
    let query = query.finish();
    url.set_query((!query.is_empty()).then_some(query.as_str()));
    url.set_fragment(None);
    Ok((url.into(), (!database.is_empty()).then_some(database)))
}

/// An authority with a host. Python's drivers leave it out where a parameter names a socket.
fn with_host(authority: &str) -> String {
    match authority.rsplit_once('@') {
        Some((user, place)) if place.is_empty() || place.starts_with(':') => format!("{user}@localhost{place}"),
        _ => authority.to_owned(),
    }
}

const ESCAPE: &str = "the URL cannot be understood: in a user, a password or a name, write `/` as %2F, `?` as %3F, `#` as %23, `@` as %40 and `%` as %25";

/// Everything that is not a letter or a digit is escaped, but for what never has a meaning in a URL.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

fn escape(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string()
}

fn decode(text: &str) -> Result<String, DriverError> {
    let decoded = percent_decode_str(text).decode_utf8().map_err(|_| refuse("the database in the URL is not UTF-8"))?;
    Ok(decoded.into_owned())
}

/// The text of a server's URL with `***` for each password in it, and nothing else changed.
fn mask(text: &str) -> String {
    let begin = text.find("://").map_or(0, |place| place + "://".len());
    let (scheme, rest) = text.split_at(begin);
    let (authority, after) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let authority = match authority.rsplit_once('@').and_then(|(user, host)| Some((user.split_once(':')?.0, host))) {
        Some((user, host)) => format!("{user}:***@{host}"),
        None => authority.to_owned(),
    };
    let (path, query) = after.split_once('?').map_or((after, None), |(path, query)| (path, Some(query)));
    let query = query.map(|query| query.split('&').map(mask_parameter).collect::<Vec<_>>().join("&"));
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    format!("{scheme}{authority}{path}{query}")
}

fn mask_parameter(parameter: &str) -> String {
    match parameter.split_once('=') {
        Some((key, _)) if key.to_ascii_lowercase().contains("passw") => format!("{key}=***"),
        _ => parameter.to_owned(),
    }
}
