//! A revision that is half done, for the tests of what is said of one and done about it.

use aludel_core::connection::Connection;

/// A revision of four statements, each of which commits by itself; the third is the one given.
pub(super) fn script(third: &str) -> String {
    format!(
        "-- one\n--\n-- revision: a1\n-- revises: base\n\n-- aludel: upgrade transaction=off\nCREATE TABLE t (id INTEGER);\n\
         INSERT INTO t VALUES (1);\n{third};\nINSERT INTO t VALUES (3);\n\n-- aludel: downgrade\nDROP TABLE t;\n"
    )
}

/// Makes the journal what it would be if the process had been killed at that time, before it could write down the failure.
pub(super) async fn killed(connection: &mut dyn Connection, at: &str) {
    connection.execute("DELETE FROM aludel_journal WHERE state = 'failed'").await.unwrap();
    connection.execute(&format!("UPDATE aludel_journal SET at = '{at}'")).await.unwrap();
}
