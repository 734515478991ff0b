//! Which ways may be walked, in which direction, and by wheels? One table and the tags that overrule it.
//!
//! `docs/methods.md` ("What is walked") tells the same in prose; a test holds the two together. Keys and values are those of
//! the OpenStreetMap wiki. What cars may do (`oneway`, `motor_vehicle`) does not bind people on foot.

use crate::domain::street::{Climb, StreetClass};

use super::element::Tags;

/// Whether a class of way is walked when nothing else is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Walked {
    /// Walked.
    Yes,
    /// Walked where it has a sidewalk or says that people may walk; a barrier otherwise.
    WithSidewalk,
    /// Walked only where it says that people may.
    IfSaid,
    /// Never walked, whatever it says.
    Never,
    /// Never walked, and nobody crosses it on the ground.
    Barrier,
}

/// A row of the table: values of `highway`.
pub(super) struct Highway {
    pub values: &'static [&'static str],
    pub walked: Walked,
    pub class: StreetClass,
    #[cfg_attr(not(test), expect(dead_code, reason = "for whoever reads the table; a test compares it with docs/methods.md"))]
    pub why: &'static str,
}

const fn row(values: &'static [&'static str], walked: Walked, class: StreetClass, why: &'static str) -> Highway {
    Highway { values, walked, class, why }
}

/// How each class of `highway` is walked, and why.
pub(super) const HIGHWAYS: [Highway; 17] = [
    row(&["motorway", "motorway_link"], Walked::Barrier, StreetClass::Main, "closed to people on foot by law"),
    row(&["trunk", "trunk_link"], Walked::WithSidewalk, StreetClass::Main, "fast roads, often fenced; walked where a side for it exists"),
    row(
        &["primary", "primary_link", "secondary", "secondary_link", "tertiary", "tertiary_link"],
        Walked::Yes,
        StreetClass::Main,
        "city roads have sidewalks even where nobody has drawn them",
    ),
    row(&["residential", "unclassified", "living_street", "road"], Walked::Yes, StreetClass::Residential, "open to everybody"),
    row(&["service"], Walked::Yes, StreetClass::Service, "alleys and drives lead to the doors"),
    row(&["pedestrian"], Walked::Yes, StreetClass::Pedestrian, "made for people on foot; a square is walked along its outline"),
    row(&["footway", "corridor", "platform", "elevator"], Walked::Yes, StreetClass::Footway, "made for people on foot"),
    row(&["crossing"], Walked::Yes, StreetClass::Crossing, "made for people on foot"),
    row(&["steps"], Walked::Yes, StreetClass::Steps, "made for people on foot, not for wheels"),
    row(&["path", "track", "bridleway"], Walked::Yes, StreetClass::Path, "open to people on foot unless it says otherwise"),
    row(&["cycleway"], Walked::Yes, StreetClass::Cycleway, "people do walk there in China, where it is often the only side of the road"),
    row(&["busway", "bus_guideway"], Walked::IfSaid, StreetClass::Service, "for buses only"),
    row(&["raceway", "escape"], Walked::Never, StreetClass::Service, "for vehicles only"),
    row(&["via_ferrata"], Walked::Never, StreetClass::Path, "climbed, not walked"),
    row(
        &["construction", "proposed", "planned", "abandoned", "disused", "razed", "demolished", "dismantled", "no"],
        Walked::Never,
        StreetClass::Service,
        "not there, or not open",
    ),
    row(&["services", "rest_area"], Walked::Never, StreetClass::Service, "areas beside a motorway, no ways"),
    row(&["emergency_bay", "passing_place", "turning_circle"], Walked::Never, StreetClass::Service, "part of another road"),
];

/// Values of `foot` and `access` that let people in. Customers and residents are whom a facility serves.
const ALLOWED: [&str; 8] = ["yes", "designated", "permissive", "destination", "customers", "official", "public", "discouraged"];
/// Values that keep people out.
const CLOSED: [&str; 9] = ["no", "private", "use_sidepath", "military", "emergency", "agricultural", "forestry", "delivery", "restricted"];
/// Sides on which a sidewalk may be.
const SIDEWALK: [&str; 5] = ["both", "left", "right", "yes", "separate"];
/// What wheels cannot take.
const ROUGH_SURFACE: [&str; 13] = [
    "sand",
    "mud",
    "rock",
    "rocks",
    "stepping_stones",
    "unhewn_cobblestone",
    "pebblestone",
    "gravel",
    "grass",
    "woodchips",
    "snow",
    "ice",
    "stairs",
];
const ROUGH: [&str; 5] = ["bad", "very_bad", "horrible", "very_horrible", "impassable"];
/// Grades of hiking that need hands.
const CLIMBED: [&str; 3] = ["alpine_hiking", "demanding_alpine_hiking", "difficult_alpine_hiking"];
/// The steepest slope that wheels take, in percent.
const STEEPEST_PERCENT: f64 = 10.0;

/// How a way is walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Walk {
    pub class: StreetClass,
    pub forward: bool,
    pub backward: bool,
    pub step_free: bool,
    pub off_ground: bool,
    /// Of steps: whether they lead up or down in the order of the nodes.
    pub climb: Option<Climb>,
}

/// What the rules say of a way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is walked so.
    Walked(Walk),
    /// A road that nobody walks along or crosses on the ground.
    Barrier,
    /// Neither.
    Nothing,
    /// A highway that the table does not name.
    Unknown,
}

/// How a way with these tags is walked.
pub(super) fn judge(tags: Tags) -> Verdict {
    let (class, walked) = match class_of(tags) {
        Some(Ok(found)) => found,
        Some(Err(verdict)) => return verdict,
        None => return Verdict::Nothing,
    };
    let foot = admits(tags, "foot");
    let open = foot.or(admits(tags, "access"));
    let sidewalk = ["sidewalk", "sidewalk:both", "sidewalk:left", "sidewalk:right"].iter().any(|key| tags.is(key, &SIDEWALK));
    let road = matches!(class, StreetClass::Main | StreetClass::Residential);
    let may = match walked {
        Walked::Never => return Verdict::Nothing,
        Walked::Barrier => return Verdict::Barrier,
        _ if tags.is("motorroad", &["yes"]) => return Verdict::Barrier,
        Walked::Yes => open != Some(false),
        Walked::WithSidewalk => foot.unwrap_or(sidewalk && open != Some(false)),
        Walked::IfSaid => foot == Some(true),
    };
    if !may {
        // A road with a way of its own for people beside it can be crossed; one that says no, cannot.
        let barred = walked == Walked::WithSidewalk || (road && tags.is("foot", &["no", "private"]));
        return if barred && !tags.is("foot", &["use_sidepath"]) { Verdict::Barrier } else { Verdict::Nothing };
    }
    if tags.is("sac_scale", &CLIMBED) {
        return Verdict::Nothing;
    }
    let (forward, backward) = directions(tags);
    if !forward && !backward {
        return Verdict::Nothing;
    }
    let off_ground = class == StreetClass::Ferry || is_off_ground(tags);
    Verdict::Walked(Walk { class, forward, backward, step_free: takes_wheels(tags, class), off_ground, climb: climb(tags, class) })
}

/// The class of a way and what holds when nothing else is said; an error is the last word.
fn class_of(tags: Tags) -> Option<Result<(StreetClass, Walked), Verdict>> {
    if let Some(highway) = tags.get("highway") {
        let Some(row) = HIGHWAYS.iter().find(|row| row.values.contains(&highway)) else {
            return Some(Err(Verdict::Unknown));
        };
        let crossing = tags.is("footway", &["crossing", "traffic_island"]) || tags.is("path", &["crossing"]);
        let class = if crossing && row.class != StreetClass::Steps { StreetClass::Crossing } else { row.class };
        return Some(Ok((class, row.walked)));
    }
    if tags.is("railway", &["platform"]) || tags.is("public_transport", &["platform"]) {
        return Some(Ok((StreetClass::Footway, Walked::Yes)));
    }
    tags.is("route", &["ferry"]).then_some(Ok((StreetClass::Ferry, Walked::Yes)))
}

/// What `foot` or `access` says; a value of several lets people in when one of them does.
fn admits(tags: Tags, key: &str) -> Option<bool> {
    let value = tags.get(key)?;
    let mut values = value.split(';').map(str::trim);
    if values.clone().any(|value| ALLOWED.contains(&value)) {
        return Some(true);
    }
    values.any(|value| CLOSED.contains(&value)).then_some(false)
}

/// In which directions it may be walked: `oneway:foot`, `foot:forward`, `foot:backward`, and escalators.
fn directions(tags: Tags) -> (bool, bool) {
    let (mut forward, mut backward) = match tags.get("oneway:foot") {
        Some("yes" | "1" | "true") => (true, false),
        Some("-1" | "reverse") => (false, true),
        _ => (true, true),
    };
    match tags.get("conveying") {
        Some("forward") => backward = false,
        Some("backward") => forward = false,
        _ => {}
    }
    forward &= !tags.is("foot:forward", &CLOSED);
    backward &= !tags.is("foot:backward", &CLOSED);
    (forward, backward)
}

/// Whether it stands on a bridge, in a tunnel or on another level than the ground.
pub(super) fn is_off_ground(tags: Tags) -> bool {
    let tunnel = tags.has("tunnel") && !tags.is("tunnel", &["building_passage", "arcade", "colonnade"]);
    let indoors_elsewhere = tags.has("indoor") && tags.number("level").is_some_and(|level| level != 0.0);
    tags.has("bridge")
        || tunnel
        || tags.number("layer").is_some_and(|layer| layer != 0.0)
        || tags.is("location", &["underground", "overhead"])
        || indoors_elsewhere
}

/// Whether wheels can take it; `wheelchair` has the last word, and steps need a ramp for them.
fn takes_wheels(tags: Tags, class: StreetClass) -> bool {
    if class == StreetClass::Steps {
        return tags.is("ramp:wheelchair", &["yes"]);
    }
    match tags.get("wheelchair") {
        Some("yes" | "designated") => return true,
        Some("no") => return false,
        _ => {}
    }
    let steep = tags.get("incline").is_some_and(|slope| slope.ends_with('%'))
        && tags.number("incline").is_some_and(|slope| slope.abs() > STEEPEST_PERCENT);
    let hiking = tags.has("sac_scale") && !tags.is("sac_scale", &["strolling"]);
    let rough = tags.is("surface", &ROUGH_SURFACE)
        || tags.is("smoothness", &ROUGH)
        || tags.is("tracktype", &["grade4", "grade5"])
        || tags.is("kerb", &["raised"]);
    !hiking && !rough && !steep
}

/// Where steps lead by `incline`: `up`, `down`, or a slope with its sign.
fn climb(tags: Tags, class: StreetClass) -> Option<Climb> {
    if class != StreetClass::Steps {
        return None;
    }
    match tags.get("incline")? {
        "up" => Some(Climb::Up),
        "down" => Some(Climb::Down),
        _ => match tags.number("incline")? {
            slope if slope > 0.0 => Some(Climb::Up),
            slope if slope < 0.0 => Some(Climb::Down),
            _ => None,
        },
    }
}

/// Seconds of `duration`: `hh:mm`, `hh:mm:ss`, minutes, or ISO 8601 such as `PT1H20M`.
pub(super) fn duration_s(tags: Tags) -> Option<f32> {
    let text = tags.get("duration")?;
    let seconds = match text.strip_prefix("PT") {
        Some(parts) => iso_seconds(parts)?,
        None => {
            let numbers: Vec<f64> = text.split(':').map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
            match numbers[..] {
                [minutes] => minutes * 60.0,
                [hours, minutes] => (hours * 60.0 + minutes) * 60.0,
                [hours, minutes, seconds] => (hours * 60.0 + minutes) * 60.0 + seconds,
                _ => return None,
            }
        }
    };
    // A crossing of two days is a cruise.
    (seconds > 0.0 && seconds < 172_800.0).then_some(seconds as f32)
}

fn iso_seconds(mut parts: &str) -> Option<f64> {
    let mut sum = 0.0;
    while !parts.is_empty() {
        let end = parts.find(|c: char| c.is_ascii_alphabetic())?;
        let unit = match &parts[end..=end] {
            "H" => 3600.0,
            "M" => 60.0,
            "S" => 1.0,
            _ => return None,
        };
        sum += parts[..end].parse::<f64>().ok()? * unit;
        parts = &parts[end + 1..];
    }
    Some(sum)
}
