//! Which new sites make the largest cost least? The p-center problem.
//!
//! The largest cost is the cost of some pair. Among the distinct costs the smallest is searched, by halving, within which everybody can be
//! covered within the means ([`super::feasible`]).
//!
//! S. L. Hakimi, 1964; E. Minieka, *The m-center problem*, SIAM Review 12, 1970.

use super::{
    answer::{Answer, Reason, Status, filled},
    feasible::{Feasibility, feasibility, unreachable},
    question::Question,
    search::{Proof, Solution},
    watch::{Progress, Watch, gap},
};

/// The sites within the means that make the largest cost of any demand with a weight least.
///
/// Without a budget as many sites are opened as may be, also where fewer do as well.
///
/// # Panics
///
/// When the columns of the question do not fit each other.
pub fn center(question: &Question, watch: &mut Watch) -> Answer {
    question.check();
    let alone = unreachable(question, f64::INFINITY);
    if !alone.is_empty() {
        return Answer::without_sites(question, Status::Infeasible, alone);
    }
    if question.options().budget < 0.0 {
        return Answer::without_sites(question, Status::Infeasible, vec![Reason::NothingAffordable]);
    }
    let costs = distinct_costs(question);
    let Some(last) = costs.last() else {
        return Answer::with_sites(question, &[], (0.0, 0.0), true).assign(question, f64::INFINITY);
    };
    let mut ask = |limit: f64, best: f64, bound: f64| {
        feasibility(question, limit, best == f64::INFINITY, &mut || watch(Progress { best, bound, gap: gap(best, bound) }))
    };
    let mut rows = match ask(*last, f64::INFINITY, costs[0]) {
        Feasibility::Yes(rows) => rows,
        Feasibility::No(reason) => return Answer::without_sites(question, Status::Infeasible, vec![reason]),
        Feasibility::Unknown => return Answer::without_sites(question, Status::Unknown, Vec::new()),
    };
    let (mut low, mut high) = (0, place_of(&costs, largest_cost(question, &rows)));
    while low < high {
        let middle = (low + high) / 2;
        match ask(costs[middle], costs[high], costs[low]) {
            Feasibility::Yes(better) => {
                rows = better;
                high = place_of(&costs, largest_cost(question, &rows)).min(middle);
            }
            Feasibility::No(_) => low = middle + 1,
            Feasibility::Unknown => break,
        }
    }
    let proof = Proof { best: Solution { value: costs[high], rows }, bound: costs[low], proven: low == high };
    let proof = filled(question, proof);
    Answer::with_sites(question, &proof.best.rows, (costs[high], costs[low]), proof.proven).assign(question, f64::INFINITY)
}

/// The costs that the largest one can have, ascending: none is below what some demand must pay in any case.
fn distinct_costs(question: &Question) -> Vec<f64> {
    let least = |demand: usize| question.reach.of_demand(demand).1.first().copied().unwrap_or(0.0);
    let Some(at_least) = question.asking().map(least).reduce(f64::max) else { return Vec::new() };
    let pairs = question.asking().flat_map(|demand| question.reach.of_demand(demand).1);
    let mut costs: Vec<f64> = pairs.copied().filter(|cost| *cost >= at_least).collect();
    costs.sort_unstable_by(f64::total_cmp);
    costs.dedup();
    costs
}

fn place_of(costs: &[f64], cost: f64) -> usize {
    costs.partition_point(|other| *other < cost)
}

/// The largest cost of any demand with a weight when these rows are open.
fn largest_cost(question: &Question, rows: &[u32]) -> f64 {
    let answer = Answer::with_sites(question, rows, (0.0, 0.0), true);
    let open = answer.open_sites(question);
    let of_demand = |demand: usize| {
        let (sites, costs) = question.reach.of_demand(demand);
        sites.iter().position(|site| open[*site as usize]).map_or(f64::INFINITY, |place| costs[place])
    };
    question.asking().map(of_demand).fold(0.0, f64::max)
}
