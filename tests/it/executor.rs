//! The executor, on every database.

mod cut;
mod failure;
mod in_a_row;
mod interrupted;
mod limits;
mod race;
mod round_trips;
mod session;
mod transactions;

use aludel_core::connection::{Connection, Connector};
use aludel_core::exec::{ExecError, Executor, Ledger, LedgerRow, Report, StoredDowngrade, Work, verify};
use aludel_core::name::ObjectName;
use aludel_core::operation::{Operation, Recorded};
use aludel_core::revision::{Direction, Revision};
use aludel_core::schema::{Column, ColumnType, Constraint, Index, PrimaryKey, Table, View};

use crate::harness::{Counted, on_every_server, on_servers, stride, trials};

/// A revision that says these steps one way and those the other.
struct Script {
    id: &'static str,
    parent: Option<&'static str>,
    upgrade: Vec<Recorded>,
    downgrade: Vec<Recorded>,
}

impl Script {
    /// A revision of plain SQL.
    fn sql(id: &'static str, parent: Option<&'static str>, upgrade: &str, downgrade: &str) -> Self {
        Self { id, parent, upgrade: vec![execute(upgrade)], downgrade: vec![execute(downgrade)] }
    }

    fn work(&self, direction: Direction) -> Work {
        let mut revision = Revision::new(self.id.parse().unwrap(), format!("it's \"{}\" \\ é 😀", self.id));
        revision.revises = self.parent.iter().map(|parent| parent.parse().unwrap()).collect();
        let recorded = match direction {
            Direction::Upgrade => self.upgrade.clone(),
            Direction::Downgrade => self.downgrade.clone(),
        };
        Work { checksum: "0123".into(), ..Work::new(&revision, direction, recorded) }
    }
}

fn execute(sql: &str) -> Recorded {
    Recorded::Execute { sql: sql.to_owned(), undo: None, changes: None }
}

fn whole(operation: Operation) -> Recorded {
    Recorded::Whole(operation)
}

/// Upgrades to the last of the scripts, as a command would: reads the ledger, then runs what is not in it.
async fn upgrade(connector: &dyn Connector, scripts: &[Script]) -> Result<Report, ExecError> {
    let mut connection = connector.connect().await?;
    let outcome = run(connector, &mut *connection, scripts, Direction::Upgrade).await;
    connection.close().await?;
    outcome
}

/// Downgrades to the base.
async fn downgrade(connector: &dyn Connector, scripts: &[Script]) -> Result<Report, ExecError> {
    let mut connection = connector.connect().await?;
    let outcome = run(connector, &mut *connection, scripts, Direction::Downgrade).await;
    connection.close().await?;
    outcome
}

async fn run(
    connector: &dyn Connector,
    connection: &mut dyn Connection,
    scripts: &[Script],
    direction: Direction,
) -> Result<Report, ExecError> {
    let executor = Executor { applied_by: "ann".into(), ..Executor::new(connector, Ledger::default()) };
    let known = executor.ledger.read(connection).await?;
    verify(&executor.ledger, known.as_ref().map(|known| known.rows.as_slice()).unwrap_or_default())?;
    let is_applied =
        |script: &&Script| known.iter().flat_map(|known| &known.rows).any(|row| row.revision.as_str() == script.id);
    let pending = scripts.iter().filter(|script| is_applied(script) == (direction == Direction::Downgrade));
    let mut works: Vec<Work> = pending.map(|script| script.work(direction)).collect();
    if direction == Direction::Downgrade {
        works.reverse();
    }
    executor.run(connection, known.as_ref(), works).await
}

async fn ledger(connector: &dyn Connector) -> Vec<LedgerRow> {
    let mut connection = connector.connect().await.unwrap();
    let rows = Ledger::default().read(&mut *connection).await.unwrap();
    connection.close().await.unwrap();
    rows.map(|known| known.rows).unwrap_or_default()
}

/// The ids in the ledger.
async fn applied(connector: &dyn Connector) -> Vec<String> {
    ledger(connector).await.into_iter().map(|row| row.revision.to_string()).collect()
}

/// The first column of a query, as text.
async fn column(connection: &mut dyn Connection, query: &str) -> Vec<String> {
    let rows = connection.query(query).await.unwrap();
    let text = |place: usize| rows[place].integer(0).map(|number| number.to_string());
    (0..rows.len()).map(|place| text(place).or(rows[place].text(0).map(str::to_owned)).unwrap_or_default()).collect()
}

/// The tables that there are, by name, ours left out.
async fn tables(connection: &mut dyn Connection) -> Vec<ObjectName> {
    let dialect = connection.dialect();
    let schema = dialect.inspect(connection, &Default::default()).await.unwrap().schema;
    let names = schema.tables.iter().map(|table| table.name.clone());
    let mut names: Vec<ObjectName> = names.filter(|name| !name.name.starts_with("aludel_")).collect();
    names.sort();
    names
}

fn two() -> [Script; 2] {
    [
        Script::sql("a1", None, "CREATE TABLE notes (id INTEGER); INSERT INTO notes VALUES (7)", "DROP TABLE notes"),
        Script::sql("b2", Some("a1"), "CREATE TABLE tags (id INTEGER)", "DROP TABLE tags"),
    ]
}

#[test]
fn two_revisions_go_up_and_down() {
    on_every_server(async |database| {
        let connector = &*database.connector;
        assert!(ledger(connector).await.is_empty(), "reading makes no table");
        let report = upgrade(connector, &two()).await.unwrap();
        assert_eq!(report.steps.iter().map(|step| step.statements).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(applied(connector).await, ["a1", "b2"]);
        assert!(upgrade(connector, &two()).await.unwrap().steps.is_empty());
        assert_eq!(downgrade(connector, &two()).await.unwrap().steps.len(), 2);
        assert!(applied(connector).await.is_empty());
        assert!(tables(&mut *database.connect().await).await.is_empty());
        upgrade(connector, &two()).await.unwrap();
        assert_eq!(column(&mut *database.connect().await, "SELECT id FROM notes").await, ["7"]);
    });
}

#[test]
fn the_ledger_comes_back_as_it_was_written() {
    on_every_server(async |database| {
        let connector = &*database.connector;
        let ready = Executor { applied_by: "ann".into(), ..Executor::new(connector, Ledger::default()) };
        let sql = "-- aludel: downgrade transaction=off\nDROP TABLE `a\\`; -- \"é\" 😀\r\n";
        let [first, _] = two();
        let work = aludel_core::exec::Work { downgrade: Some(sql.into()), ..first.work(Direction::Upgrade) };
        ready.run(&mut *database.connect().await, None, vec![work]).await.unwrap();
        let rows = ledger(connector).await;
        let [row] = rows.as_slice() else { panic!("{rows:?}") };
        assert_eq!((row.message.as_str(), row.applied_by.as_str()), ("it's \"a1\" \\ é 😀", "ann"));
        assert_eq!(row.downgrade, Some(StoredDowngrade::Sql(sql.into())));
        assert!(row.applied_at.len() == 24 && row.applied_at.ends_with('Z'), "{}", row.applied_at);
    });
}

#[test]
fn the_tables_of_ours_are_what_they_say() {
    on_every_server(async |database| {
        let mut connection = database.connect().await;
        Executor::new(&*database.connector, Ledger::default()).ensure(&mut *connection).await.unwrap();
        Executor::new(&*database.connector, Ledger::default()).ensure(&mut *connection).await.unwrap();
        let dialect = connection.dialect();
        let schema = dialect.inspect(&mut *connection, &Default::default()).await.unwrap().schema;
        let mut desired = schema.clone();
        desired.tables.insert(Ledger::default().table(&*dialect));
        desired.tables.insert(Ledger::default().journal.table(&*dialect));
        assert_eq!(dialect.key(&schema), dialect.key(&desired));
    });
}

#[test]
fn a_ledger_may_have_another_name() {
    on_every_server(async |database| {
        let mut ledger = Ledger { name: "weird \"ledger\"".into(), ..Ledger::default() };
        ledger.journal.name = "order".into();
        let mut connection = database.connect().await;
        let executor = Executor::new(&*database.connector, ledger.clone());
        let works = || two().iter().map(|script| script.work(Direction::Upgrade)).collect();
        executor.run(&mut *connection, None, works()).await.unwrap();
        assert_eq!(ledger.read(&mut *connection).await.unwrap().map(|known| known.rows.len()), Some(2));
        assert_eq!(Ledger::default().read(&mut *connection).await.unwrap(), None);
    });
}

/// A table of users, changed twice.
fn operations() -> [Script; 2] {
    let table = Table::new("users")
        .column(Column::new("id", ColumnType::integer()).auto_increment())
        .column(Column::new("name", ColumnType::varchar(64)))
        .constraint(Constraint::PrimaryKey(PrimaryKey::new("pk_users", ["id"])));
    let email = Column::new("email", ColumnType::varchar(80)).nullable();
    let index = Index::new("ix_users_email", ["email"]);
    let changes = vec![
        Operation::AddColumn { table: "users".into(), column: email },
        Operation::CreateIndex { table: "users".into(), index },
    ];
    let create = vec![Operation::CreateTable { table }];
    let script = |id, parent, operations: Vec<Operation>| Script {
        id,
        parent,
        downgrade: operations.iter().rev().map(|operation| whole(operation.invert().unwrap())).collect(),
        upgrade: operations.into_iter().map(whole).collect(),
    };
    [script("a1", None, create), script("b2", Some("a1"), changes)]
}

#[test]
fn operations_are_planned_on_the_schema_that_is_there() {
    on_every_server(async |database| {
        let connector = &*database.connector;
        upgrade(connector, &operations()).await.unwrap();
        let mut connection = database.connect().await;
        connection.execute("INSERT INTO users (name, email) VALUES ('ann', 'a@b')").await.unwrap();
        downgrade(connector, &operations()[1..]).await.unwrap();
        assert_eq!(column(&mut *connection, "SELECT name FROM users").await, ["ann"]);
        downgrade(connector, &operations()[..1]).await.unwrap();
        assert!(tables(&mut *connection).await.is_empty());
    });
}

#[test]
fn what_does_not_run_in_transactions_is_run_outside() {
    on_servers(
        |server| server.system() == aludel_drivers::System::Postgres,
        async |database| {
            let script = Script::sql(
                "a1",
                None,
                "CREATE TABLE notes (id INTEGER); CREATE INDEX CONCURRENTLY ix ON notes (id)",
                "DROP INDEX CONCURRENTLY ix; DROP TABLE notes",
            );
            upgrade(&*database.connector, std::slice::from_ref(&script)).await.unwrap();
            downgrade(&*database.connector, &[script]).await.unwrap();
            assert!(tables(&mut *database.connect().await).await.is_empty());
        },
    );
}
