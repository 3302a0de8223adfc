//! Views and materialised views.

use super::Refusal;
use super::expression::{has_star, mentions};
use super::plan::Planner;
use crate::dialect::readers;
use crate::name::ObjectName;
use crate::schema::View;

/// True where the query of a view may read that column of that table.
pub(super) fn reads_column(view: &View, table: &ObjectName, column: &str) -> bool {
    view.depends_on.contains(table) && (mentions(&view.query, column) || has_star(&view.query))
}

fn kind(view: &View) -> &'static str {
    if view.materialized { "MATERIALIZED VIEW" } else { "VIEW" }
}

impl Planner<'_> {
    /// Makes a view, its indexes and its comment.
    pub(super) fn create_view(&mut self, view: &View) -> Result<(), Refusal> {
        let sql = self.sql().keyword("CREATE").keyword(kind(view)).name(&view.name).keyword("AS").tight("\n");
        self.push(sql.raw(view.query.trim().trim_end_matches(';').trim_end()));
        for index in &view.indexes {
            self.create_index(&view.name, index)?;
        }
        if let Some(comment) = &view.comment {
            self.comment(kind(view), |sql| sql.name(&view.name), Some(comment));
        }
        Ok(())
    }

    /// Drops a view.
    pub(super) fn drop_view(&mut self, view: &View) {
        self.push(self.sql().keyword("DROP").keyword(kind(view)).name(&view.name));
    }

    /// Changes a view. `CREATE OR REPLACE` could only add columns at the end, so the view is made anew, and with it
    /// those that read it.
    pub(super) fn alter_view(&mut self, from: &View, to: &View) -> Result<(), Refusal> {
        let same = View { comment: to.comment.clone(), ..from.clone() } == *to;
        if same {
            self.comment(kind(to), |sql| sql.name(&to.name), to.comment.as_deref());
            return Ok(());
        }
        self.without_views(
            |view| view.depends_on.contains(&from.name),
            |planner| {
                planner.drop_view(from);
                planner.create_view(to)
            },
        )
    }

    /// Makes a change that the server refuses while views use what is changed: those are dropped before and made again
    /// after, with the views that read them.
    pub(super) fn without_views(
        &mut self,
        uses: impl Fn(&View) -> bool,
        change: impl FnOnce(&mut Self) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let views: Vec<View> = readers(self.before.views.iter(), uses).into_iter().cloned().collect();
        views.iter().rev().for_each(|view| self.drop_view(view));
        change(self)?;
        views.iter().try_for_each(|view| self.create_view(view))
    }
}
