//! `--sql`: scripts for the databases' own clients.

use snapbox::str;

use super::scene::Scene;
use crate::harness::on_every_server;
use crate::offline::client;

const ONE: &str = "-- create users\n--\n-- revision: a1\n-- revises: base\n\n-- aludel: upgrade\n\
                   CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(20));\n\n\
                   -- aludel: downgrade\nDROP TABLE users;\n";
const TWO: &str = "-- index names\n--\n-- revision: b2\n-- revises: a1\n\n-- aludel: upgrade transaction=off\n\
                   CREATE INDEX users_name ON users (name);\n\n-- aludel: downgrade\nALTER TABLE users ADD n INTEGER;\n";

fn with_revisions() -> Scene {
    let scene = Scene::new();
    scene.done("aludel init");
    scene.write("migrations/versions/a1_one.sql", ONE);
    scene.write("migrations/versions/b2_two.sql", TWO);
    scene.write("migrations/head", "b2\n");
    scene
}

#[test]
fn what_a_script_cannot_do_is_said() {
    let scene = with_revisions();
    scene.plays(str![[r#"
$ aludel upgrade --sql
! error: it is not known which database the script is for
!   help: name it with `--dialect`, one of sqlite, postgres, mysql, mariadb
exit 2
$ aludel upgrade --sql --dialect oracle
! error: no dialect is called "oracle"
!   help: name one of sqlite, postgres, mysql, mariadb
exit 2
$ aludel upgrade --dialect sqlite
! error: the following required arguments were not provided:
!   --sql
! 
! Usage: aludel upgrade --sql --dialect <NAME> [REVISION]
! 
! For more information, try '--help'.
exit 2
$ aludel upgrade --sql --dry-run
! error: the argument '--sql' cannot be used with '--dry-run'
! 
! Usage: aludel upgrade --sql [REVISION]
! 
! For more information, try '--help'.
exit 2
$ aludel upgrade current:head --sql --dialect sqlite
! error: `current` is where a database stands, and a script is written without one
!   help: name the revision; `aludel current` prints it
exit 2
$ aludel upgrade zz:head --sql --dialect sqlite
! error: no revision or label is called "zz", nor does one begin so
!   help: run `aludel history` to see all revisions
exit 1
$ aludel downgrade a1 --sql --dialect sqlite
! error: a script that downgrades has to know where the database stands
!   help: name both ends, as in `aludel downgrade --sql head:a1`
exit 2
$ aludel downgrade b2:a1 --sql --dialect mysql --single-transaction
! error: cannot run all revisions in one transaction: here each change of the schema commits by itself
!   help: run them without `--single-transaction`
exit 1
$ aludel stamp --sql --purge
! error: the argument '--sql' cannot be used with '--purge'
! 
! Usage: aludel stamp --sql [REVISION]...
! 
! For more information, try '--help'.
exit 2
$ aludel upgrade head:head --sql --dialect sqlite
-- aludel 0.1.0: nothing to do, from b2 to b2, for sqlite
-- sqlite3 FILE < SCRIPT

"#]]);
}

#[test]
fn a_script_is_written_without_a_database() {
    let scene = with_revisions();
    scene.plays(str![[r#"
$ aludel upgrade --sql --dialect postgres
-- aludel 0.1.0: upgrade, from base to b2, for postgres
-- psql -X -f SCRIPT DATABASE

\set ON_ERROR_STOP on
SET client_encoding = 'UTF8';

-- upgrade a1, create users
BEGIN ISOLATION LEVEL READ COMMITTED;
DO $aludel$ BEGIN IF (pg_try_advisory_xact_lock(-4851435542161194105)) IS NOT TRUE THEN RAISE EXCEPTION USING MESSAGE = 'another process migrates this database: run this again later'; END IF; END $aludel$;
CREATE TABLE IF NOT EXISTS "aludel_journal" (
    "id" bigint NOT NULL,
    "revision" varchar(255) NOT NULL,
    "direction" varchar(16) NOT NULL,
    "number" integer,
    "hash" varchar(64),
    "operations" text,
    "sql" text,
    "state" varchar(16) NOT NULL,
    "error" text,
    "at" varchar(32) NOT NULL,
    CONSTRAINT "pk_aludel_journal" PRIMARY KEY ("id")
);
CREATE TABLE IF NOT EXISTS "aludel_revisions" (
    "revision" varchar(255) NOT NULL,
    "parents" text NOT NULL,
    "message" text NOT NULL,
    "checksum" varchar(255) NOT NULL,
    "applied_at" varchar(32) NOT NULL,
    "duration_ms" bigint NOT NULL,
    "applied_by" varchar(255) NOT NULL,
    "aludel_version" varchar(32) NOT NULL,
    "downgrade" text,
    "views" text,
    CONSTRAINT "pk_aludel_revisions" PRIMARY KEY ("revision")
);
DO $aludel$ BEGIN IF (NOT EXISTS (SELECT 1 FROM "aludel_journal" WHERE "id" > COALESCE((SELECT MAX("id") FROM "aludel_journal" WHERE "number" IS NULL), 0) AND ("state" = 'done' OR "state" <> 'failed' AND "id" = COALESCE((SELECT MAX("id") FROM "aludel_journal"), 0)))) IS NOT TRUE THEN RAISE EXCEPTION USING MESSAGE = 'a revision is half done in this database: `upgrade` goes on'; END IF; END $aludel$;
DO $aludel$ BEGIN IF ((SELECT COUNT(*) FROM "aludel_revisions") = 0) IS NOT TRUE THEN RAISE EXCEPTION USING MESSAGE = 'the database is not at base, where this script starts'; END IF; END $aludel$;
SET LOCAL lock_timeout = 5000;
DO $aludel$ BEGIN PERFORM set_config('aludel.start', CAST(clock_timestamp() AS text), false); END $aludel$;
INSERT INTO "aludel_journal" ("id", "revision", "direction", "number", "hash", "operations", "sql", "state", "error", "at") SELECT COALESCE(MAX("id"), 0) + 1, 'a1', 'upgrade', NULL, NULL, NULL, NULL, 'done', NULL, to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') FROM "aludel_journal";
CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(20));
INSERT INTO "aludel_revisions" ("revision", "parents", "message", "checksum", "applied_at", "duration_ms", "applied_by", "aludel_version", "downgrade", "views") VALUES ('a1', '[]', 'create users', 'e4a7c3f987b5ab4a546d576241b8726ee2eb03f18ec5261fbedd218220835e86', to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), CAST(EXTRACT(EPOCH FROM clock_timestamp() - CAST(current_setting('aludel.start') AS timestamptz)) * 1000 AS bigint), '', '0.1.0', 'DROP TABLE users;', NULL);
COMMIT;

-- upgrade b2, index names
DO $aludel$ BEGIN IF (pg_try_advisory_lock(-4851435542161194105)) IS NOT TRUE THEN RAISE EXCEPTION USING MESSAGE = 'another process migrates this database: run this again later'; END IF; END $aludel$;
BEGIN ISOLATION LEVEL READ COMMITTED;
DO $aludel$ BEGIN IF (pg_try_advisory_xact_lock(-4851435542161194105)) IS NOT TRUE THEN RAISE EXCEPTION USING MESSAGE = 'another process migrates this database: run this again later'; END IF; END $aludel$;
DO $aludel$ BEGIN IF ((SELECT COUNT(*) FROM "aludel_revisions") = 1 AND EXISTS (SELECT 1 FROM "aludel_journal" WHERE "id" = (SELECT MAX("id") FROM "aludel_journal") AND "number" IS NULL AND "revision" = 'a1' AND "direction" = 'upgrade')) IS NOT TRUE THEN RAISE EXCEPTION USING MESSAGE = 'another process has migrated this database meanwhile'; END IF; END $aludel$;
COMMIT;
DO $aludel$ BEGIN PERFORM set_config('aludel.lock_timeout', current_setting('lock_timeout'), false); PERFORM set_config('lock_timeout', '5000', false); END $aludel$;
DO $aludel$ BEGIN PERFORM set_config('aludel.start', CAST(clock_timestamp() AS text), false); END $aludel$;
INSERT INTO "aludel_journal" ("id", "revision", "direction", "number", "hash", "operations", "sql", "state", "error", "at") SELECT COALESCE(MAX("id"), 0) + 1, 'b2', 'upgrade', 1, '66232876f4187528e4e1c60b1e7f22f23f40a47fe6345f74d2c6ce6b44c68b84', '[{"operation":"execute","sql":"CREATE INDEX users_name ON users (name);"}]', 'CREATE INDEX users_name ON users (name)', 'intent', NULL, to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') FROM "aludel_journal";
CREATE INDEX users_name ON users (name);
INSERT INTO "aludel_journal" ("id", "revision", "direction", "number", "hash", "operations", "sql", "state", "error", "at") SELECT COALESCE(MAX("id"), 0) + 1, 'b2', 'upgrade', 1, '66232876f4187528e4e1c60b1e7f22f23f40a47fe6345f74d2c6ce6b44c68b84', NULL, 'CREATE INDEX users_name ON users (name)', 'done', NULL, to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') FROM "aludel_journal";
BEGIN ISOLATION LEVEL READ COMMITTED;
INSERT INTO "aludel_journal" ("id", "revision", "direction", "number", "hash", "operations", "sql", "state", "error", "at") SELECT COALESCE(MAX("id"), 0) + 1, 'b2', 'upgrade', NULL, NULL, NULL, NULL, 'done', NULL, to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') FROM "aludel_journal";
INSERT INTO "aludel_revisions" ("revision", "parents", "message", "checksum", "applied_at", "duration_ms", "applied_by", "aludel_version", "downgrade", "views") VALUES ('b2', '["a1"]', 'index names', 'a2457aeb952ee0e281a0ef2fa1346dbf687121c3d89d3a032e7f091a6e6ba176', to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), CAST(EXTRACT(EPOCH FROM clock_timestamp() - CAST(current_setting('aludel.start') AS timestamptz)) * 1000 AS bigint), '', '0.1.0', 'ALTER TABLE users ADD n INTEGER;', NULL);
COMMIT;
DO $aludel$ BEGIN PERFORM set_config('lock_timeout', current_setting('aludel.lock_timeout'), false); END $aludel$;
DO $aludel$ BEGIN PERFORM pg_advisory_unlock(-4851435542161194105); END $aludel$;
$ aludel downgrade --sql --url sqlite://app.db
-- aludel 0.1.0: downgrade, from b2 to a1, for sqlite
-- sqlite3 FILE < SCRIPT

.bail on
.timeout 60000
PRAGMA foreign_keys = ON;

-- downgrade b2, index names
BEGIN IMMEDIATE;
CREATE TEMP TABLE "_aludel_check" ("holds" CONSTRAINT "the database is not at b2, where this script starts" CHECK ("holds"));
INSERT INTO "_aludel_check" SELECT COALESCE((SELECT EXISTS (SELECT 1 FROM "sqlite_master" WHERE type = 'table' AND name = 'aludel_revisions' COLLATE NOCASE)), 0);
DROP TABLE "_aludel_check";
CREATE TEMP TABLE "_aludel_check" ("holds" CONSTRAINT "the database is not at b2, where this script starts" CHECK ("holds"));
INSERT INTO "_aludel_check" SELECT COALESCE((SELECT EXISTS (SELECT 1 FROM "sqlite_master" WHERE type = 'table' AND name = 'aludel_journal' COLLATE NOCASE)), 0);
DROP TABLE "_aludel_check";
CREATE TEMP TABLE "_aludel_check" ("holds" CONSTRAINT "a revision is half done in this database: `upgrade` goes on" CHECK ("holds"));
INSERT INTO "_aludel_check" SELECT COALESCE((NOT EXISTS (SELECT 1 FROM "aludel_journal" WHERE "id" > COALESCE((SELECT MAX("id") FROM "aludel_journal" WHERE "number" IS NULL), 0) AND ("state" = 'done' OR "state" <> 'failed' AND "id" = COALESCE((SELECT MAX("id") FROM "aludel_journal"), 0)))), 0);
DROP TABLE "_aludel_check";
CREATE TEMP TABLE "_aludel_check" ("holds" CONSTRAINT "the database is not at b2, where this script starts" CHECK ("holds"));
INSERT INTO "_aludel_check" SELECT COALESCE(((SELECT COUNT(*) FROM "aludel_revisions") = 2 AND (SELECT COUNT(*) FROM "aludel_revisions" WHERE "revision" IN ('a1', 'b2')) = 2), 0);
DROP TABLE "_aludel_check";
CREATE TEMP TABLE "_aludel_start" AS SELECT julianday('now') AS at;
INSERT INTO "aludel_journal" ("id", "revision", "direction", "number", "hash", "operations", "sql", "state", "error", "at") SELECT COALESCE(MAX("id"), 0) + 1, 'b2', 'downgrade', NULL, NULL, NULL, NULL, 'done', NULL, strftime('%Y-%m-%dT%H:%M:%fZ', 'now') FROM "aludel_journal";
ALTER TABLE users ADD n INTEGER;
DELETE FROM "aludel_revisions" WHERE "revision" IN ('b2');
DROP TABLE "_aludel_start";
COMMIT;
$ aludel stamp a1:b2 --sql --dialect mariadb
-- aludel 0.1.0: stamp, from a1 to b2, for mariadb
-- mariadb DATABASE < SCRIPT

SET NAMES utf8mb4, sql_mode = DEFAULT, time_zone = DEFAULT, autocommit = 1;
CREATE TEMPORARY TABLE `_aludel_check` (`holds` INT NOT NULL, CONSTRAINT `this script is for MariaDB, and the server is MySQL` CHECK (`holds` = 1));
INSERT INTO `_aludel_check` SELECT COALESCE((VERSION() LIKE '%MariaDB%'), 0);
DROP TEMPORARY TABLE `_aludel_check`;
CREATE TEMPORARY TABLE `_aludel_check` (`holds` INT NOT NULL, CONSTRAINT `another process migrates this database: run this again later` CHECK (`holds` = 1));
INSERT INTO `_aludel_check` SELECT COALESCE((GET_LOCK(CONCAT('aludel_', LEFT(SHA2(CONCAT(CONVERT(DATABASE() USING utf8mb4), CHAR(10 USING utf8mb4), 'aludel_revisions'), 256), 32)), 60)), 0);
DROP TEMPORARY TABLE `_aludel_check`;
CREATE TEMPORARY TABLE `_aludel_check` (`holds` INT NOT NULL, CONSTRAINT `the database is not at a1, where this script starts` CHECK (`holds` = 1));
INSERT INTO `_aludel_check` SELECT COALESCE((SELECT EXISTS (SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'aludel_revisions')), 0);
DROP TEMPORARY TABLE `_aludel_check`;
CREATE TEMPORARY TABLE `_aludel_check` (`holds` INT NOT NULL, CONSTRAINT `the database is not at a1, where this script starts` CHECK (`holds` = 1));
INSERT INTO `_aludel_check` SELECT COALESCE((SELECT EXISTS (SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'aludel_journal')), 0);
DROP TEMPORARY TABLE `_aludel_check`;
CREATE TEMPORARY TABLE `_aludel_check` (`holds` INT NOT NULL, CONSTRAINT `a revision is half done in this database: ``upgrade`` goes on` CHECK (`holds` = 1));
INSERT INTO `_aludel_check` SELECT COALESCE((NOT EXISTS (SELECT 1 FROM `aludel_journal` WHERE `id` > COALESCE((SELECT MAX(`id`) FROM `aludel_journal` WHERE `number` IS NULL), 0) AND (`state` = 'done' OR `state` <> 'failed' AND `id` = COALESCE((SELECT MAX(`id`) FROM `aludel_journal`), 0)))), 0);
DROP TEMPORARY TABLE `_aludel_check`;
CREATE TEMPORARY TABLE `_aludel_check` (`holds` INT NOT NULL, CONSTRAINT `the database is not at a1, where this script starts` CHECK (`holds` = 1));
INSERT INTO `_aludel_check` SELECT COALESCE(((SELECT COUNT(*) FROM `aludel_revisions`) = 1 AND (SELECT COUNT(*) FROM `aludel_revisions` WHERE `revision` IN ('a1')) = 1), 0);
DROP TEMPORARY TABLE `_aludel_check`;

-- stamp b2, index names
START TRANSACTION;
DELIMITER $$
INSERT INTO `aludel_revisions` (`revision`, `parents`, `message`, `checksum`, `applied_at`, `duration_ms`, `applied_by`, `aludel_version`, `downgrade`, `views`) VALUES ('b2', '["a1"]', 'index names', 'a2457aeb952ee0e281a0ef2fa1346dbf687121c3d89d3a032e7f091a6e6ba176', CONCAT(LEFT(DATE_FORMAT(UTC_TIMESTAMP(6), '%Y-%m-%dT%H:%i:%s.%f'), 23), 'Z'), 0, '', '0.1.0', 'ALTER TABLE users ADD n INTEGER;', NULL)$$
DELIMITER ;
INSERT INTO `aludel_journal` (`id`, `revision`, `direction`, `number`, `hash`, `operations`, `sql`, `state`, `error`, `at`) SELECT COALESCE(MAX(`id`), 0) + 1, 'b2', 'stamp', NULL, NULL, NULL, NULL, 'done', NULL, CONCAT(LEFT(DATE_FORMAT(UTC_TIMESTAMP(6), '%Y-%m-%dT%H:%i:%s.%f'), 23), 'Z') FROM `aludel_journal`;
COMMIT;

DO RELEASE_LOCK(CONCAT('aludel_', LEFT(SHA2(CONCAT(CONVERT(DATABASE() USING utf8mb4), CHAR(10 USING utf8mb4), 'aludel_revisions'), 256), 32)));

"#]]);
    let json = scene.json("aludel upgrade a1:b2 --sql --dialect mysql --json");
    assert_eq!((&json["dialect"], &json["from"], &json["to"]), (&"mysql".into(), &["a1"].into(), &["b2"].into()));
    assert_eq!(json["steps"][0]["revision"], "b2");
    let statements = json["steps"][0]["statements"].as_array().unwrap();
    assert!(statements.iter().any(|sql| sql == "CREATE INDEX users_name ON users (name)"), "{statements:?}");
    assert_eq!(scene.files().iter().filter(|file| file.ends_with(".db")).count(), 0);
}

#[test]
fn the_scripts_of_the_blog_leave_what_its_upgrade_leaves() {
    on_every_server(async |online| {
        let offline = online.server().database("offline").await;
        let dialect = online.connect().await.dialect().name();
        let (here, there) = (Scene::on(online), Scene::on(&offline));
        let run = |line: &str| client(&*offline.connector, &there.done(line));
        let ledger = |scene: &Scene| scene.json("blog db current --json");
        let Some((went_well, said)) = run(&format!("blog db upgrade --sql --dialect {dialect}")) else { return };
        assert!(went_well, "{said}");
        here.done("blog db upgrade");
        assert_eq!(there.json("blog db inspect"), here.json("blog db inspect"));
        assert_eq!(ledger(&there), ledger(&here));
        there.done("blog db check");
        let (went_well, said) = run(&format!("blog db downgrade --sql --dialect {dialect}")).unwrap();
        assert!(went_well, "{said}");
        here.done("blog db downgrade");
        assert_eq!(there.json("blog db inspect"), here.json("blog db inspect"));
        assert_eq!(ledger(&there), ledger(&here));
    });
}
