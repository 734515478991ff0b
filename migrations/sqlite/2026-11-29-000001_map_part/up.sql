-- An imported map is kept in parts that are made once and read whole, deflated and in pieces; it takes the place of the
-- rows of a base map, which is drawn from such a part.
CREATE TABLE map_part (
    part TEXT NOT NULL CONSTRAINT map_part_pk PRIMARY KEY CONSTRAINT map_part_known CHECK (part IN ('base', 'streets', 'addresses', 'buildings')),
    source_name TEXT NOT NULL,
    source_sha256 TEXT NOT NULL,
    data_as_of TIMESTAMP,
    written_at TIMESTAMP NOT NULL,
    content_sha256 TEXT NOT NULL
);
CREATE TABLE map_chunk (
    part TEXT NOT NULL CONSTRAINT map_chunk_part_fk REFERENCES map_part (part),
    number INTEGER NOT NULL,
    content BLOB NOT NULL,
    CONSTRAINT map_chunk_pk PRIMARY KEY (part, number)
);
DROP TABLE base_feature;
