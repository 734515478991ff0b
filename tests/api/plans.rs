//! Plans: what is refused of one, who may plan where, how one is changed, and what becomes of it.

use serde_json::{Value, json};

use super::{
    service::{number, text},
    siting::{Desk, events, fields, shared, spots, terms},
};

#[test]
fn every_wrong_field_is_named_at_once() {
    let desk = shared();
    let bad = json!({
        "name": " ",
        "terms": { "kind": ["castle"], "group": "giants", "by": "swim", "within_m": -5, "division": "1", "standard": "none" },
    });
    let expected = ["name", "terms.by", "terms.division", "terms.group", "terms.kind", "terms.standard", "terms.within_m"];
    assert_eq!(fields(&desk.send("POST", "/api/v1/plans", &bad)), expected);
    let action = json!({ "id": "a1", "do": "build", "name": "", "lon": 200, "lat": 34, "cost": -1, "year": 12 });
    let close = json!({ "id": "a1", "do": "close", "facility": "nobody" });
    let answer = desk.send("POST", "/api/v1/plans", &json!({ "terms": terms(300.0), "actions": [action, close] }));
    assert_eq!(
        fields(&answer),
        ["actions[0].cost", "actions[0].lon", "actions[0].name", "actions[0].year", "actions[1].facility", "actions[1].id"]
    );
    let siting = |siting: Value| desk.send("POST", "/api/v1/plans", &json!({ "terms": terms(300.0), "siting": siting }));
    let many = json!({ "model": "mclp", "sites": 0, "budget": -1, "cost_per_site": -2, "time_limit_s": 601, "weights": { "giants": 1, "elderly": -1 },
        "candidates": { "from": "grid", "spacing_m": 1 } });
    let expected = [
        "siting.budget",
        "siting.candidates.spacing_m",
        "siting.cost_per_site",
        "siting.sites",
        "siting.time_limit_s",
        "siting.weights.elderly",
        "siting.weights.giants",
    ];
    assert_eq!(fields(&siting(many)), expected);
    assert_eq!(fields(&siting(json!({ "model": "p-median", "candidates": spots() }))), ["siting.sites"]);
    assert_eq!(fields(&siting(json!({ "model": "cmclp", "sites": 1, "candidates": spots() }))), ["siting.capacity_per_site"]);
    let unpriced = json!({ "model": "mclp", "budget": 10, "candidates": { "from": "idle" } });
    assert_eq!(fields(&siting(unpriced)), ["siting.cost_per_site"]);
    let points = json!([{ "id": "K", "lon": 108.95, "lat": 34.255 }, { "id": "K", "lon": 108.95, "lat": 94 }]);
    let twice = json!({ "model": "mclp", "sites": 1, "candidates": { "from": "points", "points": points }, "exclude": [[[108.9, 34.2]]] });
    assert_eq!(fields(&siting(twice)), ["siting.exclude[0]"]);
    let twice = json!({ "model": "mclp", "sites": 1, "candidates": { "from": "points", "points": points } });
    assert_eq!(fields(&siting(twice)), ["siting.candidates.points[1].id", "siting.candidates.points[1].lon"]);
    assert_eq!(fields(&siting(json!({ "model": "guess", "candidates": spots() }))), ["siting.model"]);
}

#[test]
fn too_fine_a_grid_is_refused_with_the_spacing_that_would_do() {
    let answer = shared().send(
        "POST",
        "/api/v1/plans",
        &json!({ "terms": terms(2000.0), "siting": { "model": "mclp", "sites": 1, "candidates": { "from": "grid", "spacing_m": 10 } } }),
    );
    assert_eq!(fields(&answer), ["siting.candidates.spacing_m"]);
    let error = &answer.problem()["errors"][0];
    assert_eq!(error["reason"], "gives more candidates than 20000");
    assert_eq!(error["expected"], "a spacing of 20 m or more, or a smaller division");
}

#[test]
fn only_planners_plan_and_only_where_they_may() {
    let desk = shared();
    let mut east = terms(300.0);
    east["division"] = json!("990101");
    let body = json!({ "terms": east });
    assert_eq!(desk.service.write("POST", "/api/v1/plans", &[], &body).refused(), (401, "signed_out".to_owned()));
    let answer_to = |login: &str, method: &str, path: &str, body: &Value| {
        desk.service.write(method, path, &[("cookie", &desk.service.sign_in(login)), ("if-match", "*")], body)
    };
    for login in ["west", "auditor", "caseworker"] {
        assert_eq!(answer_to(login, "POST", "/api/v1/plans", &body).refused(), (403, "forbidden".to_owned()), "{login}");
    }
    assert_eq!(
        answer_to("east", "POST", "/api/v1/plans", &json!({ "terms": terms(300.0) })).status,
        403,
        "everywhere is more than the east"
    );
    let made = answer_to("east", "POST", "/api/v1/plans", &body);
    assert_eq!(made.status, 201, "{}", made.text());
    let path = format!("/api/v1/plans/{}", text(&made.json()["id"]));
    for (login, status) in [("east", 200), ("planner", 200), ("auditor", 200), ("west", 403), ("caseworker", 403)] {
        assert_eq!(desk.service.ask("GET", &path, &[("cookie", &desk.service.sign_in(login))]).status, status, "{login}");
    }
    assert_eq!(desk.service.get(&path).status, 401);
    for login in ["west", "auditor"] {
        assert_eq!(answer_to(login, "PATCH", &path, &json!({ "name": "mine" })).status, 403, "{login}");
        assert_eq!(answer_to(login, "DELETE", &path, &json!({})).status, 403, "{login}");
    }
    let seen = |login: &str| {
        let answer = desk.service.ask("GET", "/api/v1/plans?limit=1000", &[("cookie", &desk.service.sign_in(login))]).json();
        answer["items"].as_array().expect("items").iter().any(|plan| plan["id"] == made.json()["id"])
    };
    assert_eq!((seen("east"), seen("west"), seen("auditor")), (true, false, true));
    assert_eq!(answer_to("east", "PATCH", &path, &json!({ "terms": terms(300.0) })).status, 403, "nor may it grow beyond");
}

#[test]
fn a_plan_is_changed_on_the_version_that_was_read_copied_and_thrown_away() {
    let desk = shared();
    let action = json!({ "id": "a1", "do": "build", "name": "新址", "lon": 108.95, "lat": 34.255, "cost": 12.5 });
    let plan = desk.make(&json!({ "name": "草稿", "terms": terms(300.0), "actions": [action] }));
    let path = format!("/api/v1/plans/{}", text(&plan["id"]));
    assert_eq!(
        (&plan["state"], &plan["run"], &plan["answer"], number(&plan["total_cost"])),
        (&json!("draft"), &Value::Null, &Value::Null, 12.5)
    );
    let read = desk.service.ask("GET", &path, &[("cookie", &desk.cookie)]);
    let tag = read.header("etag").expect("a tag").to_owned();
    assert_eq!(tag, format!("\"{}\"", plan["version"]));
    let patch = |tag: &str, body: &Value| desk.service.write("PATCH", &path, &[("cookie", &desk.cookie), ("if-match", tag)], body);
    assert_eq!(desk.send("PATCH", &path, &json!({ "name": "x" })).refused(), (428, "precondition_required".to_owned()));
    let changed = patch(&tag, &json!({ "name": "改过" }));
    assert_eq!((changed.status, &changed.json()["name"]), (200, &json!("改过")), "{}", changed.text());
    let stale = patch(&tag, &json!({ "name": "又改" }));
    assert_eq!(stale.refused(), (412, "stale".to_owned()));
    assert_eq!(stale.problem()["current"]["record"]["name"], "改过");
    assert_eq!(stale.problem()["fields"], json!(["name"]));
    assert_eq!(fields(&patch("*", &json!({ "state": "approved" }))), ["state"]);
    let copy = desk.send("POST", &format!("{path}/copy"), &json!({}));
    assert_eq!(copy.status, 201, "{}", copy.text());
    let copy = copy.json();
    assert_eq!((&copy["name"], &copy["copied_from"], &copy["actions"]), (&json!("改过 副本"), &plan["id"], &plan["actions"]));
    assert_eq!(patch("*", &json!({ "state": "archived" })).status, 200);
    assert_eq!(desk.send("DELETE", &path, &json!({})).refused(), (409, "conflict".to_owned()), "only a draft is thrown away");
    let copied = format!("/api/v1/plans/{}", text(&copy["id"]));
    assert_eq!(desk.send("DELETE", &copied, &json!({})).status, 204);
    assert_eq!(desk.service.ask("GET", &copied, &[("cookie", &desk.cookie)]).refused(), (404, "not_found".to_owned()));
    let listed = desk.read("/api/v1/plans?state=archived");
    assert!(listed["items"].as_array().expect("items").iter().any(|one| one["id"] == plan["id"]));
}

#[test]
fn approving_makes_planned_facilities_and_projects_and_is_another_persons_work() {
    let desk = Desk::open();
    let plan =
        desk.solve(&json!({ "name": "三年规划", "terms": terms(350.0), "siting": { "model": "mclp", "sites": 2, "candidates": spots() } }));
    let path = format!("/api/v1/plans/{}", text(&plan["id"]));
    let by = |login: &str, method: &str, path: &str, body: &Value| {
        desk.service.write(method, path, &[("cookie", &desk.service.sign_in(login)), ("if-match", "*")], body)
    };
    assert_eq!(by("planner", "POST", &format!("{path}/approve"), &json!({})).refused(), (403, "forbidden".to_owned()));
    let own = by("both", "POST", &format!("{path}/copy"), &json!({ "name": "自己的" })).json();
    let own = by("both", "POST", &format!("/api/v1/plans/{}/approve", text(&own["id"])), &json!({}));
    assert_eq!(own.refused(), (403, "own_proposal".to_owned()));
    // Whoever has changed another person's plan does not decide on it either.
    let build = |lon: f64| json!({ "id": "a1", "do": "build", "name": "新址", "lon": lon, "lat": 34.2571 });
    let another = desk.make(&json!({ "terms": terms(350.0), "actions": [build(108.9546)] }));
    let another = format!("/api/v1/plans/{}", text(&another["id"]));
    assert_eq!(by("both", "PATCH", &another, &json!({ "actions": [build(108.9547)] })).status, 200);
    assert_eq!(by("both", "POST", &format!("{another}/approve"), &json!({})).refused(), (403, "own_proposal".to_owned()));
    let approved = by("approver", "POST", &format!("{path}/approve"), &json!({ "note": "会议纪要 3 号" }));
    assert_eq!(approved.status, 200, "{}", approved.text());
    let approved = approved.json();
    assert_eq!(approved["plan"]["state"], "approved");
    let facilities = approved["facilities"].as_array().expect("ids");
    assert_eq!((facilities.len(), approved["projects"].as_array().map(Vec::len)), (2, Some(2)));
    for (id, action) in facilities.iter().zip(plan["actions"].as_array().expect("actions")) {
        let record = desk.read(&format!("/api/v1/facilities/{}/record", text(id)))["record"].clone();
        assert_eq!((&record["status"], &record["kind"], &record["name"]), (&json!("planned"), &json!("elderly-day-care"), &action["name"]));
        assert_eq!((&record["lon"], &record["lat"]), (&action["lon"], &action["lat"]));
        assert!(text(&record["division"]).starts_with("990101"), "the division is where the point lies: {record}");
    }
    assert_eq!(by("planner", "PATCH", &path, &json!({ "name": "再改" })).refused(), (409, "conflict".to_owned()));
    assert_eq!(by("approver", "POST", &format!("{path}/approve"), &json!({})).refused(), (409, "conflict".to_owned()));
    let log = desk.service.ask("GET", "/api/v1/audit?type=plan&action=approve", &[("cookie", &desk.service.sign_in("auditor"))]).json();
    assert_eq!((&log["items"][0]["id"], &log["items"][0]["reason"]), (&plan["id"], &json!("会议纪要 3 号")), "{log}");

    let projects = desk.read(&format!("/api/v1/projects?plan={}", text(&plan["id"])));
    assert_eq!(projects["total"], 2);
    let first = &projects["items"][0];
    assert_eq!(
        (&first["action"], &first["facility"], &first["state"], &first["overdue"]),
        (&json!("a1"), &facilities[0], &json!("planned"), &json!(false))
    );
    let change = json!({ "owner_unit": "西安市民政局", "owner_post": "养老处处长", "deadline": "2020-06-30", "state": "under_way",
        "funds": [{ "source": "welfare-lottery", "amount": 30 }, { "source": "budget", "amount": 12.5 }],
        "milestones": [{ "name": "立项", "due": "2020-03-01", "done_on": "2020-02-20" }] });
    let changed = by("planner", "PATCH", &format!("/api/v1/projects/{}", text(&first["id"])), &change);
    assert_eq!(changed.status, 200, "{}", changed.text());
    assert_eq!((&changed.json()["overdue"], &changed.json()["funds_total"]), (&json!(true), &json!(42.5)));
    let board = |query: &str| desk.read(&format!("/api/v1/projects?{query}"))["total"].clone();
    assert_eq!((board("overdue=true"), board("overdue=false"), board("state=planned")), (json!(1), json!(1), json!(1)));
    assert_eq!(board("owner=%E8%A5%BF%E5%AE%89%E5%B8%82%E6%B0%91%E6%94%BF%E5%B1%80"), json!(1));
    let late = desk.service.write(
        "PATCH",
        &format!("/api/v1/projects/{}", text(&first["id"])),
        &[("cookie", &desk.cookie), ("if-match", "\"1\"")],
        &change,
    );
    assert_eq!(late.refused(), (412, "stale".to_owned()));
    let wrong =
        json!({ "state": "lost", "funds": [{ "source": "budget", "amount": -1 }], "milestones": [{ "name": "", "due": "2020-01-01" }] });
    let wrong = by("planner", "PATCH", &format!("/api/v1/projects/{}", text(&first["id"])), &wrong);
    assert_eq!(fields(&wrong), ["funds[0].amount", "milestones[0].name", "state"]);
    // The registry has other facilities now: the plan's figures are those of another day.
    assert_eq!(desk.read(&path)["stale"], true);
}

#[test]
fn who_may_not_read_small_counts_is_told_none_by_a_plan() {
    let desk = Desk::open();
    let mut elderly = terms(300.0);
    elderly["group"] = json!("elderly");
    let plan = desk.solve(&json!({ "terms": elderly, "siting": { "model": "mclp", "sites": 2, "candidates": spots() } }));
    let day = (chrono::Utc::now() + chrono::TimeDelta::days(2)).date_naive();
    let made = desk.send("POST", "/api/v1/tokens", &json!({ "name": "reader", "rights": ["read_records"], "expires_on": day }));
    let token = format!("Bearer {}", text(&made.json()["token"]));
    let path = format!("/api/v1/plans/{}", text(&plan["id"]));
    let told = desk.service.ask("GET", &path, &[("authorization", &token)]).json();
    assert_eq!((&told["withheld_below"], &plan["withheld_below"]), (&json!(5), &Value::Null));
    let answer = &told["answer"];
    assert_eq!((&answer["objective"], &answer["bound"], &told["run"]["objective"]), (&Value::Null, &Value::Null, &Value::Null));
    for site in answer["sites"].as_array().expect("sites") {
        assert_eq!((&site["newly_reached"], &site["lost_without"]), (&Value::Null, &Value::Null));
        assert!(site["communities"].as_array().expect("communities").iter().all(|one| one["people"].is_null()));
    }
    assert_eq!(number(&answer["covered"]) % 5.0, 0.0);
    assert_eq!(number(&answer["covered"]) + number(&answer["uncovered"]), number(&answer["total"]));
    let events = events(&desk.service.ask("GET", &format!("{path}/events"), &[("authorization", &token)]).text());
    assert_eq!(events[0].1["objective"], Value::Null);
}

#[test]
fn what_lies_elsewhere_or_belongs_to_a_person_is_in_no_plan() {
    let desk = Desk::open();
    let fields = |terms: Value, action: Value| fields(&desk.send("POST", "/api/v1/plans", &json!({ "terms": terms, "actions": [action] })));
    let mut west = terms(350.0);
    west["division"] = json!("990102");
    let close = json!({ "id": "a1", "do": "close", "facility": "E1" });
    assert_eq!(fields(west, close), ["actions[0].facility"], "E1 is in the east");
    let build = |id: &str| json!({ "id": id, "do": "build", "name": "新址", "lon": 108.9546, "lat": 34.2571 });
    assert_eq!(fields(terms(350.0), build("13800138000")), ["actions[0].id"]);
    let mut named = terms(350.0);
    named["standard"] = json!("gb50180-2018-elderly-day-care-5min");
    assert_eq!(fields(named, build("a1")), ["terms.standard"], "it is not verified");
}
