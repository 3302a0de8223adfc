//! The command that is run on each new script, such as a formatter.

use std::process::Command;

use aludel_core::command::RevisionReport;
use aludel_core::environment::Environment;
use aludel_core::error::{Error, ErrorKind};

use super::args::Global;
use super::config;

/// Runs the configured command on a script that was written. It is no line of a shell: words are separated by blanks, and
/// the path comes last. It sees the revision as `ALUDEL_REVISION`, `--tag` as `ALUDEL_TAG`, `-x key=value` as
/// `ALUDEL_X_KEY`.
pub(super) fn after_write(global: &Global, environment: &Environment, report: &RevisionReport) -> Result<(), Error> {
    let (Some(revision), Some(path)) = (&report.revision, &report.path) else { return Ok(()) };
    let Some(line) = config::after_write(global)? else { return Ok(()) };
    let mut words = line.split_whitespace();
    let Some(program) = words.next() else { return Ok(()) };
    let mut command = Command::new(program);
    command.args(words).arg(path).env("ALUDEL_REVISION", revision.as_str());
    command.envs(environment.settings.tag.iter().map(|tag| ("ALUDEL_TAG", tag)));
    command.envs(environment.settings.x.iter().map(|(key, value)| (format!("ALUDEL_X_{}", key.to_uppercase()), value)));
    let failed = |why: String| {
        let message = format!("{} is written, but `{line}` failed on it: {why}", path.display());
        Error::new(ErrorKind::Usage, message).help("mend the script or `after_write`; the revision stays as it is")
    };
    let output = command.output().map_err(|error| failed(error.to_string()))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(failed(if said.is_empty() { output.status.to_string() } else { said }))
}
