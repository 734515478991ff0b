//! What changes for the cells when a few places open, close or move, by straight line?
//!
//! 1. The cells whose nearest place is one of those written are set aside.
//! 2. Every other cell takes a place that opens where it is nearer than what it has.
//! 3. The cells set aside ask the index of all places.
//!
//! Cells that lie together are passed over together: the distance to the nearest place changes from one cell to another by no
//! more than what lies between them, so that one cell of a run and the ball round it tell how far its places may be. The answer
//! is what working everything out anew would give, to the last bit. [`super::roads::update`] does the same on foot.

use std::ops::Range;

use rayon::prelude::*;

use super::{
    cells::{Cells, RUN},
    coverage::NearestPerCell,
    filter::Filter,
    nearest::{NearestQuery, nearest},
    places::Places,
    space::{Point, minus, squared},
};

/// When more than one cell in so many lost its place, working everything out anew is quicker.
const MANY: usize = 32;

/// A place that was written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Touched {
    /// The number it has in the distances: see [`NearestPerCell::row`].
    pub number: u32,
    /// Where it was when the distances were found, if it was anywhere.
    pub was_at: Option<Point>,
    /// Its row now; `None` when it is gone.
    pub row: Option<u32>,
}

/// What distances are brought up to date with.
pub struct Now<'a> {
    /// The cells, as they were.
    pub cells: &'a Cells,
    /// The places as they are now.
    pub places: &'a Places,
    /// Which of them count.
    pub filter: &'a Filter,
    /// The number of each row in the distances, in the same order.
    pub numbers: &'a [u32],
}

impl NearestPerCell {
    /// Brings distances up to date with the places that were written since; answers with the cells that changed, in no order.
    /// `None`, and the distances are to be thrown away, when it is quicker to find them all anew.
    pub fn update(&mut self, now: &Now, touched: &[Touched]) -> Option<Vec<u32>> {
        let aside = self.served_by(now, touched)?;
        let mut changed = vec![];
        for (number, point) in touched.iter().filter_map(|one| Some((one.number, now.place(one.row?)?))) {
            self.open(now, number, point, &mut changed);
        }
        let curve = &now.cells.curve;
        let find = |at: &usize| now.nearest_to(curve.points[*at]);
        let found: Vec<(f64, u32)> = aside.par_iter().with_min_len(64).map(find).collect();
        for (at, (distance_m, number)) in aside.iter().zip(found) {
            let cell = curve.cells[*at];
            let moved = self.distance_m.set(cell as usize, distance_m);
            if self.row.set(cell as usize, number) || moved {
                changed.push(cell);
            }
        }
        Some(changed)
    }

    /// Where on the curve the cells stand that one of these places was nearest to; `None` when there are many.
    fn served_by(&self, now: &Now, touched: &[Touched]) -> Option<Vec<usize>> {
        let most = now.cells.len() / MANY + 64;
        let mut aside = vec![];
        for one in touched {
            let Some(point) = one.was_at else { continue };
            for run in self.runs_near(now, point) {
                aside.extend(run.filter(|at| self.row[now.cells.curve.cells[*at] as usize] == one.number));
            }
            if aside.len() > most {
                return None;
            }
        }
        Some(aside)
    }

    fn open(&mut self, now: &Now, number: u32, point: Point, changed: &mut Vec<u32>) {
        let curve = &now.cells.curve;
        for at in self.runs_near(now, point).into_iter().flatten() {
            let cell = curve.cells[at];
            let known = (self.distance_m[cell as usize], self.row[cell as usize]);
            let offered = (now.cells.space().distance_m(curve.points[at], point), number);
            if offered < known {
                self.distance_m.set(cell as usize, offered.0);
                self.row.set(cell as usize, number);
                changed.push(cell);
            }
        }
    }

    /// The runs of the curve in which a place at this point may be nearest to some cell.
    fn runs_near(&self, now: &Now, point: Point) -> Vec<Range<usize>> {
        let (curve, space) = (&now.cells.curve, now.cells.space());
        let there = space.straight(point);
        let near = |(number, ball): (usize, &super::sweep::Ball)| {
            let run = number * RUN..curve.cells.len().min((number + 1) * RUN);
            let first = self.distance_m[curve.cells[run.start] as usize];
            // Its own place is at most so far from the first cell, and two radii farther from any other.
            let needed = space.widen(space.reach(first) + 3.0 * ball.radius);
            (squared(minus(ball.middle, there)) <= needed * needed).then_some(run)
        };
        curve.balls.iter().enumerate().filter_map(near).collect()
    }
}

impl Now<'_> {
    /// Where a place is, if it counts.
    fn place(&self, row: u32) -> Option<Point> {
        self.places.point(row).filter(|_| self.filter.accepts(self.places, row))
    }

    fn nearest_to(&self, at: Point) -> (f64, u32) {
        let found = nearest(self.places, &NearestQuery { at, limit: 1, within_m: None, filter: self.filter });
        found.first().map_or((f64::INFINITY, u32::MAX), |one| (one.distance_m, self.numbers[one.row as usize]))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use crate::{
        analysis::{cells::CellColumns, coverage::nearest_distances, places::PlaceRow, random::Random, space::Space},
        domain::facility::Status,
    };

    use super::*;

    /// Places by number.
    type Town = BTreeMap<u32, PlaceRow>;

    fn place(random: &mut Random, somewhere: &impl Fn(&mut Random) -> Point) -> PlaceRow {
        let point = Some(somewhere(random)).filter(|_| !random.chance(0.1));
        let status = if random.chance(0.8) { Status::Operating } else { Status::Closed };
        PlaceRow { point, kind: random.below(2) as u16, status, offers: vec![] }
    }

    fn table(space: Space, town: &Town) -> (Places, Vec<u32>) {
        (Places::new(space, town.values().cloned().collect()), town.keys().copied().collect())
    }

    fn anew(now: &Now) -> NearestPerCell {
        let found = nearest_distances(now.places, now.filter, now.cells);
        let number = |row: &u32| if *row == u32::MAX { u32::MAX } else { now.numbers[*row as usize] };
        NearestPerCell { row: found.row.map(number), ..found }
    }

    /// Writes some places at random, again and again; answers how often the distances were brought up to date.
    fn write_again_and_again(seed: u64, space: Space, somewhere: impl Fn(&mut Random) -> Point) -> usize {
        let mut random = Random(seed);
        let points: Vec<_> = (0..1_500).map(|_| Some(somewhere(&mut random)).filter(|_| !random.chance(0.03))).collect();
        let count = points.len();
        let cells = Cells::new(space, CellColumns { points, zone: vec![0; count], zones: 1, counts: vec![vec![1.0; count]] });
        let mut town: Town = (0..[3, 300][random.below(2)]).map(|number| (number * 7, place(&mut random, &somewhere))).collect();
        let filters = [Filter::operating(), Filter { kinds: vec![1], ..Filter::default() }];
        let mut updates = 0;
        let (places, numbers) = table(space, &town);
        let mut kept = filters.clone().map(|filter| anew(&Now { cells: &cells, places: &places, filter: &filter, numbers: &numbers }));
        for _ in 0..30 {
            let mut written: BTreeMap<u32, Option<Point>> = BTreeMap::new();
            for _ in 0..1 + random.below(3) {
                let number = random.below(2_200) as u32;
                let number = if random.chance(0.5) { number } else { town.range(number..).next().map_or(5, |(number, _)| *number) };
                let before = if random.chance(0.3) { town.remove(&number) } else { town.insert(number, place(&mut random, &somewhere)) };
                written.entry(number).or_insert(before.and_then(|before| before.point));
            }
            let (places, numbers) = table(space, &town);
            let row = |number: &u32| numbers.binary_search(number).ok().map(|row| row as u32);
            let touched: Vec<_> =
                written.iter().map(|(number, was_at)| Touched { number: *number, was_at: *was_at, row: row(number) }).collect();
            for (filter, kept) in filters.iter().zip(&mut kept) {
                let now = Now { cells: &cells, places: &places, filter, numbers: &numbers };
                let (before, anew) = (kept.clone(), anew(&now));
                match kept.update(&now, &touched) {
                    None => *kept = anew,
                    Some(changed) => {
                        let changed: BTreeSet<usize> = changed.into_iter().map(|cell| cell as usize).collect();
                        updates += 1;
                        assert!(*kept == anew, "seed {seed}: the distances are those found anew");
                        let differs =
                            |cell: &usize| (before.distance_m[*cell], before.row[*cell]) != (anew.distance_m[*cell], anew.row[*cell]);
                        assert!((0..count).filter(differs).all(|cell| changed.contains(&cell)), "every cell that changed is named");
                    }
                }
            }
        }
        updates
    }

    #[test]
    fn distances_brought_up_to_date_are_those_found_anew() {
        let mut updates = 0;
        for seed in 0..4 {
            updates += write_again_and_again(seed, Space::Sphere, |random| [random.between(108.7, 109.1), random.between(34.1, 34.4)]);
            updates += write_again_and_again(seed, Space::Sphere, Random::point);
            updates +=
                write_again_and_again(seed, Space::Plane, |random| [random.below(40) as f64 * 100.0, random.below(40) as f64 * 100.0]);
        }
        assert!(updates > 400, "most are brought up to date: {updates}");
    }

    #[test]
    fn the_first_place_of_all_serves_everybody_and_when_it_closes_nobody_is_served() {
        let mut random = Random(4);
        let points: Vec<_> = (0..2_000).map(|_| Some(random.point())).collect();
        let cells = Cells::new(Space::Sphere, CellColumns { zone: vec![0; 2_000], zones: 1, counts: vec![], points });
        let none = Places::new(Space::Sphere, vec![]);
        let one =
            Places::new(Space::Sphere, vec![PlaceRow { point: Some([108.9, 34.2]), kind: 0, status: Status::Operating, offers: vec![] }]);
        let filter = Filter::operating();
        let before = Now { cells: &cells, places: &none, filter: &filter, numbers: &[] };
        let after = Now { places: &one, numbers: &[9], ..before };
        let mut kept = anew(&before);
        let changed = kept.update(&after, &[Touched { number: 9, was_at: None, row: Some(0) }]).expect("no cell lost its place");
        assert_eq!((changed.len(), kept == anew(&after)), (2_000, true));
        let closed = Touched { number: 9, was_at: Some([108.9, 34.2]), row: None };
        assert_eq!(kept.update(&before, &[closed]), None, "all of them anew is quicker");
    }
}
