//! `edit`: opens a revision in the user's editor.

use std::path::Path;
use std::process::Command;

use aludel_core::command;
use aludel_core::environment::Environment;
use aludel_core::error::{Error, ErrorKind};

use super::exit::Exit;
use super::output::Printer;

/// Opens the files of the revisions that a word stands for.
pub(super) async fn edit(environment: &Environment, word: &str, printer: &Printer) -> Result<Exit, Error> {
    let infos = command::show(environment, word).await?;
    let paths: Vec<String> = infos.iter().filter_map(|info| info.path.clone()).collect();
    if paths.is_empty() {
        let message = format!("\"{word}\" stands for no file");
        return Err(Error::new(ErrorKind::Graph, message).help("run `db history` to see all revisions"));
    }
    if let Some(gone) = paths.iter().find(|path| !Path::new(path).is_file()) {
        let message = format!("there is no file {gone}: the program holds the revision, and its folder is not here");
        return Err(Error::new(ErrorKind::Folder, message).help("name the folder with `--directory`"));
    }
    let named =
        ["VISUAL", "EDITOR"].into_iter().find_map(|name| std::env::var(name).ok().filter(|text| !text.is_empty()));
    let editor = named.ok_or_else(|| {
        Error::new(ErrorKind::Usage, "no editor is named").help("set VISUAL or EDITOR, as in `EDITOR=nano`")
    })?;
    let mut words = editor.split_whitespace();
    let mut run = Command::new(words.next().unwrap_or_default());
    let status = run.args(words).args(&paths).status();
    match status {
        Ok(status) if status.success() => {
            printer.result(&paths, "");
            Ok(Exit::Done)
        }
        Ok(status) => Err(Error::new(ErrorKind::Usage, format!("the editor `{editor}` ended with {status}"))),
        Err(error) => Err(Error::new(ErrorKind::Usage, format!("cannot start the editor `{editor}`: {error}"))
            .help("set VISUAL or EDITOR to one that is there")),
    }
}
