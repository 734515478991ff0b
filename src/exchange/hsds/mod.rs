//! Which organizations and places does an HSDS 3.1 tabular data package hold?
//!
//! <https://docs.openreferral.org/en/3.1/>: a folder or zip of CSV files that refer to each other by id; coordinates are
//! WGS84 by the standard. The package is laid out as the rows of our own imports and read by their readers, so that
//! every rule about ids, texts, numbers and places is the same; what they refuse is told by the package's own file and row.

mod draft;
mod hours;
mod organizations;
mod package;
mod phones;
mod places;
mod services;
mod table;
mod terms;

use std::collections::BTreeMap;

use crate::domain::{datum::Datum, facility::Facility, kind::Kind};

use self::{
    draft::Complaints, organizations::organization_drafts, package::Tables, phones::Phones, places::Places, services::Services,
    terms::Terms,
};
use super::{OrganizationRow, ReadError, Reading, Records, facilities::read_facilities, organizations::read_organizations};

pub use package::HsdsPackage;

/// What a package holds. Row numbers are those of `organizations.csv` and `locations.csv`.
pub struct HsdsRecords {
    /// Organizations; none has a site, since HSDS keeps places apart.
    pub organizations: Records<OrganizationRow>,
    /// Facilities with their services. Refused rows of the other files are counted here too.
    pub facilities: Records<Facility>,
    /// The files that are read, always in the same order, with the number of their last row; 1 for one that is not there.
    pub last_rows: Vec<(&'static str, usize)>,
    /// What else to know, a sentence each.
    pub notes: Vec<String>,
}

/// Reads a package. A refusal's column is `file:column`, its row is that file's.
///
/// 1. Phones, capacities, services and links that are wrong are refused by themselves; what they belong to stays.
/// 2. An organization or a physical location with a wrong cell is refused as a whole.
/// 3. A location's kind comes from an attribute's taxonomy term, from its name or its services' names; else it is `default_kind`.
pub fn read_hsds(package: &HsdsPackage, default_kind: Option<&Kind>, reading: &Reading) -> Result<HsdsRecords, ReadError> {
    let tables = Tables::read(package)?;
    let terms = Terms::of(&tables, reading.catalogue);
    let mut complaints = Complaints::default();
    let services = Services::read(&tables, &terms, &mut complaints);
    let phones = Phones::read(&tables, &mut complaints);
    let places = Places::read(&tables, &terms, (&services, &phones), default_kind, &mut complaints);
    let own = organization_drafts(&tables, &services, &phones, &mut complaints);
    let reading = Reading { datum: Some(Datum::Wgs84), ..*reading };
    let organizations = own.read(&reading, read_organizations)?;
    let mut facilities = places.drafts.read(&reading, read_facilities)?;
    for refusal in &mut facilities.refused {
        if refusal.column == "locations.csv:name" && refusal.reason.contains("kind") {
            refusal.reason = "no attribute and no name tells the kind of this place".to_owned();
            refusal.expected = format!("a taxonomy term on the location, a name that holds the kind, or --kind KIND: {}", refusal.expected);
        }
    }
    let (refused, rows) = complaints.finish();
    facilities.rows += rows;
    facilities.refused_rows += rows;
    facilities.refused.extend(refused);
    let mut notes: Vec<String> = package.notes(&tables).into_iter().collect();
    notes.extend(places.notes());
    notes.extend(services.notes());
    Ok(HsdsRecords { organizations, facilities, last_rows: tables.last_rows(), notes })
}

/// Rows of a table by the value of one of its columns; rows without a value are left out.
type ByColumn<'t> = BTreeMap<&'t str, Vec<table::Row<'t>>>;
