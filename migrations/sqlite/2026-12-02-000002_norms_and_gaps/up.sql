-- A standard names its rule set, may hold in a part of the land only, and may ask for places.
ALTER TABLE standard ADD COLUMN rule_set TEXT NOT NULL DEFAULT '';
ALTER TABLE standard ADD COLUMN min_places BIGINT;
ALTER TABLE standard ADD COLUMN area TEXT;

-- What people decide about a gap. Its id is its terms: community, kinds, limit or standard, manner and group.
CREATE TABLE gap (
    id TEXT NOT NULL CONSTRAINT gap_pk PRIMARY KEY,
    division BIGINT NOT NULL,
    state TEXT NOT NULL CONSTRAINT gap_state_check CHECK (state IN ('open', 'planned', 'under_way', 'closed', 'accepted')),
    reason TEXT,
    owner_unit TEXT,
    owner_post TEXT,
    deadline DATE,
    version BIGINT NOT NULL
);

CREATE TABLE gap_comment (
    id TEXT NOT NULL CONSTRAINT gap_comment_pk PRIMARY KEY,
    gap_id TEXT NOT NULL CONSTRAINT gap_comment_gap_fk REFERENCES gap (id),
    text TEXT NOT NULL,
    by_id TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at TIMESTAMP NOT NULL
);
CREATE INDEX gap_comment_by_gap ON gap_comment (gap_id, at);

-- A campaign of inspection with the sample it drew, and the visits to what was drawn.
CREATE TABLE inspection (
    id TEXT NOT NULL CONSTRAINT inspection_pk PRIMARY KEY,
    kind TEXT NOT NULL CONSTRAINT inspection_kind_check CHECK (kind IN ('concentrated', 'focused', 'unannounced', 'sweep')),
    name TEXT NOT NULL,
    division BIGINT,
    from_date DATE NOT NULL,
    to_date DATE NOT NULL,
    checklist TEXT NOT NULL,
    seed TEXT NOT NULL,
    drawn_from BIGINT NOT NULL,
    subjects TEXT NOT NULL,
    by_id TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at TIMESTAMP NOT NULL
);

CREATE TABLE inspection_visit (
    id TEXT NOT NULL CONSTRAINT inspection_visit_pk PRIMARY KEY,
    inspection_id TEXT NOT NULL CONSTRAINT inspection_visit_inspection_fk REFERENCES inspection (id),
    subject TEXT NOT NULL,
    on_date DATE NOT NULL,
    post TEXT NOT NULL,
    findings TEXT NOT NULL,
    rectify_by DATE,
    by_id TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at TIMESTAMP NOT NULL
);
CREATE INDEX inspection_visit_by_inspection ON inspection_visit (inspection_id, at);
