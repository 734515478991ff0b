use geo_types::{LineString, Polygon};
use proptest::prelude::*;

use super::*;
use crate::domain::division::SmartCommunity;

fn division(code: &str, [west, south, east, north]: [f64; 4]) -> Division {
    let ring = LineString::from(vec![(west, south), (east, south), (east, north), (west, north), (west, south)]);
    Division {
        code: DivisionCode::parse(code).expect("a code of the test"),
        name: code.to_owned(),
        name_en: None,
        parent: None,
        valid_from: None,
        valid_to: None,
        successor: None,
        boundary: Some(MultiPolygon(vec![Polygon::new(ring, Vec::new())])),
        centre: None,
        smart: SmartCommunity::default(),
        source: None,
    }
}

fn building(lon: f64, lat: f64, floor_m2: f64, residential: bool) -> Building {
    Building { position: Position::new(lon, lat).expect("a position of the test"), floor_m2, residential }
}

fn spread(buildings: &[Building], totals: &[f64], everybody: Option<usize>) -> Spread {
    let community = division("610102001001", [108.90, 34.20, 108.95, 34.25]);
    let homes = Homes::new(std::iter::once(&community), buildings);
    homes.spread(&community, totals, everybody).expect("the division has a boundary")
}

fn column(spread: &Spread, place: usize) -> Vec<f64> {
    spread.cells.iter().map(|cell| cell.counts[place]).collect()
}

#[test]
fn people_go_to_homes_by_floor_area_and_the_last_ones_to_the_largest_remainder() {
    let buildings = [
        building(108.92, 34.21, 300.0, true),
        building(108.91, 34.22, 100.0, true),
        building(108.92, 34.22, 5_000.0, false),
        building(108.99, 34.22, 5_000.0, true),
    ];
    // 11 people over 100 and 300 square metres: quotas 2.75 and 8.25.
    let spread = spread(&buildings, &[11.0], Some(0));
    assert_eq!((spread.basis, spread.crowded), (Basis::Homes, false));
    let found: Vec<_> = spread.cells.iter().map(|cell| (cell.number, cell.position.lat(), cell.counts[0])).collect();
    assert_eq!(found, [(1, 34.22, 3.0), (2, 34.21, 8.0)], "from north to south; offices and houses elsewhere get nobody");
}

#[test]
fn nobody_is_old_where_nobody_lives() {
    let buildings = [(108.90, 100.0), (108.91, 300.0), (108.92, 300.0)].map(|(lon, floor_m2)| building(lon, 34.21, floor_m2, true));
    // 4 people: quotas 0.57, 1.71, 1.71, so that nobody lives in the small house. By floor one of 3 elders would: 0.43, 1.29, 1.29.
    let spread = spread(&buildings, &[4.0, 3.0], Some(0));
    assert_eq!(column(&spread, 0), [2.0, 2.0]);
    assert_eq!(column(&spread, 1).iter().sum::<f64>(), 3.0);
    assert!(column(&spread, 1).iter().all(|elders| *elders >= 1.0));
}

#[test]
fn without_homes_all_buildings_serve_and_without_buildings_the_ground() {
    let office = building(108.92, 34.21, 10.0, false);
    let on_map = spread(&[office], &[7.0], Some(0));
    assert_eq!((on_map.basis, on_map.crowded, column(&on_map, 0)), (Basis::Buildings, true, vec![7.0]));
    assert_eq!(spread(&[building(108.92, 34.21, 0.0, true)], &[7.0], Some(0)).basis, Basis::Ground);
}

#[test]
fn over_the_ground_people_lie_evenly_a_hundred_metres_apart() {
    let spread = spread(&[], &[100_000.0], Some(0));
    let counts = column(&spread, 0);
    // 0.05 degrees are 5,560 m from south to north and 4,598 m from west to east at 34.225 N: 55.6 x 45.98 squares.
    assert!((2_420..=2_688).contains(&counts.len()), "{}", counts.len());
    let (least, most) = (counts.iter().copied().fold(f64::MAX, f64::min), counts.iter().copied().fold(0.0, f64::max));
    assert_eq!(most - least, 1.0);
    assert_eq!(counts.iter().sum::<f64>(), 100_000.0);
    let apart = spread.cells[0].position.distance_m(spread.cells[1].position);
    assert!((apart - 100.0).abs() < 0.5, "{apart} m");
    let inside = |cell: &SpreadCell| (108.90..=108.95).contains(&cell.position.lon()) && (34.20..=34.25).contains(&cell.position.lat());
    assert!(spread.cells.iter().all(inside));
}

#[test]
fn a_few_people_on_much_ground_do_not_gather_in_a_corner() {
    let spread = spread(&[], &[40.0], Some(0));
    assert_eq!(spread.cells.len(), 40);
    for quarter in [[108.90, 34.20], [108.925, 34.20], [108.90, 34.225], [108.925, 34.225]] {
        let in_quarter = |cell: &&SpreadCell| {
            (quarter[0]..quarter[0] + 0.025).contains(&cell.position.lon())
                && (quarter[1]..quarter[1] + 0.025).contains(&cell.position.lat())
        };
        let people = spread.cells.iter().filter(in_quarter).count();
        assert!((5..=15).contains(&people), "{people} of 40 in a quarter");
    }
}

#[test]
fn a_division_smaller_than_a_square_has_one_spot_inside_and_one_without_a_boundary_none() {
    let yard = division("610102001001", [108.900_01, 34.200_01, 108.900_02, 34.200_02]);
    let homes = Homes::new(std::iter::once(&yard), &[]);
    let spread = homes.spread(&yard, &[12.0], Some(0)).expect("a boundary");
    assert_eq!((spread.cells.len(), column(&spread, 0)), (1, vec![12.0]));
    let bare = Division { boundary: None, ..yard };
    assert_eq!(Homes::new(std::iter::once(&bare), &[]).spread(&bare, &[12.0], Some(0)), None);
}

#[test]
fn a_total_that_is_not_whole_is_kept_to_the_last_bit() {
    let buildings: Vec<Building> =
        (1..=7).map(|number| building(108.90 + 0.001 * f64::from(number), 34.21, f64::from(number), true)).collect();
    for total in [0.1, 1234.567, 1e-9, 1e-300, 999_999_999.999] {
        let spread = spread(&buildings, &[total], Some(0));
        let mut counts = column(&spread, 0);
        assert_eq!(counts.iter().sum::<f64>(), total);
        counts.sort_by(f64::total_cmp);
        assert_eq!(counts.iter().sum::<f64>(), total, "in another order too");
        if total > 1e-9 {
            // The seventh has 7 of 28 parts.
            assert!((counts[6] / total - 0.25).abs() < 1e-12, "{}", counts[6]);
        }
    }
}

#[test]
fn spots_are_numbered_the_same_whatever_the_order_of_the_buildings() {
    let mut buildings: Vec<Building> =
        (0..20).map(|number| building(108.90 + 0.002 * f64::from(number), 34.21, f64::from(1 + number % 3), true)).collect();
    let one = spread(&buildings, &[33.0, 11.0], Some(0));
    buildings.reverse();
    assert_eq!(spread(&buildings, &[33.0, 11.0], Some(0)), one);
}

proptest! {
    #[test]
    fn totals_are_kept_quotas_are_met_and_no_group_outgrows_the_people(
        floors in prop::collection::vec(1u32..5_000, 1..60),
        people in 0u32..100_000,
        share in 0.0f64..=1.0,
        fraction in prop_oneof![Just(0.0), 0.0f64..1.0],
    ) {
        let buildings: Vec<Building> = floors
            .iter()
            .enumerate()
            .map(|(place, floor)| building(108.90 + 0.0005 * place as f64, 34.22, f64::from(*floor), true))
            .collect();
        let everybody = f64::from(people) + fraction;
        let elders = if fraction == 0.0 { (everybody * share).floor() } else { everybody * share };
        let spread = spread(&buildings, &[elders, everybody], Some(1));
        prop_assert_eq!(column(&spread, 0).iter().sum::<f64>(), elders);
        prop_assert_eq!(column(&spread, 1).iter().sum::<f64>(), everybody);
        let all: f64 = floors.iter().map(|floor| f64::from(*floor)).sum();
        for cell in &spread.cells {
            prop_assert!(cell.counts[0] <= cell.counts[1]);
            let quota = everybody * f64::from(floors[cell.number - 1]) / all;
            prop_assert!((cell.counts[1] - quota).abs() < 1.0 + 1e-6, "{} for a quota of {}", cell.counts[1], quota);
        }
    }
}
