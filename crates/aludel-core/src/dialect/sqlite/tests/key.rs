//! Laws of keys, and what they make equal.

use proptest::prelude::*;

use super::{SQLITE, inspected, made, strategy};
use crate::dialect::Dialect;
use crate::dialect::sqlite::expression::canonical;
use crate::schema::{
    Column, ColumnType, DefaultValue, Deferral, EnumType, Index, Literal, Schema, Table, View, arbitrary,
};

fn schema(table: Table) -> Schema {
    Schema { tables: [table].into_iter().collect(), ..Schema::default() }
}

proptest! {
    #[test]
    fn a_key_is_its_own_key(table in strategy::table()) {
        let key = SQLITE.key(&schema(table));
        prop_assert_eq!(SQLITE.key(&key), key);
    }

    #[test]
    fn what_is_written_is_read_back(table in strategy::table()) {
        let schema = schema(table);
        prop_assert_eq!(SQLITE.key(&made(&schema).schema), SQLITE.key(&schema));
    }

    #[test]
    fn what_is_read_is_written_back(table in strategy::table()) {
        let read = made(&schema(table)).schema;
        prop_assert_eq!(SQLITE.key(&made(&read).schema), SQLITE.key(&read));
    }

    #[test]
    fn schemas_of_models_are_read_back(schema in arbitrary::schema()) {
        prop_assert_eq!(SQLITE.key(&made(&schema).schema), SQLITE.key(&schema));
    }

    #[test]
    fn a_canonical_expression_is_its_own(text in "[a-z\"'`\\[\\](){}<>=!.,;:?@#$0-9xX \n/*-]{0,40}") {
        let once = canonical(&text);
        prop_assert_eq!(canonical(&once), once);
    }
}

#[track_caller]
fn assert_same(one: &str, other: &str) {
    assert_eq!(SQLITE.key(&inspected(&[one]).schema), SQLITE.key(&inspected(&[other]).schema), "{one}\n{other}");
}

#[track_caller]
fn assert_differ(one: &str, other: &str) {
    assert_ne!(SQLITE.key(&inspected(&[one]).schema), SQLITE.key(&inspected(&[other]).schema), "{one}\n{other}");
}

#[test]
fn spellings_of_one_table_are_one() {
    let same = [
        ("a INT", "a integer"),
        ("a int(11)", "a INT4"),
        ("a DOUBLE PRECISION", "a double"),
        ("a DECIMAL(5)", "a NUMERIC(5, 0)"),
        ("a DATETIME", "a TIMESTAMP(6)"),
        ("a LONGTEXT", "a clob"),
        ("a  my   type", "a MY TYPE"),
        ("a TEXT NULL DEFAULT NULL", "a TEXT"),
        ("a BOOL DEFAULT TRUE", "a BOOLEAN DEFAULT ((1))"),
        ("a INT DEFAULT '7'", "a INT DEFAULT 7.0"),
        ("a TEXT DEFAULT 5", "a TEXT DEFAULT '5'"),
        ("a TEXT DEFAULT (CURRENT_TIMESTAMP)", "a TEXT DEFAULT current_timestamp"),
        ("a TEXT DEFAULT word", "a TEXT DEFAULT 'word'"),
        ("a TEXT COLLATE binary", "a TEXT"),
        ("a TEXT CHECK (((a <> '')))", "a TEXT CHECK ( t.\"A\" != '' /* x */)"),
        ("a TEXT UNIQUE ON CONFLICT ABORT", "a TEXT, CONSTRAINT uq_t_a UNIQUE (A)"),
        ("a INTEGER PRIMARY KEY AUTOINCREMENT", "a INTEGER NOT NULL CONSTRAINT x PRIMARY KEY AUTOINCREMENT"),
        ("a INTEGER PRIMARY KEY", "a INTEGER, PRIMARY KEY (a)"),
        ("a REFERENCES t ON DELETE NO ACTION NOT DEFERRABLE", "a REFERENCES T MATCH FULL DEFERRABLE"),
        ("a, b AS (a)", "a, b GENERATED ALWAYS AS ((A)) VIRTUAL"),
    ];
    for (one, other) in same {
        assert_same(&format!("CREATE TABLE t ({one})"), &format!("CREATE TABLE \"t\" ({other})"));
    }
}

#[test]
fn tables_that_differ_are_told_apart() {
    let different = [
        ("a INTEGER", "a BIGINT"),
        ("a VARCHAR(20)", "a VARCHAR(21)"),
        ("a UUID", "a BLOB"),
        ("a", "a BLOB"),
        ("a TEXT DEFAULT '1.0'", "a TEXT DEFAULT '1'"),
        ("a BLOB DEFAULT 1", "a BLOB DEFAULT 1.0"),
        ("a TEXT DEFAULT 'now'", "a TEXT DEFAULT (now)"),
        ("a TEXT COLLATE NOCASE", "a TEXT"),
        ("a TEXT CHECK (a <> 'A')", "a TEXT CHECK (a <> 'a')"),
        ("a INT PRIMARY KEY NOT NULL", "a INTEGER PRIMARY KEY"),
        ("a INTEGER PRIMARY KEY", "a INTEGER PRIMARY KEY AUTOINCREMENT"),
        ("a TEXT PRIMARY KEY", "a TEXT NOT NULL PRIMARY KEY"),
        ("a UNIQUE", "a UNIQUE ON CONFLICT IGNORE"),
        ("a REFERENCES t", "a REFERENCES t DEFERRABLE INITIALLY DEFERRED"),
        ("a, b AS (a)", "a, b AS (a) STORED"),
    ];
    for (one, other) in different {
        assert_differ(&format!("CREATE TABLE t ({one})"), &format!("CREATE TABLE t ({other})"));
    }
    assert_differ("CREATE TABLE t (a TEXT)", "CREATE TABLE t (a TEXT) STRICT");
    assert_same(
        "CREATE TABLE t (a INT, b) STRICT, WITHOUT ROWID",
        "CREATE TABLE t (a INTEGER, b) WITHOUT ROWID,STRICT",
    );
}

#[test]
fn what_the_database_does_not_keep_is_left_out() {
    let mood = EnumType::new("mood", ["sad"]);
    let mut index = Index::new("ix", ["a"]);
    index.include.push("b".into());
    index.method = Some("hash".into());
    index.comment = Some("fast".into());
    let rich = Table::new("t")
        .comment("a table")
        .column(Column { charset: Some("utf8mb4".into()), ..Column::new("a", mood.column_type()).comment("a column") })
        .index(index);
    let plain = Table::new("t").column(Column::new("a", ColumnType::text())).index(Index::new("ix", ["a"]));
    let rich = Schema { enum_types: [mood].into_iter().collect(), ..schema(rich) };
    assert_eq!(SQLITE.key(&rich), SQLITE.key(&schema(plain)));
}

#[test]
fn collations_of_indexes_are_those_of_their_columns() {
    let table = "CREATE TABLE t (a TEXT COLLATE NOCASE)";
    let key = |index: &str| SQLITE.key(&inspected(&[table, index]).schema);
    assert_eq!(key("CREATE INDEX i ON t (a)"), key("CREATE INDEX i ON t (a COLLATE nocase ASC)"));
    assert_ne!(key("CREATE INDEX i ON t (a)"), key("CREATE INDEX i ON t (a COLLATE BINARY)"));
    assert_ne!(key("CREATE INDEX i ON t (a)"), key("CREATE INDEX i ON t (a DESC)"));
}

#[test]
fn views_are_one_by_their_tokens() {
    let key =
        |query: &str| SQLITE.key(&Schema { views: [View::new("v", query)].into_iter().collect(), ..Schema::default() });
    assert_eq!(key("SELECT a FROM [t] -- all\n;"), key("select  A from \"t\""));
    assert_ne!(key("SELECT 'a'"), key("SELECT 'A'"));
}

#[test]
fn deferral_and_literals_keep_what_matters() {
    let column =
        |default: Literal| schema(Table::new("t").column(Column::new("a", ColumnType::Double).default_value(default)));
    assert_eq!(SQLITE.key(&column(Literal::number("1.50"))), SQLITE.key(&column(Literal::text("15e-1"))));
    assert_ne!(SQLITE.key(&column(Literal::number("1.50"))), SQLITE.key(&column(Literal::number("1.51"))));
    let expression = DefaultValue::Expression("1.5".into());
    let expression =
        schema(Table::new("t").column(Column { default: Some(expression), ..Column::new("a", ColumnType::Double) }));
    assert_eq!(SQLITE.key(&column(Literal::number("1.50"))), SQLITE.key(&expression));
    assert_ne!(Deferral::Never, Deferral::Deferred);
}
