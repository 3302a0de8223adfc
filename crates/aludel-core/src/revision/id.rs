//! Revision ids.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The id of a revision: letters, digits and underscores, up to 255 of them; twelve hex digits unless chosen.
///
/// ```
/// use aludel_core::revision::RevisionId;
///
/// assert!("8f2c1a90b3d4".parse::<RevisionId>().is_ok());
/// assert!("a@head".parse::<RevisionId>().is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RevisionId(String);

/// A text that cannot be a revision id.
///
/// ```
/// use aludel_core::revision::{BadRevisionId, RevisionId};
///
/// assert_eq!("".parse::<RevisionId>(), Err(BadRevisionId(String::new())));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" cannot be a revision id: it takes letters, digits and underscores, from 1 to 255 of them")]
pub struct BadRevisionId(pub String);

impl RevisionId {
    /// The longest id.
    pub const LONGEST: usize = 255;

    /// The id that twelve hex digits of these bytes make.
    pub fn from_random(bytes: [u8; 6]) -> Self {
        Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// The text of it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for RevisionId {
    type Err = BadRevisionId;

    fn from_str(text: &str) -> Result<Self, BadRevisionId> {
        let legal = text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if legal && !text.is_empty() && text.len() <= Self::LONGEST {
            Ok(Self(text.to_owned()))
        } else {
            Err(BadRevisionId(text.to_owned()))
        }
    }
}

impl TryFrom<String> for RevisionId {
    type Error = BadRevisionId;

    fn try_from(text: String) -> Result<Self, BadRevisionId> {
        text.parse()
    }
}

impl From<RevisionId> for String {
    fn from(id: RevisionId) -> Self {
        id.0
    }
}

impl fmt::Display for RevisionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
