//! Compares the models with the database: what `migrate` writes and `check` reports.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::answers::{Against, CompareOptions, renames};
use super::comments::Comments;
use super::honest::notes;
use super::ledger;
use super::warning;
use crate::connection::Connection;
use crate::dialect::{
    Dialect, Inspection, NotUnderstood, PrintedView, Remark, Settled, Trust, clash, recognize, settle,
};
use crate::diff::{Renames, diff};
use crate::environment::{Desired, Environment, Folded, Scripts, Source, Wanted};
use crate::error::{Error, ErrorKind};
use crate::exec::{Halfway, verify};
use crate::name::ObjectName;
use crate::operation::Operation;
use crate::revision::{Applied, RevisionId};
use crate::schema::{EnumType, Objects, Schema};

/// How the models and the database differ.
///
/// ```
/// use aludel_core::command::Comparison;
///
/// fn is_clean(comparison: &Comparison) -> bool {
///     comparison.operations.is_empty() && comparison.pending.is_empty()
/// }
/// ```
#[derive(Debug)]
pub struct Comparison {
    /// What the database holds, in the words of the scripts and models, pending revisions folded onto it.
    pub current: Schema,
    /// What the models say.
    pub desired: Schema,
    /// The operations that turn the one into the other.
    pub operations: Vec<Operation>,
    /// The revisions that are not applied yet.
    pub pending: Vec<RevisionId>,
    /// What is odd.
    pub warnings: Vec<String>,
    /// What the database was asked about and could not settle.
    pub remarks: Vec<Remark>,
    /// What the database holds of these tables that a schema cannot say.
    pub not_understood: Vec<NotUnderstood>,
    /// What the desired side holds that a schema cannot say, so that it is neither compared nor made.
    pub not_desired: Vec<NotUnderstood>,
    /// The database's dialect.
    pub dialect: Arc<dyn Dialect>,
}

impl Comparison {
    /// What was not compared, or not in whole, in words.
    pub(super) fn notes(&self) -> Vec<String> {
        notes(&self.remarks, self.not_understood.iter().chain(&self.not_desired))
    }
}

/// What a comparison comes to.
pub(super) enum Compared {
    /// Both sides are known.
    Whole(Box<Comparison>),
    /// One side is not known.
    Unseen {
        /// Why.
        why: Unseen,
        /// The revisions that are not applied yet.
        pending: Vec<RevisionId>,
        /// What is odd.
        warnings: Vec<String>,
    },
}

/// Why two sides cannot be compared.
pub(super) enum Unseen {
    /// A pending revision runs SQL, and what that does only running it shows.
    Opaque(RevisionId),
    /// What is there is neither what was before a revision nor what comes after it.
    HalfDone(Halfway),
    /// Nobody said where the desired schema is.
    NoModels,
}

impl Compared {
    /// The comparison, where both sides are known.
    pub(super) fn whole(self) -> Result<Comparison, Error> {
        match self {
            Self::Whole(comparison) => Ok(*comparison),
            Self::Unseen { why, .. } => Err(why.refusal()),
        }
    }
}

/// The error of a command that has no use for a database with a revision that is half done.
pub(super) fn half_done(halfway: &Halfway) -> Error {
    let help = format!("finish it with `db {}`; `db repair` shows what is done", halfway.direction);
    Error::new(ErrorKind::HalfDone, halfway.said()).help(help)
}

impl Unseen {
    /// The error of a command that needs the comparison.
    fn refusal(&self) -> Error {
        match self {
            Self::Opaque(revision) => {
                let message =
                    format!("revision \"{revision}\" is not applied yet, and what it does only running it shows");
                Error::new(ErrorKind::Refused, message).help("run `db upgrade` first")
            }
            Self::HalfDone(halfway) => half_done(halfway),
            Self::NoModels => no_models(),
        }
    }

    /// What was not compared, for a command that goes on without.
    pub(super) fn said(&self) -> String {
        match self {
            Self::Opaque(revision) => format!(
                "revision \"{revision}\" runs SQL: whether the models differ from the database is seen after `db upgrade`"
            ),
            Self::HalfDone(halfway) => {
                format!(
                    "{}: whether the models differ from the database is seen once it is finished; `db repair` shows it",
                    halfway.said()
                )
            }
            Self::NoModels => format!("{}, so that no table was compared: {NAME_MODELS}", no_models()),
        }
    }
}

/// What to do where nobody has said where the desired schema is.
const NAME_MODELS: &str = "give `models![..]` to `Migrate::models`, or name a source with `--models`";

fn no_models() -> Error {
    Error::new(ErrorKind::Models, "there are no models to compare with").help(NAME_MODELS)
}

/// Compares what is desired with what it is to be compared with.
pub(super) async fn compare(
    environment: &Environment,
    scripts: &Scripts,
    options: &CompareOptions,
) -> Result<Compared, Error> {
    options.demand_formed()?;
    match options.against {
        Against::Scripts => compare_scripts(environment, scripts, options).await,
        Against::Database => {
            let mut connection = environment.connect_to_read().await?;
            let compared = compare_database(environment, scripts, &mut *connection, options).await;
            environment.end(connection).await?;
            compared
        }
    }
}

/// Compares what is desired with what the revisions make of nothing.
async fn compare_scripts(
    environment: &Environment,
    scripts: &Scripts,
    options: &CompareOptions,
) -> Result<Compared, Error> {
    let desired = desired(environment, options).await?;
    let dialect = environment.dialect_unopened().await?;
    let order: Vec<RevisionId> = scripts.graph.iter().map(|revision| revision.id.clone()).collect();
    let current = environment.fold(scripts, &order, &*dialect).await?;
    let comments = Comments::of(&*dialect, scripts, &desired);
    let sides = Sides { current, desired, printed: Vec::new(), comments };
    let sides = sides.settled(environment, &*dialect, None, options).await?;
    Ok(sides.comparison(environment, dialect, Vec::new(), Vec::new(), Vec::new()))
}

/// Compares what is desired with what a database holds.
async fn compare_database(
    environment: &Environment,
    scripts: &Scripts,
    connection: &mut dyn Connection,
    options: &CompareOptions,
) -> Result<Compared, Error> {
    let wanted = match environment.desired.is_some() || options.models.is_some() {
        true => Some(desired(environment, options).await?),
        false => None,
    };
    let dialect = connection.dialect();
    let found = ledger::read(environment, connection).await?.unwrap_or_default();
    verify(&environment.settings.ledger, &found.rows)?;
    let applied = ledger::applied(&found.rows);
    let survey = scripts.graph.survey(&applied);
    if let Some(unknown) = survey.unknown.first() {
        let message = format!("the database is ahead: revision \"{unknown}\" is applied, and no script has it");
        return Err(
            Error::new(ErrorKind::Ledger, message).help("get the script, or take it back with `db downgrade -1`")
        );
    }
    let warnings = warning::edited(scripts, &found.rows);
    if let Some(halfway) = found.half_done() {
        return Ok(Compared::Unseen { why: Unseen::HalfDone(halfway), pending: survey.pending, warnings });
    }
    let Some(desired) = wanted else {
        return Ok(Compared::Unseen { why: Unseen::NoModels, pending: survey.pending, warnings });
    };
    let (folded, in_scratch) = match expected(scripts, &applied, &*dialect) {
        Some(schema) => (schema, Vec::new()),
        None => environment.fold_printing(scripts, &ledger::in_order(scripts, &applied), &*dialect).await?,
    };
    let printed = [found.printed(), in_scratch].concat();
    let inspection = environment.inspection(connection, &environment.scope([&folded, &desired.schema])).await?;
    let mut ours = managed(&inspection.schema, &folded, &desired.schema);
    let is_known = |note: &NotUnderstood| known(&note.object, &folded, &desired.schema);
    let not_understood: Vec<NotUnderstood> = inspection.not_understood.into_iter().filter(is_known).collect();
    let different = recognize(&*dialect, &mut ours, &folded, &printed);
    let mut settled = environment.settled(connection, ours, &folded, Trust::Desired, &different).await?;
    let comments = Comments::of(&*dialect, scripts, &desired);
    comments.complete(&mut settled.schema, &folded, &desired.schema);
    let pending = scripts.fold(settled.schema, &survey.pending, &*dialect).map_err(|error| {
        Error::new(error.kind(), format!("{error}; it is not applied yet"))
            .help("if the database has what it makes already, say so with `db stamp`; else mend its script")
    })?;
    let current = match pending {
        Folded::Opaque(revision) => {
            return Ok(Compared::Unseen { why: Unseen::Opaque(revision), pending: survey.pending, warnings });
        }
        Folded::Known(current) => current,
    };
    let sides = Sides { current, desired, printed, comments };
    let sides = sides.settled(environment, &*dialect, Some(connection), options).await?;
    Ok(sides.comparison(environment, dialect, survey.pending, warnings, not_understood))
}

/// What is desired.
pub(super) struct DesiredSide {
    /// The schema, which holds something.
    pub(super) schema: Schema,
    /// What the models say that they were called.
    pub(super) renames: Renames,
    /// What its source holds that a schema cannot say.
    pub(super) not_understood: Vec<NotUnderstood>,
    /// Its source has comments on any database: it is models in code.
    pub(super) says_comments: bool,
}

/// What is compared.
struct Sides {
    current: Schema,
    desired: DesiredSide,
    /// What the server made of views.
    printed: Vec<PrintedView>,
    comments: Comments,
}

/// What is compared, in the words of the desired side.
struct SettledSides {
    current: Settled,
    desired: DesiredSide,
}

impl Sides {
    /// The current side in the words of the desired one; without a connection texts decide.
    async fn settled(
        self,
        environment: &Environment,
        dialect: &dyn Dialect,
        connection: Option<&mut dyn Connection>,
        options: &CompareOptions,
    ) -> Result<SettledSides, Error> {
        let Self { mut current, mut desired, printed, comments } = self;
        environment.settings.filter.apply(&mut current);
        environment.settings.filter.apply(&mut desired.schema);
        if let Some(clash) = clash(dialect, &desired.schema) {
            let help = "give one of them another `name`; this database keeps such names in one list";
            return Err(Error::new(ErrorKind::Models, clash).help(help));
        }
        desired.renames = renames(&options.renames, &desired.renames, &current, &desired.schema)?;
        let wanted = renamed_back(&desired.schema, &desired.renames, &current);
        let different = recognize(dialect, &mut current, &wanted, &printed);
        let settled = settle(dialect, connection, current.clone(), &wanted, Trust::Texts, &different).await;
        let mut settled = settled.map_err(|error| Error::caused(ErrorKind::Inspect, error.to_string(), error))?;
        comments.restore(&mut settled.schema, &current);
        if !dialect.capabilities().enum_types {
            settled.schema.enum_types = unseen_enum_types(&current, &settled.schema, &desired.schema);
        }
        Ok(SettledSides { current: settled, desired })
    }
}

impl SettledSides {
    /// What turns the one side into the other.
    fn comparison(
        self,
        environment: &Environment,
        dialect: Arc<dyn Dialect>,
        pending: Vec<RevisionId>,
        warnings: Vec<String>,
        not_understood: Vec<NotUnderstood>,
    ) -> Compared {
        let Self { current: Settled { schema: current, remarks }, desired } = self;
        let operations = diff(&current, &desired.schema, &desired.renames);
        let operations = match &environment.settings.rewrite {
            Some(rewrite) => rewrite(operations),
            None => operations,
        };
        Compared::Whole(Box::new(Comparison {
            current,
            desired: desired.schema,
            operations,
            pending,
            warnings,
            remarks,
            not_understood,
            not_desired: desired.not_understood,
            dialect,
        }))
    }
}

/// True for what the scripts or the models have.
fn known(name: &ObjectName, folded: &Schema, desired: &Schema) -> bool {
    [folded, desired].iter().any(|schema| {
        schema.tables.contains(name)
            || schema.views.contains(name)
            || schema.enum_types.contains(name)
            || schema.sequences.contains(name)
    })
}

/// The schema that a run starts from, in the words of the scripts, where these can be folded without a database.
pub(super) fn expected(scripts: &Scripts, applied: &Applied, dialect: &dyn Dialect) -> Option<Schema> {
    match scripts.fold(Schema::default(), &ledger::in_order(scripts, applied), dialect) {
        Ok(Folded::Known(schema)) => Some(schema),
        // A script that is gone or opaque leaves the database's own words.
        Ok(Folded::Opaque(_)) | Err(_) => None,
    }
}

/// What is desired, which must hold something.
pub(super) async fn desired(environment: &Environment, options: &CompareOptions) -> Result<DesiredSide, Error> {
    let named = options.models.as_deref().map(|source| Desired::Source(Source::parse(source)));
    match named.as_ref().or(environment.desired.as_ref()) {
        None => Err(no_models()),
        Some(Desired::Invalid(message)) => {
            Err(Error::new(ErrorKind::Models, message.clone()).help("mend the models and build the program again"))
        }
        Some(Desired::Models { schema, .. }) if schema.tables.is_empty() => {
            Err(Error::new(ErrorKind::Models, "there is not one model, so every table would be dropped")
                .help(NAME_MODELS))
        }
        Some(Desired::Models { schema, renames }) => {
            let (schema, renames) = (schema.clone(), renames.clone());
            Ok(DesiredSide { schema, renames, not_understood: Vec::new(), says_comments: true })
        }
        Some(Desired::Source(Source::Models)) => {
            Err(Error::new(ErrorKind::Usage, "`--models models` names itself").help(NAME_MODELS))
        }
        Some(Desired::Source(source)) => {
            let Inspection { schema, not_understood } =
                environment.understood(source, Wanted::Schema).await?.inspection;
            if schema.tables.is_empty() {
                let message = format!("{source} holds not one table, so every table would be dropped");
                return Err(Error::new(ErrorKind::Models, message).help("see that it is the right source"));
            }
            Ok(DesiredSide { schema, renames: Renames::default(), not_understood, says_comments: false })
        }
    }
}

/// Leaves out what is neither the scripts' nor the models': tables and other objects of somebody else.
fn managed(inspected: &Schema, folded: &Schema, desired: &Schema) -> Schema {
    let mut schema = inspected.clone();
    schema.tables.retain(|table| folded.tables.contains(&table.name) || desired.tables.contains(&table.name));
    schema.views.retain(|view| folded.views.contains(&view.name) || desired.views.contains(&view.name));
    schema.enum_types.retain(|one| folded.enum_types.contains(&one.name) || desired.enum_types.contains(&one.name));
    schema.sequences.retain(|one| folded.sequences.contains(&one.name) || desired.sequences.contains(&one.name));
    schema.namespaces.retain(|one| folded.namespaces.contains(one) || desired.namespaces.contains(one));
    schema
}

/// The enum types of a database that has none to show: those of the scripts, and those that columns are of. So a type that
/// no script makes yet is made by the next one, which other databases need.
fn unseen_enum_types(current: &Schema, aligned: &Schema, desired: &Schema) -> Objects<EnumType> {
    let columns = aligned.tables.iter().flat_map(|table| table.columns.iter());
    let used: BTreeSet<&ObjectName> = columns.filter_map(|column| column.ty.enum_name()).collect();
    let only_used = |one: &&EnumType| used.contains(&one.name) && !current.enum_types.contains(&one.name);
    current.enum_types.iter().chain(desired.enum_types.iter().filter(only_used)).cloned().collect()
}

/// The desired schema with its renamed tables and columns under their old names too, so that what only changed its name
/// is brought into the models' words before the diff looks.
pub(super) fn renamed_back(desired: &Schema, renames: &Renames, current: &Schema) -> Schema {
    let mut schema = desired.clone();
    if *renames == Renames::default() {
        return schema;
    }
    let (renamed, _) = crate::diff::renames(current, desired, renames);
    for inverse in renamed.iter().rev().filter_map(|operation| operation.invert().ok()) {
        // One that does not fit is no rename of this schema.
        drop(schema.apply(&inverse));
    }
    schema
}

/// The tables that operations drop.
pub(super) fn dropped_tables(operations: &[Operation]) -> BTreeSet<&ObjectName> {
    operations
        .iter()
        .filter_map(|operation| match operation {
            Operation::DropTable { table } => Some(&table.name),
            _ => None,
        })
        .collect()
}
