//! What plans would change on foot, over the made-up town of `walking.rs`, worked out by hand.

use std::io::Cursor;

use carereach::{
    config::BasemapArgs,
    domain::change::Stamp,
    exchange::{OsmFormat, OsmSource},
    registry::{ImportKind, OsmOptions},
};
use serde_json::{Value, json};

use super::{
    scenarios::numbers,
    service::{Service, add_account, empty, import_bytes, number},
};

/// The town of `walking.rs`, with day-care centres at both ends of its only street over the river; people at the northern end,
/// just north of the river, and at the southern one.
fn town() -> (Service, String) {
    let records = empty();
    let map = include_str!("../fixtures/town.osm");
    let open = || Ok(Box::new(Cursor::new(map.as_bytes())) as Box<dyn std::io::Read + Send>);
    let source = OsmSource { name: "town.osm", format: OsmFormat::Xml, open: &open, size: map.len() as u64 };
    let options = OsmOptions { sha256: "1".into(), area_given: false, stamp: Stamp::operator(), dry_run: false, progress: &|_, _| {} };
    records.import_osm(&source, &options).expect("the map is read");
    let facilities = "id,name,kind,lon,lat,capacity\nN,示例北站,community-service-station,108.9400,34.2600,50\n\
        S,示例南站,community-service-station,108.9400,34.2500,60\n";
    import_bytes(&records, ImportKind::Facilities, "facilities.csv", facilities.as_bytes());
    let demand = "id,lon,lat,population\nD1,108.9400,34.2590,100\nD2,108.9400,34.2530,40\nD3,108.9400,34.2510,7\n";
    import_bytes(&records, ImportKind::Demand, "demand.csv", demand.as_bytes());
    add_account(&records, "planner", &["planner=all"]);
    let service = Service::start(records, BasemapArgs::default());
    let cookie = service.sign_in("planner");
    (service, cookie)
}

#[test]
fn when_the_bridge_is_closed_people_across_the_river_fall_to_the_other_side() {
    let (service, cookie) = town();
    let drill = |within_m: f64, bar: Value| {
        let terms = json!({ "kind": ["community-service-station"], "by": "walk", "within_m": within_m });
        let answer = service.write("POST", "/api/v1/plans/drill", &[("cookie", &cookie)], &json!({ "terms": terms, "bar": bar }));
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    };
    // The river runs along 34.2525; the steps to the east, behind the day-care centre, are another way round.
    let bridge = json!([[[108.939, 34.2525], [108.941, 34.2525]]]);
    // D2 lies 333.6 m north of S and 778.4 m south of N.
    let near = drill(400.0, bridge.clone());
    assert_eq!((&near["measured"], numbers(&near, ["total", "lost", "taken_over"])), (&true.into(), [147.0, 40.0, 0.0]));
    let far = drill(800.0, bridge);
    assert_eq!(numbers(&far, ["lost", "taken_over"]), [0.0, 40.0]);
    let north = &far["takes_over"][0];
    assert_eq!((&north["facility"], numbers(north, ["people", "load", "capacity", "over"])), (&"N".into(), [40.0, 140.0, 50.0, 90.0]));
    assert_eq!(numbers(&drill(400.0, json!([])), ["lost", "taken_over"]), [0.0, 0.0]);
}

#[test]
fn on_foot_a_dragged_site_makes_the_figures_of_the_plan_and_one_off_the_streets_reaches_nobody() {
    let (service, cookie) = town();
    let ask = |path: &str, body: &Value| {
        let answer = service.write("POST", &format!("/api/v1/plans/{path}"), &[("cookie", &cookie)], body);
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    };
    let terms = json!({ "kind": ["community-service-station"], "by": "walk", "within_m": 200.0 });
    let move_to = |lat: f64| json!([{ "id": "m", "do": "move", "facility": "S", "lon": 108.94, "lat": lat }]);
    // N has D1 (111 m), S has D3 (111 m); at 34.2535 S has D2 (56 m) and no longer D3 (278 m).
    for (lat, covered, lost) in [(34.2535, 140.0, 7.0), (34.2515, 147.0, 0.0), (34.2700, 100.0, 7.0)] {
        let figures = ask("figures", &json!({ "terms": terms, "actions": move_to(lat) }));
        let moving = json!({ "action": "m", "lon": 108.94, "lat": lat });
        let tried = ask("try", &json!({ "terms": terms, "actions": move_to(34.25), "moving": moving }));
        assert_eq!((number(&figures["after"]["covered"]), number(&figures["newly_lost"])), (covered, lost), "{lat}");
        assert_eq!((number(&tried["covered"]), number(&tried["newly_lost"])), (covered, lost), "{lat}");
        assert_eq!((&tried["off_road"], &figures["per_action"][0]["off_road"]), (&(lat > 34.265).into(), &(lat > 34.265).into()));
    }
}
