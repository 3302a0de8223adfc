//! Hostile SQL, read by every dialect: nothing panics, nothing runs for ever, and what is cut stays whole.

use aludel_fuzz::{fuzz, fuzz_slowly};

use super::{Dialect, by_name, is_repeatable};
use crate::schema::{
    Check, Column, ColumnType, Constraint, DefaultValue, Generation, Index, IndexPart, Literal, Schema, Storage, Table,
    View,
};

/// What scripts are made of, in any dialect.
const SCRIPT: [&str; 78] = [
    ";",
    ";\n",
    "'",
    "''",
    "\"",
    "`",
    "\\",
    "\\'",
    "--",
    "-- ",
    "--\n",
    "#",
    "/*",
    "*/",
    "/*!40101 ",
    "/*M! ",
    "$$",
    "$a$",
    "$é$",
    "$1",
    "E'",
    "e'",
    "U&'",
    "U&\"",
    "B'1'",
    "x'0'",
    "N'",
    "DELIMITER ",
    "delimiter $$\n",
    "delimiter //\n",
    "delimiter ;\n",
    "\\G",
    "//",
    "(",
    ")",
    ",",
    "=",
    "||",
    "::",
    "->>",
    "@a",
    ":=",
    "1",
    "1.5e-3",
    ".5",
    "0x1F",
    "a",
    "é",
    "a$b",
    "_utf8mb4",
    "CREATE ",
    "create ",
    "OR REPLACE ",
    "TEMP ",
    "TRIGGER ",
    "FUNCTION ",
    "PROCEDURE ",
    "EVENT ",
    "PACKAGE ",
    "BEGIN ",
    "begin\n",
    "BEGIN ATOMIC ",
    "NOT ATOMIC ",
    "END",
    "end;\n",
    "END IF;",
    "IF ",
    "THEN ",
    "CASE ",
    "WHEN ",
    "LOOP ",
    "WHILE ",
    "REPEAT ",
    "DECLARE ",
    "COPY a FROM stdin",
    "SELECT ",
    "INSERT INTO a VALUES (",
    "PRAGMA foreign_keys = off",
];

/// What definitions and expressions are made of.
pub(in crate::dialect) const DEFINITION: [&str; 70] = [
    "CREATE TABLE ",
    "CREATE UNIQUE INDEX ",
    "CREATE VIEW ",
    "IF NOT EXISTS ",
    "main.",
    "a",
    "b ",
    "\"a\"",
    "[a]",
    "`a`",
    "'a'",
    "é",
    "(",
    ")",
    ",",
    ".",
    ";",
    " ON ",
    " AS ",
    "INTEGER",
    "VARCHAR(20)",
    "NUMERIC(10, 2)",
    "unsigned big int",
    "PRIMARY KEY",
    "AUTOINCREMENT",
    "NOT NULL",
    "NULL",
    "UNIQUE",
    "CHECK (",
    "DEFAULT ",
    "DEFAULT (",
    "COLLATE nocase",
    "REFERENCES b (a)",
    "ON DELETE CASCADE",
    "DEFERRABLE",
    "INITIALLY DEFERRED",
    "CONSTRAINT ",
    "FOREIGN KEY (",
    "GENERATED ALWAYS AS (",
    "STORED",
    "VIRTUAL",
    "WITHOUT ROWID",
    "STRICT",
    "SELECT ",
    " FROM ",
    " WHERE ",
    " DESC",
    " ASC",
    " ON CONFLICT REPLACE",
    "CASE ",
    " WHEN ",
    " THEN ",
    " ELSE ",
    " END",
    " AND ",
    " OR ",
    " NOT ",
    " IN (",
    " IS ",
    " BETWEEN ",
    " LIKE ",
    "::text",
    "CAST(",
    "nextval('a_seq'::regclass)",
    "_utf8mb4'a'",
    "now()",
    "+",
    "-",
    "1",
    "1.50",
];

/// What splitting promises, in one dialect.
fn split(name: &str) {
    let dialect = by_name(name).unwrap();
    fuzz(&SCRIPT, |script| {
        drop((dialect.runs_outside_transactions(script), dialect.outside_object(script), is_repeatable(script)));
        let Ok(statements) = dialect.split(script) else { return Ok(()) };
        let mut place = 0;
        let mut between = Vec::new();
        for statement in &statements {
            let begin = statement.as_ptr().addr().wrapping_sub(script.as_ptr().addr());
            if begin < place || script.get(begin..begin + statement.len()) != Some(statement) {
                return Err(format!("{statement:?} does not stand behind the one before"));
            }
            between.extend(script.get(place..begin));
            place = begin + statement.len();
        }
        between.extend(script.get(place..));
        // With other delimiters, what is left out means something else by itself; and two dashes, which are a comment
        // at the end of a line, are no statement that anybody could mean.
        let has_delimiters = script.to_ascii_lowercase().contains("delimiter");
        if has_delimiters || statements.iter().any(|statement| statement.ends_with("--")) {
            return Ok(());
        }
        between.into_iter().try_for_each(|between| nothing_lost(&*dialect, between))?;
        let joined = statements.join("\n;\n");
        match dialect.split(&joined) {
            Ok(again) if again == statements => Ok(()),
            other => Err(format!("{statements:?}, put together, are {other:?}")),
        }
    });
}

/// What stands between two statements says nothing by itself.
fn nothing_lost(dialect: &dyn Dialect, between: &str) -> Result<(), String> {
    match dialect.split(between) {
        Ok(lost) if lost.is_empty() => Ok(()),
        other => Err(format!("{between:?} is left out, and is {other:?}")),
    }
}

#[test]
fn split_sqlite() {
    split("sqlite");
}

#[test]
fn split_mysql() {
    split("mysql");
}

#[test]
fn split_postgres() {
    split("postgres");
}

/// Names and values of any text stay one word, whatever stands in them.
fn quoted(name: &str) {
    let dialect = by_name(name).unwrap();
    fuzz(&SCRIPT, |text| {
        let literal = Literal::text(text);
        let select = dialect.sql().keyword("SELECT").literal(&literal).keyword("AS").ident(text).finish();
        let table = dialect.sql().keyword("DROP TABLE").name(&(text, text).into()).finish();
        let script = format!("{select};\n{table};\n{select}");
        match dialect.split(&script) {
            Ok(statements) if statements == [&select, &table, &select] => Ok(()),
            other => Err(format!("{script:?} is {other:?}")),
        }
    });
}

#[test]
fn quoted_sqlite() {
    quoted("sqlite");
}

#[test]
fn quoted_mysql() {
    quoted("mysql");
}

#[test]
fn quoted_postgres() {
    quoted("postgres");
}

/// Expressions that nobody can make sense of have a key too.
fn key(name: &str) {
    let dialect = by_name(name).unwrap();
    fuzz_slowly(&DEFINITION, |text| {
        let expression = |name: &str| Column::new(name, ColumnType::text());
        let default = Column { default: Some(DefaultValue::Expression(text.to_owned())), ..expression("a") };
        let computed = Generation::Expression { sql: text.to_owned(), storage: Storage::Stored };
        let mut index = Index::new("ix", ["a"]);
        index.parts.push(IndexPart::expression(text));
        index.predicate = Some(text.to_owned());
        let table = Table::new("t")
            .column(default)
            .column(Column { generation: Some(computed), ..expression("b") })
            .column(Column::new("c", ColumnType::Raw { sql: text.to_owned() }))
            .constraint(Constraint::Check(Check::new("ck", text)))
            .index(index);
        let mut schema = Schema::default();
        schema.tables.insert(table);
        schema.views.insert(View::new("v", text));
        drop(dialect.key(&schema));
        Ok(())
    });
}

#[test]
fn key_sqlite() {
    key("sqlite");
}

#[test]
fn key_mysql() {
    key("mysql");
}

#[test]
fn key_mariadb() {
    key("mariadb");
}

#[test]
fn key_postgres() {
    key("postgres");
}
