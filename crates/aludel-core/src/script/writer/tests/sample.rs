//! all kinds of things
//!
//! revision: a
//! revises: base

use crate::script::language::*;

pub fn upgrade(op: &mut Operations) {
    op.create_namespace("audit");
    op.create_enum(enum_type("mood", ["sad", "happy"]).comment("how it went"));
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
            .column(
                column("number")
                    .big_integer()
                    .unsigned()
                    .identity(identity().always().start(1)),
            )
            .column(column("username").varchar(64))
            .column(column("email").varchar(120).comment("where we write to"))
            .column(column("role_id").integer().nullable())
            .column(column("day").date())
            .column(
                column("created_at")
                    .timestamp_zoned()
                    .precision(3)
                    .default_expr("CURRENT_TIMESTAMP"),
            )
            .column(
                column("full_name")
                    .text()
                    .generated_stored("first || ' ' || last"),
            )
            .column(column("mood").enum_type("mood").default("happy"))
            .column(column("moods").enum_type("mood").array().nullable())
            .column(column("logins").integer().default(0))
            .column(column("score").double().default(1.5))
            .primary_key(["id"])
            .unique(unique(["email"]).name("users_by_email"))
            .check(check("length(username) > 2").name("ck_users_username"))
            .index(index(["username"]).unique())
            .index(["day"]),
    );
    op.create_table(
        table(("audit", "rare things"))
            .column(column("id").big_integer())
            .column(column("note").numeric(12, None).nullable())
            .column(column("state").one_of([
                "open", "paid", "packed", "sent", "returned", "kept", "lost", "found", "gone",
            ]))
            .column(column("during").raw_type("tstzrange"))
            .column(column("größe").text().collation("C").invisible())
            .exclude(
                exclude("gist", [("during", "&&")])
                    .predicate("note IS NOT NULL")
                    .deferrable(),
            )
            .comment("seldom seen"),
    );
    op.insert_rows("roles", ["id", "name"], [(1, "admin"), (2, "reader")]);
    op.insert_rows(
        ("audit", "rare things"),
        ["id", "note"],
        [
            [literal(1), literal(Null)],
            [literal(5000000000_i64), literal(number("0.10"))],
            [literal(3), literal(b"\x00\"\xff")],
        ],
    );
    op.add_column(
        "users",
        column("bio")
            .text()
            .nullable()
            .comment("line one\nline \"two\""),
    );
    // loses data: changes users.email from varchar(120) to varchar(80): values that do not fit are refused or cut
    op.alter_column("users", column("email").varchar(80).nullable().no_comment());
    op.rename_column("users", "day", "joined_on");
    op.create_foreign_key(
        "users",
        foreign_key(["role_id"])
            .references("roles", ["id"])
            .on_delete(SetNull)
            .on_update(Cascade)
            .deferred(),
    );
    op.create_check(
        "users",
        check("logins >= 0").not_valid().name("ck_users_logins"),
    );
    op.rename_constraint(
        "users",
        ConstraintKind::Check,
        "ck_users_logins",
        "ck_users_counted",
    );
    op.create_index(
        "users",
        index([
            part("created_at").desc().nulls_last(),
            expression("lower(username)").operator_class("text_pattern_ops"),
        ])
        .predicate("bio IS NOT NULL")
        .include(["email"])
        .method("btree")
        .option("fillfactor", "70")
        .name("ix_users_search"),
    );
    op.rename_index("users", "ix_users_search", "ix_users_found");
    op.alter_enum(enum_type("mood", ["sad", r#"calm "so so""#, "happy"]));
    op.rename_enum("mood", "weather");
    op.create_sequence(
        sequence("ticket_numbers")
            .integer()
            .start(1000)
            .increment(-10)
            .cycle(),
    );
    op.alter_sequence(
        sequence("ticket_numbers")
            .integer()
            .start(1000)
            .increment(-10)
            .cache(20)
            .cycle(),
    );
    op.create_view(
        view(
            "sums",
            r#"SELECT day, count(*) AS total
FROM users
WHERE username <> "root"
GROUP BY day"#,
        )
        .materialized()
        .index(["day"])
        .depends_on(["users"])
        .depends_on([("audit", "rare things")]),
    );
    op.alter_view(
        view(
            "sums",
            r#"SELECT day, count(*) AS total
FROM users
WHERE username <> "root"
GROUP BY day"#,
        )
        .materialized()
        .index(["day"])
        .depends_on(["users"])
        .depends_on([("audit", "rare things")])
        .comment("by day"),
    );
    op.alter_table_options("users", table_options().strict());
    op.alter_table_comment("users", "people who can sign in");
    op.batch("users", |op| {
        // loses data: drops column users.score and every value in it
        op.drop_column("users", "score");
        op.add_column("users", column("points").small_integer().default(-1));
    });
    op.execute("UPDATE users SET points = 0 WHERE points < 0")
        .undo("SELECT 1")
        .changes(|_| {});
    op.rename_table("users", "people");
}

pub fn downgrade(op: &mut Operations) {
    op.rename_table("people", "users");
    op.execute("SELECT 1")
        .undo("UPDATE users SET points = 0 WHERE points < 0")
        .changes(|_| {});
    op.batch("users", |op| {
        // loses data: drops column users.points and every value in it
        op.drop_column("users", "points");
        op.add_column("users", column("score").double().default(1.5));
    });
    op.drop_table_comment("users");
    op.alter_table_options("users", table_options());
    op.alter_view(
        view(
            "sums",
            r#"SELECT day, count(*) AS total
FROM users
WHERE username <> "root"
GROUP BY day"#,
        )
        .materialized()
        .index(["day"])
        .depends_on(["users"])
        .depends_on([("audit", "rare things")]),
    );
    op.drop_view("sums");
    op.alter_sequence(
        sequence("ticket_numbers")
            .integer()
            .start(1000)
            .increment(-10)
            .cycle(),
    );
    // loses data: drops sequence ticket_numbers and where it stood
    op.drop_sequence("ticket_numbers");
    op.rename_enum("weather", "mood");
    // loses data: takes calm "so so" out of enum type mood
    op.alter_enum(enum_type("mood", ["sad", "happy"]).comment("how it went"));
    op.rename_index("users", "ix_users_found", "ix_users_search");
    op.drop_index("users", "ix_users_search");
    op.rename_constraint(
        "users",
        ConstraintKind::Check,
        "ck_users_counted",
        "ck_users_logins",
    );
    op.drop_check("users", "ck_users_logins");
    op.drop_foreign_key("users", "fk_users_role_id_roles");
    op.rename_column("users", "joined_on", "day");
    op.alter_column(
        "users",
        column("email")
            .varchar(120)
            .not_null()
            .comment("where we write to"),
    );
    // loses data: drops column users.bio and every value in it
    op.drop_column("users", "bio");
    // loses data: deletes 3 rows of audit.rare things
    op.delete_rows(
        ("audit", "rare things"),
        ["id", "note"],
        [
            [literal(1), literal(Null)],
            [literal(5000000000_i64), literal(number("0.10"))],
            [literal(3), literal(b"\x00\"\xff")],
        ],
    );
    // loses data: deletes 2 rows of roles
    op.delete_rows("roles", ["id", "name"], [(1, "admin"), (2, "reader")]);
    // loses data: drops table audit.rare things and every row in it
    op.drop_table(("audit", "rare things"));
    // loses data: drops table users and every row in it
    op.drop_table("users");
    // loses data: drops table roles and every row in it
    op.drop_table("roles");
    op.drop_enum("mood");
    op.drop_namespace("audit");
}
