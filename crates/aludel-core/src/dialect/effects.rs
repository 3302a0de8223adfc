//! What an operation does to those who use its tables meanwhile: plain data, worked out without a database.

use serde::Serialize;

use super::Dialect;
use crate::name::ObjectName;
use crate::operation::Operation;
use crate::schema::{ColumnType, Schema};

/// What an operation does to one table, or to the whole database, while it runs.
///
/// ```
/// use aludel_core::dialect::{self, Blocks, Effort};
/// use aludel_core::operation::Operation;
/// use aludel_core::schema::{Index, Schema, Table};
///
/// let postgres = dialect::by_name("postgres").expect("it is one of them");
/// let mut schema = Schema::default();
/// schema.tables.insert(Table::new("users"));
/// let create = Operation::CreateIndex { table: "users".into(), index: Index::new("ix_users_name", ["name"]) };
/// let effects = postgres.effects(&schema, &create).expect("they are known");
/// assert_eq!((effects[0].lock, effects[0].blocks, effects[0].effort), ("SHARE", Blocks::Writes, Effort::Build));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Effect {
    /// The table; `None` is the whole database.
    pub table: Option<ObjectName>,
    /// The lock, as the database calls it.
    pub lock: &'static str,
    /// What others cannot do as long as it is held.
    pub blocks: Blocks,
    /// How much there is to do, on which it depends how long that is.
    pub effort: Effort,
}

impl Effect {
    /// On a table.
    pub(super) fn on(table: &ObjectName, lock: &'static str, blocks: Blocks, effort: Effort) -> Self {
        Self { table: Some(table.clone()), lock, blocks, effort }
    }
}

/// What others cannot do with a table.
///
/// ```
/// use aludel_core::dialect::Blocks;
///
/// assert!(Blocks::Writes < Blocks::All);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Blocks {
    /// They go on.
    Nothing,
    /// They cannot change its definition.
    Changes,
    /// They can read it and nothing else.
    Writes,
    /// They have to wait.
    All,
}

/// How much there is to do.
///
/// ```
/// use aludel_core::dialect::Effort;
///
/// assert!(Effort::Brief < Effort::Rewrite);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effort {
    /// Something in the catalogue, or a few rows.
    Brief,
    /// All rows are read.
    Scan,
    /// An index is built.
    Build,
    /// All rows are written anew.
    Rewrite,
}

/// The effects of some operations, one after the other.
pub(super) fn all(dialect: &dyn Dialect, before: &Schema, operations: &[Operation]) -> Option<Vec<Effect>> {
    let mut effects = Vec::new();
    for operation in operations {
        let more = dialect.effects(before, operation)?;
        effects.extend(more.into_iter().filter(|effect| !effects.contains(effect)).collect::<Vec<_>>());
    }
    Some(effects)
}

/// True where every text of one type is one of the other.
pub(super) fn is_longer(from: &ColumnType, to: &ColumnType) -> bool {
    use ColumnType::{Text, Varchar};
    match (from, to) {
        (Varchar { .. }, Text { .. } | Varchar { length: None }) => true,
        (Varchar { length: Some(from) }, Varchar { length: Some(to) }) => from <= to,
        _ => false,
    }
}
