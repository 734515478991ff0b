//! Which siting runs are going on here, how far are they, and how are they stopped?
//!
//! A run has a thread of its own beside those that answer requests. It says how far it is into its [`Job`]; whoever asks reads that,
//! at any pace. When the registry goes, every run is told to stop.

use std::{
    collections::HashMap,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use super::{RegistryError, plans::RunItem};
use crate::{analysis::siting::Progress, domain::siting_run::RunState};

/// Runs at once; each takes all processors it gets.
const MOST_AT_ONCE: usize = 2;
/// When to come back while that many go on, in seconds.
const COME_BACK_S: u64 = 10;

/// The runs that go on.
#[derive(Default)]
pub(super) struct Runs {
    jobs: Mutex<HashMap<String, Arc<Job>>>,
}

/// A run that goes on, or has just ended.
pub struct Job {
    begun: Instant,
    stopped: AtomicBool,
    /// Ends the stretches of the search in which it does not ask.
    switch: Arc<AtomicBool>,
    far: Mutex<Far>,
    over: Condvar,
}

/// How far a run is.
#[derive(Default)]
struct Far {
    best: Option<f64>,
    bound: Option<f64>,
    gap: Option<f64>,
    /// How it ended.
    end: Option<RunItem>,
}

impl Runs {
    /// Takes a place for the run of a plan, or says that there is none.
    pub fn begin(&self, plan: &str) -> Result<Arc<Job>, RegistryError> {
        let mut jobs = self.jobs();
        if jobs.contains_key(plan) {
            return Err(RegistryError::Conflict("a run of this plan is going on: cancel it first, or wait for its end".to_owned()));
        }
        if jobs.len() >= MOST_AT_ONCE {
            return Err(RegistryError::Busy { retry_after_s: COME_BACK_S });
        }
        let (stopped, switch) = (AtomicBool::new(false), Arc::new(AtomicBool::new(false)));
        let job = Arc::new(Job { begun: Instant::now(), stopped, switch, far: Mutex::default(), over: Condvar::new() });
        jobs.insert(plan.to_owned(), Arc::clone(&job));
        Ok(job)
    }

    /// The run of a plan that goes on here.
    pub fn job(&self, plan: &str) -> Option<Arc<Job>> {
        self.jobs().get(plan).cloned()
    }

    /// Gives the place of a run free.
    pub fn end(&self, plan: &str) {
        self.jobs().remove(plan);
    }

    fn jobs(&self) -> MutexGuard<'_, HashMap<String, Arc<Job>>> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Runs {
    fn drop(&mut self) {
        self.jobs().values().for_each(|job| job.stop());
    }
}

impl Job {
    /// Says how far the run is.
    pub(super) fn say(&self, progress: Progress) {
        let known = |number: f64| number.is_finite().then_some(number + 0.0);
        let mut far = self.far();
        (far.best, far.bound, far.gap) = (known(progress.best), known(progress.bound), known(progress.gap));
    }

    /// Tells the run to stop.
    pub(super) fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
        self.halt();
    }

    /// Ends what the search does without asking.
    pub(super) fn halt(&self) {
        self.switch.store(true, Ordering::Relaxed);
    }

    /// What the search looks at.
    pub(super) fn switch(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.switch)
    }

    /// Whether it was told to.
    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// For how long it has gone on, in seconds.
    pub(super) fn seconds(&self) -> f64 {
        self.begun.elapsed().as_secs_f64()
    }

    /// Says that the run is over, and how it ended.
    pub(super) fn finish(&self, end: RunItem) {
        self.far().end = Some(end);
        self.over.notify_all();
    }

    /// Waits for the end; whether it has come.
    pub(super) fn wait(&self, at_most: Duration) -> bool {
        let waited = self.over.wait_timeout_while(self.far(), at_most, |far| far.end.is_none());
        waited.unwrap_or_else(PoisonError::into_inner).0.end.is_some()
    }

    /// How it stands: as it ended, or how far it is.
    pub fn item(&self) -> RunItem {
        let far = self.far();
        far.end.clone().unwrap_or_else(|| RunItem {
            state: RunState::Running,
            objective: far.best,
            bound: far.bound,
            gap: far.gap,
            seconds: self.seconds(),
            why_failed: None,
        })
    }

    fn far(&self) -> MutexGuard<'_, Far> {
        self.far.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
