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
    let scene = Scene::new().with("COLUMNS", "80").with("ALUDEL_DATABASE_URL", "sqlite://app.db");
    scene.write("aludel.toml", "file_name = \"{{ rev }}_{{ slug }}\"\nauthor = \"Ada\"\n");
    let took = regex::Regex::new(r"\([0-9]+ ms\)").unwrap();
    let moment = regex::Regex::new(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z").unwrap();
    let mut played = String::new();
    let mut in_console = false;
    for line in text.lines() {
        if line.starts_with("```") {
            in_console = line == "```console";
            played += &format!("{line}\n");
        } else if let (true, Some(typed)) = (in_console, line.strip_prefix("$ ")) {
            let answer = scene.run(&typed.replace('"', "'"));
            let shown = format!("$ {typed}\n{}{}", answer.out, answer.err);
            played += &moment.replace_all(&took.replace_all(&shown, "(1 ms)"), "2026-11-20T09:06:00Z");
        } else if !in_console {
            played += &format!("{line}\n");
        }
    }
    if std::env::var_os("SNAPSHOTS").is_some_and(|wanted| wanted == "overwrite") {
        std::fs::write(&path, &played).unwrap();
    }
    assert!(played == text, "{page} is stale; `SNAPSHOTS=overwrite` writes it anew. It would be:\n{played}");
}
