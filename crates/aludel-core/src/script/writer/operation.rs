//! Operations, in the words of a script.

use std::collections::BTreeMap;

use super::column::{Enums, column, column_type, numbering};
use super::constraint::{constraint, index};
use super::expression::{Call, Expression, Statement, call, chain, plain};
use super::literal::{name, rows, text, texts, word};
use crate::name::ObjectName;
use crate::operation::{ColumnSpec, Operation};
use crate::schema::{Column, Constraint, ConstraintKind, EnumType, Literal, Sequence, Table, TableOptions, View};
use crate::script::quoted::one_line;

/// Turns operations into statements; what it has seen so far makes those that follow shorter.
#[derive(Default)]
pub(super) struct Scribe {
    enums: Enums,
    /// The functions that the script has to have, by the names that `run` gives them.
    pub(super) functions: BTreeMap<String, String>,
}

impl Scribe {
    /// One that knows these functions.
    pub(super) fn new(functions: BTreeMap<String, String>) -> Self {
        Self { enums: Enums::new(), functions }
    }

    /// The statements for some operations, each below a comment where it can lose data.
    pub(super) fn statements(&mut self, operations: &[Operation]) -> Vec<Statement> {
        operations.iter().map(|operation| self.statement(operation)).collect()
    }

    fn statement(&mut self, operation: &Operation) -> Statement {
        // What a batch can lose stands above the changes in it.
        let loss = if matches!(operation, Operation::Batch { .. }) { None } else { operation.loss() };
        let comments = loss.iter().map(|loss| format!("loses data: {}", one_line(loss))).collect();
        let calls = self.calls(operation);
        self.remember(operation);
        Statement { comments, expression: Expression::Chain(Box::new(word("op")), calls) }
    }

    /// What follows on `op`.
    fn calls(&mut self, operation: &Operation) -> Vec<Call> {
        use Operation as Op;
        let one = match operation {
            Op::CreateNamespace { name } => call("create_namespace", [text(name)]),
            Op::DropNamespace { name } => call("drop_namespace", [text(name)]),
            Op::CreateTable { table } => call("create_table", [self.table(table)]),
            Op::DropTable { table } => call("drop_table", [name(&table.name)]),
            Op::RenameTable { from, to } => call("rename_table", [name(from), name(to)]),
            Op::AlterTableOptions { table, to, .. } => call("alter_table_options", [name(table), options(to)]),
            Op::AlterTableComment { table, to: Some(comment), .. } => {
                call("alter_table_comment", [name(table), text(comment)])
            }
            Op::AlterTableComment { table, to: None, .. } => call("drop_table_comment", [name(table)]),
            Op::AddColumn { table, column } => call("add_column", [name(table), self.column(column)]),
            Op::DropColumn { table, column } => call("drop_column", [name(table), text(&column.name)]),
            Op::AlterColumn { table, from, to, using } => return self.alter_column(table, from, to, using.as_deref()),
            Op::RenameColumn { table, from, to } => call("rename_column", [name(table), text(from), text(to)]),
            Op::CreateConstraint { table, constraint } => create_constraint(table, constraint),
            Op::DropConstraint { table, constraint } => drop_constraint(table, constraint),
            Op::RenameConstraint { table, kind, from, to } => {
                call("rename_constraint", [name(table), word(kind_name(*kind)), text(from), text(to)])
            }
            Op::CreateIndex { table, index } => call("create_index", [name(table), self::index(table, index)]),
            Op::DropIndex { table, index } => call("drop_index", [name(table), text(&index.name)]),
            Op::RenameIndex { table, from, to } => call("rename_index", [name(table), text(from), text(to)]),
            Op::CreateEnum { enum_type } => call("create_enum", [described(enum_type)]),
            Op::DropEnum { enum_type } => call("drop_enum", [name(&enum_type.name)]),
            Op::AlterEnum { to, .. } => call("alter_enum", [described(to)]),
            Op::RenameEnum { from, to } => call("rename_enum", [name(from), name(to)]),
            Op::CreateSequence { sequence } => call("create_sequence", [self.sequence(sequence)]),
            Op::DropSequence { sequence } => call("drop_sequence", [name(&sequence.name)]),
            Op::AlterSequence { to, .. } => call("alter_sequence", [self.sequence(to)]),
            Op::CreateView { view } => call("create_view", [self::view(view)]),
            Op::DropView { view } => call("drop_view", [name(&view.name)]),
            Op::AlterView { to, .. } => call("alter_view", [self::view(to)]),
            Op::Execute { sql, undo, changes } => return self.execute(sql, undo.as_deref(), changes.as_deref()),
            Op::InsertRows { table, columns, rows } => change_rows("insert_rows", table, columns, rows),
            Op::DeleteRows { table, columns, rows } => change_rows("delete_rows", table, columns, rows),
            Op::FillColumn { table, column, value } => call("fill_column", [name(table), text(column), text(value)]),
            Op::Run { name, offline } => return self.run(name, offline.as_deref()),
            Op::Batch { table, operations } => {
                call("batch", [name(table), Expression::Closure(self.statements(operations))])
            }
        };
        vec![one]
    }

    fn column(&self, column: &Column) -> Expression {
        self::column(&ColumnSpec::of(column), &self.enums)
    }

    /// `table("users").column(..)`
    pub(super) fn table(&self, table: &Table) -> Expression {
        let mut calls: Vec<Call> = table.columns.iter().map(|each| call("column", [self.column(each)])).collect();
        calls.extend(table.constraints.iter().map(|each| call(method(each.kind()), [constraint(&table.name, each)])));
        calls.extend(table.indexes.iter().map(|each| call("index", [index(&table.name, each)])));
        calls.extend((table.options != TableOptions::default()).then(|| call("options", [options(&table.options)])));
        calls.extend(table.comment.as_ref().map(|comment| call("comment", [text(comment)])));
        chain(call("table", [name(&table.name)]), calls)
    }

    fn alter_column(&self, table: &ObjectName, from: &Column, to: &Column, using: Option<&str>) -> Vec<Call> {
        let change = self::column(&ColumnSpec::change(from, to), &self.enums);
        let using = using.map(|sql| call("using", [text(sql)]));
        std::iter::once(call("alter_column", [name(table), change])).chain(using).collect()
    }

    /// Keeps in mind which values enum types have after an operation.
    fn remember(&mut self, operation: &Operation) {
        match operation {
            Operation::CreateEnum { enum_type } | Operation::AlterEnum { to: enum_type, .. } => {
                self.enums.insert(enum_type.name.clone(), enum_type.values.clone());
            }
            Operation::DropEnum { enum_type } => drop(self.enums.remove(&enum_type.name)),
            Operation::RenameEnum { from, to } => {
                if let Some(values) = self.enums.remove(from) {
                    self.enums.insert(to.clone(), values);
                }
            }
            Operation::Execute { changes: None, .. } => self.enums.clear(),
            _ => {}
        }
    }

    /// `sequence("numbers").start(5)`
    pub(super) fn sequence(&self, sequence: &Sequence) -> Expression {
        let mut calls = sequence.ty.as_ref().map(|ty| column_type(ty, &self.enums)).unwrap_or_default();
        calls.extend(numbering(&sequence.options));
        calls.extend(sequence.comment.as_ref().map(|comment| call("comment", [text(comment)])));
        chain(call("sequence", [name(&sequence.name)]), calls)
    }

    fn execute(&mut self, sql: &str, undo: Option<&str>, changes: Option<&[Operation]>) -> Vec<Call> {
        let mut calls = vec![call("execute", [text(sql)])];
        calls.extend(undo.map(|undo| call("undo", [text(undo)])));
        calls.extend(changes.map(|changes| call("changes", [Expression::Closure(self.statements(changes))])));
        calls
    }

    /// A function is not part of an operation, so the script gets one that says so when it runs.
    fn run(&mut self, name: &str, offline: Option<&str>) -> Vec<Call> {
        let words: String =
            name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
        let words: Vec<&str> = words.split('_').filter(|word| !word.is_empty()).collect();
        let short: String = words.join("_").chars().take(40).collect();
        let mut function = format!("run_{short}");
        while self.functions.get(&function).is_some_and(|other| other != name) {
            function.push('_');
        }
        self.functions.insert(function.clone(), name.to_owned());
        let offline = offline.map(|sql| call("offline", [text(sql)]));
        std::iter::once(call("run", [text(name), word(function)])).chain(offline).collect()
    }
}

fn create_constraint(table: &ObjectName, created: &Constraint) -> Call {
    let method = match created.kind() {
        ConstraintKind::PrimaryKey => "create_primary_key",
        ConstraintKind::Unique => "create_unique",
        ConstraintKind::ForeignKey => "create_foreign_key",
        ConstraintKind::Check => "create_check",
        ConstraintKind::Exclude => "create_exclude",
    };
    call(method, [name(table), constraint(table, created)])
}

fn drop_constraint(table: &ObjectName, dropped: &Constraint) -> Call {
    let method = match dropped.kind() {
        ConstraintKind::PrimaryKey => return call("drop_primary_key", [name(table)]),
        ConstraintKind::Unique => "drop_unique",
        ConstraintKind::ForeignKey => "drop_foreign_key",
        ConstraintKind::Check => "drop_check",
        ConstraintKind::Exclude => "drop_exclude",
    };
    call(method, [name(table), text(dropped.name())])
}

/// The method of a new table for a constraint.
fn method(kind: ConstraintKind) -> &'static str {
    match kind {
        ConstraintKind::PrimaryKey => "primary_key",
        ConstraintKind::Unique => "unique",
        ConstraintKind::ForeignKey => "foreign_key",
        ConstraintKind::Check => "check",
        ConstraintKind::Exclude => "exclude",
    }
}

fn kind_name(kind: ConstraintKind) -> &'static str {
    match kind {
        ConstraintKind::PrimaryKey => "ConstraintKind::PrimaryKey",
        ConstraintKind::Unique => "ConstraintKind::Unique",
        ConstraintKind::ForeignKey => "ConstraintKind::ForeignKey",
        ConstraintKind::Check => "ConstraintKind::Check",
        ConstraintKind::Exclude => "ConstraintKind::Exclude",
    }
}

fn options(options: &TableOptions) -> Expression {
    let TableOptions { engine, charset, collation, row_format, strict, without_rowid, unlogged } = options;
    let texts = [("engine", engine), ("charset", charset), ("collation", collation), ("row_format", row_format)];
    let flags = [("strict", strict), ("without_rowid", without_rowid), ("unlogged", unlogged)];
    let given = |(name, value): (&'static str, &Option<String>)| value.as_ref().map(|value| call(name, [text(value)]));
    let set = |(name, flag): (&'static str, &bool)| flag.then(|| plain(name));
    let calls = texts.into_iter().filter_map(given).chain(flags.into_iter().filter_map(set));
    chain(plain("table_options"), calls.collect())
}

/// `enum_type("mood", ["sad"])`
pub(super) fn described(enum_type: &EnumType) -> Expression {
    let comment = enum_type.comment.as_ref().map(|comment| call("comment", [text(comment)]));
    chain(call("enum_type", [name(&enum_type.name), texts(&enum_type.values)]), comment.into_iter().collect())
}

/// `view("names", "SELECT ..")`
pub(super) fn view(view: &View) -> Expression {
    let mut calls = Vec::new();
    calls.extend(view.materialized.then(|| plain("materialized")));
    calls.extend(view.indexes.iter().map(|each| call("index", [index(&view.name, each)])));
    // The items of an array are of one type: names alone, or pairs with a namespace.
    let alike = view.depends_on.chunk_by(|one, next| one.namespace.is_some() == next.namespace.is_some());
    calls.extend(alike.map(|names| call("depends_on", [Expression::Array(names.iter().map(name).collect())])));
    calls.extend(view.comment.as_ref().map(|comment| call("comment", [text(comment)])));
    chain(call("view", [name(&view.name), text(&view.query)]), calls)
}

fn change_rows(method: &'static str, table: &ObjectName, columns: &[String], changed: &[Vec<Literal>]) -> Call {
    call(method, [name(table), texts(columns), rows(changed, columns.len())])
}
