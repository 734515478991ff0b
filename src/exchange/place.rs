//! Where does this row say the place is? A pair with a datum, inside the area, lon before lat.

use crate::domain::{
    datum::Datum,
    facility::GivenPoint,
    position::{Area, Position, PositionError},
};

use super::{
    Note, ReadError, Reading, cell,
    error::DATUMS,
    row::{GEOMETRY, RowReader},
    spellings::Field,
    table::Table,
};

/// A given pair counts as this row's own while it converts to within so many degrees (about 1 m) of its position.
const SAME_PLACE_DEG: f64 = 1e-5;

/// The columns of a pair of coordinates.
pub(super) type Pair = (Field, Field);
/// The columns of a place.
pub(super) const PLACE: Pair = (Field::Lon, Field::Lat);

/// How a file's coordinates are to be read.
pub(super) struct PlaceRule {
    /// What they refer to, where a row says nothing else.
    pub datum: Option<Datum>,
    /// Where they may lie.
    pub area: Option<Area>,
}

/// What came of a row's coordinates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Place {
    /// There are none.
    Absent,
    /// They were refused.
    Refused,
    /// Where it is.
    Found(Found),
}

/// A position with the pair as given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Found {
    /// WGS84.
    pub position: Position,
    /// As given.
    pub given: GivenPoint,
}

impl PlaceRule {
    /// Settles a file's datum: a column decides row by row; a `crs` member or a heading such as 经度(GCJ02) must agree with the
    /// call; a file that holds coordinates in any of the pairs and says nothing is refused.
    pub fn of(table: &Table, reading: &Reading, pairs: &[Pair]) -> Result<Self, ReadError> {
        let file = || table.name.clone();
        if let (Some((stated, place)), Some(called)) = (table.stated, reading.datum)
            && stated != called
        {
            return Err(ReadError::DatumClash { file: file(), place, stated: stated.code(), called: called.code() });
        }
        let datum = table.stated.map(|(datum, _)| datum).or(reading.datum);
        let by_row = |place: usize| table.rows.iter().any(|row| !row.cell(place).is_empty());
        let says = datum.is_some() || table.columns.place(Field::Datum).is_some_and(by_row);
        if !says && holds_coordinates(table, pairs) {
            return Err(ReadError::DatumMissing { file: file(), say_it: "add a column datum (坐标系)", choices: DATUMS });
        }
        Ok(Self { datum, area: reading.area })
    }
}

fn holds_coordinates(table: &Table, pairs: &[Pair]) -> bool {
    let places: Vec<usize> = pairs.iter().flat_map(|(x, y)| [*x, *y]).filter_map(|field| table.columns.place(field)).collect();
    table.rows.iter().any(|row| {
        let has_geometry = row.feature.as_ref().is_some_and(|feature| !matches!(feature.geometry, Ok(None)));
        has_geometry || places.iter().any(|place| !cell::is_nothing(row.cell(*place)))
    })
}

/// That coordinates among the properties were not read, since features have geometries.
pub(super) fn geometry_wins(table: &Table) -> Option<Note> {
    let with_geometry = |row: &super::table::Row| row.feature.as_ref().is_some_and(|feature| matches!(feature.geometry, Ok(Some(_))));
    let headings: Vec<String> = [Field::Lon, Field::Lat]
        .into_iter()
        .filter(|field| table.columns.place(*field).is_some())
        .map(|field| table.heading(field).to_string())
        .collect();
    (!headings.is_empty() && table.rows.iter().any(with_geometry)).then_some(Note::GeometryWins { headings })
}

/// The row's datum: its own cell, else the file's; refused when it has neither or an unknown one.
pub(super) fn row_datum(row: &mut RowReader, rule: &PlaceRule) -> Option<Datum> {
    let text = row.raw(Field::Datum);
    if text.is_empty() {
        if rule.datum.is_none() {
            row.refuse(Field::Datum, "the row does not state its datum (坐标系)", format!("one of {DATUMS}"));
        }
        return rule.datum;
    }
    let datum = parse_datum(text);
    if datum.is_none() {
        row.refuse(Field::Datum, "this is no datum (坐标系) known here", format!("one of {DATUMS}"));
    }
    datum
}

/// The datum that a text names; its code, which most files repeat in every row, is found without folding.
fn parse_datum(text: &str) -> Option<Datum> {
    Datum::ALL.into_iter().find(|datum| datum.code() == text).or_else(|| Datum::parse(text))
}

/// Reads a place from the feature's point or from the columns `PLACE`; the given pair from its own columns where they agree.
pub(super) fn read_place(row: &mut RowReader, rule: &PlaceRule) -> Place {
    let pair = match row.geometry() {
        Some(geometry) => match point_of(row, geometry) {
            Some(pair) => pair,
            None => return Place::Refused,
        },
        None => match read_pair(row, PLACE) {
            Ok(Some(pair)) => pair,
            Ok(None) if row.is_clean() => return Place::Absent,
            Ok(None) if row.row.feature.is_none() => return Place::Absent,
            _ => return Place::Refused,
        },
    };
    match settle(row, rule, PLACE, pair) {
        Place::Found(found) => Place::Found(Found { given: own_given(row, found.position).unwrap_or(found.given), ..found }),
        other => other,
    }
}

/// Reads another pair of columns, such as a public front point.
pub(super) fn read_other(row: &mut RowReader, rule: &PlaceRule, fields: Pair) -> Option<Position> {
    let pair = read_pair(row, fields).ok().flatten()?;
    match settle(row, rule, fields, pair) {
        Place::Found(found) => Some(found.position),
        _ => None,
    }
}

fn point_of(row: &mut RowReader, geometry: &geojson::Geometry) -> Option<(f64, f64)> {
    match &geometry.value {
        geojson::Value::Point(point) => match point.as_slice() {
            [x, y, ..] => Some((*x, *y)),
            _ => None,
        },
        other => {
            row.refuse_column(GEOMETRY, other.type_name(), "the geometry is not a point", "a Point with lon, lat");
            None
        }
    }
}

fn read_pair(row: &mut RowReader, (x, y): Pair) -> Result<Option<(f64, f64)>, ()> {
    let (x_text, y_text) = (row.value(x), row.value(y));
    if x_text.is_none() && y_text.is_none() {
        return Ok(None);
    }
    let (lon, lat) = (read_angle(row, x, x_text), read_angle(row, y, y_text));
    lon.zip(lat).map(Some).ok_or(())
}

fn read_angle(row: &mut RowReader, field: Field, text: Option<&str>) -> Option<f64> {
    let number = text.and_then(cell::degrees);
    if number.is_none() {
        let reason = if text.is_some() { "this is not a number of degrees" } else { "the coordinate is missing" };
        row.refuse(field, reason, "decimal degrees such as 108.9402");
    }
    number
}

/// Checks a pair and converts it.
///
/// 1. 0,0 means that nobody found the place.
/// 2. Swapped: outside the area as given and inside when swapped, or a latitude beyond 90 that is a longitude.
/// 3. On the earth, as given and in WGS84; inside the area.
fn settle(row: &mut RowReader, rule: &PlaceRule, fields: Pair, (x, y): (f64, f64)) -> Place {
    let shown = || format!("{x}, {y}");
    let (x_heading, y_heading) = (fields.0.spellings()[0], fields.1.spellings()[0]);
    let Some(datum) = row_datum(row, rule) else { return Place::Refused };
    if x == 0.0 && y == 0.0 {
        row.refuse_value(
            fields.0,
            &shown(),
            "the position is 0,0: the place was not found",
            "the place's own coordinates in decimal degrees",
        );
        return Place::Refused;
    }
    let looks_swapped =
        rule.area.is_some_and(|area| area.would_contain_swapped(x, y)) || (y.abs() > 90.0 && y.abs() <= 180.0 && x.abs() <= 90.0);
    if looks_swapped {
        let expected = format!("{x_heading} {y} and {y_heading} {x}: the longitude stands in the latitude's column");
        row.refuse_value(fields.0, &shown(), "lon and lat look swapped", expected);
        return Place::Refused;
    }
    let (lon, lat) = datum.to_wgs84(x, y);
    match Position::new(x, y).and_then(|_| Position::new(lon, lat)) {
        Err(error) => {
            let field = if matches!(error, PositionError::Longitude { .. }) { fields.0 } else { fields.1 };
            row.refuse(field, error.to_string(), "decimal degrees, lon within -180 to 180, lat within -90 to 90");
            Place::Refused
        }
        Ok(position) => match rule.area {
            Some(area) if !area.contains(position) => {
                let expected = format!("a place within W,S,E,N {area} (--area, CAREREACH_AREA), or the right datum");
                row.refuse_value(fields.0, &shown(), "the place lies outside the area", expected);
                Place::Refused
            }
            _ => Place::Found(Found { position, given: GivenPoint { x, y, datum } }),
        },
    }
}

/// The pair as first given, from an export's own columns; `None` when they are absent or the position was changed since.
fn own_given(row: &RowReader, position: Position) -> Option<GivenPoint> {
    let number = |field| cell::decimal(row.raw(field));
    let given = GivenPoint { x: number(Field::GivenX)?, y: number(Field::GivenY)?, datum: parse_datum(row.raw(Field::GivenDatum))? };
    let (lon, lat) = given.datum.to_wgs84(given.x, given.y);
    let same = (lon - position.lon()).abs() <= SAME_PLACE_DEG && (lat - position.lat()).abs() <= SAME_PLACE_DEG;
    same.then_some(given)
}
