//! The files of the folder `versions`, and which functions a `.rs` one has.

use std::collections::BTreeSet;
use std::path::Path;
use std::{fs, io, iter};

use quote::format_ident;
use syn::{Ident, Item, LitStr, Visibility};

use crate::error::Errors;

/// A file with a revision.
pub(crate) struct File {
    /// Its path as a module's: below `versions`, with slashes, or from the root.
    pub(crate) path: String,
    /// Its path as people know it.
    pub(crate) shown: String,
    /// Its path from the root.
    pub(crate) absolute: String,
    /// The module that it becomes, if it is Rust.
    pub(crate) module: Ident,
    /// What it is written in.
    pub(crate) language: Language,
}

/// What a revision is written in.
pub(crate) enum Language {
    /// Rust, with an upgrade.
    Rust {
        /// Whether it has a downgrade too.
        downgrade: bool,
    },
    /// SQL.
    Sql,
}

/// The revisions below a folder, in the order of their paths; their modules get names that are not taken yet. A folder that isn't there has none.
pub(crate) fn read(
    versions: &Path,
    prefix: &str,
    place: &LitStr,
    modules: &mut BTreeSet<String>,
    errors: &Errors,
) -> Vec<File> {
    let mut paths = BTreeSet::new();
    if versions.exists()
        && let Err(error) = gather(versions, "", &mut paths)
    {
        errors.at(place.span(), format!("can't read {}: {error}", versions.display()));
    }
    let file = |path: String| {
        let absolute = versions.join(&path).to_string_lossy().into_owned();
        let language = if path.ends_with(".sql") {
            Language::Sql
        } else {
            rust(&format!("{prefix}/{path}"), &absolute, place, errors)?
        };
        Some(File { module: module(&path, modules), shown: path.clone(), path, absolute, language })
    };
    paths.into_iter().filter_map(file).collect()
}

/// Adds the paths of all revisions below a folder. Hidden files are those of editors and of the system.
fn gather(folder: &Path, prefix: &str, paths: &mut BTreeSet<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().into_string().map_err(|name| {
            io::Error::new(
                io::ErrorKind::InvalidFilename,
                format!("the name {name:?} is not in UTF-8; rename the file"),
            )
        })?;
        if name.starts_with('.') {
            continue;
        }
        let path = format!("{prefix}{name}");
        if entry.path().is_dir() {
            gather(&entry.path(), &format!("{path}/"), paths)?;
        } else if name.ends_with(".rs") || name.ends_with(".sql") {
            paths.insert(path);
        }
    }
    Ok(())
}

/// A name for the module of a file, which no other file has.
fn module(path: &str, taken: &mut BTreeSet<String>) -> Ident {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let lower = stem.to_ascii_lowercase();
    let words = lower.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut name = iter::once("r").chain(words).collect::<Vec<_>>().join("_");
    while !taken.insert(name.clone()) {
        name.push('_');
    }
    format_ident!("{name}")
}

/// What a file in Rust has, or `None` with a note of what it lacks.
fn rust(shown: &str, absolute: &str, place: &LitStr, errors: &Errors) -> Option<Language> {
    let at = |message: &str| errors.at(place.span(), format!("{shown} {message}"));
    let text = match fs::read_to_string(absolute) {
        Ok(text) => text,
        Err(error) => {
            at(&format!("can't be read: {error}"));
            return None;
        }
    };
    let Ok(file) = syn::parse_file(&text) else {
        // The compiler reads the file itself, and says better what is wrong in it.
        return Some(Language::Rust { downgrade: text.contains("fn downgrade(") });
    };
    let upgrade = Function::find(&file.items, "upgrade");
    let downgrade = Function::find(&file.items, "downgrade");
    for (name, function) in [("upgrade", &upgrade), ("downgrade", &downgrade)] {
        match function {
            Function::Private => at(&format!("has a private `fn {name}`; write `pub fn {name}`")),
            Function::Async => {
                at(&format!("has an `async fn {name}`, but a script only records; put what awaits into `op.run`"))
            }
            Function::Public | Function::Missing => {}
        }
    }
    if let Function::Missing = upgrade {
        at("has no `pub fn upgrade`; write `pub fn upgrade(op: &mut Operations) {}`");
        return None;
    }
    Some(Language::Rust { downgrade: matches!(downgrade, Function::Public) })
}

/// How a function stands in a file.
enum Function {
    Public,
    Private,
    Async,
    Missing,
}

impl Function {
    fn find(items: &[Item], name: &str) -> Self {
        let function = items.iter().find_map(|item| match item {
            Item::Fn(function) if function.sig.ident == name => Some(function),
            _ => None,
        });
        match function {
            None => Self::Missing,
            Some(function) if function.sig.asyncness.is_some() => Self::Async,
            Some(function) if matches!(function.vis, Visibility::Public(_)) => Self::Public,
            Some(_) => Self::Private,
        }
    }
}
