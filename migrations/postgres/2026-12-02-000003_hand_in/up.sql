-- What a report of a plan was made from, by the hash of it: never altered, so that the same hash makes the same report.
CREATE TABLE hand_in (
    hash TEXT NOT NULL CONSTRAINT hand_in_pk PRIMARY KEY,
    plan_id TEXT NOT NULL,
    inputs TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL,
    made_by TEXT NOT NULL,
    made_by_name TEXT NOT NULL
);
CREATE INDEX hand_in_by_plan ON hand_in (plan_id, made_at);
