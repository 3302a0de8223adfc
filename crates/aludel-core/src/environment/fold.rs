//! The schema that revisions make, folded without a database where that is possible, and else with a scratch one.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Environment, Scripts};
use crate::connection::Connection;
use crate::dialect::{Dialect, Inspection, PrintedView, Trust};
use crate::diff::{Renames, diff};
use crate::error::{Error, ErrorKind};
use crate::operation::Operation;
use crate::plan::plan;
use crate::revision::{Direction, RevisionId};
use crate::schema::{Schema, View};

/// The schema after some revisions, or how far it is known.
///
/// ```
/// use aludel_core::environment::Folded;
/// use aludel_core::schema::Schema;
///
/// assert!(matches!(Folded::Known(Schema::default()), Folded::Known(_)));
/// ```
#[derive(Clone, Debug)]
pub enum Folded {
    /// The schema.
    Known(Schema),
    /// A revision runs SQL whose effect only running it shows.
    Opaque(RevisionId),
}

impl Scripts {
    /// The schema that revisions, in their order, make of another one, without a database.
    ///
    /// # Errors
    /// A script that cannot be recorded, or that does not fit the schema before it.
    pub fn fold(&self, start: Schema, revisions: &[RevisionId], dialect: &dyn Dialect) -> Result<Folded, Error> {
        let mut schema = start;
        for id in revisions {
            for recorded in self.record(id, Direction::Upgrade, dialect.name())?.recording.recorded {
                let operation = schema.complete(recorded).map_err(|error| misfit(id, &error))?;
                if operation.is_opaque() {
                    return Ok(Folded::Opaque(id.clone()));
                }
                schema.apply(&operation).map_err(|error| misfit(id, &error))?;
            }
        }
        Ok(Folded::Known(schema))
    }
}

fn misfit(id: &RevisionId, error: &dyn std::fmt::Display) -> Error {
    Error::new(ErrorKind::Script, format!("revision \"{id}\" does not fit the revisions before it: {error}"))
        .help("mend its script, or the one before it")
}

impl Environment {
    /// The schema that revisions make of nothing; SQL of unknown effect is run in a scratch database.
    ///
    /// # Errors
    /// As [`Scripts::fold`], and where a scratch database is needed and cannot be had.
    pub async fn fold(
        &self,
        scripts: &Scripts,
        revisions: &[RevisionId],
        dialect: &dyn Dialect,
    ) -> Result<Schema, Error> {
        Ok(self.fold_printing(scripts, revisions, dialect).await?.0)
    }

    /// The same, with what the server made of the views in a scratch database, where it is the server of the dialect.
    ///
    /// # Errors
    /// As [`fold`](Self::fold).
    pub(crate) async fn fold_printing(
        &self,
        scripts: &Scripts,
        revisions: &[RevisionId],
        dialect: &dyn Dialect,
    ) -> Result<(Schema, Vec<PrintedView>), Error> {
        if let Folded::Known(schema) = scripts.fold(Schema::default(), revisions, dialect)? {
            return Ok((schema, Vec::new()));
        }
        let mut scratch = self.scratch(dialect).await?;
        let folded = self.fold_in(scripts, revisions, &mut scratch).await;
        let is_same = scratch.connection.dialect().version() == dialect.version();
        let closed = scratch.connection.close().await;
        let schema = folded?;
        closed.map_err(|error| {
            Error::caused(ErrorKind::Connection, format!("a scratch database stays behind: {error}"), error)
        })?;
        Ok((schema, if is_same { scratch.printed } else { Vec::new() }))
    }

    /// The schema that operations make of another one, in a scratch database.
    ///
    /// # Errors
    /// A scratch database that cannot be had, and a statement that fails.
    pub(crate) async fn schema_after(
        &self,
        before: Schema,
        operations: &[Operation],
        dialect: &dyn Dialect,
    ) -> Result<Schema, Error> {
        let mut scratch = self.scratch(dialect).await?;
        let mut outcome = Ok(before);
        for operation in operations {
            if let Ok(schema) = outcome {
                outcome = self.run_in(&mut scratch, &schema, operation).await.map_err(|error| {
                    Error::new(ErrorKind::Script, format!("{operation} fails in the scratch database: {error}"))
                        .help("mend it, or say with `.changes(..)` what it does to the schema")
                });
            }
        }
        let closed = scratch.connection.close().await;
        let schema = outcome?;
        closed.map_err(|error| {
            Error::caused(ErrorKind::Connection, format!("a scratch database stays behind: {error}"), error)
        })?;
        Ok(schema)
    }

    /// A scratch database of a dialect.
    async fn scratch(&self, dialect: &dyn Dialect) -> Result<Scratch, Error> {
        let connection = self.open_scratch().await.map_err(|error| {
            let message =
                format!("the revisions run SQL, and there is no scratch database to see what it does: {error}");
            Error::caused(ErrorKind::Connection, message, error)
                .help("let the account create a database, or name another server with `--scratch URL`")
        })?;
        let name = connection.dialect().name();
        if name == dialect.name() {
            return Ok(Scratch::new(connection));
        }
        self.end(connection).await?;
        let message = format!("the revisions run SQL, and the scratch database is {name}, not {}", dialect.name());
        Err(Error::new(ErrorKind::Connection, message)
            .help(format!("name a server of {} with `--scratch URL`", dialect.name())))
    }

    /// The schema after one opaque operation.
    async fn run_in(
        &self,
        scratch: &mut Scratch,
        schema: &Schema,
        operation: &Operation,
    ) -> Result<Schema, Box<dyn std::error::Error + Send + Sync>> {
        let dialect = scratch.connection.dialect();
        scratch.bring_to(&*dialect, schema).await?;
        scratch.run(&*dialect, schema, operation).await?;
        let inspected = self.inspect(&mut *scratch.connection, &self.scope([schema])).await?;
        let found = inspected.views.clone();
        let none = BTreeSet::new();
        let schema = self.settled(&mut *scratch.connection, inspected, schema, Trust::Texts, &none).await?.schema;
        let print = |view: &View| Some(PrintedView::new(&*dialect, schema.views.get(&view.name)?, view));
        scratch.printed = found.iter().filter_map(print).collect();
        scratch.is_at = schema.clone();
        Ok(schema)
    }

    async fn fold_in(
        &self,
        scripts: &Scripts,
        revisions: &[RevisionId],
        scratch: &mut Scratch,
    ) -> Result<Schema, Error> {
        let dialect = scratch.connection.dialect();
        let mut schema = Schema::default();
        for id in revisions {
            for recorded in scripts.record(id, Direction::Upgrade, dialect.name())?.recording.recorded {
                let operation = schema.complete(recorded).map_err(|error| misfit(id, &error))?;
                if operation.is_opaque() {
                    schema = self.run_in(scratch, &schema, &operation).await.map_err(|error| misfit(id, &error))?;
                } else {
                    schema.apply(&operation).map_err(|error| misfit(id, &error))?;
                }
            }
        }
        Ok(schema)
    }

    /// The schema that a text of statements makes of nothing, in a scratch database.
    ///
    /// # Errors
    /// A scratch database that cannot be had, and a statement that fails.
    pub async fn load_sql(&self, sql: &str, place: &str) -> Result<(Inspection, Arc<dyn Dialect>), Error> {
        let connection = self.open_scratch().await.map_err(|error| {
            let message = format!("there is no scratch database to read {place} with: {error}");
            Error::caused(ErrorKind::Connection, message, error)
                .help("name a database with `--url`, or a server with `--scratch URL`, whose account may create one")
        })?;
        let mut scratch = Scratch::new(connection);
        let dialect = scratch.connection.dialect();
        let operation = Operation::Execute { sql: sql.to_owned(), undo: None, changes: None };
        let run = scratch.run(&*dialect, &Schema::default(), &operation).await;
        let inspected = match run {
            Ok(()) => self.inspection(&mut *scratch.connection, &self.scope([])).await,
            Err(error) => Err(Error::new(ErrorKind::Statement, format!("{place}: {error}")).help("mend the statement")),
        };
        let closed = scratch.connection.close().await;
        let inspection = inspected?;
        closed.map_err(|error| {
            Error::caused(ErrorKind::Connection, format!("a scratch database stays behind: {error}"), error)
        })?;
        Ok((inspection, dialect))
    }
}

/// An empty database of our own, and what was made in it.
struct Scratch {
    connection: Box<dyn Connection>,
    is_at: Schema,
    /// What the server made of its views when somebody last looked.
    printed: Vec<PrintedView>,
}

impl Scratch {
    fn new(connection: Box<dyn Connection>) -> Self {
        Self { connection, is_at: Schema::default(), printed: Vec::new() }
    }

    /// Makes it hold a schema.
    async fn bring_to(
        &mut self,
        dialect: &dyn Dialect,
        schema: &Schema,
    ) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let operations = diff(&self.is_at, schema, &Renames::default());
        let before = self.is_at.clone();
        for statement in plan(dialect, &before, &operations)?.script() {
            self.connection.execute(&statement.sql).await?;
        }
        self.is_at = schema.clone();
        Ok(())
    }

    /// Runs one opaque operation in it.
    async fn run(
        &mut self,
        dialect: &dyn Dialect,
        schema: &Schema,
        operation: &Operation,
    ) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        for (index, statement) in plan(dialect, schema, std::slice::from_ref(operation))?.script().iter().enumerate() {
            let run = self.connection.execute(&statement.sql).await;
            run.map_err(|error| format!("statement {} failed: {error}", index + 1))?;
        }
        Ok(())
    }
}
