//! The nearest places: ranks, distances, filters and reasons, against a scan of the fixture by another formula.

use super::service::{column, encode, fixture, metres, number, shared, text};
use serde_json::Value;

struct Row {
    id: String,
    kind: String,
    at: [f64; 2],
}

/// Operating places of the fixture where they are shown, without the one in another datum.
fn rows() -> Vec<Row> {
    let bytes = fixture("facilities.csv");
    let mut reader = csv::Reader::from_reader(&bytes[..]);
    let records = reader.deserialize().map(|record| record.expect("a row of the fixture"));
    let mut rows: Vec<Row> = records
        .filter(|record: &std::collections::HashMap<String, String>| {
            record["status"].is_empty() && record["datum"] == "wgs84" && record["id"] != "P2"
        })
        .map(|record| {
            let (lon, lat) = if record["public_lon"].is_empty() { ("lon", "lat") } else { ("public_lon", "public_lat") };
            let degrees = |name: &str| record[name].parse().expect("degrees");
            let kind = record["kind"].replace("社区老年人日间照料中心", "elderly-day-care");
            Row { id: record["id"].clone(), kind, at: [degrees(lon), degrees(lat)] }
        })
        .collect();
    rows.push(Row { id: "O2".to_owned(), kind: "volunteer-team".to_owned(), at: [108.9441, 34.2529] });
    rows
}

fn by_scan(from: [f64; 2], takes: impl Fn(&Row) -> bool) -> Vec<(String, f64)> {
    let mut found: Vec<(String, f64)> = rows().into_iter().filter(takes).map(|row| (row.id, metres(from, row.at))).collect();
    found.sort_by(|a, b| a.1.total_cmp(&b.1).then_with(|| a.0.cmp(&b.0)));
    found
}

fn ask(query: &str) -> Value {
    shared().json(&format!("/api/v1/nearest?{query}"))
}

fn matches(answer: &Value) -> Vec<(String, f64)> {
    let features = answer["features"].as_array().expect("features");
    features.iter().map(|feature| (text(&feature["id"]), number(&feature["properties"]["distance_m"]))).collect()
}

#[test]
fn the_nearest_are_those_of_a_linear_scan() {
    let kinds = "elderly-day-care,community-activity-space,relief-station,volunteer-team";
    for step in 0..40 {
        let part = |share: f64| (f64::from(step) * share).fract();
        let from = [108.925 + 0.045 * part(0.618_034), 34.245 + 0.025 * part(0.754_878)];
        let expected: Vec<_> = by_scan(from, |_| true).into_iter().take(8).collect();
        let answer = matches(&ask(&format!("lon={}&lat={}&limit=100", from[0], from[1])));
        let answer: Vec<_> = answer.into_iter().filter(|(id, _)| id != "G1").take(8).collect();
        assert_same(&answer, &expected);
        let of_kinds = by_scan(from, |row| kinds.contains(&row.kind));
        assert_same(&matches(&ask(&format!("lon={}&lat={}&limit=100&kind={kinds}", from[0], from[1]))), &of_kinds);
    }
}

fn assert_same(answer: &[(String, f64)], expected: &[(String, f64)]) {
    let ids = |rows: &[(String, f64)]| rows.iter().map(|(id, _)| id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(answer), ids(expected));
    for ((id, answer), (_, expected)) in answer.iter().zip(expected) {
        assert!((answer - expected).abs() < 1e-6, "{id}: {answer} and {expected}");
    }
}

#[test]
fn a_thousandth_of_a_degree_of_latitude_is_111_metres() {
    let answer = ask("lon=108.955&lat=34.255&kind=elderly-day-care&limit=1");
    let [(id, distance)] = &matches(&answer)[..] else { panic!("one place") };
    // 0.004 degrees of a circle of 2 pi 6371008.8 m.
    let expected = 2.0 * std::f64::consts::PI * 6_371_008.8 * 0.004 / 360.0;
    assert_eq!(id, "A2");
    assert!((distance - expected).abs() < 1e-6 && (distance - 444.78).abs() < 0.01, "{distance}");
}

#[test]
fn places_at_the_same_distance_are_ranked_by_id() {
    let answer = ask("lon=108.9&lat=34.2&kind=community-activity-space");
    assert_eq!(column(&answer["features"], "id"), ["T-1", "T-2"]);
    let ranks: Vec<_> = answer["features"].as_array().expect("features").iter().map(|one| one["properties"]["rank"].clone()).collect();
    assert_eq!(ranks, [1, 2]);
}

#[test]
fn an_answer_has_the_shape_of_a_feature_collection() {
    let answer = ask("lon=108.945&lat=34.255&kind=elderly-day-care");
    assert_eq!((&answer["type"], &answer["by"], &answer["limit"]), (&"FeatureCollection".into(), &"straight".into(), &5.into()));
    assert_eq!(answer["at"], serde_json::json!({"lon": 108.945, "lat": 34.255, "label": null}));
    let first = &answer["features"][0];
    assert_eq!(first["geometry"], serde_json::json!({"type": "Point", "coordinates": [108.945, 34.255]}));
    let properties = &first["properties"];
    assert_eq!(
        (&properties["operator"], &properties["capacity"], &properties["rank"]),
        (&"示例养老服务中心".into(), &40.into(), &1.into())
    );
    assert_eq!(number(&properties["distance_m"]), 0.0);
    assert!(properties.get("because").is_none() && answer.get("left_out").is_none());
    assert!(answer["data_as_of"].is_string() && answer["doorless"].is_array());
}

#[test]
fn the_limit_is_closed() {
    let distance = metres([108.955, 34.255], [108.955, 34.251]);
    let within = |metres: f64| matches(&ask(&format!("lon=108.955&lat=34.255&kind=elderly-day-care&within_m={metres}"))).len();
    assert_eq!((within(distance), within(distance - 0.001)), (1, 0));
}

#[test]
fn an_address_is_a_start_too() {
    let answer = ask(&format!("address={}&kind=elderly-day-care&limit=1", encode("平安路")));
    assert_eq!(answer["at"]["label"], "西一日间照料中心");
    assert_eq!((number(&answer["at"]["lon"]), number(&answer["at"]["lat"])), (108.935, 34.255));
    assert_eq!(column(&answer["features"], "id"), ["A1"]);
}

#[test]
fn service_and_group_choose_places_that_take_this_person() {
    let ids = |query: &str| column(&ask(&format!("lon=108.95&lat=34.255&{query}"))["features"], "id");
    // From 108.95, 34.255 A1 is 0.005 degrees west; A2 is as far east and 0.004 degrees south.
    assert_eq!(ids("service=meals"), ["A1", "A2"]);
    assert_eq!(ids("service=meals&group=elderly"), ["A1"]);
    assert_eq!(ids("service=meals&group=minors"), ["A2"]);
}

#[test]
fn explain_says_why_places_were_taken_and_nearer_ones_were_not() {
    let answer = ask("lon=108.9351&lat=34.2551&kind=elderly-day-care&limit=1&explain=true");
    assert_eq!(answer["features"][0]["properties"]["because"], serde_json::json!(["kind", "open", "distance"]));
    assert_eq!(column(&answer["left_out"], "id"), ["A3"]);
    assert_eq!(answer["left_out"][0]["reasons"], serde_json::json!(["status:suspended"]));
    let any = ask("lon=108.9351&lat=34.2551&kind=elderly-day-care&limit=1&status=any&explain=true");
    assert_eq!(any["features"][0]["id"], "A3");
    assert_eq!(any["features"][0]["properties"]["because"], serde_json::json!(["kind", "distance"]));
    let far = ask("lon=108.9351&lat=34.2551&kind=elderly-day-care&within_m=100&explain=true");
    let reasons: Vec<_> = far["left_out"].as_array().expect("rows").iter().map(|row| (row["id"].clone(), row["reasons"].clone())).collect();
    assert!(reasons.contains(&("A1".into(), serde_json::json!(["too_far"]))), "{reasons:?}");
    assert!(reasons.contains(&("A4".into(), serde_json::json!(["status:planned", "too_far"]))), "{reasons:?}");
}

#[test]
fn a_hotline_is_named_beside_the_places() {
    let doorless = ask("lon=108.9&lat=34.2&service=assistance-hotline")["doorless"].clone();
    assert_eq!(doorless[0]["phone"], "029-88880300");
    assert_eq!((&doorless[0]["id"], &doorless[0]["type"]), (&"O3:assistance-hotline".into(), &"assistance-hotline".into()));
    assert_eq!(ask("lon=108.9&lat=34.2&kind=elderly-day-care")["doorless"], serde_json::json!([]));
}
