//! The databases that tests run on.

mod account;
mod counted;
mod cut;
mod database;
mod interrupted;
mod meanwhile;
mod pooler;
mod proxy;
mod started;

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use aludel_core::connection::{Connection, DriverErrorKind};
use aludel_drivers::{DatabaseUrl, System, connector};

pub(crate) use account::Account;
pub(crate) use counted::Counted;
pub(crate) use cut::Cut;
pub(crate) use database::TestDatabase;
pub(crate) use interrupted::{drop_after, stride, trials};
pub(crate) use meanwhile::Meanwhile;
pub(crate) use pooler::Pooler;
pub(crate) use proxy::Proxy;
pub(crate) use started::start_server;

/// When something happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    /// Before a request reaches the server.
    Before,
    /// While the server is at it.
    During,
    /// After the server has answered it.
    After,
}

/// Servers of tests, separated by commas or spaces, as in `postgres://postgres@127.0.0.1:5432/`.
const URLS: &str = "ALUDEL_TEST_URLS";

/// How many processes migrate one database at once.
pub(crate) fn racers() -> usize {
    std::env::var("ALUDEL_TEST_RACERS").ok().and_then(|racers| racers.parse().ok()).unwrap_or(16)
}

/// One server that tests run on, or SQLite.
pub(crate) struct Server {
    /// The URL up to the name of the database; empty for SQLite.
    base: String,
    /// What follows the name.
    parameters: String,
    system: System,
    label: String,
    /// It is killed, and has to keep what it was told to.
    durable: bool,
}

/// SQLite, and each server of `ALUDEL_TEST_URLS`.
pub(crate) fn servers() -> &'static [Server] {
    static SERVERS: OnceLock<Vec<Server>> = OnceLock::new();
    SERVERS.get_or_init(|| {
        let urls = std::env::var(URLS).unwrap_or_default();
        let urls = urls.split([',', ' ', '\n']).filter(|url| !url.is_empty());
        std::iter::once(Server::sqlite()).chain(urls.map(Server::at)).collect()
    })
}

/// Runs a test on every server, each time with a database of its own, and names the servers on which it failed.
#[track_caller]
pub(crate) fn on_every_server(test: impl AsyncFn(&TestDatabase)) {
    on_servers(|_| true, test);
}

/// As [`on_every_server`], for some of them.
#[track_caller]
pub(crate) fn on_servers(wanted: impl Fn(&Server) -> bool, test: impl AsyncFn(&TestDatabase)) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let passes = |server: &&'static Server| {
        let run = || runtime.block_on(async { test(&server.database("it").await).await });
        catch_unwind(AssertUnwindSafe(run)).is_ok()
    };
    let failed: Vec<_> = servers().iter().filter(|server| wanted(server)).filter(|server| !passes(server)).collect();
    let labels: Vec<_> = failed.iter().map(|server| server.label()).collect();
    assert!(labels.is_empty(), "failed on {}", labels.join(", "));
}

impl Server {
    fn sqlite() -> Self {
        let mut server = Self {
            base: String::new(),
            parameters: String::new(),
            system: System::Sqlite,
            label: String::new(),
            durable: false,
        };
        server.label = blocking(async { label(connector(&server.url("harness")).unwrap().scratch().await.unwrap()) });
        server
    }

    fn at(url: &str) -> Self {
        Self::named(url, false)
    }

    /// One that was started for a test.
    fn started(url: &str) -> Self {
        Self::named(url, true)
    }

    fn named(url: &str, durable: bool) -> Self {
        let (base, parameters) = url.split_once('?').unwrap_or((url, ""));
        let end = base.rfind('/').filter(|end| !base[..*end].ends_with('/')).unwrap_or(base.len());
        let parameters = if parameters.is_empty() { String::new() } else { format!("?{parameters}") };
        let system = DatabaseUrl::parse(url).unwrap().system();
        let mut server = Self { base: format!("{}/", &base[..end]), parameters, system, label: String::new(), durable };
        server.label = label(blocking(server.answers()));
        server
    }

    /// A session with it, once it answers: one that was started a moment ago says first that it is starting.
    pub(crate) async fn answers(&self) -> Box<dyn Connection> {
        let connector = connector(&self.admin_url()).unwrap();
        let begin = Instant::now();
        loop {
            match connector.connect().await {
                Ok(connection) => return connection,
                Err(error) if self.durable && begin.elapsed() < Duration::from_secs(60) => {
                    assert!(!matches!(error.kind, DriverErrorKind::Refused), "{error}");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
                Err(error) => panic!("{URLS}: {}: {error}", connector.describe()),
            }
        }
    }

    /// What it is, such as `MariaDB 10.11.19`.
    pub(crate) fn label(&self) -> &str {
        &self.label
    }

    /// Which client it needs.
    pub(crate) fn system(&self) -> System {
        self.system
    }

    /// A new, empty database, dropped with the value.
    pub(crate) async fn database(&'static self, name: &str) -> TestDatabase {
        TestDatabase::new(self, name).await
    }

    /// The URL of one of its databases.
    fn url(&self, database: &str) -> DatabaseUrl {
        let Self { base, parameters, .. } = self;
        let scheme = if base.is_empty() { "sqlite://" } else { "" };
        DatabaseUrl::parse(&format!("{scheme}{base}{database}{parameters}")).unwrap()
    }

    /// The URL of the database that every such server has.
    fn admin_url(&self) -> DatabaseUrl {
        self.url(if self.system == System::Postgres { "postgres" } else { "mysql" })
    }
}

fn label(connection: Box<dyn Connection>) -> String {
    let dialect = connection.dialect();
    let name = match dialect.name() {
        "sqlite" => "SQLite",
        "postgres" => "PostgreSQL",
        "mysql" => "MySQL",
        "mariadb" => "MariaDB",
        other => other,
    };
    format!("{name} {}", dialect.version())
}

/// Runs a future to its end where no other runtime may be entered: on a thread of its own.
pub(crate) fn blocking<T: Send>(future: impl Future<Output = T> + Send) -> T {
    let run = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future);
    std::thread::scope(|scope| scope.spawn(run).join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
}
