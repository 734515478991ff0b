//! People within reach, worked out by hand.
//!
//! Day-care centres that operate: A1 at D1, A2 0.004 degrees (444.78 m) south of D3. D2 is 444.78 m north of A1, D4 919 m west
//! of A1, D5 kilometres away and in no division. So of 1000, 500, 800, 600 and 70 people:
//! within 100 m D1; within 500 m D1, D2, D3; within 1000 m all but D5.

use super::service::{Service, column, empty, fixture, import_bytes, metres, number, shared};
use carereach::{config::BasemapArgs, registry::ImportKind};
use serde_json::Value;

fn ask(query: &str) -> Value {
    shared().json(&format!("/api/v1/coverage?{query}"))
}

fn bands(bands: &Value) -> Vec<[f64; 4]> {
    let rows = bands.as_array().expect("bands").iter();
    rows.map(|band| [number(&band["within_m"]), number(&band["covered"]), number(&band["left_over"]), number(&band["total"])]).collect()
}

#[test]
fn people_within_reach_are_counted_by_band_and_division() {
    let answer = ask("kind=elderly-day-care&within_m=1000,100,500&level=district");
    assert_eq!(answer["within_m"], serde_json::json!([100.0, 500.0, 1000.0]));
    let everyone = [[100.0, 1000.0, 1970.0, 2970.0], [500.0, 2300.0, 670.0, 2970.0], [1000.0, 2900.0, 70.0, 2970.0]];
    assert_eq!(bands(&answer["bands"]), everyone);
    let zones = answer["zones"].as_array().expect("zones");
    let zone = |code: Value| zones.iter().find(|zone| zone["code"] == code).expect("a zone");
    assert_eq!(zones.len(), 3);
    let east = zone("990101000000".into());
    assert_eq!(bands(&east["bands"]), [[100.0, 1000.0, 1300.0, 2300.0], [500.0, 2300.0, 0.0, 2300.0], [1000.0, 2300.0, 0.0, 2300.0]]);
    assert_eq!((&east["name"], &east["facilities"], number(&east["total"])), (&"东区".into(), &2.into(), 2300.0));
    let west = zone("990102000000".into());
    assert_eq!(bands(&west["bands"]), [[100.0, 0.0, 600.0, 600.0], [500.0, 0.0, 600.0, 600.0], [1000.0, 600.0, 0.0, 600.0]]);
    let nowhere = zone(Value::Null);
    assert_eq!((bands(&nowhere["bands"])[2], &nowhere["name"]), ([1000.0, 0.0, 70.0, 70.0], &Value::Null));
    assert_eq!((&answer["facilities"], &answer["unreachable"]), (&2.into(), &0.into()));
    assert_eq!(answer["communities"], serde_json::json!({"with_one": 2, "total": 3, "share": 2.0 / 3.0}));
    assert_eq!(
        (&answer["kind"], &answer["group"], &answer["by"]),
        (&serde_json::json!(["elderly-day-care"]), &"population".into(), &"straight".into())
    );
}

#[test]
fn the_limit_is_closed() {
    let distance = metres([108.945, 34.259], [108.945, 34.255]);
    // The community holds D1 at the door and D2 at that distance.
    let covered = |metres: f64| {
        let answer = ask(&format!("kind=elderly-day-care&within_m={metres}&division=990101001001"));
        bands(&answer["bands"])[0][1]
    };
    assert_eq!((covered(distance), covered(distance - 0.001)), (1500.0, 1000.0));
}

#[test]
fn another_group_counts_other_people() {
    let answer = ask("kind=elderly-day-care&within_m=100,500,1000&group=elderly");
    let covered: Vec<f64> = bands(&answer["bands"]).iter().map(|band| band[1]).collect();
    assert_eq!((covered, bands(&answer["bands"])[0][3]), (vec![200.0, 350.0, 650.0], 657.0));
    assert_eq!(answer["group"], "elderly");
}

#[test]
fn a_division_keeps_to_its_own_people_but_places_beyond_its_border_serve_them() {
    let answer = ask("kind=elderly-day-care&within_m=1000&division=990102&level=community");
    assert_eq!(bands(&answer["bands"]), [[1000.0, 600.0, 0.0, 600.0]]);
    assert_eq!(column(&answer["zones"], "code"), ["990102001001"]);
    assert_eq!((&answer["facilities"], &answer["communities"]["total"]), (&0.into(), &1.into()));
}

#[test]
fn the_nearest_of_several_kinds_counts() {
    let one = bands(&ask("kind=elderly-day-care&within_m=300")["bands"])[0][1];
    // S05 and others are near; T-1 and T-2 are 354 m from D4: 0.0025 degrees each way.
    let both = bands(&ask("kind=elderly-day-care,community-activity-space&within_m=400")["bands"])[0][1];
    assert_eq!((one, both), (1000.0, 1600.0));
}

#[test]
fn covered_and_left_over_are_the_total_to_the_last_bit() {
    for query in [
        "within_m=1,77,300.5,444,445,1000",
        "kind=elderly-day-care&group=elderly&within_m=0,500&level=community",
        "kind=volunteer-team&within_m=9",
    ] {
        let answer = ask(query);
        let of_zones = answer["zones"].as_array().expect("zones").iter().map(|zone| &zone["bands"]);
        for list in of_zones.chain([&answer["bands"]]) {
            for [_, covered, left_over, total] in bands(list) {
                assert_eq!(covered + left_over, total, "{query}");
            }
        }
    }
}

#[test]
fn a_protected_place_without_a_front_point_is_skipped_with_the_reason() {
    let answer = ask("kind=minor-protection-station&within_m=500");
    assert_eq!(column(&answer["skipped"], "id"), ["P2"]);
    assert_eq!((&answer["facilities"], &answer["unreachable"]), (&0.into(), &6.into()));
    assert_eq!(bands(&answer["bands"]), [[500.0, 0.0, 2970.0, 2970.0]]);
}

#[test]
fn a_standard_needs_to_be_verified_and_to_have_a_reach() {
    let refusal = |query: &str| shared().refusal(&format!("/api/v1/coverage?{query}"));
    let standards = shared().json("/api/v1/standards");
    let rows = standards["items"].as_array().expect("rows");
    let code =
        |takes: &dyn Fn(&Value) -> bool| rows.iter().find(|row| takes(row)).and_then(|row| row["code"].as_str()).expect("a standard");
    let off = code(&|row| row["active"] == false && row["reach_m"].is_number());
    assert_eq!(refusal(&format!("standard={off}")), (422, "standard_off".to_owned(), vec![]));
    let one_for_each = code(&|row| row["active"] == true && row["reach_m"].is_null());
    assert_eq!(refusal(&format!("standard={one_for_each}")), (422, "invalid_input".to_owned(), vec!["standard".to_owned()]));
    assert_eq!(refusal("standard=nonsense").2, ["standard"]);
    assert_eq!(refusal(&format!("standard={one_for_each}&within_m=3")).2, ["within_m"]);
    assert_eq!(refusal("kind=elderly-day-care").2, ["within_m"]);
    assert_eq!(refusal("within_m=1,2,3,4,5,6,7,8,9").2, ["within_m"]);
    assert_eq!(refusal("within_m=5&division=990109").2, ["division"]);
    assert_eq!(refusal("within_m=5&group=disabled").2, ["group"]);
}

#[test]
fn without_divisions_everybody_stands_in_a_zone_without_a_code() {
    let records = empty();
    import_bytes(&records, ImportKind::Facilities, "facilities.csv", &fixture("facilities.csv"));
    import_bytes(&records, ImportKind::Demand, "demand.csv", &fixture("demand.csv"));
    let service = Service::start(records, BasemapArgs::default());
    let answer = service.json("/api/v1/coverage?kind=elderly-day-care&within_m=500");
    assert_eq!(bands(&answer["bands"]), [[500.0, 2300.0, 670.0, 2970.0]]);
    assert_eq!(answer["zones"].as_array().map(Vec::len), Some(1));
    assert!(answer["zones"][0]["code"].is_null());
    let gaps = service.json("/api/v1/gaps?kind=elderly-day-care&within_m=500");
    assert_eq!((&gaps["unit"], column(&gaps["items"], "code")), (&"cell".into(), vec!["D4".to_owned(), "D5".to_owned()]));
}

#[test]
fn a_figure_comes_with_its_band_at_other_limits_and_with_places_where_they_may_be() {
    // D2 is 444.78 m from A1 and D3 as far from A2: within 460 m, not within a tenth less, and D4 is 919 m away.
    let ask = |query: &str| shared().json(&format!("/api/v1/coverage/band?kind=elderly-day-care&within_m=460{query}"));
    let band = ask("&repeats=40");
    let covered = |name: &str| [number(&band[name]["within_m"]).round(), number(&band[name]["covered"]), number(&band[name]["left_over"])];
    assert_eq!(covered("stated"), [460.0, 2300.0, 670.0]);
    assert_eq!((covered("shorter"), covered("longer")), ([414.0, 1000.0, 1970.0], [506.0, 2300.0, 670.0]));
    let moved = ["min", "p5", "median", "p95", "max"].map(|name| number(&band["moved"][name]));
    assert!(moved.is_sorted(), "{moved:?}");
    // Whoever is within reach wherever a place is, is so in every draw; nobody else than D1, D2, D3 and D4 can be.
    assert!(moved[0] >= 0.0 && moved[4] <= 2900.0, "{moved:?}");
    assert_eq!(ask("&repeats=40"), band, "the same seed draws the same");
    let precisions = band["precisions"].as_array().expect("classes").iter();
    assert_eq!(precisions.map(|class| number(&class["facilities"])).sum::<f64>(), 2.0);
    assert_eq!(shared().refusal("/api/v1/coverage/band?within_m=100,200").2, ["within_m"]);
    assert_eq!(shared().refusal("/api/v1/coverage/band?within_m=100&repeats=0").2, ["repeats"]);
}
