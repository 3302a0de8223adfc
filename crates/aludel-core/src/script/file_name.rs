//! The names of script files.

use std::path::PathBuf;

use minijinja::context;

use super::template::render;
use super::timestamp::Timestamp;
use super::{Format, WriteError};
use crate::revision::Revision;

/// The template of file names that is used unless another is set.
pub const FILE_NAME: &str = "{{year}}_{{month}}_{{day}}_{{hour}}{{minute}}-{{rev}}_{{slug}}";

/// The longest name of a file, in bytes, that every file system takes.
const LONGEST: usize = 255;

/// The file of a new revision, below the folder for them.
///
/// The template may say `rev`, `slug`, `epoch`, `year`, `month`, `day`, `hour`, `minute` and `second`, and folders.
/// Whatever it says, the names are ones that every file system takes.
///
/// ```
/// use std::path::Path;
/// use std::time::{Duration, UNIX_EPOCH};
///
/// use aludel_core::revision::Revision;
/// use aludel_core::script::{FILE_NAME, Format, file_name};
///
/// let revision = Revision::new("8f2c1a90b3d4".parse()?, "Create users!");
/// let created = (UNIX_EPOCH + Duration::from_secs(1_795_165_560)).into();
/// let path = file_name(FILE_NAME, &revision, created, Format::Rust)?;
/// assert_eq!(path, Path::new("2026_11_20_0906-8f2c1a90b3d4_create_users.rs"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`WriteError::Template`] where the template makes no sense.
pub fn file_name(
    template: &str,
    revision: &Revision,
    created: Timestamp,
    format: Format,
) -> Result<PathBuf, WriteError> {
    let two = |number: i64| format!("{number:02}");
    let Timestamp { epoch, year, month, day, hour, minute, second } = created;
    let values = context! {
        rev => revision.id.as_str(),
        slug => slug(&revision.message),
        epoch => epoch,
        year => format!("{year:04}"),
        month => two(month),
        day => two(day),
        hour => two(hour),
        minute => two(minute),
        second => two(second),
    };
    let text = render("the template of file names", template, values)?;
    let mut parts: Vec<&str> = text.split('/').map(str::trim).filter(|part| !part.is_empty()).collect();
    let id = revision.id.as_str();
    let last = parts.pop().map(|name| name.trim_end_matches('_')).filter(|name| !name.is_empty()).unwrap_or(id);
    let extension = format.extension();
    let folders: PathBuf = parts.into_iter().map(|part| safe(part, LONGEST)).collect();
    Ok(folders.join(format!("{}.{extension}", safe(last, LONGEST - 1 - extension.len()))))
}

/// The words of a message, in lower case, joined by underscores, cut to forty characters where a word ends.
///
/// ```
/// use aludel_core::script::slug;
///
/// assert_eq!(slug("Add users.role_id (and its index)"), "add_users_role_id_and_its_index");
/// assert_eq!(slug("a message that goes on for longer than a name should"), "a_message_that_goes_on_for_longer_than_a");
/// ```
pub fn slug(message: &str) -> String {
    const LONGEST: usize = 40;
    let words = message.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty());
    let slug = words.collect::<Vec<_>>().join("_").to_lowercase();
    let Some((end, next)) = slug.char_indices().nth(LONGEST) else { return slug };
    let kept = slug.get(..end).unwrap_or_default();
    match kept.rsplit_once('_') {
        Some((whole, _)) if next != '_' && !whole.is_empty() => whole.to_owned(),
        _ => kept.to_owned(),
    }
}

/// A name without what some file system refuses in it: separators, wildcards, control characters, dots and blanks at an
/// end, the devices of Windows, and more bytes than fit.
fn safe(name: &str, longest: usize) -> String {
    let legal = |c: char| !c.is_control() && !"<>:\"/\\|?*".contains(c);
    let name: String = name.chars().map(|c| if legal(c) { c } else { '_' }).collect();
    let mut name = name.trim_matches(['.', ' ']).to_owned();
    let stem = name.split('.').next().unwrap_or_default().to_ascii_uppercase();
    let numbered =
        |device: &str| stem.strip_prefix(device).is_some_and(|rest| matches!(rest.as_bytes(), [b'0'..=b'9']));
    if name.is_empty() || ["CON", "PRN", "AUX", "NUL"].contains(&stem.as_str()) || numbered("COM") || numbered("LPT") {
        name.insert(0, '_');
    }
    let mut end = longest.min(name.len());
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    name.truncate(end);
    name
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn named(template: &str, id: &str, message: &str) -> String {
        let revision = Revision::new(id.parse().expect("it is legal"), message);
        let created = Timestamp::from(std::time::UNIX_EPOCH);
        let path = file_name(template, &revision, created, Format::Sql).expect("the template is right");
        path.to_str().expect("it was made of text").replace('\\', "/")
    }

    #[test]
    fn names_are_safe_on_every_file_system() {
        assert_eq!(named("{{year}}/{{month}}/{{rev}}", "a", ""), "1970/01/a.sql");
        assert_eq!(named(FILE_NAME, "a", ""), "1970_01_01_0000-a.sql");
        assert_eq!(named("../{{rev}}:{{slug}}", "a", "b"), "_/a_b.sql");
        assert_eq!(named("{{rev}}", "con", ""), "_con.sql");
        assert_eq!(named("{{slug}}", "a", "LPT1"), "_lpt1.sql");
        assert_eq!(named("{{slug}}", "a", "!!"), "a.sql");
        assert_eq!(named("{{rev}}_{{slug}}", &"a".repeat(255), "b").len(), 255);
        assert_eq!(named("{{slug}}", "a", "naïve Größe"), "naïve_größe.sql");
    }

    #[test]
    fn a_wrong_template_is_named() {
        let revision = Revision::new("a".parse().expect("it is legal"), "");
        let created = Timestamp::from(std::time::UNIX_EPOCH);
        let error = file_name("{{revision}}", &revision, created, Format::Sql).expect_err("there is no such word");
        assert!(error.to_string().starts_with("the template of file names:1: "), "{error}");
    }

    proptest! {
        #[test]
        fn slugs_are_short_words(message in any::<String>()) {
            let slug = slug(&message);
            prop_assert!(slug.chars().count() <= 40);
            prop_assert!(slug.chars().all(|c| c == '_' || !c.is_ascii_punctuation() && !c.is_whitespace() && !c.is_control()));
        }
    }
}
