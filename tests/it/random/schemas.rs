//! Random schemas of what a database can do. Two of them share names, and a row that one holds fits the other.

use aludel_core::connection::Connection;
use aludel_core::dialect::Dialect;
use aludel_core::name;
use aludel_core::schema::{
    Check, Column, ColumnType, Constraint, DefaultValue, Deferral, EnumType, ForeignKey, Generation, Identity,
    IdentityMode, Index, IndexPart, IntegerWidth, Literal, LobSize, NullsOrder, OnConflict, PrimaryKey,
    ReferentialAction, Schema, Sequence, SequenceOptions, SortOrder, Storage, Table, TableOptions, Unique, View,
};

use super::dice::Dice;

const TABLES: [&str; 4] = ["albums", "bands", "crews", "weird \"name\""];

/// What a database can do.
struct Can {
    postgres: bool,
    sqlite: bool,
    mysql: bool,
    mariadb: bool,
}

impl Can {
    fn of(dialect: &dyn Dialect) -> Self {
        let is = |name| dialect.name() == name;
        Self { postgres: is("postgres"), sqlite: is("sqlite"), mysql: is("mysql"), mariadb: is("mariadb") }
    }

    fn is_mysql(&self) -> bool {
        self.mysql || self.mariadb
    }
}

pub(super) fn schema(dice: &mut Dice, dialect: &dyn Dialect) -> Schema {
    let can = Can::of(dialect);
    let mut schema = Schema::default();
    let mood = EnumType::new("mood", values(dice));
    let id = if dice.one_in(3) { ColumnType::big_integer() } else { ColumnType::integer() };
    let mut names = dice.some(&TABLES);
    names.sort_unstable();
    for name in &names {
        schema.tables.insert(table(dice, &can, name, &id, &mood));
    }
    let keyed: Vec<&str> = names
        .iter()
        .copied()
        .filter(|name| schema.table(&(*name).into()).unwrap().primary_key().unwrap().columns == ["id"])
        .collect();
    for name in &names {
        if !keyed.is_empty() && dice.one_in(2) {
            let key = foreign_key(dice, &can, name, dice_pick(&keyed, name));
            let table = schema.tables.get_mut(&aludel_core::name::ObjectName::from(*name)).unwrap();
            table.columns.insert(Column::new("other_id", id.clone()).nullable());
            table.constraints.insert(Constraint::ForeignKey(key));
        }
    }
    let uses_mood = schema.tables.iter().any(|table| table.columns.iter().any(|one| one.ty.enum_name().is_some()));
    if uses_mood || (can.postgres && dice.one_in(3)) {
        schema.enum_types.insert(mood);
    }
    if (can.postgres || can.mariadb) && dice.one_in(2) {
        schema.sequences.insert(sequence(dice));
    }
    views(dice, &mut schema);
    schema
}

/// A view of some columns of a table, and one that reads it.
fn views(dice: &mut Dice, schema: &mut Schema) {
    let Some(albums) = schema.table(&"albums".into()).filter(|_| dice.one_in(2)) else { return };
    // One throw, however many columns there are, so that what is said of views changes nothing else.
    let dice = &mut Dice::new(dice.below(1 << 16) as u64);
    let columns: Vec<&str> = albums.columns.iter().map(|column| column.name.as_str()).collect();
    let others: Vec<&str> = columns.into_iter().filter(|name| *name != "id" && dice.one_in(3)).collect();
    let columns = [vec!["id"], others].concat().join(", ");
    let query = format!("SELECT {columns} FROM albums{}", dice.pick(&["", " WHERE id > 5"]));
    schema.views.insert(View { depends_on: vec!["albums".into()], ..View::new("few", query) });
    if dice.one_in(2) {
        let query = dice.pick(&["SELECT id FROM few", "SELECT id FROM few WHERE id > 6"]);
        schema.views.insert(View { depends_on: vec!["few".into()], ..View::new("fewer", query) });
    }
}

/// A table to refer to: always the same one from one table, so that rows refer to what is there on both sides.
fn dice_pick<'a>(keyed: &[&'a str], name: &str) -> &'a str {
    keyed.iter().find(|other| **other == name).copied().unwrap_or(keyed[0])
}

fn values(dice: &mut Dice) -> Vec<&'static str> {
    let mut values = dice.some(&["b", "it's", "Größe, \"d\""]);
    values.insert(dice.below(values.len() + 1), "a");
    values
}

fn table(dice: &mut Dice, can: &Can, name: &str, id: &ColumnType, mood: &EnumType) -> Table {
    let mut table = Table::new(name);
    let mut key = vec!["id"];
    let mut number = Column::new("id", id.clone());
    let options = options(dice, can);
    let numbered = dice.one_in(2) && !options.without_rowid;
    if numbered {
        number.generation = Some(numbering(dice, can));
    }
    table.columns.insert(number);
    if dice.one_in(4) && !numbered {
        table.columns.insert(Column::new("code", ColumnType::integer()).default_value(Literal::number(5)));
        key = dice.pick(&[vec!["id", "code"], vec!["code", "id"]]);
    }
    for column in dice.some(&["name", "amount", "flag", "day", "mood", "data", "note", "small", "at"]) {
        table.columns.insert(self::column(dice, can, column, mood, options.strict));
    }
    let pk = PrimaryKey::new(name::primary_key(&table.name), key);
    table.constraints.insert(Constraint::PrimaryKey(pk));
    table.options = options;
    if !can.sqlite {
        table.comment = comment(dice);
    }
    computed(dice, can, &mut table);
    constraints(dice, can, &mut table);
    indexes(dice, can, &mut table);
    table
}

fn options(dice: &mut Dice, can: &Can) -> TableOptions {
    let mut options = TableOptions::default();
    if can.sqlite {
        options.without_rowid = dice.one_in(4);
        options.strict = dice.one_in(4);
    }
    if can.is_mysql() && dice.one_in(4) {
        options.charset = Some("utf8mb4".into());
        options.collation = Some(dice.pick(&["utf8mb4_bin", "utf8mb4_unicode_ci"]).into());
    }
    options
}

fn numbering(dice: &mut Dice, can: &Can) -> Generation {
    let always = Identity { mode: IdentityMode::Always, options: SequenceOptions::default() };
    // Serial is no difference to what a model calls numbered, so a pair of the two would stay as it is.
    let fast = SequenceOptions { increment: Some(5), cache: Some(10), ..SequenceOptions::default() };
    match dice.below(5) {
        1 if can.postgres => Generation::Identity(always),
        2 if can.postgres => Generation::Identity(Identity { mode: IdentityMode::ByDefault, options: fast }),
        _ => Generation::AutoIncrement,
    }
}

fn comment(dice: &mut Dice) -> Option<String> {
    dice.pick(&[None, None, Some("it's \\ \"so\""), Some("two\nlines é"), Some("plain")]).map(str::to_owned)
}

fn column(dice: &mut Dice, can: &Can, name: &str, mood: &EnumType, strict: bool) -> Column {
    let text = |text: &str| Some(DefaultValue::Literal(Literal::text(text)));
    let number = |text: &str| Some(DefaultValue::Literal(Literal::number(text)));
    let (ty, default) = match name {
        "name" => (
            dice.pick(&[ColumnType::varchar(20), ColumnType::varchar(40), ColumnType::varchar(300)]),
            dice.pick(&[text("it's"), text(""), text("back\\slash é"), text("7"), text("NULL")]),
        ),
        "amount" if strict => (ColumnType::integer(), number("7")),
        "amount" => (
            dice.pick(&[
                ColumnType::integer(),
                ColumnType::big_integer(),
                ColumnType::numeric(10, 2),
                ColumnType::numeric(12, 4),
                ColumnType::Double,
            ]),
            dice.pick(&[number("7"), number("-1"), number("0"), None]),
        ),
        "small" => (
            if can.is_mysql() {
                dice.pick(&[
                    ColumnType::small_integer(),
                    ColumnType::Integer { width: IntegerWidth::Tiny, unsigned: true },
                    ColumnType::Integer { width: IntegerWidth::Medium, unsigned: false },
                    ColumnType::Integer { width: IntegerWidth::Big, unsigned: true },
                ])
            } else {
                ColumnType::small_integer()
            },
            dice.pick(&[number("3"), None]),
        ),
        "flag" => (ColumnType::Boolean, Some(DefaultValue::Literal(Literal::Boolean(dice.one_in(2))))),
        "day" if strict => (ColumnType::text(), text("2026-01-02")),
        "day" => (ColumnType::Date, dice.pick(&[text("2026-01-02"), None])),
        "at" if strict => (ColumnType::text(), None),
        "at" => (
            ColumnType::Timestamp {
                precision: dice.pick(&[None, Some(3), Some(6)]),
                zoned: can.postgres && dice.one_in(3),
            },
            dice.pick(&[None, text("2026-01-02 03:04:05")]),
        ),
        "mood" => (mood.column_type(), dice.pick(&[text("a"), None])),
        "data" => {
            let bytes = Some(DefaultValue::Literal(Literal::Bytes(vec![0, 255, 39])));
            let short = ColumnType::Varbinary { length: Some(20) };
            if can.is_mysql() {
                dice.pick(&[(short, bytes), (ColumnType::blob(), None)])
            } else {
                (ColumnType::blob(), dice.pick(&[bytes, None]))
            }
        }
        _ => {
            let size = if can.is_mysql() {
                dice.pick(&[LobSize::Regular, LobSize::Medium, LobSize::Long])
            } else {
                LobSize::Regular
            };
            (ColumnType::Text { size }, if can.is_mysql() { None } else { text("x") })
        }
    };
    let default = default.filter(|_| dice.one_in(2));
    let mut column = Column::new(name, ty);
    column.nullable = default.is_none() || dice.one_in(2);
    column.default = default;
    if !can.sqlite {
        column.comment = comment(dice);
    }
    if matches!(name, "name" | "note") && dice.one_in(4) {
        column.collation = match () {
            () if can.sqlite => Some("NOCASE".into()),
            () if can.postgres => Some("C".into()),
            () => Some("utf8mb4_bin".into()),
        };
        column.charset = can.is_mysql().then(|| "utf8mb4".into());
    }
    column
}

fn computed(dice: &mut Dice, can: &Can, table: &mut Table) {
    if !table.columns.contains("small") || !dice.one_in(2) {
        return;
    }
    let sql = dice.pick(&["small * 2", "small + 1"]).to_owned();
    let storage = if can.postgres || dice.one_in(2) { Storage::Stored } else { Storage::Virtual };
    let generation = Some(Generation::Expression { sql, storage });
    table.columns.insert(Column { generation, ..Column::new("total", ColumnType::big_integer()).nullable() });
}

fn constraints(dice: &mut Dice, can: &Can, table: &mut Table) {
    let name = table.name.clone();
    let has = |table: &Table, column: &str| table.columns.contains(column);
    if has(table, "name") && dice.one_in(2) {
        let columns: Vec<String> = if has(table, "small") && dice.one_in(2) {
            vec!["small".into(), "name".into()]
        } else {
            vec!["name".into()]
        };
        let mut unique = Unique::new(name::unique(&name, &columns), columns);
        if can.postgres && dice.one_in(4) {
            unique.deferral = Deferral::Deferred;
        }
        if can.sqlite && dice.one_in(4) {
            unique.on_conflict = Some(OnConflict::Replace);
        }
        if can.postgres && dice.one_in(4) {
            unique.include = vec!["id".into()];
        }
        table.constraints.insert(Constraint::Unique(unique));
    }
    if has(table, "small") && dice.one_in(2) {
        let sql = dice.pick(&["small > -100", "small < 1000", "small BETWEEN -5 AND 500"]);
        table.constraints.insert(Constraint::Check(Check::new(format!("ck_{}_small", plain(&name.name)), sql)));
    }
    // MySQL and MariaDB have no checks over numbers of their own.
    let is_numbered = table.columns.iter().any(Column::is_auto_increment);
    if dice.one_in(3) && !(can.is_mysql() && is_numbered) {
        table.constraints.insert(Constraint::Check(Check::new(format!("ck_{}_id", plain(&name.name)), "id > 0")));
    }
}

fn plain(name: &str) -> String {
    name.replace(|character: char| !character.is_ascii_alphanumeric(), "_")
}

fn indexes(dice: &mut Dice, can: &Can, table: &mut Table) {
    let has = |table: &Table, column: &str| table.columns.contains(column);
    let name = |what: &str| format!("ix_{}_{what}", plain(&table.name.name));
    let mut made: Vec<Index> = Vec::new();
    if has(table, "day") && dice.one_in(2) {
        let mut index = Index::new(name("day"), ["day"]);
        if has(table, "flag") && dice.one_in(2) {
            index.parts.push(IndexPart::column("flag"));
        }
        if !can.mariadb && dice.one_in(2) {
            index.parts[0].order = SortOrder::Descending;
        }
        if can.postgres && dice.one_in(2) {
            index.parts[0].nulls = Some(dice.pick(&[NullsOrder::First, NullsOrder::Last]));
        }
        if (can.postgres || can.sqlite) && dice.one_in(2) {
            index.predicate = Some(dice.pick(&["id > 5", "day IS NOT NULL"]).into());
        }
        if can.postgres && dice.one_in(2) {
            index.include = vec!["id".into()];
        }
        index.invisible = can.is_mysql() && dice.one_in(3);
        made.push(index);
    }
    if has(table, "name") && dice.one_in(2) {
        let mut index = Index::new(name("name"), ["name"]);
        index.unique = dice.one_in(2);
        if can.postgres && !index.unique && dice.one_in(2) {
            index.method = Some("hash".into());
        }
        made.push(index);
    }
    if has(table, "name") && !can.mariadb && dice.one_in(3) {
        let sql = dice.pick(&["lower(name)", "upper(name)"]);
        made.push(Index { parts: vec![IndexPart::expression(sql)], ..Index::new(name("expression"), [""; 0]) });
    }
    if has(table, "note") && can.is_mysql() && dice.one_in(2) {
        let mut index = Index::new(name("note"), ["note"]);
        match dice.one_in(2) {
            true => index.method = Some("fulltext".into()),
            false => index.parts[0].prefix_length = Some(10),
        }
        made.push(index);
    }
    made.into_iter().for_each(|index| drop(table.indexes.insert(index)));
}

fn foreign_key(dice: &mut Dice, can: &Can, table: &str, other: &str) -> ForeignKey {
    let columns = ["other_id".to_owned()];
    let name = name::foreign_key(&table.into(), &columns, &other.into());
    let mut key = ForeignKey::new(name, columns, other, ["id"]);
    let actions = [ReferentialAction::NoAction, ReferentialAction::Cascade, ReferentialAction::SetNull];
    (key.on_delete, key.on_update) = (dice.pick(&actions), dice.pick(&actions));
    if !can.is_mysql() && dice.one_in(3) {
        key.deferral = dice.pick(&[Deferral::Immediate, Deferral::Deferred]);
    }
    key
}

fn sequence(dice: &mut Dice) -> Sequence {
    let options = SequenceOptions {
        start: dice.pick(&[None, Some(5)]),
        increment: dice.pick(&[None, Some(3)]),
        minimum: dice.pick(&[None, Some(2)]),
        maximum: dice.pick(&[None, Some(1000)]),
        cache: dice.pick(&[None, Some(20)]),
        cycle: dice.one_in(2),
    };
    Sequence { options, ..Sequence::new("tickets") }
}

/// One row in each table, which fits both schemas.
pub(super) async fn insert_rows(
    connection: &mut dyn Connection,
    start: &Schema,
    desired: &Schema,
) -> Result<(), String> {
    for table in &start.tables {
        let columns: Vec<&Column> = table.columns.iter().filter(|column| column.name != "total").collect();
        let sql = connection.dialect().sql().keyword("INSERT INTO").name(&table.name);
        let sql = sql.parens(|sql| sql.list(&columns, |sql, column| sql.ident(&column.name)));
        let always = matches!(
            table.columns.get("id").and_then(|id| id.generation.as_ref()),
            Some(Generation::Identity(Identity { mode: IdentityMode::Always, .. }))
        );
        let sql = sql.when(always, |sql| sql.keyword("OVERRIDING SYSTEM VALUE")).keyword("VALUES");
        let sql = sql.parens(|sql| sql.list(&columns, |sql, column| sql.literal(&value(column)))).finish();
        connection.execute(&sql).await.map_err(|error| format!("rows: {error}\n{sql}"))?;
    }
    // Rows refer to others only where they do so on both sides.
    for table in &start.tables {
        let target =
            |schema: &Schema| schema.table(&table.name)?.foreign_keys().next().map(|key| key.referred_table.clone());
        if target(start).is_some() && target(start) == target(desired) {
            let sql = connection.dialect().sql().keyword("UPDATE").name(&table.name).keyword("SET other_id = 1");
            connection.execute(&sql.finish()).await.map_err(|error| error.to_string())?;
        }
    }
    Ok(())
}

fn value(column: &Column) -> Literal {
    match column.name.as_str() {
        "id" => Literal::number(1),
        "code" | "amount" | "small" => Literal::number(7),
        "name" | "note" => Literal::text("it's"),
        "flag" => Literal::Boolean(true),
        "day" => Literal::text("2026-03-04"),
        "at" => Literal::text("2026-03-04 05:06:07"),
        "mood" => Literal::text("a"),
        "data" => Literal::Bytes(vec![1, 0, 2]),
        _ => Literal::Null,
    }
}
