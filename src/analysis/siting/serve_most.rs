//! Which new sites serve most people, when sites have room for so many only? The capacitated maximal covering location problem.
//!
//! Parts of a demand may be served at different sites within the limit, each person at most once. Existing sites serve with their
//! capacities, and new ones share the work.
//!
//! J. R. Current and J. E. Storbeck, *Capacitated covering models*, Environment and Planning B 15, 1988.

use super::{
    answer::{Answer, Reason, Served, Status, filled},
    feasible::unreachable,
    grain::{Grain, all_whole},
    merge::{Lot, lots},
    question::Question,
    relaxed::Relaxed,
    search::{Solution, search},
    serving::{Flow, Serving, exchange, greedy},
    watch::{Progress, Watch, gap},
};

/// Whether everybody must be served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Demanded {
    /// As many as possible.
    Most,
    /// Everybody, or else the question is impossible, and the answer says why.
    Everybody,
}

/// The sites within the means that serve most weight within a closed limit, and who is served where.
///
/// The objective is the weight served, by new and existing sites together. Without a budget as many sites are opened as may be.
///
/// # Panics
///
/// When the columns of the question do not fit each other.
pub fn serve_most(question: &Question, limit: f64, demanded: Demanded, watch: &mut Watch) -> Answer {
    question.check();
    let alone = if demanded == Demanded::Everybody { unreachable(question, limit) } else { Vec::new() };
    if !alone.is_empty() {
        return Answer::without_sites(question, Status::Infeasible, alone);
    }
    let total = question.total_weight();
    let desk = Desk::new(question, limit);
    if desk.problem.options.budget < 0.0 {
        return Answer::without_sites(question, Status::Infeasible, vec![Reason::NothingAffordable]);
    }
    let capacities: Vec<f64> = question.sites.capacity.clone();
    let grain = Grain::new(all_whole(question.weights) && all_whole(&capacities), total);
    let polish = |rows: &[u32]| desk.polished(rows);
    let start = polish(&desk.problem.options.rows_of(&greedy(&desk.problem)));
    let proof = search(desk.problem.clone(), desk.problem.first_multipliers(), start, (grain, &polish), &mut |left_over, bound| {
        let (best, bound) = (total - left_over, total - bound.max(0.0));
        watch(Progress { best, bound, gap: gap(best, bound) })
    });
    let proof = filled(question, proof);
    if demanded == Demanded::Everybody && proof.bound > 1e-9 * total {
        let missing = vec![Reason::CapacityTooSmall { missing: proof.bound }];
        return Answer::without_sites(question, Status::Infeasible, missing);
    }
    let served = desk.served(question, &proof.best.rows);
    let covered: f64 = served.iter().map(|served| served.amount).sum();
    if demanded == Demanded::Everybody && covered < total * (1.0 - 1e-9) {
        return Answer::without_sites(question, Status::Unknown, Vec::new());
    }
    let bound = total - proof.bound.max(0.0);
    Answer { covered_weight: covered, served, ..Answer::with_sites(question, &proof.best.rows, (covered, bound), proof.proven) }
}

/// The most weight that can be served when exactly these sites are open.
pub(super) fn most_served(question: &Question, open: &[bool], limit: f64) -> f64 {
    let capacity: Vec<f64> = (0..open.len()).map(|site| if open[site] { question.sites.capacity[site] } else { 0.0 }).collect();
    let none = Question { means: super::Means::new_sites(0), ..*question }.options().narrowed(&[], &vec![true; open.len()]).0;
    let mut problem = Serving::new(none, capacity);
    for demand in question.asking() {
        problem.push(question.weights[demand], question.reach.within(demand, limit).iter().copied().filter(|site| open[*site as usize]));
    }
    Flow::new(&problem, open).total()
}

/// A question made ready: demands that reach the same sites are one.
struct Desk {
    problem: Serving,
    lots: Vec<Lot>,
    /// By site of the problem its row in the question.
    rows: Vec<u32>,
}

impl Desk {
    fn new(question: &Question, limit: f64) -> Desk {
        let options = question.options();
        let numbers = question.numbers(&options);
        let sure = (0..question.reach.sites() as u32).filter(|row| question.is_sure(*row, &numbers));
        let rows: Vec<u32> = sure.chain(options.row.iter().copied()).collect();
        let mut place = vec![u32::MAX; question.reach.sites()];
        rows.iter().zip(0..).for_each(|(row, number)| place[*row as usize] = number);
        let asking: Vec<u32> = question.asking().map(|demand| demand as u32).collect();
        let sites_of = |demand: u32| question.reach.within(demand as usize, limit).iter().map(|site| place[*site as usize]).collect();
        let lots = lots(&asking, sites_of);
        let weight_of = |demands: &[u32]| demands.iter().map(|demand| question.weights[*demand as usize]).sum::<f64>();
        let capacity = rows.iter().map(|row| question.sites.capacity[*row as usize]).collect();
        let mut problem = Serving::new(options, capacity);
        lots.iter().for_each(|lot| {
            problem.push(weight_of(&lot.demands), lot.sites.iter().copied());
        });
        let reached: Vec<u32> = asking.iter().copied().filter(|demand| question.reach.within(*demand as usize, limit).is_empty()).collect();
        problem.push(weight_of(&reached), std::iter::empty());
        Desk { problem, lots, rows }
    }

    fn polished(&self, rows: &[u32]) -> Solution {
        let problem = &self.problem;
        let least = 1e-9 * problem.ceilings().iter().sum::<f64>();
        let better = exchange(problem, &problem.options.numbers_of(rows), least);
        Solution { value: problem.value(&better), rows: problem.options.rows_of(&better) }
    }

    /// Who is served where when these rows are open, by demand and site: lots are handed out to their demands in order.
    fn served(&self, question: &Question, rows: &[u32]) -> Vec<Served> {
        let chosen = self.problem.options.numbers_of(rows);
        let mut open = vec![true; self.rows.len()];
        open[self.rows.len() - self.problem.options.len()..].fill(false);
        chosen.iter().for_each(|site| open[self.rows.len() - self.problem.options.len() + *site as usize] = true);
        let flow = Flow::new(&self.problem, &open);
        let mut served = Vec::new();
        for (lot, row) in self.lots.iter().zip(0..) {
            let mut demands = lot.demands.iter().map(|demand| (*demand, question.weights[*demand as usize]));
            let mut current = demands.next();
            for (site, part) in flow.parts(row) {
                let mut left = part;
                while let (Some((demand, weight)), true) = (current, left > 0.0) {
                    let amount = weight.min(left);
                    served.push(Served { demand, site: self.rows[site as usize], amount });
                    left -= amount;
                    current = if weight > amount { Some((demand, weight - amount)) } else { demands.next() };
                }
            }
        }
        served.sort_by_key(|served| (served.demand, served.site));
        served
    }
}
