//! Where are the people, by cell, zone and group?
//!
//! An immutable table of demand cells by columns. Beside the columns, which stand in the order they came in, the placed cells
//! are kept ordered along a Morton curve, near ones together, for the questions that look at all of them and for the map. Refuses to know ids and what the groups are called.

use std::sync::OnceLock;

use rayon::prelude::*;

use super::{
    space::{Point, Space, Straight},
    sweep::Ball,
    tile,
};

/// Stands for "no zone" in [`CellColumns::zone`].
pub const NO_ZONE: u32 = u32::MAX;

/// So many placed cells after one another on the curve have a ball round them.
pub(super) const RUN: usize = 256;

/// Cells as they are put in: columns of equal length, in the order of the cells' ids.
#[derive(Debug, Clone, Default)]
pub struct CellColumns {
    /// Longitude and latitude in degrees, or x and y in metres. `None` (or not finite): skipped, counted nowhere.
    pub points: Vec<Option<Point>>,
    /// The number of the zone each lies in, below `zones`, or [`NO_ZONE`].
    pub zone: Vec<u32>,
    /// How many zones there are, those without cells included.
    pub zones: usize,
    /// One column of counts for each group: finite, not negative.
    pub counts: Vec<Vec<f64>>,
}

/// The cells, by columns.
pub struct Cells {
    space: Space,
    zones: usize,
    /// By cell: its zone, or `zones` for no zone, or `zones + 1` for a cell without a point.
    drawer: Vec<u32>,
    counts: Vec<Vec<f64>>,
    pub(super) curve: Curve,
    /// The cells drawer by drawer, once somebody asks.
    by_drawer: OnceLock<ByDrawer>,
}

/// Cells behind one another: drawer `d` holds `first_of[d]..first_of[d + 1]`.
struct ByDrawer {
    first_of: Vec<u32>,
    cells: Vec<u32>,
}

/// The placed cells along the curve, by columns.
pub(super) struct Curve {
    pub keys: Vec<u64>,
    pub cells: Vec<u32>,
    pub points: Vec<Point>,
    pub straight: Vec<Straight>,
    /// Round every [`RUN`] of them.
    pub balls: Vec<Ball>,
}

impl Cells {
    /// The table of cells, fewer than 2^32 of them.
    ///
    /// # Panics
    ///
    /// When the columns are of different lengths.
    pub fn new(space: Space, columns: CellColumns) -> Cells {
        let CellColumns { points, zone, zones, counts } = columns;
        assert!(zone.len() == points.len(), "every cell has a zone or NO_ZONE");
        assert!(counts.iter().all(|column| column.len() == points.len()), "every cell has a count in each group");
        let placed = |point: &Option<Point>| point.filter(|point| point.iter().all(|part| part.is_finite()));
        let drawer_of = |(point, zone): (&Option<Point>, u32)| match placed(point) {
            None => zones as u32 + 1,
            Some(_) => zone.min(zones as u32),
        };
        let drawer = points.iter().zip(zone).map(drawer_of).collect();
        let placed = points.iter().zip(0..).filter_map(|(point, cell)| Some((placed(point)?, cell)));
        Cells { space, zones, drawer, counts, curve: Curve::new(space, placed.collect()), by_drawer: OnceLock::new() }
    }

    /// How many cells there are, skipped ones included.
    pub fn len(&self) -> usize {
        self.drawer.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.drawer.is_empty()
    }

    /// What the coordinates mean.
    pub fn space(&self) -> Space {
        self.space
    }

    /// How many zones there are.
    pub fn zones(&self) -> usize {
        self.zones
    }

    /// How many groups are counted.
    pub fn groups(&self) -> usize {
        self.counts.len()
    }

    /// The counts of a group, by cell.
    pub fn counts(&self, group: usize) -> &[f64] {
        &self.counts[group]
    }

    /// The zone of a cell; `None` outside all zones and for a skipped cell.
    pub fn zone(&self, cell: u32) -> Option<u32> {
        Some(self.drawer[cell as usize]).filter(|drawer| (*drawer as usize) < self.zones)
    }

    /// Whether a cell has no point and is left out of every count.
    pub fn is_skipped(&self, cell: u32) -> bool {
        self.drawer[cell as usize] as usize > self.zones
    }

    /// By cell: its zone, or [`Cells::zones`] for no zone, or one more for a skipped cell.
    pub(super) fn drawers(&self) -> &[u32] {
        &self.drawer
    }

    /// The cells in a drawer, ascending.
    pub(super) fn in_drawer(&self, drawer: u32) -> &[u32] {
        let by_drawer = self.by_drawer.get_or_init(|| ByDrawer::new(&self.drawer, self.zones + 2));
        let [first, last] = [0, 1].map(|more| by_drawer.first_of[drawer as usize + more] as usize);
        &by_drawer.cells[first..last]
    }
}

impl ByDrawer {
    fn new(drawer_of: &[u32], drawers: usize) -> ByDrawer {
        let mut first_of = vec![0u32; drawers + 1];
        drawer_of.iter().for_each(|drawer| first_of[*drawer as usize + 1] += 1);
        (0..drawers).for_each(|drawer| first_of[drawer + 1] += first_of[drawer]);
        let mut next = first_of.clone();
        let mut cells = vec![0; drawer_of.len()];
        for (cell, drawer) in (0..).zip(drawer_of) {
            let place = &mut next[*drawer as usize];
            cells[*place as usize] = cell;
            *place += 1;
        }
        ByDrawer { first_of, cells }
    }
}

impl Curve {
    fn new(space: Space, placed: Vec<(Point, u32)>) -> Curve {
        let (points, cells): (Vec<Point>, Vec<u32>) = placed.into_iter().unzip();
        let keys = tile::keys(space, &points);
        let mut order: Vec<(u64, u32)> = keys.into_iter().zip(0..).collect();
        order.par_sort_unstable();
        let ordered = |at: &(u64, u32)| at.1 as usize;
        let points: Vec<Point> = order.iter().map(|at| points[ordered(at)]).collect();
        let straight: Vec<Straight> = points.par_iter().map(|point| space.straight(*point)).collect();
        let cells = order.iter().map(|at| cells[ordered(at)]).collect();
        let balls = straight.par_chunks(RUN).map(Ball::around).collect();
        Curve { keys: order.iter().map(|at| at.0).collect(), cells, points, straight, balls }
    }
}
