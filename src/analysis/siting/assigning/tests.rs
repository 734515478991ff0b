//! Exchanges, multipliers and narrowing, by hand and against values worked out anew.

use super::{
    super::{NEVER, dice::Dice, options::Options, relaxed::Relaxed},
    Assigning,
    columns::Columns,
    exchange::Exchanges,
    greedy::greedy,
};

fn options(sites: usize, new_sites: usize) -> Options {
    Options {
        row: (0..sites as u32).collect(),
        opened: Vec::new(),
        cost: vec![1.0; sites],
        counted: vec![true; sites],
        new_sites,
        budget: f64::INFINITY,
        halt: NEVER.clone(),
    }
}

/// Demands at 0, 1, 9 and 10 on a line, and sites at 0, 5 and 10; nobody pays more than 20.
fn line(new_sites: usize) -> Assigning {
    let mut problem = Assigning::new(options(3, new_sites));
    for at in [0.0, 1.0, 9.0, 10.0_f64] {
        let mut pairs: Vec<(u32, f64)> = [0.0, 5.0, 10.0].iter().zip(0..).map(|(site, number)| (number, (at - site).abs())).collect();
        pairs.sort_by(|a, b| a.1.total_cmp(&b.1));
        problem.push(20.0, pairs.into_iter());
    }
    problem
}

fn random(seed: u64) -> Assigning {
    let dice = &mut Dice::new(seed);
    let (sites, new_sites) = (3 + dice.below(6), 1 + dice.below(3));
    let mut problem = Assigning::new(options(sites, new_sites));
    for _ in 0..1 + dice.below(12) {
        let mut pairs: Vec<(u32, f64)> = (0..sites as u32).filter(|_| dice.chance(0.6)).map(|site| (site, 0.0)).collect();
        pairs.iter_mut().for_each(|pair| pair.1 = dice.below(10) as f64);
        pairs.sort_by(|a, b| a.1.total_cmp(&b.1));
        problem.push(1.0 + dice.below(12) as f64, pairs.into_iter());
    }
    problem
}

#[test]
fn the_middle_is_first_and_the_ends_come_by_exchange() {
    let problem = line(2);
    let columns = Columns::of(&problem);
    assert_eq!(problem.value(&[0, 2]), 2.0);
    assert_eq!(problem.value(&[0, 1]), 0.0 + 1.0 + 4.0 + 5.0);
    let chosen = greedy(&problem, &columns);
    let mut exchanges = Exchanges::new(&problem, &columns, &chosen);
    exchanges.climb(1e-9);
    assert_eq!(exchanges.sorted(), [0, 2]);
}

#[test]
fn profits_after_exchanges_are_those_worked_out_anew() {
    for seed in 0..300 {
        let problem = random(seed);
        let columns = Columns::of(&problem);
        let mut exchanges = Exchanges::new(&problem, &columns, &[0, 1]);
        exchanges.make(2, Some(0));
        let before = problem.value(&exchanges.sorted());
        exchanges.climb(1e-9);
        let after = exchanges.sorted();
        assert!(problem.value(&after) <= before);
        // No exchange pays any more.
        for out in 0..after.len() {
            for into in (0..problem.options.len() as u32).filter(|site| !after.contains(site)) {
                let mut other = after.clone();
                other[out] = into;
                assert!(!problem.options.allows(&other) || problem.value(&other) >= problem.value(&after) - 1e-9, "seed {seed}");
            }
        }
    }
}

#[test]
fn any_multipliers_give_a_bound() {
    for seed in 0..300 {
        let problem = random(seed);
        let dice = &mut Dice::new(seed + 7);
        let multipliers: Vec<f64> = problem.ceilings().iter().map(|ceiling| dice.share() * ceiling).collect();
        let mut worth = Vec::new();
        let constant = problem.price(&multipliers, &mut worth);
        for bits in 0..1_u32 << problem.options.len() {
            let chosen: Vec<u32> = (0..problem.options.len() as u32).filter(|site| bits >> site & 1 == 1).collect();
            let bound = constant - chosen.iter().map(|site| worth[*site as usize]).sum::<f64>();
            assert!(bound <= problem.value(&chosen) + 1e-9, "seed {seed}");
        }
    }
}

#[test]
fn a_narrowed_problem_has_the_same_objective() {
    for seed in 0..300 {
        let mut problem = random(seed);
        problem.options.new_sites = usize::MAX;
        let mut shut = vec![false; problem.options.len()];
        shut[1] = true;
        let (small, left) = problem.narrowed(&vec![0.5; problem.rows()], &[0], &shut);
        assert_eq!(left.len(), small.rows());
        for bits in 0..1_u32 << small.options.len() {
            let chosen: Vec<u32> = (0..small.options.len() as u32).filter(|site| bits >> site & 1 == 1).collect();
            let rows = problem.options.numbers_of(&small.options.rows_of(&chosen));
            assert!((small.value(&chosen) - problem.value(&rows)).abs() < 1e-9, "seed {seed}");
        }
    }
}

#[test]
fn demands_that_come_to_reach_the_same_sites_are_counted_together() {
    // All costs are 0. With sites 2 to 5 shut, the first three demands reach sites 0 and 1, and the last one only site 1.
    let mut problem = Assigning::new(options(6, 1));
    let rows: [(f64, &[u32]); 4] = [(3.0, &[0, 1]), (4.0, &[0, 1, 2]), (5.0, &[0, 1, 5]), (6.0, &[1, 3])];
    for (weight, sites) in rows {
        problem.push(weight, sites.iter().map(|site| (*site, 0.0)));
    }
    let (small, left) = problem.narrowed(&[1.0, 2.0, 3.0, 4.0], &[], &[false, false, true, true, true, true]);
    assert_eq!((small.rows(), small.ceiling.as_slice(), left.as_slice()), (1, &[12.0][..], &[6.0][..]));
    assert_eq!([small.value(&[]), small.value(&[0]), small.value(&[1])], [18.0, 6.0, 0.0]);
}
