-- One row that names this registry and counts its revisions; every write raises the revision.
CREATE TABLE registry (
    id INTEGER NOT NULL CONSTRAINT registry_pk PRIMARY KEY CONSTRAINT registry_is_single CHECK (id = 1),
    uid TEXT NOT NULL,
    revision BIGINT NOT NULL,
    changed_at TIMESTAMP NOT NULL
);

-- Reference rows: seeded from data/, in the order of `place`. Lists are JSON texts.
CREATE TABLE kind (
    code TEXT NOT NULL CONSTRAINT kind_pk PRIMARY KEY,
    place INTEGER NOT NULL,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    of TEXT NOT NULL CONSTRAINT kind_of_known CHECK (of IN ('facility', 'organization')),
    icon TEXT NOT NULL,
    colour TEXT NOT NULL,
    capacity_unit_zh TEXT NOT NULL,
    capacity_unit_en TEXT NOT NULL,
    protected BOOLEAN NOT NULL,
    aliases TEXT NOT NULL,
    osm_tags TEXT NOT NULL,
    hsds_term TEXT,
    source TEXT NOT NULL,
    confidence TEXT NOT NULL
);

CREATE TABLE service_type (
    code TEXT NOT NULL CONSTRAINT service_type_pk PRIMARY KEY,
    place INTEGER NOT NULL,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    aliases TEXT NOT NULL,
    doorless BOOLEAN NOT NULL,
    hsds_term TEXT,
    source TEXT NOT NULL,
    confidence TEXT NOT NULL
);

CREATE TABLE target_group (
    code TEXT NOT NULL CONSTRAINT target_group_pk PRIMARY KEY,
    place INTEGER NOT NULL,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    aliases TEXT NOT NULL,
    minors BOOLEAN NOT NULL,
    source TEXT NOT NULL,
    confidence TEXT NOT NULL
);

CREATE TABLE standard (
    code TEXT NOT NULL CONSTRAINT standard_pk PRIMARY KEY,
    place INTEGER NOT NULL,
    kind TEXT NOT NULL CONSTRAINT standard_kind_fk REFERENCES kind (code),
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    tier TEXT,
    reach_m DOUBLE PRECISION,
    metric TEXT NOT NULL,
    ratio_value DOUBLE PRECISION,
    ratio_unit TEXT,
    min_area_m2 DOUBLE PRECISION,
    strength TEXT NOT NULL,
    citation TEXT NOT NULL,
    source TEXT NOT NULL,
    confidence TEXT NOT NULL,
    verified BOOLEAN NOT NULL,
    valid_from DATE,
    valid_to DATE
);

CREATE TABLE reporting_unit (
    code TEXT NOT NULL CONSTRAINT reporting_unit_pk PRIMARY KEY,
    place INTEGER NOT NULL,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    divisions TEXT NOT NULL,
    source TEXT NOT NULL,
    confidence TEXT NOT NULL
);

-- The land. Codes are the 12 digits as a number; boundaries are GeoJSON MultiPolygons in WGS84.
CREATE TABLE division (
    code BIGINT NOT NULL CONSTRAINT division_pk PRIMARY KEY,
    name TEXT NOT NULL,
    name_en TEXT,
    parent BIGINT,
    valid_from DATE,
    valid_to DATE,
    successor BIGINT,
    boundary TEXT,
    lon DOUBLE PRECISION,
    lat DOUBLE PRECISION,
    smart BOOLEAN,
    smart_since DATE,
    smart_source TEXT,
    source TEXT
);

-- Records. Services are kept with the facility or organization that gives them.
CREATE TABLE organization (
    id TEXT NOT NULL CONSTRAINT organization_pk PRIMARY KEY,
    name TEXT NOT NULL,
    name_en TEXT,
    category TEXT,
    credit_code TEXT,
    filing_number TEXT,
    phone TEXT,
    address TEXT,
    division BIGINT,
    notes TEXT,
    source TEXT,
    updated_at TIMESTAMP NOT NULL
);

CREATE TABLE facility (
    id TEXT NOT NULL CONSTRAINT facility_pk PRIMARY KEY,
    name TEXT NOT NULL,
    name_en TEXT,
    kind TEXT NOT NULL CONSTRAINT facility_kind_fk REFERENCES kind (code),
    operator_id TEXT,
    credit_code TEXT,
    division BIGINT,
    address TEXT,
    lon DOUBLE PRECISION NOT NULL,
    lat DOUBLE PRECISION NOT NULL,
    given_x DOUBLE PRECISION NOT NULL,
    given_y DOUBLE PRECISION NOT NULL,
    given_datum TEXT NOT NULL,
    position_precision TEXT NOT NULL,
    front_lon DOUBLE PRECISION,
    front_lat DOUBLE PRECISION,
    status TEXT NOT NULL,
    status_date DATE,
    status_reason TEXT,
    capacity BIGINT CONSTRAINT facility_capacity_not_negative CHECK (capacity >= 0),
    floor_area_m2 DOUBLE PRECISION,
    opening_hours TEXT,
    phone TEXT,
    barrier_free TEXT NOT NULL,
    grade TEXT,
    responsible_department TEXT,
    notes TEXT,
    opened_on DATE,
    checked_on DATE,
    source TEXT,
    updated_at TIMESTAMP NOT NULL,
    CONSTRAINT facility_front_is_whole CHECK ((front_lon IS NULL) = (front_lat IS NULL))
);

CREATE TABLE service (
    id TEXT NOT NULL CONSTRAINT service_pk PRIMARY KEY,
    service_type TEXT NOT NULL CONSTRAINT service_type_fk REFERENCES service_type (code),
    facility_id TEXT CONSTRAINT service_facility_fk REFERENCES facility (id) ON DELETE CASCADE,
    organization_id TEXT CONSTRAINT service_organization_fk REFERENCES organization (id) ON DELETE CASCADE,
    target_groups TEXT NOT NULL,
    fee TEXT,
    capacity BIGINT CONSTRAINT service_capacity_not_negative CHECK (capacity >= 0),
    vacancy BIGINT CONSTRAINT service_vacancy_not_negative CHECK (vacancy >= 0),
    vacancy_at TIMESTAMP,
    phone TEXT,
    CONSTRAINT service_has_one_giver CHECK ((facility_id IS NULL) <> (organization_id IS NULL))
);
CREATE INDEX service_by_facility ON service (facility_id);
CREATE INDEX service_by_organization ON service (organization_id);

-- People: counts only, a JSON object from group to count.
CREATE TABLE demand_cell (
    id TEXT NOT NULL CONSTRAINT demand_cell_pk PRIMARY KEY,
    lon DOUBLE PRECISION NOT NULL,
    lat DOUBLE PRECISION NOT NULL,
    given_x DOUBLE PRECISION,
    given_y DOUBLE PRECISION,
    given_datum TEXT,
    division BIGINT,
    counts TEXT NOT NULL
);

-- What is drawn beneath: GeoJSON geometries in WGS84.
CREATE TABLE base_feature (
    id BIGINT NOT NULL CONSTRAINT base_feature_pk PRIMARY KEY,
    layer TEXT NOT NULL,
    class TEXT NOT NULL,
    name TEXT,
    name_en TEXT,
    geometry TEXT NOT NULL
);
