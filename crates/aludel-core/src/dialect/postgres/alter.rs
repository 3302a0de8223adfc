//! Changes of columns.

use super::column::{collate, identity, mode, owned_sequence, refuse_foreign, serial};
use super::expression::mentions;
use super::plan::Planner;
use super::{Refusal, conversion, default, sequence, types, view};
use crate::dialect::SqlWriter;
use crate::name::ObjectName;
use crate::schema::{Column, Constraint, Generation, Identity, Index, IndexTarget, Literal, Storage, Table};

impl Planner<'_> {
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
        if self.must_be_made_again(&source_before, &source_after) {
            return self.make_again(table, from, to);
        }
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

    /// True where the server has no words for a change of how values are computed.
    fn must_be_made_again(&self, before: &Source<'_>, after: &Source<'_>) -> bool {
        match (before, after) {
            (Source::Expression(one, Storage::Stored), Source::Expression(other, Storage::Stored)) => {
                one != other && !self.postgres.can_change_expressions()
            }
            (Source::Expression(one, storage), Source::Expression(other, wanted)) => one != other || storage != wanted,
            (_, Source::Expression(..)) => true,
            (Source::Expression(..) | Source::Rows | Source::Serial | Source::Identity(_), _) => false,
        }
    }

    /// Drops a column and adds it again as it shall be, its values computed.
    fn make_again(&mut self, table: &ObjectName, from: &Column, to: &Column) -> Result<(), Refusal> {
        self.without_computed(table, &[(from, to)], |_| Ok(()))
    }

    /// Drops computed columns before a change and adds them again after it, with the views, keys, checks and indexes that
    /// go with them.
    fn without_computed(
        &mut self,
        table: &ObjectName,
        columns: &[(&Column, &Column)],
        change: impl FnOnce(&mut Self) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let (constraints, indexes) = match self.before.table(table) {
            Some(table) if !columns.is_empty() => users(table, columns),
            Some(_) | None => (Vec::new(), Vec::new()),
        };
        self.without_views(
            |view| columns.iter().any(|(column, _)| view::reads_column(view, table, &column.name)),
            |planner| {
                constraints.iter().for_each(|constraint| planner.drop_constraint(table, constraint));
                for (from, _) in columns {
                    planner.push(planner.alter_table(table).keyword("DROP COLUMN").ident(&from.name));
                }
                change(planner)?;
                columns.iter().try_for_each(|(_, to)| planner.add_column(table, to))?;
                constraints.iter().try_for_each(|constraint| planner.create_constraint(table, constraint))?;
                indexes.iter().try_for_each(|index| planner.create_index(table, index))
            },
        )
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
        let before = self.before;
        let computed: Vec<(&Column, &Column)> = before
            .table(change.table)
            .into_iter()
            .flat_map(|table| table.columns.iter())
            .filter(|column| matches!(source(column), Source::Expression(sql, _) if mentions(sql, &to.name)))
            .map(|column| (column, column))
            .collect();
        self.without_views(
            |view| view::reads_column(view, change.table, &to.name),
            |planner| {
                planner.without_computed(change.table, &computed, |planner| {
                    planner.push(statement);
                    Ok(())
                })
            },
        )
    }

    /// Takes away what generates the values; the values stay.
    fn leave(&mut self, change: &Change<'_>, before: &Source<'_>, after: &Source<'_>) -> Result<(), Refusal> {
        let alter = change.alter(self);
        match (before, after) {
            (Source::Expression(one, Storage::Stored), Source::Expression(other, Storage::Stored)) if one != other => {
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
}

/// The constraints and indexes of a table that name one of the columns.
fn users<'a>(table: &'a Table, columns: &[(&Column, &Column)]) -> (Vec<&'a Constraint>, Vec<&'a Index>) {
    let in_text = |sql: &String| columns.iter().any(|(column, _)| mentions(sql, &column.name));
    let in_list = |names: &[&str]| columns.iter().any(|(column, _)| names.contains(&column.name.as_str()));
    let constraints = table.constraints.iter().filter(|constraint| match constraint {
        Constraint::Check(check) => in_text(&check.expression),
        Constraint::Exclude(exclude) => {
            exclude.elements.iter().map(|one| &one.target).chain(&exclude.predicate).any(in_text)
        }
        Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::ForeignKey(_) => in_list(&constraint.columns()),
    });
    let indexes = table.indexes.iter().filter(|index| {
        let expressions = index.parts.iter().filter_map(|part| match &part.target {
            IndexTarget::Column(_) => None,
            IndexTarget::Expression(sql) => Some(sql),
        });
        in_list(&index.columns()) || expressions.chain(&index.predicate).any(in_text)
    });
    (constraints.collect(), indexes.collect())
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
        from != to || self.from.plain_collation() != self.to.plain_collation() || self.using.is_some()
    }

    /// The collation to name: one that goes away gives way to the usual one.
    fn collation(&self) -> Option<&str> {
        self.to.plain_collation()
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
