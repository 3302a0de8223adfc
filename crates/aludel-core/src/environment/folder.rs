//! The folder of revisions: what is read from it, and the few files that are written into it.
//!
//! A file is written whole or not at all.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};

use crate::error::{Error, ErrorKind};
use crate::revision::RevisionId;

/// A folder of revisions on disk: `versions/` with the scripts, `head`, a template, a README.
///
/// ```
/// use aludel_core::environment::Folder;
///
/// let folder = Folder::new("migrations");
/// assert!(folder.versions().ends_with("versions"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    root: PathBuf,
    besides: Vec<PathBuf>,
}

/// The comment at the top of the file `head`.
const HEAD_COMMENT: &str =
    "# the newest revision of this folder; two branches that both add one conflict here, in git\n";

impl Folder {
    /// The folder at a path, whether it is there or not.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), besides: Vec::new() }
    }

    /// The same, with scripts in other folders too, besides `versions`. One that is not there holds none.
    #[must_use]
    pub fn with_locations(self, besides: Vec<PathBuf>) -> Self {
        Self { besides, ..self }
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.root
    }

    /// The folder in it that holds the scripts, in subfolders if somebody likes.
    pub fn versions(&self) -> PathBuf {
        self.root.join("versions")
    }

    /// All folders that hold scripts: `versions`, then those besides it.
    pub fn locations(&self) -> Vec<PathBuf> {
        std::iter::once(self.versions()).chain(self.besides.iter().cloned()).collect()
    }

    /// True where `init` has made it.
    pub fn is_there(&self) -> bool {
        self.versions().is_dir()
    }

    /// Demands that `init` has made it.
    ///
    /// # Errors
    /// What is wrong with it, and how to mend that.
    pub fn demand(&self) -> Result<(), Error> {
        let path = self.root.display();
        if self.is_there() {
            Ok(())
        } else if self.root.is_dir() {
            let message = format!("{path} is no folder of revisions: it has no folder `versions`");
            Err(Error::new(ErrorKind::Folder, message)
                .help("name another one with `--directory`, or make one with `init`"))
        } else if self.root.exists() {
            let message = format!("{path} is no folder");
            Err(Error::new(ErrorKind::Folder, message).help("name another one with `--directory`"))
        } else {
            let message = format!("there is no folder {path}");
            Err(Error::new(ErrorKind::Folder, message)
                .help("make it with `init`, or name another one with `--directory`"))
        }
    }

    /// The files of the scripts in it, in the order of paths.
    ///
    /// # Errors
    /// A folder that cannot be read.
    pub fn scripts(&self) -> Result<Vec<PathBuf>, Error> {
        let mut folders = self.apart();
        let mut paths = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).map_err(|error| unreadable(&folder, error))? {
                let entry = entry.map_err(|error| unreadable(&folder, error))?;
                let (path, kind) = (entry.path(), entry.file_type().map_err(|error| unreadable(&folder, error))?);
                let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
                if kind.is_dir() && !is_hidden {
                    folders.push(path);
                } else if !is_hidden && is_script(&path) {
                    paths.push(path);
                }
            }
        }
        // As texts, which is quicker than part by part.
        paths.sort_unstable_by(|one, other| one.as_os_str().cmp(other.as_os_str()));
        Ok(paths)
    }

    /// The locations that are there, those left out that lie below another one and are read with it.
    fn apart(&self) -> Vec<PathBuf> {
        let besides = self.besides.iter().filter(|folder| folder.is_dir()).cloned();
        let folders: Vec<PathBuf> = std::iter::once(self.versions()).chain(besides).collect();
        if folders.len() == 1 {
            return folders;
        }
        let whole = |path: &PathBuf| path.canonicalize().unwrap_or_else(|_| path.clone());
        let known: Vec<PathBuf> = folders.iter().map(whole).collect();
        let is_apart = |(place, path): (usize, &PathBuf)| {
            !known.iter().enumerate().any(|(other, above)| {
                path.starts_with(above) && (path != above && place != other || path == above && other < place)
            })
        };
        let apart = known.iter().enumerate().map(is_apart);
        folders.iter().zip(apart).filter(|(_, apart)| *apart).map(|(folder, _)| folder.clone()).collect()
    }

    /// The heads that the file `head` names; `None` where there is no such file.
    ///
    /// # Errors
    /// A file that cannot be read, or that git left with a conflict in it.
    pub fn heads(&self) -> Result<Option<Vec<RevisionId>>, Error> {
        let path = self.root.join("head");
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(unreadable(&path, error)),
        };
        if text.lines().any(|line| line.starts_with("<<<<<<<") || line.starts_with(">>>>>>>")) {
            let message = format!("{} has a conflict: two branches have both added a revision", path.display());
            let help = "run `db merge` to join the two by a new revision, or `db rebase` to put one after the other: both \
                        rewrite the file";
            return Err(Error::new(ErrorKind::Graph, message).help(help));
        }
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let ids: Result<Vec<RevisionId>, _> = lines.map(str::parse).collect();
        ids.map(Some).map_err(|error| {
            Error::new(ErrorKind::Folder, format!("{}: {error}", path.display()))
                .help("rewrite it with `db heads --write`")
        })
    }

    /// Rewrites the file `head`.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn write_heads(&self, heads: &[RevisionId]) -> Result<(), Error> {
        let lines: String = heads.iter().map(|head| format!("{head}\n")).collect();
        replace(&self.root.join("head"), &format!("{HEAD_COMMENT}{lines}"))
    }

    /// Rewrites some scripts and the file `head`: all of them, or none.
    ///
    /// # Errors
    /// A file that cannot be read or written; then all are as they were.
    pub fn rewrite(&self, scripts: &[(PathBuf, String)], heads: &[RevisionId]) -> Result<(), Error> {
        let mut before = Vec::new();
        for (path, _) in scripts {
            before.push((path, fs::read_to_string(path).map_err(|error| unreadable(path, error))?));
        }
        let mut beside = Vec::new();
        let written = scripts.iter().try_for_each(|(path, text)| {
            beside.push((write_beside(path, text)?, path));
            Ok(())
        });
        let moved = written.and_then(|()| {
            beside.iter().try_for_each(|(new, path)| fs::rename(new, path).map_err(|error| unwritable(path, error)))?;
            self.write_heads(heads)
        });
        moved.inspect_err(|_| {
            // What was moved is brought back; what cannot be says no more than the first error.
            beside.iter().for_each(|(new, _)| drop(fs::remove_file(new)));
            before.iter().for_each(|(path, text)| drop(replace(path, text)));
        })
    }

    /// Writes a file that is not there yet, with the folders above it, and returns its path.
    ///
    /// # Errors
    /// A file that is there already, or cannot be written.
    pub fn create(&self, file: &Path, text: &str) -> Result<PathBuf, Error> {
        let path = self.root.join(file);
        create(&path, text)?;
        Ok(path)
    }

    /// The folder for a new script: the one that is asked for, below one of the locations, or `versions`.
    ///
    /// # Errors
    /// A folder that lies elsewhere.
    pub fn place(&self, asked: Option<&Path>) -> Result<PathBuf, Error> {
        let versions = self.versions();
        let Some(asked) = asked else { return Ok(versions) };
        let locations = self.locations();
        let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let below = locations.iter().find_map(|location| {
            let below = absolute(asked).strip_prefix(absolute(location)).ok()?.to_owned();
            Some((location, below))
        });
        let in_versions = asked.strip_prefix("versions").unwrap_or(asked).to_owned();
        let (location, below) = below.unwrap_or((&versions, in_versions));
        if below.components().all(|part| matches!(part, Component::Normal(_))) {
            return Ok(if below.as_os_str().is_empty() { location.clone() } else { location.join(below) });
        }
        let shown: Vec<String> = locations.iter().map(|location| location.display().to_string()).collect();
        let message = format!("{} does not lie below {}", asked.display(), shown.join(" or "));
        Err(Error::new(ErrorKind::Usage, message)
            .help("name a folder below `versions`, such as `--version-path billing`"))
    }

    /// Writes a script that is not there yet, with the folders above it.
    ///
    /// # Errors
    /// A file that is there already, or cannot be written.
    pub fn create_script(&self, path: &Path, text: &str) -> Result<(), Error> {
        create(path, text)
    }

    /// The text of a file in it; `None` where it is not there.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn read(&self, file: &str) -> Result<Option<String>, Error> {
        let path = self.root.join(file);
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(unreadable(&path, error)),
        }
    }
}

/// What becomes of a file that is there already.
///
/// ```
/// use aludel_core::environment::Overwrite;
///
/// assert_ne!(Overwrite::Yes, Overwrite::No);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overwrite {
    /// It is replaced.
    Yes,
    /// It stays.
    No,
}

/// Writes a file, with the folders above it: the whole of it or nothing.
///
/// # Errors
/// A file that is there already and shall stay, or cannot be written.
pub fn write_file(path: &Path, text: &str, overwrite: Overwrite) -> Result<(), Error> {
    if overwrite == Overwrite::No && path.exists() {
        return Err(exists(path).help("name another file, or replace this one with `--force`"));
    }
    create_parent(path)?;
    replace(path, text)
}

/// True for the two formats of scripts. A `mod.rs` is none: nothing in the folder needs one.
fn is_script(path: &Path) -> bool {
    let is_format = path.extension().is_some_and(|extension| extension == "rs" || extension == "sql");
    is_format && path.file_name().is_some_and(|name| name != "mod.rs")
}

/// Writes a file that is not there yet, with the folders above it.
fn create(path: &Path, text: &str) -> Result<(), Error> {
    if path.exists() {
        return Err(exists(path));
    }
    create_parent(path)?;
    replace(path, text)
}

fn exists(path: &Path) -> Error {
    Error::new(ErrorKind::Folder, format!("{} exists already", path.display()))
}

fn create_parent(path: &Path) -> Result<(), Error> {
    let Some(parent) = path.parent() else { return Ok(()) };
    fs::create_dir_all(parent).map_err(|error| unwritable(parent, error))
}

/// Writes a file beside its place and moves it there.
fn replace(path: &Path, text: &str) -> Result<(), Error> {
    let beside = write_beside(path, text)?;
    fs::rename(&beside, path).map_err(|error| {
        // Nothing stays behind; that it cannot be removed says no more than the first error.
        drop(fs::remove_file(&beside));
        unwritable(path, error)
    })
}

/// Writes a file beside its place, and returns where.
fn write_beside(path: &Path, text: &str) -> Result<PathBuf, Error> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".tmp");
    let beside = path.with_file_name(name);
    let write = || -> io::Result<()> {
        let mut file = fs::File::create(&beside)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
    };
    write().map_err(|error| {
        // Nothing half written stays behind either.
        drop(fs::remove_file(&beside));
        unwritable(path, error)
    })?;
    Ok(beside)
}

pub(super) fn unreadable(path: &Path, error: io::Error) -> Error {
    Error::caused(ErrorKind::Folder, format!("cannot read {}: {error}", path.display()), error)
}

fn unwritable(path: &Path, error: io::Error) -> Error {
    Error::caused(ErrorKind::Folder, format!("cannot write {}: {error}", path.display()), error)
}
