//! Views that somebody changes by hand on a server that prints a view only once it is there: what the ledger and a
//! scratch database tell of them.

use aludel::migrations::EmbeddedScripts;
use aludel::op::{Typed as _, column, table, view};
use aludel::{Migrate, Models, Turn};
use aludel_core::command::{Repair, repair};
use aludel_core::connection::Connection;
use aludel_core::operation::Operation;
use aludel_core::schema::{Schema, View};
use aludel_core::script::Embedded;
use aludel_drivers::System;

use super::{people, schema};
use crate::cli::scene::Scene;
use crate::harness::{TestDatabase, on_servers};

/// What no comparison of texts knows again in the words of a server.
const ALL: &str = "SELECT * FROM people WHERE age > 17 AND (age < 65 OR name <> '')";
const SOME: &str = "SELECT id FROM people WHERE age > 17 AND (age < 65 OR id = 1)";

const CREATE: Embedded = Embedded {
    path: "a1_create.rs",
    text: "//! people\n//!\n//! revision: a1\n//! revises: base\n",
    upgrade: Some(|op| {
        let name = column("name").varchar(40);
        op.create_table(table("people").column(column("id").integer()).column(column("age").integer()).column(name));
        op.create_view(view("adults", ALL).depends_on(["people"]));
    }),
    downgrade: Some(|op| {
        op.drop_view("adults");
        op.drop_table("people");
    }),
};

const NOTE: Embedded = Embedded {
    path: "b2_note.rs",
    text: "//! a note\n//!\n//! revision: b2\n//! revises: a1\n",
    upgrade: Some(|op| {
        op.add_column("people", column("note").varchar(40).nullable());
    }),
    downgrade: Some(|op| op.drop_column("people", "note")),
};

static SCRIPTS: [Embedded; 5] = [
    CREATE,
    NOTE,
    Embedded {
        path: "c3_pets.rs",
        text: "//! pets\n//!\n//! revision: c3\n//! revises: b2\n",
        upgrade: Some(|op| op.create_table(table("pets").column(column("id").integer()))),
        downgrade: Some(|op| op.drop_table("pets")),
    },
    Embedded {
        path: "d4_some.rs",
        text: "//! fewer columns\n//!\n//! revision: d4\n//! revises: c3\n",
        upgrade: Some(|op| op.alter_view(view("adults", SOME).depends_on(["people"]))),
        downgrade: Some(|op| op.alter_view(view("adults", ALL).depends_on(["people"]))),
    },
    Embedded {
        path: "e5_mend.rs",
        text: "//! as it was\n//!\n//! revision: e5\n//! revises: d4\n",
        upgrade: Some(|op| op.alter_view(view("adults", SOME).depends_on(["people"]))),
        downgrade: Some(|op| op.alter_view(view("adults", "SELECT name FROM people").depends_on(["people"]))),
    },
];

/// One that makes a view and then a table.
static HALF: [Embedded; 1] = [Embedded {
    path: "a1_half.rs",
    text: "//! half\n//!\n//! revision: a1\n//! revises: base\n",
    upgrade: Some(|op| {
        op.create_table(table("people").column(column("id").integer()));
        op.create_view(view("adults", "SELECT * FROM people").depends_on(["people"]));
        op.create_table(table("pets").column(column("id").integer()));
    }),
    downgrade: Some(|op| {
        op.drop_table("pets");
        op.drop_view("adults");
        op.drop_table("people");
    }),
}];

/// The last alters the view and comes no further.
static STUCK: [Embedded; 3] = [
    CREATE,
    NOTE,
    Embedded {
        path: "c3_stuck.rs",
        text: "//! stuck\n//!\n//! revision: c3\n//! revises: b2\n",
        upgrade: Some(|op| {
            op.alter_view(view("adults", SOME).depends_on(["people"]));
            op.execute("INSERT INTO nowhere VALUES (1)").changes(|_| {});
        }),
        downgrade: None,
    },
];

/// One that makes a view, and another one of that name by SQL.
static TWICE: [Embedded; 1] = [Embedded {
    path: "a1_twice.rs",
    text: "//! twice\n//!\n//! revision: a1\n//! revises: base\n",
    upgrade: Some(|op| {
        op.create_table(table("people").column(column("id").integer()));
        op.create_view(view("adults", "SELECT * FROM people").depends_on(["people"]));
        op.execute("CREATE OR REPLACE VIEW adults AS SELECT id FROM people WHERE id > 17");
    }),
    downgrade: None,
}];

/// These scripts, compiled in.
fn embedded(scripts: &'static [Embedded]) -> EmbeddedScripts {
    EmbeddedScripts { directory: "no folder", locations: &[], manifest_directory: "", file: file!(), scripts }
}

/// The first so many revisions, and models that agree with them.
fn history(database: &TestDatabase, revisions: usize) -> Migrate {
    let mut people = table("people")
        .column(column("id").integer())
        .column(column("age").integer())
        .column(column("name").varchar(40));
    if revisions > 1 {
        people = people.column(column("note").varchar(40).nullable());
    }
    let query = if revisions > 3 { SOME } else { ALL };
    let mut models = Models::new().table(people).view(view("adults", query).depends_on(["people"]));
    if revisions > 2 {
        models = models.table(table("pets").column(column("id").integer()));
    }
    Migrate::new().models(models).scripts(embedded(&SCRIPTS[..revisions])).database(&database.url)
}

async fn execute(database: &TestDatabase, sql: &str) {
    let mut connection = database.connect().await;
    connection.execute(sql).await.unwrap();
    connection.close().await.unwrap();
}

async fn change_by_hand(database: &TestDatabase, query: &str) {
    execute(database, &format!("CREATE OR REPLACE VIEW adults AS {query}")).await;
}

#[track_caller]
fn is_altered(operations: &[Operation], query: &str) -> bool {
    matches!(operations, [Operation::AlterView { to, .. }] if to.query == query)
}

async fn assert_clean(migrate: &Migrate, when: &str) {
    let report = migrate.check().await.unwrap();
    assert!(report.is_clean() && report.difference.notes.is_empty(), "{when}: {report:#?}");
}

async fn assert_altered(migrate: &Migrate, query: &str, when: &str) {
    let report = migrate.check().await.unwrap();
    assert!(is_altered(&report.difference.operations, query), "{when}: {report:#?}");
    assert!(report.difference.notes.is_empty(), "{when}: {report:#?}");
}

fn on_mysql(test: impl AsyncFn(&TestDatabase)) {
    on_servers(|server| server.system() == System::MySql, test);
}

#[test]
fn a_view_that_was_changed_by_hand_is_a_difference_until_a_revision_says_it_again() {
    on_mysql(async |database| {
        for revisions in 1..=4 {
            history(database, revisions).upgrade().await.unwrap();
            assert_clean(&history(database, revisions), "upgraded").await;
        }
        // Without parentheses the two are the same.
        change_by_hand(database, &SOME.replace("age > 17 AND (age < 65", "(age > 17 AND age < 65)").replace("1)", "1"))
            .await;
        assert_altered(&history(database, 4), SOME, "moved parentheses").await;
        change_by_hand(database, "SELECT name FROM people").await;
        assert_altered(&history(database, 4), SOME, "changed").await;
        let mending = history(database, 5);
        assert_eq!(mending.check().await.unwrap().difference.operations, [], "what is pending mends it");
        mending.upgrade().await.unwrap();
        assert_clean(&mending, "mended").await;
        change_by_hand(database, ALL).await;
        assert_altered(&mending, SOME, "changed to what it was long ago").await;
    });
}

#[test]
fn a_view_that_a_downgrade_restores_is_known_again() {
    on_mysql(async |database| {
        history(database, 5).upgrade().await.unwrap();
        history(database, 5).downgrade("-1").await.unwrap();
        // That is what the way back says.
        assert_altered(&history(database, 4), SOME, "as before the mending").await;
        history(database, 5).downgrade("-1").await.unwrap();
        // The star stands for one column more than when the view was made first.
        assert_clean(&history(database, 3), "restored").await;
        history(database, 4).upgrade().await.unwrap();
        history(database, 4).downgrade("-2").await.unwrap();
        assert_clean(&history(database, 2), "restored, and one revision more taken back").await;
        change_by_hand(database, SOME).await;
        assert_altered(&history(database, 2), ALL, "restored and changed").await;
        history(database, 5).upgrade().await.unwrap();
        assert_clean(&history(database, 5), "upgraded again").await;
        history(database, 5).downgrade("base").await.unwrap();
        history(database, 1).upgrade().await.unwrap();
        assert_clean(&history(database, 1), "made again").await;
    });
}

#[test]
fn a_view_that_is_taken_back_is_known_again() {
    on_mysql(async |database| {
        let stuck = history(database, 2).scripts(embedded(&STUCK));
        stuck.upgrade().await.unwrap_err();
        let report = repair(&stuck.environment(), &Repair::Back).await.unwrap();
        assert_eq!(report.taken_back.as_deref(), Some("c3"));
        assert_clean(&history(database, 2), "taken back").await;
        change_by_hand(database, SOME).await;
        assert_altered(&history(database, 2), ALL, "taken back and changed").await;
    });
}

#[test]
fn a_revision_that_was_gone_on_with_knows_the_views_that_it_made_before() {
    on_mysql(async |database| {
        let models = Models::new()
            .table(table("people").column(column("id").integer()))
            .table(table("pets").column(column("id").integer()))
            .view(view("adults", "SELECT * FROM people").depends_on(["people"]));
        async fn nothing(_: Turn, _: &mut dyn Connection) -> aludel::op::Result<()> {
            Ok(())
        }
        let plain = Migrate::new().models(models).scripts(embedded(&HALF)).database(&database.url);
        for migrate in [plain.clone(), plain.after_each(nothing)] {
            execute(database, "CREATE TABLE pets (id INT)").await;
            migrate.upgrade().await.unwrap_err();
            execute(database, "DROP TABLE pets").await;
            migrate.upgrade().await.unwrap();
            assert_clean(&migrate, "gone on with").await;
            change_by_hand(database, "SELECT id FROM people WHERE id > 1").await;
            assert_altered(&migrate, "SELECT * FROM people", "gone on with and changed").await;
            migrate.downgrade("base").await.unwrap();
        }
    });
}

#[test]
fn of_a_view_that_sql_made_another_nothing_is_kept() {
    on_mysql(async |database| {
        let models = Models::new()
            .table(table("people").column(column("id").integer()))
            .view(view("adults", "SELECT * FROM people").depends_on(["people"]));
        let migrate = Migrate::new().models(models).scripts(embedded(&TWICE)).database(&database.url);
        migrate.upgrade().await.unwrap();
        let report = migrate.check().await.unwrap();
        assert!(is_altered(&report.difference.operations, "SELECT * FROM people"), "{report:#?}");
    });
}

#[test]
fn what_is_known_of_views_does_not_depend_on_the_name_of_the_database() {
    on_mysql(async |database| {
        let other = database.server().database("other").await;
        let mut known = Vec::new();
        for database in [database, &other] {
            history(database, 1).upgrade().await.unwrap();
            let mut connection = database.connect().await;
            known.push(connection.query("SELECT views FROM aludel_revisions").await.unwrap());
            connection.close().await.unwrap();
        }
        assert_eq!(known[0], known[1]);
        assert!(known[0][0].text(0).is_some_and(|text| text.contains("adults")), "{known:?}");
    });
}

#[test]
fn nothing_is_kept_of_views_where_the_server_can_be_asked() {
    on_servers(
        |server| server.system() != System::MySql,
        async |database| {
            history(database, 4).upgrade().await.unwrap();
            let mut connection = database.connect().await;
            let kept = connection.query("SELECT views FROM aludel_revisions WHERE views IS NOT NULL").await.unwrap();
            connection.close().await.unwrap();
            assert_eq!(kept, []);
            assert_clean(&history(database, 4), "upgraded").await;
        },
    );
}

#[test]
fn of_a_view_that_was_only_stamped_nothing_is_known() {
    on_mysql(async |database| {
        history(database, 4).upgrade().await.unwrap();
        execute(database, "DELETE FROM aludel_revisions").await;
        history(database, 4).stamp("head").await.unwrap();
        change_by_hand(database, "SELECT name FROM people").await;
        assert_clean(&history(database, 4), "stamped").await;
    });
}

#[test]
fn a_view_whose_columns_were_called_otherwise_by_hand_is_a_difference() {
    on_mysql(async |database| {
        history(database, 4).upgrade().await.unwrap();
        execute(database, &format!("CREATE OR REPLACE VIEW adults (number) AS {SOME}")).await;
        assert_altered(&history(database, 4), SOME, "another name").await;
        execute(database, &format!("CREATE OR REPLACE VIEW adults (id) AS {SOME}")).await;
        assert_clean(&history(database, 4), "its own name").await;
    });
}

/// A star stands for the columns as they are called, so the server prints the same query in another way afterwards.
#[test]
fn a_view_that_was_made_anew_for_a_new_name_was_not_changed_by_hand() {
    static RENAMES: [Embedded; 2] = [
        Embedded {
            path: "a1_create.rs",
            text: "//! people\n//!\n//! revision: a1\n//! revises: base\n",
            upgrade: Some(|op| {
                op.create_table(table("people").column(column("id").integer()).column(column("age").integer()));
                op.create_view(view("adults", "SELECT * FROM people").depends_on(["people"]));
                op.create_view(view("some", "SELECT id FROM adults").depends_on(["adults"]));
            }),
            downgrade: Some(|op| {
                op.drop_view("some");
                op.drop_view("adults");
                op.drop_table("people");
            }),
        },
        Embedded {
            path: "b2_rename.rs",
            text: "//! years\n//!\n//! revision: b2\n//! revises: a1\n",
            upgrade: Some(|op| op.rename_column("people", "age", "years")),
            downgrade: Some(|op| op.rename_column("people", "years", "age")),
        },
    ];
    let history = |database: &TestDatabase, revisions: usize| {
        let scripts = EmbeddedScripts {
            directory: "no folder",
            locations: &[],
            manifest_directory: "",
            file: file!(),
            scripts: &RENAMES[..revisions],
        };
        let age = column(if revisions > 1 { "years" } else { "age" });
        let models = Models::new()
            .table(table("people").column(column("id").integer()).column(age.integer()))
            .view(view("adults", "SELECT * FROM people").depends_on(["people"]))
            .view(view("some", "SELECT id FROM adults").depends_on(["adults"]));
        Migrate::new().models(models).scripts(scripts).database(&database.url)
    };
    on_mysql(async |database| {
        history(database, 2).upgrade().await.unwrap();
        assert_clean(&history(database, 2), "renamed").await;
        execute(database, "SELECT years FROM adults").await;
        change_by_hand(database, "SELECT id FROM people").await;
        assert_altered(&history(database, 2), "SELECT * FROM people", "renamed and changed").await;
        history(database, 2).downgrade("-1").await.unwrap();
        assert_clean(&history(database, 1), "called as before").await;
        execute(database, "SELECT age FROM adults").await;
    });
}

#[test]
fn commands_find_a_view_that_was_changed_by_hand_and_mend_it() {
    on_mysql(async |database| {
        let scene = Scene::on(database);
        let view =
            View { depends_on: vec!["people".into()], ..View::new("adults", "SELECT id FROM people WHERE age > 17") };
        let models = Schema { views: [view].into_iter().collect(), ..schema([people()]) };
        scene.write("models.json", &serde_json::to_string(&models).unwrap());
        scene.done("aludel init");
        let url = database.url.for_client();
        let diff = format!("aludel diff --from scripts --to {url}");
        for step in ["people", "mended"] {
            scene.done(&format!("aludel migrate --models models.json -m {step}"));
            scene.done("aludel upgrade");
            assert_eq!(scene.run("aludel check --models models.json").exit, 0, "{step}");
            assert_eq!(scene.run(&diff).exit, 0, "{step}");
            change_by_hand(database, "SELECT id FROM people WHERE age > 18").await;
            for line in ["aludel check --models models.json", &diff] {
                let answer = scene.run(line);
                assert_eq!((answer.exit, answer.out.contains("alter view adults")), (3, true), "{step}: {answer:?}");
            }
        }
        scene.done("aludel downgrade");
        assert_eq!(scene.run(&diff).exit, 3);
    });
}
