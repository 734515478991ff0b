//! How far does each cell have to the nearest place, and how many people are within reach?
//!
//! Thresholds are closed: a cell exactly at the limit is covered. Covered and left over add up to the total to the last bit.
//! Sums are made in the order of the cells, so that they are the same on any number of threads.
//! Refuses to know roads, capacities and the names of zones.

use super::{column::Column, counted::Counted, filter::Filter, places::Places, sweep};

pub use super::{
    cells::{CellColumns, Cells, NO_ZONE},
    gaps::{GapRow, GapUnit, gaps, units},
};

/// The nearest place of every cell, by cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NearestPerCell {
    /// Metres to it; infinite when no place accepts, or the cell is skipped.
    pub distance_m: Column<f64>,
    /// Its row, or another number that stands in the same order; `u32::MAX` when there is none.
    pub row: Column<u32>,
}

impl FromIterator<(f64, u32)> for NearestPerCell {
    fn from_iter<I: IntoIterator<Item = (f64, u32)>>(cells: I) -> Self {
        let (distance_m, row): (Vec<f64>, Vec<u32>) = cells.into_iter().unzip();
        NearestPerCell { distance_m: distance_m.into(), row: row.into() }
    }
}

/// People within a limit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// The limit in metres, closed.
    pub within_m: f64,
    /// People whose cell has a place within the limit.
    pub covered: f64,
    /// The others: `covered + left_over == total`, to the last bit.
    pub left_over: f64,
    /// Everyone.
    pub total: f64,
    /// Covered as a share of the total; 0 when there is nobody.
    pub share: f64,
}

/// How many people are within limits.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Coverage {
    /// Everywhere; one band for each limit, in the order asked for.
    pub bands: Vec<Band>,
    /// By zone number, the same bands in each.
    pub zones: Vec<Vec<Band>>,
    /// Outside all zones.
    pub unzoned: Vec<Band>,
    /// Cells that no place serves at any distance, since none accepts. They are in the totals, as left over.
    pub unreachable_cells: usize,
    /// The people in them.
    pub unreachable: f64,
}

/// The nearest accepted place of every cell; of two equally near the one with the lower row. In parallel.
///
/// # Panics
///
/// When places and cells are not in the same space.
pub fn nearest_distances(places: &Places, filter: &Filter, cells: &Cells) -> NearestPerCell {
    assert!(places.space() == cells.space(), "places and cells lie in the same space");
    let (distance_m, row) = sweep::nearest_of_every_cell(places, filter, cells);
    NearestPerCell { distance_m: distance_m.into(), row: row.into() }
}

/// People of a group within each limit: everywhere, by zone, and outside all zones. Limits are metres in any order.
///
/// # Panics
///
/// When there is no such group, or `per_cell` is not about these cells.
pub fn bands(cells: &Cells, per_cell: &NearestPerCell, group: usize, limits_m: &[f64]) -> Coverage {
    Counted::new(cells, per_cell, group, limits_m).coverage(limits_m)
}

impl Band {
    /// The band of a limit, when so many of all people are within it; neither number is negative.
    pub fn new(within_m: f64, covered: f64, total: f64) -> Band {
        let (covered, left_over) = divide(covered, total);
        let share = if total > 0.0 { covered / total } else { 0.0 };
        Band { within_m, covered, left_over, total, share }
    }
}

/// Covered and left over of a total, so that they add up to it in floating point too: `covered` is rounded to a multiple
/// of the total's last digit, not above the total, and then the difference needs no rounding. Whole numbers stay as they are.
pub(super) fn divide(covered: f64, total: f64) -> (f64, f64) {
    let digit = total.next_up() - total;
    let covered = ((covered / digit).round() * digit).min(total);
    (covered, total - covered)
}

#[cfg(test)]
mod tests {
    use crate::{
        analysis::{
            places::PlaceRow,
            random::Random,
            space::{Point, Space},
        },
        domain::facility::Status,
    };

    use super::*;

    fn places(space: Space, points: &[Point]) -> Places {
        let row = |point: &Point| PlaceRow { point: Some(*point), kind: 0, status: Status::Operating, offers: vec![] };
        Places::new(space, points.iter().map(row).collect())
    }

    /// Cells in two zones and outside of both, one in thirty of them without a point.
    fn columns(random: &mut Random, count: usize, somewhere: impl Fn(&mut Random) -> Point) -> CellColumns {
        CellColumns {
            points: (0..count).map(|_| Some(somewhere(random)).filter(|_| !random.chance(0.03))).collect(),
            zone: (0..count).map(|_| [0, 1, NO_ZONE][random.below(3)]).collect(),
            zones: 2,
            counts: vec![(0..count).map(|_| random.between(0.0, 90.0)).collect()],
        }
    }

    fn scan(places: &Places, columns: &CellColumns) -> NearestPerCell {
        let nearest = |at: &Option<Point>| {
            let measured = at.iter().flat_map(|at| (0..places.len() as u32).map(|row| (places.distance_m(*at, row), row)));
            measured.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))).unwrap_or((f64::INFINITY, u32::MAX))
        };
        columns.points.iter().map(nearest).collect()
    }

    /// Compares the nearest places of cells like the places with those of a scan, for few and many of both.
    fn compare(seed: u64, space: Space, somewhere: impl Fn(&mut Random) -> Point) {
        let mut random = Random(seed);
        for (place_count, cell_count) in [(0, 50), (1, 300), (20, 3_000), (300, 300), (2_000, 30), (500, 2_000)] {
            let mut points: Vec<_> = (0..place_count).map(|_| somewhere(&mut random)).collect();
            points.extend_from_within(..place_count / 9);
            let (places, columns) = (places(space, &points), columns(&mut random, cell_count, &somewhere));
            let cells = Cells::new(space, columns.clone());
            assert_eq!(nearest_distances(&places, &Filter::operating(), &cells), scan(&places, &columns), "{place_count} {cell_count}");
        }
    }

    #[test]
    fn the_nearest_of_every_cell_is_that_of_a_scan() {
        compare(1, Space::Sphere, |random| [random.between(108.7, 109.1), random.between(34.1, 34.4)]);
        compare(2, Space::Sphere, Random::point);
        compare(3, Space::Plane, |random| [random.between(-1e3, 1e3), random.between(4e6, 4.000_1e6)]);
    }

    #[test]
    fn the_nearest_of_every_cell_is_that_of_a_scan_where_towns_lie_far_apart() {
        compare(4, Space::Sphere, |random| {
            let town = [[108.9, 34.2], [-179.99, 70.0], [179.99, 70.0], [33.0, 89.99], [-71.1, -34.2]][random.below(5)];
            [town[0] + random.between(0.0, 0.01), town[1] + random.between(0.0, 0.01)]
        });
    }

    #[test]
    fn the_nearest_of_every_cell_is_that_of_a_scan_among_ties() {
        compare(5, Space::Plane, |random| [random.below(30) as f64 * 100.0, random.below(30) as f64 * 100.0]);
        compare(6, Space::Sphere, |random| [random.below(9) as f64 * 0.01, random.below(9) as f64 * 0.01]);
        compare(7, Space::Sphere, |_| [108.9, 34.2]);
    }

    #[test]
    fn a_cell_is_served_by_accepted_places_only() {
        let row = |x, kind, status| PlaceRow { point: Some([x, 0.0]), kind, status, offers: vec![] };
        let rows = vec![row(1.0, 0, Status::Closed), row(2.0, 1, Status::Operating), row(3.0, 0, Status::Operating)];
        let places = Places::new(Space::Plane, rows);
        let cells = Cells::new(Space::Plane, CellColumns { points: vec![Some([0.0, 0.0])], zone: vec![NO_ZONE], ..CellColumns::default() });
        let nearest = |filter| nearest_distances(&places, &filter, &cells).row[0];
        assert_eq!(nearest(Filter::default()), 0);
        assert_eq!(nearest(Filter::operating()), 1);
        assert_eq!(nearest(Filter { kinds: vec![0], ..Filter::operating() }), 2);
        assert_eq!(nearest(Filter { services: vec![0], ..Filter::default() }), u32::MAX);
    }

    #[test]
    fn a_cell_exactly_at_the_limit_is_covered() {
        let columns = CellColumns {
            points: vec![Some([300.0, 400.0]), Some([0.0, 500.001]), None, Some([0.0, 7.0])],
            zone: vec![0, 0, 1, NO_ZONE],
            zones: 2,
            counts: vec![vec![10.0, 20.0, 40.0, 80.0]],
        };
        let (places, cells) = (places(Space::Plane, &[[0.0, 0.0]]), Cells::new(Space::Plane, columns));
        let per_cell = nearest_distances(&places, &Filter::operating(), &cells);
        let coverage = bands(&cells, &per_cell, 0, &[1_000.0, 500.0]);
        assert_eq!(coverage.zones[0], [Band::new(1_000.0, 30.0, 30.0), Band::new(500.0, 10.0, 30.0)]);
        assert_eq!(coverage.zones[1], [Band::new(1_000.0, 0.0, 0.0), Band::new(500.0, 0.0, 0.0)], "a cell without a point is nowhere");
        assert_eq!(coverage.zones[1][0].share, 0.0);
        assert_eq!(coverage.unzoned[1], Band::new(500.0, 80.0, 80.0));
        assert_eq!(coverage.bands, [Band::new(1_000.0, 110.0, 110.0), Band::new(500.0, 90.0, 110.0)]);
        assert_eq!((coverage.unreachable_cells, coverage.unreachable), (0, 0.0));
    }

    #[test]
    fn without_any_place_everyone_is_left_over_at_any_limit() {
        let columns = CellColumns { points: vec![Some([0.0, 0.0]), None], zone: vec![0; 2], zones: 1, counts: vec![vec![5.0, 7.0]] };
        let cells = Cells::new(Space::Sphere, columns);
        let per_cell = nearest_distances(&places(Space::Sphere, &[]), &Filter::operating(), &cells);
        let coverage = bands(&cells, &per_cell, 0, &[f64::INFINITY, f64::NAN]);
        assert_eq!(coverage.bands[0], Band::new(f64::INFINITY, 0.0, 5.0));
        assert_eq!((coverage.bands[1].covered, coverage.bands[1].left_over), (0.0, 5.0));
        assert_eq!((coverage.unreachable_cells, coverage.unreachable), (1, 5.0));
    }

    #[test]
    fn covered_and_left_over_add_up_to_the_last_bit() {
        let mut random = Random(8);
        assert_eq!(divide(3.0, 10.0), (3.0, 7.0));
        assert_eq!(divide(0.0, 0.0), (0.0, 0.0));
        for _ in 0..200_000 {
            let total = random.between(0.0, 1.0) * 10f64.powi(random.below(12) as i32);
            let covered = total * random.unit() * if random.chance(0.3) { 1e-9 } else { 1.0 };
            let band = Band::new(0.0, covered, total);
            assert!(band.covered + band.left_over == band.total && band.left_over >= 0.0, "{covered} {total}");
            assert!((band.covered - covered).abs() <= total * f64::EPSILON);
        }
    }

    #[test]
    fn answers_are_the_same_on_one_thread_and_on_two() {
        let mut random = Random(9);
        let points: Vec<_> = (0..500).map(|_| random.point()).collect();
        let cells = Cells::new(Space::Sphere, columns(&mut random, 20_000, Random::point));
        let places = places(Space::Sphere, &points);
        let answer = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool of a thread or two is made");
            pool.install(|| {
                let per_cell = nearest_distances(&places, &Filter::operating(), &cells);
                (bands(&cells, &per_cell, 0, &[1e5, 1e6]), per_cell)
            })
        };
        let (coverage, _) = answer(1);
        assert_eq!(answer(1), answer(2));
        let sum = |band: usize| coverage.zones.iter().chain([&coverage.unzoned]).map(|bands| bands[band].covered).sum::<f64>();
        assert!((sum(0) - coverage.bands[0].covered).abs() < 1e-6 && (sum(1) - coverage.bands[1].covered).abs() < 1e-6);
        assert!(0.0 < coverage.bands[0].covered && coverage.bands[0].covered < coverage.bands[1].covered);
    }
}
