//! The lexer and the parser: what they read, and that no text makes them panic.

use proptest::prelude::*;

use super::{inspected, strategy};
use crate::dialect::sqlite::lexer::{Kind, Lexer, tokens};
use crate::dialect::sqlite::{expression, parser};
use crate::operation::Operation;
use crate::plan::plan;
use crate::schema::{IndexTarget, Schema, Table};

/// A text that makes a table, with some of its bytes changed, cut or doubled.
fn mutated() -> impl Strategy<Value = String> {
    (strategy::table(), prop::collection::vec((any::<prop::sample::Index>(), ".{0,3}", 0..4_usize), 1..5)).prop_map(
        |(table, changes)| {
            let mut sql: Vec<char> = created(table).join(" ").chars().collect();
            for (place, text, cut) in changes {
                let place = place.index(sql.len().max(1));
                let end = (place + cut).min(sql.len());
                sql.splice(place.min(end)..end, text.chars());
            }
            sql.into_iter().collect()
        },
    )
}

fn created(table: Table) -> Vec<String> {
    let plan = plan(&super::SQLITE, &Schema::default(), &[Operation::CreateTable { table }]).unwrap();
    plan.statements.into_iter().map(|statement| statement.sql).collect()
}

fn parse_all(sql: &str) {
    let _ = parser::table(sql).is_ok() | parser::index(sql).is_ok() | parser::view(sql).is_ok();
    expression::canonical(sql);
    expression::bare(sql);
    expression::rename_column(sql, "a", "b");
    expression::unqualified(sql, "t");
    expression::mentions(sql, "a");
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in ".*") {
        parse_all(&text);
        for prefix in ["CREATE TABLE t (", "CREATE INDEX i ON t (", "CREATE VIEW v AS ", "CREATE TABLE t (a DEFAULT "] {
            parse_all(&format!("{prefix}{text}"));
        }
    }

    #[test]
    fn no_changed_table_makes_it_panic(text in mutated()) {
        parse_all(&text);
    }

    #[test]
    fn tokens_are_the_text_in_order(text in "[a-z\"'`\\[\\]()0-9.xeE+ \n/*é|>=-]{0,30}") {
        let mut end = 0;
        for token in Lexer::new(&text).map_while(Result::ok) {
            prop_assert!(token.start >= end);
            prop_assert_eq!(text.get(token.start..token.end()), Some(token.text));
            end = token.end();
        }
    }
}

#[test]
fn tokens_are_of_their_kinds() {
    let text = "a1$ [b]] \"c\"\"d\" `e` 'f''g' X'0a' x 0x1F 1.5e-3 .5 5. 1e ?1 :n @v != ->> || é -- end";
    let kinds: Vec<(Kind, &str)> =
        Lexer::new(text).map(|token| token.map(|token| (token.kind, token.text)).unwrap()).collect();
    let expected = [
        (Kind::Word, "a1$"),
        (Kind::Name, "[b]"),
        (Kind::Symbol, "]"),
        (Kind::Name, "\"c\"\"d\""),
        (Kind::Name, "`e`"),
        (Kind::Text, "'f''g'"),
        (Kind::Blob, "X'0a'"),
        (Kind::Word, "x"),
        (Kind::Number, "0x1F"),
        (Kind::Number, "1.5e-3"),
        (Kind::Number, ".5"),
        (Kind::Number, "5."),
        (Kind::Number, "1"),
        (Kind::Word, "e"),
        (Kind::Variable, "?1"),
        (Kind::Variable, ":n"),
        (Kind::Variable, "@v"),
        (Kind::Symbol, "!="),
        (Kind::Symbol, "->>"),
        (Kind::Symbol, "||"),
        (Kind::Word, "é"),
        (Kind::Comment, "-- end"),
    ];
    assert_eq!(kinds, expected);
    for (text, what) in [("a 'b", "string"), ("[a", "quoted name"), ("/* a", "comment"), ("x'0", "string")] {
        assert_eq!(tokens(text).unwrap_err().what, what);
    }
}

#[test]
fn a_statement_that_breaks_off_is_told_where() {
    let errors = [
        ("CREATE TABLE t", "( was expected at the end"),
        ("CREATE TABLE t (a b c", ") was expected at the end"),
        ("CREATE TABLE t (a CHECK a)", "( was expected before `a` at byte 24"),
        ("CREATE TABLE t (a NULL x)", "a column constraint was expected before `x` at byte 23"),
        ("CREATE TABLE t (a) WITH x", "STRICT or WITHOUT ROWID was expected before `WITH` at byte 19"),
        ("CREATE TABLE t (a REFERENCES b ON DELETE x)", "a foreign key's action was expected before `x` at byte 41"),
        ("CREATE TABLE t (a, PRIMARY x)", "a constraint was expected before `PRIMARY` at byte 19"),
        ("DROP TABLE t", "CREATE was expected before `DROP` at byte 0"),
        ("CREATE TABLE t (a DEFAULT 'x)", "the string at byte 26 does not end"),
    ];
    for (sql, error) in errors {
        assert_eq!(parser::table(sql).unwrap_err().to_string(), error, "{sql}");
    }
}

#[test]
fn parts_of_an_index_are_cut_at_their_commas() {
    let schema = inspected(&[
        "CREATE TABLE t (a, b)",
        "CREATE INDEX IF NOT EXISTS main.i ON t (\"A\", coalesce(a, (b)) DESC, 'b' ASC, json(a, ',') COLLATE NOCASE) WHERE (a > (1));",
    ])
    .schema;
    let index = schema.table(&"t".into()).unwrap().indexes.get("i").unwrap().clone();
    let targets: Vec<IndexTarget> = index.parts.iter().map(|part| part.target.clone()).collect();
    let column = |name: &str| IndexTarget::Column(name.into());
    let expression = |sql: &str| IndexTarget::Expression(sql.into());
    assert_eq!(targets, [column("a"), expression("coalesce(a, (b))"), column("b"), expression("json(a, ',')")]);
    assert_eq!(index.predicate.as_deref(), Some("a > (1)"));
}

#[test]
fn expressions_are_followed_and_made_bare() {
    assert_eq!(expression::bare(" ( (a + 1) -- one\n) "), "a + 1");
    assert_eq!(expression::bare("(a) + (b)"), "(a) + (b)");
    assert_eq!(expression::bare("()"), "()");
    assert_eq!(
        expression::rename_column("age > 1 AND Age(t.[AGE], 'age') OR CAST(x AS age) COLLATE age", "age", "odd \"x\""),
        "\"odd \"\"x\"\"\" > 1 AND Age(t.\"odd \"\"x\"\"\", 'age') OR CAST(x AS age) COLLATE age"
    );
    assert_eq!(expression::unqualified("\"T\".a > t . b AND u.c", "t"), "a >   b AND u.c");
}
