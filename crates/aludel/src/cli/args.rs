//! What can be typed: the `db` group's flags, commands and arguments. Words and defaults are Flask-Migrate's, with
//! Alembic's where Flask-Migrate has none.
//!
//! Every id begins with `aludel_`: the flags are global inside the group, and a host application may have a `--verbose`
//! or a `--url` of its own.

use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use aludel_core::environment::{Settings, Source};
use aludel_core::error::{Error, ErrorKind};
use aludel_core::revision::{Algorithm, Altering, BadAltering, Limits, TableLock, read_limit};
use clap::{Args, Subcommand, ValueEnum, ValueHint};

/// The flags that every command takes, before or after its name.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct Global {
    /// The folder of revisions
    #[arg(id = "aludel_directory", short = 'd', long = "directory", global = true, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub(super) directory: Option<PathBuf>,
    /// The database, in place of the one that is configured; a password is better kept in ALUDEL_DATABASE_URL
    #[arg(id = "aludel_url", long = "url", global = true, value_name = "URL")]
    pub(super) url: Option<String>,
    /// The configuration file, in place of aludel.toml
    #[arg(id = "aludel_config", long = "config", global = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) config: Option<PathBuf>,
    /// A value for templates and for functions that revisions run; may be given several times
    #[arg(id = "aludel_x", short = 'x', value_name = "KEY=VALUE")]
    pub(super) x: Vec<String>,
    /// Say all there is to say of each revision, in history, heads and current
    #[arg(id = "aludel_verbose", short = 'v', long = "verbose", global = true, action = clap::ArgAction::Count)]
    pub(super) verbose: u8,
    /// Say nothing but errors
    #[arg(id = "aludel_quiet", short = 'q', long = "quiet", global = true)]
    pub(super) quiet: bool,
    /// Print one JSON document, and nothing else, on standard output
    #[arg(id = "aludel_json", long = "json", global = true)]
    pub(super) json: bool,
    /// When to use colours
    #[arg(id = "aludel_color", long = "color", global = true, value_enum, value_name = "WHEN", default_value = "auto")]
    pub(super) color: Color,
    /// Never ask: stop with the flags that would answer
    #[arg(id = "aludel_no_input", long = "no-input", global = true)]
    pub(super) no_input: bool,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The commands.
#[derive(Clone, Debug, Subcommand)]
pub(super) enum Command {
    /// Make the folder of revisions
    Init {
        /// The format of new revisions
        #[arg(id = "aludel_format", long = "format", value_enum, value_name = "FORMAT")]
        format: Option<ScriptFormat>,
        /// A template by its name, or a folder with one (it has a slash)
        #[arg(id = "aludel_template", short = 't', long = "template", value_name = "NAME|FOLDER")]
        template: Option<String>,
    },
    /// List the templates that `init` can begin with
    ListTemplates,
    /// Write a new revision, empty unless --autogenerate is given
    Revision {
        #[command(flatten)]
        new: NewRevision,
        /// Compare the models with the database and write what differs
        #[arg(id = "aludel_autogenerate", long = "autogenerate")]
        autogenerate: bool,
        #[command(flatten)]
        answers: Answers,
    },
    /// Compare the models with the database and write a revision (same as revision --autogenerate)
    Migrate {
        #[command(flatten)]
        new: NewRevision,
        #[command(flatten)]
        answers: Answers,
    },
    /// Open a revision in $VISUAL or $EDITOR
    Edit {
        /// The revision
        #[arg(id = "aludel_revision", default_value = "head", value_name = "REVISION", allow_negative_numbers = true)]
        revision: String,
    },
    /// Join several heads into one
    Merge {
        #[command(flatten)]
        new: NewMerge,
        /// Join them even if they do not fit together, such as where both add one column
        #[arg(id = "aludel_allow_clashes", long = "allow-clashes")]
        allow_clashes: bool,
        /// The heads to join
        #[arg(id = "aludel_revisions", value_name = "REVISION", default_value = "heads")]
        revisions: Vec<String>,
    },
    /// Put one side of a fork after the other: rewrite what its revisions revise
    Rebase {
        #[command(flatten)]
        rebase: Moving,
    },
    /// Apply revisions
    Upgrade {
        /// Up to which one: an id, a prefix, head, heads, +1, label@head
        #[arg(id = "aludel_revision", default_value = "head", value_name = "REVISION", allow_negative_numbers = true)]
        revision: String,
        #[command(flatten)]
        run: Run,
    },
    /// Take revisions back
    Downgrade {
        /// Down to which one: -1, an id, a prefix, base, label@-1
        #[arg(id = "aludel_revision", default_value = "-1", value_name = "REVISION", allow_negative_numbers = true)]
        revision: String,
        #[command(flatten)]
        run: Run,
    },
    /// Show one revision
    Show {
        /// The revision
        #[arg(id = "aludel_revision", default_value = "head", value_name = "REVISION", allow_negative_numbers = true)]
        revision: String,
    },
    /// List revisions, newest first
    History {
        /// Only these: FROM:TO, FROM:, :TO
        #[arg(
            id = "aludel_rev_range",
            short = 'r',
            long = "rev-range",
            value_name = "RANGE",
            allow_hyphen_values = true
        )]
        rev_range: Option<String>,
        /// Mark those that the database stands at
        #[arg(id = "aludel_indicate_current", short = 'i', long = "indicate-current")]
        indicate_current: bool,
        /// Draw the graph, branch by branch
        #[arg(id = "aludel_graph", long = "graph")]
        graph: bool,
        /// Do not page through $PAGER on a terminal
        #[arg(id = "aludel_no_pager", long = "no-pager")]
        no_pager: bool,
    },
    /// List the revisions that no other one follows
    Heads {
        /// Leave out those that another one depends on
        #[arg(id = "aludel_resolve_dependencies", long = "resolve-dependencies")]
        resolve_dependencies: bool,
        /// Rewrite the file `head` from the revisions that are there
        #[arg(id = "aludel_write", long = "write")]
        write: bool,
        /// Exit with 3 if there are several, or the file `head` does not name what is there
        #[arg(id = "aludel_check", long = "check", conflicts_with = "aludel_write")]
        check: bool,
    },
    /// List the revisions at which the history branches
    Branches,
    /// Show the revisions that the database stands at
    Current {
        /// Fail unless they are all the heads
        #[arg(id = "aludel_check_heads", short = 'c', long = "check-heads")]
        check_heads: bool,
    },
    /// Write into the ledger that the database stands at a revision, running nothing
    Stamp {
        /// The revisions
        #[arg(id = "aludel_revisions", value_name = "REVISION", default_value = "head", allow_negative_numbers = true)]
        revisions: Vec<String>,
        /// Empty the ledger first
        #[arg(id = "aludel_purge", long = "purge")]
        purge: bool,
        /// Print a script for the database's own client and open no database; REVISION may be a range FROM:TO
        #[arg(id = "aludel_sql", long = "sql", conflicts_with = "aludel_purge")]
        sql: bool,
        /// The dialect of the script, in place of the one of the database's URL: sqlite, postgres, mysql, mariadb
        #[arg(id = "aludel_dialect", long = "dialect", value_name = "NAME", requires = "aludel_sql")]
        dialect: Option<String>,
        /// A word that goes with the command, as in Flask-Migrate
        #[arg(id = "aludel_tag", long = "tag", value_name = "WORD")]
        tag: Option<String>,
        /// How long to wait for another run, in seconds; 60 unless configured
        #[arg(id = "aludel_lock_timeout", long = "lock-timeout", value_name = "SECONDS")]
        lock_timeout: Option<u64>,
    },
    /// Show a revision that is half done, and settle it; accept edited scripts
    Repair {
        #[command(flatten)]
        repair: Repairing,
    },
    /// Exit with 3 if the models and the database differ, a revision is pending or an applied one was edited
    Check {
        #[command(flatten)]
        answers: Answers,
    },
    /// Make the ledger where it is missing
    EnsureVersion,
    /// Compare two schemas: a URL, database, models, scripts[@REVISION], a .sql or .json file, empty
    Diff {
        /// The current one; the database unless given
        #[arg(id = "aludel_from", long = "from", value_name = "SOURCE")]
        from: Option<String>,
        /// The desired one; the models unless given
        #[arg(id = "aludel_to", long = "to", value_name = "SOURCE")]
        to: Option<String>,
        #[command(flatten)]
        answers: Answers,
    },
    /// Print a schema as JSON, as SQL, or as models in Rust
    Inspect {
        #[command(flatten)]
        inspecting: Inspecting,
    },
    /// Open the database's own client, or a small prompt
    Shell,
    /// Print the completions for a shell
    Completions {
        /// The shell
        #[arg(id = "aludel_shell", value_enum, value_name = "SHELL")]
        shell: clap_complete::Shell,
    },
}

impl Command {
    /// True for those that list revisions, however damaged some of them are.
    pub(super) fn lists_revisions(&self) -> bool {
        matches!(
            self,
            Self::Show { .. }
                | Self::History { .. }
                | Self::Heads { write: false, check: false, .. }
                | Self::Branches
                | Self::Current { .. }
        )
    }

    /// True for those that run revisions, so that they can be asked to stop in between.
    pub(super) fn runs_revisions(&self) -> bool {
        match self {
            Self::Upgrade { run, .. } | Self::Downgrade { run, .. } => !run.dry_run && !run.offline.sql,
            Self::Repair { .. } => true,
            _ => false,
        }
    }

    /// The namespaces that it names.
    pub(super) fn namespaces(&self) -> &[String] {
        match self {
            Self::Revision { answers, .. }
            | Self::Migrate { answers, .. }
            | Self::Check { answers }
            | Self::Diff { answers, .. } => &answers.namespace,
            Self::Inspect { inspecting } => &inspecting.namespace,
            _ => &[],
        }
    }

    /// The first URL among the schemas that it compares or prints.
    pub(super) fn url(&self) -> Option<String> {
        let sources = match self {
            Self::Diff { from, to, .. } => [from.as_deref(), to.as_deref()],
            Self::Inspect { inspecting } => [inspecting.source.as_deref(), None],
            _ => [None, None],
        };
        let is_url = |source: &&str| matches!(Source::parse(source), Source::Url(_));
        sources.into_iter().flatten().find(is_url).map(str::to_owned)
    }
}

/// What to look at, and what is wanted of it.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct Inspecting {
    /// What to look at: a URL, database, models, scripts[@REVISION], a .sql or .json file; the database unless given
    #[arg(id = "aludel_source", value_name = "SOURCE")]
    pub(super) source: Option<String>,
    /// Print the statements that make it
    #[arg(id = "aludel_as_sql", long = "sql")]
    pub(super) sql: bool,
    /// Print models that derive it
    #[arg(id = "aludel_as_rust", long = "rust", conflicts_with = "aludel_as_sql")]
    pub(super) rust: bool,
    /// The crate whose types stand for days and times in the models
    #[arg(
        id = "aludel_time_crate",
        long = "time-crate",
        value_enum,
        value_name = "CRATE",
        default_value = "chrono",
        requires = "aludel_as_rust"
    )]
    pub(super) time_crate: TimeCrate,
    /// Write it to this file, which must not be there yet
    #[arg(id = "aludel_output", short = 'o', long = "output", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) output: Option<PathBuf>,
    /// Replace the file if it is there
    #[arg(id = "aludel_force", long = "force", requires = "aludel_output")]
    pub(super) force: bool,
    /// A namespace to look at besides the default one; may be given several times
    #[arg(id = "aludel_namespace", long = "namespace", value_name = "NAME")]
    pub(super) namespace: Vec<String>,
}

/// A crate with types for days and times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum TimeCrate {
    /// chrono
    #[default]
    Chrono,
    /// time
    Time,
}

/// What a new revision is like.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct NewRevision {
    /// What it says of itself
    #[arg(id = "aludel_message", short = 'm', long = "message", value_name = "TEXT")]
    pub(super) message: Option<String>,
    /// The revision that it follows
    #[arg(
        id = "aludel_head",
        long = "head",
        value_name = "REVISION",
        default_value = "head",
        allow_hyphen_values = true
    )]
    pub(super) head: String,
    /// Let it follow one that is no head
    #[arg(id = "aludel_splice", long = "splice")]
    pub(super) splice: bool,
    /// A label for the branch that it begins
    #[arg(id = "aludel_branch_label", long = "branch-label", value_name = "LABEL")]
    pub(super) branch_label: Vec<String>,
    /// A revision or label that must be applied before it
    #[arg(id = "aludel_depends_on", long = "depends-on", value_name = "REVISION")]
    pub(super) depends_on: Vec<String>,
    /// The folder of revisions that it goes into: below `versions`, or one of the others
    #[arg(id = "aludel_version_path", long = "version-path", value_name = "FOLDER")]
    pub(super) version_path: Option<PathBuf>,
    /// Its id, in place of a random one
    #[arg(id = "aludel_rev_id", long = "rev-id", value_name = "ID")]
    pub(super) rev_id: Option<String>,
    /// Its format, in place of the configured one
    #[arg(id = "aludel_format", long = "format", value_enum, value_name = "FORMAT")]
    pub(super) format: Option<ScriptFormat>,
    /// A word for the template
    #[arg(id = "aludel_tag", long = "tag", value_name = "WORD")]
    pub(super) tag: Option<String>,
}

/// What a merge is like.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct NewMerge {
    /// What it says of itself
    #[arg(id = "aludel_message", short = 'm', long = "message", value_name = "TEXT")]
    pub(super) message: Option<String>,
    /// A label for the branch that it begins
    #[arg(id = "aludel_branch_label", long = "branch-label", value_name = "LABEL")]
    pub(super) branch_label: Vec<String>,
    /// Its id, in place of a random one
    #[arg(id = "aludel_rev_id", long = "rev-id", value_name = "ID")]
    pub(super) rev_id: Option<String>,
    /// Let it join revisions that are no heads
    #[arg(id = "aludel_splice", long = "splice")]
    pub(super) splice: bool,
    /// The folder of revisions that it goes into: below `versions`, or one of the others
    #[arg(id = "aludel_version_path", long = "version-path", value_name = "FOLDER")]
    pub(super) version_path: Option<PathBuf>,
    /// Its format, in place of the configured one
    #[arg(id = "aludel_format", long = "format", value_enum, value_name = "FORMAT")]
    pub(super) format: Option<ScriptFormat>,
    /// A word for the template
    #[arg(id = "aludel_tag", long = "tag", value_name = "WORD")]
    pub(super) tag: Option<String>,
}

/// What moves where.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct Moving {
    /// The head whose side moves; of two, the one that git does not have on the main branch
    #[arg(id = "aludel_revision", value_name = "REVISION")]
    pub(super) revision: Option<String>,
    /// The head that it should follow; the other one unless given
    #[arg(id = "aludel_onto", long = "onto", value_name = "REVISION")]
    pub(super) onto: Option<String>,
    /// Do not ask a database whether the revisions are applied
    #[arg(id = "aludel_no_database", long = "no-database")]
    pub(super) no_database: bool,
    /// Move them even if the sides do not fit together, such as where both add one column
    #[arg(id = "aludel_allow_clashes", long = "allow-clashes")]
    pub(super) allow_clashes: bool,
    /// Say what would change, and change nothing
    #[arg(id = "aludel_dry_run", long = "dry-run")]
    pub(super) dry_run: bool,
}

/// Answers to what a comparison may have to ask.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct Answers {
    /// The desired schema, in place of the application's models: a .sql or .json file, or another source
    #[arg(id = "aludel_models", long = "models", value_name = "SOURCE")]
    pub(super) models: Option<String>,
    /// A rename: users.name=users.full_name, or users=people
    #[arg(id = "aludel_rename", long = "rename", value_name = "OLD=NEW")]
    pub(super) rename: Vec<String>,
    /// What is dropped and was not renamed: users.name, or users
    #[arg(id = "aludel_drop", long = "drop", value_name = "NAME")]
    pub(super) drop: Vec<String>,
    /// The value, as SQL, for rows that have none in a column that must have one: users.kind="'reader'"
    #[arg(id = "aludel_fill", long = "fill", value_name = "COLUMN=VALUE")]
    pub(super) fill: Vec<String>,
    /// What the models are compared with
    #[arg(id = "aludel_against", long = "against", value_enum, value_name = "SIDE", default_value = "database")]
    pub(super) against: Against,
    /// The dialect to speak where no database is opened: sqlite, postgres, mysql, mariadb
    #[arg(id = "aludel_dialect", long = "dialect", value_name = "NAME")]
    pub(super) dialect: Option<String>,
    /// The server to run SQL of unknown effect on, in a database made for that; the database's own unless given
    #[arg(id = "aludel_scratch", long = "scratch", value_name = "URL")]
    pub(super) scratch: Option<String>,
    /// Allow more than half of the tables to be dropped, and what may be a rename to be dropped and made anew
    #[arg(id = "aludel_allow_drop", long = "allow-drop")]
    pub(super) allow_drop: bool,
    /// A namespace to look at besides the default one; may be given several times
    #[arg(id = "aludel_namespace", long = "namespace", value_name = "NAME")]
    pub(super) namespace: Vec<String>,
}

/// What the models are compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Against {
    /// The database, pending revisions counted as if they were applied
    #[default]
    Database,
    /// What the revisions make of nothing; no database is opened
    Scripts,
}

/// How revisions are run.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct Run {
    /// Print the statements with what they lock, and run none
    #[arg(id = "aludel_dry_run", long = "dry-run")]
    pub(super) dry_run: bool,
    /// A word for the functions that revisions run
    #[arg(id = "aludel_tag", long = "tag", value_name = "WORD")]
    pub(super) tag: Option<String>,
    /// How long to wait for another run, in seconds; 60 unless configured
    #[arg(id = "aludel_lock_timeout", long = "lock-timeout", value_name = "SECONDS")]
    pub(super) lock_timeout: Option<u64>,
    /// Run all revisions in one transaction, so that all of them are kept or none
    #[arg(id = "aludel_single_transaction", long = "single-transaction")]
    pub(super) single_transaction: bool,
    /// Of a cluster whose nodes all take writes, only this one does while revisions are run
    #[arg(id = "aludel_single_writer", long = "single-writer")]
    pub(super) single_writer: bool,
    #[command(flatten)]
    pub(super) limiting: Limiting,
    #[command(flatten)]
    pub(super) offline: Offline,
}

/// How long statements may wait and take, how far they may go, and what becomes of those that waited in vain.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct Limiting {
    /// How long a statement waits for a table that somebody else uses, such as 5s or 500ms, or off; 5s unless configured
    #[arg(id = "aludel_table_lock_timeout", long = "table-lock-timeout", value_name = "TIME", value_parser = limit)]
    pub(super) table_lock_timeout: Option<Duration>,
    /// How long a statement may take, such as 10min, or off; what the server says unless configured
    #[arg(id = "aludel_statement_timeout", long = "statement-timeout", value_name = "TIME", value_parser = limit)]
    pub(super) statement_timeout: Option<Duration>,
    /// How often to try again what somebody else was in the way of; 10 unless configured
    #[arg(id = "aludel_retries", long = "retries", value_name = "NUMBER")]
    pub(super) retries: Option<u32>,
    /// For how long to try that again; 5min unless configured
    #[arg(id = "aludel_retry_time", long = "retry-time", value_name = "TIME", value_parser = limit)]
    pub(super) retry_time: Option<Duration>,
    /// How MySQL and MariaDB alter tables, or refuse to: default, instant, nocopy (MariaDB), inplace, copy
    #[arg(id = "aludel_algorithm", long = "algorithm", value_name = "NAME", value_parser = altering::<Algorithm>)]
    pub(super) algorithm: Option<Algorithm>,
    /// What MySQL and MariaDB may keep from others meanwhile: default, none, shared (to write), exclusive (all)
    #[arg(id = "aludel_lock", long = "lock", value_name = "NAME", value_parser = altering::<TableLock>)]
    pub(super) lock: Option<TableLock>,
}

impl Limiting {
    /// Puts what was typed into settings.
    pub(super) fn limit(&self, settings: &mut Settings) -> Result<(), Error> {
        let altering = Altering::new(self.algorithm, self.lock)
            .map_err(|error| Error::new(ErrorKind::Usage, error.to_string()).help(error.help()))?;
        let typed = Limits { table_lock: self.table_lock_timeout, statement: self.statement_timeout, altering };
        settings.limits = typed.or(settings.limits);
        settings.retry.times = self.retries.unwrap_or(settings.retry.times);
        settings.retry.within = self.retry_time.unwrap_or(settings.retry.within);
        Ok(())
    }
}

fn limit(text: &str) -> Result<Duration, String> {
    read_limit(text).map_err(|error| format!("{error}: {}", error.help()))
}

fn altering<T: FromStr<Err = BadAltering>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|error: BadAltering| format!("{error}: {}", error.help()))
}

/// Whether a command writes a script in place of running anything.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct Offline {
    /// Print a script for the database's own client and open no database; REVISION may be a range FROM:TO
    #[arg(id = "aludel_sql", long = "sql", conflicts_with = "aludel_dry_run")]
    pub(super) sql: bool,
    /// The dialect of the script, in place of the one of the database's URL: sqlite, postgres, mysql, mariadb
    #[arg(id = "aludel_dialect", long = "dialect", value_name = "NAME", requires = "aludel_sql")]
    pub(super) dialect: Option<String>,
    /// The server to run SQL of unknown effect on, in a database made for that, where a later revision has to know it
    #[arg(id = "aludel_scratch", long = "scratch", value_name = "URL", requires = "aludel_sql")]
    pub(super) scratch: Option<String>,
}

/// The format of a revision file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ScriptFormat {
    /// Rust, for any database
    Rust,
    /// SQL, for one database
    Sql,
}

/// What to do about a revision that is half done; without a flag it is shown.
#[derive(Args, Clone, Debug, Default)]
#[group(id = "aludel_repair")]
pub(super) struct Repairing {
    /// Write down that the statement in doubt took effect
    #[arg(id = "aludel_done", long = "done", group = "aludel_repair_step")]
    pub(super) done: bool,
    /// Write down that the statement in doubt did not take effect
    #[arg(id = "aludel_not_done", long = "not-done", group = "aludel_repair_step")]
    pub(super) not_done: bool,
    /// Run the rest of the revision
    #[arg(id = "aludel_finish", long = "finish", group = "aludel_repair_step")]
    pub(super) finish: bool,
    /// Take back what is done of the revision
    #[arg(id = "aludel_back", long = "back", group = "aludel_repair_step")]
    pub(super) back: bool,
    /// Take the present text of these applied revisions for what was run; of all edited ones, if none is named
    #[arg(
        id = "aludel_accept",
        long = "accept",
        value_name = "REVISION",
        num_args = 0..,
        group = "aludel_repair_step"
    )]
    pub(super) accept: Option<Vec<String>>,
    /// How long to wait for another run, in seconds; 60 unless configured
    #[arg(id = "aludel_lock_timeout", long = "lock-timeout", value_name = "SECONDS")]
    pub(super) lock_timeout: Option<u64>,
    /// Of a cluster whose nodes all take writes, only this one does while revisions are run
    #[arg(id = "aludel_single_writer", long = "single-writer")]
    pub(super) single_writer: bool,
    #[command(flatten)]
    pub(super) limiting: Limiting,
}
