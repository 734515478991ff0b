//! Which features does a GeoJSON file hold? Properties become columns, the geometry stays a geometry.
//!
//! There is no heading row; features are numbered as records below one: the first is row 2, as in a table.

use std::collections::HashMap;

use csv::StringRecord;
use serde_json::{Map, Value};

use crate::domain::datum::Datum;

use super::{
    ReadError, Source,
    error::DATUMS,
    limits::{self, MOST_COLUMNS},
    refusal::shown,
    spellings::Field,
    table::{Feature, RawTable, Row},
};

/// Reads a FeatureCollection or a single Feature. A broken feature spoils its own row only.
pub(super) fn read(source: &Source, most_rows: Option<usize>) -> Result<RawTable, ReadError> {
    let bytes = source.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(source.bytes);
    let mut value: Value = serde_json::from_slice(bytes).map_err(|error| ReadError::GeoJson {
        file: source.name.into(),
        line: error.line(),
        column: error.column(),
        reason: "this is not JSON".to_string() + &plain_reason(&error),
    })?;
    let crs = crs(source.name, &value)?;
    let features = match (value["type"].as_str().unwrap_or_default().to_owned().as_str(), take(&mut value, "features")) {
        ("FeatureCollection", Value::Array(features)) => features,
        ("Feature", _) => vec![value],
        _ => {
            let reason = "there is no \"type\":\"FeatureCollection\" with \"features\"".into();
            return Err(ReadError::GeoJson { file: source.name.into(), line: 1, column: 1, reason });
        }
    };
    limits::check_rows(source.name, features.len() + 1, most_rows)?;
    table(source.name, features, crs)
}

/// A member moved out of an object; null where there is none, also of what is no object.
fn take(value: &mut Value, member: &str) -> Value {
    value.get_mut(member).map(Value::take).unwrap_or_default()
}

fn plain_reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let reason = text.split(" at line").next().unwrap_or_default();
    format!(" ({reason})")
}

fn table(file: &str, features: Vec<Value>, crs: Option<Datum>) -> Result<RawTable, ReadError> {
    let mut headings: Vec<String> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut rows = vec![Row { number: 1, cells: StringRecord::new(), feature: None }];
    let (mut with_id, mut with_geometry) = (false, false);
    for (index, mut value) in features.into_iter().enumerate() {
        let feature = Feature { id: id_text(&value["id"]), geometry: geometry(take(&mut value, "geometry")) };
        with_id |= !feature.id.is_empty();
        with_geometry |= !matches!(feature.geometry, Ok(None));
        let mut texts = vec![String::new(); headings.len()];
        let properties = if let Value::Object(map) = take(&mut value, "properties") { map } else { Map::new() };
        for (key, value) in properties {
            let place = *places.entry(key).or_insert_with_key(|key| {
                headings.push(key.clone());
                headings.len() - 1
            });
            if texts.len() <= place {
                texts.resize(place + 1, String::new());
            }
            texts[place] = text(value);
        }
        if headings.len() > MOST_COLUMNS {
            return Err(ReadError::TooManyColumns { file: file.into(), row: index + 2, limit: MOST_COLUMNS });
        }
        rows.push(Row { number: index + 2, cells: StringRecord::from(texts), feature: Some(Box::new(feature)) });
    }
    rows[0].cells = StringRecord::from(headings);
    let mut implied = Vec::new();
    if with_id {
        implied.push(Field::Id);
    }
    if with_geometry {
        implied.extend([Field::Lon, Field::Lat]);
    }
    Ok(RawTable { name: file.into(), rows, crs, implied, notes: Vec::new() })
}

fn geometry(value: Value) -> Result<Option<geojson::Geometry>, String> {
    match value {
        Value::Null => Ok(None),
        value => geojson::Geometry::from_json_value(value).map(Some).map_err(|error| error.to_string()),
    }
}

fn id_text(value: &Value) -> String {
    match value {
        Value::String(_) | Value::Number(_) => text(value.clone()),
        _ => String::new(),
    }
}

/// A property as a cell: whole numbers without `.0`, lists joined by `;`, objects as JSON.
fn text(value: Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text,
        Value::Number(number) => {
            let text = number.to_string();
            text.strip_suffix(".0").map(str::to_string).unwrap_or(text)
        }
        Value::Array(list) if list.iter().all(|item| !item.is_object() && !item.is_array()) => {
            list.into_iter().map(text).collect::<Vec<_>>().join(";")
        }
        other => other.to_string(),
    }
}

/// The datum that an old-style `crs` member states.
fn crs(file: &str, value: &Value) -> Result<Option<Datum>, ReadError> {
    let stated = match &value["crs"] {
        Value::Null => return Ok(None),
        Value::String(name) => name.clone(),
        object => object["properties"]["name"].as_str().or(object["properties"]["href"].as_str()).unwrap_or_default().to_string(),
    };
    let datum = Datum::parse(&stated);
    if datum.is_none() {
        return Err(ReadError::UnknownDatum { file: file.into(), place: "crs member", value: shown(&stated), choices: DATUMS });
    }
    Ok(datum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::Format;

    fn read_text(text: &str) -> Result<RawTable, ReadError> {
        read(&Source { name: "t.geojson", format: Format::GeoJson, bytes: text.as_bytes() }, None)
    }

    #[test]
    fn properties_become_columns_in_the_order_they_are_met() {
        let table = read_text(
            r#"{"type":"FeatureCollection","features":[
            {"type":"Feature","id":7,"geometry":{"type":"Point","coordinates":[1,2]},"properties":{"a":1.0,"b":null}},
            {"type":"Feature","geometry":null,"properties":{"c":["x","y"],"a":true}}]}"#,
        )
        .expect("readable");
        let cells: Vec<Vec<&str>> = table.rows.iter().map(|row| row.cells.iter().collect()).collect();
        assert_eq!(cells, [vec!["a", "b", "c"], vec!["1", ""], vec!["true", "", "x;y"]]);
        assert_eq!(table.implied, [Field::Id, Field::Lon, Field::Lat]);
    }

    #[test]
    fn broken_json_is_named_with_its_place() {
        let message = read_text("{\"type\":\n\"FeatureCollection\",}").err().map(|error| error.to_string()).unwrap_or_default();
        assert!(message.contains("line 2, column 21"), "{message}");
    }

    #[test]
    fn a_broken_geometry_spoils_its_own_feature_only() {
        let text = r#"{"type":"FeatureCollection","features":[{"geometry":{"type":"Point","coordinates":[]},"properties":{}},{"properties":{"a":1}}]}"#;
        let table = read_text(text).expect("readable");
        assert!(table.rows[1].feature.as_ref().is_some_and(|feature| feature.geometry.is_err()));
    }

    #[test]
    fn the_crs_member_states_the_datum_or_is_refused() {
        let with = |name: &str| {
            read_text(&format!(r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"{name}"}}}},"features":[]}}"#))
        };
        assert_eq!(with("urn:ogc:def:crs:OGC:1.3:CRS84").map(|table| table.crs).ok(), Some(Some(Datum::Wgs84)));
        assert_eq!(with("urn:ogc:def:crs:EPSG::4490").map(|table| table.crs).ok(), Some(Some(Datum::Cgcs2000)));
        assert!(matches!(with("EPSG:3857"), Err(ReadError::UnknownDatum { .. })));
    }
}
