//! Settings, kinds and standards as rows that people change, and the log of who did.

use serde_json::{Value, json};

use super::service::{Answer, Service, add_account, text};

fn office() -> (Service, String) {
    let (service, _) = Service::with_clock();
    add_account(service.registry.records(), "admin", &["administrator=all", "auditor=all"]);
    let cookie = service.sign_in("admin");
    (service, cookie)
}

fn ask(service: &Service, cookie: &str, method: &str, path: &str, tag: (&str, &str), body: &Value) -> Answer {
    service.write(method, path, &[("cookie", cookie), tag], body)
}

fn setting(service: &Service, cookie: &str, key: &str) -> Value {
    let list = service.ask("GET", "/api/v1/settings", &[("cookie", cookie)]).json();
    list["items"].as_array().expect("a list").iter().find(|row| row["key"] == key).expect("the setting").clone()
}

#[test]
fn every_setting_says_where_its_default_comes_from_and_is_not_verified_before_somebody_looked() {
    let (service, cookie) = office();
    let list = service.ask("GET", "/api/v1/settings", &[("cookie", &cookie)]).json();
    let rows = list["items"].as_array().expect("a list");
    assert!(rows.len() >= 20, "{}", rows.len());
    for row in rows {
        assert_eq!(row["value"], row["default"], "{row}");
        assert!(text(&row["source"]).len() > 5 && text(&row["name_zh"]).chars().count() > 2, "{row}");
        assert!(["A", "B", "C"].contains(&text(&row["confidence"]).as_str()));
        assert_eq!(row["verified"], false, "{row}");
    }
    assert_eq!(setting(&service, &cookie, "lock_after_failures")["value"], 5);
    assert_eq!(setting(&service, &cookie, "log_retention_days")["value"], Value::Null);
}

#[test]
fn a_setting_takes_effect_at_once_and_the_log_says_who_and_why() {
    let (service, cookie) = office();
    let path = "/api/v1/settings/idle_timeout_minutes";
    let row = setting(&service, &cookie, "idle_timeout_minutes");
    let tag = format!("\"{}\"", row["version"]);
    let answer = ask(&service, &cookie, "PATCH", path, ("if-match", &tag), &json!({ "value": 10, "reason": "示例理由" }));
    assert_eq!((answer.status, &answer.json()["value"]), (200, &10.into()));
    assert_eq!(service.json("/api/v1/session")["idle_timeout_s"], 600);
    let late = ask(&service, &cookie, "PATCH", path, ("if-match", &tag), &json!({ "value": 20 }));
    assert_eq!(late.refused(), (412, "stale".into()));
    assert_eq!((&late.json()["current"]["value"], &late.json()["yours"]["value"]), (&10.into(), &20.into()));
    let log = service.ask("GET", "/api/v1/audit?type=setting&limit=1", &[("cookie", &cookie)]).json();
    let line = &log["items"][0];
    assert_eq!((&line["actor_name"], &line["action"], &line["id"]), (&"admin".into(), &"change".into(), &"idle_timeout_minutes".into()));
    assert_eq!((&line["reason"], &line["fields"], &line["after"]["value"]), (&"示例理由".into(), &json!(["value"]), &10.into()));
}

#[test]
fn a_value_that_cannot_be_is_refused_with_what_could() {
    let (service, cookie) = office();
    for (key, value) in [
        ("password_min_length", json!(7)),
        ("password_min_length", json!("eight")),
        ("password_classes", json!(5)),
        ("lock_minutes", json!(0)),
        ("idle_timeout_minutes", json!(-1)),
        ("idle_timeout_minutes", json!(1.5)),
        ("two_person", json!("yes")),
        ("log_retention_days", json!(179)),
        ("no_approval_fields", json!(["Phone Number"])),
        ("check_every_days_by_kind", json!({ "no-such-kind": 30 })),
        ("duplicate_weights", json!({ "smell": 1 })),
        ("duplicate_threshold", json!(1.5)),
        ("completeness_weights", json!({})),
        ("suppress_below", Value::Null),
    ] {
        let answer = ask(&service, &cookie, "PATCH", &format!("/api/v1/settings/{key}"), ("if-match", "*"), &json!({ "value": value }));
        assert_eq!(answer.refused(), (422, "invalid_input".into()), "{key} {value}");
    }
    for (key, value) in [("log_retention_days", json!(180)), ("check_every_days_by_kind", json!({ "elderly-day-care": 90 }))] {
        let answer = ask(&service, &cookie, "PATCH", &format!("/api/v1/settings/{key}"), ("if-match", "*"), &json!({ "value": value }));
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
    let none = ask(&service, &cookie, "PATCH", "/api/v1/settings/none", ("if-match", "*"), &json!({ "value": 1 }));
    assert_eq!(none.status, 404);
}

fn row(service: &Service, list: &str, code: &str) -> Value {
    let rows = service.json(&format!("/api/v1/{list}"))["items"].clone();
    let mut row = rows.as_array().expect("a list").iter().find(|row| row["code"] == code).expect("the row").clone();
    row.as_object_mut().expect("a row").retain(|name, _| !["count", "operating", "active", "version"].contains(&name.as_str()));
    row
}

#[test]
fn a_kind_is_replaced_whole_and_a_new_one_added() {
    let (service, cookie) = office();
    let mut kind = row(&service, "kinds", "elderly-day-care");
    kind["name_en"] = "Day care".into();
    let path = "/api/v1/kinds/elderly-day-care";
    assert_eq!(service.write("PUT", path, &[("cookie", &cookie)], &kind).refused(), (428, "precondition_required".into()));
    let answer = ask(&service, &cookie, "PUT", path, ("if-match", "*"), &kind);
    assert_eq!((answer.status, &answer.json()["name_en"]), (200, &"Day care".into()));
    assert_eq!(row(&service, "kinds", "elderly-day-care"), kind);
    let (tag, version) = (answer.header("etag").expect("a tag").to_owned(), answer.json()["version"].clone());
    kind["name_en"] = "Day centre".into();
    assert_eq!(ask(&service, &cookie, "PUT", path, ("if-match", &tag), &kind).status, 200);
    let late = ask(&service, &cookie, "PUT", path, ("if-match", &format!("\"{version}\"")), &kind);
    assert_eq!(late.refused(), (412, "stale".into()));

    (kind["code"], kind["name_zh"], kind["name_en"], kind["aliases"]) =
        ("sample-kind".into(), "示例类别".into(), "Sample kind".into(), json!([]));
    let path = "/api/v1/kinds/sample-kind";
    assert_eq!(ask(&service, &cookie, "PUT", path, ("if-match", "*"), &kind).status, 404, "it is not there yet");
    assert_eq!(ask(&service, &cookie, "PUT", path, ("if-none-match", "*"), &kind).status, 201);
    assert_eq!(ask(&service, &cookie, "PUT", path, ("if-none-match", "*"), &kind).refused(), (409, "conflict".into()));
    assert_eq!(row(&service, "kinds", "sample-kind"), kind);
}

#[test]
fn the_lists_tell_the_version_that_a_write_of_a_row_is_about() {
    let (service, cookie) = office();
    let listed = |list: &str, code: &str| -> Value {
        let rows = service.json(&format!("/api/v1/{list}"))["items"].clone();
        rows.as_array().expect("a list").iter().find(|row| row["code"] == code).expect("the row")["version"].clone()
    };
    let standard = text(&service.json("/api/v1/standards")["items"][0]["code"]);
    let others: Vec<(&str, Value)> = vec![("kinds", listed("kinds", "relief-station")), ("standards", listed("standards", &standard))];
    for (list, code) in [("kinds", "elderly-day-care"), ("standards", standard.as_str())] {
        let path = format!("/api/v1/{list}/{code}");
        let before = listed(list, code);
        let mut body = row(&service, list, code);
        body["source"] = "示例来源".into();
        let answer = ask(&service, &cookie, "PUT", &path, ("if-match", &format!("\"{before}\"")), &body);
        assert_eq!(answer.status, 200, "{}", answer.text());
        let log = service.json(&format!("/api/v1/changes?since=0&type={}&id={code}&limit=1000", list.trim_end_matches('s')));
        let last = log["items"].as_array().and_then(|items| items.last()).expect("the change").clone();
        assert_eq!((&listed(list, code), &last["seq"]), (&answer.json()["version"], &answer.json()["version"]));
        assert_ne!(listed(list, code), before);
        let late = ask(&service, &cookie, "PUT", &path, ("if-match", &format!("\"{before}\"")), &body);
        assert_eq!(late.refused(), (412, "stale".into()));
    }
    assert_eq!(listed("kinds", "relief-station"), others[0].1, "a row that nobody wrote keeps its version");
}

#[test]
fn a_row_that_other_rooms_could_not_use_is_refused_field_by_field() {
    let (service, cookie) = office();
    let refused = |list: &str, code: &str, field: &str, value: Value| {
        let mut row = row(&service, list, code);
        row[field] = value;
        let answer = ask(&service, &cookie, "PUT", &format!("/api/v1/{list}/{code}"), ("if-match", "*"), &row);
        assert_eq!(answer.status, 422, "{field}: {}", answer.text());
        let problem = answer.problem();
        let fields: Vec<String> = problem["errors"].as_array().expect("errors").iter().map(|error| text(&error["field"])).collect();
        assert!(fields.iter().all(|one| one.starts_with(field) || one == "body"), "{field}: {fields:?}");
    };
    for (field, value) in [
        ("colour", json!("red")),
        ("icon", json!("M0 0\"><script>")),
        ("name_zh", json!("")),
        ("name_en", json!("x".repeat(121))),
        ("aliases", json!(["社区服务站"])),
        ("source", json!("13800138000")),
        ("of", json!("castle")),
        ("sort", json!("unknown")),
    ] {
        refused("kinds", "elderly-day-care", field, value);
    }
    let code = text(&service.json("/api/v1/standards")["items"][0]["code"]);
    for (field, value) in [
        ("kind", json!("no-such-kind")),
        ("metric", json!("by feeling")),
        ("strength", json!("must")),
        ("reach_m", json!(-1)),
        ("citation", json!("")),
        ("valid_from", json!("yesterday")),
    ] {
        refused("standards", &code, field, value);
    }
    let mut unsure = row(&service, "standards", &code);
    (unsure["confidence"], unsure["verified"]) = ("B".into(), true.into());
    let answer = ask(&service, &cookie, "PUT", &format!("/api/v1/standards/{code}"), ("if-match", "*"), &unsure);
    assert_eq!(text(&answer.problem()["errors"][0]["field"]), "verified", "only what was read in the official text is verified");
}

#[test]
fn the_log_is_read_the_newest_first_a_page_at_a_time_and_keeps_protected_places_to_itself() {
    let (service, cookie) = office();
    let log = |query: &str| service.ask("GET", &format!("/api/v1/audit?{query}"), &[("cookie", &cookie)]).json();
    let first = log("limit=2");
    let numbers: Vec<i64> = first["items"].as_array().expect("a list").iter().filter_map(|line| line["seq"].as_i64()).collect();
    assert_eq!(numbers.len(), 2);
    assert!(numbers[0] == numbers[1] + 1 && first["total"].as_i64() == Some(numbers[0]), "{first}");
    let next = log(&format!("limit=2&cursor={}", text(&first["next_cursor"])));
    assert_eq!(next["items"][0]["seq"], numbers[1] - 1);
    assert_eq!(log("action=sign-in&actor=admin")["total"], 1);
    assert_eq!(log("until=2000-01-01")["total"], 0);
    // An auditor sees that a protected place was written, and not where it is.
    let protected = log("type=facility&id=P1");
    assert_eq!(protected["total"], 1);
    let said = protected.to_string();
    assert!(!said.contains("9473219") && !said.contains("秘巷"), "{said}");
}

#[test]
fn the_log_is_kept_for_ever_unless_the_setting_names_the_days() {
    let (service, shift) = Service::with_clock();
    let head = service.json("/api/v1/changes")["head"].as_i64().expect("a number");
    shift.pass(chrono::TimeDelta::days(200));
    assert_eq!(service.registry.forget_old_changes().expect("it works"), 0, "for ever is the default");
    add_account(service.registry.records(), "admin", &["administrator=all", "auditor=all"]);
    let cookie = service.sign_in("admin");
    let days = json!({ "value": 180, "reason": "示例" });
    let path = "/api/v1/settings/log_retention_days";
    assert_eq!(ask(&service, &cookie, "PATCH", path, ("if-match", "*"), &days).status, 200);
    // The service itself tidies once after it has started: what is older than 180 days is forgotten here or there, and once.
    service.registry.forget_old_changes().expect("it works");
    assert_eq!(service.registry.forget_old_changes().expect("it works"), 0);
    let feed = service.json("/api/v1/changes?since=0");
    assert_eq!((&feed["first"], feed["items"].as_array().map(Vec::len)), (&json!(head + 1), Some(0)));
    let told = service.ask("GET", "/api/v1/audit?action=forget", &[("cookie", &cookie)]).json();
    assert_eq!((&told["total"], &told["items"][0]["actor"]), (&json!(1), &json!("system")));
    for path in ["/api/v1/facilities?as_of=2020-01-01", "/api/v1/exports/facilities.csv?as_of=2020-01-01"] {
        let (status, _, fields) = service.refusal(path);
        assert_eq!((status, fields), (422, vec!["as_of".to_owned()]), "{path}");
    }
    assert_eq!(service.json("/api/v1/facilities/A1")["id"], "A1");
}
