//! Does the search answer what a scan of every place answers?

use super::{LeftOut, Match, NearestQuery, left_out, nearest};
use crate::{
    analysis::{
        filter::{Filter, Reason},
        places::{Offer, PlaceRow, Places},
        random::Random,
        space::{Point, ROUNDING_M, Space},
    },
    domain::facility::Status,
};

const STATUSES: [Status; 4] = [Status::Operating, Status::Operating, Status::Suspended, Status::Closed];

/// Every accepted place within the limit, ordered, then cut.
fn scan(places: &Places, query: &NearestQuery) -> Vec<Match> {
    let accepted = (0..places.len() as u32).filter(|row| places.point(*row).is_some() && query.filter.accepts(places, *row));
    let measured = accepted.map(|row| Match { row, distance_m: places.distance_m(query.at, row) });
    let mut all: Vec<Match> =
        measured.filter(|found| query.within_m.is_none_or(|within_m| found.distance_m <= within_m + ROUNDING_M)).collect();
    all.sort_by(|a, b| a.distance_m.total_cmp(&b.distance_m).then(a.row.cmp(&b.row)));
    all.truncate(query.limit);
    all
}

fn scan_left_out(places: &Places, query: &NearestQuery, matches: &[Match], at_most: usize) -> Vec<LeftOut> {
    let everything = Filter::default();
    let everywhere = NearestQuery { limit: usize::MAX, within_m: None, filter: &everything, ..*query };
    let mut left = vec![];
    for Match { row, distance_m } in scan(places, &everywhere) {
        let mut reasons = query.filter.reasons(places, row);
        reasons.extend(query.within_m.filter(|within_m| distance_m > *within_m + ROUNDING_M).map(|_| Reason::TooFar));
        let nearer = matches.last().is_none_or(|last| (distance_m, row) < (last.distance_m, last.row));
        if nearer && !reasons.is_empty() && !reasons.contains(&Reason::Kind) && left.len() < at_most {
            left.push(LeftOut { row, distance_m, reasons });
        }
    }
    left
}

/// Places of three kinds where `somewhere` puts them; 1 % unplaced, 0.5 % on another's spot.
fn places(random: &mut Random, space: Space, count: usize, somewhere: impl Fn(&mut Random) -> Point) -> Places {
    let mut rows: Vec<PlaceRow> = vec![];
    for at in 0..count {
        let point = match (random.chance(0.005), random.chance(0.01)) {
            (true, _) if at > 0 => rows[random.below(at)].point,
            (_, unplaced) => Some(somewhere(random)).filter(|_| !unplaced),
        };
        let groups = |random: &mut Random| (0..random.below(3)).map(|_| random.below(4) as u16).collect();
        let offers = (0..random.below(3)).map(|_| Offer { service: random.below(5) as u16, groups: groups(random) }).collect();
        rows.push(PlaceRow { point, kind: random.below(3) as u16, status: STATUSES[random.below(4)], offers });
    }
    Places::new(space, rows)
}

fn filter(random: &mut Random) -> Filter {
    let mut some = |end: usize| (0..random.below(3)).map(|_| random.below(end) as u16).collect();
    let (kinds, services) = (some(4), some(6));
    let statuses = (0..random.below(3)).map(|_| STATUSES[random.below(4)]).collect();
    Filter { kinds, services, group: random.chance(0.3).then(|| random.below(5) as u16), statuses }
}

/// Compares so many answers with those of a scan, from points like the places' own and from the places themselves.
fn compare(seed: u64, space: Space, cases: usize, somewhere: impl Fn(&mut Random) -> Point + Copy) {
    let mut random = Random(seed);
    for _ in 0..cases / 50 {
        let count = [1, 5, 40, 400][random.below(4)];
        let places = places(&mut random, space, count, somewhere);
        for _ in 0..50 {
            let one_of_them = random.below(count) as u32;
            let at = places.point(one_of_them).filter(|_| random.chance(0.2)).unwrap_or_else(|| somewhere(&mut random));
            compare_one(&places, &mut random, at);
        }
    }
}

fn compare_one(places: &Places, random: &mut Random, at: Point) {
    let filter = if random.chance(0.3) { Filter::operating() } else { filter(random) };
    let limit = [0, 1, 5, 50, usize::MAX][random.below(5)];
    // Exactly as far as some place: the threshold is closed.
    let exactly_m = places.distance_m(at, random.below(places.len()) as u32);
    let query = NearestQuery { at, limit, within_m: random.chance(0.5).then_some(exactly_m), filter: &filter };
    let matches = nearest(places, &query);
    assert_eq!(matches, scan(places, &query), "{query:?}");
    assert_eq!(left_out(places, &query, &matches, 7), scan_left_out(places, &query, &matches, 7), "{query:?}");
}

#[test]
fn the_nearest_on_the_globe_are_those_of_a_scan() {
    compare(1, Space::Sphere, 4_000, Random::point);
}

#[test]
fn the_nearest_in_a_city_are_those_of_a_scan() {
    compare(2, Space::Sphere, 2_000, |random| [random.between(108.7, 109.1), random.between(34.1, 34.4)]);
}

#[test]
fn the_nearest_across_the_180th_meridian_are_those_of_a_scan() {
    compare(3, Space::Sphere, 2_000, |random| {
        let lon = random.between(179.8, 180.2);
        [if lon > 180.0 { lon - 360.0 } else { lon }, random.between(-17.0, -16.8)]
    });
}

#[test]
fn the_nearest_round_the_poles_are_those_of_a_scan() {
    compare(4, Space::Sphere, 1_000, |random| [random.between(-180.0, 180.0), random.between(89.9, 90.0)]);
    compare(5, Space::Sphere, 1_000, |random| [random.between(-180.0, 180.0), [-90.0, -89.999_999][random.below(2)]]);
}

#[test]
fn the_nearest_on_the_other_side_of_the_earth_are_those_of_a_scan() {
    compare(6, Space::Sphere, 2_000, |random| {
        let (lon, lat) = (random.between(-1e-7, 1e-7), random.between(-1e-7, 1e-7));
        if random.chance(0.5) { [20.0 + lon, 30.0 + lat] } else { [-160.0 + lon, -30.0 + lat] }
    });
}

#[test]
fn the_nearest_on_a_grid_full_of_ties_are_those_of_a_scan() {
    compare(7, Space::Sphere, 1_000, |random| [random.below(5) as f64 * 0.01, random.below(5) as f64 * 0.01]);
    compare(8, Space::Plane, 1_000, |random| [random.below(9) as f64 * 100.0, random.below(9) as f64 * 100.0]);
}

#[test]
fn the_nearest_on_a_plane_are_those_of_a_scan() {
    compare(9, Space::Plane, 1_000, |random| [random.between(0.0, 1e-3), random.between(-1e6, 1e6)]);
    compare(10, Space::Plane, 1_000, |random| [5e5 + random.between(0.0, 9.0), 4e6 + random.between(0.0, 9.0)]);
}

fn place(x: f64, status: Status) -> PlaceRow {
    PlaceRow { point: Some([x, 0.0]), kind: 0, status, offers: vec![] }
}

#[test]
fn of_places_on_one_spot_the_first_comes_first_and_the_limit_itself_is_within() {
    let row = |x| place(x, Status::Operating);
    let places = Places::new(Space::Plane, vec![row(500.0), row(300.0), row(500.0), row(300.0), row(500.000_1)]);
    let filter = Filter::operating();
    let rows = |limit, within_m| {
        let query = NearestQuery { at: [0.0, 0.0], limit, within_m: Some(within_m), filter: &filter };
        nearest(&places, &query).iter().map(|found| found.row).collect::<Vec<_>>()
    };
    assert_eq!(rows(3, 500.0), [1, 3, 0]);
    assert_eq!(rows(9, 500.0), [1, 3, 0, 2]);
    assert_eq!(rows(9, 499.999), [1, 3]);
    assert!(rows(9, f64::NAN).is_empty());
}

#[test]
fn a_nearer_place_that_is_closed_or_all_that_are_too_far_are_named() {
    let places = Places::new(Space::Plane, vec![place(10.0, Status::Closed), place(20.0, Status::Operating), place(30.0, Status::Closed)]);
    let filter = Filter::operating();
    let query = NearestQuery { at: [0.0, 0.0], limit: 1, within_m: None, filter: &filter };
    let left = left_out(&places, &query, &nearest(&places, &query), 9);
    assert_eq!(left, [LeftOut { row: 0, distance_m: 10.0, reasons: vec![Reason::Status(Status::Closed)] }]);
    let query = NearestQuery { within_m: Some(15.0), ..query };
    let left = left_out(&places, &query, &nearest(&places, &query), 2);
    assert_eq!(left[1], LeftOut { row: 1, distance_m: 20.0, reasons: vec![Reason::TooFar] });
    assert_eq!(left.len(), 2);
}

#[test]
fn a_point_that_is_nowhere_has_nothing_near() {
    let places = Places::new(Space::Plane, vec![place(10.0, Status::Operating), place(f64::NAN, Status::Operating)]);
    let filter = Filter::operating();
    let query = |at| NearestQuery { at, limit: 9, within_m: None, filter: &filter };
    assert!(nearest(&places, &query([f64::NAN, 0.0])).is_empty());
    assert_eq!(nearest(&places, &query([0.0, 0.0])).len(), 1, "a place that is nowhere is never found");
}

#[test]
fn many_threads_asking_a_new_rare_question_get_one_answer() {
    let mut random = Random(11);
    let places = places(&mut random, Space::Sphere, 5_000, Random::point);
    let filter = Filter { kinds: vec![1], services: vec![3], group: Some(2), ..Filter::operating() };
    let query = NearestQuery { at: [109.0, 34.0], limit: 5, within_m: None, filter: &filter };
    let expected = scan(&places, &query);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| (0..50).for_each(|_| assert_eq!(nearest(&places, &query), expected)));
        }
    });
}
