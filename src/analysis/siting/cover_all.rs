//! Which fewest, or cheapest, sites have everybody within a limit? The location set covering problem.
//!
//! 1. Demands that an existing site covers are done.
//! 2. A demand that no site reaches within the limit makes it impossible; all of them are named.
//! 3. What is left is a [`super::covering`] problem.
//!
//! C. Toregas, R. Swain, C. ReVelle and L. Bergman, *The location of emergency service facilities*, Operations Research 19, 1971.
//! A limit on new sites is compared with the fewest that will do, a budget with the cheapest; the other one plays no part.

use super::{
    answer::{Answer, Reason, Status},
    covering::{Covering, cheapest_cover},
    feasible::unreachable,
    merge::lots,
    options::Options,
    question::{Means, Question},
    search::Proof,
    watch::{Course, Progress, Watch, gap},
};

/// What is to be least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Aim {
    /// The number of new sites; costs play no part, and nothing is closed.
    Fewest,
    /// Costs of what is opened less savings of what is closed.
    Cheapest,
}

/// The least sites such that every demand with a weight is within a closed limit.
///
/// The objective is the number of new sites, or their cost less savings. Fewer than the means allow may be enough.
///
/// # Panics
///
/// When the columns of the question do not fit each other.
pub fn cover_all(question: &Question, limit: f64, aim: Aim, watch: &mut Watch) -> Answer {
    question.check();
    let asked = question.means;
    let question = &question.within(match aim {
        Aim::Fewest => Means { budget: None, ..asked },
        Aim::Cheapest => Means { new_sites: None, budget: Some(f64::INFINITY) },
    });
    let out_of_reach = unreachable(question, limit);
    if !out_of_reach.is_empty() {
        return Answer::without_sites(question, Status::Infeasible, out_of_reach);
    }
    let offset = if aim == Aim::Cheapest { question.savings() } else { 0.0 };
    let proof = least_cover(question, limit, options(question, aim), None, &mut |best, bound| {
        watch(Progress { best: best - offset, bound: bound - offset, gap: gap(best - offset, bound - offset) })
    });
    let (objective, bound) = (proof.best.value - offset, proof.bound - offset);
    if let Some(reason) = too_little(asked, objective, aim) {
        let status = if proof.proven { Status::Infeasible } else { Status::Unknown };
        return Answer { bound, ..Answer::without_sites(question, status, vec![reason]) };
    }
    Answer::with_sites(question, &proof.best.rows, (objective, bound), proof.proven).assign(question, limit)
}

/// What is open to decision, at 1 each where the fewest are wanted.
pub(super) fn options(question: &Question, aim: Aim) -> Options {
    let mut options = question.options();
    if aim == Aim::Fewest {
        options.cost.fill(1.0);
    }
    options
}

/// The least cover of the demands that no site covers that is open whatever is decided; each demand is known to be in reach.
///
/// The search may stop when the best is not above `enough`, or the bound is.
pub(super) fn least_cover(
    question: &Question,
    limit: f64,
    options: Options,
    enough: Option<f64>,
    report: &mut dyn FnMut(f64, f64) -> Course,
) -> Proof {
    let numbers = question.numbers(&options);
    let asking: Vec<u32> = question.asking().map(|demand| demand as u32).collect();
    let sites_of = |demand: u32| {
        let within = question.reach.within(demand as usize, limit);
        if within.iter().any(|site| question.is_sure(*site, &numbers)) {
            return Vec::new();
        }
        within.iter().map(|site| numbers[*site as usize]).filter(|site| *site != u32::MAX).collect()
    };
    let rows = lots(&asking, sites_of).into_iter().map(|lot| lot.sites).collect();
    cheapest_cover(&Covering::new(options, rows), enough, report).expect("a demand in reach has a row of sites")
}

/// Whether the least that will do is more than the means allow.
fn too_little(means: Means, objective: f64, aim: Aim) -> Option<Reason> {
    match aim {
        Aim::Fewest => {
            let least = objective.round() as usize;
            (least > means.new_sites?).then_some(Reason::TooFewSites { least })
        }
        Aim::Cheapest => {
            let most = means.budget?;
            (objective > most + 1e-9 * most.abs().max(1e-9)).then_some(Reason::BudgetTooSmall { least: objective })
        }
    }
}
