//! How do an export's records become a GeoPackage's layer? The same columns; longitude and latitude are the geometry.

use super::RegistryError;
use crate::{
    exchange::{ColumnKind, Content, ExportStamp, Value},
    storage::{self, GeoPackageLayer, GeoPackageType, GeoPackageValue},
};

/// The bytes of a GeoPackage with the content's records as the layer `name`.
pub(super) fn geopackage(name: &'static str, content: &Content, stamp: &ExportStamp) -> Result<Vec<u8>, RegistryError> {
    let all = content.columns();
    let columns: Vec<_> = all.iter().filter(|column| !is_pair(column.name)).map(|column| (column.name, type_of(column.kind))).collect();
    let mut about = stamp.about(content.len(), content.placed());
    about.extend(
        all.iter().filter(|column| !is_pair(column.name)).map(|column| (column.name.to_owned(), format!("{}; {}", column.zh, column.en))),
    );
    let (title, description, notice) = (stamp.title(), stamp.description(), stamp.notice());
    let layer =
        GeoPackageLayer { name, title: &title, description: &description, changed_at: stamp.data_as_of, columns: &columns, about: &about };
    let rows = content.records().map(|record| {
        let kept = all.iter().zip(record.values).filter(|(column, _)| !is_pair(column.name));
        let cells = kept.map(|(column, cell)| value(column.kind, cell)).chain([GeoPackageValue::Text(notice.as_str().into())]);
        (record.point, cells.collect())
    });
    Ok(storage::write_geopackage(&layer, rows)?)
}

fn is_pair(name: &str) -> bool {
    matches!(name, "lon" | "lat")
}

fn type_of(kind: ColumnKind) -> GeoPackageType {
    match kind {
        ColumnKind::Text => GeoPackageType::Text,
        ColumnKind::Whole => GeoPackageType::Integer,
        ColumnKind::Real => GeoPackageType::Real,
        ColumnKind::Date => GeoPackageType::Date,
    }
}

fn value(kind: ColumnKind, value: Value<'_>) -> GeoPackageValue<'_> {
    match (kind, value) {
        (_, Value::Empty) => GeoPackageValue::Null,
        (ColumnKind::Whole, Value::Number(number)) => GeoPackageValue::Integer(number as i64),
        (_, Value::Number(number) | Value::Degrees(number)) => GeoPackageValue::Real(number),
        (_, Value::Text(text)) => GeoPackageValue::Text(text),
        (_, Value::Id(id)) => GeoPackageValue::Text(id.into()),
        (_, Value::Date(day)) => GeoPackageValue::Text(day.to_string().into()),
    }
}
