//! What Aludel adds to the build of an application.

use std::process::Command;

use super::tools::run;
use crate::{Outcome, root};

/// What an application has already, beside tokio and clap, and the driver that it uses.
struct Application {
    name: &'static str,
    driver: &'static str,
    dependencies: &'static str,
}

/// From the smallest that has a use for Aludel to an ordinary web application.
const APPLICATIONS: [Application; 2] = [
    Application {
        name: "sqlx with SQLite",
        driver: "sqlite",
        dependencies: r#"sqlx = { version = "0.9", features = ["runtime-tokio", "sqlite"] }"#,
    },
    Application {
        name: "axum, serde, sqlx with PostgreSQL and TLS",
        driver: "postgres",
        dependencies: r#"sqlx = { version = "0.9", features = ["runtime-tokio", "tls-rustls-ring-webpki", "postgres", "chrono", "uuid"] }
axum = "0.8"
serde = { version = "1", features = ["derive"] }
serde_json = "1"
tracing-subscriber = "0.3""#,
    },
];

/// What Aludel with one driver adds to the clean debug build of an application that has sqlx already.
pub(super) fn build() -> Outcome {
    println!("clean debug build, CPU seconds:");
    for Application { name, driver, dependencies } in APPLICATIONS {
        let without = format!(
            "{dependencies}\ntokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n\
             clap = {{ version = \"4.6\", features = [\"derive\"] }}"
        );
        let path = root().join("crates/aludel");
        let aludel = |features: &str| {
            format!("{without}\naludel = {{ path = {path:?}, default-features = false, features = [{features}] }}")
        };
        let before = cpu_of_a_clean_build(&without)?;
        let library = cpu_of_a_clean_build(&aludel(&format!("\"{driver}\"")))?;
        let commands = cpu_of_a_clean_build(&aludel(&format!("\"cli\", \"{driver}\"")))?;
        println!("  {name}, tokio, clap");
        println!("    without Aludel               {before:6.1} s");
        println!("    with its library             {library:6.1} s, ratio {:.2}", library / before);
        println!("    with its `db` commands too   {commands:6.1} s, ratio {:.2}", commands / before);
    }
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
