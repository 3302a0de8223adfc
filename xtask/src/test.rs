//! Runs every test, on every database there is.

use std::path::Path;
use std::process::Command;

use crate::{Outcome, root, servers};

/// `cargo xtask test`: the tests of all crates, with the servers named in `ALUDEL_TEST_URLS`.
pub(crate) fn test(arguments: &[&str]) -> Outcome {
    let filter = match arguments {
        [] => None,
        ["--filter", filter] => Some(*filter),
        _ => return Err("`cargo xtask test` takes `--filter TEXT` and nothing else".into()),
    };
    let servers = servers::all()?;
    if servers.len() > 1 {
        servers::pooler();
    }
    println!("databases:");
    servers.iter().for_each(|server| println!("  {}", server.label()));
    let urls: Vec<String> = servers.iter().filter_map(servers::Server::url).collect();
    // This program lies where cargo puts the others, too.
    let programs = std::env::current_exe()?.parent().map(Path::to_owned).unwrap_or_default();
    let run = |command: &mut Command| {
        command.current_dir(root()).env("ALUDEL_TEST_URLS", urls.join(" ")).env("ALUDEL_TEST_BIN_DIR", &programs);
        let status = command.status().map_err(|error| format!("cannot run cargo: {error}"))?;
        if status.success() { Ok(()) } else { Err(format!("tests failed: {status}")) }
    };
    run(Command::new("cargo").args(["build", "--workspace", "--all-features", "--bins"]))?;
    let mut tests = Command::new("cargo");
    if has_nextest() {
        tests.args(["nextest", "run", "--workspace", "--all-features", "--no-fail-fast"]).args(filter);
    } else {
        tests.args(["test", "--workspace", "--all-features", "--all-targets", "--no-fail-fast", "--"]).args(filter);
    }
    run(&mut tests)?;
    if filter.is_none() {
        run(Command::new("cargo").args(["test", "--workspace", "--all-features", "--doc"]))?;
    }
    println!("ran on:");
    servers.iter().for_each(|server| println!("  {}", server.label()));
    Ok(())
}

/// `cargo xtask bless`: the same, rewriting what is recorded.
pub(crate) fn bless() -> Outcome {
    let servers = servers::all()?;
    let urls: Vec<String> = servers.iter().filter_map(servers::Server::url).collect();
    let status = Command::new("cargo")
        .args(["test", "--workspace", "--all-features"])
        .current_dir(root())
        .env("ALUDEL_TEST_URLS", urls.join(" "))
        .env("BLESS", "1")
        .env("INSTA_UPDATE", "always")
        .env("SNAPSHOTS", "overwrite")
        .env("TRYBUILD", "overwrite")
        .status()?;
    if status.success() { Ok(()) } else { Err(format!("tests failed: {status}").into()) }
}

fn has_nextest() -> bool {
    Command::new("cargo").args(["nextest", "--version"]).output().is_ok_and(|output| output.status.success())
}
