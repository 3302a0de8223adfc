//! Values that a new type would not convert.
//!
//! SQLite keeps text that is no number in a column of numbers as the text that it is, which no program expects there.

use super::grammar::sql;
use super::step::{Change, Step};
use super::types::{self, Affinity};
use crate::plan::{Statement, Statements};
use crate::schema::{Column, ColumnType};

/// Where the values are tried. It is a temporary table, so that nobody else sees it.
const TRIED: &str = "_aludel_numbers";

/// Writes statements that fail where a column of text becomes one of numbers, and one of its values is none.
pub(super) fn check(steps: &[Step<'_>], out: &mut Statements) {
    for step in steps {
        if let Change::AlterColumn { from, to, using: None } = step.change
            && becomes_number(from, to, step)
        {
            try_values(step, to, out);
        }
    }
}

fn becomes_number(from: &Column, to: &Column, step: &Step<'_>) -> bool {
    let is_number = matches!(
        to.ty,
        ColumnType::Integer { .. } | ColumnType::Real | ColumnType::Double | ColumnType::Numeric { .. }
    );
    let was_text = types::affinity(&from.ty, step.before.options.strict) == Affinity::Text;
    is_number && was_text && from.generation.is_none() && to.generation.is_none()
}

fn try_values(step: &Step<'_>, column: &Column, out: &mut Statements) {
    let Ok(ty) = types::spell(&column.ty, step.after.options.strict) else { return };
    let table = &step.before.name;
    let reason = format!("{table}.{} holds text that is no number", column.name);
    let create = sql().keyword("CREATE TEMP TABLE").ident(TRIED).parens(|sql| {
        let sql = sql.keyword("value").raw(&ty).keyword("CONSTRAINT").ident(&reason);
        sql.keyword("CHECK").parens(|sql| sql.raw("typeof(value) <> 'text'"))
    });
    let comment = Some(format!("no value of {} may be lost on its way to a number", column.name));
    out.add(Statement { comment, ..Statement::new(create.finish(), step.place) });
    let values = sql().keyword("INSERT INTO").ident(TRIED).keyword("SELECT").ident(&column.name);
    out.push(values.keyword("FROM").name(table).finish());
    out.push(sql().keyword("DROP TABLE").ident(TRIED).finish());
}
