//! How often a run asks the server.

use aludel_drivers::System;

use super::*;
use crate::harness::TestDatabase;

/// The round trips of a run, on a database where the first of the scripts is applied.
async fn trips(database: &TestDatabase, scripts: &[Script], direction: Direction) -> usize {
    let mut connection = Counted::new(database.connect().await);
    run(&*database.connector, &mut connection, scripts, direction).await.unwrap();
    let trips = connection.trips();
    Box::new(connection).close().await.unwrap();
    trips
}

/// What the revisions of a history say.
#[derive(Clone, Copy, Debug)]
enum Said {
    Sql,
    Operations,
    Views,
}

/// A history of so many revisions, each of which makes a table or a view.
fn history(said: Said, length: usize) -> Vec<Script> {
    const IDS: [&str; 6] = ["r0", "r1", "r2", "r3", "r4", "r5"];
    let script = |place: usize| {
        let name = format!("t{place}");
        let table = Table::new(name.as_str()).column(Column::new("id", ColumnType::integer()));
        let (create, drop) = match said {
            Said::Sql => {
                (execute(&format!("CREATE TABLE {name} (id INTEGER)")), execute(&format!("DROP TABLE {name}")))
            }
            Said::Operations => {
                let create = Operation::CreateTable { table };
                (whole(create.clone()), whole(create.invert().unwrap()))
            }
            Said::Views => {
                let create = Operation::CreateView { view: View::new(name.as_str(), "SELECT 1 AS one") };
                (whole(create.clone()), whole(create.invert().unwrap()))
            }
        };
        let parent = place.checked_sub(1).map(|parent| IDS[parent]);
        Script { id: IDS[place], parent, upgrade: vec![create], downgrade: vec![drop] }
    };
    (0..length).map(script).collect()
}

#[test]
fn a_run_with_nothing_to_do_asks_once() {
    on_every_server(async |database| {
        upgrade(&*database.connector, &two()).await.unwrap();
        assert_eq!(trips(database, &two(), Direction::Upgrade).await, 1, "{}", database.server().label());
    });
}

#[test]
fn a_revision_of_one_statement_costs_one_round_trip_or_three() {
    on_every_server(async |database| {
        let label = database.server().label();
        let by_itself = database.server().system() == System::MySql;
        for said in [Said::Sql, Said::Operations, Said::Views] {
            // What the server made of a view is asked where it prints none but one that is there.
            let (up, down) = match said {
                Said::Sql | Said::Operations if by_itself => (3, 4),
                Said::Views if by_itself => (4, 4),
                Said::Sql | Said::Operations | Said::Views => (1, 2),
            };
            upgrade(&*database.connector, &history(said, 1)).await.unwrap();
            let one = trips(database, &history(said, 2), Direction::Upgrade).await;
            if !by_itself && matches!(said, Said::Sql) {
                assert_eq!(one, 2, "the ledger, and the revision: {label}");
            }
            // Several have their journal kept on SQLite, so they are compared with several.
            let two = trips(database, &history(said, 4), Direction::Upgrade).await;
            downgrade(&*database.connector, &history(said, 4)[2..]).await.unwrap();
            let four = trips(database, &history(said, 6), Direction::Upgrade).await;
            assert_eq!(four - two, 2 * up, "up, {said:?}, {label}");
            let six = trips(database, &history(said, 6), Direction::Downgrade).await;
            upgrade(&*database.connector, &history(said, 2)).await.unwrap();
            let two = trips(database, &history(said, 2), Direction::Downgrade).await;
            assert_eq!(six - two, 4 * down, "down, {said:?}, {label}");
        }
    });
}

#[test]
fn a_statement_that_fails_in_a_text_is_named_and_so_is_what_the_server_says_of_it() {
    on_every_server(async |database| {
        let connector = &*database.connector;
        for (number, sql) in
            [(1, "CREATE TABEL é (id INTEGER)"), (3, "INSERT INTO nowhere VALUES (1)"), (3, "SELEC 'é;' -- ;")]
        {
            let mut statements = vec!["CREATE TABLE t (note VARCHAR(9)) -- é; \n", "INSERT INTO t VALUES ('é;')"];
            statements.insert(number - 1, sql);
            let script = [Script::sql("a1", None, &statements.join("\n;"), "")];
            let error = upgrade(connector, &script).await.unwrap_err().to_string();
            let expected = format!("cannot upgrade revision \"a1\": statement {number} failed: ");
            let (shown, label) = (format!("\n    {}", sql.split(" --").next().unwrap()), database.server().label());
            assert!(error.starts_with(&expected) && error.contains(&shown), "{label}: {error}");
            let mut connection = database.connect().await;
            connection.execute("DROP TABLE IF EXISTS t").await.unwrap();
            connection.execute("DELETE FROM aludel_journal").await.unwrap();
        }
    });
}
