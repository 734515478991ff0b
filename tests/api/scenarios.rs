//! What plans would change, worked out by hand.
//!
//! Day-care centres that operate: A1 (40 places) at D1, A2 (25 places) 444.78 m south of D3; D2 is 444.78 m north of A1. Of the
//! 1000, 500, 800, 600 and 70 people at D1 to D5 (200, 50, 100, 300 and 7 of them older) D1, D2 and D3 are within 500 m: 2300 of
//! 2970. D1 to D3 lie in the east (D1 and D2 in one community), D4 in the west, D5 in no division.

use serde_json::{Value, json};

use super::service::{everything, metres, number, shared, text};

/// An example of every operation here, as the walk through all permissions asks it.
pub fn example(operation: &str) -> Option<(&'static str, Value)> {
    let plan = json!({ "terms": terms(500.0), "actions": [build("a1", [108.935, 34.255])] });
    Some(match operation {
        "post /api/v1/plans/figures" => ("/api/v1/plans/figures", plan),
        "post /api/v1/plans/try" => {
            let moving = json!({ "action": "a1", "lon": 108.935, "lat": 34.255 });
            ("/api/v1/plans/try", json!({ "terms": plan["terms"], "actions": plan["actions"], "moving": moving }))
        }
        "post /api/v1/plans/compare" => {
            let named = |name: &str| json!({ "name": name, "terms": plan["terms"], "actions": plan["actions"] });
            ("/api/v1/plans/compare", json!({ "plans": [named("甲"), named("乙")] }))
        }
        "post /api/v1/plans/phases" => {
            let years = json!([{ "year": 2027, "budget": 100 }]);
            ("/api/v1/plans/phases", json!({ "terms": plan["terms"], "actions": plan["actions"], "years": years }))
        }
        "post /api/v1/plans/served" => ("/api/v1/plans/served", plan),
        "post /api/v1/plans/drill" => ("/api/v1/plans/drill", json!({ "terms": plan["terms"], "close": ["A1"] })),
        _ => return None,
    })
}

fn terms(within_m: f64) -> Value {
    json!({ "kind": ["elderly-day-care"], "by": "straight", "within_m": within_m })
}

fn build(id: &str, [lon, lat]: [f64; 2]) -> Value {
    json!({ "id": id, "do": "build", "name": "示例新中心", "lon": lon, "lat": lat, "capacity": 30, "cost": 80.5, "year": 2027 })
}

const D2: [f64; 2] = [108.945, 34.259];
const D3: [f64; 2] = [108.955, 34.255];
const D4: [f64; 2] = [108.935, 34.255];
const D5: [f64; 2] = [108.99, 34.3];

/// Builds at D4, closes A2, moves A1 to D2 and gives it ten places more.
fn actions() -> Value {
    json!([
        build("a1", D4),
        { "id": "a2", "do": "close", "facility": "A2" },
        { "id": "a3", "do": "move", "facility": "A1", "lon": D2[0], "lat": D2[1], "cost": 20 },
        { "id": "a4", "do": "add-places", "facility": "A1", "places": 10 },
        { "id": "a5", "do": "extend-hours", "facility": "A1", "opening_hours": "Mo-Su 08:00-20:00" }
    ])
}

fn ask(path: &str, body: &Value) -> Value {
    let answer = shared().write("POST", &format!("/api/v1/plans/{path}"), &[("cookie", everything())], body);
    assert_eq!(answer.status, 200, "{path} {body}: {}", answer.text());
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    answer.json()
}

fn refused(path: &str, body: &Value) -> Vec<String> {
    let answer = shared().write("POST", &format!("/api/v1/plans/{path}"), &[("cookie", everything())], body);
    assert_eq!(answer.status, 422, "{path} {body}: {}", answer.text());
    answer.problem()["errors"].as_array().expect("errors").iter().map(|error| text(&error["field"])).collect()
}

/// Some members of a row as numbers.
pub fn numbers<const N: usize>(row: &Value, names: [&str; N]) -> [f64; N] {
    names.map(|name| number(&row[name]))
}

fn rows(list: &Value, key: &str) -> Vec<(String, [f64; 3])> {
    let name = |row: &Value| row[key].as_str().unwrap_or("-").to_owned();
    list.as_array().expect("rows").iter().map(|row| (name(row), numbers(row, ["total", "before", "after"]))).collect()
}

#[test]
fn a_plan_changes_what_was_worked_out_by_hand() {
    let answer = ask("figures", &json!({ "terms": terms(500.0), "actions": actions() }));
    assert_eq!((&answer["by"], &answer["measured"], &answer["group"]), (&"straight".into(), &false.into(), &"population".into()));
    assert_eq!(numbers(&answer, ["within_m", "total", "newly_covered", "newly_lost"]), [500.0, 2970.0, 600.0, 800.0]);
    assert_eq!(numbers(&answer["before"], ["covered", "left_over"]), [2300.0, 670.0]);
    assert_eq!(numbers(&answer["after"], ["covered", "left_over"]), [2100.0, 870.0]);
    assert_eq!(number(&answer["after"]["share"]), 2100.0 / 2970.0);
    let east = ("990101000000".to_owned(), [2300.0, 2300.0, 1500.0]);
    let west = ("990102000000".to_owned(), [600.0, 0.0, 600.0]);
    assert_eq!(rows(&answer["by_division"], "code"), [("-".to_owned(), [70.0, 0.0, 0.0]), east, west]);
    let groups = [("population".to_owned(), [2970.0, 2300.0, 2100.0]), ("elderly".to_owned(), [657.0, 350.0, 550.0])];
    assert_eq!(rows(&answer["by_group"], "group"), groups);
    // A1 and A2; 30 more at D4, 25 fewer of A2, 10 more of A1.
    assert_eq!(answer["places"], json!({ "before": 65.0, "after": 80.0, "unstated": 0 }));
    assert_eq!(number(&answer["cost_total"]), 100.5);
    let by_action: Vec<[f64; 4]> = answer["per_action"]
        .as_array()
        .expect("actions")
        .iter()
        .map(|row| numbers(row, ["newly_covered", "newly_lost", "lost_without", "covered_alone"]))
        .collect();
    let nothing = [0.0; 4];
    assert_eq!(by_action, [[600.0, 0.0, 600.0, 600.0], [0.0, 800.0, -800.0, 0.0], [0.0, 0.0, 0.0, 1500.0], nothing, nothing]);
    assert_eq!(answer["withheld_below"], Value::Null);
    let inputs = &answer["inputs"];
    assert_eq!((number(&inputs["cells"]), number(&inputs["facilities"])), (6.0, 2.0));
    assert!(inputs["baseline"]["revision"].is_number() && inputs["baseline"]["standards"].as_str().is_some_and(|hash| hash.len() == 64));
}

#[test]
fn covered_and_left_over_make_up_the_total_and_no_action_changes_nothing() {
    for within_m in [0.0, 100.0, 444.8, 1_000.0, 20_000.0] {
        let answer = ask("figures", &json!({ "terms": terms(within_m), "actions": [] }));
        assert_eq!(answer["before"], answer["after"]);
        let coverage = shared().json(&format!("/api/v1/coverage?kind=elderly-day-care&within_m={within_m}"));
        let [covered, left_over] = numbers(&answer["after"], ["covered", "left_over"]);
        assert_eq!(covered + left_over, number(&answer["total"]));
        assert_eq!(covered, number(&coverage["bands"][0]["covered"]), "{within_m} m");
    }
}

#[test]
fn a_facility_of_another_kind_serves_when_it_is_upgraded() {
    // S12 stands 300 m from D4.
    let upgrade = json!([{ "id": "u", "do": "upgrade", "facility": "S12", "capacity": 12 }]);
    let answer = ask("figures", &json!({ "terms": terms(500.0), "actions": upgrade }));
    assert_eq!(numbers(&answer["after"], ["covered", "left_over"]), [2900.0, 70.0]);
    assert_eq!(number(&answer["places"]["after"]), 77.0);
}

#[test]
fn a_plan_about_a_division_counts_its_people_only_and_rows_follow_the_level() {
    let mut terms = terms(500.0);
    terms["division"] = "990101".into();
    let answer = ask("figures", &json!({ "terms": terms, "actions": actions(), "level": "community" }));
    assert_eq!(numbers(&answer, ["total", "newly_covered", "newly_lost"]), [2300.0, 0.0, 800.0]);
    let one = ("990101001001".to_owned(), [1500.0, 1500.0, 1500.0]);
    let other = ("990101001002".to_owned(), [800.0, 800.0, 0.0]);
    assert_eq!(rows(&answer["by_division"], "code"), [one, other]);
}

#[test]
fn a_site_that_is_dragged_makes_the_figures_of_the_plan_with_the_site_there() {
    let drag = |action: &str, [lon, lat]: [f64; 2]| {
        let moving = json!({ "action": action, "lon": lon, "lat": lat });
        ask("try", &json!({ "terms": terms(500.0), "actions": actions(), "moving": moving }))
    };
    let names = ["covered", "left_over", "total", "newly_covered", "newly_lost", "lost_without"];
    assert_eq!(numbers(&drag("a1", D4), names), [2100.0, 870.0, 2970.0, 600.0, 800.0, 600.0]);
    let far = drag("a1", D5);
    assert_eq!(numbers(&far, names), [1570.0, 1400.0, 2970.0, 70.0, 800.0, 70.0]);
    let differing = [("-".to_owned(), [70.0, 0.0, 70.0]), ("990101000000".to_owned(), [2300.0, 2300.0, 1500.0])];
    assert_eq!(rows(&far["by_division"], "code"), differing, "the west is as it was");
    // A1 at D3 serves D3 and no longer D1 and D2; if it stayed, 2100 would be covered.
    assert_eq!(numbers(&drag("a3", D3), names), [1400.0, 1570.0, 2970.0, 600.0, 1500.0, -700.0]);
    assert_eq!(drag("a1", D4), drag("a1", D4), "the same again");
    assert_eq!(drag("a1", D4)["reach"], Value::Null);
}

#[test]
fn the_ground_within_reach_comes_along_when_it_is_asked_for() {
    let moving = json!({ "action": "a1", "lon": D4[0], "lat": D4[1] });
    let answer = ask("try", &json!({ "terms": terms(500.0), "actions": actions(), "moving": moving, "with_reach": true }));
    assert_eq!(answer["reach"]["type"], "MultiPolygon");
    let ring = answer["reach"]["coordinates"][0][0].as_array().expect("a ring");
    let north = ring.iter().map(|at| number(&at[1])).fold(0.0, f64::max);
    assert!((north - D4[1] - 500.0 / 111_195.08).abs() < 1e-6, "{north}");
}

#[test]
fn plans_stand_side_by_side_with_what_differs_from_the_first() {
    let plan = |name: &str, within_m: f64, actions: Value| json!({ "name": name, "terms": terms(within_m), "actions": actions });
    let plans = json!([plan("现状", 500.0, json!([])), plan("甲", 500.0, actions()), plan("乙", 1_000.0, json!([]))]);
    let answer = ask("compare", &json!({ "plans": plans }));
    let compared = answer["plans"].as_array().expect("plans");
    let covered: Vec<f64> = compared.iter().map(|plan| number(&plan["after"]["covered"])).collect();
    assert_eq!(
        (covered, text(&compared[1]["name"]), number(&compared[1]["cost_total"])),
        (vec![2300.0, 2100.0, 2900.0], "甲".into(), 100.5)
    );
    let west = answer["by_division"].as_array().expect("rows").iter().find(|row| row["code"] == "990102000000").expect("the west");
    assert_eq!((&west["covered"], &west["differences"]), (&json!([0.0, 600.0, 600.0]), &json!([0.0, 600.0, 600.0])));
    let older = &answer["by_group"][1];
    assert_eq!((&older["group"], &older["covered"]), (&json!("elderly"), &json!([350.0, 550.0, 650.0])));
    assert_eq!(older["differences"], json!([0.0, 200.0, 300.0]));
}

#[test]
fn plans_about_other_people_or_another_division_are_not_compared() {
    let plan = |group: Value, division: Value| {
        let terms = json!({ "kind": ["elderly-day-care"], "by": "straight", "within_m": 500, "group": group, "division": division });
        json!({ "name": "示例", "terms": terms, "actions": [] })
    };
    let null = || Value::Null;
    let differing = json!({ "plans": [plan(null(), null()), plan("elderly".into(), "990101".into())] });
    assert_eq!(refused("compare", &differing), ["plans[1].terms.group", "plans[1].terms.division"]);
    assert_eq!(refused("compare", &json!({ "plans": [plan(null(), null())] })), ["plans"]);
    let broken = json!({ "plans": [plan(null(), null()), { "name": "x", "terms": terms(500.0), "actions": [{ "id": "a", "do": "close", "facility": "none" }] }] });
    assert_eq!(refused("compare", &broken), ["plans[1].actions[0].facility"]);
}

#[test]
fn everything_that_is_wrong_with_a_plan_is_said_at_once() {
    let terms = json!({ "kind": ["no-such"], "by": "flying", "within_m": -5, "group": "zzz", "division": "99", "standard": "none" });
    let actions = json!([
        { "id": "a", "do": "build", "name": "x", "lon": 181.0, "lat": 34.0 },
        { "id": "a", "do": "close", "facility": "A3", "cost": -1 },
        { "id": "b", "do": "close", "facility": "nobody" }
    ]);
    let fields = refused("figures", &json!({ "terms": terms, "actions": actions, "level": "planet" }));
    for field in [
        "terms.kind",
        "terms.by",
        "terms.within_m",
        "terms.group",
        "terms.standard",
        "level",
        "actions[0].lon",
        "actions[1].id",
        "actions[1].cost",
        "actions[2].facility",
    ] {
        assert!(fields.iter().any(|found| found == field), "{field}: {fields:?}");
    }
}

#[test]
fn what_cannot_be_done_to_a_facility_is_refused() {
    let fields = |actions: Value| refused("figures", &json!({ "terms": terms(500.0), "actions": actions }));
    // A3 is suspended and does not serve, A1 does already, and nothing is closed and moved.
    assert_eq!(fields(json!([{ "id": "a", "do": "close", "facility": "A3" }])), ["actions[0].facility"]);
    assert_eq!(fields(json!([{ "id": "a", "do": "upgrade", "facility": "A1" }])), ["actions[0].facility"]);
    let twice =
        json!([{ "id": "a", "do": "close", "facility": "A1" }, { "id": "b", "do": "move", "facility": "A1", "lon": 108.9, "lat": 34.2 }]);
    assert_eq!(fields(twice), ["actions[1].facility"]);
    let moving = |action: &str, lat: f64| {
        let moving = json!({ "action": action, "lon": 108.9, "lat": lat });
        refused("try", &json!({ "terms": terms(500.0), "actions": actions(), "moving": moving }))
    };
    assert_eq!(
        (moving("a2", 34.2), moving("zz", 34.2), moving("a1", 99.0)),
        (vec!["moving.action".into()], vec!["moving.action".into()], vec!["moving.lat".into()])
    );
    let unknown =
        shared().write("POST", "/api/v1/plans/figures", &[("cookie", everything())], &json!({ "terms": terms(500.0), "beds": 1 }));
    assert_eq!(unknown.refused(), (422, "invalid_input".to_owned()));
}

#[test]
fn a_plan_is_spread_over_years_so_that_most_people_are_within_reach_over_all_of_them() {
    let priced = |mut action: Value, cost: f64| {
        action["cost"] = cost.into();
        action
    };
    // D5's 70 people for 5, D4's 600 for 10; A2 closes (800 people lose reach) for 1; ten places more cost 2.
    let actions = json!([
        priced(build("far", D5), 5.0),
        priced(build("west", D4), 10.0),
        { "id": "shut", "do": "close", "facility": "A2", "cost": 1 },
        { "id": "more", "do": "add-places", "facility": "A1", "places": 10, "cost": 2 }
    ]);
    let years = |budgets: &[f64]| {
        let years = budgets.iter().zip(2027..).map(|(budget, year)| json!({ "year": year, "budget": budget }));
        years.collect::<Vec<_>>()
    };
    let ask = |method: Value, budgets: &[f64]| {
        ask("phases", &json!({ "terms": terms(500.0), "actions": actions, "years": years(budgets), "method": method }))
    };
    // 5 now and 5 next year: to save for the west is better than to build far away at once (600 against 70 + 70).
    for method in [Value::Null, "greedy".into()] {
        let answer = ask(method.clone(), &[5.0, 5.0, 8.0]);
        let of = |year: usize| answer["years"][year].clone();
        assert_eq!((of(0)["actions"].clone(), number(&of(0)["covered"])), (json!([]), 2300.0));
        assert_eq!(
            (of(1)["actions"].clone(), numbers(&of(1), ["covered", "spent", "carried_over"])),
            (json!(["west"]), [2900.0, 10.0, 0.0])
        );
        assert_eq!(of(2)["actions"], json!(["far", "shut", "more"]));
        assert_eq!(numbers(&of(2), ["year", "covered", "spent", "carried_over"]), [2029.0, 2170.0, 8.0, 0.0]);
        assert_eq!(
            (&answer["left_out"], &answer["proven"], number(&answer["covered_before"])),
            (&json!([]), &method.is_null().into(), 2300.0)
        );
    }
    let poor = ask(Value::Null, &[0.0, 5.5]);
    assert_eq!((&poor["years"][1]["actions"], &poor["left_out"]), (&json!(["far"]), &json!(["west", "shut", "more"])));
    let wrong = json!([{ "year": 2027, "budget": -1 }, { "year": 2027, "budget": 5 }]);
    let body = json!({ "terms": terms(500.0), "actions": actions, "years": wrong });
    assert_eq!(refused("phases", &body), ["years[0].budget", "years[1].year"]);
    let body = json!({ "terms": terms(500.0), "actions": actions, "years": years(&[1.0]), "method": "magic" });
    assert_eq!(refused("phases", &body), ["method"]);
}

#[test]
fn when_a_centre_closes_those_it_served_lose_reach_or_fall_to_another() {
    // Within 1000 m A2 is 444.78 m from D3 and A1 is 919 m from D3 and from D4; D1, D2 have A1 only (A2 is 1021 m from D1).
    let drill = |factor: f64| {
        let body = json!({ "terms": terms(1_000.0), "actions": [build("a1", D4)], "close": ["A2", "A1"], "demand_factor": factor });
        ask("drill", &body)
    };
    let answer = drill(1.0);
    // Only the new centre at D4 is left: it has D4 and, 919 m away, D1; D2 is 1,021 m away.
    assert_eq!(numbers(&answer["before"], ["covered", "left_over"]), [2900.0, 70.0]);
    assert_eq!(numbers(&answer["after"], ["covered", "left_over"]), [1600.0, 1370.0]);
    assert_eq!(numbers(&answer, ["total", "lost", "taken_over"]), [2970.0, 1300.0, 1000.0]);
    assert_eq!(rows(&answer["by_division"], "code"), [("990101000000".to_owned(), [2300.0, 2300.0, 1000.0])]);
    let takes_over = json!([{ "facility": null, "action": "a1", "name": "示例新中心", "people": 1000.0, "load": 1600.0, "capacity": 30.0, "over": 1570.0 }]);
    assert_eq!(answer["takes_over"], takes_over);
    assert_eq!(numbers(&drill(1.5)["takes_over"][0], ["people", "load", "over"]), [1500.0, 2400.0, 2370.0]);
}

#[test]
fn only_streets_can_be_barred_and_a_drill_says_what_is_wrong_with_it() {
    let bar = json!([[[108.94, 34.25], [108.95, 34.25]], [[108.9, 34.2]]]);
    let body = json!({ "terms": terms(500.0), "close": ["A3", "nobody"], "bar": bar, "demand_factor": 0 });
    let mut fields = refused("drill", &body);
    fields.sort();
    assert_eq!(fields, ["bar", "bar[1]", "close[0]", "close[1]", "demand_factor"]);
}

#[test]
fn everybody_is_served_once_by_the_nearest_with_room_or_as_well_as_room_allows() {
    let ask = |method: Value| {
        let actions = json!([
            { "id": "b", "do": "build", "name": "示例新中心", "lon": D2[0], "lat": D2[1], "capacity": 700 },
            { "id": "m", "do": "add-places", "facility": "A1", "places": 1060 },
            { "id": "n", "do": "upgrade", "facility": "S08" }
        ]);
        ask("served", &json!({ "terms": terms(500.0), "actions": actions, "method": method, "level": "community" }))
    };
    // A1 has 1100 places and D1 (1000) at its door, D2 (500) 444.78 m away; the new centre 700, D2 at its door, D1 444.78 m away.
    // A2 has 25, and D3 (800) only; S08 has none on record, and D3 within 500 m of it. D4 and D5 have nobody near.
    let nearest = ask(Value::Null);
    assert_eq!(
        (&nearest["method"], numbers(&nearest, ["total", "served", "unserved", "turned_away"])),
        (&"nearest".into(), [2970.0, 1525.0, 1445.0, 775.0])
    );
    let mean = (25.0 * metres(D3, [108.955, 34.251])) / 1525.0;
    assert!((number(&nearest["mean_distance_m"]) - mean).abs() < 1e-6, "{nearest}");
    let facilities = nearest["by_facility"].as_array().expect("facilities").iter();
    let loads: Vec<[f64; 3]> = facilities.map(|row| numbers(row, ["capacity", "load", "utilisation"])).collect();
    assert_eq!(loads, [[1100.0, 1000.0, 1000.0 / 1100.0], [25.0, 25.0, 1.0], [700.0, 500.0, 500.0 / 700.0]]);
    assert_eq!(nearest["without_capacity"], json!(["S08"]));
    let row = |code: &str| {
        let row = nearest["by_division"].as_array().expect("rows").iter().find(|row| row["code"] == code).expect("a division");
        numbers(row, ["total", "served", "unserved", "turned_away"])
    };
    assert_eq!((row("990101001002"), row("990102001001")), ([800.0, 25.0, 775.0, 775.0], [600.0, 0.0, 600.0, 0.0]));
    let optimal = ask("optimal".into());
    assert_eq!(numbers(&optimal, ["served", "unserved", "mean_distance_m"]), numbers(&nearest, ["served", "unserved", "mean_distance_m"]));
    assert_eq!(refused("served", &json!({ "terms": terms(500.0), "method": "magic" })), ["method"]);
}

#[test]
fn where_places_are_short_both_ways_fill_them_and_the_rest_is_turned_away() {
    // Within 1,100 m all but D5 have A1 (40 places) or A2 (25) or both.
    let [nearest, optimal] = ["nearest", "optimal"].map(|method| ask("served", &json!({ "terms": terms(1_100.0), "method": method })));
    for answer in [&nearest, &optimal] {
        let [served, unserved, turned_away, total] = numbers(answer, ["served", "unserved", "turned_away", "total"]);
        assert_eq!([served, unserved, turned_away, total], [65.0, 2905.0, 2835.0, 2970.0]);
    }
    assert!(number(&optimal["mean_distance_m"]) <= number(&nearest["mean_distance_m"]));
}
