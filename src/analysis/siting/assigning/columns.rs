//! Which demands does each site serve?

use super::Assigning;

/// The pairs by site.
pub(in super::super) struct Columns {
    start: Vec<usize>,
    row: Vec<u32>,
    cost: Vec<f64>,
}

impl Columns {
    pub(in super::super) fn of(problem: &Assigning) -> Columns {
        let mut start = vec![0_usize; problem.options.len() + 1];
        problem.site.iter().for_each(|site| start[*site as usize + 1] += 1);
        (1..start.len()).for_each(|site| start[site] += start[site - 1]);
        let mut next = start.clone();
        let (mut row, mut cost) = (vec![0; problem.site.len()], vec![0.0; problem.site.len()]);
        for number in 0..problem.rows() {
            let (sites, costs) = problem.row(number);
            for (site, pair_cost) in sites.iter().zip(costs) {
                let place = &mut next[*site as usize];
                (row[*place], cost[*place]) = (number as u32, *pair_cost);
                *place += 1;
            }
        }
        Columns { start, row, cost }
    }

    /// How many rows a site has.
    pub(super) fn count(&self, site: usize) -> usize {
        self.start[site + 1] - self.start[site]
    }

    /// One of the rows of a site.
    pub(super) fn row(&self, site: usize, place: usize) -> usize {
        self.row[self.start[site] + place] as usize
    }

    /// The rows of a site and their costs.
    pub(super) fn pairs(&self, site: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let range = self.start[site]..self.start[site + 1];
        self.row[range.clone()].iter().zip(&self.cost[range]).map(|(row, cost)| (*row as usize, *cost))
    }
}
