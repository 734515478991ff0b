//! A plan as a file that is handed in, and the same file again from its hash.

use serde_json::{Value, json};

use super::{
    service::{Answer, text},
    siting::{Desk, SPOTS},
};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A plan of one new centre where nobody is covered yet.
fn plan(desk: &Desk, by: &str) -> String {
    let (lon, lat, cost) = SPOTS[3];
    let plan = desk.make(&json!({
        "name": "东片",
        "terms": { "kind": ["elderly-day-care"], "group": "elderly", "by": by, "within_m": 300.0 },
        "actions": [{ "id": "a1", "do": "build", "name": "选址 1", "lon": lon, "lat": lat, "capacity": 30, "cost": cost, "year": 2027 }],
    }));
    text(&plan["id"])
}

fn get(desk: &Desk, path: &str) -> Answer {
    desk.service.ask("GET", path, &[("cookie", &desk.cookie)])
}

/// Without the time of making.
fn timeless(answer: &Answer) -> Value {
    let mut told = answer.json();
    told["metadata"]["made_at"] = Value::Null;
    told
}

#[test]
fn a_plan_comes_as_four_sorts_of_files_with_one_hash() {
    let desk = Desk::open();
    let id = plan(&desk, "straight");
    let mut hashes = Vec::new();
    for (ending, media_type, begins) in [
        ("xlsx", XLSX, &b"PK"[..]),
        ("html", "text/html; charset=utf-8", b"<!doctype html>"),
        ("geojson", "application/geo+json", b"{"),
        ("gpkg", "application/geopackage+sqlite3", b"SQLite format 3"),
    ] {
        let answer = get(&desk, &format!("/api/v1/plans/{id}/report.{ending}"));
        assert_eq!((answer.status, answer.header("content-type")), (200, Some(media_type)), "{ending}");
        assert!(answer.body.starts_with(begins), "{ending}");
        hashes.push(answer.header("carereach-hash").expect("a hash").to_owned());
    }
    hashes.dedup();
    assert_eq!(hashes.len(), 1, "the same inputs, whatever it is written as");
    let english = get(&desk, &format!("/api/v1/plans/{id}/report.html?lang=en&paper=a3"));
    assert!(english.text().contains("<html lang=\"en\">") && english.text().contains("size: A3 landscape"));
    assert_ne!(english.header("carereach-hash"), Some(hashes[0].as_str()), "the language is one of the inputs");
}

#[test]
fn the_figures_of_a_report_are_those_of_the_plan() {
    let desk = Desk::open();
    let id = plan(&desk, "straight");
    let layer = get(&desk, &format!("/api/v1/plans/{id}/report.geojson")).json();
    let built = layer["features"].as_array().expect("features").iter().find(|one| one["id"] == "a1").expect("the action");
    let area = layer["features"].as_array().expect("features").iter().find(|one| one["properties"]["layer"] == "communities");
    assert_eq!(area.expect("a community")["geometry"]["type"], "MultiPolygon");
    let kept = desk.read(&format!("/api/v1/plans/{id}"));
    let figures = desk.send("POST", "/api/v1/plans/figures", &json!({ "terms": kept["terms"], "actions": kept["actions"] })).json();
    assert_eq!(built["properties"]["newly_covered"], figures["per_action"][0]["newly_covered"]);
    assert!(figures["newly_covered"].as_f64().is_some_and(|people| people > 0.0), "{figures}");
}

#[test]
fn a_report_is_made_again_from_its_hash_until_people_walk_otherwise() {
    let desk = Desk::open();
    let id = plan(&desk, "walk");
    let first = get(&desk, &format!("/api/v1/plans/{id}/report.geojson"));
    let hash = first.header("carereach-hash").expect("a hash").to_owned();
    let head = [("cookie", desk.cookie.as_str()), ("if-match", "*")];
    let emptied = desk.service.write("PATCH", &format!("/api/v1/plans/{id}"), &head, &json!({ "actions": [] }));
    assert_eq!(emptied.status, 200, "{}", emptied.text());
    let path = format!("/api/v1/hand-ins/{hash}/report.geojson");
    let again = get(&desk, &path);
    assert_eq!((again.status, timeless(&again)), (200, timeless(&first)), "though the plan has changed");
    let chief = desk.service.sign_in("administrator");
    let head = [("cookie", chief.as_str()), ("if-match", "*")];
    let slower = desk.service.write("PATCH", "/api/v1/settings/detour_factor", &head, &json!({ "value": 1.5 }));
    assert_eq!(slower.status, 200, "{}", slower.text());
    let refused = get(&desk, &path);
    assert_eq!(refused.refused(), (409, "conflict".to_owned()));
    assert!(refused.text().contains("detour factor"), "{}", refused.text());
}

#[test]
fn only_who_may_read_a_plan_gets_its_report() {
    let desk = Desk::open();
    let id = plan(&desk, "straight");
    let hash = get(&desk, &format!("/api/v1/plans/{id}/report.xlsx")).header("carereach-hash").expect("a hash").to_owned();
    for path in [format!("/api/v1/plans/{id}/report.xlsx"), format!("/api/v1/hand-ins/{hash}/report.xlsx")] {
        assert_eq!(desk.service.get(&path).status, 401, "{path}");
        for (login, status) in [("auditor", 200), ("caseworker", 403), ("west", 403)] {
            let cookie = desk.service.sign_in(login);
            assert_eq!(desk.service.ask("GET", &path, &[("cookie", &cookie)]).status, status, "{login} {path}");
        }
    }
    for nothing in ["/api/v1/plans/none/report.xlsx".to_owned(), format!("/api/v1/hand-ins/{}/report.xlsx", "0".repeat(64))] {
        assert_eq!(get(&desk, &nothing).refused(), (404, "not_found".to_owned()), "{nothing}");
    }
    assert_eq!(get(&desk, &format!("/api/v1/plans/{id}/report.pdf")).status, 404);
    assert_eq!(get(&desk, &format!("/api/v1/plans/{id}/report.html?paper=a5")).status, 422);
}
