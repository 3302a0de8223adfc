//! The indexes that foreign keys bring along.
//!
//! InnoDB needs an index that begins with the columns of a foreign key. Where none does, the server makes one, named as
//! the constraint, and takes it back as soon as a better one is added. It does not take it back with the foreign key.

use std::collections::BTreeMap;

use super::index::Method;
use crate::schema::{Constraint, ForeignKey, Index, IndexTarget, Table};

/// The names of the indexes that the server makes for a table's foreign keys, each with its columns.
pub(super) fn indexes(table: &Table) -> BTreeMap<String, Vec<String>> {
    let explicit: Vec<Vec<&str>> = explicit(table);
    let keys: Vec<&ForeignKey> = table.foreign_keys().collect();
    let mut made = BTreeMap::new();
    for (place, key) in keys.iter().enumerate() {
        // Of two foreign keys over the same columns, the index of the later one stays; else that of the longer one.
        let better = |(other_place, other): (usize, &&ForeignKey)| {
            let columns: Vec<&str> = other.columns.iter().map(String::as_str).collect();
            let is_better =
                columns.len() > key.columns.len() || columns.len() == key.columns.len() && other_place > place;
            is_better && begins_with(&columns, &key.columns)
        };
        let covered = explicit.iter().any(|columns| begins_with(columns, &key.columns));
        if !covered && !keys.iter().enumerate().any(better) {
            made.insert(key.name.clone(), key.columns.clone());
        }
    }
    made
}

/// Takes the indexes out of an inspected table that the server made for its foreign keys. What is left makes the server
/// make them again.
pub(super) fn leave_out(table: &mut Table) {
    let candidates: Vec<Index> = table.indexes.iter().filter(|index| looks_implicit(table, index)).cloned().collect();
    if candidates.is_empty() {
        return;
    }
    let mut without = table.clone();
    candidates.iter().for_each(|index| drop(without.indexes.remove(&index.name)));
    order_keys(&mut without, &candidates);
    let made = indexes(&without);
    for index in candidates {
        if !made.contains_key(&index.name) {
            without.indexes.insert(index);
        }
    }
    // An index that stays may be as good as one that went; then all of them count as somebody's own.
    if indexes(&without) == made {
        *table = without;
    }
}

/// Of foreign keys over the same columns, puts the one last whose index is there.
fn order_keys(table: &mut Table, present: &[Index]) {
    let (last, first): (Vec<Constraint>, Vec<Constraint>) = table.constraints.iter().cloned().partition(|constraint| {
        present.iter().any(|index| matches!(constraint, Constraint::ForeignKey(key) if key.name == index.name))
    });
    table.constraints = first.into_iter().chain(last).collect();
}

fn looks_implicit(table: &Table, index: &Index) -> bool {
    let plain = Index::new(index.name.clone(), index.columns());
    *index == plain && table.foreign_keys().any(|key| key.name == index.name && key.columns == index.columns())
}

/// The columns that each key of the table begins with, in order, as far as they are whole.
fn explicit(table: &Table) -> Vec<Vec<&str>> {
    let constraints = table.constraints.iter().filter_map(|constraint| match constraint {
        Constraint::PrimaryKey(key) => {
            Some(key.parts().map_while(|(column, length)| length.is_none().then_some(column)).collect())
        }
        Constraint::Unique(unique) => Some(unique.columns.iter().map(String::as_str).collect()),
        Constraint::ForeignKey(_) | Constraint::Check(_) | Constraint::Exclude(_) => None,
    });
    let is_tree = |index: &&Index| Method::of(table, index).is_some_and(Method::has_prefixes);
    let indexes = table.indexes.iter().filter(is_tree).map(|index| {
        let whole = index.parts.iter().map_while(|part| match &part.target {
            IndexTarget::Column(column) => part.prefix_length.is_none().then_some(column.as_str()),
            IndexTarget::Expression(_) => None,
        });
        whole.collect()
    });
    constraints.chain(indexes).collect()
}

fn begins_with(columns: &[&str], first: &[String]) -> bool {
    columns.len() >= first.len() && columns.iter().zip(first).all(|(one, other)| one.eq_ignore_ascii_case(other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::PrimaryKey;

    fn key(name: &str, columns: &[&str]) -> Constraint {
        Constraint::ForeignKey(ForeignKey::new(name, columns.to_vec(), "other", columns.to_vec()))
    }

    #[track_caller]
    fn check(table: Table, expected: &[&str]) {
        assert_eq!(indexes(&table).keys().map(String::as_str).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_foreign_key_without_an_index_gets_one() {
        let table = Table::new("t").constraint(key("fk_a", &["x"]));
        check(table.clone(), &["fk_a"]);
        check(table.clone().index(Index::new("ix", ["x", "y"])), &[]);
        check(table.clone().index(Index::new("ix", ["y", "x"])), &["fk_a"]);
        check(table.constraint(Constraint::PrimaryKey(PrimaryKey::new("pk", ["x"]))), &[]);
    }

    #[test]
    fn the_longer_and_the_later_index_stays() {
        check(Table::new("t").constraint(key("fk_b", &["x"])).constraint(key("fk_a", &["x"])), &["fk_a"]);
        check(Table::new("t").constraint(key("fk_b", &["x", "y"])).constraint(key("fk_a", &["x"])), &["fk_b"]);
    }

    #[test]
    fn what_the_server_made_is_left_out() {
        let mut table = Table::new("t").constraint(key("fk_a", &["x"])).constraint(key("fk_b", &["x"]));
        table.indexes.insert(Index::new("fk_a", ["x"]));
        leave_out(&mut table);
        assert!(table.indexes.is_empty());
        assert_eq!(indexes(&table).keys().collect::<Vec<_>>(), ["fk_a"]);
    }

    #[test]
    fn an_index_that_somebody_else_made_stays() {
        let mut table = Table::new("t").constraint(key("fk_a", &["x"]));
        table.indexes.insert(Index::new("fk_a", ["x"]));
        table.indexes.insert(Index::new("ix", ["x"]));
        leave_out(&mut table);
        assert_eq!(table.indexes.len(), 2);
    }
}
