//! Which places are nearest that take this person? And why not the others?

use super::{
    Choice, FieldError, RegistryError, ServiceItem, Snapshot,
    walking::{Found, Reached},
};
use crate::{
    analysis::{
        filter::Reason,
        nearest::{Match, NearestQuery, left_out},
        roads::Estimate,
    },
    domain::{
        position::Position,
        street::{By, Manner},
    },
};

/// The most places one answer holds.
pub const MAX_LIMIT: usize = 100;
/// The most nearer places whose absence is explained.
const EXPLAINED: usize = 20;

/// Where somebody is and what they need.
#[derive(Debug, Clone)]
pub struct NearestQuestion {
    /// Where from.
    pub at: Position,
    /// How distances are measured.
    pub manner: Manner,
    /// What the place was called, when it came as an address.
    pub label: Option<String>,
    /// What fits.
    pub choice: Choice,
    /// How many, 1 to 100.
    pub limit: usize,
    /// No farther than this, in metres.
    pub within_m: Option<f64>,
    /// Whether to say why.
    pub explain: bool,
}

/// A row, its metres, and why it was left out.
type LeftOutRow = (u32, f64, Vec<String>);

/// The places in rank order.
pub struct NearestAnswer<'a> {
    /// Nearest first, in the manner that was asked for.
    pub matches: Vec<Reached>,
    /// Whether it was measured over streets.
    pub measured: bool,
    /// Phone services that fit the same choice.
    pub doorless: Vec<ServiceItem<'a>>,
    /// Nearer places that were not taken, with reasons; empty without `explain`.
    pub left_out: Vec<LeftOutRow>,
}

impl Snapshot {
    /// The nearest places that fit.
    pub fn nearest<'a>(&'a self, question: &NearestQuestion) -> Result<NearestAnswer<'a>, RegistryError> {
        let mut errors = Vec::new();
        if !(1..=MAX_LIMIT).contains(&question.limit) {
            errors.push(FieldError::new("limit", question.limit, "out of range", format!("1 to {MAX_LIMIT}")));
        }
        if question.within_m.is_some_and(|metres| !(metres >= 0.0 && metres.is_finite())) {
            errors.push(FieldError::new("within_m", question.within_m.unwrap_or_default(), "not a distance", "metres, 0 or more"));
        }
        let filter = match self.filter(&question.choice) {
            Ok(filter) => filter,
            Err(more) => {
                errors.extend(more);
                return Err(RegistryError::Invalid(errors));
            }
        };
        if !errors.is_empty() {
            return Err(RegistryError::Invalid(errors));
        }
        let query = NearestQuery {
            at: [question.at.lon(), question.at.lat()],
            limit: question.limit,
            within_m: question.within_m,
            filter: &filter,
        };
        let Found { matches, measured } = self.nearest_in(question.manner, &query);
        let left_out = if question.explain { self.left_out(question, &query, &matches, measured) } else { Vec::new() };
        Ok(NearestAnswer { matches, measured, left_out, doorless: self.doorless(&filter) })
    }

    fn left_out(&self, question: &NearestQuestion, query: &NearestQuery, matches: &[Reached], measured: bool) -> Vec<LeftOutRow> {
        if measured {
            let past = self.walked_past(question.manner, query, matches.last(), EXPLAINED).into_iter();
            let mut left_out: Vec<LeftOutRow> = past
                .map(|one| {
                    let mut reasons: Vec<String> = query.filter.reasons(self.places(), one.row).into_iter().map(reason_code).collect();
                    if query.within_m.is_some_and(|within_m| one.distance_m > within_m) {
                        reasons.push(reason_code(Reason::TooFar));
                    }
                    (one.row, one.distance_m, reasons)
                })
                .collect();
            left_out.extend(self.out_of_reach(question.manner, query, matches));
            left_out.sort_by(|one, other| one.1.total_cmp(&other.1).then(one.0.cmp(&other.0)));
            left_out.truncate(EXPLAINED);
            return left_out;
        }
        // Straight lines rank as their estimates do; the distances told are those of the answer.
        let factor = if question.manner.by == By::Straight { 1.0 } else { question.manner.pace.detour_factor().max(1.0) };
        let taken: Vec<Match> = matches.iter().map(|one| Match { row: one.row, distance_m: one.distance_m / factor }).collect();
        let query = NearestQuery { within_m: query.within_m.map(|metres| metres / factor), ..*query };
        let nearer = left_out(self.places(), &query, &taken, EXPLAINED).into_iter();
        nearer.map(|one| (one.row, one.distance_m * factor, one.reasons.into_iter().map(reason_code).collect())).collect()
    }

    /// Places that fit and would be among the matches by an estimate, but that nobody can walk to from there.
    fn out_of_reach(&self, manner: Manner, query: &NearestQuery, matches: &[Reached]) -> Vec<LeftOutRow> {
        let Some((walker, profile)) = self.walker(manner) else { return Vec::new() };
        let Ok(from) = walker.attach(query.at, manner.pace.attach_m()) else { return Vec::new() };
        let (places, estimate) = (self.places_on_roads(&walker, manner), Estimate::of(manner.pace, profile));
        let full = matches.len() == query.limit;
        let farthest = matches.last().filter(|_| full).map_or(f64::INFINITY, |last| last.distance_m);
        let farthest = query.within_m.map_or(farthest, |within_m| farthest.min(within_m));
        let why_not = |row: u32| match places.get(row) {
            Err(_) => Some("off_road"),
            Ok(place) => (!walker.hang_together(&from, &place)).then_some("island"),
        };
        let lost = self.places().accepted(query.filter).filter_map(|(row, point)| Some((row, point, why_not(row)?)));
        let told = lost.map(|(row, point, reason)| (row, estimate.distance_m(query.at, point), vec![reason.to_owned()]));
        told.filter(|(_, metres, _)| *metres <= farthest).collect()
    }

    /// The position that an address text means: the best fit among divisions, places and the map's spots.
    pub fn position_of_address(&self, address: &str) -> Result<(Position, String), RegistryError> {
        self.search(address, None, 20)
            .into_iter()
            .find_map(|item| {
                let position = Position::new(item.lon?, item.lat?).ok()?;
                Some((position, item.name.into_owned()))
            })
            .ok_or(RegistryError::AddressUnknown)
    }
}

/// A reason as the interface names it.
fn reason_code(reason: Reason) -> String {
    match reason {
        Reason::Status(status) => format!("status:{}", status.code()),
        Reason::Kind => "kind".to_owned(),
        Reason::Service => "service".to_owned(),
        Reason::Group => "group".to_owned(),
        Reason::TooFar => "too_far".to_owned(),
    }
}
