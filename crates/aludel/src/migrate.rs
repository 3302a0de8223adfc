//! `Migrate`: what an application says once, and everything it can do with it.

mod run;

use std::path::PathBuf;
use std::sync::Arc;

use aludel_core::command::{
    self, CheckHeads, CheckReport, Clashes, CompareOptions, CurrentReport, MergeOptions, MergeReport, RebaseOptions,
    RebaseReport, Repair, RepairReport, RevisionInfo, RevisionOptions, RevisionReport, RunOptions, RunReport,
    StampOptions, StampedReport,
};
use aludel_core::environment::{Desired, Environment, Folder, ObjectKind, ScriptSource, Settings};
use aludel_core::error::Error;
use aludel_core::name::ObjectName;
use aludel_core::operation::Operation;
use aludel_core::script::Format;
use aludel_drivers::Database;

use crate::migrations::EmbeddedScripts;
use crate::model::Models;

/// The migrations of an application: its models, its revisions, its database.
///
/// Nothing is opened when it is made. Each method opens the database, does its work and closes it; with a pool of the
/// application's own, it takes a session from there and leaves it as it was, also when its future is dropped.
///
/// ```
/// use aludel::{Migrate, Model};
///
/// #[derive(Model)]
/// #[model(table = "users")]
/// struct User {
///     #[model(primary_key, auto_increment)]
///     id: i32,
/// }
///
/// aludel::migrations!(mod migrations = "migrations");
///
/// fn migrate() -> Migrate {
///     Migrate::new()
///         .models(aludel::models![User])
///         .scripts(migrations::all())
///         .database("sqlite://app.db")
/// }
///
/// async fn at_start() -> Result<(), aludel::Error> {
///     migrate().upgrade().await?;
///     Ok(())
/// }
/// # drop(at_start());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Migrate {
    models: Option<Models>,
    scripts: Option<EmbeddedScripts>,
    database: Option<Database>,
    directory: Option<PathBuf>,
    locations: Option<Vec<PathBuf>>,
    settings: Settings,
}

/// The folder of revisions, unless another is named.
const DIRECTORY: &str = "migrations";

impl Migrate {
    /// One that knows nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The models that the database should look like, from [`models!`](crate::models!).
    #[must_use]
    pub fn models(self, models: Models) -> Self {
        Self { models: Some(models), ..self }
    }

    /// The revisions that the program was built with, from [`migrations!`](crate::migrations!).
    #[must_use]
    pub fn scripts(self, scripts: EmbeddedScripts) -> Self {
        Self { scripts: Some(scripts), ..self }
    }

    /// The database: a URL, or a pool of sqlx that the application has already. A URL that makes no sense is reported by
    /// the first command that needs the database.
    #[must_use]
    pub fn database(self, database: impl Into<Database>) -> Self {
        Self { database: Some(database.into()), ..self }
    }

    /// The folder of revisions on disk; unless it is there, only the embedded ones count.
    #[must_use]
    pub fn directory(self, directory: impl Into<PathBuf>) -> Self {
        Self { directory: Some(directory.into()), ..self }
    }

    /// The names of the two tables that are ours; `aludel_revisions` and `aludel_journal` unless given.
    #[must_use]
    pub fn ledger(mut self, ledger: impl Into<ObjectName>, journal: impl Into<ObjectName>) -> Self {
        self.settings.ledger.name = ledger.into();
        self.settings.ledger.journal.name = journal.into();
        self
    }

    /// Namespaces (in PostgreSQL: schemas) besides the default one that belong to the application. Those of the models
    /// need not be named.
    #[must_use]
    pub fn namespaces<S: Into<String>>(mut self, namespaces: impl IntoIterator<Item = S>) -> Self {
        self.settings.namespaces = namespaces.into_iter().map(Into::into).collect();
        self
    }

    /// Which objects a comparison looks at, on both sides; those that `include` says no to are neither made, nor changed,
    /// nor dropped.
    ///
    /// ```
    /// use aludel::{Migrate, ObjectKind};
    ///
    /// let migrate = Migrate::new().include_object(|kind, name| kind != ObjectKind::View && name.name != "spatial_ref_sys");
    /// # drop(migrate);
    /// ```
    #[must_use]
    pub fn include_object(mut self, include: impl Fn(ObjectKind, &ObjectName) -> bool + Send + Sync + 'static) -> Self {
        self.settings.filter.function = Some(Arc::new(include));
        self
    }

    /// What becomes of the operations of a comparison before they are written or reported: some may be taken out, changed
    /// or added.
    ///
    /// ```
    /// use aludel::{Migrate, Operation};
    ///
    /// let migrate = Migrate::new().rewrite(|mut operations| {
    ///     operations.retain(|operation| !matches!(operation, Operation::AlterTableComment { .. }));
    ///     operations
    /// });
    /// # drop(migrate);
    /// ```
    #[must_use]
    pub fn rewrite(mut self, rewrite: impl Fn(Vec<Operation>) -> Vec<Operation> + Send + Sync + 'static) -> Self {
        self.settings.rewrite = Some(Arc::new(rewrite));
        self
    }

    /// Folders with revisions besides the folder `versions` of the directory. A program built with those of
    /// [`migrations!`](crate::migrations!) knows where they are already.
    #[must_use]
    pub fn version_locations<P: Into<PathBuf>>(mut self, folders: impl IntoIterator<Item = P>) -> Self {
        self.locations = Some(folders.into_iter().map(Into::into).collect());
        self
    }

    /// Applies all revisions that are not applied yet.
    ///
    /// # Errors
    /// As [`upgrade_to`](Self::upgrade_to).
    pub async fn upgrade(&self) -> Result<RunReport, Error> {
        self.upgrade_to("heads").await
    }

    /// Applies revisions up to a word: an id, a prefix, `head`, `+1`, `label@head`.
    ///
    /// # Errors
    /// A word that leads nowhere, damaged scripts, a database that cannot be reached, a lock that is not to be had, a
    /// statement that fails. The revisions before it stay applied.
    pub async fn upgrade_to(&self, target: &str) -> Result<RunReport, Error> {
        command::upgrade(&self.environment(), &RunOptions::to(target)).await
    }

    /// Takes revisions back down to a word: `-1`, an id, `base`.
    ///
    /// # Errors
    /// As [`upgrade_to`](Self::upgrade_to), and a revision without a way back.
    pub async fn downgrade(&self, target: &str) -> Result<RunReport, Error> {
        command::downgrade(&self.environment(), &RunOptions::to(target)).await
    }

    /// Where the database stands.
    ///
    /// # Errors
    /// A database that cannot be reached.
    pub async fn current(&self) -> Result<CurrentReport, Error> {
        command::current(&self.environment(), CheckHeads::No).await
    }

    /// The revisions that are not applied yet.
    ///
    /// # Errors
    /// A database that cannot be reached.
    pub async fn pending(&self) -> Result<Vec<RevisionInfo>, Error> {
        command::pending(&self.environment()).await
    }

    /// Whether the models and the database agree.
    ///
    /// # Errors
    /// Models that contradict themselves, damaged scripts, a database that cannot be reached.
    pub async fn check(&self) -> Result<CheckReport, Error> {
        command::check(&self.environment(), &CompareOptions::default()).await
    }

    /// Compares the models with the database and writes a revision of what differs, if anything does.
    ///
    /// # Errors
    /// As [`check`](Self::check), a folder that cannot be written, a difference that has to be decided by a person.
    pub async fn autogenerate(&self, message: &str) -> Result<RevisionReport, Error> {
        self.autogenerate_with(&RevisionOptions::new(message), &CompareOptions::default()).await
    }

    /// As [`autogenerate`](Self::autogenerate), with answers to what has to be decided, such as renames.
    ///
    /// # Errors
    /// As [`autogenerate`](Self::autogenerate).
    pub async fn autogenerate_with(
        &self,
        revision: &RevisionOptions,
        answers: &CompareOptions,
    ) -> Result<RevisionReport, Error> {
        command::migrate(&self.environment(), revision, answers).await
    }

    /// Writes into the ledger that the database stands at a revision, running nothing.
    ///
    /// # Errors
    /// A word that leads nowhere, a database that cannot be reached.
    pub async fn stamp(&self, revision: &str) -> Result<StampedReport, Error> {
        let options = StampOptions { revisions: vec![revision.to_owned()], purge: false };
        command::stamp(&self.environment(), &options).await
    }

    /// Shows a revision that is half done, or settles it, as `db repair` does.
    ///
    /// # Errors
    /// A database that cannot be reached, nothing to settle, and whatever stops a statement.
    pub async fn repair(&self, repair: &Repair) -> Result<RepairReport, Error> {
        command::repair(&self.environment(), repair).await
    }

    /// Writes a revision that joins all heads, as `db merge` does.
    ///
    /// # Errors
    /// Fewer than two heads, sides that do not fit together, damaged scripts, a folder that cannot be written.
    pub fn merge(&self, message: &str) -> Result<MergeReport, Error> {
        let new = RevisionOptions::new(message);
        let options = MergeOptions { revisions: vec!["heads".to_owned()], new, clashes: Clashes::Refuse };
        command::merge(&self.environment(), &options)
    }

    /// Puts the revisions of one head after the other head, as `db rebase` does.
    ///
    /// # Errors
    /// A word that leads nowhere, nothing to move, revisions that the database has applied, sides that do not fit together,
    /// damaged scripts, files that cannot be written.
    pub async fn rebase(&self, revision: &str) -> Result<RebaseReport, Error> {
        let options = RebaseOptions { revision: Some(revision.to_owned()), ..RebaseOptions::default() };
        command::rebase(&self.environment(), &options).await
    }

    /// What the commands of [`aludel_core::command`] work with.
    pub fn environment(&self) -> Environment {
        Environment {
            connector: self.database.clone().unwrap_or_else(Database::unbound).opened_late(),
            open: Arc::new(|url| Database::from(url).connector()),
            desired: self.models.as_ref().map(desired),
            scripts: ScriptSource::new(
                Folder::new(self.folder()).with_locations(self.locations()),
                self.scripts.map(|scripts| scripts.scripts.to_vec()),
            ),
            settings: self.settings.clone(),
        }
    }

    /// The revisions that the program was built with.
    #[cfg(feature = "cli")]
    pub(crate) fn embedded(&self) -> Option<&EmbeddedScripts> {
        self.scripts.as_ref()
    }

    /// Whether the application has named a database.
    #[cfg(feature = "cli")]
    pub(crate) fn has_database(&self) -> bool {
        self.database.is_some()
    }

    /// The folder that the application has named.
    #[cfg(feature = "cli")]
    pub(crate) fn named_directory(&self) -> Option<&PathBuf> {
        self.directory.as_ref()
    }

    /// The folders besides `versions` that the application has named.
    #[cfg(feature = "cli")]
    pub(crate) fn named_locations(&self) -> Option<&Vec<PathBuf>> {
        self.locations.as_ref()
    }

    /// The settings, to change in place.
    #[cfg(feature = "cli")]
    pub(crate) fn settings_mut(&mut self) -> &mut Settings {
        &mut self.settings
    }

    fn folder(&self) -> PathBuf {
        let embedded = || self.scripts.map(|scripts| PathBuf::from(scripts.directory));
        self.directory.clone().or_else(embedded).unwrap_or_else(|| PathBuf::from(DIRECTORY))
    }

    fn locations(&self) -> Vec<PathBuf> {
        let embedded = || self.scripts.map(|scripts| scripts.locations.iter().map(PathBuf::from).collect());
        self.locations.clone().or_else(embedded).unwrap_or_default()
    }

    /// The format of new revisions.
    #[must_use]
    pub fn format(mut self, format: Format) -> Self {
        self.settings.format = format;
        self
    }
}

fn desired(models: &Models) -> Desired {
    match models.schema() {
        Ok(schema) => Desired::Models { schema, renames: models.renames() },
        Err(errors) => Desired::Invalid(errors.to_string()),
    }
}
