//! Which objects a comparison looks at.

use std::fmt;
use std::sync::Arc;

use crate::name::ObjectName;
use crate::schema::Schema;

/// Which objects a comparison looks at: by patterns, and by a function of the application.
///
/// A pattern is a name in which `*` stands for any characters and `?` for one. One without a dot is compared with the
/// name alone, one with a dot with namespace and name: `tmp_*`, `audit.*`. What is left out is left out on both sides, so
/// it is neither made, nor changed, nor dropped.
///
/// ```
/// use aludel_core::environment::Filter;
/// use aludel_core::schema::{Schema, Table};
///
/// let filter = Filter { exclude: vec!["tmp_*".into()], ..Filter::default() };
/// let mut schema = Schema::default();
/// schema.tables.insert(Table::new("users"));
/// schema.tables.insert(Table::new("tmp_import"));
/// filter.apply(&mut schema);
/// assert_eq!(schema.tables.len(), 1);
/// ```
#[derive(Clone, Default)]
pub struct Filter {
    /// Only what one of these fits; everything where there are none.
    pub include: Vec<String>,
    /// Nothing that one of these fits.
    pub exclude: Vec<String>,
    /// What the application says of an object that the patterns let through; all where there is no function.
    pub function: Option<IncludeObject>,
}

/// A function that says whether an object is looked at.
pub type IncludeObject = Arc<dyn Fn(ObjectKind, &ObjectName) -> bool + Send + Sync>;

/// The kinds of object that are compared one by one.
///
/// ```
/// use aludel_core::environment::ObjectKind;
///
/// assert_ne!(ObjectKind::Table, ObjectKind::View);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectKind {
    /// A table, with all that is in it.
    Table,
    /// A view.
    View,
    /// A named enum type.
    EnumType,
    /// A sequence that stands alone.
    Sequence,
}

impl Filter {
    /// Takes out of a schema what is not looked at.
    pub fn apply(&self, schema: &mut Schema) {
        schema.tables.retain(|table| self.keeps(ObjectKind::Table, &table.name));
        schema.views.retain(|view| self.keeps(ObjectKind::View, &view.name));
        schema.enum_types.retain(|one| self.keeps(ObjectKind::EnumType, &one.name));
        schema.sequences.retain(|one| self.keeps(ObjectKind::Sequence, &one.name));
    }

    fn keeps(&self, kind: ObjectKind, name: &ObjectName) -> bool {
        (self.include.is_empty() || self.include.iter().any(|pattern| matches(pattern, name)))
            && !self.exclude.iter().any(|pattern| matches(pattern, name))
            && self.function.as_ref().is_none_or(|function| function(kind, name))
    }
}

impl fmt::Debug for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { include, exclude, function } = self;
        let function = function.is_some();
        f.debug_struct("Filter")
            .field("include", include)
            .field("exclude", exclude)
            .field("function", &function)
            .finish()
    }
}

fn matches(pattern: &str, name: &ObjectName) -> bool {
    let whole = if pattern.contains('.') { name.to_string() } else { name.name.clone() };
    fits(pattern.as_bytes(), whole.as_bytes())
}

/// True where a pattern of `*` and `?` fits all of a text. Linear but for the last star, to which it falls back.
fn fits(pattern: &[u8], text: &[u8]) -> bool {
    let (mut at, mut read) = (0, 0);
    let mut star = None;
    while let Some(&byte) = text.get(read) {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, read));
                at += 1;
            }
            Some(&wanted) if wanted == b'?' || wanted == byte => (at, read) = (at + 1, read + 1),
            _ => match star {
                Some((place, from)) => {
                    star = Some((place, from + 1));
                    (at, read) = (place + 1, from + 1);
                }
                None => return false,
            },
        }
    }
    pattern.iter().skip(at).all(|&rest| rest == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_any_characters_and_a_question_mark_one() {
        for (pattern, text, expected) in [
            ("users", "users", true),
            ("users", "user", false),
            ("user", "users", false),
            ("tmp_*", "tmp_", true),
            ("*_log", "a_log_b_log", true),
            ("*a*b*c", "xxaxxbxxc", true),
            ("*a*b*c", "xxaxxbxx", false),
            ("t?b", "tab", true),
            ("t?b", "tb", false),
            ("", "", true),
            ("", "a", false),
            ("*", "", true),
        ] {
            assert_eq!(fits(pattern.as_bytes(), text.as_bytes()), expected, "{pattern} on {text}");
        }
    }

    #[test]
    fn a_pattern_with_a_dot_names_the_namespace_too() {
        let audit = ObjectName::from(("audit", "users"));
        assert!(matches("audit.*", &audit) && matches("users", &audit));
        assert!(!matches("audit.*", &"users".into()));
    }

    #[test]
    fn what_is_included_may_still_be_excluded_or_refused_by_the_application() {
        let function: IncludeObject = Arc::new(|kind, name| kind == ObjectKind::Table && name.name != "app_c");
        let filter = Filter { include: vec!["app_*".into()], exclude: vec!["*_b".into()], function: Some(function) };
        let kept = |name: &str| filter.keeps(ObjectKind::Table, &name.into());
        assert_eq!(["app_a", "app_b", "app_c", "other"].map(kept), [true, false, false, false]);
        assert!(!filter.keeps(ObjectKind::View, &"app_a".into()));
    }
}
