//! What of a covering problem decides itself?
//!
//! Until nothing changes any more:
//! 1. A demand with one site only opens it, and all demands of that site are covered.
//! 2. A demand is dropped when another one's sites are all among its own: whoever covers the other covers it.
//! 3. A site is dropped when another, not dearer one covers all its demands; of equal ones the lower stays.
//!
//! C. Toregas and C. ReVelle, *Optimal location under time or distance constraints*, Papers in Regional Science 28, 1972.
//! Most pairs are told apart by 64-bit signatures, without a look at their lists.

use super::{super::options::OPEN, Covering};

/// Rounds at most; each drops something.
const MOST_ROUNDS: usize = 30;

impl Covering {
    /// The problem without what decides itself, and the multipliers of the demands that are left.
    pub(super) fn reduced(self, multipliers: Vec<f64>) -> (Covering, Vec<f64>) {
        let (mut problem, mut left) = (self, multipliers);
        for _ in 0..MOST_ROUNDS {
            if problem.rows.iter().any(Vec::is_empty) {
                break;
            }
            let before = (problem.rows.len(), problem.columns.len());
            (problem, left) = problem.without_rows(left);
            (problem, left) = problem.without_columns(left);
            if (problem.rows.len(), problem.columns.len()) == before {
                break;
            }
        }
        (problem, left)
    }

    /// Drops demands that are covered with others.
    fn without_rows(self, multipliers: Vec<f64>) -> (Covering, Vec<f64>) {
        let length = |row: u32| self.rows[row as usize].len();
        let drop = dominated(&self.rows, &self.columns, false, |small, large| length(large) > length(small) || large > small);
        let keep = |place: usize| !drop[place];
        let left = multipliers.into_iter().enumerate().filter(|(place, _)| keep(*place)).map(|(_, multiplier)| multiplier).collect();
        let rows = self.rows.into_iter().enumerate().filter(|(place, _)| keep(*place)).map(|(_, sites)| sites).collect();
        (Covering::with_rows(self.options, self.sure, rows), left)
    }

    /// Drops sites that others can stand in for, and opens those that alone cover a demand.
    fn without_columns(self, multipliers: Vec<f64>) -> (Covering, Vec<f64>) {
        let costs = &self.options.cost;
        let length = |site: u32| self.columns[site as usize].len();
        let mut shut = dominated(&self.columns, &self.rows, true, |small, large| {
            let dearer = costs[large as usize].total_cmp(&costs[small as usize]);
            dearer.is_lt() || (dearer.is_eq() && (length(large) > length(small) || large < small))
        });
        self.columns.iter().zip(&mut shut).for_each(|(demands, shut)| *shut |= demands.is_empty());
        let mut open: Vec<u32> = Vec::new();
        for sites in &self.rows {
            let mut left = sites.iter().filter(|site| !shut[**site as usize]);
            if let (Some(only), None) = (left.next(), left.next()) {
                open.push(*only);
            }
        }
        open.sort_unstable();
        open.dedup();
        if open.is_empty() && !shut.contains(&true) {
            return (self, multipliers);
        }
        self.plainly_narrowed(&multipliers, &open, &shut)
    }

    /// Narrowed without further reductions.
    pub(super) fn plainly_narrowed(&self, multipliers: &[f64], open: &[u32], shut: &[bool]) -> (Covering, Vec<f64>) {
        let (options, fates) = self.options.narrowed(open, shut);
        let sure = self.sure + open.iter().map(|site| self.options.cost[*site as usize]).sum::<f64>();
        let (mut rows, mut left) = (Vec::new(), Vec::new());
        for (sites, multiplier) in self.rows.iter().zip(multipliers) {
            if !sites.iter().any(|site| fates[*site as usize] == OPEN) {
                rows.push(sites.iter().map(|site| fates[*site as usize]).filter(|fate| *fate < OPEN).collect());
                left.push(*multiplier);
            }
        }
        (Covering::with_rows(options, sure, rows), left)
    }
}

/// A set of bits in which those of the numbers are set.
fn signature(numbers: &[u32]) -> u64 {
    numbers.iter().fold(0, |bits, number| bits | 1 << (number.wrapping_mul(0x9E37_79B1) >> 26))
}

/// Whether all of an ascending list is in another.
fn is_within(small: &[u32], large: &[u32]) -> bool {
    let mut rest = large.iter();
    small.iter().all(|number| rest.any(|other| other == number))
}

/// By list, whether it is to be dropped: the larger one of a pair for rows, the smaller one for columns.
///
/// `lists` and `across` are transposes of each other; `may` is asked with the smaller and the larger list of a pair.
fn dominated(lists: &[Vec<u32>], across: &[Vec<u32>], drop_small: bool, may: impl Fn(u32, u32) -> bool) -> Vec<bool> {
    let signatures: Vec<u64> = lists.iter().map(|list| signature(list)).collect();
    let mut order: Vec<u32> = (0..lists.len() as u32).collect();
    order.sort_by_key(|list| lists[*list as usize].len());
    let mut dropped = vec![false; lists.len()];
    for small in order {
        let list = &lists[small as usize];
        let Some(rarest) = list.iter().min_by_key(|number| across[**number as usize].len()) else { continue };
        if dropped[small as usize] {
            continue;
        }
        for large in &across[*rarest as usize] {
            let other = &lists[*large as usize];
            if *large == small || dropped[*large as usize] || other.len() < list.len() {
                continue;
            }
            let outside = signatures[small as usize] & !signatures[*large as usize];
            if outside == 0 && is_within(list, other) && may(small, *large) {
                if drop_small {
                    dropped[small as usize] = true;
                    break;
                }
                dropped[*large as usize] = true;
            }
        }
    }
    dropped
}
