//! How far is it on foot? Measured over the streets of the imported map (实测路网), or a straight line times a factor (估算)
//! where there is none; every answer says which.

use std::sync::Arc;

use moka::sync::Cache;

use super::{Snapshot, worked_out::WorkedOut};
use crate::{
    analysis::{
        filter::Filter,
        nearest::{NearestQuery, nearest},
        roads::{Attached, Estimate, Limit, Speeds, WalkQuery, Walker},
        space::Point,
    },
    domain::{
        position::Position,
        street::{By, Manner, Profile},
    },
};

/// How straight lines are measured, for the inputs of an answer.
pub const STRAIGHT_METHOD: &str = "great circle, R = 6371008.8 m, closed threshold (straight line, an estimate of walking)";
/// The same over a network.
pub const MEASURED_METHOD: &str =
    "shortest way on foot over the map's streets, ways to and from them included, closed threshold (实测路网)";
/// The same without one.
pub const ESTIMATED_METHOD: &str = "great circle times a detour factor, closed threshold: there is no map of streets yet (估算)";

/// Whether it is for wheels, and the bits of how far off the streets somebody may be.
type Footing = (bool, u64);

/// People where they meet the streets.
pub(super) type PeopleOnRoads = Cache<Footing, Arc<Attached>>;
/// Places where they meet the streets.
pub(super) type PlacesOnRoads = WorkedOut<Footing, Attached>;

/// Ways to attach to the streets that are kept at once.
pub(super) const ON_ROADS_KEPT: u64 = 4;

/// A place found in some manner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reached {
    /// Row of [`Snapshot::facilities`].
    pub row: u32,
    /// Metres in this manner.
    pub distance_m: f64,
    /// Seconds on foot; none for straight lines.
    pub walk_s: Option<f64>,
}

/// Places found, and whether they were measured.
pub struct Found {
    /// Nearest first.
    pub matches: Vec<Reached>,
    /// Whether over a network; straight lines are not, nor is an estimate.
    pub measured: bool,
}

impl Snapshot {
    /// Whether there are streets to measure on.
    pub fn has_network(&self) -> bool {
        self.map().network.is_some()
    }

    /// How answers in this manner are worked out.
    pub fn method(&self, manner: Manner) -> &'static str {
        match manner.by {
            By::Straight => STRAIGHT_METHOD,
            By::OnFoot(_) if self.has_network() => MEASURED_METHOD,
            By::OnFoot(_) => ESTIMATED_METHOD,
        }
    }

    /// Whether answers in this manner are measured over a network.
    pub fn is_measured(&self, manner: Manner) -> bool {
        manner.by != By::Straight && self.has_network()
    }

    /// Somebody who walks in this manner, where there are streets.
    pub(super) fn walker(&self, manner: Manner) -> Option<(Walker<'_>, Profile)> {
        let By::OnFoot(profile) = manner.by else { return None };
        let network = self.map().network.as_ref()?;
        Some((Walker::new(network, profile, &Speeds::from(manner.pace)), profile))
    }

    /// Where places meet the streets; after a write only those that were written are attached again.
    pub(super) fn places_on_roads(&self, walker: &Walker, manner: Manner) -> Arc<Attached> {
        self.places_kept_on_roads().get(footing(manner), |before| {
            let points: Vec<Option<Point>> = (0..self.places().len() as u32).map(|row| self.places().point(row)).collect();
            let known = |row: u32| {
                let (before, number) = (before.as_ref()?, self.place_numbers()[row as usize]);
                let stayed = before.keys.row(number).filter(|_| !before.written.holds(number));
                stayed.map(|row| before.found.get(row))
            };
            walker.attach_others(&points, manner.pace.attach_m(), known)
        })
    }

    /// Where people meet the streets; the same in every snapshot until people or streets are written.
    pub(super) fn cells_on_roads(&self, walker: &Walker, manner: Manner) -> Arc<Attached> {
        self.cells_kept_on_roads().get_with(footing(manner), || Arc::new(walker.attach_all(&self.cell_points(), manner.pace.attach_m())))
    }

    /// Places that are on the map and on no road, with why not; none unless it is measured over a network.
    pub(super) fn places_off_road(&self, manner: Manner) -> Vec<u32> {
        let Some((walker, _)) = self.walker(manner) else { return Vec::new() };
        self.places_on_roads(&walker, manner).off_road().map(|(row, _)| row).collect()
    }

    /// The nearest places that fit, in some manner. Somebody who is on no road gets an estimate.
    pub fn nearest_in(&self, manner: Manner, query: &NearestQuery) -> Found {
        let straight = |query: &NearestQuery| nearest(self.places(), query);
        let By::OnFoot(profile) = manner.by else {
            let plain = |one: crate::analysis::nearest::Match| Reached { row: one.row, distance_m: one.distance_m, walk_s: None };
            return Found { matches: straight(query).into_iter().map(plain).collect(), measured: false };
        };
        if let Some((walker, _)) = self.walker(manner)
            && let Ok(from) = walker.attach(query.at, manner.pace.attach_m())
        {
            let limit = query.within_m.map_or(Limit::Nowhere, Limit::Metres);
            let accept = |row| query.filter.accepts(self.places(), row);
            let asked = WalkQuery { count: query.limit, limit };
            let found = walker.nearest(&self.places_on_roads(&walker, manner), &from, &asked, accept);
            let matches = found.into_iter().map(|one| Reached { row: one.row, distance_m: one.distance_m, walk_s: Some(one.walk_s) });
            return Found { matches: matches.collect(), measured: true };
        }
        let estimate = Estimate::of(manner.pace, profile);
        let nearer = NearestQuery { within_m: query.within_m.map(|metres| estimate.straight_m(metres)), ..*query };
        let walked = |one: crate::analysis::nearest::Match| {
            let distance_m = estimate.walked_m(one.distance_m);
            Reached { row: one.row, distance_m, walk_s: Some(estimate.walk_s(distance_m)) }
        };
        Found { matches: straight(&nearer).into_iter().map(walked).collect(), measured: false }
    }

    /// Nearer places on foot that were not taken, at most so many; `last` is the farthest one that was.
    pub(super) fn walked_past(&self, manner: Manner, query: &NearestQuery, last: Option<&Reached>, at_most: usize) -> Vec<Reached> {
        let of_kinds = Filter { kinds: query.filter.kinds.clone(), ..Filter::default() };
        let Some((walker, _)) = self.walker(manner) else { return Vec::new() };
        let Ok(from) = walker.attach(query.at, manner.pace.attach_m()) else { return Vec::new() };
        let limit = last.map_or(Limit::Nowhere, |last| Limit::Metres(last.distance_m));
        let too_far = |metres: f64| query.within_m.is_some_and(|within_m| metres > within_m);
        let refused = |row| of_kinds.accepts(self.places(), row) && (last.is_none() || !query.filter.accepts(self.places(), row));
        let asked = WalkQuery { count: at_most, limit };
        let found = walker.nearest(&self.places_on_roads(&walker, manner), &from, &asked, refused).into_iter();
        found
            .filter(|one| !query.filter.accepts(self.places(), one.row) || too_far(one.distance_m))
            .map(|one| Reached { row: one.row, distance_m: one.distance_m, walk_s: Some(one.walk_s) })
            .collect()
    }

    /// The point from which a facility is walked to: where it is shown.
    pub(super) fn door_of(&self, row: usize) -> Option<Position> {
        self.facilities()[row].shown_position()
    }
}

fn footing(manner: Manner) -> Footing {
    (manner.by == By::OnFoot(Profile::StepFree), manner.pace.attach_m().to_bits())
}
