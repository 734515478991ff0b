//! Care of the records: checks, public reports, duplicates, completeness, positions, divisions.

use chrono::Utc;
use serde_json::{Value, json};

use super::{
    office::{A1, Office, code},
    service::text,
};

#[test]
fn a_caseworker_updates_a_vacancy_and_a_check_and_nothing_else() {
    let office = Office::open();
    let caseworker = office.service.sign_in("caseworker");
    let free = office.write(&caseworker, "PATCH", "/api/v1/services/A1:meal-aid", None, &json!({ "vacancy": 3 }));
    assert_eq!(free.status, 200, "{}", free.text());
    let service = office.service.json(A1)["services"][0].clone();
    assert_eq!(service["vacancy"], 3);
    assert!(service["vacancy_at"].as_str().is_some(), "a vacancy carries its time");
    let fee = office.write(&caseworker, "PATCH", "/api/v1/services/A1:meal-aid", None, &json!({ "fee": "10元" }));
    assert_eq!(code(&fee), (403, "forbidden".into()));
    let check = office.write(&caseworker, "POST", "/api/v1/facilities/A1/checks", None, &json!({}));
    assert_eq!(check.status, 200, "{}", check.text());
    let checked = office.service.json(A1);
    assert_eq!((&checked["checked_by"], &checked["checked_on"]), (&json!("caseworker"), &json!(Utc::now().date_naive().to_string())));
    let due = office.read(&caseworker, "/api/v1/checks?limit=1000");
    assert!(due["items"].as_array().expect("items").iter().all(|one| one["id"] != "A1"), "A1 is fresh now");
    assert_eq!(code(&office.write(&caseworker, "PATCH", A1, Some("*"), &json!({ "name": "x" }))), (403, "forbidden".into()));
}

#[test]
fn anybody_says_what_is_wrong_and_reads_the_answer_with_the_receipt() {
    let office = Office::open();
    let path = "/api/v1/facilities/A1/reports";
    let personal = office.service.write("POST", path, &[], &json!({ "text": "打 13800138000" }));
    assert_eq!(personal.status, 422);
    let made = office.service.write("POST", path, &[], &json!({ "field": "phone", "text": "电话打不通" }));
    assert_eq!(made.status, 201, "{}", made.text());
    let (id, receipt) = (text(&made.json()["id"]), text(&made.json()["receipt"]));
    assert_eq!(office.service.get(&format!("/api/v1/reports/{id}?receipt=wrong")).status, 404);
    assert_eq!(office.service.json(&format!("/api/v1/reports/{id}?receipt={receipt}"))["state"], "open");
    let listed = office.read(&office.registrar, "/api/v1/reports?state=open");
    assert_eq!((&listed["total"], &listed["items"][0]["facility"]["id"]), (&json!(1), &json!("A1")));
    let close = |body: Value| office.write(&office.registrar, "POST", &format!("/api/v1/reports/{id}/close"), None, &body);
    assert_eq!(close(json!({ "outcome": "mended" })).status, 422);
    assert_eq!(close(json!({ "outcome": "mended", "answer": "已更正" })).status, 200);
    assert_eq!(close(json!({ "outcome": "mended", "answer": "已更正" })).status, 409);
    let answer = office.service.json(&format!("/api/v1/reports/{id}?receipt={receipt}"));
    assert_eq!((&answer["state"], &answer["answer"]), (&json!("closed"), &json!("已更正")));
}

#[test]
fn likely_duplicates_are_shown_with_the_parts_of_their_score_until_somebody_says_no() {
    let office = Office::open();
    let of = "/api/v1/duplicates?of=T-1&threshold=0";
    let pairs = office.read(&office.registrar, of);
    let twin = pairs["items"].as_array().expect("items").iter().find(|pair| pair["a"]["id"] == "T-2" || pair["b"]["id"] == "T-2");
    let Some(twin) = twin else { panic!("two rooms on one spot: {pairs}") };
    let weighed =
        |name: &str| twin["parts"].as_array().expect("parts").iter().map(|part| part[name].as_f64().unwrap_or(0.0)).collect::<Vec<_>>();
    let (values, weights) = (weighed("value"), weighed("weight"));
    assert!(values.len() >= 3 && values.iter().chain(&weights).all(|number| (0.0..=10.0).contains(number)), "{twin}");
    let dismiss =
        office.write(&office.registrar, "POST", "/api/v1/duplicates/dismiss", None, &json!({ "a": "T-1", "b": "T-2", "reason": "两间" }));
    assert_eq!(dismiss.status, 204, "{}", dismiss.text());
    let left = office.read(&office.registrar, of);
    assert!(left["items"].as_array().expect("items").iter().all(|pair| pair["a"]["id"] != "T-2" && pair["b"]["id"] != "T-2"), "{left}");
}

#[test]
fn organizations_are_compared_by_weights_of_their_own() {
    let office = Office::open();
    let add = |name: &str| {
        let new =
            json!({ "name": name, "category": "foundation", "phone": "029-88880777", "address": "示例路7号", "division": "990101000000" });
        let answer = office.write(&office.registrar, "POST", "/api/v1/organizations", None, &new);
        let proposal = answer.json()["proposal"].clone();
        assert_eq!(office.approve(&text(&proposal["id"])).status, 200);
        text(&proposal["record_id"])
    };
    let (a, b) = (add("示例阳光基金会"), add("示例市阳光基金会"));
    let of = format!("/api/v1/duplicates?type=organization&of={a}");
    let pairs = office.read(&office.registrar, &of);
    let ids = [&pairs["items"][0]["a"]["id"], &pairs["items"][0]["b"]["id"]].map(text);
    assert!(ids.contains(&a) && ids.contains(&b), "{pairs}");
    assert_eq!(pairs["items"][0]["a"]["kind"], "foundation");
    assert_ne!(pairs["weights"], office.read(&office.registrar, "/api/v1/duplicates")["weights"]);
    let apart = json!({ "type": "organization", "a": a, "b": b, "reason": "两家" });
    assert_eq!(office.write(&office.registrar, "POST", "/api/v1/duplicates/dismiss", None, &apart).status, 204);
    assert_eq!(office.read(&office.registrar, &of)["total"], 0);
    let wrong = office.service.ask("GET", "/api/v1/duplicates?type=street", &[("cookie", &office.registrar)]);
    assert_eq!(wrong.status, 422);
}

#[test]
fn completeness_and_positions_that_want_a_look_lead_to_their_records() {
    let office = Office::open();
    let by_kind = office.read(&office.registrar, "/api/v1/completeness?by=kind");
    let counted: u64 = by_kind["rows"].as_array().expect("rows").iter().map(|row| row["count"].as_u64().unwrap_or(0)).sum();
    assert_eq!(Some(counted), by_kind["total"]["count"].as_u64());
    assert!(by_kind["weights"].as_array().expect("weights").len() > 5);
    let records = office.read(&office.registrar, "/api/v1/completeness/records?limit=1000");
    assert_eq!(records["total"], by_kind["total"]["count"]);
    let review = office.read(&office.registrar, "/api/v1/review?problem=two_addresses");
    assert!(review["items"].is_array());
    let coarse = office.read(&office.registrar, "/api/v1/review?problem=coarse_position&limit=1");
    let item = coarse["items"][0].clone();
    let accept = json!({ "problem": item["problem"], "ids": item["ids"], "reason": "现场核实" });
    assert_eq!(office.write(&office.registrar, "POST", "/api/v1/review/accept", None, &accept).status, 204);
    let left = office.read(&office.registrar, "/api/v1/review?problem=coarse_position&limit=1");
    assert_eq!(left["total"].as_u64(), coarse["total"].as_u64().map(|total| total - 1));
}

#[test]
fn moving_a_point_on_the_map_keeps_the_pair_as_given() {
    let office = Office::open();
    let id = office.propose("/api/v1/facilities/G1", &json!({ "lon": 108.9430, "lat": 34.2560, "precision": "exact" }));
    assert_eq!(office.approve(&id).status, 200);
    let moved = office.service.json("/api/v1/facilities/G1");
    assert_eq!((&moved["lon"], &moved["lat"], &moved["precision"]), (&json!(108.9430), &json!(34.2560), &json!("exact")));
    assert_eq!(moved["given"], json!({ "x": 108.9471, "y": 34.2546, "datum": "gcj02" }));
}

#[test]
fn the_same_pair_with_another_datum_is_another_place() {
    let office = Office::open();
    let id = office.propose("/api/v1/facilities/G1", &json!({ "lon": 108.9471, "lat": 34.2546, "datum": "wgs84" }));
    assert_eq!(office.approve(&id).status, 200);
    let mended = office.service.json("/api/v1/facilities/G1");
    assert_eq!((&mended["lon"], &mended["lat"]), (&json!(108.9471), &json!(34.2546)));
    assert_eq!(mended["given"], json!({ "x": 108.9471, "y": 34.2546, "datum": "wgs84" }));
}

#[test]
fn divisions_become_one_and_figures_are_given_in_the_old_units_too() {
    let office = Office::open();
    let levels = office.service.json("/api/v1/divisions?level=district");
    let codes: Vec<String> = levels["items"].as_array().expect("items").iter().map(|one| text(&one["code"])).take(2).collect();
    let question = "/api/v1/coverage?kind=elderly-day-care&within_m=500&level=district";
    let people = |path: &str| {
        let answer = office.service.json(path);
        let zones = answer["zones"].as_array().expect("zones").iter();
        zones
            .map(|zone| (zone["code"].as_str().unwrap_or("none").to_owned(), zone["total"].as_f64().unwrap_or(0.0)))
            .collect::<std::collections::BTreeMap<_, _>>()
    };
    let before = people(question);
    assert!(before.len() >= 2 && codes.len() == 2, "{before:?}");
    let merge =
        json!({ "kind": "merge", "on": "2026-01-01", "from": codes, "to": [{ "code": codes[0], "name": "合区" }], "reason": "示例" });
    assert_eq!(code(&office.write(&office.registrar, "POST", "/api/v1/divisions/changes", None, &merge)), (403, "forbidden".into()));
    let made = office.write(&office.approver, "POST", "/api/v1/divisions/changes", None, &merge);
    assert_eq!(made.status, 201, "{}", made.text());
    let gone = office.service.json(&format!("/api/v1/divisions/{}", codes[1]));
    assert_eq!((&gone["valid_to"], &gone["successor"]), (&json!("2025-12-31"), &json!(codes[0])));
    assert_eq!(people(&format!("{question}&units=old")), before, "in the old units nothing has changed");
    let wrong = json!({ "kind": "split", "on": "2026-01-01", "from": [codes[1]], "to": [] });
    assert_eq!(code(&office.write(&office.approver, "POST", "/api/v1/divisions/changes", None, &wrong)), (422, "invalid_input".into()));
}
