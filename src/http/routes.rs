//! Which addresses are there, who answers them, and who may ask? One table; the OpenAPI document says the same, and a
//! test walks it.

use actix_web::{
    FromRequest, Handler, Responder, Route, guard,
    middleware::from_fn,
    web::{self, ServiceConfig},
};

use super::{
    Problem,
    api::{about, coverage, divisions, docs, facilities, gaps, kinds, nearest, organizations, search, services},
    health,
    permit::permit,
    tiles,
};
use crate::domain::permission::Right;

/// Who may ask. Where a right holds in a part of the land only, the registry looks at the record besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Anybody, signed in or not.
    Anybody,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever holds the right somewhere.
    Has(Right),
}

/// What one address takes: the method and its rule.
pub type Methods = &'static [(&'static str, Rule)];

macro_rules! routes {
    ($($path:literal { $($method:ident $handler:path: $rule:expr),+ $(,)? })+) => {
        /// Every address besides the page's files, with what it takes. Whoever takes GET takes HEAD.
        pub const ROUTES: &[(&str, Methods)] = &[$(($path, &[$((stringify!($method), $rule)),+])),+];

        pub(super) fn configure(config: &mut ServiceConfig) {
            $(answer(config, $path, &[$((stringify!($method), $rule)),+], vec![$(route(stringify!($method), $handler)),+]);)+
        }
    };
}

use Rule::Anybody;

routes! {
    "/api/v1/nearest" { GET nearest::get_nearest: Anybody }
    "/api/v1/coverage" { GET coverage::get_coverage: Anybody }
    "/api/v1/gaps" { GET gaps::list_gaps: Anybody }
    "/api/v1/facilities" { GET facilities::list_facilities: Anybody }
    "/api/v1/facilities/{id}" { GET facilities::get_facility: Anybody }
    "/api/v1/organizations" { GET organizations::list_organizations: Anybody }
    "/api/v1/organizations/{id}" { GET organizations::get_organization: Anybody }
    "/api/v1/services" { GET services::list_services: Anybody }
    "/api/v1/search" { GET search::search_registry: Anybody }
    "/api/v1/divisions" { GET divisions::list_divisions: Anybody }
    "/api/v1/divisions/{code}" { GET divisions::get_division: Anybody }
    "/api/v1/about" { GET about::get_about: Anybody }
    "/api/v1/kinds" { GET kinds::list_kinds: Anybody }
    "/api/v1/service-types" { GET kinds::list_service_types: Anybody }
    "/api/v1/target-groups" { GET kinds::list_target_groups: Anybody }
    "/api/v1/standards" { GET kinds::list_standards: Anybody }
    "/api/v1/openapi.json" { GET docs::get_openapi: Anybody }
    "/api/v1/docs" { GET docs::get_docs: Anybody }
    "/api/v1/docs.js" { GET docs::get_docs_script: Anybody }
    "/tiles/{layer}.json" { GET tiles::get_tile_json: Anybody }
    "/tiles/{layer}/{z}/{x}/{y}" { GET tiles::get_tile: Anybody }
    "/health/live" { GET health::get_live: Anybody }
    "/health/ready" { GET health::get_ready: Anybody }
}

/// One method of an address and its handler.
fn route<F, Args>(method: &str, handler: F) -> Route
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    let route = match method {
        "GET" => web::route().guard(guard::Any(guard::Get()).or(guard::Head())),
        "POST" => web::post(),
        "PUT" => web::put(),
        "PATCH" => web::patch(),
        "DELETE" => web::delete(),
        other => unreachable!("the table of routes knows no method {other}"),
    };
    route.to(handler)
}

/// Puts an address into the service: its methods, a refusal of all others, and its rules before them.
fn answer(config: &mut ServiceConfig, path: &'static str, methods: Methods, routes: Vec<Route>) {
    let resource = routes.into_iter().fold(web::resource(path), |resource, route| resource.route(route));
    let resource =
        resource.default_service(web::to(move || async move { Err::<&str, Problem>(Problem::method_not_allowed(&allowed(methods))) }));
    if methods.iter().all(|(method, rule)| *rule == Anybody && *method == "GET") {
        // The answers that everybody asks for pass no further hands.
        config.service(resource);
    } else {
        config.service(resource.wrap(from_fn(move |request, next| permit(methods, request, next))));
    }
}

fn allowed(methods: Methods) -> String {
    let names = methods.iter().map(|(method, _)| if *method == "GET" { "GET, HEAD" } else { method });
    names.collect::<Vec<_>>().join(", ")
}
