//! The program that a person uses at a prompt, and how it is told where to go.

use ::url::Url;
use aludel_core::connection::Client;
use percent_encoding::percent_decode_str;

use super::{DatabaseUrl, System};

impl DatabaseUrl {
    /// The database's own client. The password goes by a variable, where no list of processes shows it.
    pub(crate) fn program(&self) -> Option<Client> {
        let url = || Url::parse(&self.client).ok();
        match self.system {
            System::Sqlite => {
                Some(Client { program: "sqlite3", arguments: vec![self.database.clone()?], variables: Vec::new() })
            }
            System::Postgres => Some(psql(&url()?, self.database.as_deref())),
            System::MySql => Some(mysql(&url()?, self.database.as_deref())),
        }
    }
}

/// libpq has a variable for everything that a URL can say.
fn psql(url: &Url, database: Option<&str>) -> Client {
    let mut arguments = place("username", url);
    let mut variables: Vec<(String, String)> =
        url.password().map(|value| set("PGPASSWORD", &decoded(value))).into_iter().collect();
    for (key, value) in url.query_pairs() {
        let variable = match &*key {
            "user" => "PGUSER",
            "password" => "PGPASSWORD",
            "host" => "PGHOST",
            "hostaddr" => "PGHOSTADDR",
            "port" => "PGPORT",
            "sslmode" => "PGSSLMODE",
            "sslrootcert" => "PGSSLROOTCERT",
            "sslcert" => "PGSSLCERT",
            "sslkey" => "PGSSLKEY",
            _ => continue,
        };
        // An argument would go before the variable.
        let argument = match variable {
            "PGUSER" => "--username=",
            "PGHOST" | "PGHOSTADDR" => "--host=",
            "PGPORT" => "--port=",
            _ => "",
        };
        arguments.retain(|given| argument.is_empty() || !given.starts_with(argument));
        variables.retain(|(name, _)| name != variable);
        variables.push(set(variable, &value));
    }
    arguments.extend(database.map(str::to_owned));
    Client { program: "psql", arguments, variables }
}

fn mysql(url: &Url, database: Option<&str>) -> Client {
    let mut arguments = place("user", url);
    for (key, value) in url.query_pairs() {
        // MariaDB's client, which has the same name, knows this one only by another.
        let loose = if key == "ssl-mode" { "loose-" } else { "" };
        arguments.push(format!("--{loose}{key}={value}"));
        if key == "ssl-mode" && value.starts_with("VERIFY") {
            arguments.push("--loose-ssl-verify-server-cert".to_owned());
        }
    }
    arguments.extend(database.map(str::to_owned));
    let variables = url.password().map(|value| set("MYSQL_PWD", &decoded(value))).into_iter().collect();
    Client { program: "mysql", arguments, variables }
}

/// The arguments that say who asks, and where.
fn place(user: &str, url: &Url) -> Vec<String> {
    let name = Some(url.username()).filter(|name| !name.is_empty());
    let host = url.host_str().filter(|host| !host.is_empty());
    let user = name.map(|name| format!("--{user}={}", decoded(name)));
    let host = host.map(|host| format!("--host={}", decoded(host.trim_matches(['[', ']']))));
    let port = url.port().map(|port| format!("--port={port}"));
    [user, host, port].into_iter().flatten().collect()
}

fn set(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
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
    fn parameters_go_along() {
        let client = program(
            "postgres://db:1/shop?user=ann&password=p%40ss&host=/run/pg&sslmode=verify-full&application_name=x",
        );
        assert_eq!(client.arguments, ["--port=1", "shop"]);
        let variables = client.variables.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>();
        assert_eq!(variables, ["PGUSER=ann", "PGPASSWORD=p@ss", "PGHOST=/run/pg", "PGSSLMODE=verify-full"]);
        assert!(!format!("{client:?}").contains("p@ss"));
        let client = program("mysql://ann:lemon@db/shop?ssl-mode=verify_ca&ssl-ca=ca.pem&charset=utf8");
        assert_eq!(
            client.arguments,
            [
                "--user=ann",
                "--host=db",
                "--loose-ssl-mode=VERIFY_CA",
                "--loose-ssl-verify-server-cert",
                "--ssl-ca=ca.pem",
                "shop"
            ]
        );
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
