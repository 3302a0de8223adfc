//! Scripts for `mysql` and `mariadb`, which stop at the first error by themselves.

use super::{Flavour, MySql};
use crate::dialect::offline::ended;
use crate::dialect::{Dialect, Offline, OfflineClock};
use crate::name::ObjectName;
use crate::schema::Literal;

/// The table into which a row goes only where a condition holds. It is a temporary one, so that nobody else sees it.
const CHECK: &str = "_aludel_check";

/// The longest name of a constraint, in characters.
const LONGEST: usize = 64;

impl Offline for MySql {
    fn client(&self) -> &'static str {
        match self.flavour {
            Flavour::MySql => "mysql DATABASE < SCRIPT",
            Flavour::MariaDb => "mariadb DATABASE < SCRIPT",
        }
    }

    fn opening(&self, _patience: u64) -> Vec<String> {
        let settle = self.sql().keyword("SET NAMES utf8mb4, sql_mode = DEFAULT, time_zone = DEFAULT, autocommit = 1");
        vec![settle.tight(";").finish()]
    }

    /// The client cuts at every semicolon outside of quotes, so that a body with some has another end.
    fn ended(&self, statement: &str) -> String {
        if !statement.contains(';') {
            return ended(statement, ";");
        }
        let mut end = "$$".to_owned();
        while statement.contains(&end) {
            end.push('$');
        }
        format!("DELIMITER {end}\n{}\nDELIMITER ;", ended(statement, &end))
    }

    /// The error of a constraint shows its name.
    fn demand(&self, condition: &str, message: &str) -> Vec<String> {
        let message: String = message.chars().take(LONGEST).collect();
        let create = self.sql().keyword("CREATE TEMPORARY TABLE").ident(CHECK).parens(|sql| {
            let sql = sql.ident("holds").keyword("INT NOT NULL").tight(",").keyword("CONSTRAINT").ident(message.trim());
            sql.keyword("CHECK").parens(|sql| sql.ident("holds").keyword("= 1"))
        });
        let insert = self.sql().keyword("INSERT INTO").ident(CHECK).keyword("SELECT COALESCE((").raw(condition);
        let drop = self.sql().keyword("DROP TEMPORARY TABLE").ident(CHECK);
        vec![create.finish(), insert.tight("), 0)").finish(), drop.finish()]
    }

    fn right_server(&self) -> Option<[String; 2]> {
        let (is, [wanted, other]) = match self.flavour {
            Flavour::MySql => ("NOT LIKE", ["MySQL", "MariaDB"]),
            Flavour::MariaDb => ("LIKE", ["MariaDB", "MySQL"]),
        };
        let condition = self.sql().keyword("VERSION()").keyword(is).literal(&Literal::text("%MariaDB%")).finish();
        Some([condition, format!("this script is for {wanted}, and the server is {other}")])
    }

    /// The name of the lock is made by the server, which knows what the database is called.
    fn session_lock(&self, ledger: &ObjectName, patience: u64) -> Option<[String; 2]> {
        let ledger = self.literal(&Literal::Text(ledger.to_string()));
        let name = format!(
            "CONCAT('aludel_', LEFT(SHA2(CONCAT(CONVERT(DATABASE() USING utf8mb4), CHAR(10 USING utf8mb4), {ledger}), \
             256), 32))"
        );
        let acquire = self.sql().keyword("GET_LOCK(").raw(&name).tight(", ").raw(&patience.to_string()).tight(")");
        let release = self.sql().keyword("DO RELEASE_LOCK(").raw(&name).tight(")");
        Some([acquire.finish(), release.finish()])
    }

    fn clock(&self) -> OfflineClock {
        OfflineClock {
            start: vec![self.sql().keyword("SET @aludel_start = UTC_TIMESTAMP(6)").finish()],
            now: "CONCAT(LEFT(DATE_FORMAT(UTC_TIMESTAMP(6), '%Y-%m-%dT%H:%i:%s.%f'), 23), 'Z')".to_owned(),
            elapsed: "TIMESTAMPDIFF(MICROSECOND, @aludel_start, UTC_TIMESTAMP(6)) DIV 1000".to_owned(),
            end: Vec::new(),
        }
    }
}
