//! Columns: how they are written in a table, and which of their changes `ALTER TABLE` can make.

use super::grammar::{alter_table, collation, parenthesised, sql};
use super::refusal::Refusal;
use super::{default, expression, types};
use crate::dialect::uuid;
use crate::name::ObjectName;
use crate::schema::{
    Column, ColumnType, Constraint, Generation, Identity, IndexTarget, SequenceOptions, Storage, Table,
};

/// The column as it stands in `CREATE TABLE` and `ADD COLUMN`.
///
/// Its comment and its character set are left out: SQLite has neither, and no value changes without them.
pub(super) fn definition(column: &Column, table: &Table) -> Result<String, Refusal> {
    let refused = |refusal: Refusal| refusal.within("column", &column.name);
    if column.on_update.is_some() {
        return Err(refused(Refusal::new(
            "there is no ON UPDATE for columns",
            "set the value in the application, or write a trigger with `execute`",
        )));
    }
    let declared = types::spell(&column.ty, table.options.strict).map_err(refused)?;
    if column.is_auto_increment() {
        return numbered(column, table).map_err(refused);
    }
    Ok(sql()
        .ident(&column.name)
        .when(!declared.is_empty(), |sql| sql.raw(&declared))
        .when(!column.nullable, |sql| sql.keyword("NOT NULL"))
        .optional(uuid::default(column), |sql, default| default::write(sql, &default))
        .optional(column.plain_collation(), collation)
        .optional(generated(column), |sql, (expression, storage)| {
            parenthesised(sql.keyword("GENERATED ALWAYS AS"), expression).keyword(match storage {
                Storage::Stored => "STORED",
                Storage::Virtual => "VIRTUAL",
            })
        })
        .finish())
}

/// True where the type, the primary key and the sort of table make the column another name of the rowid: the declared
/// type has to be the very word INTEGER.
pub(super) fn is_rowid(column: &Column, table: &Table) -> bool {
    let is_whole_key = table.primary_key().is_some_and(|key| key.columns == [column.name.as_str()]);
    let is_integer = || {
        let declared = types::spell(&column.ty, table.options.strict);
        column.is_auto_increment() || declared.is_ok_and(|declared| declared.eq_ignore_ascii_case("INTEGER"))
    };
    is_whole_key && !table.options.without_rowid && is_integer()
}

/// True for a column that cannot be NULL by its place in the primary key. The manual: the keys of ordinary tables take
/// NULL, a mistake of old that is kept.
pub(super) fn is_never_null(column: &Column, table: &Table) -> bool {
    let in_key = || table.primary_key().is_some_and(|key| key.columns.contains(&column.name));
    let is_sound = table.options.strict || table.options.without_rowid;
    (is_sound && in_key()) || is_rowid(column, table)
}

/// `ALTER TABLE … ADD COLUMN`, with a foreign key of this column if there is one to be made with it.
pub(super) fn add(column: &Column, table: &Table, foreign_key: Option<&str>) -> Result<String, Refusal> {
    let definition = definition(column, table)?;
    let add = alter_table(&table.name).keyword("ADD COLUMN").raw(&definition);
    Ok(add.optional(foreign_key, |sql, foreign_key| sql.raw(foreign_key)).finish())
}

/// True for a column that `ADD COLUMN` takes, by the manual's rules: a value for the rows that are there has to be plain
/// from the statement.
pub(super) fn can_be_added(column: &Column) -> bool {
    let has_constant = column.default.as_ref().is_none_or(default::is_constant);
    match generated(column) {
        Some((_, storage)) => storage == Storage::Virtual,
        None => has_constant && (column.nullable || has_default(column)) && !column.is_auto_increment(),
    }
}

/// True for a column that may be added together with a foreign key: its rows have to refer to nothing.
pub(super) fn can_be_added_with_foreign_key(column: &Column) -> bool {
    can_be_added(column) && column.nullable && !has_default(column) && column.generation.is_none()
}

/// `ALTER TABLE … DROP COLUMN`.
pub(super) fn drop(table: &ObjectName, column: &str) -> String {
    alter_table(table).keyword("DROP COLUMN").ident(column).finish()
}

/// True for a column that `DROP COLUMN` takes: nothing else in the table names it.
pub(super) fn can_be_dropped(column: &str, table: &Table) -> bool {
    let names = |expression: &str| expression::mentions(expression, column);
    let in_constraint = table.constraints.iter().any(|constraint| match constraint {
        Constraint::Check(check) => names(&check.expression),
        Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::ForeignKey(_) | Constraint::Exclude(_) => {
            constraint.columns().contains(&column)
        }
    });
    let in_index = table.indexes.iter().any(|index| {
        let in_part = index.parts.iter().any(|part| match &part.target {
            IndexTarget::Column(name) => name.eq_ignore_ascii_case(column),
            IndexTarget::Expression(sql) => names(sql),
        });
        in_part || index.predicate.as_deref().is_some_and(names)
    });
    let others = table.columns.iter().filter(|other| other.name != column);
    let in_column = others.filter_map(generated).any(|(sql, _)| names(sql));
    !in_constraint && !in_index && !in_column && table.columns.len() > 1
}

/// `ALTER TABLE … RENAME COLUMN`. SQLite follows the name into indexes, triggers, views and foreign keys.
pub(super) fn rename(table: &ObjectName, from: &str, to: &str) -> String {
    alter_table(table).keyword("RENAME COLUMN").ident(from).keyword("TO").ident(to).finish()
}

/// What a column is computed from.
pub(super) fn generated(column: &Column) -> Option<(&str, Storage)> {
    match &column.generation {
        Some(Generation::Expression { sql, storage }) => Some((sql, *storage)),
        Some(Generation::AutoIncrement | Generation::Serial | Generation::Identity(_)) | None => None,
    }
}

fn has_default(column: &Column) -> bool {
    column.default.as_ref().is_some_and(|default| !default::write(sql(), default).finish().is_empty())
}

/// A column that SQLite numbers. It has to be the primary key, alone, and of the very word INTEGER.
fn numbered(column: &Column, table: &Table) -> Result<String, Refusal> {
    let Some(key) = table.primary_key().filter(|key| key.columns == [column.name.as_str()]) else {
        return Err(Refusal::new(
            "only a primary key of one column can be numbered",
            "make it the primary key, or leave `auto_increment` away and number the rows in the application",
        ));
    };
    if table.options.without_rowid {
        return Err(Refusal::new(
            "a table without rowids numbers nothing",
            "leave `without_rowid` or `auto_increment` away",
        ));
    }
    if !matches!(column.ty, ColumnType::Integer { .. }) {
        return Err(Refusal::new(format!("a {} cannot be numbered", column.ty), "use an integer type"));
    }
    if !column.generation.as_ref().is_some_and(counts_from_one) {
        return Err(Refusal::new(
            "numbers run from 1 in steps of 1",
            "use `auto_increment`, without a start, a step or bounds",
        ));
    }
    Ok(sql()
        .ident(&column.name)
        .keyword("INTEGER PRIMARY KEY")
        .optional(key.on_conflict, super::constraint::on_conflict)
        .keyword("AUTOINCREMENT")
        .finish())
}

/// True for numbers that run as those of `AUTOINCREMENT` do.
pub(super) fn counts_from_one(generation: &Generation) -> bool {
    match generation {
        Generation::AutoIncrement | Generation::Serial => true,
        Generation::Identity(Identity { mode: _, options }) => {
            let SequenceOptions { start, increment, minimum, maximum, cache: _, cycle } = options;
            let is_usual = |number: &Option<i64>| matches!(number, None | Some(1));
            is_usual(start) && is_usual(increment) && is_usual(minimum) && maximum.is_none() && !cycle
        }
        Generation::Expression { .. } => false,
    }
}
