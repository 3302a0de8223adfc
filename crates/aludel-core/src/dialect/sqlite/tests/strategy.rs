//! Random tables with all that SQLite can keep of one.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::schema::*;

const NAMES: [&str; 6] = ["a", "b", "größe", "odd \"name\"", "order", "CamelCase"];

pub(super) fn ty() -> impl Strategy<Value = ColumnType> {
    select(vec![
        ColumnType::Boolean,
        ColumnType::integer(),
        ColumnType::big_integer(),
        ColumnType::Integer { width: IntegerWidth::Medium, unsigned: true },
        ColumnType::Real,
        ColumnType::Double,
        ColumnType::numeric(10, 2),
        ColumnType::Numeric { precision: Some(3), scale: None },
        ColumnType::Char { length: None },
        ColumnType::varchar(64),
        ColumnType::Text { size: LobSize::Long },
        ColumnType::Varbinary { length: Some(9) },
        ColumnType::Date,
        ColumnType::Time { precision: Some(6), zoned: false },
        ColumnType::Timestamp { precision: Some(6), zoned: true },
        ColumnType::Uuid,
        ColumnType::Jsonb,
        ColumnType::Enum { name: None, values: vec!["x".into()] },
        ColumnType::Raw { sql: "geometry (2, 3)".into() },
        ColumnType::Raw { sql: String::new() },
        ColumnType::Raw { sql: "int".into() },
    ])
}

pub(super) fn default() -> impl Strategy<Value = DefaultValue> {
    let literal = prop_oneof![
        Just(Literal::Null),
        any::<bool>().prop_map(Literal::Boolean),
        any::<i64>().prop_map(Literal::number),
        any::<f64>()
            .prop_filter("a number", |number| number.is_finite())
            .prop_map(|number| Literal::number(format!("{number:?}"))),
        select(vec!["007", "1.50", ".5", "5.", "-0", "+3", "1e3"]).prop_map(Literal::number),
        ".*".prop_map(Literal::Text),
        select(vec!["12", " 1e2", "abc"]).prop_map(Literal::text),
        vec(any::<u8>(), 0..4).prop_map(Literal::Bytes),
    ];
    prop_oneof![literal.prop_map(DefaultValue::Literal), expression().prop_map(DefaultValue::Expression)]
}

/// Texts of expressions, of which not all hold in every table.
pub(super) fn expression() -> impl Strategy<Value = String> {
    select(vec![
        "a > 0",
        "(A>0)",
        "((a > 0) AND (b <> ')'))",
        "(a) + (b)",
        "\"a\" == [b] -- the same\n",
        "`a` /* ( */ IN (1, 2)",
        "length(\"odd \"\"name\"\"\") < 5",
        "x'0aFF'",
        "current_timestamp",
        "(NULL)",
        "-1",
        "CASE WHEN a THEN 'x' ELSE \"null\" END",
        "a ->> '$.b' COLLATE nocase",
    ])
    .prop_map(String::from)
}

pub(super) fn column(name: &'static str) -> impl Strategy<Value = Column> {
    let generation = option::weighted(0.2, (expression(), any::<bool>()));
    let parts = (
        ty(),
        any::<bool>(),
        option::of(default()),
        generation,
        option::of(select(vec!["nocase", "BINARY", "my one"])),
    );
    parts.prop_map(move |(ty, nullable, default, generation, collation)| {
        let generation = generation.map(|(sql, stored)| Generation::Expression {
            sql,
            storage: if stored { Storage::Stored } else { Storage::Virtual },
        });
        Column {
            nullable,
            default: default.filter(|_| generation.is_none()),
            generation,
            collation: collation.map(String::from),
            ..Column::new(name, ty)
        }
    })
}

fn on_conflict() -> impl Strategy<Value = Option<OnConflict>> {
    option::of(select(vec![OnConflict::Abort, OnConflict::Replace, OnConflict::Fail]))
}

fn foreign_key() -> impl Strategy<Value = ForeignKey> {
    use ReferentialAction as Action;
    let action =
        || select(vec![Action::NoAction, Action::Restrict, Action::Cascade, Action::SetNull, Action::SetDefault]);
    let deferral = select(vec![Deferral::Never, Deferral::Immediate, Deferral::Deferred]);
    (action(), action(), deferral).prop_map(|(on_delete, on_update, deferral)| ForeignKey {
        on_delete,
        on_update,
        deferral,
        ..ForeignKey::new("fk", ["a"], "t", ["a"])
    })
}

fn index(columns: Vec<&'static str>) -> impl Strategy<Value = Index> {
    let target = prop_oneof![
        select(columns).prop_map(|name| IndexTarget::Column(name.into())),
        expression().prop_map(|sql| IndexTarget::Expression(format!("abs({sql}\n)"))),
    ];
    let collation = option::of(select(vec!["nocase", "BINARY"]));
    let part = (target, any::<bool>(), collation).prop_map(|(target, descending, collation)| IndexPart {
        target,
        order: if descending { SortOrder::Descending } else { SortOrder::Ascending },
        collation: collation.map(String::from),
        ..IndexPart::column("")
    });
    (vec(part, 1..3), any::<bool>(), option::of(expression())).prop_map(|(parts, unique, predicate)| Index {
        parts,
        unique,
        predicate,
        ..Index::new("ix one", [] as [&str; 0])
    })
}

/// A table called `t`.
pub(super) fn table() -> impl Strategy<Value = Table> {
    let columns = subsequence(NAMES.to_vec(), 1..=NAMES.len());
    columns.prop_flat_map(|names| {
        let columns: Vec<_> = names.iter().map(|name| column(name)).collect();
        let keys = subsequence(names.clone(), 0..=names.len());
        let unique = subsequence(names.clone(), 1..=names.len());
        let parts =
            (columns, keys, unique, option::of(expression()), option::of(foreign_key()), option::of(index(names)));
        (parts, any::<[bool; 3]>(), on_conflict()).prop_map(
            |((columns, key, unique, check, foreign_key, index), [auto, without_rowid, has_unique], on_conflict)| {
                let mut table = columns.into_iter().fold(Table::new("t"), Table::column);
                table.options.without_rowid = without_rowid && !key.is_empty();
                if let [name] = key.as_slice()
                    && auto
                    && !without_rowid
                {
                    table.columns.insert(Column::new(*name, ColumnType::big_integer()).auto_increment());
                }
                let mut constraints: Vec<Constraint> = Vec::new();
                if !key.is_empty() {
                    constraints.push(Constraint::PrimaryKey(PrimaryKey { on_conflict, ..PrimaryKey::new("pk", key) }));
                }
                if has_unique {
                    constraints.push(Constraint::Unique(Unique { on_conflict, ..Unique::new("uq", unique) }));
                }
                constraints.extend(check.map(|check| Constraint::Check(Check::new("ck", check))));
                constraints.extend(foreign_key.map(Constraint::ForeignKey).filter(|_| table.columns.contains("a")));
                let table = constraints.into_iter().fold(table, Table::constraint);
                index.into_iter().fold(table, Table::index)
            },
        )
    })
}
