//! Statements that fail.

use aludel_core::exec::ExecErrorKind;

use super::*;

#[test]
fn a_failing_statement_leaves_all_or_exactly_so_far() {
    on_every_server(async |database| {
        let connector = &*database.connector;
        let script = |sql: &str| {
            [
                Script::sql("a1", None, "CREATE TABLE notes (id INTEGER)", ""),
                Script::sql(
                    "b2",
                    Some("a1"),
                    &format!("CREATE TABLE tags (id INTEGER); {sql}; CREATE TABLE last (id INTEGER)"),
                    "",
                ),
            ]
        };
        let error = upgrade(connector, &script("INSERT INTO nowhere\nVALUES (1)")).await.unwrap_err();
        let message = error.to_string();
        assert!(message.starts_with("cannot upgrade revision \"b2\": statement 2 failed: "), "{message}");
        assert!(
            message.contains("nowhere") && message.ends_with("\n    INSERT INTO nowhere\n    VALUES (1)"),
            "{message}"
        );
        assert_eq!(error.report().steps.len(), 1);
        assert_eq!(applied(connector).await, ["a1"]);
        let mut connection = database.connect().await;
        let rolls_back = connection.dialect().capabilities().transactional_ddl;
        let left: Vec<ObjectName> = if rolls_back { vec!["notes".into()] } else { vec!["notes".into(), "tags".into()] };
        assert_eq!(tables(&mut *connection).await, left);

        upgrade(connector, &script("INSERT INTO tags VALUES (1)")).await.unwrap();
        assert_eq!(tables(&mut *connection).await, ["last", "notes", "tags"].map(ObjectName::from));
        assert_eq!(applied(connector).await, ["a1", "b2"]);
    });
}

#[test]
fn an_operation_that_data_refuses_is_gone_on_with_once_the_data_is_mended() {
    on_every_server(async |database| {
        let connector = &*database.connector;
        let [create, changes] = operations();
        let unique = Index { unique: true, ..Index::new("ix_users_name", ["name"]) };
        let mut changes = changes;
        changes.upgrade.push(whole(Operation::CreateIndex { table: "users".into(), index: unique }));
        upgrade(connector, std::slice::from_ref(&create)).await.unwrap();
        let mut connection = database.connect().await;
        connection.execute("INSERT INTO users (name) VALUES ('ann'), ('ann')").await.unwrap();
        let scripts = [create, changes];
        let error = upgrade(connector, &scripts).await.unwrap_err();
        assert!(matches!(error.kind(), ExecErrorKind::Statement(_)), "{error}");
        upgrade(connector, &scripts).await.unwrap_err();
        connection.execute("DELETE FROM users WHERE id = 2").await.unwrap();
        upgrade(connector, &scripts).await.unwrap();
        assert_eq!(applied(connector).await, ["a1", "b2"]);
        let dialect = connection.dialect();
        let schema = dialect.inspect(&mut *connection, &Default::default()).await.unwrap().schema;
        let users = schema.table(&"users".into()).unwrap();
        assert_eq!(users.columns.iter().count(), 3);
        assert_eq!(users.indexes.iter().count(), 2);
    });
}

#[test]
fn a_failure_is_in_the_journal() {
    on_every_server(async |database| {
        let script = [Script::sql("a1", None, "INSERT INTO nowhere VALUES (1)", "")];
        upgrade(&*database.connector, &script).await.unwrap_err();
        let mut connection = database.connect().await;
        let journal = connection.query("SELECT state, error FROM aludel_journal").await.unwrap();
        let [row] = journal.as_slice() else { panic!("{journal:?}") };
        assert_eq!(row.text(0), Some("failed"));
        assert!(row.text(1).unwrap().contains("nowhere"), "{row:?}");
    });
}

#[test]
fn an_index_that_was_not_built_to_its_end_is_built_again() {
    on_servers(
        |server| server.system() == aludel_drivers::System::Postgres,
        async |database| {
            let connector = &*database.connector;
            let script = [Script::sql(
                "a1",
                None,
                "CREATE TABLE notes (id INTEGER); INSERT INTO notes VALUES (1), (1); \
                 CREATE UNIQUE INDEX CONCURRENTLY ix_notes ON notes (id)",
                "DROP TABLE notes",
            )];
            upgrade(connector, &script).await.unwrap_err();
            let mut connection = database.connect().await;
            let valid = "SELECT CAST(indisvalid AS text) FROM pg_index WHERE indexrelid = to_regclass('ix_notes')";
            assert_eq!(column(&mut *connection, valid).await, ["false"]);
            upgrade(connector, &script).await.unwrap_err();
            connection.execute("DELETE FROM notes WHERE ctid = (SELECT min(ctid) FROM notes)").await.unwrap();
            upgrade(connector, &script).await.unwrap();
            assert_eq!(column(&mut *connection, valid).await, ["true"]);
            // As if the process had been killed between the index and its outcome.
            connection.execute("DELETE FROM aludel_revisions").await.unwrap();
            connection.execute("DELETE FROM aludel_journal WHERE id > 4 AND state <> 'intent'").await.unwrap();
            upgrade(connector, &script).await.unwrap();
            assert_eq!(column(&mut *connection, valid).await, ["true"]);
        },
    );
}
