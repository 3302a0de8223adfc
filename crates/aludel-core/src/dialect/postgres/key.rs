//! The canonical form of a schema: two schemas that PostgreSQL cannot tell apart have equal keys.

use super::{default, expression, sequence, types};
use crate::schema::{
    Check, Column, Constraint, Exclude, Generation, Identity, IdentityMode, Index, IndexPart, IndexTarget, NullsOrder,
    OnConflict, PrimaryKey, Schema, Sequence, SequenceOptions, SortOrder, Table, TableOptions, Unique, View,
};

/// The canonical form of a schema.
pub(super) fn schema(schema: &Schema) -> Schema {
    let mut schema = schema.clone();
    schema.enum_types.iter_mut().for_each(|enum_type| trim(&mut enum_type.comment));
    schema.sequences = schema.sequences.map(self::sequence);
    schema.tables = schema.tables.map(table);
    schema.views = schema.views.map(view);
    schema
}

/// An empty comment is none.
fn trim(comment: &mut Option<String>) {
    *comment = comment.take().filter(|comment| !comment.is_empty());
}

fn sequence(mut sequence: Sequence) -> Sequence {
    trim(&mut sequence.comment);
    let ty = sequence.ty.as_ref().map(types::canonical).filter(|ty| *ty != crate::schema::ColumnType::big_integer());
    let options = sequence::canonical(&sequence.options, ty.as_ref().map_or(64, sequence::bits));
    Sequence { ty, options, ..sequence }
}

fn view(mut view: View) -> View {
    trim(&mut view.comment);
    view.query = expression::canonical(view.query.trim().trim_end_matches(';'));
    view.indexes = view.indexes.map(index);
    // What a view reads follows from its query.
    view.depends_on.clear();
    view
}

fn table(mut table: Table) -> Table {
    trim(&mut table.comment);
    table.options = TableOptions { unlogged: table.options.unlogged, ..TableOptions::default() };
    table.columns = table.columns.map(column);
    if let Some(key) = table.primary_key().cloned() {
        for column in key.columns {
            table.columns.modify(&column, |column| column.nullable = false);
        }
    }
    table.constraints = table.constraints.map(constraint);
    table.indexes = table.indexes.map(index);
    table
}

fn column(mut column: Column) -> Column {
    trim(&mut column.comment);
    let ty = types::canonical(&column.ty);
    column.generation = column.generation.map(|generation| self::generation(generation, sequence::bits(&ty)));
    let generated = column.generation.is_some();
    let collation = column.plain_collation().filter(|collation| *collation != "default").map(str::to_owned);
    Column {
        nullable: column.nullable && !column.is_auto_increment(),
        default: column.default.filter(|_| !generated).and_then(|value| default::canonical(&value, &ty)),
        collation,
        charset: None,
        invisible: false,
        ty,
        ..column
    }
}

/// Serial and identity columns that nothing is special about are numbered by the database, and no more is said.
fn generation(generation: Generation, bits: u32) -> Generation {
    match generation {
        Generation::AutoIncrement | Generation::Serial => Generation::AutoIncrement,
        Generation::Identity(Identity { mode, options }) => {
            let options = sequence::canonical(&options, bits);
            match mode {
                IdentityMode::ByDefault if options == SequenceOptions::default() => Generation::AutoIncrement,
                IdentityMode::ByDefault | IdentityMode::Always => Generation::Identity(Identity { mode, options }),
            }
        }
        Generation::Expression { sql, storage } => Generation::Expression { sql: expression::canonical(&sql), storage },
    }
}

fn constraint(constraint: Constraint) -> Constraint {
    match constraint {
        Constraint::PrimaryKey(key) => {
            Constraint::PrimaryKey(PrimaryKey { on_conflict: on_conflict(key.on_conflict), ..key })
        }
        Constraint::Unique(unique) => {
            Constraint::Unique(Unique { on_conflict: on_conflict(unique.on_conflict), ..unique })
        }
        Constraint::ForeignKey(key) => Constraint::ForeignKey(key),
        Constraint::Check(check) => {
            Constraint::Check(Check { expression: expression::canonical(&check.expression), ..check })
        }
        Constraint::Exclude(mut exclude) => {
            for element in &mut exclude.elements {
                element.target = expression::canonical(&element.target);
                element.operator = element.operator.trim().to_owned();
            }
            let predicate = exclude.predicate.as_deref().map(expression::canonical);
            let method = exclude.method.to_ascii_lowercase();
            Constraint::Exclude(Exclude { predicate, method, ..exclude })
        }
    }
}

/// Refusing the statement is all that a constraint does here.
fn on_conflict(on_conflict: Option<OnConflict>) -> Option<OnConflict> {
    on_conflict.filter(|action| *action != OnConflict::Abort)
}

fn index(mut index: Index) -> Index {
    trim(&mut index.comment);
    let method = index.method.map(|method| method.to_ascii_lowercase()).filter(|method| method != "btree");
    let option = |(name, value): (String, String)| {
        (name.to_ascii_lowercase(), value.trim().trim_matches('\'').to_ascii_lowercase())
    };
    Index {
        method,
        parts: index.parts.into_iter().map(part).collect(),
        predicate: index.predicate.as_deref().map(expression::canonical),
        options: index.options.into_iter().map(option).collect(),
        parser: None,
        invisible: false,
        ..index
    }
}

fn part(part: IndexPart) -> IndexPart {
    let usual = match part.order {
        SortOrder::Ascending => NullsOrder::Last,
        SortOrder::Descending => NullsOrder::First,
    };
    let target = match part.target {
        IndexTarget::Expression(sql) => IndexTarget::Expression(expression::canonical(&sql)),
        column @ IndexTarget::Column(_) => column,
    };
    IndexPart {
        target,
        nulls: part.nulls.filter(|nulls| *nulls != usual),
        operator_class: part.operator_class.map(|class| class.to_ascii_lowercase()),
        prefix_length: None,
        ..part
    }
}
