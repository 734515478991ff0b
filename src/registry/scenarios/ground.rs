//! Whom does a site reach, and whom do all places reach that no action touches?

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::terms::{Deeds, Scope};
use crate::{
    analysis::{
        coverage::{NearestPerCell, nearest_distances},
        filter::Filter,
        places::{Offer, PlaceRow, Places},
        roads::{Estimate, Limit, WalkCoverage},
        scenario::{Catchment, Scenario, Site, steady, within},
        space::{Point, ROUNDING_M, Space},
        update::{Now, Touched},
    },
    domain::street::{By, Manner},
    registry::Snapshot,
};

impl Snapshot {
    /// The cells within a limit of a point, in metres of this manner; nobody reaches what is nowhere or on no road.
    pub(super) fn catchment(&self, manner: Manner, point: Option<Point>, within_m: f64) -> Catchment {
        let Some(point) = point else { return vec![] };
        let By::OnFoot(profile) = manner.by else { return within(self.cells(), point, within_m) };
        if let Some((walker, _)) = self.walker(manner) {
            let place = walker.attach(point, manner.pace.attach_m());
            return place.map_or(vec![], |place| walker.catchment(&place, &self.cells_on_roads(&walker, manner), within_m));
        }
        let estimate = Estimate::of(manner.pace, profile);
        let near = within(self.cells(), point, estimate.straight_m(within_m) + ROUNDING_M).into_iter();
        let walked = near.map(|(cell, metres)| (cell, estimate.walked_m(metres)));
        walked.filter(|(_, metres)| *metres <= within_m + ROUNDING_M).collect()
    }

    /// Whether a point is on no road, where it is measured over streets.
    pub(super) fn is_off_road(&self, manner: Manner, point: Option<Point>) -> bool {
        let walker = self.walker(manner);
        walker.is_some_and(|(walker, _)| point.is_some_and(|point| walker.attach(point, manner.pace.attach_m()).is_err()))
    }

    /// The plan's scenario before anything is done.
    pub(super) fn scenario(&self, scope: &Scope, deeds: &Deeds) -> Scenario {
        let catchment = |spot: &super::terms::Spot| Site {
            catchment: self.catchment(scope.manner, spot.point, scope.within_m),
            stands: spot.action.is_none(),
        };
        let (sites, steady) = rayon::join(|| deeds.spots.par_iter().map(catchment).collect(), || self.steady(scope, &deeds.touched()));
        Scenario::new(steady, sites)
    }

    /// Who is covered by the places that stay as they are.
    pub(super) fn steady(&self, scope: &Scope, touched: &BTreeSet<u32>) -> Vec<bool> {
        if touched.is_empty() {
            return steady(&self.distances(scope.manner, &scope.filter).nearest, scope.within_m);
        }
        steady(&self.distances_without(scope.manner, &scope.filter, touched), scope.within_m)
    }

    /// The nearest accepted place of every cell when those of some rows are not there; by number, as in [`Snapshot::distances`].
    pub(super) fn distances_without(&self, manner: Manner, filter: &Filter, gone: &BTreeSet<u32>) -> NearestPerCell {
        if let Some((walker, _)) = self.walker(manner) {
            let (places, cells) = (self.places_on_roads(&walker, manner), self.cells_on_roads(&walker, manner));
            let open = self.places().accepted(filter).filter(|(row, _)| !gone.contains(row));
            let open = open.filter_map(|(row, _)| Some((self.place_numbers()[row as usize], places.get(row).ok()?)));
            return WalkCoverage::new(&walker, open, &cells, Limit::Nowhere).per_cell(&walker, &cells).nearest;
        }
        let straight = self.straight_without(filter, gone);
        let By::OnFoot(profile) = manner.by else { return straight };
        let estimate = Estimate::of(manner.pace, profile);
        NearestPerCell { distance_m: straight.distance_m.map(|metres| estimate.walked_m(*metres)), row: straight.row }
    }

    fn straight_without(&self, filter: &Filter, gone: &BTreeSet<u32>) -> NearestPerCell {
        let rows: Vec<u32> = (0..self.places().len() as u32).filter(|row| !gone.contains(row)).collect();
        let places = Places::new(Space::Sphere, rows.iter().map(|row| self.place_row(*row)).collect());
        let numbers: Vec<u32> = rows.iter().map(|row| self.place_numbers()[*row as usize]).collect();
        let mut nearest = self.distances(Manner::default(), filter).nearest.clone();
        let closed = |row: &u32| Touched { number: self.place_numbers()[*row as usize], was_at: self.places().point(*row), row: None };
        let touched: Vec<Touched> = gone.iter().map(closed).collect();
        let now = Now { cells: self.cells(), places: &places, filter, numbers: &numbers };
        if nearest.update(&now, &touched).is_some() {
            return nearest;
        }
        let found = nearest_distances(&places, filter, self.cells());
        let number = |row: &u32| numbers.get(*row as usize).copied().unwrap_or(u32::MAX);
        NearestPerCell { row: found.row.map(number), ..found }
    }

    fn place_row(&self, row: u32) -> PlaceRow {
        let places = self.places();
        let offers = places.offers(row).map(|(service, groups)| Offer { service, groups: groups.to_vec() });
        PlaceRow { point: places.point(row), kind: places.kind(row), status: places.status(row), offers: offers.collect() }
    }
}
