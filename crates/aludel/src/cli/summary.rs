//! Operations as people read them: gathered by table, with a sign for what comes, goes and changes.

use aludel_core::operation::Operation;
use aludel_core::schema::{Column, Constraint, DefaultValue, Generation, Index, IndexTarget, Literal, View};
use anstyle::Style;

use super::output::{BAD, GOOD, NOTABLE, line, styled};

/// What becomes of a thing.
#[derive(Clone, Copy)]
enum Sign {
    Comes,
    Goes,
    Changes,
}

impl Sign {
    fn shown(self) -> String {
        let (style, sign): (Style, &str) = match self {
            Self::Comes => (GOOD, "+"),
            Self::Goes => (BAD, "-"),
            Self::Changes => (NOTABLE, "~"),
        };
        styled(style, sign)
    }
}

/// The operations, each in a line that begins with `margin`, those of one table together.
pub(super) fn summary(operations: &[Operation], margin: &str) -> String {
    let mut groups: Vec<(String, Vec<&Operation>)> = Vec::new();
    let operations: Vec<&Operation> = operations.iter().flat_map(single).collect();
    let comes_again =
        |operation: &Operation| matches!(operation, Operation::DropView { view } if is_made_anew(view, &operations));
    for operation in operations.iter().copied().filter(|operation| !comes_again(operation)) {
        let table = inside(operation);
        match groups.iter_mut().find(|(of, _)| table.is_some() && Some(of) == table.as_ref()) {
            Some((_, group)) => group.push(operation),
            None => groups.push((table.unwrap_or_default(), vec![operation])),
        }
    }
    let mut text = String::new();
    for (table, group) in groups {
        let indent = if table.is_empty() { "" } else { "  " };
        if !table.is_empty() {
            line(&mut text, format!("{margin}{} table {table}", Sign::Changes.shown()));
        }
        for operation in group {
            let (sign, said) = match operation {
                Operation::CreateView { view } if is_made_anew(view, &operations) => {
                    (Sign::Changes, format!("view {} is made anew", view.name))
                }
                operation => entry(operation),
            };
            line(&mut text, format!("{margin}{indent}{} {said}", sign.shown()));
        }
    }
    text
}

/// True for a view that is dropped and created again, since it changes or what it reads does.
fn is_made_anew(view: &View, operations: &[&Operation]) -> bool {
    let goes =
        |operation: &&Operation| matches!(operation, Operation::DropView { view: gone } if gone.name == view.name);
    let comes =
        |operation: &&Operation| matches!(operation, Operation::CreateView { view: new } if new.name == view.name);
    operations.iter().any(goes) && operations.iter().any(comes)
}

/// The operations that a batch gathers, or the one.
fn single(operation: &Operation) -> Vec<&Operation> {
    match operation {
        Operation::Batch { operations, .. } => operations.iter().flat_map(single).collect(),
        other => vec![other],
    }
}

/// The table that stays and changes.
fn inside(operation: &Operation) -> Option<String> {
    let whole = matches!(
        operation,
        Operation::CreateTable { .. } | Operation::DropTable { .. } | Operation::RenameTable { .. }
    );
    match operation {
        Operation::FillColumn { table, .. }
        | Operation::InsertRows { table, .. }
        | Operation::DeleteRows { table, .. } => Some(table.to_string()),
        other => other.table().filter(|_| !whole).map(ToString::to_string),
    }
}

fn entry(operation: &Operation) -> (Sign, String) {
    use Operation as Op;
    match operation {
        Op::CreateTable { table } => {
            let columns: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
            (Sign::Comes, format!("table {} ({})", table.name, columns.join(", ")))
        }
        Op::DropTable { table } => (Sign::Goes, format!("table {} with all its rows", table.name)),
        Op::RenameTable { from, to } => (Sign::Changes, format!("table {from} is renamed to {to}")),
        Op::AlterTableOptions { .. } => (Sign::Changes, "options".to_owned()),
        Op::AlterTableComment { to, .. } => (Sign::Changes, format!("comment: {}", said(to.as_deref()))),
        Op::AddColumn { column, .. } => (Sign::Comes, format!("column {}: {}", column.name, traits(column).join(", "))),
        Op::DropColumn { column, .. } => (Sign::Goes, format!("column {} with its values", column.name)),
        Op::AlterColumn { from, to, .. } => {
            (Sign::Changes, format!("column {}: {}", to.name, changes(from, to).join("; ")))
        }
        Op::RenameColumn { from, to, .. } => (Sign::Changes, format!("column {from} is renamed to {to}")),
        Op::CreateConstraint { constraint, .. } => {
            let columns = constraint.columns().join(", ");
            let over = if columns.is_empty() { String::new() } else { format!(" ({columns})") };
            (Sign::Comes, format!("{} {}{over}{}", constraint.kind(), constraint.name(), referred(constraint)))
        }
        Op::DropConstraint { constraint, .. } => (Sign::Goes, format!("{} {}", constraint.kind(), constraint.name())),
        Op::RenameConstraint { kind, from, to, .. } => (Sign::Changes, format!("{kind} {from} is renamed to {to}")),
        Op::CreateIndex { index, .. } => (Sign::Comes, format!("{} ({})", named(index), parts(index))),
        Op::DropIndex { index, .. } => (Sign::Goes, named(index)),
        Op::RenameIndex { from, to, .. } => (Sign::Changes, format!("index {from} is renamed to {to}")),
        Op::FillColumn { column, value, .. } => (Sign::Changes, format!("column {column} is filled with {value}")),
        Op::InsertRows { rows, .. } => (Sign::Comes, format!("{} rows", rows.len())),
        Op::DeleteRows { rows, .. } => (Sign::Goes, format!("{} rows", rows.len())),
        Op::CreateNamespace { name } => (Sign::Comes, format!("namespace {name}")),
        Op::DropNamespace { name } => (Sign::Goes, format!("namespace {name}")),
        Op::CreateEnum { enum_type } => {
            (Sign::Comes, format!("enum type {} ({})", enum_type.name, enum_type.values.join(", ")))
        }
        Op::DropEnum { enum_type } => (Sign::Goes, format!("enum type {}", enum_type.name)),
        Op::AlterEnum { from, to, .. } => {
            let gone = from.values.iter().filter(|value| !to.values.contains(value)).map(|value| format!("-{value}"));
            let new = to.values.iter().filter(|value| !from.values.contains(value)).map(|value| format!("+{value}"));
            let values: Vec<String> = gone.chain(new).collect();
            let values = if values.is_empty() { "in another order".to_owned() } else { values.join(" ") };
            (Sign::Changes, format!("enum type {}: {values}", to.name))
        }
        Op::CreateSequence { sequence } => (Sign::Comes, format!("sequence {}", sequence.name)),
        Op::DropSequence { sequence } => (Sign::Goes, format!("sequence {}", sequence.name)),
        Op::CreateView { view } => (Sign::Comes, format!("view {}", view.name)),
        Op::DropView { view } => (Sign::Goes, format!("view {}", view.name)),
        Op::RenameEnum { .. }
        | Op::AlterSequence { .. }
        | Op::AlterView { .. }
        | Op::Execute { .. }
        | Op::Run { .. }
        | Op::Batch { .. } => (Sign::Changes, operation.to_string()),
    }
}

fn referred(constraint: &Constraint) -> String {
    match constraint {
        Constraint::ForeignKey(key) => format!(" -> {} ({})", key.referred_table, key.referred_columns.join(", ")),
        Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Check(_) | Constraint::Exclude(_) => {
            String::new()
        }
    }
}

fn named(index: &Index) -> String {
    format!("{}index {}", if index.unique { "unique " } else { "" }, index.name)
}

fn parts(index: &Index) -> String {
    let part = |target: &IndexTarget| match target {
        IndexTarget::Column(column) => column.clone(),
        IndexTarget::Expression(sql) => format!("({sql})"),
    };
    index.parts.iter().map(|one| part(&one.target)).collect::<Vec<_>>().join(", ")
}

/// What a column is, in words that stand alone.
fn traits(column: &Column) -> Vec<String> {
    let plain = Column::new(column.name.clone(), column.ty.clone());
    std::iter::once(column.ty.to_string()).chain(differing(&plain, column).into_iter().map(|(_, is)| is)).collect()
}

/// What becomes of a column.
fn changes(from: &Column, to: &Column) -> Vec<String> {
    let ty = (from.ty != to.ty).then(|| format!("{} -> {}", from.ty, to.ty));
    ty.into_iter().chain(differing(from, to).into_iter().map(|(was, is)| format!("{was} -> {is}"))).collect()
}

/// Besides the type, what was said of a column before and is said now, where the two differ.
fn differing(from: &Column, to: &Column) -> Vec<(String, String)> {
    let all = |column: &Column| {
        let text = |word: &str, text: Option<&str>| format!("{word}{}", said(text));
        [
            if column.nullable { "null" } else { "not null" }.to_owned(),
            column
                .default
                .as_ref()
                .map_or_else(|| "no default".to_owned(), |value| format!("default {}", value_of(value))),
            column.generation.as_ref().map_or_else(|| "written".to_owned(), generation),
            text("on update ", column.on_update.as_deref()),
            text("character set ", column.charset.as_deref()),
            text("collation ", column.collation.as_deref()),
            if column.invisible { "invisible" } else { "visible" }.to_owned(),
            text("comment ", column.comment.as_deref()),
        ]
    };
    all(from).into_iter().zip(all(to)).filter(|(was, is)| was != is).collect()
}

fn said(text: Option<&str>) -> String {
    text.map_or_else(|| "none".to_owned(), |text| format!("{text:?}"))
}

fn value_of(default: &DefaultValue) -> String {
    match default {
        DefaultValue::Expression(sql) => sql.clone(),
        DefaultValue::Literal(Literal::Null) => "null".to_owned(),
        DefaultValue::Literal(Literal::Boolean(truth)) => truth.to_string(),
        DefaultValue::Literal(Literal::Number(number)) => number.clone(),
        DefaultValue::Literal(Literal::Text(text)) => format!("{text:?}"),
        DefaultValue::Literal(Literal::Bytes(bytes)) => format!("{} bytes", bytes.len()),
    }
}

fn generation(generation: &Generation) -> String {
    match generation {
        Generation::AutoIncrement => "auto increment".to_owned(),
        Generation::Serial => "serial".to_owned(),
        Generation::Identity(_) => "identity".to_owned(),
        Generation::Expression { sql, .. } => format!("generated as {sql}"),
    }
}

#[cfg(test)]
mod tests {
    use aludel_core::diff::{Renames, diff};
    use aludel_core::schema::{ColumnType, Schema, Table};

    use super::*;

    #[track_caller]
    fn check(from: &[Table], to: &[Table], expected: &str) {
        let schema = |tables: &[Table]| Schema { tables: tables.iter().cloned().collect(), ..Schema::default() };
        let operations = diff(&schema(from), &schema(to), &Renames::default());
        let plain = anstream::adapter::strip_str(&summary(&operations, "-- ")).to_string();
        assert_eq!(plain, expected);
    }

    #[test]
    fn what_comes_goes_and_changes() {
        let name = |length: u32| Column::new("name", ColumnType::varchar(length));
        let users = Table::new("users").column(name(20)).index(Index::new("ix_users_name", ["name"]));
        let grown = Table::new("users")
            .column(name(40).nullable().default_value(Literal::text("a")))
            .column(Column::new("age", ColumnType::integer()).nullable())
            .index(Index::new("uq_users_age", ["age"]).unique());
        check(
            &[users, Table::new("old").column(name(1))],
            &[grown, Table::new("new").column(name(1))],
            "-- + table new (name)\n\
             -- ~ table users\n\
             --   - index ix_users_name\n\
             --   + column age: 32-bit integer, null\n\
             --   ~ column name: varchar(20) -> varchar(40); not null -> null; no default -> default \"a\"\n\
             --   + unique index uq_users_age (age)\n\
             -- - table old with all its rows\n",
        );
    }

    #[test]
    fn a_view_that_comes_back_is_not_gone() {
        let view = |name: &str, query: &str| View { depends_on: vec!["users".into()], ..View::new(name, query) };
        let id = || Table::new("users").column(Column::new("id", ColumnType::integer()));
        let schema = |table: Table, views: [View; 2]| Schema {
            tables: [table].into_iter().collect(),
            views: views.into_iter().collect(),
            ..Schema::default()
        };
        let from = schema(
            id().column(Column::new("age", ColumnType::integer())),
            [view("ages", "SELECT age FROM users"), view("gone", "SELECT 1")],
        );
        let to = schema(id(), [view("ages", "SELECT id FROM users"), view("new", "SELECT 1")]);
        let shown = anstream::adapter::strip_str(&summary(&diff(&from, &to, &Renames::default()), "")).to_string();
        assert_eq!(
            shown,
            "- view gone\n~ table users\n  - column age with its values\n+ view new\n~ view ages is made anew\n"
        );
    }

    #[test]
    fn an_operation_without_a_table_stands_alone() {
        let run = Operation::Run { name: "fill slugs".into(), offline: None };
        assert_eq!(anstream::adapter::strip_str(&summary(&[run], "")).to_string(), "~ run fill slugs\n");
        assert_eq!(summary(&[], "-- "), "");
    }
}
