//! Each kind of change, done by a revision of which a later statement fails: it is gone on with, and taken back.

use aludel::Migrate;
use aludel::migrations::EmbeddedScripts;
use aludel::op::{
    ConstraintKind, Operations, column, enum_type, foreign_key, index, table, table_options, unique, view,
};
use aludel::op::{Typed as _, check};
use aludel_core::command::{Repair, RunOptions, plan_upgrade, repair};
use aludel_core::schema::Schema;
use aludel_core::script::Embedded;
use aludel_drivers::System;

use super::scripts;
use crate::harness::{Server, TestDatabase, on_servers};

/// A change, and the revision that makes it and comes no further while there is the row 1 in `seats`.
struct Kind {
    name: &'static str,
    upgrade: fn(&mut Operations),
}

macro_rules! kinds {
    ($($name:literal => $change:expr;)*) => {
        [$(Kind {
            name: $name,
            upgrade: |op| {
                let change: fn(&mut Operations) = $change;
                change(op);
                op.add_column("seats", column("row").integer().nullable());
                op.execute("INSERT INTO seats (id) VALUES (1)").undo("DELETE FROM seats").changes(|_| {});
                op.add_column("seats", column("place").integer().nullable());
            },
        }),*]
    };
}

static KINDS: &[Kind] = &kinds! {
    "create unique" => |op| op.create_unique("users", ["n"]);
    "create unique of another name" => |op| op.create_unique("users", unique(["n", "login"]).name("twice"));
    "drop unique" => |op| op.drop_unique("users", "uq_users_login");
    "create check" => |op| op.create_check("users", check("n < 100").name("ck_users_small"));
    "drop check" => |op| op.drop_check("users", "ck_users_n");
    "rename unique" => |op| op.rename_constraint("users", ConstraintKind::Unique, "uq_users_login", "logins");
    "create foreign key" => |op| {
        op.create_foreign_key("posts", foreign_key(["editor_id"]).references("users", ["id"]).name("fk_editor"));
    };
    "drop foreign key" => |op| op.drop_foreign_key("posts", "fk_author");
    "create index" => |op| op.create_index("users", index(["n"]));
    "drop index" => |op| op.drop_index("posts", "ix_title");
    "rename index" => |op| op.rename_index("posts", "ix_title", "titles");
    "create primary key" => |op| op.create_primary_key("keyless", ["id"]);
    "drop primary key" => |op| op.drop_primary_key("posts");
    "create enum" => |op| {
        op.create_enum(enum_type("size", ["S", "L"]));
        op.add_column("users", column("size").enum_type("size").nullable());
    };
    "alter enum" => |op| op.alter_enum(enum_type("mood", ["Sad", "Ok", "Meh"]));
    "alter enum of two tables" => |op| {
        op.add_column("posts", column("mood").enum_type("mood").nullable());
        op.alter_enum(enum_type("mood", ["Sad", "Ok", "Meh"]));
    };
    "drop enum" => |op| {
        op.drop_column("users", "mood");
        op.drop_enum("mood");
    };
    "rename enum" => |op| {
        op.rename_enum("mood", "feeling");
        op.add_column("users", column("more").enum_type("feeling").nullable());
    };
    "rename column" => |op| op.rename_column("posts", "title", "heading");
    "rename column that a check names" => |op| op.rename_column("users", "n", "m");
    "rename column and more" => |op| {
        op.rename_column("users", "n", "m");
        op.create_unique("users", ["m"]);
        op.alter_column("users", column("m").big_integer());
    };
    "rename table" => |op| op.rename_table("posts", "articles");
    "rename table and more" => |op| {
        op.rename_table("posts", "articles");
        op.create_unique("articles", ["title"]);
    };
    "alter column" => |op| drop(op.alter_column("users", column("n").big_integer()));
    "alter column to null" => |op| drop(op.alter_column("users", column("login").varchar(80).nullable()));
    "alter default" => |op| drop(op.alter_column("users", column("n").default(7)));
    "comment column" => |op| drop(op.alter_column("users", column("n").comment("how many")));
    "add column" => |op| op.add_column("users", column("bio").varchar(80).default("none"));
    "add boolean" => |op| op.add_column("users", column("flag").boolean().default(false));
    "drop column" => |op| op.drop_column("posts", "body");
    "create table" => |op| {
        op.create_enum(enum_type("size", ["S", "L"]));
        op.create_table(
            table("tags")
                .column(column("id").integer().auto_increment())
                .column(column("name").varchar(40))
                .column(column("size").enum_type("size"))
                .unique(["name"])
                .check(check("name <> ''").name("ck_tags_name"))
                .primary_key(["id"]),
        );
        op.alter_enum(enum_type("size", ["S", "L", "XL"]));
        op.create_index("tags", index(["size"]));
    };
    "drop table" => |op| op.drop_table("posts");
    "create view" => |op| {
        op.create_view(view("titles", "SELECT id, title FROM posts").depends_on(["posts"]));
    };
    "alter view" => |op| {
        op.alter_view(view("adults", "SELECT id, login, n FROM users").depends_on(["users"]));
    };
    "drop view" => |op| op.drop_view("adults");
    "comment table" => |op| op.alter_table_comment("users", "who is here");
    "table options" => |op| op.alter_table_options("posts", table_options().collation("utf8mb4_bin"));
    "insert rows" => |op| op.insert_rows("users", ["id", "login"], [(7, "ann")]);
};

fn base(op: &mut Operations) {
    op.create_enum(enum_type("mood", ["Sad", "Ok"]));
    op.create_table(
        table("users")
            .column(column("id").integer())
            .column(column("login").varchar(64))
            .column(column("n").integer().default(1))
            .column(column("mood").enum_type("mood").nullable())
            .check(check("n > 0").name("ck_users_n"))
            .unique(["login"])
            .primary_key(["id"]),
    );
    op.create_table(
        table("posts")
            .column(column("id").integer())
            .column(column("title").varchar(64))
            .column(column("body").varchar(64).nullable().comment("what it says"))
            .column(column("author_id").integer())
            .column(column("editor_id").integer().nullable())
            .index(index(["title"]).name("ix_title"))
            .foreign_key(foreign_key(["author_id"]).references("users", ["id"]).name("fk_author"))
            .primary_key(["id"]),
    );
    op.create_table(table("keyless").column(column("id").integer()));
    op.create_table(table("seats").column(column("id").integer()).primary_key(["id"]));
    op.create_view(view("adults", "SELECT id, login FROM users").depends_on(["users"]));
}

/// The same, with SQL of unknown effect, so that what is expected cannot be folded from the scripts.
fn opaque_base(op: &mut Operations) {
    base(op);
    op.execute("UPDATE users SET n = 2");
}

/// The base, and a revision that follows it. The list lives as long as the process, as that of an application does.
fn history(base: fn(&mut Operations), upgrade: fn(&mut Operations)) -> EmbeddedScripts {
    let script =
        |path, text, upgrade: fn(&mut Operations)| Embedded { path, text, upgrade: Some(upgrade), downgrade: None };
    let history: Vec<Embedded> = vec![
        script("a1.rs", "//! base\n//!\n//! revision: a1\n//! revises: base\n", base),
        script("b2.rs", "//! change\n//!\n//! revision: b2\n//! revises: a1\n", upgrade),
    ];
    EmbeddedScripts { scripts: history.leak(), ..scripts() }
}

fn migrate(scripts: EmbeddedScripts, database: &TestDatabase) -> Migrate {
    Migrate::new().scripts(scripts).database(database.url.for_client())
}

/// What is there, our own tables left out.
async fn inspect(database: &TestDatabase) -> Schema {
    let mut connection = database.connect().await;
    let dialect = connection.dialect();
    let mut schema = dialect.inspect(&mut *connection, &Default::default()).await.unwrap().schema;
    schema.tables.retain(|table| !table.name.name.starts_with("aludel_"));
    schema
}

async fn execute(database: &TestDatabase, sql: &str) {
    database.connect().await.execute(sql).await.unwrap();
}

/// The schema of a run in which nothing fails.
async fn clean(scripts: EmbeddedScripts, server: &'static Server) -> Schema {
    let database = server.database("clean").await;
    migrate(scripts, &database).upgrade().await.unwrap();
    inspect(&database).await
}

/// What is wrong with a kind, in words.
async fn trial(scripts: EmbeddedScripts, server: &'static Server) -> Result<(), String> {
    let wanted = clean(scripts, server).await;
    let database = server.database("halfway").await;
    let migrate = migrate(scripts, &database);
    migrate.upgrade_to("a1").await.map_err(|error| format!("base: {error}"))?;
    let before = inspect(&database).await;
    execute(&database, "INSERT INTO seats (id) VALUES (1)").await;
    for attempt in ["first", "second"] {
        let error = migrate.upgrade().await.err().ok_or("nothing failed")?.to_string();
        if !error.contains("INSERT INTO seats") {
            return Err(format!("{attempt} attempt: {error}"));
        }
        let planned = plan_upgrade(&migrate.environment(), &RunOptions::to("head")).await;
        let planned = planned.map_err(|error| format!("dry run: {error}"))?;
        let [rest] = &*planned else { return Err(format!("dry run: {planned:?}")) };
        let stops = rest.half_done.as_ref().and_then(|half_done| half_done.stops.as_ref());
        if rest.statements.len() != 2 || stops.is_some() {
            return Err(format!("dry run: {rest:?}"));
        }
    }
    repair(&migrate.environment(), &Repair::Back).await.map_err(|error| format!("back: {error}"))?;
    let back = inspect(&database).await;
    if back != before {
        return Err(format!("back it is\n{back:#?}\nand was\n{before:#?}"));
    }
    migrate.upgrade().await.err().ok_or("nothing failed after the way back")?;
    execute(&database, "DELETE FROM seats").await;
    migrate.upgrade().await.map_err(|error| format!("mended: {error}"))?;
    let after = inspect(&database).await;
    if after != wanted { Err(format!("it is\n{after:#?}\nin place of\n{wanted:#?}")) } else { Ok(()) }
}

/// Tries these kinds on the base, some at a time.
fn try_all(base: fn(&mut Operations), kinds: &[&Kind]) {
    on_servers(
        |server| server.system() == System::MySql,
        async |database| {
            let server = database.server();
            let mut wrong = Vec::new();
            for kinds in kinds.chunks(8) {
                let begin = |kind: &&Kind| (kind.name, tokio::spawn(trial(history(base, kind.upgrade), server)));
                for (name, trial) in kinds.iter().map(begin).collect::<Vec<_>>() {
                    wrong.extend(trial.await.unwrap().err().map(|what| format!("{name}: {what}")));
                }
            }
            assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
        },
    );
}

#[test]
fn whatever_a_revision_has_done_is_gone_on_with_and_taken_back() {
    try_all(base, &KINDS.iter().collect::<Vec<_>>());
}

/// Without what the scripts say, there are only the words of the database, which has no enum types and takes a unique
/// constraint for an index.
#[test]
fn so_it_is_where_nobody_knows_what_is_expected() {
    let has_words = |kind: &&Kind| {
        !kind.name.starts_with("alter enum")
            && !["drop enum", "rename enum", "drop unique", "rename unique"].contains(&kind.name)
    };
    try_all(opaque_base, &KINDS.iter().filter(has_words).collect::<Vec<_>>());
}

/// Of several statements for one operation the second fails: the first is known again, and taken back.
#[test]
fn an_operation_that_is_done_in_part_is_gone_on_with() {
    fn typed(op: &mut Operations) {
        base(op);
        op.add_column("posts", column("mood").enum_type("mood").nullable());
    }
    fn narrowed(op: &mut Operations) {
        op.alter_enum(enum_type("mood", ["Ok"]));
    }
    on_servers(
        |server| server.system() == System::MySql,
        async |database| {
            let rows = "INSERT INTO users (id, login, mood) VALUES (1, 'ann', 'Sad')";
            part(history(typed, narrowed), [rows, "DELETE FROM users"], None, database.server()).await;
        },
    );
}

#[test]
fn a_column_whose_check_is_gone_is_renamed_in_the_second_attempt() {
    fn counted(op: &mut Operations) {
        op.create_table(table("counts").column(column("n").integer()).check("n > 0").primary_key(["n"]));
    }
    fn renamed(op: &mut Operations) {
        op.rename_column("counts", "n", "m");
    }
    on_servers(
        // MariaDB renames it in one statement.
        |server| server.label().starts_with("MySQL"),
        async |database| {
            let split = ["ALTER TABLE counts PARTITION BY HASH (n)", "ALTER TABLE counts REMOVE PARTITIONING"];
            part(history(counted, renamed), split, Some("statement 1 cannot be taken back"), database.server()).await;
        },
    );
}

/// One statement makes what stands in the way of a revision, the other mends it. `refused` is what is said where the part
/// that is done cannot be taken back.
async fn part(
    scripts: EmbeddedScripts,
    [in_the_way, mended]: [&str; 2],
    refused: Option<&str>,
    server: &'static Server,
) {
    let wanted = clean(scripts, server).await;
    let database = server.database("part").await;
    let migrate = migrate(scripts, &database);
    migrate.upgrade_to("a1").await.unwrap();
    let before = inspect(&database).await;
    execute(&database, in_the_way).await;
    for _ in 0..2 {
        let error = migrate.upgrade().await.unwrap_err();
        assert!(error.to_string().contains("statement 2 failed: "), "{error}");
    }
    let halfway = inspect(&database).await;
    assert_ne!(halfway, before, "a part is done");
    let back = repair(&migrate.environment(), &Repair::Back).await.map_err(|error| error.to_string());
    match (refused, &back) {
        (Some(refused), Err(error)) if error.contains(refused) => assert_eq!(inspect(&database).await, halfway),
        (None, Ok(_)) => assert_eq!(inspect(&database).await, before),
        _ => panic!("{back:?}"),
    }
    execute(&database, mended).await;
    migrate.upgrade().await.unwrap();
    assert_eq!(inspect(&database).await, wanted);
}
