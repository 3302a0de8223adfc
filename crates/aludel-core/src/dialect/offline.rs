//! What a script for a database's own client is made of: how the client is spoken to, how a script stops by itself where
//! something is not as it must be, and what it asks of the ledger and the journal.

use super::Dialect;
use crate::name::ObjectName;
use crate::plan::Guard;
use crate::schema::{Literal, Table};

/// How a script for a database's own client is written.
///
/// ```
/// use aludel_core::dialect;
///
/// let dialect = dialect::by_name("sqlite").expect("it is one of them");
/// assert!(dialect.offline().opening(60).contains(&".bail on".to_owned()));
/// ```
pub trait Offline {
    /// How a script is run, for a comment.
    fn client(&self) -> &'static str;

    /// The lines that it begins with, so that it stops at the first error and means what it means online. Where a lock is
    /// waited for, it is for so many seconds.
    fn opening(&self, patience: u64) -> Vec<String>;

    /// A statement as the client reads it, with what ends it.
    fn ended(&self, statement: &str) -> String {
        ended(statement, ";")
    }

    /// Statements that fail with a message unless a condition holds.
    fn demand(&self, condition: &str, message: &str) -> Vec<String>;

    /// A condition on the server, and what it means where it does not hold: that it is the one that the script is for.
    fn right_server(&self) -> Option<[String; 2]> {
        None
    }

    /// The condition that takes the lock until the end of the transaction; `None` where opening one takes it, or where
    /// the session has it.
    fn transaction_lock(&self, _ledger: &ObjectName) -> Option<String> {
        None
    }

    /// The condition that takes the lock for the session, waiting so many seconds at most, and the statement that gives
    /// it back; `None` where there is no such lock.
    fn session_lock(&self, _ledger: &ObjectName, _patience: u64) -> Option<[String; 2]> {
        None
    }

    /// True for a statement that makes something which can be used only once it is committed.
    fn wants_commit(&self, _statement: &str) -> bool {
        false
    }

    /// What time it is.
    fn clock(&self) -> OfflineClock;

    /// How it is seen that a guard's rows are no more than they were; the number tells it from others.
    fn watch(&self, _guard: &Guard, _number: usize) -> Option<OfflineGuard> {
        None
    }

    /// The condition that a table which is about to be made anew is as the revisions have it, as far as that can be
    /// asked; `None` where no table is made anew.
    fn is_as_known(&self, _table: &Table) -> Option<String> {
        None
    }
}

/// What time it is in a script.
///
/// ```
/// use aludel_core::dialect;
///
/// let dialect = dialect::by_name("mysql").expect("it is one of them");
/// assert!(dialect.offline().clock().now.contains("UTC_TIMESTAMP"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfflineClock {
    /// The statements after which time is counted.
    pub start: Vec<String>,
    /// An expression: the present as text, as in `2026-11-20T09:06:00.125Z`.
    pub now: String,
    /// An expression: the whole milliseconds since the start.
    pub elapsed: String,
    /// The statements that put away what was counted with.
    pub end: Vec<String>,
}

/// How a guard is looked at in a script.
///
/// ```
/// use aludel_core::dialect;
/// use aludel_core::plan::Guard;
///
/// let guard = Guard { query: "SELECT 1".into(), thorough: None, message: "there is one".into() };
/// let dialect = dialect::by_name("sqlite").expect("it is one of them");
/// assert_eq!(dialect.offline().watch(&guard, 0).map(|watch| watch.before.len()), Some(1));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfflineGuard {
    /// The statements that note what is wrong already.
    pub before: Vec<String>,
    /// The condition that no more is wrong.
    pub holds: String,
    /// The statements that put the notes away.
    pub after: Vec<String>,
}

/// A statement and what ends it, in a line of its own where a comment could swallow it.
pub(super) fn ended(statement: &str, end: &str) -> String {
    let last = statement.lines().next_back().unwrap_or_default();
    let blank = if last.contains("--") || last.contains('#') { "\n" } else { "" };
    format!("{statement}{blank}{end}")
}

/// The same statement for a table that may be there.
pub(crate) fn if_missing(create: &str) -> String {
    match create.strip_prefix("CREATE TABLE ") {
        Some(rest) => format!("CREATE TABLE IF NOT EXISTS {rest}"),
        None => create.to_owned(),
    }
}

/// The condition that a ledger holds just these revisions.
pub(crate) fn holds(dialect: &dyn Dialect, ledger: &ObjectName, revisions: &[String]) -> String {
    let number = Literal::number(revisions.len() as u64);
    let all = count(dialect, ledger, &number);
    if revisions.is_empty() {
        return all;
    }
    let ids: Vec<Literal> = revisions.iter().map(|revision| Literal::text(&**revision)).collect();
    dialect
        .sql()
        .raw(&all)
        .keyword("AND (SELECT COUNT(*) FROM")
        .name(ledger)
        .keyword("WHERE")
        .ident("revision")
        .keyword("IN")
        .parens(|sql| sql.list(&ids, |sql, id| sql.literal(id)))
        .tight(") =")
        .literal(&number)
        .finish()
}

fn count(dialect: &dyn Dialect, table: &ObjectName, number: &Literal) -> String {
    dialect.sql().keyword("(SELECT COUNT(*) FROM").name(table).tight(") =").literal(number).finish()
}

/// The condition that no run is half done, as a journal says it: behind the last entry that closes a run there is no
/// statement that is done, and the last entry of all is no intent.
pub(crate) fn settled(dialect: &dyn Dialect, journal: &ObjectName) -> String {
    let last = |closing: bool| {
        let sql = dialect.sql().keyword("COALESCE((SELECT MAX(").ident("id").tight(") FROM").name(journal);
        sql.when(closing, |sql| sql.keyword("WHERE").ident("number").keyword("IS NULL")).tight("), 0)").finish()
    };
    dialect
        .sql()
        .keyword("NOT EXISTS (SELECT 1 FROM")
        .name(journal)
        .keyword("WHERE")
        .ident("id")
        .keyword(">")
        .raw(&last(true))
        .keyword("AND (")
        .ident("state")
        .keyword("= 'done' OR")
        .ident("state")
        .keyword("<> 'failed' AND")
        .ident("id")
        .keyword("=")
        .raw(&last(false))
        .tight("))")
        .finish()
}

/// The condition that nobody wrote since a revision was run: the journal ends with it, and the ledger has so many rows.
pub(crate) fn closed_by(
    dialect: &dyn Dialect,
    [ledger, journal]: [&ObjectName; 2],
    [revision, direction]: [&str; 2],
    rows: usize,
) -> String {
    dialect
        .sql()
        .raw(&count(dialect, ledger, &Literal::number(rows as u64)))
        .keyword("AND EXISTS (SELECT 1 FROM")
        .name(journal)
        .keyword("WHERE")
        .ident("id")
        .keyword("= (SELECT MAX(")
        .ident("id")
        .tight(") FROM")
        .name(journal)
        .tight(") AND")
        .ident("number")
        .keyword("IS NULL AND")
        .ident("revision")
        .keyword("=")
        .literal(&Literal::text(revision))
        .keyword("AND")
        .ident("direction")
        .keyword("=")
        .literal(&Literal::text(direction))
        .tight(")")
        .finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::by_name;

    #[test]
    fn what_ends_a_statement_is_never_part_of_a_comment() {
        assert_eq!(ended("SELECT 1", ";"), "SELECT 1;");
        assert_eq!(ended("SELECT 1 -- one", ";"), "SELECT 1 -- one\n;");
        assert_eq!(ended("SELECT 1 # one", ";"), "SELECT 1 # one\n;");
    }

    #[test]
    fn a_body_with_semicolons_has_another_end_where_the_client_needs_one() {
        let body = "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET @a = '$$'; END";
        let ended = by_name("mysql").map(|mysql| mysql.offline().ended(body)).expect("it is one of them");
        assert_eq!(ended, format!("DELIMITER $$$\n{body}$$$\nDELIMITER ;"));
    }

    #[test]
    fn a_message_cannot_end_what_it_stands_in() {
        let postgres = by_name("postgres").expect("it is one of them");
        let demanded = postgres.offline().demand("true", "it's $aludel$ here").concat();
        assert!(demanded.starts_with("DO $aludel_$") && demanded.contains("it''s $aludel$ here"), "{demanded}");
    }
}
