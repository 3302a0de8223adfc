//! Offline scripts, run by the servers' own clients: they leave what an online run leaves.

mod history;
mod statements;

use std::io::Write as _;
use std::process::{Command, Stdio};

use aludel::Migrate;
use aludel::migrations::EmbeddedScripts;
use aludel_core::command::{self, OfflineReport, RunOptions, StampOptions};
use aludel_core::connection::{Connection, Connector, Row, Value};
use aludel_core::dialect;
use aludel_core::environment::Environment;
use aludel_core::exec::{Ledger, LedgerRow};
use aludel_core::schema::Schema;

use crate::harness::{TestDatabase, on_every_server};

/// A history on a database, in the dialect that its server has, by its name alone, as a command line names it.
async fn environment(database: &TestDatabase, scripts: EmbeddedScripts) -> Environment {
    let connection = database.connect().await;
    let name = connection.dialect().name();
    connection.close().await.unwrap();
    let migrate = Migrate::new().scripts(scripts).database(database.url.for_client());
    let mut environment = migrate.environment();
    environment.settings.dialect = dialect::by_name(name);
    environment.settings.applied_by = "ann".to_owned();
    environment
}

/// Has the server's own client run a script. Returns whether it went well and what was said; `None` without a client.
pub(crate) fn client(connector: &dyn Connector, script: &str) -> Option<(bool, String)> {
    let client = connector.client().unwrap();
    let quiet: &[&str] = if client.program == "psql" { &["-X", "-q"] } else { &[] };
    let start = |program: &str| {
        let mut command = Command::new(program);
        command.args(quiet).args(&client.arguments).envs(client.variables.iter().cloned());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()
    };
    // MariaDB's own packages may have it by its newer name alone.
    let started =
        start(client.program).or_else(|error| if client.program == "mysql" { start("mariadb") } else { Err(error) });
    let Ok(mut child) = started else {
        println!("{} is not installed: nothing was tried with it", client.program);
        return None;
    };
    let mut stdin = child.stdin.take().unwrap();
    let text = script.to_owned();
    // A client that stops in the middle reads no further.
    let writer = std::thread::spawn(move || drop(stdin.write_all(text.as_bytes())));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    Some((output.status.success(), said))
}

/// What a run leaves behind, times apart.
#[derive(Debug, PartialEq)]
struct Left {
    schema: Schema,
    ledger: Vec<LedgerRow>,
    journal: Vec<String>,
    rows: Vec<String>,
}

async fn left(database: &TestDatabase) -> Left {
    let mut connection = database.connect().await;
    let dialect = connection.dialect();
    let mut schema = dialect.inspect(&mut *connection, &Default::default()).await.unwrap().schema;
    let known = Ledger::default().read(&mut *connection).await.unwrap();
    let timeless = |row: LedgerRow| LedgerRow { applied_at: String::new(), duration_ms: 0, ..row };
    let ledger = known.map(|known| known.rows.into_iter().map(timeless).collect()).unwrap_or_default();
    let journal = match schema.table(&"aludel_journal".into()) {
        Some(_) => journal(&mut *connection).await,
        None => Vec::new(),
    };
    let mut rows = Vec::new();
    let names: Vec<String> = schema.tables.iter().map(|table| table.name.name.clone()).collect();
    for name in names.iter().filter(|name| name.starts_with("note")) {
        rows.push(name.clone());
        rows.extend(table(&mut *connection, name, &["id", "name", "n"], "id").await);
    }
    schema.tables.retain(|table| !table.name.name.starts_with("aludel_"));
    connection.close().await.unwrap();
    Left { schema, ledger, journal, rows }
}

/// The journal, times apart. After SQL of unknown effect an online run looks at the schema and notes expressions as the
/// server prints them, with quotes around the names; a script is made from the scripts alone.
async fn journal(connection: &mut dyn Connection) -> Vec<String> {
    let columns = ["operations", "revision", "direction", "number", "hash", "sql", "state", "error"];
    let mut rows = select(connection, "aludel_journal", &columns, "id").await;
    for row in &mut rows {
        if let Some(Value::Text(operations)) = row.0.first_mut() {
            *operations = operations.replace('`', "");
        }
    }
    rows.iter().map(|row| format!("{:?}", row.0)).collect()
}

async fn table(connection: &mut dyn Connection, table: &str, columns: &[&str], order: &str) -> Vec<String> {
    select(connection, table, columns, order).await.iter().map(|row| format!("{:?}", row.0)).collect()
}

async fn select(connection: &mut dyn Connection, table: &str, columns: &[&str], order: &str) -> Vec<Row> {
    let dialect = connection.dialect();
    let query = dialect::rows::select(&*dialect, &table.into(), columns, order);
    connection.query(&query).await.unwrap()
}

async fn upgrade(environment: &Environment, range: &str) -> OfflineReport {
    command::upgrade_script(environment, &RunOptions::to(range)).await.unwrap()
}

#[test]
fn a_script_leaves_what_an_online_run_leaves() {
    on_every_server(async |online| {
        let offline = online.server().database("offline").await;
        let (here, there) =
            (environment(online, history::scripts()).await, environment(&offline, history::scripts()).await);
        let run = |report: &OfflineReport| client(&*offline.connector, &report.script);
        let up = upgrade(&there, "head").await;
        assert_eq!((up.from.len(), up.steps.len()), (0, history::LENGTH));
        assert_eq!(up, upgrade(&there, ":head").await, "equal input gives equal output");
        let Some((went_well, said)) = run(&up) else { return };
        assert!(went_well, "{}: {said}", online.server().label());
        command::upgrade(&here, &RunOptions::to("head")).await.unwrap();
        let whole = left(online).await;
        assert_eq!(left(&offline).await, whole, "up");
        assert_eq!((whole.ledger.len(), whole.rows.len() > history::LENGTH / 10), (history::LENGTH, true));

        for elsewhere in ["base:head", "r25:head"] {
            let (went_well, said) = run(&upgrade(&there, elsewhere).await).unwrap();
            assert!(!went_well && said.contains("where this script starts"), "{elsewhere}: {said}");
            assert_eq!(left(&offline).await, whole, "{elsewhere} changes nothing");
        }

        let half = command::downgrade_script(&there, &RunOptions::to("head:r25")).await.unwrap();
        let (went_well, said) = run(&half).unwrap();
        assert!(went_well, "{}: {said}", online.server().label());
        command::downgrade(&here, &RunOptions::to("r25")).await.unwrap();
        assert_eq!(left(&offline).await, left(online).await, "half the way down");

        let rest = upgrade(&there, "r25:").await;
        let (went_well, said) = run(&rest).unwrap();
        assert!(went_well, "{}: {said}", online.server().label());
        command::upgrade(&here, &RunOptions::to("head")).await.unwrap();
        assert_eq!(left(&offline).await, left(online).await, "up from the middle");

        let down = command::downgrade_script(&there, &RunOptions::to("head:base")).await.unwrap();
        let (went_well, said) = run(&down).unwrap();
        assert!(went_well, "{}: {said}", online.server().label());
        command::downgrade(&here, &RunOptions::to("base")).await.unwrap();
        let empty = left(online).await;
        assert_eq!(left(&offline).await, empty, "down");
        assert_eq!((empty.schema.tables.len(), empty.ledger.len()), (0, 0));
    });
}

#[test]
fn a_stamp_is_a_script_too() {
    on_every_server(async |online| {
        let offline = online.server().database("offline").await;
        let (here, there) =
            (environment(online, history::scripts()).await, environment(&offline, history::scripts()).await);
        for (range, word) in [("r10", "r10"), ("r10:r30", "r30"), ("r30:r5", "r5"), ("r5:base", "base")] {
            let options = |word: &str| StampOptions { revisions: vec![word.to_owned()], purge: false };
            let report = command::stamp_script(&there, &options(range)).await.unwrap();
            let Some((went_well, said)) = client(&*offline.connector, &report.script) else { return };
            assert!(went_well, "{range}: {said}");
            command::stamp(&here, &options(word)).await.unwrap();
            assert_eq!(left(&offline).await, left(online).await, "{range}");
        }
    });
}

#[test]
fn a_script_that_stops_in_the_middle_is_gone_on_with_online() {
    on_every_server(async |database| {
        let environment = environment(database, history::scripts()).await;
        let report = upgrade(&environment, "r20").await;
        // The statement that fails stands in the last revision, behind some of its own.
        let (before, last) = report.script.rsplit_once("\n-- upgrade r20").unwrap();
        let (place, _) = last.rmatch_indices("INSERT INTO").next().unwrap();
        let (done, rest) = last.split_at(place);
        let broken = format!("{before}\n-- upgrade r20{done}INSERT INTO nowhere VALUES (1);\n{rest}");
        let Some((went_well, said)) = client(&*database.connector, &broken) else { return };
        assert!(!went_well && said.contains("nowhere"), "{said}");
        let applied = left(database).await.ledger.len();
        assert_eq!(applied, 19, "a revision is whole or its row is not there");
        let again = client(&*database.connector, &upgrade(&environment, "r19:r20").await.script).unwrap();
        let transactional = environment.settings.dialect.as_ref().unwrap().capabilities().transactional_ddl;
        assert_eq!(again.0, transactional, "{}", again.1);
        if !transactional {
            assert!(again.1.contains("half done"), "{}", again.1);
        }
        command::upgrade(&environment, &RunOptions::to("head")).await.unwrap();
        assert_eq!(left(database).await.ledger.len(), history::LENGTH);
    });
}
