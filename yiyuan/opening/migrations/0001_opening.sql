-- Purpose: what the public site reads and the box it writes into; its role has no right on anything else.
-- Cost:    one row a published thing; the box and the hits grow with what people send and load.
-- Run by the migration of the same name. A change is the next file with the next migration.
CREATE TABLE open_data.publication (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    number bigint NOT NULL,
    at timestamptz NOT NULL
);
INSERT INTO open_data.publication (number, at) VALUES (1, now());
CREATE TABLE open_data.page (
    kind text NOT NULL,
    id bigint NOT NULL,
    body jsonb NOT NULL,
    PRIMARY KEY (kind, id)
);
CREATE TABLE open_data.inbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL,
    body jsonb NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    taken_at timestamptz
);
CREATE INDEX inbox_waiting ON open_data.inbox (id) WHERE taken_at IS NULL;
CREATE TABLE open_data.hit (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    day date NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    dataset_id bigint NOT NULL,
    kind text NOT NULL,
    robot boolean NOT NULL
);
CREATE INDEX hit_of_a_day ON open_data.hit (day);
CREATE TABLE open_data.access_key (
    digest text PRIMARY KEY,
    dataset_id bigint NOT NULL,
    access_id bigint NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA open_data TO yiyuan_app;
GRANT SELECT ON open_data.publication, open_data.page, open_data.access_key TO yiyuan_public;
GRANT INSERT ON open_data.inbox, open_data.hit TO yiyuan_public;
