DROP TABLE inspection_visit;
DROP TABLE inspection;
DROP TABLE gap_comment;
DROP TABLE gap;
ALTER TABLE standard DROP COLUMN area;
ALTER TABLE standard DROP COLUMN min_places;
ALTER TABLE standard DROP COLUMN rule_set;
