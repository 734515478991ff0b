ALTER TABLE import_draft DROP COLUMN figures;
