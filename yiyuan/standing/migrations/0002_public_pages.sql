-- Purpose: what the public site of credit reads: one row a published thing, until its last day; nothing else of credit.
-- Cost:    one row a public record, commitment or entry; found by code, by pairs of letters of the name, by day.
-- Run by the migration of the same name. A change is the next file with the next migration.
CREATE TABLE open_data.credit_page (
    kind text NOT NULL,
    id bigint NOT NULL,
    region text NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    pairs text[] NOT NULL,
    day date NOT NULL,
    until date,
    body jsonb NOT NULL,
    PRIMARY KEY (kind, id)
);
CREATE INDEX credit_page_code ON open_data.credit_page (code);
CREATE INDEX credit_page_pairs ON open_data.credit_page USING gin (pairs);
CREATE INDEX credit_page_day ON open_data.credit_page (kind, day DESC, id DESC);
CREATE TABLE open_data.credit_site (
    region text PRIMARY KEY,
    title text NOT NULL,
    label text NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON open_data.credit_page, open_data.credit_site TO yiyuan_app;
GRANT SELECT ON open_data.credit_page, open_data.credit_site TO yiyuan_public;
