//! The statement that copies the rows.

use super::Rebuild;
use crate::dialect::sqlite::grammar::sql;
use crate::dialect::sqlite::refusal::Refusal;
use crate::dialect::sqlite::{column, expression};
use crate::name::ObjectName;
use crate::schema::{Column, Constraint, Literal};

/// `INSERT … SELECT`: each value as it is, or as a conversion makes it, and the row's number where it has one.
pub(super) fn rows(rebuild: &Rebuild<'_>, new: &ObjectName) -> Result<String, Refusal> {
    let mut columns: Vec<(String, String)> = Vec::new();
    columns.extend(row_number(rebuild));
    for column in rebuild.after.columns.iter().filter(|column| column::generated(column).is_none()) {
        let ident = sql().ident(&column.name).finish();
        let Some(source) = rebuild.sources.get(&column.name) else { continue };
        let value = source.using.as_deref().map_or_else(|| ident.clone(), expression::bare);
        columns.push((ident, not_null_in_rowid(rebuild, column, value)));
    }
    if columns.is_empty() {
        return Err(Refusal::new(
            "no value of its rows would be kept",
            "create a new table instead, and drop this one",
        ));
    }
    // Without the word, a constraint that leaves rows out or replaces them would do so here.
    let insert = if resolves_conflicts(rebuild) { "INSERT OR ABORT INTO" } else { "INSERT INTO" };
    Ok(sql()
        .keyword(insert)
        .name(new)
        .parens(|sql| sql.list(&columns, |sql, (column, _)| sql.raw(column)))
        .keyword("SELECT")
        .list(&columns, |sql, (_, value)| sql.raw(value))
        .keyword("FROM")
        .name(&rebuild.after.name)
        // In the order of the rows: that of an index which holds all columns would scatter the writes.
        .keyword("NOT INDEXED")
        .finish())
}

/// The value, made so that NULL is refused in a column that now stands for the row's number. SQLite would number such
/// rows itself; text it refuses.
fn not_null_in_rowid(rebuild: &Rebuild<'_>, column: &Column, value: String) -> String {
    let was_rowid = || rebuild.before.columns.iter().any(|column| column::is_rowid(column, rebuild.before));
    if !column::is_rowid(column, rebuild.after) || was_rowid() {
        return value;
    }
    let reason = Literal::text("NULL");
    sql().keyword("coalesce").tight("(").raw(&value).tight(", ").literal(&reason).tight(")").finish()
}

/// True where a constraint says what to do with a row that breaks it.
fn resolves_conflicts(rebuild: &Rebuild<'_>) -> bool {
    rebuild.after.constraints.iter().any(|constraint| match constraint {
        Constraint::PrimaryKey(key) => key.on_conflict.is_some(),
        Constraint::Unique(unique) => unique.on_conflict.is_some(),
        Constraint::ForeignKey(_) | Constraint::Check(_) | Constraint::Exclude(_) => false,
    })
}

/// The row's number, and what it is copied into: itself, or a new column that stands for it.
fn row_number(rebuild: &Rebuild<'_>) -> Option<(String, String)> {
    let Rebuild { before, after, sources, .. } = rebuild;
    if before.options.without_rowid || after.options.without_rowid {
        return None;
    }
    let is_free = |word: &&str| {
        let mut columns = [before, after].into_iter().flat_map(|table| table.columns.iter());
        !columns.any(|column| column.name.eq_ignore_ascii_case(word))
    };
    let word = ["rowid", "_rowid_", "oid"].into_iter().find(is_free)?;
    match after.columns.iter().find(|column| column::is_rowid(column, after)) {
        Some(column) if sources.get(&column.name).is_some() => None,
        Some(column) => Some((sql().ident(&column.name).finish(), word.to_owned())),
        None => Some((word.to_owned(), word.to_owned())),
    }
}
