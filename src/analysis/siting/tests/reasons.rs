//! What speaks for a site, against the objective worked out anew.

use super::{
    super::{Answer, Demanded, Objective, Role, Status, Why, center, cover_most, median, serve_most, to_the_end, why},
    small::{Small, is_near},
};

const SEEDS: u64 = 1500;
const LIMIT: f64 = 5.0;

/// Checks all reasons against an objective worked out from which sites are open.
fn assert_reasons(small: &Small, answer: &Answer, reasons: &[Why], (limit, sign): (f64, f64), objective: &dyn Fn(&[bool]) -> f64) {
    let open = answer.open_sites(&small.question());
    assert_eq!(reasons.iter().map(|why| why.site).collect::<Vec<_>>(), answer.opened);
    for why in reasons {
        let mut without = open.clone();
        without[why.site as usize] = false;
        assert!(why.without == objective(&without) || is_near(why.without, objective(&without)), "{} {}", why.without, objective(&without));
        let only = |demand: &usize| small.cost(*demand, &open) <= limit && small.cost(*demand, &open).is_finite();
        let only = small.asking().filter(only).filter(|demand| {
            let then = small.cost(*demand, &without);
            then > limit || then.is_infinite()
        });
        assert_eq!(why.only_here, only.map(|demand| demand as u32).collect::<Vec<_>>());
        let exchanged = (0..open.len()).filter(|site| !open[*site] && small.sites.role[*site] == Role::Candidate).filter_map(|site| {
            let mut with = without.clone();
            with[site] = true;
            small.allowed().contains(&with).then(|| sign * objective(&with))
        });
        let best = exchanged.reduce(f64::min).map(|best| sign * best);
        match (why.second_best, best) {
            (None, None) => {}
            (Some((site, value)), Some(best)) => {
                assert!(!open[site as usize] && (value == best || is_near(value, best)), "{value} instead of {best}");
            }
            (found, best) => panic!("{found:?} instead of {best:?}"),
        }
    }
}

#[test]
fn what_a_site_adds_is_what_is_lost_without_it() {
    for seed in 0..SEEDS {
        let small = Small::random(seed);
        let question = small.question();
        let covered = cover_most(&question, LIMIT, &mut to_the_end);
        if covered.status == Status::Optimal {
            let reasons = why(&question, &covered, Objective::Covered { limit: LIMIT });
            assert_reasons(&small, &covered, &reasons, (LIMIT, -1.0), &|open| small.covered(open, LIMIT));
            let served = serve_most(&question, LIMIT, Demanded::Most, &mut to_the_end);
            let reasons = why(&question, &served, Objective::Served { limit: LIMIT });
            assert_reasons(&small, &served, &reasons, (LIMIT, -1.0), &|open| small.most_served(open, LIMIT));
        }
        let sum = median(&question, &mut to_the_end);
        if sum.status == Status::Optimal {
            let reasons = why(&question, &sum, Objective::SumOfCosts);
            assert_reasons(&small, &sum, &reasons, (f64::INFINITY, 1.0), &|open| small.sum_of_costs(open));
            let largest = center(&question, &mut to_the_end);
            let reasons = why(&question, &largest, Objective::LargestCost);
            assert_reasons(&small, &largest, &reasons, (f64::INFINITY, 1.0), &|open| small.largest_cost(open));
        }
    }
}
