//! How does a choice that leaves demands uncovered become a good cover?
//!
//! 1. The site that covers uncovered demands most cheaply, by reduced cost for each, is added, until all are covered.
//! 2. Sites that are not needed are taken out, the dearest first.
//! 3. To polish, two sites for one: a site goes out when one other covers what only it and one more cover.
//!
//! V. Chvátal, *A greedy heuristic for the set-covering problem*, Mathematics of Operations Research 4, 1979.

use super::{Covering, Relaxed, Solution};

impl Covering {
    /// A cover that begins with a choice; worths guide it. Every row needs a site.
    pub(super) fn completed(&self, chosen: Vec<u32>, worth: &[f64]) -> Vec<u32> {
        let mut open = vec![false; self.options.len()];
        let mut times = vec![0_u32; self.rows.len()];
        let mut order: Vec<u32> = Vec::new();
        let mut fresh: Vec<u32> = self.columns.iter().map(|demands| demands.len() as u32).collect();
        let mut add = |site: u32, order: &mut Vec<u32>, times: &mut Vec<u32>, fresh: &mut Vec<u32>| {
            open[site as usize] = true;
            order.push(site);
            for row in &self.columns[site as usize] {
                times[*row as usize] += 1;
                if times[*row as usize] == 1 {
                    self.rows[*row as usize].iter().for_each(|other| fresh[*other as usize] -= 1);
                }
            }
        };
        chosen.into_iter().for_each(|site| add(site, &mut order, &mut times, &mut fresh));
        while let Some(best) = self.cheapest_addition(&fresh, worth) {
            add(best, &mut order, &mut times, &mut fresh);
        }
        self.without_idle(order, &mut times)
    }

    /// The site that covers uncovered demands most cheaply; of equal ones the lower. `None` when nothing is uncovered.
    fn cheapest_addition(&self, fresh: &[u32], worth: &[f64]) -> Option<u32> {
        let price = |site: u32| {
            let (cost, count) = (self.options.cost[site as usize], f64::from(fresh[site as usize]));
            // Reduced costs guide; the full cost settles what they leave open.
            ((-worth[site as usize]).max(0.0) + 1e-3 * cost) / count
        };
        let sites = (0..fresh.len() as u32).filter(|site| fresh[*site as usize] > 0);
        sites.map(|site| (price(site), site)).min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))).map(|(_, site)| site)
    }

    /// Takes out what is not needed, the dearest first, of equal ones the one added last.
    fn without_idle(&self, mut order: Vec<u32>, times: &mut [u32]) -> Vec<u32> {
        order.reverse();
        order.sort_by(|a, b| self.options.cost[*b as usize].total_cmp(&self.options.cost[*a as usize]));
        let mut kept = Vec::new();
        for site in order {
            let demands = &self.columns[site as usize];
            if demands.iter().all(|row| times[*row as usize] > 1) {
                demands.iter().for_each(|row| times[*row as usize] -= 1);
            } else {
                kept.push(site);
            }
        }
        kept.sort_unstable();
        kept
    }

    /// A cover by rows of the question, without what is not needed.
    pub(super) fn polished(&self, rows: &[u32]) -> Solution {
        let chosen: Vec<u32> =
            (0..self.options.len() as u32).filter(|site| rows.binary_search(&self.options.row[*site as usize]).is_ok()).collect();
        let worth: Vec<f64> = self.options.cost.iter().map(|cost| -cost).collect();
        let completed = self.completed(chosen, &worth);
        Solution { value: self.value(&completed), rows: self.options.rows_of(&completed) }
    }
}
