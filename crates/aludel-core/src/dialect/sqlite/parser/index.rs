//! `CREATE INDEX`.

use super::{Cursor, ParseError};
use crate::dialect::sqlite::expression;
use crate::dialect::sqlite::lexer::{self, Kind, Token};
use crate::schema::SortOrder;

/// What a `CREATE INDEX` statement says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IndexDefinition {
    pub(crate) name: String,
    pub(crate) table: String,
    pub(crate) unique: bool,
    pub(crate) parts: Vec<PartDefinition>,
    pub(crate) predicate: Option<String>,
}

/// One part of an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PartDefinition {
    /// What it is over, as it is written.
    pub(crate) sql: String,
    /// The name that it is, if it is no more than that.
    pub(crate) name: Option<String>,
    pub(crate) collation: Option<String>,
    pub(crate) order: SortOrder,
}

/// Reads a `CREATE INDEX` statement.
pub(crate) fn index(sql: &str) -> Result<IndexDefinition, ParseError> {
    let mut cursor = Cursor::new(sql)?;
    cursor.expect("CREATE")?;
    let unique = cursor.eat(&["UNIQUE"]);
    cursor.expect("INDEX")?;
    cursor.eat(&["IF", "NOT", "EXISTS"]);
    let name = cursor.object_name()?;
    cursor.expect("ON")?;
    let table = cursor.name()?;
    let parts = parts(cursor.parenthesised()?)?;
    let predicate = cursor.eat(&["WHERE"]).then(|| expression::bare(cursor.rest().trim_end_matches(';')));
    Ok(IndexDefinition { name, table, unique, parts, predicate })
}

fn parts(sql: &str) -> Result<Vec<PartDefinition>, ParseError> {
    let tokens = lexer::tokens(sql)?;
    let mut depth = 0_i32;
    let pieces = tokens.split(|token| {
        depth += i32::from(token.is_symbol("(")) - i32::from(token.is_symbol(")"));
        depth == 0 && token.is_symbol(",")
    });
    Ok(pieces.map(|tokens| part(sql, tokens)).collect())
}

/// Takes the order and the collation off the end; what is left is what the part is over.
fn part(sql: &str, tokens: &[Token<'_>]) -> PartDefinition {
    let mut rest = tokens;
    if let [before @ .., nulls, _place] = rest
        && nulls.is_word("NULLS")
    {
        rest = before;
    }
    let mut order = SortOrder::Ascending;
    if let [before @ .., word] = rest
        && !before.is_empty()
        && (word.is_word("ASC") || word.is_word("DESC"))
    {
        rest = before;
        order = if word.is_word("DESC") { SortOrder::Descending } else { SortOrder::Ascending };
    }
    let mut collation = None;
    if let [before @ .., word, name] = rest
        && word.is_word("COLLATE")
    {
        rest = before;
        collation = name_of(name);
    }
    let bounds = rest.first().zip(rest.last()).map(|(first, last)| first.start..last.end());
    let text = bounds.and_then(|bounds| sql.get(bounds)).unwrap_or_default();
    let name = if let [name] = rest { name_of(name) } else { None };
    PartDefinition { sql: expression::bare(text), name, collation, order }
}

/// A name; SQLite takes a string for one too.
fn name_of(token: &Token<'_>) -> Option<String> {
    if token.kind == Kind::Text { Some(lexer::unquoted(token.text)) } else { token.name() }
}
