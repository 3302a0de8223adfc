//! `repair`: shows a revision that is half done, and settles it; takes edited scripts for the right ones.

use serde::Serialize;

use super::ledger;
use super::outlook::Obstruction;
use super::run::{StepDone, done, executor, work};
use super::warning::is_edited;
use crate::connection::Connection;
use crate::environment::{Environment, Scripts};
use crate::error::{Error, ErrorKind};
use crate::exec::{
    Downgrade, ExecError, ExecErrorKind, Executor, Found, Halfway, JournaledStatement, LedgerRow, StoredDowngrade,
    Verdict, Work,
};
use crate::revision::{Direction, RevisionId, Step, Symbol};

/// What to do about a revision that is half done, or about edited scripts.
///
/// ```
/// use aludel_core::command::Repair;
///
/// assert_ne!(Repair::Done, Repair::NotDone);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repair {
    /// Show it, and change nothing.
    Show,
    /// The statement in doubt took effect.
    Done,
    /// The statement in doubt did not take effect.
    NotDone,
    /// Run the rest of it.
    Finish,
    /// Take back what is done of it.
    Back,
    /// Take the present text of these applied scripts for what was run; of all that were edited, where none is named.
    Accept(Vec<String>),
}

/// What was found and done.
///
/// ```
/// use aludel_core::command::RepairReport;
///
/// fn is_in_order(report: &RepairReport) -> bool {
///     report.half_done.is_none()
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RepairReport {
    /// The database, its password masked.
    pub database: String,
    /// What is half done now.
    pub half_done: Option<HalfDoneState>,
    /// The revision that was taken back.
    pub taken_back: Option<String>,
    /// What was run to the end.
    pub steps: Vec<StepDone>,
    /// The revisions whose present text counts from now on.
    pub accepted: Vec<RevisionId>,
    /// The applied scripts that were edited, in words.
    pub edited: Vec<String>,
}

/// A revision that is half done.
///
/// ```
/// use aludel_core::command::HalfDoneState;
///
/// fn is_clear(state: &HalfDoneState) -> bool {
///     state.in_doubt.is_none()
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HalfDoneState {
    /// The revision.
    pub revision: String,
    /// `upgrade` or `downgrade`.
    pub direction: String,
    /// When it was begun.
    pub at: String,
    /// The statements that are done.
    pub done: Vec<StatementState>,
    /// The statement whose outcome is not known.
    pub in_doubt: Option<DoubtState>,
    /// The statements that are still to be run, as far as they can be told.
    pub to_come: Vec<StatementState>,
    /// Why they cannot be told, and cannot be run either.
    pub unplanned: Option<Obstruction>,
    /// Why what is done cannot be taken back.
    pub no_way_back: Option<Obstruction>,
}

/// One statement.
///
/// ```
/// use aludel_core::command::StatementState;
///
/// assert_eq!(StatementState { number: 1, sql: "DROP TABLE t".into() }.number, 1);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatementState {
    /// Its number, from 1.
    pub number: u32,
    /// How it begins.
    pub sql: String,
}

/// A statement whose outcome is not known.
///
/// ```
/// use aludel_core::command::DoubtState;
///
/// let doubt = DoubtState { number: 2, sql: "DROP TABLE t".into(), outcome: "done".into(), found: None };
/// assert_eq!(doubt.outcome, "done");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DoubtState {
    /// Its number, from 1.
    pub number: u32,
    /// How it begins.
    pub sql: String,
    /// `done` or `not_done`, where a look at the database tells, or `unclear`.
    pub outcome: String,
    /// What was found, where that is unclear.
    pub found: Option<String>,
}

impl StatementState {
    pub(super) fn of(statement: &JournaledStatement) -> Self {
        Self { number: statement.number, sql: statement.sql.clone() }
    }
}

impl DoubtState {
    /// The statement in doubt, where there is one.
    pub(super) fn of(halfway: &Halfway) -> Option<Self> {
        let StatementState { number, sql } = StatementState::of(halfway.doubt.as_ref()?);
        let (outcome, found) = match &halfway.found {
            Some(Found::Done) => ("done", None),
            Some(Found::NotDone) => ("not_done", None),
            Some(Found::Unclear(found)) => ("unclear", Some(found.clone())),
            None => ("unclear", None),
        };
        Some(Self { number, sql, outcome: outcome.to_owned(), found })
    }
}

/// Shows what is half done in the database, or settles it.
///
/// # Errors
/// A database that cannot be reached, a lock that is not to be had, nothing to settle, and whatever stops a statement.
pub async fn repair(environment: &Environment, repair: &Repair) -> Result<RepairReport, Error> {
    let scripts = environment.scripts.load()?;
    let mut connection = environment.connect_to_read().await?;
    let outcome = repair_on(environment, scripts, repair, &mut *connection).await;
    let closed = environment.end(connection).await;
    let report = outcome?;
    closed.map(|()| report)
}

async fn repair_on(
    environment: &Environment,
    scripts: Scripts,
    repair: &Repair,
    connection: &mut dyn Connection,
) -> Result<RepairReport, Error> {
    let mut report = RepairReport {
        database: environment.connector.describe(),
        half_done: None,
        taken_back: None,
        steps: Vec::new(),
        accepted: Vec::new(),
        edited: Vec::new(),
    };
    let known = ledger::read(environment, connection).await?;
    let Some(known) = known else {
        return if *repair == Repair::Show { Ok(report) } else { Err(nothing(&report.database).into()) };
    };
    let scripts = scripts.remembering(&known.rows);
    let mut executor = executor(environment);
    let applied = ledger::applied(&known.rows);
    executor.expected = super::compare::expected(&scripts, &applied, &*connection.dialect());
    executor.scope = environment.scope(&executor.expected);
    match repair {
        Repair::Show => {}
        Repair::Done => drop(executor.settle(connection, Verdict::Done).await?),
        Repair::NotDone => drop(executor.settle(connection, Verdict::NotDone).await?),
        Repair::Back => report.taken_back = Some(executor.take_back(connection, &scripts.graph).await?.revision),
        Repair::Finish => {
            let halfway = executor.examine(connection).await?.ok_or_else(|| nothing(&report.database))?;
            let rest = half_done_work(environment, &scripts, &known.rows, &halfway, connection.dialect().name())?;
            report.steps = done(&scripts, executor.run(connection, Some(&known), vec![rest]).await?);
        }
        Repair::Accept(words) => report.accepted = accept(&scripts, &known.rows, words, &executor, connection).await?,
    }
    if let Some(halfway) = executor.examine(connection).await? {
        report.half_done = Some(state(environment, &scripts, &known.rows, &executor, halfway, connection).await?);
    }
    let accepted = |row: &&LedgerRow| !report.accepted.contains(&row.revision);
    let rows: Vec<LedgerRow> = known.rows.iter().filter(accepted).cloned().collect();
    report.edited = super::warning::edited(&scripts, &rows);
    Ok(report)
}

fn nothing(database: &str) -> ExecError {
    ExecErrorKind::NothingHalfDone { database: database.to_owned() }.into()
}

/// The work that is half done.
pub(super) fn half_done_work(
    environment: &Environment,
    scripts: &Scripts,
    rows: &[LedgerRow],
    halfway: &Halfway,
    dialect: &str,
) -> Result<Work, Error> {
    let direction =
        if halfway.direction == Direction::Downgrade.to_string() { Direction::Downgrade } else { Direction::Upgrade };
    let step = Step { revision: halfway.revision.parse()?, direction };
    if scripts.graph.get(&step.revision).is_none() {
        return Err(ExecError::from(halfway.without_script()).into());
    }
    work(environment, scripts, rows, &step, dialect)
}

/// What is half done, with the statements that are still to come, where the script is there and still says what ran.
async fn state(
    environment: &Environment,
    scripts: &Scripts,
    rows: &[LedgerRow],
    executor: &Executor<'_>,
    halfway: Halfway,
    connection: &mut dyn Connection,
) -> Result<HalfDoneState, Error> {
    let planned = match half_done_work(environment, scripts, rows, &halfway, connection.dialect().name()) {
        Ok(mut work) => executor.to_come(connection, &mut work).await.map_err(Error::from),
        Err(error) => Err(error),
    };
    let (to_come, unplanned) = match planned {
        Ok(statements) => (statements, None),
        Err(why) => (Vec::new(), Some(obstruction(&why))),
    };
    let in_doubt = DoubtState::of(&halfway);
    let mut no_way_back = executor.no_way_back(connection).await?;
    // What cannot be told cannot be finished either.
    if let (Some(why), Some(unplanned)) = (&mut no_way_back, &unplanned) {
        why.help.clone_from(&unplanned.help);
    }
    Ok(HalfDoneState {
        revision: halfway.revision,
        direction: halfway.direction,
        at: halfway.at,
        done: halfway.done.iter().map(StatementState::of).collect(),
        in_doubt,
        to_come: to_come.iter().map(StatementState::of).collect(),
        unplanned,
        no_way_back: no_way_back.map(|why| Obstruction { message: why.reason, help: why.help }),
    })
}

fn obstruction(error: &Error) -> Obstruction {
    Obstruction { message: error.to_string(), help: error.help_text().unwrap_or_default().to_owned() }
}

/// Takes the present text of applied scripts for what was run.
async fn accept(
    scripts: &Scripts,
    rows: &[LedgerRow],
    words: &[String],
    executor: &Executor<'_>,
    connection: &mut dyn Connection,
) -> Result<Vec<RevisionId>, Error> {
    let applied = ledger::applied(rows);
    let mut named: Vec<RevisionId> = Vec::new();
    for word in words {
        let symbol: Symbol = word.parse()?;
        named.extend(scripts.graph.resolve(&symbol, &applied)?.into_iter().map(|revision| revision.id.clone()));
    }
    if let Some(id) = named.iter().find(|id| !applied.contains(id)) {
        let message = format!("revision \"{id}\" is not applied, so that its text is still free");
        return Err(Error::new(ErrorKind::Usage, message).help("name a revision that `db repair` lists as edited"));
    }
    let dialect = connection.dialect().name();
    let wanted = |row: &&LedgerRow| named.is_empty() || named.contains(&row.revision);
    let mut written = Vec::new();
    for row in rows.iter().filter(|row| is_edited(scripts, row)).filter(wanted) {
        let downgrade = match scripts.downgrade(&row.revision, dialect)? {
            Some(Downgrade::Stored(stored)) => Some::<StoredDowngrade>(stored),
            Some(Downgrade::Recorded(_)) => row.downgrade.clone(),
            None => None,
        };
        let checksum = scripts.checksum(&row.revision).unwrap_or_default().to_owned();
        written.push(LedgerRow { checksum, downgrade, ..row.clone() });
    }
    if !written.is_empty() {
        executor.rewrite(connection, &written).await?;
    }
    Ok(written.into_iter().map(|row| row.revision).collect())
}
