//! What MariaDB does in its own way: sequences, and checks that belong to a column.

use super::refusal::{Refusal, refuse};
use super::{MySql, grammar};
use crate::dialect::{Dialect, SqlWriter};
use crate::schema::{Check, ColumnType, Constraint, ConstraintKind, IntegerWidth, Sequence, SequenceOptions, Table};

/// The check that stands with a column. It has the column's name, and each check of that name is written so.
pub(super) fn column_check<'a>(dialect: &MySql, table: &'a Table, column: &str) -> Option<&'a Check> {
    if !dialect.has_column_checks() {
        return None;
    }
    match table.constraint_named(ConstraintKind::Check, column)? {
        Constraint::Check(check) if table.columns.contains(column) => Some(check),
        _ => None,
    }
}

/// True for a check that is part of a column's definition.
pub(super) fn is_column_check(dialect: &MySql, table: &Table, constraint: &Constraint) -> bool {
    matches!(constraint, Constraint::Check(check) if column_check(dialect, table, &check.name).is_some())
}

/// True for the check that MariaDB adds to each column of type JSON, which is otherwise a long text.
pub(super) fn is_json_check(expression: &str, column: &str) -> bool {
    let canonical = super::expression::canonical(expression);
    canonical == super::expression::canonical(&format!("json_valid(`{}`)", column.replace('`', "``")))
}

impl MySql {
    /// `CREATE SEQUENCE`.
    pub(super) fn create_sequence(&self, sequence: &Sequence) -> Result<String, Refusal> {
        let sql = self.sequence("CREATE SEQUENCE", sequence)?;
        Ok(sql
            .optional(sequence.comment.as_deref(), |sql, text| sql.keyword("COMMENT =").raw(&grammar::escaped(text)))
            .finish())
    }

    /// `ALTER SEQUENCE`, with all of its settings.
    pub(super) fn alter_sequence(&self, from: &Sequence, to: &Sequence) -> Result<Vec<String>, Refusal> {
        let mut statements = Vec::new();
        let (before, after) = (canonical_options(&from.options), canonical_options(&to.options));
        if before != after {
            // One that stands lower moves up; one that stands higher stays.
            if let Some(minimum) = after.minimum.filter(|_| after.minimum > before.minimum) {
                let sql = self.sql().keyword("SELECT SETVAL(").name(&to.name).tight(&format!(", {minimum}, 0)"));
                statements.push(sql.finish());
            }
            statements.push(self.sequence("ALTER SEQUENCE", to)?.finish());
        }
        if from.comment != to.comment {
            let comment = grammar::escaped(to.comment.as_deref().unwrap_or_default());
            let sql = self.sql().keyword("ALTER TABLE").name(&to.name).keyword("COMMENT =").raw(&comment);
            statements.push(sql.finish());
        }
        Ok(statements)
    }

    fn sequence(&self, verb: &str, sequence: &Sequence) -> Result<SqlWriter, Refusal> {
        if !self.has_sequences() {
            return Err(no_sequences());
        }
        let is_big =
            matches!(sequence.ty, None | Some(ColumnType::Integer { width: IntegerWidth::Big, unsigned: false }));
        if !is_big {
            return Err(refuse("sequences have 64 bits here", "leave the type of the sequence out"));
        }
        let options = canonical_options(&sequence.options);
        let sql = self.sql().keyword(verb).name(&sequence.name);
        let number = |sql: SqlWriter, words: &str, number: Option<i64>| {
            sql.optional(number, |sql, number| sql.keyword(words).raw(&number.to_string()))
        };
        let sql = number(sql, "START WITH", options.start);
        let sql = number(sql, "MINVALUE", options.minimum);
        let sql = number(sql, "MAXVALUE", options.maximum);
        let sql = number(sql, "INCREMENT BY", options.increment);
        let sql = number(sql, "CACHE", options.cache);
        Ok(sql.keyword(if options.cycle { "CYCLE" } else { "NOCYCLE" }))
    }
}

/// Why MySQL has no plan for a sequence.
pub(super) fn no_sequences() -> Refusal {
    refuse("there are no sequences in MySQL", "number the rows with `auto_increment`, or count in a table of your own")
}

/// The options of a sequence, all of them said, as MariaDB fills them in.
pub(super) fn canonical_options(options: &SequenceOptions) -> SequenceOptions {
    let increment = options.increment.unwrap_or(1);
    let rises = increment >= 0;
    let minimum = options.minimum.unwrap_or(if rises { 1 } else { i64::MIN + 1 });
    let maximum = options.maximum.unwrap_or(if rises { i64::MAX - 1 } else { -1 });
    SequenceOptions {
        start: Some(options.start.unwrap_or(if rises { minimum } else { maximum })),
        increment: Some(increment),
        minimum: Some(minimum),
        maximum: Some(maximum),
        cache: Some(options.cache.unwrap_or(1000)),
        cycle: options.cycle,
    }
}
