//! How far a server may go to alter a table, where it has several ways and can be told.

use std::fmt;
use std::str::FromStr;

/// How far a server may go to alter a table: a statement that needs more is refused by it. What is `None` in both is left
/// to whoever else says something, and in the end to the server.
///
/// Whoever says one of the two speaks for both: the other one is then the server's choice.
///
/// ```
/// use aludel_core::revision::{Algorithm, Altering, TableLock};
///
/// let of_run = Altering::new(Some(Algorithm::InPlace), Some(TableLock::None))?;
/// let of_revision = Altering::new(Some(Algorithm::Copy), None)?;
/// assert_eq!(of_revision.or(of_run).lock(), None);
/// assert!(Altering::new(Some(Algorithm::Instant), Some(TableLock::None)).is_err());
/// # Ok::<(), aludel_core::revision::BadAltering>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Altering {
    algorithm: Option<Algorithm>,
    lock: Option<TableLock>,
}

impl Altering {
    /// A way, and what others are to go on with meanwhile.
    ///
    /// # Errors
    /// [`BadAltering::Together`] for a change in the catalogue alone under a lock.
    pub fn new(algorithm: Option<Algorithm>, lock: Option<TableLock>) -> Result<Self, BadAltering> {
        match (algorithm, lock) {
            (Some(Algorithm::Instant), Some(lock)) if lock != TableLock::Default => Err(BadAltering::Together(lock)),
            _ => Ok(Self { algorithm, lock }),
        }
    }

    /// Reads the two from their words.
    ///
    /// # Errors
    /// As [`new`](Self::new), and for other words.
    pub fn read(algorithm: Option<&str>, lock: Option<&str>) -> Result<Self, BadAltering> {
        Self::new(algorithm.map(str::parse).transpose()?, lock.map(str::parse).transpose()?)
    }

    /// The way.
    pub fn algorithm(self) -> Option<Algorithm> {
        self.algorithm
    }

    /// What is kept from others meanwhile.
    pub fn lock(self) -> Option<TableLock> {
        self.lock
    }

    /// This, or where it says nothing the other.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        if self == Self::default() { other } else { self }
    }
}

/// A way to alter a table.
///
/// ```
/// use aludel_core::revision::Algorithm;
///
/// assert_eq!("inplace".parse(), Ok(Algorithm::InPlace));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// The server's choice.
    Default,
    /// In the catalogue alone.
    Instant,
    /// Without the rows being written anew.
    NoCopy,
    /// Without a copy of the table, while others may go on.
    InPlace,
    /// By a copy of the table.
    Copy,
}

impl Algorithm {
    const ALL: [Self; 5] = [Self::Default, Self::Instant, Self::NoCopy, Self::InPlace, Self::Copy];

    fn word(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Instant => "instant",
            Self::NoCopy => "nocopy",
            Self::InPlace => "inplace",
            Self::Copy => "copy",
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Algorithm {
    type Err = BadAltering;

    fn from_str(text: &str) -> Result<Self, BadAltering> {
        let found = Self::ALL.into_iter().find(|one| text.trim().eq_ignore_ascii_case(one.word()));
        found.ok_or_else(|| BadAltering::Algorithm(text.to_owned()))
    }
}

/// What is kept from others while a table is altered.
///
/// ```
/// use aludel_core::revision::TableLock;
///
/// assert_eq!(TableLock::Shared.to_string(), "shared");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableLock {
    /// The server's choice.
    Default,
    /// Nothing.
    None,
    /// To write.
    Shared,
    /// To read and to write.
    Exclusive,
}

impl TableLock {
    const ALL: [Self; 4] = [Self::Default, Self::None, Self::Shared, Self::Exclusive];

    fn word(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::None => "none",
            Self::Shared => "shared",
            Self::Exclusive => "exclusive",
        }
    }
}

impl fmt::Display for TableLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for TableLock {
    type Err = BadAltering;

    fn from_str(text: &str) -> Result<Self, BadAltering> {
        let found = Self::ALL.into_iter().find(|one| text.trim().eq_ignore_ascii_case(one.word()));
        found.ok_or_else(|| BadAltering::Lock(text.to_owned()))
    }
}

/// Words that do not say how far a server may go.
///
/// ```
/// use aludel_core::revision::Altering;
///
/// let error = Altering::read(Some("fast"), None).unwrap_err();
/// assert_eq!((error.to_string().as_str(), error.key()), ("\"fast\" is no algorithm", "algorithm"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadAltering {
    /// No way.
    #[error("\"{0}\" is no algorithm")]
    Algorithm(String),
    /// No lock.
    #[error("\"{0}\" is no lock of a table")]
    Lock(String),
    /// A lock for what is over at once.
    #[error("lock `{0}` does not go together with algorithm `instant`, for which the servers take none")]
    Together(TableLock),
}

impl BadAltering {
    /// The setting that it is about.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Algorithm(_) => "algorithm",
            Self::Lock(_) | Self::Together(_) => "lock",
        }
    }

    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Algorithm(_) => "write `default`, `instant`, `nocopy`, `inplace` or `copy`",
            Self::Lock(_) => "write `default`, `none`, `shared` or `exclusive`",
            Self::Together(_) => "leave the lock out, or say another algorithm",
        }
    }
}
