//! Views.

use super::MySql;
use super::refusal::{Refusal, refuse};
use crate::dialect::Dialect;
use crate::schema::View;

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
}
