-- What the counts of a group are: definition, year, method and the file that brought them. A row stays when another file takes its
-- place, and counts again when that one is undone.
CREATE TABLE demand_source (
    id TEXT NOT NULL CONSTRAINT demand_source_pk PRIMARY KEY,
    group_code TEXT NOT NULL,
    definition TEXT,
    year INTEGER,
    method TEXT NOT NULL CONSTRAINT demand_source_method_check CHECK (method IN ('counted', 'estimated')),
    how TEXT,
    file_name TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    batch TEXT,
    superseded_by TEXT
);
