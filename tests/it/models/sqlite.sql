-- Whatever a table of SQLite can be, for the models that are written from it.
CREATE TABLE roles (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name VARCHAR(64) NOT NULL CONSTRAINT uq_roles_name UNIQUE,
    rank SMALLINT NOT NULL DEFAULT 0,
    note TEXT COLLATE NOCASE DEFAULT 'it''s a "note"'
);
CREATE TABLE users (
    id INTEGER NOT NULL CONSTRAINT pk_users PRIMARY KEY,
    email TEXT NOT NULL,
    age INTEGER CONSTRAINT ck_users_age CHECK (age >= 0),
    active BOOLEAN NOT NULL DEFAULT 1,
    score DOUBLE DEFAULT -0.5,
    balance NUMERIC(10, 2) NOT NULL DEFAULT 0.00,
    token BLOB DEFAULT X'00ff22',
    born DATE,
    wakes TIME,
    created DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    seen TIMESTAMP,
    twice INTEGER GENERATED ALWAYS AS (age * 2) VIRTUAL,
    thrice INTEGER GENERATED ALWAYS AS (age * 3) STORED,
    role_id INTEGER CONSTRAINT fk_users_role_id_roles REFERENCES roles (id) ON DELETE SET NULL ON UPDATE CASCADE,
    invited_by INTEGER CONSTRAINT inviter REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT grown CHECK (age IS NULL OR age < 200)
);
CREATE UNIQUE INDEX ix_users_email ON users (email);
CREATE INDEX ix_users_created ON users (created);
CREATE INDEX newest ON users (created DESC, id);
CREATE INDEX adults ON users (email) WHERE age >= 18;
CREATE INDEX lower_email ON users (active, lower(email));
CREATE TABLE "order details" (
    "type" TEXT NOT NULL,
    "self" TEXT,
    "1st" INTEGER,
    "a b" INTEGER,
    a_b INTEGER,
    "Größe" REAL,
    untyped,
    odd WEIRD(1),
    CONSTRAINT both UNIQUE ("a b", a_b) ON CONFLICT REPLACE
);
CREATE TABLE options (code TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE option (code TEXT PRIMARY KEY, value ANY) STRICT;
CREATE TABLE lines (
    "order" BIGINT NOT NULL,
    number INTEGER NOT NULL,
    role INT NOT NULL REFERENCES roles (id) ON DELETE SET NULL,
    PRIMARY KEY (number, "order")
);
CREATE TABLE parts (
    "order" BIGINT,
    number INTEGER,
    CONSTRAINT whole FOREIGN KEY (number, "order") REFERENCES lines (number, "order") ON DELETE CASCADE
);
CREATE VIEW grown_up AS
SELECT id, email FROM users WHERE age >= 18;
