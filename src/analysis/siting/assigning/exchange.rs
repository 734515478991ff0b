//! Is a choice better with one site exchanged for another?
//!
//! 1. For each demand the cheapest and the second cheapest open site are found.
//! 2. In one pass over the pairs cheaper than the second one are summed: what each closed site gains when added, what each open site loses
//!    when removed, and what a pair of them makes good when both happen at once.
//! 3. The exchange with the largest profit is made, or an addition when the means allow it; only the demands of the two sites are then
//!    summed anew. And so on until nothing pays.
//!
//! M. B. Teitz and P. Bart, *Heuristic methods for estimating the generalized vertex median of a weighted graph*, Operations Research 16,
//! 1968; R. Whitaker, INFOR 21, 1983; M. G. C. Resende and R. F. Werneck, *A fast swap-based local search procedure for location
//! problems*, Annals of Operations Research 150, 2007. Of equal profits the lower site comes in, and the earlier of the choice goes out.

use super::{Assigning, columns::Columns};

/// No place in the choice.
const NONE: u32 = u32::MAX;
/// Exchanges made at most.
const MOST_EXCHANGES: usize = 2000;

/// A choice and what additions, removals and exchanges would change.
#[derive(Clone)]
pub(in super::super) struct Exchanges<'p> {
    problem: &'p Assigning,
    columns: &'p Columns,
    chosen: Vec<u32>,
    place_of: Vec<u32>,
    /// By site, what adding it saves.
    gain: Vec<f64>,
    /// By place in the choice, what removing it costs.
    loss: Vec<f64>,
    /// By place in the choice and site, what is saved beyond that when the one goes and the other comes.
    extra: Vec<f64>,
}

/// One exchange; the sites are numbers of the options.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Exchange {
    profit: f64,
    into: u32,
    out: Option<usize>,
}

impl<'p> Exchanges<'p> {
    /// The profits for a choice.
    pub(in super::super) fn new(problem: &'p Assigning, columns: &'p Columns, chosen: &[u32]) -> Exchanges<'p> {
        let sites = problem.options.len();
        let mut place_of = vec![NONE; sites];
        chosen.iter().zip(0..).for_each(|(site, place)| place_of[*site as usize] = place);
        let mut exchanges = Exchanges {
            problem,
            columns,
            chosen: chosen.to_vec(),
            place_of,
            gain: problem.own.clone(),
            loss: chosen.iter().map(|site| problem.own[*site as usize]).collect(),
            extra: vec![0.0; sites * chosen.len()],
        };
        (0..problem.rows()).for_each(|row| exchanges.count_row(row, 1.0));
        exchanges
    }

    /// The choice, ascending.
    pub(in super::super) fn sorted(&self) -> Vec<u32> {
        let mut chosen = self.chosen.clone();
        chosen.sort_unstable();
        chosen
    }

    /// The choice in the order of its places.
    pub(super) fn chosen(&self) -> &[u32] {
        &self.chosen
    }

    /// Adds what a row contributes to the sums, or takes it out again with a sign of -1.
    fn count_row(&mut self, row: usize, sign: f64) {
        let (sites, costs) = self.problem.row(row);
        let ceiling = self.problem.ceiling[row];
        let mut open = sites.iter().enumerate().filter(|(_, site)| self.place_of[**site as usize] != NONE);
        let Some((first, site)) = open.next() else {
            sites.iter().zip(costs).for_each(|(site, cost)| self.gain[*site as usize] += sign * (ceiling - cost));
            return;
        };
        let place = self.place_of[*site as usize] as usize;
        let (end, second_cost) = open.next().map_or((sites.len(), ceiling), |(place, _)| (place, costs[place]));
        let first_cost = costs[first];
        self.loss[place] += sign * (second_cost - first_cost);
        let extra = &mut self.extra[place * self.gain.len()..][..self.gain.len()];
        for (site, cost) in sites[..first].iter().zip(costs) {
            self.gain[*site as usize] += sign * (first_cost - cost);
            extra[*site as usize] += sign * (second_cost - first_cost);
        }
        for (site, cost) in sites[first + 1..end].iter().zip(&costs[first + 1..]) {
            extra[*site as usize] += sign * (second_cost - cost);
        }
    }

    /// The rows that one of two sites serves.
    fn rows_of(&self, sites: [Option<u32>; 2]) -> Vec<u32> {
        let rows = |site: u32| self.columns.pairs(site as usize).map(|(row, _)| row as u32);
        let mut rows: Vec<u32> = sites.into_iter().flatten().flat_map(rows).collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    /// Puts a site in the place of another, or at the end.
    pub(super) fn make(&mut self, into: u32, out: Option<usize>) {
        let rows = self.rows_of([Some(into), out.map(|place| self.chosen[place])]);
        rows.iter().for_each(|row| self.count_row(*row as usize, -1.0));
        let place = out.unwrap_or(self.chosen.len());
        match out {
            Some(place) => {
                self.place_of[self.chosen[place] as usize] = NONE;
                self.chosen[place] = into;
            }
            None => {
                self.chosen.push(into);
                self.loss.push(0.0);
                self.extra.resize(self.extra.len() + self.gain.len(), 0.0);
            }
        }
        self.place_of[into as usize] = place as u32;
        self.loss[place] = self.problem.own[into as usize];
        rows.iter().for_each(|row| self.count_row(*row as usize, 1.0));
    }

    /// Exchanges sites as long as that pays by more than `least`.
    pub(in super::super) fn climb(&mut self, least: f64) {
        for _ in 0..MOST_EXCHANGES {
            if self.problem.options.halt.is_on() {
                break;
            }
            match self.best() {
                Some(best) if best.profit > least => self.make(best.into, best.out),
                _ => break,
            }
        }
    }

    fn best(&self) -> Option<Exchange> {
        let options = &self.problem.options;
        let (count, cost) = options.spent(&self.chosen);
        let mut best: Option<Exchange> = None;
        let mut consider = |profit: f64, into: u32, out: Option<usize>| {
            if best.is_none_or(|best| profit > best.profit || (profit == best.profit && into < best.into)) {
                best = Some(Exchange { profit, into, out });
            }
        };
        let closed = |site: &usize| self.place_of[*site] == NONE;
        for into in (0..options.len()).filter(closed).filter(|site| options.affords(*site, count, cost)) {
            consider(self.gain[into], into as u32, None);
        }
        for (place, out) in self.chosen.iter().enumerate() {
            let (count, cost) = (count - usize::from(options.counted[*out as usize]), cost - options.cost[*out as usize]);
            let extra = &self.extra[place * self.gain.len()..][..self.gain.len()];
            for into in (0..options.len()).filter(closed) {
                let profit = self.gain[into] - self.loss[place] + extra[into];
                if profit > 0.0 && options.affords(into, count, cost) {
                    consider(profit, into as u32, Some(place));
                }
            }
        }
        best
    }
}
