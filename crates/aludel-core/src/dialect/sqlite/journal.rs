//! The file in which SQLite keeps what a transaction may have to undo.

use crate::plan::Setting;

/// Keeps that file from one transaction to the next, where each would make it and remove it, and tell the folder so.
///
/// A commit then overwrites its header and waits until that is on the disk, so it is as durable as before; a kept file
/// without a header says nothing to other sessions. A database with a write-ahead log, or without any journal, stays as
/// it is. <https://www.sqlite.org/pragma.html#pragma_journal_mode>
pub(super) fn kept() -> Setting {
    Setting {
        set: "PRAGMA main.journal_mode = PERSIST".to_owned(),
        verify: "SELECT journal_mode <> 'delete' FROM pragma_journal_mode".to_owned(),
        expected: "1".to_owned(),
        restore: "PRAGMA main.journal_mode = DELETE".to_owned(),
        usual: false,
    }
}
