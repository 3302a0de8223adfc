//! Values that the new table would not take, or would not convert: found before any row moves.
//!
//! SQLite keeps text that is no number in a column of numbers as the text that it is, which no program expects there.

use super::Rebuild;
use crate::dialect::sqlite::column;
use crate::dialect::sqlite::demand::demand;
use crate::dialect::sqlite::grammar::sql;
use crate::dialect::sqlite::types::{self, Affinity};
use crate::name::ObjectName;
use crate::plan::{Statement, Statements};
use crate::schema::{Column, ColumnType, Table};

/// Writes statements that fail where a value stands in the way of its column as it shall be.
pub(super) fn check(rebuild: &Rebuild<'_>, out: &mut Statements) {
    for after in &rebuild.after.columns {
        let Some(source) = rebuild.sources.get(&after.name).filter(|source| source.using.is_none()) else { continue };
        let Some(before) = rebuild.before.columns.get(&source.column) else { continue };
        if before.generation.is_some() || after.generation.is_some() {
            continue;
        }
        let place = rebuild.steps.iter().find(|step| step.alters(&after.name)).map(|step| step.place);
        out.for_operation(place.or(rebuild.steps.last().map(|step| step.place)).unwrap_or_default());
        let obstacles =
            [lost_number(rebuild, before, after), wrong_class(rebuild, before, after), null(rebuild, before, after)];
        for obstacle in obstacles.into_iter().flatten() {
            obstacle.write(&rebuild.after.name, after, rebuild.before, out);
        }
    }
}

/// Values that a column does not take.
struct Obstacle {
    /// The condition that they meet.
    condition: String,
    /// What is wrong with them.
    what: &'static str,
}

impl Obstacle {
    fn write(&self, table: &ObjectName, column: &Column, before: &Table, out: &mut Statements) {
        let none =
            sql().keyword("NOT EXISTS (SELECT 1 FROM").name(table).keyword("WHERE").raw(&self.condition).tight(")");
        let message = format!("{table}.{} {}", column.name, self.what);
        let comment = Some(format!("no value of {} may be lost on the way", column.name));
        let [create, insert, drop] = demand(&none.finish(), &message);
        out.add(Statement { comment, ..Statement::new(create, 0) });
        out.add(Statement { explain: Some(self.explain(table, column, before)), ..Statement::new(insert, 0) });
        out.push(drop);
    }

    /// How many they are, and the first of them: `3 values, such as 'abc' in row 7`.
    fn explain(&self, table: &ObjectName, column: &Column, before: &Table) -> String {
        let has_number = !before.options.without_rowid;
        let number = || before.columns.iter().all(|column| !column.name.eq_ignore_ascii_case("rowid"));
        let sql = sql()
            .keyword("SELECT count(*) || CASE count(*) WHEN 1 THEN ' value, ' ELSE ' values, such as ' END || quote(");
        let sql = sql.ident(&column.name).tight(")");
        let sql = if has_number && number() { sql.keyword("|| ' in row ' || min(rowid)") } else { sql };
        sql.keyword("FROM").name(table).keyword("WHERE").raw(&self.condition).finish()
    }
}

/// Text that is no number, where a column of text becomes one of numbers.
fn lost_number(rebuild: &Rebuild<'_>, before: &Column, after: &Column) -> Option<Obstacle> {
    let is_number = matches!(
        after.ty,
        ColumnType::Integer { .. } | ColumnType::Real | ColumnType::Double | ColumnType::Numeric { .. }
    );
    let was_text = types::affinity(&before.ty, rebuild.before.options.strict) == Affinity::Text;
    let name = sql().ident(&after.name).finish();
    let condition = || sql().keyword("typeof").tight("(").raw(&name).tight(") = 'text' AND").raw(&name);
    (is_number && was_text && !rebuild.after.options.strict).then(|| Obstacle {
        condition: condition().keyword("<> CAST").tight("(").raw(&name).tight(" AS NUMERIC)").finish(),
        what: "holds text that is no number",
    })
}

/// What the type of a `STRICT` table does not take.
fn wrong_class(rebuild: &Rebuild<'_>, before: &Column, after: &Column) -> Option<Obstacle> {
    let declared = |column: &Column, table: &Table| types::spell(&column.ty, table.options.strict).ok();
    let is_same = rebuild.before.options.strict && declared(before, rebuild.before) == declared(after, rebuild.after);
    if !rebuild.after.options.strict || is_same {
        return None;
    }
    let name = sql().ident(&after.name).finish();
    let class = || sql().keyword("typeof").tight("(").raw(&name).tight(")");
    let is_other =
        |ty: &str| sql().raw(&name).keyword("<> CAST").tight("(").raw(&name).keyword("AS").keyword(ty).tight(")");
    let (condition, what) = match declared(after, rebuild.after)?.to_ascii_uppercase().as_str() {
        "INT" | "INTEGER" => (is_other("INTEGER"), "holds what is no whole number"),
        "REAL" => {
            let is_other = is_other("REAL").finish();
            (class().keyword("IN ('text', 'blob') AND").raw(&is_other), "holds what is no number")
        }
        "TEXT" => (class().keyword("= 'blob'"), "holds bytes, which a column of text does not take"),
        "BLOB" => (class().keyword("NOT IN ('blob', 'null')"), "holds what is not bytes"),
        _ => return None,
    };
    Some(Obstacle { condition: condition.finish(), what })
}

/// NULL, where it is no longer allowed.
fn null(rebuild: &Rebuild<'_>, before: &Column, after: &Column) -> Option<Obstacle> {
    let never = |column: &Column, table: &Table| !column.nullable || column::is_never_null(column, table);
    let tightens = !never(before, rebuild.before) && never(after, rebuild.after);
    tightens.then(|| Obstacle {
        condition: sql().ident(&after.name).keyword("IS NULL").finish(),
        what: "holds NULL, which it is not to take any more",
    })
}
