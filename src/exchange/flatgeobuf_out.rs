//! How do records leave as FlatGeobuf? Points with a packed index, what the file says about itself in its header.

use std::io::Write;

use flatgeobuf::{ColumnType, FgbCrs, FgbWriter, FgbWriterOptions, GeometryType};
use geozero::{ColumnValue, GeomProcessor, GeozeroGeometry, PropertyProcessor, error::GeozeroError};

use crate::domain::position::Position;

use super::{
    Column, ColumnKind, Content, ExportStamp,
    columns::NOTICE,
    write::{Value, WriteError},
};

/// Writes an export. Longitude and latitude are the geometry; the other columns are those of the CSV.
///
/// The format's index holds every feature by its box, so that a file with a feature that stands nowhere is written without one.
pub(super) fn write(out: &mut dyn Write, content: &Content, stamp: &ExportStamp) -> Result<(), WriteError> {
    let name = content.code();
    let (title, description, metadata) = (stamp.title(), stamp.description(), stamp.json().to_string());
    let options = FgbWriterOptions {
        write_index: !content.is_empty() && content.placed() == content.len(),
        crs: FgbCrs { org: Some("EPSG"), code: 4326, name: Some("WGS 84"), ..FgbCrs::default() },
        title: Some(&title),
        description: Some(&description),
        metadata: Some(&metadata),
        ..FgbWriterOptions::default()
    };
    let mut writer = FgbWriter::create_with_options(name, GeometryType::Point, options).map_err(broken)?;
    // Where a column stands among the file's; none for the pair, which is the geometry.
    let columns: Vec<Option<Column>> = content.columns().into_iter().map(|column| (!is_pair(&column)).then_some(column)).collect();
    for column in columns.iter().flatten() {
        writer.add_column(column.name, type_of(column.kind), |_, _| {});
    }
    let notice = stamp.notice();
    for record in content.records() {
        let mut written = Ok(());
        let values = record.values.iter().map(Some).chain([None]);
        let cells = columns.iter().zip(values).filter_map(|(column, value)| Some((column.as_ref()?, value)));
        writer
            .add_feature_geom(Place(record.point), |feature| {
                for (place, (column, value)) in cells.enumerate() {
                    let done = match value {
                        Some(value) => property(feature, place, column, value),
                        None => feature.property(place, NOTICE, &ColumnValue::String(&notice)).map(drop),
                    };
                    if written.is_ok() {
                        written = done;
                    }
                }
            })
            .and(written)
            .map_err(broken)?;
    }
    writer.write(&mut *out).map_err(broken)?;
    out.flush()?;
    Ok(())
}

fn is_pair(column: &Column) -> bool {
    matches!(column.name, "lon" | "lat")
}

fn broken(error: impl std::fmt::Display) -> WriteError {
    WriteError::FlatGeobuf(error.to_string())
}

fn type_of(kind: ColumnKind) -> ColumnType {
    match kind {
        ColumnKind::Text => ColumnType::String,
        ColumnKind::Whole => ColumnType::Long,
        ColumnKind::Real => ColumnType::Double,
        ColumnKind::Date => ColumnType::DateTime,
    }
}

/// Writes one cell as its column's type; an empty one is left out.
fn property(feature: &mut impl PropertyProcessor, place: usize, column: &Column, value: &Value) -> Result<(), GeozeroError> {
    let text = value.text();
    let cell = match (column.kind, value) {
        (_, Value::Empty) => return Ok(()),
        (ColumnKind::Whole, Value::Number(number)) => ColumnValue::Long(*number as i64),
        (ColumnKind::Real, Value::Number(number) | Value::Degrees(number)) => ColumnValue::Double(*number),
        (ColumnKind::Date, _) => ColumnValue::DateTime(&text),
        _ => ColumnValue::String(&text),
    };
    feature.property(place, column.name, &cell).map(drop)
}

/// A point, or an empty one.
struct Place(Option<Position>);

impl GeozeroGeometry for Place {
    fn process_geom<P: GeomProcessor>(&self, processor: &mut P) -> Result<(), GeozeroError> {
        // The writer keeps the box of the feature before until a point begins.
        processor.point_begin(0)?;
        // An empty point is one of no numbers, as in well-known binary; readers take none at all for damage.
        let (lon, lat) = self.0.map_or((f64::NAN, f64::NAN), |position| (position.lon(), position.lat()));
        processor.xy(lon, lat, 0)?;
        processor.point_end(0)
    }
}
