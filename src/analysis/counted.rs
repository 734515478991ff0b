//! How many people are between one limit and the next, by zone, and what changes in that when a few cells get another distance?
//!
//! People are added up zone by zone in the order of the cells. A zone in which nothing changed keeps its sum; one in which
//! something did is added up again from its own cells: the answer is what counting everything anew would give, to the last bit.

use super::{
    cells::Cells,
    coverage::{Band, Coverage, NearestPerCell},
    space::ROUNDING_M,
};

/// When the zones that changed hold more than one cell in so many, counting everything is quicker.
const MANY: usize = 4;

/// People of a group between limits, by drawer: a zone, no zone, or skipped.
#[derive(Debug, Clone, PartialEq)]
pub struct Counted {
    group: usize,
    /// The limits from the smallest, made finite.
    limits_m: Vec<f64>,
    /// For each drawer two more than there are limits: up to the first, ..., beyond the last, and those without any place.
    people: Vec<f64>,
    /// For each drawer, cells without any place.
    unreachable_cells: Vec<u32>,
}

impl Counted {
    /// Counts the people of a group. Limits are metres in any order.
    ///
    /// # Panics
    ///
    /// When there is no such group, or `per_cell` is not about these cells.
    pub fn new(cells: &Cells, per_cell: &NearestPerCell, group: usize, limits_m: &[f64]) -> Counted {
        let limits_m = ascending(limits_m);
        let (drawers, rings) = (cells.zones() + 2, limits_m.len() + 2);
        let mut counted = Counted { group, limits_m, people: vec![0.0; drawers * rings], unreachable_cells: vec![0; drawers] };
        counted.count(cells, per_cell);
        counted
    }

    /// Whether these are the people of this group within these limits.
    pub fn is_of(&self, group: usize, limits_m: &[f64]) -> bool {
        self.group == group && self.limits_m == ascending(limits_m)
    }

    /// Counts again after these cells got another distance.
    pub fn update(&mut self, cells: &Cells, per_cell: &NearestPerCell, changed: &[u32]) {
        let mut drawers: Vec<u32> = changed.iter().map(|cell| cells.drawers()[*cell as usize]).collect();
        drawers.sort_unstable();
        drawers.dedup();
        let touched: usize = drawers.iter().map(|drawer| cells.in_drawer(*drawer).len()).sum();
        if touched > cells.len() / MANY {
            self.people.fill(0.0);
            self.unreachable_cells.fill(0);
            return self.count(cells, per_cell);
        }
        let rings = self.rings();
        for drawer in drawers {
            let place = drawer as usize;
            self.people[place * rings..][..rings].fill(0.0);
            self.unreachable_cells[place] = 0;
            for cell in cells.in_drawer(drawer) {
                self.add(place, per_cell.distance_m[*cell as usize], cells.counts(self.group)[*cell as usize]);
            }
        }
    }

    fn count(&mut self, cells: &Cells, per_cell: &NearestPerCell) {
        assert!(per_cell.distance_m.len() == cells.len(), "distances are those of the cells");
        for (run, distances_m) in per_cell.distance_m.pieces() {
            let (drawers, counts) = (&cells.drawers()[run.clone()], &cells.counts(self.group)[run]);
            for ((distance_m, drawer), count) in distances_m.iter().zip(drawers).zip(counts) {
                self.add(*drawer as usize, *distance_m, *count);
            }
        }
    }

    fn add(&mut self, drawer: usize, distance_m: f64, count: f64) {
        let nowhere = usize::from(distance_m == f64::INFINITY);
        let ring = self.limits_m.iter().filter(|limit| distance_m > **limit).count() + nowhere;
        let rings = self.rings();
        self.people[drawer * rings + ring] += count;
        self.unreachable_cells[drawer] += nowhere as u32;
    }

    /// The same as bands: everywhere, by zone, and outside all zones, in the order of these limits.
    pub fn coverage(&self, limits_m: &[f64]) -> Coverage {
        // The last drawer is that of skipped cells, the one before it of those outside all zones.
        let zones = self.unreachable_cells.len() - 2;
        let everywhere = self.of_all(zones + 1);
        Coverage {
            unreachable: everywhere[self.limits_m.len() + 1],
            unreachable_cells: self.unreachable_cells[..=zones].iter().map(|cells| *cells as usize).sum(),
            bands: self.bands(limits_m, &everywhere),
            zones: (0..zones).map(|zone| self.bands(limits_m, self.of(zone))).collect(),
            unzoned: self.bands(limits_m, self.of(zones)),
        }
    }

    fn rings(&self) -> usize {
        self.limits_m.len() + 2
    }

    /// The rings of a drawer.
    fn of(&self, drawer: usize) -> &[f64] {
        &self.people[drawer * self.rings()..][..self.rings()]
    }

    /// The rings of the first drawers together.
    fn of_all(&self, drawers: usize) -> Vec<f64> {
        let mut sum = vec![0.0; self.rings()];
        (0..drawers).for_each(|drawer| sum.iter_mut().zip(self.of(drawer)).for_each(|(sum, people)| *sum += people));
        sum
    }

    fn bands(&self, limits_m: &[f64], rings: &[f64]) -> Vec<Band> {
        let total = rings.iter().sum();
        let band = |within_m: &f64| {
            let within = self.limits_m.partition_point(|limit| *limit <= finite(*within_m));
            Band::new(*within_m, rings[..within].iter().sum(), total)
        };
        limits_m.iter().map(band).collect()
    }
}

fn ascending(limits_m: &[f64]) -> Vec<f64> {
    let mut limits_m: Vec<f64> = limits_m.iter().map(|limit| finite(*limit)).collect();
    limits_m.sort_unstable_by(f64::total_cmp);
    limits_m
}

/// A limit to compare with. An infinite one is very large, so that a cell without any place is not within it; nobody is within
/// one that is not a number.
fn finite(limit_m: f64) -> f64 {
    if limit_m.is_nan() || limit_m < 0.0 { -1.0 } else { (limit_m + ROUNDING_M).min(f64::MAX) }
}

#[cfg(test)]
mod tests {
    use crate::analysis::{
        cells::{CellColumns, NO_ZONE},
        random::Random,
        space::Space,
    };

    use super::*;

    #[test]
    fn counting_again_where_something_changed_is_counting_everything() {
        let mut random = Random(11);
        let (count, zones) = (4_000, 40);
        let cells = Cells::new(
            Space::Plane,
            CellColumns {
                points: (0..count).map(|_| Some([0.0, 0.0]).filter(|_| !random.chance(0.05))).collect(),
                zone: (0..count).map(|_| if random.chance(0.1) { NO_ZONE } else { random.below(zones) as u32 }).collect(),
                zones,
                counts: vec![(0..count).map(|_| random.between(0.0, 9.0)).collect(); 2],
            },
        );
        let skipped = |cell: usize| cells.is_skipped(cell as u32);
        let somewhere = |random: &mut Random| if random.chance(0.1) { f64::INFINITY } else { random.between(0.0, 2_000.0) };
        let mut per_cell: NearestPerCell =
            (0..count).map(|cell| (if skipped(cell) { f64::INFINITY } else { somewhere(&mut random) }, 0)).collect();
        let limits = [1_000.0, 300.0, f64::INFINITY];
        let mut counted = Counted::new(&cells, &per_cell, 1, &limits);
        for round in 0..60 {
            let changed: Vec<u32> =
                (0..[1, 3, 300][round % 3]).map(|_| random.below(count) as u32).filter(|cell| !skipped(*cell as usize)).collect();
            for cell in &changed {
                per_cell.distance_m.set(*cell as usize, somewhere(&mut random));
            }
            counted.update(&cells, &per_cell, &changed);
            assert_eq!(counted, Counted::new(&cells, &per_cell, 1, &limits), "round {round}");
        }
        assert!(counted.is_of(1, &[300.0, f64::INFINITY, 1_000.0]) && !counted.is_of(0, &limits) && !counted.is_of(1, &limits[..2]));
    }
}
