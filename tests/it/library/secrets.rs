//! What an application can log of Aludel has no password in it.

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aludel::{DatabaseUrl, Migrate, UrlParts};
use aludel_core::environment::{Desired, Source};
use aludel_drivers::{Database, System, connector};
use clap::Parser;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::scripts;
use crate::harness::{Account, on_servers};

const PASSWORD: &str = "zitrone@/:?#%";
const SECRET: &str = "zitrone";

/// Keeps every word of every event and span, of all crates and levels.
#[derive(Clone, Default)]
struct Everything(Arc<Mutex<String>>);

impl Visit for Everything {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        writeln!(self.0.lock().unwrap(), "{field} = {value:?}").unwrap();
    }
}

impl Subscriber for Everything {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[test]
fn no_event_of_any_crate_has_a_password() {
    on_servers(
        |server| server.system() != System::Sqlite,
        async |database| {
            let account = Account::new(database, PASSWORD).await;
            let (url, wrong) = (account.url(PASSWORD), account.url("zitrone, but another"));
            let everything = Everything::default();
            let run = || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                tracing::subscriber::with_default(everything.clone(), || {
                    runtime.block_on(async {
                        let migrate = Migrate::new().scripts(scripts()).database(url.clone());
                        migrate.upgrade().await.unwrap();
                        migrate.downgrade("base").await.unwrap();
                        // PostgreSQL may be told to trust everybody.
                        drop(Migrate::new().scripts(scripts()).database(wrong.clone()).upgrade().await);
                    });
                });
            };
            std::thread::scope(|scope| scope.spawn(run).join().unwrap());
            let text = everything.0.lock().unwrap();
            assert!(text.contains("CREATE TABLE") && !text.contains(SECRET), "{text}");
        },
    );
}

#[derive(Debug, Parser)]
struct App {
    #[command(flatten)]
    db: aludel::cli::Db,
}

#[test]
fn no_public_type_shows_a_password() {
    let parts = UrlParts {
        scheme: "postgres",
        user: "ann",
        password: PASSWORD,
        host: "db",
        database: "shop",
        ..UrlParts::default()
    };
    let url = DatabaseUrl::from_parts(&parts).unwrap();
    let text = url.for_client();
    let migrate = Migrate::new().database(url.clone());
    let app =
        App::try_parse_from(["app", "--url", text, "diff", "--from", text, "--to", text, "--scratch", text]).unwrap();
    let client = connector(&url).unwrap().client().unwrap();
    let source = Source::parse(text);
    let mut environment = migrate.environment();
    environment.desired = Some(Desired::Source(source.clone()));
    let database = Database::from(text);
    let refused =
        [Database::from("postgres://ann:zitrone@db:port/shop"), Database::from("oracle://ann:zitrone@db/shop")];
    let shown: [&dyn Debug; 9] = [&parts, &url, &migrate, &app, &client, &source, &environment, &database, &refused];
    for value in shown {
        let text = format!("{value:?} {value:#?}");
        assert!(!text.contains(SECRET), "{text}");
    }
    assert!(!format!("{url} {source}").contains(SECRET));
}

#[test]
fn a_server_that_never_answers_is_named_without_the_password() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    runtime.block_on(async {
        let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = silent.local_addr().unwrap().port();
        for scheme in ["postgres", "mysql"] {
            let begin = tokio::time::Instant::now();
            let error =
                aludel_drivers::connect(&format!("{scheme}://ann:zitrone@127.0.0.1:{port}/shop")).await.err().unwrap();
            assert!(begin.elapsed() >= Duration::from_secs(30), "{error}");
            assert!(error.message.contains("no answer within 30 seconds"), "{error}");
            assert!(!format!("{error} {error:?}").contains(SECRET), "{error:?}");
        }
    });
}
