//! Accessibility by division: scores worked out anew from the fixture's few cells and places, pair by pair.

use serde_json::{Value, json};

use super::service::{metres, number, shared};

/// Cells with people: where, how many, and in which district.
const CELLS: [(f64, f64, f64, Option<&str>); 5] = [
    (108.945, 34.255, 1000.0, Some("990101000000")),
    (108.945, 34.259, 500.0, Some("990101000000")),
    (108.955, 34.255, 800.0, Some("990101000000")),
    (108.935, 34.255, 600.0, Some("990102000000")),
    (108.99, 34.3, 70.0, None),
];

/// Day-care centres that operate, with their places.
const PLACES: [(f64, f64, f64); 2] = [(108.945, 34.255, 40.0), (108.955, 34.251, 25.0)];

fn apart(cell: usize, place: usize) -> f64 {
    metres([CELLS[cell].0, CELLS[cell].1], [PLACES[place].0, PLACES[place].1])
}

/// Scores of the cells when places share their supply.
fn shared_out(weight: impl Fn(f64) -> f64) -> Vec<f64> {
    let demand = |place: usize| (0..CELLS.len()).map(|cell| CELLS[cell].2 * weight(apart(cell, place))).sum::<f64>();
    let ratio = |place: usize| if demand(place) > 0.0 { PLACES[place].2 / demand(place) } else { 0.0 };
    (0..CELLS.len()).map(|cell| (0..PLACES.len()).map(|place| ratio(place) * weight(apart(cell, place))).sum()).collect()
}

/// The mean of some cells, everybody counting once.
fn mean(scores: &[f64], of: impl Fn(Option<&str>) -> bool) -> f64 {
    let cells: Vec<usize> = (0..CELLS.len()).filter(|cell| of(CELLS[*cell].3)).collect();
    let people: f64 = cells.iter().map(|cell| CELLS[*cell].2).sum();
    cells.iter().map(|cell| CELLS[*cell].2 * scores[*cell]).sum::<f64>() / people
}

/// Half the relative mean difference of all pairs of people.
fn gini(scores: &[f64]) -> f64 {
    let people: f64 = CELLS.iter().map(|cell| cell.2).sum();
    let pairs = (0..CELLS.len()).flat_map(|a| (0..CELLS.len()).map(move |b| (a, b)));
    let differences: f64 = pairs.map(|(a, b)| CELLS[a].2 * CELLS[b].2 * (scores[a] - scores[b]).abs()).sum();
    differences / (2.0 * people * people * mean(scores, |_| true))
}

fn near(found: &Value, expected: f64) -> bool {
    (number(found) - expected).abs() < 1e-9 * expected.abs().max(1.0)
}

#[test]
fn every_method_gives_the_means_of_scores_that_are_worked_out_pair_by_pair() {
    let within = |limit: f64| move |distance: f64| if distance <= limit { 1.0 } else { 0.0 };
    let bands = |distance: f64| match distance {
        distance if distance <= 300.0 => 1.0,
        distance if distance <= 1000.0 => 0.4,
        _ => 0.0,
    };
    let bell = |distance: f64| if distance <= 1500.0 { (-distance * distance / (2.0 * 400.0 * 400.0)).exp() } else { 0.0 };
    let fading = |distance: f64| if distance <= 2000.0 { (distance.max(1.0) / 500.0).powf(-1.5) } else { 0.0 };
    let alone = (0..CELLS.len()).map(|cell| (0..PLACES.len()).map(|place| PLACES[place].2 * fading(apart(cell, place))).sum());
    for (query, scores) in [
        ("within_m=500", shared_out(within(500.0))),
        ("method=2sfca&within_m=1000", shared_out(within(1000.0))),
        ("method=e2sfca&steps=1000:0.4,300:1", shared_out(bands)),
        ("method=gaussian&within_m=1500&bandwidth_m=400", shared_out(bell)),
        ("method=gravity&within_m=2000&exponent=1.5&scale_m=500", alone.collect()),
    ] {
        let answer = shared().json(&format!("/api/v1/access?kind=elderly-day-care&{query}"));
        assert!(near(&answer["mean"], mean(&scores, |_| true)), "{query}: {answer}");
        assert!(near(&answer["gini"], gini(&scores)), "{query}: {} and {}", answer["gini"], gini(&scores));
        let zones = answer["zones"].as_array().expect("zones");
        assert_eq!(zones.len(), 3);
        for (zone, code) in zones.iter().zip([None, Some("990101000000"), Some("990102000000")]) {
            assert_eq!(zone["code"], json!(code));
            assert!(near(&zone["mean"], mean(&scores, |own| own == code)), "{query}: {zone}");
        }
        assert_eq!((&answer["supply_total"], &answer["facilities"], &answer["without_capacity"]), (&json!(65.0), &json!(2), &json!(0)));
    }
}

#[test]
fn a_division_is_looked_at_by_itself_and_its_supply_is_what_its_people_have() {
    let answer = shared().json("/api/v1/access?kind=elderly-day-care&within_m=500&division=990101&level=community");
    let people: f64 = answer["zones"].as_array().expect("zones").iter().map(|zone| number(&zone["people"])).sum();
    // All who reach the two places live here, so that all 65 places are theirs.
    assert!((people - 2300.0).abs() < 1e-9 && near(&answer["mean"], 65.0 / 2300.0), "{answer}");
    assert_eq!((&answer["division"], &answer["withheld_below"]), (&json!("990101000000"), &Value::Null));
    let lorenz = answer["lorenz"].as_array().expect("a curve");
    assert_eq!((lorenz.len(), &lorenz[0], &lorenz[10]), (11, &json!([0.0, 0.0]), &json!([1.0, 1.0])));
}

#[test]
fn what_a_method_needs_is_asked_for() {
    let fields = |query: &str| shared().refusal(&format!("/api/v1/access?{query}")).2;
    assert_eq!(fields("kind=elderly-day-care"), ["within_m"]);
    assert_eq!(fields("method=e2sfca"), ["steps"]);
    assert_eq!(fields("method=gaussian"), ["within_m", "bandwidth_m"]);
    assert_eq!(fields("method=guess&within_m=500"), ["method"]);
    assert_eq!(fields("method=e2sfca&steps=500:1,500:2"), ["steps"]);
    assert_eq!(fields("within_m=500,600&kind=castle"), ["within_m", "kind"]);
    assert_eq!(fields("within_m=500&group=giants"), ["group"]);
}
