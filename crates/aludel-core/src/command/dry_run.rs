//! `--dry-run`: what a run would send, what that does to others meanwhile, and whether it can be undone.

use std::sync::Arc;

use serde::Serialize;

use super::compare::expected;
use super::outlook::Outlook;
use super::repair::half_done_work;
use super::run::{executor, path, work};
use super::{RunOptions, ledger};
use crate::connection::Connection;
use crate::dialect::{Dialect, Effect, align};
use crate::environment::{Environment, Scripts};
use crate::error::{Error, ErrorKind};
use crate::exec::{Executor, Foreseen, Known, Piece, Planning, Transaction, Work, verify, within};
use crate::operation::{Operation, Recorded};
use crate::plan::{Placement, Plan, Setting, Statement};
use crate::revision::{Direction, Limits, RevisionId, Step, Target};
use crate::schema::Schema;

/// What a run would do for one revision.
///
/// ```
/// use aludel_core::command::Planned;
///
/// fn all_sql(planned: &[Planned]) -> Vec<&str> {
///     planned.iter().flat_map(|step| step.statements.iter().map(|statement| statement.sql.as_str())).collect()
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Planned {
    /// The revision.
    pub revision: RevisionId,
    /// Its message.
    pub message: String,
    /// `upgrade` or `downgrade`.
    pub direction: String,
    /// The statements, in order.
    pub statements: Vec<PlannedStatement>,
    /// What data they can lose, in words.
    pub losses: Vec<String>,
    /// Whether what they do can be undone.
    pub undo: Undo,
    /// True where the plan rests on a schema that what runs before it may leave otherwise: SQL of unknown effect, or a
    /// revision that is half done and cannot just be gone on with.
    pub estimate: bool,
    /// Where it stands, if it is half done; the statements are then those that are still to come.
    pub half_done: Option<Outlook>,
}

/// One statement that a run would send.
///
/// ```
/// use aludel_core::command::PlannedStatement;
/// use aludel_core::dialect::Blocks;
///
/// fn keeps_others_waiting(statement: &PlannedStatement) -> bool {
///     statement.effects.as_ref().is_none_or(|effects| effects.iter().any(|effect| effect.blocks == Blocks::All))
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlannedStatement {
    /// Its text.
    pub sql: String,
    /// What its operation does to those who use the tables meanwhile; `None` is not known.
    pub effects: Option<Vec<Effect>>,
}

/// Whether what a revision does can be undone.
///
/// ```
/// use aludel_core::command::Undo;
///
/// assert_ne!(Undo::Rollback, Undo::Downgrade);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Undo {
    /// It is one transaction: where one statement fails, nothing is kept. What is kept, its way back can undo, if it has
    /// one.
    Rollback,
    /// Statements are kept one by one; the way back of the revision undoes them.
    Downgrade,
    /// Statements are kept one by one, and the revision has no way back.
    None,
}

/// What [`upgrade`](super::upgrade) would send, sending none.
///
/// # Errors
/// As [`upgrade`](super::upgrade).
pub async fn plan_upgrade(environment: &Environment, options: &RunOptions) -> Result<Vec<Planned>, Error> {
    dry_run(environment, &Target::Upgrade(options.target.parse()?)).await
}

/// What [`downgrade`](super::downgrade) would send, sending none.
///
/// # Errors
/// As [`downgrade`](super::downgrade).
pub async fn plan_downgrade(environment: &Environment, options: &RunOptions) -> Result<Vec<Planned>, Error> {
    dry_run(environment, &Target::Downgrade(options.target.parse()?)).await
}

async fn dry_run(environment: &Environment, target: &Target) -> Result<Vec<Planned>, Error> {
    let scripts = environment.scripts.load()?;
    scripts.demand_sound()?;
    let mut connection = environment.connect_to_read().await?;
    let planned = dry_run_on(environment, scripts, target, &mut *connection).await;
    environment.end(connection).await?;
    planned
}

async fn dry_run_on(
    environment: &Environment,
    scripts: Scripts,
    target: &Target,
    connection: &mut dyn Connection,
) -> Result<Vec<Planned>, Error> {
    let mut executor = executor(environment);
    let known = read(environment, &executor, connection).await?;
    let rows = known.as_ref().map(|known| known.rows.as_slice()).unwrap_or_default();
    verify(&environment.settings.ledger, rows)?;
    let scripts = scripts.remembering(rows);
    let applied = ledger::applied(rows);
    let dialect = connection.dialect();
    let (steps, astray) = path(&scripts, &applied, target, known.as_ref())?;
    let of_step = |step: &Step| work(environment, &scripts, rows, step, dialect.name());
    let mut works: Vec<Work> = steps.iter().map(of_step).collect::<Result<_, _>>()?;
    executor.expected = expected(&scripts, &applied, &*dialect);
    executor.scope = environment.scope(&executor.expected);
    let half_done = known.as_ref().is_some_and(Known::is_half_done);
    if half_done && let Some(mut foreseen) = executor.foresee(connection, works.first_mut()).await? {
        foreseen.stop = foreseen.stop.map(|stop| stop.among(&scripts.graph));
        let begun = half_done_work(environment, &scripts, rows, &foreseen.halfway, dialect.name());
        return go_on(Rehearsal::new(&executor, dialect), foreseen, begun.ok(), &works);
    }
    if let Some(astray) = astray {
        return Err(astray.into());
    }
    let inspected = environment.inspect(connection, &executor.scope).await?;
    let schema = match &executor.expected {
        Some(expected) => align(&*dialect, &inspected, expected, &Schema::default()),
        None => inspected,
    };
    let mut rehearsal = Rehearsal { schema, ..Rehearsal::new(&executor, dialect) };
    works.iter().map(|work| rehearsal.revision(work, 0)).collect()
}

/// Reads the ledger. Where a revision is half done, another process may be at work on it, and is waited for as long as a
/// run would.
async fn read(
    environment: &Environment,
    executor: &Executor<'_>,
    connection: &mut dyn Connection,
) -> Result<Option<Known>, Error> {
    let known = ledger::read(environment, connection).await?;
    if !known.as_ref().is_some_and(Known::is_half_done) {
        return Ok(known);
    }
    executor.wait_for_others(connection).await?;
    ledger::read(environment, connection).await
}

/// The plan of a run that finds a revision half done, as far as it can be told.
fn go_on(
    mut rehearsal: Rehearsal,
    foreseen: Foreseen,
    begun: Option<Work>,
    works: &[Work],
) -> Result<Vec<Planned>, Error> {
    let half_done = Outlook::of(&foreseen);
    let would_stop = half_done.stops.is_some();
    let unplanned = Planned {
        revision: foreseen.halfway.revision.parse()?,
        message: begun.as_ref().map(|begun| begun.message.clone()).unwrap_or_default(),
        direction: foreseen.halfway.direction,
        statements: Vec::new(),
        losses: Vec::new(),
        undo: begun.as_ref().map_or(Undo::None, undo),
        estimate: true,
        half_done: Some(half_done),
    };
    let Some(rest) = foreseen.rest else { return Ok(vec![unplanned]) };
    (rehearsal.schema, rehearsal.estimate) = (rest.before, would_stop);
    let mut planned: Vec<Planned> = Vec::new();
    for work in works {
        let passed = if planned.is_empty() { rest.passed } else { 0 };
        match rehearsal.revision(work, passed) {
            Ok(step) => planned.push(step),
            // It may rest on what a person has to settle first.
            Err(_) if would_stop => break,
            Err(error) => return Err(error),
        }
    }
    match planned.first_mut() {
        Some(first) => (first.half_done, first.undo) = (unplanned.half_done, unplanned.undo),
        None => planned.push(unplanned),
    }
    Ok(planned)
}

/// Whether a revision can be undone whose statements are kept one by one.
fn undo(work: &Work) -> Undo {
    let has_way_back = work.direction == Direction::Downgrade || work.downgrade.is_some();
    if has_way_back { Undo::Downgrade } else { Undo::None }
}

/// A run that sends nothing.
struct Rehearsal {
    dialect: Arc<dyn Dialect>,
    /// Those of revisions that say nothing of them.
    limits: Limits,
    /// The schema along the way.
    schema: Schema,
    /// What runs before may leave another schema.
    estimate: bool,
}

impl Rehearsal {
    fn new(executor: &Executor<'_>, dialect: Arc<dyn Dialect>) -> Self {
        Self { dialect, limits: executor.limits, schema: Schema::default(), estimate: false }
    }

    /// Plans a revision of which so many statements are passed.
    fn revision(&mut self, work: &Work, mut passed: usize) -> Result<Planned, Error> {
        let dialect = within(self.dialect.clone(), work.limits.or(self.limits));
        let estimate = self.estimate;
        let mut apart = !dialect.capabilities().transactional_ddl
            || work.transaction == Transaction::Off
            || work.recorded.iter().any(|recorded| matches!(recorded, Recorded::Outside(_)));
        let (mut statements, mut losses) = (Vec::new(), Vec::new());
        let mut planning = Planning::new(work);
        while let Some(piece) = planning.next(&*dialect, Some(&self.schema))? {
            apart |= piece.plan.statements.iter().any(|statement| is_outside(&*dialect, statement));
            let count = piece.plan.statements.len();
            let first = passed.min(count);
            let is_passed = passed > 0 && first == count;
            passed -= first;
            if !is_passed {
                let to_come = piece.operations.get(piece.places_of(first).start..).unwrap_or_default();
                statements.extend(self.statements(&*dialect, &piece, first)?);
                losses.extend(to_come.iter().filter_map(Operation::loss));
                self.estimate |= to_come.iter().any(Operation::is_opaque);
            }
            self.schema = piece.folded.unwrap_or_default();
        }
        Ok(Planned {
            revision: work.revision.clone(),
            message: work.message.clone(),
            direction: work.direction.to_string(),
            statements,
            losses,
            undo: if apart { undo(work) } else { Undo::Rollback },
            estimate,
            half_done: None,
        })
    }

    /// The statements of a piece from one on, with the settings that they need.
    fn statements(&self, dialect: &dyn Dialect, piece: &Piece, first: usize) -> Result<Vec<PlannedStatement>, Error> {
        let effects = self.effects(dialect, &piece.operations)?;
        let of = |statement: usize| together(effects.get(piece.places_of(statement)).unwrap_or_default());
        let planned = |sql: &str, statement: usize| PlannedStatement { sql: sql.to_owned(), effects: of(statement) };
        let Plan { statements, settings, .. } = &piece.plan;
        let last = statements.len().saturating_sub(1);
        let set = settings.iter().map(|setting| planned(&setting.set, first));
        let sent = statements.iter().enumerate().skip(first).map(|(place, statement)| planned(&statement.sql, place));
        let restored = Setting::restored(settings).map(|restore| planned(restore, last));
        Ok(set.chain(sent).chain(restored).collect())
    }

    /// What each operation does to others.
    fn effects(&self, dialect: &dyn Dialect, operations: &[Operation]) -> Result<Vec<Option<Vec<Effect>>>, Error> {
        let mut schema = self.schema.clone();
        let mut effects = Vec::new();
        for operation in operations {
            effects.push(dialect.effects(&schema, operation));
            if !operation.is_opaque() {
                schema.apply(operation).map_err(|error| Error::new(ErrorKind::Plan, error.to_string()))?;
            }
        }
        Ok(effects)
    }
}

/// The effects of operations that share a statement; `None` where those of one are not known.
fn together(effects: &[Option<Vec<Effect>>]) -> Option<Vec<Effect>> {
    let mut all: Vec<Effect> = Vec::new();
    for effect in effects.iter().map(Option::as_ref).collect::<Option<Vec<_>>>()?.into_iter().flatten() {
        if !all.contains(effect) {
            all.push(effect.clone());
        }
    }
    Some(all)
}

/// True for a statement that cannot be part of a transaction.
fn is_outside(dialect: &dyn Dialect, statement: &Statement) -> bool {
    statement.placement == Placement::Outside || dialect.runs_outside_transactions(&statement.sql)
}
