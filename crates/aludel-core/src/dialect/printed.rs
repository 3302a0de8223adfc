//! What a server makes of the queries of views, where it prints a view only once it is there.
//!
//! Such a server cannot be asked whether two queries mean the same. So what it made of a query is kept when the view is
//! made, and a view that is found as something else was changed by hand.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Dialect;
use crate::digest::{hex, sha256};
use crate::name::ObjectName;
use crate::schema::{Schema, View};

/// The query of a view as somebody wrote it, and what the server made of it: hashes, since nothing is asked of them but
/// whether they are equal.
///
/// ```
/// use aludel_core::dialect::{self, PrintedView};
/// use aludel_core::schema::View;
///
/// let dialect = dialect::by_name("mysql").expect("it is one of them");
/// let written = View::new("adults", "SELECT id FROM people");
/// let found = View::new("adults", "select `people`.`id` AS `id` from `people`");
/// let printed = PrintedView::new(&*dialect, &written, &found);
/// assert_ne!(printed.authored, printed.printed);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedView {
    /// The view.
    pub view: ObjectName,
    /// The hash of its query in a script, in canonical form.
    pub authored: String,
    /// The hash of its query in the catalogue, in canonical form.
    pub printed: String,
}

impl PrintedView {
    /// What the catalogue shows of a view that was written so.
    pub fn new(dialect: &dyn Dialect, written: &View, found: &View) -> Self {
        Self { view: written.name.clone(), authored: hash(dialect, written), printed: hash(dialect, found) }
    }
}

/// Brings the views of a database into authored words wherever it is known that the server made of these what it shows.
/// Returns those of which it is known that it made something else: they were changed by hand. A server that can be asked
/// needs none of this.
pub fn recognize(
    dialect: &dyn Dialect,
    inspected: &mut Schema,
    authored: &Schema,
    known: &[PrintedView],
) -> BTreeSet<ObjectName> {
    let mut changed = BTreeSet::new();
    if !dialect.prints_what_is_there() {
        return changed;
    }
    let names: BTreeSet<&ObjectName> = known.iter().map(|one| &one.view).collect();
    for name in names {
        let (Some(found), Some(written)) = (inspected.views.get_mut(name), authored.views.get(name)) else { continue };
        let (shown, wanted) = (hash(dialect, found), hash(dialect, written));
        let mut prints = known.iter().filter(|one| one.view == *name && one.authored == wanted).peekable();
        if shown == wanted || prints.peek().is_none() {
            continue;
        }
        if prints.any(|one| one.printed == shown) {
            found.query.clone_from(&written.query);
        } else {
            changed.insert(name.clone());
        }
    }
    changed
}

/// The hash of a query in canonical form, which holds no name of a database.
fn hash(dialect: &dyn Dialect, view: &View) -> String {
    let key = dialect.key(&Schema { views: [view.clone()].into_iter().collect(), ..Schema::default() });
    let query = key.views.get(&view.name).map_or(&view.query, |key| &key.query);
    hex(sha256(query))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::by_name;

    fn schema(query: &str) -> Schema {
        Schema { views: [View::new("v", query)].into_iter().collect(), ..Schema::default() }
    }

    /// What is known after a view was written in one way and printed in another, and what becomes of one that is found.
    fn found(shown: &str, written: &str) -> (Schema, bool) {
        let dialect = by_name("mysql").unwrap();
        let print = |written: &str, printed: &str| {
            PrintedView::new(&*dialect, &View::new("v", written), &View::new("v", printed))
        };
        let known = [
            print("SELECT a FROM t", "select `t`.`a` AS `a` from `t`"),
            print("SELECT * FROM t", "select `t`.`a` AS `a` from `t`"),
            print("SELECT * FROM t", "select `t`.`a` AS `a`,`t`.`b` AS `b` from `t`"),
        ];
        let mut inspected = schema(shown);
        let changed = recognize(&*dialect, &mut inspected, &schema(written), &known);
        (inspected, changed.contains(&"v".into()))
    }

    #[test]
    fn a_view_that_is_as_it_was_printed_is_in_the_words_in_which_it_was_written() {
        for (shown, written) in [
            ("select `t`.`a` AS `a` from `t`", "SELECT a FROM t"),
            ("select `t`.`a` AS `a` from `t`", "SELECT  a\nFROM t"),
            ("select `t`.`a` AS `a` from `t`", "SELECT * FROM t"),
            ("select `t`.`a` AS `a`,`t`.`b` AS `b` from `t`", "SELECT * FROM t"),
        ] {
            assert_eq!(found(shown, written), (schema(written), false));
        }
    }

    #[test]
    fn a_view_that_is_not_as_it_was_printed_was_changed() {
        let by_hand = "select `t`.`a` AS `a` from `t` where (`t`.`a` > 1)";
        assert_eq!(found(by_hand, "SELECT a FROM t"), (schema(by_hand), true));
    }

    #[test]
    fn a_server_that_can_be_asked_is_asked() {
        for name in ["postgres", "sqlite"] {
            let dialect = by_name(name).unwrap();
            let known = [PrintedView::new(&*dialect, &View::new("v", "SELECT 1"), &View::new("v", " SELECT 1;"))];
            let changed = recognize(&*dialect, &mut schema("SELECT 2"), &schema("SELECT 1"), &known);
            assert!(changed.is_empty(), "{name}");
        }
    }

    #[test]
    fn of_a_view_that_nobody_made_nothing_is_known() {
        let shown = "select `t`.`a` AS `a` from `t`";
        assert_eq!(found(shown, "SELECT b FROM t"), (schema(shown), false));
        assert_eq!(found(shown, shown), (schema(shown), false));
    }
}
