//! Which organizations does a file hold, and which of them have a site on the map?

use std::borrow::Cow;

use crate::domain::{
    facility::Facility,
    id::{FacilityId, OrganizationId},
    kind::KindOf,
    organization::{Category, Organization},
    service::ServiceAtLocation,
};

use super::{
    Note, ReadError, Reading, Records, Source,
    facilities::{Rules, Site, details, read_credit_code, read_kind},
    headings::Layout,
    held::{self, Held, held_or},
    place::{self, Place},
    row::RowReader,
    run::read_rows,
    services::read_services,
    spellings::Field,
    table::Table,
};

/// An organization and its site: a facility with the same id, run by itself, of a kind for organizations.
pub type OrganizationRow = (Organization, Option<Facility>);

pub(super) const LAYOUT: Layout = Layout {
    fields: &[
        Field::Id,
        Field::OtherId,
        Field::Serial,
        Field::Name,
        Field::OtherName,
        Field::NameEn,
        Field::Category,
        Field::CreditCode,
        Field::FilingNumber,
        Field::Phone,
        Field::ContactMobile,
        Field::Address,
        Field::Division,
        Field::Notes,
        Field::Source,
        Field::Kind,
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
        Field::FloorArea,
        Field::OpeningHours,
        Field::BarrierFree,
        Field::Grade,
        Field::Department,
        Field::Services,
        Field::ServicesJson,
        Field::OwnServices,
        Field::OwnServicesJson,
        Field::TargetGroups,
        Field::OpenedOn,
        Field::CheckedOn,
        Field::GivenX,
        Field::GivenY,
        Field::GivenDatum,
        Field::Notice,
        Field::Withheld,
    ],
    needed: &[&[Field::Id, Field::OtherId, Field::Serial], &[Field::Name, Field::OtherName]],
};

/// What a row gives: the organization, its site, and whether a kind was left out for want of a position.
struct Parsed {
    row: OrganizationRow,
    kind_left_out: bool,
}

/// Reads organizations; one with a position and a kind has a site.
///
/// Services go to the site; those without a door (hotlines), and all of an organization without a site, stay with the organization.
pub fn read_organizations(source: &Source, reading: &Reading) -> Result<Records<OrganizationRow>, ReadError> {
    let nothing = Held::default();
    from_table(&Table::open(source, &LAYOUT)?, reading, reading.held.unwrap_or(&nothing))
}

/// Reads organizations; what the file has no column for is as the registry holds it.
pub(super) fn from_table(table: &Table, reading: &Reading, held: &Held) -> Result<Records<OrganizationRow>, ReadError> {
    let rules = Rules::of(table, reading, held)?;
    let parsed = read_rows(table, reading, Field::Id, |id| Cow::Borrowed(id), |row| organization(row, &rules));
    let left_out = parsed.records.iter().filter(|(_, parsed)| parsed.kind_left_out).count();
    let told = table.told(&[]).into_iter().chain(place::geometry_wins(table)).collect();
    let mut records = parsed.map(|parsed| parsed.row).told_before(told);
    if left_out > 0 {
        records.notes.push(Note::KindWithoutSite { rows: left_out });
    }
    Ok(records)
}

fn organization(row: &mut RowReader, rules: &Rules) -> Option<Parsed> {
    let id = row.id(Field::Id, OrganizationId::parse);
    let before = rules.held.organizations.get(row.raw(Field::Id));
    let name = held_or(row, Field::Name, before.map(|one| &one.name), |row| row.needed_name(Field::Name).map(str::to_string));
    let categories = || Category::ALL.map(|(_, code, zh, _)| format!("{code} ({zh})")).join(", ");
    let category = row.choice(Field::Category, Category::parse, categories);
    let credit_code = read_credit_code(row);
    let filing_number = row.name(Field::FilingNumber).map(str::to_string);
    let notes = row.long(Field::Notes).map(str::to_string);
    if held::withholds_place(row) {
        // The position is the public front point: taken for the true one it would replace it.
        row.refuse(
            Field::Withheld,
            "the file leaves out the true position of this organization's site",
            "a file made with export --with-protected",
        );
    }
    let mut site = read_site(row, rules);
    if let Some(site) = &mut site {
        site.operator = id.clone();
    }
    let services = own_services(row, rules, &mut site);
    let mut organization = Organization {
        id: id?,
        name: name?,
        name_en: row.name(Field::NameEn).map(str::to_string),
        category,
        credit_code,
        filing_number,
        contact_mobile: row.mobile(Field::ContactMobile),
        phone: row.phone().map(str::to_string),
        address: row.long(Field::Address).map(str::to_string),
        division: row.division(Field::Division, rules.reading.successors),
        services,
        notes,
        source: row.long(Field::Source).map(str::to_string),
    };
    if let Some(before) = before {
        held::keep_organization(row, &mut organization, before);
    }
    row.moved.dedup();
    let kind_left_out = site.is_none() && row.has(Field::Kind) && !row.raw(Field::Kind).is_empty();
    Some(Parsed { row: (organization, site), kind_left_out })
}

fn read_site(row: &mut RowReader, rules: &Rules) -> Option<Facility> {
    let Place::Found(found) = place::read_place(row, &rules.places) else { return None };
    let before = rules.held.facilities.get(row.raw(Field::Id));
    let of_organizations = |row: &mut RowReader| read_kind(row, rules, |kind| kind.of == KindOf::Organization);
    let kind = held_or(row, Field::Kind, before.map(|one| &one.kind), of_organizations);
    let id = row.id(Field::Id, FacilityId::parse);
    let name = held_or(row, Field::Name, before.map(|one| &one.name), |row| row.needed_name(Field::Name).map(Into::into));
    let mut site = details(row, rules, Site { id, name, kind, found: Some(found), withheld: false })?;
    if let Some(before) = before {
        held::keep_site(row, &mut site, before);
    }
    Some(site)
}

/// The services that stay with the organization. A file with a column of its own for them, such as an export, says so itself.
fn own_services(row: &mut RowReader, rules: &Rules, site: &mut Option<Facility>) -> Vec<ServiceAtLocation> {
    if row.has(Field::OwnServices) || row.has(Field::OwnServicesJson) {
        return read_services(row, &rules.words, Field::OwnServices, Field::OwnServicesJson);
    }
    let Some(site) = site else {
        return read_services(row, &rules.words, Field::Services, Field::ServicesJson);
    };
    let doorless = |service: &ServiceAtLocation| rules.words.service_types.find(&service.service_type).is_some_and(|kind| kind.doorless);
    let (own, at_site) = std::mem::take(&mut site.services).into_iter().partition(doorless);
    site.services = at_site;
    own
}
