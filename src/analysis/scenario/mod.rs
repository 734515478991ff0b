//! What do a few places that open, close or move change for the people, and what while one of them is being dragged?
//!
//! 1. Places that no action touches are *steady*: whether one of them has a cell within the limit is worked out once.
//! 2. Every other place is a *site* with its catchment: the cells within the limit of it. A cell counts its open sites, so that
//!    opening and closing one costs what its catchment holds, and nothing else is looked at.
//! 3. While a site is dragged everything but that site stands still: [`Drag`] keeps who is covered without it and what that
//!    makes by row, and a move adds what the new catchment gains. Only differences are counted.
//!
//! Thresholds are closed; sums over the same cells are the same as long as people are counted in whole numbers. Refuses to know
//! how catchments were measured, and the names of rows.
//!
//! | module | the question it answers |
//! |---|---|
//! | [`around`] | which cells lie within a straight line of a point? |
//! | [`drag`] | what does one site change wherever it is put down? |
//! | [`phases`] | which action comes in which year, when each year has a budget? |
//! | [`serving`] | who is served where, when everybody is served once and a place is full one day? |

pub mod around;
pub mod drag;
pub mod phases;
pub mod serving;

use super::{cells::Cells, coverage::NearestPerCell, space::ROUNDING_M};

pub use around::within;
pub use drag::{Drag, Moved};

/// Stands for "in no row" in [`Rows::of_zone`].
pub const NO_ROW: u32 = u32::MAX;

/// The cells within the limit of a site and how far each is, in metres.
pub type Catchment = Vec<(u32, f64)>;

/// In which row of an answer a zone's people are counted.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows {
    of_drawer: Vec<u32>,
    count: usize,
}

/// A place that some action touches.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// Whom it reaches, each cell once.
    pub catchment: Catchment,
    /// Whether it is open before anything is done.
    pub stands: bool,
}

/// What an action does to reach: closes one site, opens another, both, or neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Step {
    /// The site that it closes.
    pub closes: Option<usize>,
    /// The site that it opens.
    pub opens: Option<usize>,
}

/// People within reach and all of them, by row.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Tally {
    /// People within the limit of an open place.
    pub covered: f64,
    /// Everybody.
    pub total: f64,
}

/// Who is covered, by cell, while sites open and close.
#[derive(Debug, Clone)]
pub struct Scenario {
    steady: Vec<bool>,
    sites: Vec<Site>,
    open: Vec<bool>,
    /// By cell: open sites within the limit.
    counts: Vec<u16>,
}

/// Who is covered by places that no action touches, within a closed limit.
pub fn steady(per_cell: &NearestPerCell, within_m: f64) -> Vec<bool> {
    per_cell.distance_m.iter().map(|metres| *metres <= within_m + ROUNDING_M).collect()
}

impl Rows {
    /// Of the row of every zone ([`NO_ROW`] for none), and of the people outside all zones; rows are numbered from 0 to `count`.
    ///
    /// # Panics
    ///
    /// When there is not a row for each zone.
    pub fn new(cells: &Cells, of_zone: Vec<u32>, unzoned: u32, count: usize) -> Rows {
        assert!(of_zone.len() == cells.zones(), "every zone has a row or none");
        let mut of_drawer = of_zone;
        // Behind the zones: nowhere, and the cells without a point.
        of_drawer.extend([unzoned, NO_ROW]);
        Rows { of_drawer, count }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The row of a cell.
    pub fn of(&self, cells: &Cells, cell: u32) -> Option<usize> {
        let row = self.of_drawer[cells.drawers()[cell as usize] as usize];
        (row != NO_ROW).then_some(row as usize)
    }

    /// The people of a group by row, those of the cells that a test names as covered.
    pub fn tally(&self, cells: &Cells, group: usize, covered: impl Fn(usize) -> bool) -> Vec<Tally> {
        let mut rows = vec![Tally::default(); self.count];
        for ((cell, drawer), people) in cells.drawers().iter().enumerate().zip(cells.counts(group)) {
            let row = self.of_drawer[*drawer as usize];
            if row != NO_ROW {
                rows[row as usize].total += people;
                if covered(cell) {
                    rows[row as usize].covered += people;
                }
            }
        }
        rows
    }

    /// People of a group in some cells, as far as they are in a row.
    pub fn people(&self, cells: &Cells, group: usize, some: impl IntoIterator<Item = u32>) -> f64 {
        let counts = cells.counts(group);
        some.into_iter().filter(|cell| self.of(cells, *cell).is_some()).fold(0.0, |sum, cell| sum + counts[cell as usize])
    }
}

impl Scenario {
    /// Before anything is done. `steady` tells by cell whether a place that no action touches has it within the limit.
    ///
    /// # Panics
    ///
    /// When a catchment names a cell that is not there.
    pub fn new(steady: Vec<bool>, sites: Vec<Site>) -> Scenario {
        let (counts, open) = (vec![0; steady.len()], vec![false; sites.len()]);
        let mut scenario = Scenario { steady, sites, open, counts };
        for site in 0..scenario.sites.len() {
            if scenario.sites[site].stands {
                scenario.place(site);
            }
        }
        scenario
    }

    /// Opens a site; answers with the cells that are covered now and were not. Nothing happens when it is open.
    pub fn place(&mut self, site: usize) -> Vec<u32> {
        self.turn(site, true)
    }

    /// Closes a site; answers with the cells that are covered no longer. Nothing happens when it is closed.
    pub fn without(&mut self, site: usize) -> Vec<u32> {
        self.turn(site, false)
    }

    fn turn(&mut self, site: usize, opens: bool) -> Vec<u32> {
        if std::mem::replace(&mut self.open[site], opens) == opens {
            return vec![];
        }
        let mut changed = vec![];
        for (cell, _) in &self.sites[site].catchment {
            let count = &mut self.counts[*cell as usize];
            let before = *count;
            *count = if opens { before + 1 } else { before - 1 };
            if before.min(*count) == 0 && !self.steady[*cell as usize] {
                changed.push(*cell);
            }
        }
        changed
    }

    /// Does a step; answers with the cells that gain reach and those that lose it, each ascending.
    pub fn apply(&mut self, step: Step) -> (Vec<u32>, Vec<u32>) {
        let gained = step.opens.map_or(vec![], |site| self.place(site));
        let lost = step.closes.map_or(vec![], |site| self.without(site));
        settle(gained, lost)
    }

    /// Undoes a step that was done.
    pub fn undo(&mut self, step: Step) -> (Vec<u32>, Vec<u32>) {
        self.apply(Step { closes: step.opens, opens: step.closes })
    }

    /// Whether a cell is covered now.
    pub fn covers(&self, cell: usize) -> bool {
        self.steady[cell] || self.counts[cell] > 0
    }

    /// The same by cell.
    pub fn covered(&self) -> Vec<bool> {
        (0..self.steady.len()).map(|cell| self.covers(cell)).collect()
    }

    /// The sites.
    pub fn sites(&self) -> &[Site] {
        &self.sites
    }

    /// Whether a place that no action touches covers a cell.
    pub fn is_steady(&self, cell: u32) -> bool {
        self.steady[cell as usize]
    }

    /// Whether a site is open now.
    pub fn is_open(&self, site: usize) -> bool {
        self.open[site]
    }

    /// People of a group by row as it is now.
    pub fn figures(&self, cells: &Cells, rows: &Rows, group: usize) -> Vec<Tally> {
        rows.tally(cells, group, |cell| self.covers(cell))
    }
}

/// Takes out what both gained and lost.
fn settle(mut gained: Vec<u32>, mut lost: Vec<u32>) -> (Vec<u32>, Vec<u32>) {
    gained.sort_unstable();
    lost.sort_unstable();
    let both: Vec<u32> = gained.iter().copied().filter(|cell| lost.binary_search(cell).is_ok()).collect();
    gained.retain(|cell| both.binary_search(cell).is_err());
    lost.retain(|cell| both.binary_search(cell).is_err());
    (gained, lost)
}

#[cfg(test)]
mod tests;
