//! What keeps the rows of other tables: foreign keys that are not enforced while a table is made anew, and looks that no
//! row is lost by it.

use super::Rebuild;
use crate::dialect::sqlite::demand::demand;
use crate::dialect::sqlite::grammar::sql;
use crate::name::ObjectName;
use crate::plan::{Guard, Setting, Statements};
use crate::schema::{ForeignKey, Literal, ReferentialAction, Schema};

/// Where the numbers of child rows are kept. It is a temporary table, so that nobody else sees it.
const COUNTED: &str = "_aludel_children";

/// Asks for foreign keys to be off, and in their place for a look that no row refers to nothing in the end.
pub(in crate::dialect::sqlite) fn without_foreign_keys(out: &mut Statements) {
    out.require(foreign_keys_off());
    out.guard(Guard { query: everywhere(), thorough: None, message: MESSAGE.to_owned() });
}

/// The same for a rebuild, after which only the keys of the table and those that refer to it can be broken.
pub(super) fn check_after(rebuild: &Rebuild<'_>, out: &mut Statements) {
    out.require(foreign_keys_off());
    let same_sort = rebuild.before.options.without_rowid == rebuild.after.options.without_rowid;
    let (query, message) = (concerned(&rebuild.after.name, same_sort), MESSAGE.to_owned());
    out.guard(Guard { query, thorough: Some(everywhere()), message });
}

const MESSAGE: &str = "rows refer to rows that are not there";

/// The rows of the whole database that refer to nothing. The number of the key in its table is left out, since it changes with
/// the other keys, and so is the case in which it names a table.
fn everywhere() -> String {
    "SELECT \"table\", rowid, lower(parent) FROM pragma_foreign_key_check".to_owned()
}

/// Those of a table, and of the tables that refer to it. Rows have other numbers where they get or lose them.
fn concerned(table: &ObjectName, numbered: bool) -> String {
    let concerned = sql()
        .keyword("SELECT DISTINCT child.name FROM sqlite_schema AS child LEFT JOIN pragma_foreign_key_list(child.name) AS held")
        .keyword("WHERE child.type = 'table' AND")
        .literal(&Literal::text(&*table.name))
        .keyword("COLLATE NOCASE IN (child.name, held.\"table\")");
    sql()
        .keyword("SELECT found.\"table\",")
        .keyword(if numbered { "found.rowid" } else { "NULL" })
        .tight(", lower(found.parent) FROM (")
        .raw(&concerned.finish())
        .tight(") AS concerned, pragma_foreign_key_check(concerned.name) AS found")
        .finish()
}

/// The pragma is without effect inside of a transaction.
fn foreign_keys_off() -> Setting {
    Setting {
        set: "PRAGMA foreign_keys = OFF".to_owned(),
        verify: "PRAGMA foreign_keys".to_owned(),
        expected: "0".to_owned(),
        restore: "PRAGMA foreign_keys = ON".to_owned(),
        usual: false,
    }
}

/// The foreign keys of other tables that delete or change their rows where the table is dropped, if somebody runs the
/// statements with foreign keys on.
pub(super) struct Children<'a>(Vec<(&'a ObjectName, &'a ForeignKey)>);

impl<'a> Children<'a> {
    pub(super) fn of(schema: &'a Schema, table: &ObjectName) -> Self {
        let others = schema.tables.iter().filter(|other| other.name != *table);
        let keys = others.flat_map(|other| other.foreign_keys().map(|key| (&other.name, key)));
        let acts = |key: &ForeignKey| match key.on_delete {
            ReferentialAction::Cascade | ReferentialAction::SetNull | ReferentialAction::SetDefault => true,
            ReferentialAction::NoAction | ReferentialAction::Restrict => false,
        };
        let refers = |key: &ForeignKey| key.referred_table.name.eq_ignore_ascii_case(&table.name);
        Self(keys.filter(|(_, key)| refers(key) && acts(key)).collect())
    }

    /// Notes how many rows there are.
    pub(super) fn count(&self, out: &mut Statements) {
        if !self.0.is_empty() {
            out.push(sql().keyword("CREATE TEMP TABLE").ident(COUNTED).keyword("AS").raw(&self.counted()).finish());
        }
    }

    /// Stops where there are not as many as before.
    pub(super) fn check(&self, table: &ObjectName, out: &mut Statements) {
        if self.0.is_empty() {
            return;
        }
        let now = self.counted();
        let gone = sql().keyword("NOT EXISTS (SELECT * FROM").ident(COUNTED).keyword("EXCEPT SELECT * FROM (");
        let gone = gone.raw(&now).tight("))");
        let message = format!("rows that refer to {table} are lost: foreign keys were on");
        demand(&gone.finish(), &message).into_iter().for_each(|statement| out.push(statement));
        out.push(sql().keyword("DROP TABLE").ident(COUNTED).finish());
    }

    fn counted(&self) -> String {
        let of = |(table, key): &(&ObjectName, &ForeignKey)| {
            let column = key.columns.first().map(String::as_str).unwrap_or_default();
            let sql = sql().keyword("SELECT").literal(&Literal::text(format!("{table}.{column}"))).tight(", count(");
            sql.ident(column).tight(") FROM").name(table).finish()
        };
        self.0.iter().map(of).collect::<Vec<_>>().join(" UNION ALL ")
    }
}
