//! `GET /api/v1/divisions`: the parts of the country that the registry knows, with or without their boundaries.

use actix_web::{HttpRequest, HttpResponse, web::Path};
use geojson::Geometry;

use super::openapi::{NotThere, Refusals};
use crate::{
    domain::division::DivisionCode,
    http::{
        Code, Problem,
        etag::Live,
        parameters::{AS_OF, BBOX, CURSOR, GEOMETRY, LEVEL, NAME, PAGE, PARENT, UNITS, parameters},
        query::Query,
    },
    registry::{DivisionItem, DivisionQuestion, Page},
};

parameters!(Divisions: LEVEL, PARENT, NAME, BBOX, GEOMETRY, PAGE, CURSOR, AS_OF, UNITS);

/// A page of divisions in the order of codes. With `geometry=true` a FeatureCollection with the same properties.
#[utoipa::path(
    get, path = "/api/v1/divisions", tag = "reference", params(Divisions),
    responses(
        (status = 200, description = "A page of divisions", content(
            (Page<DivisionItem> = "application/json"), (DivisionCollection = "application/geo+json")
        )),
        Refusals
    )
)]
pub async fn list_divisions(live: Live, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(&request, Divisions::ALL)?;
    let question = DivisionQuestion {
        level: LEVEL.read(&mut query),
        parent: PARENT.read(&mut query),
        text: NAME.read(&mut query),
        bbox: BBOX.read(&mut query),
        cursor: CURSOR.read(&mut query),
        limit: PAGE.read(&mut query),
    };
    let geometry = GEOMETRY.read(&mut query) == Some(true);
    query.done()?;
    let page = live.snapshot.division_page(&question);
    if geometry { live.geojson(&DivisionCollection::from(page)) } else { live.json(&page) }
}

/// One division.
#[utoipa::path(
    get, path = "/api/v1/divisions/{code}", tag = "reference",
    params(("code" = String, Path, description = "Division code of 2, 4, 6, 9 or 12 digits")),
    responses((status = 200, description = "The division", body = DivisionItem), Refusals, NotThere)
)]
pub async fn get_division(live: Live, request: HttpRequest, code: Path<String>) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let code = DivisionCode::parse(&code).map_err(|error| Problem::new(Code::NotFound, format!("there is no division {code}: {error}")))?;
    live.json(&live.snapshot.division(code)?)
}

/// Divisions on the map.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct DivisionCollection<'a> {
    /// `FeatureCollection`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// In the order of codes.
    features: Vec<DivisionFeature<'a>>,
    /// Where the next page begins; null at the end.
    next_cursor: Option<String>,
    /// How many divisions fit in all.
    total: usize,
}

/// A division on the map.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct DivisionFeature<'a> {
    /// `Feature`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// Its code.
    id: String,
    /// A MultiPolygon in WGS84, lon before lat; null when its area is not known.
    #[schema(value_type = Option<Object>)]
    geometry: Option<Geometry>,
    /// The division.
    properties: DivisionItem<'a>,
}

impl<'a> From<Page<DivisionItem<'a>>> for DivisionCollection<'a> {
    fn from(page: Page<DivisionItem<'a>>) -> Self {
        let feature = |item: DivisionItem<'a>| DivisionFeature {
            kind: "Feature",
            id: item.code.to_string(),
            geometry: item.record.boundary.as_ref().map(|boundary| Geometry::new(boundary.into())),
            properties: item,
        };
        let features = page.items.into_iter().map(feature).collect();
        DivisionCollection { kind: "FeatureCollection", features, next_cursor: page.next_cursor, total: page.total }
    }
}
