//! `GET /api/v1/search`: which place, organization, division or spot of the map does a text mean?
//! `GET /api/v1/reverse`: and what is at a point?

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse};

use super::{Items, openapi::Refusals, work};
use crate::{
    domain::position::Position,
    http::{
        Problem,
        etag::{JSON, Live, to_json},
        parameters::{LAT, LON, NEAR_LAT, NEAR_LON, SEARCH_LIMIT, SEARCHED, parameters},
        query::Query,
    },
    registry::{FieldError, ReverseAnswer, SearchItem},
};

parameters!(Search: SEARCHED, NEAR_LON, NEAR_LAT, SEARCH_LIMIT);
parameters!(Reverse: LON, LAT);

/// What fits a text, best first: by name, pinyin, initials, address, house number or id; of equal fits the nearer first.
#[utoipa::path(
    get, path = "/api/v1/search", tag = "answers", params(Search),
    responses((status = 200, description = "What fits, best first", body = Items<SearchItem>), Refusals)
)]
pub async fn search_registry(live: Live, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(&request, Search::ALL)?;
    let limit = SEARCH_LIMIT.read(&mut query);
    let text = SEARCHED.read(&mut query);
    if text.is_none() && !query.is_wrong("q") {
        query.invalid(FieldError::new("q", "", "missing", "a name, pinyin, initials, address or id"));
    }
    let (lon, lat) = (NEAR_LON.read(&mut query), NEAR_LAT.read(&mut query));
    let near = position(&mut query, lon, lat, lon.is_none() && lat.is_none());
    query.done()?;
    let snapshot = Arc::clone(&live.snapshot);
    let answer = work(move || to_json(&Items { items: snapshot.search(&text.unwrap_or_default(), near, limit) })).await?;
    Ok(live.bytes(JSON, answer))
}

/// What is at a point: its division, and the nearest house number, landmark, street and place of the map.
#[utoipa::path(
    get, path = "/api/v1/reverse", tag = "answers", params(Reverse),
    responses((status = 200, description = "What is there", body = ReverseAnswer), Refusals)
)]
pub async fn get_reverse(live: Live, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(&request, Reverse::ALL)?;
    let (lon, lat) = (LON.read(&mut query), LAT.read(&mut query));
    let Some(at) = position(&mut query, lon, lat, false) else {
        return Err(query.done().err().unwrap_or_else(|| Problem::internal("a position is there or wrong")));
    };
    query.done()?;
    let snapshot = Arc::clone(&live.snapshot);
    // Off the workers: after a start the index of addresses may still be in the making.
    let answer = work(move || to_json(&snapshot.reverse(at))).await?;
    Ok(live.bytes(JSON, answer))
}

/// A position of two parameters; what is missing of it is wrong unless it may be left out as a whole.
fn position(query: &mut Query, lon: Option<f64>, lat: Option<f64>, may_be_missing: bool) -> Option<Position> {
    for (name, value) in [("lon", lon), ("lat", lat)] {
        if value.is_none() && !may_be_missing && !query.is_wrong(name) {
            query.invalid(FieldError::new(name, "", "missing", "lon and lat in degrees, together"));
        }
    }
    lon.zip(lat).and_then(|(lon, lat)| Position::new(lon, lat).ok())
}
