//! `GET /api/v1/facilities`: the registry's places, a page or one.

use actix_web::{HttpRequest, HttpResponse, web::Path};

use super::openapi::{NotThere, Refusals};
use crate::{
    http::{
        Problem,
        etag::Live,
        parameters::{ADMITTED, ANY_STATUS, AS_OF, BBOX, CURSOR, DIVISION, KIND, PAGE, SERVICE, TEXT, UNITS, choice, parameters},
        query::Query,
    },
    registry::{FacilityAnswer, FacilityQuestion, Page},
};

parameters!(Facilities: KIND, ANY_STATUS, DIVISION, BBOX, TEXT, SERVICE, ADMITTED, PAGE, CURSOR, AS_OF, UNITS);

parameters!(Facility: AS_OF);

/// A page of facilities and organizations' sites in the order of ids.
#[utoipa::path(
    get, path = "/api/v1/facilities", tag = "registry", params(Facilities),
    responses((status = 200, description = "A page of facilities", body = Page<FacilityAnswer>), Refusals)
)]
pub async fn list_facilities(live: Live, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(&request, Facilities::ALL)?;
    let question = FacilityQuestion {
        choice: choice(&mut query),
        division: DIVISION.read(&mut query),
        bbox: BBOX.read(&mut query),
        text: TEXT.read(&mut query),
        cursor: CURSOR.read(&mut query),
        limit: PAGE.read(&mut query),
    };
    let page = query.settle(live.snapshot.facility_page(&question))?;
    live.json(&page)
}

/// One facility; an id that was merged away answers with the record it became part of. Of a protected place only what may be shown: its public front point, or no position at all.
#[utoipa::path(
    get, path = "/api/v1/facilities/{id}", tag = "registry", params(("id" = String, Path, description = "Id of the facility"), Facility),
    responses((status = 200, description = "The facility", body = FacilityAnswer), Refusals, NotThere)
)]
pub async fn get_facility(live: Live, request: HttpRequest, id: Path<String>) -> Result<HttpResponse, Problem> {
    Query::read(&request, Facility::ALL)?.done()?;
    let facility = live.snapshot.facility(&id)?;
    live.record(&request, (&id, facility.id), facility.version, &facility)
}
