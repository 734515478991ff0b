//! Which named spots does an element stand for? A place, a landmark, a street, a house number.

use crate::domain::{
    address_point::SpotKind,
    text::{MAX_NAME_CHARS, check_text},
};

use super::{element::Tags, layers::Outline};

/// What a named element is, to be searched for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Spot {
    pub kind: SpotKind,
    pub class: Box<str>,
    pub aliases: Vec<Box<str>>,
}

/// A house number with its street or place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct HouseNumber {
    pub name: Box<str>,
    pub name_en: Option<Box<str>>,
}

/// Keys that make a named element a landmark, in the order in which one of several names the class.
const LANDMARKS: [&str; 16] = [
    "amenity",
    "healthcare",
    "shop",
    "tourism",
    "leisure",
    "office",
    "railway",
    "public_transport",
    "aeroway",
    "historic",
    "craft",
    "man_made",
    "natural",
    "waterway",
    "landuse",
    "building",
];
/// Keys of other names.
const ALIASES: [&str; 9] =
    ["name", "name:zh", "name:zh-Hans", "alt_name", "alt_name:zh", "old_name", "official_name", "short_name", "loc_name"];
/// The most other names of one spot.
const MOST_ALIASES: usize = 8;
/// Values that say where something is and not what it is called.
const NO_LANDMARK: [(&str, &[&str]); 4] = [
    ("public_transport", &["stop_position", "stop_area"]),
    ("railway", &["rail", "subway", "light_rail", "tram", "stop", "switch", "signal", "level_crossing", "crossing", "narrow_gauge"]),
    ("natural", &["tree", "coastline"]),
    ("waterway", &["ditch", "drain"]),
];

/// Roads that are not there.
const ABSENT: [&str; 6] = ["construction", "proposed", "planned", "abandoned", "razed", "demolished"];

/// The name on the ground, or the Chinese one where none is given; kept only where it fits.
pub(super) fn name(tags: Tags<'_>) -> Option<&str> {
    tags.first_of(&["name", "name:zh", "name:zh-Hans"])
}

/// The English name.
pub(super) fn name_en(tags: Tags<'_>) -> Option<&str> {
    tags.first_of(&["name:en", "int_name"])
}

/// Whether a text may be kept as a name.
pub(super) fn fits(text: &str) -> bool {
    check_text(text, MAX_NAME_CHARS).is_ok()
}

/// The spot a named element stands for.
pub(super) fn spot(tags: Tags, outline: Outline) -> Option<Spot> {
    let name = name(tags).filter(|name| fits(name))?;
    let (kind, class) = kind_of(tags, outline)?;
    let names = ALIASES.iter().filter_map(|key| tags.get(key)).flat_map(|names| names.split(';'));
    let mut aliases: Vec<Box<str>> = Vec::new();
    for alias in names.map(str::trim).filter(|alias| !alias.is_empty() && *alias != name && fits(alias)) {
        if aliases.len() < MOST_ALIASES && !aliases.iter().any(|known| **known == *alias) {
            aliases.push(alias.into());
        }
    }
    Some(Spot { kind, class: class.into(), aliases })
}

fn kind_of<'a>(tags: Tags<'a>, outline: Outline) -> Option<(SpotKind, &'a str)> {
    if let Some(place) = tags.get("place") {
        return Some((SpotKind::Place, place));
    }
    match tags.get("highway") {
        Some("bus_stop") => return Some((SpotKind::Landmark, "bus_stop")),
        Some(highway) if outline != Outline::Point && !ABSENT.contains(&highway) => return Some((SpotKind::Street, highway)),
        Some(_) | None => {}
    }
    LANDMARKS.into_iter().find_map(|key| {
        let value = tags.get(key).filter(|value| *value != "no")?;
        let unfit = NO_LANDMARK.iter().any(|(other, values)| *other == key && values.contains(&value));
        (!unfit).then_some((SpotKind::Landmark, if value == "yes" { key } else { value }))
    })
}

/// The house number of an element, as it is written on a letter: 中关村大街27号, `Main Street 5`.
pub(super) fn house_number(tags: Tags) -> Option<HouseNumber> {
    let number = tags.get("addr:housenumber");
    let road = tags.first_of(&["addr:street", "addr:place"]);
    let name = match (number, road) {
        (Some(number), Some(road)) => joined(road, number),
        _ => tags.get("addr:full")?.to_owned(),
    };
    let name_en = number.zip(tags.first_of(&["addr:street:en", "addr:place:en"])).map(|(number, road)| format!("{number} {road}"));
    fits(&name).then(|| HouseNumber { name: name.into(), name_en: name_en.filter(|name| fits(name)).map(Into::into) })
}

/// A street and a number; in Chinese without a space and with 号 where only the number stands.
pub(super) fn joined(road: &str, number: &str) -> String {
    let latin = road.chars().next_back().is_some_and(|last| last.is_ascii());
    if latin {
        return format!("{road} {number}");
    }
    let bare = number.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '甲' | '乙' | '丙' | '丁'));
    if bare { format!("{road}{number}号") } else { format!("{road}{number}") }
}
