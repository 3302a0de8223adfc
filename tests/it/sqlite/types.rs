//! Types: how they come back from the database, and what applications can read from them.

use aludel_core::operation::Operation;
use aludel_core::plan::plan;
use aludel_core::schema::{Column, ColumnType, EnumType, IntegerWidth, Schema, Table, TableOptions};

use super::on_sqlite;

fn supported() -> Vec<ColumnType> {
    use ColumnType as Ty;
    let widths =
        [IntegerWidth::Tiny, IntegerWidth::Small, IntegerWidth::Medium, IntegerWidth::Regular, IntegerWidth::Big];
    let integers = widths
        .into_iter()
        .flat_map(|width| [false, true].into_iter().map(move |unsigned| Ty::Integer { width, unsigned }));
    let mut types: Vec<ColumnType> =
        integers.filter(|ty| *ty != Ty::Integer { width: IntegerWidth::Big, unsigned: true }).collect();
    types.extend([
        Ty::Boolean,
        Ty::Real,
        Ty::Double,
        Ty::Numeric { precision: None, scale: None },
        Ty::Numeric { precision: Some(9), scale: None },
        ColumnType::numeric(10, 2),
        Ty::Char { length: None },
        Ty::Char { length: Some(3) },
        Ty::Varchar { length: None },
        ColumnType::varchar(64),
        ColumnType::text(),
        Ty::Binary { length: Some(16) },
        Ty::Varbinary { length: None },
        ColumnType::blob(),
        Ty::Date,
        Ty::Time { precision: Some(3), zoned: false },
        ColumnType::timestamp(),
        ColumnType::timestamp_zoned(),
        Ty::Uuid,
        Ty::Json,
        Ty::Jsonb,
        EnumType::new("mood", ["sad"]).column_type(),
        Ty::Raw { sql: "GEOMETRY(3, 4)".into() },
        Ty::Raw { sql: String::new() },
    ]);
    types
}

fn table(types: Vec<ColumnType>, strict: bool) -> Table {
    let columns = types.into_iter().enumerate().map(|(place, ty)| Column::new(format!("c{place}"), ty).nullable());
    let table = columns.fold(Table::new("t"), Table::column);
    Table { options: TableOptions { strict, ..TableOptions::default() }, ..table }
}

#[test]
fn every_type_comes_back() {
    on_sqlite(async |session| {
        let table = table(supported(), false);
        session.apply(&[Operation::CreateTable { table }]).await;
    });
}

#[test]
fn strict_tables_have_the_names_of_storage_classes() {
    on_sqlite(async |session| {
        let types =
            supported().into_iter().filter(|ty| !matches!(ty, ColumnType::Numeric { .. } | ColumnType::Raw { .. }));
        let table = table(types.chain([ColumnType::Raw { sql: "any".into() }]).collect(), true);
        session.apply(&[Operation::CreateTable { table }]).await;
    });
}

#[test]
fn what_has_no_place_is_refused() {
    on_sqlite(async |session| {
        let dialect = session.connection.dialect();
        let refused = [
            ColumnType::Integer { width: IntegerWidth::Big, unsigned: true },
            ColumnType::array(ColumnType::text()),
            ColumnType::Set { values: vec!["a".into()] },
            ColumnType::Inet,
        ];
        for ty in refused {
            let create = [Operation::CreateTable { table: table(vec![ty], false) }];
            let error = plan(&*dialect, &Schema::default(), &create).unwrap_err().to_string();
            assert!(error.starts_with("cannot create table t: column \"c0\": "), "{error}");
        }
        let create = [Operation::CreateTable { table: table(vec![ColumnType::numeric(3, 2)], true) }];
        plan(&*dialect, &Schema::default(), &create).unwrap_err();
    });
}

/// The types that an application binds and reads keep their values: text that looks like a number stays text.
#[test]
fn applications_read_back_what_they_write() {
    on_sqlite(async |session| {
        let types =
            [ColumnType::Json, ColumnType::Double, ColumnType::Uuid, ColumnType::timestamp(), ColumnType::Boolean];
        session.apply(&[Operation::CreateTable { table: table(types.to_vec(), false) }]).await;
        session
            .execute("INSERT INTO t VALUES ('7', 1, x'00112233445566778899aabbccddeeff', '2026-11-20 09:06:00', 1)")
            .await;
        let kinds = session.query("SELECT typeof(c0), typeof(c1), typeof(c2), typeof(c3), typeof(c4) FROM t").await;
        assert_eq!(kinds, ["text|real|blob|text|integer"]);
    });
}

#[test]
fn declared_words_are_read_without_loss_of_their_meaning() {
    on_sqlite(async |session| {
        session
            .execute(
                "CREATE TABLE words (a INT PRIMARY KEY, b int(11), c nvarchar ( 40 ) NOT NULL, d DOUBLE PRECISION, \
                 e STRING, f UNSIGNED BIG INT, g \"odd type\", h decimal(10,5), i /* none */, j timestamp, k TINYINT(1))",
            )
            .await;
        let inspection = session.inspect().await;
        let dialect = session.connection.dialect();
        let table = inspection.schema.table(&"words".into()).unwrap();
        let types: Vec<String> = table.columns.iter().map(|column| column.ty.to_string()).collect();
        let expected = [
            "INT",
            "32-bit integer",
            "varchar(40)",
            "double",
            "STRING",
            "UNSIGNED BIG INT",
            "\"odd type\"",
            "numeric(10,5)",
            "no type",
            "timestamp with zone",
            "8-bit integer",
        ];
        assert_eq!(types, expected);
        let operations =
            [Operation::DropTable { table: table.clone() }, Operation::CreateTable { table: table.clone() }];
        session.schema = inspection.schema.clone();
        session.apply(&operations).await;
        let declared = session.query("SELECT type FROM pragma_table_info('words')").await;
        let affinities = ["INT", "INTEGER", "VARCHAR(40)", "DOUBLE", "STRING", "UNSIGNED BIG INT", "odd type"];
        assert_eq!(declared[..7], affinities);
        assert_eq!(dialect.name(), "sqlite");
    });
}
