//! What can nobody cross, and which points of a way stop somebody? Lines on the ground, and gates, stiles and kerbs.

use crate::domain::street::{BarrierClass, Stop};

use super::{
    element::Tags,
    rules::{Verdict, is_off_ground},
};

/// Gates and other points that are open unless they say otherwise.
const GATES: [&str; 12] = [
    "gate",
    "lift_gate",
    "swing_gate",
    "sliding_gate",
    "sliding_beam",
    "hampshire_gate",
    "wicket_gate",
    "chain",
    "entrance",
    "toll_booth",
    "border_control",
    "security_control",
];
/// Points that people pass and wheels do not.
const NARROW: [&str; 11] = [
    "stile",
    "turnstile",
    "full-height_turnstile",
    "kissing_gate",
    "cycle_barrier",
    "motorcycle_barrier",
    "horse_stile",
    "step",
    "log",
    "cattle_grid",
    "debris",
];
/// Walls that stand across a way.
const WALLS: [&str; 6] = ["wall", "city_wall", "fence", "retaining_wall", "hedge", "guard_rail"];
const CLOSED: [&str; 2] = ["no", "private"];
const OPEN: [&str; 5] = ["yes", "designated", "permissive", "customers", "destination"];

/// Whom a node with these tags stops.
pub(super) fn stop(tags: Tags) -> Option<Stop> {
    let barrier = tags.get("barrier");
    let wheels = match tags.get("wheelchair") {
        Some("no") => Some(Stop::Wheels),
        _ if tags.is("kerb", &["raised"]) => Some(Stop::Wheels),
        Some("yes" | "designated") => None,
        _ if barrier == Some("kerb") && !tags.is("kerb", &["lowered", "flush", "no", "rolled"]) => Some(Stop::Wheels),
        _ if barrier.is_some_and(|kind| NARROW.contains(&kind)) => Some(Stop::Wheels),
        _ => None,
    };
    let Some(kind) = barrier else {
        return wheels.filter(|_| tags.has("kerb") || tags.get("highway").is_some());
    };
    if tags.is("foot", &OPEN) && !tags.is("locked", &["yes"]) {
        return wheels;
    }
    let wall = WALLS.contains(&kind);
    let gate = GATES.contains(&kind) || NARROW.contains(&kind);
    let shut =
        tags.is("foot", &CLOSED) || tags.is("locked", &["yes"]) || (gate && tags.get("foot").is_none() && tags.is("access", &CLOSED));
    if wall || shut { Some(Stop::All) } else { wheels }
}

/// What a way with these tags is to whoever would cross it; `road` is what the rules for walking say of it.
pub(super) fn line(tags: Tags, road: Verdict) -> Option<BarrierClass> {
    if tags.is_empty() {
        return None;
    }
    let class = if road == Verdict::Barrier {
        BarrierClass::Road
    } else if tags.is("railway", &["rail", "subway", "light_rail", "narrow_gauge", "monorail", "funicular"]) {
        BarrierClass::Railway
    } else if is_water(tags) {
        BarrierClass::Water
    } else if tags.get("barrier").is_some_and(|kind| WALLS.contains(&kind)) {
        BarrierClass::Wall
    } else {
        return None;
    };
    let bridged = is_off_ground(tags) || tags.has("covered") || (class == BarrierClass::Water && tags.has("culvert"));
    (!bridged).then_some(class)
}

/// A river, a canal, a coast, or the edge of a water area; a ditch or a stream is stepped over.
fn is_water(tags: Tags) -> bool {
    tags.is("waterway", &["river", "canal", "riverbank", "dock"])
        || tags.is("natural", &["water", "coastline"])
        || tags.is("landuse", &["reservoir", "basin"])
}
