//! The whole interface in one document: OpenAPI 3.1, made of what the handlers say about themselves.

use std::collections::BTreeMap;

use utoipa::{
    IntoResponses, OpenApi, PartialSchema,
    openapi::{
        RefOr,
        content::ContentBuilder,
        response::{Response, ResponseBuilder},
    },
};

use super::{about, coverage, divisions, docs, facilities, gaps, kinds, nearest, organizations, search, services};
use crate::http::error::{CODES, PROBLEM_JSON, ProblemBody};

/// Everything under `/api/v1`.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "carereach · 惠及",
        description = "A registry of community-care facilities with a map: whom they reach, whom they miss. Longitude comes before latitude; \
            distances are great-circle metres; limits are closed. Lists are written with commas. Answers carry an ETag; errors are \
            RFC 9457 problem+json with a stable code and all wrong fields at once."
    ),
    tags(
        (name = "answers", description = "就近与缺口 · Nearest places, coverage, gaps, search"),
        (name = "registry", description = "登记 · Facilities, organizations, services"),
        (name = "reference", description = "参照 · What the registry is, kinds, standards, divisions"),
        (name = "interface", description = "接口 · This description")
    ),
    paths(
        nearest::get_nearest, coverage::get_coverage, gaps::list_gaps, search::search_registry,
        facilities::list_facilities, facilities::get_facility,
        organizations::list_organizations, organizations::get_organization, services::list_services,
        about::get_about, kinds::list_kinds, kinds::list_service_types, kinds::list_target_groups, kinds::list_standards,
        divisions::list_divisions, divisions::get_division,
        docs::get_openapi, docs::get_docs, docs::get_docs_script
    ),
    components(schemas(ProblemBody))
)]
pub struct Interface;

/// What any address may answer instead.
pub struct Refusals;

/// What an address of one record may answer instead.
pub struct NotThere;

impl IntoResponses for Refusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        [400, 413, 422, 500, 503].into_iter().map(refusal).chain([not_modified()]).collect()
    }
}

impl IntoResponses for NotThere {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        BTreeMap::from([refusal(404)])
    }
}

/// A status with the codes that have it.
fn refusal(status: u16) -> (String, RefOr<Response>) {
    let codes: Vec<&str> = CODES.iter().filter(|row| row.status.as_u16() == status).map(|row| row.name).collect();
    let content = ContentBuilder::new().schema(Some(ProblemBody::schema())).build();
    let response = ResponseBuilder::new().description(codes.join(", ")).content(PROBLEM_JSON, content).build();
    (status.to_string(), response.into())
}

fn not_modified() -> (String, RefOr<Response>) {
    ("304".to_owned(), ResponseBuilder::new().description("If-None-Match names the present state").build().into())
}

/// The document as JSON.
pub fn document() -> Result<String, serde_json::Error> {
    Interface::openapi().to_json()
}
