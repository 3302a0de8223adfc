//! What the macro makes of a folder. The folders are absolute, which is as good as one under the manifest.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::{Invocation, expand};

const UPGRADE: &str = "pub fn upgrade(op: &mut Operations) {}";

/// A folder with files, named by their path below it.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// The code for a folder, without blanks.
fn expansion(folder: &Path) -> String {
    let invocation = format!("mod migrations = {folder:?}");
    let invocation: Invocation = syn::parse_str(&invocation).unwrap();
    expand(&invocation).to_string().replace([' ', '\n'], "")
}

#[track_caller]
fn check_mistake(files: &[(&str, &str)], message: &str) {
    let folder = folder(files);
    let code = expansion(folder.path());
    let wanted = format!("{}/{message}", folder.path().display()).replace(' ', "");
    assert!(code.contains("compile_error"), "{code}");
    assert!(code.contains(&wanted), "{code}");
}

#[test]
fn a_script_without_a_public_upgrade_is_named() {
    check_mistake(
        &[("versions/a.rs", "pub fn downgrade(op: &mut Operations) {}")],
        "versions/a.rs has no `pub fn upgrade`; write `pub fn upgrade(op: &mut Operations) {}`",
    );
    check_mistake(
        &[("versions/sub/a.rs", "fn upgrade(op: &mut Operations) {}")],
        "versions/sub/a.rs has a private `fn upgrade`; write `pub fn upgrade`",
    );
    check_mistake(
        &[("versions/a.rs", &format!("{UPGRADE} pub(crate) fn downgrade(op: &mut Operations) {{}}"))],
        "versions/a.rs has a private `fn downgrade`; write `pub fn downgrade`",
    );
    check_mistake(
        &[("versions/a.rs", "pub async fn upgrade(op: &mut Operations) {}")],
        "versions/a.rs has an `async fn upgrade`, but a script only records; put what awaits into `op.run`",
    );
}

#[test]
fn a_mistake_in_another_folder_is_named_with_it() {
    let (main, billing) = (folder(&[]), folder(&[("sub/a.rs", "fn upgrade() {}")]));
    let invocation = format!("mod migrations = {:?}, {:?}", main.path(), billing.path());
    let invocation: Invocation = syn::parse_str(&invocation).unwrap();
    let code = expand(&invocation).to_string();
    let wanted = format!("{}/sub/a.rs has a private `fn upgrade`", billing.path().display());
    assert!(code.contains(&wanted), "{code}");
}

#[test]
fn a_script_that_does_not_parse_is_left_to_the_compiler() {
    let folder = folder(&[("versions/a.rs", "pub fn upgrade(op: &mut Operations {}")]);
    let code = expansion(folder.path());
    assert!(!code.contains("compile_error"), "{code}");
    assert!(code.contains("modr_a;"), "{code}");
}

#[test]
fn a_file_in_place_of_the_folder_is_a_mistake() {
    let folder = folder(&[("migrations", "")]);
    let code = expansion(&folder.path().join("migrations"));
    assert!(code.contains("isnofolder;nametheonethat`dbinit`made"), "{code}");
}

#[test]
fn modules_have_names_of_their_own() {
    let folder = folder(&[("versions/a-b.rs", UPGRADE), ("versions/a_b.rs", UPGRADE), ("versions/a/B.rs", UPGRADE)]);
    let code = expansion(folder.path());
    for module in ["modr_a_b;", "modr_a_b_;", "modr_a_b__;"] {
        assert!(code.contains(module), "{code}");
    }
}

#[test]
fn the_head_is_tracked_once_it_is_there() {
    let without = folder(&[("versions/a.sql", "")]);
    assert!(!expansion(without.path()).contains("include_bytes"));
    let with = folder(&[("versions/a.sql", ""), ("head", "a\n")]);
    assert!(expansion(with.path()).contains("include_bytes"));
}
