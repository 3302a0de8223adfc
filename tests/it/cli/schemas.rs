//! The schemas that commands are given as models, the same for every database.

use aludel_core::schema::{Column, ColumnType, Constraint, ForeignKey, Index, PrimaryKey, Schema, Table, Unique};

/// A schema as `--models x.json` reads it.
pub(crate) fn json(tables: impl IntoIterator<Item = Table>) -> String {
    let mut schema = Schema::default();
    for table in tables {
        schema.tables.insert(table);
    }
    serde_json::to_string_pretty(&schema).unwrap()
}

/// A table with a number as its key.
pub(crate) fn numbered(name: &str) -> Table {
    Table::new(name)
        .column(Column::new("id", ColumnType::integer()).auto_increment())
        .constraint(Constraint::PrimaryKey(PrimaryKey::new(format!("pk_{name}"), ["id"])))
}

/// What users can be.
pub(crate) fn roles() -> Table {
    numbered("roles").column(Column::new("name", ColumnType::varchar(64)))
}

/// Who can sign in.
pub(crate) fn users() -> Table {
    numbered("users").column(Column::new("username", ColumnType::varchar(64)))
}

/// The same, each with a role and perhaps an address of their own.
pub(crate) fn users_with_roles() -> Table {
    users()
        .column(Column::new("email", ColumnType::varchar(120)).nullable())
        .column(Column::new("role_id", ColumnType::integer()).nullable())
        .constraint(Constraint::Unique(Unique::new("uq_users_email", ["email"])))
        .constraint(Constraint::ForeignKey(ForeignKey::new("fk_users_role_id_roles", ["role_id"], "roles", ["id"])))
        .index(Index::new("ix_users_role_id", ["role_id"]))
}
