//! The HTTP interface as a client sees it: the same start-up as production on a free port, a registry of a few places
//! whose answers can be worked out by hand (see `fixtures/api/`).

#[expect(dead_code, reason = "the API tests start their services on databases of their own making")]
mod support;

mod api {
    mod accounts;
    mod basemap;
    mod caching;
    mod care;
    mod contacts;
    mod coverage;
    mod errors;
    mod gaps;
    mod geocode;
    mod imports;
    mod keeping;
    mod lists;
    mod nearest;
    mod office;
    mod openapi;
    mod page;
    mod permissions;
    mod protected;
    mod reference;
    mod scenarios;
    mod scenarios_on_foot;
    mod service;
    mod session;
    mod settings;
    mod small_counts;
    mod tiles;
    mod tokens;
    mod walking;
}
