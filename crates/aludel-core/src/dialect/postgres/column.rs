//! Columns.

use super::plan::Planner;
use super::{Postgres, Refusal, conversion, default, sequence, types, view};
use crate::dialect::{Dialect, SqlWriter};
use crate::name::ObjectName;
use crate::schema::{Column, Generation, Identity, IdentityMode, Literal, Storage};

/// A column as it stands in `CREATE TABLE` and `ADD COLUMN`.
pub(super) fn definition(postgres: Postgres, column: &Column) -> Result<String, Refusal> {
    refuse_foreign(column)?;
    let sql = postgres.sql().ident(&column.name);
    let collation = |sql: SqlWriter| sql.optional(column.collation.as_ref(), collate);
    let ty = types::spelled(&column.ty)?;
    Ok(match &column.generation {
        Some(Generation::AutoIncrement) => identity(sql.raw(&ty), &Identity::default(), &ty)?,
        Some(Generation::Identity(options)) => identity(sql.raw(&ty), options, &ty)?,
        Some(Generation::Serial) => sql.keyword(serial(&ty)?),
        Some(Generation::Expression { sql: expression, storage }) => {
            let sql = collation(sql.raw(&ty)).keyword("GENERATED ALWAYS AS").parens(|sql| sql.raw(expression));
            not_null(sql.keyword(storage_keyword(postgres, *storage)?), column)
        }
        None => {
            let sql = not_null(collation(sql.raw(&ty)), column);
            sql.optional(column.default.as_ref(), |sql, value| {
                sql.keyword("DEFAULT").raw(&default::spelled(value, &column.ty))
            })
        }
    }
    .finish())
}

fn collate(sql: SqlWriter, collation: &String) -> SqlWriter {
    sql.keyword("COLLATE").ident(collation)
}

fn not_null(sql: SqlWriter, column: &Column) -> SqlWriter {
    sql.when(!column.nullable, |sql| sql.keyword("NOT NULL"))
}

fn refuse_foreign(column: &Column) -> Result<(), Refusal> {
    match &column.on_update {
        Some(_) => Err(Refusal::new(
            format!("no column sets itself when its row changes, as \"{}\" should", column.name),
            "set it in the application or in a trigger",
        )),
        None => Ok(()),
    }
}

/// `GENERATED … AS IDENTITY`, which makes the column NOT NULL.
fn identity(sql: SqlWriter, identity: &Identity, ty: &str) -> Result<SqlWriter, Refusal> {
    if !matches!(ty, "smallint" | "integer" | "bigint") {
        return Err(Refusal::new(
            format!("the database numbers smallint, integer and bigint columns only, not {ty}"),
            "give the column one of these types",
        ));
    }
    let clauses = sequence::clauses(&Default::default(), &identity.options);
    let sql = sql.keyword("GENERATED").keyword(mode(identity.mode)).keyword("AS IDENTITY");
    Ok(sql.when(!clauses.is_empty(), |sql| sql.parens(|sql| sql.raw(&clauses.join(" ")))))
}

fn mode(mode: IdentityMode) -> &'static str {
    match mode {
        IdentityMode::ByDefault => "BY DEFAULT",
        IdentityMode::Always => "ALWAYS",
    }
}

fn serial(ty: &str) -> Result<&'static str, Refusal> {
    match ty {
        "smallint" => Ok("smallserial"),
        "integer" => Ok("serial"),
        "bigint" => Ok("bigserial"),
        _ => Err(Refusal::new(
            format!("a serial column is of type smallint, integer or bigint, not {ty}"),
            "give the column one of these types",
        )),
    }
}

fn storage_keyword(postgres: Postgres, storage: Storage) -> Result<&'static str, Refusal> {
    match storage {
        Storage::Stored => Ok("STORED"),
        Storage::Virtual if postgres.has_virtual_columns() => Ok("VIRTUAL"),
        Storage::Virtual => Err(Refusal::new(
            format!("PostgreSQL {} has no columns that are computed when read", postgres.version()),
            "make the column stored, or use PostgreSQL 18",
        )),
    }
}

/// Where the values of a column come from, as PostgreSQL tells it apart.
#[derive(Clone, PartialEq)]
enum Source<'a> {
    Rows,
    Serial,
    Identity(Identity),
    Expression(&'a str, Storage),
}

fn source(column: &Column) -> Source<'_> {
    match &column.generation {
        None => Source::Rows,
        Some(Generation::Serial) => Source::Serial,
        Some(Generation::AutoIncrement) => Source::Identity(Identity::default()),
        Some(Generation::Identity(identity)) => Source::Identity(identity.clone()),
        Some(Generation::Expression { sql, storage }) => Source::Expression(sql, *storage),
    }
}

impl Planner<'_> {
    /// Adds a column and its comment.
    pub(super) fn add_column(&mut self, table: &ObjectName, column: &Column) -> Result<(), Refusal> {
        let definition = definition(self.postgres, column)?;
        self.push(self.alter_table(table).keyword("ADD COLUMN").raw(&definition));
        if let Some(comment) = &column.comment {
            self.comment_on_column(table, &column.name, Some(comment));
        }
        Ok(())
    }

    /// Changes a column: what generates its values is taken away first and comes back last, so that the type between
    /// them is free to change.
    pub(super) fn alter_column(
        &mut self,
        table: &ObjectName,
        from: &Column,
        to: &Column,
        using: Option<&str>,
    ) -> Result<(), Refusal> {
        refuse_foreign(to)?;
        let (source_before, source_after) = (source(from), source(to));
        let both_serial = source_before == Source::Serial && source_after == Source::Serial;
        let both_identity = matches!((&source_before, &source_after), (Source::Identity(_), Source::Identity(_)));
        let change = Change { table, from, to, using };
        let stays = source_before == source_after || both_identity;
        if !stays {
            self.leave(&change, &source_before, &source_after)?;
        }
        self.alter_definition(&change, !stays && source_before == Source::Serial)?;
        if both_serial && change.retypes() {
            let ty = types::spelled(&to.ty)?;
            serial(&ty)?;
            self.run_on_sequence("ALTER SEQUENCE", &change, &format!(" AS {ty}"));
        }
        self.enter(&change, &source_before, &source_after)?;
        if from.comment != to.comment {
            self.comment_on_column(table, &to.name, to.comment.as_deref());
        }
        Ok(())
    }

    /// The type, nullability and default, in one statement.
    fn alter_definition(&mut self, change: &Change<'_>, had_serial: bool) -> Result<(), Refusal> {
        let Change { from, to, using, .. } = change;
        let mut clauses: Vec<SqlWriter> = Vec::new();
        let retypes = change.retypes();
        let redefault = retypes || from.default != to.default;
        let alter = || self.sql().keyword("ALTER COLUMN").ident(&to.name);
        let numbered = |column: &Column| column.is_auto_increment();
        if redefault && from.default.is_some() && !numbered(from) && (retypes || to.default.is_none()) {
            clauses.push(alter().keyword("DROP DEFAULT"));
        }
        if retypes {
            let ty = types::spelled(&to.ty)?;
            let sql = alter().keyword("TYPE").raw(&ty).optional(change.collation(), collate);
            let column = self.sql().ident(&to.name).finish();
            let using = using.map(str::to_owned).or_else(|| conversion::using(&column, &from.ty, &to.ty, &ty));
            clauses.push(sql.optional(using, |sql, using| sql.keyword("USING").raw(&using)));
        }
        let (nullable, wanted) = (from.nullable && !numbered(from), to.nullable && !numbered(to));
        if nullable != wanted {
            clauses.push(alter().keyword(if wanted { "DROP NOT NULL" } else { "SET NOT NULL" }));
        }
        if let Some(value) = &to.default
            && to.generation.is_none()
            && (redefault || had_serial)
        {
            clauses.push(alter().keyword("SET DEFAULT").raw(&default::spelled(value, &to.ty)));
        }
        if clauses.is_empty() {
            return Ok(());
        }
        let clauses: Vec<String> = clauses.into_iter().map(SqlWriter::finish).collect();
        let statement = self.alter_table(change.table).list(&clauses, |sql, clause| sql.raw(clause));
        if !retypes {
            self.push(statement);
            return Ok(());
        }
        self.without_views(
            |view| view::reads_column(view, change.table, &to.name),
            |planner| {
                planner.push(statement);
                Ok(())
            },
        )
    }

    /// Takes away what generates the values; the values stay.
    fn leave(&mut self, change: &Change<'_>, before: &Source<'_>, after: &Source<'_>) -> Result<(), Refusal> {
        let alter = change.alter(self);
        match (before, after) {
            (Source::Expression(one, Storage::Stored), Source::Expression(other, Storage::Stored)) if one != other => {
                if !self.postgres.can_change_expressions() {
                    return Err(change.cannot_compute());
                }
                self.push(alter.keyword("SET EXPRESSION AS").parens(|sql| sql.raw(other)));
            }
            (_, Source::Expression(..)) | (Source::Expression(_, Storage::Virtual), _) => {
                return Err(change.cannot_compute());
            }
            (Source::Expression(_, Storage::Stored), _) => self.push(alter.keyword("DROP EXPRESSION")),
            (Source::Identity(_), _) => self.push(alter.keyword("DROP IDENTITY")),
            (Source::Serial, _) => {
                // The sequence is found by its owner, which dropping the default does not change.
                self.push(alter.keyword("DROP DEFAULT"));
                self.run_on_sequence("DROP SEQUENCE", change, "");
            }
            (Source::Rows, _) => {}
        }
        Ok(())
    }

    /// Has the database number the rows, from behind the numbers that are there.
    fn enter(&mut self, change: &Change<'_>, before: &Source<'_>, after: &Source<'_>) -> Result<(), Refusal> {
        let ty = types::spelled(&change.to.ty)?;
        match (before, after) {
            (Source::Identity(before), Source::Identity(after)) => {
                let options = sequence::clauses(&before.options, &after.options);
                let mode = (before.mode != after.mode).then(|| format!("GENERATED {}", mode(after.mode)));
                let clauses: Vec<String> =
                    mode.into_iter().chain(options).map(|clause| format!("SET {clause}")).collect();
                if !clauses.is_empty() {
                    self.push(change.alter(self).raw(&clauses.join(" ")));
                }
            }
            (_, Source::Identity(options)) => {
                self.push(identity(change.alter(self).keyword("ADD"), options, &ty)?);
                if options.options.increment.is_none_or(|increment| increment > 0) {
                    let first = options.options.start.unwrap_or(1);
                    self.push(self.continue_behind_rows(change, first));
                }
            }
            (Source::Serial, Source::Serial) => {}
            (_, Source::Serial) => {
                serial(&ty)?;
                let name = format!("{}_{}_seq", change.table.name, change.to.name);
                let name = super::name::beside(change.table, &crate::name::shorten(name));
                let create = self.sql().keyword("CREATE SEQUENCE").name(&name).keyword("AS").raw(&ty);
                let owner = create.keyword("OWNED BY").name(change.table).tight(".");
                self.push(owner.ident(&change.to.name));
                let name = self.sql().name(&name).finish();
                let next = change.alter(self).keyword("SET DEFAULT nextval(").literal(&Literal::Text(name));
                self.push(next.tight(")"));
                self.push(self.continue_behind_rows(change, 1));
            }
            (_, Source::Rows | Source::Expression(..)) => {}
        }
        Ok(())
    }

    /// Moves a new sequence behind the numbers that the column holds.
    fn continue_behind_rows(&self, change: &Change<'_>, first: i64) -> SqlWriter {
        let column = self.sql().ident(&change.to.name).finish();
        let sql =
            self.sql().keyword("SELECT setval(").raw(&change.sequence(self)).tight(", greatest(max(").tight(&column);
        let sql = sql.tight(") + 1, ").literal(&Literal::number(first)).tight("), FALSE)");
        sql.keyword("FROM").name(change.table)
    }

    /// Runs a statement on the sequence that the column owns, whatever its name.
    fn run_on_sequence(&mut self, statement: &str, change: &Change<'_>, after: &str) {
        let sequence = self.sql().raw(&change.sequence(self));
        self.run_block(&format!("{statement} "), sequence, after);
    }

    /// The comment of a column.
    pub(super) fn comment_on_column(&mut self, table: &ObjectName, column: &str, comment: Option<&str>) {
        self.comment("COLUMN", |sql| sql.name(table).tight(".").ident(column), comment);
    }
}

/// One column before and after.
struct Change<'a> {
    table: &'a ObjectName,
    from: &'a Column,
    to: &'a Column,
    using: Option<&'a str>,
}

impl Change<'_> {
    fn retypes(&self) -> bool {
        let (from, to) = (types::canonical(&self.from.ty), types::canonical(&self.to.ty));
        from != to || self.from.collation != self.to.collation || self.using.is_some()
    }

    /// The collation to name: one that goes away gives way to the usual one.
    fn collation(&self) -> Option<&String> {
        self.to.collation.as_ref()
    }

    fn alter(&self, planner: &Planner<'_>) -> SqlWriter {
        planner.alter_table(self.table).keyword("ALTER COLUMN").ident(&self.to.name)
    }

    /// The call that finds the sequence of the column.
    fn sequence(&self, planner: &Planner<'_>) -> String {
        owned_sequence(planner, self.table, &self.to.name)
    }

    fn cannot_compute(&self) -> Refusal {
        Refusal::new(
            format!("how \"{}\" is computed cannot be changed in place", self.to.name),
            "drop the column and add it again: its values are computed",
        )
    }
}

/// The call that finds the sequence that a serial or identity column owns. The table is SQL to it, the column plain text.
pub(super) fn owned_sequence(planner: &Planner<'_>, table: &ObjectName, column: &str) -> String {
    let table = planner.sql().name(table).finish();
    let call = planner.sql().keyword("pg_get_serial_sequence(").literal(&Literal::Text(table)).tight(", ");
    call.literal(&Literal::text(column)).tight(")").finish()
}
