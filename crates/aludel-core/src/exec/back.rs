//! Taking back what is done of a revision, statement by statement, the last first.

use super::error::{ExecError, ExecErrorKind, HalfDone};
use super::half_done::Halfway;
use super::journal::{BACK, Entry, OpenRun, State};
use super::ledger::{cut, operations_text};
use super::noted::{SHOWN, hash};
use super::runner::Runner;
use super::send::send_all;
use super::settings::Settings;
use super::transact::{End, Refused};
use super::{Direction, views};
use crate::operation::{Irreversible, Operation, invert_all};
use crate::plan::{Plan, PlanError, Statement, plan};
use crate::revision::{RevisionGraph, RevisionId};
use crate::schema::{Objects, Schema};

/// Statements that belong together, and what takes them back.
pub(super) struct Group {
    /// The first of them.
    first: u32,
    inverse: Vec<Operation>,
}

impl Runner<'_> {
    /// Takes back all that is done, and closes the run. The ledger says already that it never was.
    pub(super) async fn take_back(&mut self, graph: &RevisionGraph) -> Result<Halfway, ExecError> {
        let open = self.open_run().await?.ok_or_else(|| self.nothing_half_done())?;
        let id = open.revision.parse().ok();
        let revision = id.as_ref().and_then(|id: &RevisionId| graph.get(id));
        self.limit(revision.map(|revision| revision.limits).unwrap_or_default());
        self.limit_session().await?;
        let mut open = self.settle(open).await?;
        let state = Halfway::of(&open, None);
        let is_upgrade = open.direction == Direction::Upgrade.to_string();
        let left_with = if is_upgrade { revision.and_then(|revision| revision.revises.first()) } else { id.as_ref() };
        let outcome = self.all_back(&mut open, left_with).await;
        if matches!(&outcome, Err(error) if matches!(error.kind(), ExecErrorKind::Stopped { .. })) {
            self.leave_back(&open).await;
        }
        outcome?;
        let closing = Entry::closing(&open.revision, &open.direction, self.now());
        self.write(&[Entry { state: State::Failed, error: Some("taken back".to_owned()), ..closing }]).await?;
        Ok(state)
    }

    /// What takes back all that is done, the last first; an error where something cannot be, as far as that is known.
    pub(super) async fn way_back(&mut self, open: &OpenRun) -> Result<Vec<Group>, ExecError> {
        let groups = groups(open)?;
        demand_fit(open, self.inspect_amid(open).await?, &groups)?;
        Ok(groups)
    }

    /// Takes back one group after the other.
    async fn all_back(&mut self, open: &mut OpenRun, left_with: Option<&RevisionId>) -> Result<(), ExecError> {
        for group in self.way_back(open).await? {
            self.go_on()?;
            let schema = self.inspect_amid(open).await?;
            let plan = plan(&*self.dialect, &schema, &group.inverse)
                .map_err(|error| HalfDone::irreversible(open, group.first, &error.to_string()))?;
            if plan.statements.is_empty() && group.inverse.iter().any(is_of_schema) {
                let what = "there is nothing left to take it back from";
                return Err(HalfDone::irreversible(open, group.first, what).into());
            }
            self.group(open, &group, &plan).await?;
            self.keep_views(&group, plan.after.as_ref(), left_with).await?;
            open.done.retain(|entry| entry.number < Some(group.first));
        }
        Ok(())
    }

    /// Writes down that nobody is at work any more on what is left.
    async fn leave_back(&mut self, open: &OpenRun) {
        let number = open.done.last().and_then(|entry| entry.number).or(Some(1));
        let closing = Entry::closing(&open.revision, BACK, self.now());
        let error = Some("stopped as asked".to_owned());
        if let Err(error) = self.write(&[Entry { number, state: State::Failed, error, ..closing }]).await {
            tracing::warn!(%error, "cannot write into the journal that nobody is at work");
        }
    }

    /// Runs what takes one group back.
    async fn group(&mut self, open: &OpenRun, group: &Group, plan: &Plan) -> Result<(), ExecError> {
        let mut settings = Settings::default();
        if let Some(setting) = settings.make(self.connection, &plan.settings).await? {
            let what = format!("`{}` has no effect on this session", setting.set);
            settings.restore(self.connection).await?;
            return Err(HalfDone::irreversible(open, group.first, &what).into());
        }
        let together = !plan.statements.iter().any(|statement| self.is_outside(statement));
        let outcome = if together {
            self.back_together(open, group, plan).await
        } else {
            self.back_one_by_one(open, group, plan).await
        };
        let restored = settings.restore(self.connection).await;
        outcome?;
        Ok(restored?)
    }

    /// Keeps what the server made of the views that a group restored.
    async fn keep_views(
        &mut self,
        group: &Group,
        after: Option<&Schema>,
        left_with: Option<&RevisionId>,
    ) -> Result<(), ExecError> {
        let mut restored = Objects::default();
        views::note(&mut restored, &group.inverse, after);
        let printed = self.printed(&restored).await;
        let kept = self.keep_restored(None, left_with, printed).await?;
        if !kept.is_empty() {
            self.transact_patiently(&kept, End::Commit).await?;
        }
        Ok(())
    }

    async fn back_together(&mut self, open: &OpenRun, group: &Group, plan: &Plan) -> Result<(), ExecError> {
        let sql: Vec<String> = plan.statements.iter().map(|statement| statement.sql.clone()).collect();
        let done = entry(open, group, State::Done, None, self.now());
        let mut texts = vec![self.executor.ledger.journal.insert(&*self.dialect, self.last_entry(), &[done])];
        texts.extend(sql.iter().cloned());
        match self.transact_patiently(&texts, End::Commit).await {
            Ok(_) => {
                self.written(1);
                Ok(())
            }
            Err(Refused::At(place, error)) if place > 0 => {
                let text = sql.get(place - 1).map_or("commit", String::as_str);
                Err(failure(open, group, text, &error))
            }
            Err(refused) => Err(refused.into()),
        }
    }

    async fn back_one_by_one(&mut self, open: &OpenRun, group: &Group, plan: &Plan) -> Result<(), ExecError> {
        for statement in &plan.statements {
            let intent = entry(open, group, State::Intent, Some(statement), self.now());
            self.write(&[intent]).await?;
            if let Err(failed) = send_all(self.connection, std::slice::from_ref(&statement.sql)).await {
                let error = failure(open, group, &statement.sql, &failed.error);
                let failed = entry(open, group, State::Failed, Some(statement), self.now());
                if let Err(error) = self.write(&[Entry { error: Some(error.to_string()), ..failed }]).await {
                    tracing::warn!(%error, "cannot write the failure into the journal");
                }
                return Err(error);
            }
        }
        self.write(&[entry(open, group, State::Done, None, self.now())]).await
    }
}

/// Refuses what does not fit what is there, before anything is taken back, as far as that is known.
fn demand_fit(open: &OpenRun, mut schema: Schema, groups: &[Group]) -> Result<(), ExecError> {
    let inverse = groups.iter().flat_map(|group| group.inverse.iter().map(|operation| (group.first, operation)));
    for (first, operation) in inverse {
        if operation.is_opaque() {
            break;
        }
        let misfit = |error| PlanError::Apply { operation: operation.to_string(), error }.to_string();
        schema.apply(operation).map_err(|error| HalfDone::irreversible(open, first, &misfit(error)))?;
    }
    Ok(())
}

/// True for what is not done without a statement. SQL that somebody wrote may be taken back by nothing.
fn is_of_schema(operation: &Operation) -> bool {
    !matches!(operation, Operation::Execute { .. })
}

fn entry(open: &OpenRun, group: &Group, state: State, statement: Option<&Statement>, at: String) -> Entry {
    Entry {
        number: Some(group.first),
        hash: statement.map(hash),
        operations: statement.map(|_| operations_text(&group.inverse)),
        sql: statement.map(|statement| cut(&statement.sql, SHOWN)),
        state,
        ..Entry::closing(&open.revision, BACK, at)
    }
}

fn failure(open: &OpenRun, group: &Group, sql: &str, cause: &dyn std::fmt::Display) -> ExecError {
    HalfDone::stuck(open, group.first, &format!("`{sql}` failed: {cause}")).into()
}

/// What is done, the last first, each with what takes it back; an error where one of them cannot be.
fn groups(open: &OpenRun) -> Result<Vec<Group>, ExecError> {
    let mut groups: Vec<Group> = Vec::new();
    let mut last = None;
    for (place, entry) in open.done.iter().enumerate() {
        let first = entry.number.unwrap_or_default();
        if entry.operations.is_some() && last == entry.operations.as_ref() {
            continue;
        }
        last = entry.operations.as_ref();
        let text = entry.operations.as_deref();
        let irreversible = |what: &str| HalfDone::irreversible(open, first, what);
        let text = text.ok_or_else(|| irreversible("what it does is not known"))?;
        let mut operations: Vec<Operation> =
            serde_json::from_str(text).map_err(|error| irreversible(&error.to_string()))?;
        // One more statement of those before it.
        if operations.is_empty() {
            continue;
        }
        // What was filled into a column of this same revision goes with the column.
        operations.retain(|operation| !fills_what_is_new(operation, open.done.get(..place).unwrap_or_default()));
        let inverse = invert_all(&operations).map_err(|error| irreversible(&reason(&operations, error)))?;
        groups.push(Group { first, inverse });
    }
    groups.reverse();
    Ok(groups)
}

/// Why operations have no inverse. Nobody can add one to what ran already.
fn reason(operations: &[Operation], error: Irreversible) -> String {
    if operations.iter().any(|operation| matches!(operation, Operation::Execute { undo: None, .. })) {
        "it is SQL, and nothing says what takes this one statement back".to_owned()
    } else {
        error.reason
    }
}

/// True for the filling of a column that statements before it made.
fn fills_what_is_new(operation: &Operation, before: &[Entry]) -> bool {
    let Operation::FillColumn { table, column, .. } = operation else { return false };
    let made = before.iter().filter_map(|entry| entry.operations.as_deref());
    let made = made.filter_map(|text| serde_json::from_str::<Vec<Operation>>(text).ok()).flatten();
    made.into_iter().any(|operation| match operation {
        Operation::CreateTable { table: made } => made.name == *table,
        Operation::AddColumn { table: of, column: made } => of == *table && made.name == *column,
        _ => false,
    })
}
