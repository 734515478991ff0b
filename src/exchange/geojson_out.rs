//! How do records leave as GeoJSON? RFC 7946: WGS84, lon before lat; the properties are the columns of the CSV.

use std::io::Write;

use geo_types::Point;
use serde_json::{Map, Number, Value as Json};

use crate::domain::{base_map::BaseFeature, division::Division, facility::Facility};

use super::{
    Content,
    columns::NOTICE,
    showing::ExportOptions,
    write::{DIVISION_COLUMNS, Value, WriteError, division_values},
};

/// Writes facilities as points. A protected place stands at its public front point, or nowhere, unless the options say otherwise.
pub fn write_facilities_geojson<'f>(
    out: &mut dyn Write,
    facilities: impl Iterator<Item = &'f Facility>,
    options: &ExportOptions,
) -> Result<(), WriteError> {
    write_content(out, &Content::facilities(facilities, options), options.notice, None)
}

/// Writes an export as points; `metadata` becomes a member of the collection.
pub(super) fn write_content(
    out: &mut dyn Write,
    content: &Content,
    notice: Option<&str>,
    metadata: Option<&Json>,
) -> Result<(), WriteError> {
    let columns = content.columns();
    let mut collection = Collection::with_metadata(out, notice, metadata)?;
    for record in content.records() {
        let geometry = record.point.map(|position| geojson::Value::from(&Point::new(position.lon(), position.lat())));
        let names = columns.iter().map(|column| column.name);
        let properties = names.zip(record.values).filter(|(column, _)| !matches!(*column, "lon" | "lat"));
        collection.feature(geometry, properties)?;
    }
    collection.finish()
}

/// Writes divisions with their boundaries.
pub fn write_divisions_geojson<'d>(
    out: &mut dyn Write,
    divisions: impl Iterator<Item = &'d Division>,
    notice: Option<&str>,
) -> Result<(), WriteError> {
    let mut collection = Collection::new(out, notice)?;
    for division in divisions {
        let geometry = division.boundary.as_ref().map(geojson::Value::from);
        collection.feature(geometry, DIVISION_COLUMNS.into_iter().zip(division_values(division)))?;
    }
    collection.finish()
}

/// Writes a base map.
pub fn write_base_map_geojson<'b>(
    out: &mut dyn Write,
    features: impl Iterator<Item = &'b BaseFeature>,
    notice: Option<&str>,
) -> Result<(), WriteError> {
    fn text(text: Option<&str>) -> Value<'_> {
        text.map_or(Value::Empty, |text| Value::Text(text.into()))
    }
    let mut collection = Collection::new(out, notice)?;
    for feature in features {
        let properties = [
            ("layer", text(Some(feature.layer.code()))),
            ("class", text(Some(&feature.class))),
            ("name", text(feature.name.as_deref())),
            ("name_en", text(feature.name_en.as_deref())),
        ];
        collection.feature(Some(geojson::Value::from(&feature.geometry)), properties.into_iter())?;
    }
    collection.finish()
}

/// A FeatureCollection being written, one feature a line.
struct Collection<'w> {
    out: &'w mut dyn Write,
    notice: Option<&'w str>,
    empty: bool,
}

impl<'w> Collection<'w> {
    fn new(out: &'w mut dyn Write, notice: Option<&'w str>) -> Result<Self, WriteError> {
        Self::with_metadata(out, notice, None)
    }

    fn with_metadata(out: &'w mut dyn Write, notice: Option<&'w str>, metadata: Option<&Json>) -> Result<Self, WriteError> {
        out.write_all(b"{\"type\":\"FeatureCollection\",")?;
        if let Some(metadata) = metadata {
            out.write_all(b"\"metadata\":")?;
            serde_json::to_writer(&mut *out, metadata)?;
            out.write_all(b",")?;
        }
        out.write_all(b"\"features\":[")?;
        Ok(Self { out, notice, empty: true })
    }

    fn feature<'v>(
        &mut self,
        geometry: Option<geojson::Value>,
        values: impl Iterator<Item = (&'v str, Value<'v>)>,
    ) -> Result<(), WriteError> {
        let mut properties = Map::new();
        properties.extend(values.filter_map(|(column, value)| json(&value).map(|value| (column.to_string(), value))));
        if let Some(notice) = self.notice {
            properties.insert(NOTICE.into(), notice.into());
        }
        let feature = geojson::Feature {
            bbox: None,
            geometry: geometry.map(geojson::Geometry::new),
            id: None,
            properties: Some(properties),
            foreign_members: None,
        };
        self.out.write_all(if self.empty { b"\n" } else { b",\n" })?;
        self.empty = false;
        serde_json::to_writer(&mut *self.out, &feature)?;
        Ok(())
    }

    fn finish(self) -> Result<(), WriteError> {
        self.out.write_all(b"\n]}\n")?;
        self.out.flush()?;
        Ok(())
    }
}

fn json(value: &Value) -> Option<Json> {
    match value {
        Value::Empty => None,
        Value::Text(text) => Some(Json::String(text.to_string())),
        Value::Id(id) => Some(Json::String((*id).to_string())),
        Value::Date(day) => Some(Json::String(day.to_string())),
        Value::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => Some(Json::from(*number as i64)),
        Value::Number(number) | Value::Degrees(number) => Number::from_f64(*number).map(Json::Number),
    }
}
