//! The words for revisions on the command line: `head`, `8f2c`, `billing@head`, `+2`, `8f2c-1`, and ranges of them.
//!
//! Reading one needs no graph; what it stands for is the graph's to say.

use std::fmt;
use std::str::FromStr;

use super::RevisionId;

/// A word that stands for revisions: perhaps a branch, then a point, then perhaps a number of steps from it.
///
/// ```
/// use aludel_core::revision::{Point, Symbol};
///
/// let symbol: Symbol = "billing@8f2c+2".parse()?;
/// assert_eq!(symbol.branch(), Some("billing"));
/// assert_eq!(symbol.point(), &Point::Named("8f2c".into()));
/// assert_eq!(symbol.steps(), Some(2));
/// assert_eq!(symbol.to_string(), "billing@8f2c+2");
/// # Ok::<(), aludel_core::revision::BadSymbol>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    branch: Option<String>,
    point: Point,
    steps: Option<i64>,
}

/// Where a symbol starts from.
///
/// ```
/// use aludel_core::revision::{Point, Symbol};
///
/// assert_eq!(Symbol::from(Point::Head), "head".parse()?);
/// # Ok::<(), aludel_core::revision::BadSymbol>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Point {
    /// `base`: before every revision.
    Base,
    /// `head`: the only revision that none revises.
    Head,
    /// `heads`: all revisions that none needs.
    Heads,
    /// `current`: the applied revisions that no applied revision needs.
    Current,
    /// An id, a label, or the beginning of one.
    Named(String),
    /// Nothing is written before the steps, as in `+1`.
    Here,
}

/// A text that is no symbol.
///
/// ```
/// use aludel_core::revision::Symbol;
///
/// let error = "a@b@c".parse::<Symbol>().unwrap_err();
/// assert_eq!(error.to_string(), "\"a@b@c\" does not name a revision");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" does not name a revision")]
pub struct BadSymbol(pub String);

impl BadSymbol {
    /// What to type instead.
    pub fn help(&self) -> String {
        "give an id or the beginning of one, a label, `head`, `heads`, `base`, `current`, or steps such as `-1`; \
         run `db history` to see the ids"
            .into()
    }
}

impl Symbol {
    /// The words that no revision and no label may be called by.
    pub(super) const WORDS: [&str; 4] = ["base", "head", "heads", "current"];

    /// The branch that it is narrowed to: a label, an id, or the beginning of one.
    pub fn branch(&self) -> Option<&str> {
        self.branch.as_deref()
    }

    /// Where it starts from.
    pub fn point(&self) -> &Point {
        &self.point
    }

    /// The steps from there: up if positive, down if negative.
    pub fn steps(&self) -> Option<i64> {
        self.steps
    }

    /// The symbol of that many steps from what is applied: `+1`, `-1`.
    pub fn relative(steps: i64) -> Self {
        Self { branch: None, point: Point::Here, steps: Some(steps) }
    }

    /// Whether a text can be typed as the name of a revision or of a branch and means nothing else.
    pub(super) fn is_plain_name(text: &str) -> bool {
        text.parse::<Self>().is_ok_and(|symbol| symbol == Self::from(Point::Named(text.to_owned())))
    }
}

impl From<Point> for Symbol {
    fn from(point: Point) -> Self {
        Self { branch: None, steps: (point == Point::Here).then_some(0), point }
    }
}

impl From<&RevisionId> for Symbol {
    fn from(id: &RevisionId) -> Self {
        Self::from(Point::Named(id.as_str().to_owned()))
    }
}

impl FromStr for Symbol {
    type Err = BadSymbol;

    fn from_str(text: &str) -> Result<Self, BadSymbol> {
        let bad = || BadSymbol(text.to_owned());
        let (branch, rest) = match text.split_once('@') {
            Some((branch, rest)) if is_name(branch) => (Some(branch.to_owned()), rest),
            Some(_) => return Err(bad()),
            None => (None, text),
        };
        let (name, steps) = split_steps(rest);
        let steps = steps.map(str::parse).transpose().map_err(|_| bad())?;
        let point = match name {
            "" if steps.is_some() => Point::Here,
            "base" => Point::Base,
            "head" => Point::Head,
            "heads" => Point::Heads,
            "current" => Point::Current,
            name if is_name(name) => Point::Named(name.to_owned()),
            _ => return Err(bad()),
        };
        Ok(Self { branch, point, steps })
    }
}

/// Splits `abc+2` into `abc` and `+2`.
fn split_steps(text: &str) -> (&str, Option<&str>) {
    match text.rfind(['+', '-']).and_then(|sign| text.split_at_checked(sign)) {
        Some((name, steps)) if steps.len() > 1 && steps.bytes().skip(1).all(|byte| byte.is_ascii_digit()) => {
            (name, Some(steps))
        }
        _ => (text, None),
    }
}

/// Whether a text can be a name: a label may hold more than an id does.
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/'))
}

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(branch) = &self.branch {
            write!(f, "{branch}@")?;
        }
        f.write_str(match &self.point {
            Point::Base => "base",
            Point::Head => "head",
            Point::Heads => "heads",
            Point::Current => "current",
            Point::Named(name) => name,
            Point::Here => "",
        })?;
        self.steps.map_or(Ok(()), |steps| write!(f, "{steps:+}"))
    }
}

/// A range `a:b` of the history; both ends belong to it.
///
/// ```
/// use aludel_core::revision::{Range, Symbol};
///
/// let range: Range = "8f2c:".parse()?;
/// assert_eq!(range, Range { lower: Some("8f2c".parse().unwrap()), upper: None });
/// assert_eq!(range.to_string(), "8f2c:");
/// # Ok::<(), aludel_core::revision::BadRange>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// The older end; `base` where it is left out.
    pub lower: Option<Symbol>,
    /// The newer end; `heads` where it is left out.
    pub upper: Option<Symbol>,
}

/// A text that is no range.
///
/// ```
/// use aludel_core::revision::{BadRange, Range};
///
/// assert_eq!("8f2c".parse::<Range>(), Err(BadRange::Form("8f2c".into())));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadRange {
    /// There is not exactly one colon.
    #[error("\"{0}\" is no range of revisions")]
    Form(String),
    /// One end is no symbol.
    #[error(transparent)]
    End(#[from] BadSymbol),
}

impl BadRange {
    /// What to type instead.
    pub fn help(&self) -> String {
        match self {
            Self::Form(_) => {
                "write the range as `start:end`, `start:` or `:end`, as in `db history -r base:head`".into()
            }
            Self::End(bad) => bad.help(),
        }
    }
}

impl FromStr for Range {
    type Err = BadRange;

    fn from_str(text: &str) -> Result<Self, BadRange> {
        let end = |part: &str| (!part.is_empty()).then(|| part.parse::<Symbol>()).transpose();
        match text.trim().split_once(':') {
            Some((lower, upper)) if !upper.contains(':') => Ok(Self { lower: end(lower)?, upper: end(upper)? }),
            _ => Err(BadRange::Form(text.to_owned())),
        }
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(lower) = &self.lower {
            write!(f, "{lower}")?;
        }
        f.write_str(":")?;
        self.upper.as_ref().map_or(Ok(()), |upper| write!(f, "{upper}"))
    }
}
