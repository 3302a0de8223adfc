//! create all
//!
//! revision: a1b2c3d4e5f6
//! revises: base
//! created: 2026-11-20T13:00:00Z

use aludel::op::*;

pub fn upgrade(op: &mut Operations) {
    op.create_enum(enum_type("tariff", ["trial", "paid", "it's free"]));
    op.create_table(
        table("groups")
            .column(column("id").small_integer())
            .column(column("quota").numeric(10, 3).default(1.5))
            .primary_key(["id"])
            .check(check("quota >= 0").name("ck_groups_quota")),
    );
    op.create_table(
        table("members")
            .column(column("id").big_integer().auto_increment())
            .column(column("organisation_id").big_integer())
            .column(column("email").varchar(254))
            .column(column("active").boolean().default(true))
            .column(column("token").uuid())
            .column(column("weight").double().default(0.5))
            .column(column("joined_at").timestamp())
            .column(column("note").varchar(16).nullable().default(r"a\b"))
            .primary_key(["id"])
            .unique(["organisation_id", "email"])
            .unique(["token"])
            .index(["email", "active"])
            .index(index(["organisation_id", "joined_at"]).name("ix_members_recent"))
            .comment("A person in one organisation."),
    );
    op.create_table(
        table("memberships")
            .column(column("member_id").big_integer())
            .column(column("group_id").small_integer())
            .column(column("since").date().default_expr("CURRENT_DATE"))
            .primary_key(["group_id", "member_id"])
            .foreign_key(
                foreign_key(["member_id"])
                    .references("members", ["id"])
                    .on_delete(Cascade),
            )
            .foreign_key(
                foreign_key(["group_id"])
                    .references("groups", ["id"])
                    .on_delete(Restrict)
                    .on_update(Cascade),
            )
            .index(["member_id"]),
    );
    op.create_table(
        table("organisations")
            .column(column("id").big_integer().auto_increment())
            .column(column("slug").varchar(80))
            .column(
                column("name")
                    .varchar(120)
                    .comment(r#"as it's "written" on the bill: größe \ 100 %"#),
            )
            .column(column("country").varchar(2))
            .column(column("tax_number").varchar(20).nullable())
            .column(column("seats").integer().default(1))
            .column(column("used_seats").integer().default(0))
            .column(column("parent_id").big_integer().nullable())
            .column(column("owner_id").big_integer().nullable())
            .column(column("tariff").enum_type("tariff").default("trial"))
            .column(
                column("created_at")
                    .timestamp_zoned()
                    .default_expr("CURRENT_TIMESTAMP"),
            )
            .column(column("deleted_at").timestamp().nullable())
            .column(column("settings").jsonb().default("{}"))
            .column(column("logo").blob().nullable())
            .primary_key(["id"])
            .unique(["country", "tax_number"])
            .check(check("seats > 0").name("ck_organisations_seats"))
            .check(check("seats >= used_seats").name("ck_enough_seats"))
            .foreign_key(
                foreign_key(["parent_id"])
                    .references("organisations", ["id"])
                    .on_delete(SetNull),
            )
            .foreign_key(
                foreign_key(["owner_id"])
                    .references("members", ["id"])
                    .on_delete(SetNull),
            )
            .index(index(["slug"]).unique())
            .index(["name"])
            .index(["parent_id"])
            .comment(r#"Somebody who pays, and it's "shown" in the catalogue."#),
    );
    op.create_table(
        table("order")
            .column(column("id").integer().auto_increment())
            .column(column("country").varchar(2).nullable())
            .column(column("tax_number").varchar(20).nullable())
            .column(column(r#"weird "name""#).varchar(32))
            .column(column("größe").small_integer())
            .column(column("quantity").integer())
            .column(column("price").integer())
            .column(
                column("total")
                    .integer()
                    .generated_stored("quantity * price"),
            )
            .column(column("select").varchar(8).default("from"))
            .primary_key(["id"])
            .check(check("größe <> 7").name("ck_order_größe"))
            .foreign_key(
                foreign_key(["country", "tax_number"])
                    .references("organisations", ["country", "tax_number"])
                    .on_delete(Cascade),
            )
            .index([r#"weird "name""#]),
    );
    op.create_foreign_key(
        "members",
        foreign_key(["organisation_id"])
            .references("organisations", ["id"])
            .on_delete(Cascade)
            .on_update(Cascade),
    );
}

pub fn downgrade(op: &mut Operations) {
    op.drop_foreign_key("members", "fk_members_organisation_id_organisations");
    // loses data: drops table order and every row in it
    op.drop_table("order");
    // loses data: drops table organisations and every row in it
    op.drop_table("organisations");
    // loses data: drops table memberships and every row in it
    op.drop_table("memberships");
    // loses data: drops table members and every row in it
    op.drop_table("members");
    // loses data: drops table groups and every row in it
    op.drop_table("groups");
    op.drop_enum("tariff");
}
