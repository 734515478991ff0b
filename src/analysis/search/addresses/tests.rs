use proptest::prelude::*;

use super::*;
use crate::{analysis::search::Asked, domain::address_point::AddressPoint};

fn at(lon: f64, lat: f64) -> Position {
    Position::new(lon, lat).expect("a position of the test")
}

fn point(kind: SpotKind, name: &str, lon: f64, lat: f64) -> AddressPoint {
    let class = if kind == SpotKind::House { "house" } else { "some" };
    AddressPoint { kind, class: class.into(), name: name.into(), name_en: None, aliases: Vec::new(), position: at(lon, lat) }
}

fn town() -> Vec<AddressPoint> {
    use SpotKind::{House, Landmark, Place, Street};
    let mut points = vec![
        point(Place, "中关村", 116.31, 39.98),
        point(Street, "中关村大街", 116.310, 39.975),
        point(Street, "中关村大街", 116.311, 39.985),
        point(Street, "中关村南大街", 116.320, 39.960),
        point(House, "中关村大街27号", 116.3101, 39.9801),
        point(House, "中关村大街27号院", 116.3102, 39.9805),
        point(House, "中关村大街29号", 116.3103, 39.9809),
        point(House, "中关村南大街27号", 116.3201, 39.9601),
        point(House, "成府路 5", 116.330, 39.990),
        point(Landmark, "北京大学", 116.305, 39.992),
        point(Landmark, "101中学", 116.300, 39.995),
        point(Landmark, "肯德基", 116.31, 39.97),
        point(Landmark, "肯德基", 116.40, 39.90),
        point(House, "12 Long Street", 116.35, 39.95),
    ];
    points[9].aliases = vec!["北大".into(), "燕园".into()];
    points[9].name_en = Some("Peking University".into());
    points[1].name_en = Some("Zhongguancun Street".into());
    points
}

fn found(typed: &str, near: Option<Position>) -> Vec<String> {
    let index = AddressIndex::new(&town());
    let hits = index.find(&Asked::new(typed).expect("a question"), near, 9);
    hits.into_iter().map(|hit| hit.spot.name).collect()
}

#[test]
fn a_house_is_found_however_its_number_is_written() {
    for typed in [
        "中关村大街27号",
        "中关村大街 27",
        "中关村大街27",
        "27号中关村大街",
        "27 中关村大街",
        "zhongguancundajie 27",
        "zgcdj27号",
        "中官村大街２７号",
        "Zhongguancun Street 27",
        "27 Zhongguancun Street",
        "中关村大街27號",
    ] {
        let found = found(typed, None);
        assert_eq!(found[..2], ["中关村大街27号", "中关村大街27号院"], "{typed}: {found:?}");
        assert!(found.iter().any(|name| name == "中关村大街"), "{typed}: the street comes behind");
    }
    assert_eq!(found("中关村大街27号院", None)[0], "中关村大街27号院");
    assert_eq!(found("成府路5号", None), ["成府路 5"]);
    assert_eq!(found("long street 12", None), ["12 Long Street"]);
    assert_eq!(found("long street", None), ["12 Long Street"], "a street that is known by its houses alone");
}

#[test]
fn a_number_that_is_not_there_leaves_the_street() {
    let found = found("中关村南大街99号", None);
    assert_eq!(found[0], "中关村南大街");
    assert!(!found.iter().any(|name| name.contains("27")), "{found:?}");
}

#[test]
fn a_slip_in_the_street_still_finds_the_house() {
    for typed in ["zhonguancundajie29", "中关树大街29号", "zhongguancundaije 29号"] {
        assert_eq!(found(typed, None)[0], "中关村大街29号", "{typed}");
    }
}

#[test]
fn names_are_found_by_other_names_numbers_in_them_and_english() {
    assert_eq!(found("燕园", None), ["北京大学"]);
    assert_eq!(found("bd", None), ["北京大学"]);
    assert_eq!(found("bjdx", None), ["北京大学"]);
    assert_eq!(found("beijnig daxue", None), ["北京大学"]);
    assert_eq!(found("peking univ", None), ["北京大学"]);
    assert_eq!(found("101中学", None), ["101中学"]);
    assert_eq!(found("101zx", None), ["101中学"]);
}

#[test]
fn pieces_of_a_street_are_one_and_branches_of_a_shop_are_not() {
    assert_eq!(found("中关村大街", None)[0], "中关村大街");
    assert_eq!(found("中关村大街", None).iter().filter(|name| *name == "中关村大街").count(), 1);
    assert_eq!(found("肯德基", None).len(), 2);
}

#[test]
fn of_equal_fits_the_nearer_comes_first_then_the_place() {
    let index = AddressIndex::new(&town());
    let first = |near| index.find(&Asked::new("kendeji").expect("a question"), Some(near), 1).swap_remove(0);
    for here in [at(116.31, 39.97), at(116.40, 39.90)] {
        let hit = first(here);
        assert_eq!((hit.spot.position, hit.distance_m), (here, Some(0.0)));
    }
    let names = found("中关村", Some(at(116.32, 39.96)));
    assert_eq!(names[..2], ["中关村", "中关村南大街"], "{names:?}");
}

#[test]
fn the_order_of_the_map_changes_no_answer() {
    let (one, mut turned) = (AddressIndex::new(&town()), town());
    turned.reverse();
    turned.extend(town());
    let other = AddressIndex::new(&turned);
    assert_eq!(one.len(), other.len());
    for typed in ["中关村", "27", "d", "肯德基", "street"] {
        let asked = Asked::new(typed).expect("a question");
        assert_eq!(one.find(&asked, None, 5), other.find(&asked, None, 5));
        assert_eq!(one.around(at(116.31, 39.98)), other.around(at(116.31, 39.98)));
    }
}

#[test]
fn nothing_is_found_in_nothing() {
    let none = AddressIndex::new(&[]);
    assert!(none.is_empty() && none.find(&Asked::new("中关村 1").expect("a question"), None, 5).is_empty());
    assert_eq!(none.around(at(116.3, 39.9)), Around::default());
}

#[test]
fn what_is_near_is_told_by_kind_and_only_when_it_is_near_enough() {
    let index = AddressIndex::new(&town());
    let here = at(116.3101, 39.9804);
    let around = index.around(here);
    let name = |near: &Option<NearSpot>| near.as_ref().map(|near| near.spot.name.clone());
    assert_eq!(name(&around.house).as_deref(), Some("中关村大街27号院"));
    assert_eq!(name(&around.street).as_deref(), Some("中关村大街"));
    assert_eq!(name(&around.place).as_deref(), Some("中关村"));
    assert_eq!(around.landmark, None, "all are farther than 300 m");
    let far = index.around(at(100.0, 10.0));
    assert_eq!(far, Around::default());
}

proptest! {
    #[test]
    fn the_nearest_of_each_kind_is_the_one_that_a_scan_finds(
        spots in proptest::collection::vec((0..4usize, 0..400i32, 0..400i32), 0..60), x in -20..420i32, y in -20..420i32,
    ) {
        let place = |x: i32, y: i32| at(116.0 + f64::from(x) / 4000.0, 40.0 + f64::from(y) / 4000.0);
        let points: Vec<AddressPoint> = spots
            .iter()
            .enumerate()
            .map(|(row, (kind, x, y))| AddressPoint { position: place(*x, *y), ..point(SpotKind::ALL[*kind], &format!("名{row}路{row}号"), 0.0, 0.0) })
            .collect();
        let here = place(x, y);
        let index = AddressIndex::new(&points);
        let around = index.around(here);
        for (kind, reach_m, near) in [
            (SpotKind::Place, 5000.0, around.place), (SpotKind::Landmark, 300.0, around.landmark),
            (SpotKind::Street, 800.0, around.street), (SpotKind::House, 200.0, around.house),
        ] {
            let distances = points.iter().filter(|point| point.kind == kind).map(|point| here.distance_m(point.position));
            let scanned = distances.filter(|distance_m| *distance_m <= reach_m).min_by(f64::total_cmp);
            match (near, scanned) {
                (Some(near), Some(scanned)) => prop_assert!((near.distance_m - scanned).abs() < 0.05),
                (near, scanned) => prop_assert_eq!(near.map(|near| near.distance_m), scanned),
            }
        }
    }
}
