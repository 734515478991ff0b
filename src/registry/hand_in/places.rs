//! How do the places of a plan leave as layers? GeoJSON and GeoPackage, with the hash of their inputs.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{content::Subject, words};
use crate::{
    domain::{facility::Status, position::Position},
    exchange::hand_in::HandIn,
    registry::RegistryError,
    storage::{GeoPackageLayer, GeoPackageType, GeoPackageValue, write_geopackage},
};

/// The columns of a layer of places.
const COLUMNS: [(&str, GeoPackageType); 9] = [
    ("place_id", GeoPackageType::Text),
    ("name", GeoPackageType::Text),
    ("what", GeoPackageType::Text),
    ("status", GeoPackageType::Text),
    ("capacity", GeoPackageType::Integer),
    ("cost", GeoPackageType::Real),
    ("year", GeoPackageType::Integer),
    ("newly_covered", GeoPackageType::Real),
    ("notice", GeoPackageType::Text),
];

/// A place on the plan's map.
struct PlannedPlace {
    id: String,
    name: String,
    what: &'static str,
    status: &'static str,
    point: Option<[f64; 2]>,
    capacity: Option<u32>,
    cost: Option<f64>,
    year: Option<i32>,
    newly_covered: Option<f64>,
}

impl Subject<'_> {
    /// Existing places that operate, then the actions in order.
    fn planned_places(&self) -> Vec<PlannedPlace> {
        let existing = self.facilities().filter(|&row| self.snapshot.facilities()[row].status == Status::Operating).map(|row| {
            let facility = &self.snapshot.facilities()[row];
            PlannedPlace {
                id: facility.id.to_string(),
                name: words::name(facility, self.language).to_owned(),
                what: "exists",
                status: facility.status.code(),
                point: facility.shown_position().map(|position| [position.lon(), position.lat()]),
                capacity: facility.capacity,
                cost: None,
                year: None,
                newly_covered: None,
            }
        });
        let actions = self.inputs.actions.iter().map(|action| {
            let (name, point, _) = self.site(action);
            let figures = self.figures.per_action.iter().find(|one| one.id == action.id);
            let (what, capacity) = action.deed.code_and_places();
            PlannedPlace {
                id: action.id.clone(),
                name,
                what,
                status: "planned",
                point,
                capacity,
                cost: action.cost,
                year: action.year,
                newly_covered: figures.and_then(|one| one.newly_covered),
            }
        });
        existing.chain(actions).collect()
    }

    /// The places as GeoJSON, then the communities with their people before and after.
    pub(super) fn geojson(&self, hand_in: &HandIn) -> Vec<u8> {
        let places = self.planned_places().into_iter().map(|place| {
            json!({
                "type": "Feature",
                "id": place.id,
                "geometry": place.point.map(|point| json!({ "type": "Point", "coordinates": point })),
                "properties": {
                    "layer": "places", "id": place.id, "name": place.name, "what": place.what, "status": place.status,
                    "capacity": place.capacity, "cost": place.cost, "year": place.year, "newly_covered": place.newly_covered,
                },
            })
        });
        let communities = self.figures.by_division.iter().filter_map(|one| {
            let division = self.snapshot.divisions().get(&one.code?)?;
            let boundary = division.boundary.as_ref().map(|boundary| json!(geojson::Geometry::new(geojson::Value::from(boundary))));
            Some(json!({
                "type": "Feature",
                "id": division.code.to_string(),
                "geometry": boundary,
                "properties": {
                    "layer": "communities", "code": division.code.to_string(), "name": division.name, "people": one.total,
                    "covered_before": one.before, "covered_after": one.after,
                },
            }))
        });
        let features: Vec<Value> = places.chain(communities).collect();
        let inputs: Value = serde_json::from_str(&self.inputs.text()).unwrap_or(Value::Null);
        let whole = json!({
            "type": "FeatureCollection",
            "metadata": {
                "title": hand_in.title, "hash": hand_in.hash, "notices": hand_in.notices, "summary": hand_in.summary, "inputs": inputs,
                "made_at": hand_in.made_at,
            },
            "features": features,
        });
        whole.to_string().into_bytes()
    }

    /// The places as a GeoPackage.
    pub(super) fn geopackage(&self, hand_in: &HandIn, changed_at: DateTime<Utc>) -> Result<Vec<u8>, RegistryError> {
        let places = self.planned_places();
        let notice = hand_in.notices.join("; ");
        let hash = ("SHA-256".to_owned(), hand_in.hash.clone());
        let about: Vec<(String, String)> = hand_in.inputs.iter().cloned().chain([hash]).collect();
        let description = hand_in.summary.join(" ");
        let layer = GeoPackageLayer {
            name: "plan_places",
            title: &hand_in.title,
            description: &description,
            changed_at,
            columns: &COLUMNS,
            about: &about,
        };
        let rows = places.iter().map(|place| {
            let text = |text: &'_ str| GeoPackageValue::Text(text.to_owned().into());
            let whole = |number: Option<i64>| number.map_or(GeoPackageValue::Null, GeoPackageValue::Integer);
            let real = |number: Option<f64>| number.map_or(GeoPackageValue::Null, GeoPackageValue::Real);
            let values = vec![
                text(&place.id),
                text(&place.name),
                text(place.what),
                text(place.status),
                whole(place.capacity.map(i64::from)),
                real(place.cost),
                whole(place.year.map(i64::from)),
                real(place.newly_covered),
                text(&notice),
            ];
            (place.point.and_then(|[lon, lat]| Position::new(lon, lat).ok()), values)
        });
        Ok(write_geopackage(&layer, rows)?)
    }
}
