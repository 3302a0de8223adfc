//! Scripts cut into statements.

use proptest::prelude::*;

use super::SQLITE;
use crate::dialect::{Dialect, SplitError};

#[test]
fn statements_end_at_semicolons_of_their_own() {
    let script = "\
-- first
SELECT ';' AS \"a;b\", [c;d] /* ; */; ;
-- of nothing
;
CREATE TEMP TRIGGER tr AFTER INSERT ON t BEGIN
    SELECT CASE WHEN 1 THEN 2 END; -- ;
    DELETE FROM t;
END;
EXPLAIN QUERY PLAN CREATE TRIGGER x DELETE ON t BEGIN SELECT 1; END ;
CREATE TABLE \"trigger\" (a) -- last
";
    let statements = SQLITE.split(script).unwrap();
    assert_eq!(
        statements,
        [
            "-- first\nSELECT ';' AS \"a;b\", [c;d]",
            "CREATE TEMP TRIGGER tr AFTER INSERT ON t BEGIN\n    SELECT CASE WHEN 1 THEN 2 END; -- ;\n    DELETE FROM t;\nEND",
            "EXPLAIN QUERY PLAN CREATE TRIGGER x DELETE ON t BEGIN SELECT 1; END",
            "CREATE TABLE \"trigger\" (a)",
        ]
    );
    assert_eq!(SQLITE.split("-- nothing\n/* at all */ ;").unwrap(), [""; 0]);
    assert_eq!(SQLITE.split("").unwrap(), [""; 0]);
}

#[test]
fn what_does_not_end_is_told_by_its_line() {
    assert_eq!(SQLITE.split("SELECT 1;\n\nSELECT 'a\n").unwrap_err(), SplitError { line: 3, what: "string" });
    assert_eq!(SQLITE.split("SELECT 1 /* a").unwrap_err(), SplitError { line: 1, what: "comment" });
    assert_eq!(SQLITE.split("SELECT\n\"a").unwrap_err(), SplitError { line: 2, what: "quoted name" });
}

proptest! {
    #[test]
    fn statements_stand_in_the_script_in_order(script in "[a-z;'\"\n /*-]{0,40}|(CREATE TRIGGER|BEGIN|END|;| |a){0,12}") {
        let Ok(statements) = SQLITE.split(&script) else { return Ok(()) };
        let mut rest = script.as_str();
        for statement in statements {
            let Some(place) = rest.find(statement) else { panic!("{statement} is not in {rest}") };
            rest = &rest[place + statement.len()..];
            prop_assert!(!statement.trim().is_empty());
        }
    }
}

#[test]
fn some_statements_stand_outside_of_transactions() {
    let outside = [
        "VACUUM",
        "-- tidy up\nvacuum into 'x'",
        "BEGIN",
        "commit",
        "END TRANSACTION",
        "ROLLBACK",
        "PRAGMA foreign_keys = OFF",
        "pragma main.journal_mode(wal)",
        "PRAGMA wal_checkpoint",
    ];
    for statement in outside {
        assert!(SQLITE.runs_outside_transactions(statement), "{statement}");
    }
    let inside =
        ["SELECT 1", "ROLLBACK TO x", "PRAGMA foreign_keys", "PRAGMA user_version = 3", "ATTACH 'x' AS y", "", "'"];
    for statement in inside {
        assert!(!SQLITE.runs_outside_transactions(statement), "{statement}");
    }
}
