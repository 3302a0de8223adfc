//! `upgrade` and `downgrade`: along the graph, one revision after the other.

use std::sync::Arc;

use serde::Serialize;

use super::compare::expected;
use super::ledger;
use super::warning;
use crate::connection::Connection;
use crate::environment::{Environment, Scripts};
use crate::error::{Error, ErrorKind};
use crate::exec::{Executor, Known, LedgerRow, Report, StoredDowngrade, Work, verify};
use crate::revision::{Applied, Direction, GraphError, RevisionId, Step, Target};
use crate::script::given;

/// Which way and how far.
///
/// ```
/// use aludel_core::command::RunOptions;
///
/// assert_eq!(RunOptions::to("head").target, "head");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunOptions {
    /// A word for where to go: `head`, `-1`, an id.
    pub target: String,
}

impl RunOptions {
    /// As far as a word says.
    pub fn to(target: impl Into<String>) -> Self {
        Self { target: target.into() }
    }
}

/// What a run did.
///
/// ```
/// use aludel_core::command::RunReport;
///
/// fn did_nothing(report: &RunReport) -> bool {
///     report.steps.is_empty()
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RunReport {
    /// The database, its password masked.
    pub database: String,
    /// The revisions that were reached, in order.
    pub steps: Vec<StepDone>,
    /// What is odd.
    pub warnings: Vec<String>,
}

/// One revision that was run.
///
/// ```
/// use aludel_core::command::StepDone;
///
/// fn seconds(step: &StepDone) -> f64 {
///     step.duration_ms as f64 / 1000.0
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StepDone {
    /// The revision.
    pub revision: RevisionId,
    /// The revisions that it follows.
    pub revises: Vec<RevisionId>,
    /// Its message.
    pub message: String,
    /// `upgrade` or `downgrade`.
    pub direction: String,
    /// How many statements were sent.
    pub statements: usize,
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
    /// True where another process had run it meanwhile.
    pub skipped: bool,
}

/// Applies revisions up to where a word says. What is applied already, and anything below it, is left as it is.
///
/// # Errors
/// A word that leads nowhere, damaged scripts, a database that cannot be reached, and whatever stops a revision; those
/// before it stay applied.
pub async fn upgrade(environment: &Environment, options: &RunOptions) -> Result<RunReport, Error> {
    run(environment, &Target::Upgrade(options.target.parse()?)).await
}

/// Takes revisions back down to where a word says.
///
/// # Errors
/// As [`upgrade`], and a revision that has no way back.
pub async fn downgrade(environment: &Environment, options: &RunOptions) -> Result<RunReport, Error> {
    run(environment, &Target::Downgrade(options.target.parse()?)).await
}

/// What runs the revisions of an environment.
pub(super) fn executor(environment: &Environment) -> Executor<'_> {
    let mut executor = Executor::new(&*environment.connector, environment.settings.ledger.clone());
    executor.lock_timeout = environment.settings.lock_timeout;
    executor.limits = environment.settings.limits;
    executor.retry = environment.settings.retry;
    executor.stop = environment.settings.stop.clone();
    executor.hooks = environment.settings.hooks.clone().given(Arc::new(environment.settings.extras()));
    executor.observer.clone_from(&environment.settings.observer);
    executor.single_transaction = environment.settings.single_transaction;
    executor.single_writer = environment.settings.single_writer;
    executor.applied_by.clone_from(&environment.settings.applied_by);
    executor
}

async fn run(environment: &Environment, target: &Target) -> Result<RunReport, Error> {
    let (scripts, opened) = environment.scripts.load_beside(open(environment, target)).await;
    let scripts = scripts?;
    scripts.demand_sound()?;
    let opened = match opened? {
        Some(opened) => opened,
        None => {
            // What cannot be run is found before a database is made.
            rehearse(environment, &scripts, target).await?;
            if scripts.graph.iter().next().is_none() {
                let warnings = vec!["there are no revisions yet: `db migrate` writes the first one".to_owned()];
                return Ok(RunReport { database: environment.connector.describe(), steps: Vec::new(), warnings });
            }
            Opened::of(environment.connect_or_create().await?, environment, target).await?
        }
    };
    let Opened { mut connection, known } = opened;
    let outcome = run_on(environment, scripts, target, &mut *connection, known).await;
    let closed = environment.end(connection).await;
    let report = outcome?;
    closed.map(|()| report)
}

/// A session, and what its ledger says.
struct Opened {
    connection: Box<dyn Connection>,
    known: Option<Known>,
}

impl Opened {
    async fn of(
        mut connection: Box<dyn Connection>,
        environment: &Environment,
        target: &Target,
    ) -> Result<Self, Error> {
        match ledger::read_for(target.direction(), environment, &mut *connection).await {
            Ok(known) => Ok(Self { connection, known }),
            Err(error) => {
                environment.end(connection).await?;
                Err(error)
            }
        }
    }
}

/// Opens the database; `None` where it is a file that is missing.
async fn open(environment: &Environment, target: &Target) -> Result<Option<Opened>, Error> {
    match environment.connect().await? {
        Some(connection) => Opened::of(connection, environment, target).await.map(Some),
        None => Ok(None),
    }
}

/// Finds what there is to do in a database that is not there yet.
async fn rehearse(environment: &Environment, scripts: &Scripts, target: &Target) -> Result<(), Error> {
    let dialect = environment.dialect().await?;
    let works = scripts.graph.path(&Applied::default(), target)?;
    works.iter().try_for_each(|step| work(environment, scripts, &[], step, dialect.name()).map(drop))
}

async fn run_on(
    environment: &Environment,
    scripts: Scripts,
    target: &Target,
    connection: &mut dyn Connection,
    known: Option<Known>,
) -> Result<RunReport, Error> {
    let mut odd = warning::of_file_names(environment, &scripts);
    odd.extend(warning::of_head_file(environment, &scripts));
    let rows = known.as_ref().map(|known| known.rows.as_slice()).unwrap_or_default();
    verify(&environment.settings.ledger, rows)?;
    let scripts = scripts.remembering(rows);
    let applied = ledger::applied(rows);
    let (steps, astray) = path(&scripts, &applied, target, known.as_ref())?;
    let mut warnings = warning::of_run(&scripts, rows, &applied, target);
    warnings.extend(odd);
    let taken_back = steps.iter().filter(|step| step.direction == Direction::Downgrade);
    let row = |step: &Step| rows.iter().find(|row| row.revision == step.revision);
    warnings.extend(
        taken_back
            .filter(|step| remembered_downgrade(&scripts, row(step)).is_some())
            .map(|step| format!("revision \"{}\" is taken back as the ledger remembers it", step.revision)),
    );
    let dialect = connection.dialect();
    let works: Vec<Work> =
        steps.iter().map(|step| work(environment, &scripts, rows, step, dialect.name())).collect::<Result<_, _>>()?;
    let mut executor = executor(environment);
    if !works.is_empty() {
        executor.expected = expected(&scripts, &applied, &*dialect);
        executor.scope = environment.scope(&executor.expected);
    }
    let database = environment.connector.describe();
    let outcome = executor.run(connection, known.as_ref(), works).await;
    let report = outcome.map_err(|error| Error::from(error.among(&scripts.graph)).at_work_on(database.clone()))?;
    if let Some(astray) = astray {
        return Err(astray.into());
    }
    warnings.extend(report.warnings.iter().cloned());
    Ok(RunReport { database, steps: done(&scripts, report), warnings })
}

/// The steps there are to take. Where a revision is half done and what is applied leads nowhere, none, and why: the run has
/// to stop at what is half done, unless another process was at work on it.
pub(super) fn path(
    scripts: &Scripts,
    applied: &Applied,
    target: &Target,
    known: Option<&Known>,
) -> Result<(Vec<Step>, Option<GraphError>), GraphError> {
    match scripts.graph.path(applied, target) {
        Ok(steps) => Ok((steps, None)),
        Err(error) if error.is_of_what_is_applied() && known.is_some_and(Known::is_half_done) => {
            Ok((Vec::new(), Some(error)))
        }
        Err(error) => Err(error),
    }
}

/// What a step of a path runs.
pub(super) fn work(
    environment: &Environment,
    scripts: &Scripts,
    rows: &[LedgerRow],
    step: &Step,
    dialect: &str,
) -> Result<Work, Error> {
    let missing = || Error::new(ErrorKind::Graph, format!("there is no revision \"{}\"", step.revision));
    let revision = scripts.graph.get(&step.revision).ok_or_else(missing)?;
    let stored = rows.iter().find(|row| row.revision == step.revision);
    let stored = stored.filter(|_| step.direction == Direction::Downgrade);
    let (said, downgrade) = match (remembered_downgrade(scripts, stored), step.direction) {
        (Some(stored), _) => (crate::environment::remembered(stored), None),
        (None, Direction::Upgrade) => scripts.record_upgrade(&step.revision, dialect)?,
        (None, Direction::Downgrade) => (scripts.record(&step.revision, Direction::Downgrade, dialect)?, None),
    };
    let mut work = Work::new(revision, step.direction, said.recording.recorded);
    let extras = Arc::new(environment.settings.extras());
    let functions = said.recording.functions.into_iter();
    work.functions = functions.map(|(name, step)| (name, given(step, extras.clone()))).collect();
    work.transaction = said.transaction;
    work.checksum = scripts.checksum(&step.revision).unwrap_or_default().to_owned();
    work.downgrade = downgrade;
    Ok(work)
}

/// The way back as it was when the revision was applied, where its script is gone or says something else by now.
fn remembered_downgrade<'a>(scripts: &Scripts, row: Option<&'a LedgerRow>) -> Option<&'a StoredDowngrade> {
    let row = row?;
    let is_the_same = |now: &str| row.checksum.is_empty() || now == row.checksum;
    let as_it_was = scripts.is_at_hand(&row.revision) && scripts.checksum(&row.revision).is_some_and(is_the_same);
    row.downgrade.as_ref().filter(|_| !as_it_was)
}

pub(super) fn done(scripts: &Scripts, report: Report) -> Vec<StepDone> {
    let step = |step: crate::exec::StepReport| StepDone {
        revises: scripts.graph.get(&step.revision).map(|revision| revision.revises.clone()).unwrap_or_default(),
        revision: step.revision,
        message: step.message,
        direction: step.direction.to_string(),
        statements: step.statements as usize,
        duration_ms: u64::try_from(step.duration.as_millis()).unwrap_or(u64::MAX),
        skipped: step.skipped,
    };
    report.steps.into_iter().map(step).collect()
}
