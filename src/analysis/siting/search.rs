//! Which choice of sites is the best, proven? Branch and bound over a [`Relaxed`] problem.
//!
//! 1. A node is relaxed; sites that the bound decides are taken out of the problem, and it is relaxed again, until that yields nothing.
//! 2. After the root a few rounds look only at the sites that the relaxation took at times (heuristic concentration: K. E. Rosing and C. S.
//!    ReVelle, EJOR 97, 1997): there good choices are found soon.
//! 3. The undecided site nearest to half open, in the average of the relaxation, is opened in one child and shut in the other; in covering
//!    the one with most demands goes first.
//! 4. Nodes wait on a stack, so that what is kept grows with the depth only. Rounds of eight nodes run in parallel on the objective that
//!    was known when the round began, and report in order: the search is the same on any number of threads.
//!
//! A. H. Land and A. G. Doig, *An automatic method of solving discrete programming problems*, Econometrica 28, 1960.

use std::sync::Arc;

use rayon::prelude::*;

use super::{
    grain::Grain,
    relaxed::{Bounded, Effort, Relaxed, relax},
    volume::{LONG_STEPS, SHORT_STEPS},
    watch::Course,
};

/// Nodes of one round.
const ROUND: usize = 8;
/// Steps of the relaxation at the root, and at other nodes, at most.
const ROOT_STEPS: usize = 1200;
const NODE_STEPS: usize = 120;
/// Rounds among the sites that the relaxation at the root took more often than seldom, before all are looked at.
const FOCUS_ROUNDS: usize = 12;
/// Taken less often than this share of the time.
const SELDOM: f64 = 0.02;
/// How often a node is narrowed and relaxed again.
const PHASES: usize = 12;

/// A choice of rows of the question and its objective, which is minimised.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Solution {
    pub(super) value: f64,
    pub(super) rows: Vec<u32>,
}

/// How a search ended.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Proof {
    pub(super) best: Solution,
    /// Equal to the best value when that is proven.
    pub(super) bound: f64,
    pub(super) proven: bool,
}

/// Makes a choice better by exchanging sites; the rows are those of the question.
pub(super) type Polish<'p> = dyn Fn(&[u32]) -> Solution + Sync + 'p;
/// Hears of the best value and the bound.
pub(super) type Report<'r> = dyn FnMut(f64, f64) -> Course + 'r;

/// A problem with some sites decided, still to be looked at.
struct Node<R> {
    problem: Arc<R>,
    multipliers: Arc<Vec<f64>>,
    branch: Option<(u32, bool)>,
    bound: f64,
    root: bool,
}

impl<R> Clone for Node<R> {
    fn clone(&self) -> Node<R> {
        let (problem, multipliers) = (Arc::clone(&self.problem), Arc::clone(&self.multipliers));
        Node { problem, multipliers, branch: self.branch, bound: self.bound, root: self.root }
    }
}

/// What a node came to.
struct Explored<R> {
    bound: f64,
    found: Option<Solution>,
    children: Vec<Node<R>>,
    stopped: bool,
    /// At the root, by site whether it is hardly ever taken.
    focus: Option<Vec<bool>>,
}

/// Searches for the best choice, from a good one and good multipliers.
pub(super) fn search<R: Relaxed>(
    problem: R,
    multipliers: Vec<f64>,
    start: Solution,
    (grain, polish): (Grain, &Polish),
    report: &mut Report,
) -> Proof {
    let explorer = Explorer { grain, polish };
    let mut best = start;
    let root = Node { problem: Arc::new(problem), multipliers: Arc::new(multipliers), branch: None, bound: f64::NEG_INFINITY, root: true };
    let known = best.value;
    let mut first = explorer.explore(root, known, &mut |best, bound| report(best.min(known), bound));
    let stopped = first.stopped;
    let focus = first.focus.take();
    let mut stack = explorer.take_in(first, &mut best);
    if let (Some(focus), Some(node), false) = (focus, stack.first(), stopped) {
        let bound = grain.rounded(node.bound);
        let mut node = Node { branch: None, ..node.clone() };
        if narrow(&mut node, &[], &focus) {
            // What is left out may hold the best choice: only what is found counts, not the bound.
            let options = node.problem.options();
            let good = node.problem.intensified(options.numbers_of(&best.rows));
            if options.allows(&good) {
                let solution = polish(&options.rows_of(&good));
                if grain.improves(solution.value, best.value) {
                    best = solution;
                }
            }
            explorer.look_through(vec![node], (&mut best, FOCUS_ROUNDS), &mut |best, _| report(best, bound));
        }
    }
    if !stopped {
        stack = explorer.look_through(stack, (&mut best, usize::MAX), report);
    }
    stack.retain(|node| !grain.settles(node.bound, best.value));
    let proven = stack.is_empty();
    let bound = if proven { best.value } else { grain.rounded(lowest(&stack, best.value)) };
    Proof { best, bound, proven }
}

fn lowest<R>(nodes: &[Node<R>], best: f64) -> f64 {
    nodes.iter().map(|node| node.bound).fold(best, f64::min)
}

struct Explorer<'p> {
    grain: Grain,
    polish: &'p Polish<'p>,
}

impl Explorer<'_> {
    /// Explores nodes in rounds until none is left, the rounds are over, or somebody says stop; what is left.
    fn look_through<R: Relaxed>(
        &self,
        mut stack: Vec<Node<R>>,
        (best, rounds): (&mut Solution, usize),
        report: &mut Report,
    ) -> Vec<Node<R>> {
        for _ in 0..rounds {
            stack.retain(|node| !self.grain.settles(node.bound, best.value));
            if stack.is_empty() || report(best.value, self.grain.rounded(lowest(&stack, best.value))) == Course::Stop {
                break;
            }
            let round = stack.split_off(stack.len().saturating_sub(ROUND));
            let known = best.value;
            let explored: Vec<Explored<R>> =
                round.into_par_iter().map(|node| self.explore(node, known, &mut |_, _| Course::Continue)).collect();
            for one in explored {
                stack.extend(self.take_in(one, best));
            }
        }
        stack
    }

    fn take_in<R>(&self, explored: Explored<R>, best: &mut Solution) -> Vec<Node<R>> {
        if let Some(found) = explored.found
            && self.grain.improves(found.value, best.value)
        {
            *best = found;
        }
        explored.children
    }

    fn explore<R: Relaxed>(&self, node: Node<R>, known: f64, report: &mut Report) -> Explored<R> {
        let mut explored = Explored { bound: node.bound, found: None, children: Vec::new(), stopped: false, focus: None };
        let mut state = node;
        let mut best = known;
        if let Some((site, open)) = state.branch.take() {
            let mut shut = vec![false; state.problem.options().len()];
            shut[site as usize] = !open;
            let opened: &[u32] = if open { &[site] } else { &[] };
            if !narrow(&mut state, opened, &shut) {
                return explored;
            }
        }
        for phase in 0..PHASES {
            if let Some(plain) = state.problem.plain() {
                self.offer(&state, &plain, &mut best, &mut explored.found);
                return explored;
            }
            let steps = if state.root { ROOT_STEPS } else { NODE_STEPS };
            let first = state.root && phase == 0;
            let effort = Effort { best, grain: self.grain, factor: if first { LONG_STEPS } else { SHORT_STEPS }, steps };
            let before = state.bound;
            let start = state.multipliers.as_ref().clone();
            let bounded = relax(state.problem.as_ref(), start, &effort, &mut |bound| report(best, bound.max(before)));
            state.bound = state.bound.max(bounded.bound);
            explored.bound = state.bound;
            if state.root {
                self.offer_many(&state, &bounded, &mut best, &mut explored.found);
            }
            if let Some((_, picks)) = &bounded.found {
                self.offer(&state, picks, &mut best, &mut explored.found);
            }
            if self.grain.settles(state.bound, best) {
                return explored;
            }
            if bounded.stopped {
                explored.stopped = true;
                explored.children.push(state);
                return explored;
            }
            let decided = bounded.open.len() + bounded.shut.iter().filter(|shut| **shut).count();
            let branch = branching_site(state.problem.as_ref(), &bounded);
            state.multipliers = Arc::new(bounded.multipliers);
            if decided == 0 || phase + 1 == PHASES {
                explored.focus = state.root.then(|| bounded.openness.iter().map(|open| *open < SELDOM).collect());
                explored.children = children(state, branch);
                return explored;
            }
            if !narrow(&mut state, &bounded.open, &bounded.shut) {
                return explored;
            }
        }
        explored
    }

    /// Tries what the relaxation came by on its way, and the sites that were taken most of the time.
    fn offer_many<R: Relaxed>(&self, state: &Node<R>, bounded: &Bounded, best: &mut f64, found: &mut Option<Solution>) {
        let options = state.problem.options();
        let mut order = options.all();
        order.sort_by(|a, b| bounded.openness[*b as usize].total_cmp(&bounded.openness[*a as usize]).then(a.cmp(b)));
        let (mut often, mut count, mut cost) = (Vec::new(), 0, 0.0);
        for site in order {
            if bounded.openness[site as usize] > 0.01 && options.affords(site as usize, count, cost) {
                count += usize::from(options.counted[site as usize]);
                cost += options.cost[site as usize];
                often.push(site);
            }
        }
        let choices: Vec<&Vec<u32>> =
            bounded.samples.iter().chain([&often, &bounded.picks]).filter(|choice| options.allows(choice)).collect();
        let polished: Vec<Solution> = choices.into_par_iter().map(|choice| (self.polish)(&options.rows_of(choice))).collect();
        for solution in polished {
            if self.grain.improves(solution.value, *best) {
                *best = solution.value;
                *found = Some(solution);
            }
        }
    }

    /// Tries a choice, made better by exchanges.
    fn offer<R: Relaxed>(&self, state: &Node<R>, picks: &[u32], best: &mut f64, found: &mut Option<Solution>) {
        let solution = (self.polish)(&state.problem.options().rows_of(picks));
        if self.grain.improves(solution.value, *best) {
            *best = solution.value;
            *found = Some(solution);
        }
    }
}

/// Makes a node's problem smaller; false when the means do not allow it.
fn narrow<R: Relaxed>(node: &mut Node<R>, open: &[u32], shut: &[bool]) -> bool {
    if !node.problem.options().allows(open) {
        return false;
    }
    let (problem, multipliers) = node.problem.narrowed(&node.multipliers, open, shut);
    (node.problem, node.multipliers) = (Arc::new(problem), Arc::new(multipliers));
    true
}

/// The site that is nearest to half open and on which most depends; of equal ones the lower.
fn branching_site<R: Relaxed>(problem: &R, bounded: &Bounded) -> u32 {
    let doubt = |site: &u32| bounded.openness[*site as usize] * (1.0 - bounded.openness[*site as usize]) * problem.importance(*site);
    let sites = (0..bounded.openness.len() as u32).rev();
    sites.max_by(|a, b| doubt(a).total_cmp(&doubt(b))).expect("a node without sites is plain")
}

/// The two ways to decide a site; the one on top of the stack opens it.
fn children<R>(state: Node<R>, site: u32) -> Vec<Node<R>> {
    let child = |open| Node {
        problem: Arc::clone(&state.problem),
        multipliers: Arc::clone(&state.multipliers),
        branch: Some((site, open)),
        bound: state.bound,
        root: false,
    };
    vec![child(false), child(true)]
}
