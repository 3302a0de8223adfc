//! Reads case files. `CONTRIBUTING.md` says what stands in one.

use std::path::Path;

/// One file.
pub(super) struct Case {
    /// Its folder and name.
    pub(super) name: String,
    /// `on:`, `rename:` and the like, before the first section.
    settings: Vec<(String, String)>,
    sections: Vec<Section>,
}

struct Section {
    name: String,
    /// The dialects that it is for; none is all that have no section of that name for themselves.
    dialects: Vec<String>,
    text: String,
}

/// What a case says for one server.
pub(super) struct OnServer {
    pub(super) name: String,
    /// SQL, or a schema as `inspect --json` writes it.
    pub(super) before: String,
    pub(super) after: String,
    pub(super) rows: String,
    /// What is done between the two ways, where the rows could not go back.
    pub(super) between: Option<String>,
    /// Words of the refusal.
    pub(super) refused: Option<String>,
    /// The operations, one in each line.
    pub(super) operations: Option<String>,
    /// The statements, as a person would send them.
    pub(super) statements: Option<String>,
    /// `old=new` or `table.old=table.new`.
    pub(super) renames: Vec<String>,
    /// Columns, as `table.column`, whose values are others afterwards.
    pub(super) changed: Vec<String>,
    /// Columns whose values do not come back.
    pub(super) lost: Vec<String>,
}

const SETTINGS: [&str; 4] = ["on", "rename", "changed", "lost"];
const SECTIONS: [&str; 7] = ["before", "rows", "after", "between", "refused", "operations", "statements"];
const DIALECTS: [&str; 4] = ["sqlite", "postgres", "mysql", "mariadb"];

impl Case {
    /// All case files below a folder, by name.
    pub(super) fn read_all(folder: &Path) -> Vec<Self> {
        let mut cases = Vec::new();
        for subject in std::fs::read_dir(folder).unwrap() {
            for file in std::fs::read_dir(subject.unwrap().path()).unwrap() {
                let path = file.unwrap().path();
                let name = path.with_extension("").strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
                cases.push(Self::parse(name, &std::fs::read_to_string(path).unwrap()));
            }
        }
        cases.sort_by(|one, other| one.name.cmp(&other.name));
        cases
    }

    fn parse(name: String, text: &str) -> Self {
        let mut case = Self { name, settings: Vec::new(), sections: Vec::new() };
        for line in text.lines() {
            if let Some(heading) = line.strip_prefix("-- == ") {
                let mut words = heading.split_whitespace().map(str::to_owned);
                let section = Section { name: words.next().unwrap(), dialects: words.collect(), text: String::new() };
                assert!(SECTIONS.contains(&section.name.as_str()), "{}: {line}", case.name);
                let unknown = section.dialects.iter().find(|word| !DIALECTS.contains(&word.as_str()));
                assert_eq!(unknown, None, "{}: {line}", case.name);
                case.sections.push(section);
            } else if let Some(section) = case.sections.last_mut() {
                let is_setting = SETTINGS.iter().any(|key| line.starts_with(&format!("-- {key}: ")));
                assert!(!is_setting, "{}: settings stand before the sections: {line}", case.name);
                section.text.push_str(line);
                section.text.push('\n');
            } else if let Some((key, value)) = line.strip_prefix("-- ").and_then(|line| line.split_once(": "))
                && SETTINGS.contains(&key)
            {
                case.settings.push((key.to_owned(), value.trim().to_owned()));
            }
        }
        case
    }

    /// What it says for a server, if it concerns it.
    pub(super) fn on(&self, dialect: &str, version: &[u32]) -> Option<OnServer> {
        if !self.setting("on").iter().all(|wanted| fits(wanted, dialect, version)) {
            return None;
        }
        let section = |name| self.section(name, dialect);
        let refused = section("refused");
        Some(OnServer {
            name: self.name.clone(),
            before: section("before")?,
            after: section("after")?,
            rows: section("rows").unwrap_or_default(),
            between: section("between"),
            refused,
            operations: section("operations"),
            statements: section("statements"),
            renames: self.setting("rename"),
            changed: self.columns("changed", dialect),
            lost: self.columns("lost", dialect),
        })
    }

    fn setting(&self, key: &str) -> Vec<String> {
        let values = self.settings.iter().filter(|(name, _)| name == key).map(|(_, value)| value.clone());
        values.collect()
    }

    fn columns(&self, key: &str, dialect: &str) -> Vec<String> {
        // `changed: users.name` is for all, `changed: users.name on sqlite` for one.
        let mut columns = Vec::new();
        for value in self.setting(key) {
            let (names, dialects) = value.split_once(" on ").unwrap_or((&value, dialect));
            if dialects.split(' ').any(|name| name == dialect) {
                columns.extend(names.split(' ').map(str::to_owned));
            }
        }
        columns
    }

    fn section(&self, name: &str, dialect: &str) -> Option<String> {
        let named: Vec<_> = self.sections.iter().filter(|section| section.name == name).collect();
        let own = named.iter().find(|section| section.dialects.iter().any(|one| one == dialect));
        let found = own.or_else(|| named.iter().find(|section| section.dialects.is_empty()))?;
        Some(found.text.clone())
    }
}

/// `postgres >= 15, mysql, mariadb`.
fn fits(wanted: &str, dialect: &str, version: &[u32]) -> bool {
    wanted.split(',').any(|one| match one.trim().split_once(" >= ") {
        None => one.trim() == dialect,
        Some((name, least)) => {
            let least: Vec<u32> = least.split('.').map(|part| part.parse().unwrap()).collect();
            name.trim() == dialect && version >= least.as_slice()
        }
    })
}
