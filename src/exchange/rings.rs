//! Is this a polygon? Rings closed, of four points or more, on the earth; then converted to WGS84.

use geo_types::{Coord, LineString, MultiPolygon, Polygon};

use crate::domain::{datum::Datum, position::Position};

/// Why a geometry is not an area: what is wrong and what would be right.
pub(super) struct NotAnArea {
    pub reason: String,
    pub expected: &'static str,
}

type Rings = [Vec<Vec<f64>>];

/// A Polygon or MultiPolygon in WGS84.
pub(super) fn multi_polygon(geometry: &geojson::Geometry, datum: Datum) -> Result<MultiPolygon<f64>, NotAnArea> {
    match &geometry.value {
        geojson::Value::Polygon(rings) => Ok(MultiPolygon(vec![polygon(rings, datum)?])),
        geojson::Value::MultiPolygon(polygons) if !polygons.is_empty() => {
            polygons.iter().map(|rings| polygon(rings, datum)).collect::<Result<Vec<_>, _>>().map(MultiPolygon)
        }
        other => Err(NotAnArea { reason: format!("the geometry is a {}", other.type_name()), expected: "a Polygon or MultiPolygon" }),
    }
}

fn polygon(rings: &Rings, datum: Datum) -> Result<Polygon<f64>, NotAnArea> {
    let mut lines =
        rings.iter().enumerate().map(|(place, points)| ring(place + 1, points, datum)).collect::<Result<Vec<_>, _>>()?.into_iter();
    let Some(exterior) = lines.next() else {
        return Err(NotAnArea { reason: "the polygon has no ring".into(), expected: "an outer ring and any inner ones" });
    };
    Ok(Polygon::new(exterior, lines.collect()))
}

fn ring(number: usize, points: &[Vec<f64>], datum: Datum) -> Result<LineString<f64>, NotAnArea> {
    if points.len() < 4 || points.first() != points.last() {
        let reason =
            if points.len() < 4 { format!("ring {number} has {} points", points.len()) } else { format!("ring {number} is not closed") };
        return Err(NotAnArea { reason, expected: "rings of at least four points, the last equal to the first" });
    }
    points.iter().map(|point| coordinate(point, datum)).collect::<Result<Vec<_>, _>>().map(LineString)
}

fn coordinate(point: &[f64], datum: Datum) -> Result<Coord<f64>, NotAnArea> {
    let wrong = |reason: String| NotAnArea { reason, expected: "lon within -180 to 180 before lat within -90 to 90" };
    let [x, y, ..] = point else { return Err(wrong("a point has fewer than two numbers".into())) };
    let (lon, lat) = datum.to_wgs84(*x, *y);
    Position::new(*x, *y).and_then(|_| Position::new(lon, lat)).map_err(|error| wrong(error.to_string()))?;
    Ok(Coord { x: lon, y: lat })
}
