-- What is to be built: actions under stated terms on a stated baseline, and what a siting run was asked and answered.
CREATE TABLE plan (
    id TEXT NOT NULL CONSTRAINT plan_pk PRIMARY KEY,
    name TEXT NOT NULL,
    state TEXT NOT NULL CONSTRAINT plan_state_check CHECK (state IN ('draft', 'approved', 'archived')),
    terms TEXT NOT NULL,
    baseline TEXT NOT NULL,
    actions TEXT NOT NULL,
    siting TEXT,
    siting_answer TEXT,
    run_state TEXT CONSTRAINT plan_run_state_check CHECK (run_state IN ('running', 'done', 'cancelled', 'failed')),
    run_objective DOUBLE PRECISION,
    run_bound DOUBLE PRECISION,
    run_gap DOUBLE PRECISION,
    run_seconds DOUBLE PRECISION,
    run_why TEXT,
    run_until TIMESTAMP,
    copied_from TEXT,
    created_by TEXT NOT NULL,
    created_by_name TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    version BIGINT NOT NULL
);
-- What an approved plan became: who builds which facility, with whose money, until when.
CREATE TABLE project (
    id TEXT NOT NULL CONSTRAINT project_pk PRIMARY KEY,
    plan_id TEXT NOT NULL,
    action_id TEXT NOT NULL,
    name TEXT NOT NULL,
    facility_id TEXT NOT NULL,
    division BIGINT,
    owner_unit TEXT,
    owner_post TEXT,
    funds TEXT NOT NULL,
    milestones TEXT NOT NULL,
    deadline DATE,
    state TEXT NOT NULL CONSTRAINT project_state_check CHECK (state IN ('planned', 'under_way', 'done', 'dropped')),
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX project_action_unique ON project (plan_id, action_id);
