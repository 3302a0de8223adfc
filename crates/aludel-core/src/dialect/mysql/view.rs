//! Views.

use super::refusal::{Refusal, refuse};
use super::{MySql, expression};
use crate::dialect::{Dialect, readers};
use crate::name::ObjectName;
use crate::plan::{Statement, Statements};
use crate::schema::{Schema, View};

/// How a view gets another query. It keeps its definer, its algorithm and whose rights it runs with, which `CREATE OR
/// REPLACE` would take from it.
pub(super) const ALTER: &str = "ALTER VIEW";

impl MySql {
    /// `CREATE VIEW`, or whatever `verb` says.
    pub(super) fn view(&self, verb: &str, view: &View) -> Result<String, Refusal> {
        if view.materialized {
            return Err(refuse(
                "there are no materialised views here",
                "use a plain view, or a table that a job fills",
            ));
        }
        let query = view.query.trim().trim_end_matches(';').trim_end();
        Ok(self.sql().keyword(verb).name(&view.name).keyword("AS").raw(query).finish())
    }

    /// Makes the views anew that read a table which is called otherwise now, or a column of which is: the server leaves
    /// the old name in them. The schema is the one after that.
    pub(super) fn follow(&self, after: &Schema, table: &ObjectName, out: &mut Statements) -> Result<(), Refusal> {
        let reads = |view: &View| view.depends_on.contains(table) || expression::mentions(&view.query, &table.name);
        for view in readers(after.views.iter(), reads) {
            let comment = Some(format!("view {} is made anew, since it would keep the old name", view.name));
            let statement = self.statement(self.view(ALTER, view)?);
            out.add(Statement { comment, ..statement });
        }
        Ok(())
    }
}

/// A query without what a server adds to it when it keeps it: the names of tables before those of columns, the names of
/// columns behind themselves, parentheses. Two queries that are alike in this need not mean the same.
pub(super) fn bare(query: &str) -> String {
    let canonical = expression::canonical(query.trim().trim_end_matches(';'));
    let Some(tokens) = super::lexer::tokens(&canonical) else { return canonical };
    let words: Vec<&str> =
        tokens.iter().map(|token| token.text).filter(|text| !matches!(*text, "(" | ")" | ";")).collect();
    let mut bare: Vec<&str> = Vec::new();
    let mut place = 0;
    while let Some(word) = words.get(place) {
        let next = |ahead: usize| words.get(place + ahead).copied().unwrap_or_default();
        if next(1) == "." {
            place += 2;
            continue;
        }
        let alias = next(1);
        let names_itself = *word == "as" && bare.last() == Some(&alias);
        match *word {
            "as" if names_itself => place += 1,
            "as" | "inner" | "outer" | "asc" => {}
            word => bare.push(word),
        }
        place += 1;
    }
    bare.join(" ")
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn a_query_is_known_again_in_the_words_of_the_server() {
        let ours = "SELECT u.id, name AS called FROM users u WHERE (age > 17) AND name <> ''";
        let theirs = "select `u`.`id` AS `id`,`u`.`name` AS `called` from `users` `u` \
                      where ((`u`.`age` > 17) and (`u`.`name` <> ''))";
        assert_eq!(bare(ours), bare(theirs));
        for other in ["SELECT u.id, name FROM users u", "SELECT u.id, name AS called FROM users u WHERE age > 18"] {
            assert_ne!(bare(other), bare(theirs));
        }
    }
}
