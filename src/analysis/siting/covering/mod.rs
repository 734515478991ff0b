//! Which cheapest sites cover every demand? The set covering problem under location set covering and p-center.
//!
//! 1. Demands that reach the same sites are one; then the problem is reduced ([`reduce`]) and falls into parts that share nothing.
//! 2. A multiplier for each demand ("it is covered") makes sites independent: a site is taken when the multipliers of its demands
//!    exceed its cost. The bound and the proof are those of [`super::relaxed`] and [`super::search`].
//! 3. What the relaxation takes is completed greedily by reduced cost, and what is not needed is taken out again.
//!
//! J. E. Beasley, *A Lagrangian heuristic for set-covering problems*, Naval Research Logistics 37, 1990; A. Caprara, M. Fischetti and
//! P. Toth, *A heuristic method for the set covering problem*, Operations Research 47, 1999.

mod kicks;
mod parts;
mod reduce;
mod repair;
#[cfg(test)]
mod tests;

use super::{
    grain::{Grain, all_whole},
    options::Options,
    relaxed::Relaxed,
    search::{Proof, Solution, search},
    watch::Course,
};

/// Demands in rows with the sites that cover them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Covering {
    pub(super) options: Options,
    /// Costs of the sites that are decided.
    sure: f64,
    /// By demand its sites, ascending.
    rows: Vec<Vec<u32>>,
    /// By site its demands, ascending.
    columns: Vec<Vec<u32>>,
    /// No limit for multipliers.
    ceilings: Vec<f64>,
}

impl Covering {
    /// Every row must have one of its sites open; a row without any can never be covered. Means play no part.
    pub(super) fn new(mut options: Options, rows: Vec<Vec<u32>>) -> Covering {
        (options.new_sites, options.budget) = (usize::MAX, f64::INFINITY);
        Covering::with_rows(options, 0.0, rows)
    }

    fn with_rows(options: Options, sure: f64, rows: Vec<Vec<u32>>) -> Covering {
        let mut columns = vec![Vec::new(); options.len()];
        for (sites, row) in rows.iter().zip(0..) {
            sites.iter().for_each(|site| columns[*site as usize].push(row));
        }
        let ceilings = vec![f64::INFINITY; rows.len()];
        Covering { options, sure, rows, columns, ceilings }
    }

    /// Multipliers from a cover: each site's cost shared out over its demands, as cheaply as any site of the demand does.
    fn first_multipliers(&self) -> Vec<f64> {
        let share = |site: &u32| self.options.cost[*site as usize] / self.columns[*site as usize].len() as f64;
        self.rows.iter().map(|sites| sites.iter().map(share).fold(f64::INFINITY, f64::min)).collect()
    }

    fn solution(&self, chosen: &[u32]) -> Solution {
        Solution { value: self.value(chosen), rows: self.options.rows_of(chosen) }
    }
}

/// The cheapest cover, or `None` when a row has no site.
///
/// The search may stop when the best is not above `enough`, or the bound is.
pub(super) fn cheapest_cover(problem: &Covering, enough: Option<f64>, report: &mut dyn FnMut(f64, f64) -> Course) -> Option<Proof> {
    if problem.rows.iter().any(Vec::is_empty) {
        return None;
    }
    let whole = all_whole(&problem.options.cost);
    let (reduced, _) = problem.narrowed(&vec![0.0; problem.rows.len()], &[], &vec![false; problem.options.len()]);
    let parts = reduced.parts();
    let starts: Vec<Solution> =
        parts.iter().map(|part| part.solution(&part.repaired(Vec::new(), &vec![0.0; part.options.len()]))).collect();
    let mut upper: f64 = reduced.sure + starts.iter().map(|start| start.value).sum::<f64>();
    let mut lower = reduced.sure;
    let grain = Grain::new(whole, upper);
    let mut total = Proof { best: Solution { value: reduced.sure, rows: reduced.options.opened.clone() }, bound: 0.0, proven: true };
    let mut stopped = false;
    for (part, start) in parts.into_iter().zip(starts) {
        upper -= start.value;
        let proof = if stopped {
            Proof { best: start, bound: 0.0, proven: false }
        } else {
            let polish = |rows: &[u32]| part.polished(rows);
            let mut watch = |best: f64, bound: f64| {
                let (best, bound) = (upper + best, lower + bound.max(0.0));
                let settled = enough.is_some_and(|enough| best <= enough || grain.rounded(bound) > enough);
                if settled || report(best, bound) == Course::Stop { Course::Stop } else { Course::Continue }
            };
            search(part.clone(), part.first_multipliers(), start, (grain, &polish), &mut watch)
        };
        stopped |= !proof.proven;
        upper += proof.best.value;
        lower += proof.bound.max(0.0);
        total.best.rows.extend(proof.best.rows);
        total.proven &= proof.proven;
    }
    total.best.rows.sort_unstable();
    total.best.value = upper;
    total.bound = if total.proven { upper } else { grain.rounded(lower) };
    Some(total)
}

impl Relaxed for Covering {
    fn options(&self) -> &Options {
        &self.options
    }

    fn ceilings(&self) -> &[f64] {
        &self.ceilings
    }

    fn price(&self, multipliers: &[f64], worth: &mut Vec<f64>) -> f64 {
        let of_site = |(demands, cost): (&Vec<u32>, &f64)| demands.iter().map(|row| multipliers[*row as usize]).sum::<f64>() - cost;
        worth.clear();
        worth.extend(self.columns.iter().zip(&self.options.cost).map(of_site));
        if self.rows.iter().any(Vec::is_empty) { f64::INFINITY } else { self.sure + multipliers.iter().sum::<f64>() }
    }

    fn slope(&self, _multipliers: &[f64], chosen: &[bool], slope: &mut Vec<f64>) {
        let of_row = |sites: &Vec<u32>| 1.0 - sites.iter().filter(|site| chosen[**site as usize]).count() as f64;
        slope.clear();
        slope.extend(self.rows.iter().map(of_row));
    }

    fn value(&self, chosen: &[u32]) -> f64 {
        let mut open = vec![false; self.options.len()];
        chosen.iter().for_each(|site| open[*site as usize] = true);
        let covered = self.rows.iter().all(|sites| sites.iter().any(|site| open[*site as usize]));
        let cost: f64 = chosen.iter().map(|site| self.options.cost[*site as usize]).sum();
        if covered { self.sure + cost } else { f64::INFINITY }
    }

    fn repaired(&self, chosen: Vec<u32>, worth: &[f64]) -> Vec<u32> {
        self.completed(chosen, worth)
    }

    fn intensified(&self, chosen: Vec<u32>) -> Vec<u32> {
        self.kicked(chosen)
    }

    fn importance(&self, site: u32) -> f64 {
        self.columns[site as usize].len() as f64
    }

    fn plain(&self) -> Option<Vec<u32>> {
        self.rows.is_empty().then(Vec::new)
    }

    fn narrowed(&self, multipliers: &[f64], open: &[u32], shut: &[bool]) -> (Covering, Vec<f64>) {
        let (narrowed, left) = self.plainly_narrowed(multipliers, open, shut);
        let (reduced, left) = narrowed.reduced(left);
        reduced.without_small_parts(left)
    }
}
