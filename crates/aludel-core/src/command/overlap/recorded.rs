//! What the operations of a script touch.

use super::effect::{Change, Effect, Part, Place, Space};
use super::sql;
use crate::dialect::Dialect;
use crate::name::ObjectName;
use crate::operation::{ColumnSpec, Operation, Recorded, TableChange, TableSpec};
use crate::schema::{Constraint, DefaultValue, Generation, Index, IndexTarget, Literal, View};

/// What a script does, and what of it cannot be seen.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) effects: Vec<Effect>,
    pub(super) unseen: Vec<String>,
}

impl Seen {
    /// Takes in one operation.
    pub(super) fn take(&mut self, recorded: &Recorded, dialect: &dyn Dialect) {
        use Change::{Alter, Drop, Make};
        match recorded {
            Recorded::Whole(operation) => self.whole(operation, dialect),
            Recorded::CreateTable(table) => self.table(table),
            Recorded::DropTable { table } => self.add(Effect::relation("table", table, Drop, "drops")),
            Recorded::AlterTable { table, change } => {
                let (part, what) = match change {
                    TableChange::Comment(_) => (Part::Comment, "the comment"),
                    TableChange::Options(_) => (Part::Options, "the options"),
                };
                let noun = format!("{what} of table {table}");
                self.add(Effect::new(Place::part(table, part, ""), Alter, "changes", noun));
            }
            Recorded::AddColumn { table, column } => {
                self.add(Effect::column(table, &column.name, Make, "adds"));
                self.needs_of_column(table, column);
            }
            Recorded::DropColumn { table, column } => self.add(Effect::column(table, column, Drop, "drops")),
            Recorded::AlterColumn { table, column, .. } => {
                self.add(Effect::column(table, &column.name, Alter, "alters"));
                self.needs_of_column(table, column);
            }
            Recorded::DropConstraint { table, kind, name } => {
                let named = Constraint::key_of(*kind, name).1;
                let noun = format!("{kind} {name} of table {table}");
                self.add(Effect::new(Place::part(table, Part::Constraint, &named), Drop, "drops", noun));
            }
            Recorded::DropIndex { table, name } => self.index(table, name, Drop, "drops"),
            Recorded::DropEnum { name } => self.enum_type(name, Drop, "drops"),
            Recorded::AlterEnum { to } => self.enum_type(&to.name, Alter, "alters"),
            Recorded::DropSequence { name } => self.add(Effect::relation("sequence", name, Drop, "drops")),
            Recorded::AlterSequence { to } => self.add(Effect::relation("sequence", &to.name, Alter, "alters")),
            Recorded::DropView { name } => self.add(Effect::relation("view", name, Drop, "drops")),
            Recorded::AlterView { to } => self.view(to, Alter, "alters"),
            Recorded::Execute { changes: Some(changes), .. } => {
                changes.iter().for_each(|change| self.take(change, dialect));
            }
            Recorded::Execute { sql, changes: None, .. } => sql::take(sql, dialect, self),
            Recorded::Batch { operations, .. } => operations.iter().for_each(|change| self.take(change, dialect)),
            Recorded::Outside(step) => self.take(step, dialect),
            Recorded::Invalid { reason } => self.unseen.push(reason.clone()),
        }
    }

    /// Takes in an operation that says all of itself.
    fn whole(&mut self, operation: &Operation, dialect: &dyn Dialect) {
        use Change::{Drop, Fill, Make};
        match operation {
            Operation::CreateNamespace { name } => self.namespace(name, Make, "creates"),
            Operation::DropNamespace { name } => self.namespace(name, Drop, "drops"),
            Operation::RenameTable { from, to } => {
                self.add(Effect::relation("table", from, Drop, "renames"));
                self.add(Effect::relation("table", to, Make, "makes"));
            }
            Operation::RenameColumn { table, from, to } => {
                self.add(Effect::column(table, from, Drop, "renames"));
                self.add(Effect::column(table, to, Make, "makes"));
            }
            Operation::CreateConstraint { table, constraint } => self.constraint(table, constraint),
            Operation::RenameConstraint { table, kind, from, to } => {
                let place = |name: &str| Place::part(table, Part::Constraint, &Constraint::key_of(*kind, name).1);
                self.add(Effect::new(place(from), Drop, "renames", format!("{kind} {from} of table {table}")));
                self.add(Effect::new(place(to), Make, "makes", format!("{kind} {to} of table {table}")));
            }
            Operation::CreateIndex { table, index } => {
                self.index(table, &index.name, Make, "creates");
                self.needs_of_index(table, index);
            }
            Operation::RenameIndex { table, from, to } => {
                self.index(table, from, Drop, "renames");
                self.index(table, to, Make, "makes");
            }
            Operation::CreateEnum { enum_type } => self.enum_type(&enum_type.name, Make, "creates"),
            Operation::RenameEnum { from, to } => {
                self.enum_type(from, Drop, "renames");
                self.enum_type(to, Make, "makes");
            }
            Operation::CreateSequence { sequence } => {
                self.add(Effect::relation("sequence", &sequence.name, Make, "creates"));
            }
            Operation::CreateView { view } => self.view(view, Make, "creates"),
            Operation::InsertRows { table, columns, rows } => self.rows(table, columns, rows, Make, "inserts"),
            Operation::DeleteRows { table, columns, rows } => self.rows(table, columns, rows, Drop, "deletes"),
            Operation::Run { name, .. } => self.unseen.push(format!("runs the function \"{name}\"")),
            told => {
                // What says more than a script would is told as a script would; that is never whole again.
                match Recorded::of(told) {
                    Recorded::Whole(_) => self.unseen.push(told.to_string()),
                    said => self.take(&said, dialect),
                }
            }
        }
        if let Operation::InsertRows { table, .. } | Operation::DeleteRows { table, .. } = operation {
            let noun = format!("rows of table {table}");
            self.add(Effect::new(Place::part(table, Part::Rows, ""), Fill, "changes", noun));
        }
    }

    pub(super) fn add(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    fn table(&mut self, table: &TableSpec) {
        self.add(Effect::relation("table", &table.name, Change::Make, "creates"));
        for column in &table.columns {
            self.needs_of_column(&table.name, column);
        }
        for constraint in &table.constraints {
            self.needs_of_constraint(&table.name, constraint);
        }
    }

    fn namespace(&mut self, name: &str, change: Change, verb: &'static str) {
        self.add(Effect::new(Place::of(Space::Namespace, name), change, verb, format!("namespace {name}")));
    }

    fn enum_type(&mut self, name: &ObjectName, change: Change, verb: &'static str) {
        self.add(Effect::new(Place::of(Space::Type, &name.to_string()), change, verb, format!("enum type {name}")));
    }

    fn index(&mut self, table: &ObjectName, name: &str, change: Change, verb: &'static str) {
        let noun = format!("index {name} of table {table}");
        self.add(Effect::new(Place::part(table, Part::Index, name), change, verb, noun));
    }

    fn view(&mut self, view: &View, change: Change, verb: &'static str) {
        self.add(Effect::relation("view", &view.name, change, verb));
        let named: Vec<ObjectName> = sql::words(&view.query).into_iter().map(ObjectName::from).collect();
        for name in view.depends_on.iter().chain(&named).filter(|name| **name != view.name) {
            self.add(Effect::relation("table", name, Change::Need, "reads"));
        }
    }

    fn constraint(&mut self, table: &ObjectName, constraint: &Constraint) {
        let named = Constraint::key_of(constraint.kind(), constraint.name()).1;
        let noun = format!("{} {} of table {table}", constraint.kind(), constraint.name());
        self.add(Effect::new(Place::part(table, Part::Constraint, &named), Change::Make, "creates", noun));
        self.needs_of_constraint(table, constraint);
    }

    fn needs_of_constraint(&mut self, table: &ObjectName, constraint: &Constraint) {
        for column in constraint.columns() {
            self.need_column(table, column);
        }
        match constraint {
            Constraint::ForeignKey(key) => {
                self.add(Effect::relation("table", &key.referred_table, Change::Need, "refers to"));
                for column in &key.referred_columns {
                    self.add(Effect::column(&key.referred_table, column, Change::Need, "refers to"));
                }
            }
            Constraint::Check(check) => self.needs_of_expression(table, &check.expression),
            Constraint::Exclude(exclude) => {
                exclude.elements.iter().for_each(|element| self.needs_of_expression(table, &element.target));
            }
            Constraint::PrimaryKey(_) | Constraint::Unique(_) => {}
        }
    }

    fn needs_of_index(&mut self, table: &ObjectName, index: &Index) {
        for column in index.columns() {
            self.need_column(table, column);
        }
        for part in &index.parts {
            if let IndexTarget::Expression(expression) = &part.target {
                self.needs_of_expression(table, expression);
            }
        }
        if let Some(predicate) = &index.predicate {
            self.needs_of_expression(table, predicate);
        }
    }

    fn needs_of_column(&mut self, table: &ObjectName, column: &ColumnSpec) {
        if let Some(name) = column.ty.as_ref().and_then(|ty| ty.enum_name()) {
            let place = Place::of(Space::Type, &name.to_string());
            self.add(Effect::new(place, Change::Need, "uses", format!("enum type {name}")));
        }
        if let Some(Some(Generation::Expression { sql: expression, .. })) = &column.generation {
            self.needs_of_expression(table, expression);
        }
        if let Some(Some(DefaultValue::Expression(expression))) = &column.default {
            self.needs_of_expression(table, expression);
        }
    }

    /// Every word of an expression may be a column: only one that goes away matters.
    fn needs_of_expression(&mut self, table: &ObjectName, expression: &str) {
        for word in sql::words(expression) {
            self.need_column(table, word);
        }
    }

    fn need_column(&mut self, table: &ObjectName, column: &str) {
        self.add(Effect::column(table, column, Change::Need, "uses"));
    }

    fn rows(
        &mut self,
        table: &ObjectName,
        columns: &[String],
        rows: &[Vec<Literal>],
        change: Change,
        verb: &'static str,
    ) {
        for row in rows {
            let written = format!("{columns:?} {row:?}");
            let noun = format!("a row of table {table} that is the same");
            self.add(Effect::new(Place::part(table, Part::Row, &written), change, verb, noun));
        }
    }
}
