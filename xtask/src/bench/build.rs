//! What Aludel adds to the build of an application.

use std::process::Command;

use super::tools::run;
use crate::{Outcome, root};

/// What Aludel with one driver adds to the clean debug build of an application that has sqlx already.
pub(super) fn build() -> Outcome {
    let sqlx = r#"sqlx = { version = "0.9", default-features = false, features = ["derive", "macros", "runtime-tokio", "sqlite-bundled"] }
tokio = { version = "1", features = ["macros", "rt-multi-thread"] }
clap = { version = "4.6", features = ["derive"] }"#;
    let path = root().join("crates/aludel");
    let aludel = format!(
        "aludel = {{ path = {:?}, default-features = false, features = [\"cli\", \"sqlite\"] }}",
        path.display().to_string()
    );
    let before = cpu_of_a_clean_build(sqlx)?;
    let after = cpu_of_a_clean_build(&format!("{sqlx}\n{aludel}"))?;
    println!("clean debug build of an application with sqlx, tokio and clap, CPU seconds:");
    println!("  without Aludel    {before:6.1} s");
    println!("  with Aludel       {after:6.1} s");
    println!("  ratio             {:6.2}", after / before);
    Ok(())
}

fn cpu_of_a_clean_build(dependencies: &str) -> Result<f64, Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let manifest = format!(
        "[package]\nname = \"bench\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n{dependencies}\n"
    );
    std::fs::write(folder.path().join("Cargo.toml"), manifest)?;
    std::fs::create_dir(folder.path().join("src"))?;
    std::fs::write(folder.path().join("src/main.rs"), "fn main() {}\n")?;
    std::fs::copy(root().join("Cargo.lock"), folder.path().join("Cargo.lock"))?;
    // Whatever has to be fetched is fetched before the clock starts.
    run(Command::new("cargo").args(["fetch", "--quiet"]).current_dir(folder.path()))?;
    let script = "TIMEFORMAT='%U %S'; time cargo build --quiet --target-dir target";
    let output = Command::new("bash").args(["-c", script]).current_dir(folder.path()).output()?;
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    if !output.status.success() {
        return Err(format!("the build failed: {text}").into());
    }
    let seconds =
        text.lines().last().unwrap_or_default().split_whitespace().filter_map(|word| word.parse::<f64>().ok());
    Ok(seconds.sum())
}
