//! Views.

use std::collections::BTreeMap;

use super::{Reading, filled, object_of};
use crate::connection::Row;
use crate::dialect::mysql::expression::unqualified;
use crate::dialect::mysql::lexer::{Kind, Token, tokens};
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
            let (query, depends_on) = unqualified(told, row.text(5).unwrap_or_default());
            let mut query = row.text(6).and_then(|names| called(&query, &in_order(names)?)).unwrap_or(query);
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

/// The names of columns, which the server gives by their places.
fn in_order(told: &str) -> Option<Vec<String>> {
    let names: BTreeMap<String, String> = serde_json::from_str(told).ok()?;
    let mut names =
        names.into_iter().map(|(place, name)| Some((place.parse().ok()?, name))).collect::<Option<Vec<_>>>()?;
    names.sort_by_key(|(place, _): &(u32, String)| *place);
    Some(names.into_iter().map(|(_, name)| name).collect())
}

/// A query whose columns have the names that its view was given apart from it: those stand in another place of the
/// catalogue than the query. `None` where the server writes a query as it never did.
fn called(query: &str, names: &[String]) -> Option<String> {
    let tokens = tokens(query)?;
    let mut depth = 0_usize;
    let (mut in_list, mut aliases): (bool, Vec<&Token<'_>>) = (false, Vec::new());
    for (place, token) in tokens.iter().enumerate() {
        let next = tokens.get(place + 1).map_or("", |next| next.text);
        match token.text {
            "(" => depth += 1,
            ")" => depth = depth.checked_sub(1)?,
            _ if depth > 0 => {}
            word if word.eq_ignore_ascii_case("select") => in_list = true,
            word if word.eq_ignore_ascii_case("union") => break,
            _ if in_list && token.kind == Kind::Quoted && (next.is_empty() || ends_item(next)) => {
                aliases.push(token);
                in_list = next == ",";
            }
            _ => {}
        }
        if !in_list && !aliases.is_empty() {
            break;
        }
    }
    if aliases.len() != names.len() {
        return None;
    }
    let mut called = query.to_owned();
    for (alias, name) in aliases.into_iter().zip(names).rev() {
        let end = alias.start + alias.text.len();
        called.replace_range(alias.start..end, &format!("`{}`", name.replace('`', "``")));
    }
    Some(called)
}

/// True for what stands behind a column in the list of a `SELECT`.
fn ends_item(text: &str) -> bool {
    text == "," || ["from", "union"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_are_called_as_the_view_calls_them() {
        let names = in_order(r#"{"1": "a", "10": "j", "2": "b`"}"#).unwrap();
        assert_eq!(names, ["a", "b`", "j"]);
        let query = "select `t`.`id` AS `id`,(select `x`.`y` AS `y`,2 AS `z` from `x`) AS `n`,if(1,`t`.`k`,2) AS `from` \
                     from `t` union select 1 AS `id`,2 AS `n`,3 AS `from`";
        let renamed = "select `t`.`id` AS `a`,(select `x`.`y` AS `y`,2 AS `z` from `x`) AS `b```,if(1,`t`.`k`,2) AS `j` \
                       from `t` union select 1 AS `id`,2 AS `n`,3 AS `from`";
        assert_eq!(called(query, &names).as_deref(), Some(renamed));
        let with = "with `c` as (select 1 AS `n`) select `c`.`n` AS `n` from `c`";
        assert_eq!(called(with, &["m".into()]).unwrap(), with.replace("AS `n` from", "AS `m` from"));
        assert_eq!(called("select 1 AS `1`", &["m".into()]).unwrap(), "select 1 AS `m`");
        assert_eq!(called("select `t`.`a` AS `a` from `t`", &["a".into(), "b".into()]), None);
    }
}
