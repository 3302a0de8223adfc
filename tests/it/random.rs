//! Random pairs of schemas on real servers: one turned into the other leaves no difference, loses no row, and goes back.
//!
//! `ALUDEL_TEST_PAIRS` says how many for each server, `ALUDEL_TEST_SEED` with which number to begin; a pair that fails
//! is made again by its number.

mod dice;
mod hostile;
mod schemas;

use aludel_core::connection::Connection;
use aludel_core::dialect::{Dialect, align};
use aludel_core::diff::{Renames, diff};
use aludel_core::operation::{Operation, invert_all};
use aludel_core::revision::Direction;
use aludel_core::schema::Schema;

use crate::harness::{TestDatabase, on_servers};
use crate::rounds::{Columns, Sight, common, contents, create, emptied, run, statements, written};
use crate::witness::difference;
use dice::Dice;

fn number(variable: &str, usual: u64) -> u64 {
    std::env::var(variable).ok().and_then(|number| number.parse().ok()).unwrap_or(usual)
}

fn pairs_on(label: &str) {
    let (pairs, seed) = (number("ALUDEL_TEST_PAIRS", 8), number("ALUDEL_TEST_SEED", 1));
    on_servers(
        |server| server.label().starts_with(label),
        async |database| {
            let direct = database.server().database("direct").await;
            let mut failed = Vec::new();
            for number in seed..seed + pairs {
                if let Err(error) = pair(database, &direct, number).await {
                    println!("pair {number}: {error}\n");
                    failed.push(number);
                }
            }
            let label = database.server().label();
            println!("{label}: {pairs} pairs");
            assert!(failed.is_empty(), "{label}: of {pairs} pairs from {seed} these failed: {failed:?}");
        },
    );
}

#[test]
fn pairs_on_sqlite() {
    pairs_on("SQLite");
}

#[test]
fn pairs_on_postgres() {
    pairs_on("PostgreSQL");
}

#[test]
fn pairs_on_mysql() {
    pairs_on("MySQL");
}

#[test]
fn pairs_on_mariadb() {
    pairs_on("MariaDB");
}

/// One pair, there and back.
async fn pair(database: &TestDatabase, direct: &TestDatabase, number: u64) -> Result<(), String> {
    let mut connection = emptied(database).await;
    let dialect = connection.dialect();
    let mut dice = Dice::new(number);
    let (start, desired) = (schemas::schema(&mut dice, &*dialect), schemas::schema(&mut dice, &*dialect));

    // The start, through the executor too.
    let creation = diff(&Schema::default(), &start, &Renames::default());
    run(database, &Schema::default(), &creation, Direction::Upgrade)
        .await
        .map_err(|error| format!("start: {error}\n{}", statements(&*dialect, &Schema::default(), &creation)))?;
    forget(&mut *connection).await;
    let first = Sight::of(database, &mut *connection).await;
    no_difference(&*dialect, &first, &start, "start")?;
    schemas::insert_rows(&mut *connection, &start, &desired).await?;
    let kept = comparable(&start, &desired);
    let rows = contents(&mut *connection, &kept).await;

    // There.
    let current = align(&*dialect, first.schema(), &start, &Schema::default());
    let operations = diff(&align(&*dialect, &current, &desired, &start), &desired, &Renames::default());
    let said = || format!("{}\n{}", told(&operations), statements(&*dialect, &current, &operations));
    let sent = run(database, &current, &operations, Direction::Upgrade).await;
    sent.map_err(|error| format!("up: {error}\n{}", said()))?;
    let there = Sight::of(database, &mut *connection).await;
    no_difference(&*dialect, &there, &desired, "up").map_err(|error| format!("{error}\n{}", said()))?;
    let built = built(direct, &desired).await?;
    same(&built, &there, "built directly and changed").map_err(|error| format!("{error}\n{}", said()))?;
    if contents(&mut *connection, &kept).await != rows {
        return Err(format!("the rows are others\n{}", said()));
    }

    // And back.
    let inverse = invert_all(&operations).map_err(|error| error.to_string())?;
    let mut folded = current.clone();
    operations.iter().try_for_each(|operation| folded.apply(operation)).map_err(|error| error.to_string())?;
    let said = || statements(&*dialect, &folded, &inverse);
    let sent = run(database, &folded, &inverse, Direction::Downgrade).await;
    sent.map_err(|error| format!("down: {error}\n{}", said()))?;
    let again = Sight::of(database, &mut *connection).await;
    no_difference(&*dialect, &again, &start, "down").map_err(|error| format!("{error}\n{}", said()))?;
    same(&first, &again, "at the start and taken back").map_err(|error| format!("{error}\n{}", said()))?;
    if contents(&mut *connection, &kept).await != rows {
        return Err(format!("down: the rows are others\n{}", said()));
    }
    connection.close().await.map_err(|error| error.to_string())
}

fn told(operations: &[Operation]) -> String {
    operations.iter().map(|operation| format!("{operation}\n")).collect()
}

/// Takes the first revision out of the ledger, so that the next may have its name.
async fn forget(connection: &mut dyn Connection) {
    connection.execute("DELETE FROM aludel_revisions").await.unwrap();
}

async fn built(database: &TestDatabase, schema: &Schema) -> Result<Sight, String> {
    let mut connection = emptied(database).await;
    create(&mut *connection, schema).await.map_err(|error| format!("direct: {error}"))?;
    let sight = Sight::of(database, &mut *connection).await;
    connection.close().await.unwrap();
    Ok(sight)
}

fn no_difference(dialect: &dyn Dialect, sight: &Sight, wanted: &Schema, what: &str) -> Result<(), String> {
    let left: Vec<Operation> =
        diff(&align(dialect, sight.schema(), wanted, &Schema::default()), wanted, &Renames::default());
    if left.is_empty() { Ok(()) } else { Err(format!("{what}: a difference is left: {left:#?}")) }
}

fn same(one: &Sight, other: &Sight, what: &str) -> Result<(), String> {
    let lines = difference(&one.witness, &other.witness);
    if lines.is_empty() {
        Ok(())
    } else {
        Err(format!("the witness tells apart what is {what}:\n{}", lines.join("\n")))
    }
}

/// The columns that both sides have, of one type: their values are the same all the way.
fn comparable(start: &Schema, desired: &Schema) -> Columns {
    let mut columns = common(&common(&written(start), desired), &Schema::clone(start));
    for (table, names) in &mut columns {
        let ty = |schema: &Schema, name: &str| {
            let column = schema.table(table)?.columns.get(name)?.clone();
            Some((column.ty, column.generation.is_some(), column.charset))
        };
        names.retain(|name| ty(start, name) == ty(desired, name));
    }
    columns
}
