//! `--sql`: a run as a script for the database's own client. No database is opened, but a scratch one where a revision
//! runs SQL of unknown effect and a later one has to know it.

use std::mem::take;
use std::sync::Arc;

use serde::Serialize;

use super::run::work;
use super::stamp::row;
use super::{RunOptions, StampOptions};
use crate::dialect::{self, Dialect};
use crate::environment::{Environment, Scripts};
use crate::error::{Error, ErrorKind};
use crate::exec::{Gathering, LedgerRow, OfflineRun, Work, within};
use crate::operation::Operation;
use crate::revision::{Applied, Held, Point, RevisionId, Symbol, Target};
use crate::schema::Schema;

/// A script for a database's own client.
///
/// ```
/// use aludel_core::command::OfflineReport;
///
/// fn statements(report: &OfflineReport) -> usize {
///     report.steps.iter().map(|step| step.statements.len()).sum()
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OfflineReport {
    /// The dialect that it is written in.
    pub dialect: String,
    /// The revisions that a database must stand at for it.
    pub from: Vec<RevisionId>,
    /// The revisions that the database stands at after it.
    pub to: Vec<RevisionId>,
    /// The statements before the first revision.
    pub before: Vec<String>,
    /// The revisions, in order, each with its statements.
    pub steps: Vec<OfflineStep>,
    /// The statements after the last revision.
    pub after: Vec<String>,
    /// All of it, as the client reads it.
    pub script: String,
}

/// A part of a script.
///
/// ```
/// use aludel_core::command::OfflineStep;
///
/// fn loses_nothing(step: &OfflineStep) -> bool {
///     step.losses.is_empty()
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OfflineStep {
    /// The revision; for a stamp, the last one that is stamped, if any.
    pub revision: Option<RevisionId>,
    /// Its message.
    pub message: String,
    /// `upgrade`, `downgrade` or `stamp`.
    pub direction: String,
    /// Its statements, those on the ledger and the journal among them.
    pub statements: Vec<String>,
    /// What data they can lose, in words.
    pub losses: Vec<String>,
    /// What somebody should know who runs them.
    pub warnings: Vec<String>,
}

/// The script that upgrades along a range: `a:b`, `a:`, `:b`, or `b` from the base.
///
/// # Errors
/// A range that leads nowhere, damaged scripts, a dialect that nobody has named, and a revision that has no plan or runs
/// a function which says nothing for a script.
pub async fn upgrade_script(environment: &Environment, options: &RunOptions) -> Result<OfflineReport, Error> {
    let (from, to) = options.target.split_once(':').unwrap_or(("", &options.target));
    let [from, to] = [ends(from, "base")?, ends(to, "head")?];
    run(environment, &from, &Target::Upgrade(to)).await
}

/// The script that downgrades along a range: `a:b`, `a:` down to the base, or steps from the head such as `-1`.
///
/// # Errors
/// As [`upgrade_script`], and a revision that has no way back.
pub async fn downgrade_script(environment: &Environment, options: &RunOptions) -> Result<OfflineReport, Error> {
    let (from, to) = match options.target.split_once(':') {
        Some((from, to)) => (from, to),
        None if options.target.starts_with('-') => ("head", &*options.target),
        None => {
            let message = "a script that downgrades has to know where the database stands";
            let help = format!("name both ends, as in `db downgrade --sql head:{}`", options.target);
            return Err(Error::new(ErrorKind::Usage, message).help(help));
        }
    };
    let [from, to] = [ends(from, "head")?, ends(to, "base")?];
    run(environment, &from, &Target::Downgrade(to)).await
}

/// The script that writes into the ledger that a database stands at some revisions; it starts from the base unless the
/// one revision is a range `a:b`.
///
/// # Errors
/// As [`upgrade_script`].
pub async fn stamp_script(environment: &Environment, options: &StampOptions) -> Result<OfflineReport, Error> {
    if options.purge {
        let help = "stamp with the database at hand, or say from where with a range, as in `a:b`";
        return Err(Error::new(ErrorKind::Usage, "`--purge` and `--sql` do not go together").help(help));
    }
    let (from, words) = match options.revisions.as_slice() {
        [range] => match range.split_once(':') {
            Some((from, to)) => (from, vec![to]),
            None => ("", vec![range.as_str()]),
        },
        several => ("", several.iter().map(String::as_str).collect()),
    };
    let from = ends(from, "base")?;
    let symbols: Vec<Symbol> = words.into_iter().map(|word| ends(word, "head")).collect::<Result<_, _>>()?;
    let scripts = environment.scripts.load()?;
    let dialect = dialect_named(environment)?;
    let start = started(&scripts, &from)?;
    let stamped = scripts.graph.stamp(&start, &symbols, Held::Keep)?;
    let rows = stamped.added.iter().filter_map(|id| row(&scripts, id, dialect.name()).transpose());
    let rows: Vec<LedgerRow> = rows.collect::<Result<_, _>>()?;
    let removed: Vec<&str> = stamped.removed.iter().map(RevisionId::as_str).collect();
    let last = stamped.applied.iter().next_back().cloned();
    let mut offline = offline(environment, &scripts, &*dialect, &start);
    offline.together = false;
    let before = offline.begin()?;
    let statements = offline.stamp(&removed, &rows, last.as_ref().map_or("base", RevisionId::as_str))?;
    let message = last.as_ref().and_then(|id| scripts.graph.get(id)).map(|one| one.message.clone()).unwrap_or_default();
    let direction = "stamp".to_owned();
    let steps =
        vec![OfflineStep { revision: last, message, direction, statements, losses: Vec::new(), warnings: Vec::new() }];
    Ok(report(&scripts, &*dialect, &offline, [&start, &stamped.applied], before, steps))
}

/// One end of a range.
fn ends(word: &str, usual: &str) -> Result<Symbol, Error> {
    let symbol: Symbol = if word.is_empty() { usual } else { word }.parse()?;
    if *symbol.point() == Point::Current {
        let message = "`current` is where a database stands, and a script is written without one";
        return Err(Error::new(ErrorKind::Usage, message).help("name the revision; `db current` prints it"));
    }
    Ok(symbol)
}

/// What is applied where a script starts.
fn started(scripts: &Scripts, from: &Symbol) -> Result<Applied, Error> {
    let revisions = scripts.graph.resolve(from, &Applied::default())?;
    Ok(scripts.graph.applied_at(revisions.into_iter().map(|revision| &revision.id)))
}

/// The dialect that somebody has named, at least by the scheme of a URL that leads to one kind of server.
fn dialect_named(environment: &Environment) -> Result<Arc<dyn Dialect>, Error> {
    let named = environment.settings.dialect.clone().or_else(|| environment.connector.dialect());
    named.ok_or_else(|| {
        Error::new(ErrorKind::Usage, "it is not known which database the script is for")
            .help(format!("name it with `--dialect`, one of {}", dialect::NAMES.join(", ")))
    })
}

fn offline<'a>(
    environment: &'a Environment,
    scripts: &Scripts,
    dialect: &'a dyn Dialect,
    start: &Applied,
) -> OfflineRun<'a> {
    let settings = &environment.settings;
    let ids = start.iter().map(ToString::to_string).collect();
    let mut offline = OfflineRun::new(dialect, &settings.ledger, ids, named(&heads(scripts, start)));
    offline.applied_by = &settings.applied_by;
    offline.patience = settings.lock_timeout;
    offline.limits = settings.limits;
    offline.together = settings.single_transaction;
    offline
}

async fn run(environment: &Environment, from: &Symbol, target: &Target) -> Result<OfflineReport, Error> {
    let scripts = environment.scripts.load()?;
    scripts.demand_sound()?;
    let dialect = dialect_named(environment)?;
    let start = started(&scripts, from)?;
    let path = scripts.graph.path(&start, target)?;
    let mut offline = offline(environment, &scripts, &*dialect, &start);
    let before = if path.is_empty() { Vec::new() } else { offline.begin()? };
    let mut folding = Folding::new(environment, &scripts, &*dialect, &start);
    let mut applied = start.clone();
    let mut steps = Vec::new();
    for step in &path {
        let work = work(environment, &scripts, &[], step, dialect.name())?;
        let mut gathering = Gathering::new(&work);
        let planner = within(dialect.clone(), work.limits.or(environment.settings.limits));
        let losses = folding.gather(&work, &*planner, &mut gathering).await?;
        let statements = offline.revision(&work, &gathering, folding.schema.as_ref())?;
        applied.take(step);
        steps.push(OfflineStep {
            revision: Some(step.revision.clone()),
            message: work.message,
            direction: step.direction.to_string(),
            statements,
            losses,
            warnings: gathering.warnings,
        });
    }
    Ok(report(&scripts, &*dialect, &offline, [&start, &applied], before, steps))
}

/// The schema along the way, found out only where somebody has to know it.
struct Folding<'a> {
    environment: &'a Environment,
    scripts: &'a Scripts,
    dialect: &'a dyn Dialect,
    /// The revisions that make it, where it was never known.
    start: Vec<RevisionId>,
    /// The schema, where it is known.
    schema: Option<Schema>,
    /// The last one that was known.
    before: Option<Schema>,
    /// What was run on that, and hides what it left.
    opaque: Vec<Operation>,
}

impl<'a> Folding<'a> {
    fn new(environment: &'a Environment, scripts: &'a Scripts, dialect: &'a dyn Dialect, start: &Applied) -> Self {
        let start: Vec<RevisionId> = super::ledger::in_order(scripts, start);
        let schema = start.is_empty().then(Schema::default);
        Self { environment, scripts, dialect, start, schema, before: None, opaque: Vec::new() }
    }

    /// Gathers what a revision runs, and returns what data that can lose.
    async fn gather(
        &mut self,
        work: &Work,
        planner: &dyn Dialect,
        gathering: &mut Gathering,
    ) -> Result<Vec<String>, Error> {
        let mut losses = Vec::new();
        loop {
            if self.schema.is_none() && gathering.needs_schema() {
                self.find_out().await?;
            }
            let piece = gathering.next(work, planner, self.schema.as_ref())?;
            let gone = match piece {
                Ok(Some(gone)) => gone,
                Ok(None) => return Ok(losses),
                Err(unspoken) => return Err(no_words(work, &unspoken.0)),
            };
            losses.extend(gone.operations.iter().filter_map(Operation::loss));
            self.pass(gone.operations, gone.folded);
        }
    }

    fn pass(&mut self, operations: Vec<Operation>, folded: Option<Schema>) {
        let hidden: Vec<Operation> = operations.into_iter().filter(Operation::is_opaque).collect();
        if hidden.is_empty() {
            self.schema = folded;
            return;
        }
        if folded.is_some() {
            (self.before, self.opaque) = (folded, Vec::new());
        }
        self.opaque.extend(hidden);
        self.schema = None;
    }

    /// Makes the schema known.
    async fn find_out(&mut self) -> Result<(), Error> {
        let before = match self.before.take() {
            Some(before) => before,
            None => self.environment.fold(self.scripts, &self.start, self.dialect).await?,
        };
        let opaque = take(&mut self.opaque);
        self.schema = Some(if opaque.is_empty() {
            before
        } else {
            self.environment.schema_after(before, &opaque, self.dialect).await?
        });
        Ok(())
    }
}

fn no_words(work: &Work, function: &str) -> Error {
    let message = format!(
        "cannot {} revision \"{}\" by a script: it runs the function \"{function}\", which needs a live connection",
        work.direction, work.revision
    );
    let help = "say with `.offline(\"SQL\")` what does the same, or run this revision with the database at hand";
    Error::new(ErrorKind::Script, message).help(help)
}

fn heads(scripts: &Scripts, applied: &Applied) -> Vec<RevisionId> {
    scripts.graph.current(applied).into_iter().map(|revision| revision.id.clone()).collect()
}

/// Revisions in a message.
fn named(revisions: &[RevisionId]) -> String {
    let ids: Vec<&str> = revisions.iter().map(RevisionId::as_str).collect();
    if ids.is_empty() { "base".to_owned() } else { ids.join(", ") }
}

fn report(
    scripts: &Scripts,
    dialect: &dyn Dialect,
    offline: &OfflineRun<'_>,
    [start, end]: [&Applied; 2],
    before: Vec<String>,
    steps: Vec<OfflineStep>,
) -> OfflineReport {
    let (from, to) = (heads(scripts, start), heads(scripts, end));
    let after = if steps.is_empty() { Vec::new() } else { offline.end() };
    let script = String::new();
    let mut report = OfflineReport { dialect: dialect.name().to_owned(), from, to, before, steps, after, script };
    report.script = script_of(&report, dialect, offline.patience.as_secs());
    report
}

/// The text of a script.
fn script_of(report: &OfflineReport, dialect: &dyn Dialect, patience: u64) -> String {
    let words = dialect.offline();
    let what = report.steps.first().map_or("nothing to do", |step| &step.direction);
    let mut text = format!(
        "-- aludel {}: {what}, from {} to {}, for {}\n-- {}\n",
        env!("CARGO_PKG_VERSION"),
        named(&report.from),
        named(&report.to),
        report.dialect,
        words.client()
    );
    if report.steps.is_empty() {
        return text;
    }
    let mut part = |title: String, statements: &[String]| {
        text += &title;
        for statement in statements {
            text += &words.ended(statement);
            text.push('\n');
        }
    };
    part("\n".to_owned(), &[]);
    let opening: String = words.opening(patience).into_iter().map(|line| format!("{line}\n")).collect();
    part(opening, &report.before);
    for step in &report.steps {
        let revision = step.revision.as_ref().map_or("base", RevisionId::as_str);
        let mut title = format!("\n-- {} {revision}, {}\n", step.direction, one_line(&step.message));
        let losses = step.losses.iter().map(|loss| format!("loses data: {loss}"));
        for said in losses.chain(step.warnings.iter().cloned()) {
            title += &format!("-- {}\n", one_line(&said));
        }
        part(title, &step.statements);
    }
    if !report.after.is_empty() {
        part("\n".to_owned(), &report.after);
    }
    text
}

/// Text that a comment of one line can hold.
fn one_line(text: &str) -> String {
    text.chars().map(|one| if one.is_control() { ' ' } else { one }).collect()
}
