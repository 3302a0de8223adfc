//! The executor against a server that lives in memory, and can be told where to fail.

mod crash;
mod dialect;
mod hooks;
mod lock;
mod repair;
mod retry;
mod server;
mod single;
mod stamp;
mod stop;
mod whole;

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use super::*;
use crate::operation::{Operation, Recorded};
use crate::revision::Revision;
use crate::schema::{Column, ColumnType, Table};
use dialect::TestDialect;
use server::{Server, Session};

/// Runs a future that never has to wait.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return value;
        }
    }
}

/// What a command does: reads the ledger, then runs what is not in it yet.
fn upgrade(server: &Arc<Server>, works: Vec<Work>) -> Result<Report, ExecError> {
    run(server, &mut Session::open(server), works)
}

fn run(server: &Arc<Server>, session: &mut Session, works: Vec<Work>) -> Result<Report, ExecError> {
    block_on(async {
        let executor = executor(server);
        let known = executor.ledger.read(session).await?;
        let applied = |work: &Work| known.iter().flat_map(|known| &known.rows).any(|row| row.revision == work.revision);
        let works = works.into_iter().filter(|work| applied(work) == (work.direction == Direction::Downgrade));
        executor.run(session, known.as_ref(), works.collect()).await
    })
}

fn executor(server: &Arc<Server>) -> Executor<'_> {
    let lock_timeout = Duration::from_secs(5);
    Executor { lock_timeout, applied_by: "ann".into(), ..Executor::new(&**server, Ledger::default()) }
}

/// A revision after another one, that says these steps.
fn work(id: &str, parent: Option<&str>, direction: Direction, recorded: Vec<Recorded>) -> Work {
    let mut revision = Revision::new(id.parse().unwrap(), format!("message of {id}"));
    revision.revises = parent.iter().map(|parent| parent.parse().unwrap()).collect();
    revision.path = Some(format!("migrations/{id}.sql").into());
    Work { checksum: format!("sum of {id}"), ..Work::new(&revision, direction, recorded) }
}

fn up(id: &str, parent: Option<&str>, recorded: Vec<Recorded>) -> Work {
    work(id, parent, Direction::Upgrade, recorded)
}

fn execute(sql: &str) -> Recorded {
    Recorded::Execute { sql: sql.to_owned(), undo: None, changes: None }
}

fn create(table: &str) -> Recorded {
    let table = Table::new(table).column(Column::new("id", ColumnType::integer()));
    Recorded::Whole(Operation::CreateTable { table })
}

fn add(table: &str, column: &str) -> Recorded {
    let column = Column::new(column, ColumnType::text()).nullable();
    Recorded::Whole(Operation::AddColumn { table: table.into(), column })
}

#[test]
fn futures_may_move_between_threads() {
    fn is_send(_: impl Send) {}
    let server = Server::new(TestDialect::transactional());
    let executor = executor(&server);
    let mut session = Session::open(&server);
    is_send(executor.run(&mut session, None, Vec::new()));
    is_send(executor.stamp(&mut session, None, Vec::new()));
    is_send(executor.ensure(&mut session));
    is_send(executor.ledger.read(&mut session));
}
