//! What does one site change wherever it is put down?
//!
//! Everything but that site is done: who is covered then, by cell, and what that makes by row, is kept. Wherever the site is, it
//! adds the cells of its catchment that nobody else covers, and those are all that is counted.

use super::{Catchment, Rows, Scenario, Step, Tally};
use crate::analysis::cells::Cells;

/// Before this, a cell was covered.
const BEFORE: u8 = 1;
/// Without the site that is dragged, a cell is covered.
const OTHERS: u8 = 2;

/// The state that is held between moves.
#[derive(Debug, Clone)]
pub struct Drag {
    rows: Rows,
    group: usize,
    flags: Vec<u8>,
    before: Vec<Tally>,
    others: Vec<Tally>,
    /// People covered when the step is not done at all.
    undone: f64,
    gained: f64,
    lost: f64,
}

/// What a move makes.
#[derive(Debug, Clone, PartialEq)]
pub struct Moved {
    /// Everywhere.
    pub all: Tally,
    /// People covered now that were not before anything was done.
    pub newly_covered: f64,
    /// The other way round.
    pub newly_lost: f64,
    /// People fewer that would be covered if the step were not done; below 0 when there would be more.
    pub lost_without: f64,
    /// Rows that differ from before, ascending, each with people covered before and now, and all of its people.
    pub rows: Vec<(usize, f64, Tally)>,
}

impl Drag {
    /// Holds a scenario in which every step is done but the last, which closes `closes`, if anything, and opens what is dragged.
    /// The scenario is as it was before anything was done.
    pub fn new(cells: &Cells, rows: Rows, group: usize, mut scenario: Scenario, steps: &[Step], closes: Option<usize>) -> Drag {
        let before = scenario.figures(cells, &rows, group);
        let mut flags: Vec<u8> = scenario.covered().into_iter().map(u8::from).collect();
        for step in steps {
            scenario.apply(*step);
        }
        let undone = sum(&scenario.figures(cells, &rows, group)).covered;
        if let Some(site) = closes {
            scenario.without(site);
        }
        let others = scenario.figures(cells, &rows, group);
        for (cell, flags) in flags.iter_mut().enumerate() {
            *flags |= if scenario.covers(cell) { OTHERS } else { 0 };
        }
        let people = |wanted: u8| {
            let some = flags.iter().zip(0u32..).filter(move |(flags, _)| **flags == wanted).map(|(_, cell)| cell);
            rows.people(cells, group, some)
        };
        let (gained, lost) = (people(OTHERS), people(BEFORE));
        Drag { rows, group, flags, before, others, undone, gained, lost }
    }

    /// What is made of it when the site reaches these cells, each once.
    pub fn put(&self, cells: &Cells, catchment: &Catchment) -> Moved {
        let counts = cells.counts(self.group);
        let mut more = vec![0.0; self.rows.len()];
        let (mut newly_covered, mut newly_lost) = (self.gained, self.lost);
        for (cell, _) in catchment {
            let flags = self.flags[*cell as usize];
            if flags & OTHERS != 0 {
                continue;
            }
            let Some(row) = self.rows.of(cells, *cell) else { continue };
            let people = counts[*cell as usize];
            more[row] += people;
            if flags & BEFORE == 0 {
                newly_covered += people;
            } else {
                newly_lost -= people;
            }
        }
        let now = self.others.iter().zip(&more).map(|(others, more)| Tally { covered: others.covered + more, total: others.total });
        let now: Vec<Tally> = now.collect();
        let all = sum(&now);
        let differing = self.before.iter().zip(&now).enumerate().filter(|(_, (before, now))| before.covered != now.covered);
        let rows = differing.map(|(row, (before, now))| (row, before.covered, *now)).collect();
        Moved { all, newly_covered, newly_lost, lost_without: all.covered - self.undone, rows }
    }

    /// Everywhere before anything was done.
    pub fn before(&self) -> Tally {
        sum(&self.before)
    }

    /// About how much memory it takes.
    pub fn bytes(&self) -> usize {
        self.flags.len() + (self.before.len() + self.others.len()) * size_of::<Tally>()
    }
}

/// All rows together.
pub fn sum(rows: &[Tally]) -> Tally {
    rows.iter().fold(Tally::default(), |sum, row| Tally { covered: sum.covered + row.covered, total: sum.total + row.total })
}
