//! A folder in which commands are typed, and what they answer.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use snapbox::{Assert, Data, IntoData as _, Redactions};
use tempfile::TempDir;

use super::binaries::binary;
use crate::harness::TestDatabase;

/// A folder of its own, gone when it is dropped, and the variables that commands in it see besides the few that every
/// program needs.
pub(crate) struct Scene {
    folder: TempDir,
    variables: BTreeMap<String, String>,
    /// What the database is called where its password is masked.
    described: Option<String>,
}

/// What a command has answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) exit: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Scene {
    /// An empty folder, and no database that anybody has named.
    pub(crate) fn new() -> Self {
        let folder = tempfile::Builder::new().prefix("aludel_cli").tempdir().unwrap();
        Self { folder, variables: BTreeMap::new(), described: None }
    }

    /// An empty folder, and a database that `ALUDEL_DATABASE_URL` names.
    pub(crate) fn on(database: &TestDatabase) -> Self {
        let mut scene = Self::new().with("ALUDEL_DATABASE_URL", database.url.for_client());
        scene.described = Some(database.connector.describe());
        scene
    }

    /// The same, with a variable.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.insert(name.to_owned(), value.to_owned());
        self
    }

    /// The path of a file in it.
    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    /// Writes a file, and the folders above it.
    pub(crate) fn write(&self, file: &str, text: &str) {
        let path = self.path(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// The text of a file.
    #[track_caller]
    pub(crate) fn read(&self, file: &str) -> String {
        std::fs::read_to_string(self.path(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
    }

    /// The files, those in folders too, in order.
    pub(crate) fn files(&self) -> Vec<String> {
        let mut folders = vec![self.folder.path().to_owned()];
        let mut files = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in folder.read_dir().unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    files.push(path.strip_prefix(self.folder.path()).unwrap().display().to_string());
                }
            }
        }
        files.sort();
        files
    }

    /// The one script whose name ends so.
    #[track_caller]
    pub(crate) fn script(&self, end: &str) -> String {
        let files = self.files();
        let mut found = files.iter().filter(|file| file.starts_with("migrations/versions") && file.ends_with(end));
        match (found.next(), found.next()) {
            (Some(file), None) => file.clone(),
            _ => panic!("not one file ends with {end}: {files:#?}"),
        }
    }

    /// A program of ours, ready to start here.
    pub(crate) fn command(&self, program: &Path, arguments: &[String]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(self.folder.path()).env_clear();
        for needed in ["PATH", "SystemRoot", "TMPDIR"] {
            if let Some(value) = std::env::var_os(needed) {
                command.env(needed, value);
            }
        }
        command.envs(&self.variables);
        // Whoever runs the tests may have a name in git's settings, which new revisions would have too.
        command.env("HOME", self.folder.path()).env("GIT_CONFIG_NOSYSTEM", "1");
        command
    }

    /// Types a line: `aludel` or `blog`, and arguments, in single quotes where they have blanks.
    pub(crate) fn run(&self, line: &str) -> Answer {
        let mut arguments = words(line);
        let program = arguments.remove(0);
        self.command(&binary(&program), &arguments).output().unwrap().into()
    }

    /// Types a line that has to exit with 0, and returns what it printed.
    #[track_caller]
    pub(crate) fn done(&self, line: &str) -> String {
        let answer = self.run(line);
        assert_eq!(answer.exit, 0, "{line}\n{}{}", answer.out, answer.err);
        answer.out
    }

    /// Types a line that has to exit with 0 and print one JSON document, and returns that.
    #[track_caller]
    pub(crate) fn json(&self, line: &str) -> serde_json::Value {
        let out = self.done(line);
        serde_json::from_str(&out).unwrap_or_else(|error| panic!("{line}: {error}\n{out}"))
    }

    /// Types a line that has to fail with an exit code and print one JSON document, and returns the error in that.
    #[track_caller]
    pub(crate) fn json_error(&self, line: &str, exit: i32) -> serde_json::Value {
        let answer = self.run(line);
        assert_eq!(answer.exit, exit, "{line}\n{}{}", answer.out, answer.err);
        let document: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
        document["error"].clone()
    }

    /// Types every line of a transcript that begins with `$`, and compares what is answered. Lines that went to standard
    /// error stand behind `! `, and an exit code other than 0 at the end.
    #[track_caller]
    pub(crate) fn plays(&self, transcript: impl Into<Data>) {
        let transcript = transcript.into();
        let expected = transcript.render().unwrap();
        let lines = expected.lines().filter_map(|line| line.strip_prefix("$ "));
        let played: String = lines.map(|line| format!("$ {line}\n{}", self.run(line).shown())).collect();
        let assert = Assert::new().action_env("SNAPSHOTS").normalize_paths(false).redact_with(self.redactions());
        assert.eq(played.into_data(), transcript);
    }

    /// What differs from run to run.
    fn redactions(&self) -> Redactions {
        let mut redactions = Redactions::new();
        if let Some(described) = &self.described {
            redactions.insert("[DATABASE]", described.clone()).unwrap();
        }
        redactions.insert("[FOLDER]", self.folder.path().display().to_string()).unwrap();
        let patterns = [
            ("[WHEN]", r"[0-9]{4}_[0-9]{2}_[0-9]{2}_[0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z"),
            ("[MS]", r"(?<redacted>[0-9]+) ms"),
        ];
        for (name, pattern) in patterns {
            redactions.insert(name, regex::Regex::new(pattern).unwrap()).unwrap();
        }
        redactions
    }
}

impl Answer {
    /// As a transcript has it.
    fn shown(&self) -> String {
        let err: String = self.err.lines().map(|line| format!("! {line}\n")).collect();
        let exit = if self.exit == 0 { String::new() } else { format!("exit {}\n", self.exit) };
        // What begins a colour, as something that can be seen.
        format!("{}{err}{exit}", self.out).replace('\u{1b}', "␛")
    }
}

impl From<Output> for Answer {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { exit: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }
}

/// The words of a line. Single quotes keep blanks, and may stand in the midst of a word.
pub(crate) fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted) = (Vec::new(), None::<String>, false);
    for letter in line.chars() {
        match letter {
            '\'' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            ' ' if !quoted => words.extend(word.take()),
            letter => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    words
}
