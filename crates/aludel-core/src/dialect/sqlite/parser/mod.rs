//! Reads the statements that SQLite keeps of its tables, indexes and views.
//!
//! A recursive-descent parser after the grammar in SQLite's manual. It reads what the database has accepted, so it is
//! lenient where that is no harm; it resolves nothing: names stand as they are written.

mod column;
mod constraint;
mod cursor;
mod index;
mod table;
mod view;

pub(super) use column::ColumnDefinition;
pub(super) use constraint::{ConstraintBody, ConstraintDefinition, ForeignKeyDefinition, KeyColumn};
pub(super) use cursor::ParseError;
pub(super) use index::{IndexDefinition, PartDefinition, index};
pub(super) use table::{TableDefinition, table};
pub(super) use view::{ViewDefinition, view};

use cursor::Cursor;
