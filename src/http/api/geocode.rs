//! `GET /api/v1/geocode`: where does an outside geocoder place an address? Asked only when somebody who edits records asks.

use actix_web::{HttpRequest, HttpResponse, web::Data};

use super::{
    openapi::{GeocoderRefusals, PrivateRefusals},
    work,
};
use crate::{
    domain::{
        geocode::{Geocoded, GeocoderKind},
        position::Area,
    },
    http::{
        AppState, Code, Problem,
        parameters::{OUTSIDE_ADDRESS, parameters},
        private::private,
        query::Query,
    },
    registry::{DivisionPath, FieldError, Snapshot},
};

parameters!(Geocode: OUTSIDE_ADDRESS);

/// What an outside geocoder says of an address.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct GeocodeAnswer<'a> {
    /// The sort of geocoder: `nominatim`, `tianditu` or `amap`.
    geocoder: &'static str,
    /// Best first; none when it knows no such address.
    items: Vec<GeocodeItem<'a>>,
    /// Whose data that is.
    attribution: &'static str,
}

/// A point that a geocoder has found.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct GeocodeItem<'a> {
    /// What the geocoder calls it.
    label: String,
    /// What of the address was found: `house`, `landmark`, `street`, `place`, `division`, `unknown`.
    level: &'static str,
    /// The precision to keep with the point: `building`, `street`, `community`, `centroid`, `unknown`.
    precision: &'static str,
    /// Whether somebody should look at the point before it is kept: the street or worse, or outside the installation's area.
    review: bool,
    /// Degrees, WGS84.
    lon: f64,
    /// Degrees, WGS84.
    lat: f64,
    /// The pair as the geocoder gave it.
    given: GivenPair,
    /// Whether it lies where places of this installation may lie.
    inside_area: bool,
    /// The smallest division that holds it.
    division: Option<DivisionPath<'a>>,
}

/// A pair as it was given.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct GivenPair {
    /// Degrees of longitude.
    x: f64,
    /// Degrees of latitude.
    y: f64,
    /// What they refer to.
    datum: &'static str,
}

/// Where an outside geocoder places an address; asked of nobody unless one is set up and somebody asks here.
#[utoipa::path(
    get, path = "/api/v1/geocode", tag = "keeping", params(Geocode),
    responses((status = 200, description = "What the geocoder says", body = GeocodeAnswer), PrivateRefusals, GeocoderRefusals)
)]
pub async fn get_geocode(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(&request, Geocode::ALL)?;
    let address = OUTSIDE_ADDRESS.read(&mut query);
    if address.is_none() && !query.is_wrong("q") {
        query.invalid(FieldError::new("q", "", "missing", "an address"));
    }
    query.done()?;
    let Some(geocoder) = state.settings.geocoder.clone() else {
        return Err(Problem::new(Code::Conflict, "no outside geocoder is set up here: start the service with --geocoder"));
    };
    let (area, snapshot) = (state.settings.area, state.registry.snapshot());
    let kind = geocoder.kind();
    let found = work(move || geocoder.ask(&address.unwrap_or_default())).await?;
    private(&answer(kind, found, area, &snapshot))
}

fn answer(kind: GeocoderKind, found: Vec<Geocoded>, area: Option<Area>, snapshot: &Snapshot) -> GeocodeAnswer<'_> {
    let item = |found: Geocoded| {
        let Geocoded { label, level, position, given } = found;
        let inside_area = area.is_none_or(|area| area.contains(position));
        GeocodeItem {
            label,
            level: level.code(),
            precision: level.precision().as_code(),
            review: level.wants_review() || !inside_area,
            lon: position.lon(),
            lat: position.lat(),
            given: GivenPair { x: given.x, y: given.y, datum: given.datum.code() },
            inside_area,
            division: snapshot.division_at(position),
        }
    };
    GeocodeAnswer { geocoder: kind.code(), items: found.into_iter().map(item).collect(), attribution: kind.attribution() }
}
