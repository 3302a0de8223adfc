//! What git knows of revisions.

use std::path::Path;
use std::process::{Command, Stdio};

use aludel_core::command::{HeadsOptions, RevisionInfo, heads};
use aludel_core::environment::Environment;
use aludel_core::error::Error;
use aludel_core::revision::RevisionId;

/// Where others get revisions from, the surest first: the main branch of the remote, a main branch here, what is being
/// merged, what is committed.
const PUBLISHED: [&str; 5] = ["refs/remotes/origin/HEAD", "refs/heads/main", "refs/heads/master", "MERGE_HEAD", "HEAD"];

/// Of two heads, the one that others do not have yet, as far as git knows: the first of the places above that has the file
/// of just one of them decides.
pub(super) fn unpublished(environment: &Environment) -> Result<Option<RevisionId>, Error> {
    let infos = heads(environment, HeadsOptions::default())?;
    let [one, other] = infos.as_slice() else { return Ok(None) };
    let decided = PUBLISHED.into_iter().find_map(|place| match (is_in(one, place), is_in(other, place)) {
        (true, false) => Some(other.revision.clone()),
        (false, true) => Some(one.revision.clone()),
        _ => None,
    });
    Ok(decided)
}

/// True where the file of a revision is in the tree of a commit.
fn is_in(info: &RevisionInfo, commit: &str) -> bool {
    let Some(path) = info.path.as_deref().map(Path::new) else { return false };
    let (Some(folder), Some(file)) = (path.parent(), path.file_name()) else { return false };
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let object = format!("{commit}:./{}", file.to_string_lossy());
    let mut git = Command::new("git");
    git.arg("-C").arg(here).args(["cat-file", "-e", &object]).stdin(Stdio::null()).stdout(Stdio::null());
    git.stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}
