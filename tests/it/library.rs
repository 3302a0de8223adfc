//! The library as an application uses it: one line, any executor, a future that may be dropped.

mod comments;
mod dropped;
mod events;
mod half_done;
mod hooks;
mod namespaces;
mod secrets;

use aludel::migrations::EmbeddedScripts;
use aludel::op::{Connection, Typed as _, column, index, table};
use aludel::{Error, Migrate};
use aludel_core::script::Embedded;
use sqlx::SqlitePool;
use sqlx::sqlite::SqlitePoolOptions;

use crate::harness::on_every_server;

/// A history of two revisions.
static SCRIPTS: [Embedded; 2] = [
    Embedded {
        path: "a1_create.rs",
        text: "//! create users\n//!\n//! revision: a1\n//! revises: base\n",
        upgrade: Some(|op| {
            let name = column("name").varchar(64);
            op.create_table(
                table("users").column(column("id").integer().auto_increment()).column(name).primary_key(["id"]),
            );
        }),
        downgrade: Some(|op| op.drop_table("users")),
    },
    Embedded {
        path: "b2_email.rs",
        text: "//! add email\n//!\n//! revision: b2\n//! revises: a1\n",
        upgrade: Some(|op| {
            op.add_column("users", column("email").varchar(80).nullable());
            op.create_index("users", index(["email"]).unique());
        }),
        downgrade: Some(|op| {
            op.drop_index("users", "ix_users_email");
            op.drop_column("users", "email");
        }),
    },
];

/// The scripts as [`aludel::migrations!`] gives them.
fn scripts() -> EmbeddedScripts {
    EmbeddedScripts { directory: "no folder", locations: &[], manifest_directory: "", file: file!(), scripts: &SCRIPTS }
}

/// A pool on a database in memory, which is there as long as its one session.
async fn in_memory() -> SqlitePool {
    SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await.unwrap()
}

#[tokio::test]
async fn one_line_migrates_a_database_in_memory() -> Result<(), Error> {
    let pool = in_memory().await;
    Migrate::new().scripts(scripts()).database(pool.clone()).upgrade().await?;
    sqlx::query("INSERT INTO users (name, email) VALUES ('ann', 'a@b')").execute(&pool).await.unwrap();
    let name: String = sqlx::query_scalar("SELECT name FROM users WHERE id = 1").fetch_one(&pool).await.unwrap();
    assert_eq!(name, "ann");
    Ok(())
}

#[test]
fn one_line_migrates_whatever_a_url_names() {
    on_every_server(async |database| {
        let url = database.url.for_client().to_owned();
        let report = Migrate::new().scripts(scripts()).database(url.as_str()).upgrade().await.unwrap();
        assert_eq!(report.steps.len(), 2);
        let migrate = Migrate::new().scripts(scripts()).database(url);
        assert!(migrate.pending().await.unwrap().is_empty());
        assert!(migrate.upgrade().await.unwrap().steps.is_empty());
        assert_eq!(migrate.downgrade("base").await.unwrap().steps.len(), 2);
        assert_eq!(migrate.pending().await.unwrap().len(), 2);
    });
}

/// A function that leaves what it was given in the database.
async fn tell(db: &mut dyn Connection) -> aludel::op::Result<()> {
    let told = format!("{:?} {:?} {:?}", db.x("batch"), db.x("nothing"), db.tag()).replace('"', "");
    db.execute(&format!("INSERT INTO told VALUES ('{told}')")).await?;
    Ok(())
}

#[test]
fn values_and_the_tag_reach_the_functions_of_revisions() {
    static SCRIPTS: [Embedded; 1] = [Embedded {
        path: "a1_tell.rs",
        text: "//! tell\n//!\n//! revision: a1\n//! revises: base\n",
        upgrade: Some(|op| {
            op.create_table(table("told").column(column("word").varchar(200)));
            op.run("tell", tell);
        }),
        downgrade: None,
    }];
    on_every_server(async |database| {
        let scripts = EmbeddedScripts { scripts: &SCRIPTS, ..scripts() };
        let migrate = Migrate::new().scripts(scripts).database(database.url.for_client());
        migrate.x("batch", "500").tag("nightly").upgrade().await.unwrap();
        let mut connection = database.connect().await;
        let rows = connection.query("SELECT word FROM told").await.unwrap();
        assert_eq!(rows[0].text(0), Some("Some(500) None Some(nightly)"));
    });
}

/// Whatever runs futures on several threads takes ours: this compiles.
#[tokio::test]
async fn futures_go_to_other_threads() {
    fn sent<F: Future + Send>(future: F) -> F {
        future
    }
    let migrate = Migrate::new().scripts(scripts()).database(in_memory().await);
    sent(migrate.upgrade()).await.unwrap();
    sent(migrate.upgrade_to("head")).await.unwrap();
    sent(migrate.current()).await.unwrap();
    sent(migrate.pending()).await.unwrap();
    sent(migrate.downgrade("-1")).await.unwrap();
    sent(migrate.stamp("head")).await.unwrap();
    assert!(!sent(migrate.check()).await.unwrap().is_clean(), "there are no models");
    assert!(sent(migrate.autogenerate("nothing")).await.is_err(), "nor here");
    let spawned = tokio::spawn(async move { migrate.upgrade().await.map(|report| report.steps.len()) });
    assert_eq!(spawned.await.unwrap().unwrap(), 0);
}
