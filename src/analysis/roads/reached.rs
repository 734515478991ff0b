//! How far is it from any spot of an edge to the place that a search went out from?

use super::{attach::Attachment, desk::Desk, walker::Walker};

/// What a search has reached.
pub(super) struct Reached<'r> {
    pub walker: &'r Walker<'r>,
    pub place: &'r Attachment,
    pub desk: &'r Desk,
}

/// How far it is from the spots of an edge to the place.
pub(super) struct Ways {
    length_mm: f64,
    /// From its start and its end, infinite where the edge may not be walked to there or the place is not reached.
    ends_mm: [f64; 2],
    /// On the place's own edge: where it is, its way, and whether it is walked to from before and from behind it.
    own: Option<(f64, f64, [bool; 2])>,
}

impl Ways {
    pub fn from_edge(reached: &Reached, line: u32) -> Ways {
        let Reached { walker, place, desk } = reached;
        let edge = walker.network.edge(line);
        let [along, against] = [true, false].map(|from_start| edge.allows(walker.footing, from_start));
        let cost = |walks: bool, node: u32| desk.cost(node).filter(|_| walks).map_or(f64::INFINITY, f64::from);
        let own = (place.edge == line).then(|| (f64::from(place.along_mm), f64::from(place.way_mm), [along, against]));
        Ways { length_mm: f64::from(walker.network.length_mm(line)), ends_mm: [cost(against, edge.from), cost(along, edge.to)], own }
    }

    /// Metres from a spot so far along the edge.
    pub fn rest_m(&self, along_mm: f64) -> f32 {
        let round = (self.ends_mm[0] + along_mm).min(self.ends_mm[1] + self.length_mm - along_mm);
        let direct = self.own.filter(|(at, _, [before, behind])| if along_mm <= *at { *before } else { *behind });
        let direct = direct.map_or(f64::INFINITY, |(at, way, _)| (at - along_mm).abs() + way);
        (round.min(direct) / 1e3) as f32
    }
}
