//! What the test of permissions asks about plans and projects, and what it asks it of.

use std::collections::BTreeMap;

use carereach::domain::permission::Right;
use serde_json::{Value, json};

use super::{permissions::About, service::text};

/// The one line for each operation about plans.
pub fn example(operation: &str) -> Option<(&'static str, Option<Value>, About)> {
    use About::{Anything, Record, SeenWith};
    Some(match operation {
        "get /api/v1/plans" => ("/api/v1/plans", None, Anything),
        "post /api/v1/plans" => {
            let terms = json!({ "kind": ["elderly-day-care"], "by": "straight", "within_m": 300, "division": "990101" });
            ("/api/v1/plans", Some(json!({ "terms": terms })), Record)
        }
        "get /api/v1/plans/{id}" => ("/api/v1/plans/<plan>", None, SeenWith(Right::ReadRecords)),
        "patch /api/v1/plans/{id}" => ("/api/v1/plans/<plan>", Some(json!({ "name": "示例改名" })), Record),
        // An archived plan is not thrown away, so that whoever may is told of that.
        "delete /api/v1/plans/{id}" => ("/api/v1/plans/<archived>", None, Record),
        "post /api/v1/plans/{id}/copy" => ("/api/v1/plans/<plan>/copy", Some(json!({})), Record),
        // Without a number of sites: what is allowed is refused for that, and no run writes while others ask.
        "post /api/v1/plans/{id}/run" => {
            ("/api/v1/plans/<plan>/run", Some(json!({ "model": "mclp", "candidates": { "from": "idle" } })), Record)
        }
        "delete /api/v1/plans/{id}/run" => ("/api/v1/plans/<plan>/run", None, Record),
        "get /api/v1/plans/{id}/events" => ("/api/v1/plans/<plan>/events", None, SeenWith(Right::ReadRecords)),
        "post /api/v1/plans/{id}/approve" => ("/api/v1/plans/<approvable>/approve", Some(json!({})), Record),
        "get /api/v1/plans/{id}/report.{ending}" => ("/api/v1/plans/<plan>/report.geojson", None, SeenWith(Right::ReadRecords)),
        "get /api/v1/hand-ins/{hash}/report.{ending}" => ("/api/v1/hand-ins/<hand-in>/report.geojson", None, SeenWith(Right::ReadRecords)),
        "get /api/v1/projects" => ("/api/v1/projects", None, Anything),
        "patch /api/v1/projects/{id}" => ("/api/v1/projects/<project>", Some(json!({ "owner_unit": "示例局" })), Record),
        _ => return None,
    })
}

/// Plans of somebody who plans everywhere, and a project: one plan to read and write, one that is archived, one to approve.
pub fn made(planner: &str, decider: &str, done: impl Fn(&str, &str, &str, Value) -> Value) -> BTreeMap<&'static str, String> {
    let plan = || {
        let terms = json!({ "kind": ["elderly-day-care"], "by": "straight", "within_m": 300, "division": "990101" });
        let build = json!({ "id": "a1", "do": "build", "name": "示例新址", "lon": 108.946, "lat": 34.256 });
        text(&done(planner, "post", "/api/v1/plans", json!({ "terms": terms, "actions": [build] }))["id"])
    };
    let (archived, approvable, approved) = (plan(), plan(), plan());
    done(planner, "patch", &format!("/api/v1/plans/{archived}"), json!({ "state": "archived" }));
    let project = text(&done(decider, "post", &format!("/api/v1/plans/{approved}/approve"), json!({}))["projects"][0]);
    let plan = plan();
    let report = done(planner, "get", &format!("/api/v1/plans/{plan}/report.geojson"), Value::Null);
    let hand_in = text(&report["metadata"]["hash"]);
    BTreeMap::from([("plan", plan), ("archived", archived), ("approvable", approvable), ("project", project), ("hand-in", hand_in)])
}
