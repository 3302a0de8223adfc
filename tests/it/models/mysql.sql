-- Whatever a table of MySQL or MariaDB can be, for the models that are written from it.
CREATE TABLE roles (
    id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name VARCHAR(64) NOT NULL,
    kind ENUM('reader', 'chief_editor') NOT NULL DEFAULT 'reader',
    rating ENUM('G', 'PG', 'PG-13', '18+') COMMENT 'Of films',
    may SET('read', 'write'),
    UNIQUE KEY uq_roles_name (name),
    KEY shared (kind)
) COMMENT = 'Who may do what.';
CREATE TABLE users (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    email VARCHAR(190) NOT NULL COMMENT 'Where letters go',
    country CHAR(2) CHARACTER SET latin1 COLLATE latin1_german1_ci,
    about LONGTEXT,
    tiny TINYINT UNSIGNED NOT NULL DEFAULT 3,
    medium MEDIUMINT,
    active TINYINT(1) NOT NULL DEFAULT 1,
    score DOUBLE DEFAULT -0.5,
    balance DECIMAL(12, 2) NOT NULL DEFAULT 0.00,
    token BINARY(16),
    picture MEDIUMBLOB,
    name VARBINARY(20),
    flags BIT(4),
    born DATE,
    year YEAR,
    wakes TIME(3),
    created DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated TIMESTAMP(3) NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
    settings JSON,
    twice INT GENERATED ALWAYS AS (tiny * 2) VIRTUAL,
    thrice INT GENERATED ALWAYS AS (tiny * 3) STORED,
    role_id INT UNSIGNED,
    invited_by BIGINT,
    UNIQUE KEY ix_users_email (email),
    KEY shared (country),
    KEY beginning (about(20), active),
    KEY newest (created DESC, id),
    FULLTEXT KEY words (about),
    CONSTRAINT fk_users_role_id_roles FOREIGN KEY (role_id) REFERENCES roles (id) ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT inviter FOREIGN KEY (invited_by) REFERENCES users (id),
    CONSTRAINT small CHECK (tiny < 200)
);
CREATE TABLE `order` (
    id INT NOT NULL,
    line INT NOT NULL,
    `type` TEXT,
    PRIMARY KEY (line, id)
) ENGINE = MyISAM DEFAULT CHARSET = latin1 ROW_FORMAT = DYNAMIC;
CREATE TABLE `lines` (
    id INT NOT NULL,
    line INT NOT NULL,
    PRIMARY KEY (line, id)
);
CREATE TABLE parts (
    id INT,
    line INT,
    CONSTRAINT whole FOREIGN KEY (line, id) REFERENCES `lines` (line, id) ON DELETE CASCADE
);
CREATE TABLE codes (
    code TEXT NOT NULL,
    PRIMARY KEY (code(10))
);
CREATE VIEW grown_up AS
SELECT id, email FROM users WHERE tiny >= 18;
