//! How do records become the columns of a snapshot?

use std::collections::{BTreeMap, HashMap};

use geo::InteriorPoint;

use super::Found;
use crate::{
    analysis::{
        cells::{CellColumns, Cells, NO_ZONE},
        locator::Locator,
        places::{Offer, PlaceRow},
        search::Entry,
        space::Space,
    },
    domain::{
        demand::DemandTable,
        division::{Division, DivisionCode},
        facility::Facility,
        kind::Catalogue,
        organization::Organization,
        position::Position,
    },
    storage::{Kept, Revision},
};

/// Gives a division with a boundary a point for its label.
pub(super) fn with_centre(mut division: Division) -> Division {
    if division.centre.is_none() {
        let point = division.boundary.as_ref().and_then(InteriorPoint::interior_point);
        division.centre = point.and_then(|point| Position::new(point.x(), point.y()).ok());
    }
    division
}

pub(super) fn etag(revision: &Revision) -> String {
    let tail: String = revision.uid.chars().filter(char::is_ascii_hexdigit).rev().take(8).collect();
    format!("{}-{tail}", revision.number)
}

pub(super) fn place_row(facility: &Facility, catalogue: &Catalogue) -> PlaceRow {
    let number = |place: Option<usize>| place.and_then(|place| u16::try_from(place).ok()).unwrap_or(u16::MAX);
    PlaceRow {
        point: facility.shown_position().map(|position| [position.lon(), position.lat()]),
        kind: number(catalogue.kinds.place(&facility.kind)),
        status: facility.status,
        offers: facility
            .services
            .iter()
            .map(|service| Offer {
                service: number(catalogue.service_types.place(&service.service_type)),
                groups: service.target_groups.iter().map(|group| number(catalogue.target_groups.place(group))).collect(),
            })
            .collect(),
    }
}

pub(super) fn division_of(facility: &Facility, locator: &Locator) -> Option<DivisionCode> {
    facility.division.or_else(|| {
        // The front point of a protected place need not lie in its division.
        let position = facility.location?.position;
        locator.locate([position.lon(), position.lat()])
    })
}

/// The division of each cell: as declared, otherwise the smallest whose boundary holds it.
pub(super) fn zones_of(demand: &DemandTable, locator: &Locator) -> Vec<Option<DivisionCode>> {
    demand.cells.iter().map(|cell| cell.division.or_else(|| locator.locate([cell.position.lon(), cell.position.lat()]))).collect()
}

pub(super) fn cells_of(demand: &DemandTable, zones: Vec<Option<DivisionCode>>) -> (Vec<DivisionCode>, Cells) {
    let mut codes: Vec<DivisionCode> = zones.iter().flatten().copied().collect();
    codes.sort_unstable();
    codes.dedup();
    let number: HashMap<DivisionCode, u32> = codes.iter().copied().zip(0u32..).collect();
    let zone = zones.into_iter().map(|zone| zone.and_then(|code| number.get(&code).copied()).unwrap_or(NO_ZONE)).collect();
    let points = demand.cells.iter().map(|cell| Some([cell.position.lon(), cell.position.lat()])).collect();
    // Without demand there is one group, of nobody.
    let groups = demand.groups.len().max(usize::from(demand.cells.is_empty()));
    let counts = (0..groups).map(|group| demand.cells.iter().map(|cell| cell.counts[group]).collect()).collect();
    let columns = CellColumns { points, zone, zones: codes.len(), counts };
    (codes, Cells::new(Space::Sphere, columns))
}

pub(super) fn search_entries(
    facilities: &[Facility],
    organizations: &[Kept<Organization>],
    divisions: &BTreeMap<DivisionCode, Division>,
    catalogue: &Catalogue,
) -> Vec<Entry> {
    let kind_name = |code: &str| catalogue.kinds.find(code).map_or("", |kind| kind.name_zh.as_str());
    let of_facilities = facilities.iter().enumerate().map(|(row, facility)| Entry {
        what: Found::Facility(row as u32).number(),
        id: facility.id.as_str().into(),
        name: facility.name.clone(),
        name_en: facility.name_en.clone(),
        detail: format!("{} {}", kind_name(&facility.kind), facility.address.as_deref().unwrap_or("")).into(),
    });
    let of_organizations = organizations.iter().map(|one| &one.record).enumerate().map(|(row, organization)| Entry {
        what: Found::Organization(row as u32).number(),
        id: organization.id.as_str().into(),
        name: organization.name.as_str().into(),
        name_en: organization.name_en.as_deref().map(Into::into),
        detail: organization.address.as_deref().unwrap_or("").into(),
    });
    let of_divisions = divisions.values().enumerate().filter(|(_, division)| division.valid_to.is_none()).map(|(row, division)| Entry {
        what: Found::Division(row as u32).number(),
        id: division.code.to_string().into(),
        name: division.name.as_str().into(),
        name_en: division.name_en.as_deref().map(Into::into),
        detail: "".into(),
    });
    of_divisions.chain(of_facilities).chain(of_organizations).collect()
}
