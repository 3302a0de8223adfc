//! MySQL and MariaDB: what `SHOW CREATE` prints.

use std::sync::LazyLock;

use aludel_core::connection::Connection;
use regex::{Captures, Regex};

use super::{column, is_ours, rows, shown};

pub(super) async fn lines(connection: &mut dyn Connection) -> Vec<String> {
    let database = column(connection, "SELECT database()").await.remove(0);
    let mut lines = Vec::new();
    for row in rows(connection, "SHOW FULL TABLES").await {
        let (name, kind) = (shown(&row.0[0]), shown(&row.0[1]));
        if is_ours(&name) {
            continue;
        }
        let quoted = name.replace('`', "``");
        let what = match kind.as_str() {
            "VIEW" => "VIEW",
            "SEQUENCE" => "SEQUENCE",
            _ => "TABLE",
        };
        let definition = rows(connection, &format!("SHOW CREATE {what} `{quoted}`")).await;
        let text = shown(&definition[0].0[1]).replace(&format!("`{database}`."), "");
        lines.extend(text.split('\n').map(|line| format!("{name}: {}", plain(line))));
    }
    for row in rows(connection, "SHOW TRIGGERS").await {
        lines.push(format!("trigger {}", row.0.iter().take(5).map(shown).collect::<Vec<_>>().join(" ")));
    }
    lines
}

/// A line without what makes no difference: the comma that its place in the list gives it, the counter of the table, the
/// usual method of an index, the width with which whole numbers are shown, that nothing happens to referring rows, the
/// character set of the session that made a view, and the one that a collation belongs to.
fn plain(line: &str) -> String {
    static NOTHING: LazyLock<Regex> = LazyLock::new(|| {
        let nothing = [
            r" AUTO_INCREMENT=[0-9]+",
            r" USING BTREE",
            r" ON (DELETE|UPDATE) (NO ACTION|RESTRICT)",
            r"_utf8mb[34]'",
            r" CHARACTER SET [a-z0-9]+ COLLATE",
        ];
        Regex::new(&nothing.join("|")).unwrap()
    });
    static WIDTH: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(`(?:[^`]|``)+` (?:small|medium|big)?int|`(?:[^`]|``)+` tinyint)\(([0-9]+)\)").unwrap()
    });
    let line = NOTHING.replace_all(line.trim().trim_end_matches(','), what_is_left).into_owned();
    let counts = |found: &Captures<'_>| line.contains("zerofill") || found[1].ends_with(" tinyint") && &found[2] == "1";
    match WIDTH.captures(&line) {
        Some(found) if !counts(&found) => WIDTH.replace(&line, "$1").into_owned(),
        Some(_) | None => line,
    }
}

fn what_is_left(found: &Captures<'_>) -> &'static str {
    match &found[0] {
        text if text.ends_with('\'') => "'",
        text if text.ends_with(" COLLATE") => " COLLATE",
        _ => "",
    }
}
