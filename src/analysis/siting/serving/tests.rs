//! Flows and bounds when room is short.

use super::{
    super::{NEVER, dice::Dice, options::Options, relaxed::Relaxed},
    Flow, Serving,
};

fn options(sites: usize) -> Options {
    Options {
        row: (0..sites as u32).collect(),
        opened: Vec::new(),
        cost: vec![1.0; sites],
        counted: vec![true; sites],
        new_sites: sites,
        budget: f64::INFINITY,
        halt: NEVER.clone(),
    }
}

#[test]
fn somebody_is_sent_on_so_that_all_are_served() {
    // The first demand may go to both sites, the second to the first site only, which has room for one of them.
    let mut serving = Serving::new(options(2), vec![10.0, 10.0]);
    serving.push(10.0, [0, 1].into_iter());
    serving.push(10.0, [0].into_iter());
    let flow = Flow::new(&serving, &[true, true]);
    assert_eq!(flow.total(), 20.0);
    assert_eq!((flow.parts(0).collect::<Vec<_>>(), flow.parts(1).collect::<Vec<_>>()), (vec![(1, 10.0)], vec![(0, 10.0)]));
}

#[test]
fn a_demand_is_split_where_one_site_is_too_small() {
    let mut serving = Serving::new(options(2), vec![3.0, 4.0]);
    serving.push(10.0, [0, 1].into_iter());
    let flow = Flow::new(&serving, &[true, true]);
    assert_eq!(flow.parts(0).collect::<Vec<_>>(), [(0, 3.0), (1, 4.0)]);
    assert_eq!(serving.value(&[0, 1]), 3.0);
}

#[test]
fn any_multipliers_give_a_bound() {
    for seed in 0..300 {
        let dice = &mut Dice::new(seed);
        let sites = 1 + dice.below(5);
        let open = dice.below(2);
        let capacity = (0..sites + open).map(|_| dice.below(15) as f64).collect();
        let mut serving = Serving::new(options(sites), capacity);
        for _ in 0..1 + dice.below(8) {
            let reached: Vec<u32> = (0..(sites + open) as u32).filter(|_| dice.chance(0.5)).collect();
            serving.push(1.0 + dice.below(9) as f64, reached.into_iter());
        }
        let multipliers: Vec<f64> = serving.ceilings().iter().map(|ceiling| dice.share() * ceiling).collect();
        let mut worth = Vec::new();
        let constant = serving.price(&multipliers, &mut worth);
        for bits in 0..1_u32 << sites {
            let chosen: Vec<u32> = (0..sites as u32).filter(|site| bits >> site & 1 == 1).collect();
            let bound = constant - chosen.iter().map(|site| worth[*site as usize]).sum::<f64>();
            assert!(bound <= serving.value(&chosen) + 1e-9, "seed {seed}");
        }
    }
}
