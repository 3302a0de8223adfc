//! Scripts for `sqlite3`.

use super::demand::demand;
use super::grammar::sql;
use super::{Sqlite, trigger};
use crate::dialect::offline::ended;
use crate::dialect::{Dialect, Offline, OfflineClock, OfflineGuard};
use crate::plan::Guard;
use crate::schema::{Constraint, Literal, Table};

/// Where the moment is kept from which time is counted.
const START: &str = "_aludel_start";

/// Lets a script write into the catalogue.
const ALLOW: &str =
    "-- a client that guards the catalogue lets the triggers be put back only so\n.dbconfig defensive off\n";

impl Offline for Sqlite {
    fn client(&self) -> &'static str {
        "sqlite3 FILE < SCRIPT"
    }

    fn opening(&self, patience: u64) -> Vec<String> {
        let patience = patience.saturating_mul(1000);
        vec![".bail on".to_owned(), format!(".timeout {patience}"), "PRAGMA foreign_keys = ON;".to_owned()]
    }

    /// Newer clients guard the catalogue, into which triggers are put back, unless told otherwise.
    fn ended(&self, statement: &str) -> String {
        let allowed = if statement == trigger::OPEN_CATALOGUE { ALLOW } else { "" };
        format!("{allowed}{}", ended(statement, ";"))
    }

    fn demand(&self, condition: &str, message: &str) -> Vec<String> {
        demand(condition, message).into()
    }

    fn clock(&self) -> OfflineClock {
        let start = sql().keyword("CREATE TEMP TABLE").ident(START).keyword("AS SELECT julianday('now') AS at");
        let elapsed = sql().keyword("(SELECT max(0, CAST(round((julianday('now') - at) * 86400000) AS INTEGER)) FROM");
        OfflineClock {
            start: vec![start.finish()],
            now: "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')".to_owned(),
            elapsed: elapsed.ident(START).tight(")").finish(),
            end: vec![sql().keyword("DROP TABLE").ident(START).finish()],
        }
    }

    fn watch(&self, guard: &Guard, number: usize) -> Option<OfflineGuard> {
        let kept = format!("_aludel_guard_{number}");
        let query = &guard.query;
        let before = sql().keyword("CREATE TEMP TABLE").ident(&kept).keyword("AS").raw(query).finish();
        let holds = sql()
            .keyword("NOT EXISTS (SELECT * FROM (")
            .raw(query)
            .tight(")")
            .keyword("EXCEPT SELECT * FROM")
            .ident(&kept)
            .tight(")")
            .keyword("AND (SELECT COUNT(*) FROM (")
            .raw(query)
            .tight(")) <= (SELECT COUNT(*) FROM")
            .ident(&kept)
            .tight(")");
        let after = sql().keyword("DROP TABLE").ident(&kept).finish();
        Some(OfflineGuard { before: vec![before], holds: holds.finish(), after: vec![after] })
    }

    /// Its columns and indexes by their names, how many foreign keys it has, and that it has none of the clauses that a
    /// rebuild would lose.
    fn is_as_known(&self, table: &Table) -> Option<String> {
        let name = Literal::text(&*table.name.name);
        let columns: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        let indexes: Vec<&str> = table.indexes.iter().map(|index| index.name.as_str()).collect();
        let is_foreign_key = |one: &&Constraint| matches!(one, Constraint::ForeignKey(_));
        let foreign_keys = Literal::number(table.constraints.iter().filter(is_foreign_key).count() as u64);
        let name = self.literal(&name);
        let of_columns = just(&format!("pragma_table_xinfo({name}) WHERE true"), &columns);
        let of_indexes =
            format!("sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = {name} COLLATE NOCASE");
        let of_indexes = just(&of_indexes, &indexes);
        let sql = sql().raw(&of_columns).keyword("AND").raw(&of_indexes);
        let sql = sql.keyword("AND (SELECT COUNT(DISTINCT id) FROM pragma_foreign_key_list(").raw(&name);
        Some(sql.tight(")) =").literal(&foreign_keys).keyword("AND").raw(&without_odd_clauses(&name)).finish())
    }
}

/// The condition that no key has an order of its own and no `NOT NULL` a conflict clause.
fn without_odd_clauses(name: &str) -> String {
    let keys = sql()
        .keyword("NOT EXISTS (SELECT 1 FROM pragma_index_list(")
        .tight(name)
        .tight(") AS held, pragma_index_xinfo(held.name) AS part WHERE held.origin <> 'c' AND part.key AND part.desc)");
    let blanks = "replace(replace(replace(replace(sql, char(10), ' '), char(13), ' '), char(9), ' '), '  ', ' ')";
    let clauses = sql()
        .keyword("NOT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name =")
        .keyword(name)
        .keyword("COLLATE NOCASE AND")
        .keyword(blanks)
        .keyword("LIKE '%NOT NULL ON CONFLICT%')");
    keys.keyword("AND").raw(&clauses.finish()).finish()
}

/// The condition that a source has just these names.
fn just(source: &str, names: &[&str]) -> String {
    let number = Literal::number(names.len() as u64);
    let counted = || sql().keyword("(SELECT COUNT(*) FROM").raw(source);
    let named = counted()
        .keyword("AND name COLLATE NOCASE IN")
        .parens(|sql| sql.list(names, |sql, name| sql.literal(&Literal::text(*name))));
    let named = named.tight(") =").literal(&number).finish();
    counted().tight(") =").literal(&number).keyword("AND").raw(&named).finish()
}
