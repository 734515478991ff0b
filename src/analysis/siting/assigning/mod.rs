//! Which open site serves each demand, when sites have room for everybody? The problem under p-median and maximal covering.
//!
//! Each demand is served by its cheapest open site, or pays its ceiling when that is cheaper; the sum is minimised. The p-median has
//! costs times weights, and as ceilings what existing sites cost; maximal covering has costs of 0, and as ceilings the weights.
//!
//! With a multiplier for each demand ("it is served once", G. Cornuéjols, M. L. Fisher and G. L. Nemhauser, *Location of bank accounts to
//! optimize float*, Management Science 23, 1977) a site is worth the sum of what multipliers exceed its costs. Only pairs cheaper than
//! the multiplier matter, and they are the first of each demand.

mod columns;
mod exchange;
mod greedy;
mod kicks;
mod solve;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, hash_map::Entry};

use rayon::prelude::*;

use columns::Columns;
use exchange::Exchanges;

use super::{
    options::{OPEN, Options},
    relaxed::Relaxed,
};

pub(super) use solve::solve;

/// Kicks in a row that may fail among few sites.
const FOCUS_FAILURES: usize = 250;
/// Demands of one part when parts are worked out in parallel; fixed, so that sums do not depend on threads.
const PART: usize = 16_384;
/// Pairs from which on parts are worth their while.
const MANY_PAIRS: usize = 400_000;

/// Demands in rows with the sites that serve them more cheaply than their ceiling, the cheapest first.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) struct Assigning {
    pub(super) options: Options,
    /// Paid whatever is decided.
    pub(super) sure: f64,
    /// What a site saves by demands that no other site serves; they are in `sure` at their ceilings.
    pub(super) own: Vec<f64>,
    pub(super) ceiling: Vec<f64>,
    start: Vec<usize>,
    site: Vec<u32>,
    cost: Vec<f64>,
}

impl Assigning {
    /// No demand yet.
    pub(super) fn new(options: Options) -> Assigning {
        let own = vec![0.0; options.len()];
        Assigning { options, sure: 0.0, own, ceiling: Vec::new(), start: vec![0], site: Vec::new(), cost: Vec::new() }
    }

    /// Adds a demand with the sites that serve it, the cheapest first; those that are not below the ceiling are left out.
    ///
    /// Without any it pays its ceiling surely; with one only it is kept with the site. Whether it got a row of its own is returned.
    pub(super) fn push(&mut self, ceiling: f64, pairs: impl Iterator<Item = (u32, f64)>) -> bool {
        let first = self.site.len();
        for (site, cost) in pairs.take_while(|(_, cost)| *cost < ceiling) {
            self.site.push(site);
            self.cost.push(cost);
        }
        match self.site.len() - first {
            0 => self.sure += ceiling,
            1 => {
                self.own[self.site[first] as usize] += ceiling - self.cost[first];
                self.sure += ceiling;
                self.site.truncate(first);
                self.cost.truncate(first);
            }
            _ => {
                self.ceiling.push(ceiling);
                self.start.push(self.site.len());
                return true;
            }
        }
        false
    }

    /// How many demands have a row.
    pub(super) fn rows(&self) -> usize {
        self.ceiling.len()
    }

    /// The sites of a row and their costs.
    pub(super) fn row(&self, row: usize) -> (&[u32], &[f64]) {
        let range = self.start[row]..self.start[row + 1];
        (&self.site[range.clone()], &self.cost[range])
    }

    /// Multipliers near good ones for a choice: halfway between the cheapest and the second cheapest open site.
    pub(super) fn multipliers_for(&self, chosen: &[u32]) -> Vec<f64> {
        let mut open = vec![false; self.options.len()];
        chosen.iter().for_each(|site| open[*site as usize] = true);
        let multiplier = |row: usize| {
            let (sites, costs) = self.row(row);
            let mut served = sites.iter().zip(costs).filter(|(site, _)| open[**site as usize]).map(|(_, cost)| *cost);
            let ceiling = self.ceiling[row];
            let first = served.next().unwrap_or(ceiling);
            0.5 * (first + served.next().unwrap_or(ceiling))
        };
        (0..self.rows()).map(multiplier).collect()
    }

    /// The same with rows counted as one that cost the same at the same sites, when costs are all 0 as in maximal covering.
    fn merged(self, multipliers: &[f64]) -> (Assigning, Vec<f64>) {
        if self.cost.iter().any(|cost| *cost != 0.0) {
            return (self, multipliers.to_vec());
        }
        let mut sorted = self.site.clone();
        (0..self.rows()).for_each(|row| sorted[self.start[row]..self.start[row + 1]].sort_unstable());
        let mut first: HashMap<&[u32], usize> = HashMap::new();
        let mut small = Assigning { sure: self.sure, own: self.own.clone(), ..Assigning::new(self.options.clone()) };
        let mut left: Vec<f64> = Vec::new();
        for (row, multiplier) in multipliers.iter().enumerate() {
            let sites = &sorted[self.start[row]..self.start[row + 1]];
            match first.entry(sites) {
                Entry::Occupied(place) => {
                    small.ceiling[*place.get()] += self.ceiling[row];
                    left[*place.get()] += multiplier;
                }
                Entry::Vacant(place) => {
                    place.insert(small.rows());
                    small.push(self.ceiling[row], sites.iter().map(|site| (*site, 0.0)));
                    left.push(*multiplier);
                }
            }
        }
        (small, left)
    }

    /// Adds what multipliers exceed costs to the worth of sites, for some rows.
    fn add_worth(&self, rows: std::ops::Range<usize>, multipliers: &[f64], worth: &mut [f64]) {
        for row in rows {
            let multiplier = multipliers[row];
            let (sites, costs) = self.row(row);
            for (site, cost) in sites.iter().zip(costs) {
                if *cost >= multiplier {
                    break;
                }
                worth[*site as usize] += multiplier - cost;
            }
        }
    }
}

impl Relaxed for Assigning {
    fn options(&self) -> &Options {
        &self.options
    }

    fn ceilings(&self) -> &[f64] {
        &self.ceiling
    }

    fn price(&self, multipliers: &[f64], worth: &mut Vec<f64>) -> f64 {
        worth.clear();
        worth.extend_from_slice(&self.own);
        if self.site.len() < MANY_PAIRS {
            self.add_worth(0..self.rows(), multipliers, worth);
        } else {
            let part = |part: usize| {
                let mut worth = vec![0.0; self.options.len()];
                self.add_worth(part * PART..((part + 1) * PART).min(self.rows()), multipliers, &mut worth);
                worth
            };
            let parts: Vec<Vec<f64>> = (0..self.rows().div_ceil(PART)).into_par_iter().map(part).collect();
            parts.iter().for_each(|part| worth.iter_mut().zip(part).for_each(|(worth, part)| *worth += part));
        }
        self.sure + multipliers.iter().sum::<f64>()
    }

    fn slope(&self, multipliers: &[f64], chosen: &[bool], slope: &mut Vec<f64>) {
        let of_row = |row: usize| {
            let (sites, costs) = self.row(row);
            let serving = sites.iter().zip(costs).take_while(|(_, cost)| **cost < multipliers[row]);
            1.0 - serving.filter(|(site, _)| chosen[**site as usize]).count() as f64
        };
        if self.site.len() < MANY_PAIRS {
            slope.clear();
            slope.extend((0..self.rows()).map(of_row));
        } else {
            (0..self.rows()).into_par_iter().with_min_len(1024).map(of_row).collect_into_vec(slope);
        }
    }

    fn value(&self, chosen: &[u32]) -> f64 {
        let mut open = vec![false; self.options.len()];
        chosen.iter().for_each(|site| open[*site as usize] = true);
        let of_row = |row: usize| {
            let (sites, costs) = self.row(row);
            sites.iter().position(|site| open[*site as usize]).map_or(self.ceiling[row], |place| costs[place])
        };
        let own: f64 = chosen.iter().map(|site| self.own[*site as usize]).sum();
        self.sure - own + (0..self.rows()).map(of_row).sum::<f64>()
    }

    fn intensified(&self, chosen: Vec<u32>) -> Vec<u32> {
        let columns = Columns::of(self);
        let least = 1e-11 * self.value(&[]).abs();
        let mut exchanges = Exchanges::new(self, &columns, &chosen);
        exchanges.climb(least);
        kicks::kicked(self, &columns, &exchanges.sorted(), (least, FOCUS_FAILURES))
    }

    fn plain(&self) -> Option<Vec<u32>> {
        self.options.allows_all().then(|| self.options.all())
    }

    fn narrowed(&self, multipliers: &[f64], open: &[u32], shut: &[bool]) -> (Assigning, Vec<f64>) {
        let (options, fates) = self.options.narrowed(open, shut);
        let mut small = Assigning::new(options);
        small.sure = self.sure - open.iter().map(|site| self.own[*site as usize]).sum::<f64>();
        for (own, fate) in self.own.iter().zip(&fates) {
            if *fate < OPEN {
                small.own[*fate as usize] = *own;
            }
        }
        let mut left = Vec::new();
        for (row, multiplier) in multipliers.iter().enumerate() {
            let (sites, costs) = self.row(row);
            let opened = sites.iter().position(|site| fates[*site as usize] == OPEN);
            let ceiling = opened.map_or(self.ceiling[row], |place| costs[place]);
            let pairs = sites.iter().zip(costs).map(|(site, cost)| (fates[*site as usize], *cost)).filter(|(fate, _)| *fate < OPEN);
            if small.push(ceiling, pairs) {
                left.push(multiplier.min(ceiling));
            }
        }
        if 2 * small.options.len() < self.options.len() { small.merged(&left) } else { (small, left) }
    }
}
