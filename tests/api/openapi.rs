//! The OpenAPI document says what the service does: its addresses, its parameters, its shapes.

use std::collections::BTreeSet;

use carereach::config::BasemapArgs;
use serde_json::{Value, json};

use super::service::{Service, everything, fixtures, shared, text};

fn document() -> Value {
    shared().json("/api/v1/openapi.json")
}

#[test]
fn every_address_of_the_interface_is_described_and_no_other() {
    let document = document();
    assert!(text(&document["openapi"]).starts_with("3.1"), "{}", document["openapi"]);
    let described: BTreeSet<&str> = document["paths"].as_object().expect("paths").keys().map(String::as_str).collect();
    let routes: BTreeSet<&str> =
        carereach::http::ROUTES.iter().map(|(route, _)| *route).filter(|route| route.starts_with("/api/v1/")).collect();
    assert_eq!(described, routes);
}

#[test]
fn the_parameters_described_are_those_that_are_read() {
    let document = document();
    for (path, item) in document["paths"].as_object().expect("paths") {
        if item["get"].is_null() {
            continue;
        }
        let none = Vec::new();
        let parameters = item["get"]["parameters"].as_array().unwrap_or(&none);
        let described: Vec<String> = parameters.iter().filter(|one| one["in"] == "query").map(|one| text(&one["name"])).collect();
        assert!(parameters.iter().all(|one| one["description"].as_str().is_some_and(|about| about.len() > 10)), "{path}");
        // What a provider adds to the way back is left aside.
        if path.starts_with("/api/v1/openapi") || path.starts_with("/api/v1/docs") || path.ends_with("/oidc/callback") {
            continue;
        }
        let asked = path.replace("{id}", "A1").replace("{code}", "990101").replace("{file}", "facilities.csv");
        let problem = shared().ask("GET", &format!("{asked}?no_such_parameter=1"), &[("cookie", everything())]).problem();
        let errors = problem["errors"].as_array().expect("errors");
        let unknown = errors.iter().find(|error| error["field"] == "no_such_parameter").expect("the unknown parameter");
        let expected = if described.is_empty() { "no parameters here".to_owned() } else { format!("one of {}", described.join(", ")) };
        assert_eq!(unknown["expected"], expected, "{path}");
    }
}

#[test]
fn every_operation_has_a_summary_a_shape_and_its_refusals() {
    let document = document();
    let operations = document["paths"].as_object().expect("paths").iter();
    for (path, method, operation) in operations
        .flat_map(|(path, item)| item.as_object().expect("methods").iter().map(move |(method, operation)| (path, method, operation)))
    {
        let at = format!("{method} {path}");
        assert!(operation["summary"].as_str().or(operation["description"].as_str()).is_some_and(|text| text.len() > 10), "{at}");
        let responses = operation["responses"].as_object().expect("responses");
        let good: Vec<_> = responses.iter().filter(|(status, _)| status.starts_with('2') || *status == "303").collect();
        // Only signing in elsewhere sends the browser away.
        let shapeless = |status: &str| status == "204" || (status == "303" && path.starts_with("/api/v1/session/oidc"));
        assert!(!good.is_empty() && good.iter().all(|(status, one)| shapeless(status) || one["content"].is_object()), "{at}");
        if operation["tags"][0] != "interface" {
            for status in ["400", "422", "500", "503"] {
                assert!(responses.contains_key(status), "{status} of {at}");
            }
        }
        if path.contains('{') {
            assert!(responses.contains_key("404"), "{at}");
        }
        let rule = operation["x-rule"].as_str().unwrap_or_else(|| panic!("{at} says no rule"));
        assert_eq!(rule != "anybody", responses.contains_key("401"), "{at}");
    }
}

#[test]
fn an_operation_that_refuses_haste_says_so_and_no_other_does() {
    let service = Service::start(fixtures(), BasemapArgs::default());
    while service.get("/api/v1/setup?token=none").status != 429 {}
    for (path, item) in document()["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("methods").iter().filter(|(_, one)| one["x-rule"] == "anybody") {
            let (path, method) = (path.replace("{id}", "A1").replace("{code}", "990101"), method.to_uppercase());
            let answer = match method.as_str() {
                "GET" => service.get(&path),
                _ => {
                    let body = match path.rsplit('/').next() {
                        Some("reports") => json!({ "text": "电话不通" }),
                        Some("session") => json!({ "login": "x", "password": "x" }),
                        _ => json!({ "token": "x", "password": "x" }),
                    };
                    service.write(&method, &path, &[], &body)
                }
            };
            assert_eq!(answer.status == 429, operation["responses"]["429"].is_object(), "{method} {path}: {}", answer.text());
        }
    }
}

#[test]
fn every_shape_that_is_referred_to_is_there() {
    let document = document();
    let mut references = BTreeSet::new();
    collect(&document, &mut references);
    assert!(references.len() > 15, "{references:?}");
    for reference in references {
        let pointer = reference.trim_start_matches('#');
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
}

fn collect(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            into.extend(members.get("$ref").and_then(Value::as_str).map(str::to_owned));
            members.values().for_each(|value| collect(value, into));
        }
        Value::Array(items) => items.iter().for_each(|value| collect(value, into)),
        _ => {}
    }
}

/// Members of an answer against those of its shape: nothing undescribed is sent.
#[test]
fn answers_hold_only_members_that_are_described() {
    let document = document();
    for (path, schema) in [
        ("/api/v1/facilities/A1", "FacilityAnswer"),
        ("/api/v1/organizations/O1", "OrganizationItem"),
        ("/api/v1/divisions/990101", "DivisionItem"),
        ("/api/v1/coverage?within_m=500", "CoverageAnswer"),
        ("/api/v1/gaps?within_m=500", "GapAnswer"),
        ("/api/v1/nearest?lon=108&lat=34&explain=true", "NearestCollection"),
    ] {
        let described = document["components"]["schemas"][schema]["properties"].as_object().unwrap_or_else(|| panic!("no shape {schema}"));
        let answer = shared().json(path);
        let sent: BTreeSet<&String> = answer.as_object().expect("an object").keys().collect();
        assert_eq!(sent, described.keys().collect::<BTreeSet<_>>(), "{path}");
    }
}
