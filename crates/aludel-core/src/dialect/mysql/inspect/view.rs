//! Views.

use super::{Reading, filled, object_of};
use crate::connection::Row;
use crate::dialect::mysql::lexer::{Kind, tokens, unquote};
use crate::name::ObjectName;
use crate::schema::View;

impl Reading<'_> {
    pub(super) fn read_views(&mut self, rows: &[Row]) {
        for row in rows {
            let Some(name) = object_of(row) else { continue };
            let Some(told) = filled(row, 2) else {
                self.note(&name, None, "its query may not be read by this account: it needs the right SHOW VIEW");
                continue;
            };
            self.note_lost_characters(&name, None, told);
            let (mut query, depends_on) = unqualified(told, row.text(5).unwrap_or_default());
            match row.text(3) {
                Some("CASCADED") => query.push_str(" WITH CASCADED CHECK OPTION"),
                Some("LOCAL") => query.push_str(" WITH LOCAL CHECK OPTION"),
                Some(_) | None => {}
            }
            if row.text(4) == Some("INVOKER") {
                self.note(&name, None, "it runs with the rights of who asks (SQL SECURITY INVOKER)");
            }
            self.inspection.schema.views.insert(View { depends_on, ..View::new(name, query) });
        }
    }
}

/// A query without the name of the database that it is in, and the tables and views that it reads there. The server
/// writes that name before each of them, also before those of its columns.
fn unqualified(told: &str, database: &str) -> (String, Vec<ObjectName>) {
    let Some(tokens) = tokens(told) else { return (told.to_owned(), Vec::new()) };
    let (mut query, mut copied) = (String::with_capacity(told.len()), 0);
    let mut depends_on: Vec<ObjectName> = Vec::new();
    let mut rest = tokens.as_slice();
    while let [first, after @ ..] = rest {
        rest = after;
        let [dot, name, next @ ..] = after else { continue };
        let is_qualified = first.kind == Kind::Quoted && dot.text == "." && name.kind == Kind::Quoted;
        if !is_qualified || unquote(first.text) != database {
            continue;
        }
        query.push_str(told.get(copied..first.start).unwrap_or_default());
        copied = name.start;
        rest = next;
        let object = ObjectName::from(unquote(name.text));
        let is_column = next.first().is_some_and(|token| token.text == ".");
        if !is_column && !depends_on.contains(&object) {
            depends_on.push(object);
        }
    }
    query.push_str(told.get(copied..).unwrap_or_default());
    (query, depends_on)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_database_is_left_out() {
        let told = "select `shop`.`a`.`b` AS `b`,'`shop`.`x`' AS `c` from (`shop`.`a` join `other`.`shop`)";
        let (query, depends_on) = unqualified(told, "shop");
        assert_eq!(query, "select `a`.`b` AS `b`,'`shop`.`x`' AS `c` from (`a` join `other`.`shop`)");
        assert_eq!(depends_on, ["a".into()]);
    }
}
