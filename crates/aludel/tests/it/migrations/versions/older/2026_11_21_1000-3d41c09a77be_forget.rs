//! forget users
//!
//! revision: 3d41c09a77be
//! revises: 8f2c1a90b3d4

use aludel::op::*;

pub fn upgrade(op: &mut Operations) {
    op.drop_table("users");
}
