//! The programs under test: the standalone `aludel`, and the application of `examples/blog`.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// The folder of both programs, where somebody has built them already, as `cargo xtask test` does.
const FOLDER: &str = "ALUDEL_TEST_BIN_DIR";

/// The path of a program. Unless somebody says where it is, cargo builds it; it takes a moment where nothing is to do.
pub(crate) fn binary(name: &str) -> PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(folder).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

fn folder() -> PathBuf {
    match std::env::var_os(FOLDER) {
        Some(folder) => PathBuf::from(folder),
        None => build(),
    }
}

/// Builds both programs, and asks cargo where it has put them.
fn build() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let build = ["build", "--quiet", "--package", "aludel-cli", "--package", "blog", "--message-format", "json"];
    let output = Command::new(env!("CARGO")).args(build).current_dir(root).stderr(Stdio::inherit()).output().unwrap();
    assert!(output.status.success(), "`cargo {}` failed", build.join(" "));
    let messages = String::from_utf8(output.stdout).unwrap();
    let executable = |line| {
        let message: serde_json::Value = serde_json::from_str(line).unwrap();
        message.get("executable").and_then(|path| Some(PathBuf::from(path.as_str()?)))
    };
    messages.lines().find_map(executable).unwrap().parent().unwrap().to_owned()
}
