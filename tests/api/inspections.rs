//! Campaigns of inspection: who is drawn, what is found, what is put right. A1 and A2 are the day-care centres that operate.

use carereach::registry::ImportKind;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::service::{Answer, Service, Shift, add_account, column, import_bytes, shared, text};

fn desk() -> (Service, Shift, String) {
    let (service, clock) = Service::with_clock();
    add_account(service.registry.records(), "planner", &["planner=all"]);
    let planner = service.sign_in("planner");
    (service, clock, planner)
}

fn wish(change: Value) -> Value {
    let mut body = json!({"kind": "unannounced", "name": "四季度暗访", "division": "990101", "from": "2026-10-01", "to": "2026-12-31",
        "checklist": ["消防通道", "价格公示"], "of": "facilities", "kinds": ["elderly-day-care"], "seed": "2026-q4"});
    change.as_object().expect("fields").iter().for_each(|(name, value)| body[name] = value.clone());
    body
}

fn post(service: &Service, cookie: &str, path: &str, body: &Value) -> Answer {
    service.write("POST", &format!("/api/v1/inspections{path}"), &[("cookie", cookie)], body)
}

fn fields(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.status, 422, "{}", answer.text());
    answer.problem()["errors"].as_array().expect("errors").iter().map(|error| text(&error["field"])).collect()
}

#[test]
fn a_sample_is_drawn_by_its_seed_as_anybody_can_draw_it() {
    let (service, _, planner) = desk();
    let answer = post(&service, &planner, "", &wish(json!({"sample": 1})));
    assert_eq!(answer.status, 201, "{}", answer.text());
    let one = answer.json();
    // printf 2026-q4:A1 | sha256sum: f5f9258b...; of A2: bb0a843e...
    assert_eq!((column(&one["subjects"], "id"), &one["drawn_from"], &one["sample"]), (vec!["A2".to_owned()], &2.into(), &1.into()));
    let all = post(&service, &planner, "", &wish(json!({}))).json();
    assert_eq!(column(&all["subjects"], "id"), ["A2", "A1"]);
    let other = post(&service, &planner, "", &wish(json!({"seed": null}))).json();
    assert!(text(&other["seed"]).len() >= 16, "a seed is made up and told: {}", other["seed"]);
    let listed = service.ask("GET", "/api/v1/inspections", &[("cookie", &planner)]).json();
    assert_eq!(listed["items"].as_array().map(Vec::len), Some(3));
    assert_eq!((&listed["items"][2]["id"], &listed["items"][2]["subjects"]), (&one["id"], &Value::Null));
    assert_eq!(listed["items"][2]["counts"], json!({"to_visit": 1, "clear": 0, "to_rectify": 0, "overdue": 0}));
}

#[test]
fn what_is_found_is_put_right_by_a_day_and_looked_at_again() {
    let (service, clock, planner) = desk();
    let day: DateTime<Utc> = "2026-10-09T04:00:00Z".parse().expect("a moment");
    clock.pass(day - clock.now());
    let planner = {
        drop(planner);
        service.sign_in("planner")
    };
    let id = text(&post(&service, &planner, "", &wish(json!({}))).json()["id"]);
    let visits = format!("/{id}/visits");
    let found = json!({"subject": "A1", "on": "2026-10-09", "post": "民政局督查岗", "findings": [{"entry": 1, "text": "堆放杂物"}], "rectify_by": "2026-10-12"});
    let answer = post(&service, &planner, &visits, &found);
    assert_eq!(answer.status, 201, "{}", answer.text());
    let subject =
        |campaign: &Value| campaign["subjects"].as_array().expect("subjects").iter().find(|one| one["id"] == "A1").expect("A1").clone();
    let stands = subject(&answer.json());
    assert_eq!(
        (&stands["state"], &stands["rectify_by"], &stands["name"]),
        (&"to_rectify".into(), &"2026-10-12".into(), &"东一日间照料中心".into())
    );
    clock.pass(TimeDelta::days(4));
    let planner = service.sign_in("planner");
    let late = service.ask("GET", &format!("/api/v1/inspections/{id}"), &[("cookie", &planner)]).json();
    assert_eq!(
        (&subject(&late)["state"], &late["counts"]["overdue"], &late["counts"]["to_visit"]),
        (&"overdue".into(), &1.into(), &1.into())
    );
    let clear = post(&service, &planner, &visits, &json!({"subject": "A1", "on": "2026-10-13", "post": "民政局督查岗"})).json();
    let stands = subject(&clear);
    assert_eq!(
        (&stands["state"], &stands["visits"][0]["is_revisit"], &stands["visits"][1]["is_revisit"]),
        (&"clear".into(), &false.into(), &true.into())
    );
    assert_eq!(stands["visits"][0]["findings"], json!([{"entry": 1, "text": "堆放杂物"}]));
}

#[test]
fn gaps_that_are_still_to_be_closed_are_inspected_too() {
    let (service, _, planner) = desk();
    let gap = "990101001002:elderly-day-care:within:100:straight:population";
    let none = post(&service, &planner, "", &wish(json!({"of": "gaps"})));
    assert_eq!(fields(&none), ["of"], "nobody has decided about any");
    let tag = [("cookie", planner.as_str()), ("if-match", "*")];
    assert_eq!(service.write("PATCH", &format!("/api/v1/gaps/{gap}"), &tag, &json!({"state": "planned"})).status, 200);
    let one = post(&service, &planner, "", &wish(json!({"of": "gaps", "kind": "focused"}))).json();
    assert_eq!((&one["subjects"][0]["id"], &one["subjects"][0]["name"]), (&gap.into(), &"东二社区".into()));
    let file = "id,name,kind,lon,lat,datum,division\nN1,示例新中心,elderly-day-care,108.955,34.255,wgs84,990101001002\n";
    import_bytes(service.registry.records(), ImportKind::Facilities, "new.csv", file.as_bytes());
    service.registry.refresh().expect("the snapshot follows");
    let closed = post(&service, &planner, "", &wish(json!({"of": "gaps"})));
    assert_eq!(fields(&closed), ["of"], "the figures have closed it");
}

#[test]
fn what_is_wrong_with_a_campaign_or_a_visit_is_said_field_by_field() {
    let (service, _, planner) = desk();
    let bad =
        json!({"kind": "party", "name": "", "division": "990109", "from": "soon", "to": "2026-01-01", "checklist": [], "of": "people"});
    assert_eq!(fields(&post(&service, &planner, "", &bad)), ["division", "kind", "name", "from", "checklist", "of"]);
    assert_eq!(fields(&post(&service, &planner, "", &wish(json!({"sample": 3})))), ["sample"]);
    assert_eq!(fields(&post(&service, &planner, "", &wish(json!({"to": "2026-09-30", "kinds": ["castle"]})))), ["to", "kinds"]);
    assert_eq!(fields(&post(&service, &planner, "", &wish(json!({"checklist": ["电话 13812345678"]})))), ["checklist"]);
    let id = text(&post(&service, &planner, "", &wish(json!({}))).json()["id"]);
    let visit = |body: Value| fields(&post(&service, &planner, &format!("/{id}/visits"), &body));
    assert_eq!(
        visit(json!({"subject": "A3", "on": "2999-01-01", "post": "", "findings": [{"entry": 3, "text": ""}]})),
        ["subject", "on", "post", "findings[0].entry", "findings[0].text", "rectify_by"]
    );
    assert_eq!(visit(json!({"subject": "A1", "on": "2026-10-02", "post": "岗位", "rectify_by": "2026-10-03"})), ["rectify_by"]);
    let before = json!({"subject": "A1", "on": "2026-10-02", "post": "岗位", "findings": [{"entry": 1, "text": "示例"}], "rectify_by": "2026-10-01"});
    assert_eq!(visit(before), ["rectify_by"]);
    assert_eq!(visit(json!({"subject": "A1", "on": "2026-01-02", "post": "岗位"})), ["on"], "the campaign had not begun");
    assert_eq!(post(&service, &planner, "/none/visits", &json!({"subject": "A1"})).refused(), (404, "not_found".into()));
}

#[test]
fn a_campaign_is_seen_by_whoever_keeps_records_there() {
    let (service, _, planner) = desk();
    let id = text(&post(&service, &planner, "", &wish(json!({}))).json()["id"]);
    add_account(service.registry.records(), "west", &["planner=990102"]);
    let west = service.sign_in("west");
    assert_eq!(service.ask("GET", "/api/v1/inspections", &[("cookie", &west)]).json()["items"], json!([]));
    assert_eq!(service.ask("GET", &format!("/api/v1/inspections/{id}"), &[("cookie", &west)]).refused(), (403, "forbidden".into()));
    assert_eq!(post(&service, &west, "", &wish(json!({}))).refused(), (403, "forbidden".into()));
    assert_eq!(shared().get("/api/v1/inspections").refused(), (401, "signed_out".into()));
}
