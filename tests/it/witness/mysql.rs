//! MySQL and MariaDB: what `SHOW CREATE` prints.

use aludel_core::connection::Connection;

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

/// A line without the comma that its place in the list gives it, and without the counter of the table.
fn plain(line: &str) -> String {
    let line = line.trim().trim_end_matches(',');
    let Some((before, after)) = line.split_once(" AUTO_INCREMENT=") else { return line.to_owned() };
    format!("{before}{}", after.trim_start_matches(|character: char| character.is_ascii_digit()))
}
