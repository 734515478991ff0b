//! Siting runs while they go on: progress as events, cancelling, how many at once, and what a new start finds.
//!
//! A question that nobody settles soon: people and candidates on two even lattices, where very many choices of sites are as good as
//! each other, or almost.

use carereach::{
    config::BasemapArgs,
    registry::{Hashing, ImportKind, Records, SeedDivisions},
    storage::Open,
};
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader, Write},
    net::TcpStream,
    sync::Arc,
};

use super::{
    service::{Service, add_account, empty, import_bytes, number, text},
    siting::{Desk, events, shared, spots, terms},
};
use crate::support;

fn large(records: &Records) {
    let mut demand = "id,lon,lat,population\n".to_owned();
    for row in 0..1_600 {
        let (lon, lat) = (108.9 + 0.0025 * f64::from(row % 40), 34.2 + 0.0025 * f64::from(row / 40));
        demand.push_str(&format!("C{row:04},{lon:.6},{lat:.6},100\n"));
    }
    import_bytes(records, ImportKind::Demand, "demand.csv", demand.as_bytes());
    add_account(records, "planner", &["planner=all"]);
}

fn long() -> Value {
    let at = |from: f64, number: u32| from + 0.00125 + 0.005 * f64::from(number);
    let point = |row: u32| json!({ "id": format!("K{row:03}"), "lon": at(108.9, row % 20), "lat": at(34.2, row / 20) });
    let points: Vec<Value> = (0..400).map(point).collect();
    json!({
        "terms": terms(500.0),
        "siting": { "model": "p-median", "sites": 37, "time_limit_s": 600, "candidates": { "from": "points", "points": points } },
    })
}

fn desk() -> Desk {
    let records = empty();
    large(&records);
    let service = Service::start(records, BasemapArgs::default());
    let cookie = service.sign_in("planner");
    Desk { service, cookie }
}

/// Reads the events of a run until one has a best so far, and hangs up.
fn first_best(desk: &Desk, id: &str) -> Value {
    let address = desk.service.address().trim_start_matches("http://").to_owned();
    let mut stream = TcpStream::connect(&address).expect("the service listens");
    let cookie = &desk.cookie;
    write!(stream, "GET /api/v1/plans/{id}/events HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nAccept-Encoding: gzip, br\r\n\r\n")
        .expect("asked");
    let mut lines = BufReader::new(stream).lines().map(|line| line.expect("a line"));
    let data = lines.find_map(|line| {
        let data: Value = serde_json::from_str(line.strip_prefix("data: ")?).expect("data in JSON");
        (!data["best"].is_null()).then_some(data)
    });
    data.expect("the run goes on")
}

#[test]
fn a_run_tells_how_far_it_is_and_is_cancelled_with_the_best_so_far() {
    let desk = desk();
    let plan = desk.make(&long());
    let (id, path) = (text(&plan["id"]), format!("/api/v1/plans/{}", text(&plan["id"])));
    assert_eq!((&plan["run"]["state"], &plan["answer"]), (&json!("running"), &Value::Null));
    let told = first_best(&desk, &id);
    assert!(
        number(&told["best"]) > 0.0 && number(&told["seconds"]) > 0.0 && told.get("bound").is_some() && told.get("gap").is_some(),
        "{told}"
    );
    let seen = desk.read(&path);
    assert_eq!(seen["run"]["state"], "running");
    assert!(number(&seen["run"]["objective"]) > 0.0);
    let busy = desk.send("POST", &format!("{path}/run"), &long()["siting"]);
    assert_eq!(busy.refused(), (409, "conflict".to_owned()), "one run of a plan at a time");
    let tag = format!("\"{}\"", seen["version"]);
    let patch = desk.service.write("PATCH", &path, &[("cookie", &desk.cookie), ("if-match", &tag)], &json!({ "actions": [] }));
    assert_eq!(patch.refused(), (409, "conflict".to_owned()), "actions are the run's while it goes on");
    let cancelled = desk.send("DELETE", &format!("{path}/run"), &json!({}));
    assert_eq!(cancelled.status, 200, "{}", cancelled.text());
    let events = desk.follow(&id);
    assert_eq!(
        (events.len(), events[0].0.as_str(), &events[0].1["state"]),
        (1, "done", &json!("cancelled")),
        "a run that is over answers at once"
    );
    let plan = desk.read(&path);
    assert_eq!((&plan["run"]["state"], &plan["answer"]["status"]), (&json!("cancelled"), &json!("feasible")));
    assert_eq!((plan["answer"]["sites"].as_array().map(Vec::len), plan["actions"].as_array().map(Vec::len)), (Some(37), Some(37)));
    assert!(number(&plan["answer"]["bound"]) <= number(&plan["answer"]["objective"]));
    assert_eq!(desk.send("DELETE", &format!("{path}/run"), &json!({})).refused(), (409, "conflict".to_owned()), "nothing goes on any more");
}

#[test]
fn a_third_run_waits_for_its_turn_and_leaves_no_plan_behind() {
    let desk = desk();
    let plans = [desk.make(&long()), desk.make(&long())];
    let third = desk.send("POST", "/api/v1/plans", &long());
    assert_eq!(third.refused(), (429, "too_many_requests".to_owned()));
    assert!(third.header("retry-after").is_some());
    assert_eq!(desk.read("/api/v1/plans")["total"], 2);
    let without = desk.send("POST", "/api/v1/plans", &json!({ "terms": terms(500.0) }));
    assert_eq!(without.status, 201, "plans without a run are made all the same");
    // A plan that goes takes its run along: the place is free once the search has heard of it.
    let id = text(&plans[0]["id"]);
    assert_eq!(desk.send("DELETE", &format!("/api/v1/plans/{id}"), &json!({})).status, 204);
    let id = text(&plans[1]["id"]);
    assert_eq!(desk.send("DELETE", &format!("/api/v1/plans/{id}/run"), &json!({})).status, 200);
    desk.follow(&id);
    let fourth = desk.send("POST", &format!("/api/v1/plans/{id}/run"), &long()["siting"]);
    assert_eq!((fourth.status, &fourth.json()["run"]["state"]), (202, &json!("running")), "{}", fourth.text());
    assert_eq!(desk.send("DELETE", &format!("/api/v1/plans/{id}/run"), &json!({})).status, 200);
}

#[test]
fn a_run_that_is_out_of_time_is_done_with_the_gap_it_has() {
    let desk = desk();
    let mut body = long();
    body["siting"]["time_limit_s"] = json!(0.5);
    let plan = desk.make(&body);
    let events = desk.follow(&text(&plan["id"]));
    let (progress, done) = (&events[0], events.last().expect("an end"));
    assert_eq!((progress.0.as_str(), done.0.as_str(), &done.1["state"]), ("progress", "done", &json!("done")), "{events:?}");
    assert!(number(&done.1["gap"]) > 0.0, "{done:?}");
    let plan = desk.read(&format!("/api/v1/plans/{}", text(&plan["id"])));
    assert_eq!((&plan["answer"]["status"], &plan["answer"]["gap"]), (&json!("feasible"), &done.1["gap"]));
}

#[test]
fn another_run_takes_the_sites_of_the_last_one_away_and_builds_on_what_people_added() {
    let desk = shared();
    let own = json!({ "id": "mine", "do": "build", "name": "已定", "lon": 108.9546, "lat": 34.2571 });
    let body = json!({ "terms": terms(350.0), "actions": [own], "siting": { "model": "mclp", "sites": 1, "candidates": spots() } });
    let first = desk.solve(&body);
    let id = text(&first["id"]);
    assert_eq!(first["actions"].as_array().map(Vec::len), Some(2));
    assert!(first["answer"]["sites"][0]["id"] != json!("K5"), "where people build already nothing is won: {first}");
    let again = desk.send("POST", &format!("/api/v1/plans/{id}/run"), &json!({ "model": "mclp", "sites": 2, "candidates": spots() }));
    assert_eq!(again.status, 202, "{}", again.text());
    let events = events(&desk.service.ask("GET", &format!("/api/v1/plans/{id}/events"), &[("cookie", &desk.cookie)]).text());
    assert_eq!(events.last().map(|(name, _)| name.as_str()), Some("done"));
    let second = desk.read(&format!("/api/v1/plans/{id}"));
    let ids: Vec<String> = second["actions"].as_array().expect("actions").iter().map(|action| text(&action["id"])).collect();
    assert_eq!(ids, ["mine", "a1", "a2"]);
    assert!(number(&second["answer"]["covered"]) >= number(&first["answer"]["covered"]));
    assert_eq!(second["answer"]["covered_before"], first["answer"]["covered_before"]);
}

#[test]
fn a_service_that_comes_up_says_which_runs_were_lost() {
    let database = support::fresh();
    let open = || {
        Records::open(&database.url, Open::Create, SeedDivisions::None)
            .expect("the registry")
            .with(Arc::new(chrono::Utc::now), Hashing::cheap())
    };
    let records = open();
    large(&records);
    let service = Service::start(records, BasemapArgs::default());
    let cookie = service.sign_in("planner");
    let first = Desk { service, cookie };
    let id = text(&first.make(&long())["id"]);
    let service = Service::start(open(), BasemapArgs::default());
    let cookie = service.sign_in("planner");
    let second = Desk { service, cookie };
    let run = second.read(&format!("/api/v1/plans/{id}"))["run"].clone();
    if support::on_postgres() {
        assert_eq!(run["state"], "running", "another server may work on it until its time is over");
    } else {
        let why = "the service was stopped before the run ended: start it again";
        assert_eq!((&run["state"], &run["why_failed"]), (&json!("failed"), &json!(why)));
    }
}
