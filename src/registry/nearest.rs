//! Which places are nearest that take this person? And why not the others?

use super::{Choice, FieldError, RegistryError, ServiceItem, Snapshot};
use crate::{
    analysis::{
        filter::Reason,
        nearest::{Match, NearestQuery, left_out, nearest},
    },
    domain::position::Position,
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

/// The places in rank order.
pub struct NearestAnswer<'a> {
    /// Row of [`Snapshot::facilities`] and great-circle metres, nearest first.
    pub matches: Vec<Match>,
    /// Phone services that fit the same choice.
    pub doorless: Vec<ServiceItem<'a>>,
    /// Nearer places that were not taken, with reasons; empty without `explain`.
    pub left_out: Vec<(u32, f64, Vec<String>)>,
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
        let matches = nearest(self.places(), &query);
        let left_out = if question.explain {
            left_out(self.places(), &query, &matches, EXPLAINED)
                .into_iter()
                .map(|one| (one.row, one.distance_m, one.reasons.into_iter().map(reason_code).collect()))
                .collect()
        } else {
            Vec::new()
        };
        Ok(NearestAnswer { matches, left_out, doorless: self.doorless(&filter) })
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
