//! What does a siting run work on? People with weights, candidates and existing places, with every wrong field named before.

use std::{sync::Arc, time::Instant};

use super::{MOST_LOST, MOST_PAIRS, SitingAnswer, answer::Known, model_code, nearest_of, needs_limit, reach_of, solve};
use crate::{
    analysis::{
        siting::{Answer, Course, Demanded, Halt, Means, Progress, Question, Reach, Reason, Role, Sites, Status},
        space::Point,
    },
    domain::plan::{Deed, PlanAction, SitingModel, SitingQuestion},
    registry::{
        FieldError, Snapshot,
        candidates::{Grounds, Spot, pairs_within},
        plan_terms::{MOST_COST, Understood},
    },
};

/// For how long a run works unless it is said, in seconds.
const USUAL_TIME_S: f64 = 30.0;
/// The longest run.
const LONGEST_TIME_S: f64 = 600.0;
/// The largest weight of a group.
const MOST_WEIGHT: f64 = 1e6;

/// A question that can be answered.
pub struct SitingTask {
    pub(in crate::registry) snapshot: Arc<Snapshot>,
    pub(super) understood: Understood,
    pub(in crate::registry) question: SitingQuestion,
    /// The cells that somebody lives in.
    pub(super) cells: Vec<u32>,
    /// By cell of those: the people of the terms.
    pub(super) people: Vec<f64>,
    /// By cell of those: what is weighed.
    pub(super) weights: Vec<f64>,
    /// Candidates first, then places that are there.
    pub(super) spots: Vec<Spot>,
    /// What each is now.
    pub(super) role: Vec<Role>,
    /// How many of them are candidates.
    pub(super) candidates: usize,
}

impl SitingTask {
    /// The task of a question on a plan that has some actions already, or all that is wrong with the question.
    pub fn new(
        snapshot: Arc<Snapshot>,
        understood: Understood,
        question: SitingQuestion,
        actions: &[PlanAction],
    ) -> Result<SitingTask, Vec<FieldError>> {
        let mut wrong = check(&question);
        let weighed = weighed(&snapshot, &understood, &question, &mut wrong);
        if snapshot.groups().is_empty() {
            wrong.push(FieldError::new("terms.group", "", "there is no demand data yet", "import demand first"));
            return Err(wrong);
        }
        let (cells, people, weights) = residents(&snapshot, &understood, &weighed);
        let at: Vec<Point> = cells.iter().filter_map(|cell| snapshot.cell_point(*cell)).collect();
        let grounds = Grounds {
            division: understood.division,
            by: understood.manner.by,
            within_m: understood.terms.within_m,
            people: &at,
            exclude: &question.exclude,
        };
        if at.is_empty() {
            wrong.push(FieldError::new("terms.division", "", "nobody lives there", "a division and a group with people"));
        }
        let spots = match (wrong.is_empty(), snapshot.candidates(&question.candidates, &grounds)) {
            (true, Ok(spots)) => spots,
            (_, Ok(_)) => return Err(named(wrong)),
            (_, Err(more)) => {
                wrong.extend(more);
                return Err(named(wrong));
            }
        };
        let candidates = spots.len();
        let mut task = SitingTask {
            role: vec![Role::Candidate; candidates],
            snapshot,
            understood,
            question,
            cells,
            people,
            weights,
            spots,
            candidates,
        };
        task.add_existing(actions);
        task.check_spots(&at).map_err(named)?;
        Ok(task)
    }

    /// For how long it may work, in seconds.
    pub fn time_limit_s(&self) -> f64 {
        self.question.time_limit_s.unwrap_or(USUAL_TIME_S)
    }

    /// The limit within which sites serve; infinite where the model has none.
    pub(super) fn limit_m(&self) -> f64 {
        if needs_limit(self.question.model) { self.understood.terms.within_m } else { f64::INFINITY }
    }

    /// The answer, or why there is none. `watch` hears of progress and says whether to go on; `halt` ends what goes on without asking.
    pub fn run(&self, halt: &Halt, watch: &mut dyn FnMut(Progress) -> Course) -> Result<SitingAnswer, Stopped> {
        let begun = Instant::now();
        let reach = self.reach();
        if watch(Progress { best: f64::NAN, bound: f64::NAN, gap: f64::NAN }) == Course::Stop {
            return Err(Stopped);
        }
        let sites = self.sites();
        let means = Means { new_sites: self.question.sites, budget: self.question.budget };
        let question = Question { weights: &self.weights, sites: &sites, reach: &reach, means, halt };
        let mut chosen = solve(self.question.model, &question, self.limit_m(), Demanded::Most, watch);
        if chosen.status == Status::Unknown {
            return Err(Stopped);
        }
        self.look_farther(&mut chosen);
        let mut answer = Known { task: self, question: &question, chosen: &chosen }.answer();
        answer.model = model_code(self.question.model).to_owned();
        answer.seconds = begun.elapsed().as_secs_f64();
        Ok(answer)
    }

    /// Places of the kinds that operate, as the actions of the plan leave them; those in the division may be closed where that was asked.
    fn add_existing(&mut self, actions: &[PlanAction]) {
        let snapshot = Arc::clone(&self.snapshot);
        let places = snapshot.places();
        for row in 0..snapshot.facilities().len() {
            let facility = &snapshot.facilities()[row];
            let of_this = |id: &str| id == facility.id.as_str();
            let upgraded = actions.iter().any(|action| matches!(&action.deed, Deed::Upgrade { facility, .. } if of_this(facility)));
            if !(upgraded || self.understood.filter.accepts(places, row as u32)) {
                continue;
            }
            let Some(mut point) = places.point(row as u32) else { continue };
            let (mut capacity, mut stays) = (facility.capacity.map(f64::from), true);
            for action in actions {
                match &action.deed {
                    Deed::Close { facility } if of_this(facility) => stays = false,
                    Deed::Move { facility, lon, lat } if of_this(facility) => point = [*lon, *lat],
                    Deed::AddPlaces { facility, places } if of_this(facility) => {
                        capacity = Some(capacity.unwrap_or(0.0) + f64::from(*places))
                    }
                    Deed::Upgrade { facility, capacity: Some(places) } if of_this(facility) => capacity = Some(f64::from(*places)),
                    _ => {}
                }
            }
            let inside =
                self.understood.division.is_none_or(|scope| snapshot.facility_division(row).is_some_and(|code| scope.contains(code)));
            if stays {
                let name = Some(facility.name.to_string());
                self.spots.push(Spot {
                    id: facility.id.to_string(),
                    name,
                    point,
                    cost: self.question.cost_per_site,
                    capacity,
                    premises: None,
                });
                self.role.push(if self.question.closable && inside { Role::Closable } else { Role::Stays });
            }
        }
        for action in actions {
            if let Deed::Build { name, lon, lat, capacity, .. } = &action.deed {
                let (id, name) = (action.id.clone(), Some(name.clone()));
                self.spots.push(Spot { id, name, point: [*lon, *lat], cost: None, capacity: capacity.map(f64::from), premises: None });
                self.role.push(Role::Stays);
            }
        }
        // What is taken over is no place of its own any more, and no site twice.
        let taken = |id: &str| actions.iter().any(|action| matches!(&action.deed, Deed::Build { premises: Some(one), .. } if one == id));
        let free: Vec<bool> = self.spots.iter().map(|spot| !spot.premises.as_deref().is_some_and(taken)).collect();
        let mut keep = free.iter();
        self.role.retain(|_| *keep.next().unwrap_or(&true));
        let mut keep = free.iter();
        self.spots.retain(|_| *keep.next().unwrap_or(&true));
        self.candidates = self.role.iter().filter(|role| **role == Role::Candidate).count();
    }

    fn check_spots(&self, people: &[Point]) -> Result<(), Vec<FieldError>> {
        let mut wrong = Vec::new();
        let question = &self.question;
        let candidates = &self.spots[..self.candidates];
        if candidates.is_empty() {
            let expected = "candidates that the plan does not use already";
            wrong.push(FieldError::new("candidates", "", "leave no spot where a site could open", expected));
        }
        let costless = |spot: &&Spot| question.budget.is_some() && question.cost_per_site.is_none() && spot.cost.is_none();
        if let Some(spot) = candidates.iter().find(costless) {
            let expected = "a cost for each candidate, or cost_per_site";
            wrong.push(FieldError::new("cost_per_site", &spot.id, "is missing: a candidate has no cost", expected));
        }
        let roomless =
            |spot: &&Spot| question.model == SitingModel::Cmclp && question.capacity_per_site.is_none() && spot.capacity.is_none();
        if let Some(spot) = candidates.iter().find(roomless) {
            let expected = "a capacity for each candidate, or capacity_per_site";
            wrong.push(FieldError::new("capacity_per_site", &spot.id, "is missing: a candidate has no capacity", expected));
        }
        let at: Vec<Point> = self.spots.iter().map(|spot| spot.point).collect();
        let pairs = pairs_within(people, &at, self.limit_m(), MOST_PAIRS);
        if pairs > MOST_PAIRS {
            let expected = "fewer candidates (a coarser spacing), a smaller division or, for lscp, mclp and cmclp, a shorter limit";
            wrong.push(FieldError::new("candidates", pairs, "gives more pairs of people and sites than are looked at", expected));
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }

    /// Who reaches which spot. Where most cells count, those that meet the streets already are asked, rather than attached again.
    fn reach(&self) -> Reach {
        let spots: Vec<Option<Point>> = self.spots.iter().map(|spot| Some(spot.point)).collect();
        let (manner, limit_m) = (self.understood.manner, self.limit_m());
        if self.cells.len() * 2 > self.snapshot.cell_count() {
            let pairs = self.snapshot.pairs_with(manner, &spots, limit_m);
            return reach_of(&pairs, self.cells.iter().map(|cell| *cell as usize), spots.len());
        }
        let at: Vec<Option<Point>> = self.cells.iter().map(|cell| self.snapshot.cell_point(*cell)).collect();
        let pairs = self.snapshot.pairs_between(manner, &at, &spots, limit_m);
        reach_of(&pairs, 0..at.len(), spots.len())
    }

    fn sites(&self) -> Sites {
        let question = &self.question;
        let cost = |(spot, role): (&Spot, &Role)| match (question.budget, role) {
            (Some(_), Role::Candidate | Role::Closable) => spot.cost.or(question.cost_per_site).unwrap_or(0.0),
            (Some(_), Role::Stays) => 0.0,
            (None, _) => 1.0,
        };
        let capacity = |(spot, role): (&Spot, &Role)| match (question.model, role) {
            (SitingModel::Cmclp, Role::Candidate) => spot.capacity.or(question.capacity_per_site.map(f64::from)).unwrap_or(0.0),
            // A place of unknown room counts as none: nobody may rely on it.
            (SitingModel::Cmclp, _) => spot.capacity.unwrap_or(0.0),
            _ => f64::INFINITY,
        };
        Sites {
            role: self.role.clone(),
            cost: self.spots.iter().zip(&self.role).map(cost).collect(),
            capacity: self.spots.iter().zip(&self.role).map(capacity).collect(),
        }
    }

    /// For people whom no site reaches: at which limit they would be reached.
    fn look_farther(&self, chosen: &mut Answer) {
        let mut lost: Vec<(u32, &mut Option<f64>)> = Vec::new();
        for reason in &mut chosen.reasons {
            if let Reason::Unreachable { demand, nearest_cost } = reason {
                lost.push((*demand, nearest_cost));
            }
        }
        lost.truncate(MOST_LOST);
        if lost.is_empty() || self.limit_m().is_infinite() {
            return;
        }
        let at: Vec<Option<Point>> = lost.iter().map(|(demand, _)| self.snapshot.cell_point(self.cells[*demand as usize])).collect();
        let spots: Vec<Option<Point>> = self.spots.iter().map(|spot| Some(spot.point)).collect();
        let pairs = self.snapshot.pairs_between(self.understood.manner, &at, &spots, f64::INFINITY);
        lost.into_iter().enumerate().for_each(|(row, (_, cost))| *cost = nearest_of(&pairs, row));
    }
}

/// The run was stopped before there was any answer.
#[derive(Debug, PartialEq, Eq)]
pub struct Stopped;

/// Fields as the body of a plan calls them.
fn named(wrong: Vec<FieldError>) -> Vec<FieldError> {
    let named = |error: FieldError| match error.field.starts_with("terms.") {
        true => error,
        false => FieldError { field: format!("siting.{}", error.field), ..error },
    };
    wrong.into_iter().map(named).collect()
}

fn check(question: &SitingQuestion) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    let mut number = |field: &str, value: Option<f64>, most: f64, expected: &str| {
        if let Some(value) = value.filter(|value| !(value.is_finite() && (0.0..=most).contains(value))) {
            wrong.push(FieldError::new(field, value, "is out of range", expected));
        }
    };
    number("budget", question.budget, MOST_COST, "10,000 yuan, 0 or more");
    number("cost_per_site", question.cost_per_site, MOST_COST, "10,000 yuan, 0 or more");
    number("time_limit_s", question.time_limit_s, LONGEST_TIME_S, "seconds, 0 to 600");
    for (group, weight) in &question.weights {
        number(&format!("weights.{group}"), Some(*weight), MOST_WEIGHT, "a number from 0 to 1,000,000");
    }
    if question.sites == Some(0) {
        wrong.push(FieldError::new("sites", 0, "is out of range", "a whole number, 1 or more"));
    }
    if question.model != SitingModel::Lscp && question.sites.is_none() && question.budget.is_none() {
        wrong.push(FieldError::new("sites", "", "is missing", "how many new sites, or a budget"));
    }
    if question.closable && (question.budget.is_none() || question.cost_per_site.is_none()) {
        let expected = "budget and cost_per_site: what a closed place saves can be spent";
        wrong.push(FieldError::new("closable", true, "needs a budget", expected));
    }
    if question.model == SitingModel::Cmclp && !question.weights.is_empty() {
        wrong.push(FieldError::new("weights", "", "is not for cmclp: places hold people, not weights", "nothing, or another model"));
    }
    wrong
}

/// Columns of counts with their weights.
fn weighed(snapshot: &Snapshot, understood: &Understood, question: &SitingQuestion, wrong: &mut Vec<FieldError>) -> Vec<(usize, f64)> {
    if question.weights.is_empty() {
        return vec![(understood.column, 1.0)];
    }
    let mut columns = Vec::new();
    for (group, weight) in &question.weights {
        match snapshot.count_column(Some(group)) {
            Ok(column) => columns.push((column, *weight)),
            Err(error) => wrong.push(FieldError { field: format!("weights.{group}"), ..error }),
        }
    }
    columns
}

/// The cells in which people live, with how many and what they weigh.
fn residents(snapshot: &Snapshot, understood: &Understood, weighed: &[(usize, f64)]) -> (Vec<u32>, Vec<f64>, Vec<f64>) {
    let cells = snapshot.cells();
    let inside = |cell: u32| match (understood.division, cells.zone(cell)) {
        (None, _) => true,
        (Some(scope), Some(zone)) => scope.contains(snapshot.zone_codes()[zone as usize]),
        (Some(_), None) => false,
    };
    let mut found = (Vec::new(), Vec::new(), Vec::new());
    for cell in (0..snapshot.cell_count() as u32).filter(|cell| !cells.is_skipped(*cell) && inside(*cell)) {
        let people = cells.counts(understood.column)[cell as usize];
        let weight: f64 = weighed.iter().map(|(column, weight)| weight * cells.counts(*column)[cell as usize]).sum();
        if people > 0.0 || weight > 0.0 {
            found.0.push(cell);
            found.1.push(people);
            found.2.push(weight);
        }
    }
    found
}
