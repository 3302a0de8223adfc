//! A server in memory: it keeps what is committed, and forgets what is not.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, Weak};
use std::time::{Duration, SystemTime};

use super::dialect::TestDialect;
use crate::connection::{BoxFuture, Connection, Connector, DriverError, DriverErrorKind, Row, Value};
use crate::dialect::Dialect;
use crate::exec::Stop;
use crate::operation::Operation;
use crate::schema::Schema;

/// What sessions share.
pub(super) struct Server {
    pub(super) dialect: TestDialect,
    this: Weak<Self>,
    state: Mutex<State>,
}

/// What a server holds and knows.
#[derive(Default)]
pub(super) struct State {
    pub(super) data: Data,
    /// All that was sent, in order.
    pub(super) sent: Vec<String>,
    /// Somebody else has the lock for so many attempts.
    pub(super) busy: u32,
    /// How many statements had run when the open transaction began.
    pub(super) begun: Option<usize>,
    /// A session has the lock.
    pub(super) locked: bool,
    /// A second session can take it too.
    pub(super) pooled: bool,
    /// It is one of several servers that take writes.
    pub(super) cluster: bool,
    /// No second session can be opened.
    pub(super) full: bool,
    /// Statements that contain this are refused.
    pub(super) refused: Option<String>,
    /// Somebody is in the way of statements that contain this, for so many attempts.
    pub(super) occupied: Option<(String, u32)>,
    /// The session is lost at this request, counted from 1, before or after it takes effect.
    pub(super) lost: Option<(usize, Moment)>,
    pub(super) requests: usize,
    pub(super) keys_off: bool,
    pub(super) slept: Duration,
    /// What another process does when somebody sleeps.
    pub(super) meanwhile: Option<Meanwhile>,
    /// Somebody asks for a stop while a statement that contains this is run.
    pub(super) asked_at: Option<(String, Stop)>,
}

/// What another process does.
type Meanwhile = Box<dyn FnOnce(&mut Data) + Send>;

/// What a transaction can take back.
#[derive(Clone, Default)]
pub(super) struct Data {
    pub(super) schema: Schema,
    /// Rows of our tables, as literals.
    pub(super) rows: BTreeMap<String, Vec<Vec<Value>>>,
    /// Other statements that took effect.
    pub(super) ran: Vec<String>,
    pub(super) violations: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    Before,
    After,
}

impl Server {
    pub(super) fn new(dialect: TestDialect) -> Arc<Self> {
        Arc::new_cyclic(|this| Self { dialect, this: this.clone(), state: Mutex::default() })
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// One column of one of our tables.
    pub(super) fn column(&self, table: &str, place: usize) -> Vec<String> {
        let state = self.state();
        let rows = state.data.rows.get(table).cloned().unwrap_or_default();
        rows.iter()
            .map(|row| match &row[place] {
                Value::Null => "-".to_owned(),
                Value::Integer(number) => number.to_string(),
                Value::Text(text) => text.clone(),
                other => format!("{other:?}"),
            })
            .collect()
    }

    pub(super) fn applied(&self) -> Vec<String> {
        self.column("aludel_revisions", 0)
    }

    /// Each entry of the journal: revision, number, state.
    pub(super) fn journal(&self) -> Vec<String> {
        let columns = [1, 3, 7].map(|place| self.column("aludel_journal", place));
        let [revisions, numbers, states] = columns;
        revisions.iter().zip(numbers).zip(states).map(|((a, b), c)| format!("{a} {b} {c}")).collect()
    }
}

impl Connector for Server {
    fn describe(&self) -> String {
        "test".into()
    }

    fn connect(&self) -> BoxFuture<'_, Result<Box<dyn Connection>, DriverError>> {
        let full = self.state().full;
        let session =
            self.this.upgrade().filter(|_| !full).map(|server| Session { silent: true, ..Session::open(&server) });
        Box::pin(async {
            let session = session.ok_or_else(|| DriverError::new(DriverErrorKind::Unreachable, "too many sessions"))?;
            Ok(Box::new(session) as Box<dyn Connection>)
        })
    }

    fn connect_or_create(&self) -> BoxFuture<'_, Result<Box<dyn Connection>, DriverError>> {
        self.connect()
    }

    fn scratch(&self) -> BoxFuture<'_, Result<Box<dyn Connection>, DriverError>> {
        self.connect()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        let mut state = self.state();
        state.slept += duration;
        if let Some(meanwhile) = state.meanwhile.take() {
            meanwhile(&mut state.data);
        }
        Box::pin(async {})
    }

    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_165_560) + self.state().slept
    }

    fn random(&self, buffer: &mut [u8]) {
        buffer.fill(128);
    }
}

/// A session; what it has not committed is gone with it.
pub(super) struct Session {
    server: Arc<Server>,
    before: Option<Data>,
    lost: bool,
    /// What it asks is not counted.
    silent: bool,
}

impl Session {
    pub(super) fn open(server: &Arc<Server>) -> Self {
        Self { server: Arc::clone(server), before: None, lost: false, silent: false }
    }

    /// Does something, or loses the session before or after.
    fn request<T>(
        &mut self,
        what: &str,
        effect: impl FnOnce(&mut State, &mut Option<Data>) -> Result<T, DriverError>,
    ) -> BoxFuture<'static, Result<T, DriverError>>
    where
        T: Default + Send + 'static,
    {
        let server = Arc::clone(&self.server);
        let mut state = server.state();
        let lost = DriverError::new(DriverErrorKind::Lost, "the session is lost");
        if self.lost {
            return Box::pin(async { Err(lost) });
        }
        if self.silent {
            let outcome = effect(&mut state, &mut self.before);
            return Box::pin(async { outcome });
        }
        state.requests += 1;
        state.sent.push(what.to_owned());
        let loss = state.lost.filter(|(request, _)| *request == state.requests).map(|(_, moment)| moment);
        let outcome =
            if loss == Some(Moment::Before) { Ok(T::default()) } else { effect(&mut state, &mut self.before) };
        if loss.is_some() {
            self.lost = true;
            state.locked = false;
            if let Some(before) = self.before.take() {
                state.data = before;
            }
            return Box::pin(async { Err(lost) });
        }
        Box::pin(async { outcome })
    }
}

impl Connection for Session {
    fn dialect(&self) -> Arc<dyn Dialect> {
        self.server.dialect.clone().shared()
    }

    fn query<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<Vec<Row>, DriverError>> {
        self.request(sql, |state, _| answer(state, sql))
    }

    fn execute<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<u64, DriverError>> {
        match sql {
            "BEGIN" => return Box::pin(async { self.begin().await.map(|()| 0) }),
            "COMMIT" => return Box::pin(async { self.commit().await.map(|()| 0) }),
            _ => {}
        }
        let commits = self.server.dialect.runs_outside_transactions(sql);
        self.request(sql, |state, before| {
            if commits {
                *before = None;
            }
            effect(state, sql)
        })
    }

    fn begin(&mut self) -> BoxFuture<'_, Result<(), DriverError>> {
        let takes_lock = !self.server.dialect.session_lock;
        self.request("BEGIN", |state, before| {
            assert!(before.is_none(), "a transaction is open already");
            if takes_lock && state.busy > 0 {
                state.busy -= 1;
                return Err(DriverError::new(DriverErrorKind::Busy, "database is locked"));
            }
            *before = Some(state.data.clone());
            state.begun = Some(state.data.ran.len());
            Ok(())
        })
    }

    fn commit(&mut self) -> BoxFuture<'_, Result<(), DriverError>> {
        self.request("COMMIT", |state, before| {
            if state.refused.as_deref() == Some("COMMIT") {
                return Err(DriverError::new(DriverErrorKind::Statement, "a deferred check failed"));
            }
            *before = None;
            state.begun = None;
            Ok(())
        })
    }

    fn rollback(&mut self) -> BoxFuture<'_, Result<(), DriverError>> {
        self.request("ROLLBACK", |state, before| {
            if let Some(before) = before.take() {
                state.data = before;
            }
            state.begun = None;
            Ok(())
        })
    }

    fn close(self: Box<Self>) -> BoxFuture<'static, Result<(), DriverError>> {
        Box::pin(async { Ok(()) })
    }
}

impl State {
    /// Whether nobody else has the lock at this attempt.
    fn is_free(&mut self) -> bool {
        let free = self.busy == 0;
        self.busy = self.busy.saturating_sub(1);
        free
    }
}

fn answer(state: &mut State, sql: &str) -> Result<Vec<Row>, DriverError> {
    let truth = |truth: bool| Ok(vec![Row(vec![Value::Integer(i64::from(truth))])]);
    let text = |text: String| Ok(vec![Row(vec![Value::Text(text)])]);
    match sql {
        "LOCK transaction" => truth(state.is_free()),
        "LOCK session" => {
            let taken = state.is_free() && (!state.locked || state.pooled);
            state.locked |= taken;
            truth(taken)
        }
        "HELD" => truth(state.locked),
        "UNLOCK session" => {
            state.locked = false;
            truth(true)
        }
        "WRITERS" => {
            let is_cluster = if state.cluster { "ON" } else { "OFF" };
            Ok(vec![Row(vec![Value::Text("several".into()), Value::Text(is_cluster.into())])])
        }
        "HOLDER" => text("process 7".into()),
        "BLOCKERS" => text("process 8".into()),
        "INSPECT" => text(serde_json::to_string(&state.data.schema).unwrap()),
        "SHOW keys" => text(if state.keys_off { "off" } else { "on" }.into()),
        "VIOLATIONS" => Ok(state.data.violations.iter().map(|row| Row(vec![Value::Text(row.clone())])).collect()),
        _ => match sql.strip_prefix("EXISTS ") {
            Some(table) => truth(state.data.rows.contains_key(table)),
            None => {
                let rows: Result<Vec<_>, _> = sql.split(";\n").map(|query| select(&state.data, query)).collect();
                Ok(rows?.concat())
            }
        },
    }
}

/// Reads one of our tables, as `dialect::rows` asks for it.
fn select(data: &Data, sql: &str) -> Result<Vec<Row>, DriverError> {
    if sql == "SELECT NULL" {
        return Ok(vec![Row(vec![Value::Null])]);
    }
    let table = if sql.contains("aludel_journal") { "aludel_journal" } else { "aludel_revisions" };
    let Some(rows) = data.rows.get(table) else {
        let missing = DriverError::new(DriverErrorKind::Statement, "no such table");
        return Err(DriverError { code: Some("missing".into()), ..missing });
    };
    let first = if table == "aludel_journal" {
        rows.iter().rposition(|row| row[3] == Value::Null).unwrap_or_default()
    } else {
        0
    };
    Ok(rows[first..].iter().cloned().map(Row).collect())
}

fn effect(state: &mut State, sql: &str) -> Result<u64, DriverError> {
    if !sql.starts_with("INSERT INTO \"aludel_") && state.refused.as_ref().is_some_and(|refused| sql.contains(refused))
    {
        return Err(DriverError::new(DriverErrorKind::Statement, "it is refused"));
    }
    if let Some((_, stop)) = state.asked_at.as_ref().filter(|(wanted, _)| sql.contains(wanted)) {
        stop.ask();
    }
    if let Some((wanted, left)) = &mut state.occupied
        && *left > 0
        && !sql.contains("INTO \"aludel_")
        && sql.contains(&*wanted)
    {
        *left -= 1;
        return Err(DriverError::new(DriverErrorKind::Busy, "somebody uses it"));
    }
    let uncommitted =
        |state: &State| state.begun.is_some_and(|begun| state.data.ran[begun..].iter().any(|ran| ran == "make value"));
    match sql {
        "use value" if uncommitted(state) => {
            let error = DriverError::new(DriverErrorKind::Statement, "the value is not committed");
            return Err(DriverError { code: Some("uncommitted".into()), ..error });
        }
        "DEMAND lock" if state.is_free() => {}
        "DEMAND lock" => return Err(DriverError::new(DriverErrorKind::Statement, "the lock is taken")),
        "SET keys off" => state.keys_off = true,
        "SET keys on" => state.keys_off = false,
        _ => return change(&mut state.data, sql),
    }
    Ok(0)
}

fn change(data: &mut Data, sql: &str) -> Result<u64, DriverError> {
    let refuse = |what: String| DriverError::new(DriverErrorKind::Statement, what);
    if let Some(operation) = sql.strip_prefix("APPLY ") {
        let operation: Operation = serde_json::from_str(operation).unwrap();
        if let Operation::CreateTable { table } = &operation
            && table.name.name.starts_with("aludel_")
        {
            let twice = data.rows.insert(table.name.name.clone(), Vec::new());
            return if twice.is_none() { Ok(0) } else { Err(refuse("table exists".into())) };
        }
        return data.schema.apply(&operation).map(|()| 0).map_err(|error| refuse(error.to_string()));
    }
    let table = if sql.contains("\"aludel_journal\"") { "aludel_journal" } else { "aludel_revisions" };
    if sql.starts_with("INSERT INTO \"aludel_") {
        let new = literals(sql);
        let width = 10;
        let rows = data.rows.get_mut(table).unwrap();
        for row in new.chunks(width) {
            if rows.iter().any(|other| other[0] == row[0]) {
                return Err(refuse(format!("{table} has {:?} already", row[0])));
            }
            rows.push(row.to_vec());
        }
        return Ok((new.len() / width) as u64);
    }
    if sql.starts_with("DELETE FROM \"aludel_") {
        let (rows, gone) = (data.rows.get_mut(table).unwrap(), literals(sql));
        let before = rows.len();
        rows.retain(|row| !gone.contains(&row[0]));
        return Ok((before - rows.len()) as u64);
    }
    if sql.starts_with("violate") {
        data.violations.push(sql.to_owned());
    }
    data.ran.push(sql.to_owned());
    Ok(1)
}

/// The literals of a statement, quoted names left out.
fn literals(sql: &str) -> Vec<Value> {
    let mut found = Vec::new();
    let mut rest = sql;
    while let Some(start) = rest.find(['\'', '"', 'N', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']) {
        rest = &rest[start..];
        if let Some(quote) = rest.chars().next().filter(|c| matches!(c, '\'' | '"')) {
            let mut text = String::new();
            let mut end = 1;
            loop {
                let next = rest[end..].find(quote).unwrap() + end;
                text.push_str(&rest[end..next]);
                end = next + 1;
                if !rest[end..].starts_with(quote) {
                    break;
                }
                text.push(quote);
                end += 1;
            }
            rest = &rest[end..];
            if quote == '\'' {
                found.push(Value::Text(text));
            }
        } else if let Some(after) = rest.strip_prefix("NULL") {
            found.push(Value::Null);
            rest = after;
        } else {
            let end = rest[1..].find(|c: char| !c.is_ascii_digit()).map_or(rest.len(), |end| end + 1);
            if let Ok(number) = rest[..end].parse() {
                found.push(Value::Integer(number));
            }
            rest = &rest[end..];
        }
    }
    found
}
