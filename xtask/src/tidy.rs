//! Checks what the compiler cannot.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::{Outcome, proofs, root};

/// The longest file, in lines of code.
const LONGEST_FILE: usize = 600;

/// Modules of the core in reading order: one may use only those before it, and itself.
const READING_ORDER: [&str; 16] = [
    "digest",
    "name",
    "mask",
    "schema",
    "operation",
    "diff",
    "revision",
    "connection",
    "dialect",
    "plan",
    "lint",
    "script",
    "exec",
    "error",
    "environment",
    "command",
];

/// Neighbours in the reading order that need each other: a dialect writes plans, a connection knows its dialect.
const TOGETHER: [(&str, &str); 2] = [("dialect", "plan"), ("connection", "dialect")];

/// Types that only the code of macros names, which need no example.
const WRITTEN_BY_MACROS: [&str; 2] = ["crates/aludel/src/model/declaration/", "crates/aludel/src/model/nullability.rs"];

/// Words that only dialects, drivers and tests may say.
const DIALECT_WORDS: [&str; 4] = ["sqlite", "mysql", "mariadb", "postgres"];

/// `cargo xtask tidy`.
pub(crate) fn tidy() -> Outcome {
    let mut complaints = String::new();
    let sources = sources(&root())?;
    for path in &sources {
        let text = std::fs::read_to_string(path)?;
        let shown = path.strip_prefix(root()).unwrap_or(path).display().to_string();
        for complaint in complaints_about(&shown, &text) {
            writeln!(complaints, "{shown}: {complaint}")?;
        }
    }
    for proof in proofs::missing(&root(), &sources)? {
        writeln!(complaints, "{proof}")?;
    }
    if complaints.is_empty() { Ok(()) } else { Err(format!("the tree is not tidy\n{complaints}").into()) }
}

fn complaints_about(path: &str, text: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    let is_test = path.contains("/tests") || path.starts_with("tests/") || path.ends_with("/arbitrary.rs");
    let code = code_lines(text);
    if code.len() > LONGEST_FILE {
        complaints.push(format!("{} lines of code; look for the second subject (limit {LONGEST_FILE})", code.len()));
    }
    if !is_test && !text.starts_with("//!") {
        complaints.push("the file does not begin by saying what it is for (`//!`)".to_owned());
    }
    for (number, line) in &code {
        if line.contains(concat!("[", "allow(")) {
            complaints.push(format!("line {number}: `#[expect(.., reason = \"..\")]` in place of `allow`"));
        }
        if [concat!("todo", "!("), concat!("unimplemented", "!("), concat!("#[", "ignore")]
            .iter()
            .any(|stub| line.contains(stub))
        {
            complaints.push(format!("line {number}: a stub or an ignored test"));
        }
    }
    if path.starts_with("crates/") && !is_test && !WRITTEN_BY_MACROS.iter().any(|part| path.starts_with(part)) {
        complaints.extend(types_without_example(text));
    }
    if let Some(inside) = path.strip_prefix("crates/aludel-core/src/") {
        complaints.extend(order_of_modules(inside, &code));
        if !is_test && !inside.starts_with("dialect/") {
            complaints.extend(dialect_words(&code));
        }
    }
    complaints
}

/// Public types and traits whose documentation shows no example.
fn types_without_example(text: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    let (mut has_example, mut is_hidden) = (false, false);
    for (place, line) in text.lines().enumerate() {
        let line = line.trim_end();
        let is_type = ["pub struct ", "pub enum ", "pub trait "].iter().any(|word| line.starts_with(word));
        if line.starts_with("///") {
            has_example |= line.contains("```");
        } else if line.starts_with("#[") || line.starts_with("    ") || line.starts_with(")]") {
            is_hidden |= line.contains("doc(hidden)");
        } else {
            if is_type && !has_example && !is_hidden {
                complaints.push(format!("line {}: a public type without an example", place + 1));
            }
            (has_example, is_hidden) = (false, false);
        }
    }
    complaints
}

/// Lines of code with their numbers: no blanks, no comments, nothing after the first inline test module.
fn code_lines(text: &str) -> Vec<(usize, &str)> {
    let lines = text.lines().enumerate().map(|(place, line)| (place + 1, line));
    let code = lines.take_while(|(_, line)| line.trim() != "mod tests {");
    code.filter(|(_, line)| !line.trim().is_empty() && !line.trim_start().starts_with("//")).collect()
}

fn order_of_modules(inside: &str, code: &[(usize, &str)]) -> Vec<String> {
    let own = inside.split(['/', '.']).next().unwrap_or_default();
    let Some(rank) = READING_ORDER.iter().position(|module| *module == own) else { return Vec::new() };
    let allowed = |other: &str| {
        let after = READING_ORDER.iter().position(|module| *module == other).is_some_and(|other| other > rank);
        !after || TOGETHER.contains(&(own, other))
    };
    let mut complaints = Vec::new();
    for (number, line) in code {
        for used in line.split("crate::").skip(1) {
            let name: String = used.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            if !allowed(&name) {
                complaints.push(format!("line {number}: `{own}` uses `{name}`, which comes after it"));
            }
        }
    }
    complaints
}

fn dialect_words(code: &[(usize, &str)]) -> Vec<String> {
    let mut complaints = Vec::new();
    for (number, line) in code {
        let lower = line.to_ascii_lowercase();
        complaints.extend(
            DIALECT_WORDS
                .iter()
                .filter(|word| lower.contains(*word))
                .map(|word| format!("line {number}: says `{word}`, which belongs under dialect/")),
        );
    }
    complaints
}

/// Every Rust file that belongs to the project.
fn sources(root: &Path) -> Result<Vec<PathBuf>, std::io::Error> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> =
        ["crates", "fuzz", "xtask", "tests", "examples"].map(|name| root.join(name)).to_vec();
    folders.retain(|folder| folder.is_dir());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if path.is_dir() && name != "target" && name != "migrations" && name != "ui" {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") && name != "generated.rs" {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
