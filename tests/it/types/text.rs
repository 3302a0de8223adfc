//! Text and bytes.

use std::borrow::Cow;
use std::sync::Arc;

use super::columns::Written;

/// Text that a database may take for something else.
const ODD: [&str; 7] = ["", " a ", "😀 größe", "it's \"a\" \\ `b`\n", "007", "1e3", "NULL"];

columns! {
    text_comes_back {
        long_text: String = [ODD[0].into(), ODD[1].into(), ODD[2].into(), ODD[3].into(), ODD[4].into(), ODD[5].into(),
            ODD[6].into(), "😀".repeat(16_000)]
            on Sqlite "TEXT", MySql "TEXT", Postgres "text";
        #[model(length = 64)]
        short_text: String = [ODD[0].into(), ODD[1].into(), ODD[2].into(), ODD[3].into(), ODD[4].into(), ODD[5].into(),
            ODD[6].into(), "😀".repeat(64)]
            on Sqlite "VARCHAR(64)", MySql "VARCHAR(64)", Postgres "varchar(64)";
        boxed_text: Box<str> = ["".into(), ODD[2].into()] on Sqlite "TEXT", MySql "TEXT", Postgres "text";
        shared_text: Arc<str> = ["".into(), ODD[2].into()] on Sqlite "TEXT", MySql "TEXT", Postgres "text";
        borrowed_text: Cow<'static, str> = ["".into(), ODD[2].into()] on Sqlite "TEXT", MySql "TEXT", Postgres "text";
    }
}

columns! {
    bytes_come_back {
        many_bytes: Vec<u8> = [vec![], b"007".to_vec(), (0..=255).collect(), vec![0; 65_535]]
            on Sqlite "BLOB", MySql "BLOB", Postgres "bytea";
        #[model(length = 256)]
        some_bytes: Vec<u8> = [vec![], vec![0], vec![0, 0], (0..=255).collect()]
            on Sqlite "BLOB", MySql "VARBINARY(256)", Postgres "bytea";
        boxed_bytes: Box<[u8]> = [Box::new([]), Box::new([0, 255])] on Sqlite "BLOB", MySql "BLOB", Postgres "bytea";
    }
}
