//! `migrate`: compares the models with the database and writes what differs.

use super::answers::{Against, CompareOptions, MassDrop};
use super::compare::{Comparison, compare, dropped_tables};
use super::fill::filled;
use super::honest::{demand_understood, refused};
use super::obstacle;
use super::question::{Question, renamed, unanswered};
use super::revision::{RevisionOptions, RevisionReport, header, report, sound_scripts, write};
use crate::environment::{Environment, Scripts};
use crate::error::{Error, ErrorKind};
use crate::operation::{Irreversible, Operation, invert_all};
use crate::plan::{Statement, plan};
use crate::revision::Revision;
use crate::schema::Schema;
use crate::script::{Draft, Format, write_rust, write_sql};

/// Compares the models with the database and writes what differs; nothing where nothing does.
///
/// # Errors
/// Models that contradict themselves, a database that cannot be reached, a difference that this database cannot bring
/// about, one that drops more than half of the tables, and a [`Question`] that the options do not answer.
pub async fn migrate(
    environment: &Environment,
    options: &RevisionOptions,
    answers: &CompareOptions,
) -> Result<RevisionReport, Error> {
    migrate_asking(environment, options, answers, &mut |question| Err(unanswered(question))).await
}

/// What somebody says to a question.
///
/// ```
/// use aludel_core::command::Answer;
///
/// assert_ne!(Answer::Renamed("users.full_name".into()), Answer::Dropped);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is called so now.
    Renamed(String),
    /// It is gone, and its data shall go.
    Dropped,
    /// The value for rows that have none, as SQL.
    Fill(String),
}

/// Who answers questions: all that are open at once, so that one error can name all; each answer is for the first of them.
pub type Ask<'a> = dyn FnMut(&[Question]) -> Result<Answer, Error> + Send + 'a;

/// As [`migrate`], asking what the options leave open.
///
/// # Errors
/// As [`migrate`], and what `ask` returns.
pub async fn migrate_asking(
    environment: &Environment,
    options: &RevisionOptions,
    answers: &CompareOptions,
    ask: &mut Ask<'_>,
) -> Result<RevisionReport, Error> {
    let scripts = sound_scripts(environment)?;
    let revision = header(environment, &scripts, options)?;
    let mut answers = answers.clone();
    let (comparison, obstacles) = settled(environment, &scripts, &mut answers, ask).await?;
    let notes = comparison.notes();
    let warnings = [comparison.warnings.clone(), refused(&comparison.remarks), obstacles].concat();
    if comparison.operations.is_empty() {
        return Ok(RevisionReport {
            revision: None,
            path: None,
            message: options.message.clone(),
            operations: Vec::new(),
            losses: Vec::new(),
            irreversible: None,
            warnings,
            notes,
        });
    }
    if answers.mass_drop == MassDrop::Refuse {
        refuse_mass_drop(&comparison)?;
    }
    demand_understood(&*comparison.dialect, &comparison.operations, &comparison.not_understood, answers.mass_drop)?;
    let upgrade = filled(&comparison.operations, &answers.fills(&comparison.desired)?);
    let downgrade = invert_all(&comparison.operations);
    let format = options.format.unwrap_or(environment.settings.format);
    let path = write_script(environment, options, format, &revision, &comparison, &upgrade, &downgrade)?;
    let written = report(revision, path, &upgrade, downgrade.as_ref().err());
    Ok(RevisionReport { warnings, notes, ..written })
}

/// Compares until no question is open, and looks which rows stand in the way.
async fn settled(
    environment: &Environment,
    scripts: &Scripts,
    answers: &mut CompareOptions,
    ask: &mut Ask<'_>,
) -> Result<(Comparison, Vec<String>), Error> {
    loop {
        let comparison = compare(environment, scripts, answers).await?.whole()?;
        let (questions, obstacles) = questions(environment, &comparison, answers).await?;
        let Some(first) = questions.first() else { return Ok((comparison, obstacles)) };
        match (ask(&questions)?, first) {
            (Answer::Renamed(new), Question::Renamed { gone, .. }) => answers.renames.push(format!("{gone}={new}")),
            (Answer::Dropped, Question::Renamed { gone, .. }) => answers.drops.push(gone.clone()),
            (Answer::Fill(value), Question::Fill { column, .. }) => answers.fills.push(format!("{column}={value}")),
            (Answer::Fill(_), Question::Renamed { .. })
            | (Answer::Renamed(_) | Answer::Dropped, Question::Fill { .. }) => return Err(unanswered(&questions)),
        }
    }
}

/// What is open, and which rows stand in the way of what is not.
async fn questions(
    environment: &Environment,
    comparison: &Comparison,
    answers: &CompareOptions,
) -> Result<(Vec<Question>, Vec<String>), Error> {
    let drops = answers.drops(&comparison.current)?;
    let fills = answers.fills(&comparison.desired)?;
    // What was renamed and not made needs no value: that is asked first.
    let renamed = match answers.mass_drop {
        MassDrop::Allow => Vec::new(),
        MassDrop::Refuse => renamed(&comparison.operations, &drops),
    };
    if comparison.operations.is_empty() || !renamed.is_empty() {
        return Ok((renamed, Vec::new()));
    }
    if answers.against == Against::Scripts {
        return Ok((obstacle::demands(comparison, &fills, None).await, Vec::new()));
    }
    let mut connection = environment.connect_to_read().await?;
    let questions = obstacle::demands(comparison, &fills, Some(&mut *connection)).await;
    let obstacles = obstacle::in_the_way(comparison, &mut *connection).await;
    environment.end(connection).await?;
    Ok((questions, obstacles))
}

fn write_script(
    environment: &Environment,
    options: &RevisionOptions,
    format: Format,
    revision: &Revision,
    comparison: &Comparison,
    upgrade: &[Operation],
    downgrade: &Result<Vec<Operation>, Irreversible>,
) -> Result<std::path::PathBuf, Error> {
    // Planned in both formats: what this database cannot do is said now, and not when it is run.
    let there = statements(comparison, &comparison.current, upgrade)?;
    let mut after = comparison.current.clone();
    for operation in upgrade {
        after.apply(operation).map_err(|error| Error::new(ErrorKind::Plan, format!("{operation}: {error}")))?;
    }
    let back = match downgrade {
        Ok(operations) => Ok(statements(comparison, &after, operations)?),
        Err(irreversible) => Err(irreversible),
    };
    match format {
        Format::Rust => write(environment, options, format, revision, |template, extras| {
            let draft = Draft { revision, upgrade, downgrade: downgrade.as_deref() };
            write_rust(template, extras, &draft)
        }),
        Format::Sql => {
            let revision = Revision { dialect: Some(comparison.dialect.name().to_owned()), ..revision.clone() };
            write(environment, options, format, &revision, |template, extras| {
                let downgrade = back.as_deref().map_err(|irreversible| *irreversible);
                write_sql(template, extras, &Draft { revision: &revision, upgrade: &there, downgrade })
            })
        }
    }
}

fn statements(comparison: &Comparison, before: &Schema, operations: &[Operation]) -> Result<Vec<Statement>, Error> {
    Ok(plan(&*comparison.dialect, before, operations)?.script())
}

/// Refuses to drop more than half of the tables.
fn refuse_mass_drop(comparison: &Comparison) -> Result<(), Error> {
    let dropped = dropped_tables(&comparison.operations);
    let tables = comparison.current.tables.len();
    if dropped.len() * 2 <= tables {
        return Ok(());
    }
    let names: Vec<String> = dropped.iter().take(5).map(ToString::to_string).collect();
    let more = if dropped.len() > 5 { ", …" } else { "" };
    let message = format!("this would drop {} of {tables} tables: {}{more}", dropped.len(), names.join(", "));
    Err(Error::new(ErrorKind::Refused, message)
        .help("see that no model is missing from `models![..]`; if they shall go, say `--allow-drop`"))
}
