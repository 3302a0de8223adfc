//! One column of a `CREATE TABLE` statement.

use super::{ConstraintBody, ConstraintDefinition, Cursor, KeyColumn, ParseError, constraint};
use crate::dialect::sqlite::{default, expression, lexer::Kind};
use crate::schema::{DefaultValue, Deferral, Storage};

/// What a table says of one column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ColumnDefinition {
    pub(crate) name: String,
    /// The words of its type, as they are written; empty where there are none.
    pub(crate) declared: String,
    pub(crate) not_null: bool,
    pub(crate) default: Option<DefaultValue>,
    pub(crate) collation: Option<String>,
    /// The expression that it is computed from.
    pub(crate) generated: Option<(String, Storage)>,
    pub(crate) auto_increment: bool,
    /// What is said of it that the schema model has no place for.
    pub(crate) unmodelled: Vec<&'static str>,
}

/// Reads a column, and the constraints that stand with it.
pub(super) fn column(cursor: &mut Cursor<'_>) -> Result<(ColumnDefinition, Vec<ConstraintDefinition>), ParseError> {
    let name = cursor.name()?;
    let mut column = ColumnDefinition { name, declared: declared_type(cursor)?, ..ColumnDefinition::default() };
    let mut constraints: Vec<ConstraintDefinition> = Vec::new();
    let mut name = None;
    while !cursor.is_at_end() && !cursor.is_symbol(",") && !cursor.is_symbol(")") {
        if cursor.eat(&["CONSTRAINT"]) {
            name = Some(cursor.name()?);
        } else if attribute(cursor, &mut column)? {
            name = None;
        } else if let Some(deferral) = constraint::deferral(cursor)? {
            defer(&mut constraints, deferral);
        } else {
            let body = column_constraint(cursor, &mut column)?;
            constraints.push(ConstraintDefinition { name: name.take(), of_column: Some(column.name.clone()), body });
        }
    }
    Ok((column, constraints))
}

/// The words of a type: names one after the other, then one or two numbers in parentheses.
fn declared_type(cursor: &mut Cursor<'_>) -> Result<String, ParseError> {
    let place = cursor.place();
    while cursor.peek().is_some_and(|token| matches!(token.kind, Kind::Word | Kind::Name | Kind::Text))
        && !begins_constraint(cursor)
    {
        cursor.next();
    }
    if cursor.place() > place && cursor.is_symbol("(") {
        cursor.parenthesised()?;
    }
    Ok(expression::without_comments(cursor.since(place)))
}

fn begins_constraint(cursor: &Cursor<'_>) -> bool {
    const KEYWORDS: [&str; 11] = [
        "CONSTRAINT",
        "PRIMARY",
        "NOT",
        "NULL",
        "UNIQUE",
        "CHECK",
        "DEFAULT",
        "COLLATE",
        "REFERENCES",
        "AS",
        "DEFERRABLE",
    ];
    let is_generated =
        || cursor.is_word("GENERATED") && cursor.peek_second().is_some_and(|second| second.is_word("ALWAYS"));
    KEYWORDS.iter().any(|keyword| cursor.is_word(keyword)) || is_generated()
}

/// Reads what belongs to the column alone; false where something else comes next.
fn attribute(cursor: &mut Cursor<'_>, column: &mut ColumnDefinition) -> Result<bool, ParseError> {
    if cursor.eat(&["NOT", "NULL"]) {
        column.not_null = true;
        if constraint::on_conflict(cursor)?.is_some() {
            column.unmodelled.push("NOT NULL has an ON CONFLICT clause");
        }
    } else if cursor.eat(&["NULL"]) {
        constraint::on_conflict(cursor)?;
    } else if cursor.eat(&["DEFAULT"]) {
        column.default = default_value(cursor)?;
    } else if cursor.eat(&["COLLATE"]) {
        column.collation = Some(cursor.name()?);
    } else if cursor.eat(&["GENERATED", "ALWAYS", "AS"]) || cursor.eat(&["AS"]) {
        let expression = expression::bare(cursor.parenthesised()?);
        let stored = cursor.eat(&["STORED"]);
        cursor.eat(&["VIRTUAL"]);
        column.generated = Some((expression, if stored { Storage::Stored } else { Storage::Virtual }));
    } else {
        return Ok(false);
    }
    Ok(true)
}

fn default_value(cursor: &mut Cursor<'_>) -> Result<Option<DefaultValue>, ParseError> {
    if cursor.is_symbol("(") {
        return Ok(default::from_expression(cursor.parenthesised()?));
    }
    let place = cursor.place();
    let _has_sign = cursor.eat_symbol("-") || cursor.eat_symbol("+");
    match cursor.next() {
        Some(_) => Ok(default::from_tokens(cursor.tokens_since(place))),
        None => Err(cursor.unexpected("a default")),
    }
}

fn column_constraint(cursor: &mut Cursor<'_>, column: &mut ColumnDefinition) -> Result<ConstraintBody, ParseError> {
    let columns = vec![KeyColumn { name: column.name.clone(), ..KeyColumn::default() }];
    if cursor.eat(&["PRIMARY", "KEY"]) {
        let descending = cursor.eat(&["DESC"]);
        cursor.eat(&["ASC"]);
        let on_conflict = constraint::on_conflict(cursor)?;
        column.auto_increment = cursor.eat(&["AUTOINCREMENT"]);
        let columns = columns.into_iter().map(|column| KeyColumn { descending, ..column }).collect();
        return Ok(ConstraintBody::PrimaryKey { columns, on_conflict });
    }
    if cursor.eat(&["UNIQUE"]) {
        return Ok(ConstraintBody::Unique { columns, on_conflict: constraint::on_conflict(cursor)? });
    }
    if cursor.eat(&["CHECK"]) {
        return constraint::check(cursor);
    }
    if cursor.is_word("REFERENCES") {
        return constraint::references(cursor, vec![column.name.clone()]);
    }
    Err(cursor.unexpected("a column constraint"))
}

/// A deferral that stands apart belongs to the foreign key before it.
fn defer(constraints: &mut [ConstraintDefinition], deferral: Deferral) {
    if let Some(ConstraintBody::ForeignKey(foreign_key)) = constraints.last_mut().map(|last| &mut last.body) {
        foreign_key.deferral = deferral;
    }
}
