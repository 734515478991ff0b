//! Siting runs of plans: what they answer against every choice there is.
//!
//! A town of 14 cells on a slope, 8 candidates and two places that are there: small enough to try every choice of sites.

use std::sync::LazyLock;

use carereach::{
    config::BasemapArgs,
    registry::{ImportKind, Records},
};
use serde_json::{Value, json};

use super::service::{Answer, Service, add_account, empty, fixture, import_bytes, metres, number, text};

/// Cells: longitude, latitude, everybody, older people.
pub const CELLS: [(f64, f64, f64, f64); 14] = [
    (108.9412, 34.2512, 310.0, 41.0),
    (108.9433, 34.2531, 120.0, 13.0),
    (108.9447, 34.2567, 275.0, 60.0),
    (108.9461, 34.2588, 90.0, 22.0),
    (108.9478, 34.2519, 405.0, 17.0),
    (108.9489, 34.2544, 60.0, 33.0),
    (108.9502, 34.2571, 510.0, 75.0),
    (108.9521, 34.2508, 145.0, 9.0),
    (108.9538, 34.2536, 230.0, 52.0),
    (108.9551, 34.2592, 320.0, 28.0),
    (108.9567, 34.2553, 185.0, 44.0),
    (108.9582, 34.2517, 95.0, 31.0),
    (108.9593, 34.2579, 260.0, 12.0),
    (108.9361, 34.2551, 700.0, 90.0),
];

/// Candidates: longitude, latitude, cost in 10,000 yuan.
pub const SPOTS: [(f64, f64, f64); 8] = [
    (108.9418, 34.2528, 40.0),
    (108.9452, 34.2579, 55.0),
    (108.9471, 34.2531, 30.0),
    (108.9496, 34.2562, 80.0),
    (108.9529, 34.2523, 25.0),
    (108.9546, 34.2571, 60.0),
    (108.9575, 34.2538, 45.0),
    (108.9588, 34.2588, 35.0),
];

/// The one place of the kind that operates; another one is suspended, and one of another kind is closed.
pub const THERE: [f64; 2] = [108.9436, 34.2516];

pub fn town() -> Records {
    let records = empty();
    import_bytes(&records, ImportKind::Divisions, "divisions.geojson", &fixture("divisions.geojson"));
    let facilities = "id,name,kind,status,lon,lat,capacity\nE1,旧日间照料中心,elderly-day-care,operating,108.9436,34.2516,300\n\
        I1,停办日间照料中心,elderly-day-care,suspended,108.9505,34.2566,120\nI2,旧活动室,community-activity-space,closed,108.9572,34.2550,\n";
    import_bytes(&records, ImportKind::Facilities, "facilities.csv", facilities.as_bytes());
    let mut demand = "id,lon,lat,population,elderly\n".to_owned();
    for (row, (lon, lat, everybody, elderly)) in CELLS.iter().enumerate() {
        demand.push_str(&format!("C{row:02},{lon},{lat},{everybody},{elderly}\n"));
    }
    import_bytes(&records, ImportKind::Demand, "demand.csv", demand.as_bytes());
    for (login, roles) in [
        ("planner", vec!["planner=all"]),
        ("east", vec!["planner=990101"]),
        ("west", vec!["planner=990102"]),
        ("both", vec!["planner=all", "approver=all"]),
        ("approver", vec!["approver=all"]),
        ("auditor", vec!["auditor=all"]),
        ("administrator", vec!["administrator=all"]),
        ("caseworker", vec!["caseworker=all"]),
    ] {
        add_account(&records, login, &roles);
    }
    records
}

/// A service and somebody who plans.
pub struct Desk {
    pub service: Service,
    pub cookie: String,
}

impl Desk {
    pub fn open() -> Desk {
        let service = Service::start(town(), BasemapArgs::default());
        let cookie = service.sign_in("planner");
        Desk { service, cookie }
    }

    pub fn send(&self, method: &str, path: &str, body: &Value) -> Answer {
        self.service.write(method, path, &[("cookie", &self.cookie)], body)
    }

    pub fn read(&self, path: &str) -> Value {
        let answer = self.service.ask("GET", path, &[("cookie", &self.cookie)]);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json()
    }

    /// Makes a plan.
    pub fn make(&self, body: &Value) -> Value {
        let answer = self.send("POST", "/api/v1/plans", body);
        assert_eq!(answer.status, 201, "{}", answer.text());
        assert_eq!(answer.header("location"), Some(format!("/api/v1/plans/{}", text(&answer.json()["id"])).as_str()));
        answer.json()
    }

    /// Follows a run to its end; answers the events, each with its name.
    pub fn follow(&self, id: &str) -> Vec<(String, Value)> {
        let answer = self.service.ask("GET", &format!("/api/v1/plans/{id}/events"), &[("cookie", &self.cookie)]);
        assert_eq!((answer.status, answer.header("content-type")), (200, Some("text/event-stream")), "{}", answer.text());
        events(&answer.text())
    }

    /// Makes a plan, waits for the end of its run and reads it again.
    pub fn solve(&self, body: &Value) -> Value {
        let id = text(&self.make(body)["id"]);
        let events = self.follow(&id);
        assert_eq!(events.last().map(|(name, _)| name.as_str()), Some("done"), "{events:?}");
        let plan = self.read(&format!("/api/v1/plans/{id}"));
        assert_eq!(plan["run"]["state"], "done", "{plan}");
        plan
    }
}

/// Server-sent events by name and data.
pub fn events(text: &str) -> Vec<(String, Value)> {
    let event = |block: &str| {
        let name = block.lines().find_map(|line| line.strip_prefix("event: "))?;
        let data = block.lines().find_map(|line| line.strip_prefix("data: "))?;
        Some((name.to_owned(), serde_json::from_str(data).expect("data in JSON")))
    };
    text.split("\n\n").filter_map(event).collect()
}

pub fn shared() -> &'static Desk {
    static DESK: LazyLock<Desk> = LazyLock::new(Desk::open);
    &DESK
}

pub fn terms(within_m: f64) -> Value {
    json!({ "kind": ["elderly-day-care"], "by": "straight", "within_m": within_m })
}

pub fn spots() -> Value {
    let point =
        |(row, (lon, lat, cost)): (usize, &(f64, f64, f64))| json!({ "id": format!("K{row}"), "lon": lon, "lat": lat, "cost": cost });
    json!({ "from": "points", "points": SPOTS.iter().enumerate().map(point).collect::<Vec<_>>() })
}

/// The wrong fields of a refusal.
pub fn fields(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.status, 422, "{}", answer.text());
    let mut fields: Vec<String> =
        answer.problem()["errors"].as_array().expect("errors").iter().map(|error| text(&error["field"])).collect();
    fields.sort();
    fields
}

fn at(spot: usize) -> [f64; 2] {
    [SPOTS[spot].0, SPOTS[spot].1]
}

fn cell(row: usize) -> [f64; 2] {
    [CELLS[row].0, CELLS[row].1]
}

/// Every choice of candidates.
fn choices() -> impl Iterator<Item = Vec<usize>> {
    (0u32..1 << SPOTS.len()).map(|bits| (0..SPOTS.len()).filter(|spot| bits >> spot & 1 == 1).collect())
}

/// People of a column within a limit of a choice or of the place that is there.
fn covered(choice: &[usize], within_m: f64, people: impl Fn(usize) -> f64) -> f64 {
    let near = |row: usize| metres(cell(row), THERE) <= within_m || choice.iter().any(|spot| metres(cell(row), at(*spot)) <= within_m);
    (0..CELLS.len()).filter(|row| near(*row)).map(people).sum()
}

fn names(plan: &Value) -> Vec<String> {
    let mut names: Vec<String> = plan["answer"]["sites"].as_array().expect("sites").iter().map(|site| text(&site["id"])).collect();
    names.sort();
    names
}

#[test]
fn most_people_are_covered_as_by_the_best_of_all_choices() {
    for (within_m, sites) in [(300.0, 2), (350.0, 3), (450.0, 4)] {
        let best = choices().filter(|choice| choice.len() == sites).map(|choice| covered(&choice, within_m, |row| CELLS[row].3));
        let best = best.fold(0.0, f64::max);
        let mut terms = terms(within_m);
        terms["group"] = json!("elderly");
        let plan = shared().solve(&json!({ "terms": terms, "siting": { "model": "mclp", "sites": sites, "candidates": spots() } }));
        let answer = &plan["answer"];
        assert_eq!((&answer["status"], number(&answer["objective"]), number(&answer["covered"])), (&json!("optimal"), best, best));
        assert_eq!((number(&answer["gap"]), &answer["measured"], &answer["candidates"]), (0.0, &json!(false), &json!(8)));
        let (before, total) = (covered(&[], within_m, |row| CELLS[row].3), CELLS.iter().map(|cell| cell.3).sum::<f64>());
        assert_eq!((number(&answer["covered_before"]), number(&answer["total"])), (before, total));
        assert_eq!(number(&answer["covered"]) + number(&answer["uncovered"]), total);
        let newly: f64 = answer["sites"].as_array().expect("sites").iter().map(|site| number(&site["newly_reached"])).sum();
        assert_eq!(newly, best - before, "what sites newly reach adds up to what is covered more");
        let chosen: Vec<usize> = names(&plan).iter().map(|name| name[1..].parse().expect("a number")).collect();
        assert_eq!(covered(&chosen, within_m, |row| CELLS[row].3), best, "the sites do what is said of them");
        assert_eq!(plan["stale"], false);
    }
}

#[test]
fn what_is_lost_without_a_site_and_its_second_best_are_those_of_all_exchanges() {
    let within_m = 350.0;
    let plan = shared().solve(&json!({ "terms": terms(within_m), "siting": { "model": "mclp", "sites": 3, "candidates": spots() } }));
    let people = |row: usize| CELLS[row].2;
    let chosen: Vec<usize> = names(&plan).iter().map(|name| name[1..].parse().expect("a number")).collect();
    let best = covered(&chosen, within_m, people);
    for site in plan["answer"]["sites"].as_array().expect("sites") {
        let own: usize = text(&site["id"])[1..].parse().expect("a number");
        let others: Vec<usize> = chosen.iter().copied().filter(|spot| *spot != own).collect();
        assert_eq!(number(&site["lost_without"]), best - covered(&others, within_m, people), "{site}");
        let exchanged =
            (0..SPOTS.len()).filter(|spot| !chosen.contains(spot)).map(|spot| covered(&[&others[..], &[spot]].concat(), within_m, people));
        assert_eq!(number(&site["second_best"]["objective"]), exchanged.fold(0.0, f64::max), "{site}");
        let communities = site["communities"].as_array().expect("communities");
        let people: f64 = communities.iter().map(|one| number(&one["people"])).sum();
        assert_eq!(people, number(&site["newly_reached"]));
        assert!(communities.iter().all(|one| one["code"].is_string() && one["name"].is_string()), "{site}");
    }
}

#[test]
fn a_budget_buys_as_much_as_by_the_best_of_all_choices_and_the_plan_says_what_it_costs() {
    let (within_m, budget) = (350.0, 130.0);
    let cost = |choice: &[usize]| choice.iter().map(|spot| SPOTS[*spot].2).sum::<f64>();
    let best =
        choices().filter(|choice| cost(choice) <= budget).map(|choice| covered(&choice, within_m, |row| CELLS[row].2)).fold(0.0, f64::max);
    let plan = shared().solve(&json!({ "terms": terms(within_m), "siting": { "model": "mclp", "budget": budget, "candidates": spots() } }));
    assert_eq!(number(&plan["answer"]["objective"]), best);
    let chosen: Vec<usize> = names(&plan).iter().map(|name| name[1..].parse().expect("a number")).collect();
    assert!(cost(&chosen) <= budget);
    assert_eq!(number(&plan["total_cost"]), cost(&chosen));
}

#[test]
fn a_place_closes_where_what_it_saves_buys_more_than_it_reaches() {
    let (within_m, budget, saved) = (350.0, 10.0, 60.0);
    let cost = |choice: &[usize]| choice.iter().map(|spot| SPOTS[*spot].2).sum::<f64>();
    let people = |row: usize| CELLS[row].2;
    let alone = |choice: &[usize]| {
        let near = |row: &usize| choice.iter().any(|spot| metres(cell(*row), at(*spot)) <= within_m);
        (0..CELLS.len()).filter(near).map(people).sum::<f64>()
    };
    let kept = choices().filter(|choice| cost(choice) <= budget).map(|choice| covered(&choice, within_m, people)).fold(0.0, f64::max);
    let closed = choices().filter(|choice| cost(choice) <= budget + saved).map(|choice| alone(&choice)).fold(0.0, f64::max);
    assert!(closed > kept, "the old place stands in the wrong corner: {closed} and {kept}");
    let siting = json!({ "model": "mclp", "budget": budget, "cost_per_site": saved, "closable": true, "candidates": spots() });
    let plan = shared().solve(&json!({ "terms": terms(within_m), "siting": siting }));
    assert_eq!((number(&plan["answer"]["covered"]), &plan["answer"]["closed"]), (closed, &json!(["E1"])), "{plan}");
    let last = plan["actions"].as_array().and_then(|actions| actions.last()).expect("an action");
    assert_eq!((&last["do"], &last["facility"]), (&json!("close"), &json!("E1")));
}

#[test]
fn weights_are_sums_of_counts_and_people_stay_people() {
    let within_m = 350.0;
    let weight = |row: usize| 0.5 * CELLS[row].2 + 4.0 * CELLS[row].3;
    let best = choices().filter(|choice| choice.len() == 2).map(|choice| covered(&choice, within_m, weight)).fold(0.0, f64::max);
    let siting = json!({ "model": "mclp", "sites": 2, "candidates": spots(), "weights": { "population": 0.5, "elderly": 4.0 } });
    let plan = shared().solve(&json!({ "terms": terms(within_m), "siting": siting }));
    assert!((number(&plan["answer"]["objective"]) - best).abs() < 1e-9);
    let chosen: Vec<usize> = names(&plan).iter().map(|name| name[1..].parse().expect("a number")).collect();
    assert_eq!(number(&plan["answer"]["covered"]), covered(&chosen, within_m, |row| CELLS[row].2));
}

#[test]
fn the_sum_and_the_largest_of_distances_are_least_as_by_the_best_of_all_choices() {
    let to = |choice: &[usize], row: usize| choice.iter().map(|spot| metres(cell(row), at(*spot))).fold(metres(cell(row), THERE), f64::min);
    let sum = |choice: &[usize]| (0..CELLS.len()).map(|row| CELLS[row].2 * to(choice, row)).sum::<f64>();
    let largest = |choice: &[usize]| (0..CELLS.len()).map(|row| to(choice, row)).fold(0.0, f64::max);
    for (model, best) in [
        ("p-median", choices().filter(|choice| choice.len() == 3).map(|choice| sum(&choice)).fold(f64::INFINITY, f64::min)),
        ("p-center", choices().filter(|choice| choice.len() == 3).map(|choice| largest(&choice)).fold(f64::INFINITY, f64::min)),
    ] {
        let plan = shared().solve(&json!({ "terms": terms(300.0), "siting": { "model": model, "sites": 3, "candidates": spots() } }));
        let objective = number(&plan["answer"]["objective"]);
        assert!((objective - best).abs() < 1e-6 * best, "{model}: {objective} and {best}");
        assert_eq!(number(&plan["answer"]["covered"]) + number(&plan["answer"]["uncovered"]), number(&plan["answer"]["total"]));
    }
}

#[test]
fn the_fewest_sites_that_reach_everybody_are_found_and_each_becomes_an_action() {
    let within_m = 700.0;
    let everybody = |row: usize| CELLS[row].2;
    let total: f64 = CELLS.iter().map(|cell| cell.2).sum();
    let least =
        choices().filter(|choice| covered(choice, within_m, everybody) == total).map(|choice| choice.len()).min().expect("all of them do");
    let plan = shared().solve(&json!({ "name": "全覆盖", "terms": terms(within_m), "siting": { "model": "lscp", "candidates": spots() } }));
    assert_eq!((number(&plan["answer"]["objective"]), &plan["answer"]["status"]), (least as f64, &json!("optimal")));
    assert_eq!((&plan["name"], &plan["run"]["objective"], &plan["run"]["gap"]), (&json!("全覆盖"), &json!(least as f64), &json!(0.0)));
    let (actions, sites) = (plan["actions"].as_array().expect("actions"), plan["answer"]["sites"].as_array().expect("sites"));
    assert_eq!((actions.len(), sites.len()), (least, least));
    for (number, (action, site)) in (1..).zip(actions.iter().zip(sites)) {
        assert_eq!(
            (&action["id"], &action["do"], &action["name"]),
            (&json!(format!("a{number}")), &json!("build"), &json!(format!("选址 {number}")))
        );
        assert_eq!((&action["lon"], &action["lat"], &action["cost"]), (&site["lon"], &site["lat"], &site["cost"]));
        assert_eq!((&site["action"], &site["rank"]), (&action["id"], &json!(number)));
    }
    // One change made the plan, and one told what the run had found.
    let seen = shared().read(&format!("/api/v1/plans/{}", text(&plan["id"])));
    assert_eq!(seen["version"], plan["version"]);
}

#[test]
fn people_whom_no_site_reaches_are_named_with_what_would_do() {
    let within_m = 400.0;
    let farthest =
        (0..CELLS.len()).map(|row| (0..SPOTS.len()).map(|spot| metres(cell(row), at(spot))).fold(metres(cell(row), THERE), f64::min));
    let farthest: Vec<f64> = farthest.collect();
    let lost: Vec<usize> = (0..CELLS.len()).filter(|row| farthest[*row] > within_m).collect();
    assert!(!lost.is_empty());
    let plan = shared().solve(&json!({ "terms": terms(within_m), "siting": { "model": "lscp", "candidates": spots() } }));
    let answer = &plan["answer"];
    assert_eq!((&answer["status"], &answer["objective"], &answer["sites"]), (&json!("infeasible"), &Value::Null, &json!([])));
    let named = answer["infeasible_because"].as_array().expect("reasons");
    let ids: Vec<String> = named.iter().map(|one| text(&one["demand"])).collect();
    assert_eq!(ids, lost.iter().map(|row| format!("C{row:02}")).collect::<Vec<_>>());
    for (one, row) in named.iter().zip(&lost) {
        let nearest = (farthest[*row] * 10.0).round() / 10.0;
        assert_eq!(one["reason"], json!(format!("no site is within 400 m; the nearest is {nearest} m away")));
        assert_eq!((number(&one["lon"]), number(&one["lat"])), (CELLS[*row].0, CELLS[*row].1));
    }
    let enough = farthest.iter().fold(0.0f64, |most, metres| most.max(*metres)).ceil();
    assert!(text(&answer["what_would_do"]).starts_with(&format!("a limit of {enough} m")), "{answer}");
    assert_eq!((&plan["actions"], number(&answer["covered"])), (&json!([]), number(&answer["covered_before"])));
    let plan = shared().solve(&json!({ "terms": terms(enough), "siting": { "model": "lscp", "candidates": spots() } }));
    assert_eq!(plan["answer"]["status"], "optimal", "what would do does");
}

#[test]
fn too_few_sites_are_told_how_many_would_do() {
    let plan = shared().solve(&json!({ "terms": terms(700.0), "siting": { "model": "lscp", "sites": 1, "candidates": spots() } }));
    let least = shared().solve(&json!({ "terms": terms(700.0), "siting": { "model": "lscp", "candidates": spots() } }));
    let least = number(&least["answer"]["objective"]);
    assert_eq!(plan["answer"]["what_would_do"], json!(format!("allow {least} new sites")));
    assert_eq!(plan["answer"]["infeasible_because"][0]["demand"], Value::Null);
}

#[test]
fn rooms_that_hold_so_many_serve_as_many_as_by_the_best_of_all_choices() {
    // Everybody within 600 m of one place only could be served there; a bound by rooms: two new places of 400 and one of 300.
    let body =
        json!({ "terms": terms(600.0), "siting": { "model": "cmclp", "sites": 2, "capacity_per_site": 400, "candidates": spots() } });
    let plan = shared().solve(&body);
    let answer = &plan["answer"];
    // Among 600 m of many spots live far more than 400, and of the old place more than 300: every room is full.
    assert_eq!((number(&answer["covered_before"]), number(&answer["covered"])), (300.0, 1100.0));
    assert_eq!(number(&answer["covered"]) + number(&answer["uncovered"]), number(&answer["total"]));
    assert!(plan["actions"].as_array().expect("actions").iter().all(|action| action["capacity"] == 400));
}

#[test]
fn idle_premises_and_a_grid_are_candidates_and_nothing_opens_in_an_area_left_out() {
    let idle =
        shared().solve(&json!({ "terms": terms(300.0), "siting": { "model": "mclp", "sites": 2, "candidates": { "from": "idle" } } }));
    assert_eq!((names(&idle), &idle["answer"]["candidates"]), (vec!["I1".to_owned(), "I2".to_owned()], &json!(2)));
    let premises: Vec<&Value> = idle["actions"].as_array().expect("actions").iter().map(|action| &action["premises"]).collect();
    assert!(premises.contains(&&json!("I1")) && premises.contains(&&json!("I2")), "{premises:?}");
    let ring = json!([[108.94, 34.25], [108.95, 34.25], [108.95, 34.26], [108.94, 34.26], [108.94, 34.25]]);
    let mut east = terms(300.0);
    east["division"] = json!("990101");
    let siting = json!({ "model": "mclp", "sites": 3, "candidates": { "from": "grid", "spacing_m": 150 }, "exclude": [ring] });
    let grid = shared().solve(&json!({ "terms": east, "siting": siting }));
    assert_eq!(grid["terms"]["division"], "990101000000");
    // The cell of the west does not count, and no site lies west of the ring's border or of the district's.
    assert_eq!(number(&grid["answer"]["total"]), CELLS.iter().map(|cell| cell.2).sum::<f64>() - 700.0);
    assert!(number(&grid["answer"]["candidates"]) > 10.0);
    for site in grid["answer"]["sites"].as_array().expect("sites") {
        assert!((108.95..=108.96).contains(&number(&site["lon"])) && (34.25..=34.26).contains(&number(&site["lat"])), "{site}");
    }
    let streets = shared().send(
        "POST",
        "/api/v1/plans",
        &json!({ "terms": terms(300.0), "siting": { "model": "mclp", "sites": 1, "candidates": { "from": "streets", "spacing_m": 100 } } }),
    );
    assert_eq!(fields(&streets), ["siting.candidates.from"], "there is no map here");
}
