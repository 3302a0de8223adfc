//! `ALGORITHM` and `LOCK`: how far the server may go to alter a table, at the end of an `ALTER TABLE`.

use super::MySql;
use super::refusal::{Refusal, refuse};
use crate::dialect::Dialect;
use crate::revision::{Algorithm, TableLock};

impl MySql {
    /// The clauses that tell the server; `None` where the choice is its own.
    pub(super) fn bounds(&self) -> Result<Option<String>, Refusal> {
        let algorithm = match self.altering.algorithm() {
            None | Some(Algorithm::Default) => None,
            Some(Algorithm::Instant) => Some("ALGORITHM=INSTANT"),
            Some(Algorithm::NoCopy) if self.is_mariadb() => Some("ALGORITHM=NOCOPY"),
            Some(Algorithm::NoCopy) => {
                return Err(refuse(
                    "MySQL has no algorithm `nocopy`",
                    "say `instant` or `inplace`, or `lock` `none` alone, which refuses a copy too",
                ));
            }
            Some(Algorithm::InPlace) => Some("ALGORITHM=INPLACE"),
            Some(Algorithm::Copy) => Some("ALGORITHM=COPY"),
        };
        let lock = match self.altering.lock() {
            None | Some(TableLock::Default) => None,
            Some(TableLock::None) => Some("LOCK=NONE"),
            Some(TableLock::Shared) => Some("LOCK=SHARED"),
            Some(TableLock::Exclusive) => Some("LOCK=EXCLUSIVE"),
        };
        let clauses: Vec<&str> = algorithm.into_iter().chain(lock).collect();
        let words = |clauses: &[&str]| self.sql().list(clauses, |sql, clause| sql.keyword(clause)).finish();
        Ok((!clauses.is_empty()).then(|| words(&clauses)))
    }

    /// What could be done in the catalogue alone is done in place: MySQL takes the word for it, MariaDB for the farthest
    /// that it may go.
    pub(super) fn is_kept_in_place(&self) -> bool {
        !self.is_mariadb() && self.altering.algorithm() == Some(Algorithm::InPlace)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::Effort;
    use crate::operation::Operation;
    use crate::plan::{PlanError, Statement, plan};
    use crate::revision::Altering;
    use crate::schema::{Column, ColumnType, Index, Schema, Table};

    fn schema() -> Schema {
        let table = Table::new("notes").column(Column::new("id", ColumnType::integer()));
        Schema { tables: [table].into_iter().collect(), ..Schema::default() }
    }

    fn add() -> Operation {
        Operation::AddColumn { table: "notes".into(), column: Column::new("word", ColumnType::Date).nullable() }
    }

    fn told(server: MySql, algorithm: &str, lock: Option<&str>) -> MySql {
        MySql { altering: Altering::read(Some(algorithm), lock).unwrap(), ..server }
    }

    fn statements(server: &MySql, operations: &[Operation]) -> Result<Vec<Statement>, PlanError> {
        plan(server, &schema(), operations).map(|plan| plan.statements)
    }

    #[test]
    fn they_stand_at_the_end_of_what_alters_a_table_and_nowhere_else() {
        let server = told(MySql::newest_mysql(), "inplace", Some("none"));
        let create = Operation::CreateIndex { table: "notes".into(), index: Index::new("ix_word", ["word"]) };
        let others = [
            Operation::RenameTable { from: "notes".into(), to: "words".into() },
            Operation::CreateTable { table: Table::new("new").column(Column::new("id", ColumnType::integer())) },
            Operation::Execute { sql: "ALTER TABLE words FORCE".into(), undo: None, changes: None },
        ];
        let operations: Vec<Operation> = [add(), create].into_iter().chain(others).collect();
        let statements = statements(&server, &operations).unwrap();
        let sql: Vec<&str> = statements.iter().map(|statement| statement.sql.as_str()).collect();
        assert_eq!(
            sql,
            [
                "ALTER TABLE `notes`\n    ADD COLUMN `word` DATE,\n    ADD INDEX `ix_word` (`word`),\n    \
                 ALGORITHM=INPLACE, LOCK=NONE",
                "RENAME TABLE `notes` TO `words`",
                "CREATE TABLE `new` (\n    `id` INT NOT NULL\n)",
                "ALTER TABLE words FORCE",
            ]
        );
    }

    #[test]
    fn they_are_no_part_of_what_a_statement_does() {
        let told = statements(&told(MySql::newest_mysql(), "instant", None), &[add()]).unwrap();
        assert_eq!(told[0].sql, "ALTER TABLE `notes` ADD COLUMN `word` DATE, ALGORITHM=INSTANT");
        assert_eq!(told[0].essence(), "ALTER TABLE `notes` ADD COLUMN `word` DATE");
        let free = statements(&MySql::newest_mysql(), &[add()]).unwrap();
        assert_eq!((free[0].sql.as_str(), free[0].essence()), (told[0].essence(), told[0].essence()));
    }

    #[test]
    fn one_of_them_is_mariadb_s_alone() {
        let nocopy = |server| statements(&told(server, "nocopy", None), &[add()]);
        assert!(nocopy(MySql::newest_mariadb()).unwrap()[0].sql.ends_with(", ALGORITHM=NOCOPY"));
        let error = nocopy(MySql::newest_mysql()).unwrap_err().to_string();
        assert!(error.contains("MySQL has no algorithm `nocopy`"), "{error}");
    }

    #[test]
    fn effects_are_those_of_the_way_that_is_told() {
        let effort = |server: MySql| server.effects(&schema(), &add()).unwrap()[0].effort;
        assert_eq!(effort(MySql::newest_mysql()), Effort::Brief);
        assert_eq!(effort(told(MySql::newest_mysql(), "inplace", None)), Effort::Rewrite);
        assert_eq!(effort(told(MySql::newest_mariadb(), "inplace", None)), Effort::Brief);
        let copied = told(MySql::newest_mariadb(), "copy", Some("exclusive")).effects(&schema(), &add()).unwrap();
        assert_eq!((copied[0].lock, copied[0].blocks), ("metadata lock, COPY", crate::dialect::Blocks::All));
    }
}
