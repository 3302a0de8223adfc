//! A history made up by a fixed rule: branches that part and are merged again, in files of both formats.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::Outcome;

/// How many revisions at the end are in a line, in SQL, and not applied.
const PENDING: usize = 5;

/// A revision that is made up.
pub(super) struct Made {
    pub(super) id: String,
    pub(super) revises: Vec<String>,
}

/// So many revisions, each after what it follows on. The last ones are in one line.
pub(super) fn make(size: usize) -> Vec<Made> {
    let mut chance = Chance(42);
    let (mut made, mut heads): (Vec<Made>, Vec<usize>) = (Vec::new(), Vec::new());
    for number in 0..size {
        let left = size - number;
        let merges = heads.len() > 1 && (left <= PENDING + heads.len() || chance.below(10) == 0);
        let parents = if merges {
            let one = heads.swap_remove(chance.below(heads.len()));
            vec![one, heads.swap_remove(chance.below(heads.len()))]
        } else if heads.len() < 6 && number > 0 && left > PENDING + 10 && chance.below(10) == 0 {
            let parent = number - 1 - chance.below(number.min(20));
            heads.retain(|head| *head != parent);
            vec![parent]
        } else if heads.is_empty() {
            Vec::new()
        } else {
            vec![heads.swap_remove(chance.below(heads.len()))]
        };
        heads.push(number);
        let revises = parents.iter().filter_map(|parent| made.get(*parent)).map(|parent| parent.id.clone()).collect();
        made.push(Made { id: format!("{:012x}", (number as u64 + 1) * 0x9e37_79b9 % 0xffff_ffff_fffb), revises });
    }
    made
}

/// Writes such a history into a project, and returns the id of the revision that its database stands at.
pub(super) fn write(project: &Path, size: usize) -> Result<String, Box<dyn std::error::Error>> {
    let versions = project.join("migrations/versions");
    fs::create_dir_all(&versions)?;
    let made = make(size);
    for (number, revision) in made.iter().enumerate() {
        write_one(&versions, number, revision, number % 2 == 1 || size - number <= PENDING)?;
    }
    let below = made.len().checked_sub(PENDING + 1).and_then(|place| made.get(place));
    Ok(below.map(|revision| revision.id.clone()).unwrap_or_default())
}

fn write_one(versions: &Path, number: usize, revision: &Made, is_sql: bool) -> Outcome {
    let revises = if revision.revises.is_empty() { "base".to_owned() } else { revision.revises.join(", ") };
    let (day, hour, minute) = (1 + number / 1440 % 28, number / 60 % 24, number % 60);
    let (year, month) = (2000 + number / 40_320 / 12, 1 + number / 40_320 % 12);
    let mut text = String::new();
    let mark = if is_sql { "--" } else { "//!" };
    for line in [
        &format!(" create table number {number}"),
        "",
        &format!(" revision: {}", revision.id),
        &format!(" revises: {revises}"),
        " author: A Developer <developer@example.org>",
        &format!(" created: {year}-{month:02}-{day:02}T{hour:02}:{minute:02}:00Z"),
    ] {
        writeln!(text, "{mark}{line}")?;
    }
    text += &if is_sql { sql(number) } else { rust(number) };
    let extension = if is_sql { "sql" } else { "rs" };
    let name = format!(
        "{year}_{month:02}_{day:02}_{hour:02}{minute:02}-{}_create_table_number_{number}.{extension}",
        revision.id
    );
    Ok(fs::write(versions.join(name), text)?)
}

fn sql(number: usize) -> String {
    format!(
        "\n-- aludel: upgrade\n\nCREATE TABLE table_{number} (\n    id INTEGER PRIMARY KEY,\n    name VARCHAR(64) NOT NULL,\n    \
         created_at TIMESTAMP NOT NULL\n);\n\nCREATE UNIQUE INDEX ix_table_{number}_name ON table_{number} (name);\n\n\
         -- aludel: downgrade\n\nDROP TABLE table_{number};\n"
    )
}

fn rust(number: usize) -> String {
    format!(
        "\nuse aludel::op::*;\n\npub fn upgrade(op: &mut Operations) {{\n    op.create_table(\n        table(\"table_{number}\")\n            \
         .column(column(\"id\").integer().auto_increment())\n            .column(column(\"name\").varchar(64).not_null())\n            \
         .primary_key([\"id\"])\n            .unique([\"name\"]),\n    );\n}}\n\npub fn downgrade(op: &mut Operations) {{\n    \
         op.drop_table(\"table_{number}\");\n}}\n"
    )
}

/// Numbers that look like chance and are the same every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }
}
