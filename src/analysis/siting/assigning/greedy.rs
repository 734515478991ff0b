//! Which sites come out when the next best is opened again and again?
//!
//! Saved costs have diminishing returns, so with a number of sites the greedy choice saves at least 63 % of what the best saves
//! (G. L. Nemhauser, L. A. Wolsey and M. L. Fisher, 1978); a gain from before is an upper bound of the gain now, so that few are
//! worked out again (M. Minoux, 1978). With a budget the gain by cost is tried as well.

use std::{cmp::Ordering, collections::BinaryHeap};

use super::{Assigning, columns::Columns};

/// Opens the next best site as long as the means allow; the sites ascend.
pub(in super::super) fn greedy(problem: &Assigning, columns: &Columns) -> Vec<u32> {
    let by_gain = pick(problem, columns, |_| 1.0);
    if problem.options.budget.is_infinite() {
        return by_gain.1;
    }
    let by_ratio = pick(problem, columns, |site| problem.options.cost[site].max(1e-12));
    if by_ratio.0 > by_gain.0 { by_ratio.1 } else { by_gain.1 }
}

/// A site and what it was last known to gain.
struct Bid {
    score: f64,
    site: u32,
    round: usize,
}

impl Ord for Bid {
    fn cmp(&self, other: &Bid) -> Ordering {
        self.score.total_cmp(&other.score).then(other.site.cmp(&self.site))
    }
}

impl PartialOrd for Bid {
    fn partial_cmp(&self, other: &Bid) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Bid {
    fn eq(&self, other: &Bid) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Bid {}

/// Picks by gain over price; what is gained, and the sites.
fn pick(problem: &Assigning, columns: &Columns, price: impl Fn(usize) -> f64) -> (f64, Vec<u32>) {
    let options = &problem.options;
    let mut paid = problem.ceiling.clone();
    let gain =
        |site: usize, paid: &[f64]| problem.own[site] + columns.pairs(site).map(|(row, cost)| (paid[row] - cost).max(0.0)).sum::<f64>();
    let bid = |site: usize, paid: &[f64], round| Bid { score: gain(site, paid) / price(site), site: site as u32, round };
    let mut bids: BinaryHeap<Bid> = (0..options.len()).map(|site| bid(site, &paid, 0)).collect();
    let (mut chosen, mut gained, mut count, mut cost) = (Vec::new(), 0.0, 0, 0.0);
    while let Some(best) = bids.pop() {
        let site = best.site as usize;
        if !options.affords(site, count, cost) {
            continue;
        }
        if best.round < chosen.len() {
            bids.push(bid(site, &paid, chosen.len()));
            continue;
        }
        if best.score <= 0.0 {
            break;
        }
        gained += best.score * price(site);
        count += usize::from(options.counted[site]);
        cost += options.cost[site];
        columns.pairs(site).for_each(|(row, cost)| paid[row] = paid[row].min(cost));
        chosen.push(best.site);
    }
    chosen.sort_unstable();
    (gained, chosen)
}
