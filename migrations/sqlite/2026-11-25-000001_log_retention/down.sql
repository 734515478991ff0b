ALTER TABLE registry DROP COLUMN forgotten_hash;
ALTER TABLE registry DROP COLUMN forgotten_seq;
