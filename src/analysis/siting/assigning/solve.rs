//! The best choice for an assigning problem, proven: a greedy start, exchanges, and the search.

use super::{
    super::{
        grain::Grain,
        relaxed::Relaxed,
        search::{Proof, Report, Solution, search},
    },
    Assigning,
    columns::Columns,
    exchange::Exchanges,
    greedy::greedy,
    kicks::kicked,
};

/// Kicks in a row that may fail.
const MOST_FAILURES: usize = 30;

/// Solves a problem, from a choice that keeps within the means if one is given.
pub(in super::super) fn solve(problem: &Assigning, start: Option<Vec<u32>>, grain: Grain, report: &mut Report) -> Proof {
    if let Some(all) = problem.plain() {
        let best = Solution { value: problem.value(&all), rows: problem.options.rows_of(&all) };
        return Proof { bound: best.value, best, proven: true };
    }
    let columns = Columns::of(problem);
    let least = problem.value(&[]).abs() * 1e-11;
    let solution = |chosen: &[u32]| Solution { value: problem.value(chosen), rows: problem.options.rows_of(chosen) };
    let polish = |rows: &[u32]| {
        let mut exchanges = Exchanges::new(problem, &columns, &problem.options.numbers_of(rows));
        exchanges.climb(least);
        solution(&exchanges.sorted())
    };
    let first = start.unwrap_or_else(|| problem.options.rows_of(&greedy(problem, &columns)));
    let climbed = problem.options.numbers_of(&polish(&first).rows);
    let best = solution(&kicked(problem, &columns, &climbed, (least, MOST_FAILURES)));
    let multipliers = problem.multipliers_for(&problem.options.numbers_of(&best.rows));
    search(problem.clone(), multipliers, best, (grain, &polish), report)
}
