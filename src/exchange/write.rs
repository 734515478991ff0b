//! Which columns does an export have, and what stands in them? One list for every format.
//!
//! Longitude and latitude are WGS84; the pair as given and its datum stand in columns of their own, so that
//! reading an export gives the same records again.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::domain::{
    datum::Datum,
    demand::DemandCell,
    division::{Division, DivisionCode},
    facility::{Facility, GivenPoint},
    organization::Organization,
    position::Position,
};

use super::{
    services::{json_text, list_text},
    showing::Contact,
};

/// Why an export was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The output could not be written to.
    #[error("cannot write the export: {0}")]
    Output(#[from] std::io::Error),
    /// The CSV writer failed.
    #[error("cannot write the export as CSV: {0}")]
    Csv(#[from] csv::Error),
    /// The JSON writer failed.
    #[error("cannot write the export as GeoJSON: {0}")]
    Json(#[from] serde_json::Error),
    /// The workbook writer failed.
    #[error("cannot write the export as a workbook: {0}; CSV has no such limits")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    /// The FlatGeobuf writer failed.
    #[error("cannot write the export as FlatGeobuf: {0}")]
    FlatGeobuf(String),
}

/// What stands in one cell of an export.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// Nothing.
    Empty,
    /// A text that a spreadsheet must not run.
    Text(Cow<'a, str>),
    /// An id: a text too, never taken for a number.
    Id(&'a str),
    /// A day.
    Date(NaiveDate),
    /// A number.
    Number(f64),
    /// Degrees, with seven decimals or more.
    Degrees(f64),
}

impl Value<'_> {
    /// The cell of a CSV file, before armour.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Value::Empty => Cow::Borrowed(""),
            Value::Text(text) => Cow::Borrowed(text),
            Value::Id(id) => Cow::Borrowed(id),
            Value::Date(day) => Cow::Owned(day.to_string()),
            Value::Number(number) => Cow::Owned(number.to_string()),
            Value::Degrees(number) => Cow::Owned(degrees_text(*number)),
        }
    }
}

/// The shortest decimal that reads back to the same number, with at least seven places.
pub(super) fn degrees_text(degrees: f64) -> String {
    let mut text = degrees.to_string();
    let places = text.split_once('.').map_or(0, |(_, places)| places.len());
    if places == 0 {
        text.push('.');
    }
    text.extend(std::iter::repeat_n('0', 7usize.saturating_sub(places)));
    text
}

fn text<'a>(text: Option<&'a (impl AsRef<str> + ?Sized)>) -> Value<'a> {
    text.map_or(Value::Empty, |text| Value::Text(Cow::Borrowed(text.as_ref())))
}

fn shown<'a>(value: Option<impl ToString>) -> Value<'a> {
    value.map_or(Value::Empty, |value| owned(value.to_string()))
}

fn date<'a>(day: Option<NaiveDate>) -> Value<'a> {
    day.map_or(Value::Empty, Value::Date)
}

fn owned<'a>(text: String) -> Value<'a> {
    if text.is_empty() { Value::Empty } else { Value::Text(Cow::Owned(text)) }
}

fn pair<'a>(position: Option<Position>) -> [Value<'a>; 2] {
    match position {
        Some(position) => [Value::Degrees(position.lon()), Value::Degrees(position.lat())],
        None => [Value::Empty, Value::Empty],
    }
}

/// The columns that say what lon and lat refer to and what was given.
pub(super) const GIVEN_COLUMNS: [&str; 4] = ["datum", "given_x", "given_y", "given_datum"];

fn given<'a>(has_position: bool, given: Option<GivenPoint>) -> [Value<'a>; 4] {
    let datum = if has_position { Value::Text(Datum::Wgs84.code().into()) } else { Value::Empty };
    match given {
        Some(given) => [datum, Value::Degrees(given.x), Value::Degrees(given.y), Value::Text(given.datum.code().into())],
        None => [datum, Value::Empty, Value::Empty, Value::Empty],
    }
}

/// The column of the mobile of a record's contact, in exports that have it.
pub(super) const CONTACT: &str = "contact_mobile";

/// Stands in the column `withheld` of a record whose contact's mobile was left out of an export that has the column.
pub(super) const CONTACT_WITHHELD: &str = "contact";

/// Stands in the column `withheld` of a protected place whose true position, address and notes were left out.
pub(super) const WITHHELD: &str = "protected";

/// The columns of a place, of facilities and of organizations' sites.
pub(super) const PLACE_COLUMNS: [&str; 28] = [
    "kind",
    "lon",
    "lat",
    "capacity",
    "name_en",
    "address",
    "division",
    "status",
    "status_date",
    "status_reason",
    "floor_area_m2",
    "opening_hours",
    "phone",
    "barrier_free",
    "grade",
    "responsible_department",
    "services",
    "services_json",
    "precision",
    "public_lon",
    "public_lat",
    "opened_on",
    "checked_on",
    "source",
    "given_x",
    "given_y",
    "given_datum",
    "withheld",
];

/// The columns of facilities.
pub(super) fn facility_columns(with_contacts: bool) -> Vec<&'static str> {
    let contacts: &[&str] = if with_contacts { &[CONTACT] } else { &[] };
    [&["id", "name"], PLACE_COLUMNS.as_slice(), &["operator_id", "credit_code", "notes", "datum"], contacts].concat()
}

/// A facility's cells under [`facility_columns`].
pub(super) fn facility_values(facility: &Facility, contact: Contact) -> Vec<Value<'_>> {
    let mut values = vec![Value::Id(facility.id.as_str()), text(Some(&*facility.name))];
    values.extend(place_values(facility));
    let [datum, ..] = given(facility.shown_position().is_some(), None);
    let operator = facility.operator.as_ref().map_or(Value::Empty, |operator| Value::Id(operator.as_str()));
    values.extend([operator, shown(facility.credit_code.as_ref()), text(facility.notes.as_deref()), datum]);
    with_contact(values, contact, facility.contact_mobile.as_deref())
}

/// The cells with that of the contact's mobile at their end, where the export has it.
fn with_contact<'a>(mut values: Vec<Value<'a>>, contact: Contact, mobile: Option<&'a str>) -> Vec<Value<'a>> {
    match contact {
        Contact::LeftOut => {}
        Contact::Written => values.push(text(mobile)),
        Contact::Withheld => {
            // Behind id and name, the last of a place's columns is `withheld`.
            if let Some(cell) = values.get_mut(1 + PLACE_COLUMNS.len()) {
                let both = if *cell == Value::Empty { CONTACT_WITHHELD.into() } else { format!("{WITHHELD};{CONTACT_WITHHELD}").into() };
                *cell = Value::Text(both);
            }
            values.push(Value::Empty);
        }
    }
    values
}

/// A protected place without its true point is written at its public front point.
fn place_values(facility: &Facility) -> Vec<Value<'_>> {
    let location = facility.location;
    let [lon, lat] = pair(location.map(|location| location.position).or(facility.front));
    let [public_lon, public_lat] = pair(facility.front);
    let [_, given_x, given_y, given_datum] = given(true, location.map(|location| location.given));
    vec![
        text(Some(&*facility.kind)),
        lon,
        lat,
        facility.capacity.map_or(Value::Empty, |capacity| Value::Number(f64::from(capacity))),
        text(facility.name_en.as_deref()),
        text(facility.address.as_deref()),
        shown(facility.division),
        Value::Text(facility.status.code().into()),
        date(facility.status_date),
        text(facility.status_reason.as_deref()),
        facility.floor_area_m2.map_or(Value::Empty, Value::Number),
        text(facility.opening_hours.as_deref()),
        text(facility.phone.as_deref()),
        owned(facility.barrier_free.join(";")),
        text(facility.grade.as_deref()),
        text(facility.responsible_department.as_deref()),
        owned(list_text(&facility.services)),
        owned(json_text(&facility.services)),
        location.map_or(Value::Empty, |location| Value::Text(location.precision.as_code().into())),
        public_lon,
        public_lat,
        date(facility.opened_on),
        date(facility.checked_on),
        text(facility.source.as_deref()),
        given_x,
        given_y,
        given_datum,
        if location.is_none() { Value::Text(WITHHELD.into()) } else { Value::Empty },
    ]
}

/// What an organization has beside its site, in the order of [`organization_values`].
const OWN_COLUMNS: [&str; 7] = ["category", "credit_code", "filing_number", "own_services", "own_services_json", "notes", "datum"];

/// The columns of organizations with their sites.
pub(super) fn organization_columns(with_contacts: bool) -> Vec<&'static str> {
    let contacts: &[&str] = if with_contacts { &[CONTACT] } else { &[] };
    [&["id", "name"], PLACE_COLUMNS.as_slice(), &OWN_COLUMNS, contacts].concat()
}

/// The cells of an organization and its site. What both have is the organization's.
pub(super) fn organization_values<'a>(organization: &'a Organization, site: Option<&'a Facility>, contact: Contact) -> Vec<Value<'a>> {
    let mut place = site.map_or_else(|| vec![Value::Empty; PLACE_COLUMNS.len()], place_values);
    let shared = [
        ("name_en", text(organization.name_en.as_deref())),
        ("address", text(organization.address.as_deref())),
        ("phone", text(organization.phone.as_deref())),
        ("source", text(organization.source.as_deref())),
        ("division", shown(organization.division)),
    ];
    for (column, value) in shared {
        if let Some(place) = PLACE_COLUMNS.iter().position(|own| *own == column).and_then(|at| place.get_mut(at)) {
            *place = value;
        }
    }
    let [datum, ..] = given(site.is_some_and(|site| site.shown_position().is_some()), None);
    let mut values = vec![Value::Id(organization.id.as_str()), text(Some(&organization.name))];
    values.extend(place);
    values.extend([
        organization.category.map_or(Value::Empty, |category| Value::Text(category.code().into())),
        shown(organization.credit_code.as_ref()),
        text(organization.filing_number.as_deref()),
        owned(list_text(&organization.services)),
        owned(json_text(&organization.services)),
        text(organization.notes.as_deref()),
        datum,
    ]);
    with_contact(values, contact, organization.contact_mobile.as_deref())
}

/// The columns of demand for these groups.
pub(super) fn demand_columns(groups: &[String]) -> Vec<&str> {
    let mut columns = vec!["id", "lon", "lat"];
    columns.extend(groups.iter().map(String::as_str));
    columns.push("division");
    columns.extend(GIVEN_COLUMNS);
    columns
}

/// A demand cell's cells under [`demand_columns`].
pub(super) fn demand_values(cell: &DemandCell) -> Vec<Value<'_>> {
    let mut values = vec![Value::Id(cell.id.as_str())];
    values.extend(pair(Some(cell.position)));
    values.extend(cell.counts.iter().map(|count| Value::Number(*count)));
    values.push(shown(cell.division));
    values.extend(given(true, cell.given));
    values
}

/// The properties of a division, without its boundary.
pub(super) const DIVISION_COLUMNS: [&str; 15] = [
    "code",
    "name",
    "name_en",
    "level",
    "parent",
    "valid_from",
    "valid_to",
    "successor",
    "centre_lon",
    "centre_lat",
    "smart",
    "smart_since",
    "smart_source",
    "source",
    "datum",
];

/// A division's cells under [`DIVISION_COLUMNS`].
pub(super) fn division_values(division: &Division) -> Vec<Value<'_>> {
    let code = |code: Option<DivisionCode>| shown(code);
    let [centre_lon, centre_lat] = pair(division.centre);
    let has_coordinates = division.boundary.is_some() || division.centre.is_some();
    let [datum, ..] = given(has_coordinates, None);
    let smart = &division.smart;
    vec![
        code(Some(division.code)),
        text(Some(&division.name)),
        text(division.name_en.as_deref()),
        Value::Text(division.code.level().code().into()),
        code(division.parent),
        shown(division.valid_from),
        shown(division.valid_to),
        code(division.successor),
        centre_lon,
        centre_lat,
        smart.smart.map_or(Value::Empty, |smart| Value::Text(if smart { "yes" } else { "no" }.into())),
        shown(smart.since),
        text(smart.source.as_deref()),
        text(division.source.as_deref()),
        datum,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_have_seven_places_or_more_and_read_back_the_same() {
        for (degrees, text) in [(108.0, "108.0000000"), (34.26, "34.2600000"), (-0.5, "-0.5000000"), (108.123456789012, "108.123456789012")]
        {
            assert_eq!(degrees_text(degrees), text);
            assert_eq!(text.parse::<f64>(), Ok(degrees));
        }
    }
}
