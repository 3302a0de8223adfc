//! The journal: what was run, statement by statement where statements commit by themselves, and how it went.
//!
//! It only grows. An entry without a statement number closes a run: the revision is finished, or was rolled back whole.
//! So what stands behind the last of these is a run that is half done. Entries are numbered by us, under the lock: two
//! processes that both think they hold it collide at the primary key, before either does harm, and the number of the last
//! entry tells whether anybody wrote since we last looked.

use super::Work;
use super::half_done::Found;
use super::ledger::{id_column, own_table};
use crate::connection::Row;
use crate::dialect::{Dialect, rows};
use crate::name::ObjectName;
use crate::schema::{Column, ColumnType, Literal, LobSize, Table};

/// The table of what was run.
///
/// ```
/// use aludel_core::dialect;
/// use aludel_core::exec::Journal;
///
/// let journal = Journal { name: "aludel_journal".into() };
/// let dialect = dialect::by_name("sqlite").expect("it is one of them");
/// assert!(journal.table(&*dialect).primary_key().is_some());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journal {
    /// Its name.
    pub name: ObjectName,
}

pub(super) const COLUMNS: [&str; 10] =
    ["id", "revision", "direction", "number", "hash", "operations", "sql", "state", "error", "at"];

impl Journal {
    /// The journal as a table, for the planner.
    pub fn table(&self, dialect: &dyn Dialect) -> Table {
        let text = |name: &str| Column::new(name, ColumnType::Text { size: LobSize::Long }).nullable();
        own_table(&self.name, "id")
            .column(Column::new("id", ColumnType::big_integer()))
            .column(id_column(dialect, "revision"))
            .column(Column::new("direction", ColumnType::varchar(16)))
            .column(Column::new("number", ColumnType::integer()).nullable())
            .column(Column::new("hash", ColumnType::varchar(64)).nullable())
            .column(text("operations"))
            .column(text("sql"))
            .column(Column::new("state", ColumnType::varchar(16)))
            .column(text("error"))
            .column(Column::new("at", ColumnType::varchar(32)))
    }

    /// The last entry that closes a run, and all entries after it.
    pub(super) fn select_tail(&self, dialect: &dyn Dialect) -> String {
        rows::select_tail(dialect, &self.name, &COLUMNS, "number")
    }

    /// Adds entries, numbered from the one after `last`.
    pub(super) fn insert(&self, dialect: &dyn Dialect, last: i64, entries: &[Entry]) -> String {
        let rows: Vec<Vec<Literal>> =
            entries.iter().zip(last.saturating_add(1)..).map(|(entry, id)| entry.values(id)).collect();
        rows::insert(dialect, &self.name, &COLUMNS, &rows)
    }
}

/// The direction of entries that take a run back.
pub(super) const BACK: &str = "back";

/// One entry, without its own number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) revision: String,
    /// `upgrade`, `downgrade`, [`BACK`], `stamp` or `accept`.
    pub(super) direction: String,
    /// The statement, counted from 1 within the revision; `None` closes the run.
    pub(super) number: Option<u32>,
    /// The hash of the statement.
    pub(super) hash: Option<String>,
    /// The operations that the statement is for, as JSON.
    pub(super) operations: Option<String>,
    /// How the statement begins, for people.
    pub(super) sql: Option<String>,
    pub(super) state: State,
    pub(super) error: Option<String>,
    pub(super) at: String,
}

/// What an entry says of its statement or revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// It is about to be sent.
    Intent,
    /// It is done.
    Done,
    /// It failed and left nothing behind.
    Failed,
}

impl State {
    fn text(self) -> &'static str {
        match self {
            Self::Intent => "intent",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }

    /// What a word of the table means. One that we never write counts as an intent: nothing is known of the outcome.
    fn read(text: &str) -> Self {
        match text {
            "done" => Self::Done,
            "failed" => Self::Failed,
            _ => Self::Intent,
        }
    }
}

impl Entry {
    /// An entry that closes a run.
    pub(super) fn closing(revision: &str, direction: &str, at: String) -> Self {
        Self {
            revision: revision.to_owned(),
            direction: direction.to_owned(),
            number: None,
            hash: None,
            operations: None,
            sql: None,
            state: State::Done,
            error: None,
            at,
        }
    }

    pub(super) fn values(&self, id: i64) -> Vec<Literal> {
        let text = |text: &Option<String>| text.clone().map_or(Literal::Null, Literal::Text);
        vec![
            Literal::number(id),
            Literal::text(&*self.revision),
            Literal::text(&*self.direction),
            self.number.map_or(Literal::Null, Literal::number),
            text(&self.hash),
            text(&self.operations),
            text(&self.sql),
            Literal::text(self.state.text()),
            text(&self.error),
            Literal::text(&*self.at),
        ]
    }

    fn read(row: &Row) -> Self {
        let text = |place: usize| row.text(place).map(str::to_owned);
        Self {
            revision: text(1).unwrap_or_default(),
            direction: text(2).unwrap_or_default(),
            number: row.integer(3).and_then(|number| number.try_into().ok()),
            hash: text(4),
            operations: text(5),
            sql: text(6),
            state: State::read(row.text(7).unwrap_or_default()),
            error: text(8),
            at: text(9).unwrap_or_default(),
        }
    }
}

/// The end of the journal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tail {
    /// The number of the last entry; 0 where there is none.
    pub(super) last: i64,
    /// The run that is half done, if there is one.
    pub(super) open: Option<OpenRun>,
}

/// A run that stopped between two statements, or in one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OpenRun {
    pub(super) revision: String,
    pub(super) direction: String,
    /// The statements that are done, in order; the intent and the outcome of one are brought together.
    pub(super) done: Vec<Entry>,
    /// The statement of which only the intent is known.
    pub(super) doubt: Option<Entry>,
    /// Whether nobody is at work on it, since the last that was written is a failure or a person's word.
    pub(super) left: bool,
    /// When its first statement was written down.
    pub(super) since: String,
    /// When something was last written of it.
    pub(super) at: String,
}

impl OpenRun {
    /// The same, with the statement in doubt done.
    pub(super) fn with_done(mut self, doubt: Entry) -> Self {
        if doubt.direction == BACK {
            self.done.retain(|done| done.number < doubt.number);
        } else {
            self.done.push(Entry { state: State::Done, ..doubt });
        }
        self.doubt = None;
        self
    }

    /// The same, with what was found of the statement in doubt.
    pub(super) fn found(mut self, found: Option<Found>) -> Self {
        match (found, self.doubt.take()) {
            (Some(Found::Done), Some(doubt)) => self.with_done(doubt),
            (Some(Found::NotDone), _) => self,
            (_, doubt) => Self { doubt, ..self },
        }
    }

    /// How many of its statements are done or in doubt. One whose taking back is in doubt is still among those done.
    pub(super) fn passed(&self) -> usize {
        self.done.len() + usize::from(self.doubt.as_ref().is_some_and(|doubt| doubt.direction != BACK))
    }

    /// True for a run of that revision, the same way.
    pub(super) fn is_of(&self, work: &Work) -> bool {
        self.revision == work.revision.as_str() && self.direction == work.direction.to_string()
    }
}

impl Tail {
    /// What the rows of [`Journal::select_tail`] say. A run of which nothing is done is not half done.
    pub(super) fn read(rows: &[Row]) -> Self {
        let mut tail = Self::default();
        let mut run: Option<OpenRun> = None;
        for row in rows {
            tail.last = row.integer(0).unwrap_or(tail.last);
            let entry = Entry::read(row);
            if entry.number.is_none() {
                run = None;
                continue;
            }
            let run = run.get_or_insert_with(|| OpenRun {
                revision: entry.revision.clone(),
                direction: entry.direction.clone(),
                done: Vec::new(),
                doubt: None,
                left: false,
                since: entry.at.clone(),
                at: String::new(),
            });
            run.at.clone_from(&entry.at);
            run.left = entry.state == State::Failed || entry.error.is_some();
            let intent = run.doubt.take();
            match entry.state {
                State::Intent => run.doubt = Some(entry),
                State::Done if entry.direction == BACK => run.done.retain(|done| done.number < entry.number),
                State::Done => {
                    let operations = intent.and_then(|intent| intent.operations);
                    run.done.push(Entry { operations: entry.operations.clone().or(operations), ..entry });
                }
                State::Failed => {}
            }
        }
        tail.open = run.filter(|run| !run.done.is_empty() || run.doubt.is_some());
        tail
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::Value;

    fn row(id: i64, number: Option<i64>, state: &str) -> Row {
        let text = |text: &str| Value::Text(text.to_owned());
        let number = number.map_or(Value::Null, Value::Integer);
        let (operations, hash) = (if state == "intent" { text("[]") } else { Value::Null }, text("h"));
        Row(vec![
            Value::Integer(id),
            text("a1"),
            text("upgrade"),
            number,
            hash,
            operations,
            Value::Null,
            text(state),
            Value::Null,
            text("now"),
        ])
    }

    #[test]
    fn an_empty_journal_and_a_closed_one_have_no_open_run() {
        assert_eq!(Tail::read(&[]), Tail::default());
        assert_eq!(Tail::read(&[row(7, None, "done")]), Tail { last: 7, open: None });
        assert_eq!(Tail::read(&[row(7, None, "failed")]), Tail { last: 7, open: None });
    }

    #[test]
    fn a_run_whose_first_statement_was_refused_is_not_half_done() {
        let rows = [row(7, None, "done"), row(8, Some(1), "intent"), row(9, Some(1), "failed")];
        assert_eq!(Tail::read(&rows), Tail { last: 9, open: None });
    }

    #[test]
    fn statements_that_are_done_are_counted_and_an_intent_without_outcome_is_in_doubt() {
        let rows = [
            row(7, None, "done"),
            row(8, Some(1), "intent"),
            row(9, Some(1), "done"),
            row(10, Some(2), "done"),
            row(11, Some(3), "intent"),
        ];
        let open = Tail::read(&rows).open.expect("it is open");
        assert_eq!(open.done.iter().map(|entry| entry.number).collect::<Vec<_>>(), [Some(1), Some(2)]);
        assert_eq!(open.done[0].operations.as_deref(), Some("[]"), "the intent's operations are the outcome's");
        assert_eq!(open.doubt.and_then(|entry| entry.number), Some(3));
    }

    #[test]
    fn a_run_is_as_old_as_its_first_statement() {
        let mut rows = [row(1, None, "done"), row(2, Some(1), "done"), row(3, Some(2), "intent")];
        for (row, at) in rows.iter_mut().zip(["1", "2", "3"]) {
            row.0[9] = Value::Text(at.to_owned());
        }
        let open = Tail::read(&rows).open.expect("it is open");
        assert_eq!((open.since.as_str(), open.at.as_str()), ("2", "3"));
    }

    #[test]
    fn a_refused_statement_leaves_those_before_it() {
        let rows = [row(1, Some(1), "done"), row(2, Some(2), "intent"), row(3, Some(2), "failed")];
        let open = Tail::read(&rows).open.expect("it is open");
        assert_eq!((open.done.len(), open.doubt), (1, None));
    }

    #[test]
    fn a_statement_that_is_in_doubt_is_passed_once() {
        let done = [row(1, Some(1), "done"), row(2, Some(2), "done")];
        let mut back = row(3, Some(2), "intent");
        back.0[2] = Value::Text(BACK.to_owned());
        for (last, passed) in [(row(3, Some(3), "intent"), 3), (back, 2)] {
            let open = Tail::read(&[&done[..], &[last]].concat()).open.expect("it is open");
            assert!(open.doubt.is_some());
            assert_eq!(open.passed(), passed);
        }
    }

    #[test]
    fn a_word_that_we_never_write_is_no_outcome() {
        let open = Tail::read(&[row(1, Some(1), "finished")]).open.expect("it is open");
        assert!(open.doubt.is_some());
    }
}
