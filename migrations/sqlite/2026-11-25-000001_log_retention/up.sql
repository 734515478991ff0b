-- The log's oldest part may be forgotten: what is kept of it is where it ended and the hash that the rest is chained to.
ALTER TABLE registry ADD COLUMN forgotten_seq BIGINT NOT NULL DEFAULT 0;
ALTER TABLE registry ADD COLUMN forgotten_hash TEXT NOT NULL DEFAULT '';
