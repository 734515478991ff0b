//! `GET /api/v1/services`: what is offered, at places and without a door.

use actix_web::{HttpRequest, HttpResponse};

use super::openapi::Refusals;
use crate::{
    http::{
        Problem,
        etag::Live,
        parameters::{ADMITTED, CURSOR, DOORLESS, PAGE, SERVICE_TYPE, parameters},
        query::Query,
    },
    registry::{Choice, Page, ServiceItem},
};

parameters!(Services: SERVICE_TYPE, ADMITTED, DOORLESS, PAGE, CURSOR);

/// A page of services of operating places and of services without a door, in the order of ids.
#[utoipa::path(
    get, path = "/api/v1/services", tag = "registry", params(Services),
    responses((status = 200, description = "A page of services", body = Page<ServiceItem>), Refusals)
)]
pub async fn list_services(live: Live, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(&request, Services::ALL)?;
    let choice = Choice { services: SERVICE_TYPE.read(&mut query), group: ADMITTED.read(&mut query), ..Choice::default() };
    let doorless = DOORLESS.read(&mut query);
    let (cursor, limit) = (CURSOR.read(&mut query), PAGE.read(&mut query));
    let page = query.settle(live.snapshot.service_page(&choice, doorless, (cursor.as_deref(), limit)))?;
    live.json(&page)
}
