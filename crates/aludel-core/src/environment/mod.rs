//! What a command works with: the database, the models, the scripts, the settings.

mod filter;
mod fold;
mod folder;
mod reading;
mod recording;
mod schema;
mod scripts;
mod source;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

pub use filter::{Filter, IncludeObject, ObjectKind};
pub use fold::Folded;
pub use folder::{Folder, Overwrite, write_file};
pub use recording::{Said, remembered};
pub(crate) use schema::{Understood, Wanted};
pub use scripts::{Functions, LoadedScript, ScriptSource, Scripts};
pub use source::Source;

use crate::connection::{Connection, Connector, DriverError, DriverErrorKind};
use crate::dialect::{Dialect, Inspection, Scope, Settled, Trust, settle};
use crate::diff::Renames;
use crate::error::{Error, ErrorKind};
use crate::exec::{Hooks, Ledger, Observer, Retry, Stop};
use crate::name::ObjectName;
use crate::operation::Operation;
use crate::revision::Limits;
use crate::schema::Schema;
use crate::script::{Extras, Format};

/// Opens what a URL leads to; given by whoever knows drivers.
pub type OpenUrl = Arc<dyn Fn(&str) -> Result<Arc<dyn Connector>, DriverError> + Send + Sync>;

/// Changes the operations of a comparison: takes some out, adds some, puts others in their place.
pub type Rewrite = Arc<dyn Fn(Vec<Operation>) -> Vec<Operation> + Send + Sync>;

/// What a command works with.
///
/// ```
/// use aludel_core::command::{self, RunOptions};
/// use aludel_core::environment::Environment;
/// use aludel_core::error::Error;
///
/// async fn upgrade(environment: &Environment) -> Result<(), Error> {
///     command::upgrade(environment, &RunOptions::to("heads")).await?;
///     Ok(())
/// }
/// ```
#[derive(Clone)]
pub struct Environment {
    /// The way to the database, to a clock and to chance. One that leads nowhere says how to name a database.
    pub connector: Arc<dyn Connector>,
    /// The way to any other database that a command names.
    pub open: OpenUrl,
    /// What the models say, or where the desired schema is found; `None` where nobody said.
    pub desired: Option<Desired>,
    /// The revisions.
    pub scripts: ScriptSource,
    /// Everything that has a default.
    pub settings: Settings,
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Environment")
            .field("database", &self.connector.describe())
            .field("scripts", &self.scripts)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

/// Where the desired schema comes from.
///
/// ```
/// use aludel_core::diff::Renames;
/// use aludel_core::environment::Desired;
/// use aludel_core::schema::Schema;
///
/// let desired = Desired::Models { schema: Schema::default(), renames: Renames::default() };
/// assert!(matches!(desired, Desired::Models { .. }));
/// ```
#[derive(Clone, Debug)]
pub enum Desired {
    /// Models of the application.
    Models {
        /// What they say.
        schema: Schema,
        /// Which of their names are new names for something.
        renames: Renames,
    },
    /// Another source: a file, a URL.
    Source(Source),
    /// Models that contradict themselves; each command that needs them says why.
    Invalid(String),
}

/// Everything that has a default.
///
/// ```
/// use aludel_core::environment::Settings;
///
/// assert_eq!(Settings::default().lock_timeout.as_secs(), 60);
/// ```
#[derive(Clone)]
pub struct Settings {
    /// The two tables that are ours.
    pub ledger: Ledger,
    /// How long to wait for another run.
    pub lock_timeout: Duration,
    /// How long statements may wait and take, and how far they may go, where their revision says nothing of it.
    pub limits: Limits,
    /// What becomes of a revision that somebody is in the way of.
    pub retry: Retry,
    /// The wish that a run stops.
    pub stop: Stop,
    /// What is called before and after each revision.
    pub hooks: Hooks,
    /// Who is told what happens in a run.
    pub observer: Option<Observer>,
    /// All revisions of a run in one transaction, in place of one for each.
    pub single_transaction: bool,
    /// Only one server of a cluster takes writes.
    pub single_writer: bool,
    /// The format of new revisions.
    pub format: Format,
    /// The template of file names; `None` is the usual one.
    pub file_name: Option<String>,
    /// Who writes revisions.
    pub author: Option<String>,
    /// Who runs them, for the ledger.
    pub applied_by: String,
    /// Values for templates and for functions that scripts run.
    pub x: BTreeMap<String, String>,
    /// A word for them too.
    pub tag: Option<String>,
    /// Namespaces besides the default one that belong to the application.
    pub namespaces: Vec<String>,
    /// Which objects a comparison looks at.
    pub filter: Filter,
    /// What the application makes of the operations of a comparison before they are written or reported.
    pub rewrite: Option<Rewrite>,
    /// The dialect to speak where no database is opened; `None` is that of the database at hand.
    pub dialect: Option<Arc<dyn Dialect>>,
    /// The server on which SQL of unknown effect is run, in a database made for that; `None` is the database's own.
    pub scratch: Option<Arc<dyn Connector>>,
    /// How commands of this program are called in messages: `db`, `aludel`.
    pub program: String,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("ledger", &self.ledger)
            .field("format", &self.format)
            .field("namespaces", &self.namespaces)
            .field("program", &self.program)
            .finish_non_exhaustive()
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            ledger: Ledger::default(),
            lock_timeout: Duration::from_secs(60),
            limits: Limits::usual(),
            retry: Retry::default(),
            stop: Stop::new(),
            hooks: Hooks::default(),
            observer: None,
            single_transaction: false,
            single_writer: false,
            format: Format::Rust,
            file_name: None,
            author: None,
            applied_by: String::new(),
            x: BTreeMap::new(),
            tag: None,
            namespaces: Vec::new(),
            filter: Filter::default(),
            rewrite: None,
            dialect: None,
            scratch: None,
            program: "db".to_owned(),
        }
    }
}

impl Settings {
    /// What the command line gives to templates and to functions of scripts.
    pub fn extras(&self) -> Extras {
        Extras { x: self.x.clone(), tag: self.tag.clone() }
    }
}

/// What to do where no database is named, or in a way that makes no sense.
const NAME_A_DATABASE: &str = "name one with `--url`, `ALUDEL_DATABASE_URL` or `Migrate::database`; where the program names \
                               none, with `DATABASE_URL` or `url` in aludel.toml";

impl Environment {
    /// Opens the database to read from it. A file that is missing is an empty database, and is not made.
    ///
    /// # Errors
    /// What keeps us out.
    pub async fn connect_to_read(&self) -> Result<Box<dyn Connection>, Error> {
        match self.connect().await? {
            Some(connection) => Ok(connection),
            None => self.opened(self.connector.scratch()).await,
        }
    }

    /// Opens the database; `None` where it is a file that is missing.
    ///
    /// # Errors
    /// What keeps us out.
    pub(crate) async fn connect(&self) -> Result<Option<Box<dyn Connection>>, Error> {
        let existing = async {
            match self.connector.connect().await {
                Err(error) if error.kind == DriverErrorKind::Missing => Ok(None),
                opened => opened.map(Some),
            }
        };
        self.opened(existing).await
    }

    /// What comes of opening the database, unless the run is asked to stop before.
    async fn opened<T>(&self, opening: impl Future<Output = Result<T, DriverError>>) -> Result<T, Error> {
        let opened = self.settings.stop.unless_asked(opening).await?;
        opened.map_err(|error| self.no_connection(&self.connector.describe(), error))
    }

    /// The dialect of the database at hand.
    ///
    /// # Errors
    /// A database that cannot be reached.
    pub async fn dialect(&self) -> Result<Arc<dyn Dialect>, Error> {
        let connection = self.connect_to_read().await?;
        let dialect = connection.dialect();
        self.end(connection).await?;
        Ok(dialect)
    }

    /// The dialect of the database at hand, without opening it where that is possible; then for the newest version that
    /// we know.
    ///
    /// # Errors
    /// A dialect that is known only when the database is open, and a database that cannot be reached.
    pub async fn dialect_unopened(&self) -> Result<Arc<dyn Dialect>, Error> {
        match self.settings.dialect.clone().or_else(|| self.connector.dialect()) {
            Some(dialect) => Ok(dialect),
            None => self.dialect().await,
        }
    }

    /// The way to another database, by its URL.
    ///
    /// # Errors
    /// A URL that makes no sense.
    pub fn open(&self, url: &str) -> Result<Arc<dyn Connector>, Error> {
        (self.open)(url).map_err(|error| self.no_connection(url, error))
    }

    /// Opens an empty database that is gone when the session ends.
    pub(crate) async fn open_scratch(&self) -> Result<Box<dyn Connection>, DriverError> {
        self.settings.scratch.as_ref().unwrap_or(&self.connector).scratch().await
    }

    /// Ends a session in order.
    ///
    /// # Errors
    /// A session that does not end well.
    pub async fn end(&self, connection: Box<dyn Connection>) -> Result<(), Error> {
        connection.close().await.map_err(|error| Error::caused(ErrorKind::Connection, error.to_string(), error))
    }

    /// Opens the database, making it first where it is a file that is missing.
    ///
    /// # Errors
    /// What keeps us out.
    pub async fn connect_or_create(&self) -> Result<Box<dyn Connection>, Error> {
        self.opened(self.connector.connect_or_create()).await
    }

    /// Where to look in a database: in the namespaces of the settings, of the models, and of some schemas that are known.
    pub fn scope<'a>(&'a self, schemas: impl IntoIterator<Item = &'a Schema>) -> Scope {
        let models = match &self.desired {
            Some(Desired::Models { schema, .. }) => Some(schema),
            Some(Desired::Source(_) | Desired::Invalid(_)) | None => None,
        };
        let named = self.settings.namespaces.iter();
        let of_tables = |schema: &'a Schema| schema.tables.iter().filter_map(|table| table.name.namespace.as_ref());
        let known =
            schemas.into_iter().chain(models).flat_map(|schema| schema.namespaces.iter().chain(of_tables(schema)));
        let namespaces: BTreeSet<&String> = named.chain(known).collect();
        Scope { namespaces: namespaces.into_iter().cloned().collect() }
    }

    /// What is in a database, our own two tables left out.
    ///
    /// # Errors
    /// A catalogue that cannot be read.
    pub async fn inspect(&self, connection: &mut dyn Connection, scope: &Scope) -> Result<Schema, Error> {
        Ok(self.inspection(connection, scope).await?.schema)
    }

    /// Reads a database without our own tables, and what of it a schema cannot say.
    ///
    /// # Errors
    /// What the server says.
    pub async fn inspection(&self, connection: &mut dyn Connection, scope: &Scope) -> Result<Inspection, Error> {
        let dialect: Arc<dyn Dialect> = connection.dialect();
        let inspection = dialect.inspect(connection, scope).await;
        let mut inspection = inspection.map_err(|error| Error::caused(ErrorKind::Inspect, error.to_string(), error))?;
        let ledger = &self.settings.ledger;
        let is_ours = |name: &ObjectName| *name == ledger.name || *name == ledger.journal.name;
        inspection.schema.tables.retain(|table| !is_ours(&table.name));
        inspection.not_understood.retain(|note| !is_ours(&note.object));
        Ok(inspection)
    }

    /// One schema in the words of another, wherever the database cannot tell the two apart, expressions included; but for
    /// objects that are known to differ.
    ///
    /// # Errors
    /// Those of the connection.
    pub async fn settled(
        &self,
        connection: &mut dyn Connection,
        current: Schema,
        desired: &Schema,
        trust: Trust,
        different: &BTreeSet<ObjectName>,
    ) -> Result<Settled, Error> {
        let dialect = connection.dialect();
        let settled = settle(&*dialect, Some(connection), current, desired, trust, different).await;
        settled.map_err(|error| Error::caused(ErrorKind::Inspect, error.to_string(), error))
    }

    pub(crate) fn no_connection(&self, place: &str, error: DriverError) -> Error {
        use DriverErrorKind as Kind;
        let (message, help) = match error.kind {
            Kind::Url => (error.to_string(), NAME_A_DATABASE),
            Kind::Missing => (error.to_string(), "see that the path is right; `db upgrade` makes the file"),
            Kind::Unreachable => (error.to_string(), "see that the server runs and the URL is right"),
            Kind::Refused => (format!("{place} refuses us: {error}"), "see that user, password and database are right"),
            Kind::Unsafe => (
                format!("no safe connection with {place}: {error}"),
                "see what encryption the server offers; `sslrootcert` or `ssl-ca` in the URL names who vouches for it",
            ),
            Kind::Denied => (format!("{place}: {error}"), "give the account the right, or use another one"),
            Kind::Lost | Kind::Busy | Kind::Beyond | Kind::Statement => (format!("{place}: {error}"), "try again"),
        };
        Error::caused(ErrorKind::Connection, message, error).help(help)
    }
}
