//! Changes of one table, gathered into as few `ALTER TABLE` as is right: each is made whole or not at all.
//!
//! What touches one thing twice stays apart, except where the server wants it together: a primary key or an index that
//! goes and one that comes in its place.

use std::collections::BTreeSet;

use super::refusal::Refusal;
use super::{MySql, clause, expression, implicit, table};
use crate::dialect::Dialect;
use crate::name::ObjectName;
use crate::operation::Operation;
use crate::plan::{Statement, Statements, Unsupported};
use crate::schema::{Constraint, ConstraintKind, Index, Schema, Table};

/// Writes the statements for operations that follow each other on one table.
pub(super) fn plan(
    dialect: &MySql,
    before: &Schema,
    operations: &[(usize, &Operation)],
    out: &mut Statements,
) -> Result<(), Unsupported> {
    let mut schema = before.clone();
    let mut batch: Option<Batch> = None;
    for (place, operation) in operations {
        let Some(name) = operation.table() else { continue };
        let Some(table) = schema.table(name).cloned() else { return Ok(()) };
        // An operation that does not fit is reported by the planner, which folds it in next.
        if schema.apply(operation).is_err() {
            return Ok(());
        }
        let Some(after) = schema.table(name) else { return Ok(()) };
        let refused = |error: Refusal| error.of(operation);
        let touch = Touch::of(operation, &table);
        if let Some(full) = batch.take_if(|batch| batch.conflicts(&touch)) {
            full.write(dialect, &table, out).map_err(refused)?;
        }
        let steps = match shown_or_hidden(operations, operation) {
            Some(_) if matches!(operation, Operation::DropIndex { .. }) => Vec::new(),
            Some(index) => vec![vec![dialect.alter_index(index)]],
            None => clause::steps(dialect, &table, after, operation, out).map_err(refused)?,
        };
        let current = batch.get_or_insert_with(|| Batch::new(table.clone(), *place));
        current.loss.extend(operation.loss());
        current.add(touch, steps, dialect, out).map_err(refused)?;
    }
    if let Some((batch, (_, last))) = batch.zip(operations.last())
        && let Some(after) = schema.table(&batch.before.name)
    {
        batch.write(dialect, after, out).map_err(|error| error.of(last))?;
        let renames = |(_, operation): &(usize, &Operation)| matches!(operation, Operation::RenameColumn { .. });
        if operations.iter().any(renames) {
            dialect.follow(&schema, &after.name, out).map_err(|error| error.of(last))?;
        }
    }
    Ok(())
}

/// The index as it shall be, where the operation is half of a drop and a create that differ in nothing but whether the
/// optimiser sees it: the servers take the two for no change, and have words of their own.
fn shown_or_hidden<'a>(operations: &[(usize, &'a Operation)], operation: &Operation) -> Option<&'a Index> {
    let (Operation::DropIndex { index, .. } | Operation::CreateIndex { index, .. }) = operation else { return None };
    let turned = Index { invisible: !index.invisible, ..index.clone() };
    let is_it = |other: &Index| other == index || *other == turned;
    let mut dropped = None;
    let mut created = None;
    for (place, other) in operations {
        if let Operation::DropIndex { index, .. } = other
            && is_it(index)
        {
            dropped = dropped.or(Some((*place, index)));
        } else if let Operation::CreateIndex { index, .. } = other
            && is_it(index)
        {
            created = created.or(Some((*place, index)));
        }
    }
    let ((dropped_at, dropped), (created_at, created)) = dropped.zip(created)?;
    (dropped_at < created_at && dropped.invisible != created.invisible).then_some(created)
}

/// Clauses that go into one `ALTER TABLE`.
struct Batch {
    /// The table before them.
    before: Table,
    /// The first operation that they are for.
    place: usize,
    clauses: Vec<String>,
    loss: Vec<String>,
    touched: Touch,
}

impl Batch {
    fn new(before: Table, place: usize) -> Self {
        Self { before, place, clauses: Vec::new(), loss: Vec::new(), touched: Touch::default() }
    }

    fn conflicts(&self, next: &Touch) -> bool {
        let may_return = |name: &Name| {
            matches!(name, Name::PrimaryKey | Name::Index(_))
                && self.touched.dropped.contains(name)
                && !next.dropped.contains(name)
        };
        let twice = next.names.iter().any(|name| self.touched.names.contains(name) && !may_return(name));
        // MySQL looks at the checks that are there before the statement.
        let numbers_checked = next.numbers.as_ref().is_some_and(|column| {
            self.before.constraints.iter().any(|constraint| {
                matches!(constraint, Constraint::Check(check) if expression::mentions(&check.expression, column))
                    && self
                        .touched
                        .dropped
                        .contains(&Name::Constraint(ConstraintKind::Check, constraint.name().to_owned()))
            })
        });
        twice
            || numbers_checked
            || next.is_alone
            || self.touched.is_alone
            || next.is_full_text && self.touched.is_full_text
    }

    /// Takes an operation in. All of its steps but the last are statements of their own.
    fn add(
        &mut self,
        touch: Touch,
        steps: Vec<Vec<String>>,
        dialect: &MySql,
        out: &mut Statements,
    ) -> Result<(), Refusal> {
        let mut steps = steps.into_iter().peekable();
        while let Some(clauses) = steps.next() {
            self.clauses.extend(clauses);
            if steps.peek().is_some() {
                let clauses = std::mem::take(&mut self.clauses);
                self.push(dialect, clauses, out)?;
            }
        }
        self.touched.extend(touch);
        Ok(())
    }

    /// Writes the statement, and sees to the indexes that foreign keys need: one that a foreign key loses is made again
    /// first, and one that no foreign key needs any more goes.
    fn write(mut self, dialect: &MySql, after: &Table, out: &mut Statements) -> Result<(), Refusal> {
        table::refuse_unkeyed_numbers(after)?;
        let (had, needs) = (implicit::indexes(&self.before), implicit::indexes(after));
        for name in had.keys().filter(|name| !needs.contains_key(*name)) {
            let is_taken = self.touched.names.contains(&Name::Index(name.clone()));
            if !is_taken {
                self.clauses.push(dialect.sql().keyword("DROP INDEX").ident(name).finish());
            }
        }
        for (name, columns) in needs.iter().filter(|(name, _)| !had.contains_key(*name)) {
            // A foreign key that is new brings its index along.
            if !self.touched.names.contains(&Name::Constraint(ConstraintKind::ForeignKey, name.clone())) {
                self.clauses.push(dialect.sql().keyword("ADD INDEX").ident(name).idents(columns).finish());
            }
        }
        let clauses = std::mem::take(&mut self.clauses);
        self.push(dialect, clauses, out)
    }

    fn push(&self, dialect: &MySql, clauses: Vec<String>, out: &mut Statements) -> Result<(), Refusal> {
        if clauses.is_empty() {
            return Ok(());
        }
        let statement = dialect.alter_table(&self.before.name, &clauses)?;
        out.for_operation(self.place);
        let loss = (!self.loss.is_empty()).then(|| self.loss.join("; "));
        out.add(Statement { loss, ..statement });
        Ok(())
    }
}

impl MySql {
    /// Shows an index to the optimiser, or hides it.
    fn alter_index(&self, index: &Index) -> String {
        let words = match (self.is_mariadb(), index.invisible) {
            (true, true) => "IGNORED",
            (true, false) => "NOT IGNORED",
            (false, true) => "INVISIBLE",
            (false, false) => "VISIBLE",
        };
        self.sql().keyword("ALTER INDEX").ident(&index.name).keyword(words).finish()
    }

    /// One `ALTER TABLE`, each of several clauses in a line of its own.
    pub(super) fn alter_table(&self, table: &ObjectName, clauses: &[String]) -> Result<Statement, Refusal> {
        let sql = self.sql().keyword("ALTER TABLE").name(table);
        let comma = if clauses.len() > 1 { ",\n    " } else { ", " };
        let sql = match clauses {
            [one] => sql.raw(one),
            several => several
                .iter()
                .enumerate()
                .fold(sql, |sql, (place, clause)| sql.tight(if place == 0 { "\n    " } else { ",\n    " }).raw(clause)),
        };
        let bounds = self.bounds()?.map_or_else(String::new, |bounds| format!("{comma}{bounds}"));
        Ok(Statement { bounds: bounds.clone(), ..self.statement(sql.tight(&bounds).finish()) })
    }
}

/// Something of a table that an operation changes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Name {
    Comment,
    PrimaryKey,
    Column(String),
    Index(String),
    Constraint(ConstraintKind, String),
}

/// What an operation changes of its table.
#[derive(Default)]
struct Touch {
    names: BTreeSet<Name>,
    /// Those of the names that are gone afterwards.
    dropped: BTreeSet<Name>,
    /// The column that the server numbers from then on.
    numbers: Option<String>,
    /// True where nothing else may stand in the same statement.
    is_alone: bool,
    /// InnoDB makes one full-text index at a time.
    is_full_text: bool,
}

impl Touch {
    fn of(operation: &Operation, table: &Table) -> Self {
        use Operation as Op;
        match operation {
            Op::AlterTableComment { .. } => Self::changes([Name::Comment]),
            // One that is made again stands behind a column that must not go in the same statement.
            Op::AlterColumn { from, to, .. } if clause::is_virtual(from) != clause::is_virtual(to) => {
                Self { is_alone: true, ..Self::changes([Name::Column(to.name.clone())]) }
            }
            Op::AddColumn { column, .. } | Op::AlterColumn { to: column, .. } => {
                let numbers = column.is_auto_increment().then(|| column.name.clone());
                Self { numbers, ..Self::changes([Name::Column(column.name.clone())]) }
            }
            Op::DropColumn { column, .. } => Self::drops([Name::Column(column.name.clone())]),
            Op::CreateConstraint { constraint, .. } => {
                let mut touch = Self::changes(names(constraint));
                // A key into its own table sees the columns that it refers to as they were before the statement.
                if let Constraint::ForeignKey(key) = constraint
                    && key.referred_table == table.name
                {
                    touch.names.extend(key.referred_columns.iter().cloned().map(Name::Column));
                }
                touch
            }
            Op::DropConstraint { constraint, .. } => {
                let mut touch = Self::drops(names(constraint));
                // Columns that only the primary key made NOT NULL are written again.
                if let Constraint::PrimaryKey(key) = constraint {
                    let nullable =
                        |name: &&String| table.columns.get(name.as_str()).is_some_and(|column| column.nullable);
                    touch.names.extend(key.columns.iter().filter(nullable).cloned().map(Name::Column));
                }
                touch
            }
            Op::RenameConstraint { kind: ConstraintKind::Unique, from, to, .. } | Op::RenameIndex { from, to, .. } => {
                Self::changes([Name::Index(from.clone()), Name::Index(to.clone())])
            }
            Op::RenameConstraint { kind, from, to, .. } => {
                let columns = [Name::Column(from.clone()), Name::Column(to.clone())];
                let names = [Name::Constraint(*kind, from.clone()), Name::Constraint(*kind, to.clone())];
                Self::changes(columns.into_iter().chain(names))
            }
            Op::CreateIndex { index, .. } => {
                let is_full_text =
                    index.method.as_deref().is_some_and(|method| method.eq_ignore_ascii_case("fulltext"));
                Self { is_full_text, ..Self::changes([index_name(index)]) }
            }
            Op::DropIndex { index, .. } => Self::drops([index_name(index)]),
            Op::AlterTableOptions { .. }
            | Op::RenameColumn { .. }
            | Op::CreateNamespace { .. }
            | Op::DropNamespace { .. }
            | Op::CreateTable { .. }
            | Op::DropTable { .. }
            | Op::RenameTable { .. }
            | Op::CreateEnum { .. }
            | Op::DropEnum { .. }
            | Op::AlterEnum { .. }
            | Op::RenameEnum { .. }
            | Op::CreateSequence { .. }
            | Op::DropSequence { .. }
            | Op::AlterSequence { .. }
            | Op::CreateView { .. }
            | Op::DropView { .. }
            | Op::AlterView { .. }
            | Op::Execute { .. }
            | Op::InsertRows { .. }
            | Op::DeleteRows { .. }
            | Op::FillColumn { .. }
            | Op::Run { .. }
            | Op::Batch { .. } => Self { is_alone: true, ..Self::default() },
        }
    }

    fn changes(names: impl IntoIterator<Item = Name>) -> Self {
        Self { names: names.into_iter().collect(), ..Self::default() }
    }

    fn drops(names: impl IntoIterator<Item = Name>) -> Self {
        let names: BTreeSet<Name> = names.into_iter().collect();
        Self { dropped: names.clone(), names, ..Self::default() }
    }

    fn extend(&mut self, other: Self) {
        self.dropped.retain(|name| !other.names.contains(name));
        self.names.extend(other.names);
        self.dropped.extend(other.dropped);
        self.is_alone |= other.is_alone;
        self.is_full_text |= other.is_full_text;
    }
}

fn names(constraint: &Constraint) -> Vec<Name> {
    let name = constraint.name().to_owned();
    match constraint {
        Constraint::PrimaryKey(_) => vec![Name::PrimaryKey],
        Constraint::Unique(_) => vec![Name::Index(name)],
        // MariaDB writes a check of a column's name with the column.
        Constraint::Check(_) => vec![Name::Constraint(ConstraintKind::Check, name.clone()), Name::Column(name)],
        Constraint::ForeignKey(_) | Constraint::Exclude(_) => vec![Name::Constraint(constraint.kind(), name)],
    }
}

fn index_name(index: &Index) -> Name {
    Name::Index(index.name.clone())
}
