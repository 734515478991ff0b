//! `GET /api/v1/about`: what this registry is and how the installation is set up.

use actix_web::{HttpRequest, HttpResponse};

use crate::{
    http::{
        Basemap, Problem,
        etag::Live,
        parameters::{AS_OF, parameters},
        query::Query,
    },
    registry::About,
};

parameters!(AboutWhen: AS_OF);

/// What this registry is.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct AboutAnswer<'a> {
    #[serde(flatten)]
    registry: About<'a>,
    /// Where places may lie: west, south, east, north; null for anywhere.
    area: Option<[f64; 4]>,
    /// The map beneath.
    basemap: &'a Basemap,
    /// The sort of outside geocoder that who edits records may ask: `nominatim`, `tianditu` or `amap`; null where none is set up.
    geocoder: Option<&'static str>,
}

/// What this registry is, how much it holds and what a page needs to show it.
#[utoipa::path(
    get, path = "/api/v1/about", tag = "reference", params(AboutWhen),
    responses((status = 200, description = "What this registry is", body = AboutAnswer), super::openapi::Refusals)
)]
pub async fn get_about(live: Live, request: HttpRequest) -> Result<HttpResponse, Problem> {
    Query::read(&request, AboutWhen::ALL)?.done()?;
    let settings = &live.state.settings;
    let area = settings.area.map(|area| [area.west(), area.south(), area.east(), area.north()]);
    let geocoder = settings.geocoder.as_ref().map(|geocoder| geocoder.kind().code());
    live.json(&AboutAnswer { registry: live.snapshot.about(), area, basemap: &settings.basemap, geocoder })
}
