//! create users
//!
//! revision: 8f2c1a90b3d4
//! revises: base
//! author: The Aludel developers
//! created: 2026-11-20T12:24:57Z

use aludel::op::*;

pub fn upgrade(op: &mut Operations) {
    op.create_table(
        table("users")
            .column(column("id").integer().auto_increment())
            .column(column("username").varchar(64))
            .primary_key(["id"])
            .index(index(["username"]).unique()),
    );
}

pub fn downgrade(op: &mut Operations) {
    // loses data: drops table users and every row in it
    op.drop_table("users");
}
