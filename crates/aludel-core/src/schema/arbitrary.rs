//! Random schemas for property tests: small, so that two of them share names, and without dangling references.

use proptest::collection::{btree_map, btree_set};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::*;
use crate::name;

const TABLES: [&str; 5] = ["albums", "bands", "crews", "days", "weird \"name\""];
const COLUMNS: [&str; 5] = ["id", "name", "order", "größe", "other_id"];
const ENUMS: [&str; 2] = ["mood", "size"];

/// A schema of a few tables.
pub(crate) fn schema() -> impl Strategy<Value = Schema> {
    let enums = btree_map(select(&ENUMS[..]), btree_set(select(vec!["a", "b", "c"]), 1..3), 0..=2);
    let tables = btree_map(select(&TABLES[..]), any::<u64>(), 0..=4);
    (enums, tables).prop_flat_map(|(enums, tables)| {
        let enums: Vec<EnumType> = enums.into_iter().map(|(name, values)| EnumType::new(name, values)).collect();
        let names: Vec<&'static str> = tables.into_keys().collect();
        let tables: Vec<_> = names.iter().map(|table| self::table(table, names.clone(), enums.clone())).collect();
        (tables, Just(enums)).prop_map(|(tables, enums)| {
            let mut schema = Schema { enum_types: enums.into_iter().collect(), ..Schema::default() };
            schema.tables = tables.into_iter().collect();
            schema
        })
    })
}

/// A table with an `id` that is its primary key.
fn table(table: &'static str, others: Vec<&'static str>, enums: Vec<EnumType>) -> impl Strategy<Value = Table> {
    let columns = subsequence(COLUMNS[1..].to_vec(), 0..=4)
        .prop_flat_map(move |names| names.into_iter().map(|name| column(name, enums.clone())).collect::<Vec<_>>());
    (columns, foreign_key(table, others), any::<[bool; 5]>(), option::of("[a-z ']{1,8}")).prop_map(
        move |(columns, key, [unique, index, check, auto, unique_index], comment)| {
            let mut id = Column::new("id", ColumnType::integer());
            id.generation = auto.then_some(Generation::AutoIncrement);
            let mut built = Table::new(table).column(id);
            let name = built.name.clone();
            let pk = PrimaryKey::new(name::primary_key(&name), ["id"]);
            built.constraints.insert(Constraint::PrimaryKey(pk));
            let names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
            built.columns = built.columns.into_iter().chain(columns).collect();
            if let (true, Some(column)) = (unique, names.first()) {
                let columns = [column.clone()];
                built.constraints.insert(Constraint::Unique(Unique::new(name::unique(&name, &columns), columns)));
            }
            if index && names.len() > 1 {
                let index = Index { unique: unique_index, ..Index::new(name::index(&name, &names), names.clone()) };
                built.indexes.insert(index);
            }
            if check {
                built.constraints.insert(Constraint::Check(Check::new(name::check(&name, &[], "id > 0"), "id > 0")));
            }
            if let Some(key) = key.filter(|key| names.contains(&key.columns[0])) {
                built.constraints.insert(Constraint::ForeignKey(key));
            }
            Table { comment, ..built }
        },
    )
}

fn column(name: &'static str, enums: Vec<EnumType>) -> BoxedStrategy<Column> {
    if name == "other_id" {
        return any::<bool>()
            .prop_map(|nullable| Column { nullable, ..Column::new("other_id", ColumnType::integer()) })
            .boxed();
    }
    let mut types = vec![
        (ColumnType::integer(), Some(Literal::number(7))),
        (ColumnType::big_integer(), Some(Literal::number(-1))),
        (ColumnType::Boolean, Some(Literal::Boolean(true))),
        (ColumnType::varchar(20), Some(Literal::text("it's"))),
        (ColumnType::varchar(40), Some(Literal::text("back\\slash"))),
        (ColumnType::text(), None),
        (ColumnType::numeric(10, 2), Some(Literal::number("1.50"))),
        (ColumnType::Date, None),
        (ColumnType::timestamp(), None),
        (ColumnType::blob(), None),
        (ColumnType::Double, None),
    ];
    types.extend(enums.iter().map(|enum_type| (enum_type.column_type(), None)));
    (select(types), any::<[bool; 2]>(), option::of("[a-z ']{1,8}"))
        .prop_map(move |((ty, literal), [nullable, default], comment)| Column {
            nullable,
            default: literal.filter(|_| default).map(DefaultValue::Literal),
            comment,
            ..Column::new(name, ty)
        })
        .boxed()
}

fn foreign_key(table: &'static str, others: Vec<&'static str>) -> impl Strategy<Value = Option<ForeignKey>> {
    let action = select(vec![ReferentialAction::NoAction, ReferentialAction::Cascade]);
    option::of((select(others), action).prop_map(move |(other, on_delete)| {
        let (columns, referred) = (["other_id".to_owned()], other.into());
        let name = name::foreign_key(&table.into(), &columns, &referred);
        ForeignKey { on_delete, ..ForeignKey::new(name, columns, referred, ["id"]) }
    }))
}
