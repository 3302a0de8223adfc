//! The parameters of servers' URLs: the words of sqlx and of the databases' own clients and Python's, put into those of
//! sqlx.
//!
//! What a driver does not know is left out, because the same URL serves applications in other languages.

/// A parameter, its name and its value.
pub(super) type Parameter = (String, String);

/// The parameters of a URL for MySQL or MariaDB.
///
/// Character sets and time zones are left out: our text is UTF-8 and goes as utf8mb4, whatever `utf8` used to mean, and a
/// session of ours has the server's own settings.
pub(super) fn mysql(given: &[Parameter]) -> Vec<Parameter> {
    let mut known: Vec<Parameter> = given.iter().filter_map(|(key, value)| mysql_word(key, value)).collect();
    // Who names an authority wants the server to be held against it, as for the server's own client.
    if has(&known, "ssl-ca") && !has(&known, "ssl-mode") {
        known.push(("ssl-mode".to_owned(), "VERIFY_CA".to_owned()));
    }
    known
}

/// The parameters of a URL for PostgreSQL.
pub(super) fn postgres(given: &[Parameter]) -> Vec<Parameter> {
    let mut known: Vec<Parameter> = given.iter().filter_map(|(key, value)| postgres_word(key, value)).collect();
    // As for libpq: the word stands for the authorities that the system trusts, and for nothing less than all there is
    // to verify.
    let system = known.iter().any(|(key, value)| key == "sslrootcert" && value == "system");
    if system {
        known.retain(|(key, _)| key != "sslrootcert" && key != "sslmode");
        known.push(("sslmode".to_owned(), "verify-full".to_owned()));
    }
    let has_root = has(&known, "sslrootcert");
    for (_, value) in known.iter_mut().filter(|(key, _)| key == "sslmode") {
        match value.as_str() {
            // As for libpq, whose `require` verifies where there is an authority to do it with.
            "require" if has_root => "verify-ca".clone_into(value),
            // sqlx would never try it with encryption.
            "allow" => "prefer".clone_into(value),
            _ => {}
        }
    }
    known
}

fn has(parameters: &[Parameter], wanted: &str) -> bool {
    parameters.iter().any(|(key, _)| key == wanted)
}

fn mysql_word(key: &str, value: &str) -> Option<Parameter> {
    let key = key.to_ascii_lowercase().replace('_', "-");
    let (key, value) = match key.as_str() {
        "socket" | "unix-socket" => ("socket", value.to_owned()),
        "sslmode" | "ssl-mode" => ("ssl-mode", value.to_ascii_uppercase().replace('-', "_")),
        "ssl" | "ssl-required" if yes(value) => ("ssl-mode", "REQUIRED".to_owned()),
        "ssl-disabled" if yes(value) => ("ssl-mode", "DISABLED".to_owned()),
        "ssl-verify-cert" if yes(value) => ("ssl-mode", "VERIFY_CA".to_owned()),
        "ssl-verify-identity" if yes(value) => ("ssl-mode", "VERIFY_IDENTITY".to_owned()),
        "sslca" | "ssl-ca" => ("ssl-ca", value.to_owned()),
        "sslcert" | "ssl-cert" => ("ssl-cert", value.to_owned()),
        "sslkey" | "ssl-key" => ("ssl-key", value.to_owned()),
        _ => return None,
    };
    Some((key.to_owned(), value))
}

fn postgres_word(key: &str, value: &str) -> Option<Parameter> {
    let key = match key.to_ascii_lowercase().as_str() {
        "ssl" if yes(value) => return Some(("sslmode".to_owned(), "require".to_owned())),
        "ssl" | "sslmode" | "ssl-mode" | "ssl_mode" => "sslmode",
        "sslrootcert" | "ssl-root-cert" | "ssl-ca" => "sslrootcert",
        "sslcert" | "ssl-cert" => "sslcert",
        "sslkey" | "ssl-key" => "sslkey",
        "host" => "host",
        "hostaddr" => "hostaddr",
        "port" => "port",
        "dbname" => "dbname",
        "user" => "user",
        "password" => "password",
        "application_name" => "application_name",
        "options" => "options",
        other if other.starts_with("options[") => key,
        _ => return None,
    };
    Some((key.to_owned(), value.to_owned()))
}

fn yes(value: &str) -> bool {
    ["1", "true", "yes", "on"].iter().any(|yes| value.eq_ignore_ascii_case(yes))
}
