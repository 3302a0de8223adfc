//! What the clients of servers have in common.

use aludel_core::connection::Value;

use crate::client::{Client, Options};

/// A client of a server that can have more than one database.
pub(crate) trait Server: Client {
    /// A query for what follows the name in `CREATE DATABASE`, so that the new database is like the current one.
    const LIKENESS: &'static str;

    /// What follows the name in `DROP DATABASE`.
    const FORCE: &'static str;

    /// The same server, another database.
    fn elsewhere(options: &Options<Self>, database: &str) -> Options<Self>;
}

/// A value of an answer, which is all text: text where it is UTF-8, else bytes.
pub(crate) fn value(bytes: Vec<u8>) -> Value {
    String::from_utf8(bytes).map_or_else(|error| Value::Bytes(error.into_bytes()), Value::Text)
}
