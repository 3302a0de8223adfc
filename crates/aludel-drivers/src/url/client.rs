//! What sqlx reads, made of what people write after the scheme.

use ::url::Url;
use ::url::form_urlencoded::Serializer;
use aludel_core::connection::DriverError;
use percent_encoding::percent_decode_str;

use super::parameter::Parameter;
use super::refuse;

/// A URL as sqlx reads it.
pub(super) struct Client {
    pub(super) url: String,
    /// The database that it names; for SQLite the path of the file.
    pub(super) database: Option<String>,
}

/// What follows the scheme, as sqlx takes it: a path, escaped, and parameters.
pub(super) fn sqlite(rest: &str) -> Result<Client, DriverError> {
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
    Ok(Client { url: format!("sqlite://{rest}"), database: Some(file) })
}

/// What follows the scheme, as SQLAlchemy takes it: the third slash is none of the path, nothing is escaped, and most
/// parameters are for Python's driver.
pub(super) fn sqlite_of_sqlalchemy(rest: &str) -> Result<Client, DriverError> {
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
pub(super) fn server(
    scheme: &str,
    rest: &str,
    understood: fn(&[Parameter]) -> Vec<Parameter>,
) -> Result<Client, DriverError> {
    let example = format!("write `{scheme}://user:***@host/database`");
    let Some(rest) = rest.strip_prefix("//") else {
        return Err(refuse(format!("the URL has no server: {example}")));
    };
    let (authority, after) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    if holds_account(authority, after) {
        return Err(refuse(ESCAPE));
    }
    let mut url = Url::parse(&format!("{scheme}://{}{after}", with_host(authority)))
        .map_err(|error| refuse(format!("the URL cannot be understood: {error}; {example}")))?;
    let mut query = Serializer::new(String::new());
    let mut database = decode(url.path().trim_start_matches('/'))?;
    let given: Vec<Parameter> = url.query_pairs().into_owned().collect();
    // The one that asks may have an `@`, as may a secret. What else has one is the rest of a password.
    let is_rest = |(key, value): &Parameter| value.contains('@') && !["user", "password"].contains(&key.as_str());
    if authority.contains(':') && !authority.contains('@') && given.iter().any(is_rest) {
        return Err(refuse(ESCAPE));
    }
    for (key, value) in understood(&given) {
        if key == "dbname" {
            database.clone_from(&value);
        }
        query.append_pair(&key, &value);
    }
    let query = query.finish();
    url.set_query((!query.is_empty()).then_some(query.as_str()));
    url.set_fragment(None);
    Ok(Client { url: url.into(), database: (!database.is_empty()).then_some(database) })
}

/// True where the account goes on behind what seemed to end the server's part: in a password that is not escaped.
fn holds_account(authority: &str, after: &str) -> bool {
    let has = |text: Option<&str>| text.is_some_and(|text| text.contains('@'));
    has(after.split(['?', '#']).next())
        || has(after.split('=').next())
        || (authority.ends_with(':') && has(Some(after)))
}

/// An authority with a host. Python's drivers leave it out where a parameter names a socket.
fn with_host(authority: &str) -> String {
    match authority.rsplit_once('@') {
        Some((user, place)) if place.is_empty() || place.starts_with(':') => format!("{user}@localhost{place}"),
        _ => authority.to_owned(),
    }
}

const ESCAPE: &str = "the URL cannot be understood: in a user, a password or a name, \
    write `/` as %2F, `?` as %3F, `#` as %23, `@` as %40 and `%` as %25";

fn decode(text: &str) -> Result<String, DriverError> {
    let decoded = percent_decode_str(text).decode_utf8().map_err(|_| refuse("the database in the URL is not UTF-8"))?;
    Ok(decoded.into_owned())
}
