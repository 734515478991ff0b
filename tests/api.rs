//! The HTTP interface as a client sees it: the same start-up as production on a free port, a registry of a few places
//! whose answers can be worked out by hand (see `fixtures/api/`).

mod support;

mod api {
    mod access;
    mod accounts;
    mod basemap;
    mod caching;
    mod care;
    mod contacts;
    mod coverage;
    mod errors;
    mod gaps;
    mod geocode;
    mod hand_ins;
    mod imports;
    mod inspections;
    mod keeping;
    mod lists;
    mod nearest;
    mod norms;
    mod office;
    mod openapi;
    mod page;
    mod permissions;
    mod plan_examples;
    mod plan_runs;
    mod plans;
    mod protected;
    mod reference;
    mod scenarios;
    mod scenarios_on_foot;
    mod service;
    mod session;
    mod settings;
    mod siting;
    mod small_counts;
    mod tiles;
    mod tokens;
    mod walking;
    mod worklist;
}
