//! Revisions and the graph over them. Pure: it knows no file and no database.

mod id;
#[expect(clippy::module_inception, reason = "the subject of the file is one revision")]
mod revision;

pub use id::{BadRevisionId, RevisionId};
pub use revision::Revision;
