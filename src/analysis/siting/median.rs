//! Which new sites make the sum of everybody's costs least? The p-median problem.
//!
//! 1. Each demand goes to its cheapest open site; existing sites are ceilings of what it costs.
//! 2. A demand that reaches no site at all makes it impossible, and so do means that do not reach everybody.
//! 3. A demand without an existing site gets a ceiling above the objective of a choice that reaches everybody: leaving it out never pays.
//! 4. The rest is an [`super::assigning`] problem.
//!
//! S. L. Hakimi, *Optimum locations of switching centers and the absolute centers and medians of a graph*, Operations Research 12, 1964;
//! C. S. ReVelle and R. W. Swain, *Central facilities location*, Geographical Analysis 2, 1970.

use super::{
    answer::{Answer, Status, filled},
    assigning::{Assigning, solve},
    feasible::{Feasibility, feasibility, unreachable},
    grain::{Grain, all_whole},
    options::Options,
    question::Question,
    search::Proof,
    watch::{Course, Progress, Watch, gap},
};

/// The sites within the means that make the sum of weights times costs least.
///
/// Without a budget as many sites are opened as may be.
///
/// # Panics
///
/// When the columns of the question do not fit each other.
pub fn median(question: &Question, watch: &mut Watch) -> Answer {
    question.check();
    let alone = unreachable(question, f64::INFINITY);
    if !alone.is_empty() {
        return Answer::without_sites(question, Status::Infeasible, alone);
    }
    let mut go_on = || watch(Progress { best: f64::INFINITY, bound: 0.0, gap: f64::INFINITY });
    let rows = match feasibility(question, f64::INFINITY, true, &mut go_on) {
        Feasibility::Yes(rows) => rows,
        Feasibility::No(reason) => return Answer::without_sites(question, Status::Infeasible, vec![reason]),
        Feasibility::Unknown => return Answer::without_sites(question, Status::Unknown, Vec::new()),
    };
    let proof = filled(question, best_median(question, rows, watch));
    Answer::with_sites(question, &proof.best.rows, (proof.best.value, proof.bound), proof.proven).assign(question, f64::INFINITY)
}

/// The best sites, given some that reach everybody.
fn best_median(question: &Question, start: Vec<u32>, watch: &mut Watch) -> Proof {
    let options = question.options();
    let whole = {
        let products = |demand: usize| {
            let (_, costs) = question.reach.of_demand(demand);
            costs.iter().all(|cost| (cost * question.weights[demand]).fract() == 0.0)
        };
        all_whole(question.weights) && question.asking().all(products)
    };
    let known = sum_of_costs(question, &options, &start);
    let above = if whole { known + 1.0 } else { known * (1.0 + 1e-6) + f64::MIN_POSITIVE };
    let problem = problem(question, options, above);
    let grain = Grain::new(whole, known);
    let mut report = |best: f64, bound: f64| -> Course { watch(Progress { best, bound, gap: gap(best, bound) }) };
    solve(&problem, Some(start), grain, &mut report)
}

/// The objective when these rows are open, and what stays.
fn sum_of_costs(question: &Question, options: &Options, rows: &[u32]) -> f64 {
    let numbers = question.numbers(options);
    let mut open: Vec<bool> = (0..numbers.len() as u32).map(|row| question.is_sure(row, &numbers)).collect();
    rows.iter().for_each(|row| open[*row as usize] = true);
    let of_demand = |demand: usize| {
        let (sites, costs) = question.reach.of_demand(demand);
        let place = sites.iter().position(|site| open[*site as usize]);
        place.map_or(f64::INFINITY, |place| question.weights[demand] * costs[place])
    };
    question.asking().map(of_demand).sum()
}

/// What is to be decided; `above` is more than any good choice costs.
fn problem(question: &Question, options: Options, above: f64) -> Assigning {
    let numbers = question.numbers(&options);
    let mut problem = Assigning::new(options);
    for demand in question.asking() {
        let weight = question.weights[demand];
        let (sites, costs) = question.reach.of_demand(demand);
        let ceiling = sites.iter().position(|site| question.is_sure(*site, &numbers)).map_or(above, |place| weight * costs[place]);
        let pairs = sites.iter().zip(costs).map(|(site, cost)| (numbers[*site as usize], weight * cost));
        problem.push(ceiling, pairs.filter(|(site, _)| *site != u32::MAX));
    }
    problem
}
