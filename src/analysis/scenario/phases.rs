//! Which action comes in which year, when each year has a budget?
//!
//! Unspent money is carried over, so that a set of actions can be done by a year when it costs no more than all budgets up to then.
//! Wanted is the schedule with the largest sum, over the years, of the people covered at the end of each.
//!
//! People with the same actions in reach count together: what a set of actions covers is a sum over few groups, not over cells.
//!
//! - *Exact*, for up to [`MOST_EXACT`] actions: dynamic programming over sets, a year after the other; the sets done by a year contain
//!   those done before.
//! - *Greedy with look-ahead*: in each year either take, as long as one is affordable, the action that gains most people per cost; or
//!   first put aside what one of the [`LOOKED_AT`] most gaining actions costs that only next year's money allows. Whichever makes this
//!   year and the next cover more is done this year (the plain way where they are equal), and the next year begins.
//!
//! Of equal schedules the cheaper counts, then the one whose actions come earlier in the plan. Refuses to know calendars.

use std::collections::HashMap;

use super::{Rows, Scenario, Step};
use crate::analysis::cells::Cells;

/// Actions that an exact schedule may have.
pub const MOST_EXACT: usize = 12;
/// Actions that any schedule may have: one bit each.
pub const MOST_PHASED: usize = 60;
/// Actions that are looked at for saving up, each year.
const LOOKED_AT: usize = 3;
/// Less than this is no difference in people, and none in money.
const NOTHING: f64 = 1e-9;

/// People by the actions that have something to do with them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Effects {
    /// Covered whatever is done.
    always: f64,
    /// People who are covered when an action of the first set is done, or one of the second is not.
    groups: Vec<(u64, u64, f64)>,
}

/// A set of actions, one bit each.
pub type Set = u64;

impl Effects {
    /// Of people in the groups of this scenario, as it is before anything is done.
    ///
    /// # Panics
    ///
    /// When there are more than [`MOST_PHASED`] steps.
    pub fn of(cells: &Cells, rows: &Rows, group: usize, scenario: &Scenario, steps: &[Step]) -> Effects {
        assert!(steps.len() <= MOST_PHASED, "a set is a number of 64 bits");
        let mut sets: HashMap<u32, (u64, u64)> = HashMap::new();
        for (step, action) in steps.iter().zip(0..) {
            let cells_of = |site: Option<usize>| site.into_iter().flat_map(|site| &scenario.sites()[site].catchment);
            cells_of(step.opens).for_each(|(cell, _)| sets.entry(*cell).or_default().0 |= 1 << action);
            cells_of(step.closes).for_each(|(cell, _)| sets.entry(*cell).or_default().1 |= 1 << action);
        }
        let mut effects = Effects::default();
        let mut groups: HashMap<(u64, u64), f64> = HashMap::new();
        for cell in (0..cells.len() as u32).filter(|cell| rows.of(cells, *cell).is_some()) {
            let people = cells.counts(group)[cell as usize];
            match sets.get(&cell) {
                _ if scenario.is_steady(cell) => effects.always += people,
                Some(sets) if people > 0.0 => *groups.entry(*sets).or_default() += people,
                _ => {}
            }
        }
        effects.groups = groups.into_iter().map(|((opens, closes), people)| (opens, closes, people)).collect();
        effects.groups.sort_by_key(|(opens, closes, _)| (*opens, *closes));
        effects
    }

    /// People covered when these actions are done and no others.
    pub fn covered(&self, done: Set) -> f64 {
        let people = self.groups.iter().filter(|(opens, closes, _)| done & opens != 0 || !done & closes != 0);
        self.always + people.map(|(.., people)| people).sum::<f64>()
    }
}

/// What is to be scheduled.
#[derive(Debug, Clone)]
pub struct Phasing<'a> {
    /// Whom the actions cover.
    pub effects: &'a Effects,
    /// What each costs; finite and not negative.
    pub costs: &'a [f64],
    /// New money of each year.
    pub budgets: &'a [f64],
}

impl Phasing<'_> {
    fn cost(&self, set: Set) -> f64 {
        self.costs.iter().enumerate().filter(|(action, _)| set >> action & 1 == 1).map(|(_, cost)| cost).sum()
    }

    fn funds(&self, year: usize) -> f64 {
        self.budgets[..=year].iter().sum::<f64>() + NOTHING
    }

    /// The sets done by the end of each year, in the best schedule there is.
    ///
    /// # Panics
    ///
    /// When there are more than [`MOST_EXACT`] actions.
    pub fn exact(&self) -> Vec<Set> {
        assert!(self.costs.len() <= MOST_EXACT, "there are at most {MOST_EXACT} actions");
        let sets = 1usize << self.costs.len();
        let covered: Vec<f64> = (0..sets).map(|set| self.effects.covered(set as Set)).collect();
        let cost: Vec<f64> = (0..sets).map(|set| self.cost(set as Set)).collect();
        let mut best: Vec<Vec<Option<(f64, usize)>>> = vec![];
        for year in 0..self.budgets.len() {
            let funds = self.funds(year);
            let of = |set: usize| {
                if cost[set] > funds {
                    return None;
                }
                let Some(last) = best.last() else { return Some((covered[set], 0)) };
                let mut found: Option<(f64, usize)> = None;
                // All sets within this one, from the largest down.
                let mut before = set;
                loop {
                    if let Some((value, _)) = last[before] {
                        let value = value + covered[set];
                        let better = |known: (f64, usize)| prefers((value, cost[before], before), (known.0, cost[known.1], known.1));
                        if found.is_none_or(better) {
                            found = Some((value, before));
                        }
                    }
                    if before == 0 {
                        return found;
                    }
                    before = (before - 1) & set;
                }
            };
            let this: Vec<Option<(f64, usize)>> = (0..sets).map(of).collect();
            best.push(this);
        }
        let Some(last) = best.last() else { return vec![] };
        let mut set = 0;
        for next in 1..sets {
            let Some((value, _)) = last[next] else { continue };
            if last[set].is_none_or(|known| prefers((value, cost[next], next), (known.0, cost[set], set))) {
                set = next;
            }
        }
        let mut schedule = vec![0; best.len()];
        for year in (0..best.len()).rev() {
            schedule[year] = set as Set;
            set = best[year][set].map_or(0, |(_, before)| before);
        }
        schedule
    }

    /// The sets done by the end of each year, year by year with a look at the next.
    pub fn greedy(&self) -> Vec<Set> {
        let mut done = 0;
        let mut schedule = vec![];
        for year in 0..self.budgets.len() {
            let (now, next) = (self.funds(year), self.budgets.get(year + 1).map(|_| self.funds(year + 1)));
            let plain = self.filled(done, now);
            let mut best = plain;
            if let Some(next) = next {
                let worth = |this: Set, saved: Set| {
                    let later = self.filled(this | saved, next);
                    self.effects.covered(this) + self.effects.covered(later)
                };
                let mut most = worth(plain, 0);
                for saved in self.worth_saving_for(done, now, next) {
                    let this = self.filled(done, now.min(next - self.costs[saved]));
                    let value = worth(this, 1 << saved);
                    if value > most + NOTHING {
                        (best, most) = (this, value);
                    }
                }
            }
            done = best;
            schedule.push(done);
        }
        schedule
    }

    /// What is done when, as long as something affordable gains people, the most gaining per cost is taken.
    fn filled(&self, mut done: Set, funds: f64) -> Set {
        loop {
            let (covered, left) = (self.effects.covered(done), funds - self.cost(done));
            let affordable = (0..self.costs.len()).filter(|action| done >> action & 1 == 0 && self.costs[*action] <= left);
            let gains = affordable.map(|action| (self.effects.covered(done | 1 << action) - covered, action));
            let rate = |(gain, action): &(f64, usize)| gain / self.costs[*action].max(NOTHING);
            let best =
                gains.filter(|(gain, _)| *gain > NOTHING).max_by(|one, other| rate(one).total_cmp(&rate(other)).then(other.1.cmp(&one.1)));
            match best {
                Some((_, action)) => done |= 1 << action,
                None => return done,
            }
        }
    }

    /// The actions that gain most and that this year's money does not allow, but this and the next year's together.
    fn worth_saving_for(&self, done: Set, now: f64, next: f64) -> Vec<usize> {
        let (covered, spent) = (self.effects.covered(done), self.cost(done));
        let open = (0..self.costs.len()).filter(|action| done >> action & 1 == 0);
        let mut waiting: Vec<(f64, usize)> = open
            .filter(|action| spent + self.costs[*action] <= next && self.costs[*action] > 0.0)
            .filter(|action| spent + self.costs[*action] > now || self.cost(self.filled(done, now)) + self.costs[*action] > now)
            .map(|action| (self.effects.covered(done | 1 << action) - covered, action))
            .filter(|(gain, _)| *gain > NOTHING)
            .collect();
        waiting.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        waiting.into_iter().take(LOOKED_AT).map(|(_, action)| action).collect()
    }
}

/// Whether a value, its cost and its set are to be preferred to others.
fn prefers(one: (f64, f64, usize), other: (f64, f64, usize)) -> bool {
    if (one.0 - other.0).abs() > NOTHING * one.0.abs().max(1.0) {
        return one.0 > other.0;
    }
    if (one.1 - other.1).abs() > NOTHING {
        return one.1 < other.1;
    }
    one.2 < other.2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{cells::CellColumns, random::Random, scenario::Site, space::Space};

    /// A few cells, sites with random catchments, and what a scan says of any set of actions.
    struct Case {
        effects: Effects,
        costs: Vec<f64>,
        budgets: Vec<f64>,
        scan: Vec<f64>,
    }

    fn case(random: &mut Random, actions: usize) -> Case {
        let count = 30;
        let points = (0..count).map(|at| Some([at as f64, 0.0])).collect();
        let people: Vec<f64> = (0..count).map(|_| random.below(50) as f64).collect();
        let cells = Cells::new(Space::Plane, CellColumns { points, zone: vec![0; count], zones: 1, counts: vec![people.clone()] });
        let rows = Rows::new(&cells, vec![0], 0, 1);
        let catchment = |random: &mut Random| (0..count as u32).filter(|_| random.chance(0.2)).map(|cell| (cell, 0.0)).collect();
        let steady: Vec<bool> = (0..count).map(|_| random.chance(0.1)).collect();
        let (mut sites, mut steps) = (vec![], vec![]);
        for _ in 0..actions {
            let closes = random.chance(0.3).then(|| {
                sites.push(Site { catchment: catchment(random), stands: true });
                sites.len() - 1
            });
            sites.push(Site { catchment: catchment(random), stands: false });
            steps.push(Step { closes, opens: Some(sites.len() - 1) });
        }
        let scenario = Scenario::new(steady, sites);
        let scan = |set: usize| {
            let mut scenario = scenario.clone();
            steps.iter().enumerate().filter(|(action, _)| set >> action & 1 == 1).for_each(|(_, step)| drop(scenario.apply(*step)));
            people.iter().enumerate().filter(|(cell, _)| scenario.covers(*cell)).map(|(_, people)| people).sum()
        };
        Case {
            effects: Effects::of(&cells, &rows, 0, &scenario, &steps),
            costs: (0..actions).map(|_| random.below(9) as f64).collect(),
            budgets: (0..1 + random.below(3)).map(|_| random.below(12) as f64).collect(),
            scan: (0..1 << actions).map(scan).collect(),
        }
    }

    /// Every way to give each action a year or none.
    fn best_by_scan(case: &Case) -> f64 {
        let (actions, years) = (case.costs.len(), case.budgets.len());
        let mut best: f64 = 0.0;
        for code in 0..(years + 1).pow(actions as u32) {
            let year_of = |action: usize| code / (years + 1).pow(action as u32) % (years + 1);
            let by = |year: usize| (0..actions).filter(|action| year_of(*action) <= year).fold(0usize, |set, action| set | 1 << action);
            let spent = |set: usize| (0..actions).filter(|action| set >> action & 1 == 1).map(|action| case.costs[action]).sum::<f64>();
            let affordable = (0..years).all(|year| spent(by(year)) <= case.budgets[..=year].iter().sum());
            if affordable {
                best = best.max((0..years).map(|year| case.scan[by(year)]).sum());
            }
        }
        best
    }

    #[test]
    fn what_a_set_of_actions_covers_is_what_doing_them_covers() {
        let mut random = Random(61);
        for _ in 0..40 {
            let case = case(&mut random, 6);
            (0..64).for_each(|set| assert_eq!(case.effects.covered(set as Set), case.scan[set], "{set:b}"));
        }
    }

    #[test]
    fn the_exact_schedule_is_as_good_as_the_best_of_all_and_the_greedy_one_is_affordable() {
        let mut random = Random(62);
        let (mut equal, rounds) = (0, 120);
        for _ in 0..rounds {
            let actions = 1 + random.below(5);
            let case = case(&mut random, actions);
            let phasing = Phasing { effects: &case.effects, costs: &case.costs, budgets: &case.budgets };
            let value = |schedule: &[Set]| schedule.iter().map(|set| case.scan[*set as usize]).sum::<f64>();
            let best = best_by_scan(&case);
            let (exact, greedy) = (phasing.exact(), phasing.greedy());
            for schedule in [&exact, &greedy] {
                assert_eq!(schedule.len(), case.budgets.len());
                let grows = schedule.windows(2).all(|pair| pair[0] & pair[1] == pair[0]);
                let paid = (0..schedule.len()).all(|year| phasing.cost(schedule[year]) <= case.budgets[..=year].iter().sum());
                assert!(grows && paid, "{schedule:?}");
            }
            assert_eq!(value(&exact), best);
            assert!(value(&greedy) <= best);
            equal += usize::from(value(&greedy) == best);
        }
        assert!(equal * 10 >= rounds * 7, "the greedy one is best most of the time: {equal} of {rounds}");
    }

    #[test]
    fn looking_ahead_saves_up_for_what_gains_much_more_next_year() {
        let effects = Effects { always: 0.0, groups: vec![(1, 0, 10.0), (2, 0, 1_000.0)] };
        // 5 this year and 5 next: the second action costs both years' money.
        let phasing = Phasing { effects: &effects, costs: &[1.0, 10.0], budgets: &[5.0, 5.0] };
        assert_eq!(phasing.greedy(), [0, 0b10]);
        assert_eq!(phasing.exact(), [0, 0b10]);
    }
}
