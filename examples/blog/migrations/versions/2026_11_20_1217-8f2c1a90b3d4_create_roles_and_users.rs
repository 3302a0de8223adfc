//! create roles and users
//!
//! revision: 8f2c1a90b3d4
//! revises: base
//! author: The Aludel developers
//! created: 2026-11-20T12:17:24Z

use aludel::op::*;

pub fn upgrade(op: &mut Operations) {
    op.create_table(
        table("roles")
            .column(column("id").integer().auto_increment())
            .column(column("name").varchar(64))
            .primary_key(["id"])
            .unique(["name"]),
    );
    op.create_table(
        table("users")
            .column(column("id").integer().auto_increment())
            .column(column("username").varchar(64))
            .column(column("role_id").integer().nullable())
            .primary_key(["id"])
            .foreign_key(
                foreign_key(["role_id"])
                    .references("roles", ["id"])
                    .on_delete(SetNull),
            )
            .index(index(["username"]).unique()),
    );
}

pub fn downgrade(op: &mut Operations) {
    // loses data: drops table users and every row in it
    op.drop_table("users");
    // loses data: drops table roles and every row in it
    op.drop_table("roles");
}
