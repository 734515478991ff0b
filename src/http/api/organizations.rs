//! `GET /api/v1/organizations`: who runs the places or helps, a page or one.

use actix_web::{HttpRequest, HttpResponse, web::Path};

use super::openapi::{NotThere, Refusals};
use crate::{
    http::{
        Problem,
        etag::Live,
        parameters::{AS_OF, CATEGORY, CURSOR, DIVISION, NAME, PAGE, parameters},
        query::Query,
    },
    registry::{OrganizationItem, Page},
};

parameters!(Organizations: NAME, CATEGORY, DIVISION, PAGE, CURSOR, AS_OF);

parameters!(Organization: AS_OF);

/// A page of organizations in the order of ids.
#[utoipa::path(
    get, path = "/api/v1/organizations", tag = "registry", params(Organizations),
    responses((status = 200, description = "A page of organizations", body = Page<OrganizationItem>), Refusals)
)]
pub async fn list_organizations(live: Live, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(&request, Organizations::ALL)?;
    let (text, category, division) = (NAME.read(&mut query), CATEGORY.read(&mut query), DIVISION.read(&mut query));
    let (cursor, limit) = (CURSOR.read(&mut query), PAGE.read(&mut query));
    query.done()?;
    live.json(&live.snapshot.organization_page(text.as_deref(), category, division, (cursor.as_deref(), limit)))
}

/// One organization with the facilities that it runs.
#[utoipa::path(
    get, path = "/api/v1/organizations/{id}", tag = "registry", params(("id" = String, Path, description = "Id of the organization"), Organization),
    responses((status = 200, description = "The organization", body = OrganizationItem), Refusals, NotThere)
)]
pub async fn get_organization(live: Live, request: HttpRequest, id: Path<String>) -> Result<HttpResponse, Problem> {
    Query::read(&request, Organization::ALL)?.done()?;
    let organization = live.snapshot.organization_answer(&id)?;
    live.record(&request, (&id, organization.id), organization.version, &organization)
}
