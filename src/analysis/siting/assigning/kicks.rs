//! Can a choice that no exchange improves be improved after a kick?
//!
//! Some sites, drawn from a fixed sequence, are exchanged for others that serve some of the same demands; exchanges follow until none pays.
//! A better choice is kept. Iterated local search: H. R. Lourenço, O. C. Martin and T. Stützle, *Handbook of Metaheuristics*, 2003. The
//! seed is always the same.

use super::{
    super::{dice::Dice, relaxed::Relaxed},
    Assigning,
    columns::Columns,
    exchange::Exchanges,
};

/// Kicks a choice until so many in a row fail; the sites ascend.
pub(super) fn kicked(problem: &Assigning, columns: &Columns, chosen: &[u32], (least, most_failures): (f64, usize)) -> Vec<u32> {
    if chosen.is_empty() || chosen.len() == problem.options.len() {
        return chosen.to_vec();
    }
    let mut dice = Dice::new(0x5EED);
    let mut best = Exchanges::new(problem, columns, chosen);
    let mut value = problem.value(chosen);
    let mut failures = 0;
    while failures < most_failures && !problem.options.halt.is_on() {
        let mut trial = best.clone();
        for _ in 0..2 + failures % 3 {
            kick(problem, columns, &mut trial, &mut dice);
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
fn kick(problem: &Assigning, columns: &Columns, trial: &mut Exchanges, dice: &mut Dice) {
    let options = &problem.options;
    let place = dice.below(trial.chosen().len());
    let out = trial.chosen()[place];
    let rows = columns.count(out as usize);
    if rows == 0 {
        return;
    }
    let row = columns.row(out as usize, dice.below(rows));
    let (sites, _) = problem.row(row);
    let into = sites[dice.below(sites.len().min(20))];
    let (count, cost) = options.spent(trial.chosen());
    let (count, cost) = (count - usize::from(options.counted[out as usize]), cost - options.cost[out as usize]);
    if !trial.chosen().contains(&into) && options.affords(into as usize, count, cost) {
        trial.make(into, Some(place));
    }
}
