//! Reading the files of scripts, all of them at once.

use std::path::PathBuf;
use std::{fs, panic, thread};

use super::folder::unreadable;
use crate::error::Error;
use crate::revision::Revision;
use crate::script::{Format, Script, ScriptError};

/// What is kept of a script: what it does is read again when its turn comes.
pub(super) struct Outline {
    pub(super) revision: Revision,
    pub(super) format: Format,
    pub(super) checksum: String,
}

impl From<Script> for Outline {
    fn from(script: Script) -> Self {
        Self { format: script.format(), checksum: script.checksum, revision: script.revision }
    }
}

/// So few files are read sooner than a thread is started.
const FEW: usize = 256;
/// More threads would only wait for the disk.
const MOST_THREADS: usize = 8;

/// Reads some files, and says for each what it is or what is wrong with it.
///
/// # Errors
/// The first file that cannot be read at all.
pub(super) fn read_all(paths: &[PathBuf]) -> Result<Vec<Result<Outline, ScriptError>>, Error> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS);
    if paths.len() <= FEW || threads == 1 {
        return read_some(paths);
    }
    thread::scope(|scope| {
        let parts = paths.chunks(paths.len().div_ceil(threads)).map(|part| scope.spawn(move || read_some(part)));
        // All are started before the first is waited for.
        let parts: Vec<_> = parts.collect();
        let mut read = Vec::with_capacity(paths.len());
        for part in parts {
            read.extend(part.join().unwrap_or_else(|panic| panic::resume_unwind(panic))?);
        }
        Ok(read)
    })
}

fn read_some(paths: &[PathBuf]) -> Result<Vec<Result<Outline, ScriptError>>, Error> {
    let read = |path: &PathBuf| {
        let text = fs::read_to_string(path).map_err(|error| unreadable(path, error))?;
        Ok(Script::read(path, &text).map(Outline::from))
    };
    paths.iter().map(read).collect()
}
