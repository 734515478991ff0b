//! Which addresses are there, and who answers them? One screen; the OpenAPI document is compared with it by a test.

use actix_web::{
    FromRequest, Handler, Responder, guard,
    web::{self, ServiceConfig},
};

use super::{
    Problem,
    api::{about, coverage, divisions, docs, facilities, gaps, kinds, nearest, organizations, search, services},
    health, tiles,
};

macro_rules! routes {
    ($($path:literal => $handler:path),+ $(,)?) => {
        /// Every address besides the page's files; all of them take GET and HEAD.
        pub const ROUTES: &[&str] = &[$($path),+];

        pub(super) fn configure(config: &mut ServiceConfig) {
            $(readable(config, $path, $handler);)+
        }
    };
}

routes! {
    "/api/v1/nearest" => nearest::get_nearest,
    "/api/v1/coverage" => coverage::get_coverage,
    "/api/v1/gaps" => gaps::list_gaps,
    "/api/v1/facilities" => facilities::list_facilities,
    "/api/v1/facilities/{id}" => facilities::get_facility,
    "/api/v1/organizations" => organizations::list_organizations,
    "/api/v1/organizations/{id}" => organizations::get_organization,
    "/api/v1/services" => services::list_services,
    "/api/v1/search" => search::search_registry,
    "/api/v1/divisions" => divisions::list_divisions,
    "/api/v1/divisions/{code}" => divisions::get_division,
    "/api/v1/about" => about::get_about,
    "/api/v1/kinds" => kinds::list_kinds,
    "/api/v1/service-types" => kinds::list_service_types,
    "/api/v1/target-groups" => kinds::list_target_groups,
    "/api/v1/standards" => kinds::list_standards,
    "/api/v1/openapi.json" => docs::get_openapi,
    "/api/v1/docs" => docs::get_docs,
    "/api/v1/docs.js" => docs::get_docs_script,
    "/tiles/{layer}.json" => tiles::get_tile_json,
    "/tiles/{layer}/{z}/{x}/{y}" => tiles::get_tile,
    "/health/live" => health::get_live,
    "/health/ready" => health::get_ready,
}

/// Lets an address take GET and HEAD and refuse everything else.
fn readable<F, Args>(config: &mut ServiceConfig, path: &str, handler: F)
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    let read = web::route().guard(guard::Any(guard::Get()).or(guard::Head())).to(handler);
    config.service(web::resource(path).route(read).default_service(web::to(refuse_method)));
}

async fn refuse_method() -> Result<&'static str, Problem> {
    Err(Problem::method_not_allowed())
}
