//! Finds programs, and has the system install what is missing.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::Wishes;

/// The program of that name: in the `PATH`, or else in one of some folders.
pub(super) fn program(name: &str, folders: &[PathBuf]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let usual = ["/usr/sbin", "/usr/local/sbin", "/usr/libexec"].map(PathBuf::from);
    let places: Vec<PathBuf> = std::env::split_paths(&path).chain(usual).chain(folders.iter().cloned()).collect();
    places.into_iter().map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// The folders `parent/*/child`, the highest name first, numbers compared as numbers.
pub(super) fn folders_below(parent: &str, child: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(parent).into_iter().flatten().flatten();
    let mut names: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    names.sort_by_key(|path| std::cmp::Reverse(number(path)));
    names.into_iter().map(|path| path.join(child)).collect()
}

fn number(path: &Path) -> u32 {
    path.file_name().and_then(|name| name.to_str()).and_then(|name| name.parse().ok()).unwrap_or(0)
}

/// The number in what a program prints when asked for its version.
pub(super) fn version_number(program: &Path) -> String {
    let line = version(program);
    let number = line.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    number.unwrap_or("of unknown version").to_owned()
}

/// The first line that a program prints when asked for its version.
pub(super) fn version(program: &Path) -> String {
    let output = Command::new(program).arg("--version").output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    text.lines().next().unwrap_or("unknown version").to_owned()
}

/// The programs of a server, from their package where they are missing and that is wished for.
pub(super) fn or_install<T>(find: impl Fn() -> Option<T>, package: &str, wishes: &Wishes<'_>) -> Result<T, String> {
    if let Some(found) = find() {
        return Ok(found);
    }
    if !wishes.install {
        return Err(format!("{package} is not installed"));
    }
    install(&[package])?;
    find().ok_or_else(|| format!("{package} was installed, but its programs cannot be found"))
}

/// Installs packages with the system's package manager, where there is one that we may use.
pub(super) fn install(packages: &[&str]) -> Result<(), String> {
    let wish = format!("install {} and run this again", packages.join(" and "));
    if !is_root() || program("apt-get", &[]).is_none() {
        return Err(wish);
    }
    eprintln!("installing {}", packages.join(", "));
    run(Command::new("apt-get").args(["update", "-qq"]))?;
    let mut install = Command::new("apt-get");
    install.args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages);
    run(install.env("DEBIAN_FRONTEND", "noninteractive")).map_err(|error| format!("{error}; {wish}"))
}

/// Runs a command to its end, its output unseen unless it fails.
pub(super) fn run(command: &mut Command) -> Result<(), String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output().map_err(|error| format!("cannot run {name}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let words = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    Err(format!("{name} failed: {}", words.trim()))
}

/// True for the user who may install, and as whom servers refuse to run.
pub(super) fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output();
    output.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).trim() == "0")
}
