//! Changes of each kind, there and back.

use aludel_core::operation::Operation as Op;
use aludel_core::schema::{
    Check, Column, ColumnType, Constraint, ConstraintKind, Deferral, EnumType, Exclude, ExcludeElement, ForeignKey,
    Generation, Index, IndexPart, Literal, MatchType, NullsOrder, PrimaryKey, ReferentialAction, Sequence,
    SequenceOptions, SortOrder, Storage, Table, TableOptions, Unique, Validity, View,
};

use super::{on_postgres, there_and_back};

fn users() -> Table {
    Table::new("users")
        .column(Column::new("id", ColumnType::integer()).auto_increment())
        .column(Column::new("name", ColumnType::varchar(64)))
        .column(Column::new("age", ColumnType::small_integer()).nullable().default_value(Literal::number(7)))
        .column(Column::new("score", ColumnType::numeric(10, 2)).default_value(Literal::number("1.50")))
        .constraint(Constraint::PrimaryKey(PrimaryKey::new("pk_users", ["id"])))
}

const USERS: &str = "INSERT INTO users (name, age) VALUES ('Ada', 36), ('Grace', NULL)";

/// A change of a table of people with two rows.
#[track_caller]
fn check(change: &[Op]) {
    check_from(&[Op::CreateTable { table: users() }], USERS, change);
}

#[track_caller]
fn check_from(start: &[Op], rows: &str, change: &[Op]) {
    on_postgres(async |database| there_and_back(database, start, rows, change).await);
}

fn alter(from: Column, to: Column) -> Op {
    Op::AlterColumn { table: "users".into(), from, to, using: None }
}

fn of_users(name: &str) -> Column {
    users().columns.get(name).unwrap().clone()
}

#[test]
fn a_table_with_every_type() {
    use ColumnType as Ty;
    let types = [
        Ty::Boolean,
        Ty::small_integer(),
        Ty::big_integer(),
        Ty::Real,
        Ty::Double,
        Ty::Numeric { precision: None, scale: None },
        Ty::Numeric { precision: Some(5), scale: None },
        Ty::Char { length: None },
        Ty::Char { length: Some(3) },
        Ty::Varchar { length: None },
        Ty::text(),
        Ty::Binary { length: Some(16) },
        Ty::blob(),
        Ty::Bit { length: None, varying: false },
        Ty::Bit { length: Some(5), varying: true },
        Ty::Date,
        Ty::Time { precision: Some(3), zoned: false },
        Ty::Time { precision: None, zoned: true },
        Ty::timestamp(),
        Ty::Timestamp { precision: Some(6), zoned: true },
        Ty::Timestamp { precision: Some(0), zoned: false },
        Ty::Interval { fields: None, precision: None },
        Ty::Interval { fields: Some("day to second".into()), precision: Some(2) },
        Ty::Uuid,
        Ty::Json,
        Ty::Jsonb,
        Ty::array(Ty::text()),
        Ty::array(Ty::array(Ty::numeric(5, 1))),
        Ty::Inet,
        Ty::Cidr,
        Ty::MacAddr,
        Ty::Raw { sql: "tsvector".into() },
        Ty::Raw { sql: "\"char\"".into() },
        Ty::Raw { sql: "POINT".into() },
    ];
    let columns = types.into_iter().enumerate().map(|(place, ty)| Column::new(format!("c{place}"), ty).nullable());
    let table = columns.fold(Table::new("everything"), Table::column);
    check(&[Op::CreateTable { table }]);
}

#[test]
fn a_table_with_every_kind_of_default() {
    use ColumnType as Ty;
    let literal = |name: &str, ty: Ty, literal: Literal| Column::new(name, ty).default_value(literal);
    let table = Table::new("defaults")
        .column(literal("a", Ty::text(), Literal::text(r"it's \ here")))
        .column(literal("b", Ty::Boolean, Literal::number(1)))
        .column(literal("c", Ty::integer(), Literal::number("-1")))
        .column(literal("d", Ty::Double, Literal::number("1e3")))
        .column(literal("e", Ty::blob(), Literal::Bytes(vec![0, 1, 255])))
        .column(literal("f", Ty::Date, Literal::text("2020-01-01")))
        .column(literal("g", Ty::timestamp(), Literal::text("2020-01-01")))
        .column(literal("h", Ty::Jsonb, Literal::text("{\"b\":1,\"a\":[1, 2]}")))
        .column(literal("i", Ty::Json, Literal::text("{\"b\":1}")))
        .column(literal("j", Ty::Uuid, Literal::text("A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11")))
        .column(literal("k", Ty::array(Ty::integer()), Literal::text("{}")))
        .column(literal("l", Ty::Char { length: Some(3) }, Literal::text("ab")))
        .column(literal("m", Ty::text(), Literal::number(5)))
        .column(literal("n", Ty::varchar(9), Literal::Null).nullable())
        .column(literal("o", Ty::Bit { length: Some(3), varying: false }, Literal::text("101")))
        .column(literal("p", Ty::big_integer(), Literal::number(0)))
        .column(Column::new("q", Ty::timestamp_zoned()).default_expr("now()"))
        .column(Column::new("r", Ty::timestamp_zoned()).default_expr("CURRENT_TIMESTAMP"))
        .column(Column::new("s", Ty::text()).default_expr("'a' || 'b'"))
        .column(Column::new("t", Ty::text()).default_expr("'plain'"))
        .column(Column::new("u", Ty::timestamp()).default_expr("now() AT TIME ZONE 'utc'"))
        .column(Column::new("v", Ty::Inet).default_value(Literal::text("10.0.0.1")));
    check(&[Op::CreateTable { table }]);
}

#[test]
fn every_kind_of_constraint() {
    let key = |name: &str| ForeignKey::new(name, ["user_id"], "users", ["id"]);
    let posts = Table::new("posts")
        .column(Column::new("id", ColumnType::Uuid))
        .column(Column::new("user_id", ColumnType::integer()).nullable())
        .column(Column::new("title", ColumnType::text()))
        .column(Column::new("body", ColumnType::text()))
        .column(Column::new("during", ColumnType::Raw { sql: "int4range".into() }))
        .constraint(Constraint::PrimaryKey(PrimaryKey {
            deferral: Deferral::Immediate,
            ..PrimaryKey::new("pk_posts", ["id", "title"])
        }))
        .constraint(Constraint::ForeignKey(ForeignKey {
            on_delete: ReferentialAction::Cascade,
            on_update: ReferentialAction::Restrict,
            deferral: Deferral::Deferred,
            ..key("fk_one")
        }))
        .constraint(Constraint::ForeignKey(ForeignKey {
            on_delete: ReferentialAction::SetNull,
            match_type: MatchType::Full,
            validity: Validity::NotValid,
            ..key("fk_two")
        }))
        .constraint(Constraint::Unique(Unique {
            include: vec!["body".into()],
            deferral: Deferral::Never,
            ..Unique::new("uq_title", ["title", "user_id"])
        }))
        .constraint(Constraint::Check(Check::new("ck_title", "title IN ('a', 'b') OR length(title) > 3")))
        .constraint(Constraint::Check(Check {
            validity: Validity::NotValid,
            no_inherit: true,
            ..Check::new("ck_body", "(body <> title)")
        }))
        .constraint(Constraint::Exclude(Exclude {
            name: "ex_during".into(),
            method: "gist".into(),
            elements: vec![ExcludeElement { target: "during".into(), operator: "&&".into() }],
            include: vec![],
            predicate: Some("title <> 'x'".into()),
            deferral: Deferral::Immediate,
        }));
    let constraints = posts.constraints.clone();
    let mut bare = posts.clone();
    bare.constraints = Default::default();
    check(&[Op::CreateTable { table: posts.clone() }]);
    let adds = constraints.into_iter().map(|constraint| Op::CreateConstraint { table: "posts".into(), constraint });
    let start = [Op::CreateTable { table: users() }, Op::CreateTable { table: bare }];
    let rows =
        "INSERT INTO users (name) VALUES ('Ada'); INSERT INTO posts VALUES (gen_random_uuid(), 1, 'a', 'b', '[1,2]')";
    check_from(&start, rows, &adds.collect::<Vec<_>>());
}

#[test]
fn nulls_that_are_not_distinct() {
    let unique = Unique { nulls_not_distinct: true, ..Unique::new("uq_users_age", ["age"]) };
    let index = Index { nulls_not_distinct: true, ..Index::new("ix_users_age", ["age"]).unique() };
    on_postgres(async |database| {
        let version = database.connect().await.dialect().version();
        if version >= aludel_core::dialect::Version(15, 0, 0) {
            let change = [
                Op::CreateConstraint { table: "users".into(), constraint: Constraint::Unique(unique.clone()) },
                Op::CreateIndex { table: "users".into(), index: index.clone() },
            ];
            there_and_back(database, &[Op::CreateTable { table: users() }], USERS, &change).await;
        }
    });
}

#[test]
fn every_kind_of_index() {
    let create = |index: Index| Op::CreateIndex { table: "users".into(), index };
    let part = |name: &str| IndexPart::column(name);
    check(&[
        create(Index::new("ix_plain", ["name"]).unique()),
        create(Index {
            parts: vec![
                IndexPart { order: SortOrder::Descending, ..part("name") },
                IndexPart { order: SortOrder::Descending, nulls: Some(NullsOrder::Last), ..part("age") },
                IndexPart { nulls: Some(NullsOrder::First), ..part("score") },
                IndexPart { nulls: Some(NullsOrder::Last), ..part("id") },
            ],
            include: vec!["id".into()],
            ..Index::new::<String>("ix_order", [])
        }),
        create(Index {
            parts: vec![
                IndexPart::expression("lower(name)"),
                IndexPart::expression("age + 1"),
                IndexPart {
                    collation: Some("C".into()),
                    operator_class: Some("text_pattern_ops".into()),
                    ..part("name")
                },
            ],
            predicate: Some("age > 3 AND name <> 'x'".into()),
            options: [("fillfactor".to_owned(), "70".to_owned())].into(),
            comment: Some("what it is for".into()),
            ..Index::new::<String>("ix_expressions", [])
        }),
        create(Index { method: Some("hash".into()), ..Index::new("ix_hash", ["name"]) }),
        create(Index { method: Some("BRIN".into()), ..Index::new("ix_brin", ["id"]) }),
        create(Index { method: Some("btree".into()), ..Index::new("ix_btree", ["id"]) }),
        create(Index {
            method: Some("gin".into()),
            parts: vec![IndexPart::expression("to_tsvector('english', name)")],
            ..Index::new::<String>("ix_gin", [])
        }),
        Op::RenameIndex { table: "users".into(), from: "ix_plain".into(), to: "ix_renamed".into() },
    ]);
}

#[test]
fn types_change_with_their_values() {
    let column = |ty: ColumnType| Column::new("v", ty).nullable();
    let pairs = [
        (ColumnType::integer(), ColumnType::big_integer(), "7"),
        (ColumnType::integer(), ColumnType::text(), "7"),
        (ColumnType::integer(), ColumnType::Boolean, "1"),
        (ColumnType::big_integer(), ColumnType::Boolean, "0"),
        (ColumnType::Boolean, ColumnType::text(), "true"),
        (ColumnType::varchar(20), ColumnType::varchar(40), "'x'"),
        (ColumnType::text(), ColumnType::Uuid, "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"),
        (ColumnType::Uuid, ColumnType::blob(), "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"),
        (ColumnType::text(), ColumnType::blob(), "'héllo'"),
        (ColumnType::text(), ColumnType::Jsonb, "'{\"a\": 1}'"),
        (ColumnType::Json, ColumnType::Jsonb, "'{\"a\": 1}'"),
        (ColumnType::text(), ColumnType::Date, "'2020-01-01'"),
        (ColumnType::Date, ColumnType::timestamp(), "'2020-01-01'"),
        (ColumnType::timestamp(), ColumnType::timestamp_zoned(), "'2020-01-01 10:00'"),
        (ColumnType::Double, ColumnType::numeric(10, 2), "1.25"),
        (ColumnType::Inet, ColumnType::text(), "'10.0.0.1/24'"),
        (ColumnType::array(ColumnType::integer()), ColumnType::array(ColumnType::text()), "'{1,2}'"),
        (ColumnType::text(), ColumnType::Interval { fields: None, precision: None }, "'1 day'"),
    ];
    for (from, to, value) in pairs {
        let table = Table::new("t").column(Column::new("id", ColumnType::integer())).column(column(from.clone()));
        let change = Op::AlterColumn { table: "t".into(), from: column(from), to: column(to), using: None };
        check_from(&[Op::CreateTable { table }], &format!("INSERT INTO t VALUES (1, {value}), (2, NULL)"), &[change]);
    }
}

#[test]
fn columns_change() {
    let age = of_users("age");
    check(&[
        alter(of_users("name"), Column::new("name", ColumnType::text()).default_value(Literal::text("nobody"))),
        alter(age.clone(), Column { default: None, ..Column::new("age", ColumnType::text()).nullable() }),
    ]);
    check(&[alter(age.clone(), Column::new("age", ColumnType::text()).nullable().default_value(Literal::text("old")))]);
    check(&[alter(of_users("score"), Column { nullable: true, default: None, ..of_users("score") })]);
    check(&[alter(age.clone(), age.clone().default_expr("1 + 2").comment("in years; it's \\ odd"))]);
    check(&[alter(of_users("name"), Column { collation: Some("C".into()), ..of_users("name") })]);
}

#[test]
fn columns_come_go_and_are_renamed() {
    check(&[
        Op::AddColumn {
            table: "users".into(),
            column: Column::new("active", ColumnType::Boolean).default_value(Literal::Boolean(true)).comment("now"),
        },
        Op::AddColumn {
            table: "users".into(),
            column: Column {
                generation: Some(Generation::Expression { sql: "upper(name)".into(), storage: Storage::Stored }),
                ..Column::new("loud", ColumnType::text()).nullable()
            },
        },
        Op::RenameColumn { table: "users".into(), from: "name".into(), to: "Full \"Name\"".into() },
    ]);
}

#[test]
fn a_generated_column_becomes_a_plain_one() {
    let computed = Column {
        generation: Some(Generation::Expression { sql: "upper(name)".into(), storage: Storage::Stored }),
        ..Column::new("loud", ColumnType::text()).nullable()
    };
    on_postgres(async |database| {
        let mut connection = database.connect().await;
        let start = [Op::CreateTable { table: users().column(computed.clone()) }];
        let before = super::run(connection.as_mut(), &Default::default(), &start).await;
        connection.execute(USERS).await.unwrap();
        let to = Column { generation: None, ..computed.clone() };
        let after = super::run(connection.as_mut(), &before, &[alter(computed.clone(), to)]).await;
        super::assert_holds(connection.as_mut(), &after).await;
        let rows = connection.query("SELECT loud FROM users ORDER BY id").await.unwrap();
        assert_eq!(rows[0].text(0), Some("ADA"));
    });
}

#[test]
fn tables_change() {
    let options = TableOptions { unlogged: true, ..TableOptions::default() };
    check(&[
        Op::CreateNamespace { name: "auth".into() },
        Op::AlterTableOptions { table: "users".into(), from: TableOptions::default(), to: options },
        Op::AlterTableComment { table: "users".into(), from: None, to: Some("people".into()) },
        Op::RenameTable { from: "users".into(), to: ("auth", "people").into() },
        Op::RenameConstraint {
            table: ("auth", "people").into(),
            kind: ConstraintKind::PrimaryKey,
            from: "pk_users".into(),
            to: "pk_people".into(),
        },
    ]);
}

#[test]
fn tables_of_two_namespaces() {
    let log = Table::new(("audit", "log"))
        .column(Column::new("user_id", ColumnType::integer()))
        .column(Column::new("kind", EnumType::new(("audit", "kind"), ["in", "out"]).column_type()))
        .constraint(Constraint::ForeignKey(ForeignKey::new("fk_log", ["user_id"], "users", ["id"])))
        .index(Index { comment: Some("for reports".into()), ..Index::new("ix_log", ["kind"]) });
    check(&[
        Op::CreateNamespace { name: "audit".into() },
        Op::CreateEnum { enum_type: EnumType::new(("audit", "kind"), ["in", "out"]) },
        Op::CreateSequence { sequence: Sequence::new(("audit", "numbers")) },
        Op::CreateTable { table: log },
        Op::RenameIndex { table: ("audit", "log").into(), from: "ix_log".into(), to: "ix_log_kind".into() },
    ]);
}

fn mood(values: &[&str]) -> EnumType {
    EnumType { comment: Some("how they are".into()), ..EnumType::new("mood", values.iter().copied()) }
}

/// A table with two columns of an enum type, and whatever the server keeps as an expression over them.
fn moods() -> Vec<Op> {
    let enum_type = mood(&["sad", "ok", "happy"]);
    let table = users()
        .column(Column::new("mood", enum_type.column_type()).default_value(Literal::text("ok")))
        .column(Column::new("moods", ColumnType::array(enum_type.column_type())).nullable())
        .constraint(Constraint::Check(Check::new("ck_mood", "mood <> 'sad' OR age IS NULL")))
        .index(Index { predicate: Some("mood = 'happy'".into()), ..Index::new("ix_happy", ["name"]) })
        .index(Index::new("ix_mood", ["mood"]));
    let view = View {
        depends_on: vec!["users".into()],
        ..View::new("happy_users", "SELECT id, name FROM users WHERE mood = 'happy'")
    };
    vec![Op::CreateEnum { enum_type }, Op::CreateTable { table }, Op::CreateView { view }]
}

const MOODS: &str =
    "INSERT INTO users (name, mood, moods) VALUES ('Ada', 'happy', '{ok,happy}'), ('Grace', DEFAULT, NULL)";

#[test]
fn enum_types_grow_in_place_and_shrink_by_way_of_a_new_one() {
    let from = mood(&["sad", "ok", "happy"]);
    let to = mood(&["awful", "sad", "so-so", "it's fine", "ok", "happy", "great", "best"]);
    check_from(&moods(), MOODS, &[Op::AlterEnum { from, to }]);
}

#[test]
fn enum_values_move_and_go() {
    let from = mood(&["sad", "ok", "happy"]);
    let to = EnumType { comment: None, ..mood(&["happy", "ok", "sad", "new"]) };
    check_from(&moods(), MOODS, &[Op::AlterEnum { from, to }]);
}

#[test]
fn enum_types_are_renamed() {
    check_from(&moods(), MOODS, &[Op::RenameEnum { from: "mood".into(), to: "feeling".into() }]);
}

#[test]
fn sequences() {
    let plain = Sequence::new("tickets");
    let other = Sequence {
        ty: Some(ColumnType::integer()),
        options: SequenceOptions {
            start: Some(10),
            increment: Some(5),
            maximum: Some(1000),
            cache: Some(3),
            cycle: true,
            ..Default::default()
        },
        comment: Some("numbers".into()),
        ..plain.clone()
    };
    let down = SequenceOptions { increment: Some(-1), ..SequenceOptions::default() };
    let countdown = Sequence { options: down, ..Sequence::new("countdown") };
    check(&[
        Op::CreateSequence { sequence: plain.clone() },
        Op::AlterSequence { from: plain, to: other },
        Op::CreateSequence { sequence: countdown },
    ]);
}

#[test]
fn views() {
    let view = View {
        depends_on: vec!["users".into()],
        comment: Some("the grown".into()),
        ..View::new("adults", "SELECT id, name FROM users WHERE age >= 18;")
    };
    let reader = View { depends_on: vec!["adults".into()], ..View::new("names", "SELECT name FROM adults") };
    let kept = View {
        materialized: true,
        indexes: [Index::new("ix_kept", ["id"]).unique()].into_iter().collect(),
        depends_on: vec!["users".into()],
        ..View::new("kept", "SELECT * FROM users")
    };
    let other = View { query: "SELECT name, id FROM users".into(), ..view.clone() };
    check(&[
        Op::CreateView { view: view.clone() },
        Op::CreateView { view: reader },
        Op::CreateView { view: kept },
        Op::CreateIndex { table: "kept".into(), index: Index::new("ix_kept_name", ["name"]) },
        Op::AlterView { from: view, to: other },
        alter(of_users("name"), Column::new("name", ColumnType::text())),
    ]);
}

#[test]
fn rows() {
    let row = |name: &str, age: Literal| vec![Literal::number(40), Literal::text(name), age];
    let columns: Vec<String> = ["id", "name", "age"].map(str::to_owned).into();
    check(&[
        Op::InsertRows { table: "users".into(), columns: columns.clone(), rows: vec![row("it's \\", Literal::Null)] },
        Op::InsertRows { table: "users".into(), columns, rows: vec![] },
    ]);
}

#[test]
fn everything_in_one_batch() {
    let operations = vec![
        Op::AddColumn { table: "users".into(), column: Column::new("email", ColumnType::text()).nullable() },
        Op::CreateConstraint {
            table: "users".into(),
            constraint: Constraint::Unique(Unique::new("uq_users_email", ["email"])),
        },
    ];
    check(&[Op::Batch { table: "users".into(), operations }]);
}
