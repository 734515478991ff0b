//! The models against the best of all choices, on small questions at random.

use super::{
    super::{Aim, Answer, Demanded, Means, NO_SITE, Reason, Status, center, cover_all, cover_most, median, serve_most, to_the_end},
    small::{Small, is_near},
};

const SEEDS: u64 = 4000;
const LIMIT: f64 = 5.0;

/// Checks what every answer with sites must keep, and returns which sites are open.
fn open_sites(small: &Small, answer: &Answer, within_means: bool) -> Vec<bool> {
    assert_eq!(answer.status, Status::Optimal);
    assert_eq!((answer.objective, answer.gap), (answer.bound, 0.0));
    assert!(answer.opened.is_sorted() && answer.closed.is_sorted());
    let open = answer.open_sites(&small.question());
    let same = small.allowed().contains(&open);
    assert!(same || !within_means, "sites keep within the means");
    open
}

fn assert_assigned(small: &Small, answer: &Answer, open: &[bool], limit: f64) {
    for (demand, site) in answer.site_of_demand.iter().enumerate() {
        let nearest = small.cost(demand, open);
        if *site == NO_SITE {
            assert!(nearest > limit || nearest.is_infinite());
        } else {
            assert!(open[*site as usize] && small.table[demand][*site as usize] == nearest);
        }
    }
}

fn unreachable(small: &Small, limit: f64) -> Vec<u32> {
    let all = vec![true; small.sites.role.len()];
    let alone = |demand: &usize| small.cost(*demand, &all) > limit || small.cost(*demand, &all).is_infinite();
    small.asking().filter(alone).map(|demand| demand as u32).collect()
}

fn named(reasons: &[Reason]) -> Vec<u32> {
    reasons.iter().filter_map(|reason| if let Reason::Unreachable { demand, .. } = reason { Some(*demand) } else { None }).collect()
}

/// Checks the reason of an impossible question whose demands each reach some site.
fn assert_reason(small: &Small, reason: Reason, limit: f64) {
    let covering = || small.choices().filter(|open| small.covers_all(open, limit)).map(|open| small.spent(&open));
    let within = |means: Means| {
        let one = Small { means, ..small.clone() };
        one.allowed().iter().any(|open| one.covers_all(open, limit))
    };
    match reason {
        Reason::TooFewSites { least } => {
            assert_eq!(Some(least), covering().map(|(count, _)| count).min());
            assert!(!within(Means { budget: None, ..small.means }));
        }
        Reason::BudgetTooSmall { least } => {
            assert!(is_near(least, covering().map(|(_, cost)| cost).fold(f64::INFINITY, f64::min)));
            assert!(!within(Means { new_sites: None, ..small.means }));
        }
        Reason::SitesAndBudgetTooSmall => {
            assert!(within(Means { budget: None, ..small.means }) && within(Means { new_sites: None, ..small.means }));
        }
        Reason::NothingAffordable => assert!(small.allowed().is_empty()),
        Reason::Unreachable { .. } | Reason::CapacityTooSmall { .. } => panic!("another reason is expected than {reason:?}"),
    }
}

#[test]
fn most_people_covered_is_the_best_of_all_choices() {
    for seed in 0..SEEDS {
        let small = Small::random(seed);
        let answer = cover_most(&small.question(), LIMIT, &mut to_the_end);
        let best = small.allowed().iter().map(|open| small.covered(open, LIMIT)).reduce(f64::max);
        let Some(best) = best else {
            assert_eq!((answer.status, &*answer.reasons), (Status::Infeasible, &[Reason::NothingAffordable][..]), "seed {seed}");
            continue;
        };
        assert!(is_near(answer.objective, best), "seed {seed}: {} instead of {best}", answer.objective);
        let open = open_sites(&small, &answer, true);
        assert!(is_near(small.covered(&open, LIMIT), best), "seed {seed}");
        assert_assigned(&small, &answer, &open, LIMIT);
    }
}

#[test]
fn most_people_served_is_the_best_of_all_choices() {
    for seed in 0..SEEDS {
        let small = Small::random(seed);
        let answer = serve_most(&small.question(), LIMIT, Demanded::Most, &mut to_the_end);
        let best = small.allowed().iter().map(|open| small.most_served(open, LIMIT)).reduce(f64::max);
        let Some(best) = best else {
            assert_eq!((answer.status, &*answer.reasons), (Status::Infeasible, &[Reason::NothingAffordable][..]), "seed {seed}");
            continue;
        };
        assert!(is_near(answer.objective, best), "seed {seed}: {} instead of {best}", answer.objective);
        let open = open_sites(&small, &answer, true);
        assert_served(&small, &answer, &open);
        let everybody = serve_most(&small.question(), LIMIT, Demanded::Everybody, &mut to_the_end);
        let total: f64 = small.weights.iter().sum();
        let alone = unreachable(&small, LIMIT);
        if !alone.is_empty() {
            assert_eq!(named(&everybody.reasons), alone);
        } else if is_near(best, total) {
            assert_eq!(everybody.status, Status::Optimal);
        } else {
            let [Reason::CapacityTooSmall { missing }] = everybody.reasons[..] else { panic!("seed {seed}: capacity is missing") };
            assert!(is_near(missing, total - best), "seed {seed}");
        }
    }
}

/// Nobody is served twice, beyond the limit or where there is no room.
fn assert_served(small: &Small, answer: &Answer, open: &[bool]) {
    let amount =
        |of: &dyn Fn(&super::super::Served) -> bool| answer.served.iter().filter(|part| of(part)).map(|part| part.amount).sum::<f64>();
    for demand in 0..small.weights.len() {
        assert!(amount(&|part| part.demand == demand as u32) <= small.weights[demand] + 1e-9);
    }
    for (site, is_open) in open.iter().enumerate() {
        let most = if *is_open { small.sites.capacity[site] } else { 0.0 };
        assert!(amount(&|part| part.site == site as u32) <= most + 1e-9);
    }
    assert!(answer.served.iter().all(|part| part.amount > 0.0 && small.table[part.demand as usize][part.site as usize] <= LIMIT));
    assert!(is_near(amount(&|_| true), answer.objective));
}

/// Whoever is out of reach is named; where nobody is, the means are too small.
fn assert_why_nothing_will_do(small: &Small, answer: &Answer) {
    assert_eq!(named(&answer.reasons), unreachable(small, f64::INFINITY));
    if named(&answer.reasons).is_empty() {
        assert_reason(small, answer.reasons[0], f64::MAX);
    }
}

#[test]
fn the_least_sum_of_costs_is_the_best_of_all_choices() {
    for seed in 0..SEEDS {
        let small = Small::random(seed);
        let answer = median(&small.question(), &mut to_the_end);
        let best = small.allowed().iter().map(|open| small.sum_of_costs(open)).fold(f64::INFINITY, f64::min);
        if answer.status == Status::Infeasible {
            assert!(best.is_infinite(), "seed {seed}: {best} is possible");
            assert_why_nothing_will_do(&small, &answer);
            continue;
        }
        assert!(is_near(answer.objective, best), "seed {seed}: {} instead of {best}", answer.objective);
        let open = open_sites(&small, &answer, true);
        assert!(is_near(small.sum_of_costs(&open), best), "seed {seed}");
        assert_assigned(&small, &answer, &open, f64::INFINITY);
    }
}

#[test]
fn the_least_largest_cost_is_the_best_of_all_choices() {
    for seed in 0..SEEDS {
        let small = Small::random(seed);
        let answer = center(&small.question(), &mut to_the_end);
        let best = small.allowed().iter().map(|open| small.largest_cost(open)).fold(f64::INFINITY, f64::min);
        if answer.status == Status::Infeasible {
            assert!(best.is_infinite(), "seed {seed}: {best} is possible");
            assert_why_nothing_will_do(&small, &answer);
            continue;
        }
        assert_eq!(answer.objective, best, "seed {seed}");
        let open = open_sites(&small, &answer, true);
        assert_eq!(small.largest_cost(&open), best, "seed {seed}");
    }
}

#[test]
fn fewest_sites_that_cover_all_are_the_best_of_all_choices() {
    for seed in 0..SEEDS {
        let mut small = Small::random(seed);
        small.means.budget = None;
        let answer = cover_all(&small.question(), LIMIT, Aim::Fewest, &mut to_the_end);
        let best = small.choices().filter(|open| small.covers_all(open, LIMIT)).map(|open| small.spent(&open).0).min();
        assert_eq!(named(&answer.reasons), unreachable(&small, LIMIT), "seed {seed}");
        match best {
            None => assert_eq!(answer.status, Status::Infeasible),
            Some(least) if small.means.new_sites.is_some_and(|most| least > most) => {
                assert_eq!(answer.reasons, [Reason::TooFewSites { least }], "seed {seed}");
            }
            Some(least) => {
                assert_eq!(answer.objective, least as f64, "seed {seed}");
                let open = open_sites(&small, &answer, true);
                assert!(small.covers_all(&open, LIMIT) && answer.closed.is_empty(), "seed {seed}");
                assert_assigned(&small, &answer, &open, LIMIT);
            }
        }
    }
}

#[test]
fn cheapest_sites_that_cover_all_are_the_best_of_all_choices() {
    for seed in 0..SEEDS {
        let mut small = Small::random(seed);
        small.means.new_sites = None;
        let answer = cover_all(&small.question(), LIMIT, Aim::Cheapest, &mut to_the_end);
        let covering = small.choices().filter(|open| small.covers_all(open, LIMIT)).map(|open| small.spent(&open).1);
        let best = covering.fold(f64::INFINITY, f64::min);
        assert_eq!(named(&answer.reasons), unreachable(&small, LIMIT), "seed {seed}");
        if answer.status == Status::Infeasible {
            assert!(best > small.means.budget.unwrap_or(f64::MAX));
            continue;
        }
        assert!(is_near(answer.objective, best), "seed {seed}: {} instead of {best}", answer.objective);
        let open = open_sites(&small, &answer, true);
        assert!(small.covers_all(&open, LIMIT) && is_near(small.spent(&open).1, best), "seed {seed}");
    }
}
