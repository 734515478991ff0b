use geo_types::{LineString, MultiPolygon, Polygon};

use super::*;
use crate::{
    analysis::{duplicates::address::Address, random::Random},
    domain::division::SmartCommunity,
};

const DEGREE_M: f64 = 6_371_008.8 * std::f64::consts::PI / 180.0;

fn code(text: &str) -> DivisionCode {
    DivisionCode::parse(text).expect("a code of the test")
}

fn division(number: &str, sides: Option<[f64; 4]>) -> Division {
    let square = |[west, south, east, north]: [f64; 4]| {
        let ring = LineString::from(vec![(west, south), (east, south), (east, north), (west, north), (west, south)]);
        MultiPolygon(vec![Polygon::new(ring, Vec::new())])
    };
    Division {
        code: code(number),
        name: number.to_owned(),
        name_en: None,
        parent: None,
        valid_from: None,
        valid_to: None,
        successor: None,
        boundary: sides.map(square),
        centre: None,
        smart: SmartCommunity::default(),
        source: None,
    }
}

/// A district with two streets side by side along the equator's neighbourhood, one community without a boundary, and an
/// abolished district.
fn divisions() -> BTreeMap<DivisionCode, Division> {
    let mut old = division("990109", None);
    old.valid_to = "2020-01-01".parse().ok();
    old.successor = Some(code("990102"));
    let rows = [
        division("990102", Some([10.0, 0.0, 10.2, 0.1])),
        division("990102001", Some([10.0, 0.0, 10.1, 0.1])),
        division("990102002", Some([10.1, 0.0, 10.2, 0.1])),
        division("990102001001", None),
        old,
    ];
    rows.into_iter().map(|division| (division.code, division)).collect()
}

fn placed<'a>(id: &'a str, lon: f64, lat: f64) -> Placed<'a> {
    let position = Position::new(lon, lat).expect("a position of the test");
    Placed { id, address: None, division: None, position, precision: Precision::Exact }
}

fn look(records: &[Placed<'_>], limits: &Limits) -> Vec<Item> {
    let divisions = divisions();
    let locator = Locator::new(divisions.values());
    let ground = Ground { divisions: &divisions, locator: &locator, names: &PlaceNames::default(), area: "9,-1,12,2".parse().ok() };
    review(records, ground, limits)
}

fn codes(items: &[Item]) -> Vec<(&'static str, Vec<&str>)> {
    items.iter().map(|item| (item.problem.code(), item.ids.iter().map(|id| &**id).collect())).collect()
}

#[test]
fn a_point_outside_its_street_is_found_with_distance_and_the_street_it_lies_in() {
    let declared = |id, lon, division| Placed { division: Some(code(division)), ..placed(id, lon, 0.05) };
    let records = [
        declared("F1", 10.05, "990102001"),
        declared("F2", 10.15, "990102001"),
        declared("F3", 10.1, "990102002"),
        declared("F4", 10.1001, "990102001"),
        declared("F5", 10.15, "990102001001"),
        declared("F6", 10.15, "990109"),
        declared("F7", 10.202, "990109"),
    ];
    let found = look(&records, &Limits::default());
    // F4 is 11 m over a border that is drawn by hand; F5's community has no boundary, its street has one; F6's district is
    // abolished and its successor holds the point.
    assert_eq!(codes(&found), [("outside_division", vec!["F2"]), ("outside_division", vec!["F5"]), ("outside_division", vec!["F7"])]);
    let Problem::OutsideDivision { declared, found: lies_in, distance_m } = &found[0].problem else { panic!("the first problem") };
    assert_eq!((*declared, *lies_in), (code("990102001"), Some(code("990102002"))));
    // 0.05 degrees of longitude at 0.05 degrees north.
    assert!((distance_m - 0.05 * DEGREE_M * 0.05_f64.to_radians().cos()).abs() < 0.01, "{distance_m}");
    assert_eq!(found[0].next_step, NextStep::ChangeDivision);
    assert_eq!(found[2].next_step, NextStep::MovePoint, "222 m are less than a datum's error");
}

#[test]
fn a_point_in_no_boundary_whose_record_declares_no_division_is_found_with_the_nearest_outermost_one() {
    // F1 lies in a street, F2 11 m over the district's border, F3 and F4 well outside of it; F3 declares a division and is
    // told as outside of that one.
    let records = [
        placed("F1", 10.05, 0.05),
        placed("F2", 10.2001, 0.05),
        Placed { division: Some(code("990102002")), ..placed("F3", 10.3, 0.05) },
        placed("F4", 10.25, 0.05),
    ];
    let found = look(&records, &Limits::default());
    assert_eq!(codes(&found), [("outside_division", vec!["F3"]), ("in_no_division", vec!["F4"])]);
    let Problem::InNoDivision { nearest, distance_m } = found[1].problem else { panic!("the second problem") };
    assert_eq!(nearest, code("990102"), "the street 990102002 is as near, and lies in the district");
    assert!((distance_m - 0.05 * DEGREE_M * 0.05_f64.to_radians().cos()).abs() < 0.01, "{distance_m}");
    assert_eq!(found[1].next_step, NextStep::MovePoint, "5 km are more than a datum's error");
    assert_eq!(look(&[placed("F5", 10.205, 0.05)], &Limits::default())[0].next_step, NextStep::CheckDatum, "556 m may be one");
}

#[test]
fn a_point_outside_the_area_is_said_once_and_swapped_pairs_are_known() {
    let declared = |id, lon, lat| Placed { division: Some(code("990102")), ..placed(id, lon, lat) };
    let found = look(&[declared("F1", 0.05, 10.1), declared("F2", 50.0, 50.0)], &Limits::default());
    assert_eq!(codes(&found), [("outside_area", vec!["F1"]), ("outside_area", vec!["F2"])]);
    assert_eq!((found[0].next_step, found[1].next_step), (NextStep::SwapCoordinates, NextStep::CheckDatum));
}

#[test]
fn an_imprecise_position_is_to_be_found_exactly_the_worst_first() {
    let classes =
        Precision::ALL.map(|precision| Placed { precision, ..placed(precision.as_code(), 10.0 + precision as u8 as f64 / 100.0, 0.05) });
    let found = look(&classes, &Limits::default());
    let expected = ["unknown", "centroid", "community", "street"].map(|id| ("coarse_position", vec![id]));
    assert_eq!(codes(&found), expected);
    let lenient = Limits { least_precision: Precision::Community, ..Limits::default() };
    assert_eq!(look(&classes, &lenient).len(), 2);
}

#[test]
fn many_records_on_one_point_are_one_item_and_few_with_two_addresses_another() {
    let at = |id, address, lon| Placed { address: Some(address), ..placed(id, lon, 0.05) };
    let records = [
        at("F1", "望河路1号", 10.01),
        at("F2", "翠柳巷7号", 10.01),
        at("F3", "银杏街3号", 10.01),
        at("F4", "望河路１号", 10.02),
        at("F5", "望河路一号3楼", 10.02),
        at("F6", "青龙路20号", 10.03),
        at("F7", "青龙路22号", 10.03003),
    ];
    let found = look(&records, &Limits { crowd: 3, far_apart_m: 1e6, ..Limits::default() });
    assert_eq!(codes(&found), [("shared_point", vec!["F1", "F2", "F3"]), ("two_addresses", vec!["F6", "F7"])]);
    assert_eq!(found[0].problem, Problem::SharedPoint { records: 3, addresses: 3 });
    let Problem::TwoAddresses { least_likeness, distance_m } = found[1].problem else { panic!("the second problem") };
    assert_eq!(least_likeness, 0.3);
    assert!((distance_m - 0.00003 * DEGREE_M).abs() < 0.01);
}

#[test]
fn one_address_with_points_far_apart_is_found_unless_the_districts_differ_or_it_is_a_whole_street() {
    let at = |id, address, lon, division| Placed { address: Some(address), division: Some(code(division)), ..placed(id, lon, 0.05) };
    let records = [
        at("F1", "望河路12号", 10.01, "990102001"),
        at("F2", "望河路（十二）号", 10.02, "990102"),
        at("F3", "望河路12号", 10.05, "990103"),
        at("F4", "望河路", 10.01, "990102"),
        at("F5", "望河路", 10.09, "990102"),
    ];
    let found = look(&records, &Limits::default());
    assert_eq!(codes(&found), [("far_apart", vec!["F1", "F2"])]);
    let Problem::FarApart { address, distance_m } = &found[0].problem else { panic!("the only problem") };
    assert_eq!(address.as_ref(), "望河路12号");
    assert!((distance_m - 0.01 * DEGREE_M * 0.05_f64.to_radians().cos()).abs() < 0.01);
}

/// The oracle walks along the border in small steps.
#[test]
fn the_distance_to_a_boundary_is_that_to_its_nearest_point() {
    let mut random = Random(21);
    for _ in 0..40 {
        let lat = random.between(-60.0, 60.0);
        let ring: Vec<(f64, f64)> = (0..7).map(|_| (random.between(108.0, 108.1), lat + random.between(0.0, 0.1))).collect();
        let boundary = MultiPolygon(vec![Polygon::new(LineString::from(ring), Vec::new())]);
        let from = Position::new(random.between(107.95, 108.15), lat + random.between(-0.05, 0.15)).expect("a position of the test");
        let mut expected = f64::INFINITY;
        for line in boundary.0[0].exterior().lines() {
            for step in 0..=2_000 {
                let share = f64::from(step) / 2_000.0;
                let (x, y) = (line.start.x + share * (line.end.x - line.start.x), line.start.y + share * (line.end.y - line.start.y));
                expected = expected.min(from.distance_m(Position::new(x, y).expect("a position of the test")));
            }
        }
        let found = boundary::distance_to_boundary_m(&boundary, from).expect("a boundary has lines");
        // A step is at most 9 m long; far away the flat map is off by less than a thousandth.
        assert!(found <= expected * 1.001 + 1e-6 && found >= expected * 0.999 - 5.0, "{found} {expected}");
    }
}

/// The oracle compares all records with each other and joins spots by repeated passes.
#[test]
fn spots_and_addresses_agree_with_comparing_everything_with_everything() {
    let mut random = Random(4);
    for _ in 0..30 {
        let addresses = ["望河路1号", "望河路一号", "望河路2号", "翠柳巷1号", "翠柳巷"];
        let ids: Vec<String> = (0..60).map(|id| format!("F{id:02}")).collect();
        let records: Vec<Placed<'_>> = ids
            .iter()
            .map(|id| {
                let address = random.chance(0.8).then(|| addresses[random.below(5)]);
                // A lattice of 4.4 m, so that points coincide and touch.
                let (x, y) = (random.below(12), random.below(12));
                Placed { address, ..placed(id, 10.01 + x as f64 * 4e-5, 0.05 + y as f64 * 4e-5) }
            })
            .collect();
        let limits = Limits { far_apart_m: 20.0, ..Limits::default() };
        let mut expected = spots_by_brute_force(&records, &limits);
        expected.extend(apart_by_brute_force(&records, &limits));
        expected.sort();
        let mut found: Vec<_> = look(&records, &limits)
            .into_iter()
            .filter(|item| item.problem.code() != "shared_point")
            .map(|item| (item.problem.code(), item.ids))
            .collect();
        found.sort();
        assert_eq!(found, expected);
    }
}

fn read(record: &Placed<'_>) -> Option<Address> {
    Address::new(record.address?, None, &PlaceNames::default(), &[])
}

fn spots_by_brute_force(records: &[Placed<'_>], limits: &Limits) -> Vec<(&'static str, Vec<Box<str>>)> {
    let mut spot: Vec<usize> = (0..records.len()).collect();
    loop {
        let before = spot.clone();
        for (a, first) in records.iter().enumerate() {
            for (b, second) in records.iter().enumerate() {
                if first.position.distance_m(second.position) <= limits.same_spot_m {
                    let least = spot[a].min(spot[b]);
                    (spot[a], spot[b]) = (least, least);
                }
            }
        }
        if spot == before {
            break;
        }
    }
    let mut found = vec![];
    for number in 0..records.len() {
        let members: Vec<&Placed<'_>> = records.iter().zip(&spot).filter(|(_, spot)| **spot == number).map(|(record, _)| record).collect();
        let unlike =
            |a: &&Placed<'_>, b: &&Placed<'_>| matches!((read(a), read(b)), (Some(a), Some(b)) if a.likeness(&b).0 < limits.same_address);
        let several = members.iter().any(|a| members.iter().any(|b| unlike(a, b)));
        let one_point = members.iter().all(|one| one.position == members[0].position);
        if several && !(one_point && members.len() >= limits.crowd) {
            found.push(("two_addresses", members.iter().map(|one| one.id.into()).collect()));
        }
    }
    found
}

fn apart_by_brute_force(records: &[Placed<'_>], limits: &Limits) -> Vec<(&'static str, Vec<Box<str>>)> {
    let mut found = vec![];
    for spelt in [&["望河路1号", "望河路一号"][..], &["望河路2号"], &["翠柳巷1号"]] {
        let members: Vec<_> = records.iter().filter(|one| one.address.is_some_and(|address| spelt.contains(&address))).collect();
        if members.iter().any(|a| members.iter().any(|b| a.position.distance_m(b.position) > limits.far_apart_m)) {
            found.push(("far_apart", members.iter().map(|one| one.id.into()).collect()));
        }
    }
    found
}
