//! The checksum of a script.

use sha2::{Digest, Sha256};

/// The SHA-256 of what follows on the header, in hex, with every line ending taken as a line feed. So a header that is
/// edited, as when a revision gets another parent, and a file that is checked out on another system, keep their checksum.
pub(super) fn checksum(body: &str) -> String {
    let digest = Sha256::digest(body.replace("\r\n", "\n").as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
