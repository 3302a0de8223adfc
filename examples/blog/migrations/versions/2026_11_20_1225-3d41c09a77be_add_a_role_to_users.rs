//! add a role to users
//!
//! revision: 3d41c09a77be
//! revises: 8f2c1a90b3d4
//! author: The Aludel developers
//! created: 2026-11-20T12:25:09Z

use aludel::op::*;

pub fn upgrade(op: &mut Operations) {
    op.create_table(
        table("roles")
            .column(column("id").integer().auto_increment())
            .column(column("name").varchar(64))
            .primary_key(["id"])
            .unique(["name"]),
    );
    op.add_column("users", column("role_id").integer().nullable());
    op.create_foreign_key(
        "users",
        foreign_key(["role_id"])
            .references("roles", ["id"])
            .on_delete(SetNull),
    );
}

pub fn downgrade(op: &mut Operations) {
    op.drop_foreign_key("users", "fk_users_role_id_roles");
    // loses data: drops column users.role_id and every value in it
    op.drop_column("users", "role_id");
    // loses data: drops table roles and every row in it
    op.drop_table("roles");
}
