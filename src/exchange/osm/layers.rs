//! What of the map is drawn beneath the answers, and in which buildings is there room to live?

use crate::domain::base_map::BaseLayer;

use super::element::Tags;

/// What sort of shape carries the tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outline {
    /// A node.
    Point,
    /// A way with two ends.
    Line,
    /// A closed way.
    Ring,
    /// A relation of several ways.
    Area,
}

impl Outline {
    /// Whether it goes around something.
    pub fn is_area(self) -> bool {
        matches!(self, Outline::Ring | Outline::Area)
    }
}

/// A layer and a number of [`CLASSES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Drawn {
    pub layer: BaseLayer,
    /// Whether the inside is drawn, not the line.
    pub area: bool,
    class: u8,
}

/// The classes of features, as `domain/base_map.rs` lists them.
const CLASSES: [&str; 22] = [
    "motorway",
    "trunk",
    "primary",
    "secondary",
    "tertiary",
    "residential",
    "service",
    "path",
    "steps",
    "rail",
    "river",
    "stream",
    "lake",
    "park",
    "wood",
    "grass",
    "building",
    "city",
    "district",
    "suburb",
    "village",
    "neighbourhood",
];

impl Drawn {
    fn new(layer: BaseLayer, class: &str) -> Option<Drawn> {
        let class = CLASSES.iter().position(|one| *one == class)?;
        Some(Drawn { layer, area: false, class: class as u8 })
    }

    fn area(layer: BaseLayer, class: &str) -> Option<Drawn> {
        Some(Drawn { area: true, ..Drawn::new(layer, class)? })
    }

    /// Its class within the layer.
    pub fn class(self) -> &'static str {
        CLASSES[usize::from(self.class)]
    }
}

/// How many levels a building has and whether people live in it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct House {
    pub levels: f32,
    pub residential: bool,
}

/// Metres of height for one level, where only the height is known.
const LEVEL_M: f64 = 3.0;
/// More levels than any building has.
const MOST_LEVELS: f64 = 200.0;
/// Values of `building` in which people live.
const RESIDENTIAL: [&str; 14] = [
    "residential",
    "apartments",
    "house",
    "detached",
    "semidetached_house",
    "semi",
    "terrace",
    "bungalow",
    "dormitory",
    "farm",
    "cabin",
    "houseboat",
    "static_caravan",
    "ger",
];
/// What lies below the ground or is not there is not drawn.
const ABSENT: [&str; 6] = ["construction", "proposed", "planned", "abandoned", "razed", "demolished"];

/// The layer and class with which something with these tags is drawn; at most one.
pub(super) fn drawn(tags: Tags, outline: Outline) -> Option<Drawn> {
    match outline {
        Outline::Point => place(tags),
        Outline::Line => road(tags).or_else(|| stream(tags)),
        Outline::Ring => area(tags).or_else(|| road(tags)).or_else(|| stream(tags)),
        Outline::Area => area(tags),
    }
}

/// Whether the tags ask for an outline that closes.
pub(super) fn wants_area(tags: Tags) -> bool {
    area(tags).is_some() && road(tags).is_none() && stream(tags).is_none()
}

/// The room of a building.
pub(super) fn house(tags: Tags, outline: Outline) -> Option<House> {
    if !outline.is_area() || !tags.has("building") || tags.is("building", &ABSENT) {
        return None;
    }
    let levels = tags.number("building:levels").filter(|levels| *levels > 0.0);
    let by_height = || tags.number("height").filter(|height| *height > 0.0).map(|height| (height / LEVEL_M).floor().max(1.0));
    let levels = levels.or_else(by_height).unwrap_or(1.0).min(MOST_LEVELS) as f32;
    Some(House { levels, residential: tags.is("building", &RESIDENTIAL) })
}

fn place(tags: Tags) -> Option<Drawn> {
    let class = match tags.get("place")? {
        "city" => "city",
        "town" | "borough" | "district" | "county" => "district",
        "suburb" | "quarter" => "suburb",
        "village" | "hamlet" | "isolated_dwelling" => "village",
        "neighbourhood" | "city_block" | "locality" => "neighbourhood",
        _ => return None,
    };
    tags.get("name").and_then(|_| Drawn::new(BaseLayer::Places, class))
}

fn is_hidden(tags: Tags) -> bool {
    let below = tags.number("layer").is_some_and(|layer| layer < 0.0) || tags.is("location", &["underground"]);
    below || (tags.has("tunnel") && !tags.is("tunnel", &["building_passage"]))
}

fn road(tags: Tags) -> Option<Drawn> {
    let class = match tags.get("highway") {
        Some("motorway" | "motorway_link") => "motorway",
        Some("trunk" | "trunk_link") => "trunk",
        Some("primary" | "primary_link") => "primary",
        Some("secondary" | "secondary_link") => "secondary",
        Some("tertiary" | "tertiary_link") => "tertiary",
        Some("residential" | "unclassified" | "living_street" | "road") => "residential",
        Some("service" | "busway" | "bus_guideway") => "service",
        Some("pedestrian" | "footway" | "path" | "cycleway" | "track" | "bridleway" | "crossing") if !is_hidden(tags) => "path",
        Some("steps") if !is_hidden(tags) => "steps",
        Some(_) => return None,
        None if tags.is("railway", &["rail", "subway", "light_rail", "tram", "narrow_gauge", "monorail", "funicular"]) => {
            if is_hidden(tags) {
                return None;
            }
            "rail"
        }
        None => return None,
    };
    Drawn::new(BaseLayer::Roads, class)
}

fn stream(tags: Tags) -> Option<Drawn> {
    let class = match tags.get("waterway")? {
        "river" | "canal" => "river",
        "stream" | "ditch" | "drain" => "stream",
        _ => return None,
    };
    if is_hidden(tags) { None } else { Drawn::new(BaseLayer::Water, class) }
}

fn area(tags: Tags) -> Option<Drawn> {
    if tags.has("building") {
        let below = tags.is("location", &["underground"]) || tags.is("building", &ABSENT);
        return if below { None } else { Drawn::area(BaseLayer::Buildings, "building") };
    }
    let flowing = tags.is("waterway", &["riverbank"]) || tags.is("water", &["river", "canal", "stream"]);
    let still = tags.is("natural", &["water"]) || tags.is("waterway", &["dock"]) || tags.is("landuse", &["reservoir", "basin"]);
    if flowing || still {
        let class = if flowing { "river" } else { "lake" };
        return if is_hidden(tags) { None } else { Drawn::area(BaseLayer::Water, class) };
    }
    let class = if tags.is("leisure", &["park", "garden", "golf_course", "nature_reserve", "common", "dog_park"]) {
        "park"
    } else if tags.is("natural", &["wood", "scrub"]) || tags.is("landuse", &["forest", "orchard"]) {
        "wood"
    } else if tags.is("landuse", &["grass", "meadow", "village_green", "recreation_ground", "flowerbed"])
        || tags.is("natural", &["grassland", "heath"])
    {
        "grass"
    } else {
        return None;
    };
    Drawn::area(BaseLayer::Green, class)
}
