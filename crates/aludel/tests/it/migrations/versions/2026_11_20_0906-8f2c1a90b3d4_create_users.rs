//! create users
//!
//! revision: 8f2c1a90b3d4
//! revises: base

use aludel::op::*;

pub fn upgrade(op: &mut Operations) {
    op.create_table(table("users").column(column("id").integer().auto_increment()).primary_key(["id"]));
}

pub fn downgrade(op: &mut Operations) {
    op.drop_table("users");
}
