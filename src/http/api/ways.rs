//! `GET /api/v1/route`, `GET /api/v1/reach/{id}`: which way does one walk to a facility, and what ground is within its reach?

use actix_web::{HttpRequest, HttpResponse, web::Path};
use geo_types::MultiPolygon;

use super::{
    coverage::manner,
    openapi::{NotThere, Refusals},
    work,
};
use crate::{
    analysis::roads::RouteStep,
    domain::{
        position::Position,
        street::{Climb, Manner},
    },
    http::{
        Problem,
        etag::{GEOJSON, Live, to_json},
        parameters::{AS_OF, DISTANCE_BY, LAT, LON, REACH_S, TO, WITHIN, parameters},
        query::Query,
    },
    registry::{FieldError, ReachAnswer, RouteAnswer, Snapshot, Within},
};

parameters!(Route: LON, LAT, TO, DISTANCE_BY, AS_OF);
parameters!(Reach: DISTANCE_BY, WITHIN, REACH_S, AS_OF);

/// The way from a point to a facility, from door to door: a line with its length, time and steps. Where there is no map of
/// streets, or one of the ends is on no road, it is the straight line and an estimate (`measured` is false).
#[utoipa::path(
    get, path = "/api/v1/route", tag = "answers", params(Route),
    responses((status = 200, description = "The way", body = RouteFeature, content_type = "application/geo+json"), Refusals, NotThere)
)]
pub async fn get_route(live: Live, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(&request, Route::ALL)?;
    let (lon, lat, to) = (LON.read(&mut query), LAT.read(&mut query), TO.read(&mut query));
    let manner = manner(&live.snapshot, &mut query);
    for (name, missing) in [("lon", lon.is_none()), ("lat", lat.is_none()), ("to", to.is_none())] {
        if missing && !query.is_wrong(name) {
            query.invalid(FieldError::new(name, "", "missing", "lon and lat in degrees, and to: the id of a facility"));
        }
    }
    let from = lon.zip(lat).and_then(|(lon, lat)| Position::new(lon, lat).ok());
    let asked = query.settle(Ok(from.zip(to)))?;
    let Some((from, to)) = asked else { unreachable!("what is missing was refused") };
    let snapshot = live.snapshot.clone();
    let body = work(move || {
        let answer = snapshot.route(from, &to, manner)?;
        to_json(&feature(&snapshot, &answer, manner.by.code()))
    });
    Ok(live.bytes(GEOJSON, body.await?))
}

/// The ground within reach of a facility: with one limit a Feature, with several a FeatureCollection in their order. Over the
/// streets of the imported map, otherwise a circle (`measured` is false).
#[utoipa::path(
    get, path = "/api/v1/reach/{id}", tag = "answers", params(("id" = String, Path, description = "Id of the facility"), Reach),
    responses((status = 200, description = "The ground", body = ReachFeature, content_type = "application/geo+json"), Refusals, NotThere)
)]
pub async fn get_reach(live: Live, request: HttpRequest, id: Path<String>) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(&request, Reach::ALL)?;
    let (limits, manner) = reach_question(&live.snapshot, &mut query);
    query.done()?;
    let snapshot = live.snapshot.clone();
    let body = work(move || {
        let answer = snapshot.reach(&id, &limits, manner)?;
        let mut features: Vec<ReachFeature> = areas(&snapshot, &answer, manner.by.code()).collect();
        if let [_] = features[..] {
            to_json(&features.remove(0))
        } else {
            to_json(&ReachCollection { kind: "FeatureCollection", features })
        }
    });
    Ok(live.bytes(GEOJSON, body.await?))
}

/// Within what limits, and how measured, reach is asked for.
pub fn reach_question(snapshot: &Snapshot, query: &mut Query) -> (Vec<Within>, Manner) {
    let manner = manner(snapshot, query);
    let mut limits: Vec<Within> = WITHIN.read(query).into_iter().map(Within::Metres).collect();
    limits.extend(REACH_S.read(query).into_iter().map(Within::Seconds));
    (limits, manner)
}

fn feature<'a>(snapshot: &'a Snapshot, answer: &'a RouteAnswer, by: &'static str) -> RouteFeature<'a> {
    let facility = &snapshot.facilities()[answer.row];
    RouteFeature {
        kind: "Feature",
        geometry: Line { kind: "LineString", coordinates: &answer.line },
        properties: RouteProperties {
            to: facility.id.as_str(),
            name: &facility.name,
            by,
            measured: answer.measured,
            length_m: answer.length_m,
            walk_s: answer.walk_s,
            steps: answer.steps.iter().map(Step::from).collect(),
        },
    }
}

fn areas<'a>(snapshot: &'a Snapshot, answer: &'a ReachAnswer, by: &'static str) -> impl Iterator<Item = ReachFeature<'a>> {
    let facility = &snapshot.facilities()[answer.row];
    answer.areas.iter().map(move |one| {
        let (within_m, within_s) = match one.within {
            Within::Metres(metres) => (Some(metres), None),
            Within::Seconds(seconds) => (None, Some(seconds)),
        };
        ReachFeature {
            kind: "Feature",
            geometry: Ground::of(&one.area),
            properties: ReachProperties {
                id: facility.id.as_str(),
                name: &facility.name,
                by,
                measured: answer.measured,
                within_m,
                within_s,
            },
        }
    })
}

fn rings(area: &MultiPolygon<f64>) -> Vec<Vec<Vec<[f64; 2]>>> {
    let ring = |line: &geo_types::LineString<f64>| line.0.iter().map(|at| [at.x, at.y]).collect::<Vec<_>>();
    area.iter().map(|one| std::iter::once(one.exterior()).chain(one.interiors()).map(ring).collect()).collect()
}

/// A way as a GeoJSON feature.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct RouteFeature<'a> {
    /// `Feature`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The line, longitude and latitude in degrees.
    geometry: Line<'a>,
    /// What it is.
    properties: RouteProperties<'a>,
}

/// A line.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct Line<'a> {
    /// `LineString`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// Longitude and latitude in degrees, WGS84.
    coordinates: &'a [[f64; 2]],
}

/// What is said of a way.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct RouteProperties<'a> {
    /// Id of the facility.
    to: &'a str,
    /// Its name.
    name: &'a str,
    /// `straight`, `walk`, `elder` or `step-free`.
    by: &'static str,
    /// Whether it was measured over the streets of a map (实测路网); otherwise it is an estimate (估算).
    measured: bool,
    /// Metres.
    length_m: f64,
    /// Seconds on foot; null for a straight line.
    walk_s: Option<f64>,
    /// What to do in turn; empty where it was not measured.
    steps: Vec<Step<'a>>,
}

/// A stretch of a way.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct Step<'a> {
    /// Name of the street; null where it has none.
    street: Option<&'a str>,
    /// The same in English; null where the map has no such name.
    street_en: Option<&'a str>,
    /// Sort of street: `main`, `residential`, `service`, `pedestrian`, `footway`, `crossing`, `path`, `cycleway`, `steps` or
    /// `ferry`; null for the way to or from the streets.
    class: Option<&'static str>,
    /// Of steps: `up` or `down`, where the map says which; null otherwise.
    direction: Option<&'static str>,
    /// Which way one turns into it: `start`, `straight`, `left`, `slight-left`, `sharp-left`, `right`, ...
    turn: &'static str,
    /// Metres.
    length_m: f64,
    /// Seconds on foot.
    walk_s: f64,
}

impl<'a> From<&'a RouteStep> for Step<'a> {
    fn from(step: &'a RouteStep) -> Step<'a> {
        Step {
            street: step.street.as_deref(),
            street_en: step.street_en.as_deref(),
            class: step.class.map(|class| class.code()),
            direction: step.climb.map(Climb::code),
            turn: step.turn.code(),
            length_m: step.length_m,
            walk_s: step.walk_s,
        }
    }
}

/// Ground within reach as a GeoJSON feature.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct ReachFeature<'a> {
    /// `Feature`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The ground.
    geometry: Ground,
    /// What it is.
    properties: ReachProperties<'a>,
}

/// Several limits at once.
#[derive(serde::Serialize)]
struct ReachCollection<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    features: Vec<ReachFeature<'a>>,
}

/// Polygons.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct Ground {
    /// `MultiPolygon`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// Rings of longitude and latitude in degrees, WGS84.
    coordinates: Vec<Vec<Vec<[f64; 2]>>>,
}

impl Ground {
    /// Of an area.
    pub fn of(area: &MultiPolygon<f64>) -> Ground {
        Ground { kind: "MultiPolygon", coordinates: rings(area) }
    }
}

/// What is said of ground within reach.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct ReachProperties<'a> {
    /// Id of the facility.
    id: &'a str,
    /// Its name.
    name: &'a str,
    /// `straight`, `walk`, `elder` or `step-free`.
    by: &'static str,
    /// Whether it was measured over the streets of a map (实测路网); otherwise it is an estimate (估算).
    measured: bool,
    /// The limit in metres, closed; null when it is in seconds.
    within_m: Option<f64>,
    /// The limit in seconds, closed; null when it is in metres.
    within_s: Option<f64>,
}
