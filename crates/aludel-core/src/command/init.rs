//! `init`: makes the folder of revisions.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::environment::Environment;
use crate::error::{Error, ErrorKind};
use crate::script;

/// A set of files that `init` can begin with.
///
/// ```
/// use aludel_core::command::TEMPLATES;
///
/// assert!(TEMPLATES.iter().any(|template| template.name == "rust"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its name.
    pub name: &'static str,
    /// What it is for, in one line.
    pub about: &'static str,
    format: script::Format,
}

/// All templates, by name.
pub const TEMPLATES: [Template; 2] = [
    Template {
        name: "rust",
        about: "Revisions in Rust, for any database, compiled into the application.",
        format: script::Format::Rust,
    },
    Template { name: "sql", about: "Revisions in SQL, for one database, run from disk.", format: script::Format::Sql },
];

/// What to begin with.
///
/// ```
/// use aludel_core::command::InitOptions;
///
/// assert_eq!(InitOptions::default().template, None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InitOptions {
    /// The name of a template, or a folder with one; the one of the configured format unless given.
    pub template: Option<String>,
}

/// What was made.
///
/// ```
/// use aludel_core::command::InitReport;
///
/// fn shown(report: &InitReport) -> Vec<String> {
///     report.created.iter().map(|path| path.display().to_string()).collect()
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InitReport {
    /// The folder.
    pub directory: PathBuf,
    /// The files in it.
    pub created: Vec<PathBuf>,
}

/// Makes the folder, with an empty `versions`, a template of new revisions, a README and the file `head`.
///
/// # Errors
/// A folder that is there and not empty, one that cannot be written, a template that is not there.
pub fn init(environment: &Environment, options: &InitOptions) -> Result<InitReport, Error> {
    let folder = &environment.scripts.folder;
    let path = folder.path();
    let is_empty = path.read_dir().map(|mut entries| entries.next().is_none()).unwrap_or(!path.exists());
    if !is_empty {
        let message = format!("{} exists already and is not empty", path.display());
        return Err(Error::new(ErrorKind::Folder, message).help("name another folder with `--directory`"));
    }
    let mut files = vec![(PathBuf::from("versions/.gitkeep"), String::new())];
    files.extend(template_files(environment, options.template.as_deref())?);
    if !files.iter().any(|(file, _)| file == Path::new("README.md")) {
        files.push((PathBuf::from("README.md"), readme(&environment.settings.program)));
    }
    let mut created = Vec::new();
    for (file, text) in files {
        created.push(folder.create(&file, &text)?);
    }
    folder.write_heads(&[])?;
    created.push(path.join("head"));
    Ok(InitReport { directory: path.to_owned(), created })
}

fn template_files(environment: &Environment, named: Option<&str>) -> Result<Vec<(PathBuf, String)>, Error> {
    let standard = |format: script::Format| {
        vec![(
            PathBuf::from(script::Template::file_name(format)),
            script::Template::standard(format).source().to_owned(),
        )]
    };
    match named {
        None => Ok(standard(environment.settings.format)),
        Some(path) if path.contains(['/', '\\']) => read_folder(Path::new(path)),
        Some(name) => match TEMPLATES.iter().find(|template| template.name == name) {
            Some(template) => Ok(standard(template.format)),
            None => {
                let names: Vec<&str> = TEMPLATES.iter().map(|template| template.name).collect();
                let message = format!("there is no template \"{name}\"");
                let help = format!("use one of {}, or a folder, written with a slash", names.join(", "));
                Err(Error::new(ErrorKind::Usage, message).help(help))
            }
        },
    }
}

/// The files of a template of the user's own, without its folders.
fn read_folder(path: &Path) -> Result<Vec<(PathBuf, String)>, Error> {
    let unreadable = |error: std::io::Error| {
        Error::caused(ErrorKind::Usage, format!("cannot read the template {}: {error}", path.display()), error)
            .help("name a folder that holds `script.rs.jinja` or `script.sql.jinja`")
    };
    let mut files = Vec::new();
    for entry in path.read_dir().map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        if entry.file_type().map_err(unreadable)?.is_file() {
            let text = std::fs::read_to_string(entry.path()).map_err(unreadable)?;
            files.push((PathBuf::from(entry.file_name()), text));
        }
    }
    files.sort();
    Ok(files)
}

fn readme(program: &str) -> String {
    format!(
        "# Revisions\n\n\
         Each file in `versions` is one change of the database, with the way there and the way back.\n\n\
         - `{program} migrate -m \"what changes\"` compares the models with the database and writes the next one.\n\
         - `{program} upgrade` applies what is not applied yet; `{program} downgrade` takes the last one back.\n\
         - `{program} history` lists them, `{program} current` says where the database stands.\n\n\
         The file `head` names the newest revision. Where two branches of the code both add one, it conflicts in git:\n\
         `{program} rebase` puts one after the other, `{program} merge` joins them. The `.jinja` file is what new revisions look like; change it as you like.\n"
    )
}
