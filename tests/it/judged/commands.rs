//! What the commands make of expressions: of a database that somebody made by hand, of one that cannot be asked, of an
//! expression that the server does not take.

use aludel_core::schema::{Check, Column, ColumnType, Constraint, EnumType, Index, Objects, Schema, Table, View};
use aludel_drivers::System;

use super::{people, schema};
use crate::cli::scene::Scene;
use crate::harness::{TestDatabase, on_every_server, on_servers};

fn json(schema: &Schema) -> String {
    serde_json::to_string_pretty(schema).unwrap()
}

fn with_check(sql: &str) -> Schema {
    schema([people().constraint(Constraint::Check(Check::new("ck_people_age", sql)))])
}

#[test]
fn what_is_written_once_is_found_again_and_a_change_is_one_change() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        let view = |query: &str| View { depends_on: vec!["people".into()], ..View::new("v", query) };
        let models = |check: &str, default: &str, query: &str| Schema {
            views: [view(query)].into_iter().collect(),
            ..schema([people()
                .column(Column::new("n", ColumnType::integer()).default_expr(default))
                .constraint(Constraint::Check(Check::new("ck_people_age", check)))])
        };
        scene.done("aludel init");
        let steps = [
            models("age BETWEEN 1 AND 9", "1 + 1", "SELECT id FROM people WHERE age > 1"),
            models("age BETWEEN 1 AND 10", "1 + 1", "SELECT id FROM people WHERE age > 1"),
            models("age BETWEEN 1 AND 10", "1 + 2", "SELECT id FROM people WHERE age > 1"),
            models("age BETWEEN 1 AND 10", "1 + 2", "SELECT id FROM people WHERE age > 2"),
        ];
        for (number, step) in steps.iter().enumerate() {
            scene.write("models.json", &json(step));
            if number > 0 {
                assert_eq!(scene.run("aludel check --models models.json").exit, 3, "step {number}");
            }
            scene.done(&format!("aludel migrate --models models.json -m step --rev-id {number:012}"));
            scene.done("aludel upgrade");
            let answer = scene.run("aludel check --models models.json");
            assert_eq!((answer.exit, answer.err.as_str()), (0, ""), "step {number}: {answer:?}");
        }
        for (number, step) in steps.iter().enumerate().rev().skip(1) {
            scene.done("aludel downgrade");
            scene.write("models.json", &json(step));
            let files: Vec<String> =
                scene.files().into_iter().filter(|file| file.contains(&format!("{:012}", number + 1))).collect();
            files.iter().for_each(|file| std::fs::remove_file(scene.path(file)).unwrap());
            let answer = scene.run("aludel check --models models.json");
            assert_eq!(answer.exit, 0, "back at step {number}: {answer:?}");
        }
    });
}

#[test]
fn a_database_made_by_hand_is_compared_by_what_its_expressions_mean() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        let table = "CREATE TABLE people (id INTEGER NOT NULL, age INTEGER, name VARCHAR(40) NOT NULL, \
                     score DECIMAL(8, 2), CONSTRAINT ck_people_age CHECK (NOT (age = 7)))";
        let mut connection = database.connect().await;
        connection.execute(table).await.unwrap();
        connection.close().await.unwrap();
        scene.done("aludel init");
        scene.write("same.json", &json(&with_check("not (age = 7)")));
        scene.write("other.json", &json(&with_check("not (age = 8)")));
        let answer = scene.run("aludel check --models same.json");
        assert_eq!((answer.exit, answer.err.as_str()), (0, ""), "{answer:?}");
        assert_eq!(scene.done("aludel diff --to same.json"), "no difference\n");
        for line in ["aludel check --models other.json", "aludel diff --to other.json"] {
            let answer = scene.run(line);
            assert_eq!((answer.exit, answer.out.matches("ck_people_age").count() > 0), (3, true), "{answer:?}");
        }
    });
}

#[test]
fn an_expression_that_the_server_does_not_take_is_said_and_spoils_nothing() {
    on_servers(
        |server| server.system() != System::Sqlite,
        async |database| {
            let scene = Scene::on(database);
            let models = |one: &str, other: &str| {
                let check = |name: &str, sql: &str| Constraint::Check(Check::new(name, sql));
                schema([
                    people().constraint(check("ck_people_age", one)).constraint(check("ck_people_name", other)),
                    Table::new("pets")
                        .column(Column::new("id", ColumnType::integer()))
                        .constraint(check("ck_pets_id", "id IN (1, 2)")),
                ])
            };
            scene.done("aludel init");
            scene.write("models.json", &json(&models("age IN (1, 2)", "name <> ''")));
            scene.done("aludel migrate --models models.json -m one");
            scene.done("aludel upgrade");
            scene.write("models.json", &json(&models("aeg IN (1, 2)", "name <> ''")));
            let answer = scene.run("aludel check --models models.json");
            assert_eq!(answer.exit, 3);
            assert!(
                answer.err.contains("check \"ck_people_age\" of \"people\": the database does not take it"),
                "{answer:?}"
            );
            assert!(answer.err.contains("aeg"), "{answer:?}");
            assert!(!answer.out.contains("ck_pets_id") && !answer.out.contains("ck_people_name"), "{answer:?}");
        },
    );
}

/// An account that may look at a database and do nothing else.
async fn reader(database: &TestDatabase) -> (String, Vec<String>) {
    let mut connection = database.connect().await;
    let name = database.url.for_client().rsplit('/').next().unwrap().to_owned();
    let account = format!("r_{}", &name[name.len() - 12..]);
    let statements = match database.server().system() {
        System::Postgres => vec![
            format!("CREATE ROLE {account} LOGIN"),
            format!("REVOKE TEMPORARY ON DATABASE {name} FROM PUBLIC"),
            format!("GRANT SELECT ON ALL TABLES IN SCHEMA public TO {account}"),
        ],
        System::MySql => vec![
            format!("CREATE USER {account}@'%' IDENTIFIED BY 'secret'"),
            format!("GRANT SELECT, SHOW VIEW, INDEX ON {name}.* TO {account}@'%'"),
        ],
        System::Sqlite => Vec::new(),
    };
    for statement in statements {
        connection.execute(&statement).await.unwrap();
    }
    let (old, new) = match database.server().system() {
        System::Postgres => ("postgres@", format!("{account}@")),
        System::MySql | System::Sqlite => ("root@", format!("{account}:secret@")),
    };
    let drop = match database.server().system() {
        System::Postgres => vec![format!("DROP OWNED BY {account}"), format!("DROP ROLE {account}")],
        System::MySql | System::Sqlite => vec![format!("DROP USER {account}@'%'")],
    };
    (database.url.for_client().replacen(old, &new, 1), drop)
}

#[test]
fn an_account_that_may_make_no_temporary_table_compares_by_text_and_says_so() {
    on_servers(
        |server| server.system() != System::Sqlite,
        async |database| {
            let scene = Scene::on(database);
            scene.done("aludel init");
            scene.write("models.json", &json(&with_check("age > 0")));
            scene.done("aludel migrate --models models.json -m one");
            scene.done("aludel upgrade");
            let (url, drop) = reader(database).await;
            scene.write("other.json", &json(&with_check("age > 0 or age = 9")));
            let answer = scene.run(&format!("aludel diff --from {url} --to other.json"));
            let clean = scene.run(&format!("aludel diff --from {url} --to models.json"));
            let mut connection = database.connect().await;
            for statement in drop {
                connection.execute(&statement).await.unwrap();
            }
            assert_eq!(answer.exit, 3, "{answer:?}");
            assert!(answer.err.contains("compared by its text alone"), "{answer:?}");
            assert_eq!(clean.exit, 0, "{clean:?}");
        },
    );
}

#[test]
fn a_value_of_an_enum_type_is_used_in_the_revision_that_adds_it() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        let models = |values: &[&str], default: &str| {
            let mood =
                EnumType { name: "mood".into(), values: values.iter().map(|&one| one.into()).collect(), comment: None };
            let column =
                Column::new("mood", mood.column_type()).default_value(aludel_core::schema::Literal::text(default));
            Schema { enum_types: [mood].into_iter().collect(), ..schema([people().column(column)]) }
        };
        scene.done("aludel init");
        for (number, (values, default)) in
            [(vec!["sad", "ok"], "ok"), (vec!["sad", "fine", "ok"], "fine"), (vec!["sad", "fine", "ok", "new"], "fine")]
                .iter()
                .enumerate()
        {
            scene.write("models.json", &json(&models(values, default)));
            scene.done(&format!("aludel migrate --models models.json -m step --rev-id {number:012}"));
            scene.done("aludel upgrade");
            scene.done("aludel check --models models.json");
        }
        scene.done("aludel downgrade -2");
        scene.done("aludel upgrade");
        scene.done("aludel check --models models.json");
        scene.done("aludel downgrade base");
    });
}

#[test]
fn what_is_not_fully_understood_is_neither_changed_nor_dropped() {
    on_servers(
        |server| server.system() == System::Postgres,
        async |database| {
            let scene = Scene::on(database);
            let mut connection = database.connect().await;
            for statement in [
                "CREATE TABLE people (id INTEGER NOT NULL, age INTEGER)",
                "CREATE VIEW v WITH (security_barrier) AS SELECT id FROM people",
                "CREATE TABLE parted (id INTEGER NOT NULL) PARTITION BY RANGE (id)",
                "CREATE TABLE part_one PARTITION OF parted FOR VALUES FROM (1) TO (9)",
                "CREATE TABLE base_one (id INTEGER)",
                "CREATE TABLE child (more INTEGER) INHERITS (base_one)",
                "CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
                "CREATE TRIGGER audit BEFORE INSERT ON people FOR EACH ROW EXECUTE FUNCTION nothing()",
            ] {
                connection.execute(statement).await.unwrap();
            }
            scene.done("aludel init");
            let people = || {
                Table::new("people")
                    .column(Column::new("id", ColumnType::integer()))
                    .column(Column::new("age", ColumnType::integer()).nullable())
            };
            let view = |query: &str| View { depends_on: vec!["people".into()], ..View::new("v", query) };
            // What nobody manages is left alone; what is managed and not understood is said.
            let models = Schema { views: [view("SELECT id FROM people")].into_iter().collect(), ..schema([people()]) };
            scene.write("models.json", &json(&models));
            let answer = scene.run("aludel check --models models.json");
            assert_eq!(
                (answer.exit, answer.out.as_str()),
                (0, "no changes: the models and the database agree\n"),
                "{answer:?}"
            );
            assert!(
                answer.err.contains("note: \"people\" is not fully understood: \"audit\": it is a trigger"),
                "{answer:?}"
            );
            assert!(answer.err.contains("note: \"v\" is not fully understood: it has options"), "{answer:?}");
            let notes = scene.json("aludel check --models models.json --json");
            assert_eq!(notes["notes"].as_array().unwrap().len(), 2, "{notes}");
            // A changed view would lose its options.
            let models = Schema { views: [view("SELECT age FROM people")].into_iter().collect(), ..schema([people()]) };
            scene.write("models.json", &json(&models));
            let answer = scene.run("aludel migrate --models models.json -m x");
            assert_eq!(answer.exit, 1, "{answer:?}");
            assert!(answer.err.contains("cannot alter view v: \"v\" is not fully understood"), "{answer:?}");
            // A name that something else has already.
            let taken = || Table::new("part_one").column(Column::new("id", ColumnType::integer()));
            scene.write("models.json", &json(&schema([people(), taken()])));
            let answer = scene.run("aludel migrate --models models.json -m x");
            assert!(
                answer.err.contains("cannot create table part_one: \"part_one\" is not fully understood"),
                "{answer:?}"
            );
            // A table goes with what is not understood of it only when somebody says so.
            let owned = || Table::new("owned").column(Column::new("id", ColumnType::integer()));
            scene.write("models.json", &json(&schema([people(), owned(), other()])));
            scene.done("aludel migrate --models models.json -m owned");
            scene.done("aludel upgrade");
            let trigger = "CREATE TRIGGER audit BEFORE INSERT ON owned FOR EACH ROW EXECUTE FUNCTION nothing()";
            connection.execute(trigger).await.unwrap();
            scene.write("models.json", &json(&schema([people(), other()])));
            let answer = scene.run("aludel migrate --models models.json -m drop");
            assert_eq!(answer.exit, 1, "{answer:?}");
            assert!(answer.err.contains("cannot drop table owned: \"owned\" is not fully understood"), "{answer:?}");
            scene.done("aludel migrate --models models.json -m drop --allow-drop");
            scene.done("aludel upgrade");
            // Neighbouring changes of a table with a trigger are fine.
            scene.write("models.json", &json(&schema([people().index(Index::new("ix_people_age", ["age"])), other()])));
            scene.done("aludel migrate --models models.json -m index");
            let inspected = scene.json("aludel inspect");
            assert!(inspected["not_understood"].as_array().unwrap().len() > 4, "{inspected}");
            scene.write("x.json", &inspected.to_string());
            assert_eq!(scene.done("aludel diff --to x.json"), "no difference\n");
        },
    );
}

fn other() -> Table {
    Table::new("others").column(Column::new("id", ColumnType::integer()))
}

#[test]
fn what_is_somebody_elses_is_left_alone_and_said_where_it_is_ours() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        let mut connection = database.connect().await;
        let is_mariadb = database.server().label().starts_with("MariaDB");
        let (statements, notes): (&[&str], &[&str]) = match database.server().system() {
            System::Sqlite => (
                &["CREATE VIRTUAL TABLE odd USING fts5(body)", "CREATE TABLE others (id INTEGER NOT NULL)"],
                &["note: \"odd\" is not fully understood: it is a virtual table"],
            ),
            System::MySql if is_mariadb => (
                &[
                    "CREATE TABLE odd (id INTEGER NOT NULL) WITH SYSTEM VERSIONING",
                    "CREATE TABLE others (id INTEGER NOT NULL) PARTITION BY HASH (id) PARTITIONS 2",
                ],
                &[
                    "\"odd\" is not fully understood: it keeps the history",
                    "\"others\" is not fully understood: it is part",
                ],
            ),
            System::MySql => (
                &[
                    "CREATE TABLE odd (id INTEGER NOT NULL) PARTITION BY HASH (id) PARTITIONS 2",
                    "CREATE TABLE others (id INTEGER NOT NULL)",
                ],
                &["\"odd\" is not fully understood: it is partitioned"],
            ),
            System::Postgres => (
                &[
                    "CREATE EXTENSION IF NOT EXISTS pg_stat_statements",
                    "CREATE TABLE odd (id INTEGER NOT NULL) PARTITION BY HASH (id)",
                    "CREATE TABLE odd_one PARTITION OF odd FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
                    "CREATE TABLE others (id INTEGER NOT NULL)",
                    "CREATE RULE quiet AS ON DELETE TO others DO INSTEAD NOTHING",
                ],
                &["\"odd\" is not fully understood: it is partitioned", "\"quiet\": it is a rule"],
            ),
        };
        for statement in statements {
            connection.execute(statement).await.unwrap();
        }
        connection.close().await.unwrap();
        scene.done("aludel init");
        // Nothing of it is a model's, so nothing is said of it, and nothing is dropped.
        scene.write("models.json", &json(&schema([people()])));
        let answer = scene.run("aludel migrate --models models.json -m people");
        assert_eq!((answer.exit, answer.err.as_str()), (0, ""), "{answer:?}");
        assert!(!answer.out.contains("odd") && !answer.out.contains("others"), "{answer:?}");
        scene.done("aludel upgrade");
        // As models, they are compared as far as they can be.
        let odd = Table::new("odd").column(Column::new("id", ColumnType::integer()));
        scene.write("models.json", &json(&schema([people(), odd, other()])));
        let answer = scene.run("aludel check --models models.json");
        for note in notes {
            assert!(answer.err.contains(note), "{answer:?}");
        }
        let is_sqlite = database.server().system() == System::Sqlite;
        assert_eq!(answer.exit, if is_sqlite { 3 } else { 0 }, "{answer:?}");
        if is_sqlite {
            let answer = scene.run("aludel migrate --models models.json -m odd");
            assert!(answer.err.contains("cannot create table odd: \"odd\" is not fully understood"), "{answer:?}");
        }
    });
}

#[test]
fn what_a_desired_source_holds_and_a_schema_cannot_say_is_told() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        let trigger = match database.server().system() {
            System::Sqlite => "CREATE TRIGGER audit AFTER INSERT ON others BEGIN SELECT 1; END",
            System::MySql => "CREATE TRIGGER audit AFTER INSERT ON others FOR EACH ROW SET @audited = 1",
            System::Postgres => {
                "CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; \
                 CREATE TRIGGER audit BEFORE INSERT ON others FOR EACH ROW EXECUTE FUNCTION nothing()"
            }
        };
        scene.write("schema.sql", &format!("CREATE TABLE others (id INTEGER NOT NULL);\n{trigger};\n"));
        scene.done("aludel init");
        let said = "\"others\" is not fully understood: \"audit\": it is a trigger";
        let tells = |line: &str, exit: i32| {
            let answer = scene.run(line);
            let notes = answer.err.lines().filter(|line| line.starts_with("note: ")).count();
            assert_eq!((answer.exit, notes), (exit, 1), "{line}: {answer:?}");
            assert!(answer.err.contains(&format!("note: {said}")), "{line}: {answer:?}");
        };
        tells("aludel check --models schema.sql", 3);
        tells("aludel check --models schema.sql --against scripts", 3);
        tells("aludel diff --to schema.sql", 3);
        tells("aludel inspect schema.sql", 0);
        let report = scene.json("aludel migrate --models schema.sql -m others --json");
        let notes = report["notes"].as_array().unwrap();
        assert!(notes.len() == 1 && notes[0].as_str().unwrap().starts_with(said), "{report}");
        scene.done("aludel upgrade");
        // Nothing differs that could be said, and one note is enough where both sides hold it.
        let mut connection = database.connect().await;
        for statement in trigger.split_inclusive("'; ").map(|text| text.trim_end_matches("; ")) {
            connection.execute(statement).await.unwrap();
        }
        connection.close().await.unwrap();
        tells("aludel check --models schema.sql", 0);
        tells("aludel diff --to schema.sql", 0);
        tells("aludel migrate --models schema.sql -m nothing", 0);
    });
}

/// A table, and a view that reads one column of it.
fn read_by_view(column: &str, query: &str) -> Schema {
    let people = Table::new("people")
        .column(Column::new("id", ColumnType::integer()))
        .column(Column::new(column, ColumnType::integer()).nullable());
    let view = View { depends_on: vec!["people".into()], ..View::new("v", query) };
    Schema { views: [view].into_iter().collect(), ..schema([people]) }
}

#[test]
fn a_view_with_triggers_that_comes_back_needs_no_flag() {
    on_servers(
        |server| server.system() == System::Sqlite,
        async |database| {
            let scene = Scene::on(database);
            scene.write("models.json", &json(&read_by_view("age", "SELECT id, age FROM people")));
            scene.done("aludel init");
            scene.done("aludel migrate --models models.json -m people");
            scene.done("aludel upgrade");
            let mut connection = database.connect().await;
            let trigger =
                "CREATE TRIGGER born INSTEAD OF INSERT ON v BEGIN INSERT INTO people (id) VALUES (new.id); END";
            connection.execute(trigger).await.unwrap();
            scene.write("models.json", &json(&read_by_view("height", "SELECT id, height FROM people")));
            scene.done("aludel migrate --models models.json -m height --drop people.age");
            scene.done("aludel upgrade");
            connection.execute("INSERT INTO v (id) VALUES (7)").await.unwrap();
            scene.done("aludel downgrade -1");
            connection.execute("INSERT INTO v (id) VALUES (8)").await.unwrap();
            let rows = connection.query("SELECT group_concat(id) FROM people").await.unwrap();
            assert_eq!(rows[0].text(0), Some("7,8"));
            scene.done("aludel upgrade");
            // One that goes for good takes its triggers along only when somebody says so.
            let models = Schema { views: Objects::default(), ..read_by_view("height", "") };
            scene.write("models.json", &json(&models));
            let answer = scene.run("aludel migrate --models models.json -m gone");
            assert!(answer.err.contains("cannot drop view v: \"v\" is not fully understood"), "{answer:?}");
            scene.done("aludel migrate --models models.json -m gone --allow-drop");
        },
    );
}

#[test]
fn a_view_that_is_made_anew_runs_with_the_rights_that_it_had() {
    on_servers(
        |server| server.system() == System::MySql,
        async |database| {
            let scene = Scene::on(database);
            scene.write("models.json", &json(&read_by_view("age", "SELECT id, age FROM people")));
            scene.done("aludel init");
            scene.done("aludel migrate --models models.json -m people");
            scene.done("aludel upgrade");
            let mut connection = database.connect().await;
            const OPTIONS: &str = "ALGORITHM=MERGE DEFINER=`somebody`@`localhost` SQL SECURITY INVOKER";
            let view = format!("CREATE OR REPLACE {OPTIONS} VIEW v AS SELECT id, age FROM people");
            connection.execute(&view).await.unwrap();
            scene.write("models.json", &json(&read_by_view("years", "SELECT id, years AS age FROM people")));
            scene.done("aludel migrate --models models.json -m years --rename people.age=people.years");
            scene.done("aludel upgrade");
            let rows = connection.query("SHOW CREATE VIEW v").await.unwrap();
            let shown = rows[0].text(1).unwrap();
            assert!(shown.contains(OPTIONS) && shown.contains("years"), "{shown}");
        },
    );
}
