//! The canonical form of a schema: equal for two schemas that SQLite cannot tell apart.

use super::view::query;
use super::{column, default, expression, types};
use crate::dialect::uuid;
use crate::schema::{
    Check, Column, ColumnType, Constraint, Deferral, ForeignKey, Generation, Index, IndexPart, IndexTarget, MatchType,
    OnConflict, PrimaryKey, Schema, Table, TableOptions, Unique, Validity, View,
};

/// The canonical form of a schema. What SQLite has no place for is left out.
pub(super) fn schema(schema: &Schema) -> Schema {
    Schema {
        tables: schema.tables.iter().map(table).collect(),
        views: schema.views.iter().map(view).collect(),
        ..Schema::default()
    }
}

/// The canonical form of a table.
pub(super) fn table(table: &Table) -> Table {
    let TableOptions { strict, without_rowid, .. } = table.options;
    Table {
        name: table.name.clone(),
        columns: table.columns.iter().map(|column| canonical_column(column, table)).collect(),
        constraints: table.constraints.iter().map(|constraint| canonical_constraint(constraint, table)).collect(),
        indexes: table.indexes.iter().map(|index| canonical_index(index, table)).collect(),
        options: TableOptions { strict, without_rowid, ..TableOptions::default() },
        comment: None,
    }
}

fn canonical_column(column: &Column, table: &Table) -> Column {
    let strict = table.options.strict;
    let is_rowid = column::is_rowid(column, table);
    let affinity = types::affinity(&column.ty, strict);
    Column {
        name: column.name.clone(),
        ty: canonical_type(column, table, is_rowid),
        nullable: column.nullable && !column::is_never_null(column, table),
        default: uuid::default(column).and_then(|default| default::canonical(&default, affinity)),
        generation: column.generation.as_ref().map(|generation| match generation {
            Generation::AutoIncrement | Generation::Serial => Generation::AutoIncrement,
            Generation::Identity(_) if column::counts_from_one(generation) => Generation::AutoIncrement,
            Generation::Identity(_) => generation.clone(),
            Generation::Expression { sql, storage } => {
                Generation::Expression { sql: canonical_in(sql, table), storage: *storage }
            }
        }),
        on_update: column.on_update.clone(),
        charset: None,
        collation: column.plain_collation().and_then(collation),
        invisible: false,
        comment: None,
    }
}

/// All integers are one where they are the rowid; a key that is declared INT and not INTEGER is no rowid, and stays apart.
fn canonical_type(column: &Column, table: &Table, is_rowid: bool) -> ColumnType {
    let canonical = types::canonical(&column.ty, table.options.strict);
    match &column.ty {
        ColumnType::Integer { .. } if is_rowid => ColumnType::integer(),
        ColumnType::Raw { sql } if !is_rowid => {
            let as_read = Column { ty: canonical.clone(), ..column.clone() };
            let would_be_rowid = column::is_rowid(&as_read, table);
            if would_be_rowid { ColumnType::Raw { sql: sql.trim().to_ascii_uppercase() } } else { canonical }
        }
        _ => canonical,
    }
}

fn canonical_constraint(constraint: &Constraint, table: &Table) -> Constraint {
    match constraint {
        Constraint::PrimaryKey(key) => Constraint::PrimaryKey(PrimaryKey {
            name: String::new(),
            columns: key.columns.clone(),
            prefix_lengths: key.prefix_lengths.clone(),
            deferral: deferral(key.deferral),
            on_conflict: on_conflict(key.on_conflict),
        }),
        Constraint::Unique(unique) => Constraint::Unique(Unique {
            include: Vec::new(),
            deferral: deferral(unique.deferral),
            on_conflict: on_conflict(unique.on_conflict),
            ..unique.clone()
        }),
        Constraint::Check(check) => Constraint::Check(Check {
            name: check.name.clone(),
            expression: canonical_in(&check.expression, table),
            validity: validity(check.validity),
            no_inherit: false,
        }),
        Constraint::ForeignKey(key) => Constraint::ForeignKey(ForeignKey {
            match_type: if key.columns.len() > 1 { key.match_type } else { MatchType::Simple },
            deferral: deferral(key.deferral),
            validity: validity(key.validity),
            ..key.clone()
        }),
        Constraint::Exclude(exclude) => Constraint::Exclude(exclude.clone()),
    }
}

fn canonical_index(index: &Index, table: &Table) -> Index {
    Index {
        name: index.name.clone(),
        parts: index.parts.iter().map(|part| canonical_part(part, table)).collect(),
        unique: index.unique,
        nulls_not_distinct: index.nulls_not_distinct,
        predicate: index.predicate.as_deref().map(|predicate| canonical_in(predicate, table)),
        method: index.method.clone().filter(|method| !matches!(method.as_str(), "btree" | "hash")),
        ..Index::new("", [] as [&str; 0])
    }
}

fn canonical_part(part: &IndexPart, table: &Table) -> IndexPart {
    let own = part.collation.as_deref().map(|name| collation(name).unwrap_or_default());
    let of_column = |name: &String| table.columns.get(name)?.plain_collation().and_then(collation);
    match &part.target {
        IndexTarget::Column(name) => IndexPart {
            order: part.order,
            // Without one of its own, a part has the collation of its column.
            collation: own.filter(|own| *own != of_column(name).unwrap_or_default()),
            ..IndexPart::column(name)
        },
        IndexTarget::Expression(sql) => IndexPart {
            order: part.order,
            collation: own.filter(|own| !own.is_empty()),
            ..IndexPart::expression(canonical_in(sql, table))
        },
    }
}

fn view(view: &View) -> View {
    View { materialized: view.materialized, ..View::new(&view.name, expression::canonical(query(view))) }
}

/// An expression of a table: its own name in front of a column says nothing.
fn canonical_in(sql: &str, table: &Table) -> String {
    expression::canonical(&expression::unqualified(sql, &table.name.name))
}

/// The collation in one spelling; `None` for the one that is there without a word.
fn collation(name: &str) -> Option<String> {
    let upper = name.to_ascii_uppercase();
    (upper != "BINARY").then_some(upper)
}

fn on_conflict(on_conflict: Option<OnConflict>) -> Option<OnConflict> {
    on_conflict.filter(|on_conflict| *on_conflict != OnConflict::Abort)
}

/// No statement asks for deferral later, so a constraint that begins as immediate stays so.
fn deferral(deferral: Deferral) -> Deferral {
    match deferral {
        Deferral::Never | Deferral::Immediate => Deferral::Never,
        Deferral::Deferred => Deferral::Deferred,
    }
}

fn validity(validity: Validity) -> Validity {
    match validity {
        Validity::Enforced | Validity::NotValid => Validity::Enforced,
        Validity::NotEnforced => Validity::NotEnforced,
    }
}
