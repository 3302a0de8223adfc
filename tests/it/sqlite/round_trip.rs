//! Each sort of change there and back, with rows in the table, in its parent and in its child.

use aludel_core::operation::{Operation, invert_all};
use aludel_core::schema::{
    Check, Column, ColumnType, Constraint, ConstraintKind, DefaultValue, Deferral, ForeignKey, Generation, Index,
    IndexPart, Literal, OnConflict, PrimaryKey, ReferentialAction, Schema, SortOrder, Storage, Table, TableOptions,
    Unique, View,
};

use super::{Session, assert_same, on_sqlite, text};

const ROWS: &str = "
INSERT INTO roles (id, name) VALUES (1, 'reader'), (2, 'writer');
INSERT INTO users (id, username, email, age, role_id) VALUES
    (3, 'ann', 'ann@example.org', 30, 1), (5, 'bob', NULL, NULL, 2), (9, 'cy', 'cy@example.org', 7, NULL);
DELETE FROM users WHERE id = 9;
INSERT INTO posts (user_id, title) VALUES (3, 'one'), (3, 'two'), (5, 'three');
DELETE FROM posts WHERE title = 'one';
INSERT INTO profiles (user_id, bio) VALUES (3, 'x');
";

const SNAPSHOT: [&str; 5] = [
    "SELECT id, username, email, age, role_id FROM users ORDER BY id",
    "SELECT rowid, user_id, title FROM posts ORDER BY rowid",
    "SELECT user_id, bio FROM profiles ORDER BY user_id",
    "SELECT id, name FROM roles ORDER BY id",
    "SELECT name, seq FROM sqlite_sequence ORDER BY name",
];

fn roles() -> Table {
    Table::new("roles")
        .column(Column::new("id", ColumnType::integer()).auto_increment())
        .column(Column::new("name", ColumnType::varchar(20)))
        .constraint(Constraint::PrimaryKey(PrimaryKey::new("pk_roles", ["id"])))
        .constraint(Constraint::Unique(Unique::new("uq_roles_name", ["name"])))
}

fn role_key() -> Constraint {
    let key = ForeignKey::new("fk_users_role_id_roles", ["role_id"], "roles", ["id"]);
    Constraint::ForeignKey(ForeignKey { on_delete: ReferentialAction::SetNull, ..key })
}

fn age_check() -> Constraint {
    Constraint::Check(Check::new("ck_users_age", "age > 0 AND \"age\" < 200"))
}

fn users() -> Table {
    Table::new("users")
        .column(Column::new("id", ColumnType::big_integer()).auto_increment())
        .column(Column::new("username", ColumnType::varchar(64)))
        .column(Column::new("email", ColumnType::text()).nullable())
        .column(Column::new("age", ColumnType::integer()).nullable())
        .column(Column::new("role_id", ColumnType::integer()).nullable())
        .constraint(Constraint::PrimaryKey(PrimaryKey::new("pk_users", ["id"])))
        .constraint(role_key())
        .constraint(age_check())
        .index(Index::new("ix_users_username", ["username"]).unique())
}

/// A table without a primary key: its rows have only their rowids.
fn posts() -> Table {
    let key = ForeignKey::new("fk_posts_user_id_users", ["user_id"], "users", ["id"]);
    Table::new("posts")
        .column(Column::new("user_id", ColumnType::integer()))
        .column(Column::new("title", ColumnType::text()).default_value(Literal::text("")))
        .constraint(Constraint::ForeignKey(ForeignKey { on_delete: ReferentialAction::Cascade, ..key }))
}

fn profiles() -> Table {
    let key = ForeignKey::new("fk_profiles_user_id_users", ["user_id"], "users", ["id"]);
    let options = TableOptions { without_rowid: true, ..TableOptions::default() };
    let table = Table::new("profiles")
        .column(Column::new("user_id", ColumnType::integer()))
        .column(Column::new("bio", ColumnType::text()))
        .constraint(Constraint::PrimaryKey(PrimaryKey::new("pk_profiles", ["user_id"])))
        .constraint(Constraint::ForeignKey(ForeignKey { deferral: Deferral::Deferred, ..key }));
    Table { options, ..table }
}

async fn start(session: &mut Session) {
    let tables = [roles(), users(), posts(), profiles()];
    session.apply(&tables.map(|table| Operation::CreateTable { table })).await;
    session.execute("PRAGMA foreign_keys = ON").await;
    session.execute(ROWS).await;
}

async fn snapshot(session: &mut Session) -> Vec<String> {
    let mut rows = Vec::new();
    for query in SNAPSHOT {
        rows.extend(session.query(query).await);
    }
    rows
}

/// Runs operations and their inverse, and compares the rows. Returns whether a table was made anew.
#[track_caller]
fn there_and_back(operations: &[Operation]) -> bool {
    let rebuilt = std::sync::atomic::AtomicBool::default();
    on_sqlite(async |session| {
        start(session).await;
        let (schema, rows): (Schema, _) = (session.schema.clone(), snapshot(session).await);
        let plan = session.apply(operations).await;
        rebuilt.store(text(&plan).contains("_aludel_new_"), std::sync::atomic::Ordering::Relaxed);
        for table in ["users", "posts", "profiles", "roles"] {
            let count = session.query(&format!("SELECT count(*) FROM {table}")).await;
            assert_eq!(count, [if table == "profiles" { "1" } else { "2" }]);
        }
        session.apply(&invert_all(operations).unwrap()).await;
        let dialect = session.connection.dialect();
        assert_same(&*dialect, &session.schema, &schema);
        assert_eq!(snapshot(session).await, rows);
        assert_eq!(session.query("PRAGMA foreign_keys").await, ["1"]);
        assert_eq!(session.query("PRAGMA legacy_alter_table").await, ["0"]);
    });
    rebuilt.into_inner()
}

fn altered(table: Table, name: &str, change: impl FnOnce(Column) -> Column) -> Operation {
    let from = table.columns.get(name).unwrap().clone();
    Operation::AlterColumn { table: table.name, to: change(from.clone()), from, using: None }
}

fn add(column: Column) -> Operation {
    Operation::AddColumn { table: "users".into(), column }
}

fn constrain(constraint: Constraint) -> Operation {
    Operation::CreateConstraint { table: "users".into(), constraint }
}

fn index(index: Index) -> Operation {
    Operation::CreateIndex { table: "users".into(), index }
}

#[test]
fn columns_are_added_in_place_where_their_values_are_plain() {
    let bio = Column::new("bio", ColumnType::text()).nullable();
    assert!(!there_and_back(&[add(bio)]));
    let active = Column::new("active", ColumnType::Boolean).default_value(Literal::Boolean(true));
    assert!(!there_and_back(&[add(active)]));
    let mut doubled = Column::new("doubled", ColumnType::integer()).nullable();
    doubled.generation = Some(Generation::Expression { sql: "age * 2".into(), storage: Storage::Virtual });
    assert!(!there_and_back(&[add(doubled.clone())]));
    doubled.generation = Some(Generation::Expression { sql: "age * 2".into(), storage: Storage::Stored });
    assert!(there_and_back(&[add(doubled)]));
    let created = Column::new("created", ColumnType::timestamp()).default_expr("CURRENT_TIMESTAMP");
    assert!(there_and_back(&[add(created)]));
    let counted = Column::new("counted", ColumnType::integer()).nullable().default_expr("1 + 1");
    assert!(there_and_back(&[add(counted)]));
}

#[test]
fn a_column_comes_with_its_foreign_key() {
    let boss = Column::new("boss_id", ColumnType::big_integer()).nullable();
    let key = ForeignKey::new("fk_users_boss_id_users", ["boss_id"], "users", ["id"]);
    let operations = [add(boss), constrain(Constraint::ForeignKey(key))];
    on_sqlite(async |session| {
        start(session).await;
        let plan = session.apply(&operations).await;
        assert_eq!(
            text(&plan),
            "ALTER TABLE \"users\" ADD COLUMN \"boss_id\" BIGINT CONSTRAINT \"fk_users_boss_id_users\" \
             REFERENCES \"users\" (\"id\");\n"
        );
    });
    there_and_back(&operations);
}

#[test]
fn columns_are_altered() {
    assert!(there_and_back(&[altered(users(), "username", |column| Column { ty: ColumnType::text(), ..column })]));
    assert!(there_and_back(&[altered(users(), "role_id", |column| column.default_value(Literal::number(1)))]));
    assert!(there_and_back(&[altered(posts(), "title", Column::nullable)]));
    assert!(there_and_back(&[altered(profiles(), "bio", |column| Column { ty: ColumnType::varchar(9), ..column })]));
    let nocase = |column| Column { collation: Some("nocase".into()), ..column };
    assert!(there_and_back(&[altered(users(), "username", nocase)]));
    assert!(!there_and_back(&[altered(users(), "email", |column| column.comment("where to write"))]));
}

#[test]
fn columns_are_renamed_with_all_that_names_them() {
    let rename =
        |from: &str, to: &str| Operation::RenameColumn { table: "users".into(), from: from.into(), to: to.into() };
    assert!(!there_and_back(&[rename("email", "mail")]));
    assert!(!there_and_back(&[rename("id", "number"), rename("number", "id")]));
    let mail = Column::new("mail", ColumnType::text()).nullable();
    let alter = Operation::AlterColumn {
        table: "users".into(),
        from: mail.clone(),
        to: mail.default_value(Literal::text("-")),
        using: None,
    };
    assert!(there_and_back(&[rename("email", "mail"), alter]));
    assert!(there_and_back(&[
        altered(users(), "username", Column::nullable),
        rename("email", "mail"),
        rename("role_id", "email"),
    ]));
}

#[test]
fn a_rename_reaches_the_check_of_the_column() {
    let rename = Operation::RenameColumn { table: "users".into(), from: "age".into(), to: "years".into() };
    for operations in [vec![rename.clone()], vec![altered(users(), "username", Column::nullable), rename]] {
        on_sqlite(async |session| {
            start(session).await;
            session.run(&session.plan(&operations)).await.unwrap();
            let key = session.connection.dialect().key(&session.inspect().await.schema);
            let users = key.table(&"users".into()).unwrap();
            let check = Constraint::Check(Check::new("ck_users_age", "years > 0 and years < 200"));
            assert_eq!(users.constraint_named(ConstraintKind::Check, "ck_users_age"), Some(&check));
        });
    }
}

#[test]
fn constraints_come_and_go() {
    let unique = Unique { on_conflict: Some(OnConflict::Ignore), ..Unique::new("uq_users_email", ["email", "age"]) };
    assert!(there_and_back(&[constrain(Constraint::Unique(unique))]));
    assert!(there_and_back(&[constrain(Constraint::Check(Check::new("ck_users_name", "length(username) > 1 -- so")))]));
    let nullified = [
        altered(users(), "age", |column| Column { comment: Some("x".into()), ..column }),
        Operation::DropConstraint { table: "users".into(), constraint: role_key() },
    ];
    assert!(there_and_back(&nullified));
    assert!(there_and_back(&[Operation::DropConstraint { table: "users".into(), constraint: age_check() }]));
    assert!(there_and_back(&[Operation::RenameConstraint {
        table: "users".into(),
        kind: ConstraintKind::Check,
        from: "ck_users_age".into(),
        to: "age is \"sane\"".into(),
    }]));
}

#[test]
fn a_primary_key_takes_the_rowids_along() {
    let id = Column::new("id", ColumnType::integer()).auto_increment();
    let table = || "posts".into();
    let operations = [
        Operation::AddColumn { table: table(), column: id },
        Operation::CreateConstraint {
            table: table(),
            constraint: Constraint::PrimaryKey(PrimaryKey::new("pk_posts", ["id"])),
        },
    ];
    on_sqlite(async |session| {
        start(session).await;
        session.apply(&operations).await;
        assert_eq!(session.query("SELECT id, title FROM posts ORDER BY id").await, ["2|two", "3|three"]);
        session.apply(&invert_all(&operations).unwrap()).await;
        assert_eq!(session.query("SELECT rowid, title FROM posts ORDER BY 1").await, ["2|two", "3|three"]);
    });
}

#[test]
fn indexes_come_and_go_in_place() {
    let mut by_name = Index::new("ix_users_lower", ["age"]);
    by_name.parts.push(IndexPart::expression("lower(username)"));
    by_name.parts[0].order = SortOrder::Descending;
    by_name.parts[1].collation = Some("NOCASE".into());
    by_name.predicate = Some("(age IS NOT NULL)".into());
    assert!(!there_and_back(&[index(by_name.clone())]));
    assert!(!there_and_back(&[
        index(by_name.clone()),
        Operation::RenameIndex { table: "users".into(), from: by_name.name.clone(), to: "ix_users_2".into() },
    ]));
    let drop = users().indexes.get("ix_users_username").unwrap().clone();
    assert!(!there_and_back(&[Operation::DropIndex { table: "users".into(), index: drop }]));
}

#[test]
fn options_and_many_changes_take_one_rebuild() {
    let strict = TableOptions { strict: true, ..TableOptions::default() };
    let options = Operation::AlterTableOptions { table: "users".into(), from: TableOptions::default(), to: strict };
    assert!(there_and_back(std::slice::from_ref(&options)));
    let operations = [
        options,
        altered(users(), "username", |column| Column { ty: ColumnType::text(), ..column }),
        add(Column::new("n", ColumnType::integer()).default_expr("1 + 1")),
        constrain(Constraint::Check(Check::new("ck_users_n", "users.n > 1"))),
        index(Index::new("ix_users_n", ["n"])),
    ];
    on_sqlite(async |session| {
        start(session).await;
        let plan = session.apply(&operations).await;
        assert_eq!(text(&plan).matches("CREATE TABLE").count(), 1);
    });
    there_and_back(&operations);
    let batch = Operation::Batch { table: "users".into(), operations: operations.to_vec() };
    assert!(there_and_back(&[batch]));
}

#[test]
fn tables_are_renamed_with_all_that_names_them() {
    let rename = |from: &str, to: &str| Operation::RenameTable { from: from.into(), to: to.into() };
    on_sqlite(async |session| {
        start(session).await;
        let rows = session.query("SELECT * FROM users").await;
        let operations = [rename("users", "people"), rename("people", "People")];
        session.apply(&operations).await;
        assert_eq!(session.query("SELECT * FROM \"People\"").await, rows);
        session.apply(&invert_all(&operations).unwrap()).await;
        assert_eq!(session.query("SELECT * FROM users").await, rows);
    });
}

#[test]
fn views_are_made_altered_and_dropped() {
    let view = View::new("adults", "SELECT id, username FROM users -- all of them\n WHERE age >= 18; -- so");
    let wider = View::new("adults", "SELECT id, username, email FROM users WHERE age >= 18");
    let operations = [Operation::CreateView { view: view.clone() }, Operation::AlterView { from: view, to: wider }];
    there_and_back(&operations);
    on_sqlite(async |session| {
        start(session).await;
        session.apply(&operations[..1]).await;
        session
            .execute("CREATE TRIGGER rename_adult INSTEAD OF UPDATE ON adults BEGIN UPDATE users SET age = 1; END")
            .await;
        session.apply(&operations[1..]).await;
        session.execute("UPDATE adults SET username = 'x'").await;
        assert_eq!(session.query("SELECT count(*) FROM users WHERE age = 1").await, ["2"]);
    });
}

#[test]
fn rows_are_written_and_deleted() {
    let rows = vec![
        vec![Literal::number(20), Literal::text("o'neil"), Literal::Null],
        vec![Literal::number(21), Literal::text("\0 and more"), Literal::number(5)],
        vec![Literal::number(22), Literal::Bytes(vec![0, 255]), Literal::Boolean(true)],
    ];
    let columns = ["id", "username", "age"].map(String::from).to_vec();
    let insert = Operation::InsertRows { table: "users".into(), columns, rows };
    on_sqlite(async |session| {
        start(session).await;
        let before = session.query("SELECT * FROM users").await;
        session.apply(std::slice::from_ref(&insert)).await;
        let written = session.query("SELECT hex(username), age FROM users WHERE id >= 20 ORDER BY id").await;
        assert_eq!(written, ["6F276E65696C|NULL", "0020616E64206D6F7265|5", "00FF|1"]);
        session.apply(&[insert.invert().unwrap()]).await;
        assert_eq!(session.query("SELECT * FROM users").await, before);
    });
}

#[test]
fn defaults_come_back_as_they_were() {
    let defaults = [
        DefaultValue::Literal(Literal::Null),
        DefaultValue::Literal(Literal::number("-1.5e3")),
        DefaultValue::Literal(Literal::text("it's \"so\"")),
        DefaultValue::Literal(Literal::text("\0")),
        DefaultValue::Literal(Literal::Bytes(vec![1, 2, 254])),
        DefaultValue::Expression("current_date".into()),
        DefaultValue::Expression("((strftime('%s', 'now')))".into()),
        DefaultValue::Expression("'a' || 'b' /* two */".into()),
        DefaultValue::Expression("0x10".into()),
    ];
    for default in defaults {
        let column = Column { default: Some(default), ..Column::new("extra", ColumnType::text()).nullable() };
        there_and_back(&[add(column)]);
    }
}
