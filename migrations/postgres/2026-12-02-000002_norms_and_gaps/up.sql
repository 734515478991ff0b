-- A standard names its rule set, may hold in a part of the land only, and may ask for places.
ALTER TABLE standard ADD COLUMN rule_set TEXT NOT NULL DEFAULT '';
ALTER TABLE standard ADD COLUMN min_places BIGINT;
ALTER TABLE standard ADD COLUMN area TEXT;
