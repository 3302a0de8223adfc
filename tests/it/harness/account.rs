//! Accounts with a password.

use aludel_core::connection::DriverError;
use aludel_drivers::{DatabaseUrl, System, UrlParts};

use super::{TestDatabase, blocking};

/// An account that may do everything in the database of a test, gone when it is dropped.
pub(crate) struct Account<'a> {
    pub(crate) name: String,
    pub(crate) password: &'static str,
    database: &'a TestDatabase,
}

impl<'a> Account<'a> {
    /// A new one.
    pub(crate) async fn new(database: &'a TestDatabase, password: &'static str) -> Self {
        let mut random = [0; 6];
        getrandom::fill(&mut random).unwrap();
        let name: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
        let account = Self { name: format!("aludel_{name}"), password, database };
        account.send(account.created()).await.unwrap();
        account
    }

    fn created(&self) -> Vec<String> {
        let (Self { name, .. }, password) = (self, self.password.replace('\'', "''"));
        let schema = self.database.url.database().unwrap();
        match self.database.server().system() {
            System::Postgres => vec![
                format!("CREATE ROLE {name} LOGIN CREATEDB PASSWORD '{password}'"),
                format!("GRANT ALL ON DATABASE {schema} TO {name}"),
                format!("GRANT ALL ON SCHEMA public TO {name}"),
            ],
            System::MySql => vec![
                format!("CREATE USER {name}@'%' IDENTIFIED BY '{password}'"),
                format!("GRANT ALL ON *.* TO {name}@'%'"),
            ],
            System::Sqlite => Vec::new(),
        }
    }

    async fn send(&self, statements: Vec<String>) -> Result<(), DriverError> {
        let mut connection = self.database.connector.connect().await?;
        for statement in statements {
            connection.execute(&statement).await?;
        }
        connection.close().await
    }

    /// The URL of the database for this account, with that password.
    pub(crate) fn url(&self, password: &str) -> DatabaseUrl {
        let parts = self.place();
        let (host, port) =
            parts.rsplit_once(':').map_or((parts.as_str(), None), |(host, port)| (host, port.parse().ok()));
        let scheme = if self.database.server().system() == System::Postgres { "postgres" } else { "mysql+pymysql" };
        let database = self.database.url.database().unwrap();
        DatabaseUrl::from_parts(&UrlParts { scheme, user: &self.name, password, host, port, database }).unwrap()
    }

    /// The host and the port of the server.
    pub(crate) fn place(&self) -> String {
        let rest = self.database.url.for_client().split_once("://").unwrap().1;
        let authority = rest.split('/').next().unwrap();
        authority.rsplit_once('@').map_or(authority, |(_, place)| place).to_owned()
    }
}

impl Drop for Account<'_> {
    fn drop(&mut self) {
        let name = &self.name;
        let statements = match self.database.server().system() {
            System::Postgres => vec![format!("DROP OWNED BY {name}"), format!("DROP ROLE {name}")],
            System::MySql => vec![format!("DROP USER {name}@'%'")],
            System::Sqlite => Vec::new(),
        };
        let dropped = blocking(self.send(statements));
        // A second panic while the first unwinds would end the process without a word.
        if !std::thread::panicking() {
            dropped.unwrap();
        }
    }
}
