//! How long it takes to compare 1,000 tables of ten columns, a foreign key and an index each with what the revisions make,
//! no database asked: the steps of the revisions are folded, brought into the words of the models, and compared. Once
//! nothing has changed; once there is one table more, so that the rest has to be looked at too.

#![expect(clippy::print_stdout, reason = "a measurement prints what it has measured")]

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use aludel_core::dialect::mysql::MySql;
use aludel_core::dialect::postgres::Postgres;
use aludel_core::dialect::sqlite::Sqlite;
use aludel_core::dialect::{Dialect, Trust, settle};
use aludel_core::diff::{Renames, diff};
use aludel_core::operation::{Operation, Recorded};
use aludel_core::schema::{Column, ColumnType, Constraint, ForeignKey, Index, PrimaryKey, Schema, Table};

const TABLES: usize = 1000;
const RUNS: usize = 15;

fn table(number: usize) -> Table {
    let name = format!("table_{number}");
    let parent = format!("table_{}", number.saturating_sub(1));
    let table = Table::new(name.as_str())
        .column(Column::new("id", ColumnType::integer()))
        .column(Column::new("parent_id", ColumnType::integer()).nullable());
    (0..8)
        .fold(table, |table, column| {
            table.column(Column::new(format!("column_{column}").as_str(), ColumnType::varchar(50)))
        })
        .constraint(Constraint::PrimaryKey(PrimaryKey::new(format!("pk_{name}").as_str(), ["id"])))
        .constraint(Constraint::ForeignKey(ForeignKey::new(
            format!("fk_{name}").as_str(),
            ["parent_id"],
            parent.as_str(),
            ["id"],
        )))
        .index(Index::new(format!("ix_{name}").as_str(), ["parent_id"]))
}

/// Nothing here waits for anything.
fn at_once<T>(future: impl Future<Output = T>) -> Option<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}

/// One comparison, from the steps of the revisions to the differences. `None` where these are not as many as expected.
fn compare(dialect: &dyn Dialect, steps: &[Recorded], desired: &Schema, expected: usize) -> Option<Duration> {
    let start = Instant::now();
    let mut folded = Schema::default();
    for step in steps {
        let operation = folded.complete(step.clone()).ok()?;
        folded.apply(&operation).ok()?;
    }
    let settled = at_once(settle(dialect, None, folded, desired, Trust::Texts, &Default::default()))?.ok()?;
    let operations = diff(&settled.schema, desired, &Renames::default());
    (operations.len() == expected).then(|| start.elapsed())
}

/// The one in the middle of several runs, in milliseconds.
fn median(dialect: &dyn Dialect, steps: &[Recorded], desired: &Schema, expected: usize) -> f64 {
    let mut times: Vec<_> = (0..RUNS).filter_map(|_| compare(dialect, steps, desired, expected)).collect();
    times.sort();
    times.get(RUNS / 2).map_or(f64::NAN, |median| median.as_secs_f64() * 1000.0)
}

fn main() {
    let schema = |tables: usize| Schema { tables: (0..tables).map(table).collect(), ..Schema::default() };
    let (same, more) = (schema(TABLES), schema(TABLES + 1));
    let create = |table: &Table| Recorded::Whole(Operation::CreateTable { table: table.clone() });
    let steps: Vec<Recorded> = same.tables.iter().map(create).collect();
    let dialects: [Arc<dyn Dialect>; 4] = [
        Arc::new(Sqlite::newest()),
        Arc::new(Postgres::newest()),
        Arc::new(MySql::newest_mariadb()),
        Arc::new(MySql::newest_mysql()),
    ];
    for dialect in dialects {
        let (unchanged, changed) = (median(&*dialect, &steps, &same, 0), median(&*dialect, &steps, &more, 1));
        println!(
            "  scripts in Rust, {}: nothing changed {unchanged:.1} ms, one table more {changed:.1} ms",
            dialect.name()
        );
    }
}
