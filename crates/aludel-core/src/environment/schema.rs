//! The schema of a source.

use std::path::Path;
use std::sync::Arc;

use super::{Desired, Environment, Source};
use crate::dialect::Dialect;
use crate::error::{Error, ErrorKind};
use crate::revision::{Applied, Symbol};
use crate::schema::Schema;

impl Environment {
    /// The schema of a source, and the dialect whose words it is in, if it is in those of one.
    ///
    /// # Errors
    /// A source that cannot be read.
    pub async fn schema_of(&self, source: &Source) -> Result<(Schema, Option<Arc<dyn Dialect>>), Error> {
        match source {
            Source::Empty => Ok((Schema::default(), None)),
            Source::Models => {
                match &self.desired {
                    Some(Desired::Models { schema, .. }) => Ok((schema.clone(), None)),
                    Some(Desired::Source(word)) if Source::parse(word) != Source::Models => {
                        Box::pin(self.schema_of(&Source::parse(word))).await
                    }
                    Some(Desired::Invalid(message)) => Err(Error::new(ErrorKind::Models, message.clone())
                        .help("mend the models and build the program again")),
                    Some(Desired::Source(_)) | None => Err(Error::new(ErrorKind::Models, "there are no models")
                        .help("give `models![..]` to `Migrate::models`, or name a source with `--models`")),
                }
            }
            Source::Database => {
                let mut connection = self.connect_to_read().await?;
                let dialect = connection.dialect();
                let schema = self.inspect(&mut *connection, &self.scope([])).await;
                self.end(connection).await?;
                Ok((schema?, Some(dialect)))
            }
            Source::Url(url) => {
                let connector = self.open(url)?;
                let opened = connector.connect().await;
                let mut connection = opened.map_err(|error| self.no_connection(&connector.describe(), error))?;
                let dialect = connection.dialect();
                let schema = self.inspect(&mut *connection, &self.scope([])).await;
                self.end(connection).await?;
                Ok((schema?, Some(dialect)))
            }
            Source::Scripts(revision) => self.schema_of_scripts(revision.as_deref()).await,
            Source::Json(path) => {
                let text = read(path)?;
                let schema = serde_json::from_str(&text).map_err(|error| {
                    Error::new(ErrorKind::Usage, format!("{}: {error}", path.display()))
                        .help("write such a file with `inspect --json`")
                })?;
                Ok((schema, None))
            }
            Source::Sql(path) => {
                let (schema, dialect) = self.load_sql(&read(path)?, &path.display().to_string()).await?;
                Ok((schema, Some(dialect)))
            }
        }
    }

    /// The schema that the scripts make, up to a revision or to all heads, on the dialect of the database at hand.
    async fn schema_of_scripts(&self, revision: Option<&str>) -> Result<(Schema, Option<Arc<dyn Dialect>>), Error> {
        let scripts = self.scripts.load()?;
        scripts.demand_sound()?;
        let symbol: Symbol = revision.unwrap_or("heads").parse()?;
        let targets = scripts.graph.resolve(&symbol, &Applied::default())?;
        let applied = scripts.graph.applied_at(targets.into_iter().map(|revision| &revision.id));
        let order: Vec<_> =
            scripts.graph.iter().map(|revision| revision.id.clone()).filter(|id| applied.contains(id)).collect();
        let dialect = self.dialect_unopened().await?;
        let schema = self.fold(&scripts, &order, &*dialect).await?;
        Ok((schema, Some(dialect)))
    }
}

fn read(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(|error| {
        Error::caused(ErrorKind::Usage, format!("cannot read {}: {error}", path.display()), error)
            .help("see that the path is right")
    })
}
