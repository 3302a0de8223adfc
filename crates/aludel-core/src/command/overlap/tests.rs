//! Pairs of scripts, and what is said of them.

use super::effect::clash;
use super::{Side, clashes_of, compare, settle};
use crate::command::overlap::recorded::Seen;
use crate::dialect;
use crate::revision::RevisionId;
use crate::script::language::*;

/// What a script in Rust does.
fn rust(script: impl FnOnce(&mut Operations)) -> Seen {
    let dialect = dialect::by_name("sqlite").unwrap();
    let mut op = Operations::new("sqlite");
    script(&mut op);
    let mut seen = Seen::default();
    op.finish().recorded.iter().for_each(|said| seen.take(said, &*dialect));
    seen
}

/// What a script in SQL does.
fn sql(text: &str) -> Seen {
    rust(|op| drop(op.execute(text)))
}

/// What clashes, and what both change.
#[track_caller]
fn said(one: Seen, other: Seen) -> (Vec<String>, Vec<String>) {
    let ids: [RevisionId; 2] = ["b2".parse().unwrap(), "c3".parse().unwrap()];
    let side = |id, seen: Seen| {
        let mut side = Side { effects: Default::default(), unseen: seen.unseen };
        for effect in seen.effects {
            side.effects.entry(effect.place.owner.clone()).or_default().push((id, effect));
        }
        side.effects.values_mut().for_each(settle);
        side
    };
    let [one_id, other_id] = &ids;
    let sides = [side(one_id, one), side(other_id, other)];
    // Which side is called the first makes no difference.
    for (owner, effects) in &sides[0].effects {
        for other in sides[1].effects.get(owner).into_iter().flatten() {
            assert!(effects.iter().all(|one| clash(&one.1, &other.1) == clash(&other.1, &one.1)));
        }
        let others = sides[1].effects.get(owner).map(Vec::as_slice).unwrap_or_default();
        assert_eq!(clashes_of(effects, others).len(), clashes_of(others, effects).len());
    }
    let (mut shared, mut clashes) = (Vec::new(), Vec::new());
    compare(&sides, &mut shared, &mut clashes);
    (clashes, shared)
}

#[track_caller]
fn clashing(one: Seen, other: Seen, words: &str) {
    assert_eq!(said(one, other).0, [words]);
}

#[track_caller]
fn fitting(one: Seen, other: Seen, shared: &[&str]) {
    assert_eq!(said(one, other), (Vec::new(), shared.iter().map(|text| (*text).to_owned()).collect()));
}

#[test]
fn what_both_make_clashes() {
    let users =
        |op: &mut Operations| op.create_table(table("users").column(column("id").integer()).primary_key(["id"]));
    clashing(rust(users), rust(users), "\"b2\" creates table users, and so does \"c3\"");
    clashing(
        rust(users),
        sql("CREATE TABLE IF NOT EXISTS Users (id INT)"),
        "\"b2\" creates table users, and \"c3\" creates table Users",
    );
    let email = |op: &mut Operations| op.add_column("users", column("email").text());
    clashing(rust(email), rust(email), "\"b2\" adds column users.email, and so does \"c3\"");
    clashing(
        rust(email),
        sql("alter table \"users\" add column if not exists `email` text, add age int"),
        "\"b2\" adds column users.email, and so does \"c3\"",
    );
    clashing(
        rust(|op| op.create_view(view("v", "SELECT 1"))),
        sql("CREATE OR REPLACE VIEW v AS SELECT 2"),
        "\"b2\" creates view v, and so does \"c3\"",
    );
    clashing(
        rust(|op| op.create_primary_key("users", ["id"])),
        rust(|op| op.create_primary_key("users", ["email"])),
        "\"b2\" creates primary key pk_users of table users, and so does \"c3\"",
    );
}

#[test]
fn what_one_drops_and_the_other_touches_clashes() {
    clashing(
        rust(|op| op.drop_table("users")),
        rust(|op| op.add_column("users", column("email").text())),
        "\"b2\" drops table users, and \"c3\" adds column users.email",
    );
    clashing(
        sql("DROP TABLE posts, public.users CASCADE"),
        sql("UPDATE public.users SET name = ''"),
        "\"b2\" drops table public.users, and \"c3\" changes rows of table public.users",
    );
    clashing(
        rust(|op| op.drop_column("users", "email")),
        rust(|op| drop(op.alter_column("users", column("email").varchar(80)))),
        "\"b2\" drops column users.email, and \"c3\" alters column users.email",
    );
    clashing(
        rust(|op| op.rename_column("users", "email", "mail")),
        rust(|op| op.create_index("users", index([expression("lower(email)")]).name("ix"))),
        "\"b2\" renames column users.email, and \"c3\" uses column users.email",
    );
    clashing(
        rust(|op| op.drop_table("roles")),
        rust(|op| op.create_foreign_key("users", foreign_key(["role_id"]).references("roles", ["id"]))),
        "\"b2\" drops table roles, and \"c3\" refers to table roles",
    );
    clashing(
        sql("ALTER TABLE users RENAME TO people"),
        rust(|op| op.create_view(view("v", "SELECT id FROM users"))),
        "\"b2\" renames table users, and \"c3\" reads table users",
    );
    clashing(
        rust(|op| op.drop_enum("mood")),
        rust(|op| op.add_column("days", column("mood").enum_type("mood"))),
        "\"b2\" drops enum type mood, and \"c3\" uses enum type mood",
    );
}

#[test]
fn what_both_alter_clashes() {
    clashing(
        rust(|op| drop(op.alter_column("users", column("email").varchar(80)))),
        sql("ALTER TABLE users MODIFY COLUMN email VARCHAR(200)"),
        "\"b2\" alters column users.email, and so does \"c3\"",
    );
    clashing(
        rust(|op| op.insert_rows("roles", ["id"], [[1]])),
        rust(|op| op.insert_rows("roles", ["id"], [[2], [1]])),
        "\"b2\" inserts a row of table roles that is the same, and so does \"c3\"",
    );
}

#[test]
fn a_table_written_anew_loses_what_the_other_side_did() {
    let anew = "CREATE TABLE new_users (id INTEGER, age INTEGER); INSERT INTO new_users SELECT id, 0 FROM users;
                DROP TABLE users; ALTER TABLE new_users RENAME TO users;";
    clashing(
        sql(anew),
        rust(|op| op.add_column("users", column("email").text())),
        "\"b2\" writes anew table users, and \"c3\" adds column users.email",
    );
    clashing(sql(anew), sql(anew), "\"b2\" writes anew table users, and so does \"c3\"");
    fitting(sql(anew), sql("UPDATE users SET id = 1"), &["table users"]);
}

#[test]
fn what_lies_apart_fits() {
    fitting(
        rust(|op| op.add_column("users", column("email").text())),
        rust(|op| op.add_column("users", column("age").integer())),
        &["table users"],
    );
    fitting(
        rust(|op| op.add_column("users", column("email").text())),
        sql("CREATE TABLE notes (id INT); CREATE INDEX ix ON notes (id)"),
        &[],
    );
    fitting(
        rust(|op| op.create_foreign_key("users", foreign_key(["role_id"]).references("roles", ["id"]))),
        rust(|op| op.add_column("roles", column("kind").text().nullable())),
        &[],
    );
    fitting(
        rust(|op| op.insert_rows("roles", ["id"], [[1]])),
        rust(|op| op.insert_rows("roles", ["id"], [[2]])),
        &["table roles"],
    );
    fitting(sql("CREATE TABLE t (id INT); DROP TABLE t"), sql("CREATE TABLE t (id INT)"), &[]);
}

#[test]
fn what_cannot_be_known_is_said() {
    let unseen = |text| sql(text).unseen;
    assert_eq!(unseen("GRANT ALL ON users TO bob"), ["runs `GRANT ALL ON …`"]);
    assert_eq!(unseen("CREATE TRIGGER t AFTER INSERT ON users BEGIN SELECT 1; END"), ["runs `CREATE TRIGGER t …`"]);
    assert_eq!(unseen("-- only words\n"), Vec::<String>::new());
    assert!(unseen("SELECT 'without an end")[0].contains("does not end"));
    let run = rust(|op| {
        async fn fill(_: &mut dyn Connection) -> Result<()> {
            Ok(())
        }
        drop(op.run("fill", fill));
    });
    assert_eq!(run.unseen, ["runs the function \"fill\""]);
}
