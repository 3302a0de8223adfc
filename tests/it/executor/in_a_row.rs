//! What SQLite's journal file is while several revisions run, and after.

use aludel_drivers::System;

use super::*;
use crate::drivers::pool::Pool;

/// Revisions, each of which notes how the file is kept while it runs.
fn noting() -> [Script; 2] {
    let note = "INSERT INTO notes SELECT journal_mode FROM pragma_journal_mode";
    [
        Script::sql("a1", None, &format!("CREATE TABLE notes (mode TEXT); {note}"), "DROP TABLE notes"),
        Script::sql("b2", Some("a1"), note, "DELETE FROM notes"),
    ]
}

/// Runs these on a pool whose sessions have a mode; then the mode that they noted and the one that the pool has.
fn modes(mode: &'static str, scripts: &[Script]) -> [String; 2] {
    let seen = std::sync::Mutex::new(None);
    on_servers(
        |server| server.system() == System::Sqlite,
        async |database| {
            let pool = Pool::open(database, mode).await;
            let connector = pool.database().connector().unwrap();
            upgrade(&*connector, scripts).await.unwrap();
            let noted = pool.ask("SELECT group_concat(mode) FROM notes").await;
            let left = pool.ask("PRAGMA journal_mode").await;
            let path = pool.ask("SELECT file FROM pragma_database_list").await;
            let file = std::path::PathBuf::from(format!("{path}-journal"));
            assert_eq!(file.exists(), mode.contains("PERSIST"), "{}", file.display());
            *seen.lock().unwrap() = Some([noted, left]);
        },
    );
    seen.into_inner().unwrap().unwrap()
}

#[test]
fn the_journal_file_of_sqlite_is_kept_between_revisions_and_gone_after_them() {
    assert_eq!(modes("SELECT 1", &noting()), ["persist,persist", "delete"]);
    let [one, _] = noting();
    assert_eq!(modes("SELECT 1", &[one]), ["delete", "delete"], "nothing is kept for the sake of one revision");
}

#[test]
fn a_journal_that_the_application_has_chosen_stays_as_it_is() {
    assert_eq!(modes("PRAGMA journal_mode = PERSIST", &noting()), ["persist,persist", "persist"]);
    assert_eq!(modes("PRAGMA journal_mode = MEMORY", &noting()), ["memory,memory", "memory"]);
    assert_eq!(modes("PRAGMA journal_mode = WAL", &noting()), ["wal,wal", "wal"]);
}
