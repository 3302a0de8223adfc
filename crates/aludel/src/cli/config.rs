//! Where settings come from: a flag, then the environment, then the file, then the application's code.
//!
//! The database has an order of its own: what the application binds in code is not overridden by a stray variable that
//! other tools use too.

#[cfg(test)]
mod fuzz;

use std::collections::BTreeMap;
use std::env;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process;
use std::time::Duration;

use aludel_core::environment::{Desired, Environment, Folder, Source};
use aludel_core::error::{Error, ErrorKind};
use aludel_core::revision::{Altering, Limits, read_limit};
use aludel_core::script::{Format, Template};
use aludel_drivers::Database;
use serde::Deserialize;

use super::args::{Command, Global};
use crate::Migrate;
use crate::migrations::EmbeddedScripts;

/// The configuration file, where none is named.
const FILE: &str = "aludel.toml";

/// What `aludel.toml` may say.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    url: Option<String>,
    directory: Option<PathBuf>,
    version_locations: Option<Vec<PathBuf>>,
    models: Option<String>,
    format: Option<FileFormat>,
    file_name: Option<String>,
    author: Option<String>,
    lock_timeout: Option<u64>,
    table_lock_timeout: Option<FileLimit>,
    statement_timeout: Option<FileLimit>,
    algorithm: Option<String>,
    lock: Option<String>,
    retries: Option<u32>,
    retry_time: Option<FileLimit>,
    single_transaction: Option<bool>,
    single_writer: Option<bool>,
    ledger: Option<String>,
    journal: Option<String>,
    namespaces: Option<Vec<String>>,
    include: Option<Vec<String>>,
    exclude: Option<Vec<String>>,
    after_write: Option<String>,
}

/// A limit as it stands there: a number of seconds, or text.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum FileLimit {
    Seconds(u64),
    Text(String),
}

impl File {
    /// Reads the text of a configuration file.
    fn parse(path: &Path, text: &str) -> Result<Self, Error> {
        toml::from_str(text).map_err(|error: toml::de::Error| {
            let start = error.span().map(|span| span.start).unwrap_or_default();
            let line = text.get(..start).unwrap_or_default().matches('\n').count() + 1;
            // Which keys there are says the help.
            let what = error.message().split(", expected one of").next().unwrap_or_default();
            Error::new(ErrorKind::Usage, format!("{}:{line}: {what}", path.display())).help(
                "it may say url, directory, version_locations, models, format, file_name, author, lock_timeout, \
                 table_lock_timeout, statement_timeout, algorithm, lock, retries, retry_time, single_transaction, single_writer, ledger, journal, namespaces, include, exclude, after_write",
            )
        })
    }
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum FileFormat {
    Rust,
    Sql,
}

/// What a command works with, everything taken into account.
pub(super) fn environment(
    migrate: &Migrate,
    global: &Global,
    command: &Command,
    program: &str,
) -> Result<Environment, Error> {
    let file = read(global)?.unwrap_or_default();
    let mut migrate = migrate.clone();
    // Where nobody names a database, one that is compared is good for the rest, such as the dialect and a scratch database.
    let compared = || if migrate.has_database() { None } else { command.url() };
    if let Some(url) = url(&migrate, global, &file)?.or_else(compared) {
        migrate = migrate.database(Database::from(&url));
    }
    let directory = directory(&migrate, global, &file)?;
    let locations = locations(&migrate, &file)?;
    migrate = migrate.directory(directory).version_locations(locations);
    settings(&mut migrate, global, &file, program)?;
    let mut environment = migrate.environment();
    if !command.namespaces().is_empty() {
        environment.settings.namespaces = command.namespaces().to_vec();
    }
    if let Some(format) = format(&file, &environment.scripts.folder)? {
        environment.settings.format = format;
    }
    // The word `models` stands for those of the code, which are there already.
    if let Some(source) = variable("ALUDEL_MODELS")?.or(file.models).filter(|source| source != "models") {
        environment.desired = Some(Desired::Source(Source::parse(&source)));
    }
    Ok(environment)
}

/// The URL that overrides what the application binds, or stands in where it binds nothing.
fn url(migrate: &Migrate, global: &Global, file: &File) -> Result<Option<String>, Error> {
    if let Some(url) = global.url.clone().map_or_else(|| variable("ALUDEL_DATABASE_URL"), |url| Ok(Some(url)))? {
        return Ok(Some(url));
    }
    if migrate.has_database() {
        return Ok(None);
    }
    if let Some(url) = variable("DATABASE_URL")? {
        return Ok(Some(url));
    }
    Ok(dotenv()?.or_else(|| file.url.clone()))
}

/// `DATABASE_URL` in the file `.env`, which is read and neither written nor put into the process's environment.
fn dotenv() -> Result<Option<String>, Error> {
    let Ok(file) = std::fs::File::open(".env") else { return Ok(None) };
    url_in(file)
}

fn url_in(file: impl Read) -> Result<Option<String>, Error> {
    for variable in dotenvy::from_read_iter(file) {
        let (name, value) = variable.map_err(unreadable)?;
        if name == "DATABASE_URL" {
            return Ok(Some(value));
        }
    }
    Ok(None)
}

/// Names a line by its first word: the rest may be a password.
fn unreadable(error: dotenvy::Error) -> Error {
    let message = match error {
        dotenvy::Error::LineParse(line, _) => {
            let name = line.trim().split(|c: char| c == '=' || c.is_whitespace()).next().unwrap_or_default();
            format!(".env: the value of \"{name}\" cannot be read")
        }
        other => format!(".env: {other}"),
    };
    Error::new(ErrorKind::Usage, message).help("mend the line, or give the URL with `--url`")
}

/// The folder of revisions. What the macro names is found from the folder of the crate, which `cargo run` tells.
fn directory(migrate: &Migrate, global: &Global, file: &File) -> Result<PathBuf, Error> {
    let named = path(global.directory.as_ref(), "ALUDEL_DIRECTORY");
    if let Some(directory) = named.or_else(|| file.directory.clone()).or_else(|| migrate.named_directory().cloned()) {
        return Ok(directory);
    }
    match migrate.embedded() {
        Some(embedded) => seen_from_here(embedded, embedded.directory),
        None => Ok(PathBuf::from("migrations")),
    }
}

/// The folders of revisions besides `versions`. What the environment lists is separated as `PATH` is.
fn locations(migrate: &Migrate, file: &File) -> Result<Vec<PathBuf>, Error> {
    if let Some(listed) = env::var_os("ALUDEL_VERSION_LOCATIONS").filter(|text| !text.is_empty()) {
        return Ok(env::split_paths(&listed).collect());
    }
    match (&file.version_locations, migrate.named_locations(), migrate.embedded()) {
        (Some(named), _, _) | (None, Some(named), _) => Ok(named.clone()),
        (None, None, Some(embedded)) => {
            embedded.locations.iter().map(|folder| seen_from_here(embedded, folder)).collect()
        }
        (None, None, None) => Ok(Vec::new()),
    }
}

/// A folder that the macro names.
fn seen_from_here(embedded: &EmbeddedScripts, folder: &str) -> Result<PathBuf, Error> {
    Ok(match variable("CARGO_MANIFEST_DIR")? {
        Some(manifest) if Path::new(&manifest) == Path::new(embedded.manifest_directory) => {
            relative(&Path::new(&manifest).join(folder))
        }
        _ => PathBuf::from(folder),
    })
}

/// A path as it is seen from here, if it lies below.
fn relative(path: &Path) -> PathBuf {
    let here = env::current_dir().unwrap_or_default();
    path.strip_prefix(&here).map_or_else(|_| path.to_owned(), Path::to_owned)
}

fn settings(migrate: &mut Migrate, global: &Global, file: &File, program: &str) -> Result<(), Error> {
    let settings = migrate.settings_mut();
    program.clone_into(&mut settings.program);
    settings.x.extend(pairs(&global.x)?);
    settings.author = variable("ALUDEL_AUTHOR")?.or_else(|| file.author.clone());
    // Names of the system, which need not be text.
    settings.applied_by = ["USER", "USERNAME"].into_iter().find_map(|name| env::var(name).ok()).unwrap_or_default();
    if let Some(seconds) = number("ALUDEL_LOCK_TIMEOUT")?.or(file.lock_timeout) {
        settings.lock_timeout = Duration::from_secs(seconds);
    }
    let said = Limits {
        table_lock: limit("table_lock_timeout", file.table_lock_timeout.as_ref())?,
        statement: limit("statement_timeout", file.statement_timeout.as_ref())?,
        altering: altering(file)?,
    };
    settings.limits = said.or(settings.limits);
    let retries = whole("ALUDEL_RETRIES")?.or(file.retries);
    settings.retry.times = retries.unwrap_or(settings.retry.times);
    let retry_time = limit("retry_time", file.retry_time.as_ref())?;
    settings.retry.within = retry_time.unwrap_or(settings.retry.within);
    let together = truth("ALUDEL_SINGLE_TRANSACTION")?.or(file.single_transaction);
    settings.single_transaction = together.unwrap_or(settings.single_transaction);
    let writer = truth("ALUDEL_SINGLE_WRITER")?.or(file.single_writer);
    settings.single_writer = writer.unwrap_or(settings.single_writer);
    let file_name = variable("ALUDEL_FILE_NAME")?.or_else(|| file.file_name.clone());
    settings.file_name = file_name.or_else(|| settings.file_name.take());
    if let Some(ledger) = variable("ALUDEL_LEDGER")?.or_else(|| file.ledger.clone()) {
        settings.ledger.name = ledger.as_str().into();
    }
    if let Some(journal) = variable("ALUDEL_JOURNAL")?.or_else(|| file.journal.clone()) {
        settings.ledger.journal.name = journal.as_str().into();
    }
    if let Some(namespaces) = list("ALUDEL_NAMESPACES")?.or_else(|| file.namespaces.clone()) {
        settings.namespaces = namespaces;
    }
    settings.filter.include = list("ALUDEL_INCLUDE")?.or_else(|| file.include.clone()).unwrap_or_default();
    settings.filter.exclude = list("ALUDEL_EXCLUDE")?.or_else(|| file.exclude.clone()).unwrap_or_default();
    Ok(())
}

/// The format of new revisions, where the environment or the file says it, or the folder has the template of one format
/// alone, as `init` makes it.
fn format(file: &File, folder: &Folder) -> Result<Option<Format>, Error> {
    if let Some(word) = variable("ALUDEL_FORMAT")? {
        return match word.as_str() {
            "rust" => Ok(Some(Format::Rust)),
            "sql" => Ok(Some(Format::Sql)),
            _ => Err(Error::new(ErrorKind::Usage, format!("ALUDEL_FORMAT is \"{word}\", which is no format"))
                .help("write `rust` or `sql`")),
        };
    }
    let in_file = file.format.map(|format| match format {
        FileFormat::Rust => Format::Rust,
        FileFormat::Sql => Format::Sql,
    });
    let has = |format| folder.path().join(Template::file_name(format)).is_file();
    let of_template = match (has(Format::Rust), has(Format::Sql)) {
        (true, false) => Some(Format::Rust),
        (false, true) => Some(Format::Sql),
        (true, true) | (false, false) => None,
    };
    Ok(in_file.or(of_template))
}

/// The command that is run on each new script.
pub(super) fn after_write(global: &Global) -> Result<Option<String>, Error> {
    Ok(variable("ALUDEL_AFTER_WRITE")?.or(read(global)?.and_then(|file| file.after_write)))
}

/// Who writes a revision, as git knows it.
pub(super) fn author_of_git() -> Option<String> {
    let ask = |key: &str| {
        let output = process::Command::new("git").args(["config", "--get", key]).output().ok()?;
        let text = String::from_utf8(output.stdout).ok()?.trim().to_owned();
        (output.status.success() && !text.is_empty()).then_some(text)
    };
    match (ask("user.name"), ask("user.email")) {
        (Some(name), Some(email)) => Some(format!("{name} <{email}>")),
        (name, email) => name.or(email),
    }
}

/// Touches the source file that the macro stands in, so that cargo looks at the new folder.
pub(super) fn touch_macro(migrate: &Migrate, folder: &Folder) {
    let Some(embedded) = migrate.embedded() else { return };
    let manifest = Path::new(embedded.manifest_directory);
    // The compiler names files from the root of the workspace, which is above the crate or the same.
    let file = manifest.ancestors().map(|root| root.join(embedded.file)).find(|file| file.is_file());
    if let (Some(file), true) = (file, folder.is_there())
        && let Ok(file) = std::fs::File::options().append(true).open(file)
    {
        // A file that cannot be touched is only built later.
        drop(file.set_modified(std::time::SystemTime::now()));
    }
}

fn read(global: &Global) -> Result<Option<File>, Error> {
    let named = path(global.config.as_ref(), "ALUDEL_CONFIG");
    let path = named.clone().unwrap_or_else(|| PathBuf::from(FILE));
    match std::fs::read_to_string(&path) {
        Ok(text) => File::parse(&path, &text).map(Some),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && named.is_none() => Ok(None),
        Err(error) => Err(Error::new(ErrorKind::Usage, format!("cannot read {}: {error}", path.display()))
            .help("name another file with `--config`")),
    }
}

/// The values of `-x`; one without `=` is empty.
fn pairs(words: &[String]) -> Result<BTreeMap<String, String>, Error> {
    let pair = |word: &String| {
        let (key, value) = word.split_once('=').unwrap_or((word, ""));
        if key.is_empty() {
            return Err(Error::new(ErrorKind::Usage, format!("\"{word}\" has no key")).help("write `-x key=value`"));
        }
        Ok((key.to_owned(), value.to_owned()))
    };
    words.iter().map(pair).collect()
}

/// A path that a flag or a variable names; it need not be text.
fn path(flag: Option<&PathBuf>, name: &str) -> Option<PathBuf> {
    flag.cloned().or_else(|| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from))
}

/// What a variable says; one that is empty says nothing.
fn variable(name: &str) -> Result<Option<String>, Error> {
    match env::var(name) {
        Ok(value) => Ok(Some(value).filter(|value| !value.is_empty())),
        Err(env::VarError::NotPresent) => Ok(None),
        Err(env::VarError::NotUnicode(_)) => {
            Err(Error::new(ErrorKind::Usage, format!("{name} is no text in UTF-8")).help("set it anew, or unset it"))
        }
    }
}

fn number(name: &str) -> Result<Option<u64>, Error> {
    let bad = |_| Error::new(ErrorKind::Usage, format!("{name} is no number of seconds")).help("write it as `60`");
    variable(name)?.map(|value| value.parse().map_err(bad)).transpose()
}

fn whole(name: &str) -> Result<Option<u32>, Error> {
    let bad = |_| Error::new(ErrorKind::Usage, format!("{name} is no whole number")).help("write it as `10`");
    variable(name)?.map(|value| value.parse().map_err(bad)).transpose()
}

/// A limit that the environment or the file says.
fn limit(key: &str, in_file: Option<&FileLimit>) -> Result<Option<Duration>, Error> {
    let name = format!("ALUDEL_{}", key.to_ascii_uppercase());
    let (place, text) = match (variable(&name)?, in_file) {
        (Some(text), _) => (name, text),
        (None, Some(FileLimit::Seconds(seconds))) => (in_the_file(key), seconds.to_string()),
        (None, Some(FileLimit::Text(text))) => (in_the_file(key), text.clone()),
        (None, None) => return Ok(None),
    };
    let limit = read_limit(&text);
    limit.map(Some).map_err(|error| Error::new(ErrorKind::Usage, format!("{place}: {error}")).help(error.help()))
}

/// How far a server may go to alter a table, as the environment says it, or else the file.
fn altering(file: &File) -> Result<Altering, Error> {
    let variables = [variable("ALUDEL_ALGORITHM")?, variable("ALUDEL_LOCK")?];
    let from_variable = |key: &str| format!("ALUDEL_{}", key.to_ascii_uppercase());
    let read = |algorithm: Option<&str>, lock: Option<&str>, place: &dyn Fn(&str) -> String| {
        Altering::read(algorithm, lock).map_err(|error| {
            Error::new(ErrorKind::Usage, format!("{}: {error}", place(error.key()))).help(error.help())
        })
    };
    let [algorithm, lock] = &variables;
    let said = read(algorithm.as_deref(), lock.as_deref(), &from_variable)?;
    Ok(said.or(read(file.algorithm.as_deref(), file.lock.as_deref(), &in_the_file)?))
}

fn in_the_file(key: &str) -> String {
    format!("`{key}` in the configuration file")
}

/// What a variable lists, with commas between.
fn list(name: &str) -> Result<Option<Vec<String>>, Error> {
    variable(name)?.map(|value| listed(name, &value)).transpose()
}

fn listed(name: &str, value: &str) -> Result<Vec<String>, Error> {
    let words: Vec<String> = value.split(',').map(|word| word.trim().to_owned()).collect();
    if words.iter().any(String::is_empty) {
        return Err(Error::new(ErrorKind::Usage, format!("{name} lists a name that is empty"))
            .help("write names with commas between them, as in `auth,billing`"));
    }
    Ok(words)
}

fn truth(name: &str) -> Result<Option<bool>, Error> {
    let bad =
        |_| Error::new(ErrorKind::Usage, format!("{name} is neither `true` nor `false`")).help("write one of them");
    variable(name)?.map(|value| value.parse().map_err(bad)).transpose()
}
