//! What do the terms and actions of a question mean, and what is wrong with them? Everything that is wrong is said at once.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    analysis::{
        filter::Filter,
        scenario::{NO_ROW, Rows, Step},
        space::Point,
    },
    domain::{
        division::{DivisionCode, Level},
        plan::{Deed, PlanAction, Terms},
        small_count::SmallCounts,
        street::Manner,
    },
    registry::{FieldError, RegistryError, Snapshot, plan_terms::Understood},
};

/// More places than this are added to no facility.
const MOST_PLACES: u32 = 100_000;

/// A plan, asked about.
#[derive(Debug, Clone)]
pub struct ScenarioQuestion {
    /// What is looked at.
    pub terms: Terms,
    /// What is done, in order.
    pub actions: Vec<PlanAction>,
    /// The level of rows by division; districts when nobody says.
    pub level: Option<String>,
    /// How the counts of each group of the demand data are told to whoever asks.
    pub told: Vec<SmallCounts>,
}

/// Terms as the registry understands them.
pub(super) struct Scope {
    pub manner: Manner,
    pub filter: Filter,
    /// Which people.
    pub column: usize,
    pub within_m: f64,
    pub division: Option<DivisionCode>,
    /// The rows of answers by division.
    pub codes: Vec<Option<DivisionCode>>,
    pub rows: Rows,
    pub told: Vec<SmallCounts>,
}

/// A place that some action touches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spot {
    /// Where; `None` for a protected place that shows none.
    pub point: Option<Point>,
    /// The row of the facility that it is or was.
    pub facility: Option<usize>,
    /// The action that opens it; `None` for a place that is there.
    pub action: Option<usize>,
}

/// Actions as the registry understands them: the spots that they touch and what each does to reach.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Deeds {
    pub spots: Vec<Spot>,
    pub steps: Vec<Step>,
    /// Places that each action adds to those there are; negative when it takes some away.
    pub places: Vec<f64>,
}

impl Deeds {
    /// Rows of the facilities that no longer serve where they do now.
    pub fn touched(&self) -> BTreeSet<u32> {
        self.spots.iter().filter(|spot| spot.action.is_none()).filter_map(|spot| Some(spot.facility? as u32)).collect()
    }
}

fn named(prefix: &str, mut errors: Vec<FieldError>) -> Vec<FieldError> {
    errors.iter_mut().for_each(|error| error.field = format!("{prefix}{}", error.field));
    errors
}

impl Snapshot {
    /// Terms and actions, or everything that is wrong with either; `at` is what their fields stand under, such as `plans[0].`.
    pub(super) fn understood(&self, question: &ScenarioQuestion, at: &str) -> Result<(Scope, Deeds), RegistryError> {
        let mut errors = vec![];
        let scope = self.scope(question, at, &mut errors);
        let filter = scope.as_ref().map(|scope| scope.filter.clone());
        let mut wrong = Vec::new();
        // What is only asked about may lie beyond the division whose people are counted.
        self.check_actions((None, None), &question.actions, &mut wrong);
        errors.extend(named(at, wrong));
        let deeds = self.deeds(&question.actions, filter.as_ref(), at, &mut errors);
        match scope {
            Some(scope) if errors.is_empty() => Ok((scope, deeds)),
            _ => Err(RegistryError::Invalid(errors)),
        }
    }

    /// Whether actions make sense under terms on the registry as it is.
    pub(in crate::registry) fn check_deeds(&self, terms: &Terms, actions: &[PlanAction]) -> Result<(), RegistryError> {
        let question = ScenarioQuestion { terms: terms.clone(), actions: actions.to_vec(), level: None, told: Vec::new() };
        self.understood(&question, "").map(drop)
    }

    fn scope(&self, question: &ScenarioQuestion, at: &str, errors: &mut Vec<FieldError>) -> Option<Scope> {
        let understood = self.plan_terms(&question.terms).map_err(|wrong| errors.extend(named(at, wrong)));
        let level = question.level.as_deref().map_or(Some(Level::District), Level::parse);
        if level.is_none() {
            let (codes, given) = (Level::ALL.map(Level::code).join(", "), question.level.as_deref().unwrap_or_default());
            errors.push(FieldError::new(&format!("{at}level"), given, "is not known here", format!("one of {codes}")));
        }
        let Understood { filter, column, manner, division, .. } = understood.ok()?;
        let (codes, rows) = self.rows_of(level?, division);
        let within_m = question.terms.within_m;
        Some(Scope { manner, filter, column, within_m, division, codes, rows, told: question.told.clone() })
    }

    /// The rows by division of a level: those inside a division, and the people of no division when everywhere is meant.
    pub(in crate::registry) fn rows_of(&self, level: Level, division: Option<DivisionCode>) -> (Vec<Option<DivisionCode>>, Rows) {
        let inside = |zone: &DivisionCode| division.is_none_or(|scope| scope.contains(*zone));
        let of_zone: Vec<Option<Option<DivisionCode>>> =
            self.zone_codes().iter().map(|zone| inside(zone).then(|| zone.at(level))).collect();
        let all: BTreeSet<Option<DivisionCode>> = of_zone.iter().flatten().copied().chain(division.is_none().then_some(None)).collect();
        let numbers: BTreeMap<Option<DivisionCode>, u32> = all.iter().copied().zip(0..).collect();
        let number = |code: &Option<Option<DivisionCode>>| code.as_ref().and_then(|code| numbers.get(code).copied()).unwrap_or(NO_ROW);
        let unzoned = if division.is_none() { numbers[&None] } else { NO_ROW };
        let rows = Rows::new(self.cells(), of_zone.iter().map(number).collect(), unzoned, numbers.len());
        (all.into_iter().collect(), rows)
    }

    /// What actions do to reach, and which of them make no sense after the others; what is wrong with each by itself is said elsewhere.
    fn deeds(&self, actions: &[PlanAction], filter: Option<&Filter>, at: &str, errors: &mut Vec<FieldError>) -> Deeds {
        let mut reading =
            Reading { snapshot: self, filter, deeds: Deeds::default(), ended: BTreeMap::new(), closed: BTreeMap::new(), errors };
        for (number, action) in actions.iter().enumerate() {
            let here = format!("{at}actions[{number}].");
            reading.read(&here, number, action);
        }
        reading.deeds
    }
}

/// Actions as they are read, one after the other.
struct Reading<'a> {
    snapshot: &'a Snapshot,
    filter: Option<&'a Filter>,
    deeds: Deeds,
    /// Facilities that were closed, moved or upgraded, with the action that did it.
    ended: BTreeMap<usize, String>,
    /// Those of them that were closed.
    closed: BTreeMap<usize, String>,
    errors: &'a mut Vec<FieldError>,
}

impl Reading<'_> {
    fn wrong(&mut self, here: &str, field: &str, value: &str, reason: impl Into<String>, expected: &str) {
        self.errors.push(FieldError::new(&format!("{here}{field}"), value, reason, expected));
    }

    fn read(&mut self, here: &str, number: usize, action: &PlanAction) {
        let mut step = Step::default();
        let mut places = 0.0;
        match &action.deed {
            Deed::Build { lon, lat, capacity, .. } => {
                let point = Some([*lon, *lat]);
                step.opens = Some(self.spot(Spot { point, facility: None, action: Some(number) }));
                places = capacity.map_or(0.0, f64::from);
            }
            Deed::Upgrade { facility, capacity } => {
                let row = self.facility(facility).filter(|row| self.ends(here, *row, action));
                if let Some(row) = row {
                    if self.serves(row) {
                        self.wrong(here, "facility", facility, "serves under these terms already", "a facility of another kind");
                    }
                    let point = self.snapshot.places().point(row as u32);
                    if point.is_none() {
                        self.wrong(here, "facility", facility, "has no place on the map", "a facility with a position that may be shown");
                    }
                    step.opens = Some(self.spot(Spot { point, facility: Some(row), action: Some(number) }));
                    places = capacity.or(self.snapshot.facilities()[row].capacity).map_or(0.0, f64::from);
                }
            }
            Deed::Move { facility, lon, lat } => {
                let point = Some([*lon, *lat]);
                if let Some(row) = self.serving(here, facility).filter(|row| self.ends(here, *row, action)) {
                    step.closes = Some(self.standing(row));
                    step.opens = Some(self.spot(Spot { point, facility: Some(row), action: Some(number) }));
                }
            }
            Deed::Close { facility } => {
                if let Some(row) = self.serving(here, facility).filter(|row| self.ends(here, *row, action)) {
                    step.closes = Some(self.standing(row));
                    self.closed.insert(row, action.id.clone());
                    places = -self.snapshot.facilities()[row].capacity.map_or(0.0, f64::from);
                }
            }
            Deed::AddPlaces { facility, places: more } => {
                self.goes_on(here, facility);
                if *more > MOST_PLACES {
                    self.wrong(here, "places", &more.to_string(), "is not believable", "1 to 100,000 places");
                }
                places = f64::from(*more);
            }
            Deed::ExtendHours { facility, .. } => self.goes_on(here, facility),
        }
        self.deeds.steps.push(step);
        self.deeds.places.push(places);
    }

    fn spot(&mut self, spot: Spot) -> usize {
        self.deeds.spots.push(spot);
        self.deeds.spots.len() - 1
    }

    fn standing(&mut self, row: usize) -> usize {
        let point = self.snapshot.places().point(row as u32);
        self.spot(Spot { point, facility: Some(row), action: None })
    }

    fn facility(&self, id: &str) -> Option<usize> {
        self.snapshot.facility_row_or_heir(id)
    }

    /// A facility that no earlier action has closed.
    fn goes_on(&mut self, here: &str, id: &str) {
        let ended = self.facility(id).and_then(|row| self.closed.get(&row).cloned());
        if let Some(action) = ended {
            let reason = format!("is closed, moved or upgraded by the action {action} already");
            self.wrong(here, "facility", id, reason, "a facility that goes on");
        }
    }

    fn serves(&self, row: usize) -> bool {
        self.filter.is_none_or(|filter| filter.accepts(self.snapshot.places(), row as u32))
    }

    /// A facility that serves under the terms.
    fn serving(&mut self, here: &str, id: &str) -> Option<usize> {
        let row = self.facility(id)?;
        if !self.serves(row) {
            self.wrong(here, "facility", id, "does not serve under these terms", "an operating facility of the kinds of the terms");
            return None;
        }
        Some(row)
    }

    /// Whether no earlier action has closed, moved or upgraded a facility.
    fn ends(&mut self, here: &str, row: usize, action: &PlanAction) -> bool {
        let earlier = self.ended.insert(row, action.id.clone());
        if let Some(earlier) = &earlier {
            let id = self.snapshot.facilities()[row].id.as_str().to_owned();
            let reason = format!("is closed, moved or upgraded by the action {earlier} already");
            self.wrong(here, "facility", &id, reason, "one such action for each facility");
        }
        earlier.is_none()
    }
}

impl Snapshot {
    /// Places of the facility of a row, or of what an action builds, when the plan is done; `None` where they are not stated.
    pub(super) fn capacity_when_done(&self, actions: &[PlanAction], row: Option<usize>, action: Option<usize>) -> Option<f64> {
        let stated = |places: Option<u32>| places.map(f64::from);
        let own = row.and_then(|row| stated(self.facilities()[row].capacity));
        let first = match action.map(|action| &actions[action].deed) {
            Some(Deed::Build { capacity, .. }) => stated(*capacity),
            Some(Deed::Upgrade { capacity, .. }) => stated(*capacity).or(own),
            _ => own,
        };
        let more = actions.iter().filter_map(|action| match &action.deed {
            Deed::AddPlaces { facility, places } if row.is_some() && self.facility_row_or_heir(facility) == row => Some(f64::from(*places)),
            _ => None,
        });
        let more: Vec<f64> = more.collect();
        if more.is_empty() { first } else { Some(first.unwrap_or(0.0) + more.iter().sum::<f64>()) }
    }
}
