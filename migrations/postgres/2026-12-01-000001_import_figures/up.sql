-- What somebody says about a file of people while it is a draft, as JSON; empty where nothing is.
ALTER TABLE import_draft ADD COLUMN figures TEXT NOT NULL DEFAULT '';
