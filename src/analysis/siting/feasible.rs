//! Can everybody be reached at all within the means, and if not, what would help?

use super::{
    answer::Reason,
    assigning::{Assigning, solve},
    cover_all::{Aim, least_cover, options},
    grain::Grain,
    question::{Means, Question},
    search::Proof,
    watch::Course,
};

/// Hears nothing but whether to go on.
type Stop<'s> = dyn FnMut() -> Course + 's;

/// What was found out about a limit.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Feasibility {
    /// These rows, on top of sites that stay, reach everybody and keep within the means.
    Yes(Vec<u32>),
    /// Nothing does.
    No(Reason),
    /// The search was stopped.
    Unknown,
}

/// Every demand with a weight that no site reaches within a limit, and the smallest limit that would do as far as it is known.
pub(super) fn unreachable(question: &Question, limit: f64) -> Vec<Reason> {
    let alone = question.asking().filter(|demand| question.reach.within(*demand, limit).is_empty());
    let named =
        |demand: usize| Reason::Unreachable { demand: demand as u32, nearest_cost: question.reach.of_demand(demand).1.first().copied() };
    alone.map(named).collect()
}

/// Whether sites within the means reach every demand with a weight within a limit; each is known to be in reach of some site.
///
/// `exact`: the least means that would do are worked out to the end, where there are not enough.
pub(super) fn feasibility(question: &Question, limit: f64, exact: bool, go_on: &mut Stop) -> Feasibility {
    let mut rows = question.options().row;
    if let Some(most) = question.means.new_sites {
        // Closing spends no new sites.
        let keeping = question.within(Means { budget: None, ..question.means });
        let cover = least(&keeping, (limit, Aim::Fewest), (most as f64, exact), go_on);
        if cover.best.value > most as f64 {
            let least = cover.bound.round() as usize;
            return if cover.bound > most as f64 { Feasibility::No(Reason::TooFewSites { least }) } else { Feasibility::Unknown };
        }
        rows = cover.best.rows;
    }
    if question.means.budget.is_none() {
        return Feasibility::Yes(rows);
    }
    let options = question.options();
    if options.budget < 0.0 {
        return Feasibility::No(Reason::NothingAffordable);
    }
    let cover = least(question, (limit, Aim::Cheapest), (options.budget, exact), go_on);
    if cover.best.value > options.budget {
        let least = cover.bound - question.savings();
        return if cover.bound > options.budget { Feasibility::No(Reason::BudgetTooSmall { least }) } else { Feasibility::Unknown };
    }
    if question.means.new_sites.is_none() || options.allows(&options.numbers_of(&cover.best.rows)) {
        return Feasibility::Yes(cover.best.rows);
    }
    jointly(question, limit, go_on)
}

/// The least cover, at least as far as it shows whether `most` will do; to the end when it will not and the answer must be `exact`.
fn least(question: &Question, (limit, aim): (f64, Aim), (most, exact): (f64, bool), go_on: &mut Stop) -> Proof {
    let mut cover = |enough| least_cover(question, limit, options(question, aim), enough, &mut |_, _| go_on());
    let first = cover(Some(most));
    if exact && first.bound > most && !first.proven { cover(None) } else { first }
}

/// Number and budget at once: as many demands as possible are covered, and all of them if that can be.
fn jointly(question: &Question, limit: f64, go_on: &mut Stop) -> Feasibility {
    let options = question.options();
    let numbers = question.numbers(&options);
    let mut problem = Assigning::new(options);
    let mut demands = 0_u32;
    for demand in question.asking() {
        let within = question.reach.within(demand, limit);
        if !within.iter().any(|site| question.is_sure(*site, &numbers)) {
            demands += 1;
            problem.push(1.0, within.iter().map(|site| numbers[*site as usize]).filter(|site| *site != u32::MAX).map(|site| (site, 0.0)));
        }
    }
    let proof = solve(&problem, None, Grain::new(true, f64::from(demands)), &mut |left_over, bound| {
        if left_over < 0.5 || bound > 0.5 { Course::Stop } else { go_on() }
    });
    match (proof.best.value < 0.5, proof.bound > 0.5) {
        (true, _) => Feasibility::Yes(proof.best.rows),
        (false, true) => Feasibility::No(Reason::SitesAndBudgetTooSmall),
        (false, false) => Feasibility::Unknown,
    }
}
