//! Which accepted places are nearest to a point, and which nearer ones were left out?
//!
//! 1. Places are visited by straight-line distance, nearer blocks first, until the k-th nearest found so far is nearer than
//!    anything unseen. Whatever rounding could still rank before the k-th is kept (see [`super::space`]).
//! 2. The metres of those kept are worked out, those beyond the limit dropped (the limit itself counts as within), and the
//!    rest ordered by metres and row.
//!
//! The answer is that of a linear scan, ties included. Refuses to know roads and walking times.

use std::collections::BinaryHeap;

use super::{
    filter::{Filter, Reason},
    index::{Entry, Index},
    places::Places,
    space::{Point, ROUNDING_M, Straight},
};

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct NearestQuery<'a> {
    /// From here: longitude and latitude in degrees, or x and y in metres; finite.
    pub at: Point,
    /// At most this many.
    pub limit: usize,
    /// Not farther than this; the threshold is closed.
    pub within_m: Option<f64>,
    /// Among these.
    pub filter: &'a Filter,
}

/// A place that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Match {
    /// Its row.
    pub row: u32,
    /// Metres to it.
    pub distance_m: f64,
}

/// A place that was not taken though it is near.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOut {
    /// Its row.
    pub row: u32,
    /// Metres to it.
    pub distance_m: f64,
    /// Why, at least one reason.
    pub reasons: Vec<Reason>,
}

/// The nearest accepted places, ordered by metres, then by row.
pub fn nearest(places: &Places, query: &NearestQuery) -> Vec<Match> {
    let mut search = Search::new(places, query.at, query.limit, query.within_m);
    places.selections().of(places, query.filter, |index, takes| search.look_through(index, takes));
    search.answer()
}

/// Places of the asked kinds (of any, when none is asked for) that are nearer than the last of the matches and were not
/// taken, with the reasons; when nothing matched, the nearest of them all. At most `at_most`, ordered by metres, then row.
/// `matches` are the answer of [`nearest`] to the same query.
pub fn left_out(places: &Places, query: &NearestQuery, matches: &[Match], at_most: usize) -> Vec<LeftOut> {
    let NearestQuery { at, within_m, filter, .. } = *query;
    let of_kinds = Filter { kinds: filter.kinds.clone(), ..Filter::default() };
    let reasons = |row, distance_m| {
        let too_far = within_m.is_some_and(|within_m| distance_m > within_m + ROUNDING_M);
        filter.reasons(places, row).into_iter().chain(too_far.then_some(Reason::TooFar)).collect::<Vec<_>>()
    };
    let refused = |row| {
        let too_far = || within_m.is_some_and(|within_m| places.distance_m(at, row) > within_m + ROUNDING_M);
        !filter.accepts(places, row) || too_far()
    };
    let last = matches.last();
    let mut search = Search::new(places, at, at_most, last.map(|last| last.distance_m));
    places.selections().indexes_for(&of_kinds).for_each(|index| search.look_through(index, refused));
    let nearer = |found: &Match| last.is_none_or(|last| (found.distance_m, found.row) < (last.distance_m, last.row));
    let found = search.answer().into_iter().filter(nearer);
    found.map(|Match { row, distance_m }| LeftOut { row, distance_m, reasons: reasons(row, distance_m) }).collect()
}

/// The k nearest so far, and everything that rounding could rank among them.
struct Search<'a> {
    places: &'a Places,
    at: Point,
    from: Straight,
    limit: usize,
    within_m: f64,
    /// Squares above this are out of the question.
    bound: f64,
    /// Squares of the nearest `limit`, as bits, which order like the numbers since none is negative; the largest on top.
    nearest: BinaryHeap<u64>,
    /// Everything found within the bound of its time, with its square.
    found: Vec<(f64, Entry)>,
}

impl<'a> Search<'a> {
    fn new(places: &'a Places, at: Point, limit: usize, within_m: Option<f64>) -> Self {
        let nowhere = within_m.is_some_and(|within_m| within_m.is_nan() || within_m < 0.0);
        let within_m = within_m.map_or(f64::INFINITY, |within_m| within_m + ROUNDING_M);
        let reach = places.space().reach(within_m);
        let nothing = limit == 0 || nowhere || !at.iter().all(|part| part.is_finite());
        Search {
            places,
            at,
            from: places.frame().straight(at),
            limit,
            within_m,
            bound: if nothing { -1.0 } else { reach * reach },
            nearest: BinaryHeap::with_capacity(limit.min(64)),
            found: Vec::with_capacity(limit.saturating_mul(4).min(256)),
        }
    }

    /// Looks for more in an index, among the rows that `takes` takes.
    fn look_through(&mut self, index: &Index, takes: impl Fn(u32) -> bool) {
        if self.bound < 0.0 {
            return;
        }
        index.visit(self.from, self.bound, |square, entry| {
            if takes(entry.row) {
                self.take(square, entry);
            }
            self.bound
        });
    }

    fn take(&mut self, square: f64, entry: &Entry) {
        self.found.push((square, *entry));
        if self.nearest.len() == self.limit {
            let Some(mut farthest) = self.nearest.peek_mut().filter(|farthest| square.to_bits() < **farthest) else { return };
            *farthest = square.to_bits();
        } else {
            self.nearest.push(square.to_bits());
        }
        if self.nearest.len() == self.limit {
            let farthest = self.nearest.peek().map_or(f64::INFINITY, |bits| f64::from_bits(*bits));
            let length = self.places.space().widen(farthest.sqrt());
            self.bound = self.bound.min(length * length);
        }
    }

    fn answer(self) -> Vec<Match> {
        let near = self.found.iter().filter(|(square, _)| *square <= self.bound);
        let space = self.places.space();
        let measured = near.map(|(_, entry)| Match { row: entry.row, distance_m: space.distance_m(self.at, entry.point) });
        let mut matches: Vec<_> = measured.filter(|found| found.distance_m <= self.within_m).collect();
        matches.sort_unstable_by(|a, b| a.distance_m.total_cmp(&b.distance_m).then(a.row.cmp(&b.row)));
        matches.truncate(self.limit);
        matches
    }
}

#[cfg(test)]
mod tests;
