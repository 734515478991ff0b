//! What does a file leave unsaid? A field without a column is as the registry holds it; an empty cell empties its field.

use std::collections::HashMap;

use crate::domain::{
    facility::{Facility, Location},
    organization::Organization,
    position::{Position, Precision},
};

use super::{row::RowReader, spellings::Field, write::CONTACT_WITHHELD};

/// A position that did not move since it was read: exports write at least seven decimals.
const SAME_POINT_DEG: f64 = 1e-7;

/// The records that the registry holds under ids of a file.
#[derive(Debug, Clone, Default)]
pub struct Held {
    /// Facilities and sites by id.
    pub facilities: HashMap<String, Facility>,
    /// Organizations by id.
    pub organizations: HashMap<String, Organization>,
}

impl Held {
    /// Whether the registry holds none of them.
    pub fn is_empty(&self) -> bool {
        self.facilities.is_empty() && self.organizations.is_empty()
    }
}

/// What a row reads for a needed field, or what is held where the file has no column for it.
pub(super) fn held_or<'t, T: Clone>(
    row: &mut RowReader<'t>,
    field: Field,
    held: Option<&T>,
    read: impl FnOnce(&mut RowReader<'t>) -> Option<T>,
) -> Option<T> {
    match held {
        Some(held) if !row.has(field) => Some(held.clone()),
        _ => read(row),
    }
}

/// Whether the file says where its places are.
pub(super) fn states_place(row: &RowReader) -> bool {
    let geometry = row.row.feature.as_ref().is_some_and(|feature| !matches!(feature.geometry, Ok(None)));
    geometry || row.has(Field::Lon) || row.has(Field::Lat)
}

/// Whether an export left out where the protected place of this row is.
pub(super) fn withholds_place(row: &RowReader) -> bool {
    let withheld = row.raw(Field::Withheld).trim();
    !withheld.is_empty() && withheld != CONTACT_WITHHELD
}

/// Whether the file says nothing of the contact's mobile of this row: it has no column for it, or an export left it out.
fn leaves_contact(row: &RowReader) -> bool {
    !row.has(Field::ContactMobile) || row.raw(Field::Withheld).split(';').any(|word| word.trim() == CONTACT_WITHHELD)
}

/// Fills what the file has no column for.
pub(super) fn keep_facility(row: &RowReader, facility: &mut Facility, before: &Facility) {
    if !row.has(Field::Operator) {
        facility.operator.clone_from(&before.operator);
    }
    if !row.has(Field::CreditCode) {
        facility.credit_code.clone_from(&before.credit_code);
    }
    if !row.has(Field::Notes) {
        facility.notes.clone_from(&before.notes);
    }
    keep_site(row, facility, before);
}

/// The same for an organization's site, whose operator, code and notes are the organization's.
pub(super) fn keep_site(row: &RowReader, site: &mut Facility, before: &Facility) {
    macro_rules! keep {
        ($($field:ident: $own:ident),+ $(,)?) => { $(if !row.has(Field::$field) { site.$own.clone_from(&before.$own); })+ };
    }
    keep!(
        NameEn: name_en, Division: division, Address: address, Status: status, StatusDate: status_date, StatusReason: status_reason,
        Capacity: capacity, FloorArea: floor_area_m2, OpeningHours: opening_hours, Phone: phone,
        BarrierFree: barrier_free, Grade: grade, Department: responsible_department, OpenedOn: opened_on, CheckedOn: checked_on,
        Source: source,
    );
    if leaves_contact(row) {
        site.contact_mobile.clone_from(&before.contact_mobile);
    }
    if !row.has(Field::PublicLon) && !row.has(Field::PublicLat) {
        site.front = before.front;
    }
    if !row.has(Field::Services) && !row.has(Field::ServicesJson) {
        site.services.clone_from(&before.services);
    }
    // No file has a column for it.
    site.checked_by.clone_from(&before.checked_by);
    site.location = match (site.location, before.location) {
        (None, Some(held)) if !withholds_place(row) => {
            let precision = row.has(Field::Precision).then(|| Precision::from_code(row.raw(Field::Precision))).flatten();
            Some(Location { precision: precision.unwrap_or(held.precision), ..held })
        }
        (Some(read), Some(held)) if same_point(read.position, held.position) => Some(Location {
            position: held.position,
            given: if row.has(Field::GivenX) { read.given } else { held.given },
            precision: if row.has(Field::Precision) { read.precision } else { held.precision },
        }),
        (read, _) => read,
    };
}

/// Fills what the file has no column for.
pub(super) fn keep_organization(row: &RowReader, organization: &mut Organization, before: &Organization) {
    macro_rules! keep {
        ($($field:ident: $own:ident),+ $(,)?) => { $(if !row.has(Field::$field) { organization.$own.clone_from(&before.$own); })+ };
    }
    keep!(
        NameEn: name_en, Category: category, CreditCode: credit_code, FilingNumber: filing_number, Phone: phone,
        Address: address, Division: division, Notes: notes, Source: source,
    );
    if leaves_contact(row) {
        organization.contact_mobile.clone_from(&before.contact_mobile);
    }
    let columns = [Field::Services, Field::ServicesJson, Field::OwnServices, Field::OwnServicesJson];
    if !columns.into_iter().any(|field| row.has(field)) {
        organization.services.clone_from(&before.services);
    }
}

fn same_point(one: Position, other: Position) -> bool {
    (one.lon() - other.lon()).abs() <= SAME_POINT_DEG && (one.lat() - other.lat()).abs() <= SAME_POINT_DEG
}
