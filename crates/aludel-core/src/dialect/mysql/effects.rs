//! What an `ALTER TABLE` costs: whether it is done in the catalogue, in place, or by a copy of the table.
//!
//! Asked of MySQL 9.7 and MariaDB 10.11, by trying each `ALGORITHM` and `LOCK` in turn. Every one of them takes the
//! metadata lock of the table for a moment at its end, for which it has to wait until open transactions are over.

use super::MySql;
use crate::dialect::Version;
use crate::dialect::effects::{self, Blocks, Effect, Effort, is_longer};
use crate::name::ObjectName;
use crate::operation::Operation;
use crate::revision::{Algorithm, TableLock};
use crate::schema::{
    Column, ColumnType, Constraint, ConstraintKind, DefaultValue, Generation, Index, Schema, Storage, TableOptions,
    Validity,
};

/// How the server goes about it.
#[derive(Clone, Copy)]
enum Way {
    /// In the catalogue (`ALGORITHM=INSTANT`).
    Instant,
    /// In place, while others go on (`ALGORITHM=INPLACE, LOCK=NONE`).
    InPlace(Effort),
    /// In place, while others only read (`ALGORITHM=INPLACE, LOCK=SHARED`).
    Shared(Effort),
    /// By a copy, while others only read (`ALGORITHM=COPY`).
    Copy,
}

/// `None` where what is run is not known.
pub(super) fn of(server: &MySql, before: &Schema, operation: &Operation) -> Option<Vec<Effect>> {
    use Operation as Op;
    let (table, way) = match operation {
        Op::CreateNamespace { .. }
        | Op::DropNamespace { .. }
        | Op::CreateEnum { .. }
        | Op::DropEnum { .. }
        | Op::RenameEnum { .. }
        | Op::CreateSequence { .. }
        | Op::DropSequence { .. }
        | Op::AlterSequence { .. }
        | Op::CreateView { .. }
        | Op::DropView { .. }
        | Op::AlterView { .. }
        | Op::CreateTable { .. } => return Some(Vec::new()),
        Op::DropTable { table } => return Some(vec![Way::Instant.on(&table.name)]),
        Op::RenameTable { from: table, .. } => return Some(vec![Way::Instant.on(table)]),
        Op::AlterTableComment { table, .. } | Op::RenameIndex { table, .. } => (table, server.noted()),
        Op::AlterTableOptions { table, from, to } => (table, options(from, to)),
        Op::AddColumn { table, column } => (table, server.added(column)),
        Op::DropColumn { table, column } => (table, server.dropped(before, table, column)),
        Op::AlterColumn { table, from, to, .. } => (table, server.altered(from, to)),
        Op::RenameColumn { table, .. } => (table, server.renamed()),
        Op::CreateConstraint { table, constraint } => (table, constrained(constraint)),
        Op::DropConstraint { table, constraint } => (table, released(constraint)),
        Op::RenameConstraint { table, kind: ConstraintKind::Unique, .. } => (table, Way::Instant),
        Op::RenameConstraint { table, .. } => (table, Way::Copy),
        Op::CreateIndex { table, index } => (table, indexed(index)),
        Op::DropIndex { table, .. } => (table, Way::InPlace(Effort::Brief)),
        Op::AlterEnum { from, to } => {
            let way = if to.values.starts_with(&from.values) { Way::Instant } else { Way::Copy };
            let has_it =
                |column: &Column| matches!(&column.ty, ColumnType::Enum { name: Some(name), .. } if *name == from.name);
            let tables = before.tables.iter().filter(|table| table.columns.iter().any(has_it));
            return Some(tables.map(|table| server.altering_on(&table.name, way)).collect());
        }
        Op::InsertRows { table, .. } => return Some(vec![rows(table, Effort::Brief)]),
        Op::DeleteRows { table, .. } | Op::FillColumn { table, .. } => return Some(vec![rows(table, Effort::Scan)]),
        Op::Batch { operations, .. } => return effects::all(server, before, operations),
        Op::Execute { .. } | Op::Run { .. } => return None,
    };
    Some(vec![server.altering_on(table, way)])
}

impl Way {
    fn on(self, table: &ObjectName) -> Effect {
        match self {
            Self::Instant => Effect::on(table, "metadata lock, INSTANT", Blocks::Changes, Effort::Brief),
            Self::InPlace(effort) => Effect::on(table, "metadata lock, INPLACE", Blocks::Changes, effort),
            Self::Shared(effort) => Effect::on(table, "metadata lock, INPLACE", Blocks::Writes, effort),
            Self::Copy => Effect::on(table, "metadata lock, COPY", Blocks::Writes, Effort::Rewrite),
        }
    }
}

fn rows(table: &ObjectName, effort: Effort) -> Effect {
    Effect::on(table, "locks of rows", Blocks::Nothing, effort)
}

impl MySql {
    /// What it is to go a way on a table, where the server may be told another one.
    fn altering_on(&self, table: &ObjectName, way: Way) -> Effect {
        let is_copied = self.altering.algorithm() == Some(Algorithm::Copy);
        let effect = if is_copied { Way::Copy } else { way }.on(table);
        let blocks = match self.altering.lock() {
            Some(TableLock::Exclusive) => Blocks::All,
            Some(TableLock::Shared) => Blocks::Writes,
            Some(TableLock::None | TableLock::Default) | None => Blocks::Nothing,
        };
        Effect { blocks: effect.blocks.max(blocks), ..effect }
    }

    fn added(&self, column: &Column) -> Way {
        match (&column.generation, &column.default) {
            (Some(Generation::Expression { storage: Storage::Virtual, .. }), _) => Way::Instant,
            (Some(Generation::Expression { storage: Storage::Stored, .. }), _) => Way::Copy,
            (Some(Generation::AutoIncrement | Generation::Serial | Generation::Identity(_)), _) => {
                Way::Shared(Effort::Rewrite)
            }
            (None, Some(DefaultValue::Expression(_))) => Way::Copy,
            (None, Some(DefaultValue::Literal(_)) | None) if self.adds_at_once() => Way::Instant,
            (None, Some(DefaultValue::Literal(_)) | None) => Way::InPlace(Effort::Rewrite),
        }
    }

    fn dropped(&self, before: &Schema, table: &ObjectName, column: &Column) -> Way {
        let is_indexed = before.table(table).is_some_and(|table| {
            let mut indexed = table.indexes.iter().flat_map(Index::columns);
            let mut constrained = table.constraints.iter().flat_map(Constraint::columns);
            indexed.any(|name| name == column.name) || constrained.any(|name| name == column.name)
        });
        if is_indexed || !self.drops_at_once() { Way::InPlace(Effort::Rewrite) } else { Way::Instant }
    }

    fn renamed(&self) -> Way {
        if self.drops_at_once() { Way::Instant } else { Way::InPlace(Effort::Brief) }
    }

    fn altered(&self, from: &Column, to: &Column) -> Way {
        let same = from.generation == to.generation && from.collation == to.collation && from.charset == to.charset;
        if !same || from.ty != to.ty && !self.widens(&from.ty, &to.ty) {
            Way::Copy
        } else if from.nullable != to.nullable {
            Way::InPlace(Effort::Rewrite)
        } else if from.ty != to.ty && !matches!(to.ty, ColumnType::Enum { .. }) {
            self.noted()
        } else {
            Way::Instant
        }
    }

    /// What changes nothing but the catalogue, and yet is not done at once by both servers.
    fn noted(&self) -> Way {
        if self.is_mariadb() { Way::Instant } else { Way::InPlace(Effort::Brief) }
    }

    /// True for a change of type that leaves the rows as they are.
    fn widens(&self, from: &ColumnType, to: &ColumnType) -> bool {
        use ColumnType::{Enum, Varchar};
        /// Up to so many characters of four bytes, a length has one byte.
        const ONE_BYTE: u32 = 63;
        match (from, to) {
            (Varchar { length: Some(short) }, Varchar { length: Some(long) }) => {
                is_longer(from, to) && (self.is_mariadb() || (*short <= ONE_BYTE) == (*long <= ONE_BYTE))
            }
            (Enum { values: from, .. }, Enum { values: to, .. }) => to.starts_with(from),
            _ => false,
        }
    }

    /// A column can be added in the catalogue alone.
    fn adds_at_once(&self) -> bool {
        self.is_mariadb() || self.version >= Version(8, 0, 12) && !self.is_kept_in_place()
    }

    /// A column can be dropped, or renamed, in the catalogue alone.
    fn drops_at_once(&self) -> bool {
        self.is_mariadb() || self.version >= Version(8, 0, 29) && !self.is_kept_in_place()
    }
}

fn options(from: &TableOptions, to: &TableOptions) -> Way {
    if from.charset != to.charset || from.collation != to.collation || from.engine != to.engine {
        Way::Copy
    } else {
        Way::InPlace(Effort::Rewrite)
    }
}

fn constrained(constraint: &Constraint) -> Way {
    match constraint {
        Constraint::PrimaryKey(_) => Way::InPlace(Effort::Rewrite),
        Constraint::Unique(_) => Way::InPlace(Effort::Build),
        Constraint::Check(check) if check.validity != Validity::Enforced => Way::Instant,
        Constraint::Check(_) | Constraint::ForeignKey(_) | Constraint::Exclude(_) => Way::Copy,
    }
}

fn released(constraint: &Constraint) -> Way {
    match constraint {
        Constraint::PrimaryKey(_) => Way::Copy,
        Constraint::Unique(_) | Constraint::ForeignKey(_) | Constraint::Exclude(_) => Way::InPlace(Effort::Brief),
        Constraint::Check(_) => Way::Instant,
    }
}

fn indexed(index: &Index) -> Way {
    match index.method.as_deref().map(str::to_ascii_lowercase).as_deref() {
        Some("fulltext" | "spatial") => Way::Shared(Effort::Build),
        _ => Way::InPlace(Effort::Build),
    }
}
