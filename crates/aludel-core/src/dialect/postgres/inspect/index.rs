//! Indexes, from what the catalogue says of them.

use super::catalog;
use crate::dialect::postgres::expression::without_outer_parentheses;
use crate::schema::{Index, IndexPart, NullsOrder, SortOrder};

/// One index.
pub(super) fn read(one: catalog::Index) -> Index {
    let options = one.options.unwrap_or_default();
    let option = |option: &String| option.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
    Index {
        parts: one.parts.into_iter().map(part).collect(),
        unique: one.unique,
        nulls_not_distinct: one.nulls_not_distinct,
        predicate: one.predicate.map(|text| without_outer_parentheses(&text).to_owned()),
        include: one.include.unwrap_or_default(),
        method: Some(one.method).filter(|method| method != "btree"),
        options: options.iter().filter_map(option).collect(),
        comment: one.comment,
        ..Index::new::<String>(one.name, [])
    }
}

fn part(one: catalog::Part) -> IndexPart {
    let target = match one.column {
        Some(column) => IndexPart::column(column),
        None => IndexPart::expression(without_outer_parentheses(&one.expression.unwrap_or_default())),
    };
    let nulls = match (one.descending, one.nulls_first) {
        (false, true) => Some(NullsOrder::First),
        (true, false) => Some(NullsOrder::Last),
        (false, false) | (true, true) => None,
    };
    let order = if one.descending { SortOrder::Descending } else { SortOrder::Ascending };
    IndexPart { order, nulls, operator_class: one.class, collation: one.collation, ..target }
}
