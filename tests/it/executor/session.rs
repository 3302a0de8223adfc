//! What the SQL of a revision sets in the session.

use aludel_drivers::System;

use super::*;

/// Statements that a server has words of its own for: one that sets something, and one that notes what it is.
fn words(system: System) -> Option<(&'static str, &'static str)> {
    match system {
        System::Sqlite => None,
        System::MySql => Some((
            "SET sql_mode = 'ANSI_QUOTES', @v = 'hello', time_zone = '+05:00'",
            "INSERT INTO notes SELECT CONCAT('is ', @@SESSION.sql_mode = 'ANSI_QUOTES', COALESCE(@v, ''), @@SESSION.time_zone = '+05:00')",
        )),
        System::Postgres => Some((
            "SELECT pg_catalog.set_config('search_path', '', false); SET lock_timeout = '7s'",
            "INSERT INTO public.notes SELECT concat(current_setting('search_path') = '', current_setting('lock_timeout'))",
        )),
    }
}

#[test]
fn the_next_revision_finds_the_session_as_this_one_did() {
    on_every_server(async |database| {
        let Some((set, note)) = words(database.server().system()) else { return };
        let scripts = [
            Script::sql("a1", None, "CREATE TABLE notes (note VARCHAR(200))", "DROP TABLE notes"),
            Script::sql("b2", Some("a1"), &format!("{note}; {set}; {note}"), ""),
            Script::sql("c3", Some("b2"), note, ""),
        ];
        upgrade(&*database.connector, &scripts).await.unwrap();
        let notes = column(&mut *database.connect().await, "SELECT note FROM notes").await;
        let [before, within, after] = notes.try_into().unwrap();
        // The variable of the user's own stays, and nobody is hurt by that.
        assert_eq!(before, after.replace("hello", ""), "{}", database.server().label());
        assert_ne!(before, within, "{}", database.server().label());
    });
}

#[test]
fn a_run_that_goes_on_sets_again_what_was_set() {
    on_every_server(async |database| {
        if database.server().system() != System::MySql {
            return;
        }
        let (set, note) = words(System::MySql).unwrap();
        let failing =
            format!("CREATE TABLE notes (note VARCHAR(200)); {set}; {note}; INSERT INTO missing VALUES (1); {note}");
        let script = [Script::sql("a1", None, &failing, "")];
        let connector = &*database.connector;
        upgrade(connector, &script).await.unwrap_err();
        let mut connection = database.connect().await;
        connection.execute("CREATE TABLE missing (id INTEGER)").await.unwrap();
        upgrade(connector, &script).await.unwrap();
        assert_eq!(column(&mut *connection, "SELECT note FROM notes").await, ["is 1hello1", "is 1hello1"]);
    });
}

#[test]
fn a_script_that_leads_to_another_database_is_refused_before_anything_runs() {
    on_every_server(async |database| {
        if database.server().system() != System::MySql {
            return;
        }
        let script = [Script::sql("a1", None, "CREATE TABLE notes (id INTEGER); USE mysql", "")];
        let error = upgrade(&*database.connector, &script).await.unwrap_err().to_string();
        assert!(error.contains("\"USE mysql\" leads away from the database"), "{error}");
        assert!(tables(&mut *database.connect().await).await.is_empty());
    });
}
