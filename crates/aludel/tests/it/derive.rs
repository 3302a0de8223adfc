//! The table that a derive makes.

use aludel::schema::{
    Check, Column, ColumnType, Constraint, ForeignKey, Index, IndexPart, IntegerWidth, Literal, PrimaryKey,
    ReferentialAction, Storage, Table, Unique,
};
use aludel::{Model, models};

type Maybe<T> = Option<T>;

/// A person who can sign in,
/// or could.
///
/// Not a robot.
#[derive(Model, sqlx::FromRow, serde::Serialize)]
#[model(table = "users", schema = "auth", comment, renamed_from = "people")]
#[model(unique(name = "uq_tenant", columns("tenant", "email")), check(expr = "age < 200"))]
#[model(index(name = "ix_lower", expression = "lower(email)", unique, predicate = "active"))]
#[model(index(columns("tenant"), include("email"), method = "btree"))]
#[serde(rename_all = "camelCase")]
struct User {
    #[model(primary_key, auto_increment)]
    id: i64,
    tenant: i32,
    #[model(length = 254, comment = "where letters go", collation = "C")]
    #[serde(rename = "mail")]
    email: String,
    #[model(length = 64, unique, index)]
    username: String,
    #[model(unique = "badge")]
    r#type: i16,
    #[model(unique = "badge", index, renamed_from = "number")]
    badge: Maybe<u32>,
    /// Years since birth.
    #[model(check = "age >= 0", default = -1, comment, index = "age_and_score")]
    age: i8,
    #[model(index = "age_and_score")]
    #[sqlx(default)]
    score: f64,
    #[model(default = true)]
    active: bool,
    #[model(column = "createdAt", default_expr = "now()")]
    #[sqlx(rename = "createdAt")]
    #[serde(skip)]
    created_at: chrono::DateTime<chrono::Utc>,
    #[model(precision = 10, scale = 2)]
    #[serde(skip)]
    balance: rust_decimal::Decimal,
    #[model(generated = "age * 2", virtual)]
    twice: Option<i32>,
    #[model(type = "point", nullable)]
    #[serde(skip)]
    place: NotAColumn,
    #[model(type = "circle")]
    #[serde(skip)]
    area: Maybe<NotAColumn>,
    #[model(nullable = false)]
    nickname: Option<String>,
    #[model(references = "auth.users.id", on_delete = "set null", on_update = "CASCADE")]
    invited_by: Option<i64>,
    #[model(skip)]
    #[sqlx(skip)]
    cached: Vec<u32>,
}

#[derive(Default, sqlx::Type)]
#[sqlx(type_name = "point")]
struct NotAColumn {
    x: f64,
}

fn expected_columns() -> Vec<Column> {
    let integer = |width, unsigned| ColumnType::Integer { width, unsigned };
    let age = Column::new("age", integer(IntegerWidth::Tiny, false)).default_value(Literal::number(-1));
    let email = Column::new("email", ColumnType::varchar(254)).comment("where letters go");
    let twice = Column::new("twice", ColumnType::integer()).nullable();
    vec![
        Column::new("id", ColumnType::big_integer()).auto_increment(),
        Column::new("tenant", ColumnType::integer()),
        Column { collation: Some("C".into()), ..email },
        Column::new("username", ColumnType::varchar(64)),
        Column::new("type", ColumnType::small_integer()),
        Column::new("badge", integer(IntegerWidth::Regular, true)).nullable(),
        age.comment("Years since birth."),
        Column::new("score", ColumnType::Double),
        Column::new("active", ColumnType::Boolean).default_value(Literal::Boolean(true)),
        Column::new("createdAt", ColumnType::timestamp_zoned()).default_expr("now()"),
        Column::new("balance", ColumnType::numeric(10, 2)),
        Column {
            generation: Some(aludel::schema::Generation::Expression {
                sql: "age * 2".into(),
                storage: Storage::Virtual,
            }),
            ..twice
        },
        Column::new("place", ColumnType::Raw { sql: "point".into() }).nullable(),
        Column::new("area", ColumnType::Raw { sql: "circle".into() }).nullable(),
        Column::new("nickname", ColumnType::text()),
        Column::new("invited_by", ColumnType::big_integer()).nullable(),
    ]
}

fn expected_constraints() -> Vec<Constraint> {
    let mut foreign_key = ForeignKey::new("fk_users_invited_by_users", ["invited_by"], ("auth", "users"), ["id"]);
    foreign_key.on_delete = ReferentialAction::SetNull;
    foreign_key.on_update = ReferentialAction::Cascade;
    let hashed = aludel::name::check(&("auth", "users").into(), &[], "age < 200");
    vec![
        Constraint::PrimaryKey(PrimaryKey::new("pk_users", ["id"])),
        Constraint::Unique(Unique::new("uq_users_type_badge", ["type", "badge"])),
        Constraint::Unique(Unique::new("uq_tenant", ["tenant", "email"])),
        Constraint::Check(Check::new("ck_users_age", "age >= 0")),
        Constraint::Check(Check::new(hashed, "age < 200")),
        Constraint::ForeignKey(foreign_key),
    ]
}

fn expected_indexes() -> Vec<Index> {
    let mut lower = Index::new("ix_lower", [""; 0]).unique();
    lower.parts.push(IndexPart::expression("lower(email)"));
    lower.predicate = Some("active".into());
    let mut tenant = Index::new("ix_users_tenant", ["tenant"]);
    tenant.include = vec!["email".into()];
    tenant.method = Some("btree".into());
    vec![
        Index::new("ix_users_username", ["username"]).unique(),
        Index::new("ix_users_badge", ["badge"]),
        Index::new("ix_users_age_score", ["age", "score"]),
        lower,
        tenant,
    ]
}

#[test]
fn a_wide_struct_is_the_table_it_says() {
    let mut expected = Table::new(("auth", "users")).comment("A person who can sign in, or could.");
    expected.columns = expected_columns().into_iter().collect();
    expected.constraints = expected_constraints().into_iter().collect();
    expected.indexes = expected_indexes().into_iter().collect();
    let model = User::table();
    assert_eq!(model.table, expected);
    assert_eq!(model.errors, []);
    let columns = |table: &Table| table.columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>();
    assert_eq!(columns(&model.table), columns(&expected), "columns stand in the order of the fields");
}

#[test]
fn a_model_knows_its_place_and_its_former_names() {
    let model = User::table();
    assert_eq!(model.renamed_from, Some(("auth", "people").into()));
    assert_eq!(model.renamed_columns.into_iter().collect::<Vec<_>>(), [("badge".into(), "number".into())]);
    let line = |needle: &str| {
        let before = include_str!("derive.rs").lines().take_while(|line| !line.contains(needle)).count();
        u32::try_from(before).unwrap() + 1
    };
    assert!(model.place.file.ends_with("derive.rs"));
    assert_eq!(model.place.line, line("struct User {"));
    assert_eq!(model.references["fk_users_invited_by_users"].line, line("invited_by: Option<i64>"));
}

#[derive(Model)]
struct OrderLine {
    #[model(primary_key)]
    order_id: i32,
    #[model(primary_key)]
    line: i32,
}

#[derive(Model)]
#[model(primary_key("line", "order_id"))]
#[model(foreign_key(
    columns("order_id", "line"),
    references("order_line.order_id", "order_line.line"),
    on_delete = "cascade"
))]
struct Delivery {
    order_id: i32,
    line: i32,
}

#[test]
fn keys_may_be_over_several_columns() {
    let order_line = OrderLine::table().table;
    assert_eq!(order_line.name, "order_line".into());
    assert_eq!(order_line.primary_key().unwrap().columns, ["order_id", "line"]);
    let delivery = Delivery::table().table;
    assert_eq!(delivery.primary_key().unwrap().columns, ["line", "order_id"]);
    let foreign_key = delivery.foreign_keys().next().unwrap();
    assert_eq!(foreign_key.name, "fk_delivery_order_id_line_order_line");
    assert_eq!(foreign_key.referred_columns, ["order_id", "line"]);
    assert!(models![OrderLine, Delivery].schema().is_ok());
}
