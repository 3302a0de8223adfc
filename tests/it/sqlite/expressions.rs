//! What inspection makes of tables that people wrote.

use aludel_core::name::ObjectName;
use aludel_core::operation::Operation;
use aludel_core::schema::{
    Column, ColumnType, Constraint, ConstraintKind, DefaultValue, Deferral, Generation, IndexTarget, Literal,
    ReferentialAction, Schema,
};

use super::{Session, on_sqlite};

const WRITTEN: &str = r#"
CREATE TABLE [Parent] (Id INTEGER PRIMARY KEY, -- the number
    `code` TEXT COLLATE nocase UNIQUE ON CONFLICT REPLACE CHECK (code <> '(' /* ) */), CHECK ((length("code") > 0)));
CREATE TABLE child (
    parent references parent on delete cascade on update set null deferrable initially deferred,
    other_code TEXT CONSTRAINT other REFERENCES "PARENT"(CODE) MATCH FULL,
    a DEFAULT foo, b DEFAULT "b q", c DEFAULT TRUE, d DEFAULT (-(1)), e DEFAULT - 2.50, f DEFAULT x'0aFF', g DEFAULT ((now)),
    h INT AS (a || b) STORED, i GENERATED ALWAYS AS ((c)), j NOT NULL DEFAULT NULL, k DEFAULT current_timestamp,
    "check" CHECK ("check" > 0) CHECK ("check" < 9),
    CONSTRAINT "the key"
    PRIMARY KEY (a, b) ON CONFLICT FAIL
    UNIQUE (c), UNIQUE (c), CONSTRAINT dup CHECK (1), CONSTRAINT dup CHECK (2)
);
CREATE UNIQUE INDEX ix ON child (A, (b || 'x') DESC, lower("c") COLLATE NOCASE, d COLLATE rtrim ASC) WHERE [a] IS NOT NULL;
CREATE VIEW v AS SELECT * FROM child WHERE a = ';';
CREATE TEMP VIEW unseen AS SELECT 1;
CREATE VIEW w (x, y) AS SELECT a, b FROM v;
CREATE TRIGGER tr AFTER INSERT ON child BEGIN SELECT 1; END;
CREATE VIRTUAL TABLE notes USING fts5(body);
CREATE TABLE copied AS SELECT a, h FROM child;
"#;

/// `(now)` names no function, so it is read and never run.
async fn written(session: &mut Session) {
    let script = WRITTEN.replace("((now))", "((1 + 1))");
    let dialect = session.connection.dialect();
    for statement in dialect.split(&script).unwrap() {
        session.execute(statement).await;
    }
}

#[test]
fn a_table_by_hand_is_read_whole() {
    on_sqlite(async |session| {
        written(session).await;
        let inspection = session.inspect().await;
        let schema = &inspection.schema;
        let names: Vec<String> = schema.tables.iter().map(|table| table.name.to_string()).collect();
        assert_eq!(names, ["Parent", "child", "copied"]);
        let parent = schema.table(&"Parent".into()).unwrap();
        assert!(!parent.columns.get("Id").unwrap().nullable);
        assert_eq!(parent.columns.get("Id").unwrap().ty, ColumnType::integer());
        assert_eq!(parent.columns.get("code").unwrap().collation.as_deref(), Some("nocase"));
        let child = schema.table(&"child".into()).unwrap();
        let defaults: Vec<Option<DefaultValue>> =
            child.columns.iter().skip(2).map(|column| column.default.clone()).collect();
        let literal = |literal| Some(DefaultValue::Literal(literal));
        assert_eq!(
            defaults[..8],
            [
                literal(Literal::text("foo")),
                literal(Literal::text("b q")),
                literal(Literal::Boolean(true)),
                Some(DefaultValue::Expression("-(1)".into())),
                literal(Literal::number("-2.50")),
                literal(Literal::Bytes(vec![10, 255])),
                Some(DefaultValue::Expression("1 + 1".into())),
                None
            ]
        );
        assert_eq!(
            child.columns.get("j").map(|column| (column.nullable, column.default.is_some())),
            Some((false, false))
        );
        let stored = child.columns.get("i").and_then(|column| column.generation.clone());
        assert!(matches!(stored, Some(Generation::Expression { sql, .. }) if sql == "c"));
        assert_eq!(child.primary_key().map(|key| key.columns.len()), Some(2));
    });
}

#[test]
fn names_are_resolved_and_made_up() {
    on_sqlite(async |session| {
        written(session).await;
        let schema = session.inspect().await.schema;
        let child = schema.table(&"child".into()).unwrap();
        let names: Vec<&str> = child.constraints.iter().map(Constraint::name).collect();
        let expected = [
            "fk_child_parent_Parent",
            "other",
            "ck_child_check",
            "ck_child_check_2",
            "the key",
            "uq_child_c",
            "uq_child_c_2",
            "dup",
            "dup_2",
        ];
        assert_eq!(names, expected);
        let keys: Vec<_> = child.foreign_keys().collect();
        assert_eq!(keys[0].referred_columns, ["Id"]);
        assert_eq!((keys[0].on_delete, keys[0].deferral), (ReferentialAction::Cascade, Deferral::Deferred));
        assert_eq!(keys[0].on_update, ReferentialAction::SetNull);
        assert_eq!(
            (keys[1].referred_table.clone(), keys[1].referred_columns[0].as_str()),
            (ObjectName::from("Parent"), "code")
        );
        let index = child.indexes.get("ix").unwrap();
        assert!(index.unique);
        assert_eq!(index.predicate.as_deref(), Some("[a] IS NOT NULL"));
        let targets: Vec<_> = index.parts.iter().map(|part| part.target.clone()).collect();
        let column = |name: &str| IndexTarget::Column(name.into());
        let expression = |sql: &str| IndexTarget::Expression(sql.into());
        assert_eq!(targets, [column("a"), expression("b || 'x'"), expression("lower(\"c\")"), column("d")]);
        assert_eq!(schema.views.get(&ObjectName::from("w")).unwrap().depends_on, [ObjectName::from("v")]);
    });
}

#[test]
fn what_cannot_be_said_is_noted() {
    on_sqlite(async |session| {
        written(session).await;
        let notes: Vec<String> = session
            .inspect()
            .await
            .not_understood
            .iter()
            .map(|note| format!("{} {}", note.object, note.part.as_deref().unwrap_or("-")))
            .collect();
        assert!(
            ["child tr", "notes -", "notes_data -", "w -"].iter().all(|note| notes.iter().any(|one| one == note)),
            "{notes:?}"
        );
        assert_eq!(notes.len(), 8, "{notes:?}");
    });
}

#[test]
fn it_is_made_again_and_rebuilt() {
    on_sqlite(async |session| {
        written(session).await;
        let schema = session.inspect().await.schema;
        session.execute("INSERT INTO \"Parent\" (code) VALUES ('p')").await;
        session.execute("INSERT INTO child (parent, j, \"check\") VALUES (1, 2, 3)").await;
        let rows = session.query("SELECT * FROM child").await;
        session.schema = schema;
        let mut operations = Vec::new();
        for (table, column) in [("Parent", "code"), ("child", "j"), ("copied", "h")] {
            let from = session.schema.table(&table.into()).unwrap().columns.get(column).unwrap().clone();
            let to = Column { ty: ColumnType::varchar(80), ..from.clone() };
            operations.push(Operation::AlterColumn { table: table.into(), from, to, using: None });
        }
        session.apply(&operations).await;
        assert_eq!(session.query("SELECT * FROM child").await, rows);
        session.execute("DELETE FROM \"Parent\"").await;
        let check = session.schema.table(&"child".into()).unwrap().constraint_named(ConstraintKind::Check, "dup_2");
        assert!(check.is_some());
    });
}

/// What `ALTER TABLE` does to the text that is kept makes no difference.
#[test]
fn tables_that_were_altered_equal_those_made_at_once() {
    on_sqlite(async |session| {
        session.execute("CREATE TABLE t (a INTEGER, b TEXT, CHECK (a > 0))").await;
        session.execute("CREATE INDEX i ON t (a) WHERE a > 1").await;
        for sql in
            ["RENAME COLUMN a TO \"group\"", "ADD COLUMN c TEXT DEFAULT 'x'", "DROP COLUMN b", "RENAME TO \"odd name\""]
        {
            session.execute(&format!("ALTER TABLE t {sql}")).await;
        }
        let altered = session.inspect().await.schema;
        session.execute("DROP TABLE \"odd name\"").await;
        session.execute("CREATE TABLE \"odd name\" (\"group\" integer, c text default ('x'), CONSTRAINT ck_t CHECK (([group] > 0)))").await;
        session.execute("CREATE INDEX i ON \"odd name\" (\"GROUP\") WHERE ([group]>1)").await;
        let at_once = session.inspect().await.schema;
        let dialect = session.connection.dialect();
        let unnamed = |schema: &Schema| {
            let mut schema = dialect.key(schema);
            for table in schema.tables.iter_mut() {
                table.constraints = table.constraints.clone().map(|constraint| constraint.renamed("ck"));
            }
            schema
        };
        assert_eq!(unnamed(&altered), unnamed(&at_once));
    });
}
