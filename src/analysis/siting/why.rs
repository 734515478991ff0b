//! What is each chosen site good for?
//!
//! For each site that was opened: whom it reaches that nobody else would, what the objective loses without it, and what the best
//! other site in its place would give. Worked out from the answer alone, whatever way the sites were found.
//!
//! 1. Without the site its demands go to their second cheapest open site, or are left over.
//! 2. One pass over the pairs tells for every closed site what it would add, and what of the loss it would make good
//!    ([`super::judges`]).

use rayon::prelude::*;

use super::{
    answer::Answer,
    question::{Question, Role},
};

/// What an answer optimised, so that differences have a meaning.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Objective {
    /// Weight within a closed limit; more is better. Capacities play no part.
    Covered {
        /// The limit.
        limit: f64,
    },
    /// Weight served within a closed limit by sites with capacities; more is better.
    Served {
        /// The limit.
        limit: f64,
    },
    /// The sum of weights times costs; less is better.
    SumOfCosts,
    /// The largest cost of any demand with a weight; less is better.
    LargestCost,
}

/// What speaks for a site.
#[derive(Debug, Clone, PartialEq)]
pub struct Why {
    /// The site's row.
    pub site: u32,
    /// Demands with a weight that no other open site reaches (within the limit), ascending.
    pub only_here: Vec<u32>,
    /// Their weight.
    pub only_here_weight: f64,
    /// The objective when the site is closed and nothing else changes; infinite when somebody is left without any site.
    pub without: f64,
    /// The site that would do best in its place, and the objective then; `None` when nothing else fits the means.
    pub second_best: Option<(u32, f64)>,
}

/// What speaks for each site that an answer opens, in their order.
///
/// The second best of a covering of everybody is the one that leaves least weight uncovered; it covers everybody when the objective is
/// the total weight.
pub fn why(question: &Question, answer: &Answer, objective: Objective) -> Vec<Why> {
    let open = answer.open_sites(question);
    let judge: Box<dyn Judge + '_> = match objective {
        Objective::Covered { limit } => Box::new(super::judges::Sum::covered(question, &open, limit)),
        Objective::SumOfCosts => Box::new(super::judges::Sum::of_costs(question, &open)),
        Objective::Served { limit } => Box::new(super::judges::Flows { question, open: &open, limit }),
        Objective::LargestCost => Box::new(super::judges::Largest { question, open: &open }),
    };
    let limit = match objective {
        Objective::Covered { limit } | Objective::Served { limit } => limit,
        Objective::SumOfCosts | Objective::LargestCost => f64::INFINITY,
    };
    let only_here = only_here(question, &open, limit);
    let of_site = |site: &u32| {
        let only_here = only_here.iter().filter(|(only, _)| only == site).map(|(_, demand)| *demand).collect::<Vec<u32>>();
        let others: Vec<u32> = fitting(question, &open, *site);
        let second_best = others.par_iter().map(|other| (*other, judge.exchanged(*site, *other))).reduce_with(|one, other| {
            let better = judge.is_better(other.1, one.1) || (other.1 == one.1 && other.0 < one.0);
            if better { other } else { one }
        });
        Why {
            site: *site,
            only_here_weight: only_here.iter().map(|demand| question.weights[*demand as usize]).sum(),
            only_here,
            without: judge.without(*site),
            second_best,
        }
    };
    answer.opened.iter().map(of_site).collect()
}

/// Tells what an objective would be after a change.
pub(super) trait Judge: Sync {
    /// Without a site.
    fn without(&self, site: u32) -> f64;
    /// With another site in its place.
    fn exchanged(&self, site: u32, other: u32) -> f64;
    /// Whether one objective is better than another.
    fn is_better(&self, one: f64, other: f64) -> bool;
}

/// Sites with the demands that reach no other open site, by demand.
fn only_here(question: &Question, open: &[bool], limit: f64) -> Vec<(u32, u32)> {
    let only = |demand: usize| {
        let mut there = question.reach.within(demand, limit).iter().filter(|site| open[**site as usize]);
        match (there.next(), there.next()) {
            (Some(site), None) => Some((*site, demand as u32)),
            _ => None,
        }
    };
    question.asking().filter_map(only).collect()
}

/// Candidates that fit the means in place of a site.
fn fitting(question: &Question, open: &[bool], site: u32) -> Vec<u32> {
    let cost = &question.sites.cost;
    let (mut spent, mut saved) = (0.0, 0.0);
    for (row, is_open) in open.iter().enumerate() {
        match (question.sites.role[row], is_open) {
            (Role::Candidate, true) => spent += cost[row],
            (Role::Closable, false) => saved += cost[row],
            _ => {}
        }
    }
    let fits = |other: &u32| {
        let total = spent - saved - cost[site as usize] + cost[*other as usize];
        question.means.budget.is_none_or(|budget| total <= budget + 1e-9 * budget.abs().max(1e-9))
    };
    let closed = |other: &u32| !open[*other as usize] && question.sites.role[*other as usize] == Role::Candidate;
    (0..open.len() as u32).filter(closed).filter(fits).collect()
}
