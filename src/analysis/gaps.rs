//! Which zones have people left over, worst first?
//!
//! Where there are no zones, the cells themselves are ranked. Refuses to know standards, owners and deadlines.

use super::{
    cells::Cells,
    coverage::{NearestPerCell, divide},
    space::ROUNDING_M,
};

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GapUnit {
    /// The zone with this number.
    Zone(u32),
    /// All cells outside every zone, when there are zones.
    Unzoned,
    /// The cell with this number, when there are no zones.
    Cell(u32),
}

/// People left over somewhere.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GapRow {
    /// Where.
    pub unit: GapUnit,
    /// How many people there are.
    pub people: f64,
    /// How many of them are within the limit.
    pub covered: f64,
    /// The others; of a gap more than none: `covered + left_over == people`, to the last bit.
    pub left_over: f64,
    /// Row of the nearest place and metres to it, from whichever of the unit's cells is nearest to one, inhabited or not.
    /// `None` when no place accepts.
    pub nearest: Option<(u32, f64)>,
    /// Metres to the nearest place as its people have it on average. `None` when no place accepts.
    pub mean_distance_m: Option<f64>,
}

/// Zones (or cells, when there are no zones) with people of a group farther than `within_m` metres from their nearest place:
/// most people left over first, then in the order of zones, or of cells.
///
/// # Panics
///
/// When there is no such group, or `per_cell` is not about these cells.
pub fn gaps(cells: &Cells, per_cell: &NearestPerCell, group: usize, within_m: f64) -> Vec<GapRow> {
    let mut rows = units(cells, per_cell, group, within_m, |row| row.left_over > 0.0);
    rows.sort_by(|a, b| b.left_over.total_cmp(&a.left_over));
    rows
}

/// The same units, in their order, as far as they are wanted: also those where nobody is left over.
///
/// # Panics
///
/// As [`gaps`].
pub fn units(cells: &Cells, per_cell: &NearestPerCell, group: usize, within_m: f64, wanted: impl Fn(&GapRow) -> bool) -> Vec<GapRow> {
    assert!(per_cell.distance_m.len() == cells.len(), "distances are those of the cells");
    let pieces = per_cell.distance_m.pieces().zip(per_cell.row.pieces());
    let looked_at = pieces.flat_map(|((run, distances_m), (_, rows))| {
        let people = &cells.counts(group)[run.clone()];
        run.map(|cell| cell as u32).zip(distances_m).zip(rows).zip(people)
    });
    let placed = looked_at.filter(|(((cell, _), _), _)| !cells.is_skipped(*cell));
    let placed = placed.map(|(((cell, distance_m), row), people)| (cell, Tally::of(*people, *distance_m, *row, within_m)));
    if cells.zones() == 0 {
        placed.map(|(cell, tally)| tally.row(GapUnit::Cell(cell))).filter(wanted).collect()
    } else {
        let mut tallies = vec![Tally::default(); cells.zones() + 1];
        placed.for_each(|(cell, tally)| tallies[cells.drawers()[cell as usize] as usize].add(&tally));
        let unit = |zone: usize| if zone < cells.zones() { GapUnit::Zone(zone as u32) } else { GapUnit::Unzoned };
        tallies.iter().enumerate().map(|(zone, tally)| tally.row(unit(zone))).filter(wanted).collect()
    }
}

/// What is summed up over the cells of a unit.
#[derive(Debug, Clone)]
struct Tally {
    covered: f64,
    left_over: f64,
    /// People times metres.
    person_metres: f64,
    nearest_m: f64,
    nearest_row: u32,
}

impl Default for Tally {
    fn default() -> Self {
        Tally { covered: 0.0, left_over: 0.0, person_metres: 0.0, nearest_m: f64::INFINITY, nearest_row: u32::MAX }
    }
}

impl Tally {
    fn of(people: f64, distance_m: f64, row: u32, within_m: f64) -> Tally {
        let within = distance_m <= within_m + ROUNDING_M && distance_m < f64::INFINITY;
        let (covered, left_over) = if within { (people, 0.0) } else { (0.0, people) };
        let person_metres = if people > 0.0 { people * distance_m } else { 0.0 };
        Tally { covered, left_over, person_metres, nearest_m: distance_m, nearest_row: row }
    }

    fn add(&mut self, other: &Tally) {
        self.covered += other.covered;
        self.left_over += other.left_over;
        self.person_metres += other.person_metres;
        if (other.nearest_m, other.nearest_row) < (self.nearest_m, self.nearest_row) {
            (self.nearest_m, self.nearest_row) = (other.nearest_m, other.nearest_row);
        }
    }

    fn row(&self, unit: GapUnit) -> GapRow {
        let people = self.covered + self.left_over;
        let (covered, left_over) = divide(self.covered, people);
        let served = self.nearest_m < f64::INFINITY;
        let nearest = served.then_some((self.nearest_row, self.nearest_m));
        let mean_distance_m = (served && people > 0.0).then(|| self.person_metres / people);
        GapRow { unit, people, covered, left_over, nearest, mean_distance_m }
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::{
        cells::{CellColumns, NO_ZONE},
        space::Space,
    };

    use super::*;

    /// Six cells, 100, 200, ... metres from place 7 in the order of their numbers; the last one has no point.
    fn cells(zone: [u32; 6], zones: usize) -> (Cells, NearestPerCell) {
        let points = [Some([0.0, 0.0]); 5].into_iter().chain([None]).collect();
        let counts = vec![vec![1.0, 2.0, 0.0, 2.0, 8.0, 99.0]];
        let cells = Cells::new(Space::Plane, CellColumns { points, zone: zone.to_vec(), zones, counts });
        let distance_m = vec![100.0, 200.0, 300.0, 400.0, 500.0, f64::INFINITY].into();
        (cells, NearestPerCell { distance_m, row: vec![7, 7, 7, 7, 7, u32::MAX].into() })
    }

    #[test]
    fn zones_with_most_people_left_over_come_first_then_the_lower_number() {
        let (cells, per_cell) = cells([2, 2, 0, 0, 1, 1], 4);
        let rows = gaps(&cells, &per_cell, 0, 150.0);
        let ranked: Vec<_> = rows.iter().map(|row| (row.unit, row.left_over)).collect();
        assert_eq!(ranked, [(GapUnit::Zone(1), 8.0), (GapUnit::Zone(0), 2.0), (GapUnit::Zone(2), 2.0)]);
        let mixed = rows[2];
        assert_eq!((mixed.people, mixed.covered, mixed.nearest), (3.0, 1.0, Some((7, 100.0))));
        assert_eq!(mixed.mean_distance_m, Some(500.0 / 3.0));
        assert_eq!(rows[1].nearest, Some((7, 300.0)), "an uninhabited cell counts for the nearest");
    }

    #[test]
    fn nobody_left_over_is_no_gap_and_the_limit_itself_is_within() {
        let (cells, per_cell) = cells([0, 0, 0, 0, 1, 1], 2);
        assert_eq!(gaps(&cells, &per_cell, 0, 400.0).len(), 1);
        assert!(gaps(&cells, &per_cell, 0, 500.0).is_empty());
    }

    #[test]
    fn a_zone_where_nobody_is_left_over_is_told_when_it_is_wanted() {
        let (cells, per_cell) = cells([0, 0, 0, 0, 1, 2], 3);
        let covered = units(&cells, &per_cell, 0, 400.0, |row| row.left_over == 0.0);
        let told: Vec<_> = covered.iter().map(|row| (row.unit, row.people, row.mean_distance_m)).collect();
        // 1, 2 and 2 people at 100, 200 and 400 m; the last zone has a cell without a point, and nobody stands outside.
        let expected = [(GapUnit::Zone(0), 5.0, Some(1300.0 / 5.0)), (GapUnit::Zone(2), 0.0, None), (GapUnit::Unzoned, 0.0, None)];
        assert_eq!(told, expected);
    }

    #[test]
    fn without_zones_cells_are_ranked_and_outside_zones_they_are_one_row() {
        let (cells_alone, per_cell) = cells([NO_ZONE; 6], 0);
        let units: Vec<_> = gaps(&cells_alone, &per_cell, 0, 150.0).iter().map(|row| row.unit).collect();
        assert_eq!(units, [GapUnit::Cell(4), GapUnit::Cell(1), GapUnit::Cell(3)]);
        let (outside, per_cell) = cells([NO_ZONE, NO_ZONE, 0, 0, NO_ZONE, 0], 1);
        let rows = gaps(&outside, &per_cell, 0, 150.0);
        assert_eq!((rows[0].unit, rows[0].left_over, rows[0].people), (GapUnit::Unzoned, 10.0, 11.0));
    }

    #[test]
    fn without_any_place_there_is_no_nearest_and_no_mean() {
        let (cells, mut per_cell) = cells([0; 6], 1);
        per_cell.distance_m = per_cell.distance_m.map(|_| f64::INFINITY);
        let rows = gaps(&cells, &per_cell, 0, f64::INFINITY);
        assert_eq!((rows[0].left_over, rows[0].nearest, rows[0].mean_distance_m), (13.0, None, None));
    }
}
