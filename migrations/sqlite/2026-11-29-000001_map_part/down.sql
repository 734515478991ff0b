CREATE TABLE base_feature (
    id BIGINT NOT NULL CONSTRAINT base_feature_pk PRIMARY KEY,
    layer TEXT NOT NULL,
    class TEXT NOT NULL,
    name TEXT,
    name_en TEXT,
    geometry TEXT NOT NULL
);
DROP TABLE map_chunk;
DROP TABLE map_part;
