//! The checksum of a script.

use sha2::{Digest, Sha256};

/// The SHA-256 of what follows on the header, in hex, with every line ending taken as a line feed. So a header that is
/// edited, as when a revision gets another parent, and a file that is checked out on another system, keep their checksum.
pub(super) fn checksum(body: &str) -> String {
    let digest = match body.contains("\r\n") {
        true => Sha256::digest(body.replace("\r\n", "\n").as_bytes()),
        false => Sha256::digest(body.as_bytes()),
    };
    let digits = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}
