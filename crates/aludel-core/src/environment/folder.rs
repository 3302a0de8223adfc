//! The folder of revisions: what is read from it, and the few files that are written into it.
//!
//! A file is written whole or not at all.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

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
}

/// The comment at the top of the file `head`.
const HEAD_COMMENT: &str =
    "# the newest revision of this folder; two branches that both add one conflict here, in git\n";

impl Folder {
    /// The folder at a path, whether it is there or not.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.root
    }

    /// The folder in it that holds the scripts, in subfolders if somebody likes.
    pub fn versions(&self) -> PathBuf {
        self.root.join("versions")
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
        let mut folders = vec![self.versions()];
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
            let help = "join the two with `db merge`, which rewrites the file too";
            return Err(Error::new(ErrorKind::Graph, message).help(help));
        }
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let ids: Result<Vec<RevisionId>, _> = lines.map(str::parse).collect();
        ids.map(Some).map_err(|error| {
            Error::new(ErrorKind::Folder, format!("{}: {error}", path.display())).help("mend it with `heads --write`")
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

    /// Writes a file that is not there yet, with the folders above it, and returns its path.
    ///
    /// # Errors
    /// A file that is there already, or cannot be written.
    pub fn create(&self, file: &Path, text: &str) -> Result<PathBuf, Error> {
        let path = self.root.join(file);
        if path.exists() {
            return Err(Error::new(ErrorKind::Folder, format!("{} exists already", path.display())));
        }
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|error| unwritable(parent, error))?;
        }
        replace(&path, text)?;
        Ok(path)
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

/// True for the two formats of scripts. A `mod.rs` is none: nothing in the folder needs one.
fn is_script(path: &Path) -> bool {
    let is_format = path.extension().is_some_and(|extension| extension == "rs" || extension == "sql");
    is_format && path.file_name().is_some_and(|name| name != "mod.rs")
}

/// Writes a file beside its place and moves it there.
fn replace(path: &Path, text: &str) -> Result<(), Error> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".tmp");
    let beside = path.with_file_name(name);
    let write = || -> io::Result<()> {
        let mut file = fs::File::create(&beside)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    write().map_err(|error| {
        // Nothing half written stays behind; that it cannot be removed says no more than the first error.
        drop(fs::remove_file(&beside));
        unwritable(path, error)
    })
}

pub(super) fn unreadable(path: &Path, error: io::Error) -> Error {
    Error::caused(ErrorKind::Folder, format!("cannot read {}: {error}", path.display()), error)
}

fn unwritable(path: &Path, error: io::Error) -> Error {
    Error::caused(ErrorKind::Folder, format!("cannot write {}: {error}", path.display()), error)
}
