//! Walking over an imported map: a made-up town whose distances were worked out by hand. One degree of latitude is
//! 111,195.08 m; 0.002 degrees of longitude are 183.80 m there.
//!
//! 示例南北路 leads from 34.25 to 34.26 over a bridge, 示例东街 from its northern end to the day-care centre of the map, and
//! 示例台阶 from there down to 34.25. 示例洲路 is an island.

use std::{io::Cursor, sync::LazyLock};

use carereach::{
    config::BasemapArgs,
    domain::change::Stamp,
    exchange::{OsmFormat, OsmSource},
    registry::{ImportKind, OsmOptions, OsmSummary, Records},
};
use serde_json::{Value, json};

use super::service::{Service, add_account, empty, import_bytes, shared, text};

const TOWN: &str = include_str!("../fixtures/town.osm");
const NORTH_SOUTH_M: f64 = 1_111.950_8;
const LANE_M: f64 = 183.80;

fn take(records: &Records, map: &'static str, sha256: &str) -> OsmSummary {
    let open = || Ok(Box::new(Cursor::new(map.as_bytes())) as Box<dyn std::io::Read + Send>);
    let source = OsmSource { name: "town.osm", format: OsmFormat::Xml, open: &open, size: map.len() as u64 };
    let options = OsmOptions { sha256: sha256.into(), area_given: false, stamp: Stamp::operator(), dry_run: false, progress: &|_, _| {} };
    records.import_osm(&source, &options).expect("the map is read")
}

fn records() -> Records {
    let records = empty();
    take(&records, TOWN, "1");
    let facilities = "id,name,kind,lon,lat\nA,示例甲,elderly-day-care,108.9402,34.2500\nB,示例乙,elderly-day-care,108.9500,34.2530\n\
        S,示例救助站,relief-station,108.9400,34.2550\n";
    import_bytes(&records, ImportKind::Facilities, "facilities.csv", facilities.as_bytes());
    let demand = "id,lon,lat,population\nD1,108.9400,34.2600,100\nD2,108.9500,34.2530,50\nD3,108.9300,34.2700,7\n";
    import_bytes(&records, ImportKind::Demand, "demand.csv", demand.as_bytes());
    records
}

fn town() -> &'static Service {
    static TOWN: LazyLock<Service> = LazyLock::new(|| Service::start(records(), BasemapArgs::default()));
    &TOWN
}

#[test]
fn corners_of_the_streets_are_candidates_and_sites_are_reached_on_foot() {
    let records = records();
    add_account(&records, "planner", &["planner=all"]);
    let service = Service::start(records, BasemapArgs::default());
    let cookie = service.sign_in("planner");
    // The old place is 1,111.95 m up the street from D1; whatever is on the lane is nearer, along the streets.
    let body = json!({
        "terms": { "kind": ["elderly-day-care"], "by": "walk", "within_m": 1200 },
        "siting": { "model": "p-median", "sites": 1, "candidates": { "from": "streets", "spacing_m": 50 } },
    });
    let made = service.write("POST", "/api/v1/plans", &[("cookie", &cookie)], &body);
    assert_eq!(made.status, 201, "{}", made.text());
    let path = format!("/api/v1/plans/{}", text(&made.json()["id"]));
    let events = service.ask("GET", &format!("{path}/events"), &[("cookie", &cookie)]).text();
    assert!(events.contains("event: done"), "{events}");
    let answer = service.ask("GET", &path, &[("cookie", &cookie)]).json()["answer"].clone();
    assert_eq!(answer["measured"], true, "{answer}");
    assert!(answer["candidates"].as_u64().expect("a number") >= 2, "{answer}");
    // D3 is on no road: nobody reaches it, and that is said.
    assert_eq!((&answer["status"], &answer["infeasible_because"][0]["demand"]), (&json!("infeasible"), &json!("D3")), "{answer}");
    assert_eq!(answer["infeasible_because"][0]["reason"], "no way leads from there to any site");
    let mut body = body;
    body["siting"]["model"] = json!("mclp");
    let made = service.write("POST", "/api/v1/plans", &[("cookie", &cookie)], &body).json();
    let path = format!("/api/v1/plans/{}", text(&made["id"]));
    service.ask("GET", &format!("{path}/events"), &[("cookie", &cookie)]);
    let answer = service.ask("GET", &path, &[("cookie", &cookie)]).json()["answer"].clone();
    assert_eq!((&answer["status"], &answer["total"]), (&json!("optimal"), &json!(157.0)), "{answer}");
    assert!(text(&answer["sites"][0]["id"]).starts_with('n'), "{answer}");
}

fn near(found: &Value, expected: f64) -> bool {
    found.as_f64().is_some_and(|found| (found - expected).abs() < 0.02)
}

/// Ids and metres of an answer.
fn matches(answer: &Value) -> Vec<(String, f64)> {
    let one = |feature: &Value| {
        let properties = &feature["properties"];
        (text(&properties["id"]), properties["distance_m"].as_f64().expect("metres"))
    };
    answer["features"].as_array().expect("features").iter().map(one).collect()
}

#[test]
fn a_map_brings_streets_a_division_a_facility_and_an_area() {
    let records = empty();
    let summary = take(&records, TOWN, "1");
    assert_eq!((summary.divisions.found, summary.divisions.added), (1, 1));
    assert_eq!((summary.facilities.found, summary.facilities.added), (1, 1));
    assert!((summary.street_km - (2.0 * NORTH_SOUTH_M + LANE_M + 0.006 * 111_195.08) / 1e3).abs() < 1e-3, "{}", summary.street_km);
    assert_eq!(summary.islands.len(), 1);
    assert_eq!(summary.islands[0].street.as_deref(), Some("示例洲路"));
    assert_eq!(summary.area, Some([108.92, 34.23, 108.97, 34.29]));
    assert!(summary.problems.is_empty() && summary.batch.is_some(), "{:?}", summary.problems);
    assert!(take(&records, TOWN, "1").same_file, "the same file again is told and changes nothing");
}

#[test]
fn a_map_without_streets_never_replaces_one_that_has_them() {
    let records = empty();
    take(&records, TOWN, "1");
    let half = &TOWN[..TOWN.find("<way").expect("a way")];
    for (name, map) in [("empty.osm", "<osm version=\"0.6\"></osm>"), ("half.osm", half)] {
        let map: &'static str = map.to_owned().leak();
        let open = || Ok(Box::new(Cursor::new(map.as_bytes())) as Box<dyn std::io::Read + Send>);
        let source = OsmSource { name, format: OsmFormat::Xml, open: &open, size: map.len() as u64 };
        let options = OsmOptions { sha256: name.into(), area_given: false, stamp: Stamp::operator(), dry_run: false, progress: &|_, _| {} };
        let refused = records.import_osm(&source, &options).expect_err("the registry has a better map").to_string();
        assert!(refused.contains("town.osm stays as it is"), "{refused}");
    }
    assert!(take(&records, TOWN, "1").same_file, "the map is still the one that was there");
}

#[test]
fn without_streets_distances_on_foot_are_estimates_and_say_so() {
    let records = empty();
    let bare: &'static str = "<osm version=\"0.6\"><node id=\"1\" lat=\"34.25\" lon=\"108.94\"><tag k=\"place\" v=\"suburb\"/><tag k=\"name\" v=\"示例镇\"/></node></osm>";
    assert_eq!(take(&records, bare, "1").network, [0, 0]);
    import_bytes(&records, ImportKind::Demand, "demand.csv", b"id,lon,lat,population\nD1,108.9400,34.2500,100\n");
    let service = Service::start(records, BasemapArgs::default());
    assert_eq!(service.json("/api/v1/coverage?within_m=500&by=walk")["measured"], false);
}

#[test]
fn a_place_that_nobody_can_walk_to_is_told_among_those_left_out() {
    let records = records();
    let far = "id,name,kind,lon,lat\nC,示例丙,elderly-day-care,108.9300,34.2700\n";
    import_bytes(&records, ImportKind::Facilities, "far.csv", far.as_bytes());
    let service = Service::start(records, BasemapArgs::default());
    let left_out = |query: &str| {
        let path = format!("/api/v1/nearest?lon=108.94&lat=34.26&kind=elderly-day-care&by=walk&explain=true{query}");
        let answer = service.json(&path)["left_out"].clone();
        let rows = answer.as_array().expect("a list").iter();
        rows.map(|one| (text(&one["id"]), one["reasons"].clone())).collect::<Vec<_>>()
    };
    // B is on an island 1,205 m away, C on no street, 1,443 m away: nearer by an estimate than nothing at all.
    assert_eq!(left_out(""), [("B".into(), serde_json::json!(["island"])), ("C".into(), serde_json::json!(["off_road"]))]);
    assert_eq!(left_out("&limit=1"), [], "both are beyond what was taken");
    assert_eq!(left_out("&within_m=500"), []);
}

#[test]
fn an_element_given_twice_is_one_place() {
    let element = TOWN.find("示例日间照料中心").expect("the facility of the map");
    let from = TOWN[..element].rfind("<node").expect("its node");
    let to = element + TOWN[element..].find("</node>").expect("its end") + "</node>".len();
    let twice: &'static str = format!("{}{}{}", &TOWN[..to], &TOWN[from..to], &TOWN[to..]).leak();
    let summary = take(&empty(), twice, "1");
    assert_eq!((summary.facilities.found, summary.facilities.added), (1, 1));
}

#[test]
fn a_newer_map_offers_what_differs_and_never_what_somebody_checked() {
    let records = empty();
    take(&records, TOWN, "1");
    let newer: &'static str = TOWN.replace("示例日间照料中心", "示例新日间照料中心").leak();
    let summary = take(&records, newer, "2");
    assert_eq!((summary.replaces.as_deref(), summary.outside_area), (Some("town.osm"), None));
    let offered = summary.facilities;
    assert_eq!((offered.added, offered.drafted, offered.checked), (0, 1, 0));
    assert!(offered.draft.is_some(), "a registrar looks at it first");
    let checked = "id,name,kind,lon,lat,checked_on\nosm-n4,核查过的中心,elderly-day-care,108.9420,34.2600,2026-11-01\n";
    import_bytes(&records, ImportKind::Facilities, "checked.csv", checked.as_bytes());
    let again: &'static str = newer.replace("108.9420\" lat=\"34.2600", "108.9421\" lat=\"34.2600").leak();
    let kept = take(&records, again, "3").facilities;
    assert_eq!((kept.added, kept.drafted, kept.checked), (0, 0, 1));
}

#[test]
fn the_nearest_on_foot_are_those_that_streets_lead_to() {
    let answer = town().json("/api/v1/nearest?lon=108.94&lat=34.26&kind=elderly-day-care&by=walk");
    assert_eq!((&answer["by"], &answer["measured"]), (&"walk".into(), &true.into()));
    let found = matches(&answer);
    assert_eq!(found.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["osm-n4", "A"], "B is on an island");
    assert!((found[0].1 - LANE_M).abs() < 0.02 && (found[1].1 - NORTH_SOUTH_M - LANE_M / 10.0).abs() < 0.02, "{found:?}");
    assert!(near(&answer["features"][0]["properties"]["walk_s"], LANE_M * 3.6 / 4.8));
    let elder = town().json("/api/v1/nearest?lon=108.94&lat=34.26&kind=elderly-day-care&by=elder&limit=1");
    assert!(near(&elder["features"][0]["properties"]["walk_s"], LANE_M * 3.6 / 3.0));
    let explained = town().json("/api/v1/nearest?lon=108.94&lat=34.26&kind=elderly-day-care&by=walk&within_m=500&explain=true");
    assert_eq!(explained["left_out"], serde_json::json!([]), "A is beyond all that was taken");
}

#[test]
fn wheels_take_no_steps() {
    let at = |by: &str| matches(&town().json(&format!("/api/v1/nearest?lon=108.942&lat=34.25&kind=elderly-day-care&by={by}")));
    let (feet, wheels) = (at("walk"), at("step-free"));
    let metres = |found: &[(String, f64)], id: &str| found.iter().find(|one| one.0 == id).expect("found").1;
    assert!((metres(&feet, "osm-n4") - NORTH_SOUTH_M).abs() < 0.02, "{feet:?}");
    assert!((metres(&wheels, "osm-n4") - NORTH_SOUTH_M - 2.0 * LANE_M).abs() < 0.1, "{wheels:?}");
}

#[test]
fn coverage_on_foot_counts_who_is_on_no_road() {
    let answer = town().json("/api/v1/coverage?kind=elderly-day-care&within_m=100,200&by=walk");
    assert_eq!((&answer["measured"], &answer["off_road"], &answer["unreachable"]), (&true.into(), &1.into(), &1.into()));
    let bands: Vec<_> = (0..2).map(|band| answer["bands"][band]["covered"].as_f64().expect("people")).collect();
    assert_eq!(bands, [50.0, 150.0]);
    assert_eq!(answer["bands"][0]["total"], 157.0);
    let gaps = town().json("/api/v1/gaps?kind=elderly-day-care&within_m=200&by=walk");
    assert_eq!((&gaps["people_left_over"], &gaps["measured"]), (&7.0.into(), &true.into()));
    let estimated = shared().json("/api/v1/coverage?within_m=500&by=walk");
    assert_eq!((&estimated["measured"], &estimated["by"]), (&false.into(), &"walk".into()));
}

#[test]
fn what_is_written_is_walked_to_at_once() {
    let service = Service::start(records(), BasemapArgs::default());
    let covered = |within_m: u32| {
        let answer = service.json(&format!("/api/v1/coverage?kind=elderly-day-care&within_m={within_m}&by=walk"));
        (answer["bands"][0]["covered"].as_f64().expect("people"), answer["off_road"].as_u64().expect("cells"))
    };
    let write = |what, bytes: &str| {
        import_bytes(service.registry.records(), what, "again.csv", bytes.as_bytes());
        service.registry.refresh().expect("the next snapshot");
    };
    assert_eq!(covered(200), (150.0, 1));
    // The day-care centre closes: those at the northern end walk to A, 1,130 m.
    write(ImportKind::Facilities, "id,name,kind,lon,lat,status\nosm-n4,示例日间照料中心,elderly-day-care,108.9420,34.2600,closed\n");
    assert_eq!((covered(200), covered(1_140)), ((50.0, 1), (150.0, 1)));
    // People move: what was attached before does not stand for them.
    write(ImportKind::Demand, "id,lon,lat,population\nD1,108.9400,34.2500,100\nD3,108.9400,34.2550,7\n");
    assert_eq!((covered(200), covered(1_140)), ((150.0, 0), (157.0, 0)));
}

#[test]
fn without_streets_a_way_on_foot_is_an_estimate_and_says_so() {
    let ask = |by: &str| shared().json(&format!("/api/v1/nearest?lon=108.94&lat=34.25&limit=3&by={by}"));
    let (straight, walked) = (ask("straight"), ask("walk"));
    assert_eq!((&walked["measured"], &straight["measured"]), (&false.into(), &false.into()));
    for ((one, straight_m), (other, walked_m)) in matches(&straight).into_iter().zip(matches(&walked)) {
        assert_eq!(one, other);
        assert!((walked_m - 1.3 * straight_m).abs() < 1e-6, "{walked_m} {straight_m}");
    }
}

#[test]
fn limits_in_seconds_are_metres_at_the_pace_of_whoever_walks_and_answers_say_both() {
    // 4.8 km/h are 1,333,333 micrometres a second: 138 seconds are 183.999954 m, 137 are 182.666621 m; the lane has 183.80 m.
    let of = |path: &str| town().json(&format!("/api/v1/{path}"));
    let answer = of("coverage?kind=elderly-day-care&within_s=137,138&by=walk");
    let bands: Vec<_> = (0..2).map(|band| answer["bands"][band]["covered"].as_f64().expect("people")).collect();
    assert_eq!(bands, [50.0, 150.0]);
    assert!(near(&answer["within_m"][1], 183.999_954) && near(&answer["within_s"][1], 138.0), "{answer}");
    let metres = of("coverage?kind=elderly-day-care&within_m=500&by=walk");
    assert!(near(&metres["within_s"][0], 375.0), "{}", metres["within_s"]);
    assert!(of("coverage?kind=elderly-day-care&within_m=500&by=straight")["within_s"].is_null());
    let gaps = of("gaps?kind=elderly-day-care&within_s=138&by=walk");
    assert!(near(&gaps["within_s"], 138.0) && gaps["people_left_over"] == 7.0, "{gaps}");
    // An older person walks 3 km/h: 138 seconds are 115 m.
    assert_eq!(of("gaps?kind=elderly-day-care&within_s=138&by=elder")["people_left_over"], 107.0);
    let found = of("nearest?lon=108.94&lat=34.26&kind=elderly-day-care&by=walk&within_s=138");
    assert_eq!(matches(&found).len(), 1);
    assert!(near(&found["within_s"], 138.0) && near(&found["within_m"], 183.999_954), "{found}");
    assert_eq!(matches(&of("nearest?lon=108.94&lat=34.26&kind=elderly-day-care&by=walk&within_s=137")).len(), 0);
    let tile = town().get("/tiles/coverage.json?kind=elderly-day-care&within_s=138&by=walk");
    assert_eq!(tile.status, 200, "{}", tile.text());
    for refused in ["coverage?within_s=100", "gaps?within_s=100&by=straight", "nearest?lon=108.94&lat=34.26&within_s=1&within_m=1&by=walk"]
    {
        assert_eq!(town().get(&format!("/api/v1/{refused}")).refused(), (422, "invalid_input".to_owned()), "{refused}");
    }
}

#[test]
fn steps_say_whether_they_lead_up_or_down_and_streets_their_english_names() {
    let way = |lat: &str, to: &str| {
        let route = town().json(&format!("/api/v1/route?lon=108.942&lat={lat}&to={to}&by=walk"));
        let steps = route["properties"]["steps"].as_array().expect("steps").clone();
        let flights = steps.into_iter().filter(|step| step["class"] == "steps");
        flights.map(|step| (text(&step["direction"]), text(&step["street_en"]))).collect::<Vec<_>>()
    };
    // The day-care centre stands at the upper end; the map has the steps lead down from there.
    assert_eq!(way("34.25", "osm-n4"), [("up".to_owned(), "Sample Steps".to_owned())]);
    let street = town().json("/api/v1/route?lon=108.94&lat=34.26&to=A&by=walk");
    let directions: Vec<_> =
        street["properties"]["steps"].as_array().expect("steps").iter().map(|step| step["direction"].clone()).collect();
    assert!(directions.iter().all(|direction| direction.is_null()), "{directions:?}");
}

#[test]
fn a_route_leads_from_door_to_door_in_steps() {
    let route = town().json("/api/v1/route?lon=108.94&lat=34.26&to=A&by=walk");
    assert_eq!(route["geometry"]["type"], "LineString");
    let properties = &route["properties"];
    assert!(properties["measured"] == true && near(&properties["length_m"], NORTH_SOUTH_M + LANE_M / 10.0), "{properties}");
    assert!(properties["steps"].as_array().expect("steps").iter().any(|step| step["street"] == "示例南北路"));
    let line = route["geometry"]["coordinates"].as_array().expect("a line");
    assert_eq!((&line[0], line.last()), (&serde_json::json!([108.94, 34.26]), Some(&serde_json::json!([108.9402, 34.25]))));
    assert_eq!(town().get("/api/v1/route?lon=108.94&lat=34.26&to=B&by=walk").refused(), (422, "no_way".to_owned()));
    let straight = town().json("/api/v1/route?lon=108.94&lat=34.26&to=B&by=straight");
    assert_eq!((&straight["properties"]["measured"], &straight["properties"]["walk_s"]), (&false.into(), &Value::Null));
    assert_eq!(town().get("/api/v1/route?lon=108.94&lat=34.26&to=none").refused().0, 404);
    assert_eq!(town().get("/api/v1/route?lon=108.94").refused(), (422, "invalid_input".to_owned()));
}

#[test]
fn ground_within_reach_holds_who_is_counted_and_nobody_else() {
    let one = town().json("/api/v1/reach/osm-n4?within_m=300&by=walk");
    assert_eq!(
        (&one["type"], &one["geometry"]["type"], &one["properties"]["measured"]),
        (&"Feature".into(), &"MultiPolygon".into(), &true.into())
    );
    let holds = |feature: &Value, point: [f64; 2]| {
        let rings = feature["geometry"]["coordinates"].as_array().expect("polygons").iter().flat_map(|one| one.as_array().expect("rings"));
        let crossings = rings.map(|ring| {
            let ring: Vec<[f64; 2]> = serde_json::from_value(ring.clone()).expect("a ring");
            let crosses = |pair: &&[[f64; 2]]| {
                let [[ax, ay], [bx, by]] = [pair[0], pair[1]];
                (ay > point[1]) != (by > point[1]) && point[0] < (bx - ax) * (point[1] - ay) / (by - ay) + ax
            };
            ring.windows(2).filter(crosses).count()
        });
        crossings.sum::<usize>() % 2 == 1
    };
    assert!(holds(&one, [108.9400, 34.2600]) && holds(&one, [108.9420, 34.2580]), "184 m along the lane, 222 m down the steps");
    assert!(!holds(&one, [108.9400, 34.2560]) && !holds(&one, [108.9500, 34.2530]), "628 m on foot; an island");
    let several = town().json("/api/v1/reach/osm-n4?within_s=300,600&by=elder");
    assert_eq!((&several["type"], several["features"].as_array().map(Vec::len)), (&"FeatureCollection".into(), Some(2)));
    let circle = shared().json("/api/v1/reach/A1?within_m=500");
    assert_eq!(circle["properties"]["measured"], false);
    for (question, status) in [("within_m=-1", 422), ("", 422), ("within_s=60", 422), ("within_m=900000&by=walk", 422)] {
        assert_eq!(town().get(&format!("/api/v1/reach/A?{question}")).refused().0, status, "{question}");
    }
    assert_eq!(town().get("/api/v1/reach/S?within_m=300&by=walk").refused().0, 404, "a protected place gives no ground away");
}

#[test]
fn an_address_of_the_map_is_found_and_walked_from() {
    let found = town().json("/api/v1/search?q=%E7%A4%BA%E4%BE%8B%E5%8D%97%E5%8C%97%E8%B7%AF27%E5%8F%B7");
    assert_eq!((&found["items"][0]["type"], &found["items"][0]["level"]), (&"house".into(), &"house".into()));
    let about = town().json("/api/v1/about");
    assert_eq!(about["map_attribution"], "© OpenStreetMap contributors");
    assert_eq!(shared().json("/api/v1/about")["map_attribution"], Value::Null);
}
