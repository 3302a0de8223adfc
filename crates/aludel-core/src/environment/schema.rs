//! The schema of a source.

use std::path::Path;
use std::sync::Arc;

use super::{Desired, Environment, Source};
use crate::connection::Connection;
use crate::dialect::{Dialect, Inspection, PrintedView};
use crate::error::{Error, ErrorKind};
use crate::revision::{Applied, Symbol};
use crate::schema::Schema;

/// What somebody wants to know of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// What is in it.
    Schema,
    /// What its server made of views too, as its ledger says.
    Prints,
}

/// What is known of a source.
pub(crate) struct Understood {
    /// What is in it.
    pub(crate) inspection: Inspection,
    /// The dialect whose words it is in, if it is in those of one.
    pub(crate) dialect: Option<Arc<dyn Dialect>>,
    /// What its server made of views, where that was wanted.
    pub(crate) printed: Vec<PrintedView>,
}

impl Understood {
    /// A schema that no database was asked for.
    fn schema(schema: Schema, dialect: Option<Arc<dyn Dialect>>) -> Self {
        Self { inspection: Inspection { schema, not_understood: Vec::new() }, dialect, printed: Vec::new() }
    }
}

impl Environment {
    /// What is wanted of a source; what its server made of views only of one that is a database.
    ///
    /// # Errors
    /// A source that cannot be read.
    pub(crate) async fn understood(&self, source: &Source, wanted: Wanted) -> Result<Understood, Error> {
        match source {
            Source::Empty => Ok(Understood::schema(Schema::default(), None)),
            Source::Models => {
                match &self.desired {
                    Some(Desired::Models { schema, .. }) => Ok(Understood::schema(schema.clone(), None)),
                    Some(Desired::Source(source)) if *source != Source::Models => {
                        Box::pin(self.understood(source, wanted)).await
                    }
                    Some(Desired::Invalid(message)) => Err(Error::new(ErrorKind::Models, message.clone())
                        .help("mend the models and build the program again")),
                    Some(Desired::Source(_)) | None => Err(Error::new(ErrorKind::Models, "there are no models")
                        .help("give `models![..]` to `Migrate::models`, or name a source with `--models`")),
                }
            }
            Source::Database | Source::Url(_) => self.understood_database(source, wanted).await,
            Source::Scripts(revision) => self.understood_scripts(revision.as_deref()).await,
            Source::Json(path) => {
                let text = read(path)?;
                let schema = schema_in(&text).map_err(|error| {
                    Error::new(ErrorKind::Usage, format!("{}: {error}", path.display()))
                        .help("write such a file with `inspect --json`")
                })?;
                Ok(Understood::schema(schema, None))
            }
            Source::Sql(path) => {
                let (inspection, dialect) = self.load_sql(&read(path)?, &path.display().to_string()).await?;
                Ok(Understood { inspection, dialect: Some(dialect), printed: Vec::new() })
            }
        }
    }

    async fn understood_database(&self, source: &Source, wanted: Wanted) -> Result<Understood, Error> {
        let mut connection = self.connect_to(source).await?;
        let understood = self.understood_in(&mut *connection, wanted).await;
        self.end(connection).await?;
        understood
    }

    async fn understood_in(&self, connection: &mut dyn Connection, wanted: Wanted) -> Result<Understood, Error> {
        let dialect = connection.dialect();
        let inspection = self.inspection(connection, &self.scope([])).await?;
        let mut printed = Vec::new();
        let has_views = !inspection.schema.views.is_empty();
        if wanted == Wanted::Prints && has_views && dialect.prints_what_is_there() {
            // A ledger that is not there or cannot be read tells nothing of them.
            let known = self.settings.ledger.read(connection).await.ok().flatten().unwrap_or_default();
            printed = known.printed();
        }
        Ok(Understood { inspection, dialect: Some(dialect), printed })
    }

    /// A session with the database that a source is, or with the configured one.
    ///
    /// # Errors
    /// A database that cannot be reached.
    pub async fn connect_to(&self, source: &Source) -> Result<Box<dyn Connection>, Error> {
        let Source::Url(url) = source else { return self.connect_to_read().await };
        let connector = self.open(url)?;
        connector.connect().await.map_err(|error| self.no_connection(&connector.describe(), error))
    }

    /// The schema that the scripts make, up to a revision or to all heads, on the dialect of the database at hand.
    async fn understood_scripts(&self, revision: Option<&str>) -> Result<Understood, Error> {
        let scripts = self.scripts.load()?;
        scripts.demand_sound()?;
        let symbol: Symbol = revision.unwrap_or("heads").parse()?;
        let targets = scripts.graph.resolve(&symbol, &Applied::default())?;
        let applied = scripts.graph.applied_at(targets.into_iter().map(|revision| &revision.id));
        let order: Vec<_> =
            scripts.graph.iter().map(|revision| revision.id.clone()).filter(|id| applied.contains(id)).collect();
        let dialect = self.dialect_unopened().await?;
        let schema = self.fold(&scripts, &order, &*dialect).await?;
        Ok(Understood::schema(schema, Some(dialect)))
    }
}

/// The schema in a document that `inspect` wrote, which may also say what it did not understand.
fn schema_in(text: &str) -> Result<Schema, serde_json::Error> {
    let document: Option<serde_json::Map<String, serde_json::Value>> = serde_json::from_str(text).ok();
    let mut document = document.unwrap_or_default();
    match document.remove("not_understood") {
        Some(_) => serde_json::from_value(serde_json::Value::Object(document)),
        None => serde_json::from_str(text),
    }
}

fn read(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(|error| {
        Error::caused(ErrorKind::Usage, format!("cannot read {}: {error}", path.display()), error)
            .help("see that the path is right")
    })
}
