//! Operations there and back.

use aludel_core::operation::Operation;
use aludel_core::schema::{
    Check, Column, ColumnType, Constraint, ConstraintKind, EnumType, ForeignKey, Generation, Index, IndexPart,
    IntegerWidth, Literal, LobSize, PrimaryKey, ReferentialAction, Schema, Sequence, SortOrder, Storage, Table, Unique,
    View,
};

use super::{on_mysql, there_and_back};

fn key(columns: &[&str]) -> Constraint {
    Constraint::PrimaryKey(PrimaryKey::new("pk", columns.to_vec()))
}

fn unique(name: &str, columns: &[&str]) -> Constraint {
    Constraint::Unique(Unique::new(name, columns.to_vec()))
}

fn foreign(name: &str, columns: &[&str], table: &str, referred: &[&str]) -> Constraint {
    Constraint::ForeignKey(ForeignKey::new(name, columns.to_vec(), table, referred.to_vec()))
}

fn check(name: &str, sql: &str) -> Constraint {
    Constraint::Check(Check::new(name, sql))
}

fn integer(name: &str) -> Column {
    Column::new(name, ColumnType::integer())
}

fn varchar(name: &str) -> Column {
    Column::new(name, ColumnType::varchar(64))
}

fn of(tables: impl IntoIterator<Item = Table>) -> Schema {
    Schema { tables: tables.into_iter().collect(), ..Schema::default() }
}

/// Roles, and users that refer to them.
fn users() -> Schema {
    let roles =
        Table::new("roles").column(integer("id").auto_increment()).column(varchar("name")).constraint(key(&["id"]));
    let users = Table::new("users")
        .column(integer("id").auto_increment())
        .column(varchar("name").comment("it's the name \\ of somebody"))
        .column(integer("role_id").nullable())
        .column(integer("age").default_value(Literal::number(7)))
        .constraint(key(&["id"]))
        .constraint(unique("uq_users_name", &["name"]))
        .constraint(foreign("fk_users_role", &["role_id"], "roles", &["id"]))
        .constraint(check("ck_users_age", "age >= 0"))
        .index(Index::new("ix_users_age", ["age"]))
        .comment("people");
    of([roles, users])
}

const ROWS: &str = "INSERT INTO roles (name) VALUES ('admin'), ('guest'); \
    INSERT INTO users (name, role_id) VALUES ('ann', 1), ('bob', 2), ('eve', NULL)";

#[track_caller]
fn check_users(operations: impl Fn(&Schema) -> Vec<Operation>) {
    let start = users();
    let operations = operations(&start);
    on_mysql(async |database| there_and_back(database, &start, ROWS, &operations).await);
}

fn column(schema: &Schema, name: &str) -> Column {
    schema.table(&"users".into()).and_then(|table| table.columns.get(name)).unwrap().clone()
}

fn alter(from: Column, to: Column) -> Operation {
    Operation::AlterColumn { table: "users".into(), from, to, using: None }
}

#[test]
fn columns_are_added_and_dropped() {
    check_users(|_| {
        let add = |column| Operation::AddColumn { table: "users".into(), column };
        vec![
            add(varchar("email").nullable()),
            add(varchar("kind").default_value(Literal::text("it's \\ 😀"))),
            add(Column::new("twice", ColumnType::integer()).with(|column| {
                let generation = Generation::Expression { sql: "age * 2".into(), storage: Storage::Virtual };
                column.generation = Some(generation);
                column.nullable = true;
            })),
            Operation::CreateIndex { table: "users".into(), index: Index::new("ix_users_email", ["email"]) },
        ]
    });
}

#[test]
fn columns_are_altered_whole() {
    check_users(|schema| {
        let name = column(schema, "name");
        let age = column(schema, "age");
        let role = column(schema, "role_id");
        vec![
            alter(name.clone(), Column { ty: ColumnType::varchar(100), comment: None, ..name }),
            alter(age.clone(), Column { ty: ColumnType::big_integer(), default: None, nullable: true, ..age }),
            alter(role.clone(), Column { comment: Some("what they may do".into()), ..role }),
        ]
    });
}

#[test]
fn columns_are_renamed() {
    check_users(|_| {
        let rename =
            |from: &str, to: &str| Operation::RenameColumn { table: "users".into(), from: from.into(), to: to.into() };
        vec![rename("name", "full_name"), rename("role_id", "role")]
    });
}

#[test]
fn virtual_columns_become_stored_and_plain() {
    let generated = |storage| {
        let generation = Generation::Expression { sql: "concat(name, '!')".into(), storage };
        Column { generation: Some(generation), ..varchar("loud").nullable() }
    };
    let mut start = users();
    start
        .tables
        .get_mut(&aludel_core::name::ObjectName::from("users"))
        .unwrap()
        .columns
        .insert(generated(Storage::Virtual));
    let plain = varchar("loud").nullable();
    for to in [generated(Storage::Stored), plain] {
        let operations = [alter(generated(Storage::Virtual), to)];
        on_mysql(async |database| there_and_back(database, &start, ROWS, &operations).await);
    }
}

#[test]
fn tables_are_renamed_with_what_refers_to_them() {
    check_users(|_| {
        let rename = |from: &str, to: &str| Operation::RenameTable { from: from.into(), to: to.into() };
        vec![rename("roles", "parts"), rename("users", "people")]
    });
}

#[test]
fn constraints_that_the_server_named_keep_their_names() {
    let mut start = users();
    let users = start.tables.get_mut(&aludel_core::name::ObjectName::from("users")).unwrap();
    users.columns.insert(integer("boss_id").nullable());
    users.constraints.insert(foreign("users_ibfk_1", &["boss_id"], "users", &["id"]));
    users.constraints.insert(check("users_chk_1", "age < 200"));
    let operations = [Operation::RenameTable { from: "users".into(), to: "people".into() }];
    on_mysql(async |database| there_and_back(database, &start, ROWS, &operations).await);
}

#[test]
fn constraints_come_and_go() {
    check_users(|schema| {
        let users = schema.table(&"users".into()).unwrap();
        let drop = |kind, name: &str| Operation::DropConstraint {
            table: "users".into(),
            constraint: users.constraint_named(kind, name).unwrap().clone(),
        };
        vec![
            drop(ConstraintKind::ForeignKey, "fk_users_role"),
            drop(ConstraintKind::Unique, "uq_users_name"),
            drop(ConstraintKind::Check, "ck_users_age"),
            Operation::CreateConstraint {
                table: "users".into(),
                constraint: Constraint::ForeignKey(ForeignKey {
                    on_delete: ReferentialAction::SetNull,
                    on_update: ReferentialAction::Cascade,
                    ..ForeignKey::new("fk_users_role", ["role_id"], "roles", ["id"])
                }),
            },
            Operation::CreateConstraint {
                table: "users".into(),
                constraint: check("ck_users_age", "age > 1 AND name <> 'it''s'"),
            },
            Operation::CreateConstraint {
                table: "users".into(),
                constraint: unique("uq_users_name", &["name", "age"]),
            },
        ]
    });
}

#[test]
fn constraints_are_renamed() {
    check_users(|_| {
        let rename = |kind, from: &str, to: &str| Operation::RenameConstraint {
            table: "users".into(),
            kind,
            from: from.into(),
            to: to.into(),
        };
        vec![
            rename(ConstraintKind::ForeignKey, "fk_users_role", "fk_b"),
            rename(ConstraintKind::Unique, "uq_users_name", "uq_b"),
            rename(ConstraintKind::Check, "ck_users_age", "ck_b"),
            rename(ConstraintKind::PrimaryKey, "pk", "pk_b"),
            Operation::RenameIndex { table: "users".into(), from: "ix_users_age".into(), to: "ix_b".into() },
        ]
    });
}

#[test]
fn a_primary_key_moves() {
    check_users(|schema| {
        let id = column(schema, "id");
        let plain = Column { generation: None, ..id.clone() };
        vec![
            alter(id, plain),
            Operation::DropConstraint { table: "users".into(), constraint: key(&["id"]) },
            Operation::CreateConstraint { table: "users".into(), constraint: key(&["name", "id"]) },
        ]
    });
}

#[test]
fn an_index_that_a_foreign_key_needs_is_replaced() {
    check_users(|_| {
        let create = |index| Operation::CreateIndex { table: "users".into(), index };
        let drop = |index| Operation::DropIndex { table: "users".into(), index };
        let wide = Index::new("ix_users_role_age", ["role_id", "age"]);
        vec![
            create(wide.clone()),
            create(Index { comment: Some("it's".into()), invisible: true, ..Index::new("ix_a", ["age", "id"]) }),
            create(Index {
                parts: vec![IndexPart { prefix_length: Some(10), ..IndexPart::column("name") }],
                ..Index::new("ix_n", ["name"])
            }),
            drop(wide),
        ]
    });
}

#[test]
fn descending_and_full_text_indexes() {
    check_users(|_| {
        let create = |index| Operation::CreateIndex { table: "users".into(), index };
        let down = IndexPart { order: SortOrder::Descending, ..IndexPart::column("age") };
        let full_text = |name: &str| Index { method: Some("fulltext".into()), ..Index::new(name, ["name"]) };
        vec![
            create(Index { parts: vec![down], ..Index::new("ix_down", ["age"]) }),
            create(full_text("ft_a")),
            create(full_text("ft_b")),
        ]
    });
}

#[test]
fn two_foreign_keys_share_an_index() {
    check_users(|_| {
        let create = |name: &str| Operation::CreateConstraint {
            table: "users".into(),
            constraint: foreign(name, &["role_id"], "roles", &["id"]),
        };
        vec![create("fk_second"), create("fk_a_third")]
    });
}

#[test]
fn comments_and_options_change() {
    check_users(|schema| {
        let from = schema.table(&"users".into()).unwrap().options.clone();
        let mut to = from.clone();
        to.charset = Some("latin1".into());
        to.collation = Some("latin1_german1_ci".into());
        to.row_format = Some("compact".into());
        vec![
            Operation::AlterTableComment { table: "users".into(), from: Some("people".into()), to: None },
            Operation::AlterTableOptions { table: "users".into(), from, to },
        ]
    });
}

#[test]
fn enum_values_stand_in_every_column() {
    let mood = EnumType::new("mood", ["sad", "it's"]);
    let happy = EnumType::new("mood", ["sad", "it's", "a\\b, c"]);
    let column = |name: &str| Column::new(name, mood.column_type());
    let table = |name: &str| {
        Table::new(name)
            .column(integer("id"))
            .column(column("mood").default_value(Literal::text("it's")))
            .column(column("other").nullable().comment("kept"))
            .constraint(key(&["id"]))
    };
    let start = Schema { enum_types: [mood.clone()].into_iter().collect(), ..of([table("a"), table("b")]) };
    let operations = [
        Operation::AlterEnum { from: mood.clone(), to: happy },
        Operation::RenameEnum { from: "mood".into(), to: "temper".into() },
    ];
    on_mysql(async |database| {
        there_and_back(
            database,
            &start,
            "INSERT INTO a (id) VALUES (1), (2); INSERT INTO b (id) VALUES (1)",
            &operations,
        )
        .await;
    });
}

#[test]
fn views_are_made_and_changed() {
    let start = users();
    let one = View::new("v_users", "SELECT id, name FROM users WHERE age > 3");
    let other =
        View::new("v_users", "SELECT u.id, r.name AS role FROM users AS u LEFT JOIN roles AS r ON r.id = u.role_id");
    let operations = [Operation::CreateView { view: one.clone() }, Operation::AlterView { from: one, to: other }];
    on_mysql(async |database| there_and_back(database, &start, ROWS, &operations).await);
}

#[test]
fn rows_are_inserted_and_deleted_exactly() {
    check_users(|_| {
        let text = Literal::text;
        vec![Operation::InsertRows {
            table: "roles".into(),
            columns: vec!["id".into(), "name".into()],
            rows: vec![vec![Literal::number(7), text("a\\b'c 😀")], vec![Literal::number(8), text("ADMIN")]],
        }]
    });
}

#[test]
fn every_type_with_its_default_is_read_back() {
    let columns = [
        (ColumnType::Boolean, Some(Literal::Boolean(true))),
        (ColumnType::Integer { width: IntegerWidth::Tiny, unsigned: false }, Some(Literal::number(-1))),
        (ColumnType::Integer { width: IntegerWidth::Tiny, unsigned: true }, None),
        (ColumnType::Integer { width: IntegerWidth::Medium, unsigned: true }, Some(Literal::text("5"))),
        (ColumnType::Integer { width: IntegerWidth::Big, unsigned: true }, Some(Literal::number(u64::MAX))),
        (ColumnType::Real, Some(Literal::number("0.1"))),
        (ColumnType::Double, Some(Literal::number("1e20"))),
        (ColumnType::numeric(10, 3), Some(Literal::number("-1.5"))),
        (ColumnType::Numeric { precision: Some(8), scale: None }, Some(Literal::number("1"))),
        (ColumnType::Char { length: None }, Some(Literal::text("x"))),
        (ColumnType::varchar(40), Some(Literal::text("it's \"a\" \\ `b` % é😀? \n"))),
        (ColumnType::varchar(9), Some(Literal::text("NULL"))),
        (ColumnType::Text { size: LobSize::Tiny }, Some(Literal::text("it's \\ 😀"))),
        (ColumnType::Text { size: LobSize::Long }, None),
        (ColumnType::Binary { length: Some(4) }, Some(Literal::Bytes(vec![0, 255, b'\'']))),
        (ColumnType::Varbinary { length: Some(9) }, Some(Literal::Bytes(vec![0, 255, 0]))),
        (ColumnType::blob(), Some(Literal::Bytes(vec![1, b'\\', 0]))),
        (ColumnType::Bit { length: Some(8), varying: false }, Some(Literal::number(5))),
        (ColumnType::Date, Some(Literal::text("2020-01-01"))),
        (ColumnType::Time { precision: None, zoned: false }, Some(Literal::text("10:00"))),
        (ColumnType::Timestamp { precision: Some(6), zoned: false }, Some(Literal::text("2020-01-01T10:00"))),
        (ColumnType::Timestamp { precision: None, zoned: true }, None),
        (ColumnType::Uuid, None),
        (ColumnType::Json, None),
        (ColumnType::Jsonb, Some(Literal::text("{\"a\": [1]}"))),
        (ColumnType::Set { values: vec!["x".into(), "y".into()] }, Some(Literal::text("x,y"))),
        (ColumnType::Raw { sql: "YEAR".into() }, Some(Literal::number(2020))),
        (ColumnType::Raw { sql: "int(5) unsigned zerofill".into() }, None),
        (ColumnType::Raw { sql: "POINT".into() }, None),
    ];
    let mut table = Table::new("every").column(integer("id").auto_increment()).constraint(key(&["id"]));
    for (place, (ty, default)) in columns.into_iter().enumerate() {
        let column = Column::new(format!("c{place}"), ty);
        table.columns.insert(Column { name: format!("n{place}"), ..column.clone().nullable() });
        table.columns.insert(match default {
            Some(literal) => column.default_value(literal),
            None => column,
        });
    }
    let expression = |name: &str, ty, sql: &str| Column::new(name, ty).default_expr(sql);
    table.columns.insert(expression("now", ColumnType::Timestamp { precision: Some(3), zoned: true }, "now()"));
    table.columns.insert(Column {
        on_update: Some("CURRENT_TIMESTAMP".into()),
        ..expression("changed", ColumnType::timestamp(), "CURRENT_TIMESTAMP")
    });
    table.columns.insert(expression("today", ColumnType::Date, "CURRENT_DATE"));
    table.columns.insert(expression("random", ColumnType::varchar(36), "uuid()"));
    table.columns.insert(expression("said", ColumnType::varchar(36), "concat('it''s', \"x\", '\\\\')"));
    table.columns.insert(Column { invisible: true, ..varchar("hidden").nullable() });
    table.columns.insert(Column { collation: Some("utf8mb4_bin".into()), ..varchar("exact").nullable() });
    table.columns.insert(Column { charset: Some("ascii".into()), ..varchar("plain").nullable() });
    let start = of([table]);
    on_mysql(async |database| there_and_back(database, &start, "", &[]).await);
}

#[test]
fn mariadb_has_sequences() {
    let sequence = Sequence::new("tickets");
    let mut faster = sequence.clone();
    faster.options.increment = Some(10);
    faster.options.cycle = true;
    let operations = [
        Operation::CreateSequence { sequence: sequence.clone() },
        Operation::AlterSequence { from: sequence, to: faster },
    ];
    on_mysql(async |database| {
        let dialect = database.connect().await.dialect();
        if dialect.capabilities().sequences {
            there_and_back(database, &users(), ROWS, &operations).await;
        } else {
            assert!(aludel_core::plan::plan(&*dialect, &Schema::default(), &operations).is_err());
        }
    });
}

#[test]
fn a_check_may_have_the_name_of_its_column() {
    check_users(|schema| {
        let age = column(schema, "age");
        vec![
            Operation::CreateConstraint { table: "users".into(), constraint: check("age", "age < 200") },
            alter(age.clone(), Column { comment: Some("in years".into()), ..age }),
        ]
    });
}

/// Changes a column in place while it is built.
trait With: Sized {
    fn with(self, change: impl FnOnce(&mut Self)) -> Self;
}

impl With for Column {
    fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }
}
