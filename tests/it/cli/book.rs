//! The pages of the book that show what is typed and answered say what is answered.
//!
//! `SNAPSHOTS=overwrite` writes what is answered now.

use std::path::Path;

use super::scene::Scene;

#[test]
fn the_chapter_on_branches() {
    plays("docs/src/branches.md");
}

/// Types every line of the page that begins with `$` in a block of `console`, and compares what follows.
fn plays(page: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(page);
    let text = std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    let scene = Scene::new()
        .with("COLUMNS", "80")
        .with("ALUDEL_FILE_NAME", "{{ rev }}_{{ slug }}")
        .with("ALUDEL_DATABASE_URL", "sqlite://app.db");
    let mut played = String::new();
    let mut in_console = false;
    for line in text.lines() {
        if line.starts_with("```") {
            in_console = line == "```console";
            played += &format!("{line}\n");
        } else if let (true, Some(typed)) = (in_console, line.strip_prefix("$ ")) {
            let answer = scene.run(&typed.replace('"', "'"));
            let time = regex::Regex::new(r"\([0-9]+ ms\)").unwrap();
            let shown = format!("$ {typed}\n{}{}", answer.out, answer.err);
            played += &time.replace_all(&shown, "(1 ms)");
        } else if !in_console {
            played += &format!("{line}\n");
        }
    }
    if std::env::var_os("SNAPSHOTS").is_some_and(|wanted| wanted == "overwrite") {
        std::fs::write(&path, &played).unwrap();
    }
    assert!(played == text, "{page} is stale; `SNAPSHOTS=overwrite` writes it anew. It would be:\n{played}");
}
