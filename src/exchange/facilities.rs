//! Which facilities does a file hold? One row, one place of a kind.

use std::borrow::Cow;

use crate::domain::{
    credit_code::CreditCode,
    facility::{Facility, Location, Status},
    id::{FacilityId, OrganizationId},
    kind::Kind,
    position::Precision,
};

use super::{
    ReadError, Reading, Records, Source, cell,
    headings::Layout,
    held::{self, Held, held_or},
    place::{self, Found, PLACE, Place, PlaceRule},
    row::RowReader,
    run::read_rows,
    services::read_services,
    spellings::Field,
    table::Table,
    words::Lexicons,
};

/// The columns of a place's details, for facilities and for organizations' sites.
pub(super) const LAYOUT: Layout = Layout {
    fields: &[
        Field::Id,
        Field::OtherId,
        Field::Serial,
        Field::Name,
        Field::OtherName,
        Field::NameEn,
        Field::Kind,
        Field::Address,
        Field::Lon,
        Field::Lat,
        Field::X,
        Field::Y,
        Field::Datum,
        Field::PublicLon,
        Field::PublicLat,
        Field::Precision,
        Field::Capacity,
        Field::Status,
        Field::StatusDate,
        Field::StatusReason,
        Field::CreditCode,
        Field::Operator,
        Field::Division,
        Field::FloorArea,
        Field::OpeningHours,
        Field::Phone,
        Field::ContactMobile,
        Field::BarrierFree,
        Field::Grade,
        Field::Department,
        Field::Services,
        Field::ServicesJson,
        Field::TargetGroups,
        Field::OpenedOn,
        Field::CheckedOn,
        Field::Notes,
        Field::Source,
        Field::GivenX,
        Field::GivenY,
        Field::GivenDatum,
        Field::Notice,
        Field::Withheld,
    ],
    needed: &[
        &[Field::Id, Field::OtherId, Field::Serial],
        &[Field::Name, Field::OtherName],
        &[Field::Kind],
        &[Field::Lon, Field::X],
        &[Field::Lat, Field::Y],
    ],
};

/// The pair of a protected place's public front point.
pub(super) const FRONT: place::Pair = (Field::PublicLon, Field::PublicLat);

/// What rows with places are read by.
pub(super) struct Rules<'a> {
    pub reading: &'a Reading<'a>,
    pub held: &'a Held,
    pub places: PlaceRule,
    pub words: Lexicons<'a>,
}

impl<'a> Rules<'a> {
    /// Settles a file's datum and lays out the catalogue's words.
    pub fn of(table: &Table, reading: &'a Reading, held: &'a Held) -> Result<Self, ReadError> {
        let places = PlaceRule::of(table, reading, &[PLACE, FRONT])?;
        Ok(Self { reading, held, places, words: Lexicons::of(reading.catalogue) })
    }
}

/// Reads facilities. Kinds, service types and target groups are taken by code, name or alias.
///
/// 1. The file's headings and datum are settled; without them the file is an error.
/// 2. Every row is read in full, so that all its wrong cells are named at once.
/// 3. Of rows with the same id the first good one stays.
pub fn read_facilities(source: &Source, reading: &Reading) -> Result<Records<Facility>, ReadError> {
    let nothing = Held::default();
    from_table(&Table::open(source, &LAYOUT)?, reading, reading.held.unwrap_or(&nothing))
}

/// Reads facilities; what the file has no column for is as the registry holds it.
pub(super) fn from_table(table: &Table, reading: &Reading, held: &Held) -> Result<Records<Facility>, ReadError> {
    let rules = Rules::of(table, reading, held)?;
    let records = read_rows(table, reading, Field::Id, |id| Cow::Borrowed(id), |row| facility(row, &rules));
    Ok(records.told_before(table.told(&[]).into_iter().chain(place::geometry_wins(table)).collect()))
}

fn facility(row: &mut RowReader, rules: &Rules) -> Option<Facility> {
    let id = row.id(Field::Id, FacilityId::parse);
    let before = rules.held.facilities.get(row.raw(Field::Id));
    let name = held_or(row, Field::Name, before.map(|one| &one.name), |row| row.needed_name(Field::Name).map(Into::into));
    let kind = held_or(row, Field::Kind, before.map(|one| &one.kind), |row| read_kind(row, rules, |_| true));
    let withheld = held::withholds_place(row) || (before.is_some() && !held::states_place(row));
    let found = if withheld { None } else { needed_place(row, &rules.places) };
    let operator = if row.raw(Field::Operator).is_empty() { None } else { row.id(Field::Operator, OrganizationId::parse) };
    let credit_code = read_credit_code(row);
    let notes = row.long(Field::Notes).map(Into::into);
    let facility = details(row, rules, Site { id, name, kind, found, withheld })?;
    let mut facility = Facility { operator, credit_code, notes, ..facility };
    if let Some(before) = before {
        held::keep_facility(row, &mut facility, before);
    }
    Some(facility)
}

/// What a place must have; an empty one was refused.
pub(super) struct Site {
    pub id: Option<FacilityId>,
    pub name: Option<Box<str>>,
    pub kind: Option<Box<str>>,
    pub found: Option<Found>,
    /// Whether the true position is not in the file: it was left out on purpose, or there is no column for it.
    pub withheld: bool,
}

/// Reads what a place may have; `operator`, `credit_code` and `notes` are left to the caller. Every cell is read before anything is given up.
pub(super) fn details(row: &mut RowReader, rules: &Rules, site: Site) -> Option<Facility> {
    let precisions = || Precision::ALL.map(Precision::as_code).join(", ");
    let statuses = || Status::ALL.map(|(_, code, words)| format!("{code} ({})", words[0])).join(", ");
    let precision = row.choice(Field::Precision, Precision::from_code, precisions).unwrap_or(Precision::Unknown);
    let status = row.choice(Field::Status, Status::parse, statuses).unwrap_or(Status::Operating);
    let name_en = row.name(Field::NameEn).map(Into::into);
    let division = row.division(Field::Division, rules.reading.successors);
    let address = row.long(Field::Address).map(Into::into);
    let front = place::read_other(row, &rules.places, FRONT);
    let status_date = row.date(Field::StatusDate);
    let status_reason = row.long(Field::StatusReason).map(Into::into);
    let capacity = row.whole(Field::Capacity);
    let floor_area_m2 = row.amount(Field::FloorArea);
    let opening_hours = row.long(Field::OpeningHours).map(Into::into);
    let phone = row.phone().map(Into::into);
    let contact_mobile = row.mobile(Field::ContactMobile).map(Into::into);
    let barrier_free = row.long(Field::BarrierFree).map(|text| cell::list(text).map(Into::into).collect()).unwrap_or_default();
    let grade = row.name(Field::Grade).map(Into::into);
    let responsible_department = row.name(Field::Department).map(Into::into);
    let services = read_services(row, &rules.words, Field::Services, Field::ServicesJson);
    let (opened_on, checked_on) = (row.date(Field::OpenedOn), row.date(Field::CheckedOn));
    let source = row.long(Field::Source).map(Into::into);
    let location = match site.found {
        Some(found) => Some(Location { position: found.position, given: found.given, precision }),
        None if site.withheld => None,
        None => return None,
    };
    Some(Facility {
        id: site.id?,
        name: site.name?,
        name_en,
        kind: site.kind?,
        operator: None,
        credit_code: None,
        division,
        address,
        location,
        front,
        status,
        status_date,
        status_reason,
        capacity,
        floor_area_m2,
        opening_hours,
        phone,
        barrier_free,
        grade,
        responsible_department,
        notes: None,
        opened_on,
        checked_on,
        checked_by: None,
        contact_mobile,
        source,
        services,
    })
}

/// The code of the row's kind, which must be there and be one that `takes` says yes to.
pub(super) fn read_kind(row: &mut RowReader, rules: &Rules, takes: impl Fn(&Kind) -> bool) -> Option<Box<str>> {
    let kinds = &rules.words.kinds;
    let word = row.value(Field::Kind).unwrap_or_default();
    let kind = kinds.find(word).filter(|kind| takes(kind));
    if kind.is_none() {
        let reason = match (word.is_empty(), kinds.find(word)) {
            (true, _) => "the kind is missing",
            (_, Some(_)) => "the kind is not one of an organization's site",
            (_, None) => "the kind is not known here",
        };
        row.refuse(Field::Kind, reason, kinds.expected("kind", word, takes));
    }
    kind.map(|kind| kind.code.as_str().into())
}

fn needed_place(row: &mut RowReader, rule: &PlaceRule) -> Option<Found> {
    match place::read_place(row, rule) {
        Place::Found(found) => Some(found),
        Place::Refused => None,
        Place::Absent => {
            row.refuse(Field::Lon, "the position is missing", "lon and lat in decimal degrees such as 108.9402 and 34.2658");
            None
        }
    }
}

/// The row's unified social credit code; a wrong one is refused with what would be right.
pub(super) fn read_credit_code(row: &mut RowReader) -> Option<CreditCode> {
    let text = row.value(Field::CreditCode)?;
    match CreditCode::parse(text) {
        Ok(code) => Some(code),
        Err(error) => {
            row.refuse(Field::CreditCode, error.to_string(), "18 characters by GB 32100 whose check characters hold, or an empty cell");
            None
        }
    }
}
