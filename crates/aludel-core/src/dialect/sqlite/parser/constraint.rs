//! Constraints of a `CREATE TABLE` statement, and the clauses that they share with those of columns.

use super::{Cursor, ParseError};
use crate::dialect::sqlite::expression;
use crate::schema::{Deferral, OnConflict, ReferentialAction};

/// A constraint as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ConstraintDefinition {
    pub(crate) name: Option<String>,
    /// The column that it stands with; `None` for one of the table.
    pub(crate) of_column: Option<String>,
    pub(crate) body: ConstraintBody,
}

/// What a constraint says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ConstraintBody {
    PrimaryKey { columns: Vec<KeyColumn>, on_conflict: Option<OnConflict> },
    Unique { columns: Vec<KeyColumn>, on_conflict: Option<OnConflict> },
    Check { expression: String },
    ForeignKey(ForeignKeyDefinition),
}

/// One column of a primary key or unique constraint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct KeyColumn {
    pub(crate) name: String,
    pub(crate) collation: Option<String>,
    pub(crate) descending: bool,
    /// A word that stands with the key of the table in place of the column that it is about.
    pub(crate) auto_increment: bool,
}

/// What a foreign key says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ForeignKeyDefinition {
    pub(crate) columns: Vec<String>,
    pub(crate) table: String,
    /// Empty where the primary key of the table is meant.
    pub(crate) referred: Vec<String>,
    pub(crate) on_delete: ReferentialAction,
    pub(crate) on_update: ReferentialAction,
    pub(crate) deferral: Deferral,
}

/// True where a constraint of the table comes next, not a column or the end. A column may be called by one of these
/// words only in quotes.
pub(super) fn begins_table_constraint(cursor: &Cursor<'_>) -> bool {
    ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"].iter().any(|keyword| cursor.is_word(keyword))
}

/// Reads a constraint of the table; SQLite takes a name without anything behind it for nothing.
pub(super) fn table_constraint(cursor: &mut Cursor<'_>) -> Result<Option<ConstraintDefinition>, ParseError> {
    let name = if cursor.eat(&["CONSTRAINT"]) { Some(cursor.name()?) } else { None };
    let body = if cursor.eat(&["PRIMARY", "KEY"]) {
        ConstraintBody::PrimaryKey { columns: key_columns(cursor)?, on_conflict: on_conflict(cursor)? }
    } else if cursor.eat(&["UNIQUE"]) {
        ConstraintBody::Unique { columns: key_columns(cursor)?, on_conflict: on_conflict(cursor)? }
    } else if cursor.eat(&["CHECK"]) {
        let body = check(cursor)?;
        // The manual: the conflict clause of a check is read and means nothing.
        on_conflict(cursor)?;
        body
    } else if cursor.eat(&["FOREIGN", "KEY"]) {
        let columns = names(cursor)?;
        let mut body = references(cursor, columns)?;
        if let (ConstraintBody::ForeignKey(foreign_key), Some(deferral)) = (&mut body, deferral(cursor)?) {
            foreign_key.deferral = deferral;
        }
        body
    } else if name.is_some() {
        return Ok(None);
    } else {
        return Err(cursor.unexpected("a constraint"));
    };
    Ok(Some(ConstraintDefinition { name, of_column: None, body }))
}

/// What stands behind the word `CHECK`.
pub(super) fn check(cursor: &mut Cursor<'_>) -> Result<ConstraintBody, ParseError> {
    Ok(ConstraintBody::Check { expression: expression::bare(cursor.parenthesised()?) })
}

/// `REFERENCES` and its actions. `MATCH` is read and left out: the manual says that all keys are of the simple sort.
pub(super) fn references(cursor: &mut Cursor<'_>, columns: Vec<String>) -> Result<ConstraintBody, ParseError> {
    cursor.expect("REFERENCES")?;
    let table = cursor.object_name()?;
    let referred = if cursor.is_symbol("(") { names(cursor)? } else { Vec::new() };
    let (mut on_delete, mut on_update) = (ReferentialAction::NoAction, ReferentialAction::NoAction);
    loop {
        if cursor.eat(&["ON", "DELETE"]) {
            on_delete = action(cursor)?;
        } else if cursor.eat(&["ON", "UPDATE"]) {
            on_update = action(cursor)?;
        } else if cursor.eat(&["ON", "INSERT"]) {
            action(cursor)?;
        } else if cursor.eat(&["MATCH"]) {
            cursor.name()?;
        } else {
            break;
        }
    }
    let deferral = Deferral::Never;
    Ok(ConstraintBody::ForeignKey(ForeignKeyDefinition { columns, table, referred, on_delete, on_update, deferral }))
}

/// `DEFERRABLE INITIALLY DEFERRED` and its relatives; `None` where something else comes next.
pub(super) fn deferral(cursor: &mut Cursor<'_>) -> Result<Option<Deferral>, ParseError> {
    let deferral = if cursor.eat(&["NOT", "DEFERRABLE"]) {
        Deferral::Never
    } else if cursor.eat(&["DEFERRABLE"]) {
        Deferral::Immediate
    } else {
        return Ok(None);
    };
    if !cursor.eat(&["INITIALLY"]) || cursor.eat(&["IMMEDIATE"]) {
        return Ok(Some(deferral));
    }
    cursor.expect("DEFERRED")?;
    Ok(Some(if deferral == Deferral::Never { deferral } else { Deferral::Deferred }))
}

/// `ON CONFLICT` and what to do.
pub(super) fn on_conflict(cursor: &mut Cursor<'_>) -> Result<Option<OnConflict>, ParseError> {
    if !cursor.eat(&["ON", "CONFLICT"]) {
        return Ok(None);
    }
    let known = [
        ("ROLLBACK", OnConflict::Rollback),
        ("ABORT", OnConflict::Abort),
        ("FAIL", OnConflict::Fail),
        ("IGNORE", OnConflict::Ignore),
        ("REPLACE", OnConflict::Replace),
    ];
    match known.into_iter().find(|(keyword, _)| cursor.eat(&[*keyword])) {
        Some((_, on_conflict)) => Ok(Some(on_conflict)),
        None => Err(cursor.unexpected("what to do on a conflict")),
    }
}

fn action(cursor: &mut Cursor<'_>) -> Result<ReferentialAction, ParseError> {
    let known = [
        (&["NO", "ACTION"][..], ReferentialAction::NoAction),
        (&["RESTRICT"], ReferentialAction::Restrict),
        (&["CASCADE"], ReferentialAction::Cascade),
        (&["SET", "NULL"], ReferentialAction::SetNull),
        (&["SET", "DEFAULT"], ReferentialAction::SetDefault),
    ];
    match known.into_iter().find(|(keywords, _)| cursor.eat(keywords)) {
        Some((_, action)) => Ok(action),
        None => Err(cursor.unexpected("a foreign key's action")),
    }
}

/// The columns of a key, each with what is said of its place in the index.
fn key_columns(cursor: &mut Cursor<'_>) -> Result<Vec<KeyColumn>, ParseError> {
    cursor.expect_symbol("(")?;
    let mut columns = Vec::new();
    loop {
        let name = cursor.name()?;
        let collation = if cursor.eat(&["COLLATE"]) { Some(cursor.name()?) } else { None };
        let descending = cursor.eat(&["DESC"]);
        cursor.eat(&["ASC"]);
        let auto_increment = cursor.eat(&["AUTOINCREMENT"]);
        columns.push(KeyColumn { name, collation, descending, auto_increment });
        if !cursor.eat_symbol(",") {
            break;
        }
    }
    cursor.expect_symbol(")")?;
    Ok(columns)
}

/// Names in parentheses.
pub(super) fn names(cursor: &mut Cursor<'_>) -> Result<Vec<String>, ParseError> {
    Ok(key_columns(cursor)?.into_iter().map(|column| column.name).collect())
}
