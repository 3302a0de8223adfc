//! Character sets and collations: which one holds where nobody says so.

use super::{MySql, types};
use crate::schema::{Column, TableOptions};

impl MySql {
    /// The collation of tables that name none: the database's where it is known, else the server's usual one.
    pub(super) fn database_collation(&self) -> String {
        match &self.collation {
            Some(collation) => self.canonical_collation(collation),
            None => self.utf8mb4_collation().to_owned(),
        }
    }

    /// The collation that a table's text columns have.
    pub(super) fn table_collation(&self, options: &TableOptions) -> String {
        let named = self.resolve(options.charset.as_deref(), options.collation.as_deref());
        named.unwrap_or_else(|| self.database_collation())
    }

    /// The collation of a text column of a table whose own is given; `None` for columns that have none.
    pub(super) fn column_collation(&self, column: &Column, table: &str) -> Option<String> {
        if !types::is_text(&column.ty) {
            return None;
        }
        let named = self.resolve(column.charset.as_deref(), column.collation.as_deref());
        Some(named.unwrap_or_else(|| table.to_owned()))
    }

    /// The usual collation of a character set.
    pub(super) fn default_collation(&self, charset: &str) -> String {
        let country = match charset {
            "utf8mb4" => return self.utf8mb4_collation().to_owned(),
            "binary" => return "binary".to_owned(),
            "latin1" | "dec8" | "swe7" => "swedish",
            "gbk" | "gb2312" | "gb18030" | "big5" => "chinese",
            "sjis" | "ujis" | "cp932" | "eucjpms" => "japanese",
            "euckr" => "korean",
            "tis620" => "thai",
            "hp8" => "english",
            _ => "general",
        };
        format!("{charset}_{country}_ci")
    }

    fn resolve(&self, charset: Option<&str>, collation: Option<&str>) -> Option<String> {
        match (charset, collation) {
            (_, Some(collation)) => Some(self.canonical_collation(collation)),
            (Some(charset), None) => Some(self.default_collation(&canonical_charset(charset))),
            (None, None) => None,
        }
    }

    /// MariaDB leaves the character set out of the names of its newest collations.
    fn canonical_collation(&self, collation: &str) -> String {
        let collation = collation.to_lowercase();
        match collation.strip_prefix("utf8_") {
            Some(rest) => format!("utf8mb3_{rest}"),
            None if collation.starts_with("uca1400") => format!("utf8mb4_{collation}"),
            None => collation,
        }
    }
}

/// The character set that a collation belongs to.
pub(super) fn charset_of(collation: &str) -> &str {
    collation.split('_').next().unwrap_or(collation)
}

/// What `utf8` has long meant is called `utf8mb3`.
fn canonical_charset(charset: &str) -> String {
    match charset.to_lowercase().as_str() {
        "utf8" => "utf8mb3".to_owned(),
        charset => charset.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::ColumnType;

    #[test]
    fn what_nobody_names_is_inherited() {
        let mysql = MySql::newest_mysql().with_collation("latin1_swedish_ci");
        let mut options = TableOptions::default();
        assert_eq!(mysql.table_collation(&options), "latin1_swedish_ci");
        options.charset = Some("UTF8".into());
        assert_eq!(mysql.table_collation(&options), "utf8mb3_general_ci");
        let column = Column::new("a", ColumnType::varchar(5));
        assert_eq!(mysql.column_collation(&column, "x_bin").as_deref(), Some("x_bin"));
        assert_eq!(mysql.column_collation(&Column::new("a", ColumnType::integer()), "x_bin"), None);
    }
}
