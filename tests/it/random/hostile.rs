//! Schemas whose names and values are hostile texts: really made, seen without a difference, and taken back.
//!
//! `ALUDEL_TEST_PAIRS` and `ALUDEL_TEST_SEED` count here too.

use aludel_core::connection::Connection;
use aludel_core::dialect::{Dialect, align};
use aludel_core::diff::{Renames, diff};
use aludel_core::operation::invert_all;
use aludel_core::revision::Direction;
use aludel_core::schema::{
    Check, Column, ColumnType, Constraint, EnumType, ForeignKey, Index, Literal, PrimaryKey, Schema, Table, Unique,
};
use xtask::servers::{Private, Wishes};

use super::{forget, number};
use crate::harness::{TestDatabase, on_every_server, start_server};
use crate::rounds::{emptied, inspect, run, statements};

/// Words that mean something to a database, or to us.
const WORDS: [&str; 24] = [
    "users",
    "order",
    "select",
    "NULL",
    "'; DROP TABLE users; --",
    "\"; --",
    "`; --",
    "]",
    "[",
    "a.b",
    "public.",
    "\\'",
    "\\n",
    "$$",
    "$1",
    ":x",
    "?",
    "{{ a }}",
    "%s",
    "E'",
    "X'00'",
    "_utf8mb4",
    "aludel: upgrade",
    "Größe",
];

/// Hostile texts that a database can hold at a place.
struct Texts {
    next: u64,
    dialect: &'static str,
    modes: Modes,
}

/// How a server reads strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Modes {
    Usual,
    Other,
}

impl Texts {
    /// Any text.
    fn value(&mut self) -> String {
        self.next += 1;
        let keeps = |c: &char| match self.dialect {
            "sqlite" => true,
            // No text of PostgreSQL has a NUL, and what MySQL and MariaDB keep of a definition has no character outside
            // of the basic plane.
            "postgres" => *c != '\0',
            _ => *c != '\0' && *c <= '\u{ffff}',
        };
        aludel_fuzz::text(self.next, &WORDS).chars().filter(keeps).take(100).collect()
    }

    /// What a check may not have in its strings: the server writes it in words that it cannot read again itself.
    fn unprintable(&self) -> &'static [char] {
        match (self.dialect, self.modes) {
            ("mariadb", Modes::Usual | Modes::Other) => &['\\', '\u{1a}'],
            ("mysql", Modes::Other) => &['\'', '\\', '\u{1a}', '\n', '\r'],
            _ => &[],
        }
    }

    /// A name that no other one is equal to, whatever the database takes for equal: as long as all of them allow.
    fn name(&mut self) -> String {
        let mut name = self.value().replace('\0', "");
        name.truncate(name.floor_char_boundary(60));
        format!("{name}{}", self.next % 1000)
    }

    fn table(&mut self, other: Option<&Table>, mood: &EnumType) -> Table {
        let [id, text, kind, number] = [(); 4].map(|()| self.name());
        let default = Literal::text(self.value());
        let mut other_text = self.value();
        other_text.retain(|c| !self.unprintable().contains(&c));
        let other_text = Literal::text(other_text);
        let check = self.dialect().sql().ident(&text).keyword("<>").literal(&other_text).finish();
        let mut table = Table::new(self.name().as_str())
            .column(Column::new(&*id, ColumnType::integer()))
            .column(Column::new(&*text, ColumnType::varchar(120)).default_value(default))
            .column(Column::new(&*kind, mood.column_type()).nullable())
            .column(Column::new(&*number, ColumnType::integer()).nullable())
            .constraint(Constraint::PrimaryKey(PrimaryKey::new(self.name(), [&*id])))
            .constraint(Constraint::Unique(Unique::new(self.name(), [&*text])))
            .constraint(Constraint::Check(Check::new(self.name(), check)))
            .index(Index::new(self.name(), [&*number, &*text]));
        if self.dialect != "sqlite" {
            table.comment = Some(self.value()).filter(|comment| !comment.is_empty());
        }
        if let Some(other) = other {
            let key = other.primary_key().unwrap().columns[0].clone();
            let foreign = ForeignKey::new(self.name(), [&*number], other.name.clone(), [&*key]);
            table.constraints.insert(Constraint::ForeignKey(foreign));
        }
        table
    }

    fn schema(&mut self) -> Schema {
        let mut schema = Schema::default();
        let values = (0..3).map(|place| format!("{}{place}", self.name())).collect::<Vec<_>>();
        let mood = EnumType::new(self.name().as_str(), values);
        let first = self.table(None, &mood);
        let second = self.table(Some(&first), &mood);
        schema.tables.insert(first);
        schema.tables.insert(second);
        schema.enum_types.insert(mood);
        schema
    }

    fn dialect(&self) -> std::sync::Arc<dyn Dialect> {
        aludel_core::dialect::by_name(self.dialect).unwrap()
    }
}

/// One schema, there and back, with a row that takes its default.
async fn there_and_back(database: &TestDatabase, modes: Modes, number: u64) -> Result<(), String> {
    let mut connection = emptied(database).await;
    let dialect = connection.dialect();
    let schema = Texts { next: number * 1_000, dialect: dialect.name(), modes }.schema();
    let empty = Schema::default();
    let operations = diff(&empty, &schema, &Renames::default());
    let said = || format!("\n{}", statements(&*dialect, &empty, &operations));
    run(database, &empty, &operations, Direction::Upgrade).await.map_err(|error| format!("up: {error}{}", said()))?;
    no_difference(&mut *connection, &schema, "up").await.map_err(|error| format!("{error}{}", said()))?;
    default_of_a_row(&mut *connection, &schema).await.map_err(|error| format!("{error}{}", said()))?;
    let inverse = invert_all(&operations).map_err(|error| error.to_string())?;
    run(database, &schema, &inverse, Direction::Downgrade).await.map_err(|error| format!("down: {error}{}", said()))?;
    forget(&mut *connection).await;
    no_difference(&mut *connection, &empty, "down").await?;
    connection.close().await.map_err(|error| error.to_string())
}

async fn no_difference(connection: &mut dyn Connection, wanted: &Schema, what: &str) -> Result<(), String> {
    let there = inspect(connection).await.schema;
    let aligned = align(&*connection.dialect(), &there, wanted, &Schema::default());
    let left = diff(&aligned, wanted, &Renames::default());
    if left.is_empty() { Ok(()) } else { Err(format!("{what}: a difference is left: {left:#?}")) }
}

/// What a row gets is the text that was said, to the letter.
async fn default_of_a_row(connection: &mut dyn Connection, schema: &Schema) -> Result<(), String> {
    let dialect = connection.dialect();
    let table = schema.tables.iter().next().unwrap();
    let [id, text] = [0, 1].map(|place| table.columns.iter().nth(place).unwrap());
    let insert =
        dialect.sql().keyword("INSERT INTO").name(&table.name).idents([&id.name]).keyword("VALUES (1)").finish();
    connection.execute(&insert).await.map_err(|error| format!("{insert}: {error}"))?;
    let select = dialect.sql().keyword("SELECT").ident(&text.name).keyword("FROM").name(&table.name).finish();
    let rows = connection.query(&select).await.map_err(|error| format!("{select}: {error}"))?;
    let found = rows[0].text(0).unwrap_or_default();
    let delete = dialect.sql().keyword("DELETE FROM").name(&table.name).finish();
    connection.execute(&delete).await.map_err(|error| error.to_string())?;
    let said = format!("{:?}", text.default);
    if said.contains(&format!("{found:?}")) { Ok(()) } else { Err(format!("{said} has become {found:?}")) }
}

async fn all(database: &TestDatabase, modes: Modes) {
    let (count, seed) = (number("ALUDEL_TEST_PAIRS", 12), number("ALUDEL_TEST_SEED", 1));
    let mut failed = Vec::new();
    for number in seed..seed + count {
        if let Err(error) = there_and_back(database, modes, number).await {
            println!("schema {number}: {error}\n");
            failed.push(number);
        }
    }
    println!("{}: {count} schemas", database.server().label());
    assert!(failed.is_empty(), "of {count} schemas from {seed} these failed: {failed:?}");
}

#[test]
fn hostile_names_and_values_go_there_and_back() {
    on_every_server(async |database| all(database, Modes::Usual).await);
}

/// The same where a backslash in a string is an escape, whatever the standard says.
#[test]
fn hostile_names_and_values_in_a_database_with_other_strings() {
    on_every_server(async |database| {
        let mut connection = database.connect().await;
        if connection.dialect().name() == "postgres" {
            let name = database.url.database().unwrap();
            let set = format!("ALTER DATABASE {name} SET standard_conforming_strings = off");
            connection.execute(&set).await.unwrap();
            all(database, Modes::Other).await;
        }
        connection.close().await.unwrap();
    });
}

/// The same on a server that reads quotes and backslashes in another way.
fn with_modes(name: &str, start: fn(&Wishes<'_>) -> Result<Private, String>) {
    let Some(own) = start_server(name, start, &Wishes::default()) else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(async {
        let mut connection = own.server.answers().await;
        let modes = "ANSI_QUOTES,NO_BACKSLASH_ESCAPES,STRICT_TRANS_TABLES,PIPES_AS_CONCAT";
        connection.execute(&format!("SET GLOBAL sql_mode = '{modes}'")).await.unwrap();
        connection.close().await.unwrap();
        all(&own.server.database("it").await, Modes::Other).await;
    });
}

#[test]
fn hostile_names_and_values_on_a_mysql_with_other_modes() {
    with_modes("MySQL", xtask::servers::mysql);
}

#[test]
fn hostile_names_and_values_on_a_mariadb_with_other_modes() {
    with_modes("MariaDB", xtask::servers::mariadb);
}
