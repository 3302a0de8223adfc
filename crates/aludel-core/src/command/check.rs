//! `check`: whether the models and the database agree.

use serde::Serialize;

use super::answers::CompareOptions;
use super::compare::{Compared, compare};
use super::diff::{Difference, difference};
use super::honest::refused;
use crate::environment::Environment;
use crate::error::Error;
use crate::revision::RevisionId;

/// How the models and the database stand to each other.
///
/// ```
/// use aludel_core::command::CheckReport;
///
/// fn exit_code(report: &CheckReport) -> u8 {
///     if report.is_clean() { 0 } else { 3 }
/// }
/// ```
#[derive(Clone, Debug, Serialize)]
pub struct CheckReport {
    /// The database, its password masked.
    pub database: String,
    /// What differs.
    #[serde(flatten)]
    pub difference: Difference,
    /// Whether models and database were compared. If not, the last warning says why.
    pub compared: bool,
    /// The revisions that are not applied yet.
    pub pending: Vec<RevisionId>,
    /// Applied scripts that were edited since, a revision that is half done, expressions that the database does not take,
    /// and other oddities.
    pub warnings: Vec<String>,
}

impl CheckReport {
    /// True where nothing differs, nothing is pending and nothing is odd.
    pub fn is_clean(&self) -> bool {
        self.compared && self.difference.operations.is_empty() && self.pending.is_empty() && self.warnings.is_empty()
    }
}

/// Compares the models with the database, pending revisions counted as if they were applied.
///
/// # Errors
/// Models that contradict themselves, damaged scripts, a database that cannot be reached.
pub async fn check(environment: &Environment, options: &CompareOptions) -> Result<CheckReport, Error> {
    let scripts = environment.scripts.load()?;
    scripts.demand_sound()?;
    let database = environment.connector.describe();
    match compare(environment, &scripts, options).await? {
        Compared::Whole(comparison) => {
            let comparison = *comparison;
            let notes = comparison.notes();
            let warnings = comparison.warnings.into_iter().chain(refused(&comparison.remarks)).collect();
            let difference = difference(&*comparison.dialect, &comparison.current, comparison.operations);
            let difference = Difference { notes, ..difference };
            Ok(CheckReport { database, difference, compared: true, pending: comparison.pending, warnings })
        }
        Compared::Unseen { why, pending, mut warnings } => {
            warnings.push(why.said());
            Ok(CheckReport { database, difference: Difference::default(), compared: false, pending, warnings })
        }
    }
}
