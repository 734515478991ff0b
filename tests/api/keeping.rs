//! Keeping the records: proposals and approval, versions, merges, past days, and what bad input hears.

use chrono::Utc;
use serde_json::{Value, json};

use super::{
    office::{A1, Office, code},
    service::{Answer, text},
};

#[test]
fn a_change_waits_for_another_person_and_holds_once_approved() {
    let office = Office::open();
    let before = office.service.json(A1);
    let id = office.propose(A1, &json!({ "name": "东一长者照料中心", "capacity": 55, "reason": "扩建" }));
    assert_eq!(office.service.json(A1)["name"], before["name"], "nothing holds before it is approved");
    let proposal = office.read(&office.approver, &format!("/api/v1/proposals/{id}"));
    let fields: Vec<_> = proposal["fields"].as_array().expect("fields").iter().map(|one| text(&one["field"])).collect();
    assert_eq!(fields, ["name", "capacity"], "in the order of the form");
    assert_eq!(proposal["fields"][1], json!({ "field": "capacity", "before": 40, "after": 55 }));
    assert_eq!((&proposal["may"]["approve"], &proposal["reason"]), (&json!(true), &json!("扩建")));
    let approved = office.approve(&id);
    assert_eq!((approved.status, &approved.json()["state"]), (200, &json!("approved")), "{}", approved.text());
    let after = office.service.json(A1);
    assert_eq!((&after["name"], &after["capacity"]), (&json!("东一长者照料中心"), &json!(55)));
    assert!(after["version"].as_i64() > before["version"].as_i64());
    let told = office.service.json("/api/v1/changes?type=facility&id=A1");
    let last = told["items"].as_array().expect("items").last().expect("a change").clone();
    assert_eq!((&last["version"], &last["before"]["capacity"], &last["after"]["capacity"]), (&after["version"], &json!(40), &json!(55)));
    assert_eq!((&last["actor_name"], &last["reason"]), (&Value::Null, &Value::Null), "the public does not hear who and why");
    let again = office.approve(&id);
    assert_eq!(code(&again), (409, "conflict".into()));
}

#[test]
fn nobody_approves_their_own_and_a_registrar_approves_nothing() {
    let office = Office::open();
    let both = office.service.sign_in("both");
    let answer = office.write(&both, "PATCH", A1, Some(&office.tag(A1)), &json!({ "capacity": 1 }));
    let id = text(&answer.json()["proposal"]["id"]);
    assert_eq!(answer.json()["proposal"]["may"]["why_not"], "own_proposal");
    let path = format!("/api/v1/proposals/{id}/approve");
    assert_eq!(code(&office.write(&both, "POST", &path, None, &json!({}))), (403, "own_proposal".into()));
    assert_eq!(code(&office.write(&office.registrar, "POST", &path, None, &json!({}))), (403, "forbidden".into()));
    let withdrawn = office.write(&both, "POST", &format!("/api/v1/proposals/{id}/withdraw"), None, &json!({}));
    assert_eq!(withdrawn.json()["state"], "withdrawn", "{}", withdrawn.text());
}

#[test]
fn a_phone_number_needs_no_approval() {
    let office = Office::open();
    let answer = office.write(&office.registrar, "PATCH", A1, Some(&office.tag(A1)), &json!({ "phone": "029-88887777" }));
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(office.service.json(A1)["phone"], "029-88887777");
    let version = office.service.json(A1)["version"].as_i64().expect("a version");
    assert_eq!(answer.header("etag"), Some(format!("\"{version}\"").as_str()));
}

#[test]
fn a_write_says_which_version_it_is_about_and_a_late_one_hears_both() {
    let office = Office::open();
    let early = office.tag(A1);
    let without = office.write(&office.registrar, "PATCH", A1, None, &json!({ "phone": "029-1" }));
    assert_eq!(code(&without), (428, "precondition_required".into()));
    assert_eq!(office.write(&office.registrar, "PATCH", A1, Some(&early), &json!({ "phone": "029-88880002" })).status, 200);
    let late = office.write(&office.registrar, "PATCH", A1, Some(&early), &json!({ "capacity": 7 }));
    let problem = late.problem();
    assert_eq!((late.status, &problem["code"]), (412, &json!("stale")));
    assert_eq!(problem["current"]["record"]["phone"], "029-88880002");
    assert_eq!((&problem["current"]["record"]["capacity"], &problem["yours"]["capacity"]), (&json!(40), &json!(7)));
    assert_eq!(problem["fields"], json!(["capacity"]));
    assert_eq!(problem["current"]["version"], office.service.json(A1)["version"]);
}

#[test]
fn a_record_has_one_open_proposal_and_an_old_one_is_not_approved() {
    let office = Office::open();
    let id = office.propose(A1, &json!({ "capacity": 41 }));
    let second = office.write(&office.registrar, "PATCH", A1, Some(&office.tag(A1)), &json!({ "capacity": 42 }));
    assert_eq!(code(&second), (409, "conflict".into()));
    assert!(text(&second.problem()["detail"]).contains(&id), "it says which proposal is open");
    let returned = office.write(&office.approver, "POST", &format!("/api/v1/proposals/{id}/return"), None, &json!({}));
    assert_eq!(code(&returned), (422, "invalid_input".into()), "sending back needs a reason");
    let returned =
        office.write(&office.approver, "POST", &format!("/api/v1/proposals/{id}/return"), None, &json!({ "reason": "请附依据" }));
    assert_eq!((returned.status, &returned.json()["decision_reason"]), (200, &json!("请附依据")));
    let waiting = || office.read(&office.registrar, "/api/v1/proposals?mine=true&latest=true&state=returned&limit=1")["total"].clone();
    assert_eq!(waiting(), 1);
    assert!(!office.propose(A1, &json!({ "capacity": 43 })).is_empty(), "a new one may follow");
    assert_eq!(waiting(), 0, "the record was proposed anew");
}

#[test]
fn what_needs_no_approval_holds_beside_an_open_proposal_and_the_proposal_is_laid_over_it() {
    let office = Office::open();
    let id = office.propose(A1, &json!({ "capacity": 44 }));
    let phone = office.write(&office.registrar, "PATCH", A1, Some(&office.tag(A1)), &json!({ "phone": "029-88880044" }));
    assert_eq!(phone.status, 200, "{}", phone.text());
    let waiting = office.read(&office.approver, &format!("/api/v1/proposals/{id}"));
    assert_eq!((&waiting["stale"], &waiting["may"]["approve"]), (&json!(false), &json!(true)));
    assert_eq!(office.approve(&id).status, 200);
    let after = office.service.json(A1);
    assert_eq!((&after["capacity"], &after["phone"]), (&json!(44), &json!("029-88880044")));
}

#[test]
fn a_proposal_about_a_field_that_changed_meanwhile_is_stale() {
    let office = Office::open();
    let id = office.propose(A1, &json!({ "capacity": 45, "phone": "029-88880045" }));
    let phone = office.write(&office.registrar, "PATCH", A1, Some(&office.tag(A1)), &json!({ "phone": "029-88880046" }));
    assert_eq!(phone.status, 200, "{}", phone.text());
    let waiting = office.read(&office.approver, &format!("/api/v1/proposals/{id}"));
    assert_eq!((&waiting["stale"], &waiting["may"]["why_not"]), (&json!(true), &json!("stale_proposal")));
    assert_eq!(code(&office.approve(&id)), (409, "stale_proposal".into()));
    assert_eq!(office.service.json(A1)["phone"], "029-88880046");
}

#[test]
fn a_new_facility_is_proposed_checked_and_then_found() {
    let office = Office::open();
    let new = json!({ "name": "示例新站", "kind": "community-service-station", "lon": 108.9471, "lat": 34.2546, "datum": "gcj02", "status": "planned" });
    let answer = office.write(&office.registrar, "POST", "/api/v1/facilities", None, &new);
    assert_eq!(answer.status, 202, "{}", answer.text());
    let proposal = answer.json()["proposal"].clone();
    assert_eq!(proposal["after"]["given"], json!({ "x": 108.9471, "y": 34.2546, "datum": "gcj02" }));
    assert_eq!(office.approve(&text(&proposal["id"])).status, 200);
    let added = office.service.json(&format!("/api/v1/facilities/{}", text(&proposal["record_id"])));
    // The fixture has the same pair of GCJ-02 as G1: converted by the same formulas, it is the same place.
    let known = office.service.json("/api/v1/facilities/G1");
    assert_eq!((&added["lon"], &added["lat"], &added["status"]), (&known["lon"], &known["lat"], &json!("planned")));
    let twice = office.write(
        &office.registrar,
        "POST",
        "/api/v1/facilities",
        None,
        &json!({ "id": "A1", "name": "x", "kind": "relief-station", "lon": 108.9, "lat": 34.2 }),
    );
    assert_eq!(code(&twice), (409, "conflict".into()));
}

#[test]
fn every_wrong_field_is_named_and_nothing_is_written() {
    let office = Office::open();
    let tag = office.tag(A1);
    for (patch, field) in [
        (json!({ "name": "" }), "name"),
        (json!({ "name": "长".repeat(121) }), "name"),
        (json!({ "name": "示例\u{0}站" }), "name"),
        (json!({ "name": 5 }), "name"),
        (json!({ "beds": 5 }), "beds"),
        (json!({ "kind": "no-such-kind" }), "kind"),
        (json!({ "capacity": -1 }), "capacity"),
        (json!({ "capacity": 1e300 }), "capacity"),
        (json!({ "capacity": "many" }), "capacity"),
        (json!({ "floor_area_m2": -0.5 }), "floor_area_m2"),
        (json!({ "lon": 181.0, "lat": 34.0 }), "lon"),
        (json!({ "lon": 34.25, "lat": 108.94 }), "lon"),
        (json!({ "lon": null }), "lon"),
        (json!({ "lon": 108.94, "lat": 34.25, "datum": "moon" }), "datum"),
        (json!({ "status": "sleeping" }), "status"),
        (json!({ "status": "closed" }), "status_date"),
        (json!({ "status": "closed", "status_date": "2026-01-01" }), "status_reason"),
        (json!({ "status_date": "soon" }), "status_date"),
        (json!({ "checked_on": "2999-01-01" }), "checked_on"),
        (json!({ "division": "123" }), "division"),
        (json!({ "division": "650102000000" }), "division"),
        (json!({ "operator": "nobody" }), "operator"),
        (json!({ "notes": "联系 13800138000" }), "notes"),
        (json!({ "notes": "身份证 11010519491231002X" }), "notes"),
        (json!({ "contact_mobile": "029-88880000" }), "contact_mobile"),
        (json!({ "services": [{ "type": "meal-aid" }, { "type": "meal-aid" }] }), "services[1].type"),
        (json!({ "services": [{ "type": "no-such" }] }), "services[0].type"),
        (json!({ "services": [{ "type": "meal-aid", "capacity": 3, "vacancy": 4 }] }), "services[0].vacancy"),
        (json!({ "services": "all" }), "services"),
        (json!({ "barrier_free": [1] }), "barrier_free[0]"),
    ] {
        let answer = office.write(&office.registrar, "PATCH", A1, Some(&tag), &patch);
        let problem = answer.problem();
        assert_eq!(answer.status, 422, "{patch}: {problem}");
        let fields: Vec<_> = problem["errors"].as_array().expect("errors").iter().map(|error| text(&error["field"])).collect();
        assert!(fields.iter().any(|one| one == field), "{patch}: {fields:?}");
        assert!(problem["errors"].as_array().expect("errors").iter().all(|error| !text(&error["expected"]).is_empty()), "{problem}");
        assert!(!answer.text().contains("13800138000") && !answer.text().contains("11010519491231002X"), "{}", answer.text());
    }
    let two = json!({ "kind": "no-such-kind", "capacity": 2_000_000, "name": "" });
    let problem = office.write(&office.registrar, "PATCH", A1, Some(&tag), &two).problem();
    assert_eq!(problem["errors"].as_array().expect("errors").len(), 3, "all at once: {problem}");
    assert_eq!(office.tag(A1), tag, "nothing was written");
    let open = office.read(&office.registrar, "/api/v1/proposals");
    assert_eq!(open["total"], 0);
}

#[test]
fn what_is_no_body_is_refused_as_what_it_is() {
    let office = Office::open();
    let cookie = [("cookie", office.registrar.as_str()), ("if-match", "*")];
    let send = |sort: &str, body: &[u8]| {
        let mut headers = cookie.to_vec();
        headers.push(("content-type", sort));
        office.service.send("PATCH", A1, &headers, body)
    };
    assert_eq!(code(&send("application/json", b"{")), (400, "malformed_body".into()));
    assert_eq!(code(&send("application/json", b"\xff\xfe")), (400, "malformed_body".into()));
    assert_eq!(code(&send("text/csv", b"a,b")), (415, "unsupported_media_type".into()));
    let deep = format!(r#"{{"notes":{}1{}}}"#, "[".repeat(1000), "]".repeat(1000));
    let answer = send("application/json", deep.as_bytes());
    assert!(matches!(answer.status, 400 | 422), "{}", answer.text());
    let long = format!(r#"{{"notes":"{}"}}"#, "x".repeat(2 * 1024 * 1024));
    assert_eq!(code(&send("application/json", long.as_bytes())), (413, "payload_too_large".into()));
    assert_eq!(send("application/json", r#"{"name":"𠀀𠀁示例站"}"#.as_bytes()).status, 202, "characters of four bytes are text too");
}

#[test]
fn two_records_become_one_and_two_again_exactly() {
    let office = Office::open();
    let (keep, gone) = ("/api/v1/facilities/T-1", "/api/v1/facilities/T-2");
    let content = |path: &str| {
        let mut record = office.read(&office.registrar, &format!("{path}/record"))["record"].clone();
        record.as_object_mut().expect("a record").remove("updated_at");
        record
    };
    let before = (content(keep), content(gone));
    for (wrong, field) in [
        (json!({ "keep": "T-1", "drop": "T-2", "fields": { "name": "both" } }), "fields.name"),
        (json!({ "keep": "T-1", "drop": "T-2", "fields": { "colour": "drop" } }), "fields.colour"),
        (json!({ "keep": "T-1", "drop": "T-2", "type": "street" }), "type"),
    ] {
        let answer = office.write(&office.registrar, "POST", "/api/v1/merges", None, &wrong);
        assert_eq!((answer.status, &answer.problem()["errors"][0]["field"]), (422, &json!(field)), "{wrong}: {}", answer.text());
    }
    let merge = json!({ "keep": "T-1", "drop": "T-2", "fields": { "name": "drop" }, "reason": "同一处" });
    let answer = office.write(&office.registrar, "POST", "/api/v1/merges", None, &merge);
    assert_eq!(answer.status, 202, "{}", answer.text());
    assert_eq!(office.approve(&text(&answer.json()["proposal"]["id"])).status, 200);
    let heir = office.service.get(gone);
    assert_eq!((heir.status, heir.header("content-location")), (200, Some(keep)), "the old id answers with the new one");
    assert_eq!((&heir.json()["id"], &heir.json()["name"]), (&json!("T-1"), &json!("双子活动室乙")));
    assert_eq!(heir.json()["merged_ids"], json!(["T-2"]));
    assert_eq!(office.read(&office.registrar, &format!("{gone}/record"))["record"]["id"], "T-1");
    for question in ["/api/v1/facilities?q=T-2", "/api/v1/search?q=T-2"] {
        assert_eq!(office.service.json(question)["items"][0]["id"], "T-1", "{question}");
    }
    let undo = office.write(&office.registrar, "POST", "/api/v1/merges/T-2/undo", None, &json!({ "reason": "是两处" }));
    assert_eq!(undo.status, 202, "{}", undo.text());
    assert_eq!(office.approve(&text(&undo.json()["proposal"]["id"])).status, 200);
    assert_eq!((content(keep), content(gone)), before);
    let again = office.write(&office.registrar, "POST", "/api/v1/merges/T-2/undo", None, &json!({}));
    assert_eq!(again.status, 409, "{}", again.text());
}

#[test]
fn the_registry_of_a_past_moment_answers_every_question() {
    let office = Office::open();
    let then = Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
    let questions = [
        "facilities?limit=500",
        "nearest?lon=108.945&lat=34.255&kind=elderly-day-care",
        "coverage?kind=elderly-day-care&within_m=500",
        "gaps?kind=elderly-day-care&within_m=500",
        "about",
        "organizations",
        "exports/facilities.csv",
    ];
    let strip = |answer: Answer| {
        // What names the moment of the answer differs; everything else may not.
        let text = answer.text();
        let text = text.split("\"data_as_of\"").next().unwrap_or_default().to_owned();
        text.split("\"snapshot\"").next().unwrap_or_default().to_owned()
    };
    let before: Vec<String> = questions.iter().map(|path| strip(office.service.get(&format!("/api/v1/{path}")))).collect();
    let moved = office.propose(A1, &json!({ "lon": 108.93, "lat": 34.26, "name": "东一搬迁后" }));
    assert_eq!(office.approve(&moved).status, 200);
    let now = office.service.json("/api/v1/facilities?limit=500").to_string();
    assert!(now.contains("东一搬迁后"));
    for (path, before) in questions.iter().zip(before) {
        let joint = if path.contains('?') { '&' } else { '?' };
        let past = office.service.get(&format!("/api/v1/{path}{joint}as_of={then}"));
        assert_eq!(past.status, 200, "{path}: {}", past.text());
        let past = strip(past);
        // Versions of records that were written since are those of the log, not of the moment.
        assert!(!past.contains("东一搬迁后"), "{path}");
        if !path.starts_with("facilities") && !path.starts_with("exports") {
            assert_eq!(past, before, "{path}");
        }
    }
    let days = office.service.json("/api/v1/history/days");
    assert!(days["days"].as_array().expect("days").iter().map(|day| day["changes"].as_u64().unwrap_or(0)).sum::<u64>() > 30, "{days}");
}

#[test]
fn what_somebody_may_do_ends_at_the_border_of_the_jurisdiction() {
    let office = Office::open();
    let east = office.service.sign_in("east");
    // A1 lies in 990101 by its position, A3 in another district or in none.
    let inside = office.write(&east, "PATCH", A1, Some("*"), &json!({ "phone": "029-88880003" }));
    assert_eq!(inside.status, 200, "{}", inside.text());
    let outside = "/api/v1/facilities/A4";
    assert_eq!(code(&office.write(&east, "PATCH", outside, Some("*"), &json!({ "phone": "029-88880003" }))), (403, "forbidden".into()));
    let moving = office.write(&east, "PATCH", A1, Some("*"), &json!({ "lon": 108.985, "lat": 34.305 }));
    assert_eq!(code(&moving), (403, "forbidden".into()), "nor is a record moved out of it");
}
