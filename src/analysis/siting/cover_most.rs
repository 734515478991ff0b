//! Which new sites have most people within a limit? The maximal covering location problem.
//!
//! 1. Demands that an existing site covers are covered; those that no site reaches are left over, whatever is decided.
//! 2. Demands that reach the same sites are counted as one.
//! 3. What is left over is minimised as an [`super::assigning`] problem: a site serves for nothing, a demand's ceiling is its weight.
//!
//! R. Church and C. ReVelle, *The maximal covering location problem*, Papers in Regional Science 32, 1974.

use super::{
    answer::{Answer, Reason, Status, filled},
    assigning::{Assigning, solve},
    grain::{Grain, all_whole},
    merge::lots,
    question::Question,
    watch::{Progress, Watch, gap},
};

/// The sites within the means that have most weight within a closed limit.
///
/// The objective is the weight covered, by new and existing sites together. Without a budget as many sites are opened as may be, also
/// where some add nothing; with a budget only those that add something.
///
/// # Panics
///
/// When the columns of the question do not fit each other.
pub fn cover_most(question: &Question, limit: f64, watch: &mut Watch) -> Answer {
    question.check();
    let total = question.total_weight();
    let problem = problem(question, limit);
    if problem.options.budget < 0.0 {
        return Answer::without_sites(question, Status::Infeasible, vec![Reason::NothingAffordable]);
    }
    let grain = Grain::new(all_whole(question.weights), total);
    let proof = solve(&problem, None, grain, &mut |left_over, bound| {
        let (best, bound) = (total - left_over, total - bound.max(0.0));
        watch(Progress { best, bound, gap: gap(best, bound) })
    });
    let proof = filled(question, proof);
    let covered = (total - proof.best.value, total - proof.bound.max(0.0));
    let mut answer = Answer::with_sites(question, &proof.best.rows, covered, proof.proven).assign(question, limit);
    answer.objective = answer.covered_weight;
    if proof.proven {
        answer.bound = answer.objective;
    }
    answer
}

/// What is to be decided, with the weight that is left over as its objective.
fn problem(question: &Question, limit: f64) -> Assigning {
    let options = question.options();
    let numbers = question.numbers(&options);
    let covered = |demand: &u32| question.reach.within(*demand as usize, limit).iter().any(|site| question.is_sure(*site, &numbers));
    let left: Vec<u32> = question.asking().map(|demand| demand as u32).filter(|demand| !covered(demand)).collect();
    let reached = |demand: u32| {
        let within = question.reach.within(demand as usize, limit);
        within.iter().map(|site| numbers[*site as usize]).filter(|site| *site != u32::MAX).collect()
    };
    let weight_of = |demands: &[u32]| demands.iter().map(|demand| question.weights[*demand as usize]).sum::<f64>();
    let mut problem = Assigning::new(options);
    problem.sure = weight_of(&left);
    for lot in lots(&left, reached) {
        let weight = weight_of(&lot.demands);
        problem.sure -= weight;
        problem.push(weight, lot.sites.iter().map(|site| (*site, 0.0)));
    }
    problem
}
