//! The header of a script: read from the comment at its top, and written there.
//!
//! The first line is the message, the last paragraph the keys, what stands between them free text. A text that a line
//! of a comment cannot hold as it is, such as one of two lines, stands there as a JSON string.

use std::time::Duration;

use super::Format;
use super::error::Problem;
use super::quoted::{quoted, unquoted};
use crate::dialect;
use crate::revision::{Altering, Limits, Revision, RevisionId, limit_text, read_limit};

/// The keys, in the order in which they are written.
const KEYS: [&str; 11] = [
    "revision",
    "revises",
    "depends_on",
    "branch_labels",
    "dialect",
    "table_lock_timeout",
    "statement_timeout",
    "algorithm",
    "lock",
    "author",
    "created",
];

/// A header, and what follows on it.
pub(super) struct Header<'a> {
    pub(super) revision: Revision,
    /// The text after the last line of the header.
    pub(super) body: &'a str,
    /// The line in which the body begins, from 1.
    pub(super) body_line: usize,
}

/// One line of the comment, without what makes it a comment.
type Line<'a> = (usize, &'a str);

/// Reads the header of a script.
pub(super) fn read(format: Format, text: &str) -> Result<Header<'_>, Problem> {
    let (lines, body, body_line) = comment(format, text);
    let (message, description, keys) = paragraphs(&lines);
    if keys.is_empty() {
        let (line, marker) = (lines.last().map_or(1, |(line, _)| *line), format.comment());
        let problem = if lines.is_empty() { "there is no header" } else { "the header has no `revision:`" };
        let help = format!("end the comment at the top with `{marker} revision: <id>` and `{marker} revises: base`");
        return Err(Problem::new(line, problem, help));
    }
    let mut revision = revision(format, keys)?;
    revision.message = message.map(|(_, text)| unquoted(text)).unwrap_or_default();
    let description: Vec<String> = description.iter().map(|(_, text)| unquoted(text)).collect();
    revision.description = description.join("\n");
    Ok(Header { revision, body, body_line })
}

/// The text of a script with other parents in the line `revises:`, and not a byte of it changed elsewhere.
pub(super) fn with_parents(format: Format, text: &str, parents: &[RevisionId]) -> Result<String, Problem> {
    read(format, text)?;
    let (lines, ..) = comment(format, text);
    let (.., keys) = paragraphs(&lines);
    let place = keys.iter().find(|(_, content)| key_of(content) == Some("revises")).map(|(line, _)| *line);
    let changed = |(index, line): (usize, &str)| match line.split_once(':') {
        Some((key, value)) if Some(index + 1) == place => {
            let old = value.trim();
            let (before, after) = value.split_once(old).unwrap_or((value, ""));
            format!("{key}:{before}{}{after}", listed(parents))
        }
        _ => line.to_owned(),
    };
    Ok(text.split_inclusive('\n').enumerate().map(changed).collect())
}

/// Parents as `revises:` lists them.
fn listed(parents: &[RevisionId]) -> String {
    let ids = parents.iter().map(RevisionId::as_str).collect::<Vec<_>>().join(", ");
    if ids.is_empty() { "base".to_owned() } else { ids }
}

/// Writes the header of a script, without a line break at its end.
pub(super) fn write(format: Format, revision: &Revision) -> String {
    let marker = format.comment();
    let mut lines = Vec::new();
    if !revision.message.is_empty() || !revision.description.is_empty() {
        lines.push(escape(&revision.message, |text| text.is_empty() || text != text.trim() || key_of(text).is_some()));
        lines.push(String::new());
    }
    if !revision.description.is_empty() {
        let last = revision.description.split('\n').count() - 1;
        let outer = |place| place == 0 || place == last;
        let free = revision.description.split('\n').enumerate();
        lines.extend(
            free.map(|(place, line)| escape(line, |text| text != text.trim_end() || (text.is_empty() && outer(place)))),
        );
        lines.push(String::new());
    }
    lines.extend(keys(revision).into_iter().map(|(key, value)| format!("{key}: {value}")));
    let commented = |line: String| if line.is_empty() { marker.to_owned() } else { format!("{marker} {line}") };
    lines.into_iter().map(commented).collect::<Vec<_>>().join("\n")
}

/// The keys of a revision and their values, those that say nothing left out.
fn keys(revision: &Revision) -> Vec<(&'static str, String)> {
    let value = |text: &String| escape(text, |text| text.is_empty() || text != text.trim());
    let list = |texts: &[String]| (!texts.is_empty()).then(|| texts.join(", "));
    let values = [
        Some(revision.id.to_string()),
        Some(listed(&revision.revises)),
        list(&revision.depends_on),
        list(&revision.branch_labels),
        revision.dialect.clone(),
        revision.limits.table_lock.map(limit_text),
        revision.limits.statement.map(limit_text),
        revision.limits.altering.algorithm().map(|algorithm| algorithm.to_string()),
        revision.limits.altering.lock().map(|lock| lock.to_string()),
        revision.author.as_ref().map(value),
        revision.created.as_ref().map(value),
    ];
    KEYS.into_iter().zip(values).filter_map(|(key, value)| Some((key, value?))).collect()
}

/// A text as it is, or as a JSON string where it would not be read back.
fn escape(text: &str, strange: impl Fn(&str) -> bool) -> String {
    quoted(text, strange(text) || is_section(text))
}

/// True for what would begin a section of an SQL script.
fn is_section(text: &str) -> bool {
    text.trim_start().starts_with(super::sql::MARKER)
}

/// The lines of the comment at the top, what follows on it, and the line where that begins.
fn comment(format: Format, text: &str) -> (Vec<Line<'_>>, &str, usize) {
    let mut lines = Vec::new();
    let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut number = 1;
    while !rest.is_empty() {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        let content = line.trim().strip_prefix(format.comment());
        match content {
            Some(content) if format == Format::Sql && is_section(content) => break,
            Some(content) => lines.push((number, content.strip_prefix(' ').unwrap_or(content))),
            None if lines.is_empty() && line.trim().is_empty() => {}
            None => break,
        }
        rest = after;
        number += 1;
    }
    (lines, rest, number)
}

/// The message, the free text and the keys.
fn paragraphs<'a, 'b>(lines: &'b [Line<'a>]) -> (Option<&'b Line<'a>>, &'b [Line<'a>], &'b [Line<'a>]) {
    let lines = trimmed(lines);
    let begin = lines.iter().rposition(|(_, text)| text.is_empty()).map_or(0, |blank| blank + 1);
    let (before, last) = lines.split_at_checked(begin).unwrap_or((lines, &[]));
    // Keys may follow on the message without a blank line between them.
    let (before, keys) = match last.split_first() {
        Some((first, rest)) if before.is_empty() && key_of(first.1).is_none() => (std::slice::from_ref(first), rest),
        _ => (before, last),
    };
    if !keys.iter().any(|(_, text)| key_of(text).is_some()) {
        return (None, &[], &[]);
    }
    match before.split_first() {
        Some((message, description)) => (Some(message), trimmed(description), keys),
        None => (None, &[], keys),
    }
}

/// Lines without the blank ones at both ends.
fn trimmed<'a, 'b>(mut lines: &'b [Line<'a>]) -> &'b [Line<'a>] {
    while let Some(((_, ""), rest)) = lines.split_first() {
        lines = rest;
    }
    while let Some(((_, ""), rest)) = lines.split_last() {
        lines = rest;
    }
    lines
}

/// The key that a line begins with, if it is one.
fn key_of(line: &str) -> Option<&'static str> {
    let (key, _) = line.split_once(':')?;
    KEYS.into_iter().find(|known| *known == key.trim())
}

/// What the keys say.
fn revision(format: Format, lines: &[Line<'_>]) -> Result<Revision, Problem> {
    let mut values: Vec<(&str, usize, &str)> = Vec::new();
    for &(line, text) in lines {
        let Some((key, (_, value))) = key_of(text).zip(text.split_once(':')) else {
            let problem = format!("\"{}\" is no line of the header", text.trim());
            let help = format!("the keys are {}; free text stands in a paragraph above them", KEYS.join(", "));
            return Err(Problem::new(line, problem, help));
        };
        if let Some((_, first, _)) = values.iter().find(|(known, ..)| *known == key) {
            let problem = format!("`{key}:` stands there twice");
            return Err(Problem::new(line, problem, format!("keep this one or the one in line {first}")));
        }
        values.push((key, line, value.trim()));
    }
    let value = |key: &str| values.iter().find(|(known, ..)| *known == key).map(|&(_, line, value)| (line, value));
    let last = lines.last().map_or(1, |(line, _)| *line);
    let (line, id) = value("revision").ok_or_else(|| {
        Problem::new(
            last,
            "the header has no `revision:`",
            "add a line `revision: <id>`, with twelve hex digits of your choice",
        )
    })?;
    let mut revision = Revision::new(self::id(line, id)?, "");
    let (line, revises) = value("revises").ok_or_else(|| {
        let help = "add a line `revises: base`, or the id of the revision before it in place of `base`";
        Problem::new(last, "the header does not say what the revision follows on", help)
    })?;
    revision.revises = parents(line, revises)?;
    let labels = |key| value(key).map(|(line, text)| names(line, key, text)).transpose();
    revision.depends_on = labels("depends_on")?.unwrap_or_default();
    revision.branch_labels = labels("branch_labels")?.unwrap_or_default();
    revision.dialect = value("dialect").map(|(line, name)| only_dialect(format, line, name)).transpose()?;
    let limit = |key| value(key).map(|(line, text)| limit(line, text)).transpose();
    let word = |key| value(key).map(|(_, text)| text);
    let altering = Altering::read(word("algorithm"), word("lock")).map_err(|error| {
        let line = value(error.key()).map_or(last, |(line, _)| line);
        Problem::new(line, error.to_string(), error.help())
    })?;
    revision.limits =
        Limits { table_lock: limit("table_lock_timeout")?, statement: limit("statement_timeout")?, altering };
    revision.author = value("author").map(|(_, text)| unquoted(text));
    revision.created = value("created").map(|(_, text)| unquoted(text));
    Ok(revision)
}

/// The revisions that `revises:` names.
fn parents(line: usize, text: &str) -> Result<Vec<RevisionId>, Problem> {
    if text == "base" {
        return Ok(Vec::new());
    }
    let mut parents = Vec::new();
    for part in text.split(',') {
        let parent = id(line, part.trim())?;
        if parents.contains(&parent) {
            let problem = format!("`revises:` names {parent} twice");
            return Err(Problem::new(line, problem, format!("name {parent} once")));
        }
        parents.push(parent);
    }
    Ok(parents)
}

fn id(line: usize, text: &str) -> Result<RevisionId, Problem> {
    let help = "write the id as it stands in the `revision:` line of its file, several with commas between them";
    if ["base", "head", "heads"].contains(&text) {
        return Err(Problem::new(line, format!("\"{text}\" cannot be a revision id: it means something else"), help));
    }
    text.parse().map_err(|error: crate::revision::BadRevisionId| Problem::new(line, error.to_string(), help))
}

/// Labels, or ids, with commas between them.
fn names(line: usize, key: &str, text: &str) -> Result<Vec<String>, Problem> {
    let legal = |name: &str| {
        !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c.is_control() || "@:+-\"".contains(c))
    };
    text.split(',')
        .map(str::trim)
        .map(|name| {
            if legal(name) && !["base", "head", "heads"].contains(&name) {
                return Ok(name.to_owned());
            }
            let problem = format!("\"{name}\" cannot stand in `{key}:`");
            Err(Problem::new(
                line,
                problem,
                "write names without blanks and without any of @ : + - \", commas between them",
            ))
        })
        .collect()
}

fn limit(line: usize, text: &str) -> Result<Duration, Problem> {
    read_limit(text).map_err(|error| Problem::new(line, error.to_string(), error.help()))
}

/// The one dialect that a script is for, under its usual name.
fn only_dialect(format: Format, line: usize, name: &str) -> Result<String, Problem> {
    if format == Format::Rust {
        let help = "take the line out, and ask `if op.for_dialect(\"…\")` where the script differs";
        return Err(Problem::new(line, "`dialect:` stands only in .sql scripts", help));
    }
    dialect::by_name(name).map(|dialect| dialect.name().to_owned()).ok_or_else(|| {
        let help = format!("write one of {}, or take the line out", dialect::NAMES.join(", "));
        Problem::new(line, format!("no dialect is called \"{name}\""), help)
    })
}
