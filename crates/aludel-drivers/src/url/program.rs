//! The program that a person uses at a prompt, and how it is told where to go.

use ::url::Url;
use aludel_core::connection::Client;
use percent_encoding::percent_decode_str;

use super::{DatabaseUrl, System};

impl DatabaseUrl {
    /// The database's own client. The password goes by a variable, where no list of processes shows it.
    pub(crate) fn program(&self) -> Option<Client> {
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        if self.system == System::Sqlite {
            return Some(Client { program: "sqlite3", arguments: vec![self.database.clone()?], variables: Vec::new() });
        }
        let url = Url::parse(&self.client).ok()?;
        let (program, user, password) = match self.system {
            System::Postgres => ("psql", "--username", "PGPASSWORD"),
            System::MySql | System::Sqlite => ("mysql", "--user", "MYSQL_PWD"),
        };
        let mut arguments = vec![format!("{user}={}", decoded(url.username()))];
        arguments.extend(url.host_str().map(|host| format!("--host={}", host.trim_matches(['[', ']']))));
        arguments.extend(url.port().map(|port| format!("--port={port}")));
        arguments.extend(self.database.clone());
        let variables = url.password().map(|value| (password.to_owned(), decoded(value)));
        arguments.retain(|argument| *argument != format!("{user}="));
        Some(Client { program, arguments, variables: variables.into_iter().collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program(url: &str) -> Client {
        DatabaseUrl::parse(url).unwrap().program().unwrap()
    }

    #[test]
    fn a_password_is_no_argument() {
        let client = program("postgres://ann:p%40ss@db:5433/shop");
        assert_eq!(client.program, "psql");
        assert_eq!(client.arguments, ["--username=ann", "--host=db", "--port=5433", "shop"]);
        assert_eq!(client.variables, [("PGPASSWORD".to_owned(), "p@ss".to_owned())]);
    }

    #[test]
    fn a_file_is_the_only_argument() {
        assert_eq!(program("sqlite:///var/app.db").arguments, ["/var/app.db"]);
        assert_eq!(
            program("mysql+pymysql://root@127.0.0.1/shop").arguments,
            ["--user=root", "--host=127.0.0.1", "shop"]
        );
    }
}
