//! Facilities, organizations, services and search: pages, filters and single records.

use super::service::{column, encode, number, shared, text};

fn ids(query: &str) -> Vec<String> {
    column(&shared().json(&format!("/api/v1/facilities?limit=1000&{query}"))["items"], "id")
}

#[test]
fn pages_by_cursor_visit_every_record_once_in_order() {
    for (list, key, total) in [("facilities", "id", 25), ("organizations", "id", 3), ("divisions", "code", 9), ("services", "id", 4)] {
        for limit in [1, 2, 7] {
            let (mut seen, mut cursor) = (Vec::new(), String::new());
            loop {
                let page = shared().json(&format!("/api/v1/{list}?limit={limit}{cursor}"));
                assert_eq!(page["total"], total, "{list}");
                let rows = column(&page["items"], key);
                assert!(!rows.is_empty() && rows.len() <= limit);
                seen.extend(rows);
                if page["next_cursor"].is_null() {
                    break;
                }
                cursor = format!("&cursor={}", encode(&text(&page["next_cursor"])));
            }
            let mut sorted = seen.clone();
            sorted.sort();
            sorted.dedup();
            assert_eq!((seen.len(), &seen), (total, &sorted), "{list} by {limit}");
        }
    }
}

#[test]
fn gaps_page_by_cursor_too() {
    let whole = shared().json("/api/v1/gaps?kind=elderly-day-care&within_m=100");
    let mut seen = Vec::new();
    let mut cursor = "0".to_owned();
    while !cursor.is_empty() {
        let page = shared().json(&format!("/api/v1/gaps?kind=elderly-day-care&within_m=100&limit=1&cursor={cursor}"));
        seen.extend(page["items"].as_array().expect("rows").clone());
        cursor = page["next_cursor"].as_str().unwrap_or_default().to_owned();
    }
    assert_eq!(whole["items"], serde_json::Value::Array(seen));
}

#[test]
fn facilities_are_filtered_by_kind_status_division_service_and_group() {
    assert_eq!(ids("kind=elderly-day-care"), ["A1", "A2", "A3", "A4"]);
    assert_eq!(ids(&format!("kind={}", encode("社区老年人日间照料中心"))), ["A1", "A2", "A3", "A4"]);
    assert_eq!(ids("kind=elderly-day-care&status=operating"), ["A1", "A2"]);
    assert_eq!(ids("status=suspended,planned&status=closed"), ["A3", "A4", "S07"]);
    assert_eq!(ids("kind=elderly-day-care,relief-station&division=990101"), ["A1", "A2", "P1"]);
    assert_eq!(ids(&format!("service={}", encode("助餐"))), ["A1", "A2"]);
    assert_eq!(ids("group=elderly"), ["A1"]);
    assert_eq!(ids(&format!("group={}", encode("未成年人"))), ["A2"]);
}

#[test]
fn a_box_is_closed_and_holds_what_is_shown_in_it() {
    assert_eq!(ids("kind=elderly-day-care&bbox=108.935,34.251,108.945,34.255"), ["A1", "A3"]);
    assert_eq!(ids("bbox=108.945,34.255,108.945,34.255"), ["A1"]);
    // P1 stands at its public front point, not where it is.
    assert_eq!(ids("bbox=108.9479,34.2519,108.9481,34.2521"), ["P1"]);
    assert!(ids("bbox=108.9472,34.2537,108.9474,34.2539").is_empty());
}

#[test]
fn facilities_are_found_by_text_pinyin_and_initials() {
    for query in ["西一", "xiyirijian", "xyrj", "平安路"] {
        assert_eq!(ids(&format!("q={}", encode(query))), ["A3"], "{query}");
    }
}

#[test]
fn one_facility_says_all_that_is_known() {
    let one = shared().json("/api/v1/facilities/A1");
    assert_eq!((&one["name"], &one["kind"], &one["status"]), (&"东一日间照料中心".into(), &"elderly-day-care".into(), &"operating".into()));
    assert_eq!((number(&one["lon"]), number(&one["lat"])), (108.945, 34.255));
    assert_eq!(one["given"], serde_json::json!({"x": 108.945, "y": 34.255, "datum": "wgs84"}));
    assert_eq!(one["operator"], serde_json::json!({"id": "O1", "name": "示例养老服务中心"}));
    assert_eq!(one["division"]["code"], "990101001001");
    assert_eq!(one["division"]["path"], serde_json::json!(["示例省", "示例市", "东区", "东街", "东一社区"]));
    assert_eq!((&one["capacity"], &one["notes"], &one["protected"]), (&40.into(), &"三楼有电梯".into(), &false.into()));
    assert_eq!((&one["services"][0]["type"], &one["services"][0]["name"]), (&"meal-aid".into(), &"助餐".into()));
    assert_eq!(one["target_groups"], serde_json::json!(["elderly"]));
    for absent in ["status_date", "grade", "floor_area_m2", "opened_on", "checked_on", "name_en"] {
        assert!(one.get(absent).is_some_and(serde_json::Value::is_null), "{absent}");
    }
}

#[test]
fn a_pair_in_another_datum_is_kept_as_given_and_shown_in_wgs84() {
    let one = shared().json("/api/v1/facilities/G1");
    assert_eq!(one["given"], serde_json::json!({"x": 108.9471, "y": 34.2546, "datum": "gcj02"}));
    // GCJ-02 lies a few hundred metres off in Xi'an.
    let moved = super::service::metres([108.9471, 34.2546], [number(&one["lon"]), number(&one["lat"])]);
    assert!((300.0..900.0).contains(&moved), "{moved}");
}

#[test]
fn an_organization_names_its_sites_and_services() {
    let service = shared();
    let one = service.json("/api/v1/organizations/O1");
    assert_eq!((&one["sites"], &one["category"]), (&serde_json::json!(["A1"]), &"social-service-institution".into()));
    assert_eq!(service.json("/api/v1/organizations/O2")["sites"], serde_json::json!(["O2"]));
    let found = |query: &str| column(&service.json(&format!("/api/v1/organizations?{query}"))["items"], "id");
    assert_eq!(found("category=government"), ["O3"]);
    assert_eq!(found("division=990101"), ["O1", "O2"]);
    assert_eq!(found(&format!("q={}", encode("志愿"))), ["O2"]);
}

#[test]
fn services_are_listed_with_and_without_a_door() {
    let found = |query: &str| column(&shared().json(&format!("/api/v1/services?{query}"))["items"], "id");
    assert_eq!(found("type=meals&doorless=false"), ["A1:meal-aid", "A2:meal-aid"]);
    assert_eq!(found("type=assistance-hotline&doorless=true"), ["O3:assistance-hotline"]);
    let hotline = &shared().json("/api/v1/services?type=assistance-hotline")["items"][0];
    assert_eq!((&hotline["phone"], &hotline["facility_id"]), (&"029-88880300".into(), &serde_json::Value::Null));
    assert_eq!(hotline["organization"]["id"], "O3");
}

#[test]
fn search_finds_places_organizations_and_divisions() {
    let first = |text: &str| shared().json(&format!("/api/v1/search?q={}", encode(text)))["items"][0].clone();
    for (text, what, id) in [
        ("东一日间", "facility", "A1"),
        ("dongyirijianzhaoliao", "facility", "A1"),
        ("dyrjzl", "facility", "A1"),
        ("平安路", "facility", "A3"),
        ("A3", "facility", "A3"),
        ("示例救助热线", "organization", "O3"),
        ("示例志愿队", "facility", "O2"),
        ("东一社区", "division", "990101001001"),
    ] {
        let item = first(text);
        assert_eq!((&item["type"], &item["id"]), (&what.into(), &id.into()), "{text}");
    }
    assert_eq!(shared().json(&format!("/api/v1/search?q={}&limit=2", encode("社区")))["items"].as_array().map(Vec::len), Some(2));
}

#[test]
fn search_forgives_slips_and_takes_the_nearer_of_equals() {
    let found = |query: &str| shared().json(&format!("/api/v1/search?{query}"))["items"].clone();
    assert_eq!(found(&format!("q={}", encode("东一日建照料")))[0]["id"], "A1", "the same sound");
    assert_eq!(found("q=dongyirijainzhaoliao")[0]["id"], "A1", "two letters swapped");
    let here = shared().json("/api/v1/facilities/A3");
    let items = found(&format!("q={}&lon={}&lat={}", encode("社区"), here["lon"], here["lat"]));
    let far: Vec<f64> = items.as_array().expect("items").iter().filter_map(|item| item["distance_m"].as_f64()).collect();
    assert!(!far.is_empty());
    assert_eq!(shared().refusal("/api/v1/search?q=a&lon=108.9").1, "invalid_input");
}

#[test]
fn a_point_is_told_by_its_division() {
    let place = shared().json("/api/v1/facilities/A1");
    let answer = shared().json(&format!("/api/v1/reverse?lon={}&lat={}", place["lon"], place["lat"]));
    assert_eq!(answer["house"], serde_json::Value::Null, "no map was imported");
    assert_eq!((&answer["attribution"], answer["label"].is_null()), (&serde_json::Value::Null, answer["division"].is_null()));
    assert_eq!(shared().refusal("/api/v1/reverse?lon=108.9").1, "invalid_input");
    assert_eq!(shared().refusal("/api/v1/reverse?lon=x&lat=34").1, "malformed_query");
}

#[test]
fn an_id_with_odd_characters_is_found_when_it_is_encoded() {
    assert_eq!(shared().refusal("/api/v1/facilities/a%2Fb%20%E7%A4%BE").1, "not_found");
    assert_eq!(shared().json("/api/v1/facilities/T%2D1")["id"], "T-1");
}
