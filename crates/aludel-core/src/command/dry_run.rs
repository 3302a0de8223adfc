//! `--dry-run`: what a run would send, what that does to others meanwhile, and whether it can be undone.

use std::sync::Arc;

use serde::Serialize;

use super::RunOptions;
use super::compare::expected;
use super::ledger;
use super::run::work;
use crate::connection::Connection;
use crate::dialect::{Dialect, Effect, align};
use crate::environment::{Environment, Scripts};
use crate::error::{Error, ErrorKind};
use crate::exec::{Transaction, Work, verify, within};
use crate::operation::Recorded;
use crate::plan::{Placement, Statement, plan};
use crate::revision::{Direction, RevisionId, Step, Target};
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
    /// True where the plan rests on a schema that SQL before it may have changed.
    pub estimate: bool,
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
    let rows = ledger::read(environment, connection).await?.map(|known| known.rows).unwrap_or_default();
    verify(&environment.settings.ledger, &rows)?;
    let scripts = scripts.remembering(&rows);
    let applied = ledger::applied(&rows);
    let dialect = connection.dialect();
    let expected = expected(&scripts, &applied, &*dialect);
    let inspected = environment.inspect(connection, &environment.scope(&expected)).await?;
    let schema = match expected {
        Some(expected) => align(&*dialect, &inspected, &expected, &Schema::default()),
        None => inspected,
    };
    let limits = environment.settings.limits;
    let mut planning = Planning { dialect: dialect.clone(), schema, estimate: false };
    let mut planned = Vec::new();
    for step in scripts.graph.path(&applied, target)? {
        let work = work(environment, &scripts, &rows, &step, dialect.name())?;
        let has_way_back = step.direction == Direction::Downgrade || work.downgrade.is_some();
        planning.dialect = within(dialect.clone(), work.limits.or(limits));
        planned.push(planning.revision(&step, work, has_way_back)?);
    }
    Ok(planned)
}

/// The schema along the way.
struct Planning {
    /// Within the limits of the revision at hand.
    dialect: Arc<dyn Dialect>,
    schema: Schema,
    /// SQL has run whose effect on the schema is not known.
    estimate: bool,
}

impl Planning {
    fn revision(&mut self, step: &Step, work: Work, has_way_back: bool) -> Result<Planned, Error> {
        let mut of_step = Planned {
            revision: step.revision.clone(),
            message: work.message,
            direction: step.direction.to_string(),
            statements: Vec::new(),
            losses: Vec::new(),
            undo: if has_way_back { Undo::Downgrade } else { Undo::None },
            estimate: self.estimate,
        };
        let mut apart = !self.dialect.capabilities().transactional_ddl || work.transaction == Transaction::Off;
        for recorded in work.recorded {
            apart |= matches!(recorded, Recorded::Outside(_));
            apart |= self.operation(step, recorded, &mut of_step)?;
        }
        if !apart {
            of_step.undo = Undo::Rollback;
        }
        Ok(of_step)
    }

    /// Plans one operation. True where a statement of it cannot be part of a transaction.
    fn operation(&mut self, step: &Step, recorded: Recorded, of_step: &mut Planned) -> Result<bool, Error> {
        let misfit = |error: &dyn std::error::Error| {
            Error::new(ErrorKind::Plan, format!("cannot {} revision \"{}\": {error}", step.direction, step.revision))
        };
        let operation = self.schema.complete(recorded).map_err(|error| misfit(&error))?;
        let plan =
            plan(&*self.dialect, &self.schema, std::slice::from_ref(&operation)).map_err(|error| misfit(&error))?;
        let effects = self.dialect.effects(&self.schema, &operation);
        let planned = |statement: Statement| PlannedStatement { sql: statement.sql, effects: effects.clone() };
        of_step.statements.extend(plan.script().into_iter().map(planned));
        of_step.losses.extend(operation.loss());
        if operation.is_opaque() {
            self.estimate = true;
        } else {
            self.schema.apply(&operation).map_err(|error| misfit(&error))?;
        }
        let is_outside = |statement: &Statement| {
            statement.placement == Placement::Outside || self.dialect.runs_outside_transactions(&statement.sql)
        };
        Ok(plan.statements.iter().any(is_outside))
    }
}
