//! Enum types.

use super::expression::mentions;
use super::name::unused;
use super::plan::Planner;
use super::{Refusal, default, types, view};
use crate::name::ObjectName;
use crate::operation::Operation;
use crate::schema::{Column, ColumnType, Constraint, DefaultValue, EnumType, Index, IndexTarget, Literal, Table};

impl Planner<'_> {
    /// Makes an enum type.
    pub(super) fn create_enum(&mut self, enum_type: &EnumType) {
        let sql = self.sql().keyword("CREATE TYPE").name(&enum_type.name).keyword("AS ENUM");
        self.push(sql.parens(|sql| sql.list(&enum_type.values, |sql, value| sql.literal(&Literal::text(value)))));
        if let Some(comment) = &enum_type.comment {
            self.comment("TYPE", |sql| sql.name(&enum_type.name), Some(comment));
        }
    }

    /// Changes the values: in place where they only grow in number, else by way of a new type.
    pub(super) fn alter_enum(&mut self, from: &EnumType, to: &EnumType) -> Result<(), Refusal> {
        let kept: Vec<&String> = to.values.iter().filter(|value| from.values.contains(value)).collect();
        if kept.iter().copied().eq(&from.values) {
            self.add_values(from, to);
        } else {
            self.rebuild_enum(to)?;
        }
        if from.comment != to.comment {
            self.comment("TYPE", |sql| sql.name(&to.name), to.comment.as_deref());
        }
        Ok(())
    }

    fn add_values(&mut self, from: &EnumType, to: &EnumType) {
        let is_old = |value: &&String| from.values.contains(value);
        // A value can be used only after it is committed.
        let is_used = to.values.iter().filter(|value| !is_old(value)).any(|value| self.is_used_later(value));
        for (place, value) in to.values.iter().enumerate().filter(|(_, value)| !is_old(value)) {
            let add =
                self.sql().keyword("ALTER TYPE").name(&to.name).keyword("ADD VALUE").literal(&Literal::text(value));
            let before = place.checked_sub(1).and_then(|place| to.values.get(place));
            let next_old = to.values.iter().skip(place).find(is_old);
            let add = match (before, next_old) {
                (_, None) => add,
                (Some(before), Some(_)) => add.keyword("AFTER").literal(&Literal::text(before)),
                (None, Some(next)) => add.keyword("BEFORE").literal(&Literal::text(next)),
            };
            if is_used {
                self.push_outside(add, "a new value can be used only after it is committed");
            } else {
                self.push(add);
            }
        }
    }

    /// True where an operation that follows may write the value: in a default, an expression, SQL or a row. The values of
    /// the type itself, which columns carry with them, do not count.
    fn is_used_later(&self, value: &str) -> bool {
        let literal = self.sql().literal(&Literal::text(value)).finish();
        self.later.iter().any(|operation| match operation {
            Operation::AddColumn { column, .. } | Operation::AlterColumn { to: column, .. } => {
                column_uses(column, value, &literal)
            }
            Operation::CreateTable { table } => {
                table.columns.iter().any(|column| column_uses(column, value, &literal))
                    || table.constraints.iter().any(|one| constraint_uses(one, &literal))
                    || table.indexes.iter().any(|index| index_uses(index, &literal))
            }
            Operation::CreateConstraint { constraint, .. } => constraint_uses(constraint, &literal),
            Operation::CreateIndex { index, .. } => index_uses(index, &literal),
            Operation::CreateView { view } | Operation::AlterView { to: view, .. } => view.query.contains(&literal),
            Operation::InsertRows { rows, .. } => rows.iter().flatten().any(|one| *one == Literal::text(value)),
            Operation::Execute { .. }
            | Operation::Run { .. }
            | Operation::Batch { .. }
            | Operation::FillColumn { .. } => true,
            Operation::CreateNamespace { .. }
            | Operation::DropNamespace { .. }
            | Operation::DropTable { .. }
            | Operation::RenameTable { .. }
            | Operation::AlterTableOptions { .. }
            | Operation::AlterTableComment { .. }
            | Operation::DropColumn { .. }
            | Operation::RenameColumn { .. }
            | Operation::DropConstraint { .. }
            | Operation::RenameConstraint { .. }
            | Operation::DropIndex { .. }
            | Operation::RenameIndex { .. }
            | Operation::CreateEnum { .. }
            | Operation::DropEnum { .. }
            | Operation::AlterEnum { .. }
            | Operation::RenameEnum { .. }
            | Operation::CreateSequence { .. }
            | Operation::DropSequence { .. }
            | Operation::AlterSequence { .. }
            | Operation::DropView { .. }
            | Operation::DeleteRows { .. } => false,
        })
    }

    /// Values can't be taken out or moved, so a new type takes the name, and the columns go over to it as text. What the
    /// server keeps as an expression over the old type is dropped before and made again after.
    fn rebuild_enum(&mut self, to: &EnumType) -> Result<(), Refusal> {
        let name = &to.name;
        let users: Vec<Users<'_>> = self.before.tables.iter().filter_map(|table| Users::of(name, table)).collect();
        let old = unused(&self.before.enum_types, name);
        let reads = |view: &crate::schema::View| {
            users.iter().any(|users| {
                users.columns.iter().any(|column| view::reads_column(view, &users.table.name, &column.name))
            })
        };
        self.without_views(reads, |planner| {
            let rename = planner.sql().keyword("ALTER TYPE").name(name).keyword("RENAME TO").ident(&old.name);
            planner.push(rename);
            planner.create_enum(to);
            for users in &users {
                planner.move_to_enum(users, to)?;
            }
            planner.push(planner.sql().keyword("DROP TYPE").name(&old));
            Ok(())
        })
    }

    fn move_to_enum(&mut self, users: &Users<'_>, to: &EnumType) -> Result<(), Refusal> {
        let table = &users.table.name;
        users.indexes.iter().for_each(|index| self.drop_index(table, index));
        users.constraints.iter().for_each(|constraint| self.drop_constraint(table, constraint));
        let clauses: Vec<String> =
            users.columns.iter().map(|column| self.column_clauses(column, to)).collect::<Result<Vec<_>, _>>()?.concat();
        self.push(self.alter_table(table).list(&clauses, |sql, clause| sql.raw(clause)));
        for constraint in &users.constraints {
            self.create_constraint(table, constraint)?;
        }
        users.indexes.iter().try_for_each(|index| self.create_index(table, index))
    }

    fn column_clauses(&self, column: &Column, to: &EnumType) -> Result<Vec<String>, Refusal> {
        let alter = || self.sql().keyword("ALTER COLUMN").ident(&column.name);
        let ty = types::spelled(&column.ty)?;
        let text = if matches!(column.ty, ColumnType::Array { .. }) { "::text[]::" } else { "::text::" };
        let using = self.sql().ident(&column.name).tight(text).tight(&ty).finish();
        let mut clauses = Vec::new();
        if column.default.is_some() {
            clauses.push(alter().keyword("DROP DEFAULT").finish());
        }
        clauses.push(alter().keyword("TYPE").raw(&ty).keyword("USING").raw(&using).finish());
        // A default that is no value any more stays away; the script says what comes in its place.
        if let Some(value) = column.default.as_ref().filter(|value| !is_gone(value, &column.ty, to)) {
            clauses.push(alter().keyword("SET DEFAULT").raw(&default::spelled(value, &column.ty)).finish());
        }
        Ok(clauses)
    }
}

fn is_gone(value: &DefaultValue, ty: &ColumnType, to: &EnumType) -> bool {
    let is_one_value = matches!(ty, ColumnType::Enum { .. });
    match default::canonical(value, ty) {
        Some(DefaultValue::Literal(Literal::Text(value))) => is_one_value && !to.values.contains(&value),
        Some(DefaultValue::Literal(_) | DefaultValue::Expression(_)) | None => false,
    }
}

/// What of a table has to do with an enum type.
struct Users<'a> {
    table: &'a Table,
    columns: Vec<&'a Column>,
    constraints: Vec<&'a Constraint>,
    indexes: Vec<&'a Index>,
}

impl<'a> Users<'a> {
    fn of(name: &ObjectName, table: &'a Table) -> Option<Self> {
        let columns: Vec<&Column> = table.columns.iter().filter(|column| column.ty.enum_name() == Some(name)).collect();
        let named_in = |sql: &str| columns.iter().any(|column| mentions(sql, &column.name));
        let constraints = table.constraints.iter().filter(|constraint| match constraint {
            Constraint::Check(check) => named_in(&check.expression),
            Constraint::Exclude(exclude) => exclude
                .elements
                .iter()
                .map(|element| &element.target)
                .chain(&exclude.predicate)
                .any(|sql| named_in(sql)),
            Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::ForeignKey(_) => false,
        });
        let indexes = table.indexes.iter().filter(|index| {
            let expressions = index.parts.iter().filter_map(|part| match &part.target {
                IndexTarget::Column(_) => None,
                IndexTarget::Expression(sql) => Some(sql),
            });
            expressions.chain(&index.predicate).any(|sql| named_in(sql))
        });
        let (constraints, indexes) = (constraints.collect(), indexes.collect());
        (!columns.is_empty()).then_some(Self { table, columns, constraints, indexes })
    }
}

fn column_uses(column: &Column, value: &str, literal: &str) -> bool {
    match &column.default {
        Some(DefaultValue::Literal(default)) => *default == Literal::text(value),
        Some(DefaultValue::Expression(sql)) => sql.contains(literal),
        None => false,
    }
}

fn constraint_uses(constraint: &Constraint, literal: &str) -> bool {
    match constraint {
        Constraint::Check(check) => check.expression.contains(literal),
        Constraint::Exclude(exclude) => exclude.predicate.iter().any(|sql| sql.contains(literal)),
        Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::ForeignKey(_) => false,
    }
}

fn index_uses(index: &Index, literal: &str) -> bool {
    let expressions = index.parts.iter().filter_map(|part| match &part.target {
        IndexTarget::Column(_) => None,
        IndexTarget::Expression(sql) => Some(sql),
    });
    expressions.chain(&index.predicate).any(|sql| sql.contains(literal))
}
