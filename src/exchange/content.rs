//! What goes into an export, whatever its format? Records as they may be shown, as cells and a point each.

use std::borrow::Cow;

use crate::domain::{facility::Facility, organization::Organization, position::Position};

use super::{
    columns::{self, Column},
    showing::{Contact, ExportOptions},
    write::{Value, facility_values, organization_values},
};

/// An organization as it may be shown, with its site.
type ShownOrganization<'a> = (Cow<'a, Organization>, Option<Cow<'a, Facility>>);

/// The records of an export. What may not leave was taken off when it was made.
pub struct Content<'a> {
    rows: Rows<'a>,
    with_contacts: bool,
}

/// One row each, and what is told of its contact.
enum Rows<'a> {
    Facilities(Vec<(Cow<'a, Facility>, Contact)>),
    /// With their sites.
    Organizations(Vec<(ShownOrganization<'a>, Contact)>),
}

/// One record of an export.
pub struct Record<'c> {
    /// Where it stands, WGS84; nowhere for what has no place or none that may be shown.
    pub point: Option<Position>,
    /// Its cells under the content's columns, without the notice.
    pub values: Vec<Value<'c>>,
}

impl<'a> Content<'a> {
    /// Facilities as the options let them be shown.
    pub fn facilities(facilities: impl Iterator<Item = &'a Facility>, options: &ExportOptions) -> Content<'a> {
        let rows = facilities.map(|facility| (options.shown(facility), options.contact(facility.id.as_str())));
        Content { rows: Rows::Facilities(rows.collect()), with_contacts: options.contacts.is_some() }
    }

    /// Organizations and their sites as the options let them be shown.
    pub fn organizations(rows: impl Iterator<Item = (&'a Organization, Option<&'a Facility>)>, options: &ExportOptions) -> Content<'a> {
        let rows =
            rows.map(|(organization, site)| (options.shown_organization(organization, site), options.contact(organization.id.as_str())));
        Content { rows: Rows::Organizations(rows.collect()), with_contacts: options.contacts.is_some() }
    }

    /// What the records are, as the interface names them.
    pub fn code(&self) -> &'static str {
        match &self.rows {
            Rows::Facilities(_) => "facilities",
            Rows::Organizations(_) => "organizations",
        }
    }

    /// Keeps the records whose facility or site is taken, and of organizations without a site those that are taken.
    pub fn retain(&mut self, takes: impl Fn(&Facility) -> bool, takes_siteless: impl Fn(&Organization) -> bool) {
        match &mut self.rows {
            Rows::Facilities(rows) => rows.retain(|(row, _)| takes(row)),
            Rows::Organizations(rows) => rows.retain(|((organization, site), _)| match site {
                Some(site) => takes(site),
                None => takes_siteless(organization),
            }),
        }
    }

    /// The columns, the notice last.
    pub fn columns(&self) -> Vec<Column> {
        match &self.rows {
            Rows::Facilities(_) => columns::of_facilities(self.with_contacts),
            Rows::Organizations(_) => columns::of_organizations(self.with_contacts),
        }
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        match &self.rows {
            Rows::Facilities(rows) => rows.len(),
            Rows::Organizations(rows) => rows.len(),
        }
    }

    /// Whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many records have a position in this export.
    pub fn placed(&self) -> usize {
        match &self.rows {
            Rows::Facilities(rows) => rows.iter().filter(|(row, _)| point(row).is_some()).count(),
            Rows::Organizations(rows) => rows.iter().filter(|((_, site), _)| site.as_deref().and_then(point).is_some()).count(),
        }
    }

    /// The records, in the order in which they came.
    pub fn records(&self) -> Box<dyn Iterator<Item = Record<'_>> + '_> {
        match &self.rows {
            Rows::Facilities(rows) => {
                Box::new(rows.iter().map(|(row, contact)| Record { point: point(row), values: facility_values(row, *contact) }))
            }
            Rows::Organizations(rows) => Box::new(rows.iter().map(|((organization, site), contact)| {
                let site = site.as_deref();
                Record { point: site.and_then(point), values: organization_values(organization, site, *contact) }
            })),
        }
    }
}

/// The pair that stands in lon and lat: the true point where it may be shown, else the public front point.
fn point(facility: &Facility) -> Option<Position> {
    facility.location.map(|location| location.position).or(facility.front)
}
