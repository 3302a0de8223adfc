//! Names: how long they may be, and how objects get others.

use super::Refusal;
use super::grammar::GRAMMAR;
use super::plan::Planner;
use crate::dialect::SqlWriter;
use crate::name::{LONGEST_NAME, ObjectName};
use crate::operation::Operation;
use crate::schema::{Literal, Object, Table};

/// Refuses names and enum values that the server would cut without a word.
pub(super) fn check(operation: &Operation) -> Result<(), Refusal> {
    match new_names(operation).into_iter().find(|name| name.len() > LONGEST_NAME) {
        Some(name) => Err(Refusal::new(
            format!("the name \"{name}\" has {} bytes, and the longest may have {LONGEST_NAME}", name.len()),
            "give it a shorter name",
        )),
        None => Ok(()),
    }
}

/// The names that an operation brings in.
fn new_names(operation: &Operation) -> Vec<&str> {
    use Operation as Op;
    match operation {
        Op::CreateNamespace { name } => vec![name],
        Op::CreateTable { table } => names_of_table(table),
        Op::RenameTable { to, .. } | Op::RenameEnum { to, .. } => names_of_object(to),
        Op::AddColumn { column, .. } => vec![&column.name],
        Op::CreateConstraint { constraint, .. } => vec![constraint.name()],
        Op::CreateIndex { index, .. } => vec![&index.name],
        Op::RenameColumn { to, .. } | Op::RenameConstraint { to, .. } | Op::RenameIndex { to, .. } => vec![to],
        Op::CreateEnum { enum_type } | Op::AlterEnum { to: enum_type, .. } => {
            let values = enum_type.values.iter().map(String::as_str);
            names_of_object(&enum_type.name).into_iter().chain(values).collect()
        }
        Op::CreateSequence { sequence } => names_of_object(&sequence.name),
        Op::CreateView { view } | Op::AlterView { to: view, .. } => {
            let indexes = view.indexes.iter().map(|index| index.name.as_str());
            names_of_object(&view.name).into_iter().chain(indexes).collect()
        }
        Op::Batch { operations, .. } => operations.iter().flat_map(new_names).collect(),
        Op::DropNamespace { .. }
        | Op::DropTable { .. }
        | Op::AlterTableOptions { .. }
        | Op::AlterTableComment { .. }
        | Op::DropColumn { .. }
        | Op::AlterColumn { .. }
        | Op::DropConstraint { .. }
        | Op::DropIndex { .. }
        | Op::DropEnum { .. }
        | Op::DropSequence { .. }
        | Op::AlterSequence { .. }
        | Op::DropView { .. }
        | Op::Execute { .. }
        | Op::InsertRows { .. }
        | Op::DeleteRows { .. }
        | Op::FillColumn { .. }
        | Op::Run { .. } => Vec::new(),
    }
}

fn names_of_table(table: &Table) -> Vec<&str> {
    let columns = table.columns.iter().map(|column| column.name.as_str());
    let constraints = table.constraints.iter().map(|constraint| constraint.name());
    let indexes = table.indexes.iter().map(|index| index.name.as_str());
    names_of_object(&table.name).into_iter().chain(columns).chain(constraints).chain(indexes).collect()
}

fn names_of_object(name: &ObjectName) -> Vec<&str> {
    name.namespace.iter().map(String::as_str).chain([name.name.as_str()]).collect()
}

/// A name next to that of an object, in its namespace.
pub(super) fn beside(object: &ObjectName, name: &str) -> ObjectName {
    ObjectName { namespace: object.namespace.clone(), name: name.to_owned() }
}

/// A name that no object in the collection has.
pub(super) fn unused<T: Object<Key = ObjectName>>(
    taken: &crate::schema::Objects<T>,
    wanted: &ObjectName,
) -> ObjectName {
    let mut name = wanted.clone();
    for number in 1_u32.. {
        name.name = crate::name::shorten(format!("{}_{number}", wanted.name));
        if !taken.contains(&name) {
            break;
        }
    }
    name
}

impl Planner<'_> {
    /// Gives a table or type another name, another namespace, or both.
    pub(super) fn rename_object(&mut self, what: &str, from: &ObjectName, to: &ObjectName) {
        let mut from = from.clone();
        if from.namespace != to.namespace {
            let alter = self.sql().keyword("ALTER").keyword(what).name(&from).keyword("SET SCHEMA");
            match &to.namespace {
                Some(namespace) => self.push(alter.ident(namespace)),
                // The default namespace is known to the session only.
                None => self.run_block(
                    alter_and_blank(alter).as_str(),
                    SqlWriter::new(&GRAMMAR).keyword("quote_ident(current_schema())"),
                    "",
                ),
            }
            from.namespace.clone_from(&to.namespace);
        }
        if from.name != to.name {
            let alter = self.sql().keyword("ALTER").keyword(what).name(&from);
            self.push(alter.keyword("RENAME TO").ident(&to.name));
        }
    }

    /// Executes a statement of which one part is only known to the server: `before`, the value of an expression, `after`.
    pub(super) fn run_block(&mut self, before: &str, expression: SqlWriter, after: &str) {
        let mut text = self.sql().keyword("BEGIN EXECUTE").literal(&Literal::text(before)).keyword("||");
        text = text.raw(&expression.finish());
        if !after.is_empty() {
            text = text.keyword("||").literal(&Literal::text(after));
        }
        let body = text.tight("; END").finish();
        self.push(self.sql().keyword("DO").literal(&Literal::Text(body)));
    }
}

fn alter_and_blank(sql: SqlWriter) -> String {
    sql.tight(" ").finish()
}
