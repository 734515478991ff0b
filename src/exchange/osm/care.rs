//! Which elements are care facilities of a known kind, and what do they say of themselves?
//!
//! What belongs to a person goes nowhere: a mobile is left out and counted, a text that holds a personal number too.

use crate::domain::{
    datum::Datum,
    facility::{Facility, GivenPoint, Location, Status},
    id::FacilityId,
    kind::Catalogue,
    personal_number,
    position::{Position, Precision},
    text::{MAX_NAME_CHARS, MAX_TEXT_CHARS, check_text},
};

use super::{
    element::Tags,
    problem::{Problems, Sort},
    spots,
};

/// A care facility of the map.
#[derive(Debug, Clone, PartialEq)]
pub struct OsmFacility {
    /// Where it stands in the map: `node/123`, `way/45`, `relation/6`.
    pub osm: String,
    /// What is recorded of it, unchecked.
    pub facility: Facility,
}

/// What a facility says of itself, before its place is known.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Care {
    kind: usize,
    status: Status,
    name: Option<Box<str>>,
    name_en: Option<Box<str>>,
    address: Option<Box<str>>,
    phone: Option<Box<str>>,
    opening_hours: Option<Box<str>>,
    capacity: Option<u32>,
    barrier_free: Vec<Box<str>>,
}

/// Tags that make an element a facility of a kind.
pub(super) struct Matcher {
    /// Pairs that must all hold, and the place of the kind in the catalogue; those with the most pairs first.
    rows: Vec<(Vec<(String, String)>, usize)>,
}

/// Prefixes of keys of what is not there yet, and what that means.
const AHEAD: [(&str, Status); 3] = [("planned:", Status::Planned), ("proposed:", Status::Planned), ("construction:", Status::Building)];
/// Keys that say that it is there no longer.
const GONE: [&str; 3] = ["disused", "abandoned", "closed"];
/// What is said of wheels, and how it is recorded.
const WHEELS: [(&str, &str); 3] = [("wheelchair", "轮椅可通行"), ("toilets:wheelchair", "无障碍卫生间"), ("ramp:wheelchair", "轮椅坡道")];

impl Matcher {
    /// The tags of every kind in the catalogue.
    pub fn new(catalogue: &Catalogue) -> Matcher {
        let mut rows = Vec::new();
        for (place, kind) in catalogue.kinds.rows().iter().enumerate() {
            for text in &kind.osm_tags {
                let pair = |part: &str| part.split_once('=').map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned()));
                let pairs: Option<Vec<_>> = text.split(';').map(pair).collect();
                rows.extend(pairs.filter(|pairs| !pairs.is_empty()).map(|pairs| (pairs, place)));
            }
        }
        rows.sort_by_key(|(pairs, _)| std::cmp::Reverse(pairs.len()));
        Matcher { rows }
    }

    /// The kind that the most tags speak for; of several the first in the catalogue.
    fn kind(&self, tags: Tags, prefix: &str) -> Option<usize> {
        let holds = |(key, wanted): &(String, String)| {
            let value = if prefix.is_empty() { tags.get(key) } else { tags.get(&format!("{prefix}{key}")).or_else(|| tags.get(key)) };
            value.is_some_and(|value| wanted == "*" || value.split(';').any(|one| one.trim() == wanted))
        };
        self.rows.iter().find(|(pairs, _)| pairs.iter().all(holds)).map(|(_, place)| *place)
    }

    /// What the tags say of a facility, if they are those of one; `object` names the element in a report.
    pub fn care(&self, tags: Tags, object: &dyn Fn() -> String, problems: &mut Problems) -> Option<Care> {
        if tags.is_empty() || self.rows.is_empty() || GONE.iter().any(|key| tags.has(key)) {
            return None;
        }
        let ahead = || {
            let is_ahead = |prefix: &str| tags.0.iter().any(|(key, _)| key.starts_with(prefix));
            AHEAD.into_iter().filter(|(prefix, _)| is_ahead(prefix)).find_map(|(prefix, status)| Some((self.kind(tags, prefix)?, status)))
        };
        let (kind, status) = self.kind(tags, "").map(|kind| (kind, Status::Operating)).or_else(ahead)?;
        let mut text = |key: &str, value: Option<&str>, limit| fitting((key, value?), limit, object, problems);
        let name = text("name", spots::name(tags), MAX_NAME_CHARS);
        let name_en = text("name:en", spots::name_en(tags), MAX_NAME_CHARS);
        let address = text("addr", address(tags).as_deref(), MAX_TEXT_CHARS);
        let opening_hours = text("opening_hours", tags.get("opening_hours"), MAX_TEXT_CHARS);
        let capacity = ["capacity:beds", "beds", "capacity"].into_iter().find_map(|key| tags.get(key)?.parse().ok());
        let barrier_free =
            WHEELS.into_iter().filter(|(key, _)| tags.is(key, &["yes", "designated"])).map(|(_, word)| word.into()).collect();
        let phone = phone(tags, object, problems);
        Some(Care { kind, status, name, name_en, address, phone, opening_hours, capacity, barrier_free })
    }
}

fn fitting((key, value): (&str, &str), limit: usize, object: &dyn Fn() -> String, problems: &mut Problems) -> Option<Box<str>> {
    match check_text(value, limit) {
        Ok(text) => Some(text.into()),
        Err(error) => {
            problems.add(Sort::UnfitText, || format!("{}: {key} {error}", object()));
            None
        }
    }
}

/// The address as written, or put together of its parts from large to small.
fn address(tags: Tags) -> Option<String> {
    if let Some(full) = tags.get("addr:full") {
        return Some(full.to_owned());
    }
    let parts = ["addr:province", "addr:state", "addr:city", "addr:district", "addr:subdistrict", "addr:suburb", "addr:neighbourhood"];
    let mut before: Vec<&str> = parts.iter().filter_map(|key| tags.get(key)).collect();
    before.dedup();
    let road = tags.first_of(&["addr:street", "addr:place"]);
    let last = match (road, tags.get("addr:housenumber")) {
        (Some(road), Some(number)) => Some(spots::joined(road, number)),
        (Some(road), None) => Some(road.to_owned()),
        (None, _) => None,
    };
    // A city alone is no address.
    let last = last?;
    let latin = last.is_ascii();
    Some(if latin { [vec![last.as_str()], before.into_iter().rev().collect()].concat().join(", ") } else { before.concat() + &last })
}

/// The first office phone; mobiles are counted and left out.
fn phone(tags: Tags, object: &dyn Fn() -> String, problems: &mut Problems) -> Option<Box<str>> {
    let mut found = None;
    for key in ["phone", "contact:phone", "mobile", "contact:mobile"] {
        for number in tags.get(key).into_iter().flat_map(|numbers| numbers.split([';', '、'])).map(str::trim) {
            if key.ends_with("mobile") || !personal_number::find(number).is_empty() {
                problems.add(Sort::MobilePhone, || object() + ": " + key);
            } else if found.is_none() && !number.is_empty() && check_text(number, MAX_NAME_CHARS).is_ok() {
                found = Some(number.into());
            }
        }
    }
    found
}

impl Care {
    /// The facility at its place; `letter` and `word` tell node, way and relation apart.
    pub fn placed(self, (word, id): (&str, i64), position: Position, catalogue: &Catalogue) -> Option<OsmFacility> {
        let kind = catalogue.kinds.rows().get(self.kind)?;
        let letter = &word[..1];
        let given = GivenPoint { x: position.lon(), y: position.lat(), datum: Datum::Wgs84 };
        let facility = Facility {
            id: FacilityId::parse(&format!("osm-{letter}{id}")).ok()?,
            name: self.name.unwrap_or_else(|| kind.name_zh.as_str().into()),
            name_en: self.name_en,
            kind: kind.code.as_str().into(),
            operator: None,
            credit_code: None,
            division: None,
            address: self.address,
            location: Some(Location { position, given, precision: Precision::Building }),
            front: None,
            status: self.status,
            status_date: None,
            status_reason: None,
            capacity: self.capacity,
            floor_area_m2: None,
            opening_hours: self.opening_hours,
            phone: self.phone,
            contact_mobile: None,
            barrier_free: self.barrier_free,
            grade: None,
            responsible_department: None,
            notes: None,
            opened_on: None,
            checked_on: None,
            checked_by: None,
            source: Some(format!("OpenStreetMap, {word}/{id}").into()),
            services: Vec::new(),
        };
        Some(OsmFacility { osm: format!("{word}/{id}"), facility })
    }
}
