//! Which divisions does a file hold? Codes and names, with boundaries where it is GeoJSON.

use std::borrow::Cow;

use geo::{BoundingRect, CoordsIter, InteriorPoint};
use geo_types::MultiPolygon;

use crate::domain::{
    division::{Division, DivisionCode, Level, SmartCommunity},
    position::{Area, Position},
};

use super::{
    ReadError, Reading, Records, Source,
    cell::yes_no,
    headings::Layout,
    place::{self, Pair, PlaceRule},
    rings,
    row::{GEOMETRY, RowReader, place_taken_by},
    run::read_rows,
    spellings::Field,
    table::Table,
};

pub(super) const LAYOUT: Layout = Layout {
    fields: &[
        Field::Code,
        Field::Gb,
        Field::Name,
        Field::DivisionName,
        Field::NameEn,
        Field::Level,
        Field::Parent,
        Field::ValidFrom,
        Field::ValidTo,
        Field::Successor,
        Field::CentreLon,
        Field::CentreLat,
        Field::Datum,
        Field::Smart,
        Field::SmartSince,
        Field::SmartSource,
        Field::Source,
        Field::Notice,
    ],
    needed: &[&[Field::Code, Field::Gb], &[Field::Name, Field::DivisionName]],
};

/// The pair of a division's centre.
pub(super) const CENTRE: Pair = (Field::CentreLon, Field::CentreLat);
/// China's numeric country code, which Tianditu puts before a division code.
const CHINA: &str = "156";

/// Reads divisions. A file without coordinates needs no datum.
///
/// A street or community of an abolished district is taken with the successor's digits; an abolished district itself keeps its
/// code and gets its successor, so that old records can be followed.
pub fn read_divisions(source: &Source, reading: &Reading) -> Result<Records<Division>, ReadError> {
    from_table(&Table::open(source, &LAYOUT)?, reading)
}

pub(super) fn from_table(table: &Table, reading: &Reading) -> Result<Records<Division>, ReadError> {
    let rule = PlaceRule::of(table, reading, &[CENTRE])?;
    let id = if table.columns.place(Field::Code).is_some() { Field::Code } else { Field::Gb };
    let records = read_rows(table, reading, id, key, |row| division(row, reading, &rule, id));
    Ok(records.told_before(table.told(&[])))
}

/// Rows are the same when their codes are, however many zeros are written.
fn key(text: &str) -> Cow<'_, str> {
    DivisionCode::parse(without_country(text)).map_or(Cow::Borrowed(text), |code| Cow::Owned(code.to_string()))
}

fn without_country(text: &str) -> &str {
    text.strip_prefix(CHINA).filter(|rest| rest.len() == 6).unwrap_or(text)
}

fn division(row: &mut RowReader, reading: &Reading, rule: &PlaceRule, id: Field) -> Option<Division> {
    let code = read_code(row, reading, id);
    let name = row.needed_name(Field::Name).map(str::to_string);
    let name_en = row.name(Field::NameEn).map(str::to_string);
    let level = row.choice(Field::Level, Level::parse, || Level::ALL.map(Level::code).join(", "));
    let parent = row.division_code(Field::Parent);
    let (valid_from, valid_to) = (row.date(Field::ValidFrom), row.date(Field::ValidTo));
    let successor = row.division_code(Field::Successor);
    let smart = SmartCommunity {
        smart: row.choice(Field::Smart, yes_no, || "yes, no, 是 or 否".into()),
        since: row.date(Field::SmartSince),
        source: row.long(Field::SmartSource).map(str::to_string),
    };
    let source = row.long(Field::Source).map(str::to_string);
    let (boundary, point) = read_geometry(row, rule);
    let centre = place::read_other(row, rule, CENTRE).or(point).or_else(|| inside(boundary.as_ref()?));
    let code = code?;
    check_level(row, code, level);
    let known_successor = Some(place_taken_by(code, reading.successors)).filter(|other| *other != code);
    let parent = checked_parent(row, code, parent);
    let successor = successor.or(known_successor);
    Some(Division { code, name: name?, name_en, parent, valid_from, valid_to, successor, boundary, centre, smart, source })
}

fn read_code(row: &mut RowReader, reading: &Reading, id: Field) -> Option<DivisionCode> {
    let text = row.value(id);
    let stripped = text.map(without_country).filter(|_| id == Field::Gb);
    let code = match (text, stripped) {
        (None, _) => {
            row.refuse(id, "the code is missing", "a division code of 2, 4, 6, 9 or 12 digits");
            return None;
        }
        (_, Some(stripped)) if Some(stripped) != text => DivisionCode::parse(stripped).ok(),
        _ => row.division_code(id),
    }?;
    let taken = place_taken_by(code, reading.successors);
    if code.level() > Level::District && taken != code {
        row.moved.push((code, taken));
        return Some(taken);
    }
    Some(code)
}

fn check_level(row: &mut RowReader, code: DivisionCode, stated: Option<Level>) {
    let level = code.level();
    if stated.is_some_and(|stated| stated != level) {
        row.refuse(
            Field::Level,
            format!("the digits of {code} are those of a {}", level.code()),
            format!("{} or an empty cell", level.code()),
        );
    }
}

/// The parent as stated, which must be of a higher level, or the one that the digits tell.
fn checked_parent(row: &mut RowReader, code: DivisionCode, stated: Option<DivisionCode>) -> Option<DivisionCode> {
    if stated.is_some_and(|parent| parent.level() >= code.level()) {
        row.refuse(Field::Parent, "the parent is not above the division", format!("a code above a {}", code.level().code()));
    }
    stated.or(code.parent())
}

fn read_geometry(row: &mut RowReader, rule: &PlaceRule) -> (Option<MultiPolygon<f64>>, Option<Position>) {
    let Some(geometry) = row.geometry() else { return (None, None) };
    if matches!(geometry.value, geojson::Value::Point(_)) {
        return match place::read_place(row, rule) {
            place::Place::Found(found) => (None, Some(found.position)),
            _ => (None, None),
        };
    }
    let Some(datum) = place::row_datum(row, rule) else { return (None, None) };
    match rings::multi_polygon(geometry, datum) {
        Ok(boundary) => {
            if let Some(area) = rule.area {
                check_area(row, &boundary, area);
            }
            (Some(boundary), None)
        }
        Err(error) => {
            row.refuse_column(GEOMETRY, geometry.value.type_name(), error.reason, error.expected);
            (None, None)
        }
    }
}

/// A boundary must touch the area; simplified ones may reach beyond it.
fn check_area(row: &mut RowReader, boundary: &MultiPolygon<f64>, area: Area) {
    let inside = |x: f64, y: f64| Position::new(x, y).is_ok_and(|position| area.contains(position));
    let Some(bounds) = boundary.bounding_rect() else { return };
    let (low, high) = (bounds.min(), bounds.max());
    let meets = low.x <= area.east() && high.x >= area.west() && low.y <= area.north() && high.y >= area.south();
    if meets {
        return;
    }
    let swapped = boundary.coords_iter().any(|c| inside(c.y, c.x));
    let reason = if swapped { "lon and lat look swapped" } else { "the boundary lies outside the area" };
    let value = format!("{}, {} to {}, {}", low.x, low.y, high.x, high.y);
    row.refuse_column(GEOMETRY, &value, reason, format!("lon before lat, within W,S,E,N {area} (--area, CAREREACH_AREA)"));
}

fn inside(boundary: &MultiPolygon<f64>) -> Option<Position> {
    let point = boundary.interior_point()?;
    Position::new(point.x(), point.y()).ok()
}
