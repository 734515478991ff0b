//! `GET /api/v1/nearest`: which places are nearest that take this person, and why not the others?
//!
//! The answer is written from what the snapshot lends, without a copy.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Utc};

use super::{coverage::manner, limits::one_limit, openapi::Refusals, work};
use crate::{
    domain::{facility::Status, position::Position},
    http::{
        Problem,
        etag::Live,
        parameters::{
            ADDRESS, ADMITTED, AS_OF, DISTANCE_BY, EXPLAIN, KIND, LAT, LON, NEAREST_LIMIT, NEAREST_WITHIN, SERVICE, STATUS, WITHIN_S,
            choice, parameters,
        },
        query::Query,
    },
    registry::{FieldError, NearestAnswer, NearestQuestion, RegistryError, ServiceItem, Snapshot},
};

parameters!(Nearest: LON, LAT, ADDRESS, DISTANCE_BY, KIND, SERVICE, ADMITTED, STATUS, NEAREST_WITHIN, WITHIN_S, NEAREST_LIMIT, EXPLAIN, AS_OF);

/// The nearest places that fit, in rank order: by metres as `by` measures them, then by id.
#[utoipa::path(
    get, path = "/api/v1/nearest", tag = "answers", params(Nearest),
    responses((status = 200, description = "Places in rank order", body = NearestCollection, content_type = "application/geo+json"), Refusals)
)]
pub async fn get_nearest(live: Live, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(&request, Nearest::ALL)?;
    if query.names("address") {
        // Off the workers: after a start the index of addresses may still be in the making.
        let snapshot = Arc::clone(&live.snapshot);
        work(move || {
            snapshot.wait_for_addresses();
            Ok(())
        })
        .await?;
    }
    let start = start(&mut query, &live.snapshot);
    let manner = manner(&live.snapshot, &mut query);
    let choice = choice(&mut query);
    let metres = NEAREST_WITHIN.read(&mut query);
    let within_m = one_limit(&mut query, manner, metres);
    let (limit, explain) = (NEAREST_LIMIT.read(&mut query), EXPLAIN.read(&mut query) == Some(true));
    let answered = match start {
        Ok(Some((at, label))) => {
            let question = NearestQuestion { at, manner, label, choice, limit, within_m, explain };
            live.snapshot.nearest(&question).map(|answer| (question, answer))
        }
        // What else is wrong is told at once.
        Ok(None) => Err(RegistryError::Invalid(live.snapshot.filter(&choice).err().unwrap_or_default())),
        Err(error) => Err(error),
    };
    let (question, answer) = query.settle(answered)?;
    live.geojson(&collection(&live.snapshot, &question, &answer))
}

/// Where the way begins: a position, or an address that the registry knows. `None` when the query does not say, or says it
/// wrongly; then the query knows.
fn start(query: &mut Query, snapshot: &Snapshot) -> Result<Option<(Position, Option<String>)>, RegistryError> {
    let (lon, lat, address) = (LON.read(query), LAT.read(query), ADDRESS.read(query));
    let expected = "lon and lat in degrees, or an address";
    let Some(address) = address else {
        for (name, value) in [("lon", lon), ("lat", lat)] {
            if value.is_none() && !query.is_wrong(name) && !query.is_wrong("address") {
                query.invalid(FieldError::new(name, "", "missing", expected));
            }
        }
        let position = lon.zip(lat).and_then(|(lon, lat)| Position::new(lon, lat).ok());
        return Ok(position.map(|at| (at, None)));
    };
    if lon.is_some() || lat.is_some() || query.is_wrong("lon") || query.is_wrong("lat") {
        query.invalid(FieldError::new("address", address, "given together with lon or lat", expected));
        return Ok(None);
    }
    snapshot.position_of_address(&address).map(|(at, label)| Some((at, Some(label))))
}

fn collection<'a>(snapshot: &'a Snapshot, question: &'a NearestQuestion, answer: &'a NearestAnswer<'a>) -> NearestCollection<'a> {
    read_ahead(snapshot, answer);
    let features = answer.matches.iter().zip(1..).map(|(found, rank)| {
        let facility = &snapshot.facilities()[found.row as usize];
        let position = facility.shown_position().map(|position| [position.lon(), position.lat()]);
        NearestFeature {
            kind: "Feature",
            id: facility.id.as_str(),
            geometry: position.map(|coordinates| Point { kind: "Point", coordinates }),
            properties: NearestPlace {
                id: facility.id.as_str(),
                name: &facility.name,
                name_en: facility.name_en.as_deref(),
                kind: kind_code(snapshot, found.row),
                distance_m: found.distance_m,
                walk_s: found.walk_s,
                rank,
                status: facility.status,
                address: facility.address.as_deref(),
                phone: facility.phone.as_deref(),
                capacity: facility.capacity,
                operator: facility.operator.as_ref().and_then(|id| snapshot.organization(id.as_str())).map(|one| one.name.as_str()),
                because: question.explain.then(|| because(question, facility.status)),
            },
        }
    });
    let left_out = answer.left_out.iter().map(|(row, distance_m, reasons)| {
        let facility = &snapshot.facilities()[*row as usize];
        LeftOut { id: facility.id.as_str(), name: &facility.name, kind: kind_code(snapshot, *row), distance_m: *distance_m, reasons }
    });
    let doorless = answer.doorless.iter().map(|ServiceItem { service, .. }| Doorless {
        id: &service.id,
        service_type: service.service_type,
        name: service.name,
        name_en: service.name_en,
        phone: service.phone,
    });
    NearestCollection {
        kind: "FeatureCollection",
        by: question.manner.by.code(),
        measured: answer.measured,
        at: Start { lon: question.at.lon(), lat: question.at.lat(), label: question.label.as_deref() },
        limit: question.limit,
        within_m: question.within_m,
        within_s: question.within_m.and_then(|metres| question.manner.seconds_for(metres)),
        features: features.collect(),
        doorless: doorless.collect(),
        left_out: question.explain.then(|| left_out.collect()),
        data_as_of: snapshot.revision().changed_at,
    }
}

/// The code of a place's kind, from the few that there are.
fn kind_code(snapshot: &Snapshot, row: u32) -> &str {
    let kinds = snapshot.catalogue().kinds.rows();
    kinds.get(usize::from(snapshot.places().kind(row))).map_or(&snapshot.facilities()[row as usize].kind, |kind| &kind.code)
}

/// Looks at the first letter of every text that will be written. They lie scattered over the memory; looked at together
/// they are fetched together, not one after the other while the answer is written.
fn read_ahead(snapshot: &Snapshot, answer: &NearestAnswer) {
    let first = |text: Option<&str>| text.and_then(|text| text.as_bytes().first()).copied().unwrap_or_default();
    let looked_at = answer.matches.iter().map(|found| {
        let facility = &snapshot.facilities()[found.row as usize];
        let texts = [Some(&*facility.name), facility.name_en.as_deref(), facility.address.as_deref(), facility.phone.as_deref()];
        texts.into_iter().fold(first(Some(facility.id.as_str())), |letters, text| letters ^ first(text))
    });
    std::hint::black_box(looked_at.fold(0, |all, letters| all ^ letters));
}

/// What a taken place was asked for and fits, in the order of the filters; `open` when it operates.
fn because(question: &NearestQuestion, status: Status) -> Vec<&'static str> {
    let NearestQuestion { choice, .. } = question;
    let fits = [
        ("kind", !choice.kinds.is_empty()),
        ("service", !choice.services.is_empty()),
        ("group", choice.group.is_some()),
        ("open", status == Status::Operating),
        ("distance", true),
    ];
    fits.into_iter().filter(|(_, fits)| *fits).map(|(reason, _)| reason).collect()
}

/// Places in rank order.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct NearestCollection<'a> {
    /// `FeatureCollection`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// `straight`: great-circle metres; or on foot: `walk`, `elder`, `step-free`.
    by: &'static str,
    /// Whether it was measured over the streets of a map (实测路网); otherwise it is an estimate (估算).
    measured: bool,
    /// Where from.
    at: Start<'a>,
    /// At most so many.
    limit: usize,
    /// The limit in metres, closed; null without one.
    within_m: Option<f64>,
    /// The same in seconds at the pace of the profile; null without one, and for straight lines.
    within_s: Option<f64>,
    /// Nearest first.
    features: Vec<NearestFeature<'a>>,
    /// Phone services that fit the same choice; none when kinds of places are asked for.
    doorless: Vec<Doorless<'a>>,
    /// Nearer places that were not taken; only with `explain=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    left_out: Option<Vec<LeftOut<'a>>>,
    /// When the registry last changed.
    data_as_of: DateTime<Utc>,
}

/// Where the way begins.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct Start<'a> {
    /// Degrees.
    lon: f64,
    /// Degrees.
    lat: f64,
    /// What the address was taken for; null when a position was given.
    label: Option<&'a str>,
}

/// A place that was found.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct NearestFeature<'a> {
    /// `Feature`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The place's id.
    id: &'a str,
    /// Where it is shown.
    geometry: Option<Point>,
    /// What it is.
    properties: NearestPlace<'a>,
}

/// A point.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct Point {
    /// `Point`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// Longitude and latitude in degrees, WGS84.
    coordinates: [f64; 2],
}

/// What is said of a place that was found.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct NearestPlace<'a> {
    /// Its id.
    id: &'a str,
    /// Its name.
    name: &'a str,
    /// English name.
    name_en: Option<&'a str>,
    /// Code of its kind.
    kind: &'a str,
    /// Metres, measured as `by` says.
    distance_m: f64,
    /// Seconds on foot; left out of straight lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    walk_s: Option<f64>,
    /// From 1.
    rank: usize,
    /// Where it stands between planned and closed.
    #[schema(value_type = String)]
    status: Status,
    /// Street address; null for a protected place.
    address: Option<&'a str>,
    /// Office phone.
    phone: Option<&'a str>,
    /// Beds or places, in its kind's unit.
    capacity: Option<u32>,
    /// Name of the organization that runs it.
    operator: Option<&'a str>,
    /// What it fits: `kind`, `service`, `group`, `open`, `distance`; only with `explain=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    because: Option<Vec<&'static str>>,
}

/// A service with a phone and no door.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct Doorless<'a> {
    /// `<organization>:<service type>`.
    id: &'a str,
    /// Code of the service type.
    #[serde(rename = "type")]
    service_type: &'a str,
    /// Chinese name of the type.
    name: &'a str,
    /// English name of the type.
    name_en: &'a str,
    /// Where to call.
    phone: Option<&'a str>,
}

/// A nearer place that was not taken.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct LeftOut<'a> {
    /// Its id.
    id: &'a str,
    /// Its name.
    name: &'a str,
    /// Code of its kind.
    kind: &'a str,
    /// Metres, measured as `by` says.
    distance_m: f64,
    /// `status:<status>`, `kind`, `service`, `group`, `too_far`, `off_road` (no street leads there) and `island` (its streets
    /// do not hang together with those here); the distance of these two is an estimate.
    reasons: &'a [String],
}
