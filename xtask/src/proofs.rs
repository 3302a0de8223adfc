//! Sees that every test that the book names as a proof is there.

use std::path::{Path, PathBuf};

/// The page of the book.
const PAGE: &str = "docs/src/promises.md";

/// The names on the page that are neither tests nor case files.
pub(crate) fn missing(root: &Path, sources: &[PathBuf]) -> Result<Vec<String>, std::io::Error> {
    let page = std::fs::read_to_string(root.join(PAGE))?;
    let mut tests = Vec::new();
    for path in sources {
        let text = std::fs::read_to_string(path)?;
        let module = module_of(path.strip_prefix(root).unwrap_or(path));
        tests.extend(tests_in(&text).map(|test| format!("{module}::{test}")));
    }
    let mut missing = Vec::new();
    for (number, line) in page.lines().enumerate() {
        for name in names(line) {
            let is_there = match name.split_once('/') {
                Some(_) => root.join(format!("tests/cases/{name}.sql")).is_file(),
                None => tests.iter().any(|test| test.ends_with(&format!("::{name}"))),
            };
            if !is_there {
                missing.push(format!("{PAGE}: line {}: there is no test `{name}`", number + 1));
            }
        }
    }
    Ok(missing)
}

/// What stands between backticks in a row of a table and names a test or a case file.
fn names(line: &str) -> impl Iterator<Item = &str> {
    let words = line.split('`').skip(1).step_by(2).filter(|_| line.starts_with('|'));
    words.filter(|word| !word.contains(' ') && (word.contains("::") || word.contains('/')))
}

/// The path of a file as the path of a module.
fn module_of(path: &Path) -> String {
    let path = path.with_extension("");
    let parts = path.iter().filter_map(|part| part.to_str()).filter(|part| *part != "mod");
    format!("::{}", parts.collect::<Vec<_>>().join("::"))
}

/// The functions of a file that are tests.
fn tests_in(text: &str) -> impl Iterator<Item = &str> {
    let begins = |line: &&str| line.starts_with("#[test]") || line.starts_with("#[tokio::test");
    let mut lines = text.lines().map(str::trim);
    std::iter::from_fn(move || {
        // In a law, the function has its own form, and the attribute stands there too.
        lines.find(begins)?;
        let function = lines.find(|line| line.contains("fn "))?;
        function.split("fn ").nth(1)?.split(['(', '<']).next()
    })
}
