//! An index that is built outside of a transaction, which is left unfinished where the build fails or is cut off.

use super::token::{Kind, Token, meaningful};
use crate::dialect::SqlWriter;
use crate::schema::Literal;

/// The query for the index that a statement builds concurrently: no row where there is none, NULL where it is whole, and
/// else the statement that drops it. `None` for any other statement, and where it gives the index no name.
pub(super) fn query(sql: SqlWriter, statement: &str) -> Option<String> {
    let mut tokens = meaningful(statement).peekable();
    tokens.next().filter(|token| token.is_word("create"))?;
    tokens.next_if(|token| token.is_word("unique"));
    tokens.next().filter(|token| token.is_word("index"))?;
    tokens.next().filter(|token| token.is_word("concurrently"))?;
    if tokens.next_if(|token| token.is_word("if")).is_some() {
        tokens.next().filter(|token| token.is_word("not"))?;
        tokens.next().filter(|token| token.is_word("exists"))?;
    }
    let index = tokens.next().filter(|token| !token.is_word("on")).and_then(|token| name(&token))?;
    tokens.next().filter(|token| token.is_word("on"))?;
    tokens.next_if(|token| token.is_word("only"));
    let is_name = |token: &Token<'_>| name(token).is_some() && !token.is_word("using") || token.is_symbol(".");
    let table: String = tokens.take_while(is_name).map(|token| token.text.to_owned()).collect();
    Some(
        sql.keyword("SELECT CASE WHEN NOT indisvalid THEN 'DROP INDEX CONCURRENTLY ' || CAST(oid AS regclass) END")
            .keyword("FROM pg_index JOIN pg_class ON oid = indexrelid WHERE relname =")
            .literal(&Literal::Text(index))
            .keyword("AND indrelid = to_regclass")
            .tight("(")
            .literal(&Literal::Text(table))
            .tight(")")
            .finish(),
    )
}

/// The name that a token is, as the catalogue has it.
fn name(token: &Token<'_>) -> Option<String> {
    match token.kind {
        Kind::Word => Some(token.text.to_ascii_lowercase()),
        Kind::Quoted => Some(token.text.strip_prefix('"')?.strip_suffix('"')?.replace("\"\"", "\"")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::dialect::by_name;

    fn query(statement: &str) -> Option<String> {
        by_name("postgres").expect("it is one of them").outside_object(statement)
    }

    #[test]
    fn the_index_and_its_table_are_read_from_the_statement() {
        for statement in [
            "CREATE INDEX CONCURRENTLY \"Ix\"\"1\" ON ONLY Shop.\"Notes\" USING btree (a)",
            "-- why\ncreate unique index concurrently if not exists \"Ix\"\"1\" on Shop . \"Notes\"(a)",
        ] {
            let query = query(statement).expect("it has one");
            assert!(query.contains("relname = 'Ix\"1'"), "{query}");
            assert!(query.contains("to_regclass('Shop.\"Notes\"')"), "{query}");
        }
    }

    #[test]
    fn others_have_none() {
        for statement in [
            "CREATE INDEX CONCURRENTLY ON t (a)",
            "CREATE INDEX ix ON t (a)",
            "DROP INDEX CONCURRENTLY ix",
            "CREATE TABLE t (a int)",
            "",
        ] {
            assert_eq!(query(statement), None, "{statement}");
        }
    }
}
