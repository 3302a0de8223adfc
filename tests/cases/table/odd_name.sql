-- == before
CREATE TABLE "weird ""name""" (id INTEGER NOT NULL PRIMARY KEY, "select" INTEGER);
-- == before mysql mariadb
CREATE TABLE `weird ``name``` (id INTEGER NOT NULL PRIMARY KEY, `select` INTEGER);
-- == rows
INSERT INTO "weird ""name""" VALUES (1, 2);
-- == rows mysql mariadb
INSERT INTO `weird ``name``` VALUES (1, 2);
-- == after
CREATE TABLE "weird ""name""" (id INTEGER NOT NULL PRIMARY KEY, "select" INTEGER NOT NULL, "from" INTEGER);
CREATE INDEX "ix of ""it""" ON "weird ""name""" ("select");
-- == after mysql mariadb
CREATE TABLE `weird ``name``` (id INTEGER NOT NULL PRIMARY KEY, `select` INTEGER NOT NULL, `from` INTEGER);
CREATE INDEX `ix of ``it``` ON `weird ``name``` (`select`);
