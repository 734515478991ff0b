//! Which places are there, of which kind and status, and what do they offer?
//!
//! An immutable table by columns, shared by every thread that answers questions. Rows stand in the order of the places'
//! ids, so a tie in distance is broken by the row number. Refuses to know ids and names.

use std::collections::BTreeSet;

use crate::domain::facility::Status;

use super::{
    filter::Filter,
    index::Entry,
    selection::{Selections, part},
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

/// A row of a table that follows another.
#[derive(Debug, Clone, PartialEq)]
pub enum NextRow {
    /// As it stands in this row of the table before.
    Kept(u32),
    /// Put in anew.
    New(PlaceRow),
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
        let nothing = Places {
            space,
            points: Vec::new(),
            kinds: Vec::new(),
            statuses: Vec::new(),
            offers: Offers::none(),
            frame: Frame::around(space, std::iter::empty()),
            selections: Selections::default(),
        };
        nothing.next(rows.into_iter().map(NextRow::New).collect())
    }

    /// The table that follows. Where every row that is kept stays in its place, so do the indexes that hold no new row.
    pub fn next(&self, rows: Vec<NextRow>) -> Places {
        let (mut points, mut kinds, mut statuses) = (Vec::new(), Vec::new(), Vec::new());
        let mut offers = Offers::none();
        let mut changed = Vec::new();
        let mut in_place = rows.len() == self.len();
        for (next, row) in rows.into_iter().zip(0u32..) {
            match next {
                NextRow::Kept(before) => {
                    in_place &= before == row;
                    let place = before as usize;
                    points.push(self.points[place]);
                    kinds.push(self.kinds[place]);
                    statuses.push(self.statuses[place]);
                    offers.push(self.offers.of(place));
                }
                NextRow::New(new) => {
                    changed.push(row);
                    points.push(new.point.filter(|point| point.iter().all(|part| part.is_finite())));
                    kinds.push(new.kind);
                    statuses.push(new.status);
                    offers.push(new.offers.iter().map(|offer| (offer.service, &*offer.groups)));
                }
            }
        }
        let placed = || points.iter().zip(0..).filter_map(|(point, row)| Some(((*point)?, row)));
        let space = self.space;
        let (frame, selections) = if in_place {
            let touched = changed
                .iter()
                .map(|row| *row as usize)
                .flat_map(|row| [part(self.kinds[row], self.statuses[row]), part(kinds[row], statuses[row])]);
            let touched: BTreeSet<usize> = touched.collect();
            let within = placed().filter(|(_, row)| touched.contains(&part(kinds[*row as usize], statuses[*row as usize])));
            let entry = |(point, row)| Entry { straight: self.frame.straight(point), point, row };
            (self.frame.clone(), self.selections.next(within.map(entry), &touched, &kinds, &statuses))
        } else {
            let frame = Frame::around(space, placed().map(|(point, _)| space.straight(point)));
            let entry = |(point, row)| Entry { straight: frame.straight(point), point, row };
            let selections = Selections::new(placed().map(entry), &kinds, &statuses);
            (frame, selections)
        };
        Places { space, points, kinds, statuses, offers, frame, selections }
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
    fn none() -> Offers {
        Offers { first_of: vec![0], services: vec![], first_group_of: vec![0], groups: vec![] }
    }

    /// The next row's.
    fn push<'a>(&mut self, of_row: impl Iterator<Item = (u16, &'a [u16])>) {
        for (service, groups) in of_row {
            self.services.push(service);
            self.groups.extend(groups);
            self.first_group_of.push(self.groups.len() as u32);
        }
        self.first_of.push(self.services.len() as u32);
    }

    fn of(&self, row: usize) -> impl Iterator<Item = (u16, &[u16])> {
        (self.first_of[row] as usize..self.first_of[row + 1] as usize).map(|offer| {
            let groups = self.first_group_of[offer] as usize..self.first_group_of[offer + 1] as usize;
            (self.services[offer], &self.groups[groups])
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::{
        nearest::{NearestQuery, nearest},
        random::Random,
    };

    use super::*;

    fn place(random: &mut Random) -> PlaceRow {
        PlaceRow {
            point: Some([random.below(40) as f64 * 0.002 + 108.9, random.below(40) as f64 * 0.002 + 34.2]).filter(|_| !random.chance(0.1)),
            kind: random.below(4) as u16,
            status: if random.chance(0.7) { Status::Operating } else { Status::Closed },
            offers: (0..random.below(3)).map(|_| Offer { service: random.below(5) as u16, groups: vec![random.below(3) as u16] }).collect(),
        }
    }

    /// Writes some rows, adds some and takes some out; answers the rows as they follow from those before.
    fn written(random: &mut Random, rows: &mut Vec<PlaceRow>) -> Vec<NextRow> {
        let mut next: Vec<NextRow> = (0..rows.len() as u32).map(NextRow::Kept).collect();
        for _ in 0..random.below(4) {
            let row = random.below(next.len());
            next[row] = NextRow::New(place(random));
        }
        if random.chance(0.3) {
            next.remove(random.below(next.len()));
            next.insert(random.below(next.len()), NextRow::New(place(random)));
        }
        *rows = next
            .iter()
            .map(|row| match row {
                NextRow::Kept(before) => rows[*before as usize].clone(),
                NextRow::New(new) => new.clone(),
            })
            .collect();
        next
    }

    #[test]
    fn a_table_that_follows_answers_like_one_made_anew() {
        let mut random = Random(21);
        let mut rows: Vec<PlaceRow> = (0..400).map(|_| place(&mut random)).collect();
        let mut places = Places::new(Space::Sphere, rows.clone());
        let filters = [
            Filter::default(),
            Filter { kinds: vec![1], ..Filter::operating() },
            Filter { kinds: vec![0, 3], ..Filter::default() },
            Filter { services: vec![2], ..Filter::operating() },
            Filter { kinds: vec![2], group: Some(1), ..Filter::operating() },
        ];
        let mut differed = 0;
        for _ in 0..150 {
            let before = rows.clone();
            let next = written(&mut random, &mut rows);
            differed += usize::from(before != rows);
            places = places.next(next);
            let anew = Places::new(Space::Sphere, rows.clone());
            for filter in &filters {
                let at = [random.between(108.9, 109.0), random.between(34.2, 34.3)];
                let query = NearestQuery { at, limit: 7, within_m: None, filter };
                assert_eq!(nearest(&places, &query), nearest(&anew, &query));
                let accepted = |places: &Places| places.accepted(filter).collect::<Vec<_>>();
                assert_eq!(accepted(&places), accepted(&anew));
            }
            let offers = |places: &Places| {
                (0..places.len() as u32)
                    .map(|row| places.offers(row).map(|(service, groups)| (service, groups.to_vec())).collect())
                    .collect::<Vec<Vec<_>>>()
            };
            assert_eq!(offers(&places), offers(&anew));
        }
        assert!(differed > 100, "most rounds write something: {differed}");
    }
}
