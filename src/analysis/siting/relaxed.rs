//! How good can a choice of sites be at best? The bound by Lagrangian relaxation, and the sites it decides.
//!
//! 1. Each demand is served once; these constraints are priced by multipliers, after which every site has a worth of its own.
//! 2. The worthiest sites are taken ([`super::choice`]); the constant less their worth is a bound, for any multipliers.
//! 3. Multipliers are improved by [`super::volume`].
//! 4. A site whose inclusion would lift the bound to the best known objective is shut; one whose exclusion would do so is open.
//! 5. Choices met on the way are tried as solutions.
//!
//! A. M. Geoffrion, *Lagrangean relaxation for integer programming*, 1974; N. Christofides and J. E. Beasley, *A tree search algorithm
//! for the p-median problem*, EJOR 10, 1982. Objectives are minimised.

use super::{choice::Choice, grain::Grain, options::Options, volume::Volume, watch::Course};

/// Steps between two reports.
const REPORT_STEPS: usize = 10;
/// Choices of better bounds of which one is kept to be looked at more closely.
const SAMPLE_STEPS: usize = 15;
/// Steps over which a bound must have come nearer to the best objective by [`LEAST_PROGRESS`] of the distance.
const PATIENCE: usize = 30;
/// See [`PATIENCE`].
const LEAST_PROGRESS: f64 = 0.05;

/// A problem whose sites no longer depend on each other once its constraints are priced.
pub(super) trait Relaxed: Sized + Send + Sync {
    /// What is open to decision.
    fn options(&self) -> &Options;
    /// The largest multiplier of each constraint.
    fn ceilings(&self) -> &[f64];
    /// Writes the worth of each site at these multipliers, and returns the constant from which the worths taken are subtracted.
    fn price(&self, multipliers: &[f64], worth: &mut Vec<f64>) -> f64;
    /// Writes how the bound changes with each multiplier when these sites are taken.
    fn slope(&self, multipliers: &[f64], chosen: &[bool], slope: &mut Vec<f64>);
    /// The objective of a choice; the sites are numbers of the options.
    fn value(&self, chosen: &[u32]) -> f64;
    /// A choice made to keep all constraints, if it can be, guided by what sites are worth; it keeps within the means if it did before.
    fn repaired(&self, chosen: Vec<u32>, _worth: &[f64]) -> Vec<u32> {
        chosen
    }
    /// A choice made as good as it can be with some effort; the one given may break means and constraints.
    fn intensified(&self, chosen: Vec<u32>) -> Vec<u32> {
        chosen
    }
    /// How much depends on a site; the undecided site on which most depends is decided next.
    fn importance(&self, _site: u32) -> f64 {
        1.0
    }
    /// The best choice, where it is plain.
    fn plain(&self) -> Option<Vec<u32>>;
    /// The smaller problem once some sites are open and some are shut, and its multipliers.
    fn narrowed(&self, multipliers: &[f64], open: &[u32], shut: &[bool]) -> (Self, Vec<f64>);
}

/// What the relaxation has told.
pub(super) struct Bounded {
    /// No choice has a smaller objective.
    pub(super) bound: f64,
    /// The multipliers of that bound.
    pub(super) multipliers: Vec<f64>,
    /// By site the share of the time it was taken.
    pub(super) openness: Vec<f64>,
    /// Sites that every better solution opens.
    pub(super) open: Vec<u32>,
    /// By site, whether no better solution opens it.
    pub(super) shut: Vec<bool>,
    /// The best choice met, if it is better than the one known, and its objective.
    pub(super) found: Option<(f64, Vec<u32>)>,
    /// The choice that belonged to the best bound.
    pub(super) picks: Vec<u32>,
    /// Some of those before it.
    pub(super) samples: Vec<Vec<u32>>,
    /// Whether somebody said stop.
    pub(super) stopped: bool,
}

/// How far to go.
pub(super) struct Effort {
    /// The best objective known.
    pub(super) best: f64,
    /// What counts as better.
    pub(super) grain: Grain,
    /// How long the first steps are.
    pub(super) factor: f64,
    /// Steps at most.
    pub(super) steps: usize,
}

/// Improves a bound until it settles the matter, comes to rest or decides many sites.
pub(super) fn relax<R: Relaxed>(problem: &R, start: Vec<f64>, effort: &Effort, report: &mut dyn FnMut(f64) -> Course) -> Bounded {
    let sites = problem.options().len();
    let mut ascent = Ascent {
        problem,
        volume: Volume::new(start, sites, effort.factor),
        choice: Choice::default(),
        best: effort.best,
        grain: effort.grain,
        out: Bounded {
            bound: f64::NEG_INFINITY,
            multipliers: Vec::new(),
            openness: Vec::new(),
            open: Vec::new(),
            shut: vec![false; sites],
            found: None,
            picks: Vec::new(),
            samples: Vec::new(),
            stopped: false,
        },
        opened: vec![false; sites],
        tried: 0,
    };
    ascent.climb(effort.steps, report);
    ascent.finish()
}

struct Ascent<'p, R> {
    problem: &'p R,
    volume: Volume,
    choice: Choice,
    best: f64,
    grain: Grain,
    out: Bounded,
    opened: Vec<bool>,
    tried: usize,
}

impl<R: Relaxed> Ascent<'_, R> {
    fn climb(&mut self, steps: usize, report: &mut dyn FnMut(f64) -> Course) {
        let (mut worth, mut slope) = (Vec::new(), Vec::new());
        let (mut mark, mut mark_step) = (f64::NEG_INFINITY, 0);
        for step in 0..steps {
            let constant = self.problem.price(self.volume.trial(), &mut worth);
            self.choice.take(self.problem.options(), &worth);
            let bound = constant - self.choice.worth;
            self.decide(bound);
            if self.grain.settles(bound.max(self.volume.best()), self.best) {
                self.out.bound = bound.max(self.volume.best());
                return;
            }
            self.problem.slope(self.volume.trial(), &self.choice.chosen, &mut slope);
            if self.volume.learn(bound, &slope, &self.choice.chosen) {
                self.try_choice(&worth);
            }
            self.out.bound = self.volume.best();
            if !self.volume.step(self.best, self.problem.ceilings()) {
                return;
            }
            if mark.is_infinite() || self.volume.best() > mark + LEAST_PROGRESS * (self.best - mark) {
                (mark, mark_step) = (self.volume.best(), step);
            }
            if step - mark_step >= PATIENCE || self.volume.factor() < 1e-4 || self.is_worth_narrowing() {
                return;
            }
            if step % REPORT_STEPS == REPORT_STEPS - 1 && report(self.out.bound) == Course::Stop {
                self.out.stopped = true;
                return;
            }
        }
    }

    /// Whether so many sites are decided that a smaller problem is quicker.
    fn is_worth_narrowing(&self) -> bool {
        let decided = self.out.shut.iter().zip(&self.opened).filter(|(shut, open)| **shut || **open).count();
        decided >= 8.max(self.opened.len() / 4)
    }

    /// Decides the sites whose regret is too large.
    fn decide(&mut self, bound: f64) {
        if bound < self.best - 0.5 * (self.best.abs() + 1.0) {
            return;
        }
        for site in 0..self.opened.len() {
            if self.grain.settles(bound + self.choice.regret(site, self.problem.options()), self.best) {
                if self.choice.chosen[site] {
                    self.opened[site] = true;
                } else {
                    self.out.shut[site] = true;
                }
            }
        }
    }

    fn try_choice(&mut self, worth: &[f64]) {
        let picks = self.choice.picks();
        if picks != self.out.picks {
            if self.problem.options().allows(&picks) {
                let repaired = self.problem.repaired(picks.clone(), worth);
                let value = self.problem.value(&repaired);
                if self.grain.improves(value, self.best) {
                    self.best = value;
                    self.out.found = Some((value, repaired));
                }
            }
            self.tried += 1;
            if self.tried.is_multiple_of(SAMPLE_STEPS) {
                self.out.samples.push(picks.clone());
            }
            self.out.picks = picks;
        }
    }

    fn finish(mut self) -> Bounded {
        self.out.open = (0..self.opened.len() as u32).filter(|site| self.opened[*site as usize]).collect();
        (self.out.multipliers, self.out.openness) = self.volume.into_parts();
        self.out
    }
}
