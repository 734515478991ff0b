//! Which standards are kept: numbers worked out by hand from those at the top of `coverage.rs`.
//!
//! 1,000 people live at A1's door; 500 (444.78 m from A1) and 800 (444.78 m from A2) in the east, 600 in the west (919 m), 70 in no
//! division. Two districts of one street each; A1 and A2 are in the east.

use std::sync::LazyLock;

use carereach::{config::BasemapArgs, registry::ImportKind};
use serde_json::{Value, json};

use super::service::{Answer, Service, add_account, column, empty, everything, fixture, import_bytes, number, shared, text};

const DAY_CARE: &str = "gb50180-2018-elderly-day-care-5min";

fn clause<'a>(answer: &'a Value, standard: &str, clause: &str) -> &'a Value {
    let items = answer["items"].as_array().expect("clauses");
    items.iter().find(|item| item["standard"] == standard && item["clause"] == clause).expect("the clause")
}

fn failing(row: &Value) -> Vec<(Value, Value, Value)> {
    let rows = row["divisions"].as_array().expect("divisions").iter();
    rows.map(|row| (row["code"].clone(), row["people"].clone(), row["affected"].clone())).collect()
}

#[test]
fn an_unverified_standard_is_listed_as_off_and_applied_only_when_asked_for_and_then_marked() {
    let answer = shared().json("/api/v1/norms?set=GB%2050180-2018");
    let row = clause(&answer, DAY_CARE, "reach");
    assert_eq!((&row["status"], &row["why"], &row["verified"]), (&"off".into(), &"unverified".into(), &false.into()));
    assert_eq!((&row["affected"], &row["divisions"], &row["confidence"]), (&Value::Null, &json!([]), &"C".into()));
    assert_eq!(row["requirement"], json!({"value": 300.0, "unit": "m"}));
    assert!(text(&row["citation"]).contains("服务半径不宜大于300m"));
    assert!(answer["items"].as_array().is_some_and(|items| items.iter().all(|item| item["status"] == "off")));
    let applied = shared().json("/api/v1/norms?set=GB%2050180-2018&unverified=true");
    let row = clause(&applied, DAY_CARE, "reach");
    assert_eq!((&row["status"], &row["why"], &row["verified"]), (&"failed".into(), &Value::Null, &false.into()));
    // On foot 300 m are at most 300 m of straight line: D1 alone is within.
    assert_eq!((&row["by"], &row["measured"]), (&"walk".into(), &false.into()));
    assert_eq!((number(&row["people"]), number(&row["affected"])), (2970.0, 1970.0));
    let expected = [
        (Value::Null, 70.0.into(), 70.0.into()),
        ("990101000000".into(), 2300.0.into(), 1300.0.into()),
        ("990102000000".into(), 600.0.into(), 600.0.into()),
    ];
    assert_eq!(failing(row), expected);
}

#[test]
fn the_tiers_of_a_rule_set_are_checked_each_by_itself() {
    let answer = shared().json("/api/v1/norms?kind=elderly-day-care&unverified=true&by=straight");
    let affected = |standard: &str| number(&clause(&answer, standard, "reach")["affected"]);
    // 300 m reach D1 only; 500 m D2 and D3 too; 1,000 m all but those in no division.
    assert_eq!(affected(DAY_CARE), 1970.0);
    assert_eq!(affected("complete-community-2020-elderly-day-care"), 670.0);
    assert_eq!(affected("tdt1062-2021-elderly-day-care-15min"), 70.0);
    let inside = shared().json("/api/v1/norms?kind=elderly-day-care&unverified=true&by=straight&division=990101");
    assert_eq!(clause(&inside, "tdt1062-2021-elderly-day-care-15min", "reach")["status"], "met");
    let sets = column(&answer["sets"], "set");
    assert_eq!(sets, ["GB 50180-2018", "TD/T 1062-2021", "建科规〔2020〕7号", "外省居住区养老服务用房规定", "建标143-2010"]);
    let gb = &answer["sets"][0];
    // The reach fails; no centre states its floor area.
    assert_eq!([&gb["met"], &gb["failed"], &gb["not_checkable"], &gb["off"]], [0, 1, 1, 0]);
}

#[test]
fn one_for_each_county_fails_where_there_is_none_for_everybody_there() {
    let answer = shared().json("/api/v1/norms?kind=child-welfare-institution");
    let row = clause(&answer, "minors-law-96-child-welfare-county", "administrative");
    assert_eq!((&row["status"], &row["verified"], &row["strength"]), (&"failed".into(), &true.into(), &"should".into()));
    assert_eq!((number(&row["people"]), number(&row["affected"]), &row["facilities"]), (2970.0, 2900.0, &0.into()));
    let expected = [("990101000000".into(), 2300.0.into(), 2300.0.into()), ("990102000000".into(), 600.0.into(), 600.0.into())];
    assert_eq!(failing(row), expected);
    let one = &row["divisions"][0];
    assert_eq!((number(&one["there"]), number(&one["required"]), number(&one["missing"])), (0.0, 1.0, 1.0));
}

#[test]
fn of_protected_places_only_what_is_certain_by_district_is_said() {
    // The one station is in the east, which has one street; the west has one street and no station.
    let answer = shared().json("/api/v1/norms?kind=minor-protection-station");
    let row = clause(&answer, "minors-law-81-protection-station-street", "administrative");
    assert_eq!((&row["status"], &row["why"]), (&"failed".into(), &"protected".into()));
    assert_eq!(failing(row), [("990102000000".into(), Value::Null, Value::Null)]);
    let east = shared().json("/api/v1/norms?kind=minor-protection-station&division=990101");
    let row = clause(&east, "minors-law-81-protection-station-street", "administrative");
    assert_eq!((&row["status"], &row["why"]), (&"not_checkable".into(), &"protected".into()));
}

#[test]
fn what_cannot_be_judged_is_not_passed() {
    let answer = shared().json("/api/v1/norms?unverified=true&kind=elderly-day-care,social-welfare-institution");
    let households = clause(&answer, "elderly-facilities-new-estate-area", "ratio");
    assert_eq!(
        (&households["status"], &households["why"], &households["group"]),
        (&"not_checkable".into(), &"no_count".into(), &"households".into())
    );
    let area = clause(&answer, DAY_CARE, "minimum_area");
    assert_eq!((&area["status"], &area["why"], &area["facilities_not_stated"]), (&"not_checkable".into(), &"not_stated".into(), &2.into()));
    assert_eq!(column(&area["facilities_failing"], "id"), ["A1", "A2"]);
    // No institution at all: 40 beds for every 1,000 of 350 and 300 older people are missing.
    let beds = clause(&answer, "gb50437-2018-beds-per-thousand", "ratio");
    assert_eq!((&beds["status"], &beds["group"], number(&beds["affected"])), (&"failed".into(), &"elderly".into(), 650.0));
    let missing: Vec<f64> = beds["divisions"].as_array().expect("rows").iter().map(|row| number(&row["missing"])).collect();
    assert_eq!(missing, [14.0, 12.0]);
}

/// 1,500 households in the east and 300 in the west; centres of 420 m² and of 40 and 12 places; one that states nothing.
fn measured() -> &'static (Service, String) {
    static SERVICE: LazyLock<(Service, String)> = LazyLock::new(|| {
        let records = empty();
        import_bytes(&records, ImportKind::Divisions, "divisions.geojson", &fixture("divisions.geojson"));
        let facilities = "id,name,kind,lon,lat,datum,division,capacity,floor_area_m2\n\
            E1,东一中心,elderly-day-care,108.945,34.255,wgs84,990101001001,40,420\n\
            E2,东二中心,elderly-day-care,108.955,34.255,wgs84,990101001002,12,350\n\
            W1,西一中心,elderly-day-care,108.935,34.255,wgs84,990102001001,,\n";
        import_bytes(&records, ImportKind::Facilities, "facilities.csv", facilities.as_bytes());
        let demand = "id,lon,lat,population,households,elderly,division\nD1,108.945,34.255,3000,1500,600,990101001001\n\
            D2,108.935,34.255,900,300,3,990102001001\n";
        import_bytes(&records, ImportKind::Demand, "demand.csv", demand.as_bytes());
        add_account(&records, "planner", &["planner=all"]);
        add_account(&records, "registrar", &["registrar=all"]);
        let service = Service::start(records, BasemapArgs::default());
        let cookie = service.sign_in("planner");
        (service, cookie)
    });
    &SERVICE
}

fn standard(change: Value) -> Value {
    let mut row = json!({
        "code": "sample", "set": "示例规范", "kind": "elderly-day-care", "name_zh": "示例", "name_en": "Sample", "tier": null, "reach_m": null,
        "metric": "quantity", "ratio": null, "min_area_m2": null, "min_places": null, "area": null, "strength": "should", "citation": "示例",
        "source": "test", "confidence": "A", "verified": true, "valid_from": null, "valid_to": null,
    });
    for (name, value) in change.as_object().expect("fields") {
        row[name] = value.clone();
    }
    row
}

fn effect(change: Value, query: &str) -> Answer {
    let (service, cookie) = measured();
    let row = standard(change);
    service.write("POST", &format!("/api/v1/standards/{}/effect?{query}", text(&row["code"])), &[("cookie", cookie)], &row)
}

fn after(change: Value, query: &str) -> Value {
    let answer = effect(change, query);
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["after"]["items"][0].clone()
}

#[test]
fn a_ratio_counts_what_is_stated_against_what_is_asked_for() {
    // 30 m² per 100 households: 450 m² in the east, where there are 770; 90 in the west, where nothing is stated.
    let row = after(json!({"ratio": {"value": 30, "unit": "m2 per 100 households"}}), "");
    assert_eq!((&row["status"], &row["group"], &row["facilities_not_stated"]), (&"failed".into(), &"households".into(), &1.into()));
    assert_eq!(failing(&row), [("990102000000".into(), 300.0.into(), 300.0.into())]);
    let west = &row["divisions"][0];
    assert_eq!([&west["there"], &west["required"], &west["missing"]].map(number), [0.0, 90.0, 90.0]);
    assert_eq!(west["not_stated"], 1);
    // Exactly 770 m² are asked for: the limit is closed.
    let exact = after(json!({"ratio": {"value": 770, "unit": "m2 per 1500 households"}}), "division=990101");
    assert_eq!(exact["status"], "met");
    let more = after(json!({"ratio": {"value": 771, "unit": "m2 per 1500 households"}}), "division=990101");
    assert_eq!((&more["status"], number(&more["divisions"][0]["missing"])), (&"failed".into(), 1.0));
    let unreadable = after(json!({"ratio": {"value": 3, "unit": "smiles per 100 households"}}), "");
    assert_eq!((&unreadable["status"], &unreadable["why"]), (&"not_checkable".into(), &"unreadable_unit".into()));
}

#[test]
fn a_minimum_names_the_places_that_fall_short_and_those_that_state_nothing() {
    let row = after(json!({"min_area_m2": 420}), "");
    assert_eq!((&row["status"], &row["clause"], &row["facilities"]), (&"failed".into(), &"minimum_area".into(), &3.into()));
    let rows: Vec<(Value, Value, Value)> = row["facilities_failing"]
        .as_array()
        .expect("places")
        .iter()
        .map(|one| (one["id"].clone(), one["stated"].clone(), one["missing"].clone()))
        .collect();
    assert_eq!(rows, [("E2".into(), 350.0.into(), 70.0.into()), ("W1".into(), Value::Null, Value::Null)]);
    let places = after(json!({"min_places": 40}), "division=990101");
    assert_eq!((&places["clause"], column(&places["facilities_failing"], "id")), (&"minimum_places".into(), vec!["E2".to_owned()]));
    assert_eq!(after(json!({"min_places": 12}), "division=990101")["status"], "met");
    let none = after(json!({"min_places": 12, "kind": "relief-station"}), "");
    assert_eq!((&none["status"], &none["why"]), (&"not_checkable".into(), &"no_place".into()));
}

#[test]
fn an_edit_shows_what_it_changes_before_it_is_saved() {
    let (service, cookie) = measured();
    let listed = service.json("/api/v1/standards");
    let mut row = listed["items"].as_array().expect("rows").iter().find(|row| row["code"] == DAY_CARE).expect("the standard").clone();
    row.as_object_mut().expect("a row").retain(|name, _| !["active", "version"].contains(&name.as_str()));
    row["kind"] = "community-service-station".into();
    let path = format!("/api/v1/standards/{DAY_CARE}/effect?by=straight");
    let answer = service.write("POST", &path, &[("cookie", cookie)], &row).json();
    let (before, after) = (&answer["before"], &answer["after"]);
    // Every cell has a centre at its door, and no service station at all.
    assert_eq!((&before["active"], &before["items"][0]["status"]), (&false.into(), &"met".into()));
    assert_eq!((&after["items"][0]["status"], number(&after["items"][0]["affected"])), (&"failed".into(), 3900.0));
    assert_eq!(before["items"][0]["verified"], false);
    assert_eq!(service.json("/api/v1/standards"), listed, "nothing was saved");
    let new = effect(json!({"min_places": 1}), "").json();
    assert_eq!((&new["before"], &new["after"]["active"]), (&Value::Null, &true.into()));
}

#[test]
fn a_standard_holds_on_its_days_and_in_its_area_only() {
    let why = |change: Value, query: &str| {
        let mut all = json!({"min_places": 12});
        change.as_object().expect("fields").iter().for_each(|(name, value)| all[name] = value.clone());
        let row = after(all, query);
        (text(&row["status"]), row["why"].clone())
    };
    assert_eq!(why(json!({"valid_from": "2999-01-01"}), ""), ("off".into(), "not_yet_in_force".into()));
    assert_eq!(why(json!({"valid_to": "2001-01-01"}), ""), ("off".into(), "no_longer_in_force".into()));
    assert_eq!(why(json!({"area": "990102000000"}), "division=990101"), ("off".into(), "elsewhere".into()));
    assert_eq!(why(json!({"area": "990101000000"}), ""), ("met".into(), Value::Null));
    assert_eq!(why(json!({"area": "990102000000"}), ""), ("not_checkable".into(), "not_stated".into()));
}

#[test]
fn small_counts_are_told_neither_nor_given_away_by_what_is_missing() {
    let path = "/api/v1/norms?kind=social-welfare-institution&unverified=true";
    let (service, cookie) = measured();
    let public = service.json(path);
    let row = clause(&public, "gb50437-2018-beds-per-thousand", "ratio");
    // 600 older people in the east, 3 in the west, whom nobody tells: the other district is rounded, so that no difference does.
    assert_eq!((&row["withheld_below"], &row["divisions_withheld"]), (&5.into(), &1.into()));
    assert_eq!(failing(row), [("990101000000".into(), 600.0.into(), 600.0.into())]);
    let told = service.ask("GET", path, &[("cookie", cookie)]).json();
    let row = clause(&told, "gb50437-2018-beds-per-thousand", "ratio");
    assert_eq!((&row["withheld_below"], number(&row["affected"])), (&Value::Null, 603.0));
    assert_eq!(number(&row["divisions"][1]["missing"]), 3.0 * 40.0 / 1000.0);
}

#[test]
fn a_bad_question_and_a_bad_standard_are_refused_field_by_field() {
    assert_eq!(shared().refusal("/api/v1/norms?set=GB%201&division=990109&kind=x&group=disabled").2, ["kind", "group", "set", "division"]);
    assert_eq!(shared().refusal("/api/v1/norms?level=moon").2, ["level"]);
    let fields = |answer: Answer| -> Vec<String> {
        assert_eq!(answer.status, 422, "{}", answer.text());
        answer.problem()["errors"].as_array().expect("errors").iter().map(|error| text(&error["field"])).collect()
    };
    assert_eq!(fields(effect(json!({}), "")), ["metric"]);
    assert_eq!(
        fields(effect(json!({"set": "", "area": "6101", "min_places": 0, "metric": "administrative", "tier": "5-min"}), "")),
        ["set", "area", "min_places", "tier"]
    );
    let registrar = measured().0.sign_in("registrar");
    let row = standard(json!({"min_places": 1}));
    let denied = measured().0.write("POST", "/api/v1/standards/sample/effect", &[("cookie", &registrar)], &row);
    assert_eq!(denied.refused(), (403, "forbidden".into()));
    let other = shared().write("POST", "/api/v1/standards/other/effect", &[("cookie", everything())], &row);
    assert_eq!(fields(other), ["code"]);
}
