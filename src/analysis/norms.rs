//! What does a standard ask for, and how much of it is missing?
//!
//! Arithmetic of norms only: requirements are closed, so that exactly as much as is asked for is enough, and a quantity that nobody
//! stated is never counted as there. Refuses to know standards, divisions by name and who may be told what.

use std::collections::BTreeMap;

use super::cells::Cells;

/// People of a group by zone; the last number are the people of no zone. Cells without a point are counted nowhere.
///
/// # Panics
///
/// When there is no such group.
pub fn people_by_zone(cells: &Cells, group: usize) -> Vec<f64> {
    let mut people = vec![0.0; cells.zones() + 1];
    for (drawer, count) in cells.drawers().iter().zip(cells.counts(group)) {
        if let Some(sum) = people.get_mut(*drawer as usize) {
            *sum += count;
        }
    }
    people
}

/// What is there, what should be, and what is missing of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shortfall {
    /// What is there.
    pub there: f64,
    /// What should be.
    pub required: f64,
    /// The difference, 0 when there is enough.
    pub missing: f64,
}

impl Shortfall {
    /// Of two quantities.
    pub fn of(there: f64, required: f64) -> Shortfall {
        Shortfall { there, required, missing: (required - there).max(0.0) }
    }

    /// Of a ratio: `value` for every `of` of those that `count` counts.
    pub fn of_ratio(there: f64, value: f64, of: f64, count: f64) -> Shortfall {
        // Multiplied first: whole numbers stay whole as long as they can.
        Shortfall::of(there, value * count / of)
    }

    /// Whether something is missing.
    pub fn fails(&self) -> bool {
        self.missing > 0.0
    }
}

/// For every unit how many places stand in it against the number that should; in the order of units. Places in none of them count
/// nowhere.
pub fn one_per<T: Ord + Copy>(units: &[T], places: impl IntoIterator<Item = T>, required: f64) -> Vec<(T, Shortfall)> {
    let mut there: BTreeMap<T, usize> = BTreeMap::new();
    places.into_iter().for_each(|unit| *there.entry(unit).or_default() += 1);
    let of = |unit: &T| (*unit, Shortfall::of(there.get(unit).map_or(0.0, |count| *count as f64), required));
    units.iter().map(of).collect()
}

/// Places held against a least quantity each.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LeastEach<T> {
    /// Those that state less, with what they lack.
    pub short: Vec<(T, Shortfall)>,
    /// Those that state nothing.
    pub unstated: Vec<T>,
    /// How many there are in all.
    pub all: usize,
}

/// Which places fall short of a least quantity, and which do not state it; in their order.
pub fn least_each<T>(places: impl IntoIterator<Item = (T, Option<f64>)>, least: f64) -> LeastEach<T> {
    let mut found = LeastEach { short: Vec::new(), unstated: Vec::new(), all: 0 };
    for (place, stated) in places {
        found.all += 1;
        match stated.map(|there| Shortfall::of(there, least)) {
            None => found.unstated.push(place),
            Some(shortfall) if shortfall.fails() => found.short.push((place, shortfall)),
            Some(_) => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{
        cells::{CellColumns, NO_ZONE},
        random::Random,
        space::Space,
    };

    #[test]
    fn people_by_zone_are_those_that_a_plain_loop_counts() {
        let mut random = Random(11);
        let zone: Vec<u32> = (0..500).map(|_| [0, 1, 2, NO_ZONE][random.below(4)]).collect();
        let points: Vec<Option<[f64; 2]>> = (0..500).map(|at| Some([f64::from(at), 1.0]).filter(|_| !random.chance(0.1))).collect();
        let counts: Vec<f64> = (0..500).map(|_| random.below(9) as f64).collect();
        let plain = |wanted: u32| -> f64 { (0..500).filter(|&at| zone[at] == wanted && points[at].is_some()).map(|at| counts[at]).sum() };
        let expected = [plain(0), plain(1), plain(2), plain(NO_ZONE)];
        let cells = Cells::new(Space::Plane, CellColumns { points, zone, zones: 3, counts: vec![counts] });
        assert_eq!(people_by_zone(&cells, 0), expected);
    }

    #[test]
    fn exactly_as_much_as_is_asked_for_is_enough() {
        // 30 m² per 100 households: 3,000 households need 900 m².
        assert_eq!(Shortfall::of_ratio(900.0, 30.0, 100.0, 3000.0), Shortfall { there: 900.0, required: 900.0, missing: 0.0 });
        assert!(!Shortfall::of_ratio(900.0, 30.0, 100.0, 3000.0).fails());
        assert_eq!(Shortfall::of_ratio(899.5, 30.0, 100.0, 3000.0).missing, 0.5);
        // 40 beds per 1,000 of 1,250 older people: 50.
        assert_eq!(Shortfall::of_ratio(48.0, 40.0, 1000.0, 1250.0).missing, 2.0);
        assert_eq!(Shortfall::of_ratio(0.0, 40.0, 1000.0, 0.0).missing, 0.0, "nobody needs nothing");
    }

    #[test]
    fn units_without_a_place_are_those_that_a_plain_search_finds() {
        let mut random = Random(5);
        for required in [1.0, 2.0] {
            let units: Vec<usize> = (0..40).collect();
            let places: Vec<usize> = (0..50).map(|_| random.below(60)).collect();
            let found = one_per(&units, places.iter().copied(), required);
            for unit in units {
                let there = places.iter().filter(|place| **place == unit).count() as f64;
                let expected = Shortfall { there, required, missing: if there < required { required - there } else { 0.0 } };
                assert_eq!(found[unit], (unit, expected));
            }
        }
    }

    #[test]
    fn a_place_that_states_nothing_neither_passes_nor_falls_short() {
        let mut random = Random(3);
        let places: Vec<(usize, Option<f64>)> =
            (0..200).map(|at| (at, Some(random.below(700) as f64).filter(|_| !random.chance(0.2)))).chain([(200, Some(350.0))]).collect();
        let found = least_each(places.iter().copied(), 350.0);
        let short: Vec<usize> = places.iter().filter(|(_, stated)| stated.is_some_and(|area| area < 350.0)).map(|one| one.0).collect();
        let unstated: Vec<usize> = places.iter().filter(|(_, stated)| stated.is_none()).map(|one| one.0).collect();
        assert_eq!((found.short.iter().map(|one| one.0).collect::<Vec<_>>(), found.unstated, found.all), (short, unstated, 201));
        assert!(found.short.iter().all(|(at, short)| short.missing == 350.0 - places[*at].1.unwrap_or(0.0)));
    }
}
