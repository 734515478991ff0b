//! Examples of what planners do: norms, gaps, inspections.

use carereach::{domain::permission::Caller, registry::NewCampaign};
use serde_json::json;

use super::{
    About::{Anything, Record},
    Example, INSIDE, Ids, Service,
};

/// The one line for each operation of planning.
pub fn example(operation: &str, ids: &Ids) -> Option<Example> {
    let (path, body, about) = match operation {
        "get /api/v1/gaps/{id}" => ("/api/v1/gaps/990101001002:elderly-day-care:within:100:straight:population", None, Anything),
        "patch /api/v1/gaps/{id}" => {
            let body = json!({ "owner_post": "示例岗位" });
            ("/api/v1/gaps/990101001002:elderly-day-care:within:100:straight:population", Some(body), Record)
        }
        "post /api/v1/gaps/{id}/comments" => {
            let body = json!({ "text": "示例" });
            ("/api/v1/gaps/990101001002:elderly-day-care:within:100:straight:population/comments", Some(body), Record)
        }
        "get /api/v1/inspections" => ("/api/v1/inspections", None, Anything),
        "post /api/v1/inspections" => {
            let body = json!({ "kind": "sweep", "name": "示例", "division": "990101", "from": "2026-03-01", "to": "2026-03-31", "checklist": ["消防"],
                "of": "facilities" });
            ("/api/v1/inspections", Some(body), Record)
        }
        "get /api/v1/inspections/{id}" => ("/api/v1/inspections/<campaign>", None, Record),
        "post /api/v1/inspections/{id}/visits" => {
            let body = json!({ "subject": "A1", "on": "2026-03-02", "post": "示例岗位" });
            ("/api/v1/inspections/<campaign>/visits", Some(body), Record)
        }
        "get /api/v1/norms" => ("/api/v1/norms", None, Anything),
        "post /api/v1/standards/{code}/effect" => {
            ("/api/v1/standards/<standard>/effect", serde_json::from_str(&ids.0["standard row"]).ok(), Anything)
        }
        _ => return None,
    };
    Some(Example { path: ids.fill(path), body, about })
}

/// A campaign in [`INSIDE`] that the examples are about.
pub fn campaign(service: &Service) -> String {
    let campaign = NewCampaign {
        kind: "sweep".into(),
        name: "示例".into(),
        division: Some(INSIDE.into()),
        from: "2026-03-01".into(),
        to: "2026-03-31".into(),
        checklist: vec!["消防".into()],
        of: "facilities".into(),
        ..NewCampaign::default()
    };
    service.registry.create_campaign(&Caller::operator(), &campaign).expect("a campaign")
}
