//! The language of revision scripts, which they import as `aludel::op::*`.
//!
//! A script has two functions, `upgrade` and, unless there is no way back, `downgrade`. Each says its changes to `op`, an
//! [`Operations`]; words such as [`table()`], [`column()`], [`foreign_key()`] and [`index()`] say what is to be made.
//!
//! ```
//! use aludel_core::script::language::*;
//!
//! pub fn upgrade(op: &mut Operations) {
//!     op.create_table(
//!         table("roles")
//!             .column(column("id").integer().auto_increment())
//!             .column(column("name").varchar(64))
//!             .primary_key(["id"])
//!             .unique(["name"]),
//!     );
//!     op.add_column("users", column("role_id").integer().nullable());
//!     op.create_foreign_key("users", foreign_key(["role_id"]).references("roles", ["id"]).on_delete(SetNull));
//! }
//!
//! pub fn downgrade(op: &mut Operations) {
//!     op.drop_foreign_key("users", "fk_users_role_id_roles");
//!     op.drop_column("users", "role_id");
//!     op.drop_table("roles");
//! }
//! # let mut op = Operations::new("sqlite");
//! # upgrade(&mut op);
//! # downgrade(&mut op);
//! # assert_eq!(op.finish().recorded.len(), 6);
//! ```
//!
//! The same script runs on every database, prints its SQL, is checked by the linter and tells what the schema is after
//! it, because `op` only records. So a script reads no file, no clock and no database; where it has to, it says
//! [`run`](Operations::run) with a function that gets the live connection.
//!
//! What is dropped or altered is called by its name; what it was like is known from the revisions before. Constraints and
//! indexes always have a name; one that is not said is made of the table and the columns: `pk_users`, `uq_users_email`,
//! `ix_users_email`, `ck_users_` and a hash, `fk_users_role_id_roles`. A table in another namespace is a pair,
//! `("auth", "users")`, wherever a name stands.

mod check;
mod column;
mod foreign_key;
mod index;
mod keys;
mod literal;
mod numbers;
mod objects;
mod operations;
mod others;
mod rows;
mod step;
mod table;
mod tables;
#[cfg(test)]
mod tests;
mod types;

pub use check::{CheckBuilder, ExcludeBuilder, check, exclude};
pub use column::{ColumnBuilder, column};
pub use foreign_key::{ForeignKeyBuilder, foreign_key};
pub use index::{IndexBuilder, IndexPartBuilder, expression, index, part};
pub use keys::{Deferrable, PrimaryKeyBuilder, UniqueBuilder, primary_key, unique};
pub use literal::{Null, literal, number};
pub use numbers::{IdentityBuilder, Numbering, identity};
pub use objects::{EnumTypeBuilder, SequenceBuilder, ViewBuilder, enum_type, sequence, view};
pub use operations::{Execute, Operations, Recording, Run};
pub use rows::Values;
pub use step::{BoxedStep, Error, Result, Step};
pub use table::{TableBuilder, TableOptionsBuilder, table, table_options};
pub use tables::AlterColumn;
pub use types::Typed;

pub use crate::connection::Connection;
pub use crate::schema::ReferentialAction::{Cascade, NoAction, Restrict, SetDefault, SetNull};
pub use crate::schema::{ColumnType, ConstraintKind, Literal, OnConflict};

pub(in crate::script) use check::conventional_exclude;
pub(in crate::script) use index::conventional_index;
pub(in crate::script) use rows::LONGEST_TUPLE;
