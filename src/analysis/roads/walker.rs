//! Who walks, how fast, and what does an edge cost them?
//!
//! Costs are whole millimetres. By distance an edge costs its length; by time it costs what the profile walks in the time that
//! the edge takes: its length again, except where the time is fixed, as on a ferry. What the other measure differs by on fixed
//! edges is summed up beside the cost as *extra*, so that metres and seconds are both exact whichever ranks.

use crate::domain::street::{Pace, Profile};

use super::{
    attach::Attachment,
    graph::{Arc, Footing, Heading, mask},
    network::{Network, millimetres},
};

/// How fast people walk, in kilometres an hour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Speeds {
    /// A grown person.
    pub walk_kmh: f64,
    /// An older person.
    pub elder_kmh: f64,
    /// Somebody on wheels.
    pub step_free_kmh: f64,
}

impl Default for Speeds {
    fn default() -> Self {
        Speeds { walk_kmh: 4.8, elder_kmh: 3.0, step_free_kmh: 3.0 }
    }
}

impl From<Pace> for Speeds {
    fn from(pace: Pace) -> Speeds {
        let [walk_kmh, elder_kmh, step_free_kmh] = Profile::ALL.map(|profile| pace.kmh(profile));
        Speeds { walk_kmh, elder_kmh, step_free_kmh }
    }
}

impl Speeds {
    /// The speed of a profile in metres a second; never below a millimetre a second.
    pub fn metres_a_second(&self, profile: Profile) -> f64 {
        let kmh = match profile {
            Profile::Walk => self.walk_kmh,
            Profile::Elder => self.elder_kmh,
            Profile::StepFree => self.step_free_kmh,
        };
        (kmh / 3.6).max(1e-3)
    }
}

/// How far is too far; a closed threshold. It also says what ranks: seconds when it is in seconds, metres otherwise.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Limit {
    /// Nothing is too far.
    Nowhere,
    /// Not more metres than this.
    Metres(f64),
    /// Not more seconds than this.
    Seconds(f64),
}

/// Somebody of a profile on a network.
#[derive(Debug, Clone, Copy)]
pub struct Walker<'n> {
    pub(super) network: &'n Network,
    pub(super) footing: Footing,
    pub(super) mm_a_second: f64,
}

impl<'n> Walker<'n> {
    /// Somebody who walks like this.
    pub fn new(network: &'n Network, profile: Profile, speeds: &Speeds) -> Walker<'n> {
        Walker { network, footing: Footing::of(profile), mm_a_second: speeds.metres_a_second(profile) * 1e3 }
    }

    /// Seconds for metres on foot, ferries aside.
    pub fn seconds(&self, metres: f64) -> f64 {
        metres * 1e3 / self.mm_a_second
    }

    /// Whether two places are on the same part of the network, directions aside: between two parts nobody can walk.
    pub fn hang_together(&self, one: &Attachment, other: &Attachment) -> bool {
        let node = |place: &Attachment| self.network.edge(place.edge).from;
        self.network.islands_of(self.footing).hang_together(node(one), node(other))
    }

    pub(super) fn gait(&self, heading: Heading, limit: Limit) -> Gait<'n> {
        let by_time = matches!(limit, Limit::Seconds(_));
        Gait { network: self.network, mask: mask(self.footing, heading), by_time, mm_a_second: self.mm_a_second }
    }
}

/// What walking costs in one search.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gait<'n> {
    pub network: &'n Network,
    mask: u32,
    by_time: bool,
    mm_a_second: f64,
}

/// The largest cost there is: 4,294 km.
const FARTHEST: u32 = u32::MAX - 1;

impl Gait<'_> {
    /// Whether an arc may be walked.
    pub fn takes(&self, arc: Arc) -> bool {
        arc.tag & self.mask != 0
    }

    /// What an arc costs, and what the other measure differs by.
    pub fn cost(&self, arc: Arc) -> (u32, i32) {
        if arc.is_fixed() { self.fixed_cost(arc.edge(), arc.length_mm) } else { (arc.length_mm, 0) }
    }

    #[cold]
    fn fixed_cost(&self, edge: u32, length_mm: u32) -> (u32, i32) {
        let seconds = f64::from(self.network.fixed_s(edge).unwrap_or_default());
        let timed_mm = millimetres(seconds * self.mm_a_second / 1e3);
        let differs = |other: u32, cost: u32| (i64::from(other) - i64::from(cost)).clamp(i32::MIN.into(), i32::MAX.into()) as i32;
        if self.by_time { (timed_mm, differs(length_mm, timed_mm)) } else { (length_mm, differs(timed_mm, length_mm)) }
    }

    /// The cost that is just within a limit; `None` when nothing is.
    pub fn most(&self, limit: Limit) -> Option<u32> {
        let most_mm = match limit {
            Limit::Nowhere => return Some(FARTHEST),
            Limit::Metres(metres) => metres * 1e3,
            Limit::Seconds(seconds) => seconds * self.mm_a_second,
        };
        // A thousandth of a millimetre for what the product was rounded by.
        (most_mm >= 0.0).then(|| ((most_mm + 1e-3) as u32).min(FARTHEST))
    }

    /// Metres and seconds.
    pub fn measure(&self, cost: u32, extra: i32) -> (f64, f64) {
        let other = f64::from(cost) + f64::from(extra);
        let (walked_mm, timed_mm) = if self.by_time { (other, f64::from(cost)) } else { (f64::from(cost), other) };
        (walked_mm / 1e3, timed_mm / self.mm_a_second)
    }

    /// Whether the two measures differ anywhere.
    pub fn differs(&self) -> bool {
        !self.network.parts.fixed.is_empty()
    }
}
