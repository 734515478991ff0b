//! What do plain files for an analysis hold? Ids as text, points, counts: no registry, no datum, no area.
//!
//! Coordinates are taken as WGS84 degrees, or as metres on a plane. A row that cannot be used is named, never an error.

use std::collections::HashSet;

use geo_types::MultiPolygon;

use crate::domain::{datum::Datum, personal_number, position::Position};

use super::{
    Note, ReadError, Source, cell,
    headings::{Layout, fold},
    refusal::shown,
    rings,
    spellings::Field,
    table::{Row, Table},
};

/// More than this is nobody's count, and sums of it would lose their last digits.
const MOST_COUNTED: f64 = 1e12;

/// What the columns of coordinates are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coordinates {
    /// `lon` and `lat` in degrees.
    LonLat,
    /// `x` and `y` in metres on a plane (`--plane`).
    Plane,
    /// Neither needed nor read: a cost matrix says how far things are.
    None,
}

/// A place that serves.
#[derive(Debug, Clone, PartialEq)]
pub struct PlainFacility {
    /// Its id as text.
    pub id: String,
    /// Its name, where given.
    pub name: Option<String>,
    /// Its kind, any text.
    pub kind: Option<String>,
    /// Where it is, `[lon, lat]` or `[x, y]`; `None` when coordinates are not read.
    pub point: Option<[f64; 2]>,
    /// What it can take, where given; not negative.
    pub capacity: Option<f64>,
}

/// A spot with a count of people.
#[derive(Debug, Clone, PartialEq)]
pub struct PlainDemand {
    /// Its id as text.
    pub id: String,
    /// Where it is, `[lon, lat]` or `[x, y]`; `None` when coordinates are not read.
    pub point: Option<[f64; 2]>,
    /// People, not negative.
    pub count: f64,
}

/// A point to ask from.
#[derive(Debug, Clone, PartialEq)]
pub struct PlainPoint {
    /// Its id as text.
    pub id: String,
    /// `[lon, lat]` or `[x, y]`; `None` when coordinates are not read.
    pub point: Option<[f64; 2]>,
}

/// A site that may be opened, or one that is there.
#[derive(Debug, Clone, PartialEq)]
pub struct PlainSite {
    /// Its id as text.
    pub id: String,
    /// Where it is, `[lon, lat]` or `[x, y]`; `None` when coordinates are not read.
    pub point: Option<[f64; 2]>,
    /// What opening it costs, where given; not negative.
    pub cost: Option<f64>,
    /// How many it has room for, where given; not negative.
    pub capacity: Option<f64>,
}

/// An area to add up over.
#[derive(Debug, Clone, PartialEq)]
pub struct Zone {
    /// Its id or code as text.
    pub id: String,
    /// Its name, where given.
    pub name: Option<String>,
    /// Its shape, in the file's coordinates.
    pub shape: MultiPolygon<f64>,
}

/// A row that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Skipped {
    /// Its id as text, or `row N` where it has none.
    pub id: String,
    /// Why, with the column and the value.
    pub reason: String,
}

/// What came of a plain file.
#[derive(Debug, Clone, PartialEq)]
pub struct Plain<T> {
    /// The usable rows, in the file's order.
    pub records: Vec<T>,
    /// The others.
    pub skipped: Vec<Skipped>,
    /// Columns that were left out and the like.
    pub notes: Vec<Note>,
}

/// Reads facilities: `id`, the coordinates, optional `name`, `kind`, `capacity`.
pub fn read_plain_facilities(source: &Source, coordinates: Coordinates) -> Result<Plain<PlainFacility>, ReadError> {
    const FIELDS: [&[Field]; 3] = [
        &[Field::Id, Field::OtherId, Field::Serial, Field::Name, Field::OtherName, Field::Kind, Field::Capacity, Field::Lon, Field::Lat],
        &[Field::Id, Field::OtherId, Field::Serial, Field::Name, Field::OtherName, Field::Kind, Field::Capacity, Field::X, Field::Y],
        &[Field::Id, Field::OtherId, Field::Serial, Field::Name, Field::OtherName, Field::Kind, Field::Capacity],
    ];
    let mut table = Table::open(source, &coordinates.layout(FIELDS))?;
    table.note_unknown(&[]);
    Ok(read(table, |row| {
        let id = row.id()?;
        let capacity = row.optional(Field::Capacity, |text| cell::decimal(text).filter(|n| *n >= 0.0), "a number of 0 or more")?;
        let text = |field| Some(row.raw(field).to_string()).filter(|text| !text.is_empty());
        Ok((id.clone(), PlainFacility { id, name: text(Field::Name), kind: text(Field::Kind), point: row.point(coordinates)?, capacity }))
    }))
}

/// Reads demand: `id`, the coordinates and one column of counts, `population` unless `group` names another.
pub fn read_plain_demand(source: &Source, coordinates: Coordinates, group: Option<&str>) -> Result<Plain<PlainDemand>, ReadError> {
    const FIELDS: [&[Field]; 3] = [
        &[Field::Id, Field::OtherId, Field::Serial, Field::Population, Field::Lon, Field::Lat],
        &[Field::Id, Field::OtherId, Field::Serial, Field::Population, Field::X, Field::Y],
        &[Field::Id, Field::OtherId, Field::Serial, Field::Population],
    ];
    let mut table = Table::open(source, &coordinates.layout(FIELDS))?;
    let place = count_column(&table, group)?;
    table.note_unknown(&[place]);
    Ok(read(table, |row| {
        let id = row.id()?;
        let text = row.row.cell(place);
        let count = cell::decimal(text).filter(|count| (0.0..=MOST_COUNTED).contains(count));
        let count = count.ok_or_else(|| wrong(&row.table.headings[place], text, "a number of people, 0 to 1e12"))?;
        Ok((id.clone(), PlainDemand { id, point: row.point(coordinates)?, count: count.abs() }))
    }))
}

/// Reads sites: `id`, the coordinates, optional `cost` and `capacity`.
pub fn read_sites(source: &Source, coordinates: Coordinates) -> Result<Plain<PlainSite>, ReadError> {
    const FIELDS: [&[Field]; 3] = [
        &[Field::Id, Field::OtherId, Field::Serial, Field::Cost, Field::Capacity, Field::Lon, Field::Lat],
        &[Field::Id, Field::OtherId, Field::Serial, Field::Cost, Field::Capacity, Field::X, Field::Y],
        &[Field::Id, Field::OtherId, Field::Serial, Field::Cost, Field::Capacity],
    ];
    let mut table = Table::open(source, &coordinates.layout(FIELDS))?;
    table.note_unknown(&[]);
    Ok(read(table, |row| {
        let id = row.id()?;
        let number = |field| row.optional(field, |text| cell::decimal(text).filter(|n| *n >= 0.0), "a number of 0 or more");
        Ok((id.clone(), PlainSite { id, point: row.point(coordinates)?, cost: number(Field::Cost)?, capacity: number(Field::Capacity)? }))
    }))
}

/// Reads points to ask from: `id` and the coordinates.
pub fn read_points(source: &Source, coordinates: Coordinates) -> Result<Plain<PlainPoint>, ReadError> {
    const FIELDS: [&[Field]; 3] = [
        &[Field::Id, Field::OtherId, Field::Serial, Field::Lon, Field::Lat],
        &[Field::Id, Field::OtherId, Field::Serial, Field::X, Field::Y],
        &[Field::Id, Field::OtherId, Field::Serial],
    ];
    let mut table = Table::open(source, &coordinates.layout(FIELDS))?;
    table.note_unknown(&[]);
    Ok(read(table, |row| {
        let id = row.id()?;
        let point = row.point(coordinates)?;
        Ok((id.clone(), PlainPoint { id, point }))
    }))
}

/// Reads a cost matrix: `from`, `to`, `cost`, the cost not negative. Of a pair given twice the first stays.
pub fn read_costs(source: &Source) -> Result<Plain<(String, String, f64)>, ReadError> {
    const LAYOUT: Layout =
        Layout { fields: &[Field::From, Field::To, Field::Cost], needed: &[&[Field::From], &[Field::To], &[Field::Cost]] };
    let mut table = Table::open(source, &LAYOUT)?;
    table.note_unknown(&[]);
    Ok(read(table, |row| {
        let (from, to) = (row.raw(Field::From), row.raw(Field::To));
        if from.is_empty() || to.is_empty() {
            return Err("from or to is missing".into());
        }
        let cost = row.optional(Field::Cost, |text| cell::decimal(text).filter(|n| *n >= 0.0), "a number of 0 or more")?;
        let cost = cost.ok_or("the cost is missing")?;
        Ok((format!("{from} -> {to}"), (from.to_string(), to.to_string(), cost)))
    }))
}

/// Reads zones: GeoJSON polygons with `id` or `code` and `name`, in WGS84.
pub fn read_zones(source: &Source) -> Result<Plain<Zone>, ReadError> {
    // The code has a field of its own here, so that a file may have both an id and a code.
    const LAYOUT: Layout = Layout {
        fields: &[Field::Code, Field::Id, Field::Gb, Field::Name, Field::OtherName, Field::DivisionName],
        needed: &[&[Field::Id, Field::Code, Field::Gb]],
    };
    if source.format != super::Format::GeoJson {
        return Err(ReadError::NeedsGeoJson { file: source.name.into(), what: "zones" });
    }
    let mut table = Table::open(source, &LAYOUT)?;
    table.note_unknown(&[]);
    Ok(read(table, |row| {
        let other = || [Field::Code, Field::Gb].map(|field| row.raw(field)).into_iter().find(|text| !text.is_empty()).map(str::to_string);
        let id = row.id().or_else(|reason| other().ok_or(reason))?;
        let geometry = row.row.feature.as_ref().and_then(|feature| feature.geometry.as_ref().ok()?.as_ref());
        let geometry = geometry.ok_or("there is no geometry, or it is broken")?;
        let shape =
            rings::multi_polygon(geometry, Datum::Wgs84).map_err(|error| format!("{}; expected {}", error.reason, error.expected))?;
        let name = Some(row.raw(Field::Name).to_string()).filter(|name| !name.is_empty());
        Ok((id.clone(), Zone { id, name, shape }))
    }))
}

impl Coordinates {
    fn layout(self, fields: [&'static [Field]; 3]) -> Layout {
        const LON_LAT: &[&[Field]] = &[&[Field::Id, Field::OtherId, Field::Serial], &[Field::Lon], &[Field::Lat]];
        const PLANE: &[&[Field]] = &[&[Field::Id, Field::OtherId, Field::Serial], &[Field::X], &[Field::Y]];
        const BARE: &[&[Field]] = &[&[Field::Id, Field::OtherId, Field::Serial]];
        let [lon_lat, plane, bare] = fields;
        match self {
            Coordinates::LonLat => Layout { fields: lon_lat, needed: LON_LAT },
            Coordinates::Plane => Layout { fields: plane, needed: PLANE },
            Coordinates::None => Layout { fields: bare, needed: BARE },
        }
    }
}

/// The column that `--group` names: as written, else as headings are compared.
fn count_column(table: &Table, group: Option<&str>) -> Result<usize, ReadError> {
    let named = |name: &str| {
        let as_written = table.headings.iter().position(|heading| heading.trim() == name.trim());
        as_written.or_else(|| table.headings.iter().position(|heading| fold(heading) == fold(name)))
    };
    let (place, accepted) = match group {
        Some(name) => (named(name), format!("a column {name:?}")),
        None => {
            (table.columns.place(Field::Population), format!("a column {} or --group COLUMN", Field::Population.spellings().join(", ")))
        }
    };
    place.ok_or_else(|| ReadError::NoCounts { file: table.name.clone(), row: table.heading_row, accepted })
}

/// One row of a plain file.
struct PlainRow<'t> {
    table: &'t Table,
    row: &'t Row,
}

fn wrong(heading: &str, value: &str, expected: &str) -> String {
    format!("{} is {:?}; expected {expected}", heading.trim(), shown(value))
}

impl<'t> PlainRow<'t> {
    fn raw(&self, field: Field) -> &'t str {
        let text = self.table.columns.place(field).map_or("", |place| self.row.as_written(place));
        match &self.row.feature {
            Some(feature) if field == Field::Id && text.is_empty() => feature.id.trim(),
            _ => text,
        }
    }

    fn id(&self) -> Result<String, String> {
        let id = self.raw(Field::Id);
        if id.is_empty() { Err("the id is missing".into()) } else { Ok(id.to_string()) }
    }

    /// A value that may be missing but not wrong.
    fn optional<T>(&self, field: Field, parse: impl Fn(&str) -> Option<T>, expected: &str) -> Result<Option<T>, String> {
        let text = self.raw(field);
        if text.is_empty() {
            return Ok(None);
        }
        parse(text).map(Some).ok_or_else(|| wrong(self.table.heading(field), text, expected))
    }

    fn point(&self, coordinates: Coordinates) -> Result<Option<[f64; 2]>, String> {
        let fields = match coordinates {
            Coordinates::LonLat => (Field::Lon, Field::Lat),
            Coordinates::Plane => (Field::X, Field::Y),
            Coordinates::None => return Ok(None),
        };
        let geometry = self.row.feature.as_ref().map(|feature| &feature.geometry);
        let point = match geometry {
            Some(Ok(Some(geojson::Geometry { value: geojson::Value::Point(point), .. }))) => match point.as_slice() {
                [x, y, ..] => [*x, *y],
                _ => return Err("the point has fewer than two numbers".into()),
            },
            Some(Ok(Some(_))) => return Err("the geometry is not a point".into()),
            Some(Err(reason)) => return Err(format!("the geometry is broken: {reason}")),
            Some(Ok(None)) | None => [self.coordinate(fields.0)?, self.coordinate(fields.1)?],
        };
        if coordinates == Coordinates::LonLat {
            Position::new(point[0], point[1]).map_err(|error| error.to_string())?;
        }
        Ok(Some(point))
    }

    fn coordinate(&self, field: Field) -> Result<f64, String> {
        let text = self.raw(field);
        let parse = if matches!(field, Field::X | Field::Y) { cell::decimal } else { cell::degrees };
        parse(text).ok_or_else(|| wrong(self.table.heading(field), text, "a number"))
    }
}

/// Reads every row; `parse` answers with the record's key, of which each is taken once.
fn read<T>(table: Table, parse: impl Fn(&PlainRow) -> Result<(String, T), String>) -> Plain<T> {
    let mut plain = Plain { records: Vec::with_capacity(table.rows.len()), skipped: Vec::new(), notes: Vec::new() };
    let mut seen = HashSet::with_capacity(table.rows.len());
    for row in &table.rows {
        let reader = PlainRow { table: &table, row };
        let parsed = ragged(&table, row).and_then(|()| parse(&reader));
        let reason = match parsed {
            Ok((key, record)) => {
                if seen.insert(key) {
                    plain.records.push(record);
                    continue;
                }
                "an earlier row has the same id; that one stays".to_string()
            }
            Err(reason) => reason,
        };
        let id = Some(reader.raw(Field::Id)).filter(|id| !id.is_empty()).map_or_else(|| format!("row {}", row.number), shown);
        let reason = format!("{}, row {}: {}", table.name, row.number, personal_number::mask(&reason));
        plain.skipped.push(Skipped { id, reason });
    }
    plain.notes = table.notes;
    plain
}

fn ragged(table: &Table, row: &Row) -> Result<(), String> {
    let (cells, headings) = (row.cells.len(), table.headings.len());
    let more = row.cells.iter().skip(headings).any(|cell| !cell.trim().is_empty());
    if table.may_be_ragged && more {
        return Err(format!("the row has {cells} cells under {headings} headings"));
    }
    Ok(())
}
