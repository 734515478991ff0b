//! Answers worked out by hand.

use super::super::{Aim, Answer, Demanded, Means, NEVER, NO_SITE, Question, Reach, Reason, Role, Served, Sites, Status};
use super::super::{center, cover_all, cover_most, median, serve_most, to_the_end};

/// Demands at 0, 10, 20, 30 and 100 on a line, weights 1, 2, 3, 4 and 0; sites at 0, 15, 30 and 60.
fn line() -> (Vec<f64>, Sites, Reach) {
    let (demands, sites) = ([0.0, 10.0, 20.0, 30.0, 100.0_f64], [0.0, 15.0, 30.0, 60.0]);
    let table: Vec<f64> = demands.iter().flat_map(|demand| sites.iter().map(move |site| (demand - site).abs())).collect();
    (vec![1.0, 2.0, 3.0, 4.0, 0.0], Sites::candidates(4), Reach::from_dense(4, &table))
}

fn ask(means: Means, solve: impl FnOnce(&Question) -> Answer) -> Answer {
    let (weights, sites, reach) = line();
    solve(&Question { weights: &weights, sites: &sites, reach: &reach, means, halt: &NEVER })
}

#[test]
fn one_site_covers_most_from_the_end_where_most_people_live() {
    // Within 10: the site at 30 has 3 + 4, the one at 15 has 2 + 3.
    let answer = ask(Means::new_sites(1), |question| cover_most(question, 10.0, &mut to_the_end));
    assert_eq!((answer.objective, answer.opened.as_slice(), answer.total_weight), (7.0, &[2][..], 10.0));
    assert_eq!(answer.site_of_demand, [NO_SITE, NO_SITE, 2, 2, NO_SITE]);
}

#[test]
fn the_limit_is_closed() {
    let covered = |limit| ask(Means::new_sites(1), |question| cover_most(question, limit, &mut to_the_end)).objective;
    assert_eq!((covered(5.0), covered(4.999)), (5.0, 4.0));
}

#[test]
fn two_sites_cover_everybody_within_fifteen_and_one_does_not() {
    let answer = ask(Means::default(), |question| cover_all(question, 15.0, Aim::Fewest, &mut to_the_end));
    assert_eq!((answer.objective, answer.opened.as_slice()), (1.0, &[1][..]), "the site at 15 is 15 from both ends");
    let answer = ask(Means::new_sites(1), |question| cover_all(question, 10.0, Aim::Fewest, &mut to_the_end));
    assert_eq!((answer.status, answer.reasons), (Status::Infeasible, vec![Reason::TooFewSites { least: 2 }]));
}

#[test]
fn a_demand_out_of_reach_is_named_with_the_limit_that_would_do() {
    let answer = ask(Means::default(), |question| cover_all(question, 9.0, Aim::Fewest, &mut to_the_end));
    let expected = [Reason::Unreachable { demand: 1, nearest_cost: Some(5.0) }; 0];
    assert_eq!((answer.status, answer.reasons.as_slice()), (Status::Optimal, &expected[..]), "10 and 20 are 5 from the site at 15");
    let answer = ask(Means::default(), |question| cover_all(question, 4.0, Aim::Fewest, &mut to_the_end));
    let named = [1, 2].map(|demand| Reason::Unreachable { demand, nearest_cost: Some(5.0) });
    assert_eq!((answer.status, answer.reasons.as_slice()), (Status::Infeasible, &named[..]));
}

#[test]
fn the_median_of_one_is_where_half_of_the_people_are() {
    // At 15: 15 + 10 + 15 + 60 = 100; at 30: 30 + 40 + 30 + 0 = 100: of equal ones the lower row.
    let answer = ask(Means::new_sites(1), |question| median(question, &mut to_the_end));
    assert_eq!((answer.objective, answer.opened.as_slice()), (100.0, &[1][..]));
    let answer = ask(Means::new_sites(2), |question| median(question, &mut to_the_end));
    assert_eq!((answer.objective, answer.opened.as_slice()), (40.0, &[1, 2][..]), "15 + 10 + 15 + 0");
}

#[test]
fn the_center_of_one_is_in_the_middle() {
    let answer = ask(Means::new_sites(1), |question| center(question, &mut to_the_end));
    assert_eq!((answer.objective, answer.opened.as_slice()), (15.0, &[1][..]));
    let answer = ask(Means::new_sites(2), |question| center(question, &mut to_the_end));
    assert_eq!(answer.objective, 10.0, "0 and 30");
}

#[test]
fn more_sites_than_candidates_opens_all_of_them() {
    let answer = ask(Means::new_sites(9), |question| cover_most(question, 10.0, &mut to_the_end));
    assert_eq!((answer.opened.as_slice(), answer.objective), (&[0, 1, 2, 3][..], 10.0));
}

#[test]
fn a_site_that_is_full_leaves_people_over() {
    let (weights, mut sites, reach) = line();
    sites.capacity = vec![5.0, 4.0, 5.0, 5.0];
    let question = Question { weights: &weights, sites: &sites, reach: &reach, means: Means::new_sites(1), halt: &NEVER };
    let answer = serve_most(&question, 10.0, Demanded::Most, &mut to_the_end);
    assert_eq!((answer.objective, answer.opened.as_slice()), (5.0, &[2][..]));
    let parts: f64 = answer.served.iter().map(|part: &Served| part.amount).sum();
    assert_eq!((parts, answer.covered_weight), (5.0, 5.0));
}

#[test]
fn closing_a_site_that_others_replace_pays_for_another() {
    // The site at 15 is there and saves 3 when closed; sites at 0 and 30 cost 2 each, and there is 1 to spend.
    let (weights, mut sites, reach) = line();
    sites.role[1] = Role::Closable;
    sites.cost = vec![2.0, 3.0, 2.0, 9.0];
    let question = Question { weights: &weights, sites: &sites, reach: &reach, means: Means::budget(1.0), halt: &NEVER };
    let answer = cover_most(&question, 10.0, &mut to_the_end);
    assert_eq!((answer.objective, answer.opened, answer.closed), (10.0, vec![0, 2], vec![1]));
}

#[test]
fn nobody_asks_for_nothing() {
    let (_, sites, reach) = line();
    let question = Question { weights: &[0.0; 5], sites: &sites, reach: &reach, means: Means::new_sites(0), halt: &NEVER };
    assert_eq!(cover_all(&question, 1.0, Aim::Fewest, &mut to_the_end).objective, 0.0);
    assert_eq!(median(&question, &mut to_the_end).objective, 0.0);
    assert_eq!(center(&question, &mut to_the_end).objective, 0.0);
    assert_eq!(cover_most(&question, 1.0, &mut to_the_end).status, Status::Optimal);
}
