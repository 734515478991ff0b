//! Reductions and parts, by hand.

use super::{
    super::{NEVER, dice::Dice, options::Options},
    Course, Covering, Relaxed, cheapest_cover,
};

/// Never stops.
fn go_on(_: f64, _: f64) -> Course {
    Course::Continue
}

fn covering(sites: usize, rows: &[&[u32]]) -> Covering {
    let options = Options {
        row: (0..sites as u32).collect(),
        opened: Vec::new(),
        cost: vec![1.0; sites],
        counted: vec![true; sites],
        new_sites: usize::MAX,
        budget: f64::INFINITY,
        halt: NEVER.clone(),
    };
    Covering::new(options, rows.iter().map(|row| row.to_vec()).collect())
}

#[test]
fn a_demand_with_one_site_opens_it_and_the_rest_follows() {
    // Site 1 is the only one of the first demand and covers the second; of 2 and 3, which cover the same, the lower stays.
    let problem = covering(4, &[&[1], &[0, 1], &[2, 3]]);
    let (reduced, _) = problem.narrowed(&[0.0; 3], &[], &[false; 4]);
    assert_eq!((reduced.rows.len(), reduced.options.opened.as_slice(), reduced.sure), (0, &[1, 2][..], 2.0));
}

#[test]
fn the_triangle_needs_two_though_one_and_a_half_would_do_in_shares() {
    let proof = cheapest_cover(&covering(3, &[&[0, 1], &[1, 2], &[0, 2]]), None, &mut go_on).expect("all rows have sites");
    assert_eq!((proof.best.value, proof.bound, proof.proven), (2.0, 2.0, true));
}

#[test]
fn two_triangles_far_apart_are_two_parts() {
    let rows: [&[u32]; 6] = [&[0, 1], &[1, 2], &[0, 2], &[3, 4], &[4, 5], &[3, 5]];
    let problem = covering(6, &rows);
    assert_eq!(problem.parts().iter().map(|part| part.rows.len()).collect::<Vec<_>>(), [3, 3]);
    let proof = cheapest_cover(&problem, None, &mut go_on).expect("all rows have sites");
    assert_eq!(proof.best.value, 4.0);
}

#[test]
fn a_demand_without_a_site_has_no_cover() {
    assert_eq!(cheapest_cover(&covering(1, &[&[0], &[]]), None, &mut go_on), None);
}

#[test]
fn reductions_keep_the_least_cost() {
    for seed in 0..500 {
        let dice = &mut Dice::new(seed);
        let sites = 2 + dice.below(9);
        let mut problem = covering(sites, &[]);
        problem.options.cost.iter_mut().for_each(|cost| *cost = dice.below(4) as f64);
        let row = |dice: &mut Dice| {
            let mut row: Vec<u32> = (0..sites as u32).filter(|_| dice.chance(0.3)).collect();
            if row.is_empty() {
                row.push(dice.below(sites) as u32);
            }
            row
        };
        let rows: Vec<Vec<u32>> = (0..1 + dice.below(14)).map(|_| row(dice)).collect();
        let problem = Covering::new(problem.options, rows);
        let best = (0..1_u32 << sites).map(|bits| {
            let chosen: Vec<u32> = (0..sites as u32).filter(|site| bits >> site & 1 == 1).collect();
            problem.value(&chosen)
        });
        let proof = cheapest_cover(&problem, None, &mut go_on).expect("all rows have sites");
        assert_eq!(proof.best.value, best.fold(f64::INFINITY, f64::min), "seed {seed}");
        assert_eq!(problem.value(&problem.options.numbers_of(&proof.best.rows)), proof.best.value, "seed {seed}");
    }
}
