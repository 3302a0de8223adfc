//! Numbers and truths.

use rust_decimal::Decimal;

use super::columns::Written;

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

columns! {
    numbers_come_back {
        truth: bool = [true, false] on Sqlite "BOOLEAN", MySql "BOOLEAN", Postgres "boolean";
        signed_8: i8 = [i8::MIN, -1, 0, i8::MAX] on Sqlite "TINYINT", MySql "TINYINT";
        signed_16: i16 = [i16::MIN, -1, 0, i16::MAX] on Sqlite "SMALLINT", MySql "SMALLINT", Postgres "smallint";
        signed_32: i32 = [i32::MIN, -1, 0, i32::MAX] on Sqlite "INTEGER", MySql "INT", Postgres "integer";
        signed_64: i64 = [i64::MIN, -1, 0, i64::MAX] on Sqlite "BIGINT", MySql "BIGINT", Postgres "bigint";
        unsigned_8: u8 = [0, u8::MAX] on Sqlite "TINYINT UNSIGNED", MySql "TINYINT UNSIGNED";
        unsigned_16: u16 = [0, u16::MAX] on Sqlite "SMALLINT UNSIGNED", MySql "SMALLINT UNSIGNED";
        unsigned_32: u32 = [0, u32::MAX] on Sqlite "INTEGER UNSIGNED", MySql "INT UNSIGNED";
        unsigned_64: u64 = [0, u64::MAX] on MySql "BIGINT UNSIGNED";
        float_32: f32 = [f32::MIN, -0.0, 0.1, f32::MIN_POSITIVE, f32::MAX]
            on Sqlite "REAL", MySql "FLOAT", Postgres "real";
        float_64: f64 = [f64::MIN, -0.0, 0.1, 1.0, f64::MIN_POSITIVE, f64::MAX]
            on Sqlite "DOUBLE", MySql "DOUBLE", Postgres "double precision";
        any_decimal: Decimal = [decimal("0"), decimal("-0.0000000000000000000000000001"), Decimal::MAX]
            on Postgres "numeric";
        #[model(precision = 28, scale = 6)]
        some_decimal: Decimal = [decimal("-1.5"), decimal("0"), decimal("9999999999999999999999.999999")]
            on MySql "DECIMAL(28,6)", Postgres "numeric(28, 6)";
    }
}
