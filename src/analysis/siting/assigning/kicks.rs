//! Can a choice that no exchange improves be improved after a kick?
//!
//! Some sites, drawn from a fixed sequence, are exchanged for others that serve some of the same demands; exchanges follow until none pays.
//! A better choice is kept. Iterated local search: H. R. Lourenço, O. C. Martin and T. Stützle, *Handbook of Metaheuristics*, 2003. The
//! numbers are SplitMix64 (G. L. Steele, D. Lea and C. H. Flood, 2014), from the same seed each time.

use super::{super::relaxed::Relaxed, Assigning, columns::Columns, exchange::Exchanges};

/// Kicks a choice until so many in a row fail; the sites ascend.
pub(super) fn kicked(problem: &Assigning, columns: &Columns, chosen: &[u32], (least, most_failures): (f64, usize)) -> Vec<u32> {
    let mut state = 0x5EED_u64;
    let mut best = Exchanges::new(problem, columns, chosen);
    let mut value = problem.value(chosen);
    let mut failures = 0;
    if chosen.is_empty() || chosen.len() == problem.options.len() {
        return chosen.to_vec();
    }
    while failures < most_failures {
        let mut trial = best.clone();
        for _ in 0..2 + failures % 3 {
            kick(problem, columns, &mut trial, &mut state);
        }
        trial.climb(least);
        let now = problem.value(&trial.sorted());
        if now < value - least {
            (best, value, failures) = (trial, now, 0);
        } else {
            failures += 1;
        }
    }
    best.sorted()
}

/// Exchanges a site for another one that serves one of its demands, if the means allow.
fn kick(problem: &Assigning, columns: &Columns, trial: &mut Exchanges, state: &mut u64) {
    let options = &problem.options;
    let place = draw(state, trial.chosen().len());
    let out = trial.chosen()[place];
    let rows = columns.count(out as usize);
    if rows == 0 {
        return;
    }
    let row = columns.row(out as usize, draw(state, rows));
    let (sites, _) = problem.row(row);
    let into = sites[draw(state, sites.len().min(20))];
    let (count, cost) = options.spent(trial.chosen());
    let (count, cost) = (count - usize::from(options.counted[out as usize]), cost - options.cost[out as usize]);
    if !trial.chosen().contains(&into) && options.affords(into as usize, count, cost) {
        trial.make(into, Some(place));
    }
}

/// The next number below an end.
fn draw(state: &mut u64, end: usize) -> usize {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((mixed ^ (mixed >> 31)) % end as u64) as usize
}
