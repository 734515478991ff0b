//! How does a long search tell how far it is, and how is it stopped?
//!
//! The search calls a closure again and again; whoever asks looks at a clock in there. It refuses to know what time it is itself.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// Stops the stretches of a search in which nobody is asked: climbs and first choices, which end early with what they have.
///
/// Whoever watches sets it beside answering [`Course::Stop`]; a search that nobody halts goes on.
#[derive(Debug, Clone, Default)]
pub struct Halt(Option<Arc<AtomicBool>>);

/// Never halts.
pub static NEVER: Halt = Halt(None);

impl Halt {
    /// Halts once the switch is on.
    pub fn by(switch: Arc<AtomicBool>) -> Halt {
        Halt(Some(switch))
    }

    /// Whether it is time to end.
    pub(super) fn is_on(&self) -> bool {
        self.0.as_ref().is_some_and(|switch| switch.load(Ordering::Relaxed))
    }
}

/// What is halted how is no difference between two questions.
impl PartialEq for Halt {
    fn eq(&self, _: &Halt) -> bool {
        true
    }
}

/// How far a search is, in the terms of its objective.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// The objective of the best sites so far; infinite (or minus infinite, when more is better) without any.
    pub best: f64,
    /// No sites whatever do better than this.
    pub bound: f64,
    /// The distance of the two as a share of the best.
    pub gap: f64,
}

/// What a search is told when it reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course {
    /// Go on.
    Continue,
    /// Stop and answer with what there is.
    Stop,
}

/// Hears of progress and says whether to go on.
pub type Watch<'w> = dyn FnMut(Progress) -> Course + 'w;

/// Goes on to the proof, however long it takes.
pub fn to_the_end(_: Progress) -> Course {
    Course::Continue
}

/// Stops once a clock that counts seconds has passed a limit; the clock starts at any number.
pub fn for_seconds(limit_s: f64, mut clock: impl FnMut() -> f64) -> impl FnMut(Progress) -> Course {
    let start_s = clock();
    move |_| if clock() - start_s < limit_s { Course::Continue } else { Course::Stop }
}

/// The distance between an objective and its bound as a share of the objective; 0 when they meet.
pub(super) fn gap(best: f64, bound: f64) -> f64 {
    let distance = (best - bound).abs();
    if distance == 0.0 { 0.0 } else { distance / best.abs().max(f64::MIN_POSITIVE) }
}
