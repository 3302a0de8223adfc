//! How long it takes to make a large table of SQLite anew, beside the bare copy with the indexes built after it.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::tools::{aludel, median, milliseconds, run, timed};
use crate::Outcome;

/// How many rows there are.
const ROWS: usize = 1_000_000;
/// How often each is done, in turn with the other.
const RUNS: usize = 5;
/// What is promised of the ratio.
const MOST: f64 = 1.5;

const INDEXES: &str = "CREATE INDEX ix_users_email ON users (email);\nCREATE INDEX ix_users_age ON users (age, id);\n";

/// The table before and after, in which a column is longer.
const BEFORE: &str = "CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, email VARCHAR(80) NOT NULL, age INTEGER NOT NULL, note TEXT NOT NULL);\n";
const AFTER: &str = "CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, email VARCHAR(120) NOT NULL, age INTEGER NOT NULL, note TEXT NOT NULL);\n";

/// The rebuild as somebody would write it who knows that nothing else names the table.
const BARE: &str = "CREATE TABLE bare (id INTEGER NOT NULL PRIMARY KEY, email VARCHAR(120) NOT NULL, age INTEGER NOT NULL, note TEXT NOT NULL);
INSERT INTO bare (id, email, age, note) SELECT id, email, age, note FROM users;
DROP TABLE users;
ALTER TABLE bare RENAME TO users;
";

/// Both by the same program, each with a fresh copy of one database, and their ratio.
pub(super) fn rebuild() -> Outcome {
    let aludel = aludel()?;
    let folder = tempfile::tempdir()?;
    let scene = Scene { aludel: &aludel, folder: folder.path() };
    scene.fill()?;
    scene.script("bare", &format!("{BARE}{INDEXES}"))?;
    scene.generate()?;
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        bare.push(scene.upgrade("bare")?);
        ours.push(scene.upgrade("ours")?);
    }
    let [ours, bare] = [ours, bare].map(|times| milliseconds(median(times)));
    let ratio = ours / bare;
    println!("a table of {ROWS} rows and two indexes made anew, SQLite, release, median of {RUNS}:");
    println!("  aludel {ours:.0} ms, the bare copy {bare:.0} ms, ratio {ratio:.2}");
    if ratio > MOST { Err(format!("it may be {MOST} times the bare copy at most").into()) } else { Ok(()) }
}

/// Where it happens: a database that is filled once, and two folders of revisions.
struct Scene<'a> {
    aludel: &'a Path,
    folder: &'a Path,
}

impl Scene<'_> {
    /// The database as it is before, by a revision of its own.
    fn fill(&self) -> Outcome {
        let fill = format!(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ROWS})
             INSERT INTO users SELECT i, 'user' || (i * 7919 % {ROWS}) || '@example.org', i * 31 % 90, hex(i * 1234567) FROM n;\n"
        );
        self.script("fill", &format!("{BEFORE}{fill}{INDEXES}"))?;
        run(&mut self.command("fill", &["upgrade", "--quiet"], &self.url("filled.db")))?;
        // Each starts from what these revisions have not touched.
        run(&mut self.command("fill", &["stamp", "--quiet", "base"], &self.url("filled.db")))
    }

    /// A folder of one revision with this SQL.
    fn script(&self, name: &str, sql: &str) -> Outcome {
        let versions = self.folder.join(name).join("versions");
        fs::create_dir_all(&versions)?;
        let header = format!("-- {name}\n--\n-- revision: {name}\n-- revises: base\n\n-- aludel: upgrade\n");
        fs::write(versions.join(format!("{name}.sql")), header + sql)?;
        fs::write(self.folder.join(name).join("head"), format!("{name}\n"))?;
        Ok(())
    }

    /// The folder of the revision that the comparison writes.
    fn generate(&self) -> Outcome {
        let models = self.folder.join("models.sql");
        fs::write(&models, format!("{AFTER}{INDEXES}"))?;
        let url = self.url("filled.db");
        run(&mut self.command("ours", &["init", "--quiet"], &url))?;
        let models = models.display().to_string();
        let words = ["migrate", "--quiet", "-m", "ours", "--models", &models];
        run(&mut self.command("ours", &words, &url))
    }

    /// How long a revision takes on a copy of the database.
    fn upgrade(&self, name: &str) -> Result<Duration, Box<dyn Error>> {
        let copy = self.folder.join("copy.db");
        fs::copy(self.folder.join("filled.db"), &copy)?;
        timed(&mut self.command(name, &["upgrade", "--quiet"], &self.url("copy.db")))
    }

    fn url(&self, file: &str) -> String {
        format!("sqlite://{}", self.folder.join(file).display())
    }

    fn command(&self, directory: &str, words: &[&str], url: &str) -> Command {
        let mut command = Command::new(self.aludel);
        command.args(words).args(["--url", url, "--directory", directory]).current_dir(self.folder);
        command.stdout(Stdio::null());
        command
    }
}
