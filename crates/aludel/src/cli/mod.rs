//! The `db` command group, inside an application's own command line or on its own.
//!
//! It parses, calls one command of the core, prints its report and maps its error to an exit code. Nothing else.

mod args;
mod ask;
mod config;
mod dry_run;
mod edit;
mod exit;
mod git;
mod group;
mod history;
mod hook;
mod inspect;
mod mistyped;
mod offline;
mod output;
mod page;
mod progress;
mod repair;
mod shell;
mod signals;
mod summary;
mod teams;
mod text;
mod width;

use std::fmt;
use std::process::ExitCode;
use std::time::Duration;

use aludel_core::command::{
    self as core, CheckHeads, CompareOptions, MassDrop, RevisionOptions, RunOptions, RunReport,
};
use aludel_core::dialect;
use aludel_core::environment::{Environment, Source};
use aludel_core::error::{Error, ErrorKind};
use aludel_core::script::Format;
use aludel_drivers::DatabaseUrl;
use clap::{CommandFactory as _, FromArgMatches as _, Parser};

use crate::Migrate;
use args::{Answers, Command, Global, NewRevision, Run, ScriptFormat};
use exit::Exit;
use output::Printer;
use page::Paged;

/// The `db` group: an argument of an application's own command line.
///
/// ```
/// use std::process::ExitCode;
///
/// use aludel::Migrate;
/// use clap::{Parser, Subcommand};
///
/// #[derive(Parser)]
/// struct App {
///     #[command(subcommand)]
///     command: Command,
/// }
///
/// #[derive(Subcommand)]
/// enum Command {
///     /// Perform database migrations
///     Db(aludel::cli::Db),
/// }
///
/// async fn run(app: App, migrate: &Migrate) -> ExitCode {
///     match app.command {
///         Command::Db(db) => db.run(migrate).await,
///     }
/// }
/// # let app = App::try_parse_from(["app", "db", "downgrade", "-1"]).unwrap();
/// # drop(run(app, &Migrate::new()));
/// ```
#[derive(Clone)]
pub struct Db {
    // In boxes, since the group is one variant of an application's own enum of commands.
    global: Box<Global>,
    command: Box<Command>,
}

impl fmt::Debug for Db {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What was typed may be a password.
        f.debug_struct("Db").finish_non_exhaustive()
    }
}

/// A command line that is the group and nothing else.
#[derive(Debug, Parser)]
struct Alone {
    #[command(flatten)]
    db: Db,
}

impl Db {
    /// Runs the command, prints what there is to print, and returns the exit code.
    ///
    /// What runs revisions listens for Ctrl-C meanwhile, for which the runtime of tokio has to have all its drivers
    /// (`enable_all`), as `#[tokio::main]` gives it.
    pub async fn run(&self, migrate: &Migrate) -> ExitCode {
        self.run_as("db", migrate).await
    }

    async fn run_as(&self, program: &str, migrate: &Migrate) -> ExitCode {
        let printer = Printer::new(&self.global, program);
        if self.global.url.as_deref().is_some_and(has_password) {
            printer.warnings(&[TYPED_PASSWORD.to_owned()]);
        }
        let outcome = match config::environment(migrate, &self.global, &self.command, program) {
            Ok(environment) if self.command.runs_revisions() => {
                let stop = environment.settings.stop.clone();
                let environment = progress::shown(environment, &printer);
                signals::obeying(&stop, &printer, dispatch(self, migrate, environment, &printer)).await
            }
            Ok(environment) => dispatch(self, migrate, environment, &printer).await,
            Err(error) => Err(error),
        };
        let exit = outcome.unwrap_or_else(|error| {
            printer.error(&error);
            Exit::of(&error)
        });
        exit.into()
    }
}

const TYPED_PASSWORD: &str = "the password in `--url` can be read in the list of processes while this runs: \
    name the database by ALUDEL_DATABASE_URL";

fn has_password(url: &str) -> bool {
    DatabaseUrl::parse(url).is_ok_and(|parsed| parsed.masked() != url.trim())
}

/// A whole `main` for a binary that does nothing but migrate: parses the arguments, runs the command, returns the exit
/// code.
///
/// ```no_run
/// use std::process::ExitCode;
///
/// #[tokio::main]
/// async fn main() -> ExitCode {
///     aludel::cli::main(aludel::Migrate::new().database("sqlite://app.db")).await
/// }
/// ```
pub async fn main(migrate: Migrate) -> ExitCode {
    let name = std::env::args().next().unwrap_or_default();
    let name = std::path::Path::new(&name).file_stem().and_then(|name| name.to_str()).unwrap_or("aludel").to_owned();
    let parsed = command().bin_name(name.clone()).try_get_matches();
    match parsed.and_then(|matches| Alone::from_arg_matches(&matches)) {
        Ok(alone) => alone.db.run_as(&name, &migrate).await,
        Err(error) => mistyped::report(&error, &name),
    }
}

/// The command line of the group alone, as `aludel` has it: for help pages and references.
pub fn command() -> clap::Command {
    Alone::command()
        .name("aludel")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Schema migrations: revisions, both ways, on four databases")
}

/// Prints an error of the application itself, in the manner of the group, and returns exit code 1.
pub fn fail(error: &dyn std::fmt::Display) -> ExitCode {
    Printer::new(&Global::default(), "db").error(&Error::new(ErrorKind::Usage, error.to_string()));
    Exit::Error.into()
}

async fn dispatch(db: &Db, migrate: &Migrate, environment: Environment, printer: &Printer) -> Result<Exit, Error> {
    let verbose = db.global.verbose > 0;
    if db.command.lists_revisions() {
        printer.warnings(&core::damage(&environment)?);
    }
    match &*db.command {
        Command::Init { .. }
        | Command::ListTemplates
        | Command::Revision { .. }
        | Command::Migrate { .. }
        | Command::Merge { .. }
        | Command::Rebase { .. } => write(db, migrate, environment, printer).await,
        Command::Upgrade { revision, run } if run.offline.sql => {
            offline::upgrade(environment, revision, run, printer).await
        }
        Command::Downgrade { revision, run } if run.offline.sql => {
            offline::downgrade(environment, revision, run, printer).await
        }
        Command::Stamp { revisions, sql: true, dialect, lock_timeout, .. } => {
            let environment = with_timeout(environment, *lock_timeout);
            offline::stamp(environment, revisions, dialect.as_deref(), printer).await
        }
        Command::Upgrade { revision, run } => upgrade(environment, revision, run, printer).await,
        Command::Downgrade { revision, run } => downgrade(environment, revision, run, printer).await,
        Command::Stamp { revisions, purge, tag, lock_timeout, .. } => {
            let environment = with_tag(with_timeout(environment, *lock_timeout), tag.as_ref());
            let options = core::StampOptions { revisions: revisions.clone(), purge: *purge };
            let report = core::stamp(&environment, &options).await?;
            printer.result(&report, &text::stamped(&report));
            Ok(Exit::Done)
        }
        Command::Repair { repair } => repair::repair(environment, repair, printer).await,
        Command::EnsureVersion => {
            let report = core::ensure_version(&environment).await?;
            let done = if report.created { "made the ledger" } else { "the ledger is there" };
            printer.result(&report, &format!("database {}\n{done}\n", report.database));
            Ok(Exit::Done)
        }
        Command::Show { revision } => {
            let infos = core::show(&environment, revision).await?;
            let shown: String = infos.iter().map(text::full).collect::<Vec<_>>().join("\n");
            match infos.as_slice() {
                [one] => printer.result(one, &shown),
                several => printer.result(&several, &shown),
            }
            Ok(Exit::Done)
        }
        Command::History { rev_range, indicate_current, graph, no_pager } => {
            let range = rev_range.as_deref().map(str::parse).transpose()?.unwrap_or_default();
            let options = core::HistoryOptions { range, indicate_current: *indicate_current };
            let history = core::history(&environment, &options).await?;
            let shape = if verbose { history::Shape::Full } else { history::Shape::Lines };
            let paged = if *no_pager { Paged::Never } else { Paged::OnTerminal };
            printer.stream(paged, |out| match graph {
                _ if printer.prints_json() => history::json(&history, out),
                true => history::picture(&history, shape, width::limit(), out),
                false => history::list(&history, shape, out),
            });
            Ok(Exit::Done)
        }
        Command::Heads { resolve_dependencies, check: true, .. } => {
            teams::check_heads(&environment, *resolve_dependencies, verbose, printer)
        }
        Command::Heads { resolve_dependencies, write, .. } => {
            let options = core::HeadsOptions { resolve_dependencies: *resolve_dependencies };
            let infos = if *write { core::write_heads(&environment)? } else { core::heads(&environment, options)? };
            printer.result(&infos, &text::standing(&infos, verbose));
            Ok(Exit::Done)
        }
        Command::Branches => {
            let infos = core::branches(&environment)?;
            printer.result(&infos, &text::branches(&infos));
            Ok(Exit::Done)
        }
        Command::Current { check_heads } => {
            let check = if *check_heads { CheckHeads::Yes } else { CheckHeads::No };
            let report = core::current(&environment, check).await?;
            let unknown = report.unknown.iter().map(|id| format!("no script has revision \"{id}\", which is applied"));
            let odd = unknown.chain(report.holes.iter().cloned()).chain(report.half_done.iter().cloned());
            printer.warnings(&odd.collect::<Vec<_>>());
            let heading =
                if verbose { format!("Current revision(s) for {}:\n", report.database) } else { String::new() };
            printer.result(&report.revisions, &format!("{heading}{}", text::standing(&report.revisions, verbose)));
            Ok(Exit::Done)
        }
        Command::Check { answers } => {
            let environment = with_answers(environment, answers)?;
            let report = core::check(&environment, &compare_options(answers)).await?;
            printer.warnings(&report.warnings);
            printer.notes(&report.difference.notes);
            printer.result(&report, &text::check(&report));
            Ok(if report.is_clean() { Exit::Done } else { Exit::Difference })
        }
        Command::Diff { from, to, answers } => {
            diff(environment, from.as_deref(), to.as_deref(), answers, printer).await
        }
        Command::Inspect { inspecting } => inspect::inspect(&environment, inspecting, printer).await,
        Command::Edit { revision } => edit::edit(&environment, revision, printer).await,
        Command::Shell => shell::shell(&environment, printer).await,
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut command(), "aludel", &mut script);
            printer.plain(&String::from_utf8_lossy(&script));
            Ok(Exit::Done)
        }
    }
}

/// The commands that write files.
async fn write(db: &Db, migrate: &Migrate, mut environment: Environment, printer: &Printer) -> Result<Exit, Error> {
    match &*db.command {
        Command::ListTemplates => {
            let lines: String = core::TEMPLATES.iter().map(|one| format!("{} - {}\n", one.name, one.about)).collect();
            let names: Vec<_> =
                core::TEMPLATES.iter().map(|one| serde_json::json!({ "name": one.name, "about": one.about })).collect();
            printer.result(&names, &lines);
        }
        Command::Init { format, template } => {
            if let Some(format) = format {
                environment.settings.format = format_of(*format);
            }
            let report = core::init(&environment, &core::InitOptions { template: template.clone() })?;
            config::touch_macro(migrate, &environment.scripts.folder);
            let lines: String = report.created.iter().map(|path| format!("made {}\n", path.display())).collect();
            printer.result(&report, &lines);
        }
        Command::Merge { new, allow_clashes, revisions } => {
            let environment = with_tag(authored(environment), new.tag.as_ref());
            let report = teams::merge(&environment, new, revisions, *allow_clashes)?;
            hook::after_write(&db.global, &environment, &report.written)?;
            printer.result(&report, &text::merged(&report));
        }
        Command::Rebase { rebase } => teams::rebase(&environment, rebase, printer).await?,
        Command::Revision { new, autogenerate: false, .. } => {
            let environment = with_tag(authored(environment), new.tag.as_ref());
            let report = core::revision(&environment, &revision_options(new))?;
            hook::after_write(&db.global, &environment, &report)?;
            printer.result(&report, &text::written(&report));
        }
        Command::Revision { new, answers, .. } | Command::Migrate { new, answers } => {
            let environment = with_answers(with_tag(authored(environment), new.tag.as_ref()), answers)?;
            let (options, answers) = (revision_options(new), compare_options(answers));
            let report = if ask::is_possible(&db.global) {
                core::migrate_asking(&environment, &options, &answers, &mut |questions| ask::ask(questions, printer))
                    .await?
            } else {
                core::migrate(&environment, &options, &answers).await?
            };
            printer.warnings(&report.warnings);
            hook::after_write(&db.global, &environment, &report)?;
            printer.notes(&report.notes);
            printer.result(&report, &text::written(&report));
        }
        _ => {}
    }
    Ok(Exit::Done)
}

async fn upgrade(environment: Environment, revision: &str, run: &Run, printer: &Printer) -> Result<Exit, Error> {
    let environment = with_run(environment, run)?;
    let options = RunOptions::to(revision);
    if run.dry_run {
        dry_run::show(&core::plan_upgrade(&environment, &options).await?, printer);
    } else {
        let report = core::upgrade(&environment, &options).await?;
        printer.warnings(&report.warnings);
        printer.result(&report, &ran(&report, printer));
    }
    Ok(Exit::Done)
}

async fn downgrade(environment: Environment, revision: &str, run: &Run, printer: &Printer) -> Result<Exit, Error> {
    let environment = with_run(environment, run)?;
    let options = RunOptions::to(revision);
    if run.dry_run {
        dry_run::show(&core::plan_downgrade(&environment, &options).await?, printer);
    } else {
        let report = core::downgrade(&environment, &options).await?;
        printer.warnings(&report.warnings);
        printer.result(&report, &ran(&report, printer));
    }
    Ok(Exit::Done)
}

async fn diff(
    environment: Environment,
    from: Option<&str>,
    to: Option<&str>,
    answers: &Answers,
    printer: &Printer,
) -> Result<Exit, Error> {
    let environment = with_answers(environment, answers)?;
    let to = to.or(answers.models.as_deref());
    let options = core::DiffOptions {
        from: from.map_or(Source::Database, Source::parse),
        to: to.map_or(Source::Models, Source::parse),
        renames: answers.rename.clone(),
    };
    let difference = core::diff(&environment, &options).await?;
    printer.notes(&difference.notes);
    printer.result(&difference, &text::difference(&difference));
    Ok(if difference.operations.is_empty() { Exit::Done } else { Exit::Difference })
}

/// What was run, unless it was seen as it went on.
fn ran(report: &RunReport, printer: &Printer) -> String {
    if printer.live().is_some() && !report.steps.is_empty() { String::new() } else { text::run(report) }
}

/// With git's word for who writes, where nobody else has said.
fn authored(mut environment: Environment) -> Environment {
    environment.settings.author = environment.settings.author.or_else(config::author_of_git);
    environment
}

fn with_run(environment: Environment, run: &Run) -> Result<Environment, Error> {
    let mut environment = with_timeout(with_tag(environment, run.tag.as_ref()), run.lock_timeout);
    run.limiting.limit(&mut environment.settings)?;
    environment.settings.single_transaction |= run.single_transaction;
    environment.settings.single_writer |= run.single_writer;
    Ok(environment)
}

/// With the tag of a command; that of the application's code stays where there is none.
fn with_tag(mut environment: Environment, tag: Option<&String>) -> Environment {
    if let Some(tag) = tag {
        environment.settings.tag = Some(tag.clone());
    }
    environment
}

fn with_timeout(mut environment: Environment, seconds: Option<u64>) -> Environment {
    if let Some(seconds) = seconds {
        environment.settings.lock_timeout = Duration::from_secs(seconds);
    }
    environment
}

fn compare_options(answers: &Answers) -> CompareOptions {
    CompareOptions {
        models: answers.models.clone(),
        against: match answers.against {
            args::Against::Database => core::Against::Database,
            args::Against::Scripts => core::Against::Scripts,
        },
        renames: answers.rename.clone(),
        drops: answers.drop.clone(),
        fills: answers.fill.clone(),
        mass_drop: if answers.allow_drop { MassDrop::Allow } else { MassDrop::Refuse },
    }
}

/// The environment with the dialect and the scratch database that somebody named for a comparison.
fn with_answers(environment: Environment, answers: &Answers) -> Result<Environment, Error> {
    with_dialect(environment, answers.dialect.as_deref(), answers.scratch.as_deref())
}

fn with_dialect(mut environment: Environment, name: Option<&str>, scratch: Option<&str>) -> Result<Environment, Error> {
    if let Some(name) = name {
        environment.settings.dialect = Some(dialect::by_name(name).ok_or_else(|| {
            let known = dialect::NAMES.join(", ");
            Error::new(ErrorKind::Usage, format!("no dialect is called \"{name}\""))
                .help(format!("name one of {known}"))
        })?);
    }
    if let Some(url) = scratch {
        environment.settings.scratch = Some(environment.open(url)?);
    }
    Ok(environment)
}

fn revision_options(new: &NewRevision) -> RevisionOptions {
    RevisionOptions {
        message: new.message.clone().unwrap_or_else(|| "empty message".to_owned()),
        heads: vec![new.head.clone()],
        splice: new.splice,
        branch_labels: new.branch_label.clone(),
        depends_on: new.depends_on.clone(),
        version_path: new.version_path.clone(),
        id: new.rev_id.clone(),
        format: new.format.map(format_of),
    }
}

fn format_of(format: ScriptFormat) -> Format {
    match format {
        ScriptFormat::Rust => Format::Rust,
        ScriptFormat::Sql => Format::Sql,
    }
}
