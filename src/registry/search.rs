//! Which place, organization, division or spot of the map does a text mean?

use std::{borrow::Cow, cmp::Reverse};

use super::{Snapshot, snapshot::Found};
use crate::{
    analysis::search::{AddressHit, AddressIndex, Asked, Fit},
    domain::{
        address_point::SpotKind,
        division::{Division, DivisionCode, Level},
        position::Position,
    },
};

/// Whose the map is.
pub const MAP_ATTRIBUTION: &str = "© OpenStreetMap contributors";
/// So many divisions are taken off the beginning of an address.
const MOST_DIVISIONS: usize = 5;
/// What names of divisions end with, where the registry does not know them.
const DIVISION_WORDS: [char; 7] = ['省', '市', '区', '县', '旗', '镇', '乡'];
/// Characters of such a name at most.
const LONGEST_DIVISION: usize = 8;
/// What a fit loses that is told from the others by its division alone.
const BY_DIVISION: u32 = 1;

/// Something that was found.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct SearchItem<'a> {
    /// `facility`, `organization` or `division`; of the map `place`, `landmark`, `street` or `house`.
    #[serde(rename = "type")]
    pub what: &'static str,
    /// Its id or code; of the map what it is and where.
    pub id: String,
    /// Its name.
    pub name: Cow<'a, str>,
    /// English name.
    pub name_en: Option<&'a str>,
    /// Kind and address, or the divisions above.
    pub detail: String,
    /// Code of a facility's kind.
    pub kind: Option<&'a str>,
    /// How exactly its point says where it is: `facility`, `house`, `street`, `place` or `division`; null without a point.
    pub level: Option<&'static str>,
    /// Where it is shown; null when it has no place on the map.
    pub lon: Option<f64>,
    /// Where it is shown.
    pub lat: Option<f64>,
    /// Great-circle metres from the point that was given with the question.
    pub distance_m: Option<f64>,
    /// Whose data it is, where that has to be said.
    pub attribution: Option<&'static str>,
}

/// What orders the answers: the fit, nearness, the length of the name, the sort.
type Key = (Reverse<u32>, u32, usize, u8);

impl Snapshot {
    /// What fits a text best first: by name, pinyin, initials, address, id or house number; of equal fits the nearer first when a
    /// point is given. An organization with a site is found as its site.
    pub fn search(&self, text: &str, near: Option<Position>, limit: usize) -> Vec<SearchItem<'_>> {
        self.search_with(self.address_index(), text, near, limit)
    }

    /// Waits until the map's addresses can be searched: a while after a start, otherwise no time at all. Not for those who must
    /// not wait.
    pub fn wait_for_addresses(&self) {
        self.address_index();
    }

    fn search_with<'a>(
        &'a self,
        addresses: Option<&'a AddressIndex>,
        text: &str,
        near: Option<Position>,
        limit: usize,
    ) -> Vec<SearchItem<'a>> {
        let Some(asked) = Asked::new(text) else { return Vec::new() };
        let distance_m = |position: Option<Position>| near.zip(position).map(|(near, position)| near.distance_m(position));
        // A division is known by its place in the order of codes: looked up in a list, not counted off each time.
        let divisions: Vec<&Division> = near.iter().flat_map(|_| self.divisions().values()).collect();
        let of_records = |what: u64| distance_m(self.position_of(Found::from_number(what), &divisions));
        let records = self.search_index().fits(&asked, limit * 2, of_records);
        let mut found: Vec<(Key, SearchItem)> = records.into_iter().map(|fit| self.record_found(fit)).collect();
        if let Some(addresses) = addresses {
            found.extend(addresses.find(&asked, near, limit).into_iter().map(|hit| self.spot_found(hit, 0)));
        }
        if let Some((division, rest)) = self.within_division(text)
            && let Some(asked) = Asked::new(rest)
        {
            found.extend(self.found_inside(division, &asked, near, addresses.map(|addresses| (addresses, limit))));
        }
        found.sort_by_key(|(rank, _)| *rank);
        // An id that was merged away leads to what it became part of.
        let heir = self.facility_row_or_heir(text.trim()).map(|row| self.found_facility(row));
        let mut items: Vec<SearchItem> = heir.into_iter().collect();
        for (_, item) in found {
            if items.len() < limit && !items.iter().any(|other| other.id == item.id) {
                items.push(item);
            }
        }
        if items.is_empty()
            && let Some(rest) = without_division(text)
        {
            return self.search_with(addresses, rest, near, limit);
        }
        items
    }

    /// What fits the rest of an address and lies in the division that it names.
    fn found_inside<'a>(
        &'a self,
        division: DivisionCode,
        asked: &Asked,
        near: Option<Position>,
        addresses: Option<(&'a AddressIndex, usize)>,
    ) -> Vec<(Key, SearchItem<'a>)> {
        // Nearest to the division's label, where nobody says nearest to what.
        let around = near.or_else(|| self.divisions().get(&division)?.centre);
        let spots = addresses.map(|(addresses, limit)| addresses.find(asked, around, limit * 4)).unwrap_or_default();
        let inside = |position: Position| self.locate(position).is_none_or(|code| division.contains(code));
        let spots = spots.into_iter().filter(|hit| inside(hit.spot.position));
        let told = |hit: AddressHit<'a>| AddressHit { distance_m: hit.distance_m.filter(|_| near.is_some()), ..hit };
        spots.map(|hit| self.spot_found(told(hit), BY_DIVISION)).collect()
    }

    /// The division that an address begins with, or that one of its words names, and the rest; `None` without either.
    fn within_division<'t>(&self, text: &'t str) -> Option<(DivisionCode, &'t str)> {
        let (mut rest, mut found) = (text.trim(), None);
        for _ in 0..MOST_DIVISIONS {
            let inside = |division: &&Division| found.is_none_or(|(code, _): (DivisionCode, usize)| code.contains(division.code));
            let named = self.in_force(None).filter(inside).filter_map(|division| Some((division.code, beginning(division, rest)?)));
            let Some((code, length)) = named.max_by_key(|(code, length)| (*length, Reverse(*code))) else { break };
            rest = rest[length..].trim_start();
            found = Some((code, length));
        }
        if found.is_none()
            && let Some((before, last)) = rest.rsplit_once(char::is_whitespace)
        {
            let named = self.in_force(None).find(|division| beginning(division, last) == Some(last.len()));
            return named.map(|division| (division.code, before.trim_end()));
        }
        found.filter(|_| !rest.is_empty()).map(|(code, _)| (code, rest))
    }

    fn position_of(&self, found: Found, divisions: &[&Division]) -> Option<Position> {
        match found {
            Found::Facility(row) => self.facilities()[row as usize].shown_position(),
            Found::Organization(row) => {
                let site = self.facility_row(self.organizations()[row as usize].record.id.as_str())?;
                self.facilities()[site].shown_position()
            }
            Found::Division(row) => divisions.get(row as usize)?.centre,
        }
    }

    fn record_found(&self, fit: Fit) -> (Key, SearchItem<'_>) {
        let found = Found::from_number(fit.what);
        let sort = match found {
            Found::Division(_) => 0,
            Found::Facility(_) => 1,
            Found::Organization(_) => 2,
        };
        let item = match found {
            Found::Facility(row) => self.found_facility(row as usize),
            Found::Organization(row) => self.found_organization(row as usize),
            Found::Division(row) => self.found_division(row as usize),
        };
        (key(fit.rank, fit.distance_m, fit.length, sort), SearchItem { distance_m: fit.distance_m, ..item })
    }

    fn spot_found<'a>(&'a self, hit: AddressHit<'a>, loses: u32) -> (Key, SearchItem<'a>) {
        let AddressHit { spot, rank, length, distance_m } = hit;
        let (lon, lat) = (spot.position.lon(), spot.position.lat());
        let detail = self.locate(spot.position).map(|code| self.division_path(code).join(" · ")).unwrap_or_default();
        let item = SearchItem {
            what: spot.kind.code(),
            id: format!("{}:{lon:.7},{lat:.7}", spot.kind.code()),
            name: spot.name.into(),
            name_en: spot.name_en,
            detail,
            kind: None,
            level: Some(level(spot.kind)),
            lon: Some(lon),
            lat: Some(lat),
            distance_m,
            attribution: Some(MAP_ATTRIBUTION),
        };
        (key(rank.saturating_sub(loses), distance_m, length, 3 + spot.kind as u8), item)
    }

    fn found_organization(&self, row: usize) -> SearchItem<'_> {
        let organization = &self.organizations()[row].record;
        if let Some(site) = self.facility_row(organization.id.as_str()) {
            return self.found_facility(site);
        }
        SearchItem {
            what: "organization",
            id: organization.id.to_string(),
            name: organization.name.as_str().into(),
            name_en: organization.name_en.as_deref(),
            detail: organization.phone.clone().or_else(|| organization.address.clone()).unwrap_or_default(),
            kind: None,
            level: None,
            lon: None,
            lat: None,
            distance_m: None,
            attribution: None,
        }
    }

    fn found_facility(&self, row: usize) -> SearchItem<'_> {
        let facility = &self.facilities()[row];
        let position = facility.shown_position();
        let kind = self.catalogue().kinds.find(&facility.kind).map_or("", |kind| kind.name_zh.as_str());
        let detail = match facility.address.as_deref() {
            Some(address) => format!("{kind} · {address}"),
            None => kind.to_owned(),
        };
        SearchItem {
            what: "facility",
            id: facility.id.to_string(),
            name: (&*facility.name).into(),
            name_en: facility.name_en.as_deref(),
            detail,
            kind: Some(&facility.kind),
            level: position.map(|_| "facility"),
            lon: position.map(|position| position.lon()),
            lat: position.map(|position| position.lat()),
            distance_m: None,
            attribution: None,
        }
    }

    fn found_division(&self, row: usize) -> SearchItem<'_> {
        let (code, division) = self.divisions().iter().nth(row).expect("the index was made of these divisions");
        let mut path = self.division_path(*code);
        path.pop();
        let centre = self.division_point(*code);
        SearchItem {
            what: "division",
            id: code.to_string(),
            name: division.name.as_str().into(),
            name_en: division.name_en.as_deref(),
            detail: path.join(" · "),
            kind: None,
            level: centre.map(|_| "division"),
            lon: centre.map(|centre| centre[0]),
            lat: centre.map(|centre| centre[1]),
            distance_m: None,
            attribution: None,
        }
    }
}

fn key(rank: u32, distance_m: Option<f64>, length: usize, sort: u8) -> Key {
    (Reverse(rank), distance_m.map_or(u32::MAX, |metres| metres as u32), length, sort)
}

/// How exactly a spot of the map says where something is.
pub(super) fn level(kind: SpotKind) -> &'static str {
    match kind {
        SpotKind::House => "house",
        SpotKind::Street => "street",
        SpotKind::Landmark | SpotKind::Place => "place",
    }
}

/// An address without a division that nothing is known of: 海淀区 before a street, or as a last word.
fn without_division(text: &str) -> Option<&str> {
    let text = text.trim();
    if let Some((before, last)) = text.rsplit_once(char::is_whitespace)
        && last.ends_with(DIVISION_WORDS)
    {
        return Some(before.trim_end());
    }
    let ends = text.char_indices().skip(1).take(LONGEST_DIVISION).find(|(_, letter)| DIVISION_WORDS.contains(letter));
    let (at, letter) = ends?;
    let rest = text[at + letter.len_utf8()..].trim_start();
    (text[..at].chars().count() >= 2 && rest.chars().count() >= 2).then_some(rest)
}

/// How many bytes of a text a division's name takes from its beginning; districts and larger ones also without 省, 市, 区, 县.
fn beginning(division: &Division, text: &str) -> Option<usize> {
    let name = division.name.as_str();
    if text.starts_with(name) {
        return Some(name.len());
    }
    let short = name.strip_suffix(['省', '市', '区', '县']).filter(|short| short.chars().count() >= 2)?;
    (division.code.level() <= Level::District && text.starts_with(short)).then_some(short.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{address_point::AddressPoint, change::Stamp, division::SmartCommunity, position::EARTH_RADIUS_M},
        registry::{Records, RegistryError},
    };

    fn at(lon: f64, lat: f64) -> Position {
        Position::new(lon, lat).expect("a position of the test")
    }

    fn spot(kind: SpotKind, name: &str, lon: f64, lat: f64) -> AddressPoint {
        AddressPoint { kind, class: "".into(), name: name.into(), name_en: None, aliases: Vec::new(), position: at(lon, lat) }
    }

    /// Two districts side by side with boundaries, each with a street of the same name.
    fn town() -> (Snapshot, AddressIndex) {
        let records = Records::open_sample(chrono::TimeDelta::days(1)).expect("a registry in memory");
        let division = |code: &str, name: &str, west: f64| {
            let square = geo_types::Rect::new((west, 39.9), (west + 0.1, 40.0)).to_polygon();
            Division {
                code: DivisionCode::parse(code).expect("a code"),
                name: name.to_owned(),
                name_en: None,
                parent: None,
                valid_from: None,
                valid_to: None,
                successor: None,
                boundary: Some(geo_types::MultiPolygon(vec![square])),
                centre: None,
                smart: SmartCommunity::default(),
                source: None,
            }
        };
        let divisions = [division("990101", "东城区", 116.0), division("990102", "西城区", 116.1)];
        let written = records.store.write(&Stamp::operator(), |writer| {
            writer.upsert_divisions(&divisions.iter().collect::<Vec<_>>())?;
            Ok::<_, RegistryError>(())
        });
        written.expect("it is written");
        let index = AddressIndex::new(&[
            spot(SpotKind::House, "长安街5号", 116.05, 39.95),
            spot(SpotKind::House, "长安街5号", 116.15, 39.95),
            spot(SpotKind::Street, "长安街", 116.06, 39.95),
            spot(SpotKind::Place, "东城", 116.05, 39.96),
        ]);
        (records.store.read(Snapshot::load).expect("a snapshot"), index)
    }

    #[test]
    fn a_division_that_is_not_there_does_no_harm() {
        for (text, rest) in [
            ("海淀区清华路", Some("清华路")),
            ("北京市海淀区清华路", Some("海淀区清华路")),
            ("清华路 海淀区", Some("清华路")),
            ("清华路", None),
            ("区府路", None),
            ("市县", None),
        ] {
            assert_eq!(without_division(text), rest, "{text}");
        }
        let (snapshot, addresses) = town();
        let found = |text: &str| {
            let found = snapshot.search_with(Some(&addresses), text, None, 5);
            found.into_iter().map(|item| item.name.into_owned()).collect::<Vec<_>>()
        };
        assert!(!found("长安街").is_empty());
        assert_eq!(found("某某市某某区长安街"), found("长安街"));
    }

    #[test]
    fn an_address_that_begins_with_its_division_is_looked_for_there() {
        let (snapshot, index) = town();
        for (typed, lon) in
            [("东城区长安街5号", 116.05), ("西城区长安街5号", 116.15), ("西城 changanjie 5", 116.15), ("长安街5号 西城区", 116.15)]
        {
            let first = snapshot.search_with(Some(&index), typed, None, 5).swap_remove(0);
            assert_eq!((first.what, first.lon), ("house", Some(lon)), "{typed}");
            assert_eq!((first.level, first.attribution), (Some("house"), Some(MAP_ATTRIBUTION)));
        }
    }

    #[test]
    fn divisions_come_before_places_of_the_map_and_the_nearer_before_the_farther() {
        let (snapshot, index) = town();
        let found = |typed: &str, near| -> Vec<String> {
            snapshot.search_with(Some(&index), typed, near, 5).into_iter().map(|item| format!("{} {}", item.what, item.name)).collect()
        };
        assert_eq!(found("dongcheng", None)[..2], ["place 东城", "division 东城区"], "the whole name before its beginning");
        let houses: Vec<Option<f64>> =
            snapshot.search_with(Some(&index), "长安街5号", Some(at(116.15, 39.95)), 5).iter().map(|item| item.lon).take(2).collect();
        assert_eq!(houses, [Some(116.15), Some(116.05)]);
    }

    #[test]
    fn a_point_is_told_by_its_district_and_the_nearest_number() {
        let (snapshot, index) = town();
        let told = |lon: f64, lat: f64| {
            let answer = snapshot.reverse_with(Some(&index), at(lon, lat));
            (answer.label, answer.level, answer.distance_m.map(f64::round), answer.division.and_then(|one| one.name))
        };
        let metres = (EARTH_RADIUS_M * 0.0005_f64.to_radians()).round();
        assert_eq!(told(116.15, 39.9505), (Some("西城区 长安街5号附近".to_owned()), Some("house"), Some(metres), Some("西城区")));
        assert_eq!(told(116.19, 39.99), (Some("西城区".to_owned()), Some("division"), None, Some("西城区")));
        assert_eq!(told(10.0, 50.0), (None, None, None, None));
    }
}
