//! An application that consists of written models, one module for each database.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Written models by the names of their modules.
pub(super) type Modules = Vec<(String, String)>;

/// An application that cargo has built, which takes the name of its models from a variable.
pub(super) struct Application {
    program: PathBuf,
}

impl Application {
    /// Builds it, in a folder that stays, so that what it depends on is built once.
    pub(super) fn build(modules: &Modules) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let folder = root.join("target/written-models");
        std::fs::create_dir_all(folder.join("src")).unwrap();
        std::fs::write(folder.join("Cargo.toml"), manifest(root)).unwrap();
        std::fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
        std::fs::write(folder.join("src/main.rs"), program(modules)).unwrap();
        for (name, text) in modules {
            std::fs::write(folder.join(format!("src/{name}.rs")), text).unwrap();
        }
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["build", "--quiet", "--offline", "--target-dir", "target"]).current_dir(&folder);
        let output = cargo.output().unwrap();
        let messages = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{messages}");
        assert_eq!(messages, "", "models compile without a warning");
        Self { program: folder.join(format!("target/debug/written-models{}", std::env::consts::EXE_SUFFIX)) }
    }

    /// What `check` says of a database with the models of a module; nothing where there is no difference.
    pub(super) fn check(&self, module: &str, url: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let run = |arguments: &[&str]| {
            let mut program = Command::new(&self.program);
            program.args(arguments).env("WRITTEN_MODELS", module).current_dir(&folder).output().unwrap()
        };
        assert!(run(&["init"]).status.success());
        let checked = run(&["check", "--url", url]);
        let said = [checked.stdout, checked.stderr].map(|text| String::from_utf8(text).unwrap()).concat();
        if checked.status.success() { String::new() } else { said }
    }
}

/// A workspace of its own, with what the tests have of `aludel` and the crates that models name.
fn manifest(root: &Path) -> String {
    let own = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let line = |name: &str| own.lines().find(|line| line.starts_with(name)).unwrap();
    let workspace = std::fs::read_to_string(root.join("Cargo.toml")).unwrap();
    let profiles = workspace.find("[profile.dev]").map_or("", |place| &workspace[place..]);
    let aludel = line("aludel =").replace("workspace = true", &format!("path = {:?}", root.join("crates/aludel")));
    let others = ["chrono", "rust_decimal", "serde_json", "time", "tokio", "uuid"];
    let others: String = others.iter().map(|name| format!("{name} = {{ version = \"*\" }}\n")).collect();
    format!(
        "[package]\nname = \"written-models\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n{aludel}\n{}\n{profiles}",
        others.replace(
            "tokio = { version = \"*\" }",
            "tokio = { version = \"*\", features = [\"rt-multi-thread\", \"macros\"] }"
        ),
    )
}

fn program(modules: &Modules) -> String {
    let declared: String = modules.iter().map(|(name, _)| format!("mod {name};\n")).collect();
    let arms: String = modules.iter().map(|(name, _)| format!("        \"{name}\" => {name}::models(),\n")).collect();
    format!(
        "{declared}\n#[tokio::main]\nasync fn main() -> std::process::ExitCode {{\n    \
         let models = match std::env::var(\"WRITTEN_MODELS\").unwrap_or_default().as_str() {{\n{arms}        \
         _ => aludel::Models::new(),\n    }};\n    aludel::cli::main(aludel::Migrate::new().models(models)).await\n}}\n"
    )
}
