//! Where the application finds its database, and where it listens.

use std::env;

/// The settings of the application, from its environment.
pub struct Config {
    database_url: String,
    /// The address that the web server listens on.
    pub listen: String,
}

impl Config {
    /// `BLOG_DATABASE_URL` and `BLOG_LISTEN`, or a SQLite file here and port 3000.
    pub fn load() -> Self {
        let setting = |name: &str, usual: &str| env::var(name).unwrap_or_else(|_| usual.to_owned());
        Self {
            database_url: setting("BLOG_DATABASE_URL", "sqlite://blog.db"),
            listen: setting("BLOG_LISTEN", "127.0.0.1:3000"),
        }
    }

    /// The URL of the database, the same for the web server and for migrations.
    pub fn database_url(&self) -> &str {
        &self.database_url
    }
}
