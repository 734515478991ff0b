//! How does a siting run begin, go on and end? On a thread of its own, from a snapshot; its end is one change of the plan.
//!
//! 1. The question is checked and a place taken among the runs that may go on at once.
//! 2. The plan is written with a run that goes on, and the thread begins.
//! 3. When the search ends (proven, out of time, cancelled) the plan gets the answer and an action for every site, in one change.
//!
//! A service that comes up finds the runs that an earlier one left, and says that they failed.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use chrono::TimeDelta;

use super::{LOST, PlanItem, RunItem, division_of, read_answer, unknown, write::refuse_approved};
use crate::{
    analysis::siting::{Course, Halt, Progress},
    domain::{
        change::{Actor, Stamp},
        permission::{Caller, Right},
        plan::{Deed, Plan, PlanAction, SitingQuestion},
        siting_run::{RunState, SitingRun},
        small_count::SmallCounts,
    },
    registry::{
        Registry, RegistryError,
        runs::Job,
        siting::{SitingAnswer, SitingTask, Stopped},
    },
    storage::Reader,
};

/// After its time and so much more for measuring, nobody works on a run any more, in seconds.
const GRACE_S: f64 = 600.0;
/// For how long whoever cancels waits for the end.
const WAIT_FOR_END: Duration = Duration::from_secs(5);

/// Somebody who follows a run.
pub struct Following {
    job: Option<Arc<Job>>,
    kept: Option<RunItem>,
    told: SmallCounts,
}

impl Following {
    /// How the run stands now; `None` for a plan that never had one.
    pub fn item(&self) -> Option<RunItem> {
        let item = self.job.as_ref().map(|job| job.item()).or_else(|| self.kept.clone());
        item.map(|item| item.told(self.told))
    }

    /// Whether it goes on here, so that there is something to wait for.
    pub fn goes_on(&self) -> bool {
        self.job.as_ref().is_some_and(|job| job.item().state == RunState::Running)
    }
}

impl Registry {
    /// Begins another run of a plan.
    pub fn run_plan(self: &Arc<Self>, caller: &Caller, id: &str, question: SitingQuestion) -> Result<PlanItem, RegistryError> {
        let snapshot = self.snapshot();
        let plan = self.seen_plan(caller, id)?;
        caller.require(Right::MakePlans, division_of(&plan.terms))?;
        refuse_approved(&plan)?;
        let actions = own_actions(&plan)?;
        let understood = self.understood(caller, &snapshot, &plan.terms, &actions, Vec::new())?;
        let task = SitingTask::new(Arc::clone(&snapshot), understood, question, &actions).map_err(RegistryError::Invalid)?;
        let plan = self.begin_run(caller, task, plan, |reader| {
            let now = reader.plan(id)?.ok_or_else(|| unknown(id))?;
            refuse_approved(&now)?;
            Ok(Some(now))
        })?;
        self.plan_item(caller, &snapshot, plan)
    }

    /// Cancels the run of a plan: the best so far is its answer, if there is any.
    pub fn cancel_run(&self, caller: &Caller, id: &str) -> Result<PlanItem, RegistryError> {
        let plan = self.seen_plan(caller, id)?;
        caller.require(Right::MakePlans, division_of(&plan.terms))?;
        let Some(job) = self.runs.job(id) else {
            return Err(RegistryError::Conflict("no run of this plan is going on here".to_owned()));
        };
        job.stop();
        job.wait(WAIT_FOR_END);
        self.plan(caller, id)
    }

    /// Follows the run of a plan.
    pub fn follow_run(&self, caller: &Caller, id: &str) -> Result<Following, RegistryError> {
        // The job first: a run that ends in between is found over in the plan.
        let job = self.runs.job(id);
        let plan = self.seen_plan(caller, id)?;
        let told = self.told_of(caller, &self.snapshot(), &plan.terms);
        Ok(Following { job, kept: self.run_item(&plan), told })
    }

    /// Writes a plan with a run that goes on, and begins it. `before` reads the plan as it is kept, if it is.
    pub(super) fn begin_run(
        self: &Arc<Self>,
        caller: &Caller,
        task: SitingTask,
        plan: Plan,
        before: impl FnOnce(&mut Reader) -> Result<Option<Plan>, RegistryError>,
    ) -> Result<Plan, RegistryError> {
        let job = self.runs.begin(&plan.id)?;
        let id = plan.id.clone();
        let until = self.records.now() + TimeDelta::milliseconds(((task.time_limit_s() + GRACE_S) * 1e3) as i64);
        let written = self.records.store.write(&self.records.stamp(caller.actor.clone()), |writer| {
            let before = before(writer.reader())?;
            let mut plan = before.clone().unwrap_or(plan);
            plan.siting = Some(task.question.clone());
            plan.baseline = task.snapshot.baseline();
            plan.run = Some(SitingRun::begun(until));
            if before.is_some() {
                plan.actions = own_actions(&plan)?;
                plan.siting_answer = None;
            }
            writer.put_plan(before.as_ref(), &mut plan)?;
            Ok::<_, RegistryError>(plan)
        });
        let begun = written.and_then(|plan| self.spawn(caller.actor.clone(), task, &plan.id, job).map(|()| plan));
        if begun.is_err() {
            self.runs.end(&id);
        }
        begun
    }

    fn spawn(self: &Arc<Self>, actor: Actor, task: SitingTask, id: &str, job: Arc<Job>) -> Result<(), RegistryError> {
        let (registry, id) = (Arc::downgrade(self), id.to_owned());
        let work = move || {
            let search = || task.run(&Halt::by(job.switch()), &mut watch(&job, task.time_limit_s()));
            // Threads of its own: whoever asks for coverage meanwhile does not stand behind a search in one queue.
            let answer = catch_unwind(AssertUnwindSafe(|| match rayon::ThreadPoolBuilder::new().num_threads(threads()).build() {
                Ok(pool) => pool.install(search),
                Err(_) => search(),
            }));
            let end = ended(&job, &answer);
            let Some(registry) = registry.upgrade() else { return };
            let answer = answer.ok().and_then(Result::ok);
            if let Err(error) = registry.end_run(actor, &id, end.clone(), answer) {
                tracing::error!(%error, plan = id, "what a siting run has found could not be written");
            }
            registry.runs.end(&id);
            job.finish(end.into());
        };
        let spawned = thread::Builder::new().name("siting".to_owned()).spawn(work);
        spawned.map(drop).map_err(|error| RegistryError::Write { name: "the siting thread".to_owned(), cause: error.to_string() })
    }

    /// Writes down how a run ended, and what it led to.
    fn end_run(&self, actor: Actor, id: &str, end: SitingRun, answer: Option<SitingAnswer>) -> Result<(), RegistryError> {
        self.records.store.write(&self.records.stamp(actor), |writer| {
            let Some(before) = writer.reader().plan(id)? else { return Ok(()) };
            let mut after =
                Plan { run: Some(SitingRun { until: before.run.as_ref().map_or(end.until, |run| run.until), ..end }), ..before.clone() };
            if let Some(mut answer) = answer {
                let cost = after.siting.as_ref().and_then(|question| question.cost_per_site);
                add_actions(&mut after.actions, &mut answer, cost);
                after.siting_answer = Some(serde_json::to_string(&answer).expect("an answer is texts and finite numbers"));
            }
            Ok(writer.put_plan(Some(&before), &mut after)?)
        })
    }

    /// Says of the runs that nobody works on any more that they failed: after a start those of this service, on a database that
    /// several servers share those whose time is over.
    pub fn close_lost_runs(&self) -> Result<usize, RegistryError> {
        let shared = self.records.store.is_shared();
        let now = self.records.now();
        let lost = |plan: &Plan| {
            let over = plan.run.as_ref().is_some_and(|run| run.until < now);
            self.runs.job(&plan.id).is_none() && (over || !shared)
        };
        let running = self.records.store.read(|reader| reader.running_plans())?;
        if !running.iter().any(lost) {
            return Ok(0);
        }
        self.records.store.write(&Stamp { at: Some(now), ..self.records.stamp(Actor::system()) }, |writer| {
            let plans: Vec<Plan> = writer.reader().running_plans()?.into_iter().filter(lost).collect();
            for before in &plans {
                let mut after = Plan { run: before.run.clone().map(|run| run.failed(LOST)), ..before.clone() };
                writer.put_plan(Some(before), &mut after)?;
            }
            Ok::<_, RegistryError>(plans.len())
        })
    }
}

/// Threads of a run: all processors but one.
fn threads() -> usize {
    thread::available_parallelism().map_or(1, |all| all.get().saturating_sub(1).max(1))
}

/// Says how far the search is, and stops it when its time is over or somebody says so.
fn watch(job: &Arc<Job>, limit_s: f64) -> impl FnMut(Progress) -> Course {
    let mut begun: Option<Instant> = None;
    move |progress| {
        // What measuring takes does not count.
        let begun = begun.get_or_insert_with(|| {
            let (job, limit) = (Arc::clone(job), Duration::from_secs_f64(limit_s));
            // Where it cannot begin, the watch alone stops the search.
            let clock = move || {
                if !job.wait(limit) {
                    job.halt()
                }
            };
            drop(thread::Builder::new().name("siting-clock".to_owned()).spawn(clock));
            Instant::now()
        });
        job.say(progress);
        let over = begun.elapsed().as_secs_f64() > limit_s;
        if over || job.is_stopped() { Course::Stop } else { Course::Continue }
    }
}

/// How a run ended.
fn ended(job: &Job, answer: &thread::Result<Result<SitingAnswer, Stopped>>) -> SitingRun {
    let end = SitingRun { seconds: job.seconds(), ..SitingRun::begun(chrono::Utc::now()) };
    match answer {
        Ok(Ok(answer)) => {
            let state = if job.is_stopped() && answer.status == "feasible" { RunState::Cancelled } else { RunState::Done };
            SitingRun { state, objective: answer.objective, bound: answer.bound, gap: answer.gap, ..end }
        }
        Ok(Err(Stopped)) if job.is_stopped() => SitingRun { state: RunState::Cancelled, ..end },
        Ok(Err(Stopped)) => {
            end.failed("the time was over before any choice of sites was found: allow more time, more sites or fewer candidates")
        }
        Err(_) => end.failed("the run broke off by a fault of ours: it is in the log"),
    }
}

/// The actions that no run has made.
fn own_actions(plan: &Plan) -> Result<Vec<PlanAction>, RegistryError> {
    let Some(text) = &plan.siting_answer else { return Ok(plan.actions.clone()) };
    let answer: SitingAnswer = read_answer(&plan.id, text)?;
    let made = |action: &&PlanAction| match &action.deed {
        Deed::Build { .. } => answer.sites.iter().any(|site| site.action.as_deref() == Some(action.id.as_str())),
        Deed::Close { facility } => answer.closed.contains(facility),
        _ => false,
    };
    Ok(plan.actions.iter().filter(|action| !made(action)).cloned().collect())
}

/// Adds an action for every site of an answer and every place that it closes, under names that are free.
fn add_actions(actions: &mut Vec<PlanAction>, answer: &mut SitingAnswer, cost_per_site: Option<f64>) {
    let mut number = 0;
    let mut free = |actions: &[PlanAction]| loop {
        number += 1;
        let id = format!("a{number}");
        if actions.iter().all(|action| action.id != id) {
            return id;
        }
    };
    for site in &mut answer.sites {
        let id = free(actions);
        site.action = Some(id.clone());
        let deed = Deed::Build {
            name: site.name.clone(),
            lon: site.lon,
            lat: site.lat,
            capacity: site.capacity,
            floor_area_m2: None,
            premises: site.premises.clone(),
        };
        actions.push(PlanAction { id, deed, cost: site.cost.or(cost_per_site), year: None });
    }
    for facility in &answer.closed {
        let id = free(actions);
        actions.push(PlanAction { id, deed: Deed::Close { facility: facility.clone() }, cost: None, year: None });
    }
}
