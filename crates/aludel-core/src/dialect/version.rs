//! Versions of servers.

use std::fmt;

/// The version of a server: three numbers, compared in order.
///
/// ```
/// use aludel_core::dialect::Version;
///
/// assert!(Version::parse("10.11.19-MariaDB-0+deb12u1") >= Version(10, 6, 0));
/// assert_eq!(Version::parse("15.18 (Debian 15.18-0+deb12u1)"), Version(15, 18, 0));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(pub u32, pub u32, pub u32);

impl Version {
    /// The numbers that a text begins with; what is missing is zero.
    pub fn parse(text: &str) -> Self {
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let mut numbers = text.get(..end).unwrap_or_default().split('.').map(|part| part.parse().unwrap_or(0));
        let mut next = || numbers.next().unwrap_or(0);
        Self(next(), next(), next())
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}
