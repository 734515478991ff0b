//! How far does every cell have to the nearest place? Worked out once a manner and filter, and handed on from snapshot to
//! snapshot: after a write only what the written places touch is worked out again.

use std::sync::{Arc, Mutex, PoisonError};

use super::{
    Snapshot,
    worked_out::{Before, Room, WorkedOut, Written},
};
use crate::{
    analysis::{
        cells::Cells,
        counted::Counted,
        coverage::{Coverage, NearestPerCell, nearest_distances},
        filter::Filter,
        roads::{Estimate, Limit, WalkCoverage},
        update::{Now, Touched},
    },
    domain::street::{By, Manner},
};

/// Room for distances, in bytes.
const DISTANCES_BYTES: u64 = 256 << 20;
/// Distances kept at once, however small.
const DISTANCES_KEPT: u64 = 48;
/// Counts kept with distances, by group and limits.
const COUNTS_KEPT: usize = 16;

/// The nearest place of every cell.
pub struct Distances {
    /// Metres, and the place by the number that [`Snapshot::row_of_place`] knows; by cell.
    pub nearest: NearestPerCell,
    /// Cells that are on no road; 0 unless it was measured over a network.
    pub off_road: usize,
    standing: Standing,
    /// What was counted of them.
    counted: Mutex<Vec<Counted>>,
}

/// What it takes to bring distances up to date.
enum Standing {
    /// The distances themselves.
    Straight,
    /// Straight lines, of which they are an estimate.
    Estimated(NearestPerCell),
    /// Whose place is nearest to every node. The first snapshot to go on from there takes it.
    OnFoot(Mutex<Option<Box<WalkCoverage>>>),
}

/// Distances by manner and filter.
pub(super) type DistancesKept = WorkedOut<(Manner, Filter), Distances>;

/// How much room they get.
pub(super) fn room() -> Room<Distances> {
    Room { most: DISTANCES_BYTES, takes: |distances| distances.bytes().max(DISTANCES_BYTES / DISTANCES_KEPT) }
}

impl Distances {
    fn new(nearest: NearestPerCell, off_road: usize, standing: Standing) -> Distances {
        Distances { nearest, off_road, standing, counted: Mutex::default() }
    }

    /// People of a group within limits, in metres; counted once, and handed on with the distances.
    pub fn coverage(&self, cells: &Cells, group: usize, limits_m: &[f64]) -> Coverage {
        let kept = || self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(counted) = kept().iter().find(|one| one.is_of(group, limits_m)) {
            return counted.coverage(limits_m);
        }
        let counted = Counted::new(cells, &self.nearest, group, limits_m);
        let coverage = counted.coverage(limits_m);
        let mut kept = kept();
        if kept.len() == COUNTS_KEPT {
            kept.remove(0);
        }
        kept.push(counted);
        coverage
    }

    /// What was counted before these cells got another distance.
    fn counted_before(self, before: &Distances, cells: &Cells, changed: &[u32]) -> Distances {
        let mut counted = before.counted.lock().unwrap_or_else(PoisonError::into_inner).clone();
        counted.iter_mut().for_each(|one| one.update(cells, &self.nearest, changed));
        Distances { counted: Mutex::new(counted), ..self }
    }

    fn bytes(&self) -> u64 {
        let a_column = self.nearest.row.len() * size_of::<(f64, u32)>();
        let standing = match &self.standing {
            Standing::Straight => 0,
            Standing::Estimated(_) => a_column,
            Standing::OnFoot(coverage) => {
                coverage.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map_or(0, |coverage| coverage.bytes())
            }
        };
        (a_column + standing) as u64
    }
}

impl Snapshot {
    /// The distance from every cell to the nearest place that the filter accepts.
    pub fn distances(&self, manner: Manner, filter: &Filter) -> Arc<Distances> {
        let manner = if manner.by == By::Straight { Manner::default() } else { manner };
        self.distances_kept().get((manner, filter.clone()), |before| {
            let later = before.and_then(|before| self.distances_after(manner, filter, &before));
            later.unwrap_or_else(|| self.distances_anew(manner, filter))
        })
    }

    fn distances_anew(&self, manner: Manner, filter: &Filter) -> Distances {
        if let Some((walker, _)) = self.walker(manner) {
            let (places, cells) = (self.places_on_roads(&walker, manner), self.cells_on_roads(&walker, manner));
            let open =
                self.places().accepted(filter).filter_map(|(row, _)| Some((self.place_numbers()[row as usize], places.get(row).ok()?)));
            let coverage = WalkCoverage::new(&walker, open, &cells, Limit::Nowhere);
            let walked = coverage.per_cell(&walker, &cells);
            return Distances::new(walked.nearest, walked.off_road, standing_on_foot(coverage));
        }
        let found = nearest_distances(self.places(), filter, self.cells());
        let number = |row: &u32| self.place_numbers().get(*row as usize).copied().unwrap_or(u32::MAX);
        let straight = NearestPerCell { row: found.row.map(number), ..found };
        let By::OnFoot(profile) = manner.by else {
            return Distances::new(straight, 0, Standing::Straight);
        };
        let estimate = Estimate::of(manner.pace, profile);
        let distance_m = straight.distance_m.map(|metres| estimate.walked_m(*metres));
        let nearest = NearestPerCell { distance_m, row: straight.row.clone() };
        Distances::new(nearest, 0, Standing::Estimated(straight))
    }

    /// The same from what an earlier snapshot found; `None` when that cannot be gone on from, or anew is quicker.
    fn distances_after(&self, manner: Manner, filter: &Filter, before: &Before<Distances>) -> Option<Distances> {
        let Before { found, written, .. } = before;
        let mut nearest = found.nearest.clone();
        let (standing, changed) = match &found.standing {
            Standing::Straight => {
                let changed = self.update_straight(&mut nearest, filter, written)?;
                (Standing::Straight, changed)
            }
            Standing::Estimated(straight) => {
                let By::OnFoot(profile) = manner.by else { return None };
                let estimate = Estimate::of(manner.pace, profile);
                let mut straight = straight.clone();
                let changed = self.update_straight(&mut straight, filter, written)?;
                for cell in changed.iter().map(|cell| *cell as usize) {
                    nearest.distance_m.set(cell, estimate.walked_m(straight.distance_m[cell]));
                    nearest.row.set(cell, straight.row[cell]);
                }
                (Standing::Estimated(straight), changed)
            }
            Standing::OnFoot(coverage) => {
                let mut coverage = *coverage.lock().unwrap_or_else(PoisonError::into_inner).take()?;
                let (walker, _) = self.walker(manner)?;
                let changed = self.update_on_foot(&mut coverage, manner, filter, written)?;
                for cell in &changed {
                    let place = coverage.of_cell(&walker, *cell);
                    nearest.distance_m.set(*cell as usize, place.map_or(f64::INFINITY, |(_, metres, _)| metres));
                    nearest.row.set(*cell as usize, place.map_or(u32::MAX, |(number, ..)| number));
                }
                (standing_on_foot(coverage), changed)
            }
        };
        Some(Distances::new(nearest, found.off_road, standing).counted_before(found, self.cells(), &changed))
    }

    fn update_straight(&self, nearest: &mut NearestPerCell, filter: &Filter, written: &Written) -> Option<Vec<u32>> {
        let now = Now { cells: self.cells(), places: self.places(), filter, numbers: self.place_numbers() };
        let touched: Vec<Touched> =
            written.places().map(|(number, was_at)| Touched { number, was_at, row: self.row_of_place(number) }).collect();
        nearest.update(&now, &touched)
    }

    fn update_on_foot(&self, coverage: &mut WalkCoverage, manner: Manner, filter: &Filter, written: &Written) -> Option<Vec<u32>> {
        let (walker, _) = self.walker(manner)?;
        let cells = self.cells_on_roads(&walker, manner);
        let mut changed = vec![];
        for (number, _) in written.places() {
            let row = self.row_of_place(number).filter(|row| filter.accepts(self.places(), *row));
            let point = row.and_then(|row| self.places().point(row));
            let place = point.and_then(|point| walker.attach(point, manner.pace.attach_m()).ok());
            match place {
                _ if place == coverage.opened(number) => {}
                Some(place) => changed.extend(coverage.open(&walker, &cells, number, place)),
                None => changed.extend(coverage.close(&walker, &cells, number)),
            }
        }
        Some(changed)
    }
}

fn standing_on_foot(coverage: WalkCoverage) -> Standing {
    Standing::OnFoot(Mutex::new(Some(Box::new(coverage))))
}

#[cfg(test)]
mod tests;
