//! The checksum of a script.

use crate::digest::{hex, sha256};

/// The SHA-256 of what follows on the header, in hex, with every line ending taken as a line feed. So a header that is
/// edited, as when a revision gets another parent, and a file that is checked out on another system, keep their checksum.
pub(super) fn checksum(body: &str) -> String {
    hex(match body.contains("\r\n") {
        true => sha256(&body.replace("\r\n", "\n")),
        false => sha256(body),
    })
}
