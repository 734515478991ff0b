//! Divisions as rows; a boundary is kept as a GeoJSON text.

use std::collections::HashMap;

use diesel::prelude::*;
use geo_types::{Geometry, MultiPolygon};

use super::{
    Reader, StorageError, Upserted, Writer,
    connection::insert_all,
    row::{At, division_number, from_json, json_text},
    schema::division,
};
use crate::domain::{
    change::RecordType,
    division::{Division, DivisionCode, SmartCommunity},
};

const CHUNK: usize = 500;

#[derive(Queryable, Insertable, serde::Serialize, serde::Deserialize)]
#[diesel(table_name = division, treat_none_as_default_value = false)]
struct DivisionRow {
    code: i64,
    name: String,
    name_en: Option<String>,
    parent: Option<i64>,
    valid_from: Option<chrono::NaiveDate>,
    valid_to: Option<chrono::NaiveDate>,
    successor: Option<i64>,
    boundary: Option<String>,
    lon: Option<f64>,
    lat: Option<f64>,
    smart: Option<bool>,
    smart_since: Option<chrono::NaiveDate>,
    smart_source: Option<String>,
    source: Option<String>,
}

impl Reader<'_> {
    /// Every division, in the order of codes.
    pub fn divisions(&mut self) -> Result<Vec<Division>, StorageError> {
        let rows: Vec<DivisionRow> = division::table.order(division::code).load(self.conn)?;
        rows.into_iter().map(division_from_row).collect()
    }
}

impl Writer<'_> {
    /// Adds new divisions and replaces those whose content differs; equal ones are left alone.
    pub fn upsert_divisions(&mut self, records: &[&Division]) -> Result<Upserted, StorageError> {
        let known: HashMap<DivisionCode, Division> = self.reader().divisions()?.into_iter().map(|known| (known.code, known)).collect();
        let mut upserted = Upserted::default();
        let mut written = Vec::new();
        for &record in records {
            let before = known.get(&record.code);
            if before == Some(record) {
                upserted.unchanged += 1;
                continue;
            }
            match before {
                Some(_) => {
                    upserted.changed += 1;
                    diesel::delete(division::table.filter(division::code.eq(division_number(record.code)))).execute(self.conn())?;
                }
                None => upserted.added += 1,
            }
            self.log_replaced(RecordType::Division, &record.code.to_string(), before.map(written_down), written_down(record));
            written.push(division_row(record));
        }
        for rows in written.chunks(CHUNK) {
            insert_all!(self.conn(), division::table, rows)?;
        }
        Ok(upserted)
    }

    /// Takes a division out of the registry; answers whether it was there. The log keeps it.
    pub fn remove_division(&mut self, code: DivisionCode) -> Result<bool, StorageError> {
        let known = self.reader().divisions()?.into_iter().find(|known| known.code == code);
        let Some(known) = known else { return Ok(false) };
        diesel::delete(division::table.filter(division::code.eq(division_number(code)))).execute(self.conn())?;
        self.log_removed(RecordType::Division, &code.to_string(), written_down(&known));
        Ok(true)
    }
}

/// A division as the log keeps it: its row, with the code's 12 digits and the boundary as GeoJSON.
fn written_down(record: &Division) -> String {
    json_text(&division_row(record))
}

/// A division back from the log.
pub(super) fn read_back(seq: i64, text: &str) -> Result<Division, StorageError> {
    division_from_row(from_json(seq, text)?)
}

fn division_row(record: &Division) -> DivisionRow {
    DivisionRow {
        code: division_number(record.code),
        name: record.name.clone(),
        name_en: record.name_en.clone(),
        parent: record.parent.map(division_number),
        valid_from: record.valid_from,
        valid_to: record.valid_to,
        successor: record.successor.map(division_number),
        boundary: record.boundary.as_ref().map(|boundary| geojson::Geometry::from(boundary).to_string()),
        lon: record.centre.map(|centre| centre.lon()),
        lat: record.centre.map(|centre| centre.lat()),
        smart: record.smart.smart,
        smart_since: record.smart.since,
        smart_source: record.smart.source.clone(),
        source: record.source.clone(),
    }
}

fn division_from_row(row: DivisionRow) -> Result<Division, StorageError> {
    let key = format!("{:012}", row.code);
    let at = At { table: "division", key: &key };
    Ok(Division {
        code: DivisionCode::parse(&key).map_err(|error| at.corrupt("code", error))?,
        parent: at.division("parent", row.parent)?,
        successor: at.division("successor", row.successor)?,
        boundary: row.boundary.map(|text| boundary_from_text(at, &text)).transpose()?,
        centre: at.optional_position(row.lon, row.lat)?,
        name: row.name,
        name_en: row.name_en,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        smart: SmartCommunity { smart: row.smart, since: row.smart_since, source: row.smart_source },
        source: row.source,
    })
}

fn boundary_from_text(at: At, text: &str) -> Result<MultiPolygon<f64>, StorageError> {
    let geometry: geojson::Geometry = text.parse().map_err(|error: geojson::Error| at.corrupt("boundary", error))?;
    match Geometry::<f64>::try_from(geometry).map_err(|error| at.corrupt("boundary", error))? {
        Geometry::Polygon(polygon) => Ok(MultiPolygon(vec![polygon])),
        Geometry::MultiPolygon(polygons) => Ok(polygons),
        _ => Err(at.corrupt("boundary", "not a polygon")),
    }
}
