-- One text for SQLite and PostgreSQL: SQLite keeps bytes as bytes whatever the column is called. Times are microseconds since 1970.

-- +goose Up
CREATE TABLE runs (
    id             TEXT   NOT NULL PRIMARY KEY,      -- later runs have greater ones
    request_id     TEXT   UNIQUE,                    -- null: none
    request_digest TEXT   NOT NULL,                  -- of the request as it was sent
    service        TEXT   NOT NULL,
    state          BIGINT NOT NULL,
    verdict        BIGINT NOT NULL,
    created        BIGINT NOT NULL,
    finished       BIGINT,                           -- null: not over
    revision       BIGINT NOT NULL,                  -- grows with every change
    look           BIGINT NOT NULL,                  -- number of the look that is next, or being taken
    claim          TEXT   NOT NULL,                  -- the right to take it, a random text; empty: nobody has it
    owner          TEXT   NOT NULL,                  -- the process whose claim it is, or was
    looking_since  BIGINT,                           -- null: nobody
    wake           BIGINT,                           -- when the run counts as left behind; null: over
    run            BYTEA  NOT NULL                   -- the message
);
CREATE INDEX runs_by_service ON runs (service, id);
CREATE INDEX runs_by_end ON runs (finished) WHERE finished IS NOT NULL;
CREATE INDEX runs_by_owner ON runs (owner) WHERE claim <> '';
CREATE INDEX runs_to_wake ON runs (wake) WHERE wake IS NOT NULL;

-- The processes that take looks.
CREATE TABLE owners (
    id    TEXT   NOT NULL PRIMARY KEY,
    alive BIGINT NOT NULL                            -- when it last said so
);

CREATE TABLE run_labels (
    run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    name   TEXT NOT NULL,
    value  TEXT NOT NULL,
    PRIMARY KEY (run_id, name)
);
CREATE INDEX run_labels_by_value ON run_labels (name, value, run_id);

CREATE TABLE looks (
    run_id TEXT   NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    look   BYTEA  NOT NULL,                          -- the message, compressed
    inputs BYTEA  NOT NULL,                          -- the answers it was judged from, compressed
    PRIMARY KEY (run_id, number)
);

CREATE TABLE specs (
    name    TEXT   NOT NULL,
    version BIGINT NOT NULL,
    stored  BYTEA  NOT NULL,                         -- the message
    PRIMARY KEY (name, version)
);
