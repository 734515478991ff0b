//! Who is served when sites have room for so many only? The problem under capacitated maximal covering.
//!
//! Demands are split at will: any part of a demand may be served at any open site that it reaches, each part once, and no site serves more
//! than its capacity. What is not served is minimised.
//!
//! 1. For given sites the most that can be served is a maximal flow ([`flow`]).
//! 2. With a multiplier for each demand, from 0 to its weight ("no part is served twice"), each site fills its room with the parts of the
//!    demands whose multipliers are largest for their weight: a knapsack that may be cut. That is its worth.
//! 3. Sites that are decided to be open keep competing for the same people; they stay in the problem.
//!
//! J. R. Current and J. E. Storbeck, *Capacitated covering models*, Environment and Planning B 15, 1988.

mod flow;
mod start;
#[cfg(test)]
mod tests;

use super::{
    options::{OPEN, Options},
    relaxed::Relaxed,
};

pub(super) use flow::Flow;
pub(super) use start::{exchange, greedy};

/// Demands in rows with the sites that may serve them.
///
/// Sites are numbered with those that are open whatever is decided first, then the options in their order.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Serving {
    pub(super) options: Options,
    /// By site what it can serve.
    capacity: Vec<f64>,
    /// How many sites are open whatever is decided.
    open: usize,
    /// Not served whatever is decided.
    sure: f64,
    weight: Vec<f64>,
    start: Vec<usize>,
    site: Vec<u32>,
}

impl Serving {
    /// No demand yet. `capacity` is for the sites that are open anyway, and then for the options.
    pub(super) fn new(options: Options, capacity: Vec<f64>) -> Serving {
        let open = capacity.len() - options.len();
        Serving { options, capacity, open, sure: 0.0, weight: Vec::new(), start: vec![0], site: Vec::new() }
    }

    /// Adds a demand with the sites it reaches. Without any it is surely left over, and whether it got a row is returned.
    pub(super) fn push(&mut self, weight: f64, sites: impl Iterator<Item = u32>) -> bool {
        let first = self.site.len();
        self.site.extend(sites);
        if self.site.len() == first {
            self.sure += weight;
            return false;
        }
        self.weight.push(weight);
        self.start.push(self.site.len());
        true
    }

    pub(super) fn rows(&self) -> usize {
        self.weight.len()
    }

    pub(super) fn row(&self, row: usize) -> &[u32] {
        &self.site[self.start[row]..self.start[row + 1]]
    }

    /// Halfway between nothing and everything.
    pub(super) fn first_multipliers(&self) -> Vec<f64> {
        self.weight.iter().map(|weight| 0.5 * weight).collect()
    }

    /// Which sites are open when these options are chosen, with those that are anyway.
    fn is_open(&self, chosen: &[u32]) -> Vec<bool> {
        let mut open = vec![false; self.capacity.len()];
        open[..self.open].fill(true);
        chosen.iter().for_each(|site| open[self.open + *site as usize] = true);
        open
    }

    /// Hands each site its dearest parts until it is full: `part` is called with row, site and amount.
    fn fill(&self, multipliers: &[f64], mut part: impl FnMut(usize, usize, f64)) {
        let density: Vec<f64> = multipliers.iter().zip(&self.weight).map(|(multiplier, weight)| multiplier / weight).collect();
        let mut order: Vec<u32> = (0..self.rows() as u32).filter(|row| multipliers[*row as usize] > 0.0).collect();
        order.sort_unstable_by(|a, b| density[*b as usize].total_cmp(&density[*a as usize]).then(a.cmp(b)));
        let mut room = self.capacity.clone();
        for row in order {
            let row = row as usize;
            for site in self.row(row) {
                let amount = self.weight[row].min(room[*site as usize]);
                if amount > 0.0 {
                    room[*site as usize] -= amount;
                    part(row, *site as usize, amount);
                }
            }
        }
    }
}

impl Relaxed for Serving {
    fn options(&self) -> &Options {
        &self.options
    }

    fn ceilings(&self) -> &[f64] {
        &self.weight
    }

    fn price(&self, multipliers: &[f64], worth: &mut Vec<f64>) -> f64 {
        let mut all = vec![0.0; self.capacity.len()];
        self.fill(multipliers, |row, site, amount| all[site] += amount * multipliers[row] / self.weight[row]);
        worth.clear();
        worth.extend_from_slice(&all[self.open..]);
        self.sure + multipliers.iter().sum::<f64>() - all[..self.open].iter().sum::<f64>()
    }

    fn slope(&self, multipliers: &[f64], chosen: &[bool], slope: &mut Vec<f64>) {
        slope.clear();
        slope.resize(self.rows(), 1.0);
        self.fill(multipliers, |row, site, amount| {
            if site < self.open || chosen[site - self.open] {
                slope[row] -= amount / self.weight[row];
            }
        });
    }

    fn value(&self, chosen: &[u32]) -> f64 {
        let all: f64 = self.weight.iter().sum();
        self.sure + all - Flow::new(self, &self.is_open(chosen)).total()
    }

    fn plain(&self) -> Option<Vec<u32>> {
        self.options.allows_all().then(|| self.options.all())
    }

    fn narrowed(&self, multipliers: &[f64], open: &[u32], shut: &[bool]) -> (Serving, Vec<f64>) {
        let (options, fates) = self.options.narrowed(open, shut);
        let opened = |fate: &u32| *fate == OPEN;
        let count = self.open + open.len();
        let mut numbers: Vec<u32> = (0..self.open as u32).collect();
        let mut next = self.open as u32;
        for fate in &fates {
            numbers.push(match *fate {
                OPEN => {
                    next += 1;
                    next - 1
                }
                fate if fate < OPEN => count as u32 + fate,
                _ => u32::MAX,
            });
        }
        let mut capacity = self.capacity[..self.open].to_vec();
        let by_option = || fates.iter().zip(&self.capacity[self.open..]);
        capacity.extend(by_option().filter(|(fate, _)| opened(fate)).map(|(_, capacity)| capacity));
        capacity.extend(by_option().filter(|(fate, _)| **fate < OPEN).map(|(_, capacity)| capacity));
        let mut small = Serving::new(options, capacity);
        small.sure = self.sure;
        let mut left = Vec::new();
        for (row, multiplier) in multipliers.iter().enumerate() {
            let sites = self.row(row).iter().map(|site| numbers[*site as usize]).filter(|site| *site != u32::MAX);
            if small.push(self.weight[row], sites) {
                left.push(*multiplier);
            }
        }
        (small, left)
    }
}
