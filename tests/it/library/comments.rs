//! Comments that change, seen on every database: on one that keeps none, the scripts know them.

use aludel::migrations::EmbeddedScripts;
use aludel::op::{Typed as _, column, table};
use aludel::{Migrate, Models};
use aludel_core::command::{Against, CompareOptions, check};
use aludel_core::script::Embedded;

use crate::harness::{TestDatabase, on_every_server};

/// A history in which comments change.
static SCRIPTS: [Embedded; 2] = [
    Embedded {
        path: "a1_create.rs",
        text: "//! create people\n//!\n//! revision: a1\n//! revises: base\n",
        upgrade: Some(|op| {
            let name = column("name").varchar(40).comment("as called");
            op.create_table(table("people").column(column("id").integer()).column(name).comment("who they are"));
        }),
        downgrade: Some(|op| op.drop_table("people")),
    },
    Embedded {
        path: "b2_comments.rs",
        text: "//! other comments\n//!\n//! revision: b2\n//! revises: a1\n",
        upgrade: Some(|op| {
            op.alter_table_comment("people", "who they were");
            op.alter_column("people", column("name").comment("as written"));
        }),
        downgrade: Some(|op| {
            op.alter_table_comment("people", "who they are");
            op.alter_column("people", column("name").comment("as called"));
        }),
    },
];

/// The first so many revisions, and models that agree with all of them.
fn history(database: &TestDatabase, revisions: usize) -> Migrate {
    let name = column("name").varchar(40).comment("as written");
    let people = table("people").column(column("id").integer()).column(name).comment("who they were");
    let scripts = EmbeddedScripts {
        directory: "no folder",
        locations: &[],
        manifest_directory: "",
        file: file!(),
        scripts: &SCRIPTS[..revisions],
    };
    Migrate::new().models(Models::new().table(people)).scripts(scripts).database(&database.url)
}

/// What differs, in words, with the database and with the scripts alone.
async fn differences(migrate: &Migrate) -> [Vec<String>; 2] {
    let against_scripts = CompareOptions { against: Against::Scripts, ..CompareOptions::default() };
    let by_scripts = check(&migrate.environment(), &against_scripts).await.unwrap();
    [migrate.check().await.unwrap(), by_scripts]
        .map(|report| report.difference.operations.iter().map(ToString::to_string).collect())
}

#[test]
fn comments_that_change_are_seen_where_the_database_keeps_none() {
    on_every_server(async |database| {
        let none = Vec::<String>::new;
        let (before, whole) = (history(database, 1), history(database, 2));
        before.upgrade().await.unwrap();
        let changes = vec!["alter column people.name".to_owned(), "alter comment of table people".to_owned()];
        assert_eq!(differences(&before).await, [changes.clone(), changes]);
        // A revision that is not applied yet counts as if it were.
        assert_eq!(differences(&whole).await, [none(), none()]);
        whole.upgrade().await.unwrap();
        assert_eq!(differences(&whole).await, [none(), none()]);
        assert!(whole.check().await.unwrap().is_clean());
    });
}

#[test]
fn a_table_that_no_script_made_has_the_comments_that_it_should_have_where_the_database_keeps_none() {
    on_every_server(async |database| {
        let mut connection = database.connect().await;
        connection.execute("CREATE TABLE people (id INTEGER NOT NULL, name VARCHAR(40) NOT NULL)").await.unwrap();
        let keeps = connection.dialect().capabilities().comments;
        connection.close().await.unwrap();
        let found = history(database, 0).check().await.unwrap().difference.operations;
        assert_eq!(found.len(), if keeps { 2 } else { 0 }, "{found:?}");
    });
}
