//! `migrate`: compares the models with the database and writes what differs.

use super::compare::{CompareOptions, Comparison, compare, dropped_tables};
use super::honest::{demand_understood, notes, refused};
use super::revision::{RevisionOptions, RevisionReport, header, report, sound_scripts, write};
use crate::environment::Environment;
use crate::error::{Error, ErrorKind};
use crate::operation::{Irreversible, Operation, invert_all};
use crate::plan::{Statement, plan};
use crate::revision::Revision;
use crate::schema::Schema;
use crate::script::{Draft, Format, write_rust, write_sql};

/// Whether more than half of the tables may be dropped.
///
/// ```
/// use aludel_core::command::MassDrop;
///
/// assert_ne!(MassDrop::Allow, MassDrop::Refuse);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MassDrop {
    /// They may.
    Allow,
    /// They may not: a list of models that lost its entries looks just so.
    Refuse,
}

/// Compares the models with the database and writes what differs; nothing where nothing does.
///
/// # Errors
/// Models that contradict themselves, a database that cannot be reached, a difference that this database cannot bring
/// about, one that drops more than half of the tables or looks like a rename without anybody having said so.
pub async fn migrate(
    environment: &Environment,
    options: &RevisionOptions,
    answers: &CompareOptions,
    mass_drop: MassDrop,
) -> Result<RevisionReport, Error> {
    let scripts = sound_scripts(environment)?;
    let revision = header(environment, &scripts, options)?;
    let mut connection = environment.connect_to_read().await?;
    let compared = compare(environment, &scripts, &mut *connection, answers).await;
    environment.end(connection).await?;
    let comparison = compared?.whole()?;
    let notes = notes(&comparison.remarks, &comparison.not_understood);
    let odd = refused(&comparison.remarks);
    let warnings: Vec<String> = comparison.warnings.iter().cloned().chain(odd).collect();
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
    if mass_drop == MassDrop::Refuse {
        refuse_guesses(&comparison.operations)?;
        refuse_mass_drop(&comparison)?;
    }
    demand_understood(&*comparison.dialect, &comparison.operations, &comparison.not_understood, mass_drop)?;
    let format = options.format.unwrap_or(environment.settings.format);
    let downgrade = invert_all(&comparison.operations);
    let path = write_script(environment, options, format, &revision, &comparison, &downgrade)?;
    let irreversible = downgrade.as_ref().err();
    let written = report(revision, path, &comparison.operations, irreversible);
    Ok(RevisionReport { warnings, notes, ..written })
}

fn write_script(
    environment: &Environment,
    options: &RevisionOptions,
    format: Format,
    revision: &Revision,
    comparison: &Comparison,
    downgrade: &Result<Vec<Operation>, Irreversible>,
) -> Result<std::path::PathBuf, Error> {
    // Planned in both formats: what this database cannot do is said now, and not when it is run.
    let upgrade = statements(comparison, &comparison.current, &comparison.operations)?;
    let mut after = comparison.current.clone();
    for operation in &comparison.operations {
        after.apply(operation).map_err(|error| Error::new(ErrorKind::Plan, format!("{operation}: {error}")))?;
    }
    let back = match downgrade {
        Ok(operations) => Ok(statements(comparison, &after, operations)?),
        Err(irreversible) => Err(irreversible),
    };
    match format {
        Format::Rust => write(environment, options, format, revision, |template, extras| {
            let draft = Draft { revision, upgrade: &comparison.operations, downgrade: downgrade.as_deref() };
            write_rust(template, extras, &draft)
        }),
        Format::Sql => {
            let revision = Revision { dialect: Some(comparison.dialect.name().to_owned()), ..revision.clone() };
            write(environment, options, format, &revision, |template, extras| {
                let downgrade = back.as_deref().map_err(|irreversible| *irreversible);
                write_sql(template, extras, &Draft { revision: &revision, upgrade: &upgrade, downgrade })
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

/// Refuses to write a drop and an add where a rename may be meant.
fn refuse_guesses(operations: &[Operation]) -> Result<(), Error> {
    let mut flags = Vec::new();
    for operation in operations {
        match operation {
            Operation::DropTable { table } => flags.extend(operations.iter().filter_map(|other| match other {
                Operation::CreateTable { table: new } if alike(table, new) => {
                    Some(format!("--rename {}={}", table.name, new.name))
                }
                _ => None,
            })),
            Operation::DropColumn { table, column } => {
                flags.extend(operations.iter().filter_map(|other| match other {
                    Operation::AddColumn { table: same, column: new }
                        if same == table && new.ty == column.ty && new.nullable == column.nullable =>
                    {
                        Some(format!("--rename {table}.{}={table}.{}", column.name, new.name))
                    }
                    _ => None,
                }))
            }
            _ => {}
        }
    }
    if flags.is_empty() {
        return Ok(());
    }
    let message = "something is dropped and something like it is made: it may have been renamed";
    let help = format!("say which: {}; or `--allow-drop` if the data shall go", flags.join(" or "));
    Err(Error::new(ErrorKind::Refused, message).help(help))
}

/// True for tables of the same columns.
fn alike(one: &crate::schema::Table, other: &crate::schema::Table) -> bool {
    one.columns == other.columns
}
