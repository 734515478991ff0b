//! What does a map tile show of the cells?
//!
//! From [`SINGLE`] on every cell by itself. Below, the world is cut into squares of 16 pixels (a tile of 512 has 32 by 32 of
//! them), the same for every tile; the cells of a square are one item with their sums at the mean of their positions. So every
//! cell is in exactly one item of exactly one tile of each zoom. Refuses to know colours and the tile's bytes; cells on a
//! plane have no map.

use super::{
    cells::Cells,
    coverage::NearestPerCell,
    space::{Point, ROUNDING_M, Space},
    tile::{Tile, square},
};

/// The first zoom with every cell by itself.
pub const SINGLE: u8 = 13;

/// Squares along a tile's edge: 2 to this.
const SQUARES: u8 = 5;

/// What is asked of the cells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CellQuestion {
    /// Number of the group whose people are counted.
    pub group: usize,
    /// Metres within which a cell is covered, closed.
    pub within_m: f64,
}

/// Something that a tile shows. Positions are 0 to 1 from the tile's west and north edge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CellItem {
    /// A cell.
    Cell {
        /// Its number.
        cell: u32,
        /// Where it is.
        at: Point,
        /// People of the group.
        people: f64,
        /// Metres to its nearest place; infinite when no place accepts.
        distance_m: f64,
        /// Whether that is within the limit.
        covered: bool,
    },
    /// The cells of a square, one at least.
    Square {
        /// The mean of their positions.
        at: Point,
        /// People of the group.
        people: f64,
        /// Those of them in covered cells.
        covered_people: f64,
        /// How many cells.
        cells: u32,
    },
}

/// What a tile shows of the cells, in the order of the curve; skipped cells are nowhere. `per_cell` is about these cells.
///
/// # Panics
///
/// When there is no such group.
pub fn cell_items(cells: &Cells, per_cell: &NearestPerCell, question: CellQuestion, tile: Tile) -> Vec<CellItem> {
    if cells.space() == Space::Plane {
        return vec![];
    }
    let run = tile.run(&cells.curve.keys);
    let single = cells.curve.cells[run.clone()].iter().zip(&cells.curve.keys[run]).map(|(cell, key)| {
        let distance_m = per_cell.distance_m[*cell as usize];
        let covered = distance_m <= question.within_m + ROUNDING_M && distance_m < f64::INFINITY;
        (*key, *cell, cells.counts(question.group)[*cell as usize], distance_m, covered)
    });
    if tile.zoom() >= SINGLE {
        let item = |(key, cell, people, distance_m, covered)| CellItem::Cell { cell, at: tile.position(key), people, distance_m, covered };
        return single.map(item).collect();
    }
    let mut items = vec![];
    let mut together = Together::default();
    let mut current = None;
    for (key, _, people, _, covered) in single {
        let square = square(key, tile.zoom() + SQUARES);
        if current.replace(square) != Some(square) {
            items.extend(together.take());
        }
        together.add(tile.position(key), people, covered);
    }
    items.extend(together.take());
    items
}

/// The cells of a square.
#[derive(Debug, Default)]
struct Together {
    sum: Point,
    people: f64,
    covered_people: f64,
    cells: u32,
}

impl Together {
    fn add(&mut self, [x, y]: Point, people: f64, covered: bool) {
        self.sum = [self.sum[0] + x, self.sum[1] + y];
        self.people += people;
        self.covered_people += if covered { people } else { 0.0 };
        self.cells += 1;
    }

    /// What is shown of them, if there are any; then there are none.
    fn take(&mut self) -> Option<CellItem> {
        let Together { sum, people, covered_people, cells } = std::mem::take(self);
        let at = sum.map(|sum| sum / f64::from(cells));
        (cells > 0).then_some(CellItem::Square { at, people, covered_people, cells })
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::{cells::CellColumns, random::Random};

    use super::*;

    fn cells(points: Vec<Option<Point>>, people: Vec<f64>) -> Cells {
        Cells::new(Space::Sphere, CellColumns { zone: vec![0; points.len()], zones: 1, points, counts: vec![people] })
    }

    #[test]
    fn people_and_cells_of_all_tiles_add_up_at_every_zoom() {
        let mut random = Random(1);
        let points: Vec<_> = (0..900).map(|_| Some(random.point()).filter(|_| !random.chance(0.1))).collect();
        let placed = points.iter().flatten().count();
        let people: Vec<f64> = (0..900).map(|_| random.below(50) as f64).collect();
        let per_cell = NearestPerCell { distance_m: (0..900).map(|cell| f64::from(cell % 3) * 500.0).collect(), row: vec![0; 900].into() };
        let with_point = || (0..900).filter(|cell| points[*cell].is_some());
        let everyone: f64 = with_point().map(|cell| people[cell]).sum();
        let covered: f64 = with_point().filter(|cell| cell % 3 < 2).map(|cell| people[cell]).sum();
        let cells = cells(points.clone(), people.clone());
        let question = CellQuestion { group: 0, within_m: 500.0 };
        for zoom in 0..5u8 {
            let tiles = (0..1 << zoom).flat_map(|x| (0..1 << zoom).filter_map(move |y| Tile::new(zoom, x, y)));
            let mut sums = (0.0, 0.0, 0);
            for item in tiles.flat_map(|tile| cell_items(&cells, &per_cell, question, tile)) {
                let CellItem::Square { people, covered_people, cells, .. } = item else { panic!("{item:?}") };
                sums = (sums.0 + people, sums.1 + covered_people, sums.2 + cells as usize);
            }
            assert_eq!(sums, (everyone, covered, placed), "zoom {zoom}");
        }
    }

    #[test]
    fn from_zoom_13_a_cell_stands_alone_with_its_distance() {
        let cells = cells(vec![None, Some([0.0001, 0.0001]), Some([0.0002, 0.0001])], vec![9.0, 4.0, 6.0]);
        let per_cell =
            NearestPerCell { distance_m: vec![f64::INFINITY, 500.0, f64::INFINITY].into(), row: vec![u32::MAX, 0, u32::MAX].into() };
        let items = |zoom: u8, within_m| {
            let tile = Tile::new(zoom, 1 << zoom >> 1, (1 << zoom >> 1) - 1).expect("the tile is there");
            cell_items(&cells, &per_cell, CellQuestion { group: 0, within_m }, tile)
        };
        assert!(matches!(
            items(13, 500.0)[..],
            [
                CellItem::Cell { cell: 1, people: 4.0, distance_m: 500.0, covered: true, .. },
                CellItem::Cell { cell: 2, people: 6.0, distance_m: f64::INFINITY, covered: false, .. }
            ]
        ));
        assert!(matches!(items(12, 499.0)[..], [CellItem::Square { people: 10.0, covered_people: 0.0, cells: 2, .. }]));
        assert!(matches!(items(12, f64::INFINITY)[..], [CellItem::Square { covered_people: 4.0, .. }]));
    }
}
