//! A run as a script for the database's own client: the same statements in the same transactions, with the same rows in
//! the ledger and the journal, and nothing that is looked up. Where a run would look, the script demands.

use std::time::Duration;

use super::conclude::stored;
use super::error::{ExecError, ExecErrorKind};
use super::journal::{self, Entry, State};
use super::noted::noted;
use super::planning::{self, Piece, Planning};
use super::{Direction, Ledger, LedgerRow, Transaction, Work, together};
use crate::dialect::{Clock, Dialect, OfflineClock, closed_by, holds, if_missing, rows, settled};
use crate::operation::Operation;
use crate::plan::{Guard, Placement, PlanError, Setting, Statement, Unsupported, plan};
use crate::revision::Limits;
use crate::schema::{Literal, Schema, Table};

/// A revision whose statements are gathered, piece by piece.
pub(crate) struct Gathering {
    planning: Planning,
    statements: Vec<Gathered>,
    settings: Vec<Setting>,
    guards: Vec<Guard>,
    /// The revision changes rows by other means than the schema.
    changes_data: bool,
    /// What its author should know.
    pub(crate) warnings: Vec<String>,
}

/// A statement, and what the journal says of it.
struct Gathered {
    statement: Statement,
    /// What is sent: the statement, or what a function does offline.
    texts: Vec<String>,
    /// What the journal notes with it.
    operations: Vec<Operation>,
    is_one_of_several: bool,
    /// What must hold before it of tables that are made anew.
    demands: Vec<[String; 2]>,
}

/// What a piece was.
pub(crate) struct Gone {
    pub(crate) operations: Vec<Operation>,
    /// The schema after them, an opaque one left aside, where it was known before.
    pub(crate) folded: Option<Schema>,
}

/// A function that has no words for a script.
pub(crate) struct Unspoken(pub(crate) String);

impl Gathering {
    pub(crate) fn new(work: &Work) -> Self {
        Self {
            planning: Planning::new(work),
            statements: Vec::new(),
            settings: Vec::new(),
            guards: Vec::new(),
            changes_data: work.changes_data(),
            warnings: Vec::new(),
        }
    }

    /// True where what comes next means something only on the schema before it.
    pub(crate) fn needs_schema(&self) -> bool {
        self.planning.needs_schema()
    }

    /// Gathers the next piece; `None` at the end.
    pub(crate) fn next(
        &mut self,
        work: &Work,
        dialect: &dyn Dialect,
        schema: Option<&Schema>,
    ) -> Result<Result<Option<Gone>, Unspoken>, ExecError> {
        let Some(piece) = self.planning.next(dialect, schema)? else { return Ok(Ok(None)) };
        let mut demands = as_known(dialect, &piece, schema);
        let warning = work.unenforced(&piece.plan.rebuilt).filter(|warning| !self.warnings.contains(warning));
        self.warnings.extend(warning);
        for (place, statement) in piece.plan.statements.iter().enumerate() {
            let operation = piece.operations.get(statement.operation);
            let texts = match &statement.run {
                None => vec![statement.sql.clone()],
                Some(name) => match operation {
                    Some(Operation::Run { offline: Some(sql), .. }) => match dialect.split(sql) {
                        Ok(texts) => texts.into_iter().map(str::to_owned).collect(),
                        Err(error) => {
                            let error = PlanError::Unsupported(Unsupported::new(
                                format!("run {name}"),
                                error.to_string(),
                                "mend the SQL of its `.offline(..)`",
                            ));
                            return Err(self.planning.cannot_plan(error));
                        }
                    },
                    _ => return Ok(Err(Unspoken(name.clone()))),
                },
            };
            self.statements.push(Gathered {
                statement: statement.clone(),
                texts,
                operations: piece.noted(place).to_vec(),
                is_one_of_several: piece.is_one_of_several(place),
                demands: std::mem::take(&mut demands),
            });
        }
        let new = |setting: &&Setting| !self.settings.contains(setting);
        let settings: Vec<Setting> = piece.plan.settings.iter().filter(new).cloned().collect();
        self.settings.extend(settings);
        for guard in &piece.plan.guards {
            let guard = if self.changes_data { guard.clone().where_data_changes() } else { guard.clone() };
            if !self.guards.contains(&guard) {
                self.guards.push(guard);
            }
        }
        Ok(Ok(Some(Gone { operations: piece.operations, folded: piece.folded })))
    }
}

/// A script that is being written.
pub(crate) struct OfflineRun<'a> {
    pub(crate) dialect: &'a dyn Dialect,
    pub(crate) ledger: &'a Ledger,
    pub(crate) applied_by: &'a str,
    pub(crate) patience: Duration,
    /// How long statements may wait and take, and how far they may go, where their revision says nothing of it.
    pub(crate) limits: Limits,
    /// All revisions in one transaction.
    pub(crate) together: bool,
    /// The revisions that the ledger must hold before the first one.
    pub(crate) start: Vec<String>,
    /// What they are called in a message.
    pub(crate) from: String,
    /// How many revisions are applied by now.
    rows: usize,
    /// The revision that was run last, and which way.
    last: Option<[String; 2]>,
    /// The transaction that all are part of is open.
    open: bool,
}

impl<'a> OfflineRun<'a> {
    /// A script that begins where these revisions, which have that name, are applied.
    pub(crate) fn new(dialect: &'a dyn Dialect, ledger: &'a Ledger, start: Vec<String>, from: String) -> Self {
        let rows = start.len();
        Self {
            dialect,
            ledger,
            applied_by: "",
            patience: Duration::from_secs(60),
            limits: Limits::usual(),
            together: false,
            start,
            from,
            rows,
            last: None,
            open: false,
        }
    }

    /// What comes before the first revision: the lock of the session, where it is one for the whole run, and the look at
    /// the ledger, where it is no part of a transaction.
    pub(crate) fn begin(&self) -> Result<Vec<String>, ExecError> {
        let words = self.dialect.offline();
        let mut out = Vec::new();
        if let Some([condition, message]) = words.right_server() {
            out.extend(words.demand(&condition, &message));
        }
        if !self.transactional() {
            if self.together {
                return Err(together::impossible("here each change of the schema commits by itself"));
            }
            out.extend(self.take_session_lock());
            out.extend(self.look()?);
        }
        Ok(out)
    }

    /// What comes after the last revision.
    pub(crate) fn end(&self) -> Vec<String> {
        if self.transactional() {
            return if self.open { vec!["COMMIT".to_owned()] } else { Vec::new() };
        }
        self.give_session_lock()
    }

    /// The statements that run a revision, which leaves that schema.
    pub(crate) fn revision(
        &mut self,
        work: &Work,
        gathered: &Gathering,
        after: Option<&Schema>,
    ) -> Result<Vec<String>, ExecError> {
        let is_outside = |one: &Gathered| {
            one.statement.placement == Placement::Outside
                || one.texts.iter().any(|text| self.dialect.runs_outside_transactions(text))
        };
        let apart = work.transaction == Transaction::Off
            || work.recorded.iter().any(planning::is_outside)
            || gathered.statements.iter().any(is_outside)
            || !self.together && self.waits_for_commit(gathered);
        let out = if self.transactional() && !apart {
            self.whole(work, gathered, after)?
        } else if self.together {
            let what = format!("revision \"{}\" cannot be part of one", work.revision);
            return Err(together::impossible(&what));
        } else {
            self.single(work, gathered, after, &is_outside)?
        };
        match work.direction {
            Direction::Upgrade => self.rows += 1,
            Direction::Downgrade => self.rows = self.rows.saturating_sub(1),
        }
        self.last = Some([work.revision.to_string(), work.direction.to_string()]);
        Ok(out)
    }

    /// The statements that make the ledger say that other revisions are applied.
    pub(crate) fn stamp(&self, removed: &[&str], rows: &[LedgerRow], last: &str) -> Result<Vec<String>, ExecError> {
        let clock = self.dialect.offline().clock();
        let mut out = Vec::new();
        if self.transactional() {
            out.extend(self.open_transaction());
            out.extend(self.look()?);
        } else {
            out.push(self.dialect.capabilities().begin.to_owned());
        }
        if !removed.is_empty() {
            out.push(self.ledger.delete(self.dialect, removed));
        }
        for row in rows {
            let row = LedgerRow { applied_by: self.applied_by.to_owned(), ..row.clone() };
            let clock = Clock { now: clock.now.clone(), elapsed: "0".to_owned() };
            out.push(self.ledger.insert_by_clock(self.dialect, &row, clock));
        }
        out.push(self.entry(&Entry::closing(last, "stamp", String::new()), &clock));
        out.push("COMMIT".to_owned());
        Ok(out)
    }

    /// A revision as one transaction.
    fn whole(&mut self, work: &Work, gathered: &Gathering, after: Option<&Schema>) -> Result<Vec<String>, ExecError> {
        let clock = self.dialect.offline().clock();
        let (watch, check) = self.guards(gathered);
        let mut out: Vec<String> = Vec::new();
        if self.together {
            if !gathered.settings.is_empty() {
                let what = format!("revision \"{}\" needs a setting from before the transaction", work.revision);
                return Err(together::impossible(&what));
            }
            if !self.open {
                out.extend(self.open_transaction());
            }
            self.open = true;
        } else {
            out.extend(gathered.settings.iter().map(|setting| setting.set.clone()));
            out.extend(self.open_transaction());
        }
        out.extend(self.look()?);
        out.extend(self.dialect.limit_transaction(work.limits.or(self.limits)));
        out.extend(clock.start.iter().cloned());
        out.extend(watch);
        out.push(self.closing(work, &clock));
        for one in &gathered.statements {
            out.extend(self.demands(one));
            out.extend(one.texts.iter().cloned());
        }
        out.extend(check);
        out.push(self.change(work, after, &clock));
        out.extend(clock.end);
        if !self.together {
            out.push("COMMIT".to_owned());
            out.extend(Setting::restored(&gathered.settings).map(str::to_owned));
        }
        Ok(out)
    }

    /// A revision statement by statement, each with its entry in the journal.
    fn single(
        &self,
        work: &Work,
        gathered: &Gathering,
        after: Option<&Schema>,
        is_outside: &dyn Fn(&Gathered) -> bool,
    ) -> Result<Vec<String>, ExecError> {
        let clock = self.dialect.offline().clock();
        let begin = self.dialect.capabilities().begin;
        let (watch, check) = self.guards(gathered);
        let mut out = Vec::new();
        if self.transactional() {
            out.extend(self.take_session_lock());
            out.extend(self.open_transaction());
            out.extend(self.look()?);
            out.push("COMMIT".to_owned());
        }
        let limits = self.dialect.limit_session(work.limits.or(self.limits)).unwrap_or_default();
        out.extend(limits.set);
        out.extend(gathered.settings.iter().map(|setting| setting.set.clone()));
        out.extend(clock.start.iter().cloned());
        out.extend(watch);
        let is_joined = |one: &Gathered| one.statement.placement == Placement::Joined;
        for (place, one) in gathered.statements.iter().enumerate() {
            let number = u32::try_from(place + 1).unwrap_or(u32::MAX);
            let entry = noted(work, number, &one.statement, &one.operations);
            out.extend(self.demands(one));
            if work.transaction == Transaction::Off || is_outside(one) {
                // What all of several statements do tells nothing of one.
                let (early, late) = match one.is_one_of_several {
                    true => (None, entry.operations.clone()),
                    false => (entry.operations.clone(), None),
                };
                let intent = Entry { state: State::Intent, operations: early, ..entry.clone() };
                out.push(self.entry(&intent, &clock));
                out.extend(one.texts.iter().cloned());
                out.push(self.entry(&Entry { operations: late, ..entry }, &clock));
            } else {
                if !is_joined(one) {
                    out.push(begin.to_owned());
                }
                out.extend(one.texts.iter().cloned());
                out.push(self.entry(&entry, &clock));
                if !gathered.statements.get(place + 1).is_some_and(is_joined) {
                    out.push("COMMIT".to_owned());
                }
            }
        }
        out.extend(check);
        out.push(begin.to_owned());
        out.push(self.closing(work, &clock));
        out.push(self.change(work, after, &clock));
        out.push("COMMIT".to_owned());
        out.extend(clock.end);
        out.extend(Setting::restored(&gathered.settings).map(str::to_owned));
        out.extend(limits.restore);
        if self.transactional() {
            out.extend(self.give_session_lock());
        }
        Ok(out)
    }

    /// True where statements follow on one that makes what can be used only once it is committed. A run that is online
    /// learns from the server whether they use it.
    fn waits_for_commit(&self, gathered: &Gathering) -> bool {
        let words = self.dialect.offline();
        let mut texts = gathered.statements.iter().flat_map(|one| &one.texts);
        texts.any(|text| words.wants_commit(text)) && texts.next().is_some()
    }

    fn transactional(&self) -> bool {
        self.dialect.capabilities().transactional_ddl
    }

    fn open_transaction(&self) -> Vec<String> {
        let words = self.dialect.offline();
        let mut out = vec![self.dialect.capabilities().begin.to_owned()];
        if let Some(condition) = words.transaction_lock(&self.ledger.name) {
            out.extend(words.demand(&condition, LOCKED));
        }
        out
    }

    fn take_session_lock(&self) -> Vec<String> {
        let words = self.dialect.offline();
        let lock = words.session_lock(&self.ledger.name, self.patience.as_secs());
        lock.map(|[condition, _]| words.demand(&condition, LOCKED)).unwrap_or_default()
    }

    fn give_session_lock(&self) -> Vec<String> {
        let lock = self.dialect.offline().session_lock(&self.ledger.name, self.patience.as_secs());
        lock.into_iter().map(|[_, release]| release).collect()
    }

    /// The look at where the database stands: all of it at first, and then that nobody has written since. Where the lock
    /// is held from the first revision to the last, nobody can.
    fn look(&self) -> Result<Vec<String>, ExecError> {
        let (dialect, words) = (self.dialect, self.dialect.offline());
        let (ledger, journal) = (&self.ledger.name, &self.ledger.journal.name);
        if let Some([revision, direction]) = &self.last {
            let condition = closed_by(dialect, [ledger, journal], [revision, direction], self.rows);
            return Ok(if self.transactional() { words.demand(&condition, MOVED) } else { Vec::new() });
        }
        let elsewhere = format!("the database is not at {}, where this script starts", self.from);
        let mut out = Vec::new();
        if self.start.is_empty() {
            let operations = self.ledger.missing(dialect, false, false);
            let unplanned = |error: PlanError| ExecErrorKind::Tables { what: error.to_string() };
            let plan = plan(dialect, &Schema::default(), &operations).map_err(unplanned)?;
            out.extend(plan.statements.iter().map(|statement| if_missing(&statement.sql)));
        } else {
            for table in [ledger, journal] {
                out.extend(words.demand(&dialect.table_exists(table), &elsewhere));
            }
        }
        out.extend(words.demand(&settled(dialect, journal), HALF_DONE));
        out.extend(words.demand(&holds(dialect, ledger, &self.start), &elsewhere));
        Ok(out)
    }

    /// What must hold before a statement.
    fn demands(&self, gathered: &Gathered) -> Vec<String> {
        let demand = |[condition, message]: &[String; 2]| self.dialect.offline().demand(condition, message);
        gathered.demands.iter().flat_map(demand).collect()
    }

    /// What notes how it is before a revision, and what demands that it is no worse after it.
    fn guards(&self, gathered: &Gathering) -> (Vec<String>, Vec<String>) {
        let words = self.dialect.offline();
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for (number, guard) in gathered.guards.iter().enumerate() {
            let Some(watch) = words.watch(guard, number) else { continue };
            before.extend(watch.before);
            after.extend(words.demand(&watch.holds, &guard.message));
            after.extend(watch.after);
        }
        (before, after)
    }

    /// The entry that closes a revision.
    fn closing(&self, work: &Work, clock: &OfflineClock) -> String {
        let entry = Entry::closing(work.revision.as_str(), &work.direction.to_string(), String::new());
        self.entry(&entry, clock)
    }

    /// Writes an entry of the journal, numbered and dated by the server.
    fn entry(&self, entry: &Entry, clock: &OfflineClock) -> String {
        let told = |(name, value): (&&str, Literal)| match *name {
            "at" => clock.now.clone(),
            _ => self.dialect.literal(&value),
        };
        let row: Vec<String> = journal::COLUMNS.iter().zip(entry.values(0)).skip(1).map(told).collect();
        rows::insert_next(self.dialect, &self.ledger.journal.name, &journal::COLUMNS, &row)
    }

    /// Moves the ledger.
    fn change(&self, work: &Work, after: Option<&Schema>, clock: &OfflineClock) -> String {
        match work.direction {
            Direction::Downgrade => self.ledger.delete(self.dialect, &[work.revision.as_str()]),
            Direction::Upgrade => {
                let row = LedgerRow {
                    parents: work.parents.clone(),
                    checksum: work.checksum.clone(),
                    applied_by: self.applied_by.to_owned(),
                    downgrade: work.downgrade.as_ref().and_then(|downgrade| stored(downgrade, after)),
                    ..LedgerRow::new(work.revision.clone(), &*work.message)
                };
                let clock = Clock { now: clock.now.clone(), elapsed: clock.elapsed.clone() };
                self.ledger.insert_by_clock(self.dialect, &row, clock)
            }
        }
    }
}

/// What must hold of the tables that a piece makes anew: that they are as they are known.
fn as_known(dialect: &dyn Dialect, piece: &Piece, schema: Option<&Schema>) -> Vec<[String; 2]> {
    let known = piece.plan.rebuilt.iter().filter_map(|name| schema?.table(name));
    let demand = |table: &Table| {
        let message = format!("table {} is not as the revisions make it: see what `check` says", table.name);
        Some([dialect.offline().is_as_known(table)?, message])
    };
    known.filter_map(demand).collect()
}

// The shortest of databases cuts what a script says of itself after 64 characters.
const LOCKED: &str = "another process migrates this database: run this again later";
const MOVED: &str = "another process has migrated this database meanwhile";
const HALF_DONE: &str = "a revision is half done in this database: `upgrade` goes on";
