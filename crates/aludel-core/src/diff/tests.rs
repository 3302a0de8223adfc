//! Laws of the diff, on random pairs of schemas.

use proptest::prelude::*;

use super::{Renames, diff};
use crate::operation::{Operation, invert_all};
use crate::schema::arbitrary::schema;
use crate::schema::{Column, ColumnType, Schema, Table, TableOptions};

/// Folds operations, and demands that whatever a schema refers to is there after each of them.
fn fold(from: &Schema, operations: &[Operation]) -> Schema {
    let mut folded = from.clone();
    for operation in operations {
        folded.apply(operation).unwrap_or_else(|error| panic!("{operation}: {error}\nin {operations:#?}"));
        assert_eq!(folded.dangling(), None, "after {operation} in {operations:#?}");
    }
    folded
}

proptest! {
    #[test]
    fn folding_a_diff_gives_the_desired_schema(current in schema(), desired in schema()) {
        let operations = diff(&current, &desired, &Renames::default());
        prop_assert_eq!(fold(&current, &operations), desired);
    }

    #[test]
    fn the_inverse_of_a_diff_leads_back(current in schema(), desired in schema()) {
        let operations = diff(&current, &desired, &Renames::default());
        let back = invert_all(&operations).expect("what a diff makes can be taken back");
        prop_assert_eq!(fold(&desired, &back), current);
    }

    #[test]
    fn nothing_differs_from_itself(schema in schema()) {
        prop_assert_eq!(diff(&schema, &schema, &Renames::default()), []);
    }

    #[test]
    fn the_order_of_tables_and_columns_is_no_difference(schema in schema()) {
        let mut shuffled = schema.clone();
        shuffled.tables = schema.tables.iter().rev().cloned().map(|mut table| {
            table.columns = table.columns.iter().rev().cloned().collect();
            table
        }).collect();
        prop_assert_eq!(diff(&schema, &shuffled, &Renames::default()), []);
        let (there, again) = (diff(&Schema::default(), &schema, &Renames::default()), diff(&Schema::default(), &shuffled, &Renames::default()));
        prop_assert_eq!(there, again);
    }

    #[test]
    fn inverting_twice_changes_nothing(current in schema(), desired in schema()) {
        for operation in diff(&current, &desired, &Renames::default()) {
            let inverse = operation.invert().expect("what a diff makes can be taken back");
            prop_assert_eq!(inverse.invert(), Ok(operation));
        }
    }

    #[test]
    fn what_a_script_says_is_completed_to_the_operation(current in schema(), desired in schema()) {
        let mut before = current.clone();
        for operation in diff(&current, &desired, &Renames::default()) {
            let said = crate::operation::Recorded::of(&operation);
            prop_assert_eq!(before.complete(said), Ok(operation.clone()));
            before.apply(&operation).expect("a diff folds");
        }
    }

    #[test]
    fn json_gives_back_what_it_was_given(current in schema(), desired in schema()) {
        let operations = diff(&current, &desired, &Renames::default());
        let json = serde_json::to_string(&operations).expect("operations are data");
        prop_assert_eq!(serde_json::from_str::<Vec<Operation>>(&json).expect("it was just written"), operations);
        let json = serde_json::to_string(&desired).expect("a schema is data");
        prop_assert_eq!(serde_json::from_str::<Schema>(&json).expect("it was just written"), desired);
    }
}

#[test]
fn tables_in_a_circle_are_made_and_dropped_with_a_key_of_their_own() {
    use crate::schema::{Column, ColumnType, Constraint, ForeignKey, PrimaryKey, Table};
    let table = |name: &str, other: &str| {
        Table::new(name)
            .column(Column::new("id", ColumnType::integer()))
            .column(Column::new("other_id", ColumnType::integer()).nullable())
            .constraint(Constraint::PrimaryKey(PrimaryKey::new(format!("pk_{name}"), ["id"])))
            .constraint(Constraint::ForeignKey(ForeignKey::new(format!("fk_{name}"), ["other_id"], other, ["id"])))
    };
    let mut desired = Schema::default();
    desired.tables.insert(table("hens", "eggs"));
    desired.tables.insert(table("eggs", "hens"));
    let operations = diff(&Schema::default(), &desired, &Renames::default());
    let words: Vec<String> = operations.iter().map(ToString::to_string).collect();
    assert_eq!(words, ["create table eggs", "create table hens", "create foreign key fk_eggs on eggs"]);
    assert_eq!(fold(&desired, &invert_all(&operations).expect("it can be taken back")), Schema::default());
}

/// A `STRICT` table has no decimal numbers, whatever else comes between the changes.
#[test]
fn a_rule_is_let_go_of_before_the_columns_change_and_made_after_them() {
    let table = |ty: ColumnType, strict: bool| {
        let table = Table::new("t").column(Column::new("amount", ty));
        let options = TableOptions { strict, ..TableOptions::default() };
        Schema { tables: [Table { options, ..table }].into_iter().collect(), ..Schema::default() }
    };
    let (strict, free) = (table(ColumnType::integer(), true), table(ColumnType::numeric(10, 2), false));
    let words =
        |from, to| -> Vec<String> { diff(from, to, &Renames::default()).iter().map(ToString::to_string).collect() };
    assert_eq!(words(&strict, &free), ["alter options of table t", "alter column t.amount"]);
    assert_eq!(words(&free, &strict), ["alter column t.amount", "alter options of table t"]);
}
