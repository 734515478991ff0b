//! What goes into an export, whatever its format? Records as they may be shown, as cells and a point each.

use std::borrow::Cow;

use crate::domain::{facility::Facility, organization::Organization, position::Position};

use super::{
    columns::{self, Column},
    write::{ExportOptions, Value, facility_values, organization_values},
};

/// An organization as it may be shown, with its site.
type ShownOrganization<'a> = (Cow<'a, Organization>, Option<Cow<'a, Facility>>);

/// The records of an export. What may not leave was taken off when it was made.
pub enum Content<'a> {
    /// Facilities, one row each.
    Facilities(Vec<Cow<'a, Facility>>),
    /// Organizations with their sites, one row each.
    Organizations(Vec<ShownOrganization<'a>>),
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
        Content::Facilities(facilities.map(|facility| options.shown(facility)).collect())
    }

    /// Organizations and their sites as the options let them be shown.
    pub fn organizations(rows: impl Iterator<Item = (&'a Organization, Option<&'a Facility>)>, options: &ExportOptions) -> Content<'a> {
        Content::Organizations(rows.map(|(organization, site)| options.shown_organization(organization, site)).collect())
    }

    /// Keeps the records whose facility or site is taken, and of organizations without a site those that are taken.
    pub fn retain(&mut self, takes: impl Fn(&Facility) -> bool, takes_siteless: impl Fn(&Organization) -> bool) {
        match self {
            Content::Facilities(rows) => rows.retain(|row| takes(row)),
            Content::Organizations(rows) => rows.retain(|(organization, site)| match site {
                Some(site) => takes(site),
                None => takes_siteless(organization),
            }),
        }
    }

    /// The columns, the notice last.
    pub fn columns(&self) -> Vec<Column> {
        match self {
            Content::Facilities(_) => columns::of_facilities(),
            Content::Organizations(_) => columns::of_organizations(),
        }
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        match self {
            Content::Facilities(rows) => rows.len(),
            Content::Organizations(rows) => rows.len(),
        }
    }

    /// Whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many records have a position in this export.
    pub fn placed(&self) -> usize {
        match self {
            Content::Facilities(rows) => rows.iter().filter(|row| point(row).is_some()).count(),
            Content::Organizations(rows) => rows.iter().filter(|(_, site)| site.as_deref().and_then(point).is_some()).count(),
        }
    }

    /// The records, in the order in which they came.
    pub fn records(&self) -> Box<dyn Iterator<Item = Record<'_>> + '_> {
        match self {
            Content::Facilities(rows) => Box::new(rows.iter().map(|row| Record { point: point(row), values: facility_values(row) })),
            Content::Organizations(rows) => Box::new(rows.iter().map(|(organization, site)| {
                let site = site.as_deref();
                Record { point: site.and_then(point), values: organization_values(organization, site) }
            })),
        }
    }
}

/// The pair that stands in lon and lat: the true point where it may be shown, else the public front point.
fn point(facility: &Facility) -> Option<Position> {
    facility.location.map(|location| location.position).or(facility.front)
}
