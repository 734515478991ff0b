//! Signing in by OpenID Connect, by way of a provider that the test plays: what it must do, and every lie it may tell.

#[expect(dead_code, reason = "the services of these tests are on databases of their own making")]
mod support;

mod oidc {
    mod answer;
    mod linking;
    mod provider;
    mod refusals;
    #[path = "../api/service.rs"]
    #[expect(dead_code, reason = "these tests ask for little of what a service answers")]
    mod service;
    mod sign_in;
}
