//! invoices
//!
//! revision: c3
//! revises: base

use aludel::op::*;

pub fn upgrade(op: &mut Operations) {
    op.create_table(table("invoices").column(column("id").integer()).primary_key(["id"]));
}

pub fn downgrade(op: &mut Operations) {
    op.drop_table("invoices");
}
