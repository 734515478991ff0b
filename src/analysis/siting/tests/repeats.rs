//! The same answers again, on any number of threads; and what comes out when a search is stopped.

use super::super::{
    Aim, Answer, Course, Demanded, Means, NEVER, Progress, Question, Reach, Sites, Status, center, cover_all, cover_most, dice::Dice,
    for_seconds, median, serve_most,
};

/// Demands and candidates in a square of 10 km, costs in whole metres.
struct Town {
    weights: Vec<f64>,
    sites: Sites,
    reach: Reach,
}

impl Town {
    fn new(seed: u64) -> Town {
        let dice = &mut Dice::new(seed);
        let mut point = || [dice.share() * 10_000.0, dice.share() * 10_000.0];
        let demands: Vec<[f64; 2]> = (0..150).map(|_| point()).collect();
        let places: Vec<[f64; 2]> = (0..50).map(|_| point()).collect();
        let cost = |from: &[f64; 2], to: &[f64; 2]| (from[0] - to[0]).hypot(from[1] - to[1]).round();
        let table: Vec<f64> = demands.iter().flat_map(|demand| places.iter().map(move |place| cost(demand, place))).collect();
        let weights = (0..150).map(|_| dice.below(40) as f64).collect();
        let mut sites = Sites::candidates(50);
        sites.cost.iter_mut().for_each(|cost| *cost = 5.0 + dice.below(5) as f64);
        sites.capacity.iter_mut().for_each(|capacity| *capacity = 100.0 + dice.below(300) as f64);
        Town { weights, sites, reach: Reach::from_dense(50, &table) }
    }

    fn question(&self, means: Means) -> Question<'_> {
        Question { weights: &self.weights, sites: &self.sites, reach: &self.reach, means, halt: &NEVER }
    }

    fn answers(&self, watch: &mut dyn FnMut(Progress) -> Course) -> Vec<Answer> {
        let mut answers = Vec::new();
        for means in [Means::new_sites(6), Means { new_sites: Some(7), budget: Some(44.0) }] {
            let question = self.question(means);
            answers.push(cover_most(&question, 1800.0, watch));
            answers.push(serve_most(&question, 1800.0, Demanded::Most, watch));
            answers.push(median(&question, watch));
            answers.push(center(&question, watch));
        }
        answers.push(cover_all(&self.question(Means::default()), 2500.0, Aim::Fewest, watch));
        answers.push(cover_all(&self.question(Means::default()), 2500.0, Aim::Cheapest, watch));
        answers
    }
}

#[test]
fn answers_are_the_same_on_any_number_of_threads() {
    let on = |threads: usize, seed: u64| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be started");
        let answers = pool.install(|| Town::new(seed).answers(&mut |_| Course::Continue));
        answers.iter().map(|answer| format!("{answer:?}")).collect::<Vec<_>>()
    };
    for seed in 0..3 {
        let one = on(1, seed);
        assert!(one == on(4, seed) && one == on(3, seed), "seed {seed}");
    }
}

#[test]
fn a_search_that_is_stopped_says_how_far_it_came() {
    let town = Town::new(5);
    let proven = town.answers(&mut |_| Course::Continue);
    for patience in [0, 1, 3, 10] {
        let mut left = patience * 10;
        let stopped = town.answers(&mut |_| {
            left -= 1;
            if left < 0 { Course::Stop } else { Course::Continue }
        });
        for (number, (stopped, proven)) in stopped.iter().zip(&proven).enumerate() {
            let more_is_better = matches!(number, 0 | 1 | 4 | 5);
            let sign = if more_is_better { -1.0 } else { 1.0 };
            match stopped.status {
                Status::Unknown => assert!(stopped.opened.is_empty()),
                Status::Infeasible => assert_eq!(proven.status, Status::Infeasible),
                Status::Optimal | Status::Feasible => {
                    assert!(sign * stopped.objective >= sign * proven.objective - 1e-6, "{number}");
                    assert!(sign * stopped.bound <= sign * proven.objective + 1e-6, "{number}");
                    assert!((stopped.status == Status::Optimal) == (stopped.gap == 0.0), "{number} {stopped:?}");
                }
            }
        }
    }
}

#[test]
fn progress_only_gets_better() {
    let town = Town::new(8);
    let mut seen: Vec<Progress> = Vec::new();
    let answer = median(&town.question(Means::new_sites(9)), &mut |progress| {
        seen.push(progress);
        Course::Continue
    });
    assert!(seen.iter().all(|progress| progress.bound <= answer.objective + 1e-6 && progress.best >= answer.objective - 1e-6));
}

#[test]
fn a_clock_that_has_run_out_stops_the_search() {
    let mut now_s = 0.0;
    let mut watch = for_seconds(2.0, || {
        now_s += 1.0;
        now_s
    });
    let progress = Progress { best: 1.0, bound: 0.0, gap: 1.0 };
    assert_eq!([watch(progress), watch(progress)], [Course::Continue, Course::Stop]);
}

#[test]
fn a_search_that_is_halted_ends_with_what_it_has() {
    let switch = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(true));
    let halt = super::super::Halt::by(switch);
    let town = Town::new(7);
    let question = Question { halt: &halt, ..town.question(Means::new_sites(5)) };
    let mut stop = |_: Progress| Course::Stop;
    for answer in [cover_most(&question, 1_500.0, &mut stop), serve_most(&question, 1_500.0, Demanded::Most, &mut stop)] {
        assert_eq!(answer.status, Status::Feasible);
        assert!(answer.opened.len() <= 5 && answer.bound >= answer.objective, "{answer:?}");
    }
}
