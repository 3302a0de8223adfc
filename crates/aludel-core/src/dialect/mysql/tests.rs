use proptest::prelude::*;

use super::*;
use crate::dialect::Dialect;
use crate::plan::plan;
use crate::schema::{
    Check, Column, ColumnType, Constraint, ForeignKey, Index, IndexPart, Literal, PrimaryKey, ReferentialAction,
    SortOrder, Table, Unique, arbitrary,
};

fn users() -> Table {
    Table::new("users")
        .column(Column::new("id", ColumnType::integer()).auto_increment())
        .column(Column::new("name", ColumnType::varchar(64)).comment("it's a name"))
        .column(Column::new("role_id", ColumnType::integer()).nullable())
        .constraint(Constraint::PrimaryKey(PrimaryKey::new("pk_users", ["id"])))
        .constraint(Constraint::Unique(Unique::new("uq_users_name", ["name"])))
        .constraint(Constraint::ForeignKey(ForeignKey::new("fk_users_role", ["role_id"], "roles", ["id"])))
}

fn schema() -> Schema {
    Schema { tables: [users()].into_iter().collect(), ..Schema::default() }
}

fn statements(dialect: &MySql, before: &Schema, operations: &[Operation]) -> Vec<String> {
    plan(dialect, before, operations).unwrap().statements.into_iter().map(|statement| statement.sql).collect()
}

#[track_caller]
fn check(operations: &[Operation], expected: &[&str]) {
    assert_eq!(statements(&MySql::newest_mysql(), &schema(), operations), expected);
}

#[track_caller]
fn refused(operation: Operation, reason: &str) {
    let error = plan(&MySql::newest_mysql(), &schema(), &[operation]).unwrap_err().to_string();
    assert!(error.contains(reason), "{error}");
}

fn add(column: Column) -> Operation {
    Operation::AddColumn { table: "users".into(), column }
}

fn create(index: Index) -> Operation {
    Operation::CreateIndex { table: "users".into(), index }
}

#[test]
fn a_table_is_made_with_all_that_belongs_to_it() {
    let mut table = users()
        .index(Index::new("ix_users_role", ["role_id"]))
        .constraint(Constraint::Check(Check::new("ck_users_name", "name <> ''")))
        .comment("people");
    table.options.engine = Some("InnoDB".into());
    table.options.charset = Some("utf8mb4".into());
    assert_eq!(
        statements(&MySql::newest_mysql(), &Schema::default(), &[Operation::CreateTable { table }]),
        ["CREATE TABLE `users` (
    `id` INT NOT NULL AUTO_INCREMENT,
    `name` VARCHAR(64) NOT NULL COMMENT 'it''s a name',
    `role_id` INT,
    PRIMARY KEY (`id`),
    CONSTRAINT `uq_users_name` UNIQUE (`name`),
    CONSTRAINT `ck_users_name` CHECK (name <> ''),
    INDEX `ix_users_role` (`role_id`),
    CONSTRAINT `fk_users_role` FOREIGN KEY (`role_id`) REFERENCES `roles` (`id`)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COMMENT = 'people'"]
    );
}

#[test]
fn neighbours_go_into_one_statement() {
    check(
        &[add(Column::new("a", ColumnType::Date).nullable()), create(Index::new("ix_a", ["a"]))],
        &["ALTER TABLE `users`\n    ADD COLUMN `a` DATE,\n    ADD INDEX `ix_a` (`a`)"],
    );
}

#[test]
fn what_touches_one_thing_twice_stays_apart() {
    let column = Column::new("a", ColumnType::Date).nullable();
    let drop = Operation::DropColumn { table: "users".into(), column: column.clone() };
    check(&[add(column), drop], &["ALTER TABLE `users` ADD COLUMN `a` DATE", "ALTER TABLE `users` DROP COLUMN `a`"]);
}

#[test]
fn a_foreign_key_takes_its_index_with_it() {
    let constraint = schema().tables.iter().next().unwrap().foreign_keys().next().unwrap().clone();
    let drop =
        Operation::DropConstraint { table: "users".into(), constraint: Constraint::ForeignKey(constraint.clone()) };
    let add = Operation::CreateConstraint {
        table: "users".into(),
        constraint: Constraint::ForeignKey(ForeignKey { on_delete: ReferentialAction::Cascade, ..constraint }),
    };
    check(
        &[drop, add],
        &[
            "ALTER TABLE `users`\n    DROP FOREIGN KEY `fk_users_role`,\n    DROP INDEX `fk_users_role`",
            "ALTER TABLE `users` ADD CONSTRAINT `fk_users_role` FOREIGN KEY (`role_id`) REFERENCES `roles` (`id`) \
             ON DELETE CASCADE",
        ],
    );
}

#[test]
fn an_index_that_replaces_a_foreign_keys_own_is_replaced_back() {
    let index = Index::new("ix_role", ["role_id"]);
    let drop = Operation::DropIndex { table: "users".into(), index: index.clone() };
    check(
        &[create(index), drop],
        &[
            "ALTER TABLE `users`\n    ADD INDEX `ix_role` (`role_id`),\n    DROP INDEX `fk_users_role`",
            "ALTER TABLE `users`\n    DROP INDEX `ix_role`,\n    ADD INDEX `fk_users_role` (`role_id`)",
        ],
    );
}

#[test]
fn a_column_is_modified_whole() {
    let from = schema().tables.iter().next().unwrap().columns.get("name").unwrap().clone();
    let to = Column { ty: ColumnType::varchar(80), ..from.clone() };
    check(
        &[Operation::AlterColumn { table: "users".into(), from, to, using: None }],
        &["ALTER TABLE `users` MODIFY COLUMN `name` VARCHAR(80) NOT NULL COMMENT 'it''s a name'"],
    );
}

#[test]
fn what_the_servers_lack_is_refused() {
    refused(create(Index { predicate: Some("id > 1".into()), ..Index::new("ix", ["id"]) }), "holds all rows");
    refused(create(Index { include: vec!["id".into()], ..Index::new("ix", ["name"]) }), "no other columns");
    refused(add(Column::new("a", ColumnType::array(ColumnType::text()))), "no type array of text");
    refused(add(Column::new("n", ColumnType::integer()).auto_increment()), "a second AUTO_INCREMENT");
    refused(Operation::CreateNamespace { name: "a".into() }, "is a database");
    let table = Table::new("t").column(Column::new("a", ColumnType::text())).index(Index::new("ix", ["a"]));
    refused(Operation::CreateTable { table }, "`a` is text, which cannot be indexed");
    let table = Table::new("t").column(Column::new("a", ColumnType::integer()).auto_increment());
    refused(Operation::CreateTable { table }, "no key begins with it");
}

#[test]
fn a_prefix_makes_long_text_indexable() {
    let part = IndexPart { prefix_length: Some(20), order: SortOrder::Descending, ..IndexPart::column("a") };
    let index = Index { parts: vec![part], ..Index::new("ix", ["a"]) };
    check(
        &[add(Column::new("a", ColumnType::text()).nullable()), create(index)],
        &["ALTER TABLE `users`\n    ADD COLUMN `a` TEXT,\n    ADD INDEX `ix` (`a`(20) DESC)"],
    );
}

#[test]
fn a_comment_with_a_backslash_asks_for_the_setting_that_it_needs() {
    let column = Column::new("a", ColumnType::Date).nullable().comment("a\\b");
    let plan = plan(&MySql::newest_mysql(), &schema(), &[add(column)]).unwrap();
    assert_eq!(plan.settings.len(), 1);
    assert!(plan.statements[0].sql.ends_with("COMMENT 'a\\\\b'"));
}

#[test]
fn rows_are_compared_byte_by_byte() {
    let (columns, rows) =
        (vec!["name".to_owned(), "role_id".to_owned()], vec![vec![Literal::text("Ann"), Literal::Null]]);
    check(
        &[Operation::DeleteRows { table: "users".into(), columns, rows }],
        &[
            "DELETE FROM `users` WHERE\n    (`name` <=> 'Ann' AND CAST(CONVERT(`name` USING utf8mb4) AS BINARY) = 'Ann' \
           AND `role_id` <=> NULL)",
        ],
    );
}

#[test]
fn keys_are_equal_where_the_server_sees_no_difference() {
    let declared = Table::new("t")
        .column(Column::new("id", ColumnType::Uuid))
        .column(Column::new("flag", ColumnType::Boolean).default_value(Literal::Boolean(true)))
        .column(Column::new("r", ColumnType::Integer { width: crate::schema::IntegerWidth::Big, unsigned: false }))
        .constraint(Constraint::PrimaryKey(PrimaryKey::new("pk_t", ["id"])))
        .constraint(Constraint::Unique(Unique::new("uq", ["flag"])))
        .constraint(Constraint::ForeignKey(ForeignKey {
            on_delete: ReferentialAction::Restrict,
            ..ForeignKey::new("fk", ["r"], "o", ["id"])
        }));
    let found = Table::new("t")
        .column(Column::new("id", ColumnType::Binary { length: Some(16) }))
        .column(Column::new("flag", ColumnType::Boolean).default_value(Literal::number(1)))
        .column(Column::new("r", ColumnType::big_integer()))
        .constraint(Constraint::PrimaryKey(PrimaryKey::new("other", ["ID"])))
        .constraint(Constraint::ForeignKey(ForeignKey::new("fk", ["r"], "o", ["id"])))
        .index(Index::new("uq", ["flag"]).unique())
        .index(Index::new("fk", ["r"]));
    for dialect in [MySql::newest_mysql(), MySql::newest_mariadb()] {
        let key =
            |table: &Table| dialect.key(&Schema { tables: [table.clone()].into_iter().collect(), ..Schema::default() });
        assert_eq!(key(&declared), key(&found));
    }
}

#[test]
fn the_usual_character_set_is_none() {
    let mut table = Table::new("t").column(Column::new("a", ColumnType::varchar(5)));
    let mysql = MySql::newest_mysql().with_collation("utf8mb4_unicode_ci");
    let plain = Schema { tables: [table.clone()].into_iter().collect(), ..Schema::default() };
    table.options.charset = Some("UTF8MB4".into());
    table.options.collation = Some("utf8mb4_unicode_ci".into());
    let named = Schema { tables: [table].into_iter().collect(), ..Schema::default() };
    assert_eq!(mysql.key(&plain), mysql.key(&named));
    assert_ne!(MySql::newest_mysql().key(&plain), MySql::newest_mysql().key(&named));
}

#[test]
fn mariadb_writes_a_check_with_the_column_whose_name_it_has() {
    let constraint = Constraint::Check(Check::new("name", "name <> ''"));
    let add = Operation::CreateConstraint { table: "users".into(), constraint };
    assert_eq!(
        statements(&MySql::newest_mariadb(), &schema(), &[add]),
        ["ALTER TABLE `users` MODIFY COLUMN `name` VARCHAR(64) NOT NULL COMMENT 'it''s a name' CHECK (name <> '')"]
    );
}

proptest! {
    #[test]
    fn a_key_is_its_own_key(schema in arbitrary::schema()) {
        for dialect in [MySql::newest_mysql(), MySql::newest_mariadb()] {
            let key = dialect.key(&schema);
            prop_assert_eq!(dialect.key(&key), key);
        }
    }

    #[test]
    fn any_schema_is_planned_or_refused(schema in arbitrary::schema(), text in any::<String>()) {
        let mut operations: Vec<Operation> =
            schema.tables.iter().map(|table| Operation::CreateTable { table: table.clone() }).collect();
        operations.push(Operation::Execute { sql: text, undo: None, changes: None });
        for dialect in [MySql::newest_mysql(), MySql::newest_mariadb()] {
            for operation in &operations {
                if let Ok(plan) = plan(&dialect, &Schema::default(), std::slice::from_ref(operation)) {
                    prop_assert!(plan.statements.iter().all(|statement| !statement.sql.is_empty()));
                }
            }
        }
    }
}

#[test]
fn a_column_that_says_what_its_table_says_is_changed_with_the_table() {
    let with = |table: &str, column: Option<&str>| {
        let note = Column { collation: column.map(str::to_owned), ..Column::new("note", ColumnType::varchar(20)) };
        let mut users = Table::new("users").column(note);
        users.options.collation = Some(table.to_owned());
        Schema { tables: [users].into_iter().collect(), ..Schema::default() }
    };
    let (current, desired) = (with("utf8mb4_bin", Some("utf8mb4_bin")), with("utf8mb4_unicode_ci", None));
    let dialect = MySql::newest_mysql();
    let aligned = crate::dialect::align(&dialect, &current, &desired, &current);
    let operations = crate::diff::diff(&aligned, &desired, &crate::diff::Renames::default());
    let sql = statements(&dialect, &current, &operations).join("\n");
    let of_the_table = "COLLATE = utf8mb4_unicode_ci,\n    MODIFY COLUMN `note` VARCHAR(20) NOT NULL";
    assert!(operations.len() == 2 && sql.contains(of_the_table), "{sql}");
    assert_eq!(crate::dialect::align(&dialect, &current, &current, &current), current);
}
