//! Hostile URLs: no panic, and a password is never shown.

use aludel_core::mask;
use aludel_fuzz::{fuzz, fuzz_slowly};

use super::*;

const URL: [&str; 48] = [
    "sqlite:",
    "sqlite://",
    "sqlite:///",
    "sqlite+pysqlite:///",
    "mysql://",
    "mysql+pymysql://",
    "mariadb://",
    "postgres://",
    "postgresql://",
    "postgresql+psycopg2://",
    "oracle://",
    "://",
    ":",
    "/",
    "//",
    "?",
    "#",
    "&",
    "=",
    "@",
    "[",
    "]",
    "[::1]",
    "%",
    "%2F",
    "%40",
    "%00",
    "%FF",
    "%zz",
    "127.0.0.1",
    "db",
    "shop",
    "root",
    "5432",
    "99999",
    ":memory:",
    "mode=memory",
    "mode=ro",
    "sslmode=require",
    "ssl-mode=verify-ca",
    "password=",
    "passwd=",
    "host=/run",
    "dbname=",
    "options[a]=",
    "user=",
    "app.db",
    "charset=utf8",
];

/// What is nowhere but in a password.
const PASSWORD: &str = "zitrone";

#[test]
fn url_of_anything() {
    fuzz(&URL, |text| {
        let Ok(url) = DatabaseUrl::parse(text) else { return Ok(()) };
        drop((url.program(), url.database()));
        let again = match url.system() {
            // With a driver part the same text has another meaning.
            System::Sqlite => return Ok(()),
            System::MySql | System::Postgres => {
                DatabaseUrl::parse(url.for_client()).map_err(|error| error.to_string())?
            }
        };
        if (again.for_client(), again.database()) == (url.for_client(), url.database()) {
            Ok(())
        } else {
            Err(format!("{:?} is read as {:?}", url.for_client(), again.for_client()))
        }
    });
}

#[test]
fn url_of_parts() {
    fuzz_slowly(&URL, |text| {
        let scheme = if text.len() % 2 == 0 { "postgres" } else { "mysql+pymysql" };
        let password = format!("{text}{PASSWORD}");
        let parts =
            UrlParts { scheme, user: "root", password: &password, host: "db", database: "shop", ..UrlParts::default() };
        let url = DatabaseUrl::from_parts(&parts).map_err(|error| error.to_string())?;
        let client = url.program().ok_or("there is no client")?;
        if client.variables.first().is_none_or(|(_, value)| *value != password) {
            return Err(format!("the password comes out as {:?}", client.variables));
        }
        let arguments = client.arguments.concat();
        hides([
            url.to_string(),
            format!("{url:?} {parts:?} {client:?}"),
            arguments,
            mask::text(url.for_client()).into_owned(),
        ])
    });
}

/// A password that nobody has escaped: the URL is refused, or shown without it.
#[test]
fn url_with_a_password() {
    fuzz(&URL, |text| {
        let before = text.split('@').next().unwrap_or_default();
        let server = format!("postgres://root:{before}{PASSWORD}@db/shop");
        let parameter =
            format!("mysql://db/shop?user=root&password={}{PASSWORD}&ssl=1", before.replace(['&', '#'], ""));
        for given in [server, parameter] {
            match DatabaseUrl::parse(&given) {
                Ok(url) => hides([url.to_string(), format!("{url:?}"), format!("{:?}", url.program())])?,
                Err(error) => hides([error.to_string(), format!("{error:?}"), mask::url(&given)])?,
            }
        }
        Ok(())
    });
}

fn hides<const N: usize>(shown: [String; N]) -> Result<(), String> {
    match shown.into_iter().find(|shown| shown.contains(PASSWORD)) {
        Some(shown) => Err(format!("the password is shown: {shown}")),
        None => Ok(()),
    }
}
