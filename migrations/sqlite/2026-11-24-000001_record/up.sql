-- The registry of record: who wrote what, who approved it, what it was on any day.

-- The head of the chain of changes, and which part of the registry a revision touched last.
ALTER TABLE registry ADD COLUMN change_seq BIGINT NOT NULL DEFAULT 0;
ALTER TABLE registry ADD COLUMN change_hash TEXT NOT NULL DEFAULT '';
ALTER TABLE registry ADD COLUMN land_revision BIGINT NOT NULL DEFAULT 0;
ALTER TABLE registry ADD COLUMN people_revision BIGINT NOT NULL DEFAULT 0;
ALTER TABLE registry ADD COLUMN base_revision BIGINT NOT NULL DEFAULT 0;

-- A record's version is the number of the change that wrote it; 0 for one written before there was a log.
ALTER TABLE facility ADD COLUMN contact_mobile TEXT;
ALTER TABLE facility ADD COLUMN checked_by TEXT;
ALTER TABLE facility ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE organization ADD COLUMN contact_mobile TEXT;
ALTER TABLE organization ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
CREATE INDEX facility_by_version ON facility (version);

-- A row that somebody edited is no longer brought up to date with what the product ships.
ALTER TABLE kind ADD COLUMN edited BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE standard ADD COLUMN edited BOOLEAN NOT NULL DEFAULT FALSE;

-- Every write, chained by hash; never updated, never deleted.
CREATE TABLE change (
    seq BIGINT NOT NULL CONSTRAINT change_pk PRIMARY KEY,
    at TIMESTAMP NOT NULL,
    actor TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    action TEXT NOT NULL,
    record_type TEXT NOT NULL,
    record_id TEXT NOT NULL,
    batch TEXT,
    reason TEXT,
    before TEXT,
    after TEXT,
    hash TEXT NOT NULL
);
CREATE INDEX change_by_record ON change (record_type, record_id);
CREATE INDEX change_by_time ON change (at);
CREATE INDEX change_by_batch ON change (batch);
CREATE TRIGGER change_is_never_updated BEFORE UPDATE ON change
BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END;
CREATE TRIGGER change_is_never_deleted BEFORE DELETE ON change
BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END;

-- Accounts of those who work with the registry.
CREATE TABLE account (
    id TEXT NOT NULL CONSTRAINT account_pk PRIMARY KEY,
    login TEXT NOT NULL CONSTRAINT account_login_unique UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT,
    password_changed_at TIMESTAMP,
    must_change BOOLEAN NOT NULL,
    totp_secret TEXT,
    totp_enabled BOOLEAN NOT NULL,
    totp_last_step BIGINT,
    oidc_subject TEXT CONSTRAINT account_oidc_subject_unique UNIQUE,
    failures INTEGER NOT NULL,
    locked_until TIMESTAMP,
    disabled BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL,
    last_sign_in_at TIMESTAMP,
    version BIGINT NOT NULL
);

CREATE TABLE account_grant (
    account_id TEXT NOT NULL CONSTRAINT account_grant_account_fk REFERENCES account (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    jurisdiction TEXT NOT NULL,
    CONSTRAINT account_grant_pk PRIMARY KEY (account_id, role, jurisdiction)
);

CREATE TABLE session (
    id TEXT NOT NULL CONSTRAINT session_pk PRIMARY KEY,
    token_hash TEXT NOT NULL CONSTRAINT session_token_unique UNIQUE,
    account_id TEXT NOT NULL CONSTRAINT session_account_fk REFERENCES account (id) ON DELETE CASCADE,
    created_at TIMESTAMP NOT NULL,
    seen_at TIMESTAMP NOT NULL,
    agent TEXT
);

CREATE TABLE api_token (
    id TEXT NOT NULL CONSTRAINT api_token_pk PRIMARY KEY,
    token_hash TEXT NOT NULL CONSTRAINT api_token_hash_unique UNIQUE,
    account_id TEXT NOT NULL CONSTRAINT api_token_account_fk REFERENCES account (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    rights TEXT NOT NULL,
    jurisdiction TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_on DATE,
    last_used_at TIMESTAMP,
    revoked_at TIMESTAMP
);

CREATE TABLE one_time_link (
    token_hash TEXT NOT NULL CONSTRAINT one_time_link_pk PRIMARY KEY,
    purpose TEXT NOT NULL,
    account_id TEXT CONSTRAINT one_time_link_account_fk REFERENCES account (id) ON DELETE CASCADE,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP
);

-- What an installation may tune: shipped with source and confidence, values as JSON.
CREATE TABLE setting (
    key TEXT NOT NULL CONSTRAINT setting_pk PRIMARY KEY,
    place INTEGER NOT NULL,
    value TEXT NOT NULL,
    default_value TEXT NOT NULL,
    unit TEXT,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    source TEXT NOT NULL,
    confidence TEXT NOT NULL,
    verified BOOLEAN NOT NULL,
    version BIGINT NOT NULL
);

-- What somebody proposes and somebody else decides; at most one open proposal a record.
CREATE TABLE proposal (
    id TEXT NOT NULL CONSTRAINT proposal_pk PRIMARY KEY,
    record_type TEXT NOT NULL,
    record_id TEXT NOT NULL,
    action TEXT NOT NULL,
    state TEXT NOT NULL,
    name TEXT NOT NULL,
    division BIGINT,
    base_version BIGINT NOT NULL,
    before TEXT,
    after TEXT,
    others TEXT NOT NULL,
    reason TEXT,
    proposed_by TEXT NOT NULL,
    proposed_by_name TEXT NOT NULL,
    proposed_at TIMESTAMP NOT NULL,
    decided_by TEXT,
    decided_by_name TEXT,
    decided_at TIMESTAMP,
    decision_reason TEXT
);
CREATE UNIQUE INDEX proposal_one_open ON proposal (record_type, record_id) WHERE state = 'open';
CREATE INDEX proposal_by_state ON proposal (state, proposed_at);

-- A file that was let in as a whole, and can be undone as a whole.
CREATE TABLE batch (
    id TEXT NOT NULL CONSTRAINT batch_pk PRIMARY KEY,
    kind TEXT NOT NULL,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    actor TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    added BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    removed BIGINT NOT NULL,
    undone_at TIMESTAMP,
    undone_by_name TEXT
);

-- A file on its way in: its bytes, how its headings are read, what was mended on screen.
CREATE TABLE import_draft (
    id TEXT NOT NULL CONSTRAINT import_draft_pk PRIMARY KEY,
    kind TEXT NOT NULL,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size BIGINT NOT NULL,
    content BLOB NOT NULL,
    state TEXT NOT NULL,
    mapping TEXT NOT NULL,
    datum TEXT,
    default_kind TEXT,
    complete_for TEXT,
    mends TEXT NOT NULL,
    left_out TEXT NOT NULL,
    owner TEXT NOT NULL,
    owner_name TEXT NOT NULL,
    office TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    batch TEXT,
    proposal TEXT,
    summary TEXT,
    version BIGINT NOT NULL
);

CREATE TABLE heading_mapping (
    owner TEXT NOT NULL,
    kind TEXT NOT NULL,
    mapping TEXT NOT NULL,
    CONSTRAINT heading_mapping_pk PRIMARY KEY (owner, kind)
);

-- Care of the records.
CREATE TABLE report (
    id TEXT NOT NULL CONSTRAINT report_pk PRIMARY KEY,
    facility_id TEXT NOT NULL,
    field TEXT,
    text TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    receipt_hash TEXT NOT NULL,
    state TEXT NOT NULL,
    outcome TEXT,
    answer TEXT,
    closed_by TEXT,
    closed_by_name TEXT,
    closed_at TIMESTAMP
);
CREATE INDEX report_by_state ON report (state, at);

CREATE TABLE merged_id (
    record_type TEXT NOT NULL,
    old_id TEXT NOT NULL,
    new_id TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    CONSTRAINT merged_id_pk PRIMARY KEY (record_type, old_id)
);

CREATE TABLE distinct_pair (
    record_type TEXT NOT NULL,
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    reason TEXT,
    by_name TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    CONSTRAINT distinct_pair_pk PRIMARY KEY (record_type, a, b)
);

CREATE TABLE accepted_review (
    problem TEXT NOT NULL,
    ids TEXT NOT NULL,
    reason TEXT,
    by_name TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    CONSTRAINT accepted_review_pk PRIMARY KEY (problem, ids)
);

CREATE TABLE division_change (
    id TEXT NOT NULL CONSTRAINT division_change_pk PRIMARY KEY,
    kind TEXT NOT NULL,
    on_date DATE NOT NULL,
    from_codes TEXT NOT NULL,
    to_codes TEXT NOT NULL,
    reason TEXT,
    by_name TEXT NOT NULL,
    at TIMESTAMP NOT NULL
);
