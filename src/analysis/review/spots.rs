//! Which records share a spot and not an address, or an address and not a spot?

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::{
    analysis::{
        duplicates::{PlaceNames, address::Address},
        neighbours::Neighbours,
        space::Point,
    },
    domain::{division::DivisionCode, division::Level, position::Position},
};

use super::{Item, Limits, Placed, Problem, item};

/// A pair of coordinates, to the bit; zero has one sign.
type Bits = [u64; 2];

/// Shared points, spots with several addresses, addresses with several spots.
pub(super) fn problems(records: &[Placed<'_>], names: &PlaceNames, limits: &Limits) -> Vec<Item> {
    let read = |record: &Placed<'_>| record.address.and_then(|text| Address::new(text, record.division, names, &[]));
    let all = All { records, addresses: records.par_iter().map(read).collect(), limits };
    let by_point = groups(records.iter().map(|record| Some(bits(record.position))));
    let crowded = |rows: &Vec<usize>| rows.len() >= limits.crowd.max(2);
    let shared = by_point.values().filter(|rows| crowded(rows)).map(|rows| all.shared_point(rows));
    let spots: Vec<Vec<usize>> = all.spots(&by_point);
    let several = spots.par_iter().filter_map(|rows| {
        let one_point = by_point.get(&bits(records[rows[0]].position)).is_some_and(|same| same.len() == rows.len());
        if one_point && crowded(rows) { None } else { all.several_addresses(rows) }
    });
    let by_address = groups(records.iter().zip(&all.addresses).map(|(record, address)| key(record, address.as_ref()?)));
    let apart = by_address.par_iter().filter_map(|(key, rows)| all.several_spots(&key.2, rows));
    shared.chain(several.collect::<Vec<_>>()).chain(apart.collect::<Vec<_>>()).collect()
}

/// District, names of divisions, and what is left of the address.
type Door = (Option<DivisionCode>, Vec<Box<str>>, Box<str>);

/// What makes two addresses one: the district (declared or, without that, named) and what is left without place names. An
/// address without a house number is a whole street and makes none.
fn key(record: &Placed<'_>, address: &Address) -> Option<Door> {
    let district = record.division.and_then(|code| code.at(Level::District));
    let named = |places: &BTreeMap<Level, Box<str>>| places.values().cloned().collect();
    let named: Vec<Box<str>> = if district.is_some() { vec![] } else { named(&address.stripped.places) };
    address.has_number().then(|| (district, named, address.stripped.text.as_str().into()))
}

fn bits(position: Position) -> Bits {
    [position.lon(), position.lat()].map(|degrees| (degrees + 0.0).to_bits())
}

/// Rows by key; rows without one are left out.
fn groups<Key: Ord>(keys: impl Iterator<Item = Option<Key>>) -> BTreeMap<Key, Vec<usize>> {
    let mut groups: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    for (row, key) in keys.enumerate() {
        if let Some(key) = key {
            groups.entry(key).or_default().push(row);
        }
    }
    groups
}

struct All<'a> {
    records: &'a [Placed<'a>],
    addresses: Vec<Option<Address>>,
    limits: &'a Limits,
}

impl All<'_> {
    fn item(&self, rows: &[usize], problem: Problem) -> Item {
        item(rows.iter().map(|row| self.records[*row].id.into()).collect(), problem)
    }

    fn shared_point(&self, rows: &[usize]) -> Item {
        self.item(rows, Problem::SharedPoint { records: rows.len(), addresses: self.different(rows).len() })
    }

    /// The addresses of rows, each text once.
    fn different(&self, rows: &[usize]) -> Vec<&Address> {
        let mut found: Vec<&Address> = rows.iter().filter_map(|row| self.addresses[*row].as_ref()).collect();
        found.sort_by(|a, b| (&a.stripped.text, &a.stripped.places).cmp(&(&b.stripped.text, &b.stripped.places)));
        found.dedup_by(|a, b| (&a.stripped.text, &a.stripped.places) == (&b.stripped.text, &b.stripped.places));
        found
    }

    /// Rows that hang together by steps of at most `same_spot_m`, two or more.
    fn spots(&self, by_point: &BTreeMap<Bits, Vec<usize>>) -> Vec<Vec<usize>> {
        let at: Vec<&Vec<usize>> = by_point.values().collect();
        let point = |rows: &&Vec<usize>| {
            let position = self.records[rows[0]].position;
            [position.lon(), position.lat()]
        };
        let points: Vec<Point> = at.iter().map(point).collect();
        let neighbours = Neighbours::new(&points.iter().copied().map(Some).collect::<Vec<_>>());
        let within_m = self.limits.same_spot_m;
        let near = |point: &Point| neighbours.around(*point, within_m, usize::MAX).unwrap_or_default();
        let near: Vec<Vec<(u32, f64)>> = points.par_iter().map(near).collect();
        let mut seen = vec![false; at.len()];
        let mut spots = vec![];
        for start in 0..at.len() {
            let (mut spot, mut open) = (vec![], vec![start]);
            while let Some(next) = open.pop() {
                if !std::mem::replace(&mut seen[next], true) {
                    spot.extend(at[next]);
                    open.extend(near[next].iter().map(|(other, _)| *other as usize));
                }
            }
            if spot.len() > 1 {
                spot.sort_unstable();
                spots.push(spot);
            }
        }
        spots
    }

    fn several_addresses(&self, rows: &[usize]) -> Option<Item> {
        let different = self.different(rows);
        let pairs = different.iter().enumerate().flat_map(|(at, a)| different[at + 1..].iter().map(|b| a.likeness(b).0));
        let least_likeness = pairs.fold(1.0, f64::min);
        (least_likeness < self.limits.same_address)
            .then(|| self.item(rows, Problem::TwoAddresses { least_likeness, distance_m: self.across_m(rows) }))
    }

    fn several_spots(&self, address: &str, rows: &[usize]) -> Option<Item> {
        let distance_m = self.across_m(rows);
        let apart = distance_m > self.limits.far_apart_m;
        apart.then(|| self.item(rows, Problem::FarApart { address: address.into(), distance_m }))
    }

    /// Metres between the two records of some that are farthest apart.
    fn across_m(&self, rows: &[usize]) -> f64 {
        let mut positions: Vec<Position> = groups(rows.iter().map(|row| Some(bits(self.records[*row].position))))
            .values()
            .map(|same| self.records[rows[same[0]]].position)
            .collect();
        let mut farthest: f64 = 0.0;
        while let Some(from) = positions.pop() {
            farthest = positions.iter().map(|to| from.distance_m(*to)).fold(farthest, f64::max);
        }
        farthest
    }
}
