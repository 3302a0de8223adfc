//! Schema migrations for Rust applications: models in code, revision scripts generated from them with `upgrade` and
//! `downgrade`, applied to SQLite, MySQL, MariaDB and PostgreSQL.
//!
//! ```
//! #[derive(aludel::Model)]
//! #[model(table = "users")]
//! pub struct User {
//!     #[model(primary_key, auto_increment)]
//!     pub id: i32,
//!     #[model(length = 64, unique, index)]
//!     pub username: String,
//! }
//!
//! let models = aludel::models![User];
//! assert_eq!(models.schema()?.tables.len(), 1);
//! # Ok::<(), aludel::model::ModelsError>(())
//! ```

#[cfg(all(doctest, feature = "cli", feature = "sqlite"))]
mod book;
#[cfg(feature = "cli")]
pub mod cli;
mod migrate;
pub mod migrations;
pub mod model;

pub use aludel_core::environment::ObjectKind;
pub use aludel_core::error::{Error, ErrorKind};
pub use aludel_core::exec::{Hook, Progress, Stop, Turn};
pub use aludel_core::operation::Operation;
pub use aludel_core::revision::{Algorithm, Altering, BadAltering, Direction, TableLock};
pub use aludel_core::script::Format;
pub use aludel_core::script::language as op;
pub use aludel_core::{command, name, schema};
pub use aludel_drivers::{Database, DatabaseUrl, UrlParts};
pub use aludel_macros::{Model, SqlEnum, migrations};
pub use migrate::Migrate;
pub use model::{ColumnType, Model, Models, SqlEnum};

/// What the macros write. No part of the interface.
#[doc(hidden)]
pub mod __private {
    pub use crate::model::declaration::{ColumnDeclaration, ForeignKeyDeclaration, IndexDeclaration, TableDeclaration};

    /// Both names, to be imported together.
    pub mod nullability {
        pub use crate::model::nullability::{NeverNull, Nullability};
    }
}
