//! Columns that the database numbers.

use aludel_core::operation::Operation as Op;
use aludel_core::schema::{
    Column, ColumnType, Generation, Identity, IdentityMode, Literal, Schema, SequenceOptions, Table,
};

use super::{assert_holds, on_postgres, run};
use crate::harness::TestDatabase;

fn column(ty: ColumnType, generation: Option<Generation>) -> Column {
    Column { generation, ..Column::new("id", ty) }
}

fn identity(mode: IdentityMode, start: Option<i64>) -> Option<Generation> {
    let options = SequenceOptions { start, ..SequenceOptions::default() };
    Some(Generation::Identity(Identity { mode, options }))
}

/// Numbers a table with two rows in one way and then in another, and returns the numbers of three rows.
async fn renumbered(database: &TestDatabase, from: Column, to: Column) -> Vec<Option<i64>> {
    let mut connection = database.connect().await;
    let connection = connection.as_mut();
    connection.execute("DROP TABLE IF EXISTS t; DROP SEQUENCE IF EXISTS t_id_seq").await.unwrap();
    let table = Table::new("t").column(from.clone()).column(Column::new("name", ColumnType::text()).nullable());
    let numbered = from.is_auto_increment();
    let before = run(connection, &Schema::default(), &[Op::CreateTable { table }]).await;
    assert_holds(connection, &before).await;
    let rows = if numbered { "INSERT INTO t (name) VALUES ('a'), ('b')" } else { "INSERT INTO t (id) VALUES (7), (8)" };
    connection.execute(rows).await.unwrap();
    let alter = Op::AlterColumn { table: "t".into(), from, to: to.clone(), using: None };
    let after = run(connection, &before, std::slice::from_ref(&alter)).await;
    assert_holds(connection, &after).await;
    if to.is_auto_increment() {
        connection.execute("INSERT INTO t (name) VALUES ('c')").await.unwrap();
    }
    let rows = connection.query("SELECT id FROM t ORDER BY 1").await.unwrap();
    run(connection, &after, &[alter.invert().unwrap()]).await;
    assert_holds(connection, &before).await;
    rows.iter().map(|row| row.integer(0)).collect()
}

#[test]
fn each_way_of_numbering_becomes_each_other() {
    let ways = || {
        let big = ColumnType::big_integer;
        [
            column(ColumnType::integer(), None),
            column(big(), None),
            column(ColumnType::integer(), Some(Generation::Serial)),
            column(big(), Some(Generation::Serial)),
            column(ColumnType::integer(), Some(Generation::AutoIncrement)),
            column(big(), identity(IdentityMode::ByDefault, None)),
            column(ColumnType::small_integer(), identity(IdentityMode::Always, Some(5))),
        ]
    };
    on_postgres(async |database| {
        for from in ways() {
            for to in ways().into_iter().filter(|to| *to != from) {
                let numbers = renumbered(database, from.clone(), to.clone()).await;
                assert_eq!(numbers.len(), if to.is_auto_increment() { 3 } else { 2 }, "{from:?} {to:?}");
                let mut distinct = numbers.clone();
                distinct.dedup();
                assert_eq!(distinct, numbers, "{from:?} {to:?}");
            }
        }
    });
}

#[test]
fn a_new_identity_goes_on_behind_the_rows() {
    on_postgres(async |database| {
        let (from, to) =
            (column(ColumnType::integer(), None), column(ColumnType::integer(), Some(Generation::AutoIncrement)));
        assert_eq!(renumbered(database, from, to).await, [Some(7), Some(8), Some(9)]);
    });
}

#[test]
fn rows_that_bring_their_numbers_do_not_stand_in_the_way_of_others() {
    on_postgres(async |database| {
        let mut connection = database.connect().await;
        let connection = connection.as_mut();
        let table = Table::new("t")
            .column(column(ColumnType::integer(), identity(IdentityMode::Always, None)))
            .column(Column::new("ok", ColumnType::Boolean));
        let rows =
            vec![vec![Literal::number(1), Literal::number(1)], vec![Literal::number(2), Literal::Boolean(false)]];
        let columns = vec!["id".to_owned(), "ok".to_owned()];
        let insert = Op::InsertRows { table: "t".into(), columns, rows };
        run(connection, &Schema::default(), &[Op::CreateTable { table }, insert]).await;
        connection.execute("INSERT INTO t (ok) VALUES (TRUE)").await.unwrap();
        let rows = connection.query("SELECT id FROM t ORDER BY 1").await.unwrap();
        assert_eq!(rows.iter().map(|row| row.integer(0)).collect::<Vec<_>>(), [Some(1), Some(2), Some(3)]);
    });
}
