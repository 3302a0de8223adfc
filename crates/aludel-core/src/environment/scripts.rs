//! The revisions of a project: read from the folder, joined with those that the binary holds and those that only the
//! ledger remembers.

use std::collections::BTreeMap;
use std::fmt;

use super::Folder;
use crate::error::{Error, ErrorKind};
use crate::exec::LedgerRow;
use crate::revision::{Applied, Revision, RevisionGraph, RevisionId, Symbol};
use crate::script::{Embedded, Format, Script};

/// Where scripts come from.
///
/// ```
/// use aludel_core::environment::{Folder, ScriptSource};
///
/// let source = ScriptSource { folder: Folder::new("nowhere"), embedded: None };
/// assert!(source.load().is_err());
/// ```
#[derive(Clone, Debug)]
pub struct ScriptSource {
    /// The folder; where it is not there, only the embedded scripts count.
    pub folder: Folder,
    /// The scripts that the binary holds; `None` where it was built without any, and all depends on the folder.
    pub embedded: Option<Vec<Embedded>>,
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
    bodies: BTreeMap<RevisionId, LoadedScript>,
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
    /// A script, and the functions that the binary has for it.
    Script(Box<Script>, Functions),
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
            Self::Script(script, _) => f.debug_tuple("Script").field(&script.revision.id).finish(),
            Self::Remembered(row) => f.debug_tuple("Remembered").field(&row.revision).finish(),
        }
    }
}

impl ScriptSource {
    /// Reads all scripts. One that cannot be read does not keep the others from being listed.
    ///
    /// # Errors
    /// A folder that cannot be read, or is not there while the binary holds no scripts either.
    pub fn load(&self) -> Result<Scripts, Error> {
        let mut unreadable = Vec::new();
        let mut loaded: Vec<(Script, Functions)> = Vec::new();
        let held = self.embedded.as_deref().unwrap_or_default();
        let embedded: Compiled = held
            .iter()
            .filter_map(|embedded| Some((embedded.read().ok()?, *embedded)))
            .map(|(script, embedded)| (script.revision.id, (script.checksum, embedded)))
            .collect();
        if self.embedded.is_none() || self.folder.is_there() {
            self.folder.demand()?;
            for (path, text) in self.folder.scripts()? {
                match Script::read(&path, &text) {
                    Ok(script) => {
                        let functions = functions(&script, &embedded);
                        loaded.push((script, functions));
                    }
                    Err(error) => unreadable.push(error.into()),
                }
            }
        } else {
            for one in held {
                match one.read() {
                    Ok(script) => {
                        let functions = functions(&script, &embedded);
                        loaded.push((script, functions));
                    }
                    Err(error) => unreadable.push(error.into()),
                }
            }
        }
        let graph = RevisionGraph::build(loaded.iter().map(|(script, _)| script.revision.clone()));
        // Of two scripts with one id the graph keeps one and says so; the same one is kept here.
        let kept =
            |script: &Script| graph.get(&script.revision.id).is_some_and(|kept| kept.path == script.revision.path);
        let bodies = loaded
            .into_iter()
            .filter(|(script, _)| kept(script))
            .map(|(script, functions)| (script.revision.id.clone(), LoadedScript::Script(Box::new(script), functions)))
            .collect();
        Ok(Scripts { graph, bodies, unreadable })
    }
}

/// What the binary holds: by the id of a revision, the checksum of its text, and its functions.
type Compiled = BTreeMap<RevisionId, (String, Embedded)>;

/// The functions that the binary has for a script from the folder.
fn functions(script: &Script, compiled: &Compiled) -> Functions {
    if script.format() == Format::Sql {
        return Functions::None;
    }
    match compiled.get(&script.revision.id) {
        Some((checksum, embedded)) if *checksum == script.checksum => Functions::Compiled(*embedded),
        Some(_) => Functions::Changed,
        None => Functions::Missing,
    }
}

impl Scripts {
    /// The same revisions, and those of the ledger that have no script any more, so that they can be seen and taken back.
    ///
    /// # Errors
    /// None of its own: a remembered revision that does not fit is damage of the graph.
    #[must_use]
    pub fn remembering(self, rows: &[LedgerRow]) -> Self {
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
        matches!(self.bodies.get(id), Some(LoadedScript::Script(_, Functions::None | Functions::Compiled(_))))
    }

    /// The checksum of a script, if there is one.
    pub fn checksum(&self, id: &RevisionId) -> Option<&str> {
        match self.bodies.get(id)? {
            LoadedScript::Script(script, _) => Some(&script.checksum),
            LoadedScript::Remembered(_) => None,
        }
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
