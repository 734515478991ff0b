//! Which places are there, of which kind and status, and what do they offer?
//!
//! An immutable table by columns, shared by every thread that answers questions. Rows stand in the order of the places'
//! ids, so a tie in distance is broken by the row number. Refuses to know ids and names.

use crate::domain::facility::Status;

use super::{
    filter::Filter,
    index::Entry,
    selection::Selections,
    space::{Frame, Point, Space},
};

/// A place as it is put in.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceRow {
    /// Longitude and latitude in degrees, or x and y in metres. `None` (or not finite): unplaced, never found.
    pub point: Option<Point>,
    /// Number of its kind.
    pub kind: u16,
    /// Where it stands.
    pub status: Status,
    /// What it offers.
    pub offers: Vec<Offer>,
}

/// A service offered at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Number of the service.
    pub service: u16,
    /// Numbers of the target groups it admits; empty admits everyone.
    pub groups: Vec<u16>,
}

/// The places, by columns.
pub struct Places {
    space: Space,
    points: Vec<Option<Point>>,
    kinds: Vec<u16>,
    statuses: Vec<Status>,
    offers: Offers,
    frame: Frame,
    selections: Selections,
}

/// Offers of all rows behind one another: row `r` has services `first_of[r]..first_of[r + 1]`, likewise their groups.
struct Offers {
    first_of: Vec<u32>,
    services: Vec<u16>,
    first_group_of: Vec<u32>,
    groups: Vec<u16>,
}

impl Places {
    /// The table of places in the order of their ids, fewer than 2^32 of them.
    pub fn new(space: Space, rows: Vec<PlaceRow>) -> Places {
        let points: Vec<_> = rows.iter().map(|row| row.point.filter(|point| point.iter().all(|part| part.is_finite()))).collect();
        let kinds: Vec<_> = rows.iter().map(|row| row.kind).collect();
        let statuses: Vec<_> = rows.iter().map(|row| row.status).collect();
        let placed = || points.iter().zip(0..).filter_map(|(point, row)| Some(((*point)?, row)));
        let frame = Frame::around(space, placed().map(|(point, _)| space.straight(point)));
        let entry = |(point, row)| Entry { straight: frame.straight(point), point, row };
        let selections = Selections::new(placed().map(entry), &kinds, &statuses);
        Places { space, points, kinds, statuses, offers: Offers::new(&rows), frame, selections }
    }

    /// How many rows there are, unplaced ones included.
    pub fn len(&self) -> usize {
        self.points.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.points.is_empty()
    }

    /// What the coordinates mean.
    pub fn space(&self) -> Space {
        self.space
    }

    /// Where a place is; `None` when it is unplaced.
    pub fn point(&self, row: u32) -> Option<Point> {
        self.points[row as usize]
    }

    /// The number of its kind.
    pub fn kind(&self, row: u32) -> u16 {
        self.kinds[row as usize]
    }

    /// Where it stands.
    pub fn status(&self, row: u32) -> Status {
        self.statuses[row as usize]
    }

    /// What it offers: services with the groups they admit.
    pub fn offers(&self, row: u32) -> impl Iterator<Item = (u16, &[u16])> {
        self.offers.of(row as usize)
    }

    /// Placed rows that a filter accepts, in order.
    pub fn accepted<'a>(&'a self, filter: &'a Filter) -> impl Iterator<Item = (u32, Point)> + 'a {
        let placed = self.points.iter().zip(0..).filter_map(|(point, row)| Some((row, (*point)?)));
        placed.filter(|(row, _)| filter.accepts(self, *row))
    }

    /// Metres from a point to a place; infinite when it is unplaced.
    pub fn distance_m(&self, from: Point, row: u32) -> f64 {
        self.point(row).map_or(f64::INFINITY, |point| self.space.distance_m(from, point))
    }

    pub(super) fn frame(&self) -> &Frame {
        &self.frame
    }

    pub(super) fn selections(&self) -> &Selections {
        &self.selections
    }
}

impl Offers {
    fn new(rows: &[PlaceRow]) -> Offers {
        let mut offers = Offers { first_of: vec![0], services: vec![], first_group_of: vec![0], groups: vec![] };
        for row in rows {
            for offer in &row.offers {
                offers.services.push(offer.service);
                offers.groups.extend(&offer.groups);
                offers.first_group_of.push(offers.groups.len() as u32);
            }
            offers.first_of.push(offers.services.len() as u32);
        }
        offers
    }

    fn of(&self, row: usize) -> impl Iterator<Item = (u16, &[u16])> {
        (self.first_of[row] as usize..self.first_of[row + 1] as usize).map(|offer| {
            let groups = self.first_group_of[offer] as usize..self.first_group_of[offer + 1] as usize;
            (self.services[offer], &self.groups[groups])
        })
    }
}
