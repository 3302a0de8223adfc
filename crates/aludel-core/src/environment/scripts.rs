//! The revisions of a project: read from the folder, joined with those that the binary holds and those that only the
//! ledger remembers.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::{fmt, fs, panic, thread};

use super::Folder;
use super::folder::unreadable;
use super::reading::{Outline, read_all};
use crate::error::{Error, ErrorKind};
use crate::exec::LedgerRow;
use crate::revision::{Applied, Revision, RevisionGraph, RevisionId, Symbol};
use crate::script::{Embedded, Format, Script};

/// Where scripts come from.
///
/// ```
/// use aludel_core::environment::{Folder, ScriptSource};
///
/// let source = ScriptSource::new(Folder::new("nowhere"), None);
/// assert!(source.load().is_err());
/// ```
#[derive(Clone, Debug)]
pub struct ScriptSource {
    /// The folder; where it is not there, only the embedded scripts count.
    pub folder: Folder,
    /// The scripts that the binary holds; `None` where it was built without any, and all depends on the folder.
    pub embedded: Option<Vec<Embedded>>,
    /// What was read already, for whoever asks next.
    read: Arc<Mutex<Option<Scripts>>>,
}

/// All revisions of a project.
///
/// ```
/// use aludel_core::environment::{ScriptSource, Scripts};
/// use aludel_core::error::Error;
///
/// fn count(source: &ScriptSource) -> Result<usize, Error> {
///     let scripts: Scripts = source.load()?;
///     Ok(scripts.graph.len())
/// }
/// ```
#[derive(Debug)]
pub struct Scripts {
    /// How they hang together.
    pub graph: RevisionGraph,
    bodies: HashMap<RevisionId, LoadedScript>,
    unreadable: Vec<Error>,
}

/// What is known of a revision besides its header.
///
/// ```
/// use aludel_core::environment::LoadedScript;
///
/// fn is_gone(script: &LoadedScript) -> bool {
///     matches!(script, LoadedScript::Remembered(_))
/// }
/// ```
pub enum LoadedScript {
    /// There is a script.
    Script {
        /// The checksum of its text.
        checksum: String,
        /// The functions that the binary has for it.
        functions: Functions,
        /// Its text, where the binary holds it; else the text is in its file.
        held: Option<&'static str>,
    },
    /// A row of the ledger whose script is gone.
    Remembered(Box<LedgerRow>),
}

/// The functions of a script.
///
/// ```
/// use aludel_core::environment::Functions;
///
/// fn must_be_built_again(functions: Functions) -> bool {
///     matches!(functions, Functions::Changed | Functions::Missing)
/// }
/// ```
#[derive(Clone, Copy)]
pub enum Functions {
    /// A script of SQL has none.
    None,
    /// The binary holds the very text.
    Compiled(Embedded),
    /// The binary does not know the script.
    Missing,
    /// The binary holds another text of it.
    Changed,
}

impl fmt::Debug for LoadedScript {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Script { checksum, .. } => f.debug_tuple("Script").field(checksum).finish(),
            Self::Remembered(row) => f.debug_tuple("Remembered").field(&row.revision).finish(),
        }
    }
}

impl ScriptSource {
    /// A folder, and what the binary holds.
    pub fn new(folder: Folder, embedded: Option<Vec<Embedded>>) -> Self {
        Self { folder, embedded, read: Arc::default() }
    }

    /// Hands scripts that were just read, and are not read again, to whoever loads them next.
    pub(crate) fn hand_on(&self, scripts: Scripts) {
        // Where the lock is broken they are only read once more.
        if let Ok(mut read) = self.read.lock() {
            *read = Some(scripts);
        }
    }

    /// Reads all scripts on a thread of their own, while something else is waited for.
    pub(crate) async fn load_beside<T>(&self, other: impl Future<Output = T>) -> (Result<Scripts, Error>, T) {
        let source = self.clone();
        let loading = thread::Builder::new().spawn(move || source.load());
        let other = other.await;
        let scripts = match loading {
            Ok(thread) => thread.join().unwrap_or_else(|panic| panic::resume_unwind(panic)),
            // No thread is to be had.
            Err(_) => self.load(),
        };
        (scripts, other)
    }

    /// Reads all scripts. One that cannot be read does not keep the others from being listed.
    ///
    /// # Errors
    /// A folder that cannot be read, or is not there while the binary holds no scripts either.
    pub fn load(&self) -> Result<Scripts, Error> {
        if let Some(scripts) = self.read.lock().ok().and_then(|mut read| read.take()) {
            return Ok(scripts);
        }
        let held = self.embedded.as_deref().unwrap_or_default();
        let read = |embedded: &Embedded| {
            Script::read(&self.folder.path().join(embedded.path), embedded.text).map(Outline::from)
        };
        let embedded: Vec<_> = held.iter().map(read).collect();
        if self.embedded.is_none() || self.folder.is_there() {
            self.folder.demand()?;
            let compiled = embedded.into_iter().zip(held).filter_map(|(outline, embedded)| {
                let outline = outline.ok()?;
                Some((outline.revision.id, (outline.checksum, *embedded)))
            });
            let compiled: Compiled = compiled.collect();
            let read = read_all(&self.folder.scripts()?)?;
            Ok(Scripts::of(read.into_iter().map(|outline| {
                let outline = outline?;
                let functions = functions(&outline, &compiled);
                Ok((outline, functions, None))
            })))
        } else {
            Ok(Scripts::of(embedded.into_iter().zip(held).map(|(outline, embedded)| {
                let outline = outline?;
                let functions = match outline.format {
                    Format::Sql => Functions::None,
                    Format::Rust => Functions::Compiled(*embedded),
                };
                Ok((outline, functions, Some(embedded.text)))
            })))
        }
    }
}

/// What the binary holds: by the id of a revision, the checksum of its text, and its functions.
type Compiled = HashMap<RevisionId, (String, Embedded)>;

/// The functions that the binary has for a script from the folder.
fn functions(outline: &Outline, compiled: &Compiled) -> Functions {
    if outline.format == Format::Sql {
        return Functions::None;
    }
    match compiled.get(&outline.revision.id) {
        Some((checksum, embedded)) if *checksum == outline.checksum => Functions::Compiled(*embedded),
        Some(_) => Functions::Changed,
        None => Functions::Missing,
    }
}

/// A script that was read, the functions for it, and its text where the binary holds it.
type Read = Result<(Outline, Functions, Option<&'static str>), Error>;

impl Scripts {
    /// True where none is in SQL.
    pub(crate) fn are_all_in_rust(&self) -> bool {
        let is_sql = |body: &LoadedScript| matches!(body, LoadedScript::Script { functions: Functions::None, .. });
        !self.bodies.values().any(is_sql)
    }

    /// All scripts that were read.
    fn of(read: impl Iterator<Item = Read>) -> Self {
        let (mut revisions, mut known, mut unreadable) = (Vec::new(), Vec::new(), Vec::new());
        for script in read {
            match script {
                Ok((outline, functions, held)) => {
                    let Outline { revision, checksum, .. } = outline;
                    known.push((revision.id.clone(), LoadedScript::Script { checksum, functions, held }));
                    revisions.push(revision);
                }
                Err(error) => unreadable.push(error),
            }
        }
        // Of two scripts with one id the graph keeps one and says so; the same one is kept here.
        let paths: Vec<_> = revisions.iter().map(|revision| revision.path.clone()).collect();
        let graph = RevisionGraph::build(revisions);
        let is_kept = |id: &RevisionId, path: &Option<_>| graph.get(id).is_some_and(|kept| kept.path == *path);
        let bodies = known.into_iter().zip(&paths).filter(|((id, _), path)| is_kept(id, path));
        Self { bodies: bodies.map(|(known, _)| known).collect(), graph, unreadable }
    }

    /// The same revisions, and those of the ledger that have no script any more, so that they can be seen and taken back.
    ///
    /// # Errors
    /// None of its own: a remembered revision that does not fit is damage of the graph.
    #[must_use]
    pub fn remembering(self, rows: &[LedgerRow]) -> Self {
        if rows.iter().all(|row| self.graph.get(&row.revision).is_some()) {
            return self;
        }
        let mut revisions: Vec<Revision> = self.graph.iter().cloned().collect();
        let mut bodies = self.bodies;
        for row in rows.iter().filter(|row| self.graph.get(&row.revision).is_none()) {
            let mut revision = Revision::new(row.revision.clone(), row.message.clone());
            revision.revises.clone_from(&row.parents);
            revisions.push(revision);
            bodies.insert(row.revision.clone(), LoadedScript::Remembered(Box::new(row.clone())));
        }
        Self { graph: RevisionGraph::build(revisions), bodies, unreadable: self.unreadable }
    }

    /// What is known of a revision.
    pub fn get(&self, id: &RevisionId) -> Option<&LoadedScript> {
        self.bodies.get(id)
    }

    /// True where the script of a revision is there and can be run by this program.
    pub fn is_at_hand(&self, id: &RevisionId) -> bool {
        let at_hand = |functions: &Functions| matches!(functions, Functions::None | Functions::Compiled(_));
        matches!(self.bodies.get(id), Some(LoadedScript::Script { functions, .. }) if at_hand(functions))
    }

    /// The checksum of a script, if there is one.
    pub fn checksum(&self, id: &RevisionId) -> Option<&str> {
        match self.bodies.get(id)? {
            LoadedScript::Script { checksum, .. } => Some(checksum),
            LoadedScript::Remembered(_) => None,
        }
    }

    /// The script of a revision, read again for what it does.
    ///
    /// # Errors
    /// A file that cannot be read any more, or says something else by now.
    pub(super) fn read(&self, revision: &Revision) -> Result<Script, Error> {
        let path = revision.path.clone().unwrap_or_default();
        let held = match self.bodies.get(&revision.id) {
            Some(LoadedScript::Script { held, .. }) => *held,
            Some(LoadedScript::Remembered(_)) | None => None,
        };
        let script = match held {
            Some(text) => Script::read(&path, text)?,
            None => Script::read(&path, &fs::read_to_string(&path).map_err(|error| unreadable(&path, error))?)?,
        };
        if self.checksum(&revision.id) == Some(&script.checksum) {
            return Ok(script);
        }
        let message = format!("{} has changed since this command began", path.display());
        Err(Error::new(ErrorKind::Script, message).help("run the command again"))
    }

    /// What is wrong with the scripts as a whole, in the order of files: those that cannot be read, then those that do
    /// not fit together.
    pub fn damage(&self) -> Vec<String> {
        let unreadable = self.unreadable.iter().map(ToString::to_string);
        unreadable.chain(self.graph.damage().iter().map(ToString::to_string)).collect()
    }

    /// Demands that all scripts can be read and fit together.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn demand_sound(&self) -> Result<(), Error> {
        if let Some(error) = self.unreadable.first() {
            let again = Error::new(error.kind(), error.to_string());
            return Err(error.help_text().into_iter().fold(again, |again, help| again.help(help)));
        }
        match self.graph.damage().first() {
            Some(damage) => Err(damage.clone().into()),
            None => Ok(()),
        }
    }

    /// The one revision that a word stands for.
    ///
    /// # Errors
    /// A word that stands for none or for several.
    pub fn one(&self, word: &str, applied: &Applied) -> Result<&Revision, Error> {
        let symbol: Symbol = word.parse()?;
        match self.graph.resolve(&symbol, applied)?.as_slice() {
            [revision] => Ok(revision),
            [] => Err(Error::new(ErrorKind::Graph, format!("\"{word}\" stands for no revision"))
                .help("run `db history` to see all revisions")),
            several => {
                let ids: Vec<&str> = several.iter().map(|revision| revision.id.as_str()).collect();
                Err(Error::new(
                    ErrorKind::Graph,
                    format!("\"{word}\" stands for several revisions: {}", ids.join(", ")),
                )
                .help("name one of them"))
            }
        }
    }
}
